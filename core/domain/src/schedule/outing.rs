//! What an open duty asks of a [`crate::plan`]: a trip or a call, from when, how often.

use tanfang_values::Day;

use super::duty::{DutyState, Status};
use super::obligation::NeedMode;
use super::why::Missing;
use crate::plan::{Need, Task};

/// Holds one thing that a duty still takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Errand {
    /// First day on which it may be done.
    pub first: Day,
    /// Last day on which it may be done.
    pub last: Day,
    /// What it takes.
    pub need: Need,
    /// On how many different days it is still to be done.
    pub repeats: u32,
}

impl Errand {
    /// Makes a task of it, at a home, for nobody yet and without a wish.
    pub fn task(self, home: usize) -> Task {
        Task {
            home,
            first: self.first,
            last: self.last,
            need: self.need,
            workers: Vec::new(),
            urgent: false,
            repeats: self.repeats,
            prefer: Vec::new(),
        }
    }
}

/// Returns what a duty still takes: nothing if it is done, ended or unknown or
/// takes no home (巡查), two things if it takes a visit and a call and has neither.
pub fn errands(duty: &DutyState, today: Day) -> Vec<Errand> {
    let Some((first, repeats)) = left(duty, today) else {
        return Vec::new();
    };
    let errand = |need: Need| Errand {
        first,
        last: duty.due,
        need,
        repeats,
    };
    needs(duty).into_iter().map(errand).collect()
}

/// Says what a duty takes of a home; nothing where it takes none.
fn needs(duty: &DutyState) -> Vec<Need> {
    match duty.obligation.mode {
        // A visit and a call: whichever is still missing.
        Some(_) if duty.obligation.modes_all => {
            let missing = || duty.why.missing.iter();
            let mut needs = Vec::new();
            if missing().any(|missing| !is_of_call(missing)) {
                needs.push(Need::AtHome);
            }
            if missing().any(is_of_call) {
                needs.push(Need::Call);
            }
            needs
        }
        Some(NeedMode::AtHome | NeedMode::Met) => vec![Need::AtHome],
        Some(NeedMode::Phone) => vec![Need::Phone],
        Some(NeedMode::Patrol) | None => Vec::new(),
    }
}

fn is_of_call(missing: &Missing) -> bool {
    matches!(
        missing,
        Missing::NoCall | Missing::NoAnswer { .. } | Missing::NotAsked { .. }
    )
}

/// Returns the first day on which a duty can still be done and on how many days
/// it still has to be.
fn left(duty: &DutyState, today: Day) -> Option<(Day, u32)> {
    let from = match &duty.status {
        Status::NotDone => duty.from,
        // Nobody is sent while a pause runs.
        Status::Paused { until, .. } => duty.from.max(until.plus_days(1)),
        Status::Done(_) | Status::Unknown | Status::Ended { .. } => return None,
    };
    let more = duty.why.missing.iter().find_map(|missing| match missing {
        Missing::MoreVisits(more) => Some(*more),
        _ => None,
    });
    // A second visit on the day of the last one would not count.
    let needed = duty.obligation.every().map_or(1, |(_, at_least)| at_least);
    let again = more.is_some_and(|more| more < needed);
    let seen = duty.why.last.as_ref().map(|last| last.day);
    let first = match seen {
        Some(day) if again && day >= duty.from => from.max(day.plus_days(1)),
        _ => from,
    };
    Some((first.max(today), more.unwrap_or(1)))
}
