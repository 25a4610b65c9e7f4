//! Looking at a list, applying it, forgetting it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use tanfang_domain::event::{Subject, derive_id};
use tanfang_store::Decision;
use tanfang_values::PersonId;

use super::apply::{Applying, ops};
use super::{Look, existing, view};
use crate::app::App;
use crate::app::db::Span;
use crate::app::people::Snapshot;
use crate::error::{AppError, ErrorKind, Result};
use crate::import::{Columns, Differences, diff, read_workbook};
use crate::texts::Texts;
use crate::view::{Decision as RowChoice, ImportView, Outcome, RowDecision, Screen};

/// Reads a list and says what it would change; nothing is written.
pub(crate) fn look(app: &App, path: &Path) -> Result<ImportView> {
    let bytes = std::fs::read(path).map_err(|error| {
        tracing::warn!(kind = ?error.kind(), "list");
        app.kit.error(ErrorKind::Unreadable, "store_file", &[])
    })?;
    let file_name = path.file_name().unwrap_or_default().to_string_lossy();
    let unreadable = |error: crate::import::ImportError| {
        let sentence = error.sentence(app.kit.say.texts());
        AppError::new(ErrorKind::Unreadable, "import", sentence)
    };
    let book = read_workbook(&bytes, &file_name).map_err(unreadable)?;
    let columns = Columns::builtin().map_err(|error| unreadable(error.into()))?;
    let sha256 = book.sha256.clone();
    let mut look = Look {
        token: derive_id("look", &[&sha256]),
        file_name: file_name.into_owned(),
        sha256,
        book,
        differences: Differences::default(),
        columns,
    };
    let mut session = app.session();
    let scene = app.scene(&mut session, Span::Roster)?;
    let rows = session.db.row_hashes(&app.kit)?;
    compare(&mut look, &scene.snapshot, &rows);
    let names: BTreeMap<PersonId, String> = scene
        .snapshot
        .homes
        .iter()
        .flat_map(|home| &home.persons)
        .map(|person| (person.id.clone(), person.name.clone()))
        .collect();
    let view = view::view(&app.kit.say, &look, &names);
    session.looks.insert(look.token.clone(), look);
    Ok(view)
}

fn compare(look: &mut Look, snapshot: &Snapshot, rows: &BTreeMap<PersonId, Vec<String>>) {
    let class = look.class();
    let known = existing::people(&snapshot.homes, rows, class.as_deref(), snapshot.today);
    look.differences = diff(&look.book, &known, &look.columns);
}

/// Applies a list that was looked at; compares once more, inside the transaction.
pub(crate) fn apply(app: &App, token: &str, decisions: &[RowDecision]) -> Result<Outcome> {
    let mut session = app.session();
    let mut look = session
        .looks
        .remove(token)
        .ok_or_else(|| app.not_found("no_import"))?;
    let post = session.db.post(&app.kit)?;
    let pack = session.pack(&app.kit, &post.division)?;
    let today = app.today_day();
    let postponed: BTreeSet<String> = decisions
        .iter()
        .filter(|row| row.decision == RowChoice::Postpone)
        .map(|row| row.key.clone())
        .collect();
    let applied = session.db.write(&app.kit, &app.ports, &post, |reads| {
        let snapshot = reads.snapshot(&pack, post.clone(), today, Span::Roster)?;
        let rows = reads.row_hashes()?;
        compare(&mut look, &snapshot, &rows);
        let field_op = |about: &Subject, field: &str| reads.field_op(about, field);
        let (ops, rows) = ops(
            &look,
            &Applying {
                dictionary: app.kit.say.dictionary(),
                grid: &post.grid,
                homes: &snapshot.homes,
                field_op: &field_op,
                today,
                postponed: &postponed,
            },
        );
        Ok(Decision::new(ops, rows))
    })?;
    session.db.checkpoint(&app.ports);
    let texts = app.kit.say.texts();
    Ok(Outcome {
        sentence: if applied == 0 {
            texts.get("import_view.applied_none").to_owned()
        } else {
            texts.format("import_view.applied", &[("n", applied.into())])
        },
        undo: None,
        go: Some(Screen::Today),
        changed: applied > 0,
    })
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
