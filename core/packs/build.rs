//! Lists the files of the packs, so that a pack is added by adding a folder.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// The pack that every other one stands on; it comes first.
const COMMON: &str = "common";

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    println!("cargo::rerun-if-changed={}", root.display());
    let mut packs = Vec::new();
    for path in entries(&root)? {
        if path.join("pack.toml").is_file() {
            packs.push(path);
        }
    }
    packs.sort_by_key(|path| (!path.ends_with(COMMON), path.clone()));
    let mut out = String::from("const FILES: &[PackFile] = &[\n");
    for pack in &packs {
        let mut files = Vec::new();
        walk(pack, &mut files)?;
        files.sort();
        for file in files {
            let name = pack.file_name().unwrap_or_default().to_string_lossy();
            let inside = file.strip_prefix(pack).unwrap_or(&file);
            let inside = inside.to_string_lossy().replace('\\', "/");
            let _ = writeln!(
                out,
                "PackFile {{ pack: {name:?}, path: {inside:?}, text: include_str!({:?}) }},",
                file.display().to_string()
            );
        }
    }
    out.push_str("];\n");
    let target = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("files.rs");
    fs::write(target, out)
}

fn entries(dir: &Path) -> io::Result<Vec<PathBuf>> {
    fs::read_dir(dir)?.map(|entry| Ok(entry?.path())).collect()
}

fn walk(dir: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for path in entries(dir)? {
        if path.is_dir() {
            walk(&path, found)?;
        } else if path
            .extension()
            .is_some_and(|extension| extension == "toml")
        {
            found.push(path);
        }
    }
    Ok(())
}
