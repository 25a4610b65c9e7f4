//! What every list says when there is nothing in it, and when everything is done: why,
//! and what next; never a count of nothing out of nothing.

use crate::help::Village;
use serde_json::Value;
use tanfang_app::view::{Intent, Screen};

fn json(view: &impl serde::Serialize) -> Value {
    serde_json::to_value(view).unwrap()
}

/// Every page that lists something, with its name.
fn pages(village: &Village) -> Vec<(&'static str, Value)> {
    let app = &village.app;
    let mut pages = vec![
        ("today", json(&app.today().unwrap())),
        ("homes", json(&app.homes("").unwrap())),
        ("flags", json(&app.flags().unwrap())),
        ("more", json(&app.more().unwrap())),
        ("month", json(&app.month(None).unwrap())),
        ("events", json(&app.events().unwrap())),
        ("campaigns", json(&app.campaigns().unwrap())),
        ("reports", json(&app.reports().unwrap())),
        ("batches", json(&app.batches().unwrap())),
        ("coverage", json(&app.coverage(None, None).unwrap())),
        ("matches", json(&app.matches().unwrap())),
        ("evidence", json(&app.evidence(None).unwrap())),
        ("storage", json(&app.storage().unwrap())),
        ("policies", json(&app.policies("").unwrap())),
        ("call", json(&app.call(None).unwrap())),
        ("feedback", json(&app.feedback().unwrap())),
        ("verify", json(&app.evidence_verify(None).unwrap())),
    ];
    for ledger in ["L01", "L06", "L15"] {
        pages.push((ledger, json(&app.ledger(ledger, None, None).unwrap())));
    }
    for block in app.campaigns().unwrap().blocks {
        if let Some(Screen::Campaign { key }) = block.go {
            pages.push(("campaign", json(&app.campaign(&key).unwrap())));
        }
    }
    pages
}

fn texts(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::String(text) => into.push(text.clone()),
        Value::Array(all) => all.iter().for_each(|one| texts(one, into)),
        Value::Object(all) => all
            .iter()
            .filter(|(key, _)| !["masked", "key", "tone", "go", "intent"].contains(&key.as_str()))
            .for_each(|(_, one)| texts(one, into)),
        _ => {}
    }
}

fn said(value: &Value) -> Vec<String> {
    let mut all = Vec::new();
    texts(value, &mut all);
    all
}

/// Says what no page may: a count of nothing, as if it were news.
fn counts_nothing(text: &str) -> bool {
    let odd = [
        "0个里",
        "还有0",
        "还有 0",
        "去过0",
        "走0趟",
        "见到0个,还有0",
    ];
    text.starts_with("0 行") || odd.iter().any(|words| text.contains(words))
}

#[test]
fn an_empty_store_says_everywhere_why_and_what_next() {
    let village = Village::empty("2026-11-20 10:00", "赵小川", "GridMember", 7);
    let pages = pages(&village);
    for (name, page) in &pages {
        let odd: Vec<String> = said(page)
            .into_iter()
            .filter(|text| counts_nothing(text))
            .collect();
        assert_eq!(odd, [""; 0], "{name}");
    }
    let empty = |name: &str| {
        let (_, page) = pages.iter().find(|(other, _)| *other == name).unwrap();
        page["empty"].clone()
    };
    for name in [
        "today", "homes", "flags", "month", "events", "reports", "batches", "coverage", "matches",
        "evidence", "L01", "L06", "L15",
    ] {
        let sentence = empty(name)["sentence"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        assert!(!sentence.is_empty(), "{name}");
    }
    // Where a list is all that is missing, it is one tap away.
    for name in ["today", "homes", "month", "batches"] {
        assert!(empty(name)["action"].is_object(), "{name}: {}", empty(name));
    }
}

#[test]
fn when_everything_is_done_today_says_what_comes_next() {
    let village = Village::new("2026-11-20 10:00");
    loop {
        let today = village.today();
        let Some(card) = today.groups.iter().flat_map(|group| &group.cards).next() else {
            break;
        };
        let household = card.household.clone();
        let opened = village.app.send(&Intent::OpenVisit { household }).unwrap();
        let Some(Screen::Visit { visit }) = opened.go else {
            panic!("{opened:?}");
        };
        village.choose(&visit, "见到本人了吗", "见到本人");
        village.rest(&visit);
        village.close(&visit).unwrap();
    }
    let today = village.today();
    assert_eq!(
        today.empty.unwrap().sentence,
        "本周都看过了。下周一有 40 户。"
    );
    for (name, page) in pages(&village) {
        let odd: Vec<String> = said(&page)
            .into_iter()
            .filter(|text| counts_nothing(text))
            .collect();
        assert_eq!(odd, [""; 0], "{name}");
    }
    // The same month once it is over, and one before there was anything.
    village.now("2027-02-01 10:00");
    for (month, words) in [
        ("2026-11", "去过40户。"),
        ("2026-05", "这个月没有去过哪家。"),
    ] {
        assert_eq!(village.app.month(Some(month)).unwrap().summary, words);
    }
}
