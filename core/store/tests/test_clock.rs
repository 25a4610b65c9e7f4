//! A clock that is set back: order and days hold, and it is said.

use crate::help::{Place, T0, all_ops, assert_sound, author};
use crate::random_ops::World;
use tanfang_domain::event::{
    Certainty, DataClass, Event, FactSet, FactSource, HouseholdSet, NewOp, PersonSet, Scope,
};
use tanfang_policy::value::FactValue;
use tanfang_store::{Depth, Moment, Of, Store};
use tanfang_values::{Day, GridId};

const DAY: i64 = 86_400_000;
const HOUR: i64 = 3_600_000;

fn at(ms: i64, boot: &str, elapsed_ms: i64) -> Moment {
    Moment {
        boot_id: boot.to_owned(),
        elapsed_ms,
        ..tanfang_store::fakes::moment(ms)
    }
}

fn write(place: &mut Place, store: &Store, now: &Moment) {
    let op = World::new(1).op();
    store
        .append(&author(), now, &mut place.random, vec![op])
        .unwrap();
}

#[test]
fn the_hybrid_clock_never_goes_back_and_the_chain_holds() {
    let mut place = Place::new();
    let (store, _) = place.create();
    for ms in [T0, T0 - 3 * DAY, T0 - 3 * DAY + 1, T0 + 1] {
        write(&mut place, &store, &at(ms, "b", ms));
    }
    let hlc: Vec<_> = all_ops(&store)
        .iter()
        .map(|op| op.envelope.read().unwrap().hlc)
        .collect();
    assert!(hlc.is_sorted_by(|a, b| a < b), "{hlc:?}");
    assert_sound(&store);
}

#[test]
fn what_is_written_after_the_clock_went_back_still_counts_as_later() {
    let mut place = Place::new();
    let (store, _) = place.create();
    let day = Day::parse("2026-11-10").unwrap();
    let set = |place: &mut Place, ms: i64, value: i64| {
        let fact = FactSet {
            fact: "rooms".to_owned(),
            value: FactValue::Int(value),
            day,
            source: FactSource::Worker,
            certainty: Certainty::Said,
            was: None,
        };
        let home = HouseholdSet {
            household: "h1".into(),
            fields: Vec::new(),
            facts: vec![fact],
            reason: None,
        };
        let person = PersonSet {
            person: "p1".into(),
            household: "h1".into(),
            fields: Vec::new(),
            facts: Vec::new(),
            reason: None,
        };
        let scope = Scope::new(GridId::new("g1"), DataClass::Core);
        let ops = [Event::HouseholdSet(home), Event::PersonSet(person)]
            .map(|event| NewOp::new(scope.clone(), event));
        store
            .append(&author(), &at(ms, "b", 0), &mut place.random, ops.into())
            .unwrap();
    };
    set(&mut place, T0, 1);
    set(&mut place, T0 - 9 * DAY, 2);
    let homes = store
        .read(|s| s.households(Of::All, Depth::On(day)))
        .unwrap();
    let known = homes[0].facts.on("rooms", day).unwrap();
    // The later word counts, and the day is the one it was said of.
    assert_eq!((&known.value, known.day), (&FactValue::Int(2), day));
}

#[test]
fn a_clock_set_back_is_said_with_its_day_until_it_is_right_again() {
    let mut place = Place::new();
    let (store, _) = place.create();
    assert_eq!(store.clock_back(&at(T0, "b", 0)).unwrap(), None);
    write(&mut place, &store, &at(T0, "b", 0));
    // A correction by the network is nothing to say.
    let small = at(T0 - 60_000, "b", 1000);
    assert_eq!(store.clock_back(&small).unwrap(), None);
    // An hour went by, and the clock shows two days less: it is seen before anything is written.
    let back = at(T0 - 2 * DAY + HOUR, "b", HOUR);
    let said = store.clock_back(&back).unwrap().unwrap();
    assert_eq!(said.day.to_string(), "2026-11-18");
    assert_eq!((said.by_ms, said.still), (2 * DAY, true));
    write(&mut place, &store, &back);
    assert!(store.clock_back(&back).unwrap().unwrap().still);
    // Put right: it is still told on which day, because records of then may have a wrong day.
    let right = at(T0 + 2 * HOUR, "b", 2 * HOUR);
    write(&mut place, &store, &right);
    let said = store.clock_back(&right).unwrap().unwrap();
    assert_eq!(
        (said.day.to_string().as_str(), said.still),
        ("2026-11-18", false)
    );
    drop(store);
    let store = place.open().unwrap().store;
    assert!(store.clock_back(&right).unwrap().is_some());
}

#[test]
fn a_clock_set_back_by_a_little_is_seen_by_the_monotonic_clock() {
    let mut place = Place::new();
    let (store, _) = place.create();
    write(&mut place, &store, &at(T0, "b", 0));
    // Three hours went by and the clock shows one: later than before, and yet set back.
    let back = at(T0 + HOUR, "b", 3 * HOUR);
    assert_eq!(store.clock_back(&back).unwrap().unwrap().by_ms, 2 * HOUR);
    // After a restart nothing tells how much time went by.
    assert_eq!(store.clock_back(&at(T0 + HOUR, "c", 0)).unwrap(), None);
}
