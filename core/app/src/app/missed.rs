//! 没见到人: two taps, and when to try again.

use tanfang_domain::checklist::given::Given;
use tanfang_domain::checklist::question::Writes;
use tanfang_domain::event::{How, Subject, derive_id};
use tanfang_domain::people::Household;
use tanfang_domain::schedule::record::{MET_NEIGHBOUR, MET_NOBODY};
use tanfang_domain::schedule::{AttemptRecord, DayPart, DutyState, Suggestion};
use tanfang_domain::visit::{Draft, attempt as decide};
use tanfang_policy::value::FactValue;
use tanfang_store::Decision;
use tanfang_values::{Day, Stamp, VisitId, Weekday};

use super::db::Span;
use super::habits::{self, Best, Habits};
use super::people::home_name;
use super::{App, Scene, errors};
use crate::error::Result;
use crate::say::Say;
use crate::texts::{Texts, key};
use crate::view::{Action, Block, Intent, Line, Masked, Outcome, PageView, Screen, Tone};

/// So many days ahead a next try is looked for.
const AHEAD: i64 = 7;
/// A trip written down twice within a minute is one.
const SAME_TRIP_MS: i64 = 60_000;

/// How badly a try fits: what was said of the home, what failed alike, how far it is.
type Score = (bool, usize, i64, DayPart);

const fn word(part: DayPart) -> &'static str {
    match part {
        DayPart::Morning => key("plan.morning"),
        DayPart::Afternoon => key("plan.afternoon"),
        DayPart::Evening => key("plan.evening"),
    }
}

/// Finds when to try again: on another day of the week and in another part of
/// the day than what failed, as soon as may be and not after `until`.
///
/// What was said of when somebody is at home goes before everything; a day on
/// which the worker does not go is no day. None where no day is left.
pub(crate) fn next_try(
    tried: &[(Day, Option<DayPart>)],
    best: Option<Best>,
    today: Day,
    until: Option<Day>,
    goes: impl Fn(Day) -> bool,
) -> Option<(Day, DayPart)> {
    let weekend = |day: Day| matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    let mut found: Option<(Score, Day, DayPart)> = None;
    for ahead in 1..=AHEAD {
        let day = today.plus_days(ahead);
        if until.is_some_and(|until| day > until) || !goes(day) {
            continue;
        }
        for part in DayPart::ALL {
            let wrong = match best {
                Some(Best::Morning) => part != DayPart::Morning,
                Some(Best::Afternoon) => part != DayPart::Afternoon,
                Some(Best::Evening) => part != DayPart::Evening,
                Some(Best::Weekend) => !weekend(day),
                None => false,
            };
            let alike = tried
                .iter()
                .map(|(failed, at)| {
                    usize::from(failed.weekday() == day.weekday())
                        + usize::from(weekend(*failed) == weekend(day))
                        + usize::from(*at == Some(part))
                })
                .sum();
            let score = (wrong, alike, ahead, part);
            if found.as_ref().is_none_or(|(least, ..)| score < *least) {
                found = Some((score, day, part));
            }
        }
    }
    found.map(|(_, day, part)| (day, part))
}

/// Lists the trips to a home since somebody was last met there, by day.
fn in_a_row<'a>(scene: &'a Scene, home: &Household) -> Vec<&'a AttemptRecord> {
    let snapshot = &scene.snapshot;
    let met = snapshot.visits.iter().filter(|v| v.household == home.id);
    let last = met.map(|visit| visit.day).max();
    let mut tried: Vec<&AttemptRecord> = snapshot
        .attempts
        .iter()
        .filter(|attempt| attempt.household == home.id)
        .filter(|attempt| last.is_none_or(|last| attempt.day > last))
        .collect();
    tried.sort_by_key(|attempt| (attempt.day, attempt.origin.clone()));
    tried
}

/// Says when to try again, in words; none where no day of the period is left.
fn again(
    app: &App,
    scene: &Scene,
    home: &Household,
    habits: &Habits,
    duties: &[DutyState],
) -> Option<String> {
    let snapshot = &scene.snapshot;
    let mut open: Vec<Option<Day>> = duties
        .iter()
        .filter(|duty| duty.own && duty.is_open_on(snapshot.today))
        .map(DutyState::due_day)
        .collect();
    // The first that ends decides; what never ends comes last.
    open.sort_by_key(|due| due.unwrap_or(Day::MAX));
    let until = open.first().copied().flatten();
    let tried: Vec<_> = in_a_row(scene, home)
        .into_iter()
        .map(|trip| (trip.day, trip.part()))
        .collect();
    let best = habits.best_of(&home.id);
    let (day, part) = next_try(&tried, best, snapshot.today, until, |day| habits.goes(day))?;
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

/// Works out the duties of one home today.
fn duties(scene: &Scene, home: &Household) -> Vec<DutyState> {
    let book = scene.snapshot.book();
    let schedule = scene.snapshot.schedule(&scene.pack.work, &book);
    schedule.today([home]).duties
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
        let tried = in_a_row(&scene, home);
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
        let duties = duties(&scene, home);
        if lost(&duties) {
            let words = texts.get("missed.lost").to_owned();
            lines.insert(0, Say::line(Say::open(words), Tone::Amber, None));
        }
        let next = again(self, &scene, home, &habits, &duties);
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
    let next = scene
        .snapshot
        .home(household)
        .and_then(|home| again(app, &scene, home, &habits, &duties(&scene, home)));
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn the_next_try_is_another_day_and_another_time() {
        // Friday morning failed: not a Friday, not a morning, and the weekend is new.
        let tried = [(day("2026-11-20"), Some(DayPart::Morning))];
        let next = next_try(&tried, None, day("2026-11-20"), None, |_| true);
        assert_eq!(next, Some((day("2026-11-21"), DayPart::Afternoon)));
        // Saturday afternoon failed too.
        let tried = [tried[0], (day("2026-11-21"), Some(DayPart::Afternoon))];
        let next = next_try(&tried, None, day("2026-11-21"), None, |_| true);
        assert_eq!(next, Some((day("2026-11-22"), DayPart::Evening)));
    }

    #[test]
    fn when_somebody_is_at_home_goes_first_and_the_period_last() {
        let today = day("2026-11-20");
        let next = next_try(&[], Some(Best::Weekend), today, None, |_| true);
        assert_eq!(next, Some((day("2026-11-21"), DayPart::Morning)));
        let next = next_try(&[], Some(Best::Evening), today, None, |_| true);
        assert_eq!(next, Some((day("2026-11-21"), DayPart::Evening)));
        let last = Some(today);
        assert_eq!(next_try(&[], None, today, last, |_| true), None);
        let sunday = Some(day("2026-11-22"));
        let off = |day: Day| day.weekday() != Weekday::Sat;
        let next = next_try(&[], None, today, sunday, off);
        assert_eq!(next, Some((day("2026-11-22"), DayPart::Morning)));
    }

    proptest! {
        #[test]
        fn a_next_try_is_within_a_week_and_the_period(
            tried in proptest::collection::vec((0i32..60, 0usize..4), 0..8),
            until in proptest::option::of(0i64..20),
            closed in 1u8..8,
        ) {
            let today = day("2026-11-20");
            let tried: Vec<_> = tried
                .into_iter()
                .map(|(ago, part)| (today.plus_days(-i64::from(ago)), DayPart::ALL.get(part).copied()))
                .collect();
            let until = until.map(|days| today.plus_days(days));
            let goes = |day: Day| habits::weekday_number(day) != u32::from(closed);
            if let Some((day, _)) = next_try(&tried, None, today, until, goes) {
                prop_assert!(today < day && day <= today.plus_days(7));
                prop_assert!(until.is_none_or(|until| day <= until) && goes(day));
            } else {
                prop_assert!(until.is_some_and(|until| today.days_until(until) < 2));
            }
        }
    }
}
