//! The packs that ship: they load, their cases pass, their quotes stand in the sources.

use crate::packs::{lines, shipped};
use tanfang_policy::cases;
use tanfang_policy::diag::{Code, Severity, Texts};
use tanfang_policy::dict::{About, Type};
use tanfang_policy::eval::eval_bool;
use tanfang_policy::lang::check;
use tanfang_policy::pack::Resolved;
use tanfang_policy::scheme::{Amount, Verdict, evaluate};
use tanfang_policy::value::FactValue;
use tanfang_policy::world::{Item, Known, Member, Subject, World};
use tanfang_values::Day;

#[test]
fn the_shipped_packs_load_without_a_warning() {
    let packs = shipped();
    for id in ["CN-2026", "DEMO-COUNTY", "GS-HN-2020", "common"] {
        assert!(packs.ids().contains(&id), "{id}");
    }
    assert!(packs.warnings().is_empty(), "{}", lines(packs.warnings()));
    let pack = packs.resolve("DEMO-COUNTY").unwrap();
    let beside: Vec<&str> = pack.beside().iter().map(Resolved::id).collect();
    assert_eq!(beside, ["GS-HN-2020", "SN-2019", "JL-EPI"]);
    assert_ne!(pack.hash(), pack.beside()[0].hash());
    let chain: Vec<&str> = pack.layers().iter().map(|l| l.head.id.as_str()).collect();
    assert_eq!(chain, ["common", "CN-2026", "DEMO-COUNTY"]);
    let past = packs.resolve("GS-HN-2020").unwrap();
    let duties = past.items("obligations.toml", "obligation").unwrap();
    assert!(duties.len() >= 3);
    assert!(pack.documents("checklists/").unwrap().len() >= 2);
    assert_eq!(pack.hash().len(), 64);
}

#[test]
fn the_cases_of_every_shipped_pack_come_out() {
    let outcome = cases::run_all(&shipped());
    assert!(outcome.findings.is_empty(), "{}", lines(&outcome.findings));
    assert!(outcome.ran >= 13, "only {} cases ran", outcome.ran);
}

#[test]
fn an_amount_is_said_by_the_name_of_its_table() {
    let packs = shipped();
    let plain = |pack: &str, scheme: &str| {
        let pack = packs.resolve(pack).unwrap();
        let amount = pack.scheme(scheme).unwrap().amount.as_ref().unwrap();
        assert!(amount.expr.text().contains("查表("), "{scheme}");
        amount.expr.plain()
    };
    assert_eq!(plain("GS-HN-2020", "R16"), "护理补贴表");
    assert!(plain("GZ-BZ", "R04").ends_with("× 分类施保比例"));
}

#[test]
fn every_finding_has_its_sentence() {
    let text = tanfang_packs::text("common", "texts/check.zh.toml").unwrap();
    let texts = Texts::load("common/texts/check.zh.toml", text).unwrap();
    for code in Code::ALL {
        assert!(texts.has(*code), "check.zh.toml lacks {}", code.as_str());
    }
    let finding = check(
        "残疾登级 = 一级",
        &shipped().resolve("common").unwrap().schema(About::Person),
        None,
    )
    .unwrap_err();
    let sentence = texts.sentence(&finding);
    assert!(
        sentence.contains("残疾登级") && sentence.contains("残疾等级"),
        "{sentence}"
    );
    assert!(!sentence.contains('{'), "{sentence}");
}

/// Looks up every quote in the seeds, which are not part of this repository.
#[test]
fn every_quote_stands_in_its_source() {
    let folder = std::env::var("TANFANG_SEEDS").map_or_else(
        |_| std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seeds"),
        std::path::PathBuf::from,
    );
    if !folder.is_dir() {
        eprintln!("SKIPPED: no seeds at hand; set TANFANG_SEEDS to the folder of the sources");
        return;
    }
    let read = |path: &str| {
        let name = path.strip_prefix("seeds/")?;
        std::fs::read_to_string(folder.join(name)).ok()
    };
    let found = shipped().lint_quotes(&read);
    assert!(found.is_empty(), "{}", lines(&found));
    let nothing = shipped().lint_quotes(&|_| None);
    assert!(
        nothing
            .iter()
            .all(|f| f.severity == Severity::Warning && f.code == Code::SourceNotRead)
    );
    let wrong = shipped().lint_quotes(&|_| Some("别的字\n".repeat(400)));
    assert!(
        wrong
            .iter()
            .filter(|f| f.code == Code::QuoteNotFound)
            .count()
            > 30
    );
}

#[test]
fn words_are_found_with_file_line_and_clause() {
    let pack = shipped().resolve("GS-HN-2020").unwrap();
    let found = pack.find("单人户施保");
    let place = found.iter().find(|f| f.path == "schemes/R02.toml").unwrap();
    assert_eq!((place.pack.as_str(), place.line), ("GS-HN-2020", 3));
    let clause = found
        .iter()
        .find(|f| f.path == "schemes/R02.toml" && f.text.starts_with("cite"));
    assert!(
        clause
            .unwrap()
            .cite
            .as_ref()
            .unwrap()
            .starts_with("S0A 二(一)1 L9")
    );
    assert!(pack.find("  ").is_empty());
}

fn world() -> World {
    let mut world = World::new(Day::parse("2026-11-20").unwrap());
    world.members.push(Member {
        id: "p1".into(),
        ..Member::default()
    });
    world
}

#[test]
fn a_scattered_tekun_person_is_recognised_by_the_record_of_the_benefit() {
    let pack = shipped().resolve("GS-HN-2020").unwrap();
    let rule = check("分散特困", &pack.schema(About::Person), Some(&Type::Bool)).unwrap();
    let mut world = world();
    world.members[0]
        .facts
        .set("keep", FactValue::One("1".into()));
    let tri = eval_bool(&rule, &world, Subject::Person(0));
    assert!(tri.undecided());
    assert_eq!(tri.hangs.facts[0].name, "正在享受(特困)");
    assert_eq!(tri.hangs.facts[0].person.as_deref(), Some("p1"));
    let day = |text| FactValue::Day(Day::parse(text).unwrap());
    let mut item = Item::default();
    item.facts.set(
        "scheme",
        Known {
            tag: Some("op-1".into()),
            ..FactValue::One("tekun".into()).into()
        },
    );
    item.facts.set("from", day("2020-01-01"));
    world.members[0].lists.entry("aid").items.push(item);
    let tri = eval_bool(&rule, &world, Subject::Person(0));
    assert!(tri.surely_true() && tri.hangs.facts.is_empty());
    assert_eq!(tri.rests.facts.len(), 2);
    assert!(
        tri.rests
            .facts
            .iter()
            .any(|f| f.tag.as_deref() == Some("op-1"))
    );
    // Moved into the home for the aged: no longer scattered, whatever else is unknown.
    let mut moved = world.clone();
    moved.members[0]
        .facts
        .set("keep", FactValue::One("2".into()));
    assert!(eval_bool(&rule, &moved, Subject::Person(0)).surely_false());
    // The benefit ended yesterday; only a list that is 齐全 makes that a no.
    let aid = world.members[0].lists.entry("aid");
    aid.items[0].facts.set("to", day("2026-11-19"));
    assert!(eval_bool(&rule, &world, Subject::Person(0)).undecided());
    world.members[0].lists.entry("aid").complete = true;
    assert!(eval_bool(&rule, &world, Subject::Person(0)).surely_false());
}

#[test]
fn an_answer_of_unclear_is_never_no() {
    let pack = shipped().resolve("GS-HN-2020").unwrap();
    let rule = check(
        "非 监护人昨天今天来过",
        &pack.schema(About::Person),
        Some(&Type::Bool),
    )
    .unwrap();
    let mut world = world();
    for value in [FactValue::Unclear, FactValue::Declined] {
        world.members[0].facts.set("carer_came", value);
        assert!(eval_bool(&rule, &world, Subject::Person(0)).undecided());
    }
    world.members[0]
        .facts
        .set("carer_came", FactValue::Bool(false));
    assert!(eval_bool(&rule, &world, Subject::Person(0)).surely_true());
}

#[test]
fn a_hint_says_why_condition_by_condition() {
    let pack = shipped().resolve("GS-HN-2020").unwrap();
    let mut world = world();
    let facts = &mut world.members[0].facts;
    facts.set("cert", FactValue::One("1".into()));
    facts.set("dis_kind", FactValue::One("3".into()));
    facts.set("dis_level", FactValue::One("1".into()));
    let hint = evaluate(&pack, "R16", &world, Subject::Person(0)).unwrap();
    assert_eq!(hint.verdict, Verdict::MayQualify);
    let states: Vec<(&str, bool)> = hint
        .conditions
        .iter()
        .map(|c| (c.id.as_str(), c.outcomes.surely_true()))
        .collect();
    assert_eq!(states, [("for", true), ("cert", true), ("in_table", true)]);
    assert!(matches!(
        hint.amount,
        Amount::Fen {
            low: Some(5000),
            high: Some(5000),
            ..
        }
    ));
    assert!(hint.rests.facts.iter().any(|f| f.fact.name == "残疾类别"));
    assert!(hint.conditions[1].cite.as_ref().unwrap().quote.is_some());
    assert!(evaluate(&pack, "R16", &world, Subject::Household).is_none());
    assert!(evaluate(&pack, "R99", &world, Subject::Person(0)).is_none());
}
