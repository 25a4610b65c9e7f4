//! Works out the duties of one home: which stretches are owed, by whom, to whom.

mod answered;
mod met;
mod next;
mod state;
mod stretch;

use std::cell::OnceCell;
use std::sync::Arc;
use tanfang_policy::dict::About;
use tanfang_policy::value::FactValue;
use tanfang_values::{Day, Period};

use answered::{Asked, Whom};
pub(super) use met::doubt as doubt_of;
use stretch::{Owed, before, from_on, owed};
pub(super) use stretch::{ends, tiles, triggered};

use super::Schedule;
use super::audience::{Applies, Span, Worlds, applies, spans};
use super::book::HomeRecords;
use super::deadline::Clock;
use super::duty::{Duties, DutyState, Status, Undecided, UnsetDuty};
use super::obligation::{Cadence, Obligation};
use super::record::{Capacity, VisitRecord};
use super::why::Missing;
use crate::event::Subject;
use crate::people::{Household, Person};
use crate::role::Role;

/// Who owes what to whom.
struct Owing<'s> {
    obligation: &'s Arc<Obligation>,
    role: Role,
    own: bool,
    home: &'s Household,
    records: &'s HomeRecords<'s>,
    person: Option<&'s Person>,
    subject: Whom,
    household: Whom,
    at_least: u32,
    // What is the same for every period of it, worked out when first asked for.
    counting: OnceCell<Vec<(&'s VisitRecord, Capacity)>>,
    /// What it asks, the same at every home.
    asked: &'s OnceCell<Vec<Asked>>,
    heard: OnceCell<Option<Day>>,
    missed: OnceCell<u32>,
    born: OnceCell<Option<Day>>,
}

/// A span of days, and what is the same in it for every home.
pub(super) struct Range<'w> {
    first: Day,
    last: Day,
    /// The periods of each obligation, in its place.
    tiles: Vec<Vec<Period>>,
    /// What each obligation asks of each of its roles, in their places, worked
    /// out when first wanted.
    asked: Vec<Vec<OnceCell<Vec<Asked>>>>,
    /// Ids under which two packs have an obligation.
    twins: Vec<&'w str>,
}

/// One obligation at one home, for a span of days.
struct Case<'s> {
    obligation: &'s Arc<Obligation>,
    home: &'s Household,
    records: &'s HomeRecords<'s>,
    person: Option<&'s Person>,
    first: Day,
    last: Day,
    tiles: &'s [Period],
    asked: &'s [OnceCell<Vec<Asked>>],
}

impl<'s> Case<'s> {
    /// Lists the roles that owe it, each with the place for what it is asked.
    fn owers(&self) -> impl Iterator<Item = (Role, &'s OnceCell<Vec<Asked>>)> + use<'s> {
        self.obligation.who.iter().copied().zip(self.asked)
    }
}

impl<'a> Schedule<'a> {
    /// Looks up what is the same for every home.
    pub(super) fn span(&self, first: Day, last: Day) -> Range<'a> {
        let obligations = self.work.obligations().iter();
        let start = self.work.week_start();
        Range {
            first,
            last,
            tiles: obligations
                .map(|obligation| tiles(&obligation.cadence, first, last, start))
                .collect(),
            asked: self
                .work
                .obligations()
                .iter()
                .map(|obligation| obligation.who.iter().map(|_| OnceCell::new()).collect())
                .collect(),
            twins: self.work.twins().collect(),
        }
    }

    pub(super) fn home(&self, home: &Household, span: &Range<'_>, out: &mut Duties) {
        let start = out.duties.len();
        let mut worlds = Worlds::new(self.work, home, self.book.events());
        let records = self.book.of(home);
        let records = &records;
        let same = span.tiles.iter().zip(&span.asked);
        for (obligation, (tiles, asked)) in self.work.obligations().iter().zip(same) {
            let case = |person| Case {
                obligation,
                home,
                records,
                person,
                first: span.first,
                last: span.last,
                tiles,
                asked,
            };
            if let Cadence::OnImport { kind, within } = &obligation.cadence {
                self.imported(&case(None), kind, *within, &mut worlds, out);
                continue;
            }
            match obligation.target_subject() {
                Some(About::Person) => {
                    for person in &home.persons {
                        self.subject(&case(Some(person)), &mut worlds, out);
                    }
                }
                Some(About::Household) => self.subject(&case(None), &mut worlds, out),
                None => {}
            }
        }
        if !span.twins.is_empty() {
            name_laxer(&mut out.duties, start, &span.twins);
        }
    }

    fn subject(&self, case: &Case<'_>, worlds: &mut Worlds<'_>, out: &mut Duties) {
        if case.obligation.is_unset() {
            self.unset(case, worlds, out);
            return;
        }
        if !case.obligation.is_scheduled() {
            return;
        }
        match &case.obligation.cadence {
            Cadence::Every { .. } | Cadence::Once(_) | Cadence::Window { .. } => {
                self.tiled(case, worlds, out);
            }
            Cadence::On { within, .. } => self.on(case, *within, worlds, out),
            Cadence::Before {
                fact,
                of,
                lead: Some(lead),
            } => self.before(case, (fact, *of), *lead, worlds, out),
            _ => {}
        }
    }

    /// Adds the duties of periods, campaigns and seasons.
    fn tiled(&self, case: &Case<'_>, worlds: &mut Worlds<'_>, out: &mut Duties) {
        let (obligation, person, tiles) = (case.obligation, case.person, case.tiles);
        let (Some(head), Some(tail)) = (tiles.first(), tiles.last()) else {
            return;
        };
        // A campaign may have no last day: nobody looks farther than is asked.
        let to = match tail.last {
            Day::MAX => case.last.max(self.today).max(head.first),
            last => last,
        };
        let sets_first = matches!(obligation.cadence, Cadence::Every { .. });
        let first_visit = self.work.rhythm().first_visit_days.filter(|_| sets_first);
        // The day before tells whether somebody came on the first day of a period.
        let from = match first_visit {
            Some(_) => head.first.plus_days(-1),
            None => head.first,
        };
        let spans = spans(obligation, worlds, person, from, to);
        note_undecided(case, &spans, self.today.clamp(head.first, to), out);
        if spans.iter().all(|span| span.applies != Applies::Yes) {
            return;
        }
        let at_least = obligation.every().map_or(1, |(_, at_least)| at_least);
        for who in case.owers() {
            let owing = self.owing(case, who, at_least);
            for tile in tiles {
                let Some(mut owed) = owed(*tile, &spans) else {
                    continue;
                };
                let came = |span: &Span| {
                    span.applies == Applies::Yes && span.from == owed.from && span.from > from
                };
                if let Some(days) = first_visit
                    && spans.iter().any(came)
                {
                    owed.due = owed.due.min(owed.from.plus_days(days.into()));
                }
                out.duties.push(self.duty_state(&owing, &owed));
            }
        }
    }

    /// Adds the duties that a trigger started and that were open in the span.
    fn on(
        &self,
        case: &Case<'_>,
        within: Option<Clock>,
        worlds: &mut Worlds<'_>,
        out: &mut Duties,
    ) {
        let until = case.last.max(self.today);
        let from = self.since(case.obligation, case.first);
        let spans = spans(case.obligation, worlds, case.person, from, until);
        // What nobody knows to have happened has not: it is not 待核 of everybody.
        self.push(case, triggered(&spans, within, self.calendar), out);
    }

    /// Returns the day from which triggers are looked for: the first on which the
    /// rule was in force; where every day has to be looked at, the start of the
    /// year before.
    fn since(&self, obligation: &Obligation, first: Day) -> Day {
        let from = obligation.clause.from.min(first);
        if !obligation.rules().any(|rule| rule.daily) {
            return from;
        }
        let year = first.min(self.today).ymd().0.saturating_sub(1);
        from.max(Day::from_ymd(year, 1, 1).unwrap_or(from))
    }

    /// Adds the duties before the days that a fact holds.
    fn before(
        &self,
        case: &Case<'_>,
        (fact, of): (&str, About),
        lead: Clock,
        worlds: &mut Worlds<'_>,
        out: &mut Duties,
    ) {
        let history = match (of, case.person) {
            (About::Person, Some(person)) => &person.facts,
            _ => &case.home.facts,
        };
        let until = case.last.max(self.today);
        let all = before(history, fact, lead, self.calendar, until);
        let Some(from) = all.iter().map(|owed| owed.period.first).min() else {
            return;
        };
        let spans = spans(case.obligation, worlds, case.person, from, until);
        note_undecided(case, &spans, self.today.clamp(from, until), out);
        let within = all.into_iter().filter_map(|owed| owed.within(&spans));
        self.push(case, within.collect(), out);
    }

    /// Adds the duties of stretches without a period that touch the span: begun
    /// by its end, and neither done nor ended before it.
    fn push(&self, case: &Case<'_>, all: Vec<Owed>, out: &mut Duties) {
        if all.is_empty() {
            return;
        }
        let owers = case.owers();
        let owings: Vec<Owing<'_>> = owers.map(|who| self.owing(case, who, 1)).collect();
        for owed in all {
            let over = owed.end.as_ref().is_some_and(|(day, _)| *day < case.first);
            if over || owed.from > case.last {
                continue;
            }
            for owing in &owings {
                let state = self.duty_state(owing, &owed);
                let before = |day: Day| day < case.first;
                if !matches!(&state.status, Status::Done(done) if before(done.day)) {
                    out.duties.push(state);
                }
            }
        }
    }

    /// Adds what is owed without a day.
    fn unset(&self, case: &Case<'_>, worlds: &mut Worlds<'_>, out: &mut Duties) {
        let on = self.today.clamp(case.first, case.last);
        if applies(case.obligation.asks(), worlds, case.person, on) != Applies::Yes {
            return;
        }
        let owers = case.owers();
        let owings: Vec<Owing<'_>> = owers.map(|who| self.owing(case, who, 1)).collect();
        let history = case.person.map_or(&case.home.facts, |person| &person.facts);
        let before = match &case.obligation.cadence {
            Cadence::Before { fact, of, .. } => match of {
                About::Person => history.on(fact, on),
                About::Household => case.home.facts.on(fact, on),
            },
            _ => None,
        };
        out.unset.push(UnsetDuty {
            obligation: Arc::clone(case.obligation),
            household: case.home.id.clone(),
            person: case.person.map(|person| person.id.clone()),
            own: owings.iter().any(|owing| owing.own),
            last: owings
                .iter()
                .filter_map(|owing| self.last_visit(owing, on))
                .max_by_key(|last| last.day),
            before: before.and_then(|record| match &record.value {
                FactValue::Day(day) | FactValue::DayRange(day, _) => Some(*day),
                _ => None,
            }),
        });
    }

    /// Adds the duties that tasks of match lists make: one a person and list,
    /// however many rows of it are about the person.
    fn imported(
        &self,
        case: &Case<'_>,
        kind: &str,
        within: Option<Clock>,
        worlds: &mut Worlds<'_>,
        out: &mut Duties,
    ) {
        let (home, obligation) = (case.home, case.obligation);
        let tasks = self.book.tasks(&home.id);
        for tasks in tasks.chunk_by(|a, b| (&a.person, a.day) == (&b.person, b.day)) {
            let mut tasks = tasks.iter().filter(|task| task.kind == kind).peekable();
            let Some(head) = tasks.peek().copied() else {
                continue;
            };
            let Some(person) = home.person(&head.person) else {
                continue;
            };
            if head.day > case.last || obligation.mode.is_none() {
                continue;
            }
            let until = case.last.max(self.today).max(head.day);
            let spans = spans(obligation, worlds, Some(person), head.day, until);
            let Some(mut owed) = owed(from_on(head.day), &spans) else {
                continue;
            };
            let (due, certainty) = ends(within, head.day, self.calendar);
            owed.due = owed.due.min(due);
            owed.certainty = certainty;
            let answers: Vec<Option<Day>> = tasks.map(|task| task.answered).collect();
            let answered = answers
                .iter()
                .try_fold(head.day, |last, day| Some(last.max((*day)?)))
                .filter(|day| *day <= self.today);
            let case = Case {
                person: Some(person),
                ..*case
            };
            for who in case.owers() {
                let mut state = self.duty_state(&self.owing(&case, who, 1), &owed);
                let seen = match &state.status {
                    Status::Done(done) => Some(done.day),
                    _ => None,
                };
                match (seen, answered) {
                    // Done before the days asked for: of no interest any more.
                    (Some(seen), Some(said)) if seen.max(said) < case.first => continue,
                    (Some(_), None) => {
                        state.status = Status::NotDone;
                        state.why.missing = vec![Missing::Answer];
                    }
                    _ => {}
                }
                out.duties.push(state);
            }
        }
    }

    fn owing<'s>(
        &self,
        case: &Case<'s>,
        (role, asked): (Role, &'s OnceCell<Vec<Asked>>),
        at_least: u32,
    ) -> Owing<'s> {
        Owing {
            obligation: case.obligation,
            role,
            own: self.is_own(case.obligation, role),
            home: case.home,
            records: case.records,
            person: case.person,
            subject: Whom::new(match case.person {
                Some(person) => Subject::Person(person.id.clone()),
                None => Subject::Household(case.home.id.clone()),
            }),
            household: Whom::new(Subject::Household(case.home.id.clone())),
            at_least,
            counting: OnceCell::new(),
            asked,
            heard: OnceCell::new(),
            missed: OnceCell::new(),
            born: OnceCell::new(),
        }
    }
}

/// Notes somebody of whom it cannot be said on a day whether a rule applies.
fn note_undecided(case: &Case<'_>, spans: &[Span], on: Day, out: &mut Duties) {
    let span = spans
        .iter()
        .find(|span| span.from <= on && span.until.is_none_or(|until| on < until));
    if let Some(Applies::Undecided(missing)) = span.map(|span| &span.applies) {
        out.undecided.push(Undecided {
            obligation: Arc::clone(case.obligation),
            household: case.home.id.clone(),
            person: case.person.map(|person| person.id.clone()),
            missing: missing.clone(),
        });
    }
}

/// Of duties under one id for one role and subject, keeps the strictest (they
/// come first) and names in it the others of its time.
fn name_laxer(duties: &mut Vec<DutyState>, start: usize, twins: &[&str]) {
    let mut at = start;
    while let Some(state) = duties.get(at) {
        if !twins.contains(&state.duty.obligation.as_str()) {
            at += 1;
            continue;
        }
        let stricter = (start..at).find(|before| {
            duties.get(*before).is_some_and(|before| {
                before.duty.obligation == state.duty.obligation
                    && !Arc::ptr_eq(&before.obligation, &state.obligation)
                    && before.duty.role == state.duty.role
                    && before.duty.about == state.duty.about
                    && before.period.first <= state.period.last
                    && state.period.first <= before.period.last
            })
        });
        let Some(stricter) = stricter else {
            at += 1;
            continue;
        };
        let laxer = duties.remove(at).obligation;
        if let Some(state) = duties.get_mut(stricter)
            && !state.also.contains(&laxer)
        {
            state.also.push(laxer);
        }
    }
}
