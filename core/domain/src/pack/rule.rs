//! One checked expression of a pack, and what it reads.

use std::sync::Arc;
use tanfang_policy::dict::About;
use tanfang_policy::eval::{Tri, eval_bool};
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
        let place = match (self.about, subject) {
            (About::Household, _) => Place::Household,
            (About::Person, Subject::Person(id)) => Place::Person(world.member(id.as_str())?),
            (About::Person, Subject::Household(_)) => return None,
        };
        Some(eval_bool(&self.expr, world, place))
    }

    /// Tells whether it is surely true: what raises a flag or makes a duty.
    pub fn surely(&self, world: &World, subject: &Subject) -> bool {
        self.test(world, subject)
            .is_some_and(|tri| tri.surely_true())
    }

    /// Tells whether it is surely false: what hides a question.
    pub fn surely_not(&self, world: &World, subject: &Subject) -> bool {
        self.test(world, subject)
            .is_some_and(|tri| tri.surely_false())
    }
}
