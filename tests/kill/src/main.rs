//! Records visits until it is killed; see the library for what it says.

mod by_app;
mod by_photo;
mod by_store;

use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;
use tanfang_kill::Said;
use tanfang_store::fakes::SeededRandom;

type Failed = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.as_slice() {
        [mode, dir, roster, seed] => record(mode, Path::new(dir), Path::new(roster), seed),
        _ => Err("usage: kill-writer app|store|form|photo DIR ROSTER SEED".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // The one who kills must tell a failed writer from a killed one.
            let _ = writeln!(std::io::stderr(), "kill-writer: {error}");
            ExitCode::FAILURE
        }
    }
}

fn record(mode: &str, dir: &Path, roster: &Path, seed: &str) -> Result<(), Failed> {
    let random = SeededRandom::new(seed.parse()?);
    say(&Said::Started)?;
    match mode {
        "app" => by_app::record(dir, roster, random),
        "store" => by_store::record(dir, random, true),
        "form" => by_store::record(dir, random, false),
        "photo" => by_photo::record(dir, roster, random),
        other => Err(format!("mode {other} is none of app, store, form and photo").into()),
    }
}

/// Acknowledges in one write, so that a line is heard whole or not at all.
fn say(said: &Said) -> Result<(), Failed> {
    let mut line = serde_json::to_vec(said)?;
    line.push(b'\n');
    let mut out = std::io::stdout().lock();
    out.write_all(&line)?;
    out.flush()?;
    Ok(())
}

fn pick<'a, T>(from: &'a [T], random: &mut SeededRandom) -> Option<&'a T> {
    let len = u64::try_from(from.len()).ok().filter(|len| *len > 0)?;
    from.get(usize::try_from(random.next_u64() % len).ok()?)
}
