//! Finds the rows and columns of a workbook that the spreadsheet program does not show.
//!
//! The reader of cells does not tell them. What is not shown is read like the
//! rest; the worker is told that it is there.

use super::error::ImportError;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Cursor, Read};
use zip::ZipArchive;

/// What a sheet does not show; counts from 0.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct NotShown {
    pub(crate) rows: BTreeSet<u32>,
    /// First and last column of each hidden stretch.
    pub(crate) columns: Vec<(u32, u32)>,
    /// True if the sheet holds merged cells.
    pub(crate) merged: bool,
}

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Looks through every sheet; name of the sheet → what it does not show and whether it may
/// have merged cells. A sheet whose part is not found where the workbook says is left out.
pub(crate) fn find(bytes: &[u8]) -> Result<BTreeMap<String, NotShown>, ImportError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| ImportError::Unreadable)?;
    let mut found = BTreeMap::new();
    for (name, part) in sheet_parts(&mut archive) {
        let words: [&[u8]; 2] = [b"hidden=", b"mergeCell"];
        let Some([hidden, merged]) = speaks_of(&mut archive, &part, words)? else {
            continue;
        };
        let mut not_shown = NotShown::default();
        if hidden {
            not_shown = sheet(&mut archive, &part)?;
        }
        not_shown.merged = merged;
        found.insert(name, not_shown);
    }
    Ok(found)
}

/// Lists name and part of each sheet, as the workbook and its relations name them.
fn sheet_parts(archive: &mut Archive<'_>) -> Vec<(String, String)> {
    let mut targets: BTreeMap<String, String> = BTreeMap::new();
    each_element(archive, "xl/_rels/workbook.xml.rels", |element| {
        if element.local_name().as_ref() == "Relationship"
            && let (Some(id), Some(target)) =
                (attribute(element, "Id"), attribute(element, "Target"))
        {
            targets.insert(id, target);
        }
        true
    });
    let mut parts = Vec::new();
    each_element(archive, "xl/workbook.xml", |element| {
        if element.local_name().as_ref() == "sheet"
            && let (Some(name), Some(target)) = (
                attribute(element, "name"),
                attribute(element, "id").and_then(|id| targets.get(&id)),
            )
        {
            // A target is relative to the folder of the workbook, or begins at the root.
            let part = target
                .strip_prefix('/')
                .map_or_else(|| format!("xl/{target}"), str::to_owned);
            parts.push((name, part));
        }
        true
    });
    parts
}

/// Says quickly whether a part has each of two words at all; most have not, and need no
/// second reading. None if there is no such part.
fn speaks_of(
    archive: &mut Archive<'_>,
    part: &str,
    words: [&[u8]; 2],
) -> Result<Option<[bool; 2]>, ImportError> {
    let mut said = [false; 2];
    let Ok(mut file) = archive.by_name(part) else {
        return Ok(None);
    };
    let longest = words.iter().map(|word| word.len()).max().unwrap_or(1);
    let mut buffer = vec![0u8; 64 * 1024];
    let mut kept = 0;
    while said != [true; 2] {
        let room = buffer.get_mut(kept..).unwrap_or_default();
        let read = file.read(room).map_err(|_| ImportError::Unreadable)?;
        if read == 0 {
            break;
        }
        let filled = buffer.get(..kept + read).unwrap_or_default();
        for (word, said) in words.iter().zip(&mut said) {
            *said = *said || holds(filled, word);
        }
        // A word may lie across two readings.
        let tail = filled.len().saturating_sub(longest - 1);
        let end = filled.len();
        buffer.copy_within(tail..end, 0);
        kept = end - tail;
    }
    Ok(Some(said))
}

/// Says whether a word stands somewhere in bytes; only places where it may begin are looked at.
fn holds(bytes: &[u8], word: &[u8]) -> bool {
    let Some(first) = word.first() else {
        return true;
    };
    let mut at = bytes;
    while let Some(hit) = at.iter().position(|byte| byte == first) {
        at = at.get(hit..).unwrap_or_default();
        if at.starts_with(word) {
            return true;
        }
        at = at.get(1..).unwrap_or_default();
    }
    false
}

fn sheet(archive: &mut Archive<'_>, part: &str) -> Result<NotShown, ImportError> {
    let mut found = NotShown::default();
    let mut row = 0u32;
    let read = each_element(archive, part, |element| {
        match element.local_name().as_ref() {
            "col" if is_set(element) => {
                let number = |key| attribute(element, key)?.parse::<u32>().ok()?.checked_sub(1);
                if let (Some(first), Some(last)) = (number("min"), number("max")) {
                    found.columns.push((first, last));
                }
            }
            "row" => {
                row = attribute(element, "r")
                    .and_then(|row| row.parse().ok())
                    .unwrap_or(row + 1);
                if is_set(element)
                    && let Some(at) = row.checked_sub(1)
                {
                    found.rows.insert(at);
                }
            }
            _ => {}
        }
        true
    });
    if read {
        Ok(found)
    } else {
        Err(ImportError::Unreadable)
    }
}

fn is_set(element: &BytesStart<'_>) -> bool {
    attribute(element, "hidden").is_some_and(|value| matches!(value.as_str(), "1" | "true"))
}

/// The value of an attribute, whatever its prefix.
fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    element
        .attributes()
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .and_then(|attribute| {
            let value = attribute
                .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                .ok()?;
            Some(value.into_owned())
        })
}

/// Hands every opening element of a part to `see`, until it says no; false if the part is no XML.
fn each_element(
    archive: &mut Archive<'_>,
    part: &str,
    see: impl FnMut(&BytesStart<'_>) -> bool,
) -> bool {
    match archive.by_name(part) {
        Ok(file) => read_elements(BufReader::new(file), see),
        Err(_) => false,
    }
}

fn read_elements(file: impl BufRead, mut see: impl FnMut(&BytesStart<'_>) -> bool) -> bool {
    let mut reader = Reader::from_reader(file);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(element) | Event::Empty(element)) => {
                if !see(&element) {
                    return true;
                }
            }
            Ok(Event::Eof) => return true,
            Ok(_) => {}
            Err(_) => return false,
        }
    }
}
