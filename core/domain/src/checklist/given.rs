//! Answers given so far, each saved the moment it is given.

use serde::{Deserialize, Serialize};
use tanfang_policy::value::FactValue;
use tanfang_values::{OpId, Stamp};

use crate::event::{How, Subject};
use crate::people::world::Overlay;

/// Holds one answer of a draft.
///
/// It stands on its own: it keeps what it writes, so that a changed checklist
/// loses nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// The question.
    pub q: String,
    /// About whom.
    pub about: Subject,
    /// What it writes: a dictionary id, `visit.<x>`, `ledger.<x>` or `need.<x>`.
    pub key: String,
    /// The value; 不清楚 and 不愿说 are answers too.
    pub value: FactValue,
    /// Asked, or confirmed to be the same as last time.
    pub how: How,
    /// The op of the answer it repeats.
    pub same_as: Option<OpId>,
    /// When it was given.
    pub at: Stamp,
}

/// Holds the answers of a draft, at most one a key and subject.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(Vec<Given>);

impl Answers {
    /// Makes them of what was saved; of two to the same question the later stays.
    pub fn new(saved: impl IntoIterator<Item = Given>) -> Self {
        let mut answers = Self::default();
        for given in saved {
            match answers.get(&given.key, &given.about) {
                Some(there) if there.at.ms > given.at.ms => {}
                _ => answers.put(given),
            }
        }
        answers
    }

    /// Returns the answer that is written to a key about a subject.
    pub fn get(&self, key: &str, about: &Subject) -> Option<&Given> {
        self.0
            .iter()
            .find(|given| given.key == key && given.about == *about)
    }

    /// Puts an answer in the place of the one before it.
    pub fn put(&mut self, given: Given) {
        match self
            .0
            .iter_mut()
            .find(|there| there.key == given.key && there.about == given.about)
        {
            Some(there) => *there = given,
            None => self.0.push(given),
        }
    }

    /// Takes an answer back; returns it.
    pub fn take(&mut self, key: &str, about: &Subject) -> Option<Given> {
        let at = self
            .0
            .iter()
            .position(|given| given.key == key && given.about == *about)?;
        Some(self.0.remove(at))
    }

    /// Lists them in the order first given.
    pub fn iter(&self) -> std::slice::Iter<'_, Given> {
        self.0.iter()
    }

    /// Tells whether nothing was answered.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns them as rules see them, over what was known before.
    pub fn overlay(&self) -> Vec<Overlay> {
        self.0
            .iter()
            .map(|given| Overlay {
                about: given.about.clone(),
                fact: given.key.clone(),
                value: given.value.clone(),
            })
            .collect()
    }
}

impl<'a> IntoIterator for &'a Answers {
    type Item = &'a Given;
    type IntoIter = std::slice::Iter<'a, Given>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tanfang_values::PersonId;

    fn given(key: &str, value: bool, ms: i64) -> Given {
        Given {
            q: "CL-03-3a".into(),
            about: Subject::Person(PersonId::new("p1")),
            key: key.into(),
            value: FactValue::Bool(value),
            how: How::Asked,
            same_as: None,
            at: Stamp {
                ms,
                offset_min: 480,
            },
        }
    }

    #[test]
    fn an_answer_takes_the_place_of_the_one_before() {
        let mut answers = Answers::default();
        answers.put(given("food_ok", true, 1));
        answers.put(given("yard_clean", true, 2));
        answers.put(given("food_ok", false, 3));
        let keys: Vec<&str> = answers.iter().map(|g| g.key.as_str()).collect();
        assert_eq!(keys, ["food_ok", "yard_clean"]);
        let about = Subject::Person(PersonId::new("p1"));
        let taken = answers.take("food_ok", &about).unwrap();
        assert_eq!(taken.value, FactValue::Bool(false));
        assert!(answers.get("food_ok", &about).is_none());
    }

    #[test]
    fn the_saved_form_of_an_answer_stays() {
        // Drafts outlive an upgrade: a change here needs a reader of the old form.
        let given = Given {
            how: How::Same,
            same_as: Some(OpId::new("o1")),
            ..given("food_ok", true, 5)
        };
        assert_eq!(
            serde_json::to_string(&given).unwrap(),
            r#"{"q":"CL-03-3a","about":{"person":"p1"},"key":"food_ok","value":{"bool":true},"how":"same","same_as":"o1","at":{"ms":5,"offset_min":480}}"#
        );
    }

    #[test]
    fn saved_answers_read_back_in_any_order() {
        let saved = [given("food_ok", true, 5), given("food_ok", false, 3)];
        let answers = Answers::new(saved);
        let about = Subject::Person(PersonId::new("p1"));
        let kept = answers.get("food_ok", &about).unwrap();
        assert_eq!(kept.value, FactValue::Bool(true));
        let json = serde_json::to_string(&answers).unwrap();
        assert_eq!(serde_json::from_str::<Answers>(&json).unwrap(), answers);
    }
}
