//! What is proposed where nobody was met: another day, another time, going
//! there instead of calling. Nothing happens by itself.

use tanfang_values::{Day, Weekday};

use super::Owing;
use super::stretch::Owed;
use crate::schedule::Schedule;
use crate::schedule::obligation::NeedMode;
use crate::schedule::record::{AttemptRecord, CALL_FAMILY, CALL_PERSON, MET_PERSON};
use crate::schedule::why::{DayPart, Suggestion, Why};

/// How far ahead another day is looked for: every weekday comes twice.
const AHEAD: i64 = 14;

impl Schedule<'_> {
    /// Adds to why a duty is open what can be done about it.
    pub(super) fn propose(&self, owing: &Owing<'_>, owed: &Owed, why: &mut Why) {
        let today = self.day();
        if owed.from > today {
            return;
        }
        why.missed_in_row = self.missed_in_row(owing);
        if owing.obligation.mode == Some(NeedMode::Phone)
            && let Some(call) = why.unanswered.last()
        {
            why.suggests.push(Suggestion::GoThere { day: call.day });
        }
        let most = self.work().rhythm().missed_in_row;
        if most.is_some_and(|most| most <= why.missed_in_row) {
            why.suggests.push(Suggestion::Lost {
                trips: why.missed_in_row,
            });
        }
        if !why.attempts.is_empty() && today <= owed.counts_to {
            why.suggests.extend(self.try_on(owing, owed, why));
        }
    }

    /// Counts the trips that met nobody since somebody last met or reached the
    /// subject, whoever went.
    fn missed_in_row(&self, owing: &Owing<'_>) -> u32 {
        let today = self.day();
        let home = &owing.home.id;
        let attempts = self.book().attempts(home);
        if attempts.is_empty() {
            return 0;
        }
        let visits = self.book().visits(home).iter();
        let met = visits.filter(|visit| match owing.person {
            Some(person) => visit.met(&person.id) == Some(MET_PERSON),
            None => visit.seen.iter().any(|seen| seen.met == MET_PERSON),
        });
        let calls = self.book().contacts(home).iter();
        let reached = calls.filter(|call| {
            super::met::was_for(owing, call)
                && (call.result == CALL_PERSON || call.result == CALL_FAMILY)
        });
        let days = met
            .map(|visit| visit.day)
            .chain(reached.map(|call| call.day));
        let since = days.filter(|day| *day <= today).max();
        let missed = attempts
            .iter()
            .filter(|attempt| since.is_none_or(|since| since < attempt.day))
            .filter(|attempt| attempt.day <= today && was_to_see(owing, attempt));
        u32::try_from(missed.count()).unwrap_or(u32::MAX)
    }

    fn try_on(&self, owing: &Owing<'_>, owed: &Owed, why: &Why) -> Option<Suggestion> {
        let today = self.day();
        let failed: Vec<Weekday> = why.attempts.iter().map(|a| a.day.weekday()).collect();
        let last = why.attempts.last()?;
        let attempts = self.book().attempts(&owing.home.id).iter();
        let part = attempts
            .filter(|attempt| attempt.attempt == last.attempt)
            .find_map(|attempt| attempt.part())
            .map(other);
        let start = if why.attempts.iter().any(|attempt| attempt.day == today) {
            today.plus_days(1)
        } else {
            today
        };
        let end = owed.counts_to.min(today.plus_days(AHEAD));
        let days = (0..=AHEAD).map(|ahead| start.plus_days(ahead));
        let within: Vec<Day> = days.filter(|day| *day <= end).collect();
        let day = within
            .iter()
            .find(|day| !failed.contains(&day.weekday()))
            .or(within.first())?;
        Some(Suggestion::TryOn { day: *day, part })
    }
}

/// Tells whether an attempt was to see the subject.
pub(super) fn was_to_see(owing: &Owing<'_>, attempt: &AttemptRecord) -> bool {
    owing
        .person
        .is_none_or(|person| attempt.persons.is_empty() || attempt.persons.contains(&person.id))
}

fn other(part: DayPart) -> DayPart {
    match part {
        DayPart::Morning => DayPart::Afternoon,
        DayPart::Afternoon => DayPart::Evening,
        DayPart::Evening => DayPart::Morning,
    }
}
