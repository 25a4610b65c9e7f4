//! 政策一口清 (CL-25): whether the worker can say what is in force here, asked of himself.
//!
//! The packs' own list asks what the source names; after it stands one question for
//! each standard of each scheme in force, made from the packs (their names, values,
//! days and sources). It is kept on this phone until it is put away, and never written
//! into an op: nobody is measured by it.

use std::collections::BTreeSet;

use super::ask::{Choice, group};
use super::{Made, Writing};
use crate::app::hint::judge::{events_on, packs};
use crate::app::policies::{listed, numbers};
use crate::say::Say;
use crate::texts::{Texts, key};
use crate::view::{
    HintNumber, Line, Outcome, QuestionKind, QuestionView, Screen, Tone, VisitGroup,
};

/// Codes of the two answers.
const CLEAR: &str = "clear";
const UNCLEAR: &str = "unclear";
/// Separates what a key is of from its question.
const OF: char = '|';

/// The standards of one scheme in force.
struct Asked {
    /// Names the scheme to 政策.
    policy: String,
    scheme: String,
    numbers: Vec<HintNumber>,
}

impl Asked {
    fn key(&self, number: &HintNumber) -> String {
        format!("{}{OF}{}", self.policy, number.name)
    }
}

/// Lists the standards of what is in force here, each below the first scheme that goes
/// by it.
fn asked(writing: &Writing<'_>) -> Vec<Asked> {
    let (scene, say) = (writing.scene, writing.say());
    let today = scene.snapshot.today;
    let events = events_on(&scene.snapshot.events, today);
    let mut seen: BTreeSet<(String, String)> = BTreeSet::new();
    listed(&packs(&scene.pack, &events, today))
        .iter()
        .map(|listed| Asked {
            policy: listed.key(),
            scheme: listed.name().to_owned(),
            numbers: numbers(say, listed, today)
                .into_iter()
                .filter(|number| seen.insert((listed.pack_id().to_owned(), number.name.clone())))
                .collect(),
        })
        .filter(|asked| !asked.numbers.is_empty())
        .collect()
}

fn question(writing: &Writing<'_>, name: &str, ask: String) -> QuestionView {
    let choices: Vec<Choice> = vec![
        (CLEAR.to_owned(), writing.text(key("oral.clear"))),
        (UNCLEAR.to_owned(), writing.text(key("oral.unclear"))),
    ];
    writing.choose(name, ask, QuestionKind::One, choices, &[])
}

/// Says a standard with its day and source, as it stands in the pack.
fn value(say: &Say, number: &HintNumber) -> String {
    let parts = [
        Some(&number.value),
        number.since.as_ref(),
        number.source.as_ref(),
    ];
    let parts = parts
        .into_iter()
        .flatten()
        .map(|part| Say::open(part.as_str()));
    say.dotted(&parts.collect::<Vec<_>>()).text
}

/// Asks for one standard; whoever has answered sees it.
fn of_number(writing: &Writing<'_>, asked: &Asked, number: &HintNumber) -> QuestionView {
    let say = writing.say();
    let ask = say
        .texts()
        .format("oral.ask", &[("name", (&number.name).into())]);
    let question = question(writing, &asked.key(number), ask);
    let last = question.answered.then(|| {
        let value = value(say, number);
        Say::open(
            say.texts()
                .format("oral.look", &[("value", (&value).into())]),
        )
    });
    QuestionView { last, ..question }
}

/// Makes the form.
pub(super) fn form(writing: &Writing<'_>) -> Made {
    let work = &writing.scene.pack.work;
    let mut groups: Vec<VisitGroup> = work
        .checklists_about_worker()
        .map(|list| {
            let asked = list.questions.iter();
            let asked = asked.map(|q| question(writing, &q.id, q.ask.clone()));
            group(&list.id, list.name.clone(), asked.collect())
        })
        .collect();
    let mut unset: Vec<String> = Vec::new();
    let all = asked(writing);
    for asked in &all {
        let (none, set): (Vec<_>, Vec<_>) = asked.numbers.iter().partition(|n| n.unset);
        unset.extend(none.into_iter().map(|number| number.name.clone()));
        if set.is_empty() {
            continue;
        }
        let questions = set.into_iter().map(|n| of_number(writing, asked, n));
        groups.push(VisitGroup {
            folded: true,
            ..group(&asked.policy, asked.scheme.clone(), questions.collect())
        });
    }
    Made {
        title: Say::open(writing.text(key("oral.title"))),
        sentence: Some(Say::open(writing.text(key("oral.why")))),
        groups,
        lines: lines(writing, &all, &unset),
        label: writing.text(key("oral.send")),
        missing: None,
    }
}

/// Says what is to be read again, each leading to where it stands, and what nobody
/// can know yet.
fn lines(writing: &Writing<'_>, all: &[Asked], unset: &[String]) -> Vec<Line> {
    let (say, sheet) = (writing.say(), writing.sheet);
    let texts = say.texts();
    let is_unclear = |key: &str| sheet.one(key) == Some(UNCLEAR);
    let mut lines: Vec<Line> = Vec::new();
    let lists = writing.scene.pack.work.checklists_about_worker();
    let mut questions = lists.flat_map(|list| &list.questions);
    if questions.any(|q| is_unclear(&q.id)) {
        let words = Say::open(writing.text(key("oral.read")));
        lines.push(Say::line(words, Tone::Plain, Some(Screen::Policies)));
    }
    for asked in all {
        for number in &asked.numbers {
            if is_unclear(&asked.key(number)) {
                let args = [
                    ("label", (&number.name).into()),
                    ("value", (&number.value).into()),
                ];
                let go = Screen::Policy {
                    key: asked.policy.clone(),
                };
                let words = Say::open(texts.format("say.colon", &args));
                lines.push(Say::line(words, Tone::Plain, Some(go)));
            }
        }
    }
    if !unset.is_empty() {
        let names = say.listed(unset);
        let words = texts.format("oral.unset", &[("names", (&names).into())]);
        lines.push(Say::line(Say::open(words), Tone::Quiet, None));
    }
    lines
}

/// Puts the form away: nothing of it is written.
pub(super) fn send(writing: &Writing<'_>) -> Outcome {
    Outcome {
        sentence: writing.text(key("oral.done")),
        undo: None,
        go: Some(Screen::Policies),
        changed: false,
    }
}
