//! 没见到人: two taps, and when to try again.

use tanfang_domain::checklist::given::Given;
use tanfang_domain::checklist::question::Writes;
use tanfang_domain::event::{How, Subject, derive_id};
use tanfang_domain::people::Household;
use tanfang_domain::schedule::record::{MET_NEIGHBOUR, MET_NOBODY};
use tanfang_domain::schedule::{DayPart, DutyState, Schedule, Suggestion};
use tanfang_domain::visit::{Draft, attempt as decide};
use tanfang_policy::value::FactValue;
use tanfang_store::Decision;
use tanfang_values::{Stamp, VisitId};

use super::db::Span;
use super::habits::{self, Habits};
use super::people::home_name;
use super::{App, errors};
use crate::error::Result;
use crate::say::Say;
use crate::texts::{Texts, key};
use crate::view::{Action, Block, Intent, Line, Masked, Outcome, PageView, Screen, Tone};

/// A trip written down twice within a minute is one.
const SAME_TRIP_MS: i64 = 60_000;

const fn word(part: DayPart) -> &'static str {
    match part {
        DayPart::Morning => key("plan.morning"),
        DayPart::Afternoon => key("plan.afternoon"),
        DayPart::Evening => key("plan.evening"),
    }
}

/// Says when to try again, in words; none where no day of the period is left.
///
/// 为什么 of a duty says the same as 没见到人: both ask here, for the home.
/// `failing` is the trip that is about to be written down.
pub(crate) fn again(
    app: &App,
    schedule: &Schedule<'_>,
    home: &Household,
    habits: &Habits,
    duties: &[DutyState],
    failing: bool,
) -> Option<String> {
    let now = app.ports.clock.now();
    let times = habits.times(&home.id, now.day());
    let part = DayPart::of(now);
    let (day, part) = schedule.again(&home.id, duties, &times, part, failing)?;
    let say = &app.kit.say;
    let texts = say.texts();
    Some(texts.format(
        "missed.again",
        &[
            ("date", (&say.date(day)).into()),
            ("part", texts.get(word(part)).into()),
        ],
    ))
}

/// Tells whether as many trips in a row met nobody as the county says.
fn lost(duties: &[DutyState]) -> bool {
    let mut all = duties.iter().flat_map(|duty| &duty.why.suggests);
    all.any(|suggestion| matches!(suggestion, Suggestion::Lost { .. }))
}

impl App {
    /// Returns 没见到人 of a home: what was found, and when to try again.
    pub fn missed(&self, household: &str) -> Result<PageView> {
        let mut session = self.session();
        let scene = self.scene(&mut session, Span::Home(household))?;
        let habits = Habits::read(&session, &self.kit)?;
        let say = &self.kit.say;
        let texts = say.texts();
        let snapshot = &scene.snapshot;
        let home = snapshot
            .home(household)
            .ok_or_else(|| self.not_found("no_home"))?;
        let name = home_name(say, home, snapshot.today);
        let found = |code: &str, met: &str| Action {
            label: texts.get(code).to_owned(),
            intent: Intent::Missed {
                household: household.to_owned(),
                met: met.to_owned(),
            },
            enabled: true,
            note: None,
        };
        let block = |title: &str, lines: Vec<Line>, actions: Vec<Action>| Block {
            title: Say::open(texts.get(title)),
            lines,
            actions,
            go: None,
        };
        let book = snapshot.book();
        let schedule = snapshot.schedule(&scene.pack.work, &book);
        let duties = schedule.today([home]).duties;
        let tried = schedule.missed(&home.id);
        let mut lines: Vec<Line> = tried
            .iter()
            .map(|attempt| {
                let met = say.variant("met", &attempt.met);
                let who = snapshot.worker_name(&attempt.worker);
                let words = texts.format(
                    "home.history_attempt",
                    &[
                        ("day", attempt.day.into()),
                        ("who", who.into()),
                        ("met", met.into()),
                    ],
                );
                Say::line(Say::open(words), Tone::Plain, None)
            })
            .collect();
        if tried.len() > 1 {
            let words = texts.format("missed.in_a_row", &[("n", tried.len().into())]);
            lines.insert(0, Say::line(Say::open(words), Tone::Amber, None));
        }
        if lost(&duties) {
            let words = texts.get("missed.lost").to_owned();
            lines.insert(0, Say::line(Say::open(words), Tone::Amber, None));
        }
        let next = again(self, &schedule, home, &habits, &duties, true);
        let next = next.unwrap_or_else(|| texts.get("missed.no_day").to_owned());
        let mut blocks = vec![
            block(
                key("missed.found"),
                Vec::new(),
                vec![
                    found(key("missed.nobody"), MET_NOBODY),
                    found(key("missed.neighbour"), MET_NEIGHBOUR),
                ],
            ),
            block(
                key("missed.next"),
                vec![Say::line(Say::open(next), Tone::Plain, None)],
                Vec::new(),
            ),
            block(
                key("missed.best"),
                Vec::new(),
                habits::best_actions(self, &habits, &home.id),
            ),
        ];
        if !lines.is_empty() {
            blocks.push(block(key("missed.before"), lines, Vec::new()));
        }
        let of = |name: &str| texts.format("missed.sentence", &[("name", name.into())]);
        Ok(PageView {
            title: Say::open(texts.get("missed.title")),
            sentence: Some(Masked {
                text: of(&name.text),
                masked: of(&name.masked),
            }),
            blocks,
            primary: None,
            empty: None,
        })
    }
}

/// Makes the draft that a trip without answers would have been.
fn draft(home: &Household, worker: &str, met: &str, now: Stamp) -> Draft {
    let minute = (now.ms.div_euclid(SAME_TRIP_MS)).to_string();
    let id = derive_id("missed", &[home.id.as_str(), worker, &minute]);
    let mut draft = Draft::new(VisitId::new(id), home.id.clone(), now);
    for person in home.present(now.day()) {
        draft.answers.put(Given {
            q: Writes::MET.to_owned(),
            about: Subject::Person(person.id.clone()),
            key: Writes::MET.to_owned(),
            value: FactValue::One(met.to_owned()),
            how: How::Asked,
            same_as: None,
            at: now,
        });
    }
    draft
}

/// Writes down that a trip met nobody who could be visited.
///
/// A draft that is open for the home stays: it may have been begun before.
pub(crate) fn record(app: &App, household: &str, met: &str) -> Result<Outcome> {
    let mut session = app.session();
    let texts = app.kit.say.texts();
    if ![MET_NOBODY, MET_NEIGHBOUR].contains(&met) {
        return Err(app.not_found("no_question"));
    }
    let scene = app.scene(&mut session, Span::Home(household))?;
    let home = scene
        .snapshot
        .home(household)
        .ok_or_else(|| app.not_found("no_home"))?;
    let now = app.ports.clock.now();
    let post = &scene.snapshot.post;
    let draft = draft(home, post.worker.id.as_str(), met, now);
    let viewer = post.viewer_on(now.day(), scene.snapshot.today);
    let (names, ()) = session.db.write_named(&app.kit, &app.ports, post, |_| {
        let op = decide(&draft, home, &viewer, now, None)
            .map_err(|error| errors::attempt(&app.kit, &error))?;
        Ok(Decision::new(vec![op], ()))
    })?;
    session.db.checkpoint(&app.ports);
    let person = home.present(now.day()).next().map(|p| p.id.clone());
    let scene = app.scene(&mut session, Span::Home(household))?;
    let habits = Habits::read(&session, &app.kit)?;
    let book = scene.snapshot.book();
    let schedule = scene.snapshot.schedule(&scene.pack.work, &book);
    let next = scene.snapshot.home(household).and_then(|home| {
        let duties = schedule.today([home]).duties;
        again(app, &schedule, home, &habits, &duties, false)
    });
    let sentence = match next {
        Some(next) => texts.format("missed.done", &[("next", (&next).into())]),
        None => texts.get("missed.done_plain").to_owned(),
    };
    Ok(Outcome {
        sentence,
        undo: person.map(|person| super::change::undo_action(app, &person, &names)),
        go: Some(Screen::Today),
        changed: true,
    })
}
