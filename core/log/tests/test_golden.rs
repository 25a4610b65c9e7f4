//! The bytes of every format, which may never change.

use crate::{chain, meta, sample};
use serde::Deserialize;
use std::fmt::Write as _;
use tanfang_log::{
    Checkpoint, DeviceKey, Envelope, Hash, ReadError, SoftwareKey, merkle, read_body, seal,
    verifier_key,
};

#[test]
fn envelope_body_and_leaf() {
    let ops = chain(2);
    let mut text = String::new();
    for op in &ops {
        let envelope = std::str::from_utf8(op.envelope.as_slice()).unwrap();
        let body = std::str::from_utf8(op.body.as_slice()).unwrap();
        writeln!(text, "{envelope}\n{body}\n{}", op.leaf).unwrap();
    }
    insta::assert_snapshot!("ops", text);
}

#[test]
fn signed_checkpoint() {
    let leaves: Vec<Hash> = chain(3).iter().map(|op| op.leaf).collect();
    let instance = meta(1).instance;
    let key = SoftwareKey::from_bytes(&[7; 32]).unwrap();
    let note = Checkpoint::new(&instance, 3, merkle::root(&leaves))
        .sign(&key)
        .unwrap();
    let vkey = verifier_key(&instance, &key.public_key()).unwrap();
    insta::assert_snapshot!("checkpoint", format!("{note}\n{vkey}\n"));
}

#[test]
fn reading_gives_back_what_was_sealed() {
    #[derive(Deserialize)]
    struct Part {
        minutes: i64,
    }
    let op = &chain(1)[0];
    let envelope = Envelope::read(op.envelope.as_slice()).unwrap();
    assert_eq!(envelope.op_id, meta(1).op_id);
    assert_eq!(envelope.body_sha256, op.body.hash());
    assert_eq!(envelope.prev, Hash::ZERO);
    assert_eq!(
        serde_json::to_vec(&envelope).unwrap(),
        op.envelope.as_slice()
    );

    let part: Part = read_body(op.body.as_slice()).unwrap();
    assert_eq!(part.minutes, sample(1).minutes);
}

#[test]
fn fields_of_a_later_writer_are_accepted() {
    let op = &chain(1)[0];
    let text = std::str::from_utf8(op.envelope.as_slice()).unwrap();
    let later = text.replacen('{', r#"{"colour":{"deep":[1]},"#, 1);
    let envelope = Envelope::read(later.as_bytes()).unwrap();
    assert_eq!(envelope, Envelope::read(op.envelope.as_slice()).unwrap());
}

#[test]
fn a_later_format_is_refused_by_its_number_whatever_else_it_holds() {
    for text in [r#"{"f":2}"#, r#"{"f":2,"seq":"one"}"#] {
        assert_eq!(
            Envelope::read(text.as_bytes()),
            Err(ReadError::Format { f: 2 })
        );
    }
    let op = &chain(1)[0];
    let text = std::str::from_utf8(op.envelope.as_slice()).unwrap();
    assert_eq!(
        Envelope::read(text.replacen("\"f\":1", "\"f\":9", 1).as_bytes()),
        Err(ReadError::Format { f: 9 })
    );
}

#[test]
fn a_float_in_a_known_field_is_refused() {
    let op = &chain(1)[0];
    let text = std::str::from_utf8(op.envelope.as_slice()).unwrap();
    for (good, bad) in [
        ("\"seq\":1,", "\"seq\":1.0,"),
        ("\"offset_min\":480", "\"offset_min\":4.8e2"),
        ("\"f\":1,", "\"f\":1.0,"),
    ] {
        assert!(text.contains(good));
        let read = Envelope::read(text.replacen(good, bad, 1).as_bytes());
        assert!(matches!(read, Err(ReadError::Malformed { .. })), "{bad}");
    }
}

#[test]
fn content_of_any_struct_is_written_beside_the_salt() {
    #[derive(serde::Serialize)]
    struct Outer<'a> {
        first: u8,
        #[serde(flatten)]
        inner: &'a serde_json::Map<String, serde_json::Value>,
    }
    let mut inner = serde_json::Map::new();
    inner.insert("z".into(), 1.into());
    inner.insert("a".into(), serde_json::Value::Null);
    let content = Outer {
        first: 0,
        inner: &inner,
    };
    let op = seal(&meta(1), &content, [0; 16], Hash::ZERO).unwrap();
    assert_eq!(
        std::str::from_utf8(op.body.as_slice()).unwrap(),
        r#"{"salt":"00000000000000000000000000000000","first":0,"z":1,"a":null}"#
    );
}
