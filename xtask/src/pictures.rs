//! `demo --pictures`: the README's pictures, taken from the demo that was just played.
//!
//! A picture of the demo is named by what it shows; the robot puts a number before it,
//! which changes when a step is added, so it is found without. One that is too large as
//! PNG (it shows a photo) has a JPEG beside it; [`PICTURES`] says which is taken.

use std::path::{Path, PathBuf};

use crate::fail::{Fail, Outcome};
use crate::house::House;
use crate::run::say;

/// Where the README finds them.
const FOLDER: &str = "docs/screenshots";

/// The most bytes that one may have.
const MOST: u64 = 200 * 1024;

/// What the README calls a picture, and what the demo calls it.
const PICTURES: &[(&str, &str)] = &[
    ("today.png", "today"),
    ("home.png", "home"),
    ("visit.png", "visit-routine-answered"),
    ("ledger.png", "ledger"),
    ("hints.png", "hints"),
    ("hint.png", "hint"),
    ("policy.png", "policy"),
    ("why.png", "why"),
    ("phone.png", "contact"),
    ("today-large.png", "large-today"),
    ("month.png", "month"),
    ("visit-routine.png", "month-visit"),
    ("visit-closed.png", "month-visit-closed"),
    ("missed.png", "month-missed"),
    ("event.png", "month-events"),
    ("campaign.png", "month-campaigns"),
    ("patrol.png", "month-patrol"),
    ("photo-list.png", "photo-list"),
    ("photo-one.jpg", "photo-one"),
    ("photo-pair.jpg", "photo-pair"),
    ("photo-signed.png", "photo-signed"),
    ("photo-verified.png", "photo-verified"),
    ("photo-tampered.png", "photo-tampered"),
];

/// Drops the robot's number before the name of a picture.
fn unnumbered(stem: &str) -> &str {
    match stem.split_once('-') {
        Some((number, rest)) if number.bytes().all(|byte| byte.is_ascii_digit()) => rest,
        _ => stem,
    }
}

/// Finds the first picture that is called so and is small enough, in the kind of file
/// that the README shows.
fn find<'a>(files: &'a [(PathBuf, u64)], shown: &str, readme: &str) -> Option<&'a Path> {
    let kind = Path::new(readme).extension();
    let found = files.iter().find(|(path, bytes)| {
        let stem = path.file_stem().and_then(|stem| stem.to_str());
        stem.map(unnumbered) == Some(shown) && path.extension() == kind && *bytes <= MOST
    });
    found.map(|(path, _)| path.as_path())
}

fn pictures(folder: &Path) -> Outcome<Vec<(PathBuf, u64)>> {
    let read = |why: &std::io::Error| Fail::file("read", folder, why);
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(|why| read(&why))? {
        let entry = entry.map_err(|why| read(&why))?;
        let bytes = entry.metadata().map_err(|why| read(&why))?.len();
        files.push((entry.path(), bytes));
    }
    files.sort();
    Ok(files)
}

/// Copies each picture of the README from where the demo left it; fails if one is
/// missing or too large, and copies the others all the same.
pub(crate) fn copy(house: &House, out: &Path) -> Outcome<()> {
    copy_all(out, &house.root.join(FOLDER))
}

fn copy_all(out: &Path, to: &Path) -> Outcome<()> {
    let files = pictures(out)?;
    let mut lacking = Vec::new();
    for (name, shown) in PICTURES {
        let Some(from) = find(&files, shown, name) else {
            lacking.push(*name);
            continue;
        };
        let target = to.join(name);
        std::fs::copy(from, &target).map_err(|why| Fail::file("write", &target, &why))?;
    }
    say(&format!(
        "  {} of {} pictures copied to {FOLDER}",
        PICTURES.len() - lacking.len(),
        PICTURES.len()
    ));
    if lacking.is_empty() {
        return Ok(());
    }
    Err(Fail::new(format!(
        "no picture of at most {} KB: {}",
        MOST / 1024,
        lacking.join(", ")
    )))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn root() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
    }

    #[test]
    fn a_picture_is_found_without_its_number_and_small_enough() {
        let file = |name: &str, bytes| (PathBuf::from(name), bytes);
        let files = [
            file("05-today.png", 10),
            file("66-large-today.png", 10),
            file("month-today.png", 10),
            file("photo-one.jpg", MOST),
            file("photo-one.png", MOST + 1),
            file("photo-pair.png", MOST + 1),
        ];
        let found = |shown, readme| find(&files, shown, readme).and_then(Path::to_str);
        assert_eq!(found("today", "x.png"), Some("05-today.png"));
        assert_eq!(found("large-today", "x.png"), Some("66-large-today.png"));
        assert_eq!(found("month-today", "x.png"), Some("month-today.png"));
        assert_eq!(found("photo-one", "x.jpg"), Some("photo-one.jpg"));
        assert_eq!(found("photo-pair", "x.png"), None);
    }

    #[test]
    fn what_is_missing_is_named_and_the_others_are_copied() {
        let folder = std::env::temp_dir().join(format!("tanfang-pictures-{}", std::process::id()));
        let (out, to) = (folder.join("out"), folder.join("to"));
        std::fs::create_dir_all(&out).unwrap();
        std::fs::create_dir_all(&to).unwrap();
        std::fs::write(out.join("06-why.png"), "why").unwrap();
        let said = copy_all(&out, &to).unwrap_err().to_string();
        assert_eq!(std::fs::read_to_string(to.join("why.png")).unwrap(), "why");
        assert!(
            said.contains("photo-one") && !said.contains("why"),
            "{said}"
        );
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn the_readmes_show_what_is_copied_and_what_is_there() {
        for readme in ["README.md", "README.zh.md"] {
            let text = std::fs::read_to_string(root().join(readme)).unwrap();
            let shown: BTreeSet<&str> = text
                .split("](")
                .filter_map(|part| part.strip_prefix("docs/screenshots/")?.split(')').next())
                .collect();
            for name in &shown {
                let path = root().join(FOLDER).join(name);
                let bytes = std::fs::metadata(&path).unwrap().len();
                assert!(bytes <= MOST, "{readme}: {name} has {bytes} bytes");
            }
            for (name, _) in PICTURES {
                assert!(shown.contains(name), "{readme}: {name}");
            }
        }
    }
}
