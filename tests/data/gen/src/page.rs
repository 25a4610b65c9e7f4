//! The page that says which mess is where.

use crate::book::Book;
use std::fmt::Write as _;

/// Writes `tests/data/rosters/README.md`.
pub fn readme(messy: &Book) -> String {
    let mut page = String::from(
        "# 样例名册\n\n\
         `cargo run -p tanfang-rosters` makes these files and this page; do not edit them by hand.\n\n\
         Everybody here is invented: identity numbers carry the unassigned area 990101 (with a\n\
         right check digit, except where a mess says otherwise), phone numbers begin with\n\
         139-0000, amounts are no county's standard.\n\n\
         | file | what |\n|---|---|\n\
         | `clean.xlsx` | 石板村分散特困, 41 people in 40 homes (two brothers share one), no mess |\n\
         | `messy.xlsx` | the same village, groups 六–八, with the messes below |\n\n\
         ## `messy.xlsx`: which mess is where\n\n\
         | name in tests | sheet | place | what |\n|---|---|---|---|\n",
    );
    for mess in &messy.messes {
        let _ = writeln!(
            page,
            "| `{}` | {} | {} | {} |",
            mess.name, mess.sheet, mess.place, mess.what
        );
    }
    page
}
