//! Searching files for the words.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::{Kind, Secrets};

/// One place where something was found that may not stand there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// The file.
    pub path: PathBuf,
    /// Byte at which it begins; nothing when it stands in the name of the file.
    pub at: Option<usize>,
    /// What was found; never the thing itself.
    pub what: String,
}

/// What was looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Looked {
    /// Number of files read.
    pub files: usize,
    /// Number of bytes read.
    pub bytes: usize,
    /// Number of files that may hold anything (chosen exports).
    pub allowed: usize,
    /// What was found.
    pub found: Vec<Found>,
}

/// Searches every file below the folders, except those whose name ends with one of `allow`.
///
/// # Errors
/// A message that names a folder or file that cannot be read.
pub fn look(secrets: &Secrets, folders: &[PathBuf], allow: &[String]) -> Result<Looked, String> {
    let needles = needles(secrets);
    let mut by_begin: HashMap<[u8; 4], Vec<&Needle>> = HashMap::new();
    for needle in &needles {
        if let Some(begin) = needle.bytes.first_chunk::<4>() {
            by_begin.entry(*begin).or_default().push(needle);
        }
    }
    let mut looked = Looked::default();
    let mut files = Vec::new();
    for folder in folders {
        walk(folder, &mut files)?;
    }
    files.sort();
    files.dedup();
    for path in files {
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        for (word, kind) in secrets.words() {
            if name.contains(word) {
                looked.found.push(Found {
                    path: path.clone(),
                    at: None,
                    what: format!("{} in the name of the file", kind.word()),
                });
            }
        }
        if allow.iter().any(|ending| name.ends_with(ending.as_str())) {
            looked.allowed += 1;
            continue;
        }
        let bytes = std::fs::read(&path).map_err(|why| format!("{}: {why}", path.display()))?;
        looked.files += 1;
        looked.bytes += bytes.len();
        if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0x1f, 0x8b]) {
            looked.found.push(Found {
                path: path.clone(),
                at: Some(0),
                what: "a packed file that cannot be looked into".to_owned(),
            });
        }
        for (at, window) in bytes.windows(4).enumerate() {
            let Some(begin) = window.first_chunk::<4>() else {
                continue;
            };
            for needle in by_begin.get(begin).into_iter().flatten() {
                if bytes.get(at..at + needle.bytes.len()) == Some(needle.bytes.as_slice()) {
                    looked.found.push(Found {
                        path: path.clone(),
                        at: Some(at),
                        what: needle.kind.word().to_owned(),
                    });
                }
            }
        }
    }
    looked.found.sort();
    looked.found.dedup();
    Ok(looked)
}

/// One way in which a word can stand in a file.
struct Needle {
    bytes: Vec<u8>,
    kind: Kind,
}

fn needles(secrets: &Secrets) -> Vec<Needle> {
    let mut needles = Vec::new();
    for (word, kind) in secrets.words() {
        let wide: Vec<u16> = word.encode_utf16().collect();
        for bytes in [
            word.as_bytes().to_vec(),
            wide.iter().flat_map(|unit| unit.to_le_bytes()).collect(),
            wide.iter().flat_map(|unit| unit.to_be_bytes()).collect(),
        ] {
            needles.push(Needle { bytes, kind });
        }
    }
    needles
}

fn walk(path: &Path, files: &mut Vec<PathBuf>) -> Result<(), String> {
    let wrong = |why: std::io::Error| format!("{}: {why}", path.display());
    let meta = std::fs::symlink_metadata(path).map_err(wrong)?;
    if meta.is_file() {
        files.push(path.to_path_buf());
    } else if meta.is_dir() {
        for entry in std::fs::read_dir(path).map_err(wrong)? {
            walk(&entry.map_err(wrong)?.path(), files)?;
        }
    }
    Ok(())
}
