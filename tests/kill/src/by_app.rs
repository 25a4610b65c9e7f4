//! Records visits as the screens do: every tap is a call of the app.

use std::path::Path;
use tanfang_app::view::{InputValue, Intent, Screen, SetupInput, VisitInput, VisitView};
use tanfang_app::{App, OpenConfig};
use tanfang_kill::Said;
use tanfang_store::fakes::SeededRandom;

use crate::{Failed, pick, say};

/// Opens or makes the store, applies the roster, and visits home after home.
pub(crate) fn record(dir: &Path, roster: &Path, mut random: SeededRandom) -> Result<(), Failed> {
    let app = opened(dir, roster)?;
    let homes = households(&app)?;
    say(&Said::Homes { count: homes.len() })?;
    loop {
        let household = pick(&homes, &mut random).ok_or("no homes")?;
        visit(&app, household, &mut random)?;
    }
}

/// Opens or makes the store, and applies the roster to an empty one.
pub(crate) fn opened(dir: &Path, roster: &Path) -> Result<App, Failed> {
    let app = App::open(OpenConfig {
        dir: dir.to_owned(),
        practice: false,
        fixed: None,
    })?;
    if !app.first()?.ready {
        app.setup(&SetupInput {
            name: "赵小川".to_owned(),
            roles: vec!["GridMember".to_owned()],
            village: "石板村".to_owned(),
            division: Some("990101001001".to_owned()),
            practice: false,
        })?;
    }
    say(&Said::SetUp)?;
    if households(&app)?.is_empty() {
        let look = app.import_look(roster)?;
        app.send(&look.primary.intent)?;
    }
    Ok(app)
}

pub(crate) fn households(app: &App) -> Result<Vec<String>, Failed> {
    let homes = app.homes("")?;
    let rows = homes.groups.into_iter().flat_map(|group| group.rows);
    let mut ids: Vec<String> = rows.map(|row| row.household).collect();
    // By id, so that the seed alone decides which home comes next.
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}

/// Opens or resumes the visit of a home, answers, and mostly closes it.
fn visit(app: &App, household: &str, random: &mut SeededRandom) -> Result<(), Failed> {
    let opened = app.send(&Intent::OpenVisit {
        household: household.to_owned(),
    })?;
    let Some(Screen::Visit { visit }) = opened.go else {
        return Err("opening a visit leads to no visit".into());
    };
    say(&Said::Opened {
        visit: visit.clone(),
    })?;
    let mut view = app.visit(&visit)?;
    while let Some((key, code)) = next(&view) {
        let input = VisitInput {
            key: key.clone(),
            value: InputValue::Choose {
                codes: vec![code.clone()],
            },
        };
        say(&Said::Answering {
            visit: visit.clone(),
            key: key.clone(),
            answer: code.clone(),
        })?;
        view = app.visit_answer(&visit, &input)?;
        say(&Said::Answered {
            visit: visit.clone(),
            key,
            answer: code,
        })?;
        match random.next_u64() % 24 {
            // Now and then an answer is the last for now: the draft stays.
            0 => return Ok(()),
            // Or the visit ends before everything is asked, where it may.
            1..=4 if view.primary.enabled => break,
            _ => {}
        }
    }
    say(&Said::Closing {
        visit: visit.clone(),
    })?;
    app.send(&view.primary.intent)?;
    say(&Said::Closed { visit })
}

/// The first question that has options and no answer, with its first option.
fn next(view: &VisitView) -> Option<(String, String)> {
    view.groups
        .iter()
        .flat_map(|group| &group.questions)
        .filter(|question| !question.answered)
        .find_map(|question| {
            let first = question.options.first()?;
            Some((question.key.clone(), first.code.clone()))
        })
}
