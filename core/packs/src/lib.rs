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
//! The build script walks the folder: a new file is in with the next build.
//! `tanfang-policy` loads and checks what stands here.

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

// `const FILES`, written by the build script from the folder itself.
include!(concat!(env!("OUT_DIR"), "/files.rs"));

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

    #[test]
    fn every_file_stands_once_and_in_order() {
        let paths: Vec<(&str, &str)> = sources().iter().map(|f| (f.pack, f.path)).collect();
        assert!(paths.contains(&("common", "checklists/CL-01.toml")));
        assert!(paths.contains(&("GS-HN-2020", "schemes/R02.toml")));
        assert_eq!(pack_ids().first(), Some(&"common"));
        let mut once = paths.clone();
        once.dedup();
        assert_eq!(once, paths, "no file is listed twice");
        assert!(
            paths
                .iter()
                .all(|(_, path)| path.rsplit('.').next() == Some("toml"))
        );
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
