//! Quick phrases and the words about events: data of the pack `common` that
//! screens show as they are.

use serde::Deserialize;
use std::collections::BTreeMap;

use crate::words::{WordsError, builtin};

/// Path of the quick phrases in the pack `common`.
const PHRASES: &str = "texts/phrases.zh.toml";
/// Path of the words about events.
const EVENTS: &str = "texts/events.zh.toml";

/// Where a note is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Note {
    /// 打通了吗.
    Contact,
    /// 巡查.
    Patrol,
    /// 暂停.
    Pause,
}

impl Note {
    const fn name(self) -> &'static str {
        match self {
            Self::Contact => "contact",
            Self::Patrol => "patrol",
            Self::Pause => "pause",
        }
    }
}

/// Holds what can be put into a text with a tap.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Phrases {
    /// Who says so; the file tells it to its reader.
    #[serde(rename = "origin")]
    _origin: String,
    /// Stands between two phrases.
    between: String,
    /// Sections that each kind of note offers, in this order.
    at: BTreeMap<String, Vec<String>>,
    /// Phrases of notes, by section.
    note: BTreeMap<String, Vec<String>>,
    /// Phrases of questions, by the id of the question.
    question: BTreeMap<String, Vec<String>>,
}

impl Phrases {
    /// Loads what is built into the program.
    pub(crate) fn builtin() -> Result<Self, WordsError> {
        builtin(PHRASES)
    }

    /// Lists the phrases of a question; none for most.
    pub(crate) fn of_question(&self, id: &str) -> &[String] {
        self.question.get(id).map_or(&[], Vec::as_slice)
    }

    /// Lists the phrases of a note.
    pub(crate) fn of_note(&self, note: Note) -> Vec<String> {
        let sections = self.at.get(note.name()).into_iter().flatten();
        let phrases = sections.filter_map(|section| self.note.get(section));
        phrases.flatten().cloned().collect()
    }

    /// Tells whether a phrase stands in a text as a tap puts it there.
    pub(crate) fn holds(&self, text: &str, phrase: &str) -> bool {
        self.parts(text).any(|part| part == phrase)
    }

    /// Puts into a text exactly those of `offered` that are `chosen`; whatever
    /// else stands there stays, in its place.
    pub(crate) fn put(&self, text: &str, offered: &[String], chosen: &[String]) -> String {
        let mut parts: Vec<&str> = self
            .parts(text)
            .filter(|part| !is_in(offered, part) || is_in(chosen, part))
            .collect();
        for phrase in chosen.iter().filter(|phrase| is_in(offered, phrase)) {
            if !parts.contains(&phrase.as_str()) {
                parts.push(phrase);
            }
        }
        parts.join(&self.between)
    }

    fn parts<'a>(&'a self, text: &'a str) -> impl Iterator<Item = &'a str> {
        let parts = text.split(self.between.as_str()).map(str::trim);
        parts.filter(|part| !part.is_empty())
    }
}

fn is_in(phrases: &[String], part: &str) -> bool {
    phrases.iter().any(|phrase| phrase == part)
}

/// Holds what is said of an event that begins and ends.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EventWords {
    /// Its name, as rules say it.
    name: String,
    /// What is different while it is on.
    pub(crate) begin: String,
    /// What its end asks for.
    pub(crate) end: String,
    /// Where it is written; the checker of packs looks it up.
    #[serde(rename = "cite")]
    _cite: String,
}

/// Holds what is said of the events that rules name.
#[derive(Debug, Clone, Default)]
pub(crate) struct AllEvents(Vec<EventWords>);

impl AllEvents {
    /// Loads what is built into the program.
    pub(crate) fn builtin() -> Result<Self, WordsError> {
        let all: BTreeMap<String, EventWords> = builtin(EVENTS)?;
        Ok(Self(all.into_values().collect()))
    }

    /// Finds what is said of an event; none for one that a pack of a county adds.
    pub(crate) fn of(&self, name: &str) -> Option<&EventWords> {
        self.0.iter().find(|event| event.name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::kit::Kit;
    use crate::texts::Texts as _;
    use tanfang_domain::checklist::question::AnswerKind;

    fn all() -> Phrases {
        Phrases::builtin().unwrap()
    }

    #[test]
    fn a_tap_adds_a_phrase_and_a_second_takes_it_out_again() {
        let phrases = all();
        let offered = phrases.of_question("CL-03-3b");
        let (first, second) = (offered[0].clone(), offered[1].clone());
        let once = phrases.put("", offered, std::slice::from_ref(&first));
        assert_eq!(once, first);
        let twice = phrases.put(&once, offered, &[first.clone(), second.clone()]);
        assert!(phrases.holds(&twice, &first) && phrases.holds(&twice, &second));
        assert_eq!(
            phrases.put(&twice, offered, std::slice::from_ref(&second)),
            second
        );
        assert_eq!(phrases.put(&twice, offered, &[]), "");
    }

    #[test]
    fn what_was_typed_stays_where_it_is() {
        let phrases = all();
        let offered = phrases.of_question("CL-03-3b");
        let typed = "儿媳妇炖了肉";
        let both = phrases.put(typed, offered, &[offered[0].clone()]);
        assert!(both.starts_with(typed) && phrases.holds(&both, &offered[0]));
        assert_eq!(phrases.put(&both, offered, &[]), typed);
        // What is not offered is not put in.
        assert_eq!(phrases.put(typed, offered, &["别的".to_owned()]), typed);
    }

    #[test]
    fn every_phrase_has_a_question_of_a_text_or_a_note() {
        let phrases = all();
        let work = Kit::builtin().unwrap().pack("990101001001").unwrap().work;
        for id in phrases.question.keys() {
            let (_, question) = work.question(id).unwrap_or_else(|| panic!("{id}"));
            assert_eq!(question.kind, AnswerKind::Text, "{id}");
        }
        for note in [Note::Contact, Note::Patrol, Note::Pause] {
            assert!(!phrases.of_note(note).is_empty(), "{note:?}");
        }
        // The screens put them into a text in the same way.
        let kit = Kit::builtin().unwrap();
        assert_eq!(kit.say.texts().get("label.between"), phrases.between);
        for section in phrases.at.values().flatten() {
            assert!(phrases.note.contains_key(section), "{section}");
        }
        let offered = phrases.note.values().chain(phrases.question.values());
        for phrase in offered.flatten() {
            assert!(!phrase.contains(&phrases.between), "{phrase}");
        }
    }

    #[test]
    fn every_event_that_rules_name_has_its_words() {
        let words = AllEvents::builtin().unwrap();
        let work = Kit::builtin().unwrap().pack("990101001001").unwrap().work;
        assert!(!work.event_names().is_empty());
        for name in work.event_names() {
            assert!(words.of(name).is_some(), "{name}");
        }
    }
}
