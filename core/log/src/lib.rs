//! The log: what is written of an operation, for ever, and how to check it.
//!
//! Pure: no clock, no random, no file. Times, ids, salts and keys are arguments.
//! A tour, in the order in which an operation meets it:
//!
//! * [`op`] – [`seal`] turns an [`OpMeta`] and a content into a [`SealedOp`]:
//!   an envelope, a salted body, and a leaf. [`read_body`] reads content back.
//! * [`envelope`] – [`Envelope`] says who, when, where and what kind. It stays
//!   when the body is purged, so it holds nothing of a person. The bytes
//!   ([`EnvelopeBytes`], [`BodyBytes`]) are written once and never encoded again.
//! * [`hash`] – [`Hash`] and the [`Leaf`] of an op.
//! * [`chain`] – each op names the leaf before it; [`ChainVerifier`] goes over
//!   the stored bytes of one instance and lists every [`Finding`].
//! * [`merkle`] – the RFC 6962 tree over the same leaves: [`CompactRange`] grows
//!   it, proofs show inclusion and consistency.
//! * [`key`] – [`DeviceKey`] signs; [`SoftwareKey`] is the one in memory.
//! * [`checkpoint`] – [`Checkpoint`], the signed C2SP text that vouches for size
//!   and root.
//! * [`witness`] – [`WitnessKey`] checks that another party saw a checkpoint and when;
//!   [`Memory`] is what that party remembers, so that nobody is shown two histories.
//!
//! What a hash does not prove: that what the content says is true, or that the
//! clock was right. It proves that nothing was changed after it was written.

pub mod chain;
pub mod checkpoint;
pub mod envelope;
pub mod hash;
pub mod key;
pub mod merkle;
pub mod op;
pub mod witness;

pub use chain::{BodySeen, ChainReport, ChainVerifier, Entry, Fault, Finding, Head, MissingBody};
pub use checkpoint::{Checkpoint, CheckpointError, NoteSignature, verifier_key};
pub use envelope::{BodyBytes, Envelope, EnvelopeBytes, ReadError};
pub use hash::{Hash, HashError, Leaf};
pub use key::{DeviceKey, KeyError, PublicKey, SoftwareKey};
pub use merkle::{CompactRange, CompactRangeError, ProofError};
pub use op::{OpMeta, SealError, SealedOp, read_body, read_salt, seal};
pub use witness::{Algorithm, Memory, RefusedHead, SeenHead, WitnessKey, WitnessSigner, notes};
