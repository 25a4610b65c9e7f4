//! Whether a visit answered what a checklist asks.

use super::Owing;
use crate::checklist::question::{Each, Question, Writes};
use crate::event::{Mode, Subject};
use crate::pack::Work;
use crate::people::world::Overlay;
use crate::role::Role;
use crate::schedule::answers::{QuestionMarks, about_mark};
use crate::schedule::obligation::Obligation;
use crate::schedule::record::VisitRecord;

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

/// Somebody a question is about, with the mark by which answers are looked up.
pub(in crate::schedule) struct Whom {
    pub(super) subject: Subject,
    pub(super) mark: u64,
}

impl Whom {
    pub(super) fn new(subject: Subject) -> Self {
        Self {
            mark: about_mark(&subject),
            subject,
        }
    }
}

/// Holds the people a checklist asks about one by one.
pub(super) struct Members {
    present: Vec<Whom>,
    /// Those of whom the visit says whom it met.
    to_meet: Vec<Whom>,
}

/// What a checklist asks for a duty: the places of the questions that have to be
/// answered.
pub(in crate::schedule) struct Asked {
    /// Its place among the checklists of the pack.
    pub(super) checklist: usize,
    pub(super) questions: Vec<(usize, QuestionMarks)>,
    each: Vec<Each>,
}

impl Asked {
    /// Lists what an obligation asks of a role, a checklist each.
    pub(super) fn of(work: &Work, obligation: &Obligation, role: Role) -> Vec<Self> {
        let ids = obligation.done.iter();
        ids.filter_map(|id| {
            let mut lists = work.checklists().iter();
            let at = lists.position(|checklist| checklist.id == *id)?;
            let checklist = work.checklists().get(at)?;
            let mut asked = Self {
                checklist: at,
                questions: Vec::new(),
                each: Vec::new(),
            };
            for (at, question) in checklist.questions.iter().enumerate() {
                let must = obligation.must.contains(&question.id);
                if (question.optional && !must) || !question.asks([role]) || question.is_unset() {
                    continue;
                }
                asked.questions.push((at, QuestionMarks::of(question)));
                asked.each.push(question.each);
            }
            Some(asked)
        })
        .collect()
    }
}

impl Members {
    pub(super) fn new(asked: &Asked, owing: &Owing<'_>, visit: &VisitRecord) -> Self {
        let asks = |each| asked.each.contains(&each);
        let mut members = Self {
            present: Vec::new(),
            to_meet: Vec::new(),
        };
        if asks(Each::Members) {
            let present = owing.home.present(visit.day);
            members.present = present
                .map(|person| Whom::new(Subject::Person(person.id.clone())))
                .collect();
        }
        if asks(Each::ToMeet) {
            let seen = visit.seen.iter();
            members.to_meet = seen
                .map(|seen| Whom::new(Subject::Person(seen.person.clone())))
                .collect();
        }
        members
    }

    /// Lists the subjects of a question.
    pub(super) fn of<'s>(&'s self, question: &Question, section: &'s Whom) -> &'s [Whom] {
        match question.each {
            Each::Section => std::slice::from_ref(section),
            Each::Members => &self.present,
            Each::ToMeet => &self.to_meet,
        }
    }
}

/// Tells whether a visit answered a question.
pub(super) fn is_answered(
    question: &Question,
    marks: QuestionMarks,
    about: &Whom,
    visit: &VisitRecord,
) -> bool {
    if matches!(question.writes, Writes::Met(_)) {
        let person = about.subject.person();
        return person.is_some_and(|person| visit.met(person).is_some());
    }
    // Whom one met at the home needs no call.
    if matches!(question.writes, Writes::Reached(_)) && visit.mode == Mode::InPerson {
        return true;
    }
    visit.answers.settle(marks, about.mark)
}
