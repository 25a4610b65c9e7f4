//! Plays a month: `play-month VILLAGE_STORE TOWNSHIP_STORE ROSTER TEMPORARY [FIRST LAST]`.
//!
//! Without days it plays this month up to yesterday.

use std::process::ExitCode;

use tanfang_e2e::month::{Month, play, so_far};

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [village, township, roster, temporary, days @ ..] = args.as_slice() else {
        eprintln!("usage: play-month VILLAGE_STORE TOWNSHIP_STORE ROSTER TEMPORARY [FIRST LAST]");
        return ExitCode::from(2);
    };
    let (first, last) = match days {
        [first, last] => (first.clone(), last.clone()),
        _ => so_far(),
    };
    let month = Month {
        village: village.into(),
        township: township.into(),
        roster: roster.into(),
        temporary: temporary.into(),
        first,
        last,
    };
    match play(&month, |day| println!("{day}")) {
        Ok(told) => {
            println!("{told}");
            ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}
