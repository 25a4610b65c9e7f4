//! Who may see what, and what rules see of a home.

use crate::kit::*;
use std::collections::BTreeSet;
use tanfang_domain::event::DataClass;
use tanfang_domain::people::world::{Overlay, WorldMaker};
use tanfang_domain::people::{Benefit, Clearance, Membership};
use tanfang_domain::role::Role;
use tanfang_policy::value::FactValue;
use tanfang_values::{BenefitId, MembershipId, Money, OpId};

fn child() -> tanfang_domain::people::Person {
    let mut child = person("p7", "周小样");
    child.memberships.push(Membership {
        id: MembershipId::new("m7"),
        class: "left_child".into(),
        data: DataClass::Restricted,
        from: day("2025-01-01"),
        until: None,
        source: None,
        op: OpId::new("o7"),
    });
    child
}

#[test]
fn a_restricted_class_is_absent_for_roles_without_it() {
    let dictionary = work().dictionary();
    let grandmother = person("p6", "周奶奶");
    let both = home("h6", [grandmother, child()]);
    let seen = Clearance::ordinary().view(&both, dictionary).unwrap();
    assert_eq!(seen.persons.len(), 1);
    assert!(!seen.persons_complete, "it does not say that these are all");
    // A home known for nothing else is absent altogether.
    let alone = home("h7", [child()]);
    assert!(Clearance::ordinary().view(&alone, dictionary).is_none());
    assert_eq!(
        Clearance::full().view(&both, dictionary).unwrap(),
        both,
        "who may see it sees it"
    );
    // Somebody known for another class too stays, without the restricted one.
    let mut known = child();
    known.memberships.extend(apart("p7", "").memberships);
    let home = home("h7", [known]);
    let seen = Clearance::ordinary().view(&home, dictionary).unwrap();
    let classes: Vec<&str> = seen.persons[0]
        .memberships
        .iter()
        .map(|m| m.class.as_str())
        .collect();
    assert_eq!(classes, ["tekun"]);
}

#[test]
fn the_county_grants_a_restricted_class_to_a_role() {
    let pack = format!(
        "{}\n[[clearance]]\nrole = \"ChildDirector\"\ndata = [\"restricted\"]\ncite = \"DEMO\"\n",
        tanfang_packs::text("DEMO-COUNTY", "pack.toml").unwrap()
    );
    let county = assemble("DEMO-COUNTY", &[("DEMO-COUNTY", "pack.toml", &pack)])
        .unwrap_or_else(|findings| panic!("{}", list(&findings)));
    let may = |roles: &[Role]| {
        county
            .clearance(&roles.iter().copied().collect::<BTreeSet<_>>())
            .allows(DataClass::Restricted)
    };
    assert!(may(&[Role::ChildDirector]));
    assert!(!may(&[Role::GridMember, Role::VillageCommittee]));
    assert!(
        !work()
            .clearance(&[Role::ChildDirector].into())
            .allows(DataClass::Restricted)
    );
}

#[test]
fn sensitive_facts_are_absent_without_their_class() {
    let mut home = zhao();
    home.persons[0]
        .facts
        .push(fact("health", one("2"), "2026-11-14"));
    let seen = Clearance::new([DataClass::Core])
        .view(&home, work().dictionary())
        .unwrap();
    assert!(seen.persons[0].facts.records("health").is_empty());
    assert!(!seen.persons[0].facts.records("keep").is_empty());
}

#[test]
fn a_confidential_flag_is_hidden_from_the_village_whatever_else_one_is() {
    let favour = work().flag("favour").unwrap();
    let roles = |roles: &[Role]| roles.iter().copied().collect::<BTreeSet<_>>();
    assert!(!favour.visible_to(&roles(&[Role::GridMember])));
    assert!(!favour.visible_to(&roles(&[Role::GridMember, Role::PartyMember])));
    assert!(favour.visible_to(&roles(&[Role::TownshipOfficer])));
}

fn benefit(scheme: &str, from: Option<&str>, to: Option<&str>) -> Benefit {
    Benefit {
        id: BenefitId::new(format!("b-{scheme}")),
        scheme: scheme.into(),
        level: None,
        amount: Some(Money::from_fen(50_000)),
        from: from.map(day),
        to: to.map(day),
        why_ended: None,
        tapering: false,
        op: OpId::new("o-b"),
    }
}

#[test]
fn rules_see_what_a_person_receives_on_the_day() {
    let mut home = home("h1", [person("p1", "赵满仓")]);
    home.persons[0].benefits_complete = false;
    home.persons[0].benefits = vec![benefit("tekun", Some("2020-01-01"), Some("2026-06-30"))];
    let receives = |on: &str| {
        let world =
            WorldMaker::new(work().dictionary(), work().classes()).world(&home, day(on), &[]);
        world.members[0].receives.get("tekun").cloned()
    };
    assert_eq!(receives("2026-06-30"), Some(FactValue::Bool(true)));
    assert_eq!(receives("2026-07-01"), Some(FactValue::Bool(false)));
    assert_eq!(receives("2019-07-01"), Some(FactValue::Bool(false)));
    let world =
        WorldMaker::new(work().dictionary(), work().classes()).world(&home, day("2026-07-01"), &[]);
    assert_eq!(
        world.members[0].receives.get("dibao"),
        None,
        "never heard of: unknown, not no"
    );
}

#[test]
fn a_drafts_answers_lie_over_what_was_known() {
    let mut home = zhao();
    home.persons[0]
        .facts
        .push(fact("food_ok", FactValue::Bool(true), "2026-11-14"));
    let overlay = [Overlay {
        about: on("p1"),
        fact: "food_ok".into(),
        value: FactValue::Unclear,
    }];
    let world = WorldMaker::new(work().dictionary(), work().classes()).world(
        &home,
        day("2026-11-18"),
        &overlay,
    );
    let known = world.members[0].facts.get_id("food_ok").unwrap();
    assert_eq!(known.value, FactValue::Unclear);
}

#[test]
fn the_dead_and_who_has_left_are_no_members() {
    let mut home = brothers();
    home.persons[0].died = Some(tanfang_domain::people::Death {
        day: day("2026-11-10"),
        op: OpId::new("o-died"),
    });
    let members = |on: &str| {
        WorldMaker::new(work().dictionary(), work().classes())
            .world(&home, day(on), &[])
            .members
            .len()
    };
    assert_eq!(members("2026-11-10"), 2);
    assert_eq!(members("2026-11-11"), 1);
}

#[test]
fn what_somebody_said_of_a_benefit_counts_where_no_list_speaks() {
    let mut home = home("h1", [person("p1", "赵满仓")]);
    home.persons[0].benefits_complete = false;
    home.persons[0].benefits = vec![benefit("tekun", Some("2020-01-01"), Some("2026-06-30"))];
    for (code, on) in [("tekun", "2026-03-01"), ("old", "2026-03-01")] {
        let said = FactValue::Bool(code == "old");
        let name = tanfang_domain::people::items::aid_name(code);
        home.persons[0].facts.push(fact(&name, said, on));
    }
    let maker = || WorldMaker::new(work().dictionary(), work().classes());
    let receives = |maker: WorldMaker<'_>, code: &str, on: &str| {
        let world = maker.world(&home, day(on), &[]);
        world.members[0].receives.get(code).cloned()
    };
    let on = "2026-04-01";
    assert_eq!(receives(maker(), "old", on), Some(FactValue::Bool(true)));
    // The episode runs: it stands above a "no" of the same months.
    assert_eq!(receives(maker(), "tekun", on), Some(FactValue::Bool(true)));
    // It is over, and nobody has said anything since: the episode speaks.
    assert_eq!(
        receives(maker(), "tekun", "2026-07-01"),
        Some(FactValue::Bool(false))
    );
    // Duties go by the lists alone.
    assert_eq!(receives(maker().by_lists(), "old", on), None);
    assert_eq!(receives(maker(), "old", "2026-02-28"), None);
}

#[test]
fn items_of_a_list_reach_the_rules_and_the_dead_only_where_asked() {
    use tanfang_domain::people::items;
    let mut home = home("h1", [person("p1", "赵满仓"), person("p2", "李秀兰")]);
    home.persons_complete = false;
    for (field, value) in [
        ("kind", one("1")),
        ("amount", FactValue::Fen(120_000)),
        ("period", one("year")),
    ] {
        let name = items::field_name("income", "a", field);
        home.persons[0].facts.push(fact(&name, value, "2026-03-01"));
    }
    let closed = fact(
        &items::complete_name("income"),
        FactValue::Bool(true),
        "2026-03-01",
    );
    home.persons[0].facts.push(closed);
    home.persons[1].died = Some(tanfang_domain::people::Death {
        day: day("2026-04-01"),
        op: OpId::new("o-d"),
    });
    let maker = WorldMaker::new(work().dictionary(), work().classes());
    let world = maker.world(&home, day("2026-05-01"), &[]);
    assert_eq!(world.members.len(), 1);
    assert!(!world.members_complete);
    let list = world.members[0]
        .lists
        .get(tanfang_policy::world::Key::of("income"))
        .unwrap();
    assert!(list.complete);
    let monthly = list.items[0].facts.get_id("monthly").unwrap();
    assert_eq!(monthly.value, FactValue::Fen(10_000));
    assert!(monthly.tag.is_some());
    let with = maker.with_dead().world(&home, day("2026-05-01"), &[]);
    assert_eq!(with.members.len(), 2);
    let all = fact("members/complete", FactValue::Bool(true), "2026-05-01");
    home.facts.push(all);
    let maker = WorldMaker::new(work().dictionary(), work().classes());
    assert!(maker.world(&home, day("2026-05-01"), &[]).members_complete);
}
