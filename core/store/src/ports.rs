//! What the store needs from outside: secrets, random bytes, the time. All are arguments.

use crate::error::{Result, StoreError};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use tanfang_values::Stamp;

/// Keeps small secrets outside the store file and outside every backup.
///
/// On a phone this is the platform's keystore, on a desktop [`FileSecretStore`].
/// Names are ASCII letters, digits, `.`, `-` and `_`.
pub trait SecretStore: Send + Sync {
    /// Returns the bytes kept under a name, if any.
    fn get(&self, name: &str) -> Result<Option<Vec<u8>>>;
    /// Keeps bytes under a name, durably, replacing what was there.
    fn set(&self, name: &str, bytes: &[u8]) -> Result<()>;
    /// Forgets a name; forgetting what is not there is no error.
    fn delete(&self, name: &str) -> Result<()>;
}

/// Gives random bytes: cryptographic in the app, seeded in tests.
pub trait Random {
    /// Fills the buffer with random bytes.
    fn fill(&mut self, buffer: &mut [u8]);
}

/// Gives `N` random bytes.
pub(crate) fn bytes<const N: usize>(random: &mut dyn Random) -> [u8; N] {
    let mut out = [0; N];
    random.fill(&mut out);
    out
}

/// Holds what the device's clocks say at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// Wall clock in UTC milliseconds, with the device's offset.
    pub stamp: Stamp,
    /// Names this start of the device, so that `elapsed_ms` of two starts are not compared.
    pub boot_id: String,
    /// Milliseconds on a clock that never goes back, since the device started.
    pub elapsed_ms: i64,
}

/// Keeps secrets as files of mode 0600 in one folder (mode 0700).
#[derive(Debug)]
pub struct FileSecretStore {
    folder: PathBuf,
}

impl FileSecretStore {
    /// Makes a secret store in `folder`, which is created when the first secret is set.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
        }
    }

    fn path(&self, name: &str) -> Result<PathBuf> {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        if name.is_empty() || name.starts_with('.') || !name.chars().all(plain) {
            return Err(StoreError::Secret {
                name: name.to_owned(),
                reason: "a name has ASCII letters, digits, '.', '-', '_' only".to_owned(),
            });
        }
        Ok(self.folder.join(name))
    }
}

impl SecretStore for FileSecretStore {
    fn get(&self, name: &str) -> Result<Option<Vec<u8>>> {
        let path = self.path(name)?;
        match fs::read(&path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(StoreError::file("reading", &path)(e)),
        }
    }

    fn set(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let path = self.path(name)?;
        if !self.folder.is_dir() {
            fs::create_dir_all(&self.folder).map_err(StoreError::file("making", &self.folder))?;
            restrict(&self.folder, 0o700)?;
        }
        write_atomically(&path, bytes)
    }

    fn delete(&self, name: &str) -> Result<()> {
        let path = self.path(name)?;
        match fs::remove_file(&path) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
                Err(StoreError::file("removing", &path)(e))
            }
            _ => Ok(()),
        }
    }
}

/// Writes a file so that a reader finds the old or the new bytes, never a part:
/// a new file beside it, fsync, rename. The file gets mode 0600.
pub(crate) fn write_atomically(path: &Path, bytes: &[u8]) -> Result<()> {
    let fail = |what| StoreError::file(what, path);
    let part = path.with_extension(match path.extension() {
        Some(e) => format!("{}.part", e.to_string_lossy()),
        None => "part".to_owned(),
    });
    let mut file = private_file(&part)?;
    file.write_all(bytes).map_err(fail("writing"))?;
    file.sync_all().map_err(fail("writing"))?;
    drop(file);
    fs::rename(&part, path).map_err(fail("renaming"))
}

/// Makes the entries of a folder durable (a rename or a new file in it).
pub(crate) fn sync_folder(path: &Path) -> Result<()> {
    // Only Unix can open a folder; elsewhere the rename itself is durable enough.
    if cfg!(unix) {
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
        let folder = folder.unwrap_or_else(|| Path::new("."));
        let handle = fs::File::open(folder).map_err(StoreError::file("opening", folder))?;
        handle
            .sync_all()
            .map_err(StoreError::file("syncing", folder))?;
    }
    Ok(())
}

/// Creates or truncates a file that only its owner may read.
pub(crate) fn private_file(path: &Path) -> Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options
        .open(path)
        .map_err(StoreError::file("creating", path))?;
    restrict(path, 0o600)?;
    Ok(file)
}

#[cfg(unix)]
fn restrict(path: &Path, mode: u32) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
        .map_err(StoreError::file("protecting", path))
}

#[cfg(not(unix))]
fn restrict(_: &Path, _: u32) -> Result<()> {
    Ok(())
}
