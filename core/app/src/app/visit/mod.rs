//! 走访: the view of a draft, its answers, and what closing it says.

pub(crate) mod answer;
pub(crate) mod danger;
pub(crate) mod fuzzy;
pub(crate) mod trip;
pub(crate) mod view;

use tanfang_domain::event::Subject;

/// Names a subject in keys: `p:<person>` or `h:<household>`.
pub(crate) fn subject_key(about: &Subject) -> String {
    match about {
        Subject::Person(id) => format!("p:{id}"),
        Subject::Household(id) => format!("h:{id}"),
    }
}

pub(crate) fn parse_subject(text: &str) -> Option<Subject> {
    match text.split_once(':')? {
        ("p", id) => Some(Subject::Person(id.into())),
        ("h", id) => Some(Subject::Household(id.into())),
        _ => None,
    }
}

/// Names a question and its subject: `CL-03-2@p:<person>`.
pub(crate) fn question_key(q: &str, about: &Subject) -> String {
    format!("{q}@{}", subject_key(about))
}

/// Reads what [`question_key`] writes.
pub(crate) fn parse_question_key(key: &str) -> Option<(&str, Subject)> {
    let (q, about) = key.split_once('@')?;
    Some((q, parse_subject(about)?))
}

/// The parts into which questions about one subject are put, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// Whom and how one found them: asked every time.
    Always,
    /// Has an answer of last time.
    Same,
    /// Needed and never answered.
    First,
    /// May be asked.
    Other,
    /// May be asked where the section is for this home at all.
    Maybe,
    /// Known and still fresh: not asked again.
    Fresh,
}

impl Part {
    const ALL: [Self; 6] = [
        Self::Always,
        Self::Same,
        Self::First,
        Self::Other,
        Self::Maybe,
        Self::Fresh,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::Same => "same",
            Self::First => "first",
            Self::Other => "other",
            Self::Maybe => "maybe",
            Self::Fresh => "fresh",
        }
    }
}

/// Names a group: `same@p:<person>`.
fn group_key(part: Part, about: &Subject) -> String {
    format!("{}@{}", part.name(), subject_key(about))
}

/// Reads what [`group_key`] writes.
pub(crate) fn parse_group_key(key: &str) -> Option<(Part, Subject)> {
    let (name, about) = key.split_once('@')?;
    let part = Part::ALL.into_iter().find(|part| part.name() == name)?;
    Some((part, parse_subject(about)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_read_back() {
        let about = Subject::Person("a:b@c".into());
        let key = question_key("CL-03-2", &about);
        assert_eq!(parse_question_key(&key), Some(("CL-03-2", about.clone())));
        let key = group_key(Part::Same, &about);
        assert_eq!(parse_group_key(&key), Some((Part::Same, about)));
        assert_eq!(parse_group_key("CL-03-2@p:x"), None);
        assert_eq!(parse_question_key("CL-03-2"), None);
    }
}
