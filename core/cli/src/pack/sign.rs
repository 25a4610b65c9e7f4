//! Signs packs, and says whether one from outside may be used.

use serde::Serialize;
use std::path::Path;
use tanfang_policy::pack::{Layer, Resolved};
use tanfang_policy::sign::{FILE, PublicKey, SecretKey, SignError, sign as sign_layer, verify};

use super::load::{Loaded, over, resolve};
use super::words::words;
use crate::run::{BAD_INPUT, Failure, REFUSED, Result, emit};

#[derive(Debug, Serialize)]
struct Signed {
    pack: String,
    version: String,
    hash: String,
    key: String,
    #[serde(skip)]
    sentence: String,
}

fn unreadable(path: &Path) -> Failure {
    let file = path.to_string_lossy();
    Failure::new(BAD_INPUT, "file", words("unreadable", &[("file", &file)]))
}

/// Makes a key: FILE holds the secret, FILE.pub what everybody may know.
pub(super) fn keygen(file: &Path, json: bool) -> Result<()> {
    let public = file.with_added_extension("pub");
    if file.exists() || public.exists() {
        let name = file.to_string_lossy();
        let sentence = words("key_exists", &[("file", &name)]);
        return Err(Failure::new(REFUSED, "key_exists", sentence));
    }
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|_| unreadable(file))?;
    let key = SecretKey::from_random(bytes);
    write_secret(file, &format!("{}\n", key.to_text())).map_err(|_| unreadable(file))?;
    let text = key.public().to_string();
    std::fs::write(&public, format!("{text}\n")).map_err(|_| unreadable(&public))?;
    emit(json, &text, |key| words("key_made", &[("key", key)]))
}

/// Writes a file that only its owner reads, where the system knows that.
fn write_secret(file: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write as _;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(file)?.write_all(text.as_bytes())
}

/// The one pack of a folder that was given.
fn one(loaded: &Loaded) -> Result<Resolved> {
    let mut given = loaded.given.iter();
    match (given.next(), given.next()) {
        (Some(id), None) => resolve(&loaded.packs, id),
        _ => Err(Failure::new(BAD_INPUT, "one_pack", words("one_pack", &[]))),
    }
}

fn layer(pack: &Resolved) -> Result<&Layer> {
    let own = pack.layers().last();
    own.ok_or_else(|| Failure::new(BAD_INPUT, "one_pack", words("one_pack", &[])))
}

/// Signs the pack of a folder; one that does not load or whose cases fail is not signed.
pub(super) fn sign(folder: &Path, key: &Path, json: bool) -> Result<()> {
    let text = std::fs::read_to_string(key).map_err(|_| unreadable(key))?;
    let secret = SecretKey::parse(&text).ok_or_else(|| {
        let file = key.to_string_lossy();
        Failure::new(BAD_INPUT, "key", words("key_bad", &[("file", &file)]))
    })?;
    super::check::sound(folder)?;
    let loaded = over(Some(folder))?;
    let pack = one(&loaded)?;
    let layer = layer(&pack)?;
    let file = folder.join(FILE);
    std::fs::write(&file, sign_layer(layer, &secret)).map_err(|_| unreadable(&file))?;
    let signed = signed(layer, secret.public(), "signed");
    emit(json, &signed, |signed| signed.sentence.clone())
}

fn signed(layer: &Layer, key: PublicKey, sentence: &str) -> Signed {
    let (id, version) = (layer.head.id.clone(), layer.head.version.clone());
    let hash = hex::encode(layer.hash);
    let key = key.to_string();
    let args = [
        ("pack", id.as_str()),
        ("version", &version),
        ("hash", &hash),
        ("key", &key),
    ];
    let sentence = words(sentence, &args);
    Signed {
        pack: id,
        version,
        hash,
        key,
        sentence,
    }
}

/// Says whether the pack of a folder is as it was signed, and by whom.
pub(super) fn check(folder: &Path, keys: &[std::path::PathBuf], json: bool) -> Result<()> {
    let loaded = over(Some(folder))?;
    let pack = one(&loaded)?;
    let layer = layer(&pack)?;
    let trusted = keys_of(keys)?;
    let trusted = (!keys.is_empty()).then_some(trusted.as_slice());
    let key = verified(folder, layer, trusted)?;
    let sentence = if trusted.is_some() {
        "verified"
    } else {
        "verified_alone"
    };
    let signed = signed(layer, key, sentence);
    emit(json, &signed, |signed| signed.sentence.clone())
}

/// Reads public keys from files.
pub(crate) fn keys_of(files: &[std::path::PathBuf]) -> Result<Vec<PublicKey>> {
    let mut keys = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(file).map_err(|_| unreadable(file))?;
        let key = PublicKey::parse(&text).ok_or_else(|| {
            let name = file.to_string_lossy();
            Failure::new(BAD_INPUT, "key", words("key_bad", &[("file", &name)]))
        })?;
        keys.push(key);
    }
    Ok(keys)
}

/// Refuses a pack from outside that is not signed by one of the keys.
pub(crate) fn verified(
    folder: &Path,
    layer: &Layer,
    trusted: Option<&[PublicKey]>,
) -> Result<PublicKey> {
    let signature = std::fs::read_to_string(folder.join(FILE)).ok();
    verify(layer, signature.as_deref(), trusted).map_err(|error| {
        let (code, key) = match &error {
            SignError::Missing => ("unsigned", String::new()),
            SignError::Changed => ("changed", String::new()),
            SignError::NotTrusted { key } => ("not_trusted", key.to_string()),
            _ => ("bad_signature", error.to_string()),
        };
        Failure::new(REFUSED, code, words(code, &[("key", &key)]))
    })
}
