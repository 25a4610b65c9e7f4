//! The envelope of an op: what is kept for ever.
//!
//! No name and no value of a person stands in an envelope, so that it can stay
//! when the body is purged.

use crate::hash::{Hash, Leaf};
use serde::{Deserialize, Serialize};
use tanfang_values::{Hlc, InstanceId, OpId, WorkerId};

/// The format number that stands first in every envelope.
pub const FORMAT: u32 = 1;

/// An envelope, its fields in the order in which they are written.
///
/// The bytes are UTF-8 JSON without white space: integers only, what is not
/// known is `null`, hashes are lower-case hex. To write one, use
/// [`seal`](crate::seal); what was written is never encoded again, so keep
/// [`EnvelopeBytes`] beside what you read from them.
///
/// | key | holds |
/// |---|---|
/// | `f` | format, 1 |
/// | `op_id` | `UUIDv7` of the op |
/// | `instance` | the store that wrote it |
/// | `seq` | 1, 2, 3 … within the instance, without a gap |
/// | `prev` | leaf of the op before; 64 zeros in the first |
/// | `hlc` | hybrid logical clock, `[ms, n]` |
/// | `wall_ms` | wall clock, UTC milliseconds since 1970 |
/// | `offset_min` | minutes east of UTC that the device showed |
/// | `boot_id` | which start of the device, or null |
/// | `elapsed_ms` | monotonic milliseconds since that start, or null |
/// | `actor` | the worker |
/// | `scope` | `<grid id>/<core\|economic\|health\|risk\|restricted>` |
/// | `kind`, `v` | what happened, and the version of its body |
/// | `entity` | id of the thing it is about, or null |
/// | `base` | the state a command expects; null in every other kind |
/// | `body_sha256` | SHA-256 of the body's bytes |
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    /// Format number, [`FORMAT`].
    pub f: u32,
    /// Id of the op.
    pub op_id: OpId,
    /// The store that wrote it.
    pub instance: InstanceId,
    /// Place in the instance's chain, from 1 without a gap.
    pub seq: u64,
    /// Leaf of the op at `seq - 1`; [`Hash::ZERO`] in the first.
    pub prev: Leaf,
    /// Hybrid logical clock, greater than that of the op before.
    pub hlc: Hlc,
    /// Wall clock of the device in UTC milliseconds since 1970.
    pub wall_ms: i64,
    /// Minutes east of UTC that the device showed.
    pub offset_min: i32,
    /// Which start of the device, if the platform tells.
    pub boot_id: Option<String>,
    /// Monotonic milliseconds since that start, if the platform tells.
    pub elapsed_ms: Option<i64>,
    /// The worker who did it.
    pub actor: WorkerId,
    /// Grid and class of data.
    pub scope: String,
    /// What happened.
    pub kind: String,
    /// Version of the body of this kind, from 1.
    pub v: u32,
    /// Id of the thing it is about.
    pub entity: Option<String>,
    /// The state that a command expects; `None` in every other kind.
    pub base: Option<String>,
    /// SHA-256 of the body's bytes.
    pub body_sha256: Hash,
}

/// The bytes of an envelope as they were written, never encoded again.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EnvelopeBytes(Vec<u8>);

/// The bytes of a body as they were written, never encoded again.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct BodyBytes(Vec<u8>);

/// Why the bytes of an op cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// Not JSON, or a field is missing or of another type.
    ///
    /// Says where, and never quotes the bytes: a body holds values of persons.
    #[error("cannot read the {what} at line {line}, column {column}: {category}")]
    Malformed {
        /// `envelope` or `body`.
        what: &'static str,
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// `syntax`, `data`, `eof` or `io`.
        category: &'static str,
    },
    /// A format number this version does not know.
    #[error("the envelope has format {f}, this version reads {FORMAT}: install a newer version")]
    Format {
        /// The number found.
        f: u32,
    },
}

impl ReadError {
    pub(crate) fn malformed(what: &'static str, error: &serde_json::Error) -> Self {
        use serde_json::error::Category;
        Self::Malformed {
            what,
            line: error.line(),
            column: error.column(),
            category: match error.classify() {
                Category::Syntax => "syntax",
                Category::Data => "data",
                Category::Eof => "eof",
                Category::Io => "io",
            },
        }
    }
}

impl Envelope {
    /// Reads an envelope from the bytes that were stored or received.
    ///
    /// Fields of a later writer are accepted and ignored. A number with a
    /// fraction or exponent is refused in every field known here.
    ///
    /// # Errors
    /// [`ReadError::Malformed`] if the bytes are not an envelope,
    /// [`ReadError::Format`] if they are one of a later format.
    pub fn read(bytes: &[u8]) -> Result<Self, ReadError> {
        // The format first: a later one may have changed any other field.
        #[derive(Deserialize)]
        struct Format {
            f: u32,
        }
        match serde_json::from_slice::<Self>(bytes) {
            Ok(envelope) if envelope.f == FORMAT => Ok(envelope),
            Ok(envelope) => Err(ReadError::Format { f: envelope.f }),
            Err(error) => match serde_json::from_slice::<Format>(bytes) {
                Ok(Format { f }) if f != FORMAT => Err(ReadError::Format { f }),
                _ => Err(ReadError::malformed("envelope", &error)),
            },
        }
    }
}

impl EnvelopeBytes {
    /// Takes bytes that were stored or received; they are not looked at.
    pub fn from_stored(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The leaf: `SHA-256(0x00 ‖ bytes)`.
    pub fn leaf(&self) -> Leaf {
        Hash::leaf(&self.0)
    }

    /// Reads the envelope; see [`Envelope::read`].
    pub fn read(&self) -> Result<Envelope, ReadError> {
        Envelope::read(&self.0)
    }

    /// The bytes.
    pub fn as_slice(&self) -> &[u8] {
        &self.0
    }

    /// The bytes, owned.
    pub fn into_vec(self) -> Vec<u8> {
        self.0
    }
}

impl BodyBytes {
    /// Takes bytes that were stored or received; they are not looked at.
    pub fn from_stored(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// SHA-256 of the bytes, as the envelope names it.
    pub fn hash(&self) -> Hash {
        Hash::of(&self.0)
    }

    /// The bytes.
    pub fn as_slice(&self) -> &[u8] {
        &self.0
    }

    /// The bytes, owned.
    pub fn into_vec(self) -> Vec<u8> {
        self.0
    }
}

/// Says how long a body is and not what it holds, because `Debug` ends in logs.
impl std::fmt::Debug for BodyBytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "BodyBytes({} bytes)", self.0.len())
    }
}

impl AsRef<[u8]> for EnvelopeBytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl AsRef<[u8]> for BodyBytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}
