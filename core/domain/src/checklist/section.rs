//! The form of a visit: sections, and for each question what to do with it.

use tanfang_policy::value::FactValue;
use tanfang_values::{Day, OpId, PersonId, VisitId};

use crate::checklist::around::Around;
use crate::checklist::given::{Answers, Given};
use crate::checklist::question::{Carry, Checklist, Question, Topic, Writes};
use crate::event::{Mode, Subject};

/// Holds what to ask at a home, in order, for one viewer on one day.
#[derive(Debug, Clone, PartialEq)]
pub struct Form<'w> {
    /// The home.
    pub household: tanfang_values::HouseholdId,
    /// The day it is asked for.
    pub day: Day,
    /// The sections in order.
    pub sections: Vec<Section<'w>>,
    /// Answers to what is no longer asked; they are kept.
    pub dropped: Vec<Given>,
    /// Terms without content, for which questions are left out (内容未配置).
    pub unset: Vec<String>,
}

/// Holds one checklist about one subject.
#[derive(Debug, Clone, PartialEq)]
pub struct Section<'w> {
    /// The checklist.
    pub checklist: &'w Checklist,
    /// About whom.
    pub about: Subject,
    /// Obligations for which it is asked, whole; empty where nobody owes it.
    pub why: Vec<String>,
    /// Whether it is surely for this subject; otherwise it is asked because
    /// nothing rules it out.
    pub sure: bool,
    /// Its questions in order.
    pub questions: Vec<Asked<'w>>,
}

/// Holds one question as it stands on this visit.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked<'w> {
    /// The question as shown.
    pub question: &'w Question,
    /// Questions of other sections that write the same about the same subject
    /// and are therefore not asked again.
    pub also: Vec<&'w Question>,
    /// About whom the answer is.
    pub about: Subject,
    /// Why it is asked, each reason once; none where it was asked when the visit
    /// began and nothing asks for it any more.
    pub reasons: Vec<Reason>,
    /// Whether a duty needs it answered.
    pub required: bool,
    /// What to do with it.
    pub state: State,
    /// What was answered last time.
    pub last: Option<Last>,
    /// What was answered this time.
    pub given: Option<Given>,
}

/// Says what to do with a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Ask it.
    Ask,
    /// Known and still fresh: not asked again, only within reach.
    Fresh,
    /// Offer 都一样: there is a last answer to confirm.
    Same,
    /// 带出: the last answer is shown and stays.
    Carried,
    /// It is answered.
    Answered,
}

/// Holds the last answer to a question, from before this visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Last {
    /// The value.
    pub value: FactValue,
    /// The day from which it is known.
    pub day: Day,
    /// The op that says so.
    pub op: OpId,
    /// Whether it is still fresh; what is stale is still used, with its day.
    pub fresh: bool,
}

/// Says why a question is asked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// A duty asks its whole checklist: id of the obligation.
    Duty(String),
    /// Its checklist comes along with every visit.
    EveryVisit,
    /// What is known is of that day and past its freshness.
    Stale(Day),
    /// Its answer would decide this scheme.
    Hint(String),
    /// A flag of this class is open.
    Flag(String),
    /// What is known shows this need.
    Need(String),
}

/// Holds what a form is made from.
#[derive(Debug, Clone, Copy)]
pub struct FormInput<'a> {
    /// What stands around the visit.
    pub around: &'a Around<'a>,
    /// The visit; its own answers are never "last time".
    pub visit: &'a VisitId,
    /// How it is made: by phone only what a duty by phone asks.
    pub mode: Mode,
    /// What has been answered so far.
    pub answers: &'a Answers,
}

impl<'w> Form<'w> {
    /// Finds the question that writes a key about a subject.
    pub fn find(&self, key: &str, about: &Subject) -> Option<&Asked<'w>> {
        self.questions()
            .find(|asked| asked.question.key == key && asked.about == *about)
    }

    /// Finds a question by its id and subject, also under the id it has in
    /// another section.
    pub fn question(&self, q: &str, about: &Subject) -> Option<&Asked<'w>> {
        self.questions().find(|asked| {
            asked.about == *about
                && (asked.question.id == q || asked.also.iter().any(|also| also.id == q))
        })
    }

    /// Lists every question in order.
    pub fn questions(&self) -> impl Iterator<Item = &Asked<'w>> {
        self.sections.iter().flat_map(|section| &section.questions)
    }

    /// Lists every question in the order in which one asks: by topic, and in each
    /// what a duty demands first.
    pub fn in_order(&self) -> Vec<&Asked<'w>> {
        let mut asked: Vec<&Asked<'w>> = self.questions().collect();
        asked.sort_by_key(|asked| (asked.topic(), !asked.demanded()));
        asked
    }

    /// Lists what 都一样 would confirm, about one subject or about all.
    pub fn same<'a>(&'a self, about: Option<&'a Subject>) -> impl Iterator<Item = &'a Asked<'w>> {
        self.questions().filter(move |asked| {
            asked.state == State::Same && about.is_none_or(|about| asked.about == *about)
        })
    }

    /// Lists the persons whose seeing the visit asks about.
    pub fn persons(&self) -> impl Iterator<Item = &PersonId> {
        self.questions()
            .filter(|asked| matches!(asked.question.writes, Writes::Met(_)))
            .filter_map(|asked| asked.about.person())
    }
}

impl<'w> Asked<'w> {
    /// Lists the question and the others that are the same.
    pub fn all(&self) -> impl Iterator<Item = &'w Question> + '_ {
        std::iter::once(self.question).chain(self.also.iter().copied())
    }

    /// Says where it stands: of several the foremost place.
    pub fn topic(&self) -> Topic {
        let topics = self.all().map(|question| question.topic);
        topics.min().unwrap_or(Topic::Matters)
    }

    /// Tells whether a duty asks it.
    pub fn demanded(&self) -> bool {
        let mut reasons = self.reasons.iter();
        reasons.any(|reason| matches!(reason, Reason::Duty(_)))
    }

    /// Joins another question that is the same: what either demands is demanded.
    pub(super) fn join(&mut self, question: &'w Question, required: bool, reasons: Vec<Reason>) {
        self.also.push(question);
        self.required |= required;
        for reason in reasons {
            if !self.reasons.contains(&reason) {
                self.reasons.push(reason);
            }
        }
        let strictest = self.all().map(Question::carried).min();
        let strictest = strictest.unwrap_or(Carry::Always);
        self.state = State::of(strictest, self.given.as_ref(), self.last.as_ref());
    }
}

impl State {
    /// Says what to do with a question, by what becomes of its last answer.
    pub(super) fn of(carry: Carry, given: Option<&Given>, last: Option<&Last>) -> Self {
        let known = last.is_some_and(|last| !last.value.is_unknown());
        match carry {
            _ if given.is_some() => Self::Answered,
            Carry::Same if known && last.is_some_and(|last| last.fresh) => Self::Fresh,
            Carry::Same if known => Self::Same,
            Carry::Carried if known => Self::Carried,
            Carry::Always | Carry::Same | Carry::Carried => Self::Ask,
        }
    }
}
