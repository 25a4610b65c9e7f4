//! 报送: what is to be handed in by a day, as lines above the homes of 今天 and
//! as a page where it is said that it was.

use tanfang_domain::event::ReportHanded;
use tanfang_domain::schedule::DeadlineState;
use tanfang_domain::trips::report::{Asked, hand_in as decide};
use tanfang_store::Decision;
use tanfang_values::{Certainty, Day, PeriodKind};

use super::db::Span;
use super::people::Snapshot;
use super::{App, Scene, taking_back};
use crate::error::{ErrorKind, Result};
use crate::say::Say;
use crate::texts::{Texts, key};
use crate::view::{Action, Block, Empty, Intent, Line, Masked, Outcome, PageView, Screen, Tone};

/// Makes the lines of what the viewer has to hand in and has not.
pub(crate) fn notes(say: &Say, scene: &Scene) -> Vec<Line> {
    let mut states = owed(scene);
    states.retain(|state| state.handed.is_none());
    lines(say, &scene.snapshot, &states)
}

/// Lists what the viewer has to hand in, by last day: in this period, in a
/// campaign, and where a clock runs for somebody.
fn owed(scene: &Scene) -> Vec<DeadlineState> {
    let snapshot = &scene.snapshot;
    let Some(calendar) = &snapshot.calendar else {
        return Vec::new();
    };
    let today = snapshot.today;
    let book = snapshot.book();
    let schedule = snapshot.schedule(&scene.pack.work, &book);
    let mut states = schedule.deadlines_between(&snapshot.homes, today, today, calendar);
    states.sort_by_key(|state| state.due.as_ref().map_or(Day::MAX, |due| due.day));
    states
}

/// Makes a line a deadline: what, until when, whether the day moved, and
/// whether it rests on a year whose days nobody has published.
fn lines(say: &Say, snapshot: &Snapshot, deadlines: &[DeadlineState]) -> Vec<Line> {
    deadlines
        .iter()
        .map(|state| {
            let (words, tone) = words(say, state, snapshot.today);
            Line {
                text: whose(say, snapshot, state, words),
                tone,
                go: Some(Screen::Reports),
            }
        })
        .collect()
}

fn words(say: &Say, state: &DeadlineState, today: Day) -> (String, Tone) {
    let texts = say.texts();
    let name = state.deadline.name.as_str();
    let what = if state.about.kind == PeriodKind::Month {
        let (_, month, _) = state.about.first.ymd();
        texts.format(
            "today.report_of",
            &[("month", month.into()), ("name", name.into())],
        )
    } else {
        name.to_owned()
    };
    let what = ("what", (&what).into());
    let Some(due) = &state.due else {
        return (texts.format("today.report_unset", &[what]), Tone::Plain);
    };
    let last = say.day(due.day);
    let last = ("last", (&last).into());
    let mut words = match due.shifted_from {
        Some(day) => texts.format("today.report_moved", &[what, ("day", day.into()), last]),
        None => texts.format("today.report", &[what, last]),
    };
    if let Some(Certainty::NotPublished { year }) = due.certainty {
        words.push_str(&texts.format("today.report_guess", &[("year", year.into())]));
    }
    // 原则上 or not, a report that is near is said louder; nothing is ever blamed.
    let tone = if today.days_until(due.day) <= 1 {
        Tone::Amber
    } else {
        Tone::Plain
    };
    (words, tone)
}

/// Puts the name before what is owed about somebody.
fn whose(say: &Say, snapshot: &Snapshot, state: &DeadlineState, words: String) -> Masked {
    let name = match &state.subject {
        Some(about) => snapshot.subject_name(say, about),
        None => Say::open(""),
    };
    Say::join(&[name, Say::open(words)], say.texts().get("say.of_whom"))
}

/// Names what is owed, as the op names it.
fn id_of(state: &DeadlineState) -> String {
    let about = state.subject.as_ref();
    ReportHanded::id_of(&state.deadline.id, state.role, state.period.first, about)
}

impl App {
    /// Returns 报送: what is to be handed in by when, and what was.
    pub fn reports(&self) -> Result<PageView> {
        let mut session = self.session();
        let scene = self.scene(&mut session, Span::Today)?;
        let say = &self.kit.say;
        let texts = say.texts();
        let blocks: Vec<Block> = owed(&scene)
            .iter()
            .map(|state| block(say, &scene.snapshot, state))
            .collect();
        Ok(PageView {
            title: Say::open(texts.get("report.title")),
            sentence: Some(Say::open(texts.get("report.sentence"))),
            empty: blocks.is_empty().then(|| Empty {
                sentence: texts.get("report.none").to_owned(),
                action: None,
            }),
            blocks,
            primary: None,
        })
    }
}

fn block(say: &Say, snapshot: &Snapshot, state: &DeadlineState) -> Block {
    let texts = say.texts();
    let handed = state.handed.as_ref();
    let (words, tone) = words(say, state, snapshot.today);
    let role = say.role_short(state.role);
    let action = |label: &str, intent| Action {
        label: texts.get(label).to_owned(),
        intent,
        enabled: true,
        note: None,
    };
    let line = match handed {
        Some(record) => {
            let words = texts.format("report.handed", &[("day", record.day.into())]);
            Say::line(Say::open(words), Tone::Done, None)
        }
        None => Say::line(
            whose(say, snapshot, state, words),
            tone,
            state.household.as_ref().map(|home| Screen::Home {
                household: home.as_str().to_owned(),
            }),
        ),
    };
    Block {
        title: say.dotted(&[Say::open(state.deadline.name.as_str()), Say::open(role)]),
        lines: vec![line],
        actions: vec![match handed {
            Some(record) => action(
                key("report.take_back"),
                Intent::TakeBack {
                    household: None,
                    names: vec![record.op.as_str().to_owned()],
                },
            ),
            None => action(key("report.hand_in"), Intent::HandIn { key: id_of(state) }),
        }],
        go: None,
    }
}

/// Records that a report was handed in today; one that was already stays as it is.
pub(crate) fn hand_in(app: &App, report: &str) -> Result<Outcome> {
    let mut session = app.session();
    let scene = app.scene(&mut session, Span::Today)?;
    let owed = owed(&scene);
    let state = owed
        .iter()
        .find(|state| id_of(state) == report)
        .ok_or_else(|| app.not_found("no_report"))?;
    if state.handed.is_some() {
        return Err(app.kit.error(ErrorKind::Conflict, "report_handed", &[]));
    }
    let snapshot = &scene.snapshot;
    let asked = Asked {
        deadline: state.deadline.id.clone(),
        role: state.role,
        first: state.period.first,
        about: state.subject.clone(),
        day: snapshot.today,
        note: None,
        was: None,
    };
    let now = app.ports.clock.now();
    let grid = &snapshot.post.grid;
    let (names, ()) = session
        .db
        .write_named(&app.kit, &app.ports, &snapshot.post, |_| {
            let op =
                decide(&scene.pack.work, grid, &snapshot.viewer, &asked, now).map_err(|error| {
                    tracing::warn!(%error, "report");
                    app.not_found("no_report")
                })?;
            Ok(Decision::new(vec![op], ()))
        })?;
    session.db.checkpoint(&app.ports);
    let name = ("name", state.deadline.name.as_str().into());
    Ok(Outcome {
        sentence: app.kit.say.texts().format("report.done", &[name]),
        undo: Some(taking_back::undo(app, None, &names)),
        go: None,
        changed: true,
    })
}
