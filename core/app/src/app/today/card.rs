//! One home on 今天: who is to be seen, why, and what one trip closes.

use tanfang_domain::event::Mode;
use tanfang_domain::flag::Urgency;
use tanfang_domain::pack::Work;
use tanfang_domain::people::Household;
use tanfang_domain::schedule::{Book, DutyState, VisitRecord};
use tanfang_policy::value::FactValue;
use tanfang_values::Day;

use super::super::duty::{card_words, duty_line, why_screen};
use super::super::owed::last_day;
use super::super::people::{
    HEALTH, HEALTH_GOOD, Snapshot, home_chips, home_dial, home_name, home_whose,
};
use crate::say::Say;
use crate::texts::Texts;
use crate::view::{Action, Intent, Line, Masked, Screen, TodayCard, Tone};

/// Longest stretch of a quote, in characters.
const QUOTE: usize = 40;

/// Makes the card of a home with the duties that are open there.
pub(super) fn card(
    say: &Say,
    work: &Work,
    snapshot: &Snapshot,
    book: &Book<'_>,
    home: &Household,
    duties: &[&DutyState],
) -> TodayCard {
    let texts = say.texts();
    let today = snapshot.today;
    let household = home.id.as_str().to_owned();
    let draft = snapshot.drafts.contains_key(&home.id);
    let label = if draft {
        texts.get("today.resume")
    } else {
        texts.get("today.go")
    };
    let last = duties.iter().filter_map(|duty| last_day(duty)).max();
    let last = match last {
        Some(day) => texts.format("today.last", &[("day", day.into())]),
        None => texts.get("today.never").to_owned(),
    };
    let called = snapshot
        .contacts
        .iter()
        .rev()
        .find(|c| c.household == home.id);
    let last = match called.filter(|contact| contact.day == today) {
        Some(contact) => texts.format(
            "today.called",
            &[
                ("last", (&last).into()),
                ("result", say.variant("call", &contact.result).into()),
            ],
        ),
        None => last,
    };
    TodayCard {
        name: card_name(say, snapshot, home, duties),
        chips: home_chips(say, home, today),
        urgent: urgent(say, work, snapshot, home),
        why: why_line(say, snapshot, duties),
        closes: (duties.len() > 1)
            .then(|| texts.format("today.closes", &[("n", duties.len().into())])),
        duties: duties
            .iter()
            .map(|duty| duty_line(say, snapshot, home, duty))
            .collect(),
        last: Some(last),
        quote: quote(say, work, snapshot, book.visits(&home.id)),
        visit: Action {
            label: label.to_owned(),
            intent: Intent::OpenVisit {
                household: household.clone(),
            },
            enabled: true,
            note: None,
        },
        missed: Action {
            label: texts.get("today.missed").to_owned(),
            intent: Intent::Go {
                screen: Screen::Missed {
                    household: household.clone(),
                },
            },
            enabled: true,
            note: None,
        },
        call: duties
            .iter()
            .any(|duty| by_phone(duty))
            .then(|| call(say, home, today)),
        dial: home_dial(say, home, today),
        go: Screen::Home {
            household: household.clone(),
        },
        household,
    }
}

/// Names everybody to be seen in the home.
fn card_name(say: &Say, snapshot: &Snapshot, home: &Household, duties: &[&DutyState]) -> Masked {
    let mut names: Vec<Masked> = Vec::new();
    for duty in duties {
        let name = snapshot.subject_name(say, &duty.duty.about);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() {
        return home_name(say, home, snapshot.today);
    }
    Say::join(&names, say.texts().get("say.join"))
}

/// Says why and until when; person by person only where they differ.
fn why_line(say: &Say, snapshot: &Snapshot, duties: &[&DutyState]) -> Line {
    let texts = say.texts();
    let mut parts: Vec<(String, Tone, Vec<Masked>)> = Vec::new();
    for duty in duties {
        let (words, tone) = card_words(say, duty, snapshot.today);
        let name = snapshot.subject_name(say, &duty.duty.about);
        match parts.iter_mut().find(|(seen, ..)| *seen == words) {
            Some((_, _, names)) => names.push(name),
            None => parts.push((words, tone, vec![name])),
        }
    }
    let tone = if parts.iter().any(|(_, tone, _)| *tone == Tone::Amber) {
        Tone::Amber
    } else {
        Tone::Plain
    };
    let mut whose: Vec<&Masked> = parts.iter().flat_map(|(.., names)| names).collect();
    whose.dedup();
    let text = match parts.as_slice() {
        [(words, ..)] => Say::open(words.clone()),
        // All for one person: the card says the name already.
        parts if whose.len() == 1 => {
            let words = parts.iter().map(|(words, ..)| Say::open(words.as_str()));
            say.dotted(&words.collect::<Vec<_>>())
        }
        parts => {
            let lines: Vec<Masked> = parts
                .iter()
                .map(|(words, _, names)| {
                    let name = Say::join(names, texts.get("say.join"));
                    let of = |name: &str| {
                        texts.format(
                            "today.for_whom",
                            &[("name", name.into()), ("words", words.into())],
                        )
                    };
                    Masked {
                        text: of(&name.text),
                        masked: of(&name.masked),
                    }
                })
                .collect();
            say.dotted(&lines)
        }
    };
    Line {
        text,
        tone,
        go: duties.first().map(|duty| why_screen(duty)),
    }
}

/// Repeats what was said or raised on the last visit.
fn quote(say: &Say, work: &Work, snapshot: &Snapshot, visits: &[&VisitRecord]) -> Option<Masked> {
    let visit = visits.iter().rev().find(|v| v.day <= snapshot.today)?;
    let mut words: Vec<String> = Vec::new();
    for record in &visit.answers {
        let Some(writes) = record.answer.writes.as_deref() else {
            continue;
        };
        match &record.answer.value {
            Some(value @ FactValue::One(code)) if writes == HEALTH && code != HEALTH_GOOD => {
                words.push(say.fact_value(writes, value));
            }
            Some(FactValue::Text(said)) if writes.starts_with("ledger.") => {
                words.push(said.chars().take(QUOTE).collect());
            }
            _ => {}
        }
    }
    let flags = snapshot
        .flags
        .iter()
        .filter(|flag| flag.household == visit.household && flag.day == visit.day);
    for flag in flags {
        let class = work.flag(&flag.code);
        if let Some(class) = class.filter(|c| c.visible_to(&snapshot.viewer.roles)) {
            words.push(class.name.clone());
        }
    }
    words.dedup();
    (!words.is_empty()).then(|| {
        let said = say.listed(&words);
        say.covered(
            say.texts()
                .format("say.quote", &[("words", (&said).into())]),
        )
    })
}

/// Tells whether a call may do a duty.
pub(crate) fn by_phone(duty: &DutyState) -> bool {
    duty.obligation.takes(Mode::Phone)
}

/// Leads to 打通了吗 for the number that reaches a home.
fn call(say: &Say, home: &Household, today: Day) -> Action {
    Action {
        label: say.texts().get("today.call").to_owned(),
        intent: Intent::Go {
            screen: Screen::Contact {
                household: home.id.as_str().to_owned(),
                whose: home_whose(say, home, today).key(),
            },
        },
        enabled: true,
        note: None,
    }
}

/// Lists the open flags of danger at a home, as far as the viewer may see them.
fn urgent(say: &Say, work: &Work, snapshot: &Snapshot, home: &Household) -> Vec<Line> {
    let open = snapshot.flags.iter().filter(|f| f.household == home.id);
    open.filter_map(|flag| {
        let class = work.flag(&flag.code)?;
        let shown = class.class == Urgency::Urgent && class.visible_to(&snapshot.viewer.roles);
        shown.then(|| {
            let words = say.texts().format(
                "home.flag_open",
                &[("name", (&class.name).into()), ("day", flag.day.into())],
            );
            let go = if class.is_call() {
                Screen::Call {
                    flag: Some(flag.flag.as_str().to_owned()),
                }
            } else {
                Screen::Home {
                    household: home.id.as_str().to_owned(),
                }
            };
            Say::line(say.covered(words), Tone::Danger, Some(go))
        })
    })
    .collect()
}
