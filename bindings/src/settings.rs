//! Mirrors `tanfang_app::view::settings`.

use tanfang_app::view::{
    Action, Empty, FeedbackView, HandOverView, Line, LookSetting, NumberRow, QuestionOption,
    SettingsSection, SettingsView, ThemeChoice, TypeSize, WipeView,
};

/// Holds 设置.
#[uniffi::remote(Record)]
pub struct SettingsView {
    /// Type size, theme and 遮.
    pub look: LookSetting,
    /// Packs and calendar, the store, numbers, what is going on, about: a part each.
    pub sections: Vec<SettingsSection>,
    /// Numbers that may be written down here.
    pub numbers: Vec<NumberRow>,
}

/// Holds one part of 设置.
#[uniffi::remote(Record)]
pub struct SettingsSection {
    /// Names the part: `packs`, `calendar`, `store`, `events`, `help`, `about`.
    pub key: String,
    /// What it is called.
    pub title: String,
    /// What it says; a line may lead to a screen.
    pub lines: Vec<Line>,
    /// What can be done.
    pub actions: Vec<Action>,
}

/// Holds one number that may be written down here.
#[uniffi::remote(Record)]
pub struct NumberRow {
    /// Names the number to `SetNumber`.
    pub key: String,
    /// Whose it is.
    pub label: String,
    /// The number; empty when it is not configured.
    pub number: String,
    /// Where it comes from, or 内容未配置.
    pub source: String,
}

/// Holds how the screens look on this phone.
#[uniffi::remote(Record)]
pub struct LookSetting {
    /// Size of the type, beside what the system says.
    pub size: TypeSize,
    /// Colours.
    pub theme: ThemeChoice,
    /// Whether 遮 is on when the app opens.
    pub mask: bool,
}

/// Names a size of the type.
#[uniffi::remote(Enum)]
pub enum TypeSize {
    /// As the system says.
    Normal,
    /// 大字: 130 %.
    Large,
    /// 特大字: 160 %.
    Huge,
}

/// Names a set of colours.
#[uniffi::remote(Enum)]
pub enum ThemeChoice {
    /// As the system says.
    System,
    /// Warm paper.
    Light,
    /// 强光: black on white, thick lines, no greys.
    Sunlight,
    /// For evenings.
    Dark,
}

/// Holds 投诉建议.
#[uniffi::remote(Record)]
pub struct FeedbackView {
    /// Who reads it and when it is sent, in one sentence.
    pub sentence: String,
    /// The topics to choose from.
    pub topics: Vec<QuestionOption>,
    /// What was written, with its day and whether it was sent.
    pub rows: Vec<Line>,
    /// What stands here when nothing was written.
    pub empty: Option<Empty>,
}

/// Holds what stands on this screen before a hand-over or after it.
#[uniffi::remote(Record)]
pub struct HandOverView {
    /// What it does and what to do next.
    pub sentence: String,
    /// Path of the file, once it is written.
    pub path: Option<String>,
    /// The one-time code to type on the new phone, group by group; kept nowhere.
    pub code: Vec<String>,
    /// What must read the same on both screens, group by group.
    pub check: Vec<String>,
}

/// Holds 清空: what would be lost, before it is.
#[uniffi::remote(Record)]
pub struct WipeView {
    /// What it does, in one sentence.
    pub sentence: String,
    /// What lies only on this phone.
    pub lines: Vec<Line>,
    /// The word to type.
    pub word: String,
}
