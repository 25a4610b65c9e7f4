//! The phones' processors, by night: the core is type-checked for each of them, and its tests run on
//! an arm64 processor under qemu. Nothing here is linked for a phone: there is no phone's toolchain.

use std::path::PathBuf;

use crate::fail::{Fail, Outcome};
use crate::house::House;
use crate::install;
use crate::report::Report;
use crate::run::{Run, say};

/// The targets: Android 64 and 32 bit, iOS, `HarmonyOS`.
const TARGETS: [&str; 4] = [
    "aarch64-linux-android",
    "armv7-linux-androideabi",
    "aarch64-apple-ios",
    "aarch64-unknown-linux-ohos",
];

/// The crates whose tests run under qemu: everything below the screens.
const ON_ARM: [&str; 5] = [
    "tanfang-values",
    "tanfang-policy",
    "tanfang-log",
    "tanfang-domain",
    "tanfang-store",
];

const ARM: &str = "aarch64-unknown-linux-gnu";

/// Runs a program of that processor; tests that start themselves again put it in front.
const EMULATOR: &str = "qemu-aarch64 -L /usr/aarch64-linux-gnu";

/// Debian's packages for the arm64 run.
const ARM_PACKAGES: [&str; 4] = [
    "gcc-aarch64-linux-gnu",
    "libc6-dev-arm64-cross",
    "qemu-user",
    "perl",
];

fn rustweb(house: &House) -> PathBuf {
    house.cache.join("rustweb")
}

/// Begins a call of cargo with Debian's compiler, which can build the standard library along.
fn cargo(house: &House, words: &[&str]) -> Run {
    let mut run = Run::new("cargo")
        .args(words.iter().copied())
        .arg("--locked")
        .env("RUSTC", rustweb(house).join("rustc"))
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_DIR", house.target.join("phone"));
    if house.offline {
        run = run.arg("--offline");
    }
    run
}

/// Returns the name of an environment variable of a target, as cc and cargo read it.
fn variable(prefix: &str, target: &str) -> String {
    format!("{prefix}_{}", target.replace('-', "_"))
}

fn check(house: &House, target: &str) -> Outcome<()> {
    // SQLCipher's build script wants to see a libcrypto; nothing of it is read in a check.
    let openssl = house.target.join("phone").join("no-openssl");
    for part in ["lib", "include"] {
        std::fs::create_dir_all(openssl.join(part))
            .map_err(|error| Fail::new(format!("{}: {error}", openssl.display())))?;
    }
    cargo(
        house,
        &[
            "check",
            "-p",
            "tanfang-ffi",
            "--target",
            target,
            "-Zbuild-std=std,panic_abort",
        ],
    )
    .env(&variable("CC", target), house.script("fake-cc"))
    .env(&variable("AR", target), house.script("fake-ar"))
    .env("OPENSSL_DIR", &openssl)
    .env("OPENSSL_STATIC", "1")
    // cc asks for the iOS SDK by the machine's own tool unless it is told a folder.
    .env("SDKROOT", &openssl)
    .log(&format!("phone-{target}"))
    .run(house)
}

fn arm_tests(house: &House) -> Outcome<()> {
    let mut words = vec!["test", "--lib", "--tests"];
    for name in ON_ARM {
        words.extend(["-p", name]);
    }
    words.extend([
        "--features",
        "tanfang-store/phone",
        "--target",
        ARM,
        "-Zbuild-std=std,panic_abort,test",
    ]);
    let gcc = "aarch64-linux-gnu-gcc";
    cargo(house, &words)
        .env("CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_LINKER", gcc)
        .env(&variable("CC", ARM), gcc)
        .env("CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_RUNNER", EMULATOR)
        // An interpreted processor is slow: the properties get fewer cases, the vectors are whole.
        .env("PROPTEST_CASES", "16")
        .env("TANFANG_ROUNDS", "100")
        .env("TANFANG_EMULATED", EMULATOR)
        .log("phone-arm64-tests")
        .run(house)
}

/// Checks the core for every phone's processor and runs its tests on one.
pub(crate) fn phones(house: &House, report: &mut Report) {
    say("phones: what is checked here is never linked for a phone, nor run on one");
    let ready = report.step("tools for phones", || {
        Run::new(house.script("install-rustweb.sh"))
            .arg(rustweb(house))
            .log("install-rustweb")
            .by_hand("apt-get update, then the same command again")
            .run(house)
    });
    if !ready {
        report.blocked("phone targets", "tools for phones");
        return;
    }
    for target in TARGETS {
        report.step(&format!("check for {target}"), || check(house, target));
    }
    let arm = report.step("tools for arm64", || install::apt(house, &ARM_PACKAGES));
    if arm {
        report.step("Rust tests on arm64 (qemu)", || arm_tests(house));
    } else {
        report.blocked("Rust tests on arm64 (qemu)", "tools for arm64");
    }
}
