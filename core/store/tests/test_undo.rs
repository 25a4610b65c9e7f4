//! Undoing lists and single changes: what goes, what stays, in whatever order it comes.

use crate::help::{Place, T0, all_ops, author};
use tanfang_domain::event::{
    Attempt, BenefitSet, Certainty, ChangeUndone, Contact, DataClass, Event, FactSet, FactSource,
    FieldSet, MembershipAdd, MembershipEnd, Mode, NewOp, PersonDied, PersonSet, PurgeWhy,
    RosterBatch, RosterRow, RosterUndone, Scope, Whose,
};
use tanfang_domain::people::Household;
use tanfang_policy::value::FactValue;
use tanfang_store::fakes::moment;
use tanfang_store::{Depth, KeptWhy, Of, OpBytes, PurgeWhat, Store};
use tanfang_values::{Day, GridId, OpId, PersonId, Stamp};

fn day(n: i64) -> Day {
    Day::parse("2026-11-20").unwrap().plus_days(n)
}

fn core(event: Event) -> NewOp {
    NewOp::new(Scope::new(GridId::new("g1"), DataClass::Core), event)
}

fn batch(id: &str) -> NewOp {
    core(Event::RosterBatch(RosterBatch {
        batch: id.into(),
        file_name: format!("{id}.xlsx"),
        file_sha256: format!("sha-{id}"),
        class: None,
        sheets: Vec::new(),
        day: day(0),
        changed: 1,
        postponed: Vec::new(),
    }))
}

fn row(batch: &str, home: &str, person: &str, phone: &str) -> NewOp {
    let field = |name: &str, value: &str| FieldSet {
        name: name.to_owned(),
        value: Some(value.to_owned()),
        was: None,
    };
    core(Event::RosterRow(RosterRow {
        batch: batch.into(),
        sheet: "一".to_owned(),
        row: 2,
        row_sha256: format!("{batch}-{person}"),
        household: home.into(),
        person: person.into(),
        fields: vec![field("name", person), field("phone", phone)],
        household_fields: vec![field("group", batch)],
        facts: vec![FactSet {
            fact: "keep".to_owned(),
            value: FactValue::Text(batch.to_owned()),
            day: day(0),
            source: FactSource::Roster,
            certainty: Certainty::Seen,
            was: None,
        }],
        problems: Vec::new(),
    }))
}

fn member(id: &str, person: &str, batch: Option<&str>) -> NewOp {
    core(Event::MembershipAdd(MembershipAdd {
        membership: id.into(),
        person: person.into(),
        class: "tekun".to_owned(),
        from: day(0),
        source: batch.map(Into::into),
    }))
}

fn undone(batch: &str, kept: &[&str]) -> NewOp {
    core(Event::RosterUndone(RosterUndone {
        batch: batch.into(),
        day: day(1),
        kept: kept.iter().map(|id| PersonId::new(*id)).collect(),
        reason: None,
    }))
}

fn change_undone(names: Vec<OpId>) -> NewOp {
    core(Event::ChangeUndone(ChangeUndone {
        person: "p1".into(),
        household: "h1".into(),
        names,
        day: day(1),
        reason: None,
    }))
}

fn contact(id: &str, home: &str) -> NewOp {
    core(Event::Contact(Contact {
        contact: id.into(),
        household: home.into(),
        day: day(1),
        at: Stamp {
            ms: T0,
            offset_min: 480,
        },
        mode: Mode::Phone,
        whose: Whose::Household,
        persons: Vec::new(),
        result: "1".to_owned(),
        roles: Vec::new(),
        note: None,
    }))
}

fn write(place: &mut Place, store: &Store, ops: Vec<NewOp>) -> Vec<OpId> {
    store
        .append(&author(), &place.now, &mut place.random, ops)
        .unwrap()
}

fn homes(store: &Store) -> Vec<Household> {
    store
        .read(|s| s.households(Of::All, Depth::On(day(30))))
        .unwrap()
}

fn assert_rebuilds(store: &Store) {
    let dump = store.dump().unwrap();
    store.rebuild().unwrap();
    assert_eq!(store.dump().unwrap(), dump);
}

#[test]
fn an_undone_list_takes_its_homes_people_classes_and_money_with_it() {
    let mut place = Place::new();
    let (store, _) = place.create();
    write(
        &mut place,
        &store,
        vec![
            batch("b1"),
            row("b1", "h1", "p1", "1"),
            member("m1", "p1", Some("b1")),
        ],
    );
    let before = homes(&store);
    let end = core(Event::MembershipEnd(MembershipEnd {
        membership: "m1".into(),
        person: "p1".into(),
        day: day(0),
        reason: None,
        adds: store.read(|s| s.membership_adds(&"m1".into())).unwrap(),
        source: Some("b2".into()),
    }));
    let money = NewOp::new(
        Scope::new(GridId::new("g1"), DataClass::Economic),
        Event::BenefitSet(BenefitSet {
            benefit: "f1".into(),
            person: "p1".into(),
            scheme: "dibao".to_owned(),
            level: None,
            amount_fen_month: Some(1),
            from: None,
            to: None,
            why_ended: None,
            tapering: false,
            source: Some("b2".into()),
            was: None,
        }),
    );
    write(
        &mut place,
        &store,
        vec![
            batch("b2"),
            row("b2", "h1", "p1", "2"),
            row("b2", "h2", "p2", "3"),
            member("m2", "p2", Some("b2")),
            end,
            money,
        ],
    );
    assert_eq!(homes(&store).len(), 2);
    assert_eq!(homes(&store)[0].group.as_deref(), Some("b2"));
    assert!(homes(&store)[0].persons[0].memberships[0].until.is_some());
    write(&mut place, &store, vec![undone("b2", &[])]);
    // As before, to the last field.
    assert_eq!(homes(&store), before);
    assert_rebuilds(&store);
    // The list is still named, as undone, and may be applied again.
    let batches = store.read(|s| s.batches()).unwrap();
    let of = |id: &str| batches.iter().find(|b| b.batch.as_str() == id).unwrap();
    assert_eq!(of("b2").undone.as_ref().unwrap().day, day(1));
    assert!(of("b1").undone.is_none());
    let again = |sha: &str| store.read(|s| s.batch_of_file(sha)).unwrap();
    assert_eq!(again("sha-b2"), None);
    assert_eq!(again("sha-b1"), Some("b1".into()));
    let rows = store.read(|s| s.roster_rows(&"b2".into())).unwrap();
    assert!(rows.len() == 2 && rows.iter().all(|row| row.undone));
    let said = store.read(|s| s.roster_rows_of(&"p1".into())).unwrap();
    assert_eq!(said.len(), 1);
}

#[test]
fn who_is_kept_stays_as_the_list_says() {
    let mut place = Place::new();
    let (store, _) = place.create();
    write(
        &mut place,
        &store,
        vec![
            batch("b1"),
            row("b1", "h1", "p1", "1"),
            row("b1", "h1", "p2", "2"),
            member("m1", "p1", Some("b1")),
            member("m2", "p2", Some("b1")),
            undone("b1", &["p1"]),
        ],
    );
    let found = homes(&store);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].persons.len(), 1);
    assert_eq!(found[0].persons[0].id.as_str(), "p1");
    assert_eq!(found[0].persons[0].memberships.len(), 1);
    // Another device, which saw a visit to the other one, undid it too: both stay.
    write(&mut place, &store, vec![undone("b1", &["p2"])]);
    assert_eq!(homes(&store)[0].persons.len(), 2);
    assert_rebuilds(&store);
    let batches = store.read(|s| s.batches()).unwrap();
    let kept = &batches[0].undone.as_ref().unwrap().kept;
    assert_eq!(kept.len(), 2);
}

#[test]
fn what_would_be_kept_is_what_was_touched_since() {
    let mut place = Place::new();
    let (store, _) = place.create();
    // Before the list: no reason to keep.
    write(&mut place, &store, vec![contact("c0", "h1")]);
    place.now = moment(T0 + 1000);
    let mut ops = vec![batch("b1")];
    for n in 1..=6 {
        let (home, person) = (format!("h{n}"), format!("p{n}"));
        ops.push(row("b1", &home, &person, "1"));
    }
    write(&mut place, &store, ops);
    place.now = moment(T0 + 2000);
    let look = store.read(|s| s.undo_look(&"b1".into())).unwrap();
    assert_eq!((look.persons, look.kept.len()), (6, 0));
    let edit = core(Event::PersonSet(PersonSet {
        person: "p2".into(),
        household: "h2".into(),
        fields: Vec::new(),
        facts: Vec::new(),
        reason: None,
    }));
    let attempt = core(Event::Attempt(Attempt {
        attempt: "a1".into(),
        household: "h4".into(),
        day: day(1),
        at: Stamp {
            ms: T0,
            offset_min: 480,
        },
        met: "0".to_owned(),
        persons: Vec::new(),
        roles: Vec::new(),
        note: None,
    }));
    let died = core(Event::PersonDied(PersonDied {
        person: "p5".into(),
        day: day(1),
        note: None,
    }));
    let ids = write(
        &mut place,
        &store,
        vec![
            edit,
            contact("c1", "h3"),
            attempt,
            died,
            member("m6", "p6", None),
        ],
    );
    store
        .open_draft(&"h1".into(), &"w1".into(), &place.now, &mut place.random)
        .unwrap();
    let why = |store: &Store| -> Vec<(String, Vec<KeptWhy>)> {
        let look = store.read(|s| s.undo_look(&"b1".into())).unwrap();
        look.kept
            .into_iter()
            .map(|kept| (kept.person.as_str().to_owned(), kept.why))
            .collect()
    };
    let all = [
        ("p1", KeptWhy::Draft),
        ("p2", KeptWhy::Edit),
        ("p3", KeptWhy::Contact),
        ("p4", KeptWhy::Attempt),
        ("p5", KeptWhy::Edit),
        ("p6", KeptWhy::Edit),
    ];
    let expected: Vec<_> = all.map(|(p, w)| (p.to_owned(), vec![w])).into();
    assert_eq!(why(&store), expected);
    // What was undone itself keeps nobody.
    write(&mut place, &store, vec![change_undone(ids)]);
    assert_eq!(why(&store), expected[..1]);
}

#[test]
fn single_changes_are_undone_and_only_those_that_can_be() {
    let mut place = Place::new();
    let (store, _) = place.create();
    let ids = write(
        &mut place,
        &store,
        vec![
            row("b1", "h1", "p1", "1"),
            core(Event::PersonDied(PersonDied {
                person: "p1".into(),
                day: day(0),
                note: None,
            })),
            core(Event::PersonSet(PersonSet {
                person: "p1".into(),
                household: "h1".into(),
                fields: vec![FieldSet {
                    name: "phone".to_owned(),
                    value: Some("2".to_owned()),
                    was: None,
                }],
                facts: Vec::new(),
                reason: None,
            })),
            member("m1", "p1", None),
            contact("c1", "h1"),
        ],
    );
    let seen = homes(&store);
    assert!(seen[0].persons[0].died.is_some());
    assert_eq!(seen[0].persons[0].phone.as_deref(), Some("2"));
    write(&mut place, &store, vec![change_undone(ids)]);
    let person = &homes(&store)[0].persons[0];
    assert!(person.died.is_none() && person.memberships.is_empty());
    // The row of the list is not a single change: it stays.
    assert_eq!(person.phone.as_deref(), Some("1"));
    assert!(
        store
            .read(|s| s.contacts(Of::All, day(0)))
            .unwrap()
            .is_empty()
    );
    assert_rebuilds(&store);
}

#[test]
fn an_undoing_that_comes_first_between_or_last_gives_the_same() {
    let mut place = Place::new();
    let (store, _) = place.create();
    let ids = write(
        &mut place,
        &store,
        vec![
            batch("b1"),
            row("b1", "h1", "p1", "1"),
            row("b1", "h2", "p2", "2"),
            member("m1", "p1", Some("b1")),
            member("m2", "p2", Some("b1")),
            contact("c1", "h1"),
        ],
    );
    write(
        &mut place,
        &store,
        vec![undone("b1", &["p2"]), change_undone(ids)],
    );
    let dump = store.dump().unwrap();
    let ops = all_ops(&store);
    for turn in 0..ops.len() {
        let mut turned: Vec<OpBytes> = ops.clone();
        turned.rotate_left(turn);
        for mut order in [turned.clone(), turned.into_iter().rev().collect()] {
            let mut other = Place::seeded(7 + turn as u64);
            let (taken, _) = other.create();
            for op in order.drain(..) {
                let report = taken.ingest(&[op], &other.now).unwrap();
                assert_eq!(report.refused, []);
            }
            assert_eq!(taken.dump().unwrap(), dump);
        }
    }
}

#[test]
fn purging_a_home_brings_nothing_undone_back() {
    let mut place = Place::new();
    let (store, _) = place.create();
    let ids = write(
        &mut place,
        &store,
        vec![
            batch("b1"),
            row("b1", "h1", "p1", "1"),
            row("b1", "h2", "p2", "2"),
            member("m2", "p2", Some("b1")),
            contact("c1", "h2"),
        ],
    );
    write(
        &mut place,
        &store,
        vec![undone("b1", &[]), change_undone(ids)],
    );
    assert!(homes(&store).is_empty());
    for home in ["h1", "h2"] {
        let what = PurgeWhat::Household(home.into());
        let (now, random) = (&place.now, &mut place.random);
        let purged = store
            .purge(&what, PurgeWhy::Erasure, &author(), now, random)
            .unwrap();
        assert!(purged.bodies > 0, "{home}");
        assert!(homes(&store).is_empty());
        assert!(
            store
                .read(|s| s.contacts(Of::All, day(0)))
                .unwrap()
                .is_empty()
        );
        assert_rebuilds(&store);
    }
    // Of the person who came with the undone list nothing is left in any body.
    let left = all_ops(&store)
        .into_iter()
        .filter_map(|op| op.body)
        .any(|body| String::from_utf8_lossy(body.as_slice()).contains("\"m2\""));
    assert!(!left);
}
