//! Does what was typed.

use serde::Serialize;
use std::path::Path;
use std::sync::Arc;
use tanfang_app::desktop::{FixedClock, ports};
use tanfang_app::ports::Ports;
use tanfang_app::texts::{Arg, StringTable, Texts as _};
use tanfang_app::view::{
    ChangeKind, Decision, ExportFormat, HomeView, ImportView, Intent, Outcome, Report, RowDecision,
    Screen, SetupInput,
};
use tanfang_app::{App, AppError, Correction, ErrorKind, OpenConfig};
use tanfang_values::{Day, Stamp};

use crate::args::{Args, Change, Command, DbCommand, EvidenceCommand, ExchangeCommand};
use crate::{checklist, evidence, facts, hint, pack, print, script};

/// Refused by the rules; nothing was written.
pub(crate) const REFUSED: u8 = 1;
/// Typed wrongly, as clap exits too.
pub(crate) const USAGE: u8 = 2;
/// A file that was named cannot be used.
pub(crate) const BAD_INPUT: u8 = 3;
/// The filters of 今天 that show all homes: by 组, and in the order of the way.
const GROUPS: &str = r#"{"shown":4294967295}"#;
const ROUTE: &str = r#"{"route":true,"shown":4294967295}"#;

/// The store cannot be used as it is.
pub(crate) const STORE: u8 = 4;
/// A defect of the program.
pub(crate) const INTERNAL: u8 = 5;

/// Says what went wrong and how to exit.
#[derive(Debug, Serialize)]
pub(crate) struct Failure {
    #[serde(skip)]
    pub(crate) exit: u8,
    /// Stable code.
    pub(crate) code: String,
    /// One plain sentence.
    pub(crate) sentence: String,
}

/// What a command returns.
pub(crate) type Result<T, E = Failure> = std::result::Result<T, E>;

impl Failure {
    /// Makes a failure.
    pub(crate) fn new(exit: u8, code: &str, sentence: impl Into<String>) -> Self {
        Self {
            exit,
            code: code.to_owned(),
            sentence: sentence.into(),
        }
    }

    /// Makes a failure of the command line itself; its sentence stands under `cli.<code>`.
    pub(crate) fn said(exit: u8, code: &str, args: &[(&str, &str)]) -> Self {
        let sentence = match StringTable::builtin() {
            Ok(texts) => {
                let args: Vec<(&str, Arg<'_>)> = args
                    .iter()
                    .map(|(name, text)| (*name, (*text).into()))
                    .collect();
                texts.format(&format!("cli.{code}"), &args)
            }
            Err(_) => code.to_owned(),
        };
        Self::new(exit, code, sentence)
    }

    /// Makes a failure that was told already; only the exit code is left to say.
    pub(crate) fn quiet(exit: u8, code: &str) -> Self {
        Self::new(exit, code, "")
    }

    /// Writes it on the standard error.
    pub(crate) fn print(&self, json: bool) {
        if self.sentence.is_empty() {
            return;
        }
        if json && let Ok(text) = serde_json::to_string(self) {
            eprintln!("{text}");
        } else {
            eprintln!("{} ({})", self.sentence, self.code);
        }
    }
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        let exit = match error.kind {
            ErrorKind::NotFound | ErrorKind::Invalid | ErrorKind::Conflict => REFUSED,
            ErrorKind::Unreadable => BAD_INPUT,
            ErrorKind::WrongKey | ErrorKind::Damaged | ErrorKind::Newer | ErrorKind::DiskFull => {
                STORE
            }
            ErrorKind::Internal => INTERNAL,
        };
        Self::new(exit, &error.code, error.sentence)
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::new(INTERNAL, "json", error.to_string())
    }
}

/// Runs one command.
pub(crate) fn run(args: &Args) -> Result<()> {
    // A day alone is enough here: policy knows no hours.
    let text = args.day.as_deref();
    let day =
        text.and_then(|text| Day::parse(text.split_once('T').map_or(text, |(day, _)| day)).ok());
    match &args.command {
        Command::Pack(command) => return pack::run(command, day, args.json),
        Command::Checklist(command) => return checklist::run(command, args.json),
        Command::Verify {
            path: Some(path),
            trusted,
        } => {
            let now = clock(text)?.clock.now();
            return evidence::verify(path, trusted, now.ms, args.json);
        }
        Command::Evidence(command) if !command.needs_store() => {
            let now = clock(text)?.clock.now();
            return evidence::run(command, now.ms, args.json);
        }
        Command::Facts => {
            let loaded = pack::load::loaded()?;
            let dictionary = facts::dictionary(&loaded.dictionary);
            return emit(args.json, &dictionary, |dictionary| {
                serde_json::to_string_pretty(dictionary).unwrap_or_default()
            });
        }
        Command::Hint {
            pack,
            facts,
            folder,
            keys,
        } => {
            let day = match day {
                Some(day) => day,
                None => clock(text)?.clock.now().day(),
            };
            let outside = folder.as_deref().map(|folder| (folder, keys.as_slice()));
            return hint::hint(pack, day, facts, outside, args.json);
        }
        _ => {}
    }
    let config = OpenConfig {
        dir: args.dir.clone(),
        practice: args.practice,
        fixed: None,
    };
    let ports = clock(args.day.as_deref())?;
    if let Command::Db(command) = &args.command {
        match command {
            DbCommand::Restore { file, code } => {
                let app = App::restore_with(config, ports, file, code)?;
                return show(args, &app.settings()?, print::settings);
            }
            DbCommand::Recover { code } => {
                let app = App::recover(config, ports, code)?;
                return show(args, &app.settings()?, print::settings);
            }
            DbCommand::HandOverCheck { file } => {
                return show(args, &App::hand_over_check(file)?, print::hand_over);
            }
            DbCommand::TakeOver {
                file,
                code,
                name,
                roles,
            } => {
                let input = SetupInput {
                    name: name.clone(),
                    roles: roles.clone(),
                    village: String::new(),
                    division: None,
                    practice: false,
                };
                let app = App::take_over_with(config, ports, file, code, &input)?;
                return show(args, &app.settings()?, print::settings);
            }
            DbCommand::Repair => return show(args, &App::repair(&config, &ports)?, print::report),
            _ => {}
        }
    }
    let app = App::open_with(config, ports)?;
    match &args.command {
        Command::Init {
            name,
            roles,
            village,
            division,
        } => {
            let outcome = app.setup(&SetupInput {
                name: name.clone(),
                roles: roles.clone(),
                village: village.clone(),
                division: division.clone(),
                practice: args.practice,
            })?;
            show(args, &outcome, print::outcome)
        }
        Command::Import {
            file,
            apply,
            postpone,
        } => import(args, &app, file, *apply, postpone),
        Command::Today { route, query } => {
            let filter = if *route { ROUTE } else { GROUPS };
            let view = app.today_by(filter, query.as_deref().unwrap_or_default())?;
            show(args, &view, print::today)
        }
        Command::Plan { month } => show(args, &app.month(month.as_deref())?, print::month),
        Command::Events => show(args, &app.events()?, print::page),
        Command::Campaign { campaign: None } => show(args, &app.campaigns()?, print::page),
        Command::Campaign {
            campaign: Some(key),
        } => show(args, &app.campaign(key)?, print::page),
        Command::Reports => show(args, &app.reports()?, print::page),
        Command::Homes { query } => {
            let view = app.homes_to(query.as_deref().unwrap_or_default(), u32::MAX)?;
            show(args, &view, print::homes)
        }
        Command::Home { home } => show(args, &find(&app, home)?, print::home),
        Command::Why { key } => why(args, &app, key),
        Command::Visit { home, script } => {
            let home = find(&app, home)?;
            script::visit(args, &app, &home.household, script.as_deref())
        }
        Command::Attempt { home } => {
            let home = find(&app, home)?;
            let visit = script::open(&app, &home.household)?;
            script::nobody(&app, &visit)?;
            let outcome = app.send(&Intent::RecordAttempt { visit })?;
            show(args, &outcome, print::outcome)
        }
        Command::Change { person, what, on } => {
            let outcome = app.send(&Intent::ChangePerson {
                person: person.clone(),
                change: match what {
                    Change::Died => ChangeKind::Died,
                    Change::Institution => ChangeKind::Institution,
                    Change::Moved => ChangeKind::Moved,
                },
                day: on.clone(),
            })?;
            show(args, &outcome, print::outcome)
        }
        Command::Correct {
            visit,
            to_day,
            void,
            reason,
        } => {
            let correction = Correction {
                day: to_day.clone(),
                void: *void,
                reason: reason.clone(),
            };
            show(args, &app.correct(visit, &correction)?, print::outcome)
        }
        Command::Flags => show(args, &app.flags()?, print::flags),
        Command::Ledger {
            ledger,
            month,
            xlsx,
            print: page,
        } => {
            let month = month.as_deref();
            let view = app.ledger(ledger, month, None)?;
            show(args, &view, print::ledger)?;
            let files = [(xlsx, ExportFormat::Xlsx), (page, ExportFormat::Print)];
            for (path, format) in files {
                if let Some(path) = path {
                    let file = app.ledger_export(ledger, month, None, format, path)?;
                    eprintln!("{}", file.sentence);
                }
            }
            Ok(())
        }
        Command::Settings => show(args, &app.settings()?, print::settings),
        Command::Db(command) => db(args, &app, command),
        Command::Exchange(command) => {
            let outcome = match command {
                ExchangeCommand::Export { file } => app.exchange_export(file)?,
                ExchangeCommand::Import { file } => app.exchange_import(file)?,
            };
            show(args, &outcome, print::outcome)
        }
        Command::Verify { trusted, .. } => {
            let known = evidence::known(trusted)?;
            evidence::tell(&app.evidence_report(&known)?, args.json)
        }
        Command::Evidence(EvidenceCommand::Export {
            file,
            visits,
            originals,
            to,
        }) => {
            let outcome = app.evidence_export(visits, *originals, to, file)?;
            show(args, &outcome, print::outcome)
        }
        Command::Evidence(EvidenceCommand::Receipt { file, by }) => {
            let outcome = app.evidence_receipt(file, by.as_deref())?;
            show(args, &outcome, print::outcome)
        }
        Command::Pack(_)
        | Command::Checklist(_)
        | Command::Evidence(_)
        | Command::Facts
        | Command::Hint { .. } => Ok(()),
    }
}

fn db(args: &Args, app: &App, command: &DbCommand) -> Result<()> {
    match command {
        DbCommand::Check => report(args, &app.check()?, "store_damaged"),
        DbCommand::Rebuild => show(args, &app.rebuild()?, print::report),
        DbCommand::Verify => report(args, &app.verify()?, "store_unsound"),
        DbCommand::Backup { file } => show(args, &app.backup(file)?, print::outcome),
        DbCommand::RecoveryCode => show(args, &app.recovery_code()?, print::recovery),
        DbCommand::HandOver { file, to } => show(args, &app.hand_over(file, to)?, print::hand_over),
        DbCommand::Wipe { word: None } => show(args, &app.wipe_look()?, print::wipe),
        DbCommand::Wipe { word: Some(word) } => show(args, &app.wipe(word)?, print::outcome),
        DbCommand::Restore { .. }
        | DbCommand::Recover { .. }
        | DbCommand::HandOverCheck { .. }
        | DbCommand::TakeOver { .. }
        | DbCommand::Repair => Ok(()),
    }
}

/// Writes what was found; what is not sound is a failure of the store.
fn report(args: &Args, found: &Report, code: &str) -> Result<()> {
    show(args, found, print::report)?;
    if found.sound {
        Ok(())
    } else {
        Err(Failure::new(STORE, code, found.sentence.clone()))
    }
}

/// Writes a view as JSON or as text.
pub(crate) fn show<V: Serialize>(args: &Args, view: &V, text: impl Fn(&V) -> String) -> Result<()> {
    emit(args.json, view, text)
}

/// Writes a view as JSON or as text.
pub(crate) fn emit<V: Serialize>(json: bool, view: &V, text: impl Fn(&V) -> String) -> Result<()> {
    use std::io::Write as _;
    let out = if json {
        serde_json::to_string(view)?
    } else {
        text(view)
    };
    // A reader that closed the pipe has read enough.
    let _ = writeln!(std::io::stdout().lock(), "{}", out.trim_end());
    Ok(())
}

/// Returns the ports of a desktop, with the clock stopped if a day is given.
fn clock(day: Option<&str>) -> Result<Ports> {
    let mut ports = ports();
    if let Some(text) = day {
        let wrong = || Failure::said(USAGE, "day", &[("text", text)]);
        let (day, time) = text.split_once('T').unwrap_or((text, "10:00"));
        let (hour, minute) = time.split_once(':').ok_or_else(wrong)?;
        let part = |text: &str, most: i64| -> Option<i64> {
            text.parse().ok().filter(|n| (0..=most).contains(n))
        };
        let day = Day::parse(day).map_err(|_| wrong())?;
        let hour = part(hour, 23).ok_or_else(wrong)?;
        let minute = part(minute, 59).ok_or_else(wrong)?;
        let ms = i64::from(day.epoch_days()) * 86_400_000 + (hour * 60 + minute - 480) * 60_000;
        ports.clock = Arc::new(FixedClock(Stamp {
            ms,
            offset_min: 480,
        }));
    }
    Ok(ports)
}

/// Finds a home by its id, or by words that match exactly one.
pub(crate) fn find(app: &App, home: &str) -> Result<HomeView> {
    match app.home(home) {
        Err(error) if error.kind == ErrorKind::NotFound && error.code == "no_home" => {
            let found = app.homes(home)?;
            let rows: Vec<&str> = found
                .groups
                .iter()
                .flat_map(|group| &group.rows)
                .map(|row| row.household.as_str())
                .collect();
            match rows.as_slice() {
                [household] => Ok(app.home(household)?),
                [] => Err(error.into()),
                _ => Err(Failure::said(
                    REFUSED,
                    "several_homes",
                    &[("count", &found.count)],
                )),
            }
        }
        other => Ok(other?),
    }
}

fn why(args: &Args, app: &App, key: &str) -> Result<()> {
    if key.starts_with("duty:") || key.starts_with("q:") {
        return show(args, &app.why(key)?, print::why);
    }
    let mut views = Vec::new();
    for line in find(app, key)?.due {
        if let Some(Screen::Why { key }) = &line.go {
            views.push(app.why(key)?);
        }
    }
    show(args, &views, |views| {
        let texts: Vec<String> = views.iter().map(print::why).collect();
        texts.join("\n")
    })
}

/// The difference list, and what applying it did.
#[derive(Debug, Serialize)]
struct Imported {
    look: ImportView,
    applied: Option<Outcome>,
}

fn import(args: &Args, app: &App, file: &Path, apply: bool, postpone: &[String]) -> Result<()> {
    let look = app.import_look(file)?;
    let applied = if apply {
        Some(
            app.send(&Intent::ApplyImport {
                token: look.token.clone(),
                decisions: postpone
                    .iter()
                    .map(|key| RowDecision {
                        key: key.clone(),
                        decision: Decision::Postpone,
                    })
                    .collect(),
            })?,
        )
    } else {
        None
    };
    show(args, &Imported { look, applied }, |imported| {
        let mut text = print::import(&imported.look);
        if let Some(outcome) = &imported.applied {
            text.push_str(&print::outcome(outcome));
        }
        text
    })
}
