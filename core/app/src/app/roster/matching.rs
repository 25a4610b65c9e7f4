//! A match list looked at and taken in: every row becomes a task, nothing else.

use std::collections::BTreeMap;
use tanfang_domain::event::{
    DataClass, Event, MatchBatch, MatchCell, MatchRow as RowOp, MatchSheet as SheetOp, NewOp,
    Scope, derive_id,
};
use tanfang_domain::people::{Household, Person};
use tanfang_store::Decision;
use tanfang_values::{BatchId, Day, HouseholdId, PersonId, TaskId};

use super::reads::Everybody;
use super::tables::fields;
use super::view::{place, reason};
use super::{Looked, import};
use crate::app::App;
use crate::app::open::Session;
use crate::error::Result;
use crate::import::{MatchList, MatchRow};
use crate::say::Say;
use crate::texts::Texts;
use crate::view::{
    Action, Decision as Said, ImportGroup, ImportKind, ImportRow, ImportSort, ImportView, Intent,
    Outcome, Screen, Tone,
};

/// A match list that was looked at; nothing of it is written yet.
#[derive(Debug)]
pub(crate) struct MatchLook {
    pub(crate) token: String,
    pub(crate) list: MatchList,
}

/// Whom a row is about, as far as the list tells.
enum Meant<'a> {
    /// The one person of the identity number.
    Sure(&'a Household, &'a Person),
    /// People of that name: somebody has to say who.
    Maybe(Vec<&'a Person>),
    /// Nobody known.
    Nobody,
}

/// Shows a match list and keeps it to be taken in.
pub(super) fn shown(app: &App, session: &mut Session, list: MatchList) -> Result<ImportView> {
    let post = session.db.post(&app.kit)?;
    let pack = session.pack(&app.kit, &post.division)?;
    let today = app.today_day();
    let (everybody, before) = session.db.read(&app.kit, |reads| {
        let before = reads.0.match_batch_of_file(&list.sha256)?;
        Ok((reads.everybody(&pack, &post, today)?, before.is_some()))
    })?;
    let look = MatchLook {
        token: derive_id("look", &[&list.sha256]),
        list,
    };
    let names = import::names(app, &everybody, today);
    let view = view(
        &app.kit.say,
        &look,
        &Known::new(&everybody, today),
        &names,
        before,
    );
    session
        .looks
        .insert(look.token.clone(), Looked::Match(Box::new(look)));
    Ok(view)
}

/// People the worker may know, by number and by name.
struct Known<'a> {
    by_number: BTreeMap<&'a str, Vec<(&'a Household, &'a Person)>>,
    by_name: BTreeMap<String, Vec<&'a Person>>,
}

impl<'a> Known<'a> {
    fn new(everybody: &'a Everybody, today: Day) -> Self {
        let mut known = Self {
            by_number: BTreeMap::new(),
            by_name: BTreeMap::new(),
        };
        for home in &everybody.homes {
            let seen = |person: &&Person| !everybody.hidden.contains(&person.id);
            for person in home.present(today).filter(seen) {
                if let Some(number) = &person.id_number {
                    let people = known.by_number.entry(number).or_default();
                    people.push((home, person));
                }
                let name = tanfang_values::text::squeeze(&person.name);
                known.by_name.entry(name).or_default().push(person);
            }
        }
        known
    }

    fn meant(&self, row: &MatchRow) -> Meant<'a> {
        let number = row.id_number.as_ref().map(tanfang_values::IdNumber::as_str);
        if let Some([(home, person)]) = number
            .and_then(|number| self.by_number.get(number))
            .map(Vec::as_slice)
        {
            return Meant::Sure(home, person);
        }
        // A number that is somebody else's is another person, however alike the name.
        let may_be = |person: &&&Person| {
            number.is_none()
                || person
                    .id_number
                    .as_deref()
                    .is_none_or(|known| tanfang_values::IdNumber::parse(known).is_err())
        };
        let people = self.by_name.get(&row.name).into_iter().flatten();
        let people: Vec<&Person> = people.filter(may_be).copied().collect();
        if people.is_empty() {
            Meant::Nobody
        } else {
            Meant::Maybe(people)
        }
    }
}

fn view(
    say: &Say,
    look: &MatchLook,
    known: &Known<'_>,
    names: &BTreeMap<PersonId, super::view::Named>,
    before: bool,
) -> ImportView {
    let texts = say.texts();
    let (mut sure, mut maybe, mut nobody) = (Vec::new(), Vec::new(), Vec::new());
    for row in &look.list.rows {
        let mut out = ImportRow {
            key: row.key.to_string(),
            name: say.name(&row.name),
            place: place(say, &row.key),
            cells: Vec::new(),
            decision: Said::Apply,
            choices: Vec::new(),
        };
        if !row.doubt.is_empty() {
            out.cells.push(crate::view::ImportCell {
                cell: String::new(),
                label: texts.get("match_view.doubt").to_owned(),
                old: None,
                new: Some(say.covered(row.doubt.clone())),
                reason: None,
            });
        }
        match known.meant(row) {
            Meant::Sure(..) => sure.push(out),
            Meant::Maybe(people) => {
                for person in people {
                    if let Some(named) = names.get(&person.id) {
                        out.cells.push(named.cell(say));
                    }
                }
                maybe.push(out);
            }
            Meant::Nobody => nobody.push(out),
        }
    }
    let unreadable: Vec<ImportRow> = look
        .list
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
                decision: Said::Postpone,
                choices: Vec::new(),
            }
        })
        .collect();
    let group = |kind, key: &str, tone, rows: Vec<ImportRow>| ImportGroup {
        kind,
        title: texts.format(key, &[("n", rows.len().into())]),
        tone,
        rows,
    };
    let groups = [
        group(ImportKind::Changed, "match_view.sure", Tone::Plain, sure),
        group(ImportKind::Conflict, "match_view.maybe", Tone::Amber, maybe),
        group(ImportKind::New, "match_view.nobody", Tone::Amber, nobody),
        group(
            ImportKind::Unreadable,
            "match_view.unreadable",
            Tone::Amber,
            unreadable,
        ),
    ];
    let sheets = look.list.sheets.iter().map(|sheet| {
        let tasks = look.list.rows.iter().filter(|r| r.key.sheet == sheet.name);
        texts.format(
            "batches.match_sheet",
            &[
                ("sheet", (&sheet.name).into()),
                ("rows", tasks.count().into()),
                ("note", sheet.note.into()),
                ("blank", sheet.blank.into()),
                ("unreadable", sheet.unreadable.into()),
            ],
        )
    });
    let enabled = !before && !look.list.rows.is_empty();
    ImportView {
        token: look.token.clone(),
        sort: ImportSort::Match,
        file: look.list.file_name.clone(),
        summary: texts.format(
            "match_view.summary",
            &[
                ("kind", (&look.list.kind.name).into()),
                ("n", look.list.rows.len().into()),
            ],
        ),
        sheets: sheets.collect(),
        totals: Vec::new(),
        tables: Vec::new(),
        fields: fields(say),
        groups: groups
            .into_iter()
            .filter(|group| !group.rows.is_empty())
            .collect(),
        primary: Action {
            label: texts.get("match_view.apply").to_owned(),
            intent: Intent::ApplyImport {
                token: look.token.clone(),
                decisions: Vec::new(),
            },
            enabled,
            note: before.then(|| texts.get("match_view.before").to_owned()),
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

/// Takes a match list in: a task a row, and nothing of it into any home.
pub(super) fn apply(app: &App, session: &mut Session, look: &MatchLook) -> Result<Outcome> {
    let post = session.db.post(&app.kit)?;
    let pack = session.pack(&app.kit, &post.division)?;
    let today = app.today_day();
    let list = &look.list;
    let tasks = session.db.write(&app.kit, &app.ports, &post, |reads| {
        if reads.0.match_batch_of_file(&list.sha256)?.is_some() {
            return Ok(Decision::new(Vec::new(), 0));
        }
        let everybody = reads.everybody(&pack, &post, today)?;
        let known = Known::new(&everybody, today);
        let scope = Scope::new(post.grid.clone(), DataClass::Economic);
        let batch = BatchId::new(derive_id("match", &[&list.sha256]));
        let mut ops = vec![NewOp::new(
            scope.clone(),
            Event::MatchBatch(batch_op(list, &batch, today)),
        )];
        for row in &list.rows {
            let meant = match known.meant(row) {
                Meant::Sure(home, person) => Some((home.id.clone(), person.id.clone())),
                Meant::Maybe(_) | Meant::Nobody => None,
            };
            let op = Event::MatchRow(row_op(list, row, &batch, meant));
            ops.push(NewOp::new(scope.clone(), op));
        }
        Ok(Decision::new(ops, list.rows.len()))
    })?;
    session.db.checkpoint(&app.ports);
    let texts = app.kit.say.texts();
    Ok(Outcome {
        sentence: if tasks == 0 {
            texts.get("match_view.before").to_owned()
        } else {
            texts.format("match_view.applied", &[("n", tasks.into())])
        },
        undo: None,
        go: Some(Screen::Matches),
        changed: tasks > 0,
    })
}

fn batch_op(list: &MatchList, batch: &BatchId, today: Day) -> MatchBatch {
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let sheets = list.sheets.iter().map(|sheet| SheetOp {
        name: sheet.name.clone(),
        titles: sheet.titles.clone(),
        rows: count(
            list.rows
                .iter()
                .filter(|r| r.key.sheet == sheet.name)
                .count(),
        ),
        blank: sheet.blank,
        note: sheet.note,
        unreadable: sheet.unreadable,
    });
    // Who compared what, and which batch of theirs it is.
    let source = [list.source.trim(), list.batch.trim()]
        .into_iter()
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    MatchBatch {
        batch: batch.clone(),
        file_name: list.file_name.clone(),
        file_sha256: list.sha256.clone(),
        match_kind: list.kind.id.clone(),
        source: (!source.is_empty()).then_some(source),
        day: today,
        sheets: sheets.collect(),
        rows: count(list.rows.len()),
    }
}

fn row_op(
    list: &MatchList,
    row: &MatchRow,
    batch: &BatchId,
    meant: Option<(HouseholdId, PersonId)>,
) -> RowOp {
    let (household, person) = meant.unzip();
    RowOp {
        batch: batch.clone(),
        task: TaskId::new(derive_id(
            "task",
            &[&list.sha256, &row.key.sheet, &row.key.row.to_string()],
        )),
        sheet: row.key.sheet.clone(),
        row: row.key.row,
        row_sha256: row.sha256.clone(),
        name: row.name.clone(),
        household,
        person,
        cells: row
            .cells
            .iter()
            .map(|cell| MatchCell {
                title: cell.title.clone(),
                text: cell.text.clone(),
            })
            .collect(),
        doubt: (!row.doubt.is_empty()).then(|| row.doubt.clone()),
    }
}
