//! Classes of people: by list, by benefit, by fact, and for a year after leaving.

use crate::kit::*;
use tanfang_domain::event::DataClass;
use tanfang_domain::people::classes::By;
use tanfang_domain::people::world::WorldMaker;
use tanfang_domain::people::{Benefit, Household, Membership, Person};
use tanfang_policy::diag::{Code, Diagnostic};
use tanfang_policy::dict::About;
use tanfang_policy::value::FactValue;
use tanfang_values::{BatchId, BenefitId, MembershipId, OpId};

fn listed(id: &str, class: &str, from: &str, until: Option<&str>) -> Person {
    let mut person = person(id, "样例");
    person.memberships.push(membership(class, from, until));
    person
}

fn membership(class: &str, from: &str, until: Option<&str>) -> Membership {
    Membership {
        id: MembershipId::new(format!("m-{class}")),
        class: class.into(),
        data: work().classes().data(class),
        from: day(from),
        until: until.map(day),
        source: Some(BatchId::new("b1")),
        op: OpId::new(format!("o-m-{class}")),
    }
}

fn benefit(scheme: &str, level: Option<&str>, to: Option<&str>) -> Benefit {
    Benefit {
        id: BenefitId::new("b1"),
        scheme: scheme.into(),
        level: level.map(str::to_owned),
        amount: None,
        from: Some(day("2020-01-01")),
        to: to.map(day),
        why_ended: None,
        tapering: false,
        op: OpId::new("o-b1"),
    }
}

fn classes(home: &Household, on: &str) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    for person in &home.persons {
        let held = work().classes().of(home, person, day(on));
        codes.extend(held.iter().map(|held| held.class.id.clone()));
    }
    codes
}

#[test]
fn every_code_of_the_dictionary_is_a_class_and_every_class_a_code() {
    let def = work().dictionary().enum_def("class").unwrap();
    let mut codes: Vec<&str> = def.variants.iter().map(|v| v.code.as_str()).collect();
    codes.sort_unstable();
    let ids: Vec<&str> = work().classes().iter().map(|c| c.id.as_str()).collect();
    assert_eq!(ids, codes);
    // These six were there first; codes are for ever.
    let first: Vec<&str> = def
        .variants
        .iter()
        .take(6)
        .map(|v| v.code.as_str())
        .collect();
    assert_eq!(
        first,
        [
            "left_old",
            "left_child",
            "left_woman",
            "orphan",
            "alone_child",
            "hard_child"
        ]
    );
}

#[test]
fn no_two_classes_are_written_alike_and_each_has_a_source_or_says_it_has_none() {
    let mut words: Vec<(&str, &str)> = Vec::new();
    for class in work().classes().iter() {
        assert!(!class.words.is_empty(), "{}", class.id);
        assert_eq!(class.clause.cite.is_none(), class.suggested, "{}", class.id);
        words.extend(
            class
                .words
                .iter()
                .map(|word| (word.as_str(), class.id.as_str())),
        );
    }
    words.sort_unstable();
    for pair in words.windows(2) {
        assert_ne!(pair[0].0, pair[1].0, "{pair:?}");
    }
}

#[test]
fn what_concerns_minors_is_restricted() {
    for class in [
        "left_child",
        "orphan",
        "orphan_apart",
        "alone_child",
        "hard_child",
        "mental",
    ] {
        assert_eq!(
            work().classes().data(class),
            DataClass::Restricted,
            "{class}"
        );
    }
    for class in ["tekun", "dibao", "left_old", "left_woman"] {
        assert_eq!(work().classes().data(class), DataClass::Core, "{class}");
    }
}

#[test]
fn a_list_within_another_is_of_both_and_its_people_receive() {
    let home = home("h1", [listed("p1", "tekun_apart", "2026-01-01", None)]);
    assert_eq!(classes(&home, "2026-11-18"), ["tekun", "tekun_apart"]);
    assert!(classes(&home, "2025-12-31").is_empty());
    let world =
        WorldMaker::new(work().dictionary(), work().classes()).world(&home, day("2026-11-18"), &[]);
    let member = &world.members[0];
    assert_eq!(member.receives.get("tekun"), Some(&FactValue::Bool(true)));
    // The list says that they live at home, where nothing else is on record.
    let keep = member.facts.get_id("keep").unwrap();
    assert_eq!(keep.value, one("1"));
    assert_eq!(keep.tag.as_deref(), Some("o-m-tekun_apart"));
    let class = member.facts.get_id("class").unwrap();
    assert_eq!(class.value, FactValue::many(["tekun", "tekun_apart"]));
    assert!(class.partial, "there may be classes nobody has told of");
    // What is on record wins over the list.
    let mut moved = home;
    moved.persons[0]
        .facts
        .push(fact("keep", one("2"), "2026-06-01"));
    let world = WorldMaker::new(work().dictionary(), work().classes()).world(
        &moved,
        day("2026-11-18"),
        &[],
    );
    assert_eq!(
        world.members[0].facts.get_id("keep").unwrap().value,
        one("2")
    );
}

#[test]
fn who_is_an_orphan_does_not_therefore_receive_the_orphans_pay() {
    let home = home("h1", [listed("p1", "orphan", "2026-01-01", None)]);
    let world =
        WorldMaker::new(work().dictionary(), work().classes()).world(&home, day("2026-11-18"), &[]);
    assert_eq!(world.members[0].receives.get("orphan"), None);
}

#[test]
fn a_benefit_with_its_level_is_a_class_and_so_is_a_fact() {
    let mut home = home("h1", [person("p1", "样例")]);
    home.persons[0]
        .benefits
        .push(benefit("dibao", Some("2"), Some("2026-11-20")));
    home.facts.push(fact("poor", one("1"), "2026-02-01"));
    assert_eq!(
        classes(&home, "2026-11-20"),
        ["dibao", "dibao2", "jiandang", "poor_now"]
    );
    assert_eq!(
        classes(&home, "2026-11-21"),
        ["dibao_left", "jiandang", "poor_now"]
    );
    home.facts.push(fact("poor", one("2"), "2026-12-01"));
    assert_eq!(
        classes(&home, "2026-12-01"),
        ["dibao_left", "jiandang", "poor_out"]
    );
}

#[test]
fn misreading_6_9_6_a_year_is_365_days_or_counted_from_today() {
    // Stopped on 2027-03-01 (the last day paid): twelve months, that day of the
    // year after included. 365 days would end a day early in a leap year.
    let mut stopped = home("h1", [person("p1", "样例")]);
    stopped.persons[0]
        .benefits
        .push(benefit("dibao", None, Some("2027-03-01")));
    assert_eq!(classes(&stopped, "2027-03-01"), ["dibao"]);
    assert_eq!(classes(&stopped, "2027-03-02"), ["dibao_left"]);
    assert_eq!(classes(&stopped, "2028-03-01"), ["dibao_left"]);
    assert!(classes(&stopped, "2028-03-02").is_empty());
    // Known only by a list: from the day it came in, whatever day it is today.
    let list = home("h2", [listed("p2", "dibao_left", "2026-05-20", None)]);
    assert_eq!(classes(&list, "2027-05-20"), ["dibao_left"]);
    assert!(classes(&list, "2027-05-21").is_empty());
    let refused = home("h3", [listed("p3", "dibao_refused", "2026-02-28", None)]);
    assert_eq!(classes(&refused, "2027-02-28"), ["dibao_refused"]);
    assert!(classes(&refused, "2027-03-01").is_empty());
    // Gone from the list of 低保 that came in that day.
    let gone = home(
        "h4",
        [listed("p4", "dibao3", "2020-01-01", Some("2026-07-01"))],
    );
    assert_eq!(classes(&gone, "2026-07-01"), ["dibao_left"]);
    assert_eq!(classes(&gone, "2027-07-01"), ["dibao_left"]);
    assert!(classes(&gone, "2027-07-02").is_empty());
    // Taken back in: nobody who has left.
    let mut back = gone;
    back.persons[0]
        .memberships
        .push(membership("dibao", "2026-09-01", None));
    assert_eq!(classes(&back, "2026-10-01"), ["dibao"]);
    // The days on which this changes are computed, not searched for.
    let days = work().classes().change_days(&stopped.persons[0]);
    assert!(
        days.contains(&(day("2028-03-02"), "dibao_left")),
        "{days:?}"
    );
}

#[test]
fn the_dead_and_who_moved_are_in_no_class() {
    let mut home = home("h1", [listed("p1", "left_old", "2026-01-01", None)]);
    home.persons[0].died = Some(tanfang_domain::people::Death {
        day: day("2026-11-10"),
        op: OpId::new("o"),
    });
    assert_eq!(classes(&home, "2026-11-10"), ["left_old"]);
    assert!(classes(&home, "2026-11-11").is_empty());
}

#[test]
fn a_class_says_why_somebody_is_in_it() {
    let mut home = home("h1", [listed("p1", "tekun", "2026-01-01", None)]);
    home.facts.push(fact("watch", one("2"), "2026-02-01"));
    let held = work()
        .classes()
        .of(&home, &home.persons[0], day("2026-11-18"));
    assert_eq!(held.len(), 2);
    assert!(matches!(held[0].by, By::Fact(record) if record.fact == "watch"));
    assert_eq!(held[0].class.id, "edge");
    assert!(matches!(held[1].by, By::Membership(_)));
    assert_eq!(
        work().classes().get("edge").unwrap().about,
        About::Household
    );
}

/// Changes one text of the classes and returns the first finding.
fn refused(from: &str, to: &str) -> Diagnostic {
    let text = tanfang_packs::text("common", "classes.toml").unwrap();
    assert!(text.contains(from), "{from}");
    let changed = text.replacen(from, to, 1);
    let findings = assemble("DEMO-COUNTY", &[("common", "classes.toml", &changed)])
        .map(|_| ())
        .expect_err("it is refused");
    findings.into_iter().find(Diagnostic::is_error).unwrap()
}

#[test]
fn a_wrong_class_is_refused_at_its_place() {
    let code = refused("id = \"tekun\"", "id = \"tekunn\"");
    assert_eq!(
        (code.code, code.arg("name")),
        (Code::UnknownTarget, Some("tekunn"))
    );
    let parent = refused("within = \"低保对象\"", "within = \"低保\"");
    assert_eq!(parent.arg("name"), Some("低保"));
    let level = refused("level = \"一类\"", "level = \"五类\"");
    assert_eq!(
        (level.code, level.arg("given")),
        (Code::NotAllowed, Some("五类"))
    );
    let value = refused("is = \"分散\"", "is = \"零散\"");
    assert_eq!(
        (value.code, value.arg("key")),
        (Code::NotAllowed, Some("is"))
    );
    let span = refused("lasts = \"12个月\"", "lasts = \"365天\"");
    assert_eq!(
        (span.code, span.arg("key")),
        (Code::BadValue, Some("lasts"))
    );
    let cite = refused("cite = \"S0A 二(一)6", "cite = \"S9 二(一)6");
    assert_eq!(cite.code, Code::UnknownSource);
    let key = refused("words = [\"孤儿\"]", "wrods = [\"孤儿\"]");
    assert!(matches!(key.code, Code::MissingKey | Code::UnknownKey));
}
