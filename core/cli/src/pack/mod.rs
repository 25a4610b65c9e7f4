//! Looks at policy packs, for people who write them.
//!
//! A tour: [`load`] reads packs, [`check`] holds `check`, `lint` and `test`,
//! [`find`] looks for words, [`rules`] lists the rules, [`explain`] says one in
//! plain words, [`diff`] compares two packs, [`sign`] signs, [`show`] lists layers and what is not configured,
//! [`words`] has the sentences.

mod check;
mod diff;
mod explain;
mod find;
pub(crate) mod load;
mod rules;
mod show;
pub(crate) mod sign;
pub(crate) mod words;

use crate::args::PackCommand;
use crate::run::Result;
use tanfang_values::Day;

/// Runs one command on packs.
pub(crate) fn run(command: &PackCommand, day: Option<Day>, json: bool) -> Result<()> {
    match command {
        PackCommand::Check { folder, sources } => {
            check::check(folder.as_deref(), sources.as_deref(), json)
        }
        PackCommand::Lint { folder, sources } => {
            check::lint(folder.as_deref(), sources.as_deref(), day, json)
        }
        PackCommand::Test { folder } => check::test(folder.as_deref(), json),
        PackCommand::Find { words, pack } => find::find(words, pack.as_deref(), json),
        PackCommand::Rules { folder } => rules::rules(folder.as_deref(), json),
        PackCommand::Explain { rule, pack, folder } => {
            explain::explain(rule, pack.as_deref(), folder.as_deref(), json)
        }
        PackCommand::Diff {
            old,
            new,
            pack,
            households,
            seed,
        } => {
            let plan = diff::Plan {
                pack: pack.as_deref(),
                day: day.unwrap_or_else(|| tanfang_app::desktop::ports().clock.now().day()),
                households: *households,
                seed: *seed,
            };
            diff::diff(old, new, plan, json)
        }
        PackCommand::Keygen { file } => sign::keygen(file, json),
        PackCommand::Sign { folder, key } => sign::sign(folder, key, json),
        PackCommand::Verify { folder, keys } => sign::check(folder, keys, json),
        PackCommand::Show { pack } => show::show(pack, day, json),
    }
}
