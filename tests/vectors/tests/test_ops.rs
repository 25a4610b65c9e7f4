//! The bytes of every (kind, v) as they were first written.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use tanfang_domain::event::{Decoded, Event, NewOp};
use tanfang_log::{Envelope, Hash, read_salt};
use tanfang_vectors::{file_name, first_file_name, samples, seal_sample};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Vector {
    kind: String,
    v: u32,
    envelope: String,
    body: String,
    leaf: Hash,
}

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/ops"))
}

fn vector(sample: &NewOp) -> Vector {
    let sealed = seal_sample(sample).unwrap();
    Vector {
        kind: sample.event.kind().to_owned(),
        v: sample.event.v(),
        envelope: String::from_utf8(sealed.envelope.into_vec()).unwrap(),
        body: String::from_utf8(sealed.body.into_vec()).unwrap(),
        leaf: sealed.leaf,
    }
}

/// Every file in the folder by its name, after writing those that are wanted and missing.
fn stored() -> BTreeMap<String, Vector> {
    if std::env::var_os("TANFANG_WRITE_VECTORS").is_some() {
        for sample in samples() {
            let path = folder().join(file_name(sample.event.kind(), sample.event.v()));
            if !path.exists() {
                let json = serde_json::to_string_pretty(&vector(&sample)).unwrap();
                std::fs::write(path, json + "\n").unwrap();
            }
        }
    }
    std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            let text = std::fs::read_to_string(entry.path()).unwrap();
            let vector = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
            (name, vector)
        })
        .collect()
}

#[test]
fn every_kind_has_a_sample_and_a_file() {
    let sampled: BTreeSet<_> = samples()
        .iter()
        .map(|s| (s.event.kind(), s.event.v()))
        .collect();
    let stored = stored();
    for (kind, v) in Event::KINDS {
        assert!(
            sampled.contains(&(*kind, *v)),
            "{kind} v{v} has no sample: add it to tests/vectors/src/samples.rs"
        );
        for name in [file_name(kind, *v), first_file_name(kind, *v)] {
            assert!(
                stored.contains_key(&name),
                "{name}: {kind} v{v} has no golden bytes: see tests/vectors/src/lib.rs"
            );
        }
    }
    assert_eq!(samples().len(), sampled.len(), "two samples of one kind");
}

#[test]
fn no_sample_is_written_in_other_bytes_than_before() {
    let stored = stored();
    for sample in samples() {
        let name = file_name(sample.event.kind(), sample.event.v());
        let written = vector(&sample);
        if let Some(golden) = stored.get(&name) {
            assert_eq!(
                &written, golden,
                "{name}: the bytes of a kind never change; a new meaning is a new v"
            );
        }
    }
}

#[test]
fn every_file_is_still_read_whatever_wrote_it() {
    for (name, vector) in stored() {
        let names = [
            file_name(&vector.kind, vector.v),
            first_file_name(&vector.kind, vector.v),
        ];
        assert!(names.contains(&name), "{name} is none of {names:?}");
        assert_eq!(
            Hash::leaf(vector.envelope.as_bytes()),
            vector.leaf,
            "{name}"
        );
        let envelope = Envelope::read(vector.envelope.as_bytes()).unwrap();
        assert_eq!(envelope.kind, vector.kind, "{name}");
        assert_eq!(envelope.v, vector.v, "{name}");
        assert_eq!(
            envelope.body_sha256,
            Hash::of(vector.body.as_bytes()),
            "{name}"
        );
        read_salt(vector.body.as_bytes()).unwrap();
        match Event::decode(&vector.kind, vector.v, vector.body.as_bytes()) {
            Decoded::Known(event) => {
                assert_eq!(envelope.entity.as_deref(), Some(&*event.entity()), "{name}");
            }
            other => panic!("{name}: {other:?}"),
        }
    }
}

#[test]
fn what_is_read_is_what_was_sampled() {
    for sample in samples() {
        let vector = vector(&sample);
        assert_eq!(
            Event::decode(&vector.kind, vector.v, vector.body.as_bytes()),
            Decoded::Known(Box::new(sample.event.clone())),
            "{}",
            vector.kind
        );
    }
}

#[test]
fn an_envelope_names_no_person() {
    for (name, vector) in stored() {
        for personal in ["样例", "990101195", "139000", "赵"] {
            assert!(!vector.envelope.contains(personal), "{name}: {personal}");
        }
    }
}
