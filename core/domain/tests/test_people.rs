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
