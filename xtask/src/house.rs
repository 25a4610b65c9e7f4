//! Where things stand: the checkout, its target folder, the cache, and how the run was asked for.

use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::fail::{Fail, Outcome};

/// What every task needs to know about this checkout and this run.
#[derive(Debug)]
pub(crate) struct House {
    /// The top folder of the checkout.
    pub(crate) root: PathBuf,
    /// Cargo's target folder. Always below the checkout: Maven and Swift look for the library there.
    pub(crate) target: PathBuf,
    /// What is installed once for all checkouts (the Swift toolchain).
    pub(crate) cache: PathBuf,
    /// Use only what is already on the machine.
    pub(crate) offline: bool,
    /// When the task began.
    pub(crate) began: Instant,
}

impl House {
    /// Returns the house this program was built in.
    pub(crate) fn find(offline: bool) -> Outcome<Self> {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = manifest
            .parent()
            .filter(|root| root.join("Cargo.lock").is_file())
            .ok_or_else(|| {
                Fail::new("the checkout this program was built in is gone")
                    .by_hand("run `cargo xtask` again inside a checkout")
            })?
            .to_path_buf();
        let cache = std::env::var_os("TANFANG_CACHE")
            .map(PathBuf::from)
            .or_else(|| {
                std::env::var_os("HOME").map(|home| Path::new(&home).join(".cache").join("tanfang"))
            })
            .ok_or_else(|| {
                Fail::new("neither TANFANG_CACHE nor HOME is set, so there is no place for the toolchains")
                    .by_hand("set TANFANG_CACHE to a folder with 2 GB free")
            })?;
        Ok(Self {
            target: root.join("target"),
            root,
            cache,
            offline,
            began: Instant::now(),
        })
    }

    /// Returns the path as a person at the top of the checkout would type it.
    pub(crate) fn short(&self, path: &Path) -> String {
        path.strip_prefix(&self.root)
            .unwrap_or(path)
            .display()
            .to_string()
    }

    /// Returns the folder of the logs of the steps.
    pub(crate) fn logs(&self) -> PathBuf {
        self.target.join("xtask")
    }

    /// Returns the root of the Swift toolchain.
    pub(crate) fn swift_root(&self) -> PathBuf {
        self.cache.join("swift").join("trixie")
    }

    /// Returns a script of this crate.
    pub(crate) fn script(&self, name: &str) -> PathBuf {
        self.root.join("xtask").join("scripts").join(name)
    }
}
