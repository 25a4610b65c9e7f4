//! 情况变了: a person died, went to live in a home for the old, or moved away.

use tanfang_domain::event::{
    Certainty, ChangeUndone, DataClass, Decoded, Event, FactSet, FactSource, LeftWhy, NewOp,
    PersonDied, PersonLeft, PersonSet, Scope,
};
use tanfang_domain::people::clearance::class_of;
use tanfang_domain::people::{Household, Person};
use tanfang_policy::value::FactValue;
use tanfang_store::Decision;
use tanfang_values::{Day, OpId, PersonId};

use super::App;
use super::db::Span;
use super::home::KEPT_TOGETHER;
use super::people::KEEP;
use crate::error::{ErrorKind, Result};
use crate::texts::{Texts, key};
use crate::view::{Action, ChangeKind, Intent, Outcome, Screen};

/// Records what changed of a person, from a day on.
pub(crate) fn record(app: &App, person: &str, change: ChangeKind, day: &str) -> Result<Outcome> {
    let mut session = app.session();
    let invalid = |code, args: &[(&str, &str)]| app.kit.error(ErrorKind::Invalid, code, args);
    let day = Day::parse(day.trim()).map_err(|_| invalid("day_bad", &[("text", day)]))?;
    let today = app.today_day();
    if day > today {
        return Err(invalid("day_future", &[]));
    }
    let about = tanfang_domain::event::Subject::Person(person.into());
    let household = session
        .db
        .household_of(&app.kit, &about)?
        .ok_or_else(|| app.not_found("no_person"))?;
    let post = session.db.post(&app.kit)?;
    let pack = session.pack(&app.kit, &post.division)?;
    let (named, name) = session
        .db
        .write_named(&app.kit, &app.ports, &post, |reads| {
            let snapshot = reads.snapshot(&pack, post.clone(), today, Span::Home(&household))?;
            let (home, person) = snapshot
                .person(&person.into())
                .ok_or_else(|| app.not_found("no_person"))?;
            if person.died.is_some() {
                let name = person.name.as_str();
                let error =
                    app.kit
                        .error(ErrorKind::Conflict, "already_changed", &[("name", name)]);
                return Err(error.into());
            }
            let op = op(app, home, person, change, day);
            Ok(Decision::new(vec![op], person.name.clone()))
        })?;
    session.db.checkpoint(&app.ports);
    let sentence = match change {
        ChangeKind::Died => key("change.died"),
        ChangeKind::Institution => key("change.institution"),
        ChangeKind::Moved => key("change.moved"),
    };
    let sentence = app
        .kit
        .say
        .texts()
        .format(sentence, &[("name", (&name).into()), ("day", day.into())]);
    Ok(Outcome {
        sentence,
        undo: Some(undo_action(app, &person.into(), &named)),
        go: Some(Screen::Home { household }),
        changed: true,
    })
}

/// Returns what takes ops of a person back.
pub(crate) fn undo_action(app: &App, person: &PersonId, names: &[OpId]) -> Action {
    Action {
        label: app.kit.say.texts().get("label.undo").to_owned(),
        intent: Intent::UndoChange {
            person: person.as_str().to_owned(),
            names: names.iter().map(|op| op.as_str().to_owned()).collect(),
        },
        enabled: true,
        note: None,
    }
}

/// Takes back what was recorded of a person by mistake; it stays on record, undone.
pub(crate) fn undo(app: &App, person: &str, names: &[String]) -> Result<Outcome> {
    let session = app.session();
    let about = tanfang_domain::event::Subject::Person(person.into());
    let household = session
        .db
        .household_of(&app.kit, &about)?
        .ok_or_else(|| app.not_found("no_person"))?;
    let post = session.db.post(&app.kit)?;
    let today = app.today_day();
    session.db.write(&app.kit, &app.ports, &post, |reads| {
        let mut named = Vec::new();
        for name in names {
            let id = OpId::new(name);
            let event = reads.0.op(&id)?.and_then(|record| {
                let (envelope, body) = (record.envelope, record.body?);
                match Event::decode(&envelope.kind, envelope.v, body.as_slice()) {
                    Decoded::Known(event) => Some(*event),
                    _ => None,
                }
            });
            let of_person = event.is_some_and(|event| is_of(&event, person, &household));
            if of_person {
                named.push(id);
            }
        }
        if named.is_empty() {
            let error = app.kit.error(ErrorKind::Conflict, "nothing_to_undo", &[]);
            return Err(error.into());
        }
        let event = ChangeUndone {
            person: person.into(),
            household: household.as_str().into(),
            names: named,
            day: today,
            reason: None,
        };
        let scope = Scope::new(post.grid.clone(), DataClass::Core);
        let op = NewOp::new(scope, Event::ChangeUndone(event));
        Ok(Decision::new(vec![op], ()))
    })?;
    session.db.checkpoint(&app.ports);
    let left = session.db.household_of(&app.kit, &about)?;
    Ok(Outcome {
        sentence: app.kit.say.texts().get("change.took_back").to_owned(),
        undo: None,
        // Somebody who was added by mistake has no home to go to any more.
        go: Some(match left {
            Some(household) => Screen::Home { household },
            None => Screen::Homes,
        }),
        changed: true,
    })
}

/// Tells whether an op can be taken back as one of this person or of the home.
fn is_of(event: &Event, person: &str, household: &str) -> bool {
    match event {
        Event::PersonDied(e) => e.person.as_str() == person,
        Event::PersonLeft(e) => e.person.as_str() == person,
        Event::PersonJoined(e) => e.person.as_str() == person,
        Event::PersonSet(e) => e.person.as_str() == person,
        Event::MembershipAdd(e) => e.person.as_str() == person,
        Event::MembershipEnd(e) => e.person.as_str() == person,
        Event::HouseholdSet(e) => e.household.as_str() == household,
        Event::Attempt(e) => e.household.as_str() == household,
        Event::Contact(e) => e.household.as_str() == household,
        _ => false,
    }
}

fn op(app: &App, home: &Household, person: &Person, change: ChangeKind, day: Day) -> NewOp {
    let scope = |class| Scope::new(home.grid.clone(), class);
    match change {
        ChangeKind::Died => NewOp::new(
            scope(DataClass::Core),
            Event::PersonDied(PersonDied {
                person: person.id.clone(),
                day,
                note: None,
            }),
        ),
        ChangeKind::Moved => NewOp::new(
            scope(DataClass::Core),
            Event::PersonLeft(PersonLeft {
                person: person.id.clone(),
                household: home.id.clone(),
                day,
                why: LeftWhy::Moved,
                to_grid: None,
                note: None,
            }),
        ),
        ChangeKind::Institution => {
            let def = app.kit.say.dictionary().fact(KEEP);
            NewOp::new(
                scope(def.map_or(DataClass::Core, |def| class_of(def))),
                Event::PersonSet(PersonSet {
                    person: person.id.clone(),
                    household: home.id.clone(),
                    fields: Vec::new(),
                    facts: vec![FactSet {
                        fact: KEEP.to_owned(),
                        value: FactValue::One(KEPT_TOGETHER.to_owned()),
                        day,
                        source: FactSource::Worker,
                        certainty: Certainty::Said,
                        was: person.facts.on(KEEP, day).map(|record| record.op().clone()),
                    }],
                    reason: None,
                }),
            )
        }
    }
}
