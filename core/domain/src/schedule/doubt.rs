//! Visits that cannot have been as they are written: kept, and marked.
//!
//! A visit before its person was born or after the death completes nothing for
//! that person; one on a day that is still ahead counts when that day has come;
//! one whose clock was set back counts on the day it names. None is lost.

use serde::{Deserialize, Serialize};
use tanfang_values::{Day, PersonId, VisitId};

use super::Schedule;
use super::judge::doubt_of;
use super::record::VisitRecord;
use crate::people::Household;

/// Says what is doubtful about a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// Its day lies before the person was born.
    BeforeBirth,
    /// Its day lies after the person's death.
    AfterDeath,
    /// Its day is still ahead.
    Future,
    /// It was closed before it was opened, or before its own day: somebody set
    /// the clock back.
    ClockBack,
}

/// Names a visit with what is doubtful about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubtful {
    /// The visit.
    pub visit: VisitId,
    /// Its day.
    pub day: Day,
    /// About whom, where it is about one person.
    pub person: Option<PersonId>,
    /// What is doubtful.
    pub doubt: Doubt,
}

impl VisitRecord {
    /// Tells whether the clock was set back while it was open.
    pub fn clock_went_back(&self) -> bool {
        self.closed.ms < self.opened.ms || self.closed.day() < self.day
    }
}

impl Schedule<'_> {
    /// Lists what is doubtful about the visits of a home, by day.
    pub fn doubts(&self, home: &Household) -> Vec<Doubtful> {
        let mut all = Vec::new();
        for visit in self.book().visits(&home.id) {
            let mut put = |person: Option<PersonId>, doubt| {
                all.push(Doubtful {
                    visit: visit.visit.clone(),
                    day: visit.day,
                    person,
                    doubt,
                });
            };
            if visit.day > self.day() {
                put(None, Doubt::Future);
            } else if visit.clock_went_back() {
                put(None, Doubt::ClockBack);
            }
            for seen in &visit.seen {
                let person = home.person(&seen.person);
                if let Some(doubt) = doubt_of(person, visit.day) {
                    put(Some(seen.person.clone()), doubt);
                }
            }
        }
        all
    }
}
