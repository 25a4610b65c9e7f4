//! One fixed sample of every event, sealed with fixed inputs.
//!
//! `ops/<kind>.v<v>.json` holds the bytes of each: `{kind, v, envelope, body,
//! leaf}`, envelope and body as strings whose UTF-8 is the stored bytes. They
//! are read by Rust, Kotlin, Swift and the township's server alike, and they
//! are file format: the tests here refuse a change.
//!
//! A new kind, or a new version of one: add its sample to [`samples`] and run
//! `TANFANG_WRITE_VECTORS=1 cargo test -p tanfang-vectors`. That writes files
//! which do not exist yet and never touches one that does. A sample of an old
//! version goes away with the code that wrote it; its file stays and must still
//! be read.
//!
//! A body that gets a new field keeps its version, and its sample gets a file of
//! its own, named after the field: `roster.batch.v1+postponed.json`. The file of
//! before stays to be read.

mod samples;
mod samples_evidence;

pub use samples::samples;

use tanfang_domain::event::NewOp;
use tanfang_log::{Hash, OpMeta, SealError, SealedOp, seal};
use tanfang_values::Hlc;

/// What bodies got since they were first written: kind, version, the fields.
const GREW: &[(&str, u32, &str)] = &[
    ("roster.batch", 1, "postponed"),
    ("membership.end", 1, "source"),
    ("visit.answers", 1, "hints"),
    ("visit.closed", 1, "place"),
];

/// Returns the name of the file that holds what is written today of a kind.
pub fn file_name(kind: &str, v: u32) -> String {
    let grew = GREW.iter().find(|(k, n, _)| (*k, *n) == (kind, v));
    match grew {
        Some((_, _, fields)) => format!("{kind}.v{v}+{fields}.json"),
        None => first_file_name(kind, v),
    }
}

/// Returns the name of the file that holds a kind as it was first written.
pub fn first_file_name(kind: &str, v: u32) -> String {
    format!("{kind}.v{v}.json")
}

/// Seals the sample at place `n` (from 0), each as the second op of a chain.
///
/// The leaf before it is fixed, so that a new kind changes no other file.
///
/// # Errors
/// [`SealError`] if the sample breaks a rule of the format.
pub fn seal_sample(sample: &NewOp) -> Result<SealedOp, SealError> {
    let event = &sample.event;
    let meta = OpMeta {
        op_id: "0198c0de-0000-7000-8000-000000000002".into(),
        instance: "0198c0de-0000-7000-8000-00000000000a".into(),
        seq: 2,
        hlc: Hlc {
            ms: 1_795_140_000_000,
            n: 1,
        },
        wall_ms: 1_795_139_999_999,
        offset_min: 480,
        boot_id: Some("boot-1".to_owned()),
        elapsed_ms: Some(3_600_000),
        actor: "w-1".into(),
        scope: sample.scope.to_string(),
        kind: event.kind().to_owned(),
        v: event.v(),
        entity: Some(event.entity().into_owned()),
        base: sample.base.as_ref().map(ToString::to_string),
    };
    let salt = *b"fixed test salt.";
    seal(&meta, event, salt, Hash::of(b"the op before"))
}
