//! Whether a value can be the answer to a question.

use tanfang_policy::value::{FactValue, ValueError};

use crate::checklist::question::{AnswerKind, Question, Writes};

impl AnswerKind {
    /// Returns the tag of the value that an answer of this form has; a photo
    /// and a signature are evidence and no value.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::YesNo => "bool",
            Self::One => "one",
            Self::Many => "many",
            Self::Number => "int",
            Self::Text => "text",
            Self::Day => "day",
            Self::Photo | Self::Signature => "evidence",
        }
    }
}

impl Question {
    /// Checks that a value can be the answer.
    ///
    /// 不清楚 and 不愿说 always can, except to whom the visit met.
    pub fn check(&self, value: &FactValue) -> Result<(), ValueError> {
        match &self.writes {
            Writes::Met(def) | Writes::Reached(def) if value.is_unknown() => {
                Err(ValueError::WrongKind {
                    fact: self.key.clone(),
                    wanted: def.ty.to_string(),
                    given: value.tag(),
                })
            }
            Writes::Fact(def) | Writes::Met(def) | Writes::Reached(def) => def.check_value(value),
            Writes::Ledger(_) | Writes::Need(_)
                if value.is_unknown() || value.tag() == self.kind.tag() =>
            {
                Ok(())
            }
            Writes::Ledger(_) | Writes::Need(_) => Err(ValueError::WrongKind {
                fact: self.key.clone(),
                wanted: self.kind.tag().to_owned(),
                given: value.tag(),
            }),
        }
    }
}
