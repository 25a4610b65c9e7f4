//! The invariant of the projections, in its parts, over random operations.

use crate::help::{Place, all_ops, assert_sound, author};
use crate::random_ops::World;
use proptest::prelude::*;
use tanfang_domain::event::{Event, PurgeWhy, Scope};
use tanfang_log::{BodyBytes, EnvelopeBytes, Hash, OpMeta, seal};
use tanfang_store::fakes::moment;
use tanfang_store::{OpBytes, PurgeWhat, Store};
use tanfang_values::{Hlc, InstanceId, OpId};

/// Three instances write in turns and now and then take in what others wrote.
fn three_instances(seed: u64, steps: u64) -> (Vec<Place>, Vec<Store>, Vec<OpBytes>) {
    let mut world = World::new(seed);
    let mut places: Vec<Place> = (0..3).map(|n| Place::seeded(seed ^ (n << 32))).collect();
    let stores: Vec<Store> = places.iter_mut().map(|place| place.create().0).collect();
    for _ in 0..steps {
        let n = usize::try_from(world.below(3)).unwrap();
        if world.below(4) == 0 {
            let from = usize::try_from(world.below(3)).unwrap();
            let ops = all_ops(&stores[from]);
            stores[n].ingest(&ops, &places[n].now).unwrap();
            continue;
        }
        // Clocks differ, stand still, and go back.
        let now = moment(crate::help::T0 + world.below(5000).cast_signed());
        let count = 1 + world.below(4);
        let ops: Vec<_> = (0..count).map(|_| world.op()).collect();
        let kinds: Vec<&'static str> = ops.iter().map(|op| op.event.kind()).collect();
        let place = &mut places[n];
        let ids = stores[n]
            .append(&author(), &now, &mut place.random, ops)
            .unwrap();
        world.written.extend(ids.into_iter().zip(kinds));
    }
    let mut all = Vec::new();
    for store in &stores {
        for op in all_ops(store) {
            if !all.contains(&op) {
                all.push(op);
            }
        }
    }
    (places, stores, all)
}

fn shuffled(ops: &[OpBytes], seed: u64) -> Vec<OpBytes> {
    let mut world = World::new(seed);
    let mut ops = ops.to_vec();
    for n in (1..ops.len()).rev() {
        ops.swap(n, usize::try_from(world.below(n as u64 + 1)).unwrap());
    }
    ops
}

/// A fresh store that took everything in, a few at a time.
fn taken_in(ops: &[OpBytes], seed: u64, at_once: usize) -> (Place, Store) {
    let mut place = Place::seeded(seed);
    let (store, _) = place.create();
    for some in ops.chunks(at_once.max(1)) {
        let report = store.ingest(some, &place.now).unwrap();
        assert_eq!(report.refused, []);
    }
    (place, store)
}

proptest! {
    // PROPTEST_CASES lengthens it; a case makes half a dozen stores.
    #![proptest_config(ProptestConfig::with_cases((ProptestConfig::default().cases / 10).max(8)))]

    #[test]
    fn misreading_6_10_4_nothing_written_offline_is_overwritten_in_any_order(
        seed in any::<u64>(), steps in 4u64..40, at_once in 1usize..9,
    ) {
        let (places, stores, all) = three_instances(seed, steps);
        let mut dumps = Vec::new();
        for n in 0..3 {
            let (_place, store) = taken_in(&shuffled(&all, seed ^ n), seed ^ n, at_once);
            let incremental = store.dump().unwrap();
            store.rebuild().unwrap();
            prop_assert_eq!(&store.dump().unwrap(), &incremental);
            assert_sound(&store);
            dumps.push(incremental);
        }
        // The authors themselves, once they have seen everything, agree too.
        for (store, place) in stores.iter().zip(&places) {
            store.ingest(&all, &place.now).unwrap();
            dumps.push(store.dump().unwrap());
        }
        for dump in &dumps {
            prop_assert_eq!(dump, &dumps[0]);
        }
    }

    #[test]
    fn after_a_scope_is_purged_the_chain_holds_and_rebuilding_changes_nothing(
        seed in any::<u64>(), steps in 4u64..30, purge in 0u64..4,
    ) {
        let (mut places, stores, all) = three_instances(seed, steps);
        let (store, place) = (&stores[0], &mut places[0]);
        store.ingest(&all, &place.now).unwrap();
        let scopes: Vec<Scope> = ["g0/core", "g0/health", "g1/core", "g1/economic"]
            .into_iter()
            .skip(usize::try_from(purge).unwrap())
            .map(|s| Scope::parse(s).unwrap())
            .collect();
        let what = PurgeWhat::Scopes(scopes.clone());
        store.purge(&what, PurgeWhy::ScopeLost, &author(), &place.now, &mut place.random).unwrap();
        assert_sound(store);
        let incremental = store.dump().unwrap();
        store.rebuild().unwrap();
        prop_assert_eq!(store.dump().unwrap(), incremental);
        // What is left is what a store would show that never held the scope.
        let kept: Vec<OpBytes> = all
            .iter()
            .map(|op| {
                let scope = Scope::parse(&op.envelope.read().unwrap().scope).unwrap();
                let lost = scopes.contains(&scope);
                OpBytes { envelope: op.envelope.clone(), body: op.body.clone().filter(|_| !lost) }
            })
            .collect();
        let (_other, never) = taken_in(&kept, !seed, 7);
        prop_assert_eq!(never.dump().unwrap(), store.dump().unwrap());
    }
}

#[test]
fn an_unknown_kind_is_kept_unprojected_and_picked_up_when_it_is_known() {
    let mut place = Place::new();
    let (store, _) = place.create();
    // What a later release writes, and what no release can read.
    let foreign = |op_id: &str, seq, kind: &str, v, body: serde_json::Value, prev| {
        let meta = OpMeta {
            op_id: OpId::new(op_id),
            instance: InstanceId::new("future"),
            seq,
            hlc: Hlc { ms: 1, n: 0 },
            wall_ms: 1,
            offset_min: 480,
            boot_id: None,
            elapsed_ms: None,
            actor: "w9".into(),
            scope: "g0/core".to_owned(),
            kind: kind.to_owned(),
            v,
            entity: Some("p1".to_owned()),
            base: None,
        };
        seal(&meta, &body, [0; 16], prev).unwrap()
    };
    let one = foreign(
        "o1",
        1,
        "person.died",
        2,
        serde_json::json!({"person": "p1"}),
        Hash::ZERO,
    );
    let two = foreign(
        "o2",
        2,
        "person.died",
        1,
        serde_json::json!({"person": 7}),
        one.leaf,
    );
    let three = foreign(
        "o3",
        3,
        "person.died",
        1,
        serde_json::json!({"person": "p1", "day": "2026-11-20", "note": null, "later": 1}),
        two.leaf,
    );
    let bytes = |op: &tanfang_log::SealedOp| OpBytes {
        envelope: EnvelopeBytes::from_stored(op.envelope.as_slice().to_vec()),
        body: Some(BodyBytes::from_stored(op.body.as_slice().to_vec())),
    };
    let report = store
        .ingest(&[bytes(&one), bytes(&two), bytes(&three)], &place.now)
        .unwrap();
    assert_eq!((report.added, report.refused.len()), (3, 0));
    let skipped = store.read(|s| s.skipped()).unwrap();
    let why: Vec<(&str, &str)> = skipped
        .iter()
        .map(|s| (s.op.as_str(), s.why.as_str()))
        .collect();
    assert_eq!(why, [("o1", "unknown"), ("o2", "malformed")]);
    let incremental = store.dump().unwrap();
    assert!(incremental.contains("2026-11-20"));
    store.rebuild().unwrap();
    assert_eq!(store.dump().unwrap(), incremental);
    // A store projected by a release that knew less is made again when it opens.
    store.set_setting("projected.by", "0 nothing").unwrap();
    store.spoil_projections_for_tests().unwrap();
    drop(store);
    let opened = place.open().unwrap();
    assert_eq!(opened.notes, [tanfang_store::OpenNote::Rebuilt]);
    assert_eq!(opened.store.dump().unwrap(), incremental);
    assert_eq!(place.open().unwrap().notes, []);
}

#[test]
fn the_random_operations_cover_every_kind_of_a_household() {
    let mut world = World::new(3);
    let kinds: std::collections::BTreeSet<&str> =
        (0..1000).map(|_| world.op().event.kind()).collect();
    let own = ["instance.began", "purge", "checkpoint"];
    for (kind, _) in Event::KINDS {
        assert!(kinds.contains(kind) || own.contains(kind), "{kind}");
    }
}
