//! The whole core by hand and by script.
//!
//! Every command prints what a screen would show, as plain text or, with
//! `--json`, as the view itself. Exit codes and scripts: `docs/cli.md`. A tour:
//! [`args`] says what can be typed, [`run`] does it, [`script`] plays a visit
//! from JSON, [`pack`] looks at policy packs, [`facts`] at the
//! dictionary, [`checklist`] takes forms over, [`evidence`] checks what was handed out, [`hint`] judges a home, [`print`] writes views as text.

mod args;
mod checklist;
mod evidence;
mod facts;
mod hint;
mod pack;
mod print;
mod run;
mod script;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args = args::Args::parse();
    match run::run(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.print(args.json);
            ExitCode::from(failure.exit)
        }
    }
}
