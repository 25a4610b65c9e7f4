//! 更多, 线索 and the recovery code: everything quieter.

use serde::{Deserialize, Serialize};

use super::part::{Empty, Line};

/// Holds 更多.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoreView {
    /// Who works here, such as 赵小川 · 网格员 · 石板村.
    pub worker: String,
    /// Where one can go.
    pub entries: Vec<Line>,
}

/// Holds 线索: every open flag, the most serious first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlagsView {
    /// The flags, each leading to its home.
    pub rows: Vec<Line>,
    /// What stands here when there are none.
    pub empty: Option<Empty>,
}

/// Holds a recovery code; it is kept nowhere and shown once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryView {
    /// What it is for and what to do with it.
    pub sentence: String,
    /// The code, group by group.
    pub groups: Vec<String>,
    /// The same code for a QR picture.
    pub qr_text: String,
}

/// Holds what looking after the store found; for the command line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Whether everything is as it should be.
    pub sound: bool,
    /// What was found, in one sentence.
    pub sentence: String,
    /// Details, a line each; ids and numbers only.
    pub lines: Vec<String>,
}
