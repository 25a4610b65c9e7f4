//! Reads packs: those of the program, and those of a folder over them.

use serde::Serialize;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tanfang_policy::diag::{Diagnostic, Severity, Texts};
use tanfang_policy::dict::Dictionary;
use tanfang_policy::pack::{PackSet, Resolved, SourceFile};

use super::words::words;
use crate::run::{BAD_INPUT, Failure, REFUSED, Result};

/// Path of the sentences of findings in the pack `common`.
const CHECKS: &str = "texts/check.zh.toml";

/// One file of a pack, read.
#[derive(Debug, Clone)]
pub(crate) struct File {
    pub(crate) pack: String,
    pub(crate) path: String,
    pub(crate) text: String,
}

/// Packs with their dictionary.
pub(crate) struct Loaded {
    pub(crate) dictionary: Arc<Dictionary>,
    pub(crate) packs: PackSet,
    /// The packs of the folder; all, if no folder was given.
    pub(crate) given: BTreeSet<String>,
}

pub(crate) fn builtin() -> Vec<File> {
    tanfang_packs::sources()
        .iter()
        .map(|file| File {
            pack: file.pack.to_owned(),
            path: file.path.to_owned(),
            text: file.text.to_owned(),
        })
        .collect()
}

pub(crate) fn load(
    facts: &str,
    files: &[File],
) -> std::result::Result<(Arc<Dictionary>, PackSet), Vec<Diagnostic>> {
    let dictionary = Arc::new(Dictionary::load(facts)?);
    let sources: Vec<SourceFile<'_>> = files
        .iter()
        .map(|file| SourceFile {
            pack: &file.pack,
            path: &file.path,
            text: &file.text,
        })
        .collect();
    let packs = PackSet::load(&dictionary, &sources)?;
    Ok((dictionary, packs))
}

/// Loads the packs of the program.
pub(crate) fn loaded() -> Result<Loaded> {
    over(None)
}

/// Loads the packs of the program, and those of a folder in their place.
pub(crate) fn over(folder: Option<&Path>) -> Result<Loaded> {
    let (facts, files, given) = texts(folder)?;
    let (dictionary, packs) = load(&facts, &files).map_err(|found| refused(&found))?;
    Ok(Loaded {
        dictionary,
        packs,
        given,
    })
}

/// The dictionary's text, the files of all packs, and which packs the folder holds.
pub(crate) fn texts(folder: Option<&Path>) -> Result<(String, Vec<File>, BTreeSet<String>)> {
    let mut files = builtin();
    let mut facts = tanfang_packs::FACTS.to_owned();
    let mut given = BTreeSet::new();
    if let Some(folder) = folder {
        // A dictionary beside the packs stands in the place of the built-in one.
        let beside = folder.join("facts.toml");
        if beside.is_file() {
            facts = text_of(&beside)?;
        }
        let new = read(folder)?;
        given.extend(new.iter().map(|file| file.pack.clone()));
        // A pack given by hand stands in the place of the built-in one.
        files.retain(|file| !given.contains(&file.pack));
        files.extend(new);
    }
    Ok((facts, files, given))
}

/// Reads a text; what is no UTF-8 is refused with its place.
fn text_of(path: &Path) -> Result<String> {
    let name = path.to_string_lossy();
    let bytes = std::fs::read(path)
        .map_err(|_| Failure::new(BAD_INPUT, "file", words("unreadable", &[("file", &name)])))?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(error) => {
            let good = error.utf8_error().valid_up_to();
            let before = error.as_bytes().get(..good).unwrap_or_default();
            let line = before.split(|byte| *byte == b'\n').count().to_string();
            let sentence = words("not_utf8", &[("file", &name), ("line", &line)]);
            Err(Failure::new(BAD_INPUT, "not_utf8", sentence))
        }
    }
}

/// A failure that lists findings.
pub(crate) fn refused(found: &[Diagnostic]) -> Failure {
    let lines: Vec<String> = found.iter().map(finding).collect();
    Failure::new(BAD_INPUT, "pack", lines.join("\n"))
}

/// Writes a finding as file, line, stable code and one sentence.
pub(crate) fn finding(found: &Diagnostic) -> String {
    let sentence = sentence(found);
    let column = found.column.map_or_else(String::new, |c| format!(":{c}"));
    format!(
        "{}:{}{column}: {} {sentence}",
        found.file,
        found.line,
        found.code.as_str()
    )
}

pub(crate) fn resolve(packs: &PackSet, id: &str) -> Result<Resolved> {
    packs.resolve(id).ok_or_else(|| {
        let known = packs.ids().join(" ");
        Failure::said(REFUSED, "no_pack", &[("pack", id), ("known", &known)])
    })
}

/// The sentence of a finding.
fn sentence(found: &Diagnostic) -> String {
    tanfang_packs::text("common", CHECKS)
        .and_then(|text| Texts::load(CHECKS, text).ok())
        .map(|texts| texts.sentence(found))
        .unwrap_or_default()
}

/// A finding as JSON.
#[derive(Debug, Serialize)]
pub(crate) struct Finding {
    file: String,
    line: u32,
    column: Option<u32>,
    code: &'static str,
    error: bool,
    sentence: String,
    #[serde(skip)]
    shown: String,
}

impl Finding {
    /// Makes the JSON form of a finding.
    pub(crate) fn of(found: &Diagnostic) -> Self {
        Self {
            file: found.file.clone(),
            line: found.line,
            column: found.column,
            code: found.code.as_str(),
            error: found.severity == Severity::Error,
            sentence: sentence(found),
            shown: finding(found),
        }
    }

    /// The finding as one line of text.
    pub(crate) fn line(&self) -> &str {
        &self.shown
    }
}

/// Reads the folder of one pack (it has a `pack.toml`), or of several.
fn read(folder: &Path) -> Result<Vec<File>> {
    let mut files = Vec::new();
    if folder.join("pack.toml").is_file() {
        read_pack(folder, &mut files)?;
        return Ok(files);
    }
    for entry in entries(folder)? {
        if entry.join("pack.toml").is_file() {
            read_pack(&entry, &mut files)?;
        }
    }
    if files.is_empty() {
        return Err(Failure::said(BAD_INPUT, "no_pack_here", &[]));
    }
    Ok(files)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let failed = |_| Failure::said(BAD_INPUT, "file", &[]);
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        paths.push(entry.map_err(failed)?.path());
    }
    paths.sort();
    Ok(paths)
}

fn read_pack(folder: &Path, files: &mut Vec<File>) -> Result<()> {
    let absolute =
        std::path::absolute(folder).map_err(|_| Failure::said(BAD_INPUT, "file", &[]))?;
    let pack = absolute.file_name().unwrap_or_default().to_string_lossy();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for path in entries(&next)? {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            // What an editor or a signature leaves in the folder is no part of the pack.
            if name.starts_with('.') || name == tanfang_policy::sign::FILE {
                continue;
            }
            let text = text_of(&path)?;
            let relative = path.strip_prefix(folder).unwrap_or(&path);
            files.push(File {
                pack: pack.clone().into_owned(),
                path: relative.to_string_lossy().replace('\\', "/"),
                text,
            });
        }
    }
    Ok(())
}
