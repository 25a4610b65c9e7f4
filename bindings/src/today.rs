//! Mirrors `tanfang_app::view::today`.

use tanfang_app::view::{
    Action, Chip, Dial, Empty, Line, Masked, Screen, Status, TodayCard, TodayGroup, TodayView,
};

/// Holds 今天.
#[uniffi::remote(Record)]
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
    /// Homes to visit, by 组.
    pub groups: Vec<TodayGroup>,
    /// What stands here when there are none.
    pub empty: Option<Empty>,
    /// The whole list in one sentence, such as 今天顺路 3 户.
    pub summary: Option<String>,
}

/// Holds the homes of one 组.
#[uniffi::remote(Record)]
pub struct TodayGroup {
    /// Such as 石板村二组 · 还有3户.
    pub title: String,
    /// The homes, the most pressing first.
    pub cards: Vec<TodayCard>,
}

/// Holds one home on 今天.
#[uniffi::remote(Record)]
pub struct TodayCard {
    /// The home; the card itself opens it.
    pub household: String,
    /// Whose home it is.
    pub name: Masked,
    /// What they are, such as 分散特困.
    pub chips: Vec<Chip>,
    /// Why today and until when; a tap says more.
    pub why: Line,
    /// When somebody was last there.
    pub last: Option<String>,
    /// What was said or raised then.
    pub quote: Option<Masked>,
    /// 去走访, or 接着走访 when a draft is open.
    pub visit: Action,
    /// The number that dials.
    pub dial: Option<Dial>,
    /// Where the card leads.
    pub go: Screen,
}
