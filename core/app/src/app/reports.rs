//! What a township has to hand in by a day, as lines above the homes of 今天.

use tanfang_domain::schedule::{DeadlineState, Schedule};
use tanfang_values::{Calendar, Certainty, Day, PeriodKind};

use super::Scene;
use crate::say::Say;
use crate::texts::Texts;
use crate::view::{Line, Tone};

/// Makes the lines of what the viewer has to hand in.
pub(crate) fn notes(say: &Say, scene: &Scene, calendar: &Calendar) -> Vec<Line> {
    let snapshot = &scene.snapshot;
    let book = snapshot.book();
    let schedule = Schedule::new(&scene.pack.work, &book, &snapshot.viewer, snapshot.today);
    lines(say, &schedule.deadlines(calendar), snapshot.today)
}

/// Makes a line a deadline: what, until when, whether the day moved, and
/// whether it rests on a year whose days nobody has published.
fn lines(say: &Say, deadlines: &[DeadlineState], today: Day) -> Vec<Line> {
    deadlines
        .iter()
        .map(|state| {
            let (words, tone) = words(say, state, today);
            Line {
                text: Say::open(words),
                tone,
                go: None,
            }
        })
        .collect()
}

fn words(say: &Say, state: &DeadlineState, today: Day) -> (String, Tone) {
    let texts = say.texts();
    let name = state.deadline.name.as_str();
    let what = if state.about.kind == PeriodKind::Month {
        let (_, month, _) = state.about.first.ymd();
        texts.format(
            "today.report_of",
            &[("month", month.into()), ("name", name.into())],
        )
    } else {
        name.to_owned()
    };
    let what = ("what", (&what).into());
    let Some(due) = &state.due else {
        return (texts.format("today.report_unset", &[what]), Tone::Plain);
    };
    let last = say.day(due.day);
    let last = ("last", (&last).into());
    let mut words = match due.shifted_from {
        Some(day) => texts.format("today.report_moved", &[what, ("day", day.into()), last]),
        None => texts.format("today.report", &[what, last]),
    };
    if let Some(Certainty::NotPublished { year }) = due.certainty {
        words.push_str(&texts.format("today.report_guess", &[("year", year.into())]));
    }
    // 原则上 or not, a report that is near is said louder; nothing is ever blamed.
    let tone = if today.days_until(due.day) <= 1 {
        Tone::Amber
    } else {
        Tone::Plain
    };
    (words, tone)
}
