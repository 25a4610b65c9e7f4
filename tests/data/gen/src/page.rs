//! The page that says which mess is where.

use crate::ListFile;
use std::fmt::Write as _;

/// Writes `tests/data/rosters/README.md`.
pub fn readme(files: &[ListFile]) -> String {
    let mut page = String::from(
        "# 样例名册\n\n\
         `cargo run -p tanfang-rosters` makes these files and this page; do not edit them by hand.\n\n\
         Everybody here is invented: identity numbers carry the unassigned area 990101 (with a\n\
         right check digit, except where a mess says otherwise), phone numbers begin with\n\
         139-0000, amounts are no county's standard. The same people stand in several lists,\n\
         with another phone, group or number here and there.\n\n\
         | file | what | kinds of mess |\n|---|---|---|\n",
    );
    for file in files {
        let _ = writeln!(
            page,
            "| `{}` | {} | {} |",
            file.name,
            file.what,
            file.book.messes.len()
        );
    }
    for file in files.iter().filter(|file| !file.book.messes.is_empty()) {
        let _ = write!(
            page,
            "\n## `{}`: which mess is where\n\n| name in tests | sheet | place | what |\n|---|---|---|---|\n",
            file.name
        );
        for mess in &file.book.messes {
            let _ = writeln!(
                page,
                "| `{}` | {} | {} | {} |",
                mess.name, mess.sheet, mess.place, mess.what
            );
        }
    }
    page
}
