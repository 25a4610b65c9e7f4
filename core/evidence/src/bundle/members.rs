//! The ways in which an archive lies about: a zip, a folder it was unpacked into, memory.
//!
//! All of them are hostile until shown otherwise: a name is taken only if it is plain, a link is
//! never followed, a name that stands twice is told, and no more is read than was asked for.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use crate::finding::case::Reading;

/// More files than any archive of ours has.
const MAX_MEMBERS: usize = 1_000_000;
/// How deep folders go in an archive of ours, and some more.
const MAX_DEPTH: usize = 6;

/// Gives the files of an archive by name.
pub trait Members {
    /// Returns every plain name, in order.
    fn names(&self) -> Vec<String>;

    /// Returns the names that stand there and are no plain files: links, odd paths, doubles.
    fn odd(&self) -> Vec<String> {
        Vec::new()
    }

    /// Hands a reader over the file to `read`; returns whether there is such a file.
    ///
    /// # Errors
    /// What reading gave, or `read` returned.
    fn with(&self, name: &str, read: Reading<'_>) -> io::Result<bool>;

    /// Reads a file of at most `cap` bytes; none if there is no such file.
    ///
    /// # Errors
    /// [`io::ErrorKind::FileTooLarge`] if it is longer, else what reading gave.
    fn read(&self, name: &str, cap: u64) -> io::Result<Option<Vec<u8>>> {
        let mut bytes = Vec::new();
        let there = self.with(name, &mut |reader| {
            reader.take(cap.saturating_add(1)).read_to_end(&mut bytes)?;
            Ok(())
        })?;
        if u64::try_from(bytes.len()).is_ok_and(|len| len > cap) {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        Ok(there.then_some(bytes))
    }
}

/// Says why an archive cannot be opened at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// It is not a zip file, or its directory is broken.
    #[error("this is no archive, or it is torn: {reason}")]
    NotAnArchive {
        /// What the reader says.
        reason: String,
    },
    /// There are more files in it than any archive of this kind has.
    #[error(
        "there are {found} files in it; an archive of this kind has no more than {MAX_MEMBERS}"
    )]
    TooMany {
        /// How many.
        found: usize,
    },
    /// It cannot be read.
    #[error("it cannot be read: {0}")]
    Io(#[from] io::Error),
}

impl Members for BTreeMap<String, Vec<u8>> {
    fn names(&self) -> Vec<String> {
        self.keys().filter(|name| is_plain(name)).cloned().collect()
    }

    fn odd(&self) -> Vec<String> {
        self.keys()
            .filter(|name| !is_plain(name))
            .cloned()
            .collect()
    }

    fn with(&self, name: &str, read: Reading<'_>) -> io::Result<bool> {
        match self.get(name) {
            Some(bytes) => read(&mut bytes.as_slice()).map(|()| true),
            None => Ok(false),
        }
    }
}

/// Reads the files of an unpacked archive.
#[derive(Debug)]
pub struct Folder {
    files: BTreeMap<String, PathBuf>,
    odd: Vec<String>,
}

impl Folder {
    /// Lists a folder; links are named and never followed.
    ///
    /// # Errors
    /// [`OpenError`].
    pub fn open(root: &Path) -> Result<Self, OpenError> {
        let mut files = BTreeMap::new();
        let mut odd = Vec::new();
        let mut left = vec![(root.to_owned(), String::new(), 0)];
        while let Some((folder, prefix, depth)) = left.pop() {
            for entry in std::fs::read_dir(&folder)? {
                let entry = entry?;
                let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
                let kind = entry.file_type()?;
                if kind.is_dir() && depth < MAX_DEPTH {
                    left.push((entry.path(), format!("{name}/"), depth + 1));
                } else if kind.is_file() && is_plain(&name) {
                    files.insert(name, entry.path());
                } else {
                    odd.push(name);
                }
                if files.len() + odd.len() > MAX_MEMBERS {
                    return Err(OpenError::TooMany { found: files.len() });
                }
            }
        }
        odd.sort();
        Ok(Self { files, odd })
    }
}

impl Members for Folder {
    fn names(&self) -> Vec<String> {
        self.files.keys().cloned().collect()
    }

    fn odd(&self) -> Vec<String> {
        self.odd.clone()
    }

    fn with(&self, name: &str, read: Reading<'_>) -> io::Result<bool> {
        match self.files.get(name) {
            Some(path) => read(&mut File::open(path)?).map(|()| true),
            None => Ok(false),
        }
    }
}

/// Reads the files of a zip, one after the other, never more than was asked for.
pub struct Zip<R> {
    archive: RefCell<zip::ZipArchive<R>>,
    files: BTreeMap<String, usize>,
    odd: Vec<String>,
}

impl<R: Read + Seek> Zip<R> {
    /// Reads the directory of a zip.
    ///
    /// # Errors
    /// [`OpenError`].
    pub fn open(mut reader: R) -> Result<Self, OpenError> {
        let declared = declared(&mut reader)?;
        let archive = zip::ZipArchive::new(reader).map_err(|error| OpenError::NotAnArchive {
            reason: error.to_string(),
        })?;
        if archive.len() > MAX_MEMBERS {
            return Err(OpenError::TooMany {
                found: archive.len(),
            });
        }
        let mut files = BTreeMap::new();
        let mut odd = Vec::new();
        for index in 0..archive.len() {
            // A name that does not read is odd under the name of its place.
            let name = match archive.name_for_index(index) {
                Some(Ok(name)) => name.into_owned(),
                Some(Err(_)) | None => format!("({index})"),
            };
            if !is_plain(&name) || files.insert(name.clone(), index).is_some() {
                odd.push(name);
            }
        }
        // The reader keeps the last of several files of one name; the directory counts them all.
        let kept = u64::try_from(archive.len()).unwrap_or(u64::MAX);
        if declared.is_some_and(|declared| declared != kept) {
            odd.push("(a name that stands twice)".to_owned());
        }
        Ok(Self {
            archive: RefCell::new(archive),
            files,
            odd,
        })
    }
}

impl<R: Read + Seek> Members for Zip<R> {
    fn names(&self) -> Vec<String> {
        self.files.keys().cloned().collect()
    }

    fn odd(&self) -> Vec<String> {
        self.odd.clone()
    }

    fn with(&self, name: &str, read: Reading<'_>) -> io::Result<bool> {
        let Some(index) = self.files.get(name) else {
            return Ok(false);
        };
        let mut archive = self
            .archive
            .try_borrow_mut()
            .map_err(|_| io::Error::from(io::ErrorKind::ResourceBusy))?;
        let mut file = archive
            .by_index(*index)
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
        read(&mut file).map(|()| true)
    }
}

impl<R> std::fmt::Debug for Zip<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Zip({} files)", self.files.len())
    }
}

/// How many files the end of a zip says there are; none where that cannot be told.
fn declared<R: Read + Seek>(reader: &mut R) -> io::Result<Option<u64>> {
    /// End record and the longest comment.
    const TAIL: u64 = 22 + 65_535;
    let len = reader.seek(SeekFrom::End(0))?;
    let from = len.saturating_sub(TAIL + 76);
    reader.seek(SeekFrom::Start(from))?;
    let mut tail = Vec::new();
    reader.take(TAIL + 76).read_to_end(&mut tail)?;
    reader.seek(SeekFrom::Start(0))?;
    let find = |mark: [u8; 4]| tail.windows(4).rposition(|window| window == mark);
    let bytes = |at: usize, n: usize| tail.get(at..at + n);
    let Some(end) = find(*b"PK\x05\x06") else {
        return Ok(None);
    };
    let short = bytes(end + 10, 2)
        .and_then(|b| b.try_into().ok())
        .map(u16::from_le_bytes);
    Ok(match short {
        Some(u16::MAX) => find(*b"PK\x06\x06")
            .and_then(|at| bytes(at + 32, 8))
            .and_then(|b| b.try_into().ok())
            .map(u64::from_le_bytes),
        other => other.map(u64::from),
    })
}

/// Whether a name is one that an archive of ours may have: letters of ASCII, digits, `.`, `-`,
/// `_`, and `/` between parts that are neither empty nor dots.
fn is_plain(name: &str) -> bool {
    name.len() <= 400
        && name.split('/').all(|part| {
            !part.is_empty()
                && !part.starts_with('.')
                && part
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_leads_elsewhere_is_odd() {
        assert!(is_plain("log/0198c0de-0000/00000001.envelope.json"));
        for odd in [
            "",
            "/a",
            "a/",
            "a//b",
            "../a",
            "a/../b",
            "a\\b",
            "C:a",
            ".hidden",
            "照片.jpg",
            "a\0b",
        ] {
            assert!(!is_plain(odd), "{odd:?}");
        }
    }
}
