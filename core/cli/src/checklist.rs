//! Takes a form that others use over as a checklist.

use std::path::Path;
use std::sync::LazyLock;

use serde::Serialize;
use tanfang_app::import::{Columns, ImportError, RawBook};
use tanfang_app::texts::StringTable;
use tanfang_app::xlsform::{self, Finding, Form};

use crate::args::ChecklistCommand;
use crate::pack::load::loaded;
use crate::pack::words::Sentences;
use crate::run::{BAD_INPUT, Failure, INTERNAL, REFUSED, Result, emit};

/// Path of the sentences in the pack `common`.
const TEXTS: &str = "texts/xlsform.zh.toml";

/// What is printed: the form, its findings in words, and what was written.
#[derive(Debug, Serialize)]
struct Imported {
    #[serde(flatten)]
    form: Form,
    /// A sentence for each finding.
    sentences: Vec<String>,
    /// Files that were written.
    written: Vec<String>,
}

/// Runs one command on checklists.
pub(crate) fn run(command: &ChecklistCommand, json: bool) -> Result<()> {
    match command {
        ChecklistCommand::Import { file, out } => import(file, out.as_deref(), json),
    }
}

fn import(file: &Path, out: Option<&Path>, json: bool) -> Result<()> {
    let name = file.to_string_lossy();
    let bytes = std::fs::read(file).map_err(|_| {
        Failure::new(
            BAD_INPUT,
            "file",
            crate::pack::words::words("unreadable", &[("file", &name)]),
        )
    })?;
    let columns =
        Columns::builtin().map_err(|error| Failure::new(INTERNAL, "words", error.to_string()))?;
    let book = RawBook::open(&bytes, &name, &columns).map_err(|error| unreadable(&error))?;
    let form = xlsform::import(&book, &loaded()?.dictionary);
    let sentences: Vec<String> = form.findings.iter().map(sentence).collect();
    let (Some(checklist), Some(facts)) = (&form.checklist, &form.facts) else {
        let fatal = form.findings.iter().filter(|finding| finding.fatal).count();
        let mut lines = sentences;
        lines.push(words("refused", &[("count", &fatal.to_string())]));
        return Err(Failure::new(BAD_INPUT, "form", lines.join("\n")));
    };
    let mut written = Vec::new();
    if let Some(out) = out {
        let facts_file = format!("facts-{}.toml", form.id);
        let list_file = format!("checklists/{}.toml", form.id);
        for (path, text) in [(&list_file, checklist), (&facts_file, facts)] {
            write(&out.join(path), text)?;
            written.push(path.clone());
        }
    }
    let imported = Imported {
        form,
        sentences,
        written,
    };
    emit(json, &imported, |imported| lines(imported).join("\n"))
}

fn unreadable(error: &ImportError) -> Failure {
    let sentence =
        StringTable::builtin().map_or_else(|_| error.to_string(), |texts| error.sentence(&texts));
    Failure::new(BAD_INPUT, "workbook", sentence)
}

/// Writes a file whose place is free.
fn write(path: &Path, text: &str) -> Result<()> {
    let name = path.to_string_lossy();
    if path.exists() {
        let sentence = words("exists", &[("file", &name)]);
        return Err(Failure::new(REFUSED, "exists", sentence));
    }
    let made = path.parent().map_or(Ok(()), std::fs::create_dir_all);
    made.and_then(|()| std::fs::write(path, text))
        .map_err(|error| Failure::new(BAD_INPUT, "file", format!("{name}: {error}")))
}

fn lines(imported: &Imported) -> Vec<String> {
    let form = &imported.form;
    let mut lines = Vec::new();
    if imported.written.is_empty() {
        lines.extend(form.checklist.clone());
        lines.extend(form.facts.clone());
    }
    lines.extend(imported.sentences.iter().cloned());
    let count = imported.sentences.len().to_string();
    let said = [
        ("id", form.id.as_str()),
        ("name", form.name.as_str()),
        ("count", &count),
    ];
    lines.push(words("done", &said));
    if !imported.written.is_empty() {
        let files = imported.written.join(" ");
        lines.push(words("written", &[("files", &files)]));
        let facts = imported.written.last().cloned().unwrap_or_default();
        lines.push(words("next", &[("facts", &facts), ("id", &form.id)]));
    }
    lines
}

/// A finding as one line, with its sheet and cell.
fn sentence(finding: &Finding) -> String {
    let args: Vec<(&str, &str)> = finding
        .words
        .iter()
        .map(|(name, word)| (*name, word.as_str()))
        .collect();
    let text = words(finding.code, &args);
    let place = [
        ("sheet", finding.sheet.as_str()),
        ("cell", finding.cell.as_str()),
        ("text", &text),
    ];
    match (finding.sheet.is_empty(), finding.cell.is_empty()) {
        (true, _) => text,
        (_, true) => words("finding_sheet", &place),
        _ => words("finding", &place),
    }
}

fn words(key: &str, args: &[(&str, &str)]) -> String {
    static SENTENCES: LazyLock<Sentences> = LazyLock::new(|| Sentences::of(TEXTS));
    SENTENCES.say(key, args)
}
