//! What has become of a duty: which visits and calls count, and what is missing.

use std::collections::BTreeSet;
use std::sync::Arc;
use tanfang_values::Day;

use super::Owing;
use super::met::{doubt_in, unanswered, was_for, was_met};
use super::next::was_to_see;
use super::stretch::Owed;
use crate::event::{DutyRef, Mode, PauseWhy};
use crate::people::Person;
use crate::schedule::Schedule;
use crate::schedule::doubt::Doubt;
use crate::schedule::duty::{Done, DutyState, Status};
use crate::schedule::obligation::{Cadence, NeedMode};
use crate::schedule::record::{Capacity, ContactRecord, PauseRecord, VisitRecord};
use crate::schedule::why::{AttemptSeen, CallSeen, LastVisit, Missing, Why};

/// A visit or a call that counts.
#[derive(Clone, Copy)]
struct Counted<'b> {
    trip: Trip<'b>,
    day: Day,
    capacity: Capacity,
    /// It counts only because the mode was overridden.
    non_contact: bool,
}

#[derive(Clone, Copy)]
enum Trip<'b> {
    Visit(&'b VisitRecord),
    Call(&'b ContactRecord),
}

/// What was looked at for one duty.
#[derive(Default)]
struct Looked<'b> {
    visits: Vec<Counted<'b>>,
    calls: Vec<Counted<'b>>,
    /// What the nearest visit lacks.
    visit_lacks: Option<Missing>,
    /// What the nearest call lacks.
    call_lacks: Option<Missing>,
    unanswered: Vec<CallSeen>,
}

impl Schedule<'_> {
    pub(super) fn duty_state(&self, owing: &Owing<'_>, owed: &Owed) -> DutyState {
        let looked = self.look(owing, owed);
        let needed = usize::try_from(owing.at_least).unwrap_or(usize::MAX);
        let done = if owing.obligation.modes_all {
            both(&looked, needed)
        } else {
            enough(&looked, needed)
        };
        let heard = if owing.own {
            None
        } else {
            *owing.heard.get_or_init(|| {
                self.book()
                    .heard_through(&owing.home.grid, owing.role, self.own())
            })
        };
        let mut missing = Vec::new();
        let mut status = match (done, &owed.end) {
            (Some(done), _) => Status::Done(done),
            _ if !owing.own && heard.is_none_or(|through| through < owed.period.first) => {
                missing.push(Missing::Records);
                Status::Unknown
            }
            (None, Some((day, reason))) if *day <= self.day() => Status::Ended {
                day: *day,
                reason: reason.clone(),
            },
            _ => Status::NotDone,
        };
        let open = status == Status::NotDone;
        if !matches!(status, Status::Done(_) | Status::Unknown) {
            missing.extend(lacks(owing, &looked, needed));
        }
        if open && let Some((until, why)) = self.paused(owing, owed) {
            status = Status::Paused { until, why };
        }
        let mut why = Why {
            last: self.last_visit(owing, owed.counts_to),
            attempts: self.attempts(owing, owed),
            unanswered: looked.unanswered,
            missing,
            heard_through: heard,
            ..Why::default()
        };
        if open {
            why.events = self.events_during(owing, owed);
            self.propose(owing, owed, &mut why);
        }
        DutyState {
            duty: DutyRef {
                obligation: owing.obligation.id.clone(),
                role: owing.role,
                about: owing.subject.subject.clone(),
                first: owed.period.first,
            },
            obligation: Arc::clone(owing.obligation),
            household: owing.home.id.clone(),
            period: owed.period,
            from: owed.from,
            due: owed.due,
            certainty: owed.certainty.clone(),
            own: owing.own,
            status,
            why,
            also: Vec::new(),
        }
    }

    fn look<'s>(&self, owing: &Owing<'s>, owed: &Owed) -> Looked<'s> {
        let mut looked = Looked::default();
        let (from, to) = (owed.counts_from, owed.counts_to.min(self.day()));
        for (visit, capacity) in between(counting(owing), from, to, |(visit, _)| visit.day) {
            let (visit, capacity) = (*visit, *capacity);
            let takes = owing.obligation.takes(visit.mode);
            let counted = Counted {
                trip: Trip::Visit(visit),
                day: visit.day,
                capacity,
                non_contact: !takes,
            };
            if owing.obligation.modes_all && matches!(visit.mode, Mode::Phone | Mode::Wechat) {
                if was_met(owing, visit) {
                    looked.calls.push(Counted {
                        non_contact: false,
                        ..counted
                    });
                }
                continue;
            }
            let lenient = !takes && self.is_overridden(owing, visit.mode, visit.day);
            match self.shortfall(owing, visit, lenient) {
                None => looked.visits.push(counted),
                Some(missing) => nearer(&mut looked.visit_lacks, missing),
            }
        }
        let takes = owing.obligation.takes_contact();
        if !takes && self.book().overrides().is_empty() {
            return looked;
        }
        for call in between(owing.records.contacts, from, to, |call| call.day) {
            if !takes && !self.is_overridden(owing, call.mode, call.day) {
                continue;
            }
            let capacity = self.capacity_of(&call.roles, owing.role, owing.obligation);
            let Some(capacity) = capacity.filter(|_| was_for(owing, call)) else {
                continue;
            };
            match unanswered(owing, call) {
                None => looked.calls.push(Counted {
                    trip: Trip::Call(call),
                    day: call.day,
                    capacity,
                    non_contact: !takes,
                }),
                Some(missing) => {
                    if matches!(missing, Missing::NoAnswer { .. }) {
                        looked.unanswered.push(CallSeen {
                            contact: call.contact.clone(),
                            day: call.day,
                            result: call.result.clone(),
                        });
                    }
                    nearer(&mut looked.call_lacks, missing);
                }
            }
        }
        looked
    }

    /// Tells whether the township lets a duty be done by this mode on a day.
    fn is_overridden(&self, owing: &Owing<'_>, mode: Mode, day: Day) -> bool {
        matches!(mode, Mode::Phone | Mode::Wechat)
            && self.book().overrides().iter().any(|given| {
                given.runs(day)
                    && matches!(given.mode, Mode::Phone | Mode::Wechat)
                    && given.covers(owing.home, &owing.obligation.id)
            })
    }

    /// Returns until when an open duty is paused, and why.
    ///
    /// The day that decides is today, the last day where that is past, the
    /// first where it is ahead.
    fn paused(&self, owing: &Owing<'_>, owed: &Owed) -> Option<(Day, PauseWhy)> {
        let pauses = owing.records.pauses;
        if pauses.is_empty() {
            return None;
        }
        let day = self.day().min(owed.due).max(owed.from);
        let covers = |pause: &&&PauseRecord| {
            let takes_visit = matches!(
                owing.obligation.mode,
                Some(NeedMode::AtHome | NeedMode::Met)
            );
            pause.runs(day)
                && if pause.obligations.is_empty() {
                    takes_visit
                } else {
                    pause.obligations.contains(&owing.obligation.id)
                }
        };
        let of = |person: &Person| {
            let mut running = pauses.iter().filter(covers);
            running.find(|pause| pause.person.as_ref().is_none_or(|id| *id == person.id))
        };
        // The home as a whole, or everybody of it.
        let whole = || {
            let whole = pauses.iter().filter(covers).find(|p| p.person.is_none());
            whole.or_else(|| {
                let each: Option<Vec<_>> = owing.home.present(day).map(of).collect();
                each?.into_iter().min_by_key(|pause| pause.to)
            })
        };
        let pause = owing.person.map_or_else(whole, of)?;
        Some((pause.to, pause.why))
    }

    /// Names the events of the place that ran while a duty was owed.
    fn events_during(&self, owing: &Owing<'_>, owed: &Owed) -> Vec<String> {
        let to = owed.due.min(self.day());
        let events = owing.records.events.iter();
        let mut names: Vec<String> = events
            .filter(|event| event.from <= to && event.to.is_none_or(|end| owed.from <= end))
            .map(|event| event.name.clone())
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    pub(super) fn last_visit(&self, owing: &Owing<'_>, to: Day) -> Option<LastVisit> {
        let before = between(
            counting(owing),
            Day::MIN,
            to.min(self.day()),
            |(visit, _)| visit.day,
        );
        before.iter().rev().find_map(|(visit, capacity)| {
            let counts = owing.obligation.takes(visit.mode)
                && was_met(owing, visit)
                && doubt_in(owing, visit.day).is_none();
            counts.then(|| LastVisit {
                visit: visit.visit.clone(),
                day: visit.day,
                worker: visit.worker.clone(),
                capacity: *capacity,
            })
        })
    }

    fn attempts(&self, owing: &Owing<'_>, owed: &Owed) -> Vec<AttemptSeen> {
        let to = owed.counts_to.min(self.day());
        let attempts = owing.records.attempts;
        between(attempts, owed.counts_from, to, |attempt| attempt.day)
            .iter()
            .filter(|attempt| {
                was_to_see(owing, attempt)
                    && self
                        .capacity_of(&attempt.roles, owing.role, owing.obligation)
                        .is_some()
            })
            .map(|attempt| AttemptSeen {
                attempt: attempt.attempt.clone(),
                day: attempt.day,
                met: attempt.met.clone(),
            })
            .collect()
    }
}

/// Returns the records, which stand by day, of `from..=to`.
fn between<T>(records: &[T], from: Day, to: Day, day: impl Fn(&T) -> Day) -> &[T] {
    let begin = records.partition_point(|record| day(record) < from);
    let end = records.partition_point(|record| day(record) <= to);
    records.get(begin..end).unwrap_or_default()
}

/// Lists the visits that count for whoever owes, by day, each with its capacity.
fn counting<'o, 's>(owing: &'o Owing<'s>) -> &'o [(&'s VisitRecord, Capacity)] {
    owing.counting.get_or_init(|| {
        let visits = owing.records.visits.iter();
        let counting = visits.filter_map(|visit| Some((*visit, capacity(owing, visit)?)));
        counting.collect()
    })
}

/// Returns in which capacity a visit counts for whoever owes; what a match
/// list or a campaign asks for is done whichever of those it is asked of went.
fn capacity(owing: &Owing<'_>, visit: &VisitRecord) -> Option<Capacity> {
    let id = &owing.obligation.id;
    let capacity = match owing.obligation.cadence {
        Cadence::OnImport { .. } | Cadence::Once(_) => {
            let mut who = owing.obligation.who.iter();
            who.find_map(|role| visit.capacity(*role, id))
        }
        _ => visit.capacity(owing.role, id),
    }?;
    let acting = matches!(capacity, Capacity::Acting(_));
    (owing.obligation.stand_in || !acting).then_some(capacity)
}

/// Returns what completed a duty: visits and calls on so many days, without
/// those that count only by an override if the others are enough.
fn enough(looked: &Looked<'_>, needed: usize) -> Option<Done> {
    match (looked.visits.as_slice(), looked.calls.as_slice()) {
        ([], []) => return None,
        // Nearly every period has one: nothing to order, nothing to choose from.
        ([one], []) | ([], [one]) => return (needed == 1).then(|| done_by(one, 0)),
        _ => {}
    }
    let mut all: Vec<Counted<'_>> = looked.visits.iter().chain(&looked.calls).copied().collect();
    // A visit before a call of the same day, real before substitute.
    all.sort_by_key(|one| (one.day, one.non_contact, matches!(one.trip, Trip::Call(_))));
    let days = |wanted: &dyn Fn(&Counted<'_>) -> bool| {
        let mut days: Vec<Counted<'_>> = Vec::new();
        for one in all.iter().filter(|one| wanted(one)) {
            // Two visits on one day are one time.
            if days.last().is_none_or(|last| last.day != one.day) {
                days.push(*one);
            }
        }
        days
    };
    let real = days(&|one| !one.non_contact);
    let counted = if real.len() >= needed {
        real
    } else {
        days(&|_| true)
    };
    let last = counted.get(needed.checked_sub(1)?)?;
    let extra = u32::try_from(counted.len() - needed).unwrap_or(u32::MAX);
    let mut done = done_by(last, extra);
    done.non_contact = counted.iter().take(needed).any(|one| one.non_contact);
    Some(done)
}

/// Returns what completed a duty that takes a visit and a call both.
fn both(looked: &Looked<'_>, needed: usize) -> Option<Done> {
    let mut days: Vec<&Counted<'_>> = Vec::new();
    for visit in &looked.visits {
        if days.last().is_none_or(|last| last.day != visit.day) {
            days.push(visit);
        }
    }
    let visit = days.get(needed.checked_sub(1)?)?;
    let call = looked.calls.first()?;
    let extra = u32::try_from(days.len() - needed).unwrap_or(u32::MAX);
    let (later, earlier) = if visit.day < call.day {
        (call, *visit)
    } else {
        (*visit, call)
    };
    let mut done = done_by(later, extra);
    match earlier.trip {
        Trip::Visit(visit) if done.visit.is_none() => done.visit = Some(visit.visit.clone()),
        Trip::Call(call) => done.contact = Some(call.contact.clone()),
        Trip::Visit(_) => {}
    }
    Some(done)
}

fn done_by(counted: &Counted<'_>, extra: u32) -> Done {
    let done = match counted.trip {
        Trip::Visit(visit) => Done {
            visit: Some(visit.visit.clone()),
            contact: None,
            patrol: None,
            non_contact: false,
            doubt: visit.clock_went_back().then_some(Doubt::ClockBack),
            op: visit.origin.op.clone(),
            day: visit.day,
            worker: visit.worker.clone(),
            capacity: counted.capacity,
            recorded: visit.closed.day(),
            extra,
        },
        Trip::Call(call) => Done {
            visit: None,
            contact: Some(call.contact.clone()),
            patrol: None,
            non_contact: false,
            doubt: None,
            op: call.origin.op.clone(),
            day: call.day,
            worker: call.worker.clone(),
            capacity: counted.capacity,
            recorded: call.at.day(),
            extra,
        },
    };
    Done {
        non_contact: counted.non_contact,
        ..done
    }
}

/// Lists what an open duty lacks.
fn lacks(owing: &Owing<'_>, looked: &Looked<'_>, needed: usize) -> Vec<Missing> {
    let mut missing = Vec::new();
    let (visits, calls) = (looked.visits.len(), looked.calls.len());
    if owing.obligation.modes_all {
        if visits < needed {
            missing.push(looked.visit_lacks.clone().unwrap_or(Missing::NoVisit));
        }
        if calls == 0 {
            missing.push(looked.call_lacks.clone().unwrap_or(Missing::NoCall));
        }
        return missing;
    }
    let phone = owing.obligation.mode == Some(NeedMode::Phone);
    let mut nearest = looked.visit_lacks.clone();
    if let Some(lack) = &looked.call_lacks {
        nearer(&mut nearest, lack.clone());
    }
    let nothing = if phone {
        Missing::NoCall
    } else {
        Missing::NoVisit
    };
    missing.push(nearest.unwrap_or(nothing));
    if needed > 1 {
        let all = looked.visits.iter().chain(&looked.calls);
        let days: BTreeSet<Day> = all.map(|one| one.day).collect();
        let more = needed.saturating_sub(days.len());
        missing.push(Missing::MoreVisits(u32::try_from(more).unwrap_or(u32::MAX)));
    }
    missing
}

/// Keeps the shortfall of whatever came nearest; of two alike the later.
fn nearer(before: &mut Option<Missing>, missing: Missing) {
    if before.as_ref().is_none_or(|b| rank(b) <= rank(&missing)) {
        *before = Some(missing);
    }
}

/// Orders shortfalls by how near the visit came.
fn rank(missing: &Missing) -> u8 {
    match missing {
        Missing::Questions { .. } | Missing::NotAsked { .. } => 3,
        Missing::NotSeen { .. } => 2,
        Missing::OtherMode { .. } | Missing::NoAnswer { .. } | Missing::Doubtful { .. } => 1,
        Missing::NoVisit
        | Missing::NoCall
        | Missing::MoreVisits(_)
        | Missing::Answer
        | Missing::Records => 0,
    }
}
