//! Walks over the files of packs: words, citations, quotes.

use super::Layer;
use crate::cite::Cite;
use crate::diag::{Code, Diagnostic};
use crate::doc::{Table, Value};
use std::collections::BTreeMap;
use tanfang_values::text::squeeze;

/// A place in a pack that holds some words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The pack.
    pub pack: String,
    /// Path in the folder of the pack.
    pub path: String,
    /// Line, from 1.
    pub line: u32,
    /// The line itself.
    pub text: String,
    /// The citation of the item that the line belongs to.
    pub cite: Option<String>,
}

/// Every `cite` of a table and what is inside it: table, text, line, column.
fn cites<'t>(table: &'t Table, out: &mut Vec<(&'t Table, &'t str, u32, u32)>) {
    for (key, node) in table.entries() {
        match &node.value {
            Value::Str(text) if key == "cite" => out.push((table, text, node.line, node.column)),
            Value::Table(inner) => cites(inner, out),
            Value::Array(items) => {
                for item in items {
                    if let Value::Table(inner) = &item.value {
                        cites(inner, out);
                    }
                }
            }
            _ => {}
        }
    }
}

/// Checks that every citation of the last layer can be read and names a source of the chain.
pub(super) fn check_cites(layers: &[Layer], findings: &mut Vec<Diagnostic>) {
    let Some(layer) = layers.last() else { return };
    let source_of = |id: &str| {
        layers
            .iter()
            .flat_map(|layer| &layer.head.sources)
            .find(|source| source.id == id)
    };
    for file in layer.files.iter() {
        let mut found = Vec::new();
        cites(&file.doc, &mut found);
        for (table, text, line, column) in found {
            let finding = match Cite::parse(text) {
                None => Diagnostic::error(Code::BadCite).with("given", text),
                Some(cite) => match source_of(&cite.source) {
                    None => Diagnostic::error(Code::UnknownSource).with("source", cite.source),
                    // Only a source without a stored text may be cited as a whole.
                    Some(source) if cite.quote.is_none() && source.file.is_some() => {
                        Diagnostic::error(Code::BadCite).with("given", text)
                    }
                    Some(_) => continue,
                },
            };
            findings.push(finding.at(&table.file, line, Some(column)));
        }
    }
}

/// Looks up every quote of every layer.
pub(super) fn lint_quotes(
    layers: &[Layer],
    read: &dyn Fn(&str) -> Option<String>,
) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut texts: BTreeMap<String, Option<String>> = BTreeMap::new();
    let sources = || layers.iter().flat_map(|layer| &layer.head.sources);
    for file in layers.iter().flat_map(|layer| layer.files.iter()) {
        let mut found = Vec::new();
        cites(&file.doc, &mut found);
        for (table, text, line, column) in found {
            let Some(cite) = Cite::parse(text) else {
                continue;
            };
            let Some(source) = sources().find(|source| source.id == cite.source) else {
                continue;
            };
            let Some(path) = &source.file else { continue };
            let content = texts.entry(path.clone()).or_insert_with(|| read(path));
            let (Some(content), Some(at)) = (content, cite.line) else {
                findings.push(
                    Diagnostic::warning(Code::SourceNotRead)
                        .with("file", path)
                        .at(&table.file, 0, None),
                );
                continue;
            };
            let inside = source
                .lines
                .is_none_or(|(first, last)| first <= at && at <= last);
            if !inside || !cite.found_in(content) {
                findings.push(
                    Diagnostic::error(Code::QuoteNotFound)
                        .with("source", &cite.source)
                        .with("line", at.to_string())
                        .with("quote", cite.quote.clone().unwrap_or_default())
                        .at(&table.file, line, Some(column)),
                );
            }
        }
    }
    findings
}

/// Finds words, white space left aside; the nearest layer first.
pub(super) fn find(layers: &[Layer], words: &str) -> Vec<Found> {
    let wanted = squeeze(words);
    let mut out = Vec::new();
    if wanted.is_empty() {
        return out;
    }
    for layer in layers.iter().rev() {
        for file in layer.files.iter() {
            let mut found = Vec::new();
            cites(&file.doc, &mut found);
            for (at, line) in file.text.lines().enumerate() {
                if !squeeze(line).contains(&wanted) {
                    continue;
                }
                let number = u32::try_from(at + 1).unwrap_or(u32::MAX);
                out.push(Found {
                    pack: layer.head.id.clone(),
                    path: file.path.clone(),
                    line: number,
                    text: line.trim().to_owned(),
                    cite: cite_of(&found, number),
                });
            }
        }
    }
    out
}

/// The citation of the innermost item that begins at or above the line.
fn cite_of(cites: &[(&Table, &str, u32, u32)], line: u32) -> Option<String> {
    let owner = cites
        .iter()
        .filter(|(table, ..)| table.line <= line)
        .max_by_key(|(table, ..)| table.line)?;
    Some(owner.1.to_owned())
}
