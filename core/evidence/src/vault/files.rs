//! The files of a vault as a port, so that a full disk and a kill can be played at every step.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read, Result, Seek, Write};
use std::path::Path;

/// A file to read, with a position.
pub trait Readable: Read + Seek + Send {}

impl<T: Read + Seek + Send> Readable for T {}

/// A file being written.
pub trait Writable: Write + Send {
    /// Makes what was written durable (fsync).
    fn sync(&mut self) -> Result<()>;
}

impl Writable for File {
    fn sync(&mut self) -> Result<()> {
        self.sync_all()
    }
}

/// What a vault does with files: the disk, or one that fails when it is told to.
pub trait Files: Send + Sync {
    /// Makes a folder that only its owner may read, unless it is there.
    fn make_folder(&self, folder: &Path) -> Result<()>;
    /// Lists names and sizes of the files in a folder.
    fn list(&self, folder: &Path) -> Result<Vec<(String, u64)>>;
    /// Creates a file that only its owner may read, or empties it.
    fn create(&self, path: &Path) -> Result<Box<dyn Writable>>;
    /// Opens a file to read.
    fn open(&self, path: &Path) -> Result<Box<dyn Readable>>;
    /// Gives a file its final name, which must be free.
    fn publish(&self, from: &Path, to: &Path) -> Result<()>;
    /// Removes a file.
    fn remove(&self, path: &Path) -> Result<()>;
    /// Makes the names in a folder durable.
    fn sync_folder(&self, folder: &Path) -> Result<()>;
}

/// The disk.
#[derive(Debug, Clone, Copy, Default)]
pub struct Disk;

impl Files for Disk {
    fn make_folder(&self, folder: &Path) -> Result<()> {
        if folder.is_dir() {
            return Ok(());
        }
        fs::create_dir_all(folder)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
        }
        Ok(())
    }

    fn list(&self, folder: &Path) -> Result<Vec<(String, u64)>> {
        let mut files = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let about = entry.metadata()?;
            // A name that is no text is none of ours.
            if let (true, Ok(name)) = (about.is_file(), entry.file_name().into_string()) {
                files.push((name, about.len()));
            }
        }
        files.sort();
        Ok(files)
    }

    fn create(&self, path: &Path) -> Result<Box<dyn Writable>> {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        Ok(Box::new(options.open(path)?))
    }

    fn open(&self, path: &Path) -> Result<Box<dyn Readable>> {
        Ok(Box::new(File::open(path)?))
    }

    fn publish(&self, from: &Path, to: &Path) -> Result<()> {
        // Android allows no hard links, which would do both at once; the vault's lock keeps others
        // of this process out, and no other process writes here.
        if to.try_exists()? {
            return Err(ErrorKind::AlreadyExists.into());
        }
        fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> Result<()> {
        fs::remove_file(path)
    }

    fn sync_folder(&self, folder: &Path) -> Result<()> {
        // Only Unix can open a folder; elsewhere the rename itself is durable enough.
        if cfg!(unix) {
            File::open(folder)?.sync_all()?;
        }
        Ok(())
    }
}
