//! Homes, persons, visits and workers as the reads give them.

use crate::help::{Place, all_ops, author};
use tanfang_domain::event::{
    Answer, Certainty, DataClass, Event, FactSet, FactSource, FieldSet, GridAssigned, How, LeftWhy,
    MembershipAdd, MembershipEnd, Mode, NewOp, PersonJoined, PersonLeft, PurgeWhy, RosterRow,
    Scope, Seen, Subject, VisitAnswers, VisitClosed, VisitCorrected, WorkerRole,
};
use tanfang_domain::people::Household;
use tanfang_domain::role::Role;
use tanfang_policy::value::FactValue;
use tanfang_store::{Depth, Of, PurgeWhat, Store};
use tanfang_values::{Day, GridId, OpId, Stamp};

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn scope(text: &str) -> Scope {
    Scope::parse(text).unwrap()
}

fn field(name: &str, value: &str) -> FieldSet {
    FieldSet {
        name: name.to_owned(),
        value: Some(value.to_owned()),
        was: None,
    }
}

fn fact(name: &str, value: FactValue, on: &str) -> FactSet {
    FactSet {
        fact: name.to_owned(),
        value,
        day: day(on),
        source: FactSource::Roster,
        certainty: Certainty::Seen,
        was: None,
    }
}

fn row(grid: &str, home: &str, person: &str, name: &str) -> NewOp {
    NewOp::new(
        scope(&format!("{grid}/core")),
        Event::RosterRow(RosterRow {
            batch: "b1".into(),
            sheet: "名册".to_owned(),
            row: 4,
            row_sha256: "00".to_owned(),
            household: home.into(),
            person: person.into(),
            fields: vec![field("name", name), field("phone", "13900000001")],
            household_fields: vec![field("group", "二组"), field("house_no", "12号")],
            facts: vec![fact(
                "selfcare",
                FactValue::One("1".to_owned()),
                "2026-01-01",
            )],
            problems: Vec::new(),
        }),
    )
}

fn write(place: &mut Place, store: &Store, ops: Vec<NewOp>) -> Vec<OpId> {
    store
        .append(&author(), &place.now, &mut place.random, ops)
        .unwrap()
}

fn home(store: &Store, id: &str, depth: Depth) -> Option<Household> {
    store.read(|s| s.household(&id.into(), depth)).unwrap()
}

fn grid_post(grid: &str) -> NewOp {
    NewOp::new(
        scope(&format!("{grid}/core")),
        Event::GridAssigned(GridAssigned {
            grid: grid.into(),
            name: format!("网格{grid}"),
            division: "990101001001".to_owned(),
            worker: Some("w1".into()),
            role: Role::GridMember,
            from: day("2026-01-01"),
            was: None,
        }),
    )
}

#[test]
fn a_roster_row_is_a_home_with_a_person() {
    let mut place = Place::new();
    let (store, _) = place.create();
    let ids = write(
        &mut place,
        &store,
        vec![
            grid_post("g1"),
            row("g1", "h1", "p1", "赵满仓"),
            row("g1", "h1", "p2", "赵满囤"),
        ],
    );
    let found = home(&store, "h1", Depth::All).unwrap();
    assert_eq!(
        (found.grid.as_str(), found.division.as_str()),
        ("g1", "990101001001")
    );
    assert_eq!(found.group.as_deref(), Some("二组"));
    let names: Vec<&str> = found.persons.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(names, ["赵满仓", "赵满囤"]);
    let fact = found.persons[0]
        .facts
        .on("selfcare", day("2026-11-20"))
        .unwrap();
    assert_eq!(fact.op(), &ids[1]);
    let about = Subject::Person("p1".into());
    let op = store.read(|s| s.field_op(&about, "phone")).unwrap();
    assert_eq!(op.as_ref(), Some(&ids[1]));
    let ops = store.read(|s| s.field_ops(&about)).unwrap();
    assert_eq!(ops.keys().collect::<Vec<_>>(), ["name", "phone"]);
    assert_eq!(
        store.read(|s| s.home_of(&"p2".into())).unwrap(),
        Some("h1".into())
    );
    assert_eq!(
        store
            .read(|s| s.count_households(Of::Grid(&GridId::new("g1"))))
            .unwrap(),
        1
    );
    assert_eq!(store.read(|s| s.all_roster_rows()).unwrap().len(), 2);
    assert!(home(&store, "h9", Depth::All).is_none());
    let traced = store.read(|s| s.op(&ids[1])).unwrap().unwrap();
    assert_eq!(traced.envelope.kind, "roster.row");
    assert_eq!(traced.leaf, traced.bytes.leaf());
}

#[test]
fn a_fact_known_for_a_later_day_does_not_hide_the_present_one() {
    let mut place = Place::new();
    let (store, _) = place.create();
    let mut later = row("g1", "h1", "p1", "赵满仓");
    if let Event::RosterRow(e) = &mut later.event {
        e.facts = vec![fact(
            "selfcare",
            FactValue::One("3".to_owned()),
            "2026-12-01",
        )];
    }
    write(
        &mut place,
        &store,
        vec![row("g1", "h1", "p1", "赵满仓"), later],
    );
    let found = home(&store, "h1", Depth::On(day("2026-11-20"))).unwrap();
    let value = |on: &str| found.persons[0].fact("selfcare", day(on)).cloned();
    assert_eq!(value("2026-11-20"), Some(FactValue::One("1".to_owned())));
    assert_eq!(value("2026-12-01"), Some(FactValue::One("3".to_owned())));
}

#[test]
fn a_person_moved_between_grids_stands_in_both_and_a_purge_brings_nothing_back() {
    let mut place = Place::new();
    let (store, _) = place.create();
    write(
        &mut place,
        &store,
        vec![
            row("g1", "h1", "p1", "赵满仓"),
            NewOp::new(
                scope("g1/core"),
                Event::PersonLeft(PersonLeft {
                    person: "p1".into(),
                    household: "h1".into(),
                    day: day("2026-11-10"),
                    why: LeftWhy::Moved,
                    to_grid: Some("g2".into()),
                    note: None,
                }),
            ),
            NewOp::new(
                scope("g2/core"),
                Event::PersonJoined(PersonJoined {
                    person: "p1".into(),
                    household: "h2".into(),
                    day: day("2026-11-10"),
                    from_grid: Some("g1".into()),
                    fields: vec![field("name", "赵满仓")],
                    household_fields: vec![field("group", "五组")],
                    facts: vec![fact(
                        "selfcare",
                        FactValue::One("1".to_owned()),
                        "2026-01-01",
                    )],
                }),
            ),
        ],
    );
    let on = day("2026-11-20");
    let old = home(&store, "h1", Depth::All).unwrap();
    assert_eq!(old.grid.as_str(), "g1");
    assert_eq!(old.present(on).count(), 0);
    assert_eq!(old.present(day("2026-11-09")).count(), 1);
    let new = home(&store, "h2", Depth::All).unwrap();
    assert_eq!(new.grid.as_str(), "g2");
    assert_eq!(new.present(on).count(), 1);

    // The old grid is lost: the new home stands on its own.
    let lost = PurgeWhat::Scopes(vec![scope("g1/core")]);
    let purged = store
        .purge(
            &lost,
            PurgeWhy::ScopeLost,
            &author(),
            &place.now,
            &mut place.random,
        )
        .unwrap();
    assert_eq!(purged.bodies, 2);
    assert!(home(&store, "h1", Depth::All).is_none());
    let new = home(&store, "h2", Depth::All).unwrap();
    assert_eq!(new.persons[0].name, "赵满仓");
    assert!(new.persons[0].fact("selfcare", on).is_some());

    // Or the new one is: the old home does not come back to life.
    let mut other = Place::seeded(2);
    let (second, _) = other.create();
    let ops = all_ops(&store);
    drop(ops);
    write(
        &mut other,
        &second,
        vec![
            row("g1", "h1", "p1", "赵满仓"),
            NewOp::new(
                scope("g1/core"),
                Event::PersonLeft(PersonLeft {
                    person: "p1".into(),
                    household: "h1".into(),
                    day: day("2026-11-10"),
                    why: LeftWhy::Moved,
                    to_grid: Some("g2".into()),
                    note: None,
                }),
            ),
            row("g2", "h2", "p1", "赵满仓"),
        ],
    );
    let lost = PurgeWhat::Scopes(vec![scope("g2/core")]);
    second
        .purge(
            &lost,
            PurgeWhy::ScopeLost,
            &author(),
            &other.now,
            &mut other.random,
        )
        .unwrap();
    let old = home(&second, "h1", Depth::All).unwrap();
    assert_eq!(old.present(on).count(), 0);
    assert!(home(&second, "h2", Depth::All).is_none());
}

#[test]
fn an_erased_home_leaves_no_word_in_any_file() {
    let mut place = Place::new();
    let (store, _) = place.create();
    write(
        &mut place,
        &store,
        vec![
            row("g1", "h1", "p1", "赵满仓"),
            row("g1", "h2", "p2", "李秀兰"),
        ],
    );
    store
        .open_draft(&"h1".into(), &"w1".into(), &place.now, &mut place.random)
        .unwrap();
    let what = PurgeWhat::Household("h1".into());
    let purged = store
        .purge(
            &what,
            PurgeWhy::Erasure,
            &author(),
            &place.now,
            &mut place.random,
        )
        .unwrap();
    assert_eq!(purged.bodies, 1);
    assert!(home(&store, "h1", Depth::All).is_none());
    assert!(home(&store, "h2", Depth::All).is_some());
    assert_eq!(store.read(|s| s.drafts()).unwrap(), []);
    assert!(!store.dump().unwrap().contains("赵满仓"));
    for op in all_ops(&store) {
        let body = op.body.map(|b| String::from_utf8(b.into_vec()).unwrap());
        assert!(!body.is_some_and(|b| b.contains("赵满仓")));
    }
    // Nor in a free page, nor in the log file: the decrypted file has it nowhere.
    let plain = place.folder.path().join("plain.db");
    tanfang_store::bench::export_plain(&store, &plain).unwrap();
    let bytes = std::fs::read(plain).unwrap();
    assert!(!String::from_utf8_lossy(&bytes).contains("赵满仓"));
    let wal = place.folder.path().join("village.db-wal");
    assert!(std::fs::metadata(wal).map_or(0, |m| m.len()) == 0);
    for report in store.verify().unwrap() {
        assert!(report.is_sound(), "{:?}", report.findings);
        assert_eq!(report.purged, 1);
    }
}

#[test]
fn a_membership_ends_only_for_the_adds_its_end_has_seen() {
    let mut place = Place::new();
    let (store, _) = place.create();
    let add = |from: &str| {
        NewOp::new(
            scope("g1/core"),
            Event::MembershipAdd(MembershipAdd {
                membership: "m1".into(),
                person: "p1".into(),
                class: "tekun".to_owned(),
                from: day(from),
                source: None,
            }),
        )
    };
    write(
        &mut place,
        &store,
        vec![row("g1", "h1", "p1", "赵满仓"), add("2026-01-01")],
    );
    let adds = store.read(|s| s.membership_adds(&"m1".into())).unwrap();
    let end = NewOp::new(
        scope("g1/core"),
        Event::MembershipEnd(MembershipEnd {
            membership: "m1".into(),
            person: "p1".into(),
            day: day("2026-06-01"),
            reason: None,
            adds,
            source: None,
        }),
    );
    write(&mut place, &store, vec![end]);
    let until =
        |store: &Store| home(store, "h1", Depth::All).unwrap().persons[0].memberships[0].until;
    assert_eq!(until(&store), Some(day("2026-06-01")));
    write(&mut place, &store, vec![add("2026-08-01")]);
    assert_eq!(until(&store), None);
}

fn visit_ops(visit: &str, on: &str, food: bool) -> Vec<NewOp> {
    let stamp = Stamp {
        ms: crate::help::T0,
        offset_min: 480,
    };
    vec![
        NewOp::new(
            scope("g1/core"),
            Event::VisitClosed(VisitClosed {
                visit: visit.into(),
                household: "h1".into(),
                day: day(on),
                opened: stamp,
                closed: stamp,
                mode: Mode::InPerson,
                seen: vec![Seen {
                    person: "p1".into(),
                    met: "1".to_owned(),
                }],
                roles: vec![Role::GridMember],
                acts_for: Vec::new(),
                duties: Vec::new(),
                sections: Vec::new(),
                packs: Vec::new(),
                engine: 1,
                with: Vec::new(),
                place: None,
            }),
        ),
        NewOp::new(
            scope("g1/core"),
            Event::VisitAnswers(VisitAnswers {
                visit: visit.into(),
                household: "h1".into(),
                day: day(on),
                class: DataClass::Core,
                answers: vec![answer(food)],
                hints: Vec::new(),
                parts: 1,
            }),
        ),
    ]
}

fn answer(food: bool) -> Answer {
    Answer {
        q: "CL-03-3a".to_owned(),
        about: Subject::Person("p1".into()),
        writes: Some("food_ok".to_owned()),
        value: Some(FactValue::Bool(food)),
        how: How::Asked,
        same_as: None,
    }
}

#[test]
fn a_correction_changes_day_and_answer_and_the_facts_follow() {
    let mut place = Place::new();
    let (store, _) = place.create();
    write(&mut place, &store, vec![row("g1", "h1", "p1", "赵满仓")]);
    let ids = write(&mut place, &store, visit_ops("v1", "2026-11-14", true));
    let correct = |void: bool| {
        NewOp::new(
            scope("g1/core"),
            Event::VisitCorrected(VisitCorrected {
                visit: "v1".into(),
                household: "h1".into(),
                names: ids[1].clone(),
                day: Some(day("2026-11-13")),
                seen: None,
                answers: vec![answer(false)],
                void,
                reason: None,
            }),
        )
    };
    let corrected = write(&mut place, &store, vec![correct(false)]);
    let visits = store
        .read(|s| s.visits(Of::Home(&"h1".into()), day("2026-11-01")))
        .unwrap();
    assert_eq!(visits.len(), 1);
    assert_eq!(visits[0].day, day("2026-11-13"));
    assert_eq!(visits[0].answers[0].op, corrected[0]);
    let food = |store: &Store, on: &str| {
        home(store, "h1", Depth::All).unwrap().persons[0]
            .fact("food_ok", day(on))
            .cloned()
    };
    assert_eq!(food(&store, "2026-11-13"), Some(FactValue::Bool(false)));
    assert_eq!(food(&store, "2026-11-12"), None);
    let last = store.read(|s| s.last_visits(Of::All)).unwrap();
    assert_eq!(last["h1"].0, day("2026-11-13"));
    // What was closed first stays as it was written.
    let first = store
        .read(|s| s.already_closed(&"v1".into()))
        .unwrap()
        .unwrap();
    assert_eq!(
        (first.closed.day, first.answers.len()),
        (day("2026-11-14"), 1)
    );

    write(&mut place, &store, vec![correct(true)]);
    assert_eq!(food(&store, "2026-11-20"), None);
    let visits = store.read(|s| s.visits(Of::All, Day::MIN)).unwrap();
    assert_eq!(visits, []);
    assert!(store.read(|s| s.visit(&"v1".into())).unwrap().unwrap().void);
    let dump = store.dump().unwrap();
    store.rebuild().unwrap();
    assert_eq!(store.dump().unwrap(), dump);
}

#[test]
fn of_two_closings_of_one_visit_the_first_counts_and_the_other_is_kept() {
    let (mut here, mut there) = (Place::seeded(1), Place::seeded(2));
    let ((a, _), (b, _)) = (here.create(), there.create());
    write(&mut here, &a, vec![row("g1", "h1", "p1", "赵满仓")]);
    write(&mut here, &a, visit_ops("v1", "2026-11-14", true));
    there.now = tanfang_store::fakes::moment(crate::help::T0 + 1000);
    write(&mut there, &b, visit_ops("v1", "2026-11-15", false));
    a.ingest(&all_ops(&b), &here.now).unwrap();
    b.ingest(&all_ops(&a), &there.now).unwrap();
    assert_eq!(a.dump().unwrap(), b.dump().unwrap());
    let visit = b.read(|s| s.visit(&"v1".into())).unwrap().unwrap();
    assert_eq!((visit.record.day, visit.copies), (day("2026-11-14"), 1));
    assert_eq!(visit.record.answers.len(), 1);
    let food = home(&b, "h1", Depth::All).unwrap();
    assert_eq!(
        food.persons[0].fact("food_ok", day("2026-11-20")),
        Some(&FactValue::Bool(true))
    );
}

#[test]
fn a_worker_holds_several_roles_and_a_role_ends_by_naming_it_again() {
    let mut place = Place::new();
    let (store, _) = place.create();
    let role = |role, until: Option<&str>, phone: Option<&str>| {
        NewOp::new(
            Scope::own(),
            Event::WorkerRole(WorkerRole {
                worker: "w1".into(),
                name: "王样例".to_owned(),
                phone: phone.map(str::to_owned),
                role,
                area: None,
                from: day("2026-01-01"),
                until: until.map(day),
            }),
        )
    };
    write(
        &mut place,
        &store,
        vec![
            role(Role::GridMember, None, Some("13900000009")),
            role(Role::PartyMember, None, None),
            role(Role::GridMember, Some("2026-10-31"), None),
            grid_post("g1"),
        ],
    );
    let worker = store.read(|s| s.worker(&"w1".into())).unwrap().unwrap();
    assert_eq!(worker.phone.as_deref(), Some("13900000009"));
    assert_eq!(worker.roles_on(day("2026-06-01")).len(), 2);
    let now: Vec<Role> = worker.roles_on(day("2026-11-20")).into_iter().collect();
    assert_eq!(now, [Role::PartyMember]);
    let grids = store.read(|s| s.grids()).unwrap();
    assert_eq!(grids[0].name, "网格g1");
    assert_eq!(
        store.read(|s| s.posts()).unwrap()[0].worker,
        Some("w1".into())
    );
}
