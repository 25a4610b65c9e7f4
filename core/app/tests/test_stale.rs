//! What a screen shows is what is stored, whatever was written since it was last asked.

use crate::help::{Village, at, config, ports, setup};
use proptest::prelude::*;
use std::sync::Arc;
use tanfang_app::App;
use tanfang_app::desktop::HandClock;
use tanfang_app::view::{ChangeKind, InputValue, Intent, Screen, VisitInput};

/// One thing that may happen between two looks.
#[derive(Debug, Clone)]
enum Step {
    Open(usize),
    Leave(usize),
    Answer(usize),
    Attempt(usize),
    Died(usize),
    Tomorrow,
    FromAnother(usize),
    Import,
    Setup,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0usize..40).prop_map(Step::Open),
        (0usize..40).prop_map(Step::Leave),
        (0usize..40).prop_map(Step::Answer),
        (0usize..40).prop_map(Step::Attempt),
        (0usize..40).prop_map(Step::Died),
        Just(Step::Tomorrow),
        (0usize..40).prop_map(Step::FromAnother),
        Just(Step::Import),
        Just(Step::Setup),
    ]
}

/// What the screens show, as text.
fn shown(app: &App) -> Vec<String> {
    let text = |view: serde_json::Value| view.to_string();
    let mut all = vec![text(serde_json::to_value(app.today().unwrap()).unwrap())];
    for query in ["", "z", "赵", "二组"] {
        all.push(text(
            serde_json::to_value(app.homes(query).unwrap()).unwrap(),
        ));
    }
    all.push(text(serde_json::to_value(app.flags().unwrap()).unwrap()));
    all
}

/// Every home, by id.
fn homes(app: &App) -> Vec<String> {
    let view = app.homes("").unwrap();
    let rows = view.groups.into_iter().flat_map(|group| group.rows);
    rows.map(|row| row.household).collect()
}

fn open(app: &App, n: usize) -> Option<String> {
    let homes = homes(app);
    let household = homes.get(n % homes.len().max(1))?.clone();
    let outcome = app.send(&Intent::OpenVisit { household }).ok()?;
    match outcome.go {
        Some(Screen::Visit { visit }) => Some(visit),
        _ => None,
    }
}

/// Does a step; what is refused writes nothing, and that is fine here.
fn act(village: &Village, other: &App, day: &mut u32, step: &Step) {
    let app = &village.app;
    match step {
        Step::Open(n) => drop(open(app, *n)),
        Step::Leave(n) => {
            if let Some(visit) = open(app, *n) {
                let _ = app.send(&Intent::LeaveVisit { visit });
            }
        }
        Step::Answer(n) => {
            if let Some(visit) = open(app, *n) {
                let view = app.visit(&visit).unwrap();
                let first = view.groups.iter().flat_map(|group| &group.questions).next();
                let Some(question) = first else { return };
                let Some(option) = question.options.first() else {
                    return;
                };
                let input = VisitInput {
                    key: question.key.clone(),
                    value: InputValue::Choose {
                        codes: vec![option.code.clone()],
                    },
                };
                let _ = app.visit_answer(&visit, &input);
                let _ = app.send(&Intent::CloseVisit { visit });
            }
        }
        Step::Attempt(n) => {
            if let Some(visit) = open(app, *n) {
                let _ = app.send(&Intent::RecordAttempt { visit });
            }
        }
        Step::Died(n) => {
            let homes = homes(app);
            let Some(household) = homes.get(*n % homes.len().max(1)) else {
                return;
            };
            let home = app.home(household).unwrap();
            if let Some(person) = home.persons.first() {
                let _ = app.send(&Intent::ChangePerson {
                    person: person.person.clone(),
                    change: ChangeKind::Died,
                    day: "2026-11-18".to_owned(),
                });
            }
        }
        Step::Tomorrow => {
            *day += 1;
            village.now(&format!("2026-11-{day:02} 10:00"));
        }
        Step::FromAnother(n) => {
            // Both ways, through files.
            let folder = tempfile::TempDir::new().unwrap();
            let file = folder.path().join("a");
            app.exchange_export(&file).unwrap();
            other.exchange_import(&file).unwrap();
            if let Some(visit) = open(other, *n) {
                let _ = other.send(&Intent::RecordAttempt { visit });
            }
            let file = folder.path().join("b");
            other.exchange_export(&file).unwrap();
            app.exchange_import(&file).unwrap();
        }
        Step::Import => drop(village.import("clean.xlsx")),
        Step::Setup => drop(app.setup(&setup("赵小川", "PartyMember")).unwrap()),
    }
}

proptest! {
    // A case opens two stores and reads every screen twice a step.
    #![proptest_config(ProptestConfig::with_cases((ProptestConfig::default().cases / 40).max(4)))]

    #[test]
    fn no_screen_shows_what_was_true_before(steps in proptest::collection::vec(step(), 1..12)) {
        let village = Village::empty("2026-11-18 10:00", "赵小川", "GridMember", 7);
        let folder = tempfile::TempDir::new().unwrap();
        let clock = Arc::new(HandClock::new(at("2026-11-18 10:00")));
        let other = App::open_with(config(folder.path()), ports(&clock, 8)).unwrap();
        other.setup(&setup("钱大山", "PartyMember")).unwrap();
        let mut day = 18;
        for step in [Step::Import].iter().chain(&steps) {
            shown(&village.app);
            act(&village, &other, &mut day, step);
            let kept = shown(&village.app);
            village.app.forget_for_tests();
            prop_assert_eq!(kept, shown(&village.app), "after {:?}", step);
        }
    }
}
