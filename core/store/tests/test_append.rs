//! Read, decide, append.

use crate::help::{Place, T0, all_ops, assert_sound, author};
use crate::random_ops::World;
use tanfang_domain::event::{DataClass, Event, NewOp, PersonDied, Scope};
use tanfang_log::SoftwareKey;
use tanfang_store::fakes::moment;
use tanfang_store::{Decision, OpenNote, RefusedWhy, Snapshot, Store, StoreError};
use tanfang_values::{Day, GridId};

fn died(person: &str) -> NewOp {
    NewOp::new(
        Scope::new(GridId::new("g1"), DataClass::Core),
        Event::PersonDied(PersonDied {
            person: person.into(),
            day: Day::parse("2026-11-20").unwrap(),
            note: None,
        }),
    )
}

#[test]
fn a_save_is_one_commit_however_much_it_writes() {
    let mut place = Place::new();
    let (store, _) = place.create();
    let mut world = World::new(5);
    let commits = store.count_commits_for_tests().unwrap();
    for n in 1..6 {
        let ops: Vec<NewOp> = (0..n * 4).map(|_| world.op()).collect();
        store
            .append(&author(), &place.now, &mut place.random, ops)
            .unwrap();
        assert_eq!(commits.load(std::sync::atomic::Ordering::SeqCst), n);
    }
}

#[test]
fn the_first_operation_says_that_the_instance_began() {
    let mut place = Place::new();
    let (store, _) = place.create();
    store
        .append(&author(), &place.now, &mut place.random, vec![died("p1")])
        .unwrap();
    let kinds: Vec<String> = all_ops(&store)
        .iter()
        .map(|op| op.envelope.read().unwrap().kind)
        .collect();
    assert_eq!(kinds, ["instance.began", "person.died"]);
    assert_eq!(store.head().unwrap().seq, 2);
    assert_sound(&store);
}

#[test]
fn nothing_is_written_when_the_decision_fails_or_wants_nothing() {
    let mut place = Place::new();
    let (store, _) = place.create();
    let commits = store.count_commits_for_tests().unwrap();
    let failed = store.write::<(), StoreError>(&author(), &place.now, &mut place.random, |_| {
        Err(StoreError::NoKey)
    });
    assert!(matches!(failed, Err(StoreError::NoKey)));
    let idle = store
        .write::<_, StoreError>(&author(), &place.now, &mut place.random, |snapshot| {
            Ok(Decision::new(Vec::new(), snapshot.count_ops()?))
        })
        .unwrap();
    assert_eq!((idle.value, idle.ops.len()), (0, 0));
    assert_eq!(commits.load(std::sync::atomic::Ordering::SeqCst), 0);
    assert_eq!(store.head().unwrap().seq, 0);
}

#[test]
fn the_clock_never_goes_back_though_the_phones_does() {
    let mut place = Place::new();
    let (store, _) = place.create();
    for ms in [T0, T0 - 50_000, T0 - 50_000, T0 + 1] {
        store
            .append(&author(), &moment(ms), &mut place.random, vec![died("p1")])
            .unwrap();
    }
    let clocks: Vec<_> = all_ops(&store)
        .iter()
        .map(|op| op.envelope.read().unwrap().hlc)
        .collect();
    assert!(clocks.is_sorted_by(|a, b| a < b), "{clocks:?}");
}

#[test]
fn what_was_seen_of_others_moves_the_clock() {
    let (mut here, mut there) = (Place::seeded(1), Place::seeded(2));
    let ((a, _), (b, _)) = (here.create(), there.create());
    let ahead = moment(T0 + 86_400_000);
    b.append(&author(), &ahead, &mut there.random, vec![died("p1")])
        .unwrap();
    a.ingest(&all_ops(&b), &here.now).unwrap();
    a.append(&author(), &here.now, &mut here.random, vec![died("p2")])
        .unwrap();
    let last = all_ops(&a).pop().unwrap().envelope.read().unwrap();
    assert!(last.hlc.ms >= T0 + 86_400_000);
}

#[test]
fn taking_in_twice_changes_nothing_and_what_does_not_fit_is_named() {
    let (mut here, mut there) = (Place::seeded(1), Place::seeded(2));
    let ((a, _), (b, _)) = (here.create(), there.create());
    b.append(
        &author(),
        &there.now,
        &mut there.random,
        vec![died("p1"), died("p2")],
    )
    .unwrap();
    let ops = all_ops(&b);
    let first = a.ingest(&ops, &here.now).unwrap();
    assert_eq!((first.added, first.known, first.refused.len()), (3, 0, 0));
    let dump = a.dump().unwrap();
    let again = a.ingest(&ops, &here.now).unwrap();
    assert_eq!((again.added, again.known), (0, 3));
    assert_eq!(a.dump().unwrap(), dump);

    // A body changed on the way, an envelope changed on the way, an envelope that is none.
    let fresh = || {
        let mut place = Place::seeded(3);
        let store = place.create().0;
        (place, store)
    };
    let (place, store) = fresh();
    let mut bad = ops.clone();
    let mut body = bad[1].body.clone().unwrap().into_vec();
    body[10] ^= 1;
    bad[1].body = Some(tanfang_log::BodyBytes::from_stored(body));
    let report = store.ingest(&bad, &place.now).unwrap();
    assert_eq!(report.added, 2);
    assert_eq!(report.refused[0].why, RefusedWhy::WrongBody);

    let (place, store) = fresh();
    let mut bad = ops.clone();
    let text = String::from_utf8(bad[1].envelope.as_slice().to_vec()).unwrap();
    let text = text.replace("\"actor\":\"w1\"", "\"actor\":\"w2\"");
    bad[1].envelope = tanfang_log::EnvelopeBytes::from_stored(text.into_bytes());
    bad.push(tanfang_store::OpBytes {
        envelope: tanfang_log::EnvelopeBytes::from_stored(b"{}".to_vec()),
        body: None,
    });
    let report = store.ingest(&bad, &place.now).unwrap();
    let why: Vec<RefusedWhy> = report.refused.iter().map(|r| r.why).collect();
    // The forged one fits what is before it, so its true successor tells.
    assert_eq!(why, [RefusedWhy::WrongPrevious, RefusedWhy::Unreadable]);
    assert_eq!(report.added + report.refused.len() as u64, 4);
}

#[test]
fn only_the_scopes_asked_for_are_given_away() {
    let mut place = Place::new();
    let (store, _) = place.create();
    let mut world = World::new(11);
    let ops: Vec<NewOp> = (0..60).map(|_| world.op()).collect();
    store
        .append(&author(), &place.now, &mut place.random, ops)
        .unwrap();
    let scope = Scope::parse("g1/core").unwrap();
    let some = store
        .export_ops(
            Some(std::slice::from_ref(&scope)),
            &std::collections::BTreeMap::new(),
        )
        .unwrap();
    let scopes: std::collections::BTreeSet<String> = some
        .iter()
        .map(|op| op.envelope.read().unwrap().scope)
        .collect();
    assert_eq!(scopes, ["_/core", "g1/core"].map(str::to_owned).into());
    let instance = store.instance().unwrap();
    let since = store.export_ops(None, &[(instance, 55)].into()).unwrap();
    assert_eq!(since.len(), 6);
}

#[test]
fn an_older_copy_of_a_store_goes_on_as_a_new_instance() {
    let mut place = Place::new();
    let (store, _) = place.create();
    store
        .append(&author(), &place.now, &mut place.random, vec![died("p1")])
        .unwrap();
    drop(store);
    let (copy, meta) = (
        std::fs::read(place.path()).unwrap(),
        std::fs::read(place.meta()).unwrap(),
    );
    let store = place.open().unwrap().store;
    let first = store.instance().unwrap();
    store
        .append(&author(), &place.now, &mut place.random, vec![died("p2")])
        .unwrap();
    drop(store);
    std::fs::write(place.path(), copy).unwrap();
    std::fs::write(place.meta(), meta).unwrap();
    let opened = place.open().unwrap();
    match opened.notes.as_slice() {
        [OpenNote::RestoredCopy { recorded, found }] => {
            assert_eq!((recorded.seq, found.seq), (3, 2));
            assert_eq!(recorded.instance, found.instance);
        }
        other => panic!("{other:?}"),
    }
    let store = opened.store;
    assert_ne!(store.instance().unwrap(), first);
    store
        .append(&author(), &place.now, &mut place.random, vec![died("p3")])
        .unwrap();
    // It names what it continues, and both chains hold.
    let began = &all_ops(&store)[2];
    let body = String::from_utf8(began.body.clone().unwrap().into_vec()).unwrap();
    assert!(body.contains("\"why\":\"restored\""), "{body}");
    assert!(
        body.contains(&format!("\"from_instance\":\"{first}\"")),
        "{body}"
    );
    assert!(body.contains("\"from_seq\":2"), "{body}");
    assert_sound(&store);
    drop(store);
    assert_eq!(place.open().unwrap().notes, []);
}

#[test]
fn a_checkpoint_covers_the_chain_and_grows_from_the_last() {
    let mut place = Place::new();
    let (store, _) = place.create();
    let key = SoftwareKey::from_bytes(&[3; 32]).unwrap();
    assert_eq!(store.sign_checkpoint(&key, &place.now).unwrap(), None);
    for n in 0..5 {
        let ops = (0..n).map(|_| died("p1")).collect();
        store
            .append(&author(), &place.now, &mut place.random, ops)
            .unwrap();
        let note = store.sign_checkpoint(&key, &place.now).unwrap();
        if let Some(note) = note {
            let (checkpoint, _) = tanfang_log::Checkpoint::parse(&note).unwrap();
            assert_eq!(checkpoint.size, store.head().unwrap().seq);
            assert_eq!(store.last_checkpoint().unwrap(), Some(note));
        }
    }
    assert_sound(&store);
}

#[test]
fn a_store_may_be_shared_between_threads() {
    let mut place = Place::new();
    let (store, _) = place.create();
    std::thread::scope(|scope| {
        for n in 0..4u64 {
            let store = &store;
            scope.spawn(move || {
                let mut random = tanfang_store::fakes::SeededRandom::new(n);
                for _ in 0..10 {
                    store
                        .append(&author(), &moment(T0), &mut random, vec![died("p1")])
                        .unwrap();
                    store.read(|s: &Snapshot<'_>| s.count_ops()).unwrap();
                }
            });
        }
    });
    assert_eq!(store.head().unwrap().seq, 41);
    assert_sound(&store);
    drop(store);
    let _: Store = place.open().unwrap().store;
}

#[test]
fn misreading_6_10_9_clock_changes_and_reinstalls_leave_a_trace() {
    let mut place = Place::new();
    let (store, _) = place.create();
    let mut at = |ms: i64, boot: &str, elapsed_ms: i64| {
        let mut now = moment(ms);
        now.boot_id = boot.to_owned();
        now.elapsed_ms = elapsed_ms;
        store
            .append(&author(), &now, &mut place.random, vec![died("p1")])
            .unwrap();
        all_ops(&store).pop().unwrap().envelope.read().unwrap()
    };
    // Set back two days within one start of the phone, then started again.
    let before = at(T0, "boot-1", 1_000);
    let set_back = at(T0 - 172_800_000, "boot-1", 2_000);
    let after = at(T0 + 1, "boot-2", 10);
    assert!(set_back.wall_ms < before.wall_ms);
    assert!(set_back.elapsed_ms > before.elapsed_ms);
    assert_eq!(set_back.boot_id, before.boot_id);
    assert!(before.hlc < set_back.hlc && set_back.hlc < after.hlc);
    assert_ne!(after.boot_id, before.boot_id);
    assert_sound(&store);
    let head = store.head().unwrap();
    let code = store.new_recovery_code(&mut place.random).unwrap();
    drop(store);

    // Reinstalled: the keys are gone, the recovery code opens the file as a new
    // instance, which names the head it goes on from.
    place.secrets = std::sync::Arc::default();
    let opened = Store::recover(
        &place.path(),
        &code,
        place.dyn_secrets(),
        &place.now,
        &mut place.random,
    )
    .unwrap();
    opened
        .store
        .append(&author(), &place.now, &mut place.random, vec![died("p2")])
        .unwrap();
    let began = all_ops(&opened.store)
        .into_iter()
        .find(|op| {
            let envelope = op.envelope.read().unwrap();
            envelope.kind == "instance.began" && envelope.instance.as_str() != head.instance
        })
        .unwrap();
    let body = String::from_utf8(began.body.unwrap().into_vec()).unwrap();
    for trace in [
        format!("\"from_instance\":\"{}\"", head.instance),
        format!("\"from_seq\":{}", head.seq),
        format!("\"from_leaf\":\"{}\"", head.leaf),
    ] {
        assert!(body.contains(&trace), "{body}");
    }
    assert_sound(&opened.store);
}
