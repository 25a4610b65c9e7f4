//! The one object that screens talk to.
//!
//! Every call reads what it needs, works it out and gives a ready view; nothing
//! is kept between calls but the open store and lists that were looked at.
//! Where things are: [`App`] here, opening in `open`, reading and writing in
//! `db`, one file a screen beside them.

mod calendar;
mod calling;
mod campaigns;
mod change;
mod correct;
mod db;
mod duty;
mod errors;
mod events;
mod exchange;
mod feedback;
mod first;
mod forms;
mod habits;
mod handing;
mod hint;
mod home;
mod homes;
pub(crate) mod kit;
mod ledger;
mod ledger_file;
mod missed;
mod month;
mod more;
mod notes;
mod open;
mod owed;
mod people;
mod period;
mod photo;
mod policies;
mod reports;
mod roster;
mod sample;
mod settings;
mod taking_back;
mod today;
mod trips;
mod upkeep;
mod visit;
mod visiting;
mod why;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tanfang_domain::schedule::parse_duty_id;
use tanfang_values::{Day, Period, PeriodKind, PhotoId};

use crate::error::{AppError, ErrorKind, Result};
use crate::ports::Ports;
use crate::texts::Texts;
use crate::view::{
    ExportFormat, FirstView, FlagsView, HomeView, Intent, LedgerFile, LedgerView, MoreView,
    Outcome, RecoveryView, Screen, SetupInput, VisitInput, VisitView, WhyView,
};
pub use correct::Correction;
use db::Span;
use kit::{Kit, Pack};
use open::Session;
use people::Snapshot;

/// Says where a store lies and how it is opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenConfig {
    /// Folder of the store; made if it is not there.
    pub dir: PathBuf,
    /// Whether to open 练习, which lies in a folder of its own below `dir`.
    pub practice: bool,
    /// A clock that stands and seeded random bytes, for tests and vectors only.
    pub fixed: Option<Fixed>,
}

/// Fixes time and chance, so that the same taps give the same bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fixed {
    /// What the clock says, UTC milliseconds.
    pub now_ms: i64,
    /// Seed of the random bytes.
    pub seed: u64,
}

/// The whole core behind one object: a view a screen, an outcome a tap.
///
/// Every call is synchronous, may come from any thread and leaves nothing
/// open; a call that panicked does not poison the next.
#[derive(Debug)]
pub struct App {
    config: OpenConfig,
    ports: Ports,
    kit: Kit,
    session: Mutex<Session>,
    /// Photos for which a decoder was asked once more since the start.
    tried_again: Mutex<BTreeSet<PhotoId>>,
}

fn desktop_ports(config: &OpenConfig) -> Ports {
    match config.fixed {
        Some(fixed) => crate::desktop::fixed_ports(fixed.now_ms, fixed.seed),
        None => crate::desktop::ports(),
    }
}

/// What most screens need at once.
struct Scene {
    pack: Pack,
    snapshot: Arc<Snapshot>,
}

/// A ledger with what it was made from.
struct MadeLedger {
    scene: Scene,
    def: tanfang_domain::ledger::LedgerDef,
    book: Option<tanfang_domain::ledger::Book>,
    ledger: tanfang_domain::ledger::Ledger,
}

impl App {
    /// Opens the store of a folder, or makes one, with what a desktop gives.
    pub fn open(config: OpenConfig) -> Result<Self> {
        let ports = desktop_ports(&config);
        Self::open_with(config, ports)
    }

    /// Opens the store of a folder, or makes one, with what the device gives.
    pub fn open_with(config: OpenConfig, ports: Ports) -> Result<Self> {
        let kit = Kit::builtin()?;
        let practice = config.practice || open::was_practice(&config.dir);
        let session = match Session::open(&kit, &ports, &config.dir, practice) {
            // A lost key of 练习, for which nobody has a code, must not stand before the real store.
            Err(error) if error.kind == ErrorKind::WrongKey && practice && !config.practice => {
                Session::open(&kit, &ports, &config.dir, false)?
            }
            opened => opened?,
        };
        Ok(Self {
            config,
            ports,
            kit,
            session: Mutex::new(session),
            tried_again: Mutex::default(),
        })
    }

    /// Opens a new store from an encrypted backup; the code is the recovery code.
    ///
    /// The folder must not hold a store yet.
    pub fn restore(config: OpenConfig, from: &Path, code: &str) -> Result<Self> {
        let ports = desktop_ports(&config);
        Self::restore_with(config, ports, from, code)
    }

    /// Opens a new store from an encrypted backup, with what the device gives.
    pub fn restore_with(config: OpenConfig, ports: Ports, from: &Path, code: &str) -> Result<Self> {
        let kit = Kit::builtin()?;
        let session = Session::restore(&kit, &ports, &config.dir, from, code)?;
        Ok(Self {
            config,
            ports,
            kit,
            session: Mutex::new(session),
            tried_again: Mutex::default(),
        })
    }

    /// Opens a store whose key this device does not have, with the recovery code;
    /// the device gets a key, and the store goes on as a new instance.
    pub fn recover(config: OpenConfig, ports: Ports, code: &str) -> Result<Self> {
        let kit = Kit::builtin()?;
        let session = Session::recover(&kit, &ports, &config.dir, config.practice, code)?;
        Ok(Self {
            config,
            ports,
            kit,
            session: Mutex::new(session),
            tried_again: Mutex::default(),
        })
    }

    /// Lends the store to a test that breaks what must be broken on purpose.
    #[doc(hidden)]
    pub fn with_store_for_tests<T>(&self, test: impl FnOnce(&tanfang_store::Store) -> T) -> T {
        test(self.session().db.store())
    }

    /// Opens a store as [`App::open_with`] does, in a fictitious county whose pack a test brings.
    #[doc(hidden)]
    pub fn open_on_packs_for_tests(
        config: OpenConfig,
        ports: Ports,
        files: &[tanfang_policy::pack::SourceFile<'_>],
        county: &str,
    ) -> Result<Self> {
        let kit = Kit::with(files, county)?;
        let session = Session::open(&kit, &ports, &config.dir, config.practice)?;
        Ok(Self {
            config,
            ports,
            kit,
            session: Mutex::new(session),
            tried_again: Mutex::default(),
        })
    }

    /// Forgets what was read, so that a test sees whether it was stale.
    #[doc(hidden)]
    pub fn forget_for_tests(&self) {
        let mut session = self.session();
        session.read = None;
        session.home = None;
    }

    /// Returns the folder that was opened.
    pub fn dir(&self) -> &Path {
        &self.config.dir
    }

    fn session(&self) -> MutexGuard<'_, Session> {
        self.session.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tried_again(&self) -> MutexGuard<'_, BTreeSet<PhotoId>> {
        self.tried_again
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn today_day(&self) -> Day {
        self.ports.clock.now().day()
    }

    fn not_found(&self, code: &str) -> AppError {
        self.kit.error(ErrorKind::NotFound, code, &[])
    }

    /// Returns 首次打开.
    pub fn first(&self) -> Result<FirstView> {
        let session = self.session();
        Ok(first::view(&self.kit, session.db.is_set_up(&self.kit)?))
    }

    /// Sets up the worker, the village and the grid.
    pub fn setup(&self, input: &SetupInput) -> Result<Outcome> {
        let setup = first::check(&self.kit, input)?;
        let mut session = self.session();
        if session.practice != input.practice {
            *session = Session::open(&self.kit, &self.ports, &self.config.dir, input.practice)?;
        }
        let today = self.today_day();
        session.db.set_up(&self.kit, &self.ports, &setup, today)?;
        if input.practice
            && self
                .scene(&mut session, Span::Roster)?
                .snapshot
                .homes
                .is_empty()
        {
            let ops = sample::ops(&self.kit, &setup.grid, today)?;
            let post = session.db.post(&self.kit)?;
            session.db.write(&self.kit, &self.ports, &post, |_| {
                Ok(tanfang_store::Decision::new(ops, ()))
            })?;
        }
        let texts = self.kit.say.texts();
        let sentence = if input.practice {
            texts.get("first.practice_done").to_owned()
        } else {
            texts.format(
                "first.done",
                &[
                    ("worker", (&setup.name).into()),
                    ("village", (&setup.village).into()),
                ],
            )
        };
        Ok(Outcome {
            sentence,
            undo: None,
            go: Some(Screen::Today),
            changed: true,
        })
    }

    /// Returns 一户.
    pub fn home(&self, household: &str) -> Result<HomeView> {
        let mut session = self.session();
        let scene = self.scene(&mut session, Span::Home(household))?;
        let home = scene
            .snapshot
            .home(household)
            .ok_or_else(|| self.not_found("no_home"))?;
        let problems = session.db.problems(&self.kit, home)?;
        Ok(home::view(&self.kit.say, &scene, home, &problems))
    }

    /// Returns 走访 of an open draft.
    pub fn visit(&self, visit: &str) -> Result<VisitView> {
        visiting::view(self, visit)
    }

    /// Takes one answer of an open draft; it is saved when this returns.
    pub fn visit_answer(&self, visit: &str, input: &VisitInput) -> Result<VisitView> {
        visiting::answer(self, visit, input)
    }

    /// Does what a tap means.
    pub fn send(&self, intent: &Intent) -> Result<Outcome> {
        match intent {
            Intent::Go { screen } => Ok(Outcome {
                sentence: String::new(),
                undo: None,
                go: Some(screen.clone()),
                changed: false,
            }),
            Intent::OpenVisit { household } => visiting::open(self, household),
            Intent::RecordAttempt { visit } => visiting::attempt(self, visit),
            Intent::CloseVisit { visit } => visiting::close(self, visit),
            Intent::LeaveVisit { visit } => visiting::leave(self, visit),
            Intent::ChangePerson {
                person,
                change,
                day,
            } => change::record(self, person, *change, day),
            Intent::RecordContact {
                household,
                whose,
                result,
                note,
            } => calling::record(self, household, whose, result, note),
            Intent::DropItem { household, item } => hint::items::remove(self, household, item),
            Intent::SetLook { look } => settings::set_look(self, *look),
            Intent::SetNumber { key, number } => settings::set_number(self, key, number),
            Intent::SetEvent { name, open } => settings::set_event(self, name, *open),
            Intent::WriteFeedback {
                topic,
                text,
                call_back,
            } => feedback::write(self, topic, text, *call_back),
            Intent::PhotoConsent { .. }
            | Intent::ExplainFinding { .. }
            | Intent::VoidPhoto { .. }
            | Intent::FreePhotos { .. } => photo::send(self, intent),
            other => roster::calls::send(self, other),
        }
    }

    /// Returns 为什么 of a duty or a question, by the key a view gave.
    pub fn why(&self, key: &str) -> Result<WhyView> {
        if let Some(form) = key.strip_prefix(forms::WHY_KEY) {
            return forms::why(self, form);
        }
        let mut session = self.session();
        if let Some(id) = key.strip_prefix(duty::DUTY_KEY) {
            let reference =
                parse_duty_id(&id.into()).ok_or_else(|| self.not_found("no_question"))?;
            let household = session
                .db
                .household_of(&self.kit, &reference.about)?
                .ok_or_else(|| self.not_found("no_home"))?;
            let scene = self.scene(&mut session, Span::Home(&household))?;
            let snapshot = &scene.snapshot;
            let home = snapshot
                .home(&household)
                .ok_or_else(|| self.not_found("no_home"))?;
            let book = snapshot.book();
            let schedule = snapshot.schedule(&scene.pack.work, &book);
            let duty = schedule
                .duty(home, &reference)
                .ok_or_else(|| self.not_found("no_question"))?;
            let open = duty.own && duty.is_open_on(snapshot.today);
            let again = if open && !schedule.missed(&home.id).is_empty() {
                let habits = habits::Habits::read(&session, &self.kit)?;
                let duties = schedule.today([home]).duties;
                missed::again(self, &schedule, home, &habits, &duties, false)
            } else {
                None
            };
            return Ok(why::duty_view(
                &self.kit.say,
                &scene.pack.resolved,
                &scene.pack.work,
                snapshot,
                &duty,
                again,
            ));
        }
        let (q, about) = key
            .strip_prefix(visit::view::QUESTION_KEY)
            .and_then(visit::parse_question_key)
            .ok_or_else(|| self.not_found("no_question"))?;
        let reasons = visiting::reasons(self, &mut session, q, &about)?;
        let post = session.db.post(&self.kit)?;
        let pack = session.pack(&self.kit, &post.division)?;
        let (checklist, question) = pack
            .work
            .question(q)
            .ok_or_else(|| self.not_found("no_question"))?;
        Ok(why::question_view(
            &self.kit.say,
            &pack.resolved,
            &pack.work,
            checklist,
            question,
            &reasons,
        ))
    }

    /// Returns a ledger for a period (`2026-11`, `2026-W47`, `2026-Q4`) and one of its books.
    ///
    /// Without a period, the present one; without a book, the first.
    pub fn ledger(
        &self,
        ledger: &str,
        period: Option<&str>,
        book: Option<&str>,
    ) -> Result<LedgerView> {
        let mut session = self.session();
        let made = self.made(&mut session, ledger, period, book)?;
        Ok(self.ledger_view(&made))
    }

    fn ledger_view(&self, made: &MadeLedger) -> LedgerView {
        ledger::view(
            &self.kit.say,
            &made.scene.pack.work,
            &made.scene.snapshot,
            &made.def,
            made.book.as_ref(),
            &made.ledger,
        )
    }

    fn made(
        &self,
        session: &mut Session,
        ledger: &str,
        period: Option<&str>,
        book: Option<&str>,
    ) -> Result<MadeLedger> {
        let post = session.db.post(&self.kit)?;
        let pack = session.pack(&self.kit, &post.division)?;
        let none = || self.not_found("no_ledger");
        let def = pack.work.ledger(ledger).ok_or_else(none)?.clone();
        let book = match book {
            Some(id) => Some(def.book(Some(id)).ok_or_else(none)?.clone()),
            None => def.book(None).cloned(),
        };
        let week_start = pack.work.week_start();
        let period = if let Some(text) = period {
            period::parse(text, week_start)
                .filter(|period| def.periods.is_empty() || def.periods.contains(&period.kind))
                .ok_or_else(|| {
                    self.kit
                        .error(ErrorKind::Invalid, "month_bad", &[("text", text)])
                })?
        } else {
            let usual = def.periods.first().copied().unwrap_or(PeriodKind::Month);
            Period::containing(usual, self.today_day(), week_start)
        };
        let first = db::first_needed(&pack, period.first);
        let scene = self.scene(session, Span::Month(first))?;
        let flags = session.db.raised(&self.kit, &scene.pack, &scene.snapshot)?;
        let from = ledger::From {
            say: &self.kit.say,
            places: &self.kit.words,
            work: &scene.pack.work,
            snapshot: &scene.snapshot,
            flags: &flags,
        };
        let made = ledger::rows(&from, &def, book.as_ref(), period).ok_or_else(none)?;
        Ok(MadeLedger {
            scene,
            def,
            book,
            ledger: made,
        })
    }

    /// Writes a ledger to a file that the worker chose.
    pub fn ledger_export(
        &self,
        ledger: &str,
        period: Option<&str>,
        book: Option<&str>,
        format: ExportFormat,
        path: &Path,
    ) -> Result<LedgerFile> {
        let mut session = self.session();
        let made = self.made(&mut session, ledger, period, book)?;
        let view = self.ledger_view(&made);
        ledger_file::write(
            &self.kit,
            &ledger_file::Made {
                resolved: &made.scene.pack.resolved,
                snapshot: &made.scene.snapshot,
                def: &made.def,
                book: made.book.as_ref(),
                ledger: &made.ledger,
                view: &view,
                cut: session.db.cut(&self.kit)?,
            },
            format,
            path,
        )
    }

    /// Returns 线索: every open flag.
    pub fn flags(&self) -> Result<FlagsView> {
        let mut session = self.session();
        let scene = self.scene(&mut session, Span::Today)?;
        Ok(more::flags(
            &self.kit.say,
            &scene.pack.work,
            &scene.snapshot,
        ))
    }

    /// Returns 更多.
    pub fn more(&self) -> Result<MoreView> {
        let mut session = self.session();
        let scene = self.scene(&mut session, Span::Today)?;
        Ok(more::more(&self.kit.say, &scene.snapshot, session.practice))
    }

    /// Writes one encrypted file that [`App::restore`] reads.
    pub fn backup(&self, path: &Path) -> Result<Outcome> {
        let session = self.session();
        session.db.backup(&self.kit, path, &self.ports.moment())?;
        Ok(Outcome {
            sentence: self.kit.say.texts().get("settings.backup_done").to_owned(),
            undo: None,
            go: None,
            changed: true,
        })
    }

    /// Makes a recovery code, which replaces the one before and is shown once.
    pub fn recovery_code(&self) -> Result<RecoveryView> {
        let mut session = self.session();
        let code = session.recovery_code(&self.kit, &self.ports)?;
        Ok(RecoveryView {
            sentence: self.kit.say.texts().get("settings.recovery").to_owned(),
            groups: code.groups().to_vec(),
            qr_text: code.qr_text(),
        })
    }

    /// Writes every record that another worker of the grid may hold to a file.
    ///
    /// The file names people: it is a chosen export, like a ledger.
    pub fn exchange_export(&self, path: &Path) -> Result<Outcome> {
        exchange::export(self, path)
    }

    /// Takes the records of a file that another store exported; again changes nothing.
    pub fn exchange_import(&self, path: &Path) -> Result<Outcome> {
        exchange::import(self, path)
    }
}
