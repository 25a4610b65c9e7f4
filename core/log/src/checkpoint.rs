//! A signed checkpoint: what the log of one instance was at one size.
//!
//! The text is a C2SP `tlog-checkpoint` in a C2SP `signed-note`:
//!
//! ```text
//! tanfang/<instance>
//! <number of ops>
//! <root of the tree, base64>
//!
//! — tanfang/<instance> <base64 of key id and signature>
//! ```
//!
//! The signature is ECDSA on P-256 over SHA-256 of the text up to and including
//! the newline before the blank line (signature type 2 of `signed-note`: DER
//! signature, key id from the SPKI DER of the key).

use crate::hash::Hash;
use crate::key::{DeviceKey, KeyError, PublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tanfang_values::InstanceId;

/// What stands before the instance in an origin line.
pub const ORIGIN_PREFIX: &str = "tanfang/";

/// More than any checkpoint needs; what is longer is not looked at.
const MAX_BYTES: usize = 65_536;
/// What a signature line begins with.
pub(crate) const DASH: &str = "\u{2014} ";

/// The claim of a checkpoint: this log had this root at this size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log; `tanfang/<instance>`, and the name of its key.
    pub origin: String,
    /// Number of ops.
    pub size: u64,
    /// Root of the RFC 6962 tree over their leaves.
    pub root: Hash,
    /// Lines after the root, opaque; none in what this version writes.
    pub extensions: Vec<String>,
}

/// A signature line of a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteSignature {
    /// Name of the key.
    pub name: String,
    /// First four bytes of the key's hash.
    pub key_id: [u8; 4],
    /// The signature itself.
    pub signature: Vec<u8>,
}

/// Why a checkpoint cannot be written, read or trusted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CheckpointError {
    /// Not of the form of a checkpoint.
    #[error("line {line} of the checkpoint: {reason}")]
    Form {
        /// Line, from 1.
        line: usize,
        /// What is wrong there.
        reason: &'static str,
    },
    /// It belongs to another log than the one asked for.
    #[error("the checkpoint is of {found:?}, not of {expected:?}")]
    Origin {
        /// Origin asked for.
        expected: String,
        /// Origin found.
        found: String,
    },
    /// No line is signed by the key asked for.
    #[error("the checkpoint bears no signature of key {}", hex::encode(.key_id))]
    Unsigned {
        /// Id of the key asked for.
        key_id: [u8; 4],
    },
    /// The key cannot sign, or its signature does not fit.
    #[error(transparent)]
    Key(#[from] KeyError),
}

impl Checkpoint {
    /// Makes the checkpoint of `instance` at `size` ops.
    pub fn new(instance: &InstanceId, size: u64, root: Hash) -> Self {
        Self {
            origin: format!("{ORIGIN_PREFIX}{instance}"),
            size,
            root,
            extensions: Vec::new(),
        }
    }

    /// The instance named in the origin, if the log is one of ours.
    pub fn instance(&self) -> Option<InstanceId> {
        self.origin
            .strip_prefix(ORIGIN_PREFIX)
            .map(InstanceId::from)
    }

    /// The text that is signed: origin, size, root, extensions, each with its newline.
    ///
    /// # Errors
    /// [`CheckpointError::Form`] if origin or an extension cannot stand in a line.
    pub fn text(&self) -> Result<String, CheckpointError> {
        check_name(&self.origin).map_err(|reason| CheckpointError::Form { line: 1, reason })?;
        let mut text = format!(
            "{}\n{}\n{}\n",
            self.origin,
            self.size,
            STANDARD.encode(self.root.as_bytes())
        );
        for (line, extension) in (4..).zip(&self.extensions) {
            if extension.is_empty() || extension.chars().any(|c| c < ' ') {
                let reason = "an extension is one line and not empty";
                return Err(CheckpointError::Form { line, reason });
            }
            text.push_str(extension);
            text.push('\n');
        }
        Ok(text)
    }

    /// Signs the checkpoint; returns the whole note.
    ///
    /// # Errors
    /// [`CheckpointError::Form`] as [`Checkpoint::text`], [`CheckpointError::Key`]
    /// if the key does not sign.
    pub fn sign(&self, key: &dyn DeviceKey) -> Result<String, CheckpointError> {
        let text = self.text()?;
        let signature = key.sign(text.as_bytes())?;
        let line = signature_line(&self.origin, key.public_key().key_id()?, &signature);
        Ok(format!("{text}\n{line}"))
    }

    /// Reads a note without trusting it: the claim, and who says to have signed it.
    ///
    /// # Errors
    /// [`CheckpointError::Form`] names the line that is wrong.
    pub fn parse(note: &str) -> Result<(Self, Vec<NoteSignature>), CheckpointError> {
        let (text, lines) = split_note(note)?;
        let checkpoint = parse_text(text)?;
        let before = text.matches('\n').count() + 1;
        let signatures = (before + 1..)
            .zip(lines.lines())
            .map(|(number, line)| parse_signature(line, number))
            .collect::<Result<Vec<_>, _>>()?;
        Ok((checkpoint, signatures))
    }

    /// Reads a note of `instance` and checks that `key` signed it.
    ///
    /// Signatures of other keys are ignored, so that a township may add its own.
    ///
    /// # Errors
    /// [`CheckpointError::Form`], [`CheckpointError::Origin`],
    /// [`CheckpointError::Unsigned`], or [`CheckpointError::Key`] if a line bears
    /// the key's name and id and its signature does not fit.
    pub fn open(
        note: &str,
        instance: &InstanceId,
        key: &PublicKey,
    ) -> Result<Self, CheckpointError> {
        let (checkpoint, signatures) = Self::parse(note)?;
        let expected = format!("{ORIGIN_PREFIX}{instance}");
        if checkpoint.origin != expected {
            return Err(CheckpointError::Origin {
                expected,
                found: checkpoint.origin,
            });
        }
        let (text, _) = split_note(note)?;
        let key_id = key.key_id()?;
        let mut signed = false;
        for line in signatures {
            if line.name == expected && line.key_id == key_id {
                key.verify(text.as_bytes(), &line.signature)?;
                signed = true;
            }
        }
        if signed {
            Ok(checkpoint)
        } else {
            Err(CheckpointError::Unsigned { key_id })
        }
    }
}

/// The verifier key of C2SP, by which others check: `<name>+<key id in hex>+<base64>`.
///
/// # Errors
/// [`CheckpointError::Form`] if the instance cannot stand in a name,
/// [`CheckpointError::Key`] if the key cannot be written.
pub fn verifier_key(instance: &InstanceId, key: &PublicKey) -> Result<String, CheckpointError> {
    let name = format!("{ORIGIN_PREFIX}{instance}");
    check_name(&name).map_err(|reason| CheckpointError::Form { line: 1, reason })?;
    let mut material = vec![PublicKey::SIGNATURE_TYPE];
    material.extend(key.to_spki()?);
    let id = hex::encode(key.key_id()?);
    Ok(format!("{name}+{id}+{}", STANDARD.encode(material)))
}

/// A signature line with its newline.
pub(crate) fn signature_line(name: &str, key_id: [u8; 4], signature: &[u8]) -> String {
    let signed = STANDARD.encode([key_id.as_slice(), signature].concat());
    format!("{DASH}{name} {signed}\n")
}

pub(crate) fn check_name(name: &str) -> Result<(), &'static str> {
    if name.is_empty()
        || name
            .chars()
            .any(|c| c.is_whitespace() || c < ' ' || c == '+')
    {
        Err("a name is not empty and holds no space, control character or plus")
    } else {
        Ok(())
    }
}

/// Splits at the last empty line; the text keeps its final newline.
pub(crate) fn split_note(note: &str) -> Result<(&str, &str), CheckpointError> {
    let form = |line, reason| CheckpointError::Form { line, reason };
    if note.len() > MAX_BYTES {
        return Err(form(1, "the text is too long for a checkpoint"));
    }
    if let Some((at, _)) = note.char_indices().find(|&(_, c)| c < ' ' && c != '\n') {
        let line = note.get(..at).unwrap_or_default().matches('\n').count() + 1;
        return Err(form(line, "a control character"));
    }
    let last = note.lines().count().max(1);
    if !note.ends_with('\n') {
        return Err(form(last, "the last line does not end"));
    }
    let middle = note
        .rfind("\n\n")
        .ok_or_else(|| form(last, "no blank line before signatures"))?;
    let (text, rest) = note.split_at(middle + 1);
    match rest.strip_prefix('\n') {
        Some(lines) if !lines.is_empty() => Ok((text, lines)),
        _ => Err(form(last, "no signature")),
    }
}

fn parse_text(text: &str) -> Result<Checkpoint, CheckpointError> {
    let form = |line, reason| CheckpointError::Form { line, reason };
    let mut lines = text.lines();
    let origin = lines.next().unwrap_or_default();
    check_name(origin).map_err(|reason| form(1, reason))?;
    let size = lines.next().unwrap_or_default();
    let number = size.parse::<u64>().ok();
    let number = number
        .filter(|number| number.to_string() == size)
        .ok_or_else(|| form(2, "the size is a decimal number without leading zeros"))?;
    let root = STANDARD
        .decode(lines.next().unwrap_or_default())
        .ok()
        .and_then(|bytes| Hash::try_from(bytes.as_slice()).ok())
        .ok_or_else(|| form(3, "the root is 32 bytes in base64"))?;
    let extensions: Vec<String> = lines.map(str::to_owned).collect();
    if let Some(empty) = extensions.iter().position(String::is_empty) {
        return Err(form(empty + 4, "an extension is one line and not empty"));
    }
    Ok(Checkpoint {
        origin: origin.to_owned(),
        size: number,
        root,
        extensions,
    })
}

fn parse_signature(line: &str, number: usize) -> Result<NoteSignature, CheckpointError> {
    let form = |reason| CheckpointError::Form {
        line: number,
        reason,
    };
    let (name, signed) = line
        .strip_prefix(DASH)
        .and_then(|rest| rest.split_once(' '))
        .ok_or_else(|| form("a signature is a dash, a name and base64"))?;
    check_name(name).map_err(form)?;
    let signed = STANDARD
        .decode(signed)
        .map_err(|_| form("the signature is not base64"))?;
    match signed.split_first_chunk::<4>() {
        Some((key_id, signature)) if !signature.is_empty() => Ok(NoteSignature {
            name: name.to_owned(),
            key_id: *key_id,
            signature: signature.to_vec(),
        }),
        _ => Err(form("the signature is too short")),
    }
}
