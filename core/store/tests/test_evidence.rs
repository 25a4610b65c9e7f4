//! Photos, signatures, exports and receipts: read, overtaken, void, purged.

use crate::help::{Place, T0, assert_sound, author};
use crate::random_photos::{derived, taken};
use tanfang_domain::event::{
    Consent, DataClass, Event, EvidenceExported, FindingExplained, HouseholdSet, Mode, NewOp,
    PhotoConsent, PhotoVoid, PurgeWhy, ReceiptKept, Scope, SignedHow, Signer, VisitAnswers,
    VisitClosed, VisitSigned, VoidWhy,
};
use tanfang_store::{Of, PurgeWhat, Store};
use tanfang_values::{Day, GridId, HouseholdId, OpId, Stamp};

fn day() -> Day {
    Day::parse("2026-11-20").unwrap()
}

fn stamp() -> Stamp {
    Stamp {
        ms: T0,
        offset_min: 480,
    }
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

fn home(id: &str) -> NewOp {
    core(Event::HouseholdSet(HouseholdSet {
        household: id.into(),
        fields: Vec::new(),
        facts: Vec::new(),
        reason: None,
    }))
}

fn closing() -> Vec<NewOp> {
    let answers = |class| {
        Event::VisitAnswers(VisitAnswers {
            visit: "v1".into(),
            household: "h1".into(),
            day: day(),
            class,
            answers: Vec::new(),
            hints: Vec::new(),
            parts: 2,
        })
    };
    vec![
        core(Event::VisitClosed(VisitClosed {
            visit: "v1".into(),
            household: "h1".into(),
            day: day(),
            opened: stamp(),
            closed: stamp(),
            mode: Mode::InPerson,
            seen: Vec::new(),
            roles: Vec::new(),
            acts_for: Vec::new(),
            duties: Vec::new(),
            sections: Vec::new(),
            packs: Vec::new(),
            engine: 1,
            with: Vec::new(),
            place: None,
        })),
        core(answers(DataClass::Core)),
        core(answers(DataClass::Health)),
    ]
}

fn void(photo: &str, copies: bool, why: VoidWhy) -> NewOp {
    core(Event::PhotoVoid(PhotoVoid {
        photo: photo.into(),
        copies,
        why,
        day: day(),
        note: None,
    }))
}

#[test]
fn a_photo_is_what_was_taken_with_the_newest_of_what_was_made_of_it() {
    let mut place = Place::new();
    let (store, _) = place.create();
    let take = || core(Event::PhotoTaken(taken("ph1", "h1")));
    write(&mut place, &store, vec![take()]);
    let waiting = store.read(|s| s.photos_waiting()).unwrap();
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0].derived, None);
    let made = |mark| core(Event::PhotoDerived(derived("ph1", mark)));
    write(&mut place, &store, vec![made(Some(1)), made(Some(7))]);
    assert_eq!(store.read(|s| s.photos_waiting()).unwrap(), []);
    let marks = store.read(|s| s.photo_marks()).unwrap();
    assert_eq!(marks.len(), 1);
    assert_eq!(marks[0].mark.full, "07".repeat(32));
    // A second taking of the same id is kept beside it, and is not the photo.
    write(&mut place, &store, vec![take()]);
    let photo = store.read(|s| s.photo(&"ph1".into())).unwrap().unwrap();
    assert_eq!(photo.copies, 1);
    assert_eq!(photo.taken, taken("ph1", "h1"));
    assert_eq!(store.read(|s| s.photos(Of::All)).unwrap().len(), 1);
    assert_rebuilds(&store);
}

#[test]
fn the_same_file_twice_is_found_by_its_hash() {
    let mut place = Place::new();
    let (store, _) = place.create();
    let two = ["ph1", "ph2"].map(|id| core(Event::PhotoTaken(taken(id, "h1"))));
    write(&mut place, &store, two.to_vec());
    let sha256 = taken("ph1", "h1").original.sha256;
    let same = store.read(|s| s.photos_of_file(&sha256)).unwrap();
    assert_eq!(same.len(), 2);
}

#[test]
fn a_void_photo_keeps_its_hash_and_its_reason() {
    let mut place = Place::new();
    let (store, _) = place.create();
    let ops = vec![
        core(Event::PhotoTaken(taken("ph1", "h1"))),
        core(Event::PhotoDerived(derived("ph1", Some(1)))),
        void("ph1", false, VoidWhy::Space),
        void("ph1", true, VoidWhy::Asked),
    ];
    write(&mut place, &store, ops);
    let photo = store.read(|s| s.photo(&"ph1".into())).unwrap().unwrap();
    let said = photo.void.unwrap();
    assert_eq!(said.why, VoidWhy::Space);
    assert!(said.copies);
    assert_eq!(photo.taken.original.sha256, "0a".repeat(32));
    // Its fingerprint still finds it when the picture is used again.
    assert_eq!(store.read(|s| s.photo_marks()).unwrap().len(), 1);
    assert_rebuilds(&store);
}

#[test]
fn a_signature_is_over_the_ops_of_the_closing_in_their_order() {
    let mut place = Place::new();
    let (store, _) = place.create();
    write(&mut place, &store, vec![home("h1")]);
    let ids = write(&mut place, &store, closing());
    write(&mut place, &store, closing());
    let signs = store.read(|s| s.closing(&"v1".into())).unwrap();
    let ops: Vec<OpId> = signs.iter().map(|one| one.op.clone()).collect();
    assert_eq!(ops, ids, "the first closing, and no op of the second");
    let op = store.read(|s| s.op(&ids[1])).unwrap().unwrap();
    assert_eq!(signs[1].leaf, op.leaf.to_string());
    assert_eq!(store.read(|s| s.closing(&"no".into())).unwrap(), []);
    let signed = VisitSigned {
        signature: "s1".into(),
        visit: "v1".into(),
        household: "h1".into(),
        who: Signer::Resident,
        worker: None,
        person: Some("p1".into()),
        how: SignedHow::Cannot,
        signs,
        answers_sha256: "00".repeat(32),
        image: None,
        own_unlock: None,
        at: stamp(),
    };
    write(
        &mut place,
        &store,
        vec![core(Event::VisitSigned(signed.clone()))],
    );
    let found = store.read(|s| s.signatures(&"v1".into())).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].signed, signed);
    assert_rebuilds(&store);
}

#[test]
fn refusals_explanations_exports_and_receipts_are_read_as_written() {
    let mut place = Place::new();
    let (store, _) = place.create();
    let said = FindingExplained {
        photo: Some("ph1".into()),
        visit: None,
        finding: "E7".to_owned(),
        other: Some("ph0".to_owned()),
        why: "same_place".to_owned(),
        note: None,
        day: day(),
    };
    let ops = vec![
        core(Event::PhotoConsent(PhotoConsent {
            visit: "v1".into(),
            household: "h1".into(),
            person: None,
            consent: Consent::Declined,
            day: day(),
            at: stamp(),
        })),
        core(Event::FindingExplained(said.clone())),
        NewOp::new(
            Scope::own(),
            Event::EvidenceExported(EvidenceExported {
                export: "x1".into(),
                day: day(),
                at: stamp(),
                to: None,
                visits: Vec::new(),
                originals: false,
                photos: 0,
                ops: 2,
                members: Vec::new(),
            }),
        ),
        NewOp::new(
            Scope::own(),
            Event::Receipt(ReceiptKept {
                size: 3,
                root: "00".repeat(32),
                by: "样例镇".to_owned(),
                time_ms: T0,
                note: "note".to_owned(),
            }),
        ),
    ];
    write(&mut place, &store, ops);
    let consents = store.read(|s| s.consents(&"v1".into())).unwrap();
    assert_eq!(consents[0].consent, Consent::Declined);
    let explained = store.read(|s| s.explained("ph1")).unwrap();
    assert_eq!(explained[0].said, said);
    assert_eq!(store.read(|s| s.all_explained()).unwrap().len(), 1);
    assert_eq!(store.read(|s| s.exports()).unwrap()[0].ops, 2);
    assert_eq!(store.read(|s| s.receipts()).unwrap()[0].receipt.size, 3);
    assert_rebuilds(&store);
}

#[test]
fn when_a_home_is_erased_its_photos_go_and_the_chain_holds() {
    let mut place = Place::new();
    let (store, _) = place.create();
    let said = FindingExplained {
        photo: Some("ph1".into()),
        visit: None,
        finding: "E7".to_owned(),
        other: None,
        why: "same_place".to_owned(),
        note: None,
        day: day(),
    };
    let ops = vec![
        home("h1"),
        home("h2"),
        core(Event::PhotoTaken(taken("ph1", "h1"))),
        core(Event::PhotoDerived(derived("ph1", Some(1)))),
        void("ph1", false, VoidWhy::Space),
        core(Event::FindingExplained(said)),
        core(Event::PhotoTaken(taken("ph2", "h2"))),
    ];
    write(&mut place, &store, ops);
    let what = PurgeWhat::Household(HouseholdId::new("h1"));
    let purged = store
        .purge(
            &what,
            PurgeWhy::Erasure,
            &author(),
            &place.now,
            &mut place.random,
        )
        .unwrap();
    assert_eq!(purged.bodies, 5);
    let left = store.read(|s| s.evidence_ids()).unwrap();
    assert_eq!(left.into_iter().collect::<Vec<_>>(), ["ph2"]);
    assert_eq!(store.read(|s| s.photo_marks()).unwrap(), []);
    assert_eq!(store.read(|s| s.all_explained()).unwrap(), []);
    // The envelope still says that there was a photo, so that its files may be removed.
    let known = store.read(|s| s.was_written("ph1", "photo.taken"));
    assert!(known.unwrap());
    let never = store.read(|s| s.was_written("ph9", "photo.taken"));
    assert!(!never.unwrap());
    let purged = |photo: &str| store.read(|s| s.was_purged(photo, "photo.taken"));
    assert!(purged("ph1").unwrap());
    assert!(!purged("ph2").unwrap(), "its body is here");
    assert!(!purged("ph9").unwrap(), "nobody wrote it");
    assert_sound(&store);
    assert_rebuilds(&store);
}

#[test]
fn the_key_of_files_is_the_stores_own_and_another_for_another_store() {
    let mut place = Place::new();
    let (store, _) = place.create();
    let key = store.files_key();
    drop(store);
    assert_eq!(place.open().unwrap().store.files_key(), key);
    let mut other = Place::seeded(2);
    assert_ne!(other.create().0.files_key(), key);
}

#[test]
fn what_is_read_for_one_photo_does_not_grow_with_the_log() {
    let mut place = Place::new();
    let (store, _) = place.create();
    let photo = |id: &str, mark| {
        vec![
            core(Event::PhotoTaken(taken(id, "h1"))),
            core(Event::PhotoDerived(derived(id, Some(mark)))),
        ]
    };
    let many = |from: u8, to: u8| (from..to).flat_map(|n| photo(&format!("ph{n:03}"), n));
    write(&mut place, &store, many(0, 100).collect());
    write(&mut place, &store, photo("one", 200));
    write(&mut place, &store, many(100, 200).collect());
    write(
        &mut place,
        &store,
        (0..50).map(|n| home(&format!("h{n}"))).collect(),
    );
    store
        .read(|s| {
            let one = s.photo(&"one".into())?.unwrap();
            let around = s.around(&one)?;
            let [log] = around.logs.as_slice() else {
                panic!("{} logs", around.logs.len());
            };
            // The leaf of every op; whole are the beginning, the photo, the one before it, its neighbours.
            assert_eq!(log.leaves.len(), 453);
            assert!(log.ops.len() <= 8, "{:?}", log.ops.keys());
            assert!(log.ops.contains_key(&1));
            for (seq, op) in &log.ops {
                let place = usize::try_from(*seq).unwrap() - 1;
                assert_eq!(op.envelope.leaf(), log.leaves[place]);
            }
            // Every earlier photo once, those of the log aside, and no later one.
            let earlier: Vec<&str> = around.earlier.iter().map(|p| p.photo.as_str()).collect();
            assert_eq!(earlier.len(), 99);
            assert_eq!((earlier[0], earlier[98]), ("ph000", "ph098"));
            Ok::<_, tanfang_store::StoreError>(())
        })
        .unwrap();
}

#[test]
fn ops_are_handed_over_by_kind_and_the_root_is_that_of_any_size() {
    let mut place = Place::new();
    let (store, _) = place.create();
    write(&mut place, &store, vec![home("h1"), home("h2")]);
    write(
        &mut place,
        &store,
        vec![core(Event::PhotoTaken(taken("ph1", "h1")))],
    );
    let mut seen = Vec::new();
    store
        .read(|s| {
            s.each_op(&["photo.taken", "instance.began"], |_, seq, _| {
                seen.push(seq);
            })
        })
        .unwrap();
    assert_eq!(seen, [1, 4]);
    let logs = store.read(|s| s.log_leaves()).unwrap();
    let leaves = &logs[0].leaves;
    let roots =
        |store: &Store| -> Vec<_> { (0..=5).map(|size| store.root_at(size).unwrap()).collect() };
    let mut wanted: Vec<_> = (0..=4)
        .map(|size| Some(tanfang_log::merkle::root(&leaves[..size])))
        .collect();
    wanted.push(None);
    assert_eq!(roots(&store), wanted);
    // The same once a checkpoint is there to grow from.
    let key = tanfang_log::SoftwareKey::from_bytes(&[3; 32]).unwrap();
    store.sign_checkpoint(&key, &place.now).unwrap();
    assert_eq!(roots(&store), wanted);
}
