//! Mirrors `tanfang_app::view::items`.

use tanfang_app::view::{Action, ItemLine, ItemsView, Line, Masked, QuestionView};

/// Holds the items of one list of a person or a home, and a form for one more.
#[uniffi::remote(Record)]
pub struct ItemsView {
    /// The home.
    pub household: String,
    /// Names list and subject, as the view that leads here gave it.
    pub key: String,
    /// What the list is called.
    pub title: String,
    /// Whose list it is.
    pub whom: Masked,
    /// The items known.
    pub items: Vec<ItemLine>,
    /// Whether these are all, asked as the dictionary asks it.
    pub complete: QuestionView,
    /// The form for one more: a question a field.
    pub fields: Vec<QuestionView>,
    /// What the form's button says.
    pub add: String,
    /// What a month comes to of what is known, claimed and verifiable apart.
    pub totals: Vec<Line>,
}

/// Holds one item that is known.
#[uniffi::remote(Record)]
pub struct ItemLine {
    /// What it is and how much.
    pub text: Masked,
    /// Since when and from where.
    pub source: String,
    /// Takes it away: it was wrong, or it has ended.
    pub remove: Action,
}
