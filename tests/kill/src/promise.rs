//! What the writer acknowledged, and in what ways that can be broken.

use crate::{Left, Said};
use std::collections::{BTreeMap, BTreeSet};

/// Everything that was acknowledged about one store, over all its kills.
#[derive(Debug, Clone, Default)]
pub struct Promise {
    /// Whether the store was said to be open with its worker.
    pub set_up: bool,
    /// How many homes were said to be there.
    pub homes: usize,
    /// Visits said to be closed.
    pub closed: BTreeSet<String>,
    /// Visits whose closing began and was not said to have ended.
    pub closing: BTreeSet<String>,
    /// Answers said to be saved, by visit and question: of open drafts only.
    pub drafts: BTreeMap<String, BTreeMap<String, String>>,
    /// The answer whose saving began and was not said to have ended: visit, question, answer.
    pub answering: Option<(String, String, String)>,
    /// How many answers were acknowledged in all.
    pub answers: u64,
}

/// A promise that was not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Broken {
    /// An acknowledged visit, draft or answer is not there.
    Lost(String),
    /// Something is there more often than it was done.
    Doubled(String),
    /// Something does not read, does not verify, or was never done.
    Corrupt(String),
}

impl Promise {
    /// Hears a line.
    pub fn hear(&mut self, said: Said) {
        match said {
            // What photos promise is looked at elsewhere.
            Said::Started | Said::Photo { .. } => {}
            Said::SetUp => self.set_up = true,
            Said::Homes { count } => self.homes = count,
            Said::Opened { visit } => {
                self.drafts.entry(visit).or_default();
            }
            Said::Answering { visit, key, answer } => {
                self.answering = Some((visit, key, answer));
            }
            Said::Answered { visit, key, answer } => {
                self.answers += 1;
                self.answering = None;
                self.drafts.entry(visit).or_default().insert(key, answer);
            }
            Said::Closing { visit } => {
                self.closing.insert(visit);
            }
            Said::Closed { visit } => {
                self.closing.remove(&visit);
                self.drafts.remove(&visit);
                self.closed.insert(visit);
            }
        }
    }

    /// Compares with what is left, and takes over what turned out to be done.
    ///
    /// A closing or an answer that was not acknowledged may have happened or
    /// not, whole in either case; from now on it is a fact.
    pub fn check(&mut self, left: &Left) -> Vec<Broken> {
        let mut broken: Vec<Broken> = left.faults.iter().cloned().map(Broken::Corrupt).collect();
        for visit in std::mem::take(&mut self.closing) {
            if left.closed.contains_key(&visit) {
                self.drafts.remove(&visit);
                self.closed.insert(visit);
            }
        }
        if let Some((visit, key, answer)) = self.answering.take()
            && left.drafts.get(&visit).and_then(|found| found.get(&key)) == Some(&answer)
        {
            self.drafts.entry(visit).or_default().insert(key, answer);
        }
        for visit in &self.closed {
            match left.closed.get(visit) {
                None => broken.push(Broken::Lost(format!("visit {visit}"))),
                Some(1) => {}
                Some(n) => broken.push(Broken::Doubled(format!("visit {visit}, {n} times"))),
            }
            if left.drafts.contains_key(visit) {
                broken.push(Broken::Doubled(format!("visit {visit} is a draft as well")));
            }
        }
        for visit in left.closed.keys().filter(|v| !self.closed.contains(*v)) {
            broken.push(Broken::Corrupt(format!("visit {visit} was never closed")));
        }
        for (visit, answers) in &self.drafts {
            let Some(found) = left.drafts.get(visit) else {
                broken.push(Broken::Lost(format!("draft {visit}")));
                continue;
            };
            for (key, answer) in answers {
                match found.get(key) {
                    Some(there) if there == answer => {}
                    Some(there) => broken.push(Broken::Corrupt(format!(
                        "draft {visit}, question {key}: {there} instead of {answer}"
                    ))),
                    None => broken.push(Broken::Lost(format!("draft {visit}, question {key}"))),
                }
            }
        }
        if self.homes > left.homes {
            let lost = self.homes - left.homes;
            broken.push(Broken::Lost(format!("{lost} homes")));
        }
        broken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn promise(said: &[Said]) -> Promise {
        let mut promise = Promise::default();
        for said in said {
            promise.hear(said.clone());
        }
        promise
    }

    fn opened(visit: &str) -> Said {
        Said::Opened {
            visit: visit.into(),
        }
    }

    fn answered(visit: &str, answer: &str) -> Said {
        Said::Answered {
            visit: visit.into(),
            key: "q".into(),
            answer: answer.into(),
        }
    }

    fn closing(visit: &str) -> Said {
        Said::Closing {
            visit: visit.into(),
        }
    }

    fn closed(visit: &str) -> Said {
        Said::Closed {
            visit: visit.into(),
        }
    }

    fn left(closed: &[(&str, u64)], drafts: &[(&str, &str)]) -> Left {
        let mut left = Left::default();
        for (visit, times) in closed {
            left.closed.insert((*visit).to_owned(), *times);
        }
        for (visit, answer) in drafts {
            let answers = left.drafts.entry((*visit).to_owned()).or_default();
            answers.insert("q".to_owned(), (*answer).to_owned());
        }
        left
    }

    #[test]
    fn a_kept_promise_is_no_fault() {
        let said = [
            opened("v1"),
            answered("v1", "a"),
            closing("v1"),
            closed("v1"),
            opened("v2"),
            answered("v2", "a"),
            answered("v2", "b"),
        ];
        let left = left(&[("v1", 1)], &[("v2", "b")]);
        assert_eq!(promise(&said).check(&left), []);
    }

    #[test]
    fn lost_doubled_and_stray_visits_are_seen() {
        let said = [opened("v1"), closing("v1"), closed("v1")];
        assert_eq!(
            promise(&said).check(&left(&[], &[])),
            [Broken::Lost("visit v1".into())]
        );
        assert_eq!(
            promise(&said).check(&left(&[("v1", 2)], &[])),
            [Broken::Doubled("visit v1, 2 times".into())]
        );
        assert_eq!(
            promise(&said).check(&left(&[("v1", 1)], &[("v1", "a")])),
            [Broken::Doubled("visit v1 is a draft as well".into())]
        );
        assert_eq!(
            promise(&[opened("v1")]).check(&left(&[("v1", 1)], &[])),
            [
                Broken::Corrupt("visit v1 was never closed".into()),
                Broken::Lost("draft v1".into())
            ]
        );
    }

    #[test]
    fn an_unacknowledged_closing_is_whole_or_not_at_all() {
        let said = [opened("v1"), answered("v1", "a"), closing("v1")];
        let mut done = promise(&said);
        assert_eq!(done.check(&left(&[("v1", 1)], &[])), []);
        // Once found, it must stay.
        assert_eq!(
            done.check(&left(&[], &[("v1", "a")])),
            [
                Broken::Lost("visit v1".into()),
                Broken::Doubled("visit v1 is a draft as well".into())
            ]
        );
        assert_eq!(promise(&said).check(&left(&[], &[("v1", "a")])), []);
        assert_eq!(
            promise(&said).check(&left(&[], &[])),
            [Broken::Lost("draft v1".into())]
        );
    }

    #[test]
    fn lost_and_changed_answers_are_seen() {
        let said = [opened("v1"), answered("v1", "a"), answered("v1", "b")];
        assert_eq!(
            promise(&said).check(&left(&[], &[("v1", "a")])),
            [Broken::Corrupt(
                "draft v1, question q: a instead of b".into()
            )]
        );
        let mut empty = left(&[], &[]);
        empty.drafts.insert("v1".into(), BTreeMap::new());
        assert_eq!(
            promise(&said).check(&empty),
            [Broken::Lost("draft v1, question q".into())]
        );
    }

    #[test]
    fn an_unacknowledged_answer_may_stand_over_the_one_before() {
        let answering = Said::Answering {
            visit: "v1".into(),
            key: "q".into(),
            answer: "b".into(),
        };
        let said = [opened("v1"), answered("v1", "a"), answering];
        assert_eq!(promise(&said).check(&left(&[], &[("v1", "a")])), []);
        let mut done = promise(&said);
        assert_eq!(done.check(&left(&[], &[("v1", "b")])), []);
        // Once found, it must stay.
        assert_eq!(done.check(&left(&[], &[("v1", "a")])).len(), 1);
        assert_eq!(promise(&said).check(&left(&[], &[("v1", "c")])).len(), 1);
    }

    #[test]
    fn faults_of_the_store_and_lost_homes_are_seen() {
        let mut found = left(&[], &[]);
        found.faults.push("chain".into());
        assert_eq!(
            promise(&[Said::Homes { count: 2 }]).check(&found),
            [
                Broken::Corrupt("chain".into()),
                Broken::Lost("2 homes".into())
            ]
        );
    }
}
