//! `doctor`: says what is on this machine and what is missing; changes nothing.

use crate::args::Part;
use crate::house::House;
use crate::install;
use crate::run::say;

/// Prints every need with what was found; reports whether nothing is missing.
pub(crate) fn doctor(house: &House) -> bool {
    let mut missing = 0;
    for (name, part) in [
        ("Rust", Part::Rust),
        ("Kotlin", Part::Kotlin),
        ("Android", Part::Android),
        ("Swift", Part::Swift),
    ] {
        say(&format!("{name}:"));
        for need in install::needs(part) {
            if let Some(found) = (need.found)(house) {
                say(&format!("  ok       {}: {found}", need.what));
                continue;
            }
            missing += 1;
            say(&format!("  MISSING  {}", need.what));
            if need.packages.is_empty() {
                say(&format!("           {}", need.by_hand));
            } else {
                say(&format!(
                    "           apt-get install {}   (elsewhere: {})",
                    need.packages.join(" "),
                    need.by_hand
                ));
            }
        }
    }
    if let Some(found) = install::swift_toolchain(house) {
        say(&format!("  ok       Swift toolchain: {found}"));
    } else {
        missing += 1;
        say("  MISSING  Swift toolchain");
        say(&format!(
            "           {} {}",
            house.short(&house.script("install-swift.sh")),
            house.swift_root().display()
        ));
    }
    if missing == 0 {
        say("\nNothing is missing.");
    } else {
        say(&format!(
            "\n{missing} missing. `cargo xtask install` gets them where it can."
        ));
    }
    missing == 0
}
