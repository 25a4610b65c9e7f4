//! What a platform gives the core: its keystore and its decoder of HEIC, as traits that Kotlin and
//! Swift implement.
//!
//! The core calls them on the thread of the call that needed them, and holds
//! its own lock meanwhile: an implementation must not call the core back. An
//! exception or a panic in one is an error of that call and nothing more.

use std::borrow::Cow;
use std::sync::Arc;

use tanfang_app::desktop;
use tanfang_app::ports::{
    self, HeicDecoder, KeyError, Picture, Ports, PublicKey, Source, StoreError,
};

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

/// Holds a picture as a platform decoded it: rows from the top, red, green, blue, upright.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct DecodedPicture {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// `width` × `height` × 3 bytes.
    pub rgb: Vec<u8>,
}

/// Tells that a platform's decoder did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum DecodeError {
    /// It threw; why may name anything and is not passed on.
    #[error("the decoder failed")]
    Failed,
}

impl From<uniffi::UnexpectedUniFFICallbackError> for DecodeError {
    fn from(_: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Failed
    }
}

/// Decodes what the core leaves to the platform: HEIC and AVIF.
///
/// Called by `photo_work` and `photo_picture`, for one photo at a time and without any lock of the
/// store. The photo is kept whatever this does; where it gives nothing, throws, or gives another
/// size than asked for, the copy is left to the township and the screen says so.
#[uniffi::export(foreign)]
pub trait PictureDecoder: Send + Sync {
    /// Names the decoder and its version for the record, such as `imageio-18.1`: at most 40
    /// characters of ASCII without spaces.
    fn name(&self) -> Result<String, DecodeError>;

    /// Decodes a file of at most 12 MiB and 25 million pixels so that its longer side has at most
    /// `edge` pixels, upright; nothing if it cannot.
    fn decode(&self, file: Vec<u8>, edge: u32) -> Result<Option<DecodedPicture>, DecodeError>;
}

/// The platform's decoder as the core wants it.
struct Heic {
    decoder: Arc<dyn PictureDecoder>,
    name: String,
}

/// Longest name of a decoder in a record.
const LONGEST_NAME: usize = 40;

impl Heic {
    fn new(decoder: Arc<dyn PictureDecoder>) -> Self {
        let name = decoder.name().unwrap_or_default();
        let fits = (1..=LONGEST_NAME).contains(&name.len());
        let plain = name.bytes().all(|byte| byte.is_ascii_graphic());
        let name = if fits && plain {
            name
        } else {
            "platform".to_owned()
        };
        Self { decoder, name }
    }
}

impl HeicDecoder for Heic {
    fn id(&self) -> Cow<'static, str> {
        Cow::Owned(self.name.clone())
    }

    fn decode(&self, source: &mut dyn Source, edge: u32) -> Result<Option<Picture>, String> {
        let mut file = Vec::new();
        source
            .read_to_end(&mut file)
            .map_err(|error| error.kind().to_string())?;
        // What it cannot do is no damage of the photo: another phone may open it.
        let Ok(Some(made)) = self.decoder.decode(file, edge) else {
            return Ok(None);
        };
        let fits = made.width.max(made.height) <= edge;
        Ok(fits
            .then(|| Picture::new(made.width, made.height, made.rgb))
            .flatten())
    }
}

/// Puts a platform's keystore where the desktop has files, and its decoder where the desktop has none.
///
/// A device key that gives no usable public half is set aside, and the core
/// signs with a key in software that the secret store keeps: the worker is not
/// locked out by it.
pub(crate) fn of_device(
    secrets: Arc<dyn SecretStore>,
    device_key: Option<Arc<dyn DeviceKey>>,
    pictures: Option<Arc<dyn PictureDecoder>>,
) -> Ports {
    Ports {
        secrets: Some(Arc::new(Secrets(secrets))),
        device_key: device_key
            .and_then(Signer::new)
            .map(|signer| Arc::new(signer) as Arc<dyn ports::DeviceKey>),
        heic: pictures.map(|decoder| Arc::new(Heic::new(decoder)) as Arc<dyn HeicDecoder>),
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
