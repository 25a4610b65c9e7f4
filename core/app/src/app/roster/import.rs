//! Looking at a list, applying it, forgetting it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use tanfang_domain::event::{Subject, derive_id};
use tanfang_store::{Decision, StoreError};
use tanfang_values::{Day, PersonId};

use super::apply::{Applied, Applying, ops};
use super::decide::{Wrong, decided, entries};
use super::existing::{Shape, people};
use super::reads::Everybody;
use super::{Look, Looked, classes, existing, matching, template, view};
use crate::app::App;
use crate::app::db::Reads;
use crate::app::kit::Pack;
use crate::app::open::Session;
use crate::app::people::{Post, place};
use crate::error::{AppError, ErrorKind, Result};
use crate::import::{
    ChangedPerson, Columns, Conflict, ConflictWhy, Context, Differences, ExistingPerson, Field,
    ImportError, RawBook, diff_in, is_match_raw, made_on, read_match_raw,
};
use crate::texts::Texts;
use crate::view::{ColumnChoice, ImportView, Outcome, RowDecision, Screen};

/// Reads a list and says what it would change; nothing is written.
pub(crate) fn look(app: &App, path: &Path) -> Result<ImportView> {
    let bytes = std::fs::read(path).map_err(|error| {
        tracing::warn!(kind = ?error.kind(), "list");
        app.kit.error(ErrorKind::Unreadable, "store_file", &[])
    })?;
    let file_name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut session = app.session();
    shown(app, &mut session, bytes, file_name.into_owned())
}

/// Reads a list that was looked at once more, with other columns; what is said of
/// them is kept for the next list of the same form.
pub(crate) fn columns(app: &App, token: &str, choices: &[ColumnChoice]) -> Result<ImportView> {
    let mut session = app.session();
    let Some(Looked::Roster(look)) = session.looks.get(token) else {
        return Err(app.not_found("no_import"));
    };
    let mut said: BTreeMap<&str, Vec<(u32, Option<Field>)>> = BTreeMap::new();
    for choice in choices {
        let sheets = &look.book.sheets;
        let sheet = sheets.iter().find(|sheet| sheet.name == choice.sheet);
        let columns = sheet.map(|sheet| sheet.guess.columns.as_slice());
        if !columns.is_some_and(|columns| columns.iter().any(|c| c.index == choice.column)) {
            let column = choice.column.to_string();
            return Err(app
                .kit
                .error(ErrorKind::Invalid, "no_column", &[("column", &column)]));
        }
        let field = match &choice.field {
            Some(name) => Some(Field::of_name(name).ok_or_else(|| {
                app.kit
                    .error(ErrorKind::Invalid, "no_field", &[("field", name)])
            })?),
            None => None,
        };
        let template = sheet.map_or("", |sheet| sheet.guess.template.as_str());
        said.entry(template)
            .or_default()
            .push((choice.column, field));
    }
    let db = &session.db;
    for (template, columns) in said {
        let mut choice = template::remembered(app, db, template)?.unwrap_or_default();
        choice.columns.extend(columns);
        template::remember(app, db, template, &choice)?;
    }
    let (bytes, file_name) = (look.bytes.clone(), look.file_name.clone());
    shown(app, &mut session, bytes, file_name)
}

/// Reads a file, compares it and keeps it to be applied.
fn shown(
    app: &App,
    session: &mut Session,
    bytes: Vec<u8>,
    file_name: String,
) -> Result<ImportView> {
    let unreadable = |error: ImportError| {
        let sentence = error.sentence(app.kit.say.texts());
        AppError::new(ErrorKind::Unreadable, "import", sentence)
    };
    let columns = Columns::builtin().map_err(|error| unreadable(error.into()))?;
    let raw = RawBook::open(&bytes, &file_name, &columns).map_err(unreadable)?;
    let read = template::read(app, &session.db, &raw, &columns)?;
    // What is no roster may be a match list all the same.
    if is_match_raw(&raw, &columns).unwrap_or(false) {
        let list = read_match_raw(&raw, &columns).map_err(unreadable)?;
        return matching::shown(app, session, list);
    }
    drop(raw);
    let (book, remembered) = read.map_err(unreadable)?;
    let sha256 = book.sha256.clone();
    let post = session.db.post(&app.kit)?;
    let pack = session.pack(&app.kit, &post.division)?;
    let mut look = Look {
        token: derive_id("look", &[&sha256]),
        file_name,
        sha256,
        made: made_on(&bytes),
        book,
        columns,
        context: Context {
            pays: classes::pays(pack.work.classes()),
            village: Some(post.village.clone()),
        },
        differences: Differences::default(),
        similar: BTreeMap::new(),
        hidden: BTreeSet::new(),
        remembered,
        bytes,
    };
    let today = app.today_day();
    let everybody = session.db.read(&app.kit, |reads| {
        compare(&mut look, reads, &pack, &post, today)
    })?;
    let names = names(app, &everybody, today);
    let view = view::view(&app.kit.say, pack.work.classes(), &look, &names);
    session
        .looks
        .insert(look.token.clone(), Looked::Roster(Box::new(look)));
    Ok(view)
}

/// Names everybody whom the worker may know, with what tells two of one name apart.
pub(super) fn names(
    app: &App,
    everybody: &Everybody,
    today: Day,
) -> BTreeMap<PersonId, view::Named> {
    let say = &app.kit.say;
    let mut names = BTreeMap::new();
    for home in &everybody.homes {
        for person in &home.persons {
            if everybody.hidden.contains(&person.id) {
                continue;
            }
            let birth = existing::birth(person, today).map(|birth| birth.to_string());
            let words: Vec<String> = [place(home), birth.unwrap_or_default()]
                .into_iter()
                .filter(|word| !word.is_empty())
                .collect();
            names.insert(
                person.id.clone(),
                view::Named {
                    name: say.name(&person.name),
                    about: say.listed(&words),
                },
            );
        }
    }
    names
}

/// Compares a list with everybody known.
fn compare(
    look: &mut Look,
    reads: &Reads<'_>,
    pack: &Pack,
    post: &Post,
    today: Day,
) -> Result<Everybody, StoreError> {
    let everybody = reads.everybody(pack, post, today)?;
    let rows = reads.row_hashes()?;
    let listed = look.classes();
    let known = people(
        &everybody,
        Shape {
            classes: pack.work.classes(),
            rows: &rows,
            listed: &listed,
            today,
        },
    );
    look.differences = diff_in(&look.book, &known, &look.columns, &look.context);
    look.hidden.clone_from(&everybody.hidden);
    ask_about_hands(look, reads, &everybody, today)?;
    look.similar = similar(look, &known);
    Ok(everybody)
}

/// Moves rows that would overwrite what somebody changed by hand after the list
/// was made to the conflicts; a list that does not say when it was made is the older.
fn ask_about_hands(
    look: &mut Look,
    reads: &Reads<'_>,
    everybody: &Everybody,
    today: Day,
) -> Result<(), StoreError> {
    let homes: BTreeMap<&PersonId, _> = everybody
        .homes
        .iter()
        .flat_map(|home| home.persons.iter().map(move |p| (&p.id, (home, p))))
        .collect();
    let mut asked: Vec<Conflict> = Vec::new();
    let mut kept: Vec<ChangedPerson> = Vec::new();
    for changed in std::mem::take(&mut look.differences.changed) {
        let Some((home, person)) = homes.get(&changed.person) else {
            kept.push(changed);
            continue;
        };
        let of_person = Subject::Person(person.id.clone());
        let of_home = Subject::Household(home.id.clone());
        let mut by_hand = false;
        for change in &changed.changes {
            let day = match change.field {
                Field::Group => reads.set_by_hand(&of_home, "group")?,
                Field::HouseNo => reads.set_by_hand(&of_home, "house_no")?,
                Field::Birth | Field::Keep | Field::Selfcare | Field::DisKind | Field::DisLevel => {
                    let fact = change.field.name();
                    existing::said_by_hand(person, fact, today)
                }
                Field::Class => existing::taken_out(person, change),
                field if change.old.is_some() => reads.set_by_hand(&of_person, field.name())?,
                _ => None,
            };
            by_hand |= day.is_some_and(|day| look.made.is_none_or(|made| made <= day));
        }
        if by_hand {
            asked.push(Conflict {
                row: changed.row,
                why: ConflictWhy::ChangedByHand,
                rows: Vec::new(),
                persons: vec![changed.person],
                matched_by: Some(changed.matched_by),
                changes: changed.changes,
            });
        } else {
            kept.push(changed);
        }
    }
    look.differences.changed = kept;
    look.differences.conflicts.append(&mut asked);
    Ok(())
}

/// Finds for each new row the people known who may be the same: of one name,
/// without two numbers or two births that differ. Nobody hidden is among them.
fn similar(
    look: &Look,
    known: &[ExistingPerson],
) -> BTreeMap<crate::import::RowKey, Vec<PersonId>> {
    let by_id: BTreeMap<&PersonId, &ExistingPerson> = known
        .iter()
        .map(|person| (&person.person, person))
        .collect();
    let rows = look.rows();
    let mut out = BTreeMap::new();
    for new in &look.differences.new {
        let Some(row) = rows.get(&new.row) else {
            continue;
        };
        let may_be = |id: &&PersonId| {
            let Some(person) = by_id.get(*id).filter(|_| !look.hidden.contains(*id)) else {
                return false;
            };
            let two_numbers = row.id_number.is_some() && person.id_number.is_some();
            let two_births = match (row.birth, person.birth) {
                (Some(listed), Some(known)) => !known
                    .full()
                    .map_or(listed.year == known.year, |day| listed.fits(day)),
                _ => false,
            };
            !two_numbers && !two_births && person.is_here()
        };
        let people: Vec<PersonId> = new.similar.iter().filter(may_be).cloned().collect();
        if !people.is_empty() {
            out.insert(new.row.clone(), people);
        }
    }
    out
}

/// Applies a list that was looked at; compares once more, inside the transaction.
pub(crate) fn apply(app: &App, token: &str, decisions: &[RowDecision]) -> Result<Outcome> {
    let mut session = app.session();
    let mut look = match session.looks.remove(token) {
        Some(Looked::Roster(look)) => look,
        Some(Looked::Match(look)) => {
            let outcome = matching::apply(app, &mut session, &look);
            if outcome.is_err() {
                let token = look.token.clone();
                session.looks.insert(token, Looked::Match(look));
            }
            return outcome;
        }
        None => return Err(app.not_found("no_import")),
    };
    let post = session.db.post(&app.kit)?;
    let pack = session.pack(&app.kit, &post.division)?;
    let today = app.today_day();
    let written = session.db.write(&app.kit, &app.ports, &post, |reads| {
        let everybody = compare(&mut look, reads, &pack, &post, today)?;
        let entries = entries(&look);
        let decided = decided(&entries, decisions).map_err(|wrong| wrong_said(app, &wrong))?;
        let field_op = |about: &Subject, field: &str| reads.field_op(about, field);
        let applying = Applying {
            dictionary: app.kit.say.dictionary(),
            classes: pack.work.classes(),
            grid: &post.grid,
            division: &post.division,
            homes: &everybody.homes,
            field_op: &field_op,
            totals: &reads.control_totals()?,
            today,
            earlier: reads.times_applied(&look.sha256)?,
        };
        let (ops, applied) = ops(&look, &applying, &decided);
        Ok(Decision::new(ops, applied))
    });
    let applied = match written {
        Ok(applied) => applied,
        Err(error) => {
            // Nothing was written: what was looked at can be applied once more.
            let token = look.token.clone();
            session.looks.insert(token, Looked::Roster(look));
            return Err(error);
        }
    };
    session.db.checkpoint(&app.ports);
    Ok(Outcome {
        sentence: said(app, applied),
        undo: None,
        go: Some(if applied.wrote() {
            Screen::Today
        } else {
            Screen::More
        }),
        changed: applied.wrote(),
    })
}

fn wrong_said(app: &App, wrong: &Wrong) -> AppError {
    let (code, key) = match wrong {
        Wrong::NoRow(key) => ("no_row", key),
        Wrong::NotOffered(key) => ("row_not_offered", key),
    };
    app.kit.error(ErrorKind::Invalid, code, &[("row", key)])
}

/// Says how many rows were taken, how many wait and who left a class.
fn said(app: &App, applied: Applied) -> String {
    let texts = app.kit.say.texts();
    if !applied.wrote() {
        return texts.get("import_view.applied_none").to_owned();
    }
    let mut sentence = texts.format("import_view.applied", &[("n", applied.rows.into())]);
    if applied.postponed > 0 {
        let waits = texts.format(
            "import_view.applied_waits",
            &[("n", applied.postponed.into())],
        );
        sentence.push_str(&waits);
    }
    if applied.ended > 0 {
        sentence
            .push_str(&texts.format("import_view.applied_ended", &[("n", applied.ended.into())]));
    }
    sentence
}

/// Forgets a list that was looked at.
pub(crate) fn forget(app: &App, token: &str) -> Outcome {
    let mut session = app.session();
    session.looks.remove(token);
    Outcome {
        sentence: app.kit.say.texts().get("import_view.dropped").to_owned(),
        undo: None,
        go: Some(Screen::More),
        changed: false,
    }
}
