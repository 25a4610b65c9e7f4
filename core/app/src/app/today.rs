//! 今天: whose home to visit, and why.

use std::collections::BTreeMap;
use tanfang_domain::pack::Work;
use tanfang_domain::people::Household;
use tanfang_domain::schedule::{Book, Duties, DutyState, Schedule, Status, VisitRecord};
use tanfang_policy::value::FactValue;
use tanfang_values::{Day, HouseholdId, PeriodKind, Weekday};

use super::duty::{card_words, why_screen};
use super::people::{HEALTH, HEALTH_GOOD, PlaceKey, Snapshot, home_chips, home_dial, home_name};
use crate::lunar::lunar;
use crate::say::Say;
use crate::texts::{Texts, key};
use crate::view::{
    Action, Empty, Intent, Line, Masked, Screen, Status as WorkStatus, TodayCard, TodayGroup,
    TodayView, Tone,
};
use crate::words::Words;

/// Longest stretch of a quote, in characters.
const QUOTE: usize = 40;

/// A home with the duties that are open there.
type Due<'a> = (&'a Household, &'a [&'a DutyState]);

/// Makes 今天 of a snapshot.
pub(crate) fn view(
    say: &Say,
    words: &Words,
    work: &Work,
    snapshot: &Snapshot,
    notes: Vec<Line>,
    practice: bool,
) -> TodayView {
    let texts = say.texts();
    let today = snapshot.today;
    let book = snapshot.book();
    let schedule = Schedule::new(work, &book, &snapshot.viewer, today);
    let duties = schedule.today(&snapshot.homes);
    let mut open: BTreeMap<&HouseholdId, Vec<&DutyState>> = BTreeMap::new();
    for duty in duties.duties.iter().filter(|duty| duty.own) {
        if duty.is_open_on(today) {
            open.entry(&duty.household).or_default().push(duty);
        }
    }
    let mut groups: BTreeMap<(PlaceKey, Option<&str>), Vec<Due<'_>>> = BTreeMap::new();
    for home in &snapshot.homes {
        if let Some(duties) = open.get(&home.id) {
            let group = home
                .group
                .as_deref()
                .map(str::trim)
                .filter(|g| !g.is_empty());
            groups
                .entry((PlaceKey::group(words, group), group))
                .or_default()
                .push((home, duties));
        }
    }
    let count: usize = open.values().map(Vec::len).sum();
    let summary = (!open.is_empty()).then(|| {
        texts.format(
            "today.summary",
            &[("homes", open.len().into()), ("duties", count.into())],
        )
    });
    let groups: Vec<TodayGroup> = groups
        .into_iter()
        .map(|((_, group), mut homes)| {
            homes.sort_by_cached_key(|(home, duties)| {
                (
                    duties.iter().map(|duty| duty.due).min(),
                    // Never seen comes before long ago.
                    duties.iter().map(|duty| last_day(duty)).min(),
                    PlaceKey::house(words, home.house_no.as_deref()),
                    home.id.clone(),
                )
            });
            let village = &snapshot.post.village;
            let n = homes.len();
            let title = match group {
                Some(group) => texts.format(
                    "today.group",
                    &[
                        ("village", village.into()),
                        ("group", group.into()),
                        ("n", n.into()),
                    ],
                ),
                None => texts.format(
                    "today.group_none",
                    &[("village", village.into()), ("n", n.into())],
                ),
            };
            let cards = homes
                .into_iter()
                .map(|(home, duties)| card(say, work, snapshot, &book, home, duties))
                .collect();
            TodayGroup { title, cards }
        })
        .collect();
    let empty = groups
        .is_empty()
        .then(|| empty(say, &schedule, snapshot, &duties));
    TodayView {
        notes,
        date: say.date(today),
        lunar: lunar(today),
        status: saved(say),
        practice: practice.then(|| texts.get("first.practice_mark").to_owned()),
        groups,
        empty,
        summary,
    }
}

/// Returns 已存本机.
pub(crate) fn saved(say: &Say) -> WorkStatus {
    WorkStatus {
        text: say.texts().get("status.saved").to_owned(),
        tone: Tone::Done,
    }
}

fn last_day(duty: &DutyState) -> Option<Day> {
    duty.why.last.as_ref().map(|last| last.day)
}

fn card(
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
        why: why_line(say, snapshot, duties),
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
    let text = match parts.as_slice() {
        [(words, ..)] => Say::open(words.clone()),
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

/// Says why the list is empty and what comes next.
fn empty(say: &Say, schedule: &Schedule<'_>, snapshot: &Snapshot, duties: &Duties) -> Empty {
    let texts = say.texts();
    if snapshot.homes.is_empty() {
        return Empty {
            sentence: texts.get("today.no_roster").to_owned(),
            action: Some(Action {
                label: texts.get("today.import").to_owned(),
                intent: Intent::Go {
                    screen: Screen::Import,
                },
                enabled: true,
                note: None,
            }),
        };
    }
    // The shortest period that was seen through is the one to speak of.
    let own = duties.duties.iter().filter(|duty| duty.own);
    let done = own
        .filter(|duty| matches!(duty.status, Status::Done(_)))
        .map(|duty| duty.period)
        .min_by_key(|period| period.len_days());
    let sentence = match done {
        Some(period) => {
            let next = period.next().first;
            let coming = schedule.between(&snapshot.homes, next, next);
            let homes: std::collections::BTreeSet<&HouseholdId> = coming
                .duties
                .iter()
                .filter(|duty| duty.own && duty.period.kind == period.kind)
                .map(|duty| &duty.household)
                .collect();
            let next = if period.kind == PeriodKind::Week {
                texts.get(next_weekday(next)).to_owned()
            } else {
                say.day(next)
            };
            texts.format(
                "today.all_done",
                &[
                    ("period", say.period(period.kind).into()),
                    ("next", (&next).into()),
                    ("n", homes.len().into()),
                ],
            )
        }
        None if duties.undecided.is_empty() => texts.get("today.no_duty").to_owned(),
        None => {
            let mut missing: Vec<&str> = duties
                .undecided
                .iter()
                .flat_map(|undecided| &undecided.missing)
                .map(|fact| say.fact(fact))
                .collect();
            missing.sort_unstable();
            missing.dedup();
            texts.format(
                "today.undecided",
                &[
                    ("n", duties.undecided.len().into()),
                    ("what", (&say.some_of(&missing, 3)).into()),
                ],
            )
        }
    };
    Empty {
        sentence,
        action: None,
    }
}

fn next_weekday(day: Day) -> &'static str {
    match day.weekday() {
        Weekday::Mon => key("say.next_weekday_mon"),
        Weekday::Tue => key("say.next_weekday_tue"),
        Weekday::Wed => key("say.next_weekday_wed"),
        Weekday::Thu => key("say.next_weekday_thu"),
        Weekday::Fri => key("say.next_weekday_fri"),
        Weekday::Sat => key("say.next_weekday_sat"),
        Weekday::Sun => key("say.next_weekday_sun"),
    }
}
