//! Runs every task of the house, the same by hand and in CI: `cargo xtask help`.
//!
//! In reading order:
//!
//! * [`args`] says which tasks there are;
//! * [`desktop`] is what demo and bench share, [`start`] the bench that looks at a window,
//!   [`import`] the one beside another reader;
//! * [`android`] is the step of the Android shell, [`pictures`] what the README takes from the demo;
//! * [`test`], [`demo`], [`generate`], [`bench`], [`trace`], [`doctor`] are the tasks, one file each;
//! * [`phone`] checks the core for the processors of phones;
//! * [`install`] gets what is missing by the machine's own package clients;
//! * [`run`] calls another program and shows what it does, [`report`] sums up the steps,
//!   [`fail`] is the one error, [`house`] knows the folders.
//!
//! Every step says what it does before it does it, and each failure says how a person does it by
//! hand. Running a task again does only what is still to do.

mod android;
mod args;
mod bench;
mod demo;
mod desktop;
mod doctor;
mod fail;
mod generate;
mod house;
mod import;
mod install;
mod phone;
mod photo;
mod pictures;
mod policy;
mod report;
mod run;
mod start;
mod test;
mod trace;
mod venv;

use std::process::ExitCode;

use args::Task;
use fail::Outcome;
use house::House;
use run::say;

fn go() -> Outcome<bool> {
    let asked = args::read(std::env::args().skip(1))?;
    if asked.task == Task::Help {
        say(args::HELP);
        return Ok(true);
    }
    let house = House::find(asked.offline)?;
    match asked.task {
        Task::Help => Ok(true),
        Task::Demo { headless, pictures } => demo::demo(&house, headless, pictures),
        Task::Test { nightly, only } => Ok(test::test(&house, nightly, &only)),
        Task::Generate { check } => generate::generate(&house, check).map(|()| true),
        Task::Bench { what } => bench::bench(&house, &what).map(|()| true),
        Task::Install { only } => Ok(install::all(&house, &only)),
        Task::Phones => {
            let mut report = report::Report::default();
            phone::phones(&house, &mut report);
            Ok(report.close(house.began))
        }
        Task::Trace { check } => trace::trace(&house, check).map(|()| true),
        Task::Doctor => Ok(doctor::doctor(&house)),
    }
}

fn main() -> ExitCode {
    match go() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(fail) => {
            say(&format!("xtask: {fail}"));
            ExitCode::FAILURE
        }
    }
}
