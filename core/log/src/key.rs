//! The key of a device: what signs a checkpoint, and what checks the signature.

use p256::ecdsa::signature::{Signer, Verifier};
use p256::ecdsa::{DerSignature, SigningKey, VerifyingKey};
use p256::pkcs8::{DecodePrivateKey, DecodePublicKey, EncodePrivateKey, EncodePublicKey};
use std::fmt;

use crate::hash::Hash;

/// Signs with the key of this device, wherever that key lives.
///
/// A phone implements it over its keystore (P-256 there is common, Ed25519 in
/// hardware is rare); [`SoftwareKey`] is the one for desktops and tests.
pub trait DeviceKey: Send + Sync {
    /// Returns the public half.
    fn public_key(&self) -> PublicKey;

    /// Signs `message` by ECDSA on P-256 over its SHA-256; returns the signature in ASN.1 DER.
    ///
    /// That is what Android's `SHA256withECDSA` and Apple's
    /// `ecdsaSignatureMessageX962SHA256` give.
    ///
    /// # Errors
    /// [`KeyError::Unavailable`] if the keystore does not sign now.
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, KeyError>;

    /// Says where the private half lives: `keystore` where the platform does not tell more.
    fn level(&self) -> &'static str {
        "keystore"
    }
}

/// Why a key cannot be read or used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// The bytes are not a key of this kind.
    #[error("these bytes are not a P-256 {what}")]
    Malformed {
        /// What was expected.
        what: &'static str,
    },
    /// The keystore does not sign now; what was written stays without a signature for the time being.
    #[error("the key of this device cannot sign now: {reason}")]
    Unavailable {
        /// What the platform says.
        reason: String,
    },
    /// The signature was not made by this key over this message.
    #[error("the signature does not fit the key and the text")]
    Signature,
}

/// The public half of a device key on P-256.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// Signature type of C2SP signed notes: ECDSA.
    pub const SIGNATURE_TYPE: u8 = 0x02;

    /// Reads a key in SPKI DER, as Android's `getEncoded` gives it.
    ///
    /// # Errors
    /// [`KeyError::Malformed`] if it is none.
    pub fn from_spki(der: &[u8]) -> Result<Self, KeyError> {
        VerifyingKey::from_public_key_der(der)
            .map(Self)
            .map_err(|_| KeyError::Malformed {
                what: "public key in SPKI DER",
            })
    }

    /// Reads a point in SEC1 form (33 or 65 bytes), as Apple's keychain gives it.
    ///
    /// # Errors
    /// [`KeyError::Malformed`] if it is none.
    pub fn from_sec1(point: &[u8]) -> Result<Self, KeyError> {
        VerifyingKey::from_sec1_bytes(point)
            .map(Self)
            .map_err(|_| KeyError::Malformed {
                what: "public key in SEC1 form",
            })
    }

    /// The point in compressed SEC1 form, 33 bytes: how `instance.began` names the key.
    pub fn to_sec1(&self) -> Vec<u8> {
        self.0.to_sec1_point(true).as_bytes().to_vec()
    }

    /// The key in SPKI DER, 91 bytes.
    ///
    /// # Errors
    /// [`KeyError::Malformed`] if the key has no such form, which no P-256 key lacks.
    pub fn to_spki(&self) -> Result<Vec<u8>, KeyError> {
        self.0
            .to_public_key_der()
            .map(p256::pkcs8::Document::into_vec)
            .map_err(|_| KeyError::Malformed {
                what: "public key in SPKI DER",
            })
    }

    /// The key id of C2SP for ECDSA: the first four bytes of SHA-256 of the SPKI DER.
    ///
    /// # Errors
    /// As [`PublicKey::to_spki`].
    pub fn key_id(&self) -> Result<[u8; 4], KeyError> {
        let [a, b, c, d, ..] = *Hash::of(&self.to_spki()?).as_bytes();
        Ok([a, b, c, d])
    }

    /// Checks a signature in ASN.1 DER.
    ///
    /// # Errors
    /// [`KeyError::Signature`] if it is not this key's over `message`.
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), KeyError> {
        let signature = DerSignature::from_bytes(signature).map_err(|_| KeyError::Signature)?;
        self.0
            .verify(message, &signature)
            .map_err(|_| KeyError::Signature)
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.key_id() {
            Ok(id) => write!(f, "PublicKey({})", hex::encode(id)),
            Err(_) => f.write_str("PublicKey(?)"),
        }
    }
}

/// A P-256 key held in memory.
///
/// It signs deterministically (RFC 6979), so that one text has one signature.
/// Its private half is wiped when it is dropped and never printed.
#[derive(Clone)]
pub struct SoftwareKey(SigningKey);

impl SoftwareKey {
    /// Makes a key of 32 bytes: a SEC1 private scalar, or fresh random.
    ///
    /// # Errors
    /// [`KeyError::Malformed`] if the number is zero or not below the order of
    /// the curve: of random bytes one in 2³² is, draw again.
    pub fn from_bytes(scalar: &[u8; 32]) -> Result<Self, KeyError> {
        SigningKey::from_slice(scalar)
            .map(Self)
            .map_err(|_| KeyError::Malformed {
                what: "private key of 32 bytes",
            })
    }

    /// Reads a key in PKCS#8 DER.
    ///
    /// # Errors
    /// [`KeyError::Malformed`] if it is none.
    pub fn from_pkcs8(der: &[u8]) -> Result<Self, KeyError> {
        SigningKey::from_pkcs8_der(der)
            .map(Self)
            .map_err(|_| KeyError::Malformed {
                what: "private key in PKCS#8 DER",
            })
    }

    /// The key in PKCS#8 DER; keep it encrypted.
    ///
    /// # Errors
    /// [`KeyError::Malformed`] if the key has no such form, which no P-256 key lacks.
    pub fn to_pkcs8(&self) -> Result<Vec<u8>, KeyError> {
        self.0
            .to_pkcs8_der()
            .map(|document| document.as_bytes().to_vec())
            .map_err(|_| KeyError::Malformed {
                what: "private key in PKCS#8 DER",
            })
    }

    /// The private scalar, 32 bytes; keep it encrypted.
    pub fn to_bytes(&self) -> [u8; 32] {
        self.0.to_bytes().into()
    }
}

impl DeviceKey for SoftwareKey {
    fn public_key(&self) -> PublicKey {
        PublicKey(*self.0.verifying_key())
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        let signature: DerSignature =
            self.0
                .try_sign(message)
                .map_err(|error| KeyError::Unavailable {
                    reason: error.to_string(),
                })?;
        Ok(signature.as_bytes().to_vec())
    }

    fn level(&self) -> &'static str {
        "software"
    }
}

impl fmt::Debug for SoftwareKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SoftwareKey({:?})", self.public_key())
    }
}
