//! What stands beside the differences: how rows were counted, what the list
//! says there ought to be, what each column was taken for.

use super::Look;
use super::view::sheet_words;
use crate::import::{Field, Sheet, TotalOf};
use crate::say::Say;
use crate::texts::Texts;
use crate::view::{FieldChoice, ImportColumn, ImportTable, Line, Tone};
use tanfang_values::Money;

/// Says how the rows of each sheet were counted, and what else there is to say of it.
pub(super) fn sheets(say: &Say, look: &Look) -> Vec<String> {
    let mut sheets = Vec::new();
    if look.remembered {
        sheets.push(say.texts().get("import_view.remembered").to_owned());
    }
    for sheet in &look.book.sheets {
        sheets.push(sheet_words(say, &sheet.count()));
        let notices = sheet.notices.iter();
        sheets.extend(notices.map(|notice| notice.located(say.texts())));
    }
    sheets
}

/// Says what the list counts beside what was read; amber where they differ.
pub(super) fn totals(say: &Say, look: &Look) -> Vec<Line> {
    let mut lines = Vec::new();
    for sheet in &look.book.sheets {
        lines.extend(sheet.totals.iter().map(|total| {
            let number = |n: i64| match total.of {
                TotalOf::Amount => say.money(Money::from_fen(n)),
                TotalOf::Households | TotalOf::Persons => n.to_string(),
            };
            let key = match total.of {
                TotalOf::Households => "import_view.total_homes",
                TotalOf::Persons => "import_view.total_people",
                TotalOf::Amount => "import_view.total_amount",
            };
            let said = number(total.said);
            let read = number(total.read);
            let text = say.texts().format(
                key,
                &[
                    ("sheet", (&sheet.name).into()),
                    ("cell", (&total.cell).into()),
                    ("said", (&said).into()),
                    ("read", (&read).into()),
                ],
            );
            Line {
                text: Say::open(text),
                tone: if total.agrees() {
                    Tone::Quiet
                } else {
                    Tone::Amber
                },
                go: None,
            }
        }));
    }
    lines
}

/// Lists what each column was taken for, a table a sheet that holds anything.
pub(super) fn tables(say: &Say, look: &Look) -> Vec<ImportTable> {
    let holds = |sheet: &&Sheet| !sheet.guess.columns.is_empty();
    let sheets = look.book.sheets.iter().filter(holds);
    sheets.map(|sheet| table(say, sheet)).collect()
}

fn table(say: &Say, sheet: &Sheet) -> ImportTable {
    let texts = say.texts();
    let guess = &sheet.guess;
    let title = match guess.header {
        Some(rows) if rows.first == rows.last => {
            texts.format("import_view.header_row", &[("row", rows.first.into())])
        }
        Some(rows) => texts.format(
            "import_view.header_rows",
            &[("first", rows.first.into()), ("last", rows.last.into())],
        ),
        None => texts.get("import_view.no_header").to_owned(),
    };
    let columns = guess.columns.iter();
    ImportTable {
        sheet: sheet.name.clone(),
        title,
        sure: guess.columns.iter().all(|column| column.sure),
        columns: columns
            .map(|column| ImportColumn {
                column: column.index,
                letter: column.letter.clone(),
                title: match column.maybe {
                    // What stands below a title is a hint, not a word.
                    Some(field) => texts.format(
                        "import_view.maybe",
                        &[
                            ("title", (&column.title).into()),
                            ("field", texts.get(field.key()).into()),
                        ],
                    ),
                    None => column.title.clone(),
                },
                field: column.field.map(|field| field.name().to_owned()),
                sure: column.sure,
                samples: column
                    .samples
                    .iter()
                    .map(|sample| Say::open(sample.clone()))
                    .collect(),
            })
            .collect(),
    }
}

/// Lists what a column can be taken for.
pub(super) fn fields(say: &Say) -> Vec<FieldChoice> {
    Field::ALL
        .into_iter()
        .map(|field| FieldChoice {
            field: field.name().to_owned(),
            label: say.texts().get(field.key()).to_owned(),
        })
        .collect()
}
