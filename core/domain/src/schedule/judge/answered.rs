//! Whether a visit answered what a checklist asks.

use super::Owing;
use crate::checklist::question::{Checklist, Each, Question, Writes};
use crate::event::{Mode, Subject};
use crate::people::world::Overlay;
use crate::schedule::record::{AnswerRecord, VisitRecord};

/// Returns what a visit answered, as rules see it.
///
/// The home's records hold the same once they are projected; a visit that is
/// being closed is not among them yet.
pub(super) fn answers_over(visit: &VisitRecord) -> Vec<Overlay> {
    visit
        .answers
        .iter()
        .filter_map(|record| {
            Some(Overlay {
                about: record.answer.about.clone(),
                fact: record.answer.writes.clone()?,
                value: record.answer.value.clone()?,
            })
        })
        .collect()
}

/// Holds the people a checklist asks about one by one.
pub(super) struct Members {
    present: Vec<Subject>,
    /// Those of whom the visit says whom it met.
    to_meet: Vec<Subject>,
}

impl Members {
    pub(super) fn new(checklist: &Checklist, owing: &Owing<'_>, visit: &VisitRecord) -> Self {
        let asks = |each| checklist.questions.iter().any(|q| q.each == each);
        let mut members = Self {
            present: Vec::new(),
            to_meet: Vec::new(),
        };
        if asks(Each::Members) {
            let present = owing.home.present(visit.day);
            members.present = present
                .map(|person| Subject::Person(person.id.clone()))
                .collect();
        }
        if asks(Each::ToMeet) {
            let seen = visit.seen.iter();
            members.to_meet = seen
                .map(|seen| Subject::Person(seen.person.clone()))
                .collect();
        }
        members
    }

    /// Lists the subjects of a question.
    pub(super) fn of<'s>(&'s self, question: &Question, section: &'s Subject) -> &'s [Subject] {
        match question.each {
            Each::Section => std::slice::from_ref(section),
            Each::Members => &self.present,
            Each::ToMeet => &self.to_meet,
        }
    }
}

/// Tells whether a visit answered a question; answers stand in the order asked,
/// so the search goes on from where the last one was found.
pub(super) fn is_answered(
    question: &Question,
    about: &Subject,
    visit: &VisitRecord,
    cursor: &mut usize,
) -> bool {
    if matches!(question.writes, Writes::Met(_)) {
        return about
            .person()
            .is_some_and(|person| visit.met(person).is_some());
    }
    // Whom one met at the home needs no call.
    if matches!(question.writes, Writes::Reached(_)) && visit.mode == Mode::InPerson {
        return true;
    }
    let (before, after) = visit
        .answers
        .split_at_checked(*cursor)
        .unwrap_or((&visit.answers, &[]));
    let found = |record: &AnswerRecord| question.is_settled_by(&record.answer, about);
    let at = match after.iter().position(found) {
        Some(at) => Some(*cursor + at),
        None => before.iter().position(found),
    };
    if let Some(at) = at {
        *cursor = at + 1;
    }
    at.is_some()
}
