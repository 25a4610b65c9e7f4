//! What is proposed where nobody was met: going there instead of calling, asking
//! whether somebody is lost. Nothing happens by itself. When to try again is said
//! a home, by [`crate::schedule::again`].

use super::Owing;
use super::stretch::Owed;
use crate::schedule::Schedule;
use crate::schedule::obligation::NeedMode;
use crate::schedule::record::{AttemptRecord, CALL_FAMILY, CALL_PERSON, MET_PERSON};
use crate::schedule::why::{Suggestion, Why};

impl Schedule<'_> {
    /// Adds to why a duty is open what can be done about it.
    pub(super) fn propose(&self, owing: &Owing<'_>, owed: &Owed, why: &mut Why) {
        let today = self.day();
        if owed.from > today {
            return;
        }
        why.missed_in_row = *owing.missed.get_or_init(|| self.missed_in_row(owing));
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
    }

    /// Counts the trips that met nobody since somebody last met or reached the
    /// subject, whoever went.
    fn missed_in_row(&self, owing: &Owing<'_>) -> u32 {
        let today = self.day();
        let attempts = owing.records.attempts;
        if attempts.is_empty() {
            return 0;
        }
        let visits = owing.records.visits.iter();
        let met = visits.filter(|visit| match owing.person {
            Some(person) => visit.met(&person.id) == Some(MET_PERSON),
            None => visit.seen.iter().any(|seen| seen.met == MET_PERSON),
        });
        let calls = owing.records.contacts.iter();
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
}

/// Tells whether an attempt was to see the subject.
pub(super) fn was_to_see(owing: &Owing<'_>, attempt: &AttemptRecord) -> bool {
    owing
        .person
        .is_none_or(|person| attempt.persons.is_empty() || attempt.persons.contains(&person.id))
}
