//! Virtual environments of Python with one package, for the programs we are compared with.

use std::path::{Path, PathBuf};

use crate::fail::{Fail, Outcome};
use crate::house::House;
use crate::run::Run;

/// Makes an environment at `place` with the package `wanted` (`name==version`), if there is none.
///
/// Returns the path of its Python. `module` is the name under which the package says its version.
pub(crate) fn python(house: &House, place: &Path, module: &str, wanted: &str) -> Outcome<PathBuf> {
    let python = place.join("bin").join("python");
    let by_hand = "install Python 3 with venv and pip, and look at pip's index";
    let name = wanted.split("==").next().unwrap_or(wanted);
    let version = format!("import {module}, importlib.metadata as m; print(m.version('{name}'))");
    let there = Run::new(&python).args(["-c", &version]).ask(house);
    if there.is_some_and(|version| wanted.ends_with(version.trim())) {
        return Ok(python);
    }
    if house.offline {
        return Err(
            Fail::new(format!("{name} cannot be fetched with --offline"))
                .by_hand("the same command without --offline"),
        );
    }
    Run::new("python3")
        .args(["-m", "venv"])
        .arg(place)
        .by_hand(by_hand)
        .run(house)?;
    Run::new(&python)
        .args(["-m", "pip", "install", "-q", "--disable-pip-version-check"])
        .arg(wanted)
        .by_hand(by_hand)
        .run(house)?;
    Ok(python)
}
