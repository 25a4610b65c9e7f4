//! 打通了吗, after a number was dialled; and 紧急电话: whom to call now, and what
//! to say aloud.

use tanfang_domain::event::{Mode, Subject, Whose};
use tanfang_domain::flag::FlagClass;
use tanfang_domain::pack::{Call, Work};
use tanfang_domain::people::Household;
use tanfang_domain::schedule::DutyState;
use tanfang_domain::visit::contact::{RESULTS, contact as decide};
use tanfang_store::Decision;
use tanfang_values::HouseholdId;

use super::db::Span;
use super::duty::duty_line;
use super::open::Session;
use super::people::{Called, Snapshot, home_name, place};
use super::{App, Scene, errors};
use crate::error::{ErrorKind, Result};
use crate::phrases::Note;
use crate::say::Say;
use crate::texts::Texts;
use crate::view::{
    Action, CallView, ContactView, Dial, Intent, Line, Masked, Outcome, QuestionOption, Screen,
    Tone,
};

/// Setting under which a number is kept that the county's data does not give.
pub(crate) const NUMBER: &str = "number.";

/// Codes of the results of a call on which somebody was reached.
const REACHED: [&str; 2] = ["1", "2"];

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

    /// Lists the buttons of all numbers that are known.
    pub(crate) fn dials(&self, say: &Say) -> Vec<Dial> {
        let known = self.calls.iter().filter_map(|call| dial(say, call));
        known.collect()
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

/// Makes the button of a call whose number is known.
fn dial(say: &Say, call: &Call) -> Option<Dial> {
    let label = say
        .texts()
        .format("call.dial", &[("name", (&call.name).into())]);
    Some(Dial {
        number: call.number.clone()?,
        spoken: label.clone(),
        label,
        after: None,
    })
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
        match dial(say, call) {
            Some(dial) => dials.push(dial),
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

/// Names whom a number reaches: a person, the home, or a guardian.
fn called(say: &Say, snapshot: &Snapshot, home: &Household, whose: &Called) -> Option<Masked> {
    match whose {
        Called::Household => Some(home_name(say, home, snapshot.today)),
        Called::Person(id) => Some(say.name(&home.person(id)?.name)),
        Called::Guardian(id) => {
            let person = home.person(id)?;
            Some(say.name(person.guardian.as_deref().unwrap_or(&person.name)))
        }
    }
}

/// Records a call: read, decide and append are one transaction.
pub(crate) fn record(
    app: &App,
    household: &str,
    whose: &str,
    result: &str,
    note: &str,
) -> Result<Outcome> {
    let mut session = app.session();
    let texts = app.kit.say.texts();
    let called = Called::parse(whose).ok_or_else(|| app.not_found("no_home"))?;
    let (whose, person) = match &called {
        Called::Household => (Whose::Household, None),
        Called::Person(id) => (Whose::Person, Some(id)),
        Called::Guardian(id) => (Whose::Guardian, Some(id)),
    };
    let scene = app.scene(&mut session, Span::Home(household))?;
    let snapshot = &scene.snapshot;
    let home = snapshot
        .home(household)
        .ok_or_else(|| app.not_found("no_home"))?;
    let now = app.ports.clock.now();
    let note = Some(note.trim()).filter(|note| !note.is_empty());
    session
        .db
        .write(&app.kit, &app.ports, &snapshot.post, |_| {
            let op = decide(
                &scene.pack.work,
                home,
                &snapshot.viewer,
                whose,
                person,
                result,
                note.map(str::to_owned),
                now,
            )
            .map_err(|error| errors::contact(&app.kit, &error))?;
            Ok(Decision::new(vec![op], ()))
        })?;
    session.db.checkpoint(&app.ports);
    let said = app.kit.say.variant(RESULTS, result);
    let done = texts.format("contact.done", &[("result", said.into())]);
    let after = app.scene(&mut session, Span::Home(household))?;
    let next = after.snapshot.home(household);
    let next = next.and_then(|home| go_there(app, &after, home));
    Ok(Outcome {
        sentence: next.map_or_else(|| done.clone(), |next| format!("{done}{next}")),
        undo: None,
        go: Some(Screen::Home {
            household: household.to_owned(),
        }),
        changed: true,
    })
}

/// Returns the open duties of the viewer at a home that a call may do.
fn callable(scene: &Scene, home: &Household) -> Vec<DutyState> {
    let snapshot = &scene.snapshot;
    let book = snapshot.book();
    let schedule = snapshot.schedule(&scene.pack.work, &book);
    let mut duties = schedule.today([home]).duties;
    duties.retain(|duty| {
        duty.own && duty.is_open_on(snapshot.today) && duty.obligation.takes(Mode::Phone)
    });
    duties
}

/// Lists the duties that a call may do, each leading to its 为什么.
fn by_phone(say: &Say, scene: &Scene, home: &Household) -> Vec<Line> {
    callable(scene, home)
        .iter()
        .map(|duty| duty_line(say, &scene.snapshot, home, duty))
        .collect()
}

/// Tells whether a call has something to ask: a duty that it may do names a checklist.
fn asks(scene: &Scene, home: &Household) -> bool {
    let mut duties = callable(scene, home).into_iter();
    duties.any(|duty| !duty.obligation.done.is_empty())
}

/// Opens a visit by phone, or resumes the draft that is open for the home.
pub(crate) fn open(app: &App, household: &str) -> Result<Outcome> {
    let mut session = app.session();
    let scene = app.scene(&mut session, Span::Home(household))?;
    let snapshot = &scene.snapshot;
    let home = snapshot
        .home(household)
        .ok_or_else(|| app.not_found("no_home"))?;
    if home.present(snapshot.today).next().is_none() {
        return Err(app.kit.error(ErrorKind::Conflict, "visit_nobody", &[]));
    }
    let draft = if let Some(draft) = session.db.draft_of(&app.kit, &home.id)? {
        draft
    } else {
        let worker = &snapshot.post.worker.id;
        let mut draft = session
            .db
            .open_draft(&app.kit, &app.ports, worker, &home.id)?;
        draft.mode = Mode::Phone;
        let now = app.ports.clock.now();
        session.db.save_draft(&app.kit, &draft, now)?;
        draft
    };
    Ok(Outcome {
        sentence: app.kit.say.texts().get("visit.opened").to_owned(),
        undo: None,
        go: Some(Screen::Visit {
            visit: draft.visit.as_str().to_owned(),
        }),
        changed: true,
    })
}

/// Says that somebody has to go, where calls in a row reached nobody.
fn go_there(app: &App, scene: &Scene, home: &Household) -> Option<String> {
    let mut calls: Vec<_> = scene
        .snapshot
        .contacts
        .iter()
        .filter(|call| call.household == home.id)
        .collect();
    calls.sort_by_key(|call| call.day);
    let in_vain = calls
        .iter()
        .rev()
        .take_while(|call| !REACHED.contains(&call.result.as_str()))
        .count();
    (in_vain > 0).then(|| {
        let n = ("n", in_vain.into());
        app.kit.say.texts().format("contact.go_there", &[n])
    })
}

impl App {
    /// Returns 打通了吗 for a number of a home.
    pub fn contact(&self, household: &str, whose: &str) -> Result<ContactView> {
        let mut session = self.session();
        let scene = self.scene(&mut session, Span::Home(household))?;
        let say = &self.kit.say;
        let texts = say.texts();
        let home = scene
            .snapshot
            .home(household)
            .ok_or_else(|| self.not_found("no_home"))?;
        let name = Called::parse(whose)
            .and_then(|whose| called(say, &scene.snapshot, home, &whose))
            .ok_or_else(|| self.not_found("no_home"))?;
        let of = |name: &str| texts.format("contact.ask", &[("name", name.into())]);
        let results = say.dictionary().enum_def(RESULTS);
        Ok(ContactView {
            household: household.to_owned(),
            whose: whose.to_owned(),
            sentence: Masked {
                text: of(&name.text),
                masked: of(&name.masked),
            },
            name,
            results: results
                .iter()
                .flat_map(|results| &results.variants)
                .map(|variant| QuestionOption {
                    masked: None,
                    code: variant.code.clone(),
                    label: variant.name.clone(),
                    chosen: false,
                    flag: false,
                })
                .collect(),
            note: Some(texts.get("contact.note").to_owned()),
            duties: by_phone(say, &scene, home),
            phrases: self.kit.phrases.of_note(Note::Contact),
            ask: asks(&scene, home).then(|| Action {
                label: texts.get("contact.by_list").to_owned(),
                intent: Intent::OpenCall {
                    household: household.to_owned(),
                },
                enabled: true,
                note: None,
            }),
        })
    }

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
