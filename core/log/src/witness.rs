//! Another party that remembers the last head: cosignatures, and who may give them.
//!
//! A log alone does not keep its owner from showing two histories. A *witness* (the township)
//! keeps size and root of the last head it saw of each log, signs a later head only if it grew
//! from that one, and says when. The line it adds is a C2SP `cosignature/v1`:
//!
//! ```text
//! cosignature/v1
//! time <seconds since 1970>
//! <the text of the checkpoint>
//! ```
//!
//! is what is signed; the line holds eight bytes of time, high byte first, then the signature.
//! Ed25519 is what C2SP knows; a P-256 key signs the same text and is told apart by its
//! algorithm byte. SM2 has its byte, and a key of it reads, but this version cannot check it.

use crate::checkpoint::{
    Checkpoint, CheckpointError, DASH, check_name, signature_line, split_note,
};
use crate::hash::{Hash, Leaf};
use crate::key::{DeviceKey, KeyError, PublicKey, SoftwareKey};
use crate::merkle::{ProofError, consistency_proof, root, verify_consistency};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt;

/// Algorithm byte of a C2SP key for Ed25519 cosignatures.
const COSIGNATURE_TYPE: u8 = 0x04;

/// Says by which algorithm a key signs; the number is what stands in records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Algorithm {
    /// Ed25519, in software.
    Ed25519 = 1,
    /// ECDSA on P-256 with SHA-256, in a keystore.
    P256 = 2,
    /// SM2 with SM3, at a certified signing machine; read and not checked here.
    Sm2 = 3,
}

impl Algorithm {
    /// Returns the algorithm of a byte; none for one of a later version.
    pub const fn from_byte(byte: u8) -> Option<Self> {
        match byte {
            1 | COSIGNATURE_TYPE => Some(Self::Ed25519),
            2 => Some(Self::P256),
            3 => Some(Self::Sm2),
            _ => None,
        }
    }
}

#[derive(Clone, PartialEq, Eq)]
enum Public {
    Ed25519(VerifyingKey),
    P256(PublicKey),
    Sm2(Vec<u8>),
}

/// Holds the public key of a witness and the name under which it signs.
#[derive(Clone, PartialEq, Eq)]
pub struct WitnessKey {
    name: String,
    public: Public,
}

impl WitnessKey {
    /// Reads a verifier key: `<name>+<key id, 8 hex digits>+<base64 of algorithm byte and key>`.
    ///
    /// # Errors
    /// [`CheckpointError::Form`] if it is none, or its id is another key's.
    pub fn parse(text: &str) -> Result<Self, CheckpointError> {
        let form = |reason| CheckpointError::Form { line: 1, reason };
        let mut parts = text.trim_end_matches('\n').splitn(3, '+');
        let (name, id, key) = (
            parts.next().unwrap_or_default(),
            parts.next().unwrap_or_default(),
            parts.next().unwrap_or_default(),
        );
        check_name(name).map_err(form)?;
        let material = STANDARD
            .decode(key)
            .map_err(|_| form("the key is not base64"))?;
        let (byte, bytes) = material
            .split_first()
            .ok_or_else(|| form("the key is empty"))?;
        let public = match Algorithm::from_byte(*byte) {
            Some(Algorithm::Ed25519) => {
                let bytes: [u8; 32] = bytes
                    .try_into()
                    .map_err(|_| form("an Ed25519 key has 32 bytes"))?;
                let key = VerifyingKey::from_bytes(&bytes)
                    .map_err(|_| form("the bytes are no Ed25519 key"))?;
                Public::Ed25519(key)
            }
            Some(Algorithm::P256) => Public::P256(PublicKey::from_spki(bytes)?),
            Some(Algorithm::Sm2) => Public::Sm2(bytes.to_vec()),
            None => return Err(form("the algorithm of the key is of a later version")),
        };
        let key = Self {
            name: name.to_owned(),
            public,
        };
        if hex::encode(key.id()?) == id {
            Ok(key)
        } else {
            Err(form("the key id is that of another key"))
        }
    }

    /// Returns the verifier key as text; see [`WitnessKey::parse`].
    ///
    /// # Errors
    /// [`CheckpointError::Key`] if the key cannot be written.
    pub fn to_text(&self) -> Result<String, CheckpointError> {
        let id = hex::encode(self.id()?);
        let key = STANDARD.encode(self.material()?);
        Ok(format!("{}+{id}+{key}", self.name))
    }

    /// Returns the name under which it signs.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the algorithm.
    pub const fn algorithm(&self) -> Algorithm {
        match self.public {
            Public::Ed25519(_) => Algorithm::Ed25519,
            Public::P256(_) => Algorithm::P256,
            Public::Sm2(_) => Algorithm::Sm2,
        }
    }

    /// Returns the id that stands in its lines.
    ///
    /// # Errors
    /// [`CheckpointError::Key`] if the key cannot be written.
    pub fn id(&self) -> Result<[u8; 4], CheckpointError> {
        if let Public::P256(key) = &self.public {
            return Ok(key.key_id()?);
        }
        let mut hasher = Sha256::new();
        hasher.update(self.name.as_bytes());
        hasher.update(b"\n");
        hasher.update(self.material()?);
        let [a, b, c, d, ..]: [u8; 32] = hasher.finalize().into();
        Ok([a, b, c, d])
    }

    /// Reads a note and checks that this witness cosigned it; returns when, in seconds since 1970.
    ///
    /// # Errors
    /// [`CheckpointError::Form`], [`CheckpointError::Unsigned`], or [`CheckpointError::Key`] if
    /// the line does not fit, or is of an algorithm that this version cannot check.
    pub fn open(&self, note: &str) -> Result<(Checkpoint, u64), CheckpointError> {
        let (checkpoint, lines) = Checkpoint::parse(note)?;
        let (text, _) = split_note(note)?;
        let key_id = self.id()?;
        let mut seen = None;
        for line in lines {
            if line.name != self.name || line.key_id != key_id {
                continue;
            }
            let (time, signature) = line
                .signature
                .split_first_chunk::<8>()
                .ok_or(KeyError::Signature)?;
            let time = u64::from_be_bytes(*time);
            self.verify(message(time, text).as_bytes(), signature)?;
            seen = Some(time);
        }
        seen.map(|time| (checkpoint, time))
            .ok_or(CheckpointError::Unsigned { key_id })
    }

    /// Returns the name and the time, in seconds since 1970, of the last line of a note that is
    /// not its log's own, believing nothing; none if only the log signed it.
    ///
    /// # Errors
    /// [`CheckpointError::Form`] if it is no note.
    pub fn claimed(note: &str) -> Result<Option<(String, u64)>, CheckpointError> {
        let (checkpoint, lines) = Checkpoint::parse(note)?;
        let claims = lines.into_iter().rev().find_map(|line| {
            let (time, _) = line.signature.split_first_chunk::<8>()?;
            (line.name != checkpoint.origin).then_some((line.name, u64::from_be_bytes(*time)))
        });
        Ok(claims)
    }

    fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), KeyError> {
        match &self.public {
            Public::Ed25519(key) => {
                let signature =
                    Signature::from_slice(signature).map_err(|_| KeyError::Signature)?;
                key.verify_strict(message, &signature)
                    .map_err(|_| KeyError::Signature)
            }
            Public::P256(key) => key.verify(message, signature),
            Public::Sm2(_) => Err(KeyError::Unavailable {
                reason: "this version does not check SM2".to_owned(),
            }),
        }
    }

    fn material(&self) -> Result<Vec<u8>, KeyError> {
        Ok(match &self.public {
            Public::Ed25519(key) => [&[COSIGNATURE_TYPE], key.as_bytes().as_slice()].concat(),
            Public::P256(key) => [&[Algorithm::P256 as u8], key.to_spki()?.as_slice()].concat(),
            Public::Sm2(key) => [&[Algorithm::Sm2 as u8], key.as_slice()].concat(),
        })
    }
}

impl fmt::Debug for WitnessKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WitnessKey({} {:?})", self.name, self.algorithm())
    }
}

/// Splits a text of several notes, as a witness hands them out, into one note each.
///
/// Blank lines between them are left out; each keeps its own bytes. What is no note at all
/// comes as one piece, for [`Checkpoint::parse`] to refuse.
pub fn notes(text: &str) -> Vec<&str> {
    let mut notes = Vec::new();
    let (mut start, mut at, mut signed) = (0, 0, false);
    let mut cut = |from: usize, to: usize| notes.extend(text.get(from..to));
    for line in text.split_inclusive('\n') {
        let signature = line.starts_with(DASH);
        if signed && !signature {
            cut(start, at);
            (start, signed) = (at, false);
        }
        // Nothing of the next note was read yet.
        if start == at && line.trim().is_empty() {
            start += line.len();
        }
        signed |= signature;
        at += line.len();
    }
    if start < at {
        cut(start, at);
    }
    notes
}

#[derive(Clone)]
enum Secret {
    Ed25519(Box<SigningKey>),
    P256(SoftwareKey),
}

/// Holds the private key of a witness in memory.
#[derive(Clone)]
pub struct WitnessSigner {
    name: String,
    secret: Secret,
}

impl WitnessSigner {
    /// Makes a witness that signs by Ed25519, from 32 random bytes.
    ///
    /// # Errors
    /// [`CheckpointError::Form`] if the name cannot stand in a line.
    pub fn ed25519(name: &str, seed: &[u8; 32]) -> Result<Self, CheckpointError> {
        let secret = Secret::Ed25519(Box::new(SigningKey::from_bytes(seed)));
        Self::new(name, secret)
    }

    /// Makes a witness that signs by P-256.
    ///
    /// # Errors
    /// [`CheckpointError::Form`] if the name cannot stand in a line.
    pub fn p256(name: &str, key: SoftwareKey) -> Result<Self, CheckpointError> {
        Self::new(name, Secret::P256(key))
    }

    fn new(name: &str, secret: Secret) -> Result<Self, CheckpointError> {
        check_name(name).map_err(|reason| CheckpointError::Form { line: 1, reason })?;
        Ok(Self {
            name: name.to_owned(),
            secret,
        })
    }

    /// Returns the public key, to be given to whoever checks.
    pub fn public(&self) -> WitnessKey {
        WitnessKey {
            name: self.name.clone(),
            public: match &self.secret {
                Secret::Ed25519(key) => Public::Ed25519(key.verifying_key()),
                Secret::P256(key) => Public::P256(key.public_key()),
            },
        }
    }

    /// Adds this witness's line to a note that was checked, with the time in seconds since 1970.
    ///
    /// # Errors
    /// [`CheckpointError::Form`] if the note is none, [`CheckpointError::Key`] if the key does
    /// not sign.
    pub fn cosign(&self, note: &str, time: u64) -> Result<String, CheckpointError> {
        Checkpoint::parse(note)?;
        let (text, _) = split_note(note)?;
        let message = message(time, text);
        let signature = match &self.secret {
            Secret::Ed25519(key) => key.sign(message.as_bytes()).to_bytes().to_vec(),
            Secret::P256(key) => key.sign(message.as_bytes())?,
        };
        let payload = [time.to_be_bytes().as_slice(), signature.as_slice()].concat();
        let line = signature_line(&self.name, self.public().id()?, &payload);
        Ok(format!("{note}{line}"))
    }
}

impl fmt::Debug for WitnessSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WitnessSigner({:?})", self.public())
    }
}

/// Says why a witness does not sign.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RefusedHead {
    /// The head is not signed by the key of its log, or is no head.
    #[error(transparent)]
    Note(#[from] CheckpointError),
    /// The log is shorter than what was seen before.
    #[error("the log was seen with {seen} ops and is now shown with {shown}")]
    Shorter {
        /// Size remembered.
        seen: u64,
        /// Size shown.
        shown: u64,
    },
    /// The log did not grow from what was seen before: two histories.
    #[error("the log does not contain the first {seen} ops as they were seen before")]
    Inconsistent {
        /// Size remembered.
        seen: u64,
    },
    /// The leaves shown are not those of the head.
    #[error("the leaves shown do not give the root of the head")]
    OtherLeaves,
    /// The log was seen with another key, and no enrolment of a new one is on record.
    #[error("the log was seen with another key")]
    OtherKey,
}

/// Remembers one log: its last size and root, and the key that signs for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenHead {
    /// Number of ops.
    pub size: u64,
    /// Root of the tree over their leaves.
    pub root: Hash,
    /// The key of the log, SEC1 compressed.
    pub key: Vec<u8>,
}

/// Remembers the last head of each log by its origin, and signs what grew from it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Memory {
    /// Last head seen, by origin.
    pub heads: BTreeMap<String, SeenHead>,
}

impl Memory {
    /// Looks at a head with all its leaves; remembers and cosigns it, or says why not.
    ///
    /// The same head again is signed again, with the later time. Nothing is remembered of a
    /// head that was refused.
    ///
    /// # Errors
    /// [`RefusedHead`].
    pub fn answer(
        &mut self,
        note: &str,
        key: &PublicKey,
        leaves: &[Leaf],
        signer: &WitnessSigner,
        time: u64,
    ) -> Result<String, RefusedHead> {
        let (claim, _) = Checkpoint::parse(note)?;
        let instance = claim.instance().ok_or(CheckpointError::Form {
            line: 1,
            reason: "the origin is no log of this kind",
        })?;
        let head = Checkpoint::open(note, &instance, key)?;
        let proven = u64::try_from(leaves.len()).is_ok_and(|size| size == head.size)
            && root(leaves) == head.root;
        if let Some(seen) = self.heads.get(&head.origin) {
            if seen.key != key.to_sec1() {
                return Err(RefusedHead::OtherKey);
            }
            if head.size < seen.size {
                return Err(RefusedHead::Shorter {
                    seen: seen.size,
                    shown: head.size,
                });
            }
            if !proven {
                return Err(RefusedHead::OtherLeaves);
            }
            grew(seen, &head, leaves).map_err(|_| RefusedHead::Inconsistent { seen: seen.size })?;
        }
        if !proven {
            return Err(RefusedHead::OtherLeaves);
        }
        let answer = signer.cosign(note, time)?;
        self.heads.insert(
            head.origin.clone(),
            SeenHead {
                size: head.size,
                root: head.root,
                key: key.to_sec1(),
            },
        );
        Ok(answer)
    }
}

fn grew(seen: &SeenHead, head: &Checkpoint, leaves: &[Leaf]) -> Result<(), ProofError> {
    if seen.size == 0 {
        return Ok(());
    }
    let outside = ProofError::Outside {
        place: seen.size,
        size: head.size,
    };
    let old = usize::try_from(seen.size).map_err(|_| outside)?;
    let proof = consistency_proof(leaves, old).ok_or(outside)?;
    verify_consistency(seen.size, &seen.root, head.size, &head.root, &proof)
}

fn message(time: u64, text: &str) -> String {
    format!("cosignature/v1\ntime {time}\n{text}")
}
