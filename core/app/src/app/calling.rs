//! 紧急电话: whom to call now, and what to say aloud.

use tanfang_domain::event::Subject;
use tanfang_domain::flag::FlagClass;
use tanfang_domain::pack::{Call, Work};
use tanfang_values::HouseholdId;

use super::App;
use super::db::Span;
use super::open::Session;
use super::people::{Snapshot, home_name, place};
use crate::error::Result;
use crate::say::Say;
use crate::texts::Texts;
use crate::view::{CallView, Dial, Line, Masked, Screen, Tone};

/// Setting under which a number is kept that the county's data does not give.
pub(crate) const NUMBER: &str = "number.";

/// Holds whom to call: the county's numbers, and those written down here.
#[derive(Debug)]
pub(crate) struct Numbers {
    calls: Vec<Call>,
    practice: bool,
}

impl Numbers {
    /// Reads them; a number that was written down fills one that is missing.
    pub(crate) fn read(app: &App, session: &Session, work: &Work) -> Result<Self> {
        let mut calls = work.calls().to_vec();
        for call in &mut calls {
            if call.number.is_none() && !call.fixed {
                let key = format!("{NUMBER}{}", call.key);
                call.number = session.db.setting(&app.kit, &key)?;
            }
        }
        Ok(Self {
            calls,
            practice: session.practice,
        })
    }

    /// Lists those of a flag in its order; all of them where it names none.
    fn of(&self, class: Option<&FlagClass>) -> Vec<&Call> {
        match class {
            Some(class) if !class.call.is_empty() => class
                .call
                .iter()
                .filter_map(|key| self.calls.iter().find(|call| call.key == *key))
                .collect(),
            _ => self.calls.iter().collect(),
        }
    }
}

/// Names what the call is about.
pub(crate) struct Danger<'a> {
    pub(crate) class: &'a FlagClass,
    pub(crate) about: &'a Subject,
    pub(crate) household: &'a HouseholdId,
}

/// Makes 紧急电话.
pub(crate) fn view(
    say: &Say,
    snapshot: &Snapshot,
    numbers: &Numbers,
    danger: Option<&Danger<'_>>,
) -> CallView {
    let texts = say.texts();
    let (mut dials, mut missing) = (Vec::new(), Vec::new());
    for call in numbers.of(danger.map(|danger| danger.class)) {
        let name = ("name", (&call.name).into());
        let label = texts.format("call.dial", &[name]);
        match &call.number {
            Some(number) => dials.push(Dial {
                spoken: label.clone(),
                label,
                number: number.clone(),
                after: None,
            }),
            None => missing.push(Line {
                text: Say::open(texts.format("call.missing", &[("name", (&call.name).into())])),
                tone: Tone::Amber,
                go: Some(Screen::Settings),
            }),
        }
    }
    CallView {
        title: match danger {
            Some(danger) => {
                let name = &danger.class.name;
                say.covered(texts.format("call.title", &[("name", name.into())]))
            }
            None => Say::open(texts.get("call.title_any")),
        },
        sentence: danger.map_or_else(
            || Say::open(texts.get("call.say_any")),
            |danger| sentence(say, snapshot, danger),
        ),
        numbers: dials,
        missing,
        practice: numbers
            .practice
            .then(|| texts.get("call.practice").to_owned()),
    }
}

/// Says who calls, where it is and what has happened.
fn sentence(say: &Say, snapshot: &Snapshot, danger: &Danger<'_>) -> Masked {
    let home = snapshot.home(danger.household.as_str());
    let where_it_is = home.map(place).unwrap_or_default();
    let name = match (danger.about, home) {
        (Subject::Household(_), Some(home)) => home_name(say, home, snapshot.today),
        (about, _) => snapshot.subject_name(say, about),
    };
    let role = snapshot.viewer.roles.iter().next();
    let role = role.map(|role| say.role(*role)).unwrap_or_default();
    let post = &snapshot.post;
    say.covered(say.texts().format(
        "call.say",
        &[
            ("village", (&post.village).into()),
            ("role", (&role).into()),
            ("worker", (&post.worker.name).into()),
            ("place", (&where_it_is).into()),
            ("name", (&name.text).into()),
            ("flag", (&danger.class.name).into()),
        ],
    ))
}

impl App {
    /// Returns 紧急电话, for an open flag or for any time.
    pub fn call(&self, flag: Option<&str>) -> Result<CallView> {
        let mut session = self.session();
        let scene = self.scene(&mut session, Span::Today)?;
        let numbers = Numbers::read(self, &session, &scene.pack.work)?;
        let snapshot = &scene.snapshot;
        let open = flag.and_then(|id| snapshot.flags.iter().find(|f| f.flag.as_str() == id));
        let danger = open.and_then(|open| {
            let class = scene.pack.work.flag(&open.code)?;
            class.visible_to(&snapshot.viewer.roles).then_some(Danger {
                class,
                about: &open.about,
                household: &open.household,
            })
        });
        if flag.is_some() && danger.is_none() {
            return Err(self.not_found("no_home"));
        }
        Ok(view(&self.kit.say, snapshot, &numbers, danger.as_ref()))
    }
}
