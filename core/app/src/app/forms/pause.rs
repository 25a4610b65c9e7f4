//! 暂停: visits of a home or of one of its people suspended for a time.

use tanfang_domain::event::PauseWhy;
use tanfang_domain::schedule::Schedule;
use tanfang_domain::trips::pause::{Asked, decide, id, lift as decide_lift};
use tanfang_store::Decision;
use tanfang_values::{Day, PersonId};

use super::ask::{Choice, group, required};
use super::event::WHOLE;
use super::{Made, Writing};
use crate::app::db::Span;
use crate::app::people::home_name;
use crate::app::{App, errors, taking_back};
use crate::error::{ErrorKind, Result};
use crate::phrases::Note;
use crate::texts::{Texts, key};
use crate::view::{Action, Intent, Outcome, QuestionKind, QuestionView, Screen};

const WHO: &str = "who";
const DUTIES: &str = "duties";
const WHY: &str = "why";
const FROM: &str = "from";
const TO: &str = "to";
const APPROVED: &str = "approved";
const NOTE: &str = "note";

/// The reasons by their codes, and what a form calls them.
const REASONS: [(&str, PauseWhy, &str); 5] = [
    ("hospital", PauseWhy::Hospital, key("pause.hospital")),
    ("away", PauseWhy::Away, key("pause.away")),
    (
        "with_relatives",
        PauseWhy::WithRelatives,
        key("pause.with_relatives"),
    ),
    (
        "institution",
        PauseWhy::Institution,
        key("pause.institution"),
    ),
    ("other", PauseWhy::Other, key("pause.other")),
];

/// Returns what a pause is set for, as a form calls it.
pub(crate) fn reason(why: PauseWhy) -> &'static str {
    let mut reasons = REASONS.iter();
    let known = reasons.find(|(_, reason, _)| *reason == why);
    known.map_or(key("pause.other"), |(_, _, words)| words)
}

/// Makes the form of a home.
pub(super) fn form(writing: &Writing<'_>, household: &str) -> Result<Made> {
    let (say, snapshot) = (writing.say(), &writing.scene.snapshot);
    let texts = say.texts();
    let missing_home = || writing.app.not_found("no_home");
    let home = snapshot.home(household).ok_or_else(missing_home)?;
    let mut questions = Vec::new();
    let present: Vec<_> = home.present(snapshot.today).collect();
    if present.len() > 1 {
        let whole = crate::say::Say::open(writing.text(key("pause.whole")));
        let mut who = vec![(WHOLE.to_owned(), whole)];
        who.extend(
            present
                .iter()
                .map(|person| (person.id.as_str().to_owned(), say.name(&person.name))),
        );
        let ask = writing.text(key("pause.ask_who"));
        let whole = [WHOLE.to_owned()];
        questions.push(writing.choose_person(WHO, ask, who, &whole));
    }
    let reasons = REASONS
        .iter()
        .map(|(code, _, words)| ((*code).to_owned(), texts.get(words).to_owned()))
        .collect();
    let ask = |key: &str| texts.get(key).to_owned();
    let text = QuestionKind::Text;
    let phrases = writing.app.kit.phrases.of_note(Note::Pause);
    questions.extend([
        required(writing.choose(
            WHY,
            ask(key("pause.ask_why")),
            QuestionKind::One,
            reasons,
            &[],
        )),
        writing.write(
            FROM,
            ask(key("pause.ask_from")),
            QuestionKind::Day,
            Some(snapshot.today.to_string()),
        ),
        required(writing.write(TO, ask(key("pause.ask_to")), QuestionKind::Day, None)),
        required(writing.write(APPROVED, ask(key("pause.ask_approved")), text, None)),
        duties(writing, household),
        writing.remark(NOTE, ask(key("pause.ask_note")), &phrases),
    ]);
    let sheet = writing.sheet;
    let needed = [
        (WHY, key("pause.missing_why")),
        (TO, key("pause.missing_to")),
        (APPROVED, key("pause.missing_approved")),
    ];
    let mut missing = needed.iter().find(|(of, _)| sheet.one(of).is_none());
    let note = (NOTE, key("pause.missing_note"));
    if missing.is_none() && sheet.one(WHY) == Some("other") && sheet.one(NOTE).is_none() {
        missing = Some(&note);
    }
    let name = home_name(say, home, snapshot.today);
    let title = |name: &str| texts.format("pause.title", &[("name", name.into())]);
    Ok(Made {
        title: crate::view::Masked {
            text: title(&name.text),
            masked: title(&name.masked),
        },
        sentence: Some(crate::say::Say::open(writing.text(key("pause.why")))),
        groups: vec![group("pause", String::new(), questions)],
        lines: Vec::new(),
        label: writing.text(key("pause.send")),
        missing: missing.map(|(_, words)| texts.get(words).to_owned()),
    })
}

/// Asks which duties rest; those that the home has now are offered.
fn duties(writing: &Writing<'_>, household: &str) -> QuestionView {
    let snapshot = &writing.scene.snapshot;
    let book = snapshot.book();
    let work = &writing.scene.pack.work;
    let schedule = Schedule::new(work, &book, &snapshot.viewer, snapshot.today);
    let duties = schedule.today(snapshot.home(household)).duties;
    let mut choices: Vec<Choice> = duties
        .iter()
        .map(|duty| (duty.obligation.id.clone(), duty.obligation.name.clone()))
        .collect();
    choices.sort();
    choices.dedup();
    let ask = writing.text(key("pause.ask_duties"));
    writing.choose(DUTIES, ask, QuestionKind::Many, choices, &[])
}

/// Records the pause; the same again sets what was said last.
pub(super) fn send(writing: &Writing<'_>, household: &str) -> Result<Outcome> {
    let app = writing.app;
    let (sheet, snapshot) = (writing.sheet, &writing.scene.snapshot);
    let home = snapshot
        .home(household)
        .ok_or_else(|| app.not_found("no_home"))?;
    let day = |question, otherwise: Day| sheet.day(question).unwrap_or(otherwise);
    let code = sheet.one(WHY).unwrap_or_default();
    let known = REASONS.iter().find(|(known, _, _)| *known == code);
    let person = sheet.one(WHO).filter(|who| *who != WHOLE);
    let mut asked = Asked {
        person: person.map(PersonId::new),
        obligations: sheet.get(DUTIES).unwrap_or_default().to_vec(),
        from: day(FROM, snapshot.today),
        to: day(TO, snapshot.today),
        why: known.map_or(PauseWhy::Other, |(_, why, _)| *why),
        note: sheet.one(NOTE).map(str::to_owned),
        approved_by: sheet.one(APPROVED).unwrap_or_default().to_owned(),
        was: None,
    };
    let now = app.ports.clock.now();
    let work = &writing.scene.pack.work;
    let (names, ()) =
        writing
            .session
            .db
            .write_named(&app.kit, &app.ports, &snapshot.post, |reads| {
                let stands = reads.0.pause(&id(&home.id, &asked))?;
                asked.was = stands.map(|pause| pause.origin.op);
                let op = decide(work, home, &asked, now)
                    .map_err(|error| errors::trip(&app.kit, &error))?;
                Ok(Decision::new(vec![op], ()))
            })?;
    writing.session.db.checkpoint(&app.ports);
    Ok(Outcome {
        sentence: app
            .kit
            .say
            .texts()
            .format("pause.done", &[("day", asked.to.into())]),
        undo: Some(taking_back::undo(app, Some(household), &names)),
        go: Some(Screen::Home {
            household: household.to_owned(),
        }),
        changed: true,
    })
}

/// Returns what lifts the pauses of a home that run today, and what sets a new one.
pub(crate) fn actions(
    say: &crate::say::Say,
    scene: &crate::app::Scene,
    household: &str,
) -> Vec<Action> {
    let texts = say.texts();
    let snapshot = &scene.snapshot;
    let today = snapshot.today;
    let running = snapshot
        .pauses
        .iter()
        .filter(|pause| pause.household.as_str() == household && pause.to >= today);
    let mut actions: Vec<Action> = running
        .map(|pause| Action {
            label: texts.format(
                "pause.lift",
                &[
                    ("why", texts.get(reason(pause.why)).into()),
                    ("day", pause.to.into()),
                ],
            ),
            intent: Intent::LiftPause {
                pause: pause.pause.as_str().to_owned(),
                to: today.plus_days(-1).to_string(),
            },
            enabled: true,
            note: Some(texts.format("pause.approved", &[("name", (&pause.approved_by).into())])),
        })
        .collect();
    actions.push(Action {
        label: texts.get("pause.begin").to_owned(),
        intent: Intent::Go {
            screen: Screen::Form {
                key: super::pause_key(household),
            },
        },
        enabled: true,
        note: None,
    });
    actions
}

/// Gives a pause an earlier last day, so that visits go on.
pub(crate) fn lift(app: &App, pause: &str, to: &str) -> Result<Outcome> {
    let mut session = app.session();
    let last = Day::parse(to).map_err(|_| {
        app.kit
            .error(ErrorKind::Invalid, "day_bad", &[("text", to)])
    })?;
    let no_pause = || app.not_found("no_pause");
    let known = session
        .db
        .read(&app.kit, |reads| reads.0.pause(&pause.into()))?
        .ok_or_else(no_pause)?;
    let household = known.household.as_str().to_owned();
    let scene = app.scene(&mut session, Span::Home(&household))?;
    let snapshot = &scene.snapshot;
    let home = snapshot.home(&household).ok_or_else(no_pause)?;
    let (names, ()) = session
        .db
        .write_named(&app.kit, &app.ports, &snapshot.post, |reads| {
            let known = reads.0.pause(&pause.into())?.ok_or_else(no_pause)?;
            let op =
                decide_lift(home, &known, last).map_err(|error| errors::trip(&app.kit, &error))?;
            Ok(Decision::new(vec![op], ()))
        })?;
    session.db.checkpoint(&app.ports);
    Ok(Outcome {
        sentence: app.kit.say.texts().get("pause.lifted").to_owned(),
        undo: Some(taking_back::undo(app, Some(&household), &names)),
        go: Some(Screen::Home { household }),
        changed: true,
    })
}
