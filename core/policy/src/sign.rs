//! Signatures of packs: who vouches for a pack, and that nothing was changed since.
//!
//! A pack that comes from outside carries `pack.sig` beside `pack.toml`: its
//! id, version and hash, signed with Ed25519. [`verify`] says whether it may be
//! used; a pack that fails is shown and never evaluated. The packs baked into
//! the program need none: they are part of what the program's own signature covers.

use crate::doc::{self, Table, Value};
use crate::pack::Layer;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};

/// The file of the signature, beside `pack.toml`.
pub const FILE: &str = "pack.sig";

/// What stands before the signed words, so that no other signature can be taken for one of a pack.
const CONTEXT: &str = "tanfang-pack-1";

/// A public key, as 64 hex digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PublicKey([u8; 32]);

impl PublicKey {
    /// Reads 64 hex digits; white space around them is left aside.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = hex::decode(text.trim()).ok()?;
        Some(Self(bytes.try_into().ok()?))
    }
}

impl std::fmt::Display for PublicKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

/// A secret key; never printed.
pub struct SecretKey(SigningKey);

impl std::fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretKey")
    }
}

impl SecretKey {
    /// Makes a key from 32 random bytes.
    pub fn from_random(bytes: [u8; 32]) -> Self {
        Self(SigningKey::from_bytes(&bytes))
    }

    /// Reads 64 hex digits; white space around them is left aside.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = hex::decode(text.trim()).ok()?;
        Some(Self::from_random(bytes.try_into().ok()?))
    }

    /// The form that [`SecretKey::parse`] reads, for the key file.
    pub fn to_text(&self) -> String {
        hex::encode(self.0.to_bytes())
    }

    /// The public key that belongs to it.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().to_bytes())
    }
}

/// Why a pack from outside may not be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignError {
    /// There is no signature.
    #[error("the pack is not signed: ask its office for the signed folder")]
    Missing,
    /// The signature file cannot be read.
    #[error("{FILE}: {key} is missing or cannot be read")]
    Unreadable {
        /// The key.
        key: &'static str,
    },
    /// The signature belongs to another pack or version.
    #[error("{FILE} was made for {signed}, this is {found}")]
    OtherPack {
        /// Id and version that were signed.
        signed: String,
        /// Id and version of the pack.
        found: String,
    },
    /// Some file was changed, added or removed since.
    #[error("the pack was changed after it was signed: get it again")]
    Changed,
    /// The signature does not belong to the key.
    #[error("the signature is not one of the key it names")]
    Wrong,
    /// Nobody whom the device trusts signed it.
    #[error("the key {key} is not one of those trusted here")]
    NotTrusted {
        /// The key that signed.
        key: PublicKey,
    },
}

fn message(id: &str, version: &str, hash: &str) -> String {
    format!("{CONTEXT}\n{id}\n{version}\n{hash}\n")
}

/// Signs a pack; what is returned belongs into [`FILE`].
pub fn sign(layer: &Layer, key: &SecretKey) -> String {
    let (id, version) = (&layer.head.id, &layer.head.version);
    let hash = hex::encode(layer.hash);
    let signature = key.0.sign(message(id, version, &hash).as_bytes());
    format!(
        "pack = \"{id}\"\nversion = \"{version}\"\nhash = \"{hash}\"\nkey = \"{}\"\nsignature = \"{}\"\n",
        key.public(),
        hex::encode(signature.to_bytes())
    )
}

fn text<'t>(table: &'t Table, key: &'static str) -> Result<&'t str, SignError> {
    match table.get(key).map(|node| &node.value) {
        Some(Value::Str(text)) => Ok(text),
        _ => Err(SignError::Unreadable { key }),
    }
}

/// Checks the signature of a pack, and returns who signed it.
///
/// `signature` is the text of [`FILE`], if there is one. Without `trusted` keys
/// only the pack itself is held against its signature.
pub fn verify(
    layer: &Layer,
    signature: Option<&str>,
    trusted: Option<&[PublicKey]>,
) -> Result<PublicKey, SignError> {
    let written = signature.ok_or(SignError::Missing)?;
    let table = doc::parse(FILE, written).map_err(|_| SignError::Unreadable { key: "pack" })?;
    let (id, version) = (text(&table, "pack")?, text(&table, "version")?);
    if (id, version) != (layer.head.id.as_str(), layer.head.version.as_str()) {
        return Err(SignError::OtherPack {
            signed: format!("{id} {version}"),
            found: format!("{} {}", layer.head.id, layer.head.version),
        });
    }
    let hash = text(&table, "hash")?;
    if hash != hex::encode(layer.hash) {
        return Err(SignError::Changed);
    }
    let key = PublicKey::parse(text(&table, "key")?).ok_or(SignError::Unreadable { key: "key" })?;
    let bytes = hex::decode(text(&table, "signature")?).ok();
    let bytes: [u8; 64] = bytes
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or(SignError::Unreadable { key: "signature" })?;
    // `verify_strict` also refuses keys and signatures of which there is more than one form.
    VerifyingKey::from_bytes(&key.0)
        .and_then(|public| {
            let signature = Signature::from_bytes(&bytes);
            public.verify_strict(message(id, version, hash).as_bytes(), &signature)
        })
        .map_err(|_| SignError::Wrong)?;
    match trusted {
        Some(trusted) if !trusted.contains(&key) => Err(SignError::NotTrusted { key }),
        _ => Ok(key),
    }
}
