//! Mirrors `tanfang_app::view::why`.

use tanfang_app::view::{Line, WhyClause, WhyView};

/// Holds 为什么.
#[uniffi::remote(Record)]
pub struct WhyView {
    /// What is explained.
    pub title: String,
    /// The answer, a sentence a line, in words people use.
    pub lines: Vec<Line>,
    /// What it rests on.
    pub clauses: Vec<WhyClause>,
    /// Names for whoever traces it: duty, visits, ops.
    pub trace: Vec<String>,
}

/// Holds one clause.
#[uniffi::remote(Record)]
pub struct WhyClause {
    /// The words of the document.
    pub quote: String,
    /// Title of the document.
    pub document: String,
    /// Number of the document, or 未注明.
    pub number: String,
    /// Date of the document.
    pub date: String,
    /// Where in it.
    pub place: String,
    /// Pack it stands in, with its dates.
    pub pack: String,
    /// Where the text can be read in two ways, how it was read.
    pub reading: Option<String>,
}
