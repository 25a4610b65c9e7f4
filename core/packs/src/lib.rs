//! Holds the policy packs, checklists, ledgers and sentences as data.
//!
//! No code reads a pack here: a pack is text that a clerk writes, and the crate
//! only bakes it into the program. A tour:
//!
//! * [`FACTS`] is the fact dictionary (`facts.toml`), one for the whole product.
//! * [`CALENDAR`] says which days are worked, by year, with its sources.
//! * [`sources`] lists every other file as `(pack, path, text)`; the folder of
//!   a pack is its id, `path` is relative to that folder.
//! * [`pack_ids`] names the packs, `common` first.
//!
//! `tanfang-policy` loads and checks what stands here; a test of this crate
//! walks the folder and fails when a file is not listed.

/// The fact dictionary of the product, `facts.toml`.
pub const FACTS: &str = include_str!("../facts.toml");

/// The working-day calendar of the country, `calendar/cn.toml`.
pub const CALENDAR: &str = include_str!("../calendar/cn.toml");

/// One file of a pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PackFile {
    /// Id of the pack, which is the name of its folder.
    pub pack: &'static str,
    /// Path inside the folder of the pack, with `/`.
    pub path: &'static str,
    /// The text of the file.
    pub text: &'static str,
}

macro_rules! files {
    ($($pack:literal { $($path:literal),* $(,)? })*) => {
        &[$($(PackFile {
            pack: $pack,
            path: $path,
            text: include_str!(concat!("../", $pack, "/", $path)),
        }),*),*]
    };
}

const FILES: &[PackFile] = files! {
    "common" {
        "checklists/CL-01.toml",
        "checklists/CL-02.toml",
        "checklists/CL-03.toml",
        "checklists/CL-04.toml",
        "classes.toml",
        "flags.toml",
        "import/columns.toml",
        "import/match.toml",
        "import/sample.toml",
        "import/surnames.toml",
        "import/words.toml",
        "ledgers/L01.toml",
        "ledgers/L06.toml",
        "ledgers/L15.toml",
        "pack.toml",
        "params.toml",
        "texts/check.zh.toml",
        "texts/hints.zh.toml",
        "texts/ui.zh.toml",
    }
    "DEMO-COUNTY" {
        "pack.toml",
        "params.toml",
    }
    "GS-HN-2020" {
        "cases/R02-R16.toml",
        "obligations.toml",
        "pack.toml",
        "params.toml",
        "schemes/R01.toml",
        "schemes/R02.toml",
        "schemes/R16.toml",
        "tables.toml",
    }
    "JL-EPI" {
        "obligations.toml",
        "pack.toml",
    }
    "SN-2019" {
        "obligations.toml",
        "pack.toml",
    }
};

/// Lists every file of every pack, ordered by pack and path.
pub fn sources() -> &'static [PackFile] {
    FILES
}

/// Lists the ids of the packs in the order of [`sources`].
pub fn pack_ids() -> Vec<&'static str> {
    let mut ids: Vec<&'static str> = Vec::new();
    for file in FILES {
        if ids.last() != Some(&file.pack) {
            ids.push(file.pack);
        }
    }
    ids
}

/// Returns the text of one file, if the pack has it.
pub fn text(pack: &str, path: &str) -> Option<&'static str> {
    FILES
        .iter()
        .find(|file| file.pack == pack && file.path == path)
        .map(|file| file.text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::path::{Path, PathBuf};

    fn walk(dir: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(dir).expect("folder is readable") {
            let path = entry.expect("entry is readable").path();
            if path.is_dir() {
                walk(&path, found);
            } else {
                found.push(path);
            }
        }
    }

    #[test]
    fn every_file_of_the_folder_is_listed() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut on_disk = BTreeSet::new();
        for entry in std::fs::read_dir(root).expect("folder is readable") {
            let dir = entry.expect("entry is readable").path();
            if !dir.is_dir()
                || ["src", "target", "calendar"]
                    .iter()
                    .any(|name| dir.ends_with(name))
            {
                continue;
            }
            let mut files = Vec::new();
            walk(&dir, &mut files);
            for file in files {
                let relative = file.strip_prefix(root).expect("below the crate");
                on_disk.insert(relative.to_string_lossy().replace('\\', "/"));
            }
        }
        let listed: BTreeSet<String> = sources()
            .iter()
            .map(|file| format!("{}/{}", file.pack, file.path))
            .collect();
        assert_eq!(on_disk, listed);
        assert_eq!(listed.len(), sources().len(), "no file is listed twice");
    }

    #[test]
    fn every_pack_has_its_own_head() {
        for pack in pack_ids() {
            let head = text(pack, "pack.toml").expect("a pack has pack.toml");
            assert!(head.contains(&format!("id = \"{pack}\"")), "{pack}");
        }
        assert!(FACTS.contains("[enum]"));
    }
}
