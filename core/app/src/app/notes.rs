//! What stands above the homes of 今天: what is due besides visits.

use tanfang_values::Day;

use crate::say::Say;
use crate::texts::Texts;
use crate::view::{Line, Screen, Tone};

/// Days after which a backup is worth a word; one is enough to lose a week's work.
const BACKUP_AFTER: i64 = 7;

/// What the notes are made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Due {
    /// Rows of match lists that nobody has answered.
    pub(crate) matches: usize,
    /// Days since the last backup; none when there was never one.
    pub(crate) backup: Option<i64>,
    /// Visits on this phone: before the first there is nothing to lose.
    pub(crate) visits: usize,
    /// The day on which the clock of the phone went back, if it did.
    pub(crate) clock_back: Option<Day>,
}

/// Makes the notes: the most pressing first, none in blame.
pub(crate) fn lines(say: &Say, due: &Due) -> Vec<Line> {
    let texts = say.texts();
    let line = |words: String, tone, go| Line {
        text: Say::open(words),
        tone,
        go: Some(go),
    };
    let mut notes = Vec::new();
    if due.matches > 0 {
        let words = texts.format("today.matches", &[("n", due.matches.into())]);
        notes.push(line(words, Tone::Plain, Screen::Matches));
    }
    if let Some(day) = due.clock_back {
        let words = texts.format("today.clock_back", &[("day", day.into())]);
        notes.push(line(words, Tone::Amber, Screen::Settings));
    }
    let backup = match due.backup {
        None if due.visits > 0 => Some(texts.get("settings.backup_never").to_owned()),
        Some(n) if n >= BACKUP_AFTER => {
            Some(texts.format("settings.backup_days", &[("n", n.into())]))
        }
        _ => None,
    };
    if let Some(words) = backup {
        notes.push(line(words, Tone::Quiet, Screen::Settings));
    }
    notes
}
