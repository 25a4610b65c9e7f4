//! The cases of every shipped pack with lines hidden: knowing less never gives another definite verdict.

use crate::packs::{dictionary, lines};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use tanfang_policy::cases;
use tanfang_policy::diag::Code;
use tanfang_policy::pack::{PackSet, SourceFile};
use tanfang_policy::scheme::Verdict;
use toml::{Table, Value};

/// Cases that one pack holds at most, to stay below the limit of its bytes.
const AT_ONCE: usize = 200;

/// A case with some of its lines hidden.
struct Hidden {
    pack: &'static str,
    id: String,
    full: Verdict,
    text: String,
}

fn word(text: &str) -> Verdict {
    let found = Verdict::ALL.into_iter().find(|v| v.word() == text);
    found.unwrap_or_else(|| panic!("{text} is no verdict"))
}

/// 不符合 and 不适用 are one class.
fn refuses(verdict: Verdict) -> bool {
    verdict != Verdict::MayQualify
}

fn strings(table: &Table, key: &str) -> Vec<String> {
    let list = table.get(key).and_then(Value::as_array);
    let texts = list.into_iter().flatten().filter_map(Value::as_str);
    texts.map(str::to_owned).collect()
}

/// Every line alone, every two neighbours, every second line.
fn subsets(count: usize) -> BTreeSet<Vec<usize>> {
    let mut out: BTreeSet<Vec<usize>> = (0..count).map(|at| vec![at]).collect();
    out.extend((1..count).map(|at| vec![at - 1, at]));
    out.insert((0..count).step_by(2).collect());
    out.insert((1..count).step_by(2).collect());
    out.retain(|subset| !subset.is_empty());
    out
}

/// Hides lines; a list that lost an item is not told to be complete.
fn without(given: &[String], hide: &[usize]) -> Vec<String> {
    let lists: Vec<&str> = hide
        .iter()
        .filter_map(|at| given[*at].split_once('='))
        .filter_map(|(left, _)| left.split_whitespace().rev().nth(1))
        .collect();
    let kept = given.iter().enumerate().filter(|(at, line)| {
        let closes = |list: &&str| line.ends_with("齐全") && line.contains(*list);
        !hide.contains(at) && !lists.iter().any(closes)
    });
    kept.map(|(_, line)| line.clone()).collect()
}

fn hidden(pack: &'static str, case: &Table) -> Vec<Hidden> {
    let expect = case["expect"].as_table().unwrap();
    let full = word(expect["verdict"].as_str().unwrap());
    let who = expect.get("who").and_then(Value::as_str);
    let given = strings(case, "given");
    let mut out = Vec::new();
    for (at, hide) in subsets(given.len()).into_iter().enumerate() {
        let mut left = without(&given, &hide);
        if let Some(who) = who.filter(|who| !left.iter().any(|line| line.starts_with(who))) {
            left.push(format!("{who}.婚姻 = 不清楚"));
        }
        let mut one = Table::new();
        let id = format!("{}/{at}", case["id"].as_str().unwrap());
        one.insert("id".into(), id.clone().into());
        for key in ["scheme", "day", "params", "events"] {
            if let Some(value) = case.get(key) {
                one.insert(key.into(), value.clone());
            }
        }
        one.insert("given".into(), left.into());
        let mut expect = Table::new();
        if let Some(who) = who {
            expect.insert("who".into(), who.into());
        }
        // No verdict is called so: what comes out is in the finding.
        expect.insert("verdict".into(), "?".into());
        one.insert("expect".into(), expect.into());
        let mut text = String::from("[[case]]\n");
        for (key, value) in &one {
            writeln!(text, "{key} = {value}").unwrap();
        }
        let id = format!("{pack} {id}");
        out.push(Hidden {
            pack,
            id,
            full,
            text,
        });
    }
    out
}

#[test]
fn hiding_lines_of_a_case_never_gives_another_definite_verdict() {
    let mut all: BTreeMap<&str, Vec<Hidden>> = BTreeMap::new();
    for file in tanfang_packs::sources() {
        if file.path.starts_with("cases/") {
            let doc: Table = file.text.parse().unwrap();
            for case in doc["case"].as_array().unwrap() {
                let more = hidden(file.pack, case.as_table().unwrap());
                all.entry(file.pack).or_default().extend(more);
            }
        }
    }
    let rounds = all.values().map(|list| list.len().div_ceil(AT_ONCE)).max();
    let (mut ran, mut definite) = (0, 0);
    for round in 0..rounds.unwrap() {
        let batches: Vec<(&str, &[Hidden])> = all
            .iter()
            .filter_map(|(pack, list)| Some((*pack, list.chunks(AT_ONCE).nth(round)?)))
            .collect();
        let texts: Vec<(&str, String)> = batches
            .iter()
            .map(|(pack, list)| {
                let texts: Vec<&str> = list.iter().map(|one| one.text.as_str()).collect();
                (*pack, texts.join("\n"))
            })
            .collect();
        let mut files: Vec<SourceFile<'_>> = tanfang_packs::sources()
            .iter()
            .filter(|file| !file.path.starts_with("cases/"))
            .map(|file| SourceFile {
                pack: file.pack,
                path: file.path,
                text: file.text,
            })
            .collect();
        files.extend(texts.iter().map(|(pack, text)| SourceFile {
            pack,
            path: "cases/hidden.toml",
            text,
        }));
        let packs =
            PackSet::load(&dictionary(), &files).unwrap_or_else(|f| panic!("{}", lines(&f)));
        for (pack, list) in batches {
            let outcome = cases::run(&packs.resolve(pack).unwrap());
            let wanted: BTreeMap<&str, &Hidden> = list
                .iter()
                .map(|one| (&one.id[pack.len() + 1..], one))
                .collect();
            assert_eq!(
                outcome.findings.len(),
                list.len(),
                "{}",
                lines(&outcome.findings)
            );
            for finding in &outcome.findings {
                assert_eq!(finding.code, Code::CaseFailed, "{finding}");
                let one = wanted[finding.arg("id").unwrap()];
                let found = word(finding.arg("found").unwrap());
                ran += 1;
                if found.is_definite() {
                    definite += 1;
                    assert!(
                        one.full.is_definite() && refuses(found) == refuses(one.full),
                        "{} of {}: {} becomes {}\n{}",
                        one.id,
                        one.pack,
                        one.full.word(),
                        found.word(),
                        one.text
                    );
                }
            }
        }
    }
    assert!(
        ran > 5_000 && definite > 1_000,
        "only {ran} ran, {definite} definite"
    );
}
