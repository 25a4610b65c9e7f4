//! What a platform gives the core: its keystore, as traits that Kotlin and Swift implement.
//!
//! The core calls them on the thread of the call that needed them, and holds
//! its own lock meanwhile: an implementation must not call the core back. An
//! exception or a panic in one is an error of that call and nothing more.

use std::sync::Arc;

use tanfang_app::desktop;
use tanfang_app::ports::{self, KeyError, Ports, PublicKey, StoreError};

/// Tells why a keystore did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum SecretError {
    /// What protected the secret is gone for good, as after a factory reset or
    /// a lost key: the core goes on as if the secret had never been kept, and
    /// the store asks for the recovery code.
    #[error("lost")]
    Lost,
    /// The keystore does not answer now; later it may.
    #[error("unavailable: {reason}")]
    Unavailable {
        /// What the platform says, for a log; it names nobody.
        reason: String,
    },
}

impl From<uniffi::UnexpectedUniFFICallbackError> for SecretError {
    fn from(_: uniffi::UnexpectedUniFFICallbackError) -> Self {
        // The text of the exception may hold anything: it is not passed on.
        Self::Unavailable {
            reason: "the implementation threw".to_owned(),
        }
    }
}

/// Keeps small secrets in the platform's keystore, outside the store and every backup.
///
/// Names are ASCII letters, digits, `.`, `-` and `_`; a value is under 4 kB.
#[uniffi::export(foreign)]
pub trait SecretStore: Send + Sync {
    /// Returns the bytes kept under a name, if any.
    fn get(&self, name: String) -> Result<Option<Vec<u8>>, SecretError>;

    /// Keeps bytes under a name, durably, replacing what was there.
    fn set(&self, name: String, bytes: Vec<u8>) -> Result<(), SecretError>;

    /// Forgets a name; forgetting what is not there is no error.
    fn forget(&self, name: String) -> Result<(), SecretError>;
}

/// Signs with the key of this device, which never leaves the platform's keystore.
#[uniffi::export(foreign)]
pub trait DeviceKey: Send + Sync {
    /// Returns the public half: a P-256 point in SEC1 form, 33 or 65 bytes.
    fn public_key(&self) -> Result<Vec<u8>, SecretError>;

    /// Signs a message by ECDSA over its SHA-256; returns ASN.1 DER.
    fn sign(&self, message: Vec<u8>) -> Result<Vec<u8>, SecretError>;
}

/// Puts a platform's keystore where the desktop has files.
///
/// A device key that gives no usable public half is set aside, and the core
/// signs with a key in software that the secret store keeps: the worker is not
/// locked out by it.
pub(crate) fn of_device(
    secrets: Arc<dyn SecretStore>,
    device_key: Option<Arc<dyn DeviceKey>>,
) -> Ports {
    Ports {
        secrets: Some(Arc::new(Secrets(secrets))),
        device_key: device_key
            .and_then(Signer::new)
            .map(|signer| Arc::new(signer) as Arc<dyn ports::DeviceKey>),
        ..desktop::ports()
    }
}

/// The platform's secrets as the store wants them.
struct Secrets(Arc<dyn SecretStore>);

fn failed(name: &str, error: SecretError) -> StoreError {
    StoreError::Secret {
        name: name.to_owned(),
        reason: error.to_string(),
    }
}

impl ports::SecretStore for Secrets {
    fn get(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        match self.0.get(name.to_owned()) {
            Err(SecretError::Lost) => Ok(None),
            other => other.map_err(|error| failed(name, error)),
        }
    }

    fn set(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        self.0
            .set(name.to_owned(), bytes.to_vec())
            .map_err(|error| failed(name, error))
    }

    fn delete(&self, name: &str) -> Result<(), StoreError> {
        self.0
            .forget(name.to_owned())
            .map_err(|error| failed(name, error))
    }
}

/// The platform's device key with its public half, which does not change.
struct Signer {
    key: Arc<dyn DeviceKey>,
    public: PublicKey,
}

impl Signer {
    fn new(key: Arc<dyn DeviceKey>) -> Option<Self> {
        let public = PublicKey::from_sec1(&key.public_key().ok()?).ok()?;
        Some(Self { key, public })
    }
}

impl ports::DeviceKey for Signer {
    fn public_key(&self) -> PublicKey {
        self.public
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        self.key
            .sign(message.to_vec())
            .map_err(|error| KeyError::Unavailable {
                reason: error.to_string(),
            })
    }
}
