//! Mirrors `tanfang_app::view::month`.

use tanfang_app::view::{Action, Block, Empty, Line, MonthDay, MonthView, Tone};

/// Holds 本月.
#[uniffi::remote(Record)]
pub struct MonthView {
    /// The month, `2026-11`.
    pub month: String,
    /// Such as 11月 · 石板村.
    pub title: String,
    /// The month before and the month after, for the two arrows.
    pub around: Vec<String>,
    /// What is done, what is planned and what is left, in one sentence.
    pub summary: String,
    /// Titles of the seven columns, from the first day of the week on.
    pub weekdays: Vec<String>,
    /// Empty cells before the first day.
    pub offset: u32,
    /// The days of the month.
    pub days: Vec<MonthDay>,
    /// The homes that are still open or were done, the next one first.
    pub homes: Vec<Block>,
    /// What cannot be done by whom this month, and why.
    pub cannot: Vec<Line>,
    /// 集日、农忙、哪几天不去: what the plan rests on, and where it is changed.
    pub settings: Vec<Action>,
    /// What stands here when there is nothing to do.
    pub empty: Option<Empty>,
}

/// Holds one day of 本月.
#[uniffi::remote(Record)]
pub struct MonthDay {
    /// The day, `2026-11-20`.
    pub day: String,
    /// Such as 20.
    pub label: String,
    /// The day of the farmers' calendar, such as 十二.
    pub lunar: String,
    /// 集日, 农忙, 不上班, 这天不去.
    pub marks: Vec<String>,
    /// Homes visited on it.
    pub done: u32,
    /// Homes planned for it.
    pub planned: u32,
    /// The same in words, such as 去了 2 户 or 计划 3 户; empty when there is nothing.
    pub words: String,
    /// Its tone; a day is never late.
    pub tone: Tone,
    /// Whether it is today.
    pub today: bool,
    /// Its homes, each leading there.
    pub homes: Vec<Line>,
    /// 这天不去 or 这天能去, for days to come.
    pub toggle: Option<Action>,
}
