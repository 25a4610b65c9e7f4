//! 巡查: a round through the groups of the village, and what it saw.

use tanfang_domain::checklist::question::{AnswerKind, Checklist, Question};
use tanfang_domain::trips::patrol::{Answered, Asked, Seen, decide, of_clue, of_round};
use tanfang_policy::dict::Type;
use tanfang_policy::value::FactValue;
use tanfang_store::Decision;
use tanfang_values::{Day, PatrolId};

use super::ask::{Choice, group};
use super::{Made, Writing};
use crate::app::visit::view::{NO, UNCLEAR, YES};
use crate::app::{errors, taking_back};
use crate::error::Result;
use crate::phrases::Note;
use crate::say::Say;
use crate::texts::{Texts, key};
use crate::view::{Outcome, QuestionKind, QuestionView, Screen, VisitGroup};

const GROUPS: &str = "groups";
const DAY: &str = "day";
const NOTE: &str = "note";
/// Things seen on one round, at most.
const CLUES: usize = 20;
/// Stands before the questions of the list of the round.
const ROUND: &str = "round";

/// Makes the form.
pub(super) fn form(writing: &Writing<'_>) -> Made {
    let (app, snapshot) = (writing.app, &writing.scene.snapshot);
    let work = &writing.scene.pack.work;
    let mut walked: Vec<&str> = snapshot
        .homes
        .iter()
        .filter_map(|home| home.group.as_deref())
        .filter(|group| !group.trim().is_empty())
        .collect();
    walked.sort_by_key(|group| crate::app::people::PlaceKey::group(&app.kit.words, Some(group)));
    walked.dedup();
    let walked: Vec<Choice> = walked
        .into_iter()
        .map(|group| (group.to_owned(), group.to_owned()))
        .collect();
    let ask = |key: &str| writing.say().texts().get(key).to_owned();
    let mut first = vec![writing.write(
        DAY,
        ask(key("patrol.ask_day")),
        QuestionKind::Day,
        Some(snapshot.today.to_string()),
    )];
    if !walked.is_empty() {
        let ask = ask(key("patrol.ask_groups"));
        first.push(writing.choose(GROUPS, ask, QuestionKind::Many, walked, &[]));
    }
    first.extend(of_round(work).flat_map(|list| questions(writing, ROUND, list)));
    // The list of the round may ask for a word itself.
    let written = of_round(work).flat_map(|list| &list.questions);
    if !written.map(|q| q.kind).any(|kind| kind == AnswerKind::Text) {
        let phrases = app.kit.phrases.of_note(Note::Patrol);
        first.push(writing.remark(NOTE, ask(key("patrol.ask_note")), &phrases));
    }
    let mut groups = vec![group(ROUND, String::new(), first)];
    for n in 1..=CLUES {
        groups.push(clue_group(writing, n));
        // The next one is asked for when this one says where it is.
        if place(writing, n).is_none() {
            break;
        }
    }
    Made {
        title: Say::open(ask(key("patrol.title"))),
        sentence: Some(Say::open(ask(key("patrol.why")))),
        groups,
        lines: Vec::new(),
        label: ask(key("patrol.send")),
        missing: nowhere(writing),
    }
}

fn clue_key(n: usize) -> String {
    format!("clue{n}")
}

fn question_key(of: &str, q: &str) -> String {
    format!("{of}.{q}")
}

fn clue_group(writing: &Writing<'_>, n: usize) -> VisitGroup {
    let of = clue_key(n);
    let work = &writing.scene.pack.work;
    let texts = writing.say().texts();
    let mut asked = Vec::new();
    if where_asked(writing).is_none() {
        let ask = texts.get("patrol.ask_place").to_owned();
        asked.push(writing.write(&question_key(&of, PLACE), ask, QuestionKind::Text, None));
    }
    asked.extend(of_clue(work).flat_map(|list| questions(writing, &of, list)));
    group(&of, texts.format("patrol.clue", &[("n", n.into())]), asked)
}

/// Stands for the place where no list asks for it.
const PLACE: &str = "place";

/// Returns the first question of a kind that is asked about a clue: the first text
/// says where it was, the first number how many people it concerns.
fn first_of<'a>(writing: &'a Writing<'_>, kind: AnswerKind) -> Option<&'a Question> {
    of_clue(&writing.scene.pack.work)
        .flat_map(|list| &list.questions)
        .find(|question| question.kind == kind)
}

fn where_asked<'a>(writing: &'a Writing<'_>) -> Option<&'a Question> {
    first_of(writing, AnswerKind::Text)
}

fn place(writing: &Writing<'_>, n: usize) -> Option<String> {
    let q = where_asked(writing).map_or(PLACE, |question| question.id.as_str());
    let place = writing.sheet.one(&question_key(&clue_key(n), q))?;
    Some(place.to_owned())
}

/// Says which clue has answers and no place.
fn nowhere(writing: &Writing<'_>) -> Option<String> {
    (1..=CLUES).find_map(|n| {
        let of = clue_key(n);
        let given = answered(writing, &of, of_clue(&writing.scene.pack.work));
        (!given.is_empty() && place(writing, n).is_none()).then(|| {
            let texts = writing.say().texts();
            texts.format("patrol.missing_place", &[("n", n.into())])
        })
    })
}

fn questions(writing: &Writing<'_>, of: &str, list: &Checklist) -> Vec<QuestionView> {
    list.questions
        .iter()
        .filter_map(|question| {
            let key = question_key(of, &question.id);
            let ask = question.ask.clone();
            let (one, many) = (QuestionKind::One, QuestionKind::Many);
            let written = |kind| writing.write(&key, ask.clone(), kind, None);
            Some(match question.kind {
                AnswerKind::YesNo => {
                    writing.choose(&key, ask, one, choices(writing, question), &[])
                }
                AnswerKind::One => writing.choose(&key, ask, one, choices(writing, question), &[]),
                AnswerKind::Many => {
                    writing.choose(&key, ask, many, choices(writing, question), &[])
                }
                AnswerKind::Number => written(QuestionKind::Number),
                AnswerKind::Text => {
                    let phrases = writing.app.kit.phrases.of_question(&question.id);
                    writing.remark(&key, ask, phrases)
                }
                AnswerKind::Day => written(QuestionKind::Day),
                // Evidence comes with photos.
                AnswerKind::Photo | AnswerKind::Signature => return None,
            })
        })
        .collect()
}

fn choices(writing: &Writing<'_>, question: &Question) -> Vec<Choice> {
    let say = writing.say();
    let mut choices: Vec<Choice> = match (question.kind, question.writes.def().map(|def| &def.ty)) {
        (AnswerKind::YesNo, _) => [(YES, true), (NO, false)]
            .map(|(code, yes)| {
                let label = say.yes_no(Some(&question.key), yes).to_owned();
                (code.to_owned(), label)
            })
            .into(),
        (_, Some(Type::Enum(list) | Type::Many(list))) => list
            .variants
            .iter()
            .map(|variant| (variant.code.clone(), variant.name.clone()))
            .collect(),
        _ => Vec::new(),
    };
    let unclear = say.texts().get("say.unclear").to_owned();
    choices.push((UNCLEAR.to_owned(), unclear));
    choices
}

/// Returns what a sheet answers to some lists, in the order asked.
fn answered<'a>(
    writing: &Writing<'_>,
    of: &str,
    lists: impl Iterator<Item = &'a Checklist>,
) -> Vec<Answered> {
    lists
        .flat_map(|list| &list.questions)
        .filter_map(|question| {
            let given = writing.sheet.get(&question_key(of, &question.id))?;
            Some((question.id.clone(), value(question, given)?))
        })
        .collect()
}

fn value(question: &Question, given: &[String]) -> Option<FactValue> {
    let first = given.first().map(|text| text.trim())?;
    if first.is_empty() {
        return None;
    }
    if given.iter().any(|code| code == UNCLEAR) {
        return Some(FactValue::Unclear);
    }
    match question.kind {
        AnswerKind::YesNo => Some(FactValue::Bool(first == YES)),
        AnswerKind::One => Some(FactValue::One(first.to_owned())),
        AnswerKind::Many => Some(FactValue::many(given.iter().cloned())),
        AnswerKind::Number => first.parse().ok().map(FactValue::Int),
        AnswerKind::Text => Some(FactValue::Text(first.to_owned())),
        AnswerKind::Day => Day::parse(first).ok().map(FactValue::Day),
        AnswerKind::Photo | AnswerKind::Signature => None,
    }
}

/// Records the round.
pub(super) fn send(writing: &Writing<'_>) -> Result<Outcome> {
    let app = writing.app;
    let (sheet, snapshot) = (writing.sheet, &writing.scene.snapshot);
    let work = &writing.scene.pack.work;
    let many = first_of(writing, AnswerKind::Number);
    let clues: Vec<Seen> = (1..=CLUES)
        .map_while(|n| {
            let of = clue_key(n);
            let people = many.and_then(|q| sheet.one(&question_key(&of, &q.id)));
            Some(Seen {
                code: None,
                place: place(writing, n)?,
                people: people.and_then(|text| text.parse().ok()),
                answers: answered(writing, &of, of_clue(work)),
                note: None,
            })
        })
        .collect();
    let id = if sheet.id.is_empty() {
        app.ports.new_id()
    } else {
        sheet.id.clone()
    };
    let asked = Asked {
        patrol: PatrolId::new(id),
        day: sheet.day(DAY).unwrap_or(snapshot.today),
        groups: sheet.get(GROUPS).unwrap_or_default().to_vec(),
        answers: answered(writing, ROUND, of_round(work)),
        note: sheet.one(NOTE).map(str::to_owned),
        clues,
    };
    let (now, post) = (app.ports.clock.now(), &snapshot.post);
    let viewer = post.viewer_on(asked.day, snapshot.today);
    let op = decide(work, &post.grid, &viewer, &asked, now)
        .map_err(|error| errors::trip(&app.kit, &error))?;
    let (names, ()) = writing
        .session
        .db
        .write_named(&app.kit, &app.ports, post, |_| {
            Ok(Decision::new(vec![op], ()))
        })?;
    writing.session.db.checkpoint(&app.ports);
    let texts = app.kit.say.texts();
    let seen = asked.clues.len();
    let (sentence, go) = if seen == 0 {
        (texts.get("patrol.done").to_owned(), Screen::Today)
    } else {
        let words = texts.format("patrol.done_clues", &[("n", seen.into())]);
        (words, Screen::Flags)
    };
    Ok(Outcome {
        sentence,
        undo: Some(taking_back::undo(app, None, &names)),
        go: Some(go),
        changed: true,
    })
}
