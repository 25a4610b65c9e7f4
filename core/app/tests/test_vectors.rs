//! The walk of `tests/vectors/views/README.md`: Kotlin and Swift replay the same.

use crate::help::{config, questions, roster};
use serde::Serialize;
use std::path::{Path, PathBuf};
use tanfang_app::view::{InputValue, Screen, SetupInput, VisitInput, VisitView};
use tanfang_app::{App, Fixed, OpenConfig};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/views")
}

/// Compares a step with its file, or writes it.
fn step(faults: &mut Vec<String>, file: &str, view: &impl Serialize) {
    let path = folder().join(file);
    let got = serde_json::to_string(view).unwrap() + "\n";
    if std::env::var_os("TANFANG_BLESS").is_some() {
        std::fs::write(path, got).unwrap();
        return;
    }
    let want = std::fs::read_to_string(path).unwrap_or_default();
    if got != want {
        let at = got.bytes().zip(want.bytes()).position(|(a, b)| a != b);
        let near = |text: &str| {
            let from = at.unwrap_or(0).saturating_sub(60);
            let start = (0..=from)
                .rev()
                .find(|n| text.is_char_boundary(*n))
                .unwrap_or(0);
            text[start.min(text.len())..]
                .chars()
                .take(80)
                .collect::<String>()
        };
        faults.push(format!(
            "{file}:\n  is   {}\n  want {}",
            near(&got),
            near(&want)
        ));
    }
}

fn answer_first(app: &App, view: &VisitView) -> Option<VisitView> {
    let question = questions(view).find(|q| !q.answered && !q.options.is_empty())?;
    let input = VisitInput {
        key: question.key.clone(),
        value: InputValue::Choose {
            codes: vec![question.options[0].code.clone()],
        },
    };
    Some(app.visit_answer(&view.visit, &input).unwrap())
}

#[test]
fn view_vectors() {
    let dir = tempfile::TempDir::new().unwrap();
    let app = App::open(OpenConfig {
        fixed: Some(Fixed {
            now_ms: 1_795_140_000_000,
            seed: 7,
        }),
        ..config(dir.path())
    })
    .unwrap();
    let mut faults = Vec::new();
    step(&mut faults, "01_first.json", &app.first().unwrap());
    let setup = SetupInput {
        name: "赵小川".into(),
        roles: vec!["GridMember".into()],
        village: "石板村".into(),
        division: Some("990101001001".into()),
        practice: false,
    };
    step(&mut faults, "02_setup.json", &app.setup(&setup).unwrap());
    let look = app.import_look(&roster("clean.xlsx")).unwrap();
    step(&mut faults, "03_import.json", &look);
    let imported = app.send(&look.primary.intent).unwrap();
    step(&mut faults, "04_imported.json", &imported);
    step(&mut faults, "05_today.json", &app.today().unwrap());
    let homes = app.homes("zmc").unwrap();
    step(&mut faults, "06_homes.json", &homes);
    let home = app.home(&homes.groups[0].rows[0].household).unwrap();
    step(&mut faults, "07_home.json", &home);
    let Some(Screen::Why { key }) = &home.due[0].go else {
        panic!("the first line of due explains itself")
    };
    step(&mut faults, "08_why.json", &app.why(key).unwrap());
    let opened = app.send(&home.primary.unwrap().intent).unwrap();
    step(&mut faults, "09_opened.json", &opened);
    let Some(Screen::Visit { visit }) = &opened.go else {
        panic!("opening goes to the visit")
    };
    let mut view = app.visit(visit).unwrap();
    step(&mut faults, "10_visit.json", &view);
    view = answer_first(&app, &view).unwrap();
    step(&mut faults, "11_answered.json", &view);
    while let Some(next) = answer_first(&app, &view) {
        view = next;
    }
    step(&mut faults, "12_all.json", &view);
    let closed = app.send(&view.primary.intent).unwrap();
    step(&mut faults, "13_closed.json", &closed);
    step(
        &mut faults,
        "14_ledger.json",
        &app.ledger("L06", None, None).unwrap(),
    );
    step(&mut faults, "15_after.json", &app.today().unwrap());
    step(&mut faults, "16_flags.json", &app.flags().unwrap());
    let home = app.home(&home.household).unwrap();
    step(&mut faults, "17_home.json", &home);
    let card = &home.hints[0].cards[0];
    let hint = app.hint(&home.household, &card.key).unwrap();
    step(&mut faults, "18_hint.json", &hint);
    let policies = app.policies("").unwrap();
    step(&mut faults, "19_policies.json", &policies);
    let policy = app.policy(&policies.rows[0].key).unwrap();
    step(&mut faults, "20_policy.json", &policy);
    let way = &app.today().unwrap().filters[0].choices[1].key;
    step(&mut faults, "21_way.json", &app.today_by(way, "").unwrap());
    step(&mut faults, "22_month.json", &app.month(None).unwrap());
    let missed = app.missed(&home.household).unwrap();
    step(&mut faults, "23_missed.json", &missed);
    let form = app.form("plan").unwrap();
    let question = &form.groups[0].questions[0];
    let input = VisitInput {
        key: question.key.clone(),
        value: InputValue::Choose {
            codes: vec![question.options[0].code.clone()],
        },
    };
    let form = app.form_answer("plan", &input).unwrap();
    step(&mut faults, "24_form.json", &form);
    step(&mut faults, "25_events.json", &app.events().unwrap());
    step(&mut faults, "26_campaigns.json", &app.campaigns().unwrap());
    step(&mut faults, "27_reports.json", &app.reports().unwrap());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
