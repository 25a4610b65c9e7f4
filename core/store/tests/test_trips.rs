//! Pauses, orders of another contact, rounds and reports: read, lifted, undone, purged.

use crate::help::{Place, T0, author};
use tanfang_domain::event::{
    ChangeUndone, Clue, ClueAnswer, DataClass, Event, Mode, ModeOverride, NewOp, Patrol, PauseSet,
    PauseWhy, PurgeWhy, ReportHanded, Scope, Subject,
};
use tanfang_domain::role::Role;
use tanfang_policy::value::FactValue;
use tanfang_store::{Of, PurgeWhat, Store};
use tanfang_values::{Day, GridId, HouseholdId, OpId, Stamp};

fn day(n: i64) -> Day {
    Day::parse("2026-11-20").unwrap().plus_days(n)
}

fn core(event: Event) -> NewOp {
    NewOp::new(Scope::new(GridId::new("g1"), DataClass::Core), event)
}

fn write(place: &mut Place, store: &Store, ops: Vec<NewOp>) -> Vec<OpId> {
    store
        .append(&author(), &place.now, &mut place.random, ops)
        .unwrap()
}

fn assert_rebuilds(store: &Store) {
    let dump = store.dump().unwrap();
    store.rebuild().unwrap();
    assert_eq!(store.dump().unwrap(), dump);
}

fn pause(id: &str, home: &str, to: Day, was: Option<OpId>) -> NewOp {
    core(Event::PauseSet(PauseSet {
        pause: id.into(),
        household: home.into(),
        person: None,
        obligations: vec!["V02".to_owned()],
        from: day(0),
        to,
        why: PauseWhy::Hospital,
        note: None,
        approved_by: "陈样例".to_owned(),
        was,
    }))
}

fn undone(names: Vec<OpId>) -> NewOp {
    core(Event::ChangeUndone(ChangeUndone {
        person: ChangeUndone::NOBODY.into(),
        household: ChangeUndone::NOBODY.into(),
        names,
        day: day(1),
        reason: None,
    }))
}

fn patrol(id: &str, on: Day, clues: Vec<Clue>) -> NewOp {
    core(Event::Patrol(Patrol {
        patrol: id.into(),
        day: on,
        at: Stamp {
            ms: T0,
            offset_min: 480,
        },
        groups: vec!["一组".to_owned()],
        roles: vec![Role::GridMember],
        answers: vec![ClueAnswer {
            q: "CL-PATROL-2".to_owned(),
            writes: None,
            value: FactValue::Bool(false),
        }],
        note: None,
        clues,
    }))
}

fn clue(id: &str, place: &str) -> Clue {
    Clue {
        clue: id.into(),
        code: Some("beggar".to_owned()),
        place: place.to_owned(),
        people: None,
        answers: vec![ClueAnswer {
            q: "CL-27-1".to_owned(),
            writes: None,
            value: FactValue::Unclear,
        }],
        note: None,
    }
}

fn handed(about: Option<Subject>, on: Day, was: Option<OpId>) -> NewOp {
    core(Event::ReportHanded(ReportHanded {
        deadline: "D01".to_owned(),
        role: Role::CaseClerk,
        first: day(-19),
        about,
        day: on,
        note: None,
        was,
    }))
}

#[test]
fn a_pause_is_lifted_by_an_earlier_last_day_and_undoing_that_brings_it_back() {
    let mut place = Place::new();
    let (store, _) = place.create();
    let ops = vec![
        pause("s1", "h1", day(10), None),
        pause("s2", "h2", day(3), None),
    ];
    let first = write(&mut place, &store, ops).remove(0);
    let home = HouseholdId::new("h1");
    let ends = |from| {
        let found = store.read(|s| s.pauses(Of::Home(&home), from)).unwrap();
        found.into_iter().map(|p| p.to).collect::<Vec<_>>()
    };
    assert_eq!(ends(day(10)), [day(10)]);
    assert_eq!(ends(day(11)), []);
    let lifted = write(
        &mut place,
        &store,
        vec![pause("s1", "h1", day(2), Some(first.clone()))],
    );
    assert_eq!(ends(day(0)), [day(2)]);
    write(&mut place, &store, vec![undone(lifted)]);
    assert_eq!(ends(day(0)), [day(10)]);
    let record = store.read(|s| s.pause(&"s1".into())).unwrap().unwrap();
    assert_eq!(record.origin.op, first);
    assert_eq!(record.obligations, ["V02"]);
    assert_rebuilds(&store);
}

#[test]
fn an_order_of_another_contact_is_of_its_grid_and_can_be_taken_back() {
    let mut place = Place::new();
    let (store, _) = place.create();
    let order = core(Event::ModeOverride(ModeOverride {
        id: "o1".into(),
        area: Some("990101001001".to_owned()),
        obligations: Vec::new(),
        mode: Mode::Phone,
        from: day(0),
        to: day(6),
        source: "样例通知".to_owned(),
        was: None,
    }));
    let ids = write(&mut place, &store, vec![order]);
    let of = |grid: &str| {
        let grid = GridId::new(grid);
        store.read(|s| s.overrides(&grid, day(6))).unwrap()
    };
    assert_eq!(of("g1")[0].area.as_deref(), Some("990101001001"));
    assert!(of("g2").is_empty());
    write(&mut place, &store, vec![undone(ids)]);
    assert!(of("g1").is_empty());
    assert_rebuilds(&store);
}

#[test]
fn a_round_keeps_its_clues_in_order_and_two_of_one_id_are_two() {
    let mut place = Place::new();
    let (store, _) = place.create();
    let clues = vec![clue("c2", "桥"), clue("c1", "井"), clue("c2", "庙")];
    let ops = vec![
        patrol("r1", day(0), clues),
        patrol("r2", day(1), Vec::new()),
    ];
    let ids = write(&mut place, &store, ops);
    let grid = GridId::new("g1");
    let rounds = store.read(|s| s.patrols(&grid, day(0))).unwrap();
    let places: Vec<&str> = rounds[0].clues.iter().map(|c| c.place.as_str()).collect();
    assert_eq!(places, ["桥", "井", "庙"]);
    assert_eq!(rounds[1].clues, []);
    let answers = store.read(|s| s.answers_of_round(&"r2".into())).unwrap();
    assert_eq!(answers.unwrap()[0].value, FactValue::Bool(false));
    let none = store.read(|s| s.answers_of_round(&"r9".into())).unwrap();
    assert_eq!(none, None);
    write(&mut place, &store, vec![undone(vec![ids[0].clone()])]);
    let rounds = store.read(|s| s.patrols(&grid, Day::MIN)).unwrap();
    assert_eq!(rounds.len(), 1);
    assert_rebuilds(&store);
    assert!(!store.dump().unwrap().contains('庙'));
}

#[test]
fn of_a_report_the_last_word_counts_and_each_subject_is_its_own() {
    let mut place = Place::new();
    let (store, _) = place.create();
    let about = Subject::Person("p1".into());
    let first = write(&mut place, &store, vec![handed(None, day(0), None)]).remove(0);
    let ops = vec![
        handed(None, day(2), Some(first)),
        handed(Some(about.clone()), day(1), None),
    ];
    write(&mut place, &store, ops);
    let grid = GridId::new("g1");
    let all = store.read(|s| s.handed(&grid, day(-19))).unwrap();
    let days: Vec<_> = all.iter().map(|h| (h.about.clone(), h.day)).collect();
    assert_eq!(days, [(None, day(2)), (Some(about.clone()), day(1))]);
    let id = ReportHanded::id_of("D01", Role::CaseClerk, day(-19), Some(&about));
    assert_eq!(id, "D01/CaseClerk/2026-11-01/p1");
    let one = store.read(|s| s.handed_in(&id)).unwrap().unwrap();
    assert_eq!(one.day, day(1));
    assert_rebuilds(&store);
}

#[test]
fn erasing_a_home_takes_its_pauses_and_reports_and_no_round() {
    let mut place = Place::new();
    let (store, _) = place.create();
    let home = HouseholdId::new("h1");
    write(
        &mut place,
        &store,
        vec![
            pause("s1", "h1", day(10), None),
            pause("s2", "h2", day(10), None),
            patrol("r1", day(0), vec![clue("c1", "井")]),
            handed(Some(Subject::Household(home.clone())), day(1), None),
            handed(None, day(1), None),
        ],
    );
    store
        .purge(
            &PurgeWhat::Household(home),
            PurgeWhy::Erasure,
            &author(),
            &place.now,
            &mut place.random,
        )
        .unwrap();
    crate::help::assert_sound(&store);
    let grid = GridId::new("g1");
    let left = store.read(|s| s.pauses(Of::All, Day::MIN)).unwrap();
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].household.as_str(), "h2");
    assert_eq!(store.read(|s| s.patrols(&grid, Day::MIN)).unwrap().len(), 1);
    let reports = store.read(|s| s.handed(&grid, Day::MIN)).unwrap();
    assert_eq!(reports.len(), 1);
    assert_eq!(reports[0].about, None);
    assert_rebuilds(&store);
}
