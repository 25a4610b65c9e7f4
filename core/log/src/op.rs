//! Sealing an op: content goes in, the two byte strings and their leaf come out.

use crate::envelope::{BodyBytes, Envelope, EnvelopeBytes, FORMAT, ReadError};
use crate::hash::{Hash, Leaf};
use serde::de::{DeserializeOwned, DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;
use tanfang_values::{Hlc, InstanceId, OpId, WorkerId};

/// What the writer knows of an op before it is sealed; see [`Envelope`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct OpMeta {
    pub op_id: OpId,
    pub instance: InstanceId,
    pub seq: u64,
    pub hlc: Hlc,
    pub wall_ms: i64,
    pub offset_min: i32,
    pub boot_id: Option<String>,
    pub elapsed_ms: Option<i64>,
    pub actor: WorkerId,
    pub scope: String,
    pub kind: String,
    pub v: u32,
    pub entity: Option<String>,
    pub base: Option<String>,
}

/// An op as it is stored: two byte strings, and the leaf that the next op names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedOp {
    /// Kept for ever.
    pub envelope: EnvelopeBytes,
    /// May be purged.
    pub body: BodyBytes,
    /// `SHA-256(0x00 ‖ envelope)`.
    pub leaf: Leaf,
}

/// Why an op cannot be sealed; always a mistake of the calling code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SealError {
    /// The content serialises to something else than an object.
    #[error("the content of {kind} must be a struct: it is written beside the salt")]
    NotAnObject {
        /// Kind of the op.
        kind: String,
    },
    /// A number with a fraction: no stored format holds one.
    #[error("the content of {kind} holds a float: write an integer in a smaller unit")]
    Float {
        /// Kind of the op.
        kind: String,
    },
    /// A field stands twice in one object, or the content has a field `salt`.
    #[error("the content of {kind} holds the field {field:?} twice")]
    Twice {
        /// Kind of the op.
        kind: String,
        /// Name of the field.
        field: String,
    },
    /// The content cannot be written as JSON.
    #[error("the content of {kind} cannot be written: {reason}")]
    Unwritable {
        /// Kind of the op.
        kind: String,
        /// What serde says.
        reason: String,
    },
    /// `seq` and `prev` do not belong together.
    #[error(
        "seq {seq} does not go with prev {prev}: seq counts from 1, and only 1 follows 64 zeros"
    )]
    Place {
        /// Place in the chain.
        seq: u64,
        /// Leaf of the op before.
        prev: Leaf,
    },
}

/// Seals an op that follows the one with leaf `prev`.
///
/// The body is `{"salt":"<32 hex digits>", …fields of content in their order}`;
/// the salt keeps a body from being guessed by its hash, so draw a new one for
/// each op. `content` must serialise to an object with a fixed order of fields
/// and without floats (NaN cannot be told from null here and must not occur).
///
/// # Errors
/// [`SealError`] if `content` breaks one of these rules, or if `seq` and `prev`
/// do not belong together.
pub fn seal<T: Serialize + ?Sized>(
    meta: &OpMeta,
    content: &T,
    salt: [u8; 16],
    prev: Leaf,
) -> Result<SealedOp, SealError> {
    // seq is stored as a signed 64-bit integer by every reader.
    let in_range = meta.seq >= 1 && i64::try_from(meta.seq).is_ok();
    if !in_range || (meta.seq == 1) != (prev == Hash::ZERO) {
        return Err(SealError::Place {
            seq: meta.seq,
            prev,
        });
    }
    let body = write_body(&meta.kind, content, salt)?;
    let envelope = Envelope {
        f: FORMAT,
        op_id: meta.op_id.clone(),
        instance: meta.instance.clone(),
        seq: meta.seq,
        prev,
        hlc: meta.hlc,
        wall_ms: meta.wall_ms,
        offset_min: meta.offset_min,
        boot_id: meta.boot_id.clone(),
        elapsed_ms: meta.elapsed_ms,
        actor: meta.actor.clone(),
        scope: meta.scope.clone(),
        kind: meta.kind.clone(),
        v: meta.v,
        entity: meta.entity.clone(),
        base: meta.base.clone(),
        body_sha256: body.hash(),
    };
    let bytes = serde_json::to_vec(&envelope).map_err(|error| SealError::Unwritable {
        kind: meta.kind.clone(),
        reason: error.to_string(),
    })?;
    let envelope = EnvelopeBytes::from_stored(bytes);
    let leaf = envelope.leaf();
    Ok(SealedOp {
        envelope,
        body,
        leaf,
    })
}

/// Reads the content of a body, leaving the salt and unknown fields aside.
///
/// `T` must not say `deny_unknown_fields`: the salt is one. Upcasting from an
/// older version of a kind is the caller's: read the struct of that version.
///
/// # Errors
/// [`ReadError::Malformed`] if the bytes are not JSON or do not fit `T`.
pub fn read_body<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ReadError> {
    serde_json::from_slice(bytes).map_err(|error| ReadError::malformed("body", &error))
}

/// Reads the salt of a body.
///
/// # Errors
/// [`ReadError::Malformed`] if the bytes are not a body with a salt.
pub fn read_salt(bytes: &[u8]) -> Result<[u8; 16], ReadError> {
    #[derive(Deserialize)]
    struct Salted {
        #[serde(deserialize_with = "salt")]
        salt: [u8; 16],
    }
    fn salt<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<[u8; 16], D::Error> {
        let text = String::deserialize(deserializer)?;
        let mut salt = [0; 16];
        hex::decode_to_slice(text, &mut salt)
            .map_err(|_| D::Error::custom("salt is not 32 hex digits"))?;
        Ok(salt)
    }
    read_body::<Salted>(bytes).map(|salted| salted.salt)
}

fn write_body<T: Serialize + ?Sized>(
    kind: &str,
    content: &T,
    salt: [u8; 16],
) -> Result<BodyBytes, SealError> {
    let kind = || kind.to_owned();
    let json = serde_json::to_string(content).map_err(|error| SealError::Unwritable {
        kind: kind(),
        reason: error.to_string(),
    })?;
    let fields = json
        .strip_prefix('{')
        .ok_or_else(|| SealError::NotAnObject { kind: kind() })?;
    let comma = if fields == "}" { "" } else { "," };
    let body = format!("{{\"salt\":\"{}\"{comma}{fields}", hex::encode(salt));
    check(&body, kind)?;
    Ok(BodyBytes::from_stored(body.into_bytes()))
}

/// Refuses floats and fields that stand twice, at any depth.
fn check(body: &str, kind: impl Fn() -> String) -> Result<(), SealError> {
    let mut fault = None;
    let mut deserializer = serde_json::Deserializer::from_str(body);
    let outcome = Plain { fault: &mut fault }.deserialize(&mut deserializer);
    match (fault, outcome) {
        (Some(Fault::Float), _) => Err(SealError::Float { kind: kind() }),
        (Some(Fault::Twice(field)), _) => Err(SealError::Twice {
            kind: kind(),
            field,
        }),
        (None, Err(error)) => Err(SealError::Unwritable {
            kind: kind(),
            reason: error.to_string(),
        }),
        (None, Ok(())) => Ok(()),
    }
}

enum Fault {
    Float,
    Twice(String),
}

struct Plain<'a> {
    fault: &'a mut Option<Fault>,
}

impl<'de> DeserializeSeed<'de> for Plain<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Plain<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON without floats")
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<(), E> {
        *self.fault = Some(Fault::Float);
        Err(E::custom("float"))
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq
            .next_element_seed(Plain { fault: self.fault })?
            .is_some()
        {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut seen = BTreeSet::new();
        while let Some(key) = map.next_key::<String>()? {
            if seen.contains(&key) {
                *self.fault = Some(Fault::Twice(key));
                return Err(A::Error::custom("twice"));
            }
            seen.insert(key);
            map.next_value_seed(Plain { fault: self.fault })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn meta() -> OpMeta {
        OpMeta {
            op_id: "o".into(),
            instance: "i".into(),
            seq: 1,
            hlc: Hlc { ms: 1, n: 0 },
            wall_ms: 1,
            offset_min: 480,
            boot_id: None,
            elapsed_ms: None,
            actor: "w".into(),
            scope: "g/core".into(),
            kind: "test".into(),
            v: 1,
            entity: None,
            base: None,
        }
    }

    fn body<T: Serialize>(content: &T) -> Result<String, SealError> {
        let sealed = seal(&meta(), content, [0xab; 16], Hash::ZERO)?;
        Ok(String::from_utf8(sealed.body.into_vec()).unwrap())
    }

    #[test]
    fn the_salt_stands_first_and_fields_keep_their_order() {
        #[derive(Serialize)]
        struct Empty {}
        #[derive(Serialize)]
        struct Content {
            z: i64,
            a: Option<&'static str>,
        }
        assert_eq!(
            body(&Content { z: -1, a: None }).unwrap(),
            format!(r#"{{"salt":"{}","z":-1,"a":null}}"#, "ab".repeat(16))
        );
        let empty = body(&Empty {}).unwrap();
        assert_eq!(empty, format!(r#"{{"salt":"{}"}}"#, "ab".repeat(16)));
        assert_eq!(read_salt(empty.as_bytes()), Ok([0xab; 16]));
    }

    #[test]
    fn refuses_what_has_no_one_form() {
        let float = BTreeMap::from([("deep", vec![1.5])]);
        assert!(matches!(body(&float), Err(SealError::Float { .. })));
        let whole = BTreeMap::from([("x", 2.0)]);
        assert!(matches!(body(&whole), Err(SealError::Float { .. })));
        let salt = BTreeMap::from([("salt", 1)]);
        assert_eq!(
            body(&salt),
            Err(SealError::Twice {
                kind: "test".into(),
                field: "salt".into()
            })
        );
        assert!(matches!(body(&[1]), Err(SealError::NotAnObject { .. })));
        assert!(matches!(body(&()), Err(SealError::NotAnObject { .. })));
        let odd_key = BTreeMap::from([((1, 2), 3)]);
        assert!(matches!(body(&odd_key), Err(SealError::Unwritable { .. })));
    }

    #[test]
    fn refuses_a_place_that_cannot_be() {
        let content = BTreeMap::<String, i64>::new();
        let mut meta = meta();
        for (seq, prev) in [
            (0, Hash::ZERO),
            (2, Hash::ZERO),
            (1, Hash::of(b"")),
            (u64::MAX, Hash::of(b"")),
        ] {
            meta.seq = seq;
            assert_eq!(
                seal(&meta, &content, [0; 16], prev),
                Err(SealError::Place { seq, prev })
            );
        }
    }

    #[test]
    fn debug_shows_no_content() {
        let sealed = seal(
            &meta(),
            &BTreeMap::from([("name", "赵样例")]),
            [0; 16],
            Hash::ZERO,
        );
        assert!(!format!("{sealed:?}").contains("赵"));
        let error = read_body::<BTreeMap<String, u8>>(r#"{"name":"赵样例"}"#.as_bytes());
        assert!(!format!("{error:?} {}", error.as_ref().unwrap_err()).contains("赵"));
    }
}
