//! What every screen needs and no store holds: sentences, packs, words.

use std::sync::Arc;
use tanfang_domain::pack::Work;
use tanfang_policy::diag::Diagnostic;
use tanfang_policy::dict::Dictionary;
use tanfang_policy::pack::{PackSet, Resolved, SourceFile};

use crate::error::{AppError, ErrorKind};
use crate::phrases::{AllEvents, Phrases};
use crate::say::Say;
use crate::texts::{StringTable, Texts};
use crate::words::Words;

use super::visit::fuzzy::TimeWords;

/// The pack of a division in the fictitious area 990101, and of practice.
const FICTITIOUS: (&str, &str) = ("9901", "DEMO-COUNTY");
/// The pack of every other division until a county brings its own.
const DEFAULT: &str = "CN-START";

/// Holds sentences, dictionary and packs, loaded once.
#[derive(Debug)]
pub(crate) struct Kit {
    pub(crate) say: Say,
    pub(crate) words: Words,
    pub(crate) times: TimeWords,
    pub(crate) phrases: Phrases,
    pub(crate) events: AllEvents,
    packs: PackSet,
    dictionary: Arc<Dictionary>,
    /// The pack of the fictitious county.
    county: String,
}

/// A pack made ready: resolved over its parents, and assembled.
#[derive(Debug, Clone)]
pub(crate) struct Pack {
    pub(crate) resolved: Resolved,
    pub(crate) work: Work,
}

impl Kit {
    /// Loads what is built into the program.
    pub(crate) fn builtin() -> Result<Self, AppError> {
        Self::with(&[], FICTITIOUS.1)
    }

    /// Loads what is built in, more packs, and takes `county` for that of the fictitious county.
    pub(crate) fn with(more: &[SourceFile<'_>], county: &str) -> Result<Self, AppError> {
        let texts = StringTable::builtin()
            .map_err(|errors| broken(None, errors.first().map(|e| e as &dyn std::error::Error)))?;
        let texts = Arc::new(texts);
        let faults = |found: Vec<Diagnostic>| refused(&texts, &found);
        let dictionary = Arc::new(Dictionary::load(tanfang_packs::FACTS).map_err(faults)?);
        let files: Vec<SourceFile<'_>> = tanfang_packs::sources()
            .iter()
            .map(|file| SourceFile {
                pack: file.pack,
                path: file.path,
                text: file.text,
            })
            .chain(more.iter().copied())
            .collect();
        let packs = PackSet::load(&dictionary, &files).map_err(faults)?;
        let words = Words::builtin().map_err(|error| broken(Some(&texts), Some(&error)))?;
        let times = TimeWords::builtin(&words);
        let times = times.map_err(|error| broken(Some(&texts), Some(&error)))?;
        let phrases = Phrases::builtin();
        let phrases = phrases.map_err(|error| broken(Some(&texts), Some(&error)))?;
        let events = AllEvents::builtin();
        let events = events.map_err(|error| broken(Some(&texts), Some(&error)))?;
        Ok(Self {
            say: Say::new(texts, Arc::clone(&dictionary)),
            words,
            times,
            phrases,
            events,
            packs,
            dictionary,
            county: county.to_owned(),
        })
    }

    /// Returns the pack in force for a division.
    pub(crate) fn pack(&self, division: &str) -> Result<Pack, AppError> {
        let id = if division.starts_with(FICTITIOUS.0) {
            self.county.as_str()
        } else {
            DEFAULT
        };
        let resolved = self
            .packs
            .resolve(id)
            .ok_or_else(|| self.error(ErrorKind::Internal, "internal", &[]))?;
        let work = Work::assemble(&self.dictionary, &resolved)
            .map_err(|found| refused(self.say.texts(), &found))?;
        Ok(Pack { resolved, work })
    }

    /// Makes an error whose sentence stands under `error.<code>`.
    pub(crate) fn error(&self, kind: ErrorKind, code: &str, args: &[(&str, &str)]) -> AppError {
        error(self.say.texts(), kind, code, args)
    }
}

/// Makes an error whose sentence stands under `error.<code>`.
pub(crate) fn error(
    texts: &StringTable,
    kind: ErrorKind,
    code: &str,
    args: &[(&str, &str)],
) -> AppError {
    let key = format!("error.{code}");
    let filled: Vec<(&str, crate::texts::Arg<'_>)> = args
        .iter()
        .map(|(name, value)| (*name, (*value).into()))
        .collect();
    let mut made = AppError::new(kind, code, texts.format(&key, &filled));
    made.args = args
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    made
}

fn refused(texts: &StringTable, found: &[Diagnostic]) -> AppError {
    for diagnostic in found {
        tracing::error!(%diagnostic, "pack");
    }
    let (file, line) = found.first().map_or_else(
        || (String::new(), String::new()),
        |first| (first.file.clone(), first.line.to_string()),
    );
    error(
        texts,
        ErrorKind::Internal,
        "pack_broken",
        &[("file", &file), ("line", &line)],
    )
}

/// A table built into the program does not read: no sentence can be trusted.
fn broken(texts: Option<&StringTable>, error: Option<&dyn std::error::Error>) -> AppError {
    if let Some(error) = error {
        tracing::error!(%error, "tables");
    }
    let sentence = texts.map_or_else(String::new, |texts| texts.get("error.internal").to_owned());
    AppError::new(ErrorKind::Internal, "internal", sentence)
}
