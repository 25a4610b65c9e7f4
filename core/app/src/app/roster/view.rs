//! 导入: the difference list, every row of the file in one place of it.

use std::collections::BTreeMap;
use tanfang_domain::event::SheetCount;
use tanfang_values::PersonId;

use super::Look;
use crate::import::{Change, ConflictWhy, FieldValue, RosterRow, RowKey};
use crate::say::Say;
use crate::texts::Texts;
use crate::view::{
    Action, Decision, ImportCell, ImportGroup, ImportKind, ImportRow, ImportSort, ImportView,
    Intent, Masked, Tone,
};

/// Makes the view of a look; `names` are those of everybody known.
pub(crate) fn view(say: &Say, look: &Look, names: &BTreeMap<PersonId, String>) -> ImportView {
    let texts = say.texts();
    let differences = &look.differences;
    let by_row = look.rows();
    let mut groups = Vec::new();
    let mut put = |kind, title: String, tone, rows: Vec<ImportRow>| {
        if !rows.is_empty() {
            groups.push(ImportGroup {
                kind,
                title,
                tone,
                rows,
            });
        }
    };
    let new: Vec<ImportRow> = differences
        .new
        .iter()
        .filter_map(|new| {
            let row = by_row.get(&new.row)?;
            let similar = !new.similar.is_empty();
            let mut out = listed(say, row, Vec::new(), similar);
            if similar {
                out.cells.push(reason(texts.get("import_view.similar")));
            }
            Some(out)
        })
        .collect();
    put(
        ImportKind::New,
        texts.format("import_view.new", &[("n", new.len().into())]),
        Tone::Plain,
        new,
    );
    let changed: Vec<ImportRow> = differences
        .changed
        .iter()
        .filter_map(|changed| {
            let row = by_row.get(&changed.row)?;
            let cells = changed
                .changes
                .iter()
                .map(|change| cell(say, look, change))
                .collect();
            Some(listed(say, row, cells, changed.confirm))
        })
        .collect();
    put(
        ImportKind::Changed,
        texts.format("import_view.changed", &[("n", changed.len().into())]),
        Tone::Amber,
        changed,
    );
    let conflicts: Vec<ImportRow> = differences
        .conflicts
        .iter()
        .filter_map(|conflict| {
            let row = by_row.get(&conflict.row)?;
            let others: Vec<String> = conflict
                .rows
                .iter()
                .map(|row| row.row.to_string())
                .collect();
            let others = say.listed(&others);
            let people: Vec<&str> = conflict
                .persons
                .iter()
                .filter_map(|id| names.get(id).map(String::as_str))
                .collect();
            let people = say.listed(&people);
            let words = match conflict.why {
                ConflictWhy::Repeated => {
                    texts.format("import_view.repeated", &[("rows", (&others).into())])
                }
                ConflictWhy::RowsDiffer => {
                    texts.format("import_view.rows_differ", &[("rows", (&others).into())])
                }
                ConflictWhy::OnePersonManyRows => {
                    texts.format("import_view.many_rows", &[("rows", (&others).into())])
                }
                ConflictWhy::OneRowManyPeople => {
                    texts.format("import_view.many_people", &[("people", (&people).into())])
                }
            };
            Some(listed(say, row, vec![reason(&words)], true))
        })
        .collect();
    put(
        ImportKind::Conflict,
        texts.format("import_view.conflicts", &[("n", conflicts.len().into())]),
        Tone::Amber,
        conflicts,
    );
    let missing: Vec<ImportRow> = differences
        .missing
        .iter()
        .map(|person| ImportRow {
            key: person.as_str().to_owned(),
            name: say.name(names.get(person).map_or("", String::as_str)),
            place: String::new(),
            cells: vec![reason(texts.get("import_view.missing_note"))],
            decision: Decision::Postpone,
            choices: Vec::new(),
        })
        .collect();
    put(
        ImportKind::Missing,
        texts.format("import_view.missing", &[("n", missing.len().into())]),
        Tone::Amber,
        missing,
    );
    let problems: Vec<ImportRow> = look
        .book
        .people()
        .filter(|row| row.needs_look())
        .map(|row| listed(say, row, problem_cells(say, row), false))
        .collect();
    put(
        ImportKind::Problem,
        texts.format("import_view.problems", &[("n", problems.len().into())]),
        Tone::Amber,
        problems,
    );
    let unreadable: Vec<ImportRow> = differences
        .unreadable
        .iter()
        .map(|row| {
            let mut cell = reason(&row.sentence(texts));
            cell.cell.clone_from(&row.cell);
            ImportRow {
                key: row.key.to_string(),
                name: Say::open(texts.get("say.unnamed")),
                place: place(say, &row.key),
                cells: vec![cell],
                decision: Decision::Postpone,
                choices: Vec::new(),
            }
        })
        .collect();
    put(
        ImportKind::Unreadable,
        texts.format("import_view.unreadable", &[("n", unreadable.len().into())]),
        Tone::Amber,
        unreadable,
    );
    let same: Vec<ImportRow> = differences
        .same
        .iter()
        .filter_map(|same| Some(listed(say, by_row.get(&same.row)?, Vec::new(), false)))
        .collect();
    put(
        ImportKind::Same,
        texts.format("import_view.same", &[("n", same.len().into())]),
        Tone::Quiet,
        same,
    );
    ImportView {
        token: look.token.clone(),
        sort: ImportSort::Roster,
        file: look.file_name.clone(),
        summary: summary(say, look),
        sheets: look
            .book
            .sheets
            .iter()
            .map(|sheet| sheet_words(say, &sheet.count()))
            .collect(),
        totals: Vec::new(),
        tables: Vec::new(),
        fields: Vec::new(),
        groups,
        primary: Action {
            label: texts.get("import_view.apply").to_owned(),
            intent: Intent::ApplyImport {
                token: look.token.clone(),
                decisions: Vec::new(),
            },
            enabled: !differences.new.is_empty() || !differences.changed.is_empty(),
            note: (differences.new.is_empty() && differences.changed.is_empty())
                .then(|| texts.get("import_view.nothing").to_owned()),
        },
        cancel: Action {
            label: texts.get("import_view.cancel").to_owned(),
            intent: Intent::DropImport {
                token: look.token.clone(),
            },
            enabled: true,
            note: None,
        },
    }
}

fn summary(say: &Say, look: &Look) -> String {
    let differences = &look.differences;
    let rows: usize = look.book.sheets.iter().map(|sheet| sheet.rows.len()).sum();
    say.texts().format(
        "import_view.summary",
        &[
            ("rows", rows.into()),
            ("people", look.book.people().count().into()),
            ("new", differences.new.len().into()),
            ("changed", differences.changed.len().into()),
            ("same", differences.same.len().into()),
        ],
    )
}

fn sheet_words(say: &Say, count: &SheetCount) -> String {
    say.texts().format(
        "import_view.sheet",
        &[
            ("sheet", (&count.name).into()),
            ("rows", count.rows.into()),
            ("read", count.read.into()),
            ("title", (count.title + count.header).into()),
            ("blank", count.blank.into()),
            ("total", (count.total + count.note).into()),
            ("unreadable", count.unreadable.into()),
        ],
    )
}

fn place(say: &Say, key: &RowKey) -> String {
    say.texts().format(
        "import_view.place",
        &[("sheet", (&key.sheet).into()), ("row", key.row.into())],
    )
}

fn listed(say: &Say, row: &RosterRow, cells: Vec<ImportCell>, confirm: bool) -> ImportRow {
    ImportRow {
        key: row.key.to_string(),
        name: say.name(&row.name),
        place: place(say, &row.key),
        cells,
        decision: if confirm {
            Decision::Postpone
        } else {
            Decision::Apply
        },
        choices: vec![Decision::Apply, Decision::Postpone],
    }
}

fn reason(words: &str) -> ImportCell {
    ImportCell {
        cell: String::new(),
        label: String::new(),
        old: None,
        new: None,
        reason: Some(words.to_owned()),
    }
}

fn problem_cells(say: &Say, row: &RosterRow) -> Vec<ImportCell> {
    row.problems
        .iter()
        .filter(|problem| !problem.code.is_remark())
        .map(|problem| ImportCell {
            cell: problem.cell.clone(),
            label: say.texts().get(problem.field.key()).to_owned(),
            old: None,
            new: (!problem.raw.is_empty()).then(|| say.covered(problem.raw.clone())),
            reason: Some(problem.sentence(row.key.row, say.texts())),
        })
        .collect()
}

fn cell(say: &Say, look: &Look, change: &Change) -> ImportCell {
    let words = |value: &Option<FieldValue>| -> Option<Masked> {
        let text = match value.as_ref()? {
            FieldValue::Text(text) => text.clone(),
            FieldValue::Code(code) => look
                .columns
                .word(change.field, code)
                .map_or_else(|| code.clone(), str::to_owned),
            FieldValue::Day(day) => day.to_string(),
            FieldValue::Money(money) => say.money(*money),
            FieldValue::Id(id) => id.as_str().to_owned(),
        };
        Some(say.covered(text))
    };
    ImportCell {
        cell: change.cell.clone(),
        label: say.texts().get(change.field.key()).to_owned(),
        old: words(&change.old),
        new: words(&change.new),
        reason: None,
    }
}
