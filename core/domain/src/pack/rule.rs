//! One checked expression of a pack, and what it reads.

use std::sync::Arc;
use tanfang_policy::dict::About;
use tanfang_policy::eval::{Outcomes, Tri, eval_bool, eval_open};
use tanfang_policy::lang::Expr;
use tanfang_policy::world::{Subject as Place, World};

use crate::event::Subject;

/// Holds a yes-no rule said about a home or a person.
#[derive(Debug, Clone)]
pub struct Rule {
    /// The checked expression.
    pub expr: Expr,
    /// About whom it is said.
    pub about: About,
    /// Ids of the facts it can read; nothing else can change its outcome but
    /// who lives there, what they receive, parameters and birthdays.
    pub reads: Arc<[String]>,
    /// Whether birthdays can change its outcome.
    pub ages: bool,
    /// Whether the mere passing of days can change its outcome (近, 当日).
    pub daily: bool,
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.about == other.about && self.expr.text() == other.expr.text()
    }
}

impl Rule {
    /// Evaluates the rule for a subject in a world.
    ///
    /// Returns none for a person who does not live there.
    pub fn test(&self, world: &World, subject: &Subject) -> Option<Tri> {
        Some(eval_bool(&self.expr, world, self.place(world, subject)?))
    }

    fn place(&self, world: &World, subject: &Subject) -> Option<Place> {
        match (self.about, subject) {
            (About::Household, _) => Some(Place::Household),
            (About::Person, Subject::Person(id)) => Some(Place::Person(world.member(id.as_str())?)),
            (About::Person, Subject::Household(_)) => None,
        }
    }

    /// Evaluates the rule without its reasons.
    fn outcomes(&self, world: &World, subject: &Subject) -> Option<Outcomes> {
        let place = self.place(world, subject)?;
        Some(eval_open(&self.expr, world, place).0)
    }

    /// Tells whether it is surely true: what raises a flag or makes a duty.
    pub fn surely(&self, world: &World, subject: &Subject) -> bool {
        self.outcomes(world, subject)
            .is_some_and(Outcomes::surely_true)
    }

    /// Tells whether it is surely false: what hides a question.
    pub fn surely_not(&self, world: &World, subject: &Subject) -> bool {
        self.outcomes(world, subject)
            .is_some_and(Outcomes::surely_false)
    }
}
