//! The answers of a visit, with what each of them settles noted once.
//!
//! A year of a township asks of half a million visits, for every duty and role
//! anew, whether each question of a checklist has an answer. The names and
//! subjects of the answers lie all over the memory; their marks lie together.

use serde::{Deserialize, Serialize};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Deref;

use super::record::AnswerRecord;
use crate::checklist::question::Question;
use crate::event::{Answer, How, Subject};

/// Holds the answers of a visit, in the order asked.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "Vec<AnswerRecord>", into = "Vec<AnswerRecord>")]
pub struct Answers {
    records: Vec<AnswerRecord>,
    /// The mark of what each settles, ascending; some settle nothing.
    settled: Vec<u64>,
}

/// What an answer may say that it answers: what a question writes, or its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct QuestionMarks {
    writes: u64,
    id: u64,
}

impl QuestionMarks {
    pub(super) fn of(question: &Question) -> Self {
        Self {
            writes: mark((true, &*question.key)),
            id: mark((false, &*question.id)),
        }
    }
}

/// Returns the mark of whom an answer is about.
pub(super) fn about_mark(about: &Subject) -> u64 {
    // Turned, so that a name and a subject that read alike do not cancel out.
    mark(about).rotate_left(32)
}

/// Mixes a name into 64 bits; that two of the thousand names of a pack and the
/// subjects of a home share one will not happen in the life of the program.
fn mark(of: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

/// Returns the mark of what an answer settles, none if nothing: what it writes, or
/// its question where it writes nothing. One that was not asked settles what it
/// names the record of that was still fresh. 不清楚 and 不愿说 are answers.
fn settled(answer: &Answer) -> Option<u64> {
    let asked = answer.how != How::NotAsked;
    let name = match &answer.writes {
        Some(writes) if asked || answer.same_as.is_some() => mark((true, &**writes)),
        None if asked => mark((false, &*answer.q)),
        _ => return None,
    };
    Some(name ^ about_mark(&answer.about))
}

impl Answers {
    /// Adds an answer.
    pub fn push(&mut self, record: AnswerRecord) {
        if let Some(mark) = settled(&record.answer) {
            let at = self.settled.partition_point(|there| *there < mark);
            self.settled.insert(at, mark);
        }
        self.records.push(record);
    }

    /// Tells whether one of them settles a question about somebody.
    pub(super) fn settle(&self, question: QuestionMarks, about: u64) -> bool {
        let has = |name: u64| self.settled.binary_search(&(name ^ about)).is_ok();
        has(question.writes) || has(question.id)
    }
}

impl Deref for Answers {
    type Target = [AnswerRecord];

    fn deref(&self) -> &[AnswerRecord] {
        &self.records
    }
}

impl From<Vec<AnswerRecord>> for Answers {
    fn from(records: Vec<AnswerRecord>) -> Self {
        let marks = records.iter().map(|record| &record.answer);
        let mut settled: Vec<u64> = marks.filter_map(settled).collect();
        settled.sort_unstable();
        Self { records, settled }
    }
}

impl From<Answers> for Vec<AnswerRecord> {
    fn from(answers: Answers) -> Self {
        answers.records
    }
}

impl FromIterator<AnswerRecord> for Answers {
    fn from_iter<I: IntoIterator<Item = AnswerRecord>>(records: I) -> Self {
        Self::from(records.into_iter().collect::<Vec<_>>())
    }
}

impl<'a> IntoIterator for &'a Answers {
    type Item = &'a AnswerRecord;
    type IntoIter = std::slice::Iter<'a, AnswerRecord>;

    fn into_iter(self) -> Self::IntoIter {
        self.records.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tanfang_policy::value::FactValue;
    use tanfang_values::OpId;

    fn answer(q: &str, writes: Option<&str>, about: Subject, how: How) -> AnswerRecord {
        AnswerRecord {
            answer: Answer {
                q: q.into(),
                about,
                writes: writes.map(str::to_owned),
                value: (how != How::NotAsked).then_some(FactValue::Bool(true)),
                how,
                same_as: None,
            },
            op: OpId::new("o"),
        }
    }

    fn marks(id: &str, key: &str) -> QuestionMarks {
        QuestionMarks {
            writes: mark((true, key)),
            id: mark((false, id)),
        }
    }

    #[test]
    fn an_answer_settles_its_question_about_its_subject_alone() {
        let (p1, h1) = (
            Subject::Person("x1".into()),
            Subject::Household("x1".into()),
        );
        let fresh = |with: bool| {
            let mut record = answer("CL-03-9", Some("roof"), p1.clone(), How::NotAsked);
            record.answer.same_as = with.then(|| OpId::new("before"));
            record
        };
        let asked = [
            answer("CL-03-2", Some("health"), p1.clone(), How::Asked),
            answer("CL-03-5", None, p1.clone(), How::Asked),
        ];
        let settles = |answers: &Answers, id: &str, key: &str, about: &Subject| {
            answers.settle(marks(id, key), about_mark(about))
        };
        let all = Answers::from(asked.to_vec());
        // What is written decides, under whatever id it was asked.
        assert!(settles(&all, "CL-04-1", "health", &p1));
        assert!(!settles(&all, "CL-03-2", "other", &p1));
        // Where nothing is written, the id does.
        assert!(settles(&all, "CL-03-5", "health.more", &p1));
        // Another person, or a home under the same id, is another.
        for other in [h1, Subject::Person("x2".into())] {
            assert!(!settles(&all, "CL-03-2", "health", &other));
            assert!(!settles(&all, "CL-03-5", "health.more", &other));
        }
        // What was not asked settles what it names a fresh record of, nothing else.
        for (with, is) in [(true, true), (false, false)] {
            let mut all = all.clone();
            all.push(fresh(with));
            assert_eq!(settles(&all, "CL-03-9", "roof", &p1), is);
            assert!(!settles(&all, "CL-03-9", "wall", &p1));
            assert!(settles(&all, "CL-04-1", "health", &p1), "still");
        }
    }

    #[test]
    fn they_read_back_in_order_with_the_same_marks() {
        let p1 = Subject::Person("p1".into());
        let names = ["roof", "health", "food", "zeal", "age"];
        let records = names.map(|name| answer(name, Some(name), p1.clone(), How::Asked));
        let mut one_by_one = Answers::default();
        for one in &records {
            one_by_one.push(one.clone());
        }
        let all: Answers = records.iter().cloned().collect();
        assert_eq!(one_by_one, all);
        assert!(all.settled.is_sorted() && all.settled.len() == names.len());
        let text = serde_json::to_string(&all).unwrap();
        assert!(text.starts_with('['), "{text}");
        assert_eq!(serde_json::from_str::<Answers>(&text).unwrap(), all);
        let order: Vec<&str> = all.iter().map(|one| one.answer.q.as_str()).collect();
        assert_eq!(order, names);
    }
}
