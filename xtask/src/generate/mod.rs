//! `gen`: the Kotlin and Swift sources that come from the library and from the string table.
//!
//! Kotlin is written to `target/gen/kotlin` and never checked in: Maven compiles it from there.
//! Swift is checked in, because Swift's package manager cannot run cargo; `--check` fails when what
//! stands there is not what the library gives. The work is keyed by the hash of everything it
//! depends on, so that a second call only compares.

mod strings;

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::fail::{Fail, Outcome};
use crate::house::House;
use crate::run::{Run, say};
use crate::test::cargo;

/// Raised whenever the output for the same input changes.
const RECIPE: &str = "2";

/// The string table the labels come from.
const TEXTS: &str = "core/packs/common/texts/ui.zh.toml";

/// Where the checked-in Swift sources stand, below `bindings/swift/Sources`.
///
/// The header has its own folder name: next to `TanfangFFI`, a folder `tanfangFFI` would be the
/// same folder on a disk that does not tell upper case from lower.
const SWIFT_PLACES: &[&str] = &["TanfangFFI/Generated", "CTanfang", "Tanfang/Generated"];

/// Returns the shared library that Kotlin loads and both languages are generated from.
pub(crate) fn library(house: &House) -> PathBuf {
    house.target.join("debug").join("libtanfang_ffi.so")
}

/// Returns the folder of Android resources that come from the string table.
pub(crate) fn android_res(house: &House) -> PathBuf {
    house.target.join("gen").join("android").join("res")
}

/// Generates the sources, or with `check` fails when the checked-in ones are stale.
pub(crate) fn generate(house: &House, check: bool) -> Outcome<()> {
    cargo(house, &["build", "-p", "tanfang-ffi"])
        .log("gen-library")
        .run(house)?;
    cargo(house, &["build", "-p", "tanfang-bindgen"])
        .log("gen-bindgen")
        .run(house)?;
    let fresh = house.target.join("gen");
    let stamp = fresh.join("lib.sha256");
    let key = key(house)?;
    let done = std::fs::read_to_string(&stamp).is_ok_and(|old| old.trim() == key)
        && fresh.join("kotlin").is_dir()
        && android_res(house).is_dir()
        && fresh.join("swift").is_dir();
    if done {
        say("  library and labels unchanged: the generated sources are kept");
    } else {
        make(house, &fresh)?;
        write(&stamp, &format!("{key}\n"))?;
    }
    compare(house, &fresh.join("swift"), check)
}

/// Hashes all that the output depends on.
fn key(house: &House) -> Outcome<String> {
    let mut hasher = Sha256::new();
    hasher.update(RECIPE);
    for file in [
        library(house),
        house.root.join("bindings/uniffi.toml"),
        house.root.join(TEXTS),
        // The version of the generator.
        house.root.join("Cargo.lock"),
    ] {
        let bytes = std::fs::read(&file).map_err(|why| Fail::file("read", &file, &why))?;
        hasher.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
        hasher.update(&bytes);
    }
    Ok(hex::encode(hasher.finalize()))
}

/// Runs the generators into `target/gen`.
fn make(house: &House, fresh: &Path) -> Outcome<()> {
    for old in ["kotlin", "swift", "android"].map(|name| fresh.join(name)) {
        if old.exists() {
            std::fs::remove_dir_all(&old).map_err(|why| Fail::file("empty", &old, &why))?;
        }
    }
    let programs = house.target.join("debug");
    let library = library(house);
    Run::new(programs.join("uniffi-bindgen"))
        .args([
            "generate",
            "--language",
            "kotlin",
            "--no-format",
            "--out-dir",
        ])
        .arg(fresh.join("kotlin"))
        .arg(&library)
        .log("gen-kotlin")
        .run(house)?;
    let swift = fresh.join("swift");
    for place in SWIFT_PLACES {
        make_folder(&swift.join(place))?;
    }
    let generator = programs.join("uniffi-bindgen-swift");
    Run::new(&generator)
        .arg("--swift-sources")
        .arg(&library)
        .arg(swift.join("TanfangFFI/Generated"))
        .log("gen-swift")
        .run(house)?;
    Run::new(&generator)
        .args(["--headers", "--modulemap", "--module-name", "tanfangFFI"])
        .args(["--modulemap-filename", "module.modulemap"])
        .arg(&library)
        .arg(swift.join("CTanfang"))
        .log("gen-swift-header")
        .run(house)?;

    let texts = house.root.join(TEXTS);
    let text = std::fs::read_to_string(&texts).map_err(|why| Fail::file("read", &texts, &why))?;
    let labels = strings::labels(&text).map_err(|why| {
        Fail::new(format!("{TEXTS}: {why}")).by_hand("mend that line and run `cargo xtask gen`")
    })?;
    say(&format!("  {} labels from {TEXTS}", labels.len()));
    write(
        &fresh.join("kotlin/cn/tanfang/text/Strings.kt"),
        &strings::kotlin(&labels),
    )?;
    let name = strings::android(&labels).ok_or_else(|| {
        Fail::new(format!(
            "{TEXTS}: [label.first] has no title, which is the app's name"
        ))
    })?;
    write(&android_res(house).join("values/strings.xml"), &name)?;
    write(
        &swift.join("Tanfang/Generated/Strings.swift"),
        &strings::swift(&labels),
    )
}

/// Compares the checked-in Swift sources with the fresh ones, and replaces them unless only checking.
fn compare(house: &House, fresh: &Path, check: bool) -> Outcome<()> {
    let sources = house.root.join("bindings/swift/Sources");
    let mut stale = Vec::new();
    for place in SWIFT_PLACES {
        let (new, old) = (files(&fresh.join(place))?, files(&sources.join(place))?);
        for name in &new {
            let from = fresh.join(place).join(name);
            let to = sources.join(place).join(name);
            let bytes = std::fs::read(&from).map_err(|why| Fail::file("read", &from, &why))?;
            if std::fs::read(&to).is_ok_and(|there| there == bytes) {
                continue;
            }
            stale.push(house.short(&to));
            if !check {
                write_bytes(&to, &bytes)?;
            }
        }
        for name in old.iter().filter(|name| !new.contains(name)) {
            let gone = sources.join(place).join(name);
            stale.push(house.short(&gone));
            if !check {
                std::fs::remove_file(&gone).map_err(|why| Fail::file("remove", &gone, &why))?;
            }
        }
    }
    if stale.is_empty() {
        say("  the checked-in Swift sources are what the library gives");
        return Ok(());
    }
    if check {
        return Err(Fail::new(format!(
            "checked-in generated sources are stale: {}",
            stale.join(", ")
        ))
        .by_hand("cargo xtask gen, then commit what it wrote"));
    }
    for file in stale {
        say(&format!("  written: {file}"));
    }
    Ok(())
}

/// Makes Swift link its tests again when the static library changed; it does not notice by itself.
pub(crate) fn relink_swift(house: &House, package: &Path) -> Outcome<()> {
    let library = house.target.join("debug").join("libtanfang_ffi.a");
    let seen = std::fs::metadata(&library)
        .and_then(|meta| Ok((meta.len(), meta.modified()?)))
        .map_err(|why| Fail::file("look at", &library, &why))?;
    let mark = format!("{seen:?}\n");
    let build = package.join(".build-trixie");
    let stamp = build.join("linked-library");
    if std::fs::read_to_string(&stamp).is_ok_and(|old| old == mark) {
        return Ok(());
    }
    let debug = build.join("debug");
    for name in files(&debug)? {
        if name.ends_with(".xctest") {
            let old = debug.join(&name);
            std::fs::remove_file(&old).map_err(|why| Fail::file("remove", &old, &why))?;
        }
    }
    write(&stamp, &mark)
}

/// Lists the names of the files in a folder; none when the folder is not there.
fn files(folder: &Path) -> Outcome<Vec<String>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let read = |why: &std::io::Error| Fail::file("read the folder", folder, why);
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(|why| read(&why))? {
        let entry = entry.map_err(|why| read(&why))?;
        if entry.path().is_file() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

fn make_folder(folder: &Path) -> Outcome<()> {
    std::fs::create_dir_all(folder).map_err(|why| Fail::file("make the folder", folder, &why))
}

fn write(file: &Path, text: &str) -> Outcome<()> {
    write_bytes(file, text.as_bytes())
}

fn write_bytes(file: &Path, bytes: &[u8]) -> Outcome<()> {
    if let Some(folder) = file.parent() {
        make_folder(folder)?;
    }
    std::fs::write(file, bytes).map_err(|why| Fail::file("write", file, &why))
}
