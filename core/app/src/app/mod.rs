//! The one object that screens talk to.

use std::path::{Path, PathBuf};

use crate::error::{AppError, ErrorKind, Result};
use crate::view::{
    ExportFormat, FirstView, FlagsView, HomeView, HomesView, ImportView, Intent, LedgerFile,
    LedgerView, MoreView, Outcome, RecoveryView, SettingsView, SetupInput, TodayView, VisitInput,
    VisitView, WhyView,
};

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
}

impl App {
    /// Opens the store of a folder, or makes one.
    pub fn open(config: OpenConfig) -> Result<Self> {
        Ok(Self { config })
    }

    /// Opens a new store from an encrypted backup; the code is the recovery code.
    ///
    /// The folder must not hold a store yet.
    pub fn restore(config: OpenConfig, from: &Path, code: &str) -> Result<Self> {
        let _ = (config, from, code);
        Err(not_yet())
    }

    /// Returns the folder that was opened.
    pub fn dir(&self) -> &Path {
        &self.config.dir
    }

    /// Returns 首次打开.
    pub fn first(&self) -> Result<FirstView> {
        Err(not_yet())
    }

    /// Sets up the worker, the village and the grid.
    pub fn setup(&self, input: &SetupInput) -> Result<Outcome> {
        let _ = input;
        Err(not_yet())
    }

    /// Returns 今天.
    pub fn today(&self) -> Result<TodayView> {
        Err(not_yet())
    }

    /// Returns 各户 for a search text; all homes when it is empty.
    pub fn homes(&self, query: &str) -> Result<HomesView> {
        let _ = query;
        Err(not_yet())
    }

    /// Returns 一户.
    pub fn home(&self, household: &str) -> Result<HomeView> {
        let _ = household;
        Err(not_yet())
    }

    /// Returns 走访 of an open draft.
    pub fn visit(&self, visit: &str) -> Result<VisitView> {
        let _ = visit;
        Err(not_yet())
    }

    /// Takes one answer of an open draft; it is saved when this returns.
    pub fn visit_answer(&self, visit: &str, input: &VisitInput) -> Result<VisitView> {
        let _ = (visit, input);
        Err(not_yet())
    }

    /// Does what a tap means.
    pub fn send(&self, intent: &Intent) -> Result<Outcome> {
        let _ = intent;
        Err(not_yet())
    }

    /// Returns 为什么 of a duty or a question, by the key a view gave.
    pub fn why(&self, key: &str) -> Result<WhyView> {
        let _ = key;
        Err(not_yet())
    }

    /// Returns a ledger for a month (`2026-11`), or for this month.
    pub fn ledger(&self, ledger: &str, month: Option<&str>) -> Result<LedgerView> {
        let _ = (ledger, month);
        Err(not_yet())
    }

    /// Writes a ledger to a file that the worker chose.
    pub fn ledger_export(
        &self,
        ledger: &str,
        month: Option<&str>,
        format: ExportFormat,
        path: &Path,
    ) -> Result<LedgerFile> {
        let _ = (ledger, month, format, path);
        Err(not_yet())
    }

    /// Reads a list and says what it would change; nothing is written.
    pub fn import_look(&self, path: &Path) -> Result<ImportView> {
        let _ = path;
        Err(not_yet())
    }

    /// Returns 线索: every open flag.
    pub fn flags(&self) -> Result<FlagsView> {
        Err(not_yet())
    }

    /// Returns 更多.
    pub fn more(&self) -> Result<MoreView> {
        Err(not_yet())
    }

    /// Returns 设置.
    pub fn settings(&self) -> Result<SettingsView> {
        Err(not_yet())
    }

    /// Writes one encrypted file that [`App::restore`] reads.
    pub fn backup(&self, path: &Path) -> Result<Outcome> {
        let _ = path;
        Err(not_yet())
    }

    /// Makes a recovery code, which replaces the one before and is shown once.
    pub fn recovery_code(&self) -> Result<RecoveryView> {
        Err(not_yet())
    }
}

fn not_yet() -> AppError {
    AppError::new(ErrorKind::Internal, "not_yet", String::new())
}
