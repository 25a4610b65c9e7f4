//! A disk that fails when it is told to, for tests of whoever keeps photos.

use super::files::{Disk, Files, Readable, Writable};
use std::io::{Error, ErrorKind, Result, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// What happens at the chosen step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The step fails with this, and what follows goes on.
    Once(ErrorKind),
    /// The step is half done, and nothing works any more: the process was killed.
    Killed,
}

/// A real folder whose writing steps are counted; one of them fails.
///
/// Steps are: making a folder, creating, each write, fsync, giving the final name, removing, fsync of
/// the folder.
#[derive(Debug, Clone)]
pub struct FaultyFiles {
    plan: Arc<Plan>,
}

#[derive(Debug)]
struct Plan {
    fails_at: u32,
    fault: Fault,
    done: AtomicU32,
}

impl FaultyFiles {
    /// Fails at step `fails_at`, counted from 0.
    pub fn new(fails_at: u32, fault: Fault) -> Self {
        Self {
            plan: Arc::new(Plan {
                fails_at,
                fault,
                done: AtomicU32::new(0),
            }),
        }
    }

    /// Counts steps and never fails.
    pub fn counting() -> Self {
        Self::new(u32::MAX, Fault::Killed)
    }

    /// Returns how many steps were tried.
    pub fn steps(&self) -> u32 {
        self.plan.done.load(Ordering::SeqCst)
    }
}

impl Plan {
    fn step(&self) -> Result<()> {
        let step = self.done.fetch_add(1, Ordering::SeqCst);
        match self.fault {
            Fault::Once(kind) if step == self.fails_at => Err(kind.into()),
            Fault::Killed if step >= self.fails_at => Err(Error::other("killed")),
            _ => Ok(()),
        }
    }

    fn dies_now(&self) -> bool {
        self.fault == Fault::Killed && self.done.load(Ordering::SeqCst) == self.fails_at
    }
}

impl Files for FaultyFiles {
    fn make_folder(&self, folder: &Path) -> Result<()> {
        self.plan.step()?;
        Disk.make_folder(folder)
    }

    fn list(&self, folder: &Path) -> Result<Vec<(String, u64)>> {
        Disk.list(folder)
    }

    fn create(&self, path: &Path) -> Result<Box<dyn Writable>> {
        self.plan.step()?;
        Ok(Box::new(FaultyFile {
            inner: Disk.create(path)?,
            plan: Arc::clone(&self.plan),
        }))
    }

    fn open(&self, path: &Path) -> Result<Box<dyn Readable>> {
        Disk.open(path)
    }

    fn publish(&self, from: &Path, to: &Path) -> Result<()> {
        self.plan.step()?;
        Disk.publish(from, to)
    }

    fn remove(&self, path: &Path) -> Result<()> {
        self.plan.step()?;
        Disk.remove(path)
    }

    fn sync_folder(&self, folder: &Path) -> Result<()> {
        self.plan.step()?;
        Disk.sync_folder(folder)
    }
}

struct FaultyFile {
    inner: Box<dyn Writable>,
    plan: Arc<Plan>,
}

impl Write for FaultyFile {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        if self.plan.dies_now() {
            let half = bytes.len() / 2;
            self.inner
                .write_all(bytes.get(..half).unwrap_or_default())?;
        }
        self.plan.step()?;
        self.inner.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> Result<()> {
        self.inner.flush()
    }
}

impl Writable for FaultyFile {
    fn sync(&mut self) -> Result<()> {
        self.plan.step()?;
        self.inner.sync()
    }
}
