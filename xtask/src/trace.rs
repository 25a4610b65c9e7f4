//! `trace`: for every row of the requirements, where it is kept, made from citations.
//!
//! `docs/trace/rows.tsv` holds the rows; `docs/trace/settled.toml` says by hand where a row is
//! kept in code, which part it waits for, or why it is out of scope. A row that a pack quotes
//! (same document, same line, a common stretch of words) is kept there without a word by hand.
//! What neither says waits for the part that its capability belongs to.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::fail::{Fail, Outcome};
use crate::house::House;
use crate::run::say;

/// Characters that a row and a citation must have in common.
const COMMON: usize = 6;

/// Parts to come, by the word that the requirements use for a capability; the first that fits.
const PARTS: [(&str, &str); 14] = [
    ("ELIG", "eligibility hints"),
    ("MONEY", "eligibility hints"),
    ("EVID", "photo evidence"),
    ("HELP", "help of party members"),
    ("FLAG", "follow-up of flags"),
    ("FOLLOW", "follow-up of flags"),
    ("CONTACT", "obligations, checklists and trips"),
    ("VISIT", "obligations, checklists and trips"),
    ("CHECK", "obligations, checklists and trips"),
    ("SCREEN", "obligations, checklists and trips"),
    ("LEDGER", "ledgers and reports"),
    ("IMPORT", "exchange with the township"),
    ("EXPORT", "exchange with the township"),
    ("REF", "policy texts to read"),
];

/// One row of the requirements.
struct Row {
    id: String,
    seed: String,
    lines: Vec<u32>,
    mechanism: String,
    quote: String,
    capability: String,
    priority: String,
}

/// One citation of a pack.
struct Cite {
    place: String,
    seed: String,
    line: u32,
    quote: Vec<char>,
}

/// Where a row is kept.
#[derive(Debug, Clone)]
enum Kept {
    Pack(Vec<String>),
    Code { at: Vec<String>, how: String },
    Part { part: String, how: String },
    Out(String),
}

/// Writes `docs/trace.md`, or says that it is stale.
pub(crate) fn trace(house: &House, check: bool) -> Outcome<()> {
    let rows = rows(&house.root)?;
    let settled = settled(&house.root, &rows)?;
    let cites = cites(&house.root)?;
    let kept: Vec<Kept> = rows
        .iter()
        .map(|row| place(row, &settled, &cites))
        .collect();
    let page = page(&rows, &kept);
    let path = house.root.join("docs").join("trace.md");
    let stands = std::fs::read_to_string(&path).unwrap_or_default();
    if check {
        if stands == page {
            return Ok(());
        }
        return Err(Fail::new("docs/trace.md is stale").by_hand("cargo xtask trace"));
    }
    std::fs::write(&path, &page)
        .map_err(|error| Fail::new(format!("docs/trace.md cannot be written: {error}")))?;
    say(&counts(&kept));
    Ok(())
}

fn read(path: &Path) -> Outcome<String> {
    std::fs::read_to_string(path)
        .map_err(|error| Fail::new(format!("{} cannot be read: {error}", path.display())))
}

fn rows(root: &Path) -> Outcome<Vec<Row>> {
    let text = read(&root.join("docs/trace/rows.tsv"))?;
    let mut rows = Vec::new();
    for (n, line) in text.lines().enumerate().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [id, source, mechanism, quote, capability, priority] = cells.as_slice() else {
            return Err(Fail::new(format!(
                "docs/trace/rows.tsv:{}: wants six cells",
                n + 1
            )));
        };
        rows.push(Row {
            id: (*id).to_owned(),
            seed: source.split(' ').next().unwrap_or_default().to_owned(),
            lines: line_numbers(source),
            mechanism: (*mechanism).to_owned(),
            quote: (*quote).to_owned(),
            capability: (*capability).to_owned(),
            priority: (*priority).to_owned(),
        });
    }
    Ok(rows)
}

/// Reads `(L11-13)` as 11, 12, 13.
fn line_numbers(source: &str) -> Vec<u32> {
    let Some((_, inside)) = source.rsplit_once("(L") else {
        return Vec::new();
    };
    let inside = inside.trim_end_matches(')');
    let mut found = Vec::new();
    for part in inside.split([',', ' ']) {
        let part = part.trim_start_matches('L');
        let mut ends = part
            .splitn(2, ['-', '–'])
            .map(|end| end.trim_start_matches('L').parse());
        match (ends.next(), ends.next()) {
            (Some(Ok(first)), Some(Ok(last))) => found.extend(first..=last),
            (Some(Ok(line)), _) => found.push(line),
            _ => {}
        }
    }
    found
}

fn settled(root: &Path, rows: &[Row]) -> Outcome<BTreeMap<String, Kept>> {
    let wrong = |what: String| Fail::new(format!("docs/trace/settled.toml: {what}"));
    let text = read(&root.join("docs/trace/settled.toml"))?;
    let table: toml::Table = text.parse().map_err(|error| wrong(format!("{error}")))?;
    let mut settled = BTreeMap::new();
    let entries = table.get("settled").and_then(toml::Value::as_array);
    for entry in entries.into_iter().flatten() {
        let texts = |key: &str| -> Vec<String> {
            let list = entry.get(key).and_then(toml::Value::as_array);
            list.into_iter()
                .flatten()
                .filter_map(|item| item.as_str().map(str::to_owned))
                .collect()
        };
        let word = |key: &str| {
            entry
                .get(key)
                .and_then(toml::Value::as_str)
                .map(str::to_owned)
        };
        let ids = texts("rows");
        let at = texts("at");
        for place in &at {
            let file = place.split(':').next().unwrap_or_default();
            if !root.join(file).exists() {
                return Err(wrong(format!("{}: there is no {file}", ids.join(" "))));
            }
        }
        let how = word("how").unwrap_or_default();
        for id in &ids {
            if !rows.iter().any(|row| row.id == *id) {
                return Err(wrong(format!("there is no row {id}")));
            }
            let kept = match (word("part"), word("out")) {
                (None, None) if !at.is_empty() => Kept::Code {
                    at: at.clone(),
                    how: how.clone(),
                },
                (Some(part), None) => Kept::Part {
                    part,
                    how: how.clone(),
                },
                (None, Some(why)) => Kept::Out(why),
                _ => return Err(wrong(format!("{id}: wants at, part or out, one of them"))),
            };
            if settled.insert(id.clone(), kept).is_some() {
                return Err(wrong(format!("{id} is settled twice")));
            }
        }
    }
    Ok(settled)
}

fn toml_files(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            toml_files(&path, found);
        } else if path.extension().is_some_and(|end| end == "toml") {
            found.push(path);
        }
    }
}

/// Finds every `cite = "S0A 二(一)1 L9 “…”"` of the packs.
fn cites(root: &Path) -> Outcome<Vec<Cite>> {
    let mut files = Vec::new();
    toml_files(&root.join("core/packs"), &mut files);
    let mut found = Vec::new();
    for file in files {
        let short = file
            .strip_prefix(root)
            .unwrap_or(&file)
            .display()
            .to_string();
        for text in read(&file)?.lines() {
            let Some((_, rest)) = text.split_once("cite = \"") else {
                continue;
            };
            let mut words = rest.split(' ');
            let seed = words.next().unwrap_or_default().to_owned();
            let line = words.find_map(|word| word.strip_prefix('L')?.parse().ok());
            let quote = rest
                .split_once('“')
                .map_or("", |(_, quote)| quote)
                .chars()
                .filter(|c| c.is_alphanumeric())
                .collect();
            if let Some(line) = line {
                found.push(Cite {
                    place: short.clone(),
                    seed,
                    line,
                    quote,
                });
            }
        }
    }
    Ok(found)
}

/// Tells whether two texts have a stretch of [`COMMON`] characters in common.
fn share(text: &str, quote: &[char]) -> bool {
    let text: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
    let wanted: std::collections::BTreeSet<&[char]> = text.windows(COMMON).collect();
    quote
        .windows(COMMON)
        .any(|stretch| wanted.contains(stretch))
}

fn place(row: &Row, settled: &BTreeMap<String, Kept>, cites: &[Cite]) -> Kept {
    if let Some(kept) = settled.get(&row.id) {
        return kept.clone();
    }
    // Lines of packs move; `tanfang pack find` tells them.
    let mut quoted: Vec<String> = cites
        .iter()
        .filter(|cite| cite.seed == row.seed && row.lines.contains(&cite.line))
        .filter(|cite| share(&row.quote, &cite.quote) || share(&row.mechanism, &cite.quote))
        .map(|cite| cite.place.clone())
        .collect();
    quoted.dedup();
    if !quoted.is_empty() {
        return Kept::Pack(quoted);
    }
    if let Some(why) = row.capability.strip_prefix("OUT") {
        let why = why.trim_start_matches([':', ' ', ';']);
        let why = if why.is_empty() {
            "nothing a field worker does (requirements §7.2)"
        } else {
            why
        };
        return Kept::Out(why.to_owned());
    }
    let part = PARTS
        .iter()
        .filter_map(|(word, part)| Some((row.capability.find(word)?, *part)))
        .min_by_key(|(at, _)| *at)
        .map_or("policy texts to read", |(_, part)| part);
    Kept::Part {
        part: part.to_owned(),
        how: String::new(),
    }
}

fn counts(kept: &[Kept]) -> String {
    let count = |test: fn(&Kept) -> bool| kept.iter().filter(|one| test(one)).count();
    format!(
        "{} rows: {} in a pack, {} in code, {} in a coming part, {} out of scope",
        kept.len(),
        count(|one| matches!(one, Kept::Pack(_))),
        count(|one| matches!(one, Kept::Code { .. })),
        count(|one| matches!(one, Kept::Part { .. })),
        count(|one| matches!(one, Kept::Out(_))),
    )
}

fn page(rows: &[Row], kept: &[Kept]) -> String {
    let mut page = String::from(
        "# Trace\n\nWhere each row of Table 1 of the requirements is kept. Made by `cargo xtask trace` from \
         the citations in the packs and from `docs/trace/settled.toml`; a test keeps it true.\n\n",
    );
    let _ = writeln!(page, "{}.\n", counts(kept));
    page.push_str("| row | source | what | P | where |\n|---|---|---|---|---|\n");
    for (row, kept) in rows.iter().zip(kept) {
        let lines: Vec<String> = row.lines.iter().map(u32::to_string).collect();
        let place = match kept {
            Kept::Pack(places) => format!("in pack: {}", listed(places)),
            Kept::Code { at, how } => format!("in code: {}{}", listed(at), note(how)),
            Kept::Part { part, how } => format!("coming: {part}{}", note(how)),
            Kept::Out(why) => format!("out of scope: {why}"),
        };
        let _ = writeln!(
            page,
            "| {} | {} L{} | {} | {} | {place} |",
            row.id,
            row.seed,
            lines.join(","),
            row.mechanism,
            row.priority,
        );
    }
    page
}

fn note(how: &str) -> String {
    if how.is_empty() {
        String::new()
    } else {
        format!(" ({how})")
    }
}

fn listed(places: &[String]) -> String {
    let shown: Vec<String> = places
        .iter()
        .take(3)
        .map(|place| format!("`{place}`"))
        .collect();
    match places.len().saturating_sub(shown.len()) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
    }

    #[test]
    fn every_row_has_its_line_and_the_page_is_current() {
        let rows = rows(&root()).unwrap();
        assert_eq!(rows.len(), 524);
        let settled = settled(&root(), &rows).unwrap();
        let cites = cites(&root()).unwrap();
        let kept: Vec<Kept> = rows
            .iter()
            .map(|row| place(row, &settled, &cites))
            .collect();
        let stands = std::fs::read_to_string(root().join("docs/trace.md")).unwrap();
        assert_eq!(stands, page(&rows, &kept), "run `cargo xtask trace`");
    }

    #[test]
    fn lists_and_screening_are_settled() {
        let rows = rows(&root()).unwrap();
        let settled = settled(&root(), &rows).unwrap();
        let open: Vec<&str> = rows
            .iter()
            .filter(|row| {
                ["IMPORT", "EXPORT", "SCREEN"]
                    .iter()
                    .any(|word| row.capability.contains(word))
            })
            .filter(|row| !settled.contains_key(&row.id))
            .map(|row| row.id.as_str())
            .collect();
        assert!(open.is_empty(), "{open:?}");
    }

    #[test]
    fn lines_of_a_source_are_read() {
        assert_eq!(line_numbers("S0A 二(一)2 (L11-13)"), [11, 12, 13]);
        assert_eq!(line_numbers("S1 三(二) (L71)"), [71]);
        assert!(line_numbers("S1 三(二)").is_empty());
    }

    #[test]
    fn a_citation_needs_words_in_common() {
        let quote: Vec<char> = "乡镇责任人每月至少一次探视".chars().collect();
        assert!(share("“乡镇责任人每月至少一次探视,村委会…”", &quote));
        assert!(!share(
            "“村委会每周至少一次探视”",
            &"乡镇责任人每月".chars().collect::<Vec<_>>()
        ));
    }
}
