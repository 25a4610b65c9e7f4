//! Whatever is done to a chain, the verifier says so and names the op.

use crate::{chain, meta, sealed};
use proptest::prelude::*;
use tanfang_log::{
    BodySeen, ChainReport, ChainVerifier, CompactRange, Entry, Fault, Hash, Head, SealedOp, merkle,
};

/// An op as a store would hand it out: filed under columns of its own.
#[derive(Clone)]
struct Row {
    seq: u64,
    op_id: String,
    envelope: Vec<u8>,
    body: Option<Vec<u8>>,
}

fn rows(ops: &[SealedOp]) -> Vec<Row> {
    (1..)
        .zip(ops)
        .map(|(seq, op)| Row {
            seq,
            op_id: op.envelope.read().unwrap().op_id.to_string(),
            envelope: op.envelope.as_slice().to_vec(),
            body: Some(op.body.as_slice().to_vec()),
        })
        .collect()
}

fn verifier() -> ChainVerifier {
    ChainVerifier::new(meta(1).instance)
}

fn feed(mut verifier: ChainVerifier, rows: &[Row]) -> ChainReport {
    for row in rows {
        verifier.push(&Entry {
            seq: row.seq,
            op_id: &row.op_id,
            envelope: &row.envelope,
            body: row
                .body
                .as_deref()
                .map_or(BodySeen::Absent, BodySeen::Present),
        });
    }
    verifier.finish(|_| false)
}

/// Code, place and id of each finding.
fn found(report: &ChainReport) -> Vec<(&'static str, u64, String)> {
    report
        .findings
        .iter()
        .map(|f| (f.fault.code(), f.seq, f.op_id.clone()))
        .collect()
}

fn id(seq: u64) -> String {
    meta(seq).op_id.to_string()
}

#[test]
fn an_untouched_chain_is_sound() {
    let ops = chain(9);
    let leaves: Vec<Hash> = ops.iter().map(|op| op.leaf).collect();
    let report = feed(
        verifier()
            .with_recorded_head(Head {
                seq: 9,
                leaf: leaves[8],
            })
            .with_checkpoint(0, merkle::root(&[]))
            .with_checkpoint(4, merkle::root(&leaves[..4]))
            .with_checkpoint(9, merkle::root(&leaves)),
        &rows(&ops),
    );
    assert!(report.is_sound(), "{:?}", report.findings);
    assert_eq!((report.ops, report.bodies, report.purged), (9, 9, 0));
    assert_eq!(report.head.leaf, leaves[8]);
    assert_eq!(report.tree, Some(CompactRange::of(&leaves)));
}

#[test]
fn the_empty_chain_is_sound_unless_something_was_recorded() {
    assert!(feed(verifier(), &[]).is_sound());
    let head = Head {
        seq: 2,
        leaf: Hash::of(b""),
    };
    let report = feed(verifier().with_recorded_head(head), &[]);
    assert_eq!(found(&report), [("ends_early", 2, String::new())]);
    let report = feed(verifier().with_checkpoint(0, Hash::ZERO), &[]);
    assert_eq!(found(&report), [("other_root", 0, String::new())]);
}

#[test]
fn a_missing_op_is_a_gap() {
    let mut rows = rows(&chain(6));
    rows.drain(2..4);
    let report = feed(verifier().with_checkpoint(6, Hash::ZERO), &rows);
    assert_eq!(
        found(&report),
        [
            ("gap", 5, id(5)),
            ("checkpoint_unchecked", 6, String::new())
        ]
    );
    assert_eq!(report.findings[0].fault, Fault::Gap { from: 3, to: 4 });
    assert_eq!(report.tree, None);
}

#[test]
fn a_cut_end_is_known_by_the_recorded_head_and_by_checkpoints() {
    let ops = chain(6);
    let head = Head {
        seq: 6,
        leaf: ops[5].leaf,
    };
    let rows = &rows(&ops)[..4];
    assert!(feed(verifier(), rows).is_sound());
    let report = feed(verifier().with_recorded_head(head), rows);
    assert_eq!(found(&report), [("ends_early", 6, String::new())]);
    let report = feed(verifier().with_checkpoint(5, Hash::ZERO), rows);
    assert_eq!(found(&report), [("ends_early", 5, String::new())]);
}

#[test]
fn another_history_is_known_by_head_and_checkpoint() {
    let ops = chain(3);
    let wrong = Head {
        seq: 2,
        leaf: Hash::of(b""),
    };
    let report = feed(
        verifier()
            .with_recorded_head(wrong)
            .with_checkpoint(3, Hash::ZERO),
        &rows(&ops),
    );
    assert_eq!(
        found(&report),
        [("other_head", 2, id(2)), ("other_root", 3, id(3))]
    );
}

#[test]
fn a_forged_op_breaks_the_next() {
    let ops = chain(4);
    let mut rows = rows(&ops);
    let forged = sealed(2, Hash::of(b"another"));
    rows[1].envelope = forged.envelope.into_vec();
    let report = feed(verifier(), &rows);
    assert_eq!(
        found(&report),
        [("wrong_prev", 2, id(2)), ("wrong_prev", 3, id(3))]
    );
}

#[test]
fn doubled_forked_and_swapped_ops_are_told_apart() {
    let ops = chain(4);
    let good = rows(&ops);

    let mut doubled = good.clone();
    doubled.insert(2, good[1].clone());
    assert_eq!(found(&feed(verifier(), &doubled)), [("doubled", 2, id(2))]);

    let mut forked = good.clone();
    let mut twin = good[1].clone();
    twin.envelope = sealed(2, Hash::of(b"another")).envelope.into_vec();
    forked.insert(2, twin);
    let report = feed(verifier(), &forked);
    assert_eq!(found(&report), [("forked", 2, id(2))]);
    assert_eq!(
        report.findings[0].fault,
        Fault::Forked { other: ops[1].leaf }
    );

    let mut swapped = good;
    swapped.swap(1, 2);
    assert_eq!(
        found(&feed(verifier(), &swapped)),
        [("gap", 3, id(3)), ("out_of_order", 2, id(2)),]
    );
}

#[test]
fn a_changed_body_is_not_the_one_that_was_sealed() {
    let mut rows = rows(&chain(3));
    let body = rows[1].body.as_mut().unwrap();
    body[40] ^= 1;
    assert_eq!(found(&feed(verifier(), &rows)), [("wrong_body", 2, id(2))]);
}

#[test]
fn a_purged_body_is_fine_only_if_a_purge_covers_it() {
    let mut rows = rows(&chain(5));
    rows[1].body = None;
    rows[3].body = None;
    let run = |covered: &[u64]| {
        let mut verifier = verifier();
        for row in &rows {
            verifier.push(&Entry {
                seq: row.seq,
                op_id: &row.op_id,
                envelope: &row.envelope,
                body: row
                    .body
                    .as_deref()
                    .map_or(BodySeen::Absent, BodySeen::Present),
            });
        }
        verifier.finish(|missing| {
            assert_eq!(missing.scope, "g-1/core");
            assert_eq!(missing.kind, "visit.closed");
            covered.contains(&missing.seq)
        })
    };
    let both = run(&[2, 4]);
    assert!(both.is_sound());
    assert_eq!((both.bodies, both.purged), (3, 2));
    let one = run(&[4]);
    assert_eq!(found(&one), [("body_lost", 2, id(2))]);
    assert_eq!(one.purged, 1);
}

#[test]
fn envelopes_alone_can_be_verified() {
    let mut verifier = verifier();
    for row in rows(&chain(3)) {
        verifier.push(&Entry {
            seq: row.seq,
            op_id: &row.op_id,
            envelope: &row.envelope,
            body: BodySeen::NotRead,
        });
    }
    let report = verifier.finish(|_| panic!("no body was looked for"));
    assert!(report.is_sound());
    assert_eq!((report.bodies, report.purged), (0, 0));
}

#[test]
fn an_op_filed_elsewhere_or_of_another_instance_is_named() {
    let mut rows = rows(&chain(3));
    rows[1].op_id = "another".into();
    let report = feed(verifier(), &rows);
    assert_eq!(found(&report), [("filed_elsewhere", 2, id(2))]);

    let report = feed(ChainVerifier::new("other".into()), &rows[..1]);
    assert_eq!(found(&report), [("other_instance", 1, id(1))]);
}

#[test]
fn a_clock_that_goes_back_and_an_id_used_twice_are_named() {
    let mut prev = Hash::ZERO;
    let mut ops = Vec::new();
    for (seq, clock_of) in [(1, 3), (2, 2)] {
        let mut meta = meta(seq);
        meta.hlc = crate::meta(clock_of).hlc;
        meta.op_id = crate::meta(1).op_id;
        let op = tanfang_log::seal(&meta, &crate::sample(seq), [0; 16], prev).unwrap();
        prev = op.leaf;
        ops.push(op);
    }
    let report = feed(verifier(), &rows(&ops));
    assert_eq!(
        found(&report),
        [("same_id", 2, id(1)), ("clock_back", 2, id(1))]
    );
}

#[test]
fn a_torn_envelope_does_not_hide_what_follows() {
    let mut rows = rows(&chain(4));
    rows[1].envelope.truncate(30);
    rows[3].body = None;
    let report = feed(verifier(), &rows);
    assert_eq!(
        found(&report),
        [
            ("unreadable", 2, id(2)),
            ("wrong_prev", 3, id(3)),
            ("body_lost", 4, id(4)),
        ]
    );
}

#[test]
fn goes_on_after_a_head_that_was_verified_before() {
    let ops = chain(7);
    let leaves: Vec<Hash> = ops.iter().map(|op| op.leaf).collect();
    let all = rows(&ops);
    let first = feed(verifier(), &all[..4]);
    let rest = feed(
        ChainVerifier::resume(meta(1).instance, first.head, first.tree.unwrap())
            .with_checkpoint(7, merkle::root(&leaves))
            .with_checkpoint(2, merkle::root(&leaves[..2])),
        &all[4..],
    );
    assert_eq!(found(&rest), [("checkpoint_unchecked", 2, String::new())]);
    assert_eq!(rest.head.seq, 7);
    assert_eq!(rest.tree, Some(CompactRange::of(&leaves)));
}

proptest! {
    /// With head and checkpoint recorded, no single change goes unseen.
    #[test]
    fn no_change_goes_unseen(
        len in 2u64..9,
        change in 0usize..7,
        at in any::<prop::sample::Index>(),
        to in any::<prop::sample::Index>(),
        byte in any::<prop::sample::Index>(),
        bit in 0u8..8,
    ) {
        let ops = chain(len);
        let leaves: Vec<Hash> = ops.iter().map(|op| op.leaf).collect();
        let mut rows = rows(&ops);
        let (a, b) = (at.index(rows.len()), to.index(rows.len()));
        match change {
            0 => {
                let envelope = &mut rows[a].envelope;
                let i = byte.index(envelope.len());
                envelope[i] ^= 1 << bit;
            }
            1 => {
                let body = rows[a].body.as_mut().unwrap();
                let i = byte.index(body.len());
                body[i] ^= 1 << bit;
            }
            2 => { rows.remove(a); }
            3 => {
                prop_assume!(a != b);
                rows.swap(a, b);
            }
            4 => { rows.truncate(a); }
            5 => {
                let copy = rows[a].clone();
                rows.insert(b, copy);
            }
            _ => {
                // A splice: another history from here on.
                let mut prev = Hash::of(b"elsewhere");
                for seq in a as u64 + 1..=len {
                    prop_assume!(seq > 1);
                    let op = sealed(seq, prev);
                    prev = op.leaf;
                    let row = &mut rows[usize::try_from(seq).unwrap() - 1];
                    row.envelope = op.envelope.into_vec();
                    row.body = Some(op.body.into_vec());
                }
            }
        }
        let head = Head { seq: len, leaf: leaves[leaves.len() - 1] };
        let report = feed(
            verifier()
                .with_recorded_head(head)
                .with_checkpoint(len, merkle::root(&leaves)),
            &rows,
        );
        prop_assert!(!report.is_sound(), "change {change} at {a}, {b}");
    }

    /// Hostile bytes and places give findings, never a panic.
    #[test]
    fn any_bytes_are_verified(
        rows in prop::collection::vec(
            (any::<u64>(), "[a-z]{0,4}", prop::collection::vec(any::<u8>(), 0..40), any::<bool>()),
            0..8,
        ),
    ) {
        let count = rows.len();
        let rows: Vec<Row> = rows
            .into_iter()
            .map(|(seq, op_id, envelope, body)| Row { seq, op_id, envelope, body: body.then(Vec::new) })
            .collect();
        let report = feed(verifier(), &rows);
        prop_assert!(report.findings.len() >= count);
    }
}
