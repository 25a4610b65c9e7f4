//! Plays a visit from JSON, tap by tap, as a screen would.

use serde::Deserialize;
use std::io::Read as _;
use std::path::Path;
use tanfang_app::App;
use tanfang_app::view::{InputValue, Intent, QuestionView, Screen, VisitInput, VisitView};

use crate::args::Args;
use crate::print;
use crate::run::{BAD_INPUT, Failure, INTERNAL, REFUSED, Result, show};

/// A visit as a script; every field may be left out.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Script {
    /// Day of the visit, if it was an earlier one.
    day: Option<String>,
    /// Answers in order.
    answers: Vec<Step>,
    /// Taps 都一样 wherever it is offered.
    same: bool,
    /// Answers every question that has options and no answer with its first one.
    rest: bool,
    /// Closes the visit, or writes the attempt down.
    close: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    /// The question, such as `CL-03-2`, or its whole key.
    q: String,
    /// Name or id of the person; all persons when it is left out.
    about: Option<String>,
    /// Codes or labels of the options to choose.
    #[serde(default)]
    choose: Vec<String>,
    /// What to type.
    #[serde(rename = "type")]
    typed: Option<String>,
    /// 与上次相同.
    #[serde(default)]
    same: bool,
}

/// Opens the visit of a home, or resumes its draft; returns its id.
pub(crate) fn open(app: &App, household: &str) -> Result<String> {
    let outcome = app.send(&Intent::OpenVisit {
        household: household.to_owned(),
    })?;
    match outcome.go {
        Some(Screen::Visit { visit }) => Ok(visit),
        _ => Err(Failure::new(INTERNAL, "visit", outcome.sentence)),
    }
}

/// Answers 家中无人 for everybody.
pub(crate) fn nobody(app: &App, visit: &str) -> Result<()> {
    let view = app.visit(visit)?;
    let met: Vec<String> = questions(&view)
        .filter(|(_, question)| question.options.iter().any(|option| option.code == "0"))
        .filter(|(_, question)| !question.options.iter().any(|o| o.code == "unclear"))
        .map(|(_, question)| question.key.clone())
        .collect();
    for key in met {
        let value = InputValue::Choose {
            codes: vec!["0".to_owned()],
        };
        app.visit_answer(visit, &VisitInput { key, value })?;
    }
    Ok(())
}

fn questions(view: &VisitView) -> impl Iterator<Item = (Option<&str>, &QuestionView)> {
    view.groups.iter().flat_map(|group| {
        let person = group.person.as_ref().map(|person| person.text.as_str());
        group
            .questions
            .iter()
            .map(move |question| (person, question))
    })
}

/// Plays a script into the visit of a home and shows where it stands.
pub(crate) fn visit(args: &Args, app: &App, household: &str, script: Option<&Path>) -> Result<()> {
    let script = match script {
        Some(path) => read(path)?,
        None => Script::default(),
    };
    let visit = open(app, household)?;
    if let Some(day) = &script.day {
        answer(
            app,
            &visit,
            String::new(),
            InputValue::SetDay { day: day.clone() },
        )?;
    }
    for step in &script.answers {
        play(app, &visit, step)?;
    }
    if script.same {
        loop {
            let view = app.visit(&visit)?;
            if view.same_all.is_some() {
                answer(app, &visit, String::new(), InputValue::SameAll)?;
                continue;
            }
            let Some(group) = view.groups.iter().find(|group| group.same.is_some()) else {
                break;
            };
            answer(app, &visit, group.key.clone(), InputValue::SameGroup)?;
        }
    }
    if script.rest {
        loop {
            let view = app.visit(&visit)?;
            let next = questions(&view)
                .find(|(_, question)| !question.answered && !question.options.is_empty());
            let Some((_, question)) = next else { break };
            let codes = question.options.iter().take(1).map(|o| o.code.clone());
            let value = InputValue::Choose {
                codes: codes.collect(),
            };
            answer(app, &visit, question.key.clone(), value)?;
        }
    }
    let view = app.visit(&visit)?;
    if script.close {
        if !view.primary.enabled {
            let note = view.primary.note.unwrap_or_default();
            return Err(Failure::new(REFUSED, "visit_not_ready", note));
        }
        let outcome = app.send(&view.primary.intent)?;
        return show(args, &outcome, print::outcome);
    }
    show(args, &view, print::visit)
}

fn read(path: &Path) -> Result<Script> {
    let unreadable = || Failure::said(BAD_INPUT, "file", &[]);
    let mut text = String::new();
    if path == Path::new("-") {
        std::io::stdin()
            .read_to_string(&mut text)
            .map_err(|_| unreadable())?;
    } else {
        text = std::fs::read_to_string(path).map_err(|_| unreadable())?;
    }
    // Only the place: what stands there may name people.
    serde_json::from_str(&text).map_err(|error| {
        let (line, column) = (error.line().to_string(), error.column().to_string());
        Failure::said(BAD_INPUT, "script", &[("line", &line), ("column", &column)])
    })
}

fn answer(app: &App, visit: &str, key: String, value: InputValue) -> Result<()> {
    app.visit_answer(visit, &VisitInput { key, value })?;
    Ok(())
}

fn play(app: &App, visit: &str, step: &Step) -> Result<()> {
    let view = app.visit(visit)?;
    let wanted: Vec<(String, Vec<String>)> = questions(&view)
        .filter(|(person, question)| {
            let (id, about) = question.key.split_once('@').unwrap_or((&question.key, ""));
            let names_it = step.q == question.key || step.q == id;
            names_it
                && step.about.as_deref().is_none_or(|wanted| {
                    person.is_none_or(|name| name == wanted)
                        || about.split_once(':').is_some_and(|(_, id)| id == wanted)
                })
        })
        .map(|(_, question)| (question.key.clone(), codes(question, &step.choose)))
        .collect();
    if wanted.is_empty() {
        return Err(Failure::said(REFUSED, "no_question", &[("q", &step.q)]));
    }
    for (key, codes) in wanted {
        let value = match &step.typed {
            Some(text) => InputValue::Type { text: text.clone() },
            None if step.same => InputValue::Same,
            None => InputValue::Choose { codes },
        };
        answer(app, visit, key, value)?;
    }
    Ok(())
}

/// Turns labels into codes; what is no label is taken as a code.
fn codes(question: &QuestionView, chosen: &[String]) -> Vec<String> {
    chosen
        .iter()
        .map(|word| {
            question
                .options
                .iter()
                .find(|option| option.label == *word)
                .map_or_else(|| word.clone(), |option| option.code.clone())
        })
        .collect()
}
