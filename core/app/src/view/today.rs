//! 今天: whose home to visit, and why.

use serde::{Deserialize, Serialize};

use super::ledger::LedgerChoice;
use super::part::{Action, Chip, Dial, Empty, Line, Masked, Screen, Status};

/// Holds 今天.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TodayView {
    /// The day, such as 11月20日 周五.
    pub date: String,
    /// The same day in the lunar calendar, such as 农历十月十二.
    pub lunar: String,
    /// What happened to the worker's work.
    pub status: Status,
    /// Set when the store is 练习.
    pub practice: Option<String>,
    /// What else is due: a report, matches to verify, a backup; each may lead somewhere.
    pub notes: Vec<Line>,
    /// Visits that were begun and not finished, with how long ago; each leads back to it.
    pub drafts: Vec<Line>,
    /// Names what is shown, to be given back with a search text; from the first page.
    pub filter: String,
    /// The text searched for.
    pub query: String,
    /// In which order, which 组, which kind, how late: a row of choices each.
    pub filters: Vec<TodayFilter>,
    /// Homes to visit: by 组, or in the order of the way.
    pub groups: Vec<TodayGroup>,
    /// What stands below the list where it goes on, such as 再看 500 户; its key is the
    /// filter to ask for next.
    pub more: Option<LedgerChoice>,
    /// What stands here when there are none.
    pub empty: Option<Empty>,
    /// The whole list in one sentence, such as 今天顺路 3 户,一次能办完 5 件事.
    pub summary: Option<String>,
    /// 看本月.
    pub month: Action,
}

/// Holds one row of choices above the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TodayFilter {
    /// What is chosen, such as 哪一组.
    pub title: String,
    /// The choices; the key of each is the filter to ask for next.
    pub choices: Vec<LedgerChoice>,
}

/// Holds the homes of one 组.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TodayGroup {
    /// Such as 石板村二组 · 还有3户; it counts all homes, also those that
    /// [`TodayView::more`] leads to.
    pub title: String,
    /// The homes, the most pressing first.
    pub cards: Vec<TodayCard>,
}

/// Holds one home on 今天.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TodayCard {
    /// The home; the card itself opens it.
    pub household: String,
    /// Whose home it is.
    pub name: Masked,
    /// What they are, such as 分散特困.
    pub chips: Vec<Chip>,
    /// Open flags of danger at this home; they stand first.
    pub urgent: Vec<Line>,
    /// Why today and until when; a tap says more.
    pub why: Line,
    /// What one trip closes, such as 一次能办完 3 件; none when it is one.
    pub closes: Option<String>,
    /// Each of the duties that this trip closes, leading to its 为什么.
    pub duties: Vec<Line>,
    /// When somebody was last there.
    pub last: Option<String>,
    /// What was said or raised then.
    pub quote: Option<Masked>,
    /// 去走访, or 接着走访 when a draft is open.
    pub visit: Action,
    /// 没见到人, in two taps.
    pub missed: Action,
    /// 电话联系, where a duty of this home allows it.
    pub call: Option<Action>,
    /// The number that dials.
    pub dial: Option<Dial>,
    /// Where the card leads.
    pub go: Screen,
}
