//! The integration tests of the log, one binary.

// clippy.toml lets tests unwrap, but does not count their helper functions as tests.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod test_chain;
mod test_checkpoint;
mod test_golden;
mod test_merkle;
mod test_witness;

use serde::Serialize;
use tanfang_log::{Hash, OpMeta, SealedOp, seal};
use tanfang_values::Hlc;

/// A content with one of everything that a body may hold.
#[derive(Serialize)]
struct Sample {
    visit_id: String,
    day: String,
    minutes: i64,
    seen: Vec<Seen>,
    note: Option<String>,
}

#[derive(Serialize)]
struct Seen {
    person: String,
    how: &'static str,
}

fn sample(n: u64) -> Sample {
    Sample {
        visit_id: format!("0198c0de-0000-7000-8000-{n:012x}"),
        day: "2026-11-20".into(),
        minutes: -5,
        seen: vec![Seen {
            person: "p-1".into(),
            how: "本人",
        }],
        note: n.is_multiple_of(2).then(|| "“好”\n".to_owned()),
    }
}

fn meta(seq: u64) -> OpMeta {
    OpMeta {
        op_id: format!("0198c0de-0000-7000-9000-{seq:012x}")
            .as_str()
            .into(),
        instance: "0198c0de-0000-7000-8000-00000000aaaa".into(),
        seq,
        hlc: Hlc {
            ms: 1_795_000_000_000 + i64::try_from(seq / 3).unwrap(),
            n: u32::try_from(seq % 3).unwrap(),
        },
        wall_ms: 1_795_000_000_123,
        offset_min: 480,
        boot_id: (seq % 2 == 1).then(|| "boot-7".to_owned()),
        elapsed_ms: (seq % 2 == 1).then_some(86_400_001),
        actor: "w-1".into(),
        scope: "g-1/core".into(),
        kind: "visit.closed".into(),
        v: 1,
        entity: Some("h-1".into()),
        base: None,
    }
}

fn sealed(seq: u64, prev: Hash) -> SealedOp {
    let salt = [u8::try_from(seq % 256).unwrap(); 16];
    seal(&meta(seq), &sample(seq), salt, prev).unwrap()
}

fn chain(len: u64) -> Vec<SealedOp> {
    let mut prev = Hash::ZERO;
    (1..=len)
        .map(|seq| {
            let op = sealed(seq, prev);
            prev = op.leaf;
            op
        })
        .collect()
}

#[test]
fn no_test_file_is_forgotten() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests");
    let runner = std::fs::read_to_string(format!("{folder}/runner.rs")).unwrap();
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if let Some(module) = name.strip_suffix(".rs").filter(|m| *m != "runner") {
            assert!(runner.contains(&format!("\nmod {module};\n")), "{name}");
        }
    }
}
