//! What 走访 shows of a draft.

use std::collections::{BTreeMap, BTreeSet};
use tanfang_domain::checklist::question::{AnswerKind, Carry, Question, Topic, Writes};
use tanfang_domain::checklist::{Around, Asked, Form, State};
use tanfang_domain::event::{How, Mode, Subject};
use tanfang_domain::pack::Work;
use tanfang_domain::people::world::WorldMaker;
use tanfang_domain::visit::Draft;
use tanfang_domain::visit::raise::raised;
use tanfang_policy::dict::Type;
use tanfang_policy::value::FactValue;
use tanfang_policy::world::{Facts, World};
use tanfang_values::{Money, Stamp};

use super::danger::urgent;
use super::fuzzy::TimeWords;
use super::{Part, group_key, question_key, trip};
use crate::app::calling::Numbers;
use crate::app::home::flag_tone;
use crate::app::people::{Snapshot, home_name};
use crate::phrases::Phrases;
use crate::say::Say;
use crate::texts::Texts;
use crate::view::{
    Action, Intent, Line, Masked, QuestionKind, QuestionOption, QuestionView, Screen, Status, Tone,
    VisitGroup, VisitView,
};

/// Code of 是 among the options.
pub(crate) const YES: &str = "yes";
/// Code of 不是 among the options.
pub(crate) const NO: &str = "no";
/// Code of 不清楚 among the options.
pub(crate) const UNCLEAR: &str = "unclear";
/// Code of 不愿说, kept if an answer of an older version has it.
pub(crate) const DECLINED: &str = "declined";

/// Marks the key of a question among the keys of 为什么.
pub(crate) const QUESTION_KEY: &str = "q:";

/// What a view of a draft is made from.
pub(crate) struct Visiting<'a> {
    pub(crate) say: &'a Say,
    pub(crate) work: &'a Work,
    pub(crate) snapshot: &'a Snapshot,
    /// What stands around the visit.
    pub(crate) around: &'a Around<'a>,
    pub(crate) draft: &'a Draft,
    /// How days are said.
    pub(crate) times: &'a TimeWords,
    /// What a tap can put into a text.
    pub(crate) phrases: &'a Phrases,
    /// Whom to call when somebody is in danger.
    pub(crate) numbers: &'a Numbers,
    /// When something was last saved; none before the first answer.
    pub(crate) saved: Option<Stamp>,
}

/// Makes 走访.
pub(crate) fn view(visiting: &Visiting<'_>) -> VisitView {
    let Visiting {
        say,
        work,
        snapshot,
        around,
        draft,
        ..
    } = *visiting;
    let home = around.home;
    let form = draft.form(work, around);
    let mut world = world(visiting);
    let flags = raised(work, &form, &world, &draft.visit, &snapshot.flags);
    VisitView {
        urgent: urgent(visiting, &flags),
        same_all: same_all(say, &form),
        visit: draft.visit.as_str().to_owned(),
        household: home.id.as_str().to_owned(),
        name: home_name(say, home, draft.day()),
        status: status(say, visiting.saved),
        day: draft.day().to_string(),
        day_label: day_label(say, snapshot, draft),
        groups: groups(visiting, &form, &mut world),
        notices: notices(say, &form, &world),
        flags: flags
            .iter()
            .filter_map(|raised| {
                let class = work.flag(&raised.flag.code)?;
                if !class.visible_to(&around.viewer.roles) {
                    return None;
                }
                let name = ("name", (&class.name).into());
                let words = if raised.flag.same_as.is_some() {
                    say.texts().format("visit.flag_linked", &[name])
                } else {
                    say.texts().format("visit.flag_preview", &[name])
                };
                Some(Say::line(say.covered(words), flag_tone(class), None))
            })
            .collect(),
        primary: primary(say, draft, &form),
        later: Action {
            label: say.texts().get("visit.later").to_owned(),
            intent: Intent::LeaveVisit {
                visit: draft.visit.as_str().to_owned(),
            },
            enabled: true,
            note: None,
        },
    }
}

/// Makes the world that rules about the answers see.
pub(super) fn world(visiting: &Visiting<'_>) -> World {
    let (work, draft, around) = (visiting.work, visiting.draft, visiting.around);
    let overlay = draft.answers.overlay();
    let mut world = WorldMaker::new(work.dictionary(), work.classes())
        .without(&draft.visit)
        .world(around.home, draft.day(), &overlay);
    world.events.clone_from(&around.events);
    world
}

fn status(say: &Say, saved: Option<Stamp>) -> Status {
    match saved {
        Some(at) => {
            let (hour, minute) = at.shanghai_hm();
            let time = format!("{hour:02}:{minute:02}");
            Status {
                text: say
                    .texts()
                    .format("status.saved_at", &[("time", (&time).into())]),
                tone: Tone::Done,
            }
        }
        None => Status {
            text: say.texts().get("status.new").to_owned(),
            tone: Tone::Quiet,
        },
    }
}

fn day_label(say: &Say, snapshot: &Snapshot, draft: &Draft) -> String {
    let day = draft.day();
    let args = [("day", day.into()), ("weekday", say.weekday(day).into())];
    if day == snapshot.today {
        say.texts().format("visit.day_today", &args)
    } else {
        say.texts().format("visit.day_back", &args)
    }
}

/// Says in which part of the screen a question stands; it stays there while it
/// is being answered.
fn part(asked: &Asked<'_>, sure: bool) -> Part {
    let always = asked.all().any(|question| question.carry == Carry::Always);
    let known = asked.last.as_ref().filter(|last| !last.value.is_unknown());
    let carried = asked
        .all()
        .all(|question| question.carried() == Carry::Carried);
    // 本人 and 身体 are asked every time, whoever owes what.
    let first = asked.required || asked.topic() <= Topic::Health;
    match (always, first, known) {
        (true, true, _) => Part::Always,
        (false, _, Some(last)) if last.fresh || carried => Part::Fresh,
        (false, _, Some(_)) => Part::Same,
        (false, _, None) if asked.required => Part::First,
        _ if sure => Part::Other,
        _ => Part::Maybe,
    }
}

/// 都一样 for everything at once, where more than one group waits for it.
fn same_all(say: &Say, form: &Form<'_>) -> Option<String> {
    let about: BTreeSet<&Subject> = form.same(None).map(|asked| &asked.about).collect();
    (about.len() > 1).then(|| {
        let n = form.same(None).count();
        say.texts().format("visit.same_all", &[("n", n.into())])
    })
}

fn groups(visiting: &Visiting<'_>, form: &Form<'_>, world: &mut World) -> Vec<VisitGroup> {
    let Visiting { say, snapshot, .. } = *visiting;
    let home = visiting.around.home;
    let mut subjects: Vec<&Subject> = Vec::new();
    // What one asks aloud comes first, whoever it is about.
    let mut parts: BTreeMap<(Part, usize), Vec<&Asked<'_>>> = BTreeMap::new();
    let sections = form.sections.iter();
    for (sure, asked) in sections.flat_map(|s| s.questions.iter().map(|asked| (s.sure, asked))) {
        // Photos and signatures are evidence and come with their own screen.
        if kind(asked.question).is_none() {
            continue;
        }
        let at = subjects
            .iter()
            .position(|about| **about == asked.about)
            .unwrap_or_else(|| {
                subjects.push(&asked.about);
                subjects.len() - 1
            });
        let part = part(asked, sure);
        parts.entry((part, at)).or_default().push(asked);
    }
    let several = home.present(visiting.draft.day()).count() > 1;
    let mut groups = Vec::new();
    for ((part, at), mut questions) in parts {
        questions.sort_by_key(|asked| (asked.topic(), !asked.demanded()));
        let Some(about) = subjects.get(at) else {
            continue;
        };
        let person = several.then(|| snapshot.subject_name(say, about));
        groups.push(group(visiting, world, part, about, person, &questions));
    }
    groups.push(trip::group(say, visiting.around, visiting.draft));
    groups
}

fn group(
    visiting: &Visiting<'_>,
    world: &mut World,
    part: Part,
    about: &Subject,
    person: Option<Masked>,
    questions: &[&Asked<'_>],
) -> VisitGroup {
    let say = visiting.say;
    let texts = say.texts();
    let n = questions.len();
    let title = match part {
        Part::Always => texts.get("visit.ask_group").to_owned(),
        Part::First => texts.format("visit.first_group", &[("n", n.into())]),
        Part::Other => texts.format("visit.other_group", &[("n", n.into())]),
        Part::Maybe => texts.format("visit.maybe_group", &[("n", n.into())]),
        Part::Fresh => texts.format("visit.fresh_group", &[("n", n.into())]),
        Part::Same => {
            let names: Vec<&str> = questions
                .iter()
                .map(|asked| say.fact(&asked.question.key))
                .collect();
            let few = say.listed(names.get(..2).unwrap_or(&names));
            if n > 2 {
                texts.format(
                    "visit.same_group",
                    &[("words", (&few).into()), ("n", n.into())],
                )
            } else {
                texts.format("visit.same_group_few", &[("words", (&few).into())])
            }
        }
    };
    let untouched = |asked: &&Asked<'_>| {
        asked
            .given
            .as_ref()
            .is_none_or(|given| given.how == How::Same)
    };
    let waiting = questions.iter().any(|asked| asked.state == State::Same);
    VisitGroup {
        key: group_key(part, about),
        title,
        person,
        folded: match part {
            Part::Always | Part::First => false,
            Part::Same | Part::Other | Part::Maybe | Part::Fresh => questions.iter().all(untouched),
        },
        same: (part == Part::Same && waiting).then(|| texts.get("visit.same_button").to_owned()),
        questions: questions
            .iter()
            .map(|asked| question(visiting, world, asked))
            .collect(),
    }
}

/// Says how a question is answered; none for evidence.
pub(crate) fn kind(question: &Question) -> Option<QuestionKind> {
    Some(match question.kind {
        AnswerKind::YesNo | AnswerKind::One => QuestionKind::One,
        AnswerKind::Many => QuestionKind::Many,
        AnswerKind::Text => QuestionKind::Text,
        AnswerKind::Day => QuestionKind::Day,
        AnswerKind::Number => {
            let money = question.writes.def().is_some_and(|def| def.ty.is_money());
            if money {
                QuestionKind::Money
            } else {
                QuestionKind::Number
            }
        }
        AnswerKind::Photo | AnswerKind::Signature => return None,
    })
}

fn question(visiting: &Visiting<'_>, world: &mut World, asked: &Asked<'_>) -> QuestionView {
    let say = visiting.say;
    let question = asked.question;
    let key = question_key(&question.id, &asked.about);
    let value = asked.given.as_ref().map(|given| &given.value);
    let def = question.writes.def().map(AsRef::as_ref);
    QuestionView {
        ask: match &question.item {
            Some(item) if question.needs_slot => say.texts().format(
                "visit.ask_of",
                &[("ask", (&question.ask).into()), ("items", item.into())],
            ),
            _ => question.ask.clone(),
        },
        kind: kind(question).unwrap_or(QuestionKind::Text),
        options: options(visiting, world, asked, value),
        value: value.and_then(|value| typed(visiting.times, value)),
        last: asked.last.as_ref().map(|last| {
            let words = say.value(def, &question.key, &last.value);
            let of = |words: &str| {
                say.texts().format(
                    "visit.last",
                    &[("day", last.day.into()), ("value", words.into())],
                )
            };
            Masked {
                text: of(&words),
                masked: of(say.texts().get("say.hidden")),
            }
        }),
        required: asked.required,
        answered: asked.given.is_some(),
        same: asked
            .given
            .as_ref()
            .is_some_and(|given| given.how == How::Same),
        why: Screen::Why {
            key: format!("{QUESTION_KEY}{key}"),
        },
        key,
    }
}

/// Gives back what was typed, in the form in which it can be typed again.
fn typed(times: &TimeWords, value: &FactValue) -> Option<String> {
    match value {
        FactValue::Text(words) => Some(words.clone()),
        FactValue::Day(day) => Some(day.to_string()),
        FactValue::DayRange(first, last) => Some(times.write(*first, *last)),
        FactValue::Int(n) => Some(n.to_string()),
        FactValue::Fen(fen) => Some(Money::from_fen(*fen).yuan().to_string()),
        _ => None,
    }
}

fn options(
    visiting: &Visiting<'_>,
    world: &mut World,
    asked: &Asked<'_>,
    value: Option<&FactValue>,
) -> Vec<QuestionOption> {
    let say = visiting.say;
    let question = asked.question;
    if question.kind == AnswerKind::Text && value != Some(&FactValue::Declined) {
        return phrases(visiting, asked);
    }
    let mut options: Vec<(String, String, FactValue)> = Vec::new();
    match question.kind {
        AnswerKind::YesNo => {
            for (code, yes) in [(YES, true), (NO, false)] {
                let label = say.yes_no(Some(&question.key), yes).to_owned();
                options.push((code.to_owned(), label, FactValue::Bool(yes)));
            }
        }
        AnswerKind::One | AnswerKind::Many => {
            let list = match question.writes.def().map(|def| &def.ty) {
                Some(Type::Enum(list) | Type::Many(list)) => list.variants.as_slice(),
                _ => &[],
            };
            for variant in list {
                let value = if question.kind == AnswerKind::One {
                    FactValue::One(variant.code.clone())
                } else {
                    FactValue::many([variant.code.clone()])
                };
                options.push((variant.code.clone(), variant.name.clone(), value));
            }
        }
        AnswerKind::Number
        | AnswerKind::Text
        | AnswerKind::Day
        | AnswerKind::Photo
        | AnswerKind::Signature => {}
    }
    // 不清楚 is an answer everywhere but to whom one met.
    if !question.writes.is_meeting() && question.kind != AnswerKind::Text {
        let label = say.texts().get("say.unclear").to_owned();
        options.push((UNCLEAR.to_owned(), label, FactValue::Unclear));
    }
    if value == Some(&FactValue::Declined) {
        let label = say.texts().get("say.declined").to_owned();
        options.push((DECLINED.to_owned(), label, FactValue::Declined));
    }
    let flags = asked.all().any(|question| !question.raises.is_empty());
    let key = question.key.as_str();
    let before = facts(visiting, world, asked).and_then(|facts| facts.get_id(key).cloned());
    let options = options
        .into_iter()
        .map(|(code, label, option)| QuestionOption {
            chosen: match (value, &option) {
                (Some(FactValue::Many(chosen)), FactValue::Many(_)) => chosen.contains(&code),
                (value, option) => value == Some(option),
            },
            flag: flags && raises(visiting, world, asked, &option),
            code,
            label,
            masked: None,
        })
        .collect();
    // The world is as it was for the next question.
    if let Some(facts) = facts(visiting, world, asked) {
        match before {
            Some(known) => facts.set(key, known),
            None => facts.unset(key),
        }
    }
    options
}

/// Finds the facts of whom a question is about.
fn facts<'w>(
    visiting: &Visiting<'_>,
    world: &'w mut World,
    asked: &Asked<'_>,
) -> Option<&'w mut Facts> {
    match &asked.about {
        Subject::Household(id) if *id == visiting.around.home.id => Some(&mut world.household),
        Subject::Household(_) => None,
        Subject::Person(id) => {
            let at = world.member(id.as_str())?;
            world.members.get_mut(at).map(|member| &mut member.facts)
        }
    }
}

/// Offers the phrases of a text question; those that stand in it already are chosen.
fn phrases(visiting: &Visiting<'_>, asked: &Asked<'_>) -> Vec<QuestionOption> {
    let given = asked.given.as_ref().map(|given| &given.value);
    let text = match given {
        Some(FactValue::Text(text)) => text.as_str(),
        _ => "",
    };
    let phrases = visiting.phrases;
    let of = phrases.of_question(&asked.question.id).iter();
    of.map(|phrase| QuestionOption {
        code: phrase.clone(),
        label: phrase.clone(),
        masked: None,
        chosen: phrases.holds(text, phrase),
        flag: false,
    })
    .collect()
}

/// Tells whether choosing an option raises a flag the viewer may see; leaves the
/// answer in the world, where the next one takes its place.
fn raises(
    visiting: &Visiting<'_>,
    world: &mut World,
    asked: &Asked<'_>,
    option: &FactValue,
) -> bool {
    if option.is_unknown() {
        return false;
    }
    if let Some(facts) = facts(visiting, world, asked) {
        facts.set(&asked.question.key, option.clone());
    }
    let mut rules = asked.all().flat_map(|question| &question.raises);
    rules.any(|rule| {
        rule.when.surely(world, &asked.about)
            && visiting
                .work
                .flag(&rule.flag)
                .is_some_and(|class| class.visible_to(&visiting.around.viewer.roles))
    })
}

fn notices(say: &Say, form: &Form<'_>, world: &World) -> Vec<Line> {
    let texts = say.texts();
    let mut lines: Vec<Line> = Vec::new();
    let mut put = |words: String| {
        let line = Say::line(Say::open(words), Tone::Quiet, None);
        if !lines.contains(&line) {
            lines.push(line);
        }
    };
    // What the answers of a checklist come to is said as soon as one is given.
    for section in &form.sections {
        let given = section.questions.iter().any(|asked| asked.given.is_some());
        for shows in section.checklist.shows.iter().filter(|_| given) {
            if shows.when.surely(world, &section.about) {
                put(shows.say.clone());
            }
        }
    }
    for question in form.questions().flat_map(Asked::all) {
        if let Some(slot) = &question.unset_slot {
            put(texts.format("visit.notice_slot", &[("name", slot.into())]));
        }
    }
    for slot in &form.unset {
        put(texts.format("visit.notice_slot", &[("name", slot.into())]));
    }
    for given in &form.dropped {
        let ask = say.fact(&given.key);
        put(texts.format("visit.notice_gone", &[("ask", ask.into())]));
    }
    lines
}

fn primary(say: &Say, draft: &Draft, form: &Form<'_>) -> Action {
    let texts = say.texts();
    let visit = draft.visit.as_str().to_owned();
    let seen = draft.seen();
    let done = |enabled, note: Option<String>| Action {
        label: texts.get("visit.done").to_owned(),
        intent: Intent::CloseVisit {
            visit: visit.clone(),
        },
        enabled,
        note,
    };
    if draft.mode != Mode::InPerson {
        let asked = form
            .questions()
            .any(|asked| asked.question.key == Writes::REACHED);
        if asked && draft.reached().next().is_none() {
            return done(false, Some(texts.get("visit.need_reached").to_owned()));
        }
        if asked && !draft.reached_somebody() {
            return Action {
                label: texts.get("visit.attempt").to_owned(),
                intent: Intent::CloseVisit { visit },
                enabled: true,
                note: Some(texts.get("visit.unreached_note").to_owned()),
            };
        }
        return done(!draft.answers.is_empty(), open_note(say, form));
    }
    if seen.is_empty() {
        return done(false, Some(texts.get("visit.need_met").to_owned()));
    }
    if !draft.met_somebody() {
        return Action {
            label: texts.get("visit.attempt").to_owned(),
            intent: Intent::RecordAttempt { visit },
            enabled: true,
            note: Some(texts.get("visit.attempt_note").to_owned()),
        };
    }
    // A note has no other words under 遮, so it names nobody.
    let unsaid = form.persons().filter(|person| draft.met(person).is_none());
    let unsaid = unsaid.count();
    if unsaid > 0 {
        let note = texts.format("visit.need_met_all", &[("n", unsaid.into())]);
        return done(true, Some(note));
    }
    let somebody_missing = seen
        .iter()
        .any(|seen| seen.met != tanfang_domain::schedule::record::MET_PERSON);
    if somebody_missing {
        return done(true, Some(texts.get("visit.no_person").to_owned()));
    }
    done(true, open_note(say, form))
}

/// Says how many questions that a duty needs are still open, if any is.
fn open_note(say: &Say, form: &Form<'_>) -> Option<String> {
    let open = form
        .questions()
        .filter(|asked| asked.required && matches!(asked.state, State::Ask | State::Same))
        .count();
    (open > 0).then(|| {
        let n = ("n", open.into());
        say.texts().format("visit.done_note", &[n])
    })
}
