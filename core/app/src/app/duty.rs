//! Puts what a duty is waiting for into words.

use tanfang_domain::event::{LeftWhy, Subject};
use tanfang_domain::people::Household;
use tanfang_domain::schedule::why::Suggestion;
use tanfang_domain::schedule::{DutyState, EndReason, Missing, Status, duty_id};
use tanfang_values::{Day, PeriodKind};

use super::people::Snapshot;
use crate::say::Say;
use crate::texts::Texts;
use crate::view::{Line, Screen, Tone};

/// Marks the key of a duty among the keys of 为什么.
pub(crate) const DUTY_KEY: &str = "duty:";

/// Returns the screen that explains a duty.
pub(crate) fn why_screen(duty: &DutyState) -> Screen {
    Screen::Why {
        key: format!("{DUTY_KEY}{}", duty_id(&duty.duty)),
    }
}

/// Counts the questions that keep a duty open although the person was seen.
fn open_questions(duty: &DutyState) -> Option<usize> {
    duty.why.missing.iter().find_map(|missing| match missing {
        Missing::Questions { questions, .. } => Some(questions.len()),
        _ => None,
    })
}

fn was_not_seen(duty: &DutyState) -> bool {
    let missing = &duty.why.missing;
    missing
        .iter()
        .any(|missing| matches!(missing, Missing::NotSeen { .. }))
}

/// Tells whether calls reached nobody, so that somebody has to go.
fn wants_a_trip(duty: &DutyState) -> bool {
    let mut suggests = duty.why.suggests.iter();
    suggests.any(|suggestion| matches!(suggestion, Suggestion::GoThere { .. }))
}

/// Says a duty in one line that leads to its 为什么: what, of whom, until when.
pub(crate) fn duty_line(
    say: &Say,
    snapshot: &Snapshot,
    home: &Household,
    duty: &DutyState,
) -> Line {
    let (words, tone) = card_words(say, duty, snapshot.today);
    let texts = say.texts();
    // The name of an obligation says what somebody is: 遮 covers it.
    let name = say.covered(duty.obligation.name.as_str());
    let several = home.present(snapshot.today).count() > 1;
    let whom = match duty.duty.about {
        Subject::Person(_) if several => snapshot.subject_name(say, &duty.duty.about),
        _ => Say::open(""),
    };
    let what = Say::join(&[whom, name], texts.get("say.of_whom"));
    let text = say.dotted(&[what, Say::open(words)]);
    Say::line(text, tone, Some(why_screen(duty)))
}

/// Says why to go and until when, on a card of 今天.
pub(crate) fn card_words(say: &Say, duty: &DutyState, today: Day) -> (String, Tone) {
    let texts = say.texts();
    let kind = duty.period.kind;
    let period = say.period(kind);
    if duty.due_day().is_none() {
        return (no_last_day(say, duty), Tone::Plain);
    }
    if let Some(n) = duty.late_days(today) {
        return (texts.format("today.late", &[("n", n.into())]), Tone::Amber);
    }
    let last = say.until(duty.due, today);
    let soon = today.days_until(duty.due) <= 1;
    let tone = if soon { Tone::Amber } else { Tone::Plain };
    if wants_a_trip(duty) {
        let words = texts.format(
            "today.go_there",
            &[
                ("n", duty.why.unanswered.len().into()),
                ("last", (&last).into()),
            ],
        );
        return (words, Tone::Amber);
    }
    if duty.obligation.every().is_none() {
        return (once_words(say, duty, today), tone);
    }
    let words = if let Some(n) = open_questions(duty) {
        texts.format(
            "today.half_asked",
            &[
                ("period", period.into()),
                ("n", n.into()),
                ("last", (&last).into()),
            ],
        )
    } else if was_not_seen(duty) {
        texts.format(
            "today.only_family",
            &[("period", period.into()), ("last", (&last).into())],
        )
    } else if !duty.why.attempts.is_empty() {
        texts.format(
            "today.attempted",
            &[("period", period.into()), ("last", (&last).into())],
        )
    } else if duty.due == today {
        texts.format("today.not_done_today", &[("period", period.into())])
    } else if kind != PeriodKind::Week && today.days_until(duty.due) > 7 {
        texts.format("today.can_go", &[("period", period.into())])
    } else {
        texts.format(
            "today.not_done",
            &[("period", period.into()), ("last", (&last).into())],
        )
    };
    (words, tone)
}

/// Says what is to be done where no source names a last day.
pub(crate) fn no_last_day(say: &Say, duty: &DutyState) -> String {
    let name = ("name", duty.obligation.name.as_str().into());
    say.texts().format("today.no_last_day", &[name])
}

/// Says until when something is to be done that comes once: after a trigger, in a
/// campaign, before something ends.
fn once_words(say: &Say, duty: &DutyState, today: Day) -> String {
    let texts = say.texts();
    let last = say.until(duty.due, today);
    let last = ("last", (&last).into());
    if duty.due == today {
        texts.get("today.once_today").to_owned()
    } else if let Some(n) = open_questions(duty) {
        texts.format("today.once_half_asked", &[("n", n.into()), last])
    } else if was_not_seen(duty) || !duty.why.attempts.is_empty() {
        texts.format("today.once_attempted", &[last])
    } else if today.days_until(duty.due) > 7 {
        texts.format("today.once_can_go", &[last])
    } else {
        texts.format("today.once_due", &[last])
    }
}

/// Says how something that comes once stands, on a line of 一户.
fn home_once(say: &Say, duty: &DutyState, today: Day) -> Option<(String, Tone)> {
    let texts = say.texts();
    let name = ("name", duty.obligation.name.as_str().into());
    match &duty.status {
        Status::Done(done) => Some((
            texts.format("home.once_done", &[name, ("day", done.day.into())]),
            Tone::Done,
        )),
        Status::NotDone if duty.due_day().is_some() => {
            let (words, tone) = card_words(say, duty, today);
            let words = ("words", (&words).into());
            Some((texts.format("home.once_todo", &[name, words]), tone))
        }
        _ => None,
    }
}

/// Says how a duty stands, on a line of 一户.
pub(crate) fn home_words(say: &Say, duty: &DutyState, today: Day) -> (String, Tone) {
    let texts = say.texts();
    if duty.obligation.every().is_none()
        && let Some(said) = home_once(say, duty, today)
    {
        return said;
    }
    let period = say.period(duty.period.kind);
    let role = say.role_short(duty.duty.role);
    let (period, role) = (("period", period.into()), ("role", (&role).into()));
    match &duty.status {
        Status::Done(done) => {
            let words = if duty.own {
                texts.format("home.due_own_done", &[period, ("day", done.day.into())])
            } else {
                texts.format(
                    "home.due_other_done",
                    &[role, period, ("day", done.day.into())],
                )
            };
            (words, Tone::Done)
        }
        Status::Paused { until, .. } => (
            texts.format("home.due_paused", &[role, ("day", (*until).into())]),
            Tone::Quiet,
        ),
        Status::NotDone if duty.due_day().is_none() => (no_last_day(say, duty), Tone::Plain),
        Status::NotDone if duty.own => {
            let last = say.until(duty.due, today);
            let last = ("last", (&last).into());
            let tone = if today.days_until(duty.due) <= 1 {
                Tone::Amber
            } else {
                Tone::Plain
            };
            let what = if let Some(n) = open_questions(duty) {
                texts.format("home.questions", &[("n", n.into())])
            } else if was_not_seen(duty) || !duty.why.attempts.is_empty() {
                texts.get("home.not_seen").to_owned()
            } else {
                return (texts.format("home.due_own_todo", &[period, last]), tone);
            };
            let words = texts.format(
                "home.due_own_partly",
                &[period, ("what", (&what).into()), last],
            );
            (words, tone)
        }
        Status::NotDone => (
            texts.format("home.due_other_todo", &[role, period]),
            Tone::Quiet,
        ),
        Status::Unknown => (
            texts.format("home.due_other_unknown", &[role, period]),
            Tone::Quiet,
        ),
        Status::Ended { reason, .. } => {
            let reason = end_words(say, reason);
            let reason = ("reason", (&reason).into());
            let words = if duty.own {
                texts.format("home.due_own_ended", &[period, reason])
            } else {
                texts.format("home.due_other_ended", &[role, period, reason])
            };
            (words, Tone::Quiet)
        }
    }
}

/// Says why a duty ended.
pub(crate) fn end_words(say: &Say, reason: &EndReason) -> String {
    let texts = say.texts();
    match reason {
        EndReason::Died => texts.get("home.ended_died").to_owned(),
        EndReason::Left(LeftWhy::Moved) => texts.get("home.ended_moved").to_owned(),
        EndReason::Left(LeftWhy::Institution) => texts.get("home.ended_institution").to_owned(),
        EndReason::Left(LeftWhy::Other) => texts.get("home.ended_left").to_owned(),
        EndReason::Facts(changed) => {
            let words: Vec<String> = changed
                .iter()
                .map(|change| {
                    let value = say.fact_value(&change.fact, &change.value);
                    let label = say.fact(&change.fact);
                    texts.format(
                        "home.ended_fact",
                        &[("label", label.into()), ("value", (&value).into())],
                    )
                })
                .collect();
            say.listed(&words)
        }
        EndReason::Membership(class) | EndReason::Benefit(class) => {
            let class = say.class(class);
            texts.format("home.ended_class", &[("class", class.into())])
        }
        EndReason::Event(event) => {
            texts.format("home.ended_event", &[("event", event.as_str().into())])
        }
        EndReason::Undecided => texts.get("home.ended_undecided").to_owned(),
        EndReason::Rule => texts.get("home.ended_rule").to_owned(),
    }
}
