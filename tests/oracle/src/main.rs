//! `cargo xtask bench policy`: soundness, mutations, speed and the peer, printed.

use std::process::ExitCode;
use tanfang_oracle::report;

fn main() -> ExitCode {
    match report::all() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}
