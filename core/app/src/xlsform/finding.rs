//! What there is to say of a form, by sheet and cell.

use serde::Serialize;

/// Holds one thing to say of one cell; its sentence stands in
/// `common/texts/xlsform.zh.toml` under the code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Key of the sentence.
    pub code: &'static str,
    /// Whether nothing is written because of it.
    pub fatal: bool,
    /// The sheet; empty for the file as a whole.
    pub sheet: String,
    /// The cell, such as `D17`; empty for the sheet as a whole.
    pub cell: String,
    /// Words of the sentence, by name.
    pub words: Vec<(&'static str, String)>,
}

/// Collects findings.
#[derive(Debug, Default)]
pub(super) struct Findings(Vec<Finding>);

/// Names a cell.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Place {
    pub(super) sheet: String,
    pub(super) cell: String,
}

impl Findings {
    /// Adds something that keeps the form from being taken over.
    pub(super) fn refuse(
        &mut self,
        code: &'static str,
        at: &Place,
        words: &[(&'static str, &str)],
    ) {
        self.add(code, true, at, words);
    }

    /// Adds something to know.
    pub(super) fn tell(&mut self, code: &'static str, at: &Place, words: &[(&'static str, &str)]) {
        self.add(code, false, at, words);
    }

    fn add(&mut self, code: &'static str, fatal: bool, at: &Place, words: &[(&'static str, &str)]) {
        self.0.push(Finding {
            code,
            fatal,
            sheet: at.sheet.clone(),
            cell: at.cell.clone(),
            words: words
                .iter()
                .map(|(name, word)| (*name, (*word).to_owned()))
                .collect(),
        });
    }

    pub(super) fn is_refused(&self) -> bool {
        self.0.iter().any(|finding| finding.fatal)
    }

    pub(super) fn into_list(self) -> Vec<Finding> {
        self.0
    }
}
