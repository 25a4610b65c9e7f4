//! 一户: what is due, what is known and since when, what happened before.

use std::cmp::Reverse;
use tanfang_domain::event::{FactSource, Mode, Subject};
use tanfang_domain::pack::Work;
use tanfang_domain::people::items::AID;
use tanfang_domain::people::{Benefit, FactRecord, Household, Person};
use tanfang_domain::schedule::{Duties, DutyState};
use tanfang_policy::value::FactValue;
use tanfang_values::{BirthdayRule, Day, OpId, age_on};

use super::Scene;
use super::duty::{home_words, why_screen};
use super::people::{KEEP, Snapshot, TEKUN, class_words, home_chips, home_dial, home_name, place};
use super::visit::question_key;
use super::{forms, hint, photo};
use crate::say::Say;
use crate::texts::{Texts, key};
use crate::view::{
    Action, ChangeKind, HomeView, Intent, KnownLine, Line, Masked, PersonCard, Screen, Tone,
};

/// With what the names of facts begin that say whether a benefit is received.
const AID_PREFIX: &str = "aid/";
const BIRTH: &str = "birth";
const DIS_KIND: &str = "dis_kind";
const DIS_LEVEL: &str = "dis_level";
/// Code of 集中 in the dictionary's `keep`.
pub(crate) const KEPT_TOGETHER: &str = "2";

/// One thing that could not be read in a list, kept until it is put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) file: String,
    pub(crate) row: u32,
    pub(crate) sentence: String,
}

/// Makes 一户.
pub(crate) fn view(say: &Say, scene: &Scene, home: &Household, problems: &[Problem]) -> HomeView {
    let (work, snapshot) = (&scene.pack.work, &scene.snapshot);
    let birthday = scene.pack.resolved.birthday();
    let hints = hint::card::part(say, scene, home);
    let texts = say.texts();
    let today = snapshot.today;
    let about_home = Subject::Household(home.id.clone());
    let lists = [
        ("expense", key("items.of_expense")),
        ("property", key("items.of_property")),
    ]
    .map(|(list, label)| items_action(say, home, (list, label), &about_home));
    let book = snapshot.book();
    let duties = snapshot.schedule(work, &book).today([home]);
    let household = home.id.as_str().to_owned();
    let people = texts.format("say.people", &[("n", home.present(today).count().into())]);
    let place = say.covered_unless_empty(&place(home));
    let anybody = home.present(today).next().is_some();
    let draft = snapshot.drafts.contains_key(&home.id);
    let label = if draft {
        texts.get("today.resume")
    } else {
        texts.get("today.go")
    };
    HomeView {
        more: std::iter::once(Action {
            label: texts.get("add.person").to_owned(),
            intent: Intent::Go {
                screen: Screen::AddPerson {
                    household: Some(household.clone()),
                    person: None,
                },
            },
            enabled: true,
            note: None,
        })
        .chain(lists)
        .chain(forms::pause::actions(say, scene, &household))
        .chain(photo::entry::of_home(
            say,
            &household,
            visited(snapshot, home),
        ))
        .collect(),
        name: home_name(say, home, today),
        place: say.dotted(&[place, Say::open(people)]),
        chips: home_chips(say, home, today),
        dial: home_dial(say, home, today),
        due: due(say, snapshot, home, &duties),
        flags: flags(say, work, snapshot, home),
        hints: hints.groups,
        ask: hints.ask,
        no_hints: hints.none,
        persons: home
            .persons
            .iter()
            .map(|person| person_card(say, birthday, home, person, today))
            .collect(),
        history: history(say, work, snapshot, home),
        notices: problems
            .iter()
            .map(|problem| {
                let sentence = texts.format(
                    "home.notice_problem",
                    &[
                        ("file", (&problem.file).into()),
                        ("row", problem.row.into()),
                        ("problem", (&problem.sentence).into()),
                    ],
                );
                Say::line(say.covered(sentence), Tone::Amber, None)
            })
            .collect(),
        primary: anybody.then(|| Action {
            label: label.to_owned(),
            intent: Intent::OpenVisit {
                household: household.clone(),
            },
            enabled: true,
            note: None,
        }),
        household,
    }
}

/// Finds the visit that the worker closed today, which may be signed.
fn visited<'a>(snapshot: &'a Snapshot, home: &Household) -> Option<&'a str> {
    let own = &snapshot.post.worker.id;
    let mut visits = snapshot.visits.iter().rev();
    let today = visits.find(|visit| {
        visit.household == home.id
            && visit.worker == *own
            && visit.closed.day() == snapshot.today
            && visit.mode == Mode::InPerson
    });
    today.map(|visit| visit.visit.as_str())
}

/// Lists the duties, one's own first; names the person where several live here.
fn due(say: &Say, snapshot: &Snapshot, home: &Household, all: &Duties) -> Vec<Line> {
    let mut duties: Vec<&DutyState> = all.duties.iter().collect();
    duties.sort_by_key(|duty| (!duty.own, duty.due));
    let several = home.persons.len() > 1;
    duties
        .into_iter()
        .map(|duty| {
            let (words, tone) = home_words(say, duty, snapshot.today);
            let text = if several {
                let name = snapshot.subject_name(say, &duty.duty.about);
                let of = |name: &str| {
                    say.texts().format(
                        "today.for_whom",
                        &[("name", name.into()), ("words", (&words).into())],
                    )
                };
                Masked {
                    text: of(&name.text),
                    masked: of(&name.masked),
                }
            } else {
                Say::open(words)
            };
            Say::line(text, tone, Some(why_screen(duty)))
        })
        .chain(unset(say, snapshot, all))
        .collect()
}

/// Lists what the viewer owes at a time that no document and no county names.
fn unset<'a>(
    say: &'a Say,
    snapshot: &'a Snapshot,
    duties: &'a Duties,
) -> impl Iterator<Item = Line> + 'a {
    let own = duties.unset.iter().filter(|duty| duty.own);
    own.map(move |duty| {
        let name = ("name", duty.obligation.name.as_str().into());
        let words = match duty.before {
            Some(day) => {
                let day = say.full_day(day);
                let args = [name, ("day", (&day).into())];
                say.texts().format("home.unset_before", &args)
            }
            None => say.texts().format("home.unset", &[name]),
        };
        let whom = match &duty.person {
            Some(id) => snapshot.subject_name(say, &Subject::Person(id.clone())),
            None => Say::open(""),
        };
        let text = Say::join(&[whom, say.covered(words)], say.texts().get("say.of_whom"));
        Say::line(text, Tone::Quiet, None)
    })
}

fn flags(say: &Say, work: &Work, snapshot: &Snapshot, home: &Household) -> Vec<Line> {
    let mut lines = Vec::new();
    for flag in snapshot.flags.iter().filter(|f| f.household == home.id) {
        let Some(class) = work.flag(&flag.code) else {
            continue;
        };
        if class.visible_to(&snapshot.viewer.roles) {
            let words = say.texts().format(
                "home.flag_open",
                &[("name", (&class.name).into()), ("day", flag.day.into())],
            );
            let tone = flag_tone(class);
            let call = class.is_call().then(|| Screen::Call {
                flag: Some(flag.flag.as_str().to_owned()),
            });
            lines.push(Say::line(say.covered(words), tone, call));
        }
    }
    lines
}

/// Danger to a person is red, everything else is not.
pub(crate) fn flag_tone(class: &tanfang_domain::flag::FlagClass) -> Tone {
    if class.class == tanfang_domain::flag::Urgency::Urgent {
        Tone::Danger
    } else {
        Tone::Amber
    }
}

/// Lists what may be done with a person besides 情况变了: take the last change back,
/// put the person into a class, take a candidate out of one.
fn actions(say: &Say, person: &Person, today: Day) -> Vec<Action> {
    let texts = say.texts();
    let action = |label: String, intent| Action {
        label,
        intent,
        enabled: true,
        note: None,
    };
    let undo = |key: &str, op: &OpId| {
        action(
            texts.get(key).to_owned(),
            Intent::UndoChange {
                person: person.id.as_str().to_owned(),
                names: vec![op.as_str().to_owned()],
            },
        )
    };
    if let Some(death) = &person.died {
        return vec![undo("home.undo_died", &death.op)];
    }
    if let Some(left) = &person.left {
        return vec![undo("home.undo_left", &left.op)];
    }
    let mut actions = Vec::new();
    let kept = person.facts.on(KEEP, today);
    if let Some(kept) = kept.filter(|kept| kept.source == FactSource::Worker) {
        actions.push(undo("home.undo_kept", kept.op()));
    }
    actions.push(action(
        texts.get("add.to_class").to_owned(),
        Intent::Go {
            screen: Screen::AddPerson {
                household: None,
                person: Some(person.id.as_str().to_owned()),
            },
        },
    ));
    let candidates = person.classes(today).filter(|m| m.source.is_none());
    actions.extend(candidates.map(|m| {
        action(
            texts.format("home.from_class", &[("class", say.class(&m.class).into())]),
            Intent::TakeFromClass {
                person: person.id.as_str().to_owned(),
                class: m.class.clone(),
            },
        )
    }));
    actions
}

/// Leads to the items of a list of somebody.
fn items_action(
    say: &Say,
    home: &Household,
    (list, label): (&str, &str),
    about: &Subject,
) -> Action {
    Action {
        label: say.texts().get(label).to_owned(),
        intent: Intent::Go {
            screen: Screen::Items {
                household: home.id.as_str().to_owned(),
                key: question_key(list, about),
            },
        },
        enabled: true,
        note: None,
    }
}

fn person_card(
    say: &Say,
    birthday: BirthdayRule,
    home: &Household,
    person: &Person,
    today: Day,
) -> PersonCard {
    let here = person.is_here(today);
    let about = Subject::Person(person.id.clone());
    let income = here.then(|| items_action(say, home, ("income", key("items.of_income")), &about));
    let mut changes = Vec::new();
    if here {
        changes.push(ChangeKind::Died);
        let kept = person.fact(KEEP, today);
        let together = matches!(
            kept,
            Some(tanfang_policy::value::FactValue::One(code)) if code == KEPT_TOGETHER
        );
        if !together {
            changes.push(ChangeKind::Institution);
        }
        changes.push(ChangeKind::Moved);
    }
    PersonCard {
        actions: actions(say, person, today)
            .into_iter()
            .chain(income)
            .collect(),
        person: person.id.as_str().to_owned(),
        name: say.name(&person.name),
        chips: class_words(say, person, today)
            .iter()
            .map(|word| say.chip(word))
            .collect(),
        line: person_line(say, birthday, person, today),
        known: known(say, person, today)
            .into_iter()
            .map(|(label, value, source)| KnownLine {
                label,
                value: say.covered(value),
                source,
            })
            .collect(),
        changes,
    }
}

/// Says in one line who it is: 71岁 · 肢体二级 · 监护人赵德贵.
fn person_line(say: &Say, birthday: BirthdayRule, person: &Person, today: Day) -> Masked {
    let texts = say.texts();
    let mut parts: Vec<Masked> = Vec::new();
    if let Some(death) = &person.died {
        let words = texts.format("home.died_on", &[("day", death.day.into())]);
        parts.push(Say::open(words));
    } else if let Some(left) = &person.left {
        let words = texts.format("home.left_on", &[("day", left.day.into())]);
        parts.push(Say::open(words));
    }
    if let Some(tanfang_policy::value::FactValue::Day(birth)) = person.fact(BIRTH, today)
        && person.died.is_none()
    {
        let age = age_on(*birth, today, birthday);
        parts.push(Say::open(
            texts.format("say.years_old", &[("n", age.into())]),
        ));
    }
    let disability: Vec<String> = [DIS_KIND, DIS_LEVEL]
        .iter()
        .filter_map(|fact| {
            let value = person.fact(fact, today)?;
            (!value.is_unknown()).then(|| say.fact_value(fact, value))
        })
        .collect();
    if !disability.is_empty() {
        parts.push(say.covered(disability.concat()));
    }
    if let Some(guardian) = person.guardian.as_deref().filter(|g| !g.trim().is_empty()) {
        let name = say.name(guardian);
        let of = |name: &str| texts.format("home.guardian", &[("name", name.into())]);
        parts.push(Masked {
            text: of(&name.text),
            masked: of(&name.masked),
        });
    }
    say.dotted(&parts)
}

/// Lists everything known of a person as (label, value, source), in the order of the dictionary.
fn known(say: &Say, person: &Person, today: Day) -> Vec<(String, String, String)> {
    let texts = say.texts();
    let mut lines = Vec::new();
    let mut field = |label: &str, value: Option<&String>| {
        if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
            lines.push((label.to_owned(), value.clone(), String::new()));
        }
    };
    field(texts.get("home.id_number"), person.id_number.as_ref());
    field(texts.get("home.phone"), person.phone.as_ref());
    field(texts.get("home.guardian_label"), person.guardian.as_ref());
    field(
        texts.get("home.guardian_phone"),
        person.guardian_phone.as_ref(),
    );
    for benefit in person.benefits.iter().filter(|b| b.runs(today)) {
        let label = texts.get("home.benefit_label").to_owned();
        lines.push((label, benefit_words(say, benefit), String::new()));
    }
    let aids = person.facts.names_under(AID_PREFIX);
    for record in aids.filter_map(|name| person.facts.on(name, today)) {
        let code = record.fact.strip_prefix(AID_PREFIX).unwrap_or_default();
        let value = match &record.value {
            FactValue::Bool(true) => texts.get("hint.receives").to_owned(),
            FactValue::Bool(false) => texts.get("hint.receives_not").to_owned(),
            other => say.value(None, AID, other),
        };
        let (_, _, source) = known_fact(say, record);
        lines.push((say.class(code).to_owned(), value, source));
    }
    for membership in person.classes(today) {
        // What is received is said once, as a benefit.
        if membership.class != TEKUN && person.benefits.iter().all(|b| b.scheme != membership.class)
        {
            let class = say.class(&membership.class);
            let words = texts.format(
                "home.membership",
                &[("class", class.into()), ("day", membership.from.into())],
            );
            lines.push((
                texts.get("home.class_label").to_owned(),
                words,
                String::new(),
            ));
        }
    }
    let newest = |id: &str| person.facts.on(id, today);
    for def in say.dictionary().facts() {
        if let Some(record) = newest(def.id.as_str()) {
            lines.push(known_fact(say, record));
        }
    }
    let other = person.facts.names().filter(|id| id.starts_with("ledger."));
    for id in other {
        if let Some(record) = newest(id) {
            lines.push(known_fact(say, record));
        }
    }
    lines
}

fn known_fact(say: &Say, record: &FactRecord) -> (String, String, String) {
    let texts = say.texts();
    let day = ("day", record.day.into());
    let source = match record.source {
        FactSource::Roster => texts.format("home.known_roster", &[day]),
        FactSource::Visit => texts.format("home.known_visit", &[day]),
        FactSource::Worker => texts.format("home.known_worker", &[day]),
    };
    (
        say.fact(&record.fact).to_owned(),
        say.fact_value(&record.fact, &record.value),
        source,
    )
}

fn benefit_words(say: &Say, benefit: &Benefit) -> String {
    let texts = say.texts();
    let scheme = ("scheme", say.class(&benefit.scheme).into());
    match (benefit.amount, benefit.from) {
        (Some(amount), Some(from)) => texts.format(
            "home.benefit_amount",
            &[scheme, ("amount", amount.into()), ("day", from.into())],
        ),
        (None, Some(from)) => texts.format("home.benefit", &[scheme, ("day", from.into())]),
        (Some(amount), None) => {
            let words = texts.format("home.benefit_plain", &[scheme]);
            let amount = texts.format("say.per_month", &[("amount", amount.into())]);
            say.listed(&[words, amount])
        }
        (None, None) => texts.format("home.benefit_plain", &[scheme]),
    }
}

/// Lists visits, attempts and flags, newest first.
fn history(say: &Say, work: &Work, snapshot: &Snapshot, home: &Household) -> Vec<Line> {
    let texts = say.texts();
    let book = snapshot.book();
    let mut lines: Vec<(Day, i64, Line)> = Vec::new();
    for visit in book.visits(&home.id) {
        let who = ("who", snapshot.worker_name(&visit.worker).into());
        let day = ("day", visit.day.into());
        let words = if visit.entered_late() {
            let recorded = ("recorded", visit.closed.day().into());
            texts.format("home.history_late", &[day, who, recorded])
        } else {
            texts.format("home.history_visit", &[day, who])
        };
        let line = Say::line(Say::open(words), Tone::Plain, None);
        lines.push((visit.day, visit.closed.ms, line));
    }
    for attempt in book.attempts(&home.id) {
        let words = texts.format(
            "home.history_attempt",
            &[
                ("day", attempt.day.into()),
                ("who", snapshot.worker_name(&attempt.worker).into()),
                ("met", say.variant("met", &attempt.met).into()),
            ],
        );
        let line = Say::line(Say::open(words), Tone::Quiet, None);
        lines.push((attempt.day, attempt.origin.hlc.ms, line));
    }
    for contact in snapshot.contacts.iter().filter(|c| c.household == home.id) {
        let args = [
            ("day", contact.day.into()),
            ("who", snapshot.worker_name(&contact.worker).into()),
            ("result", say.variant("call", &contact.result).into()),
        ];
        let plain = texts.format("home.history_contact", &args);
        let text = match contact.note.as_deref().filter(|note| !note.is_empty()) {
            Some(note) => Masked {
                text: say.listed(&[plain.clone(), note.to_owned()]),
                masked: plain,
            },
            None => Say::open(plain),
        };
        lines.push((
            contact.day,
            contact.at.ms,
            Say::line(text, Tone::Quiet, None),
        ));
    }
    for flag in snapshot.flags.iter().filter(|f| f.household == home.id) {
        let class = work.flag(&flag.code);
        if let Some(class) = class.filter(|c| c.visible_to(&snapshot.viewer.roles)) {
            let words = texts.format(
                "home.history_flag",
                &[("day", flag.day.into()), ("name", (&class.name).into())],
            );
            let line = Say::line(say.covered(words), Tone::Quiet, None);
            lines.push((flag.day, 0, line));
        }
    }
    lines.sort_by_key(|(day, ms, _)| Reverse((*day, *ms)));
    lines.into_iter().map(|(_, _, line)| line).collect()
}
