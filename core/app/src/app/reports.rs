//! 报送: what is to be handed in by a day, as lines above the homes of 今天 and
//! as a page where it is said that it was.

use std::collections::BTreeMap;
use tanfang_domain::event::{DataClass, Event, NewOp, ReportHanded, Scope};
use tanfang_domain::schedule::record::HandedRecord;
use tanfang_domain::schedule::{DeadlineState, Schedule};
use tanfang_store::Decision;
use tanfang_values::{Calendar, Certainty, Day, PeriodKind};

use super::db::Span;
use super::{App, Scene, taking_back};
use crate::error::{ErrorKind, Result};
use crate::say::Say;
use crate::texts::{Texts, key};
use crate::view::{Action, Block, Empty, Intent, Line, Outcome, PageView, Screen, Tone};

/// Makes the lines of what the viewer has to hand in.
pub(crate) fn notes(say: &Say, scene: &Scene, calendar: &Calendar) -> Vec<Line> {
    let snapshot = &scene.snapshot;
    let book = snapshot.book();
    let schedule = Schedule::new(&scene.pack.work, &book, &snapshot.viewer, snapshot.today);
    lines(say, &schedule.deadlines(calendar), snapshot.today)
}

/// Makes a line a deadline: what, until when, whether the day moved, and
/// whether it rests on a year whose days nobody has published.
fn lines(say: &Say, deadlines: &[DeadlineState], today: Day) -> Vec<Line> {
    deadlines
        .iter()
        .map(|state| {
            let (words, tone) = words(say, state, today);
            Line {
                text: Say::open(words),
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

/// Names what is owed, as the op names it.
fn id_of(state: &DeadlineState) -> String {
    ReportHanded::id_of(&state.deadline.id, state.role, state.period.first, None)
}

/// What has to be handed in, and what was.
struct Owed {
    states: Vec<DeadlineState>,
    handed: BTreeMap<String, HandedRecord>,
}

fn owed(app: &App, session: &super::Session, scene: &Scene) -> Result<Owed> {
    let snapshot = &scene.snapshot;
    let calendar = session.db.calendar(&app.kit)?;
    let book = snapshot.book();
    let schedule = Schedule::new(&scene.pack.work, &book, &snapshot.viewer, snapshot.today);
    let mut states = schedule.deadlines(&calendar);
    states.sort_by_key(|state| state.due.as_ref().map_or(Day::MAX, |due| due.day));
    let first = states.iter().map(|state| state.period.first).min();
    let handed = match first {
        Some(first) => session
            .db
            .read(&app.kit, |reads| reads.0.handed(&snapshot.post.grid, first))?,
        None => Vec::new(),
    };
    let handed = handed.into_iter().map(|record| {
        let about = record.about.as_ref();
        let id = ReportHanded::id_of(&record.deadline, record.role, record.first, about);
        (id, record)
    });
    Ok(Owed {
        states,
        handed: handed.collect(),
    })
}

impl App {
    /// Returns 报送: what is to be handed in by when, and what was.
    pub fn reports(&self) -> Result<PageView> {
        let mut session = self.session();
        let scene = self.scene(&mut session, Span::Today)?;
        let say = &self.kit.say;
        let texts = say.texts();
        let owed = owed(self, &session, &scene)?;
        let today = scene.snapshot.today;
        let blocks: Vec<Block> = owed
            .states
            .iter()
            .map(|state| block(say, state, owed.handed.get(&id_of(state)), today))
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

fn block(say: &Say, state: &DeadlineState, handed: Option<&HandedRecord>, today: Day) -> Block {
    let texts = say.texts();
    let (words, tone) = words(say, state, today);
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
        None => Say::line(Say::open(words), tone, None),
    };
    Block {
        title: say.dotted(&[Say::open(state.deadline.name.as_str()), Say::open(role)]),
        lines: vec![line],
        actions: vec![match handed {
            Some(record) => action(
                key("report.take_back"),
                Intent::TakeBack {
                    household: None,
                    names: vec![record.origin.op.as_str().to_owned()],
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
    let owed = owed(app, &session, &scene)?;
    let state = owed
        .states
        .iter()
        .find(|state| id_of(state) == report)
        .ok_or_else(|| app.not_found("no_report"))?;
    if owed.handed.contains_key(report) {
        return Err(app.kit.error(ErrorKind::Conflict, "report_handed", &[]));
    }
    let snapshot = &scene.snapshot;
    let (names, ()) = session
        .db
        .write_named(&app.kit, &app.ports, &snapshot.post, |_| {
            let op = NewOp::new(
                Scope::new(snapshot.post.grid.clone(), DataClass::Core),
                Event::ReportHanded(ReportHanded {
                    deadline: state.deadline.id.clone(),
                    role: state.role,
                    first: state.period.first,
                    about: None,
                    day: snapshot.today,
                    note: None,
                    was: None,
                }),
            );
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
