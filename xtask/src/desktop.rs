//! The desktop program: compiling it, and how java is called for it.

use std::path::{Path, PathBuf};

use crate::fail::{Fail, Outcome};
use crate::house::House;
use crate::test::maven;

/// Compiles the desktop program and writes down its class path.
pub(crate) fn build(house: &House) -> Outcome<()> {
    maven(
        house,
        &[
            "-q",
            "-pl",
            "android/desktop",
            "-am",
            "compile",
            "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath",
            "-DincludeScope=runtime",
        ],
    )?
    .arg(format!("-Dmdep.outputFile={}", classpath(house).display()))
    .log("demo-desktop")
    .run(house)
}

/// Returns the file with the libraries of the desktop program.
fn classpath(house: &House) -> PathBuf {
    house.target.join("gen").join("desktop.classpath")
}

/// Writes what java is told, and returns the file; its temporary files go to `temporary`.
///
/// `library` is the folder of the core's library. A class path of fifty libraries is no line to look at: java reads it from a file. A window lives
/// too briefly to be compiled twice, so java's first compiler and its simplest collector do.
pub(crate) fn arguments(
    house: &House,
    library: &Path,
    temporary: &Path,
    headless: bool,
) -> Outcome<PathBuf> {
    let file = classpath(house);
    let libraries =
        std::fs::read_to_string(&file).map_err(|why| Fail::file("read", &file, &why))?;
    let own = house.root.join("android/desktop/target/classes");
    let arguments = temporary.join("java.args");
    let quoted = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\"));
    let text = format!(
        "-XX:TieredStopAtLevel=1\n-XX:+UseSerialGC\n-Djna.library.path={}\n-Djava.io.tmpdir={}\n-Dskiko.renderApi=SOFTWARE\n-Djava.awt.headless={headless}\n-cp\n{}\n",
        quoted(&library.to_string_lossy()),
        quoted(&temporary.to_string_lossy()),
        quoted(&format!("{}:{}", own.display(), libraries.trim())),
    );
    std::fs::write(&arguments, text).map_err(|why| Fail::file("write", &arguments, &why))?;
    Ok(arguments)
}
