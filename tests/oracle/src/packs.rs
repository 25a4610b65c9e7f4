//! The shipped packs, loaded whole or with one file changed.

use std::sync::Arc;
use tanfang_policy::diag::Diagnostic;
use tanfang_policy::dict::Dictionary;
use tanfang_policy::pack::{PackSet, Resolved, SourceFile};
use tanfang_values::Day;

/// A file to be read with another text.
#[derive(Debug, Clone, Copy)]
pub struct Changed<'t> {
    /// Id of the pack.
    pub pack: &'t str,
    /// Path in its folder.
    pub path: &'t str,
    /// The text instead.
    pub text: &'t str,
}

/// The dictionary that ships.
pub fn dictionary() -> Result<Arc<Dictionary>, Vec<Diagnostic>> {
    Dictionary::load(tanfang_packs::FACTS).map(Arc::new)
}

/// Loads the packs that pass `wanted`, one file perhaps changed.
pub fn load(
    dictionary: &Arc<Dictionary>,
    wanted: &dyn Fn(&str) -> bool,
    changed: Option<Changed<'_>>,
) -> Result<PackSet, Vec<Diagnostic>> {
    let files: Vec<SourceFile<'_>> = tanfang_packs::sources()
        .iter()
        .filter(|file| wanted(file.pack))
        .map(|file| SourceFile {
            pack: file.pack,
            path: file.path,
            text: match changed {
                Some(other) if other.pack == file.pack && other.path == file.path => other.text,
                _ => file.text,
            },
        })
        .collect();
    PackSet::load(dictionary, &files)
}

/// A day on which a pack is in force: some weeks after it began, before it ends.
pub fn day_of(pack: &Resolved) -> Option<Day> {
    let head = pack.head()?;
    let later = head.from.plus_days(73);
    Some(match head.until {
        Some(until) if until < later => until,
        _ => later,
    })
}
