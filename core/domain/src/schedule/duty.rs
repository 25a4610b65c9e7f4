//! What a duty is, and what has become of it.

use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tanfang_values::{
    Certainty, ContactId, Day, DutyId, HouseholdId, OpId, PatrolId, Period, PersonId, VisitId,
    WorkerId,
};

use crate::event::{DutyRef, LeftWhy, PauseWhy, Subject};
use crate::role::Role;
use crate::schedule::doubt::Doubt;
use crate::schedule::obligation::Obligation;
use crate::schedule::place::PlaceDuty;
use crate::schedule::record::Capacity;
use crate::schedule::why::{LastVisit, Why};
use tanfang_policy::value::FactValue;

/// Holds a duty: obligation × actor role × subject × period, and its state.
#[derive(Debug, Clone, PartialEq)]
pub struct DutyState {
    /// What names it in ops.
    pub duty: DutyRef,
    /// The rule it comes from.
    pub obligation: Arc<Obligation>,
    /// The home to go to.
    pub household: HouseholdId,
    /// The period it belongs to; a visit counts in the period of its own day.
    pub period: Period,
    /// First day on which it is owed: later than the period's when the subject
    /// came in the middle of it.
    pub from: Day,
    /// Last day on which it ought to be done: earlier than the period's when it
    /// ended; [`Day::MAX`] where no source names one ([`DutyState::due_day`]).
    pub due: Day,
    /// What the last day rests on, where it hangs on which days are worked.
    pub certainty: Option<Certainty>,
    /// Whether it is the viewer's own, by role or by acting for it.
    pub own: bool,
    /// What has become of it.
    pub status: Status,
    /// Why it is there and in that state.
    pub why: Why,
    /// Laxer rules under the same id, of packs that stand beside: this one is
    /// shown, they are named.
    pub also: Vec<Arc<Obligation>>,
}

/// Says what has become of a duty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// 已办.
    Done(Done),
    /// 还没办.
    NotDone,
    /// 不知道: the records of whoever owes it have not come in.
    Unknown,
    /// 还没办, and an approved pause (暂停) runs: nobody is late, and a visit made
    /// anyway counts.
    Paused {
        /// Last day of the pause.
        until: Day,
        /// Why.
        why: PauseWhy,
    },
    /// It ended before it was done.
    Ended {
        /// The day on which it ended.
        day: Day,
        /// Why.
        reason: EndReason,
    },
}

/// Names what completed a duty: a visit, a call or a patrol, and where it takes
/// a visit and a call, both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// The visit; the last one needed, where several are.
    pub visit: Option<VisitId>,
    /// The call.
    pub contact: Option<ContactId>,
    /// The patrol.
    pub patrol: Option<PatrolId>,
    /// Whether it counts only because the mode was overridden (非接触替代).
    pub non_contact: bool,
    /// What is doubtful about the visit.
    pub doubt: Option<Doubt>,
    /// The op that says so.
    pub op: OpId,
    /// The day on which it was done.
    pub day: Day,
    /// Who did it.
    pub worker: WorkerId,
    /// In which capacity it counts.
    pub capacity: Capacity,
    /// Day on which it was written down; later than `day` for a late entry.
    pub recorded: Day,
    /// Further visits of the period that would have counted: welcome, and never blocked.
    pub extra: u32,
}

/// Says why a duty ended before its period did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndReason {
    /// The person died.
    Died,
    /// The person left the home.
    Left(LeftWhy),
    /// Facts changed on that day, such as 供养方式 to 集中.
    Facts(Vec<ChangedFact>),
    /// The person is no longer in a class.
    Membership(String),
    /// The person no longer receives something.
    Benefit(String),
    /// The event during which it applied is over.
    Event(String),
    /// It can no longer be said whether the obligation applies: 待核.
    Undecided,
    /// The rule itself changed on that day.
    Rule,
}

/// Names a fact and the value it took.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangedFact {
    /// Dictionary id.
    pub fact: String,
    /// The value from that day on.
    pub value: FactValue,
}

/// Names somebody of whom it cannot be said whether an obligation applies.
#[derive(Debug, Clone, PartialEq)]
pub struct Undecided {
    /// The rule.
    pub obligation: Arc<Obligation>,
    /// The home.
    pub household: HouseholdId,
    /// The person, or none for the home as a whole.
    pub person: Option<PersonId>,
    /// What would have to be known.
    pub missing: Vec<String>,
}

/// Names somebody to whom something is owed without saying when or how (未配置).
#[derive(Debug, Clone, PartialEq)]
pub struct UnsetDuty {
    /// The rule.
    pub obligation: Arc<Obligation>,
    /// The home.
    pub household: HouseholdId,
    /// The person, or none for the home as a whole.
    pub person: Option<PersonId>,
    /// Whether it is the viewer's own, by role or by acting for it.
    pub own: bool,
    /// The last time the subject was met by whoever owes it.
    pub last: Option<LastVisit>,
    /// The day before which it has to be done, where that much is known.
    pub before: Option<Day>,
}

/// Holds the duties of homes, and who could not be decided.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Duties {
    /// Duties: by home and subject as given, then obligation, role and period.
    pub duties: Vec<DutyState>,
    /// Patrols of the places where these homes lie.
    pub places: Vec<PlaceDuty>,
    /// What is owed without a day: 未配置.
    pub unset: Vec<UnsetDuty>,
    /// 待核, counted apart: a duty exists only where the rule surely applies.
    pub undecided: Vec<Undecided>,
}

impl Duties {
    /// Forgets everything, keeping its room for the next home.
    pub(super) fn clear(&mut self) {
        self.duties.clear();
        self.places.clear();
        self.unset.clear();
        self.undecided.clear();
    }
}

/// Says how a duty stands on a day, for words a person understands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It cannot be done yet.
    Ahead {
        /// First day.
        from: Day,
    },
    /// 可以去: there is time.
    Open {
        /// Last day.
        until: Day,
    },
    /// 该去了: few days are left.
    Soon {
        /// Days after this one that are left; 0 is the last day.
        left: i64,
    },
    /// 晚了: its last day is past.
    Late {
        /// By how many days.
        days: i64,
    },
    /// An approved pause runs.
    Paused {
        /// Its last day.
        until: Day,
    },
    /// No source names a day: 未配置.
    Unset,
    /// 已办.
    Done,
    /// It ended undone.
    Ended,
    /// The records of whoever owes it have not come in.
    Unknown,
}

impl DutyState {
    /// Returns the name of the duty as one text.
    pub fn id(&self) -> DutyId {
        duty_id(&self.duty)
    }

    /// Returns the last day on which it can be done; none where no source names
    /// one (内容未配置): such a duty is never late.
    pub fn due_day(&self) -> Option<Day> {
        (self.due != Day::MAX).then_some(self.due)
    }

    /// Returns by how many days it is past its last day without being done.
    ///
    /// A fact, not a verdict: nothing can fill the period any more but a visit
    /// that took place in it and is written down late.
    pub fn late_days(&self, today: Day) -> Option<i64> {
        (self.status == Status::NotDone && today > self.due).then(|| self.due.days_until(today))
    }

    /// Returns how it stands on a day.
    ///
    /// The last quarter of its time, a week at the most, is 该去了: our choice,
    /// no document names a day for it.
    pub fn standing(&self, today: Day) -> Standing {
        match &self.status {
            Status::Done(_) => return Standing::Done,
            Status::Ended { .. } => return Standing::Ended,
            Status::Unknown => return Standing::Unknown,
            Status::Paused { until, .. } => return Standing::Paused { until: *until },
            Status::NotDone => {}
        }
        if today < self.from {
            return Standing::Ahead { from: self.from };
        }
        let Some(due) = self.due_day() else {
            return Standing::Unset;
        };
        let left = today.days_until(due);
        let soon = (self.from.days_until(due).saturating_add(1) / 4).clamp(0, 7);
        if left < 0 {
            Standing::Late { days: -left }
        } else if left <= soon {
            Standing::Soon { left }
        } else {
            Standing::Open { until: due }
        }
    }

    /// Tells whether it can be done on a day.
    pub fn is_open_on(&self, day: Day) -> bool {
        self.status == Status::NotDone && self.from <= day && day <= self.due
    }
}

/// Writes the id of a duty: `V02/VillageCommittee/person:<id>/2026-11-16`.
pub fn duty_id(duty: &DutyRef) -> DutyId {
    let kind = match &duty.about {
        Subject::Person(_) => "person",
        Subject::Household(_) => "household",
    };
    DutyId::new(format!(
        "{}/{}/{kind}:{}/{}",
        duty.obligation,
        duty.role,
        duty.about.id(),
        duty.first
    ))
}

/// Reads what [`duty_id`] writes.
pub fn parse_duty_id(id: &DutyId) -> Option<DutyRef> {
    let (obligation, rest) = id.as_str().split_once('/')?;
    let (role, rest) = rest.split_once('/')?;
    let (about, first) = rest.rsplit_once('/')?;
    let about = match about.split_once(':')? {
        ("person", id) => Subject::Person(id.into()),
        ("household", id) => Subject::Household(id.into()),
        _ => return None,
    };
    Some(DutyRef {
        obligation: obligation.to_owned(),
        role: Role::parse(role)?,
        about,
        first: Day::parse(first).ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duty_id_reads_back() {
        for about in [
            Subject::Person(PersonId::new("p/1:x")),
            Subject::Household(HouseholdId::new("h1")),
        ] {
            let duty = DutyRef {
                obligation: "V02".into(),
                role: Role::VillageCommittee,
                about,
                first: Day::parse("2026-11-16").unwrap(),
            };
            assert_eq!(parse_duty_id(&duty_id(&duty)), Some(duty));
        }
        assert_eq!(
            parse_duty_id(&DutyId::new("V02/Nobody/person:p/2026-11-16")),
            None
        );
        assert_eq!(parse_duty_id(&DutyId::new("V02")), None);
    }
}
