//! Writes a ledger to the file that the worker chose.

use std::path::Path;
use tanfang_domain::ledger::{Book, Ledger, LedgerDef, Row as MadeRow, Split};
use tanfang_policy::pack::{Layer, Resolved};

use super::kit::Kit;
use super::ledger::{as_of, cell_text, is_missing, kind, name, sources};
use super::people::{Snapshot, place};
use super::period;
use crate::error::{AppError, ErrorKind, Result};
use crate::export::{Cell, LedgerColumn, LedgerSheet, Row, Section, print_html, write_xlsx};
use crate::texts::Texts;
use crate::view::{ExportFormat, LedgerFile, LedgerView};

/// What a ledger file is made from.
pub(crate) struct Made<'a> {
    pub(crate) resolved: &'a Resolved,
    pub(crate) snapshot: &'a Snapshot,
    pub(crate) def: &'a LedgerDef,
    pub(crate) book: Option<&'a Book>,
    pub(crate) ledger: &'a Ledger,
    pub(crate) view: &'a LedgerView,
    /// Last op of each instance that is here: the cut, to print the same again.
    pub(crate) cut: Vec<(String, u64)>,
}

/// Writes a ledger; what stood in the file before is replaced.
pub(crate) fn write(
    kit: &Kit,
    made: &Made<'_>,
    format: ExportFormat,
    path: &Path,
) -> Result<LedgerFile> {
    let texts = kit.say.texts();
    let sheet = sheet(kit, made);
    let bytes = match format {
        ExportFormat::Xlsx => write_xlsx(&sheet, texts).map_err(|error| {
            AppError::new(ErrorKind::Unreadable, "export", error.sentence(texts))
        })?,
        ExportFormat::Print => print_html(&sheet, texts).into_bytes(),
    };
    std::fs::write(path, bytes).map_err(|error| {
        tracing::warn!(kind = ?error.kind(), "ledger");
        if error.kind() == std::io::ErrorKind::StorageFull {
            kit.error(ErrorKind::DiskFull, "store_disk_full", &[])
        } else {
            kit.error(ErrorKind::Unreadable, "store_file", &[])
        }
    })?;
    let rows = ("rows", sheet.row_count().into());
    Ok(LedgerFile {
        path: path.to_string_lossy().into_owned(),
        sentence: match format {
            ExportFormat::Xlsx => texts.format("ledger.saved", &[rows]),
            ExportFormat::Print => texts.format("ledger.printed", &[rows]),
        },
    })
}

fn sheet(kit: &Kit, made: &Made<'_>) -> LedgerSheet {
    let texts = kit.say.texts();
    let mut subtitles = vec![
        made.snapshot.post.village.clone(),
        period::full(&kit.say, made.ledger.period),
    ];
    subtitles.extend(as_of(&kit.say, made.snapshot, made.def, made.ledger));
    // The duties counted here may stand in a pack beside the chain.
    let mut packs: Vec<&Layer> = Vec::new();
    for layer in std::iter::once(made.resolved)
        .chain(made.resolved.beside())
        .flat_map(Resolved::layers)
    {
        if !packs.iter().any(|known| known.head.id == layer.head.id) {
            packs.push(layer);
        }
    }
    let mut made_from: Vec<String> = packs
        .into_iter()
        .map(|layer| {
            texts.format(
                "ledger.made_pack",
                &[
                    ("pack", (&layer.head.id).into()),
                    ("hash", (&hex::encode(layer.hash)).into()),
                ],
            )
        })
        .collect();
    for (instance, seq) in &made.cut {
        made_from.push(texts.format(
            "ledger.made_cut",
            &[("instance", instance.into()), ("seq", (*seq).into())],
        ));
    }
    LedgerSheet {
        id: made.ledger.id.clone(),
        title: name(&kit.say, made.def, made.book),
        subtitles,
        columns: made
            .def
            .columns
            .iter()
            .map(|column| LedgerColumn {
                title: column.title.clone(),
                kind: kind(column.kind),
            })
            .collect(),
        sections: sections(kit, made),
        notes: made.view.undecided.iter().cloned().collect(),
        made_from,
        made: made.snapshot.today,
    }
}

/// One part a person where each has a book of their own, one a village where
/// the ledger is kept by village, else one part.
fn sections(kit: &Kit, made: &Made<'_>) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let mut last = None;
    for row in &made.ledger.rows {
        let whose = match made.def.split {
            Split::Person => row.person.as_ref().map(tanfang_values::PersonId::as_str),
            Split::Village => row.division.as_deref(),
            Split::None => None,
        };
        if sections.is_empty() || last != whose {
            let title = title(kit, made.snapshot, made.def, row);
            sections.push(Section {
                title,
                rows: Vec::new(),
            });
            last = whose;
        }
        if let Some(section) = sections.last_mut() {
            section.rows.push(sheet_row(kit, row));
        }
    }
    sections
}

fn title(kit: &Kit, snapshot: &Snapshot, def: &LedgerDef, row: &MadeRow) -> String {
    match (def.split, &row.person, &row.division) {
        (Split::Person, Some(id), _) => match snapshot.person(id) {
            Some((home, person)) => {
                let parts = [person.name.clone(), place(home)].map(crate::say::Say::open);
                kit.say.dotted(&parts).text
            }
            None => id.as_str().to_owned(),
        },
        (Split::Village, _, Some(division)) if *division == snapshot.post.division => {
            snapshot.post.village.clone()
        }
        (Split::Village, _, Some(division)) => division.clone(),
        _ => String::new(),
    }
}

fn sheet_row(kit: &Kit, row: &MadeRow) -> Row {
    Row {
        sources: row.ops.iter().map(|op| op.as_str().to_owned()).collect(),
        cells: row
            .cells
            .iter()
            .map(|cell| Cell {
                text: cell_text(&kit.say, &cell.parts),
                kind: kind(cell.kind),
                missing: is_missing(cell.kind, &cell.parts),
                sources: sources(cell),
            })
            .collect(),
    }
}
