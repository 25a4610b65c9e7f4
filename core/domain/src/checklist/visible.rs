//! Which questions are shown: hidden only where that is surely right.

use tanfang_policy::world::World;

use crate::checklist::question::{Checklist, Question};
use crate::event::Subject;

impl Checklist {
    /// Tells whether the whole section is surely not for a subject.
    pub fn hidden(&self, world: &World, about: &Subject) -> bool {
        self.show_if
            .as_ref()
            .is_some_and(|rule| rule.surely_not(world, about))
    }
}

impl Question {
    /// Tells whether it is surely not to be asked about a subject: its own
    /// condition is surely false, or that of the fact it writes.
    ///
    /// What is not known never hides a question.
    pub fn hidden(&self, world: &World, about: &Subject) -> bool {
        [&self.show_if, &self.only_if]
            .into_iter()
            .flatten()
            .any(|rule| rule.surely_not(world, about))
    }

    /// Tells whether it can be hidden at all.
    pub fn is_conditional(&self) -> bool {
        self.show_if.is_some() || self.only_if.is_some()
    }
}
