//! The questions of a short form, drawn as those of a visit.

use super::{WHY_KEY, Writing};
use crate::view::{Masked, QuestionKind, QuestionOption, QuestionView, Screen, VisitGroup};

/// Holds a code and what it says.
pub(crate) type Choice = (String, String);

impl Writing<'_> {
    /// Asks for one or any of some choices; `given` stands where nothing was answered.
    pub(crate) fn choose(
        &self,
        key: &str,
        ask: String,
        kind: QuestionKind,
        choices: Vec<Choice>,
        given: &[String],
    ) -> QuestionView {
        let chosen = self.sheet.get(key).unwrap_or(given);
        let options = choices
            .into_iter()
            .map(|(code, label)| QuestionOption {
                masked: None,
                chosen: chosen.contains(&code),
                code,
                label,
                flag: false,
            })
            .collect();
        QuestionView {
            answered: !chosen.is_empty(),
            options,
            ..self.blank(key, ask, kind)
        }
    }

    /// Asks for one of some people, or of none of them: under 遮 no name stands there.
    pub(crate) fn choose_person(
        &self,
        key: &str,
        ask: String,
        choices: Vec<(String, Masked)>,
        given: &[String],
    ) -> QuestionView {
        let (choices, masks): (Vec<Choice>, Vec<String>) = choices
            .into_iter()
            .map(|(code, words)| ((code, words.text), words.masked))
            .unzip();
        let mut question = self.choose(key, ask, QuestionKind::One, choices, given);
        for (option, masked) in question.options.iter_mut().zip(masks) {
            option.masked = Some(masked);
        }
        question
    }

    /// Asks for a text with phrases that a tap puts in.
    pub(crate) fn remark(&self, key: &str, ask: String, phrases: &[String]) -> QuestionView {
        let question = self.write(key, ask, QuestionKind::Text, None);
        let text = question.value.as_deref().unwrap_or_default();
        let all = &self.app.kit.phrases;
        let options = phrases
            .iter()
            .map(|phrase| QuestionOption {
                code: phrase.clone(),
                label: phrase.clone(),
                masked: None,
                chosen: all.holds(text, phrase),
                flag: false,
            })
            .collect();
        QuestionView {
            options,
            ..question
        }
    }

    /// Asks for a text, a day or a number; `given` stands where nothing was typed.
    pub(crate) fn write(
        &self,
        key: &str,
        ask: String,
        kind: QuestionKind,
        given: Option<String>,
    ) -> QuestionView {
        let value = match self.sheet.get(key) {
            Some(typed) => typed.first().cloned(),
            None => given,
        };
        let value = value.filter(|value| !value.is_empty());
        QuestionView {
            answered: value.is_some(),
            value,
            ..self.blank(key, ask, kind)
        }
    }

    fn blank(&self, key: &str, ask: String, kind: QuestionKind) -> QuestionView {
        QuestionView {
            key: key.to_owned(),
            ask,
            kind,
            options: Vec::new(),
            value: None,
            last: None,
            required: false,
            answered: false,
            same: false,
            why: Screen::Why {
                key: format!("{WHY_KEY}{}", self.key),
            },
        }
    }
}

/// Marks a question as one that has to be answered.
pub(crate) fn required(question: QuestionView) -> QuestionView {
    QuestionView {
        required: true,
        ..question
    }
}

/// Puts questions under a title.
pub(crate) fn group(key: &str, title: String, questions: Vec<QuestionView>) -> VisitGroup {
    VisitGroup {
        key: key.to_owned(),
        title,
        person: None,
        folded: false,
        same: None,
        questions,
    }
}
