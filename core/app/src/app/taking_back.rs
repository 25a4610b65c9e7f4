//! Taking back what was recorded by mistake and is of no person: a pause, an
//! order, a round through the village, a report.

use tanfang_domain::event::{ChangeUndone, DataClass, Decoded, Event, NewOp, Scope};
use tanfang_store::Decision;
use tanfang_values::OpId;

use super::App;
use crate::error::{ErrorKind, Result};
use crate::texts::Texts;
use crate::view::{Action, Intent, Outcome, Screen};

/// What stands for a person or a home in the taking back of what is of none.
const NOBODY: &str = "_";

/// Makes the button that takes ops back.
pub(crate) fn undo(app: &App, household: Option<&str>, names: &[OpId]) -> Action {
    Action {
        label: app.kit.say.texts().get("label.undo").to_owned(),
        intent: Intent::TakeBack {
            household: household.map(str::to_owned),
            names: names.iter().map(|op| op.as_str().to_owned()).collect(),
        },
        enabled: true,
        note: None,
    }
}

/// Tells whether an op is one of these, and of the home if one is named.
fn is_of(event: &Event, household: Option<&str>) -> bool {
    match event {
        Event::PauseSet(pause) => household == Some(pause.household.as_str()),
        Event::ModeOverride(_) | Event::Patrol(_) | Event::ReportHanded(_) => household.is_none(),
        _ => false,
    }
}

/// Takes ops back; those of other kinds or of other homes are left alone.
pub(crate) fn take_back(app: &App, household: Option<&str>, names: &[String]) -> Result<Outcome> {
    let session = app.session();
    let post = session.db.post(&app.kit)?;
    let day = app.today_day();
    session.db.write(&app.kit, &app.ports, &post, |reads| {
        let mut named = Vec::new();
        for name in names {
            let id = OpId::new(name.clone());
            let event = reads.0.op(&id)?.and_then(|record| {
                let (envelope, body) = (record.envelope, record.body?);
                match Event::decode(&envelope.kind, envelope.v, body.as_slice()) {
                    Decoded::Known(event) => Some(*event),
                    _ => None,
                }
            });
            if event.is_some_and(|event| is_of(&event, household)) {
                named.push(id);
            }
        }
        if named.is_empty() {
            let error = app.kit.error(ErrorKind::Conflict, "nothing_to_undo", &[]);
            return Err(error.into());
        }
        let op = NewOp::new(
            Scope::new(post.grid.clone(), DataClass::Core),
            Event::ChangeUndone(ChangeUndone {
                person: NOBODY.into(),
                household: household.unwrap_or(NOBODY).into(),
                names: named,
                day,
                reason: None,
            }),
        );
        Ok(Decision::new(vec![op], ()))
    })?;
    session.db.checkpoint(&app.ports);
    Ok(Outcome {
        sentence: app.kit.say.texts().get("change.took_back").to_owned(),
        undo: None,
        go: household.map(|household| Screen::Home {
            household: household.to_owned(),
        }),
        changed: true,
    })
}
