//! An event of the place that begins: an epidemic, a disaster, in which part of it.

use std::collections::BTreeSet;
use tanfang_domain::event::{DataClass, Event, EventSet, NewOp, Scope, derive_id};
use tanfang_store::Decision;
use tanfang_values::EventId;

use super::ask::{Choice, group, required};
use super::{Made, Writing};
use crate::app::events;
use crate::error::{ErrorKind, Result};
use crate::say::Say;
use crate::texts::{Texts, key};
use crate::view::{Outcome, QuestionKind, Screen};

const NAME: &str = "name";
const AREA: &str = "area";
const FROM: &str = "from";
const SOURCE: &str = "source";
/// Code of the whole grid among areas; no division has it.
pub(super) const WHOLE: &str = "_";

/// Lists the parts of the place: all of it, and each village that homes lie in.
pub(super) fn areas(writing: &Writing<'_>) -> Vec<Choice> {
    let snapshot = &writing.scene.snapshot;
    let divisions: BTreeSet<&str> = snapshot
        .homes
        .iter()
        .map(|home| home.division.as_str())
        .filter(|division| !division.is_empty())
        .collect();
    let mut areas = vec![(WHOLE.to_owned(), writing.text(key("event.whole")))];
    if divisions.len() > 1 {
        areas.extend(divisions.into_iter().map(|division| {
            let name = events::area_name(writing.say(), snapshot, Some(division));
            (division.to_owned(), name)
        }));
    }
    areas
}

/// Makes the form.
pub(super) fn form(writing: &Writing<'_>) -> Made {
    let work = &writing.scene.pack.work;
    let names: Vec<Choice> = work
        .event_names()
        .iter()
        .map(|name| (name.clone(), name.clone()))
        .collect();
    let snapshot = &writing.scene.snapshot;
    let chosen = writing.sheet.one(NAME);
    let lines = chosen.map_or_else(Vec::new, |name| {
        let words = &writing.app.kit.events;
        events::changes(writing.say(), words, &writing.scene.pack, snapshot, name)
    });
    let missing = chosen
        .is_none()
        .then(|| writing.text(key("event.missing_name")));
    Made {
        title: Say::open(writing.text(key("event.form_title"))),
        sentence: Some(Say::open(writing.text(key("event.why")))),
        groups: vec![group(
            "event",
            String::new(),
            vec![
                required(writing.choose(
                    NAME,
                    writing.text(key("event.ask_name")),
                    QuestionKind::One,
                    names,
                    &[],
                )),
                writing.choose(
                    AREA,
                    writing.text(key("event.ask_area")),
                    QuestionKind::One,
                    areas(writing),
                    &[WHOLE.to_owned()],
                ),
                writing.write(
                    FROM,
                    writing.text(key("event.ask_from")),
                    QuestionKind::Day,
                    Some(snapshot.today.to_string()),
                ),
                writing.write(
                    SOURCE,
                    writing.text(key("event.ask_source")),
                    QuestionKind::Text,
                    None,
                ),
            ],
        )],
        lines,
        label: writing.text(key("event.begin")),
        missing,
    }
}

/// Records that the event began; one that is going on in that part already stays as it is.
pub(super) fn send(writing: &Writing<'_>) -> Result<Outcome> {
    let app = writing.app;
    let (sheet, snapshot) = (writing.sheet, &writing.scene.snapshot);
    let name = sheet.one(NAME).ok_or_else(|| app.not_found("no_event"))?;
    let area = sheet.one(AREA).filter(|area| *area != WHOLE);
    let from = sheet.day(FROM).unwrap_or(snapshot.today);
    if from > snapshot.today {
        return Err(app.kit.error(ErrorKind::Invalid, "day_future", &[]));
    }
    let source = sheet.one(SOURCE).map(str::to_owned);
    let grid = &snapshot.post.grid;
    let written = writing
        .session
        .db
        .write(&app.kit, &app.ports, &snapshot.post, |reads| {
            let on = reads.events_on(grid, snapshot.today)?;
            let there = on.iter().any(|event| {
                event.name == name && (event.area.is_none() || event.area.as_deref() == area)
            });
            if there {
                return Ok(Decision::new(Vec::new(), false));
            }
            let first = from.to_string();
            let id = derive_id("event", &[grid.as_str(), name, area.unwrap_or(""), &first]);
            let op = NewOp::new(
                Scope::new(grid.clone(), DataClass::Core),
                Event::EventSet(EventSet {
                    event: EventId::new(id),
                    name: name.to_owned(),
                    area: area.map(str::to_owned),
                    from,
                    to: None,
                    source,
                    was: None,
                }),
            );
            Ok(Decision::new(vec![op], true))
        })?;
    writing.session.db.checkpoint(&app.ports);
    let sentence = if written {
        key("settings.event_begun")
    } else {
        key("event.there")
    };
    Ok(Outcome {
        sentence: app
            .kit
            .say
            .texts()
            .format(sentence, &[("name", name.into())]),
        undo: None,
        go: Some(Screen::Events),
        changed: written,
    })
}
