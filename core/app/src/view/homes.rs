//! 各户: every home of the grid, searched by whatever one remembers.

use serde::{Deserialize, Serialize};

use super::part::{Chip, Dial, Empty, Masked, Screen, Tone};

/// Holds 各户 for one search text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomesView {
    /// The text searched for.
    pub query: String,
    /// How many homes there are, such as 64 户 · 66 人.
    pub count: String,
    /// The homes, by 组.
    pub groups: Vec<HomeGroup>,
    /// What stands below the list where it goes on.
    pub more: Option<MoreHomes>,
    /// What stands here when there are none.
    pub empty: Option<Empty>,
}

/// Leads to the homes below the last one shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoreHomes {
    /// Such as 再看 500 户(下面还有 9500 户).
    pub label: String,
    /// How many homes to ask for next.
    pub shown: u32,
}

/// Holds the homes of one 组.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeGroup {
    /// Such as 二组 · 12 户; it counts all homes, also those that
    /// [`HomesView::more`] leads to.
    pub title: String,
    /// The homes, by house number, then name.
    pub rows: Vec<HomeRow>,
}

/// Holds one home in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeRow {
    /// The home.
    pub household: String,
    /// Whose home it is.
    pub name: Masked,
    /// What they are.
    pub chips: Vec<Chip>,
    /// Where it is and how it stands, such as 12 号 · 本周已去.
    pub line: Masked,
    /// Tone of the line.
    pub tone: Tone,
    /// The number that dials.
    pub dial: Option<Dial>,
    /// Where the row leads.
    pub go: Screen,
}
