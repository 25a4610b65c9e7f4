//! Gets what is missing, by the machine's own package clients.
//!
//! What a task needs is a list of [`Need`]s; each knows how to see whether it is there and which
//! Debian packages bring it. What is there is left alone. Maven and cargo fetch their own libraries
//! when they run.

use crate::args::Part;
use crate::fail::{Fail, Outcome};
use crate::house::House;
use crate::report::Report;
use crate::run::{Run, has_command, say};

/// One thing that must be on the machine.
#[derive(Debug)]
pub(crate) struct Need {
    /// What it is, for a person.
    pub(crate) what: &'static str,
    /// The Debian packages that bring it; none when it comes another way.
    pub(crate) packages: &'static [&'static str],
    /// How to get it where those packages are not to be had.
    pub(crate) by_hand: &'static str,
    /// Tells whether it is there, and which one.
    pub(crate) found: fn(&House) -> Option<String>,
}

/// Returns the first line of what a program says about itself, without its colours.
fn first_line(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let mut parts = line.split('\u{1b}');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push_str(part.split_once('m').map_or("", |(_, rest)| rest));
    }
    plain.trim().to_owned()
}

fn version(house: &House, program: &str, argument: &str) -> Option<String> {
    Run::new(program)
        .arg(argument)
        .ask(house)
        .map(|text| first_line(&text))
}

/// Returns the number after the first quote or space: `17` of `openjdk version "17.0.15"`.
fn java_major(text: &str) -> Option<u32> {
    let digits: String = text
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .collect();
    digits.parse().ok()
}

fn library(house: &House, name: &str) -> Option<String> {
    Run::new("sh")
        .args(["-c", "PATH=$PATH:/sbin:/usr/sbin; ldconfig -p"])
        .ask(house)?
        .lines()
        .find(|line| line.trim_start().starts_with(name))
        .map(|_| name.to_owned())
}

/// The watermark is drawn in Rust's tests and on the desktop's screens, with a font that both know
/// by the name of its file.
const FONT: Need = Need {
    what: "a font with Chinese characters",
    packages: &["fonts-wqy-microhei", "fontconfig"],
    by_hand: "install WenQuanYi Micro Hei or Noto Sans CJK, and fontconfig",
    found: |house| {
        let fonts = Run::new("fc-list").args([":lang=zh", "file"]).ask(house)?;
        let is_known = |font: &&str| FONTS.contains(font);
        let mut names = fonts
            .lines()
            .filter_map(|line| line.trim_end_matches([':', ' ']).rsplit('/').next());
        names.find(is_known).map(str::to_owned)
    },
};

/// The names of files that the tests look for.
const FONTS: &[&str] = &["wqy-microhei.ttc", "NotoSansCJK-Regular.ttc"];

const RUST: &[Need] = &[
    FONT,
    Need {
        what: "C compiler and linker",
        packages: &["build-essential"],
        by_hand: "install gcc or clang with the C library's headers",
        found: |house| version(house, "cc", "--version"),
    },
    Need {
        what: "libcrypto with its headers (for the encrypted store)",
        packages: &["libssl-dev", "pkg-config"],
        by_hand: "install OpenSSL 3 with headers, and pkg-config",
        found: |house| {
            Run::new("pkg-config")
                .args(["--modversion", "libcrypto"])
                .ask(house)
                .map(|text| format!("OpenSSL {}", first_line(&text)))
        },
    },
    Need {
        what: "rustfmt",
        packages: &[],
        by_hand: "rustup component add rustfmt",
        found: |house| version(house, "cargo-fmt", "--version"),
    },
    Need {
        what: "clippy",
        packages: &[],
        by_hand: "rustup component add clippy",
        found: |house| version(house, "cargo-clippy", "--version"),
    },
];

const KOTLIN: &[Need] = &[
    Need {
        what: "JDK 17 or newer",
        packages: &["openjdk-17-jdk"],
        by_hand: "install a JDK, 17 or newer, and put java and javac on the PATH",
        found: |house| {
            version(house, "javac", "-version")
                .filter(|text| java_major(text).is_some_and(|major| major >= 17))
        },
    },
    Need {
        what: "Maven",
        packages: &["maven"],
        by_hand: "install Apache Maven 3.8 or newer and put mvn on the PATH",
        found: |house| version(house, "mvn", "--version"),
    },
    FONT,
    Need {
        what: "libGL (what the screens are drawn with loads it)",
        packages: &["libgl1"],
        by_hand: "install a library that provides libGL.so.1",
        found: |house| library(house, "libGL.so.1"),
    },
];

/// What the Android step needs beside Kotlin's; apart, so that it stops nothing else.
const ANDROID: &[Need] = &[Need {
    what: "aapt2 (links Android's resources)",
    packages: &["aapt"],
    by_hand: "install Android's build tools and put aapt2 on the PATH",
    found: |house| version(house, "aapt2", "version"),
}];

const SWIFT: &[Need] = &[Need {
    what: "unshare (runs the Swift compiler in its own root)",
    packages: &["util-linux"],
    by_hand: "install util-linux",
    found: |house| version(house, "unshare", "--version"),
}];

/// Returns what the tests of a part need.
pub(crate) fn needs(part: Part) -> &'static [Need] {
    match part {
        Part::Rust => RUST,
        Part::Kotlin => KOTLIN,
        Part::Android => ANDROID,
        Part::Swift => SWIFT,
    }
}

/// Returns the line that tells whether the Swift toolchain is there.
pub(crate) fn swift_toolchain(house: &House) -> Option<String> {
    let stamp = std::fs::read_to_string(house.swift_root().join(".swift-stamp")).ok()?;
    let name = stamp.lines().nth(1)?;
    Some(format!("{name} in {}", house.swift_root().display()))
}

/// Installs what a part needs; does nothing when all is there.
pub(crate) fn part(house: &House, part: Part) -> Outcome<()> {
    if part == Part::Android {
        get(house, KOTLIN)?;
    }
    get(house, needs(part))?;
    if part == Part::Swift {
        swift(house)?;
    }
    Ok(())
}

/// Installs what of a list is missing.
fn get(house: &House, needs: &'static [Need]) -> Outcome<()> {
    let mut packages = Vec::new();
    let mut missing = Vec::new();
    for need in needs {
        if let Some(found) = (need.found)(house) {
            say(&format!("  {}: {found}", need.what));
        } else if need.packages.is_empty() {
            missing.push(need);
        } else {
            missing.push(need);
            packages.extend_from_slice(need.packages);
        }
    }
    if !packages.is_empty() {
        say(&format!(
            "  missing, to be installed: {}",
            packages.join(" ")
        ));
        apt(house, &packages)?;
    }
    for need in &missing {
        if need.packages.is_empty() {
            rustup(house, need);
        }
        if (need.found)(house).is_none() {
            return Err(
                Fail::new(format!("{} is not on this machine", need.what)).by_hand(need.by_hand)
            );
        }
    }
    Ok(())
}

/// Tries rustup for what comes with the Rust toolchain; whether it helped is looked at afterwards.
fn rustup(house: &House, need: &Need) {
    if house.offline || !has_command("rustup") {
        return;
    }
    let outcome = Run::new("rustup")
        .args(need.by_hand.split_whitespace().skip(1))
        .run(house);
    if let Err(fail) = outcome {
        say(&format!("  {fail}"));
    }
}

/// Installs Debian packages as root, or by sudo.
pub(crate) fn apt(house: &House, packages: &[&str]) -> Outcome<()> {
    let line = format!(
        "apt-get update && apt-get install -y --no-install-recommends {}",
        packages.join(" ")
    );
    let by_hand = format!("as root: {line}");
    if house.offline {
        return Err(Fail::new(format!(
            "{} cannot be fetched with --offline",
            packages.join(", ")
        ))
        .by_hand(by_hand));
    }
    if !has_command("apt-get") {
        return Err(Fail::new(format!(
            "this machine has no apt-get, so these Debian packages were not installed: {}",
            packages.join(", ")
        ))
        .by_hand("install what they hold by your system's own means; `cargo xtask doctor` says what each is for"));
    }
    let is_root = Run::new("id")
        .arg("-u")
        .ask(house)
        .is_some_and(|id| id.trim() == "0");
    let begin = |words: &[&str]| {
        let run = if is_root {
            Run::new("apt-get")
        } else {
            Run::new("sudo").arg("apt-get").with_input()
        };
        run.args(words.iter().copied())
            .env("DEBIAN_FRONTEND", "noninteractive")
            .by_hand(by_hand.clone())
    };
    if !is_root && !has_command("sudo") {
        return Err(Fail::new(format!(
            "not root and no sudo, so these packages could not be installed: {}",
            packages.join(", ")
        ))
        .by_hand(by_hand));
    }
    begin(&["update", "-qq"]).run(house)?;
    // Somebody else's apt may be at work: wait for it instead of failing.
    let mut words = vec![
        "-o",
        "DPkg::Lock::Timeout=300",
        "install",
        "-y",
        "-qq",
        "--no-install-recommends",
    ];
    words.extend_from_slice(packages);
    begin(&words).log("apt").run(house)
}

/// Unpacks the Swift toolchain into the cache.
fn swift(house: &House) -> Outcome<()> {
    let root = house.swift_root();
    let by_hand = format!(
        "{} {}  (about 550 MB to fetch, 1.2 GB on disk; TANFANG_CACHE moves it)",
        house.short(&house.script("install-swift.sh")),
        root.display()
    );
    if house.offline && swift_toolchain(house).is_none() {
        return Err(
            Fail::new("the Swift toolchain cannot be fetched with --offline").by_hand(by_hand),
        );
    }
    Run::new(house.script("install-swift.sh"))
        .arg(root)
        .log("install-swift")
        .by_hand(by_hand)
        .run(house)
}

fn title(part: Part) -> &'static str {
    match part {
        Part::Rust => "tools for Rust",
        Part::Kotlin => "tools for Kotlin",
        Part::Android => "tools for Android",
        Part::Swift => "tools for Swift",
    }
}

/// Runs the installation of a part as a step of a report; reports whether it passed.
pub(crate) fn step(house: &House, report: &mut Report, which: Part) -> bool {
    report.step(title(which), || part(house, which))
}

/// Installs for several parts and prints the table; reports whether all is there.
pub(crate) fn all(house: &House, parts: &[Part]) -> bool {
    let mut report = Report::default();
    for which in parts {
        step(house, &mut report, *which);
    }
    report.close(house.began)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_left_out() {
        assert_eq!(
            first_line("\u{1b}[1mApache Maven 3.8.7\u{1b}[m\nmore"),
            "Apache Maven 3.8.7"
        );
        assert_eq!(first_line("plain"), "plain");
    }

    #[test]
    fn the_major_version_of_java_is_read() {
        assert_eq!(java_major("javac 17.0.15"), Some(17));
        assert_eq!(java_major("openjdk version \"25\" 2025-09-16"), Some(25));
        assert_eq!(java_major("javac 1.8.0_402"), Some(1));
        assert_eq!(java_major("no java"), None);
    }

    #[test]
    fn every_need_says_how_to_get_it() {
        for part in [Part::Rust, Part::Kotlin, Part::Android, Part::Swift] {
            for need in needs(part) {
                assert!(!need.by_hand.is_empty(), "{}", need.what);
                assert!(
                    !need.packages.is_empty() || need.by_hand.starts_with("rustup "),
                    "{}",
                    need.what
                );
            }
        }
    }
}
