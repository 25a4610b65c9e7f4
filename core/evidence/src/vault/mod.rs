//! Where the bytes of photos are kept: one encrypted file for each photo and part.
//!
//! * [`Vault::put`] streams a part once through SHA-256 and encryption into a new file; it is there
//!   whole or not at all, and never in the place of another.
//! * [`Vault::get`] hands out what is authentic, frame by frame, with a position to go back to.
//! * [`Vault::check`] reads a part to its end and says its hash, to be held against the record's.
//! * [`Vault::list`], [`Vault::used`] and [`Vault::remove`] are for 设置: what is on this phone and
//!   what may go.
//!
//! The format of the files is for ever: `docs/photo-files.md`. The files are a port ([`Files`]), and
//! [`FaultyFiles`] plays a full disk and a kill at every step.

mod fakes;
mod files;
mod seal;

pub use fakes::{Fault, FaultyFiles};
pub use files::{Disk, Files, Readable, Writable};
pub use seal::{FORMAT, Salt, Stored};

use seal::{Failed, NotWhole, Unsealed};
use sha2::{Digest, Sha256};
use std::io::{Error, ErrorKind, Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use tanfang_log::Hash;
use tanfang_values::PhotoId;

/// What a file that is being written is called at the end.
const UNFINISHED: &str = ".tmp";

/// Says which bytes of a photo a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The file as it came, to the byte.
    Original,
    /// The copy to show, 1,600 pixels.
    View,
    /// The thumbnail, 256 pixels.
    Thumb,
    /// A signature's strokes or fingermark.
    Strokes,
}

impl Part {
    /// Every part.
    pub const ALL: [Self; 4] = [Self::Original, Self::View, Self::Thumb, Self::Strokes];

    /// The ending of the file's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Original => "original",
            Self::View => "view",
            Self::Thumb => "thumb",
            Self::Strokes => "strokes",
        }
    }

    /// Whether it can be made again from the original.
    pub fn can_be_remade(self) -> bool {
        matches!(self, Self::View | Self::Thumb)
    }

    /// Its number in the head of a file.
    fn code(self) -> u8 {
        match self {
            Self::Original => 1,
            Self::View => 2,
            Self::Thumb => 3,
            Self::Strokes => 4,
        }
    }
}

/// A part that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The photo.
    pub photo: PhotoId,
    /// Which part of it.
    pub part: Part,
    /// What it takes on the disk, in bytes.
    pub bytes: u64,
}

/// What the parts take on the disk, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Used {
    /// All originals.
    pub originals: u64,
    /// All copies to show and thumbnails, which can be made again.
    pub copies: u64,
    /// All signatures.
    pub strokes: u64,
}

impl Used {
    /// All of it.
    pub fn total(&self) -> u64 {
        self.originals + self.copies + self.strokes
    }
}

/// Says why a part was not kept or not found.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The disk is full.
    #[error("no room to keep a photo ({step})")]
    Full {
        /// What was being done.
        step: &'static str,
    },
    /// The folder cannot be written.
    #[error("the folder of photos cannot be written ({step}: {why})")]
    NotWritable {
        /// What was being done.
        step: &'static str,
        /// What the system said.
        why: Error,
    },
    /// The disk failed otherwise.
    #[error("the disk failed ({step}: {why})")]
    Disk {
        /// What was being done.
        step: &'static str,
        /// What the system said.
        why: Error,
    },
    /// The photo to keep could not be read.
    #[error("the photo could not be read: {0}")]
    Source(Error),
    /// There is a finished file of this photo and part, and it stays.
    #[error("{photo} has its {} already", part.name())]
    AlreadyThere {
        /// The photo.
        photo: PhotoId,
        /// The part.
        part: Part,
    },
    /// There is no such file.
    #[error("{photo} has no {}", part.name())]
    Missing {
        /// The photo.
        photo: PhotoId,
        /// The part.
        part: Part,
    },
    /// The file was changed, cut, or sealed with another key.
    #[error("the {} of {photo} is damaged: {what}", part.name())]
    Damaged {
        /// The photo.
        photo: PhotoId,
        /// The part.
        part: Part,
        /// What is wrong.
        what: String,
    },
    /// The file is of a newer release.
    #[error("the {} of {photo} was written by a newer release (format {version})", part.name())]
    Newer {
        /// The photo.
        photo: PhotoId,
        /// The part.
        part: Part,
        /// The version in its head.
        version: u8,
    },
    /// The id cannot name a file.
    #[error("{0:?} names no photo: 1 to 64 of a-z, 0-9 and '-'")]
    BadId(String),
}

impl VaultError {
    /// A short name for the sentence on the screen.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Full { .. } => "full",
            Self::NotWritable { .. } => "not_writable",
            Self::Disk { .. } => "disk",
            Self::Source(_) => "source",
            Self::AlreadyThere { .. } => "already_there",
            Self::Missing { .. } => "missing",
            Self::Damaged { .. } => "damaged",
            Self::Newer { .. } => "newer",
            Self::BadId(_) => "bad_id",
        }
    }
}

fn disk(step: &'static str) -> impl Fn(Error) -> VaultError {
    move |why| match why.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            VaultError::Full { step }
        }
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            VaultError::NotWritable { step, why }
        }
        _ => VaultError::Disk { step, why },
    }
}

/// A folder of sealed files, with their key.
pub struct Vault {
    folder: PathBuf,
    key: [u8; 32],
    files: Arc<dyn Files>,
    /// One file is written at a time.
    writing: Mutex<()>,
}

/// Shows where it is, and no key.
impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vault")
            .field("folder", &self.folder)
            .finish_non_exhaustive()
    }
}

impl Vault {
    /// Opens the folder, making it if needed, and removes files that were never finished.
    ///
    /// The key is 32 random bytes that the caller keeps; each file gets one of its own from it.
    ///
    /// # Errors
    ///
    /// If the folder cannot be made or read. An unfinished file that cannot be removed is no error:
    /// it is overwritten or removed another time.
    pub fn open(
        folder: impl Into<PathBuf>,
        key: [u8; 32],
        files: Arc<dyn Files>,
    ) -> Result<Self, VaultError> {
        let folder = folder.into();
        files
            .make_folder(&folder)
            .map_err(disk("making the folder"))?;
        let vault = Self {
            folder,
            key,
            files,
            writing: Mutex::new(()),
        };
        for (name, _) in vault.names()? {
            // Only names this vault gives: a stranger's file is not ours to remove.
            if name.strip_suffix(UNFINISHED).and_then(parse).is_some() {
                let removed = vault.files.remove(&vault.folder.join(&name));
                if let Err(why) = removed {
                    tracing::warn!(%why, "an unfinished photo file could not be removed");
                }
            }
        }
        Ok(vault)
    }

    /// Keeps a part: streams `from` once through SHA-256 and encryption into a new file.
    ///
    /// When this returns, the file and its name are durable. `salt` must be fresh random bytes.
    ///
    /// # Errors
    ///
    /// Nothing is left of a part that could not be kept, but perhaps an unfinished file that the next
    /// [`Vault::open`] removes.
    pub fn put(
        &self,
        photo: &PhotoId,
        part: Part,
        salt: Salt,
        from: &mut dyn Read,
    ) -> Result<Stored, VaultError> {
        let _one = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let path = self.path(photo, part)?;
        if self.size(photo, part)?.is_some() {
            return Err(VaultError::AlreadyThere {
                photo: photo.clone(),
                part,
            });
        }
        let unfinished = self
            .folder
            .join(format!("{photo}.{}{UNFINISHED}", part.name()));
        let done = self
            .write(&unfinished, photo, part, salt, from)
            .and_then(|stored| {
                let published = self.files.publish(&unfinished, &path);
                published.map_err(disk("naming the file"))?;
                Ok(stored)
            });
        let stored = match done {
            Ok(stored) => stored,
            Err(why) => {
                // If this fails as well, opening the vault tries again.
                let _ = self.files.remove(&unfinished);
                return Err(why);
            }
        };
        if let Err(why) = self.files.sync_folder(&self.folder) {
            // Its name may not outlive a loss of power, so it must not be called saved.
            let _ = self.files.remove(&path);
            return Err(disk("keeping the file's name")(why));
        }
        Ok(stored)
    }

    fn write(
        &self,
        unfinished: &std::path::Path,
        photo: &PhotoId,
        part: Part,
        salt: Salt,
        from: &mut dyn Read,
    ) -> Result<Stored, VaultError> {
        let created = self.files.create(unfinished);
        let mut file = created.map_err(disk("creating the file"))?;
        let sealed = seal::seal(
            &self.key,
            part.code(),
            photo.as_str(),
            &salt,
            from,
            &mut file,
        );
        let stored = sealed.map_err(|why| match why {
            Failed::Reading(why) => VaultError::Source(why),
            Failed::Writing(why) => disk("writing the file")(why),
        })?;
        file.sync().map_err(disk("making the file durable"))?;
        Ok(stored)
    }

    /// Opens a part to read; see [`Opened`].
    ///
    /// # Errors
    ///
    /// If there is none, or its head or size shows that it is not whole.
    pub fn get(&self, photo: &PhotoId, part: Part) -> Result<Opened, VaultError> {
        let path = self.path(photo, part)?;
        let file = self.files.open(&path).map_err(|why| match why.kind() {
            ErrorKind::NotFound => VaultError::Missing {
                photo: photo.clone(),
                part,
            },
            _ => disk("opening the file")(why),
        })?;
        let unsealed = Unsealed::new(file, &self.key, part.code(), photo.as_str());
        let damaged = |what: &str| VaultError::Damaged {
            photo: photo.clone(),
            part,
            what: what.to_owned(),
        };
        match unsealed.map_err(disk("reading the file"))? {
            Ok(inner) => Ok(Opened { inner }),
            Err(NotWhole::Strange) => Err(damaged("its head is not that of this part")),
            Err(NotWhole::Cut) => Err(damaged("it is cut short")),
            Err(NotWhole::Newer(version)) => Err(VaultError::Newer {
                photo: photo.clone(),
                part,
                version,
            }),
        }
    }

    /// Reads a part to its end, and says hash and size of its content.
    ///
    /// # Errors
    ///
    /// [`VaultError::Damaged`] at the first frame that does not open.
    pub fn check(&self, photo: &PhotoId, part: Part) -> Result<Stored, VaultError> {
        let mut opened = self.get(photo, part)?;
        let mut hash = Sha256::new();
        let mut bytes = 0;
        let mut piece = vec![0; 64 * 1024];
        loop {
            let read = opened.read(&mut piece).map_err(|why| match why.kind() {
                ErrorKind::InvalidData => VaultError::Damaged {
                    photo: photo.clone(),
                    part,
                    what: why.to_string(),
                },
                _ => disk("reading the file")(why),
            })?;
            let Some(piece) = piece.get(..read).filter(|piece| !piece.is_empty()) else {
                break;
            };
            hash.update(piece);
            bytes += u64::try_from(read).unwrap_or_default();
        }
        Ok(Stored {
            sha256: Hash::from_bytes(hash.finalize().into()),
            bytes,
        })
    }

    /// Returns what a part takes on the disk, in bytes; `None` if there is none.
    ///
    /// # Errors
    ///
    /// If the folder cannot be read.
    pub fn size(&self, photo: &PhotoId, part: Part) -> Result<Option<u64>, VaultError> {
        let path = self.path(photo, part)?;
        match self.files.open(&path) {
            Ok(mut file) => file
                .seek(SeekFrom::End(0))
                .map(Some)
                .map_err(disk("reading the file")),
            Err(why) if why.kind() == ErrorKind::NotFound => Ok(None),
            Err(why) => Err(disk("opening the file")(why)),
        }
    }

    /// Removes a part, and returns how many bytes that freed; 0 if there was none.
    ///
    /// # Errors
    ///
    /// If it is there and cannot be removed.
    pub fn remove(&self, photo: &PhotoId, part: Part) -> Result<u64, VaultError> {
        let _one = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(bytes) = self.size(photo, part)? else {
            return Ok(0);
        };
        let path = self.path(photo, part)?;
        self.files
            .remove(&path)
            .map_err(disk("removing the file"))?;
        let synced = self.files.sync_folder(&self.folder);
        synced.map_err(disk("removing the file"))?;
        Ok(bytes)
    }

    /// Lists every finished part, by photo and part. Files with other names are left out.
    ///
    /// # Errors
    ///
    /// If the folder cannot be read.
    pub fn list(&self) -> Result<Vec<Kept>, VaultError> {
        let names = self.names()?;
        let kept = names.iter().filter_map(|(name, bytes)| {
            let (photo, part) = parse(name)?;
            Some(Kept {
                photo,
                part,
                bytes: *bytes,
            })
        });
        Ok(kept.collect())
    }

    /// Lists the parts of photos that no record names: kept just before a kill, recorded never.
    ///
    /// # Errors
    ///
    /// If the folder cannot be read.
    pub fn unnamed(&self, named: impl Fn(&PhotoId) -> bool) -> Result<Vec<Kept>, VaultError> {
        let mut kept = self.list()?;
        kept.retain(|kept| !named(&kept.photo));
        Ok(kept)
    }

    /// Adds up what is used.
    ///
    /// # Errors
    ///
    /// If the folder cannot be read.
    pub fn used(&self) -> Result<Used, VaultError> {
        let mut used = Used::default();
        for kept in self.list()? {
            match kept.part {
                Part::Original => used.originals += kept.bytes,
                Part::View | Part::Thumb => used.copies += kept.bytes,
                Part::Strokes => used.strokes += kept.bytes,
            }
        }
        Ok(used)
    }

    fn names(&self) -> Result<Vec<(String, u64)>, VaultError> {
        let names = self.files.list(&self.folder);
        names.map_err(disk("reading the folder"))
    }

    fn path(&self, photo: &PhotoId, part: Part) -> Result<PathBuf, VaultError> {
        if !is_plain(photo.as_str()) {
            return Err(VaultError::BadId(photo.as_str().to_owned()));
        }
        Ok(self.folder.join(format!("{photo}.{}", part.name())))
    }
}

fn is_plain(id: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (1..=64).contains(&id.len()) && id.chars().all(plain)
}

/// Reads the name of a finished file.
fn parse(name: &str) -> Option<(PhotoId, Part)> {
    let (id, ending) = name.rsplit_once('.')?;
    let part = Part::ALL.into_iter().find(|part| part.name() == ending)?;
    is_plain(id).then(|| (PhotoId::new(id), part))
}

/// The content of a part: reads and seeks as a file does, and hands out only authentic bytes.
///
/// A frame that does not open is an error of kind [`ErrorKind::InvalidData`]. Reading to the end
/// proves that nothing is missing.
pub struct Opened {
    inner: Unsealed<Box<dyn Readable>>,
}

impl Opened {
    /// Size of the content in bytes.
    pub fn size(&self) -> u64 {
        self.inner.content()
    }
}

impl std::fmt::Debug for Opened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Opened({} bytes)", self.size())
    }
}

impl Read for Opened {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        self.inner.read(out)
    }
}

impl Seek for Opened {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.inner.seek(to)
    }
}
