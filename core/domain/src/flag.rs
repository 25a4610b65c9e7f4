//! Flags (线索): what classes there are, and when one is raised or joined to
//! one that is open.

use std::collections::BTreeSet;
use tanfang_policy::dict::About;
use tanfang_values::{Day, FlagId, HouseholdId};

use crate::event::Subject;
use crate::pack::cite::Clause;
use crate::pack::rule::Rule;
use crate::role::Role;

/// Holds one class of `flags.toml`.
#[derive(Debug, Clone, PartialEq)]
pub struct FlagClass {
    /// Id in records, such as `life_safety`.
    pub id: String,
    /// Name on screen and in rules.
    pub name: String,
    /// How pressing or confidential it is.
    pub class: Urgency,
    /// The clock as written; none is 未配置.
    pub clock: Option<String>,
    /// Who receives it: roles, or offices by name.
    pub to: Vec<Receiver>,
    /// Whether to offer a call at once.
    pub phone: bool,
    /// Whom to call, by the keys of `[[call]]`, in this order.
    pub call: Vec<String>,
    /// Of what there is one open flag at a time.
    pub one_per: OnePer,
    /// When it is raised without a question.
    pub when: Option<Rule>,
    /// While this is surely true it is held, not lost.
    pub hold_if: Option<Rule>,
    /// Roles that never see it.
    pub hide_from: BTreeSet<Role>,
    /// Outcomes with which it may be closed.
    pub close: Vec<String>,
    /// Where it is written.
    pub clause: Clause,
}

/// Says how pressing a class is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Urgency {
    /// 紧急.
    Urgent,
    /// 重要.
    Important,
    /// 保密.
    Confidential,
}

/// Names who receives a flag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Receiver {
    /// A role of ours.
    Role(Role),
    /// An office outside, by its name.
    Office(String),
}

/// Says of what there is one open flag at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnePer {
    /// 人 or 户.
    Subject(About),
    /// 件: each sighting is its own.
    Each,
}

/// Names a flag that is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenFlag {
    /// The flag.
    pub flag: FlagId,
    /// Id of its class.
    pub code: String,
    /// Whom it concerns.
    pub about: Subject,
    /// The home.
    pub household: HouseholdId,
    /// The day on which it was raised.
    pub day: Day,
}

impl FlagClass {
    /// Tells whether a call is to be offered at once, without waiting for a network.
    pub fn is_call(&self) -> bool {
        self.phone && self.class == Urgency::Urgent
    }

    /// Returns whom a flag concerns that an answer about `about` raises.
    pub fn subject(&self, about: &Subject, household: &HouseholdId) -> Subject {
        match self.one_per {
            OnePer::Subject(About::Household) => Subject::Household(household.clone()),
            OnePer::Subject(About::Person) | OnePer::Each => about.clone(),
        }
    }

    /// Finds the open flag that a new sighting belongs to: the oldest of the
    /// same class and subject.
    pub fn open<'a>(
        &self,
        about: &Subject,
        open: impl IntoIterator<Item = &'a OpenFlag>,
    ) -> Option<&'a OpenFlag> {
        if self.one_per == OnePer::Each {
            return None;
        }
        open.into_iter()
            .filter(|flag| flag.code == self.id && flag.about == *about)
            .min_by(|a, b| (a.day, &a.flag).cmp(&(b.day, &b.flag)))
    }

    /// Tells whether somebody of these roles may see it; one barred role bars,
    /// whatever else the person is.
    pub fn visible_to(&self, roles: &BTreeSet<Role>) -> bool {
        self.hide_from.is_disjoint(roles)
    }
}
