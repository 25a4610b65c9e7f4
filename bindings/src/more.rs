//! Mirrors `tanfang_app::view::more`.

use tanfang_app::view::{Empty, FlagsView, Line, MoreView, RecoveryView};

/// Holds 更多.
#[uniffi::remote(Record)]
pub struct MoreView {
    /// Who works here, such as 赵小川 · 网格员 · 石板村.
    pub worker: String,
    /// Where one can go.
    pub entries: Vec<Line>,
}

/// Holds 线索: every open flag, the most serious first.
#[uniffi::remote(Record)]
pub struct FlagsView {
    /// The flags, each leading to its home.
    pub rows: Vec<Line>,
    /// What stands here when there are none.
    pub empty: Option<Empty>,
}

/// Holds a recovery code; it is kept nowhere and shown once.
#[uniffi::remote(Record)]
pub struct RecoveryView {
    /// What it is for and what to do with it.
    pub sentence: String,
    /// The code, group by group.
    pub groups: Vec<String>,
    /// The same code for a QR picture.
    pub qr_text: String,
}
