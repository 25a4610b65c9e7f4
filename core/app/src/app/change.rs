//! 情况变了: a person died, went to live in a home for the old, or moved away.

use tanfang_domain::event::{
    Certainty, DataClass, Event, FactSet, FactSource, LeftWhy, NewOp, PersonDied, PersonLeft,
    PersonSet, Scope,
};
use tanfang_domain::people::clearance::class_of;
use tanfang_domain::people::{Household, Person};
use tanfang_policy::value::FactValue;
use tanfang_store::Decision;
use tanfang_values::Day;

use super::App;
use super::db::Span;
use super::home::KEPT_TOGETHER;
use super::people::KEEP;
use crate::error::{ErrorKind, Result};
use crate::texts::{Texts, key};
use crate::view::{ChangeKind, Outcome, Screen};

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
    let name = session.db.write(&app.kit, &app.ports, &post, |reads| {
        let snapshot = reads.snapshot(&pack, post.clone(), today, Span::Home(&household))?;
        let (home, person) = snapshot
            .person(&person.into())
            .ok_or_else(|| app.not_found("no_person"))?;
        if person.died.is_some() {
            let name = person.name.as_str();
            let error = app
                .kit
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
        undo: None,
        go: Some(Screen::Home { household }),
        changed: true,
    })
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
