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
                let stands = bytes.get(at..at + needle.bytes.len()) == Some(&needle.bytes);
                let by_chance = needle.bytes.len() <= SHORT && is_noise(&bytes, at);
                if stands && !by_chance {
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

/// So few bytes stand somewhere in every few gigabytes of noise: a name of two
/// letters as UTF-16. With some hundred names that is once in a few encrypted files.
const SHORT: usize = 4;
/// So many bytes around a place are looked at to tell noise from words.
const BLOCK: usize = 4096;
/// Fewer bytes say nothing.
const LEAST: usize = 1024;

/// Tells whether the bytes around a place are noise, as in an encrypted or packed
/// file: every byte about as often as any other. Words never are: even Chinese as
/// UTF-16, whose bytes are the most even, repeats some hundred bytes.
fn is_noise(bytes: &[u8], at: usize) -> bool {
    let from = at.saturating_sub(BLOCK / 2);
    let to = from.saturating_add(BLOCK).min(bytes.len());
    let block = bytes.get(to.saturating_sub(BLOCK)..to).unwrap_or_default();
    if block.len() < LEAST {
        return false;
    }
    let mut counts = [0_usize; 256];
    for byte in block {
        if let Some(count) = counts.get_mut(usize::from(*byte)) {
            *count += 1;
        }
    }
    // Two bytes taken at random are the same in 1 of 256 cases of noise.
    let same: usize = counts.iter().map(|count| count * count).sum();
    (same - block.len()) * 230 < block.len() * block.len()
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Noise that is the same every time.
    fn noise(len: usize, mut seed: u64) -> Vec<u8> {
        let mut bytes = Vec::new();
        while bytes.len() < len {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            bytes.extend(seed.to_le_bytes());
        }
        bytes.truncate(len);
        bytes
    }

    #[test]
    fn noise_is_told_from_chinese_as_utf16() {
        for seed in 1..200 {
            assert!(is_noise(&noise(9000, seed), 4500), "{seed}");
        }
        let text: String = include_str!("../../../core/packs/common/texts/ui.zh.toml")
            .chars()
            .filter(|c| ('\u{4e00}'..'\u{a000}').contains(c))
            .collect();
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(wide.len() > 4 * BLOCK);
        for at in (0..wide.len()).step_by(BLOCK / 4) {
            assert!(!is_noise(&wide, at), "{at}");
        }
        assert!(!is_noise(&noise(LEAST - 1, 7), 10), "too little to tell");
    }

    #[test]
    fn a_short_name_in_noise_is_chance_and_a_long_one_is_found() {
        let dir = std::env::temp_dir().join(format!("tanfang-scan-{}", std::process::id()));
        std::fs::create_dir_all(&dir).unwrap();
        let mut secrets = Secrets::default();
        secrets.add_rows(&[vec!["姓名".to_owned()], vec!["赵例".to_owned()]]);
        assert_eq!(secrets.count(Kind::Name), 1);
        let mut bytes = noise(8192, 3);
        let wide: Vec<u8> = "赵例".encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes[4000..4004].copy_from_slice(&wide);
        std::fs::write(dir.join("a"), &bytes).unwrap();
        let found = |dir: &Path| look(&secrets, &[dir.to_path_buf()], &[]).unwrap().found;
        assert_eq!(found(&dir), []);
        bytes[4000..4006].copy_from_slice("赵例".as_bytes());
        std::fs::write(dir.join("a"), &bytes).unwrap();
        assert_eq!(found(&dir).len(), 1);
        std::fs::write(dir.join("a"), wide.repeat(600)).unwrap();
        assert!(found(&dir).len() >= 600);
        std::fs::remove_dir_all(&dir).unwrap();
    }
}
