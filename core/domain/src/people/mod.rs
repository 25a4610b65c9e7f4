//! Who lives where, who looks after them, and what is known of them.
//!
//! These are snapshots: the store reads them from its projections, everything
//! else in this crate only reads them. A tour:
//!
//! * [`Household`] and [`Person`] – one grid a home; classes are dated
//!   [`Membership`]s, what a person receives are [`Benefit`] episodes.
//! * [`classes`] – which classes there are, and who is in them on a day.
//! * [`coverage`] – who is on which list, against how many there ought to be.
//! * [`facts`] – [`FactHistory`], every value of a fact with its day.
//! * [`items`] – incomes, expenses and property item by item, and what was said of benefits.
//! * [`worker`] – [`Worker`]s with several roles, the posts of a grid, the
//!   [`Viewer`] for whom something is worked out.
//! * [`clearance`] – which classes of data a viewer may hold; what is
//!   restricted is absent for the others.
//! * [`world`] – what the policy language sees of a home on a day.

pub mod classes;
pub mod clearance;
pub mod coverage;
pub mod facts;
pub mod items;
pub mod worker;
pub mod world;

use serde::{Deserialize, Serialize};
use tanfang_policy::value::FactValue;
use tanfang_values::{
    BatchId, BenefitId, Day, GridId, HouseholdId, MembershipId, Money, OpId, PersonId,
};

use crate::event::{DataClass, LeftWhy, Subject};

pub use classes::{ClassDef, Classes};
pub use clearance::Clearance;
pub use facts::{FactHistory, FactRecord};
pub use worker::{GridPost, RoleHeld, Viewer, Worker};

/// Holds a home (户) with the people in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Household {
    /// The home.
    pub id: HouseholdId,
    /// The grid that looks after it; one at a time.
    pub grid: GridId,
    /// Village, 12-digit division code.
    pub division: String,
    /// Head of the home (户主), if known.
    pub head: Option<PersonId>,
    /// Group (组) as written.
    pub group: Option<String>,
    /// House number as written.
    pub house_no: Option<String>,
    /// Phone of the home as written.
    pub phone: Option<String>,
    /// Everybody who lives or lived here.
    pub persons: Vec<Person>,
    /// Whether these are all who live together; unknown counts as not all.
    pub persons_complete: bool,
    /// What is known of the home as a whole.
    pub facts: FactHistory,
}

/// Holds a person (人) of a home.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The person.
    pub id: PersonId,
    /// Name as written.
    pub name: String,
    /// What neighbours call the person (小名).
    pub nickname: Option<String>,
    /// Identity number as written; it may be a wrong one.
    pub id_number: Option<String>,
    /// GB/T 2261.1 code.
    pub sex: Option<String>,
    /// Relation to the head, GB/T 4761 code.
    pub relation: Option<String>,
    /// Phone as written.
    pub phone: Option<String>,
    /// Guardian or carer.
    pub guardian: Option<String>,
    /// Phone of the guardian as written.
    pub guardian_phone: Option<String>,
    /// First day in this home, if it is known to have begun here.
    pub joined: Option<Day>,
    /// First day no longer in this home, and why.
    pub left: Option<Left>,
    /// Day of death.
    pub died: Option<Death>,
    /// Classes the person is or was in.
    pub memberships: Vec<Membership>,
    /// What the person receives or received.
    pub benefits: Vec<Benefit>,
    /// Whether these are all; unknown counts as not all.
    pub benefits_complete: bool,
    /// What is known of the person.
    pub facts: FactHistory,
}

/// Says when and why a person left a home.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// First day on which the person is no longer here.
    pub day: Day,
    /// Why.
    pub why: LeftWhy,
    /// The op that says so.
    pub op: OpId,
}

/// Says when a person died.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Death {
    /// The day.
    pub day: Day,
    /// The op that says so.
    pub op: OpId,
}

/// Puts a person into a class from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// The membership.
    pub id: MembershipId,
    /// Code of the class; a class that is an aid makes the person receive it.
    pub class: String,
    /// Who may know of it.
    pub data: DataClass,
    /// First day.
    pub from: Day,
    /// First day on which it no longer holds.
    pub until: Option<Day>,
    /// The list that says so.
    pub source: Option<BatchId>,
    /// The op that says so.
    pub op: OpId,
}

/// Holds what a person receives, from when to when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Benefit {
    /// The episode.
    pub id: BenefitId,
    /// Code of the dictionary's `aid`.
    pub scheme: String,
    /// Class within the scheme.
    pub level: Option<String>,
    /// Amount a month.
    pub amount: Option<Money>,
    /// First day; unknown means it runs already.
    pub from: Option<Day>,
    /// Last day.
    pub to: Option<Day>,
    /// Code of the dictionary's `exit_why`.
    pub why_ended: Option<String>,
    /// Whether it runs out gradually (渐退).
    pub tapering: bool,
    /// The op that says so.
    pub op: OpId,
}

impl Household {
    /// Finds a person who lives or lived here.
    pub fn person(&self, id: &PersonId) -> Option<&Person> {
        self.persons.iter().find(|person| person.id == *id)
    }

    /// Lists who lives here on a day.
    pub fn present(&self, day: Day) -> impl Iterator<Item = &Person> {
        self.persons.iter().filter(move |p| p.is_here(day))
    }

    /// Returns the facts of the home or of one of its persons.
    pub fn facts_of(&self, about: &Subject) -> Option<&FactHistory> {
        match about {
            Subject::Household(id) => (*id == self.id).then_some(&self.facts),
            Subject::Person(id) => self.person(id).map(|person| &person.facts),
        }
    }
}

impl Person {
    /// Tells whether the person lives here on a day; the day of death counts.
    pub fn is_here(&self, day: Day) -> bool {
        self.joined.is_none_or(|from| from <= day)
            && self.left.as_ref().is_none_or(|left| day < left.day)
            && self.died.as_ref().is_none_or(|death| day <= death.day)
    }

    /// Lists the classes the person is in on a day.
    pub fn classes(&self, day: Day) -> impl Iterator<Item = &Membership> {
        self.memberships.iter().filter(move |m| m.holds(day))
    }

    /// Returns the newest known value of a fact on a day.
    pub fn fact(&self, fact: &str, day: Day) -> Option<&FactValue> {
        self.facts.on(fact, day).map(|record| &record.value)
    }
}

impl Membership {
    /// Tells whether somebody was put down by hand and stands on no list (候选):
    /// to be visited like the others, but nobody receives anything by it.
    pub fn is_candidate(&self) -> bool {
        self.source.is_none()
    }

    /// Tells whether it holds on a day.
    pub fn holds(&self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }
}

impl Benefit {
    /// Tells whether it runs on a day.
    pub fn runs(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn a_membership_is_dated_on_both_ends() {
        let membership = Membership {
            id: MembershipId::new("m1"),
            class: "tekun".into(),
            data: DataClass::Core,
            from: day("2026-01-01"),
            until: Some(day("2026-03-01")),
            source: None,
            op: OpId::new("o1"),
        };
        assert!(!membership.holds(day("2025-12-31")));
        assert!(membership.holds(day("2026-01-01")));
        assert!(membership.holds(day("2026-02-28")));
        assert!(!membership.holds(day("2026-03-01")));
    }

    #[test]
    fn a_benefit_of_unknown_start_runs_until_its_last_day() {
        let benefit = Benefit {
            id: BenefitId::new("b1"),
            scheme: "tekun".into(),
            level: None,
            amount: None,
            from: None,
            to: Some(day("2026-03-01")),
            why_ended: None,
            tapering: false,
            op: OpId::new("o1"),
        };
        assert!(benefit.runs(day("2020-01-01")));
        assert!(benefit.runs(day("2026-03-01")));
        assert!(!benefit.runs(day("2026-03-02")));
    }
}
