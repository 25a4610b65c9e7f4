//! Mirrors `tanfang_app::view::contact`.

use tanfang_app::view::{Action, CallView, ContactView, Dial, Line, Masked, QuestionOption};

/// Holds 打通了吗.
#[uniffi::remote(Record)]
pub struct ContactView {
    /// The home.
    pub household: String,
    /// Whose number it was; sent back with the result.
    pub whose: String,
    /// Who was called.
    pub name: Masked,
    /// The question, in one sentence.
    pub sentence: Masked,
    /// The results to choose from.
    pub results: Vec<QuestionOption>,
    /// What a call does not replace, in one sentence.
    pub note: Option<String>,
    /// Duties that this call may do, and how often it was tried; each leads to its 为什么.
    pub duties: Vec<Line>,
    /// Phrases that a tap puts into the note.
    #[uniffi(default = [])]
    pub phrases: Vec<String>,
    /// Opens what is asked on the phone, where a duty of this home asks something.
    pub ask: Option<Action>,
}

/// Holds 紧急电话.
#[uniffi::remote(Record)]
pub struct CallView {
    /// What it is about.
    pub title: Masked,
    /// What to say aloud.
    pub sentence: Masked,
    /// The numbers, in the order in which to call them.
    pub numbers: Vec<Dial>,
    /// Numbers that are not configured, each leading to where one writes it down.
    pub missing: Vec<Line>,
    /// Set in 练习: nothing is dialled.
    pub practice: Option<String>,
}
