//! Works out the duties of one home: tiles periods, looks for the visits that
//! complete them, and says what is missing.

mod answered;

use std::sync::Arc;
use tanfang_policy::dict::About;
use tanfang_policy::world::World;
use tanfang_values::{Day, Period, PeriodKind};

use answered::{Members, answers_over, is_answered};

use super::Schedule;
use super::audience::{Applies, Span, Worlds, spans};
use super::duty::{Done, Duties, DutyState, EndReason, Status, Undecided};
use super::obligation::{Cadence, Meet, NeedMode, Obligation};
use super::period::periods;
use super::record::{Capacity, MET_FAMILY, MET_PERSON, VisitRecord};
use super::why::{AttemptSeen, LastVisit, Missing, OpenQuestion, Why};
use crate::checklist::question::{Carry, Checklist, Question};
use crate::event::{DutyRef, Subject};
use crate::people::world::WorldMaker;
use crate::people::{Household, Person};
use crate::role::Role;

/// The stretch of a period in which a duty is owed.
struct Owed<'s> {
    period: Period,
    from: Day,
    /// First day whose visits count: earlier than `from` while it could not be
    /// said whether the rule applied already, as before a list came in.
    counts_from: Day,
    /// Last day on which it can be done.
    due: Day,
    /// Last day whose visits still count: the day itself on which it ended.
    counts_to: Day,
    end: Option<(Day, &'s EndReason)>,
}

/// Who owes what to whom.
struct Owing<'s> {
    obligation: &'s Arc<Obligation>,
    role: Role,
    own: bool,
    home: &'s Household,
    person: Option<&'s Person>,
    subject: Subject,
    household: Subject,
    at_least: u32,
}

impl Schedule<'_> {
    pub(super) fn home(&self, home: &Household, first: Day, last: Day, out: &mut Duties) {
        let start = out.duties.len();
        let mut worlds = Worlds::new(self.work, home, self.book.events());
        for obligation in self.work.obligations() {
            if let Cadence::OnImport { kind, .. } = &obligation.cadence {
                self.imported(obligation, kind, home, &mut worlds, (first, last), out);
            }
            if !obligation.is_scheduled() {
                continue;
            }
            match obligation.target_subject() {
                Some(About::Person) => {
                    for person in &home.persons {
                        self.subject(
                            obligation,
                            home,
                            Some(person),
                            &mut worlds,
                            (first, last),
                            out,
                        );
                    }
                }
                Some(About::Household) => {
                    self.subject(obligation, home, None, &mut worlds, (first, last), out);
                }
                None => {}
            }
        }
        if self.work.has_twins() {
            name_laxer(&mut out.duties, start);
        }
    }

    /// Adds the duties that tasks of match lists make: one a person and list,
    /// however many rows of it are about the person.
    ///
    /// Such a duty has no period and no last day of its own.
    fn imported(
        &self,
        obligation: &Arc<Obligation>,
        kind: &str,
        home: &Household,
        worlds: &mut Worlds<'_>,
        (first, last): (Day, Day),
        out: &mut Duties,
    ) {
        let tasks = self.book.tasks(&home.id);
        for tasks in tasks.chunk_by(|a, b| (&a.person, a.day) == (&b.person, b.day)) {
            let mut tasks = tasks.iter().filter(|task| task.kind == kind).peekable();
            let Some(head) = tasks.peek().copied() else {
                continue;
            };
            let Some(person) = home.person(&head.person) else {
                continue;
            };
            if head.day > last || obligation.mode.is_none() {
                continue;
            }
            let until = last.max(self.today).max(head.day);
            let spans = spans(obligation, worlds, Some(person), head.day, until);
            let period = Period {
                kind: PeriodKind::Day,
                first: head.day,
                last: Day::MAX,
            };
            let Some(owed) = owed(period, &spans) else {
                continue;
            };
            let answers: Vec<Option<Day>> = tasks.map(|task| task.answered).collect();
            let answered = answers
                .iter()
                .try_fold(head.day, |last, day| Some(last.max((*day)?)))
                .filter(|day| *day <= self.today);
            for role in &obligation.who {
                let owing = self.owing(obligation, *role, home, Some(person), 1);
                let mut state = self.duty_state(&owing, &owed);
                let seen = match &state.status {
                    Status::Done(done) => Some(done.day),
                    _ => None,
                };
                match (seen, answered) {
                    // Done before the days asked for: of no interest any more.
                    (Some(seen), Some(said)) if seen.max(said) < first => continue,
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
        obligation: &'s Arc<Obligation>,
        role: Role,
        home: &'s Household,
        person: Option<&'s Person>,
        at_least: u32,
    ) -> Owing<'s> {
        let own = self.viewer.roles.contains(&role)
            || self
                .work
                .may_act(&self.viewer.roles, role, obligation)
                .is_some();
        Owing {
            obligation,
            role,
            own,
            home,
            person,
            subject: match person {
                Some(person) => Subject::Person(person.id.clone()),
                None => Subject::Household(home.id.clone()),
            },
            household: Subject::Household(home.id.clone()),
            at_least,
        }
    }

    fn subject(
        &self,
        obligation: &Arc<Obligation>,
        home: &Household,
        person: Option<&Person>,
        worlds: &mut Worlds<'_>,
        (first, last): (Day, Day),
        out: &mut Duties,
    ) {
        let Some((kind, at_least)) = obligation.every() else {
            return;
        };
        let tiles: Vec<Period> = periods(kind, first, last, self.work.week_start()).collect();
        let (Some(head), Some(tail)) = (tiles.first(), tiles.last()) else {
            return;
        };
        let spans = spans(obligation, worlds, person, head.first, tail.last);
        let on = self.today.clamp(head.first, tail.last);
        if let Some(Applies::Undecided(missing)) = spans
            .iter()
            .find(|span| span.from <= on && span.until.is_none_or(|until| on < until))
            .map(|span| &span.applies)
        {
            out.undecided.push(Undecided {
                obligation: Arc::clone(obligation),
                household: home.id.clone(),
                person: person.map(|person| person.id.clone()),
                missing: missing.clone(),
            });
        }
        if spans.iter().all(|span| span.applies != Applies::Yes) {
            return;
        }
        for role in &obligation.who {
            let owing = self.owing(obligation, *role, home, person, at_least);
            for tile in &tiles {
                if let Some(owed) = owed(*tile, &spans) {
                    out.duties.push(self.duty_state(&owing, &owed));
                }
            }
        }
    }

    fn duty_state(&self, owing: &Owing<'_>, owed: &Owed<'_>) -> DutyState {
        let visits = self.book.visits(&owing.home.id);
        let begin = visits.partition_point(|visit| visit.day < owed.counts_from);
        let end = visits.partition_point(|visit| visit.day <= owed.counts_to.min(self.today));
        let in_time = visits.get(begin..end).unwrap_or_default();
        let mut counted: Vec<(&VisitRecord, Capacity)> = Vec::new();
        let mut nearest: Option<Missing> = None;
        for visit in in_time {
            let Some(capacity) = capacity(owing, visit) else {
                continue;
            };
            if matches!(capacity, Capacity::Acting(_)) && !owing.obligation.stand_in {
                continue;
            }
            match self.shortfall(owing, visit) {
                None => {
                    // Two visits on one day are one time.
                    if counted.last().is_none_or(|(last, _)| last.day != visit.day) {
                        counted.push((visit, capacity));
                    }
                }
                Some(missing) => {
                    if nearest
                        .as_ref()
                        .is_none_or(|before| rank(before) <= rank(&missing))
                    {
                        nearest = Some(missing);
                    }
                }
            }
        }
        let needed = usize::try_from(owing.at_least).unwrap_or(usize::MAX);
        let done = needed
            .checked_sub(1)
            .and_then(|last| counted.get(last))
            .map(|(visit, capacity)| Done {
                visit: visit.visit.clone(),
                op: visit.origin.op.clone(),
                day: visit.day,
                worker: visit.worker.clone(),
                capacity: *capacity,
                recorded: visit.closed.day(),
                extra: u32::try_from(counted.len() - needed).unwrap_or(u32::MAX),
            });
        let heard = if owing.own {
            None
        } else {
            self.book
                .heard_through(&owing.home.grid, owing.role, self.own())
        };
        let mut missing = Vec::new();
        let status = match (done, owed.end) {
            (Some(done), _) => Status::Done(done),
            _ if !owing.own && heard.is_none_or(|through| through < owed.period.first) => {
                missing.push(Missing::Records);
                Status::Unknown
            }
            (None, Some((day, reason))) if day <= self.today => Status::Ended {
                day,
                reason: reason.clone(),
            },
            _ => Status::NotDone,
        };
        if !matches!(status, Status::Done(_) | Status::Unknown) {
            missing.push(nearest.unwrap_or(Missing::NoVisit));
            if let Some(more) = needed.checked_sub(counted.len())
                && needed > 1
            {
                missing.push(Missing::MoreVisits(u32::try_from(more).unwrap_or(u32::MAX)));
            }
        }
        let duty = DutyRef {
            obligation: owing.obligation.id.clone(),
            role: owing.role,
            about: owing.subject.clone(),
            first: owed.period.first,
        };
        DutyState {
            duty,
            obligation: Arc::clone(owing.obligation),
            household: owing.home.id.clone(),
            period: owed.period,
            from: owed.from,
            due: owed.due,
            own: owing.own,
            status,
            why: Why {
                last: self.last_visit(owing, owed.period.last),
                attempts: self.attempts(owing, owed),
                missing,
                heard_through: heard,
            },
            also: Vec::new(),
        }
    }

    fn last_visit(&self, owing: &Owing<'_>, to: Day) -> Option<LastVisit> {
        let visits = self.book.visits(&owing.home.id);
        let end = visits.partition_point(|visit| visit.day <= to.min(self.today));
        let before = visits.get(..end).unwrap_or_default();
        before.iter().rev().find_map(|visit| {
            let capacity = capacity(owing, visit)?;
            if !owing.obligation.takes(visit.mode) || !was_met(owing, visit) {
                return None;
            }
            Some(LastVisit {
                visit: visit.visit.clone(),
                day: visit.day,
                worker: visit.worker.clone(),
                capacity,
            })
        })
    }

    fn attempts(&self, owing: &Owing<'_>, owed: &Owed<'_>) -> Vec<AttemptSeen> {
        let attempts = self.book.attempts(&owing.home.id);
        attempts
            .iter()
            .filter(|attempt| {
                owed.counts_from <= attempt.day
                    && attempt.day <= owed.counts_to.min(self.today)
                    && owing.person.is_none_or(|person| {
                        attempt.persons.is_empty() || attempt.persons.contains(&person.id)
                    })
                    && (attempt.roles.contains(&owing.role)
                        || self
                            .work
                            .may_act(
                                &attempt.roles.iter().copied().collect(),
                                owing.role,
                                owing.obligation,
                            )
                            .is_some())
            })
            .map(|attempt| AttemptSeen {
                attempt: attempt.attempt.clone(),
                day: attempt.day,
                met: attempt.met.clone(),
            })
            .collect()
    }

    /// Returns what a visit lacks to complete a duty, none if nothing.
    fn shortfall(&self, owing: &Owing<'_>, visit: &VisitRecord) -> Option<Missing> {
        if !owing.obligation.takes(visit.mode) {
            return Some(Missing::OtherMode {
                visit: visit.visit.clone(),
                day: visit.day,
                mode: visit.mode,
            });
        }
        if !was_met(owing, visit) {
            return Some(Missing::NotSeen {
                visit: visit.visit.clone(),
                day: visit.day,
                met: owing
                    .person
                    .and_then(|person| visit.met(&person.id))
                    .map(str::to_owned),
            });
        }
        let questions = self.open_questions(owing, visit);
        (!questions.is_empty()).then(|| Missing::Questions {
            visit: visit.visit.clone(),
            day: visit.day,
            questions,
        })
    }

    /// Lists the required questions of an obligation that a visit left open.
    fn open_questions(&self, owing: &Owing<'_>, visit: &VisitRecord) -> Vec<OpenQuestion> {
        let mut open = Vec::new();
        let mut world: Option<World> = None;
        for id in &owing.obligation.done {
            let Some(checklist) = self.work.checklist(id) else {
                continue;
            };
            let before = open.len();
            let section = match (checklist.about, owing.person) {
                (About::Household, _) => &owing.household,
                (About::Person, Some(_)) => &owing.subject,
                (About::Person, None) => continue,
            };
            let members = Members::new(checklist, owing, visit);
            let mut cursor = 0;
            for question in &checklist.questions {
                let must = owing.obligation.must.contains(&question.id);
                if (question.optional && !must)
                    || !question.asks([owing.role])
                    || question.is_unset()
                {
                    continue;
                }
                for section in members.of(question, section) {
                    let about = question.about(section, &owing.household);
                    if is_answered(question, about, visit, &mut cursor)
                        || Self::is_known(question, about, owing)
                    {
                        continue;
                    }
                    let hidden =
                        question.is_conditional() && {
                            let world =
                                world.get_or_insert_with(|| {
                                    WorldMaker::new(self.work.dictionary(), self.work.classes())
                                        .world(owing.home, visit.day, &answers_over(visit))
                                });
                            question.hidden(world, about)
                        };
                    if !hidden {
                        open.push(OpenQuestion {
                            q: question.id.clone(),
                            about: about.clone(),
                        });
                    }
                }
            }
            // 低保户 for who is none: nothing of it can be missing.
            if open.len() > before && self.out_of_place(checklist, owing, visit) {
                open.truncate(before);
            }
        }
        open
    }

    /// Tells whether a checklist was surely not for the subject on the day of a
    /// visit.
    fn out_of_place(&self, checklist: &Checklist, owing: &Owing<'_>, visit: &VisitRecord) -> bool {
        checklist.show_if.as_ref().is_some_and(|rule| {
            let about = match checklist.about {
                About::Household => &owing.household,
                About::Person => &owing.subject,
            };
            let world = WorldMaker::new(self.work.dictionary(), self.work.classes())
                .only(&rule.reads)
                .by_lists()
                .world(owing.home, visit.day, &answers_over(visit));
            rule.surely_not(&world, about)
        })
    }

    /// Tells whether a question that is only brought along (带出) has something
    /// to bring, of whatever day: what is known need not be asked.
    fn is_known(question: &Question, about: &Subject, owing: &Owing<'_>) -> bool {
        question.carry == Carry::Carried
            && owing.home.facts_of(about).is_some_and(|facts| {
                facts
                    .records(&question.key)
                    .iter()
                    .any(|record| !record.value.is_unknown())
            })
    }
}

/// Of duties under one id for one role and subject, keeps the strictest (they
/// come first) and names in it the others of its time.
fn name_laxer(duties: &mut Vec<DutyState>, start: usize) {
    let mut at = start;
    while let Some(state) = duties.get(at) {
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

/// Returns in which capacity a visit counts for whoever owes; what a match list
/// asks for is done whichever of those it is asked of went.
fn capacity(owing: &Owing<'_>, visit: &VisitRecord) -> Option<Capacity> {
    let id = &owing.obligation.id;
    match owing.obligation.cadence {
        Cadence::OnImport { .. } => {
            let mut who = owing.obligation.who.iter();
            who.find_map(|role| visit.capacity(*role, id))
        }
        _ => visit.capacity(owing.role, id),
    }
}

/// Tells whether a visit met whom the obligation asks for.
fn was_met(owing: &Owing<'_>, visit: &VisitRecord) -> bool {
    if owing.obligation.mode != Some(NeedMode::Met) {
        return !visit.seen.is_empty() || visit.mode != crate::event::Mode::InPerson;
    }
    let enough = |met: &str| {
        met == MET_PERSON || (owing.obligation.meet == Meet::Family && met == MET_FAMILY)
    };
    match owing.person {
        Some(person) => visit.met(&person.id).is_some_and(enough),
        None => visit.seen.iter().any(|seen| enough(&seen.met)),
    }
}

/// Orders shortfalls by how near the visit came.
fn rank(missing: &Missing) -> u8 {
    match missing {
        Missing::Questions { .. } => 3,
        Missing::NotSeen { .. } => 2,
        Missing::OtherMode { .. } => 1,
        Missing::NoVisit | Missing::MoreVisits(_) | Missing::Answer | Missing::Records => 0,
    }
}

/// Returns the stretch of a period in which a rule applied, if it did at all.
fn owed(period: Period, spans: &[Span]) -> Option<Owed<'_>> {
    let mut inside = spans.iter().filter(|span| {
        span.applies == Applies::Yes
            && span.from <= period.last
            && span.until.is_none_or(|until| until > period.first)
    });
    let first = inside.next()?;
    let last = inside.next_back().unwrap_or(first);
    let from = first.from.max(period.first);
    let mut counts_from = from;
    for span in spans.iter().rev() {
        if span.until == Some(counts_from) && matches!(span.applies, Applies::Undecided(_)) {
            counts_from = span.from.max(period.first);
        }
    }
    let end = last
        .until
        .filter(|until| *until <= period.last)
        .zip(last.end.as_ref());
    let Some((until, reason)) = end else {
        return Some(Owed {
            period,
            from,
            counts_from,
            due: period.last,
            counts_to: period.last,
            end: None,
        });
    };
    // The dead cannot be visited; who moved on a day may have been seen that morning.
    let last_day = until.plus_days(-1);
    let (ended, counts_to) = match reason {
        EndReason::Died => (last_day, last_day),
        _ => (until, until),
    };
    Some(Owed {
        period,
        from,
        counts_from,
        due: last_day,
        counts_to,
        end: Some((ended, reason)),
    })
}
