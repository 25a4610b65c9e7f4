//! The one object that Kotlin and Swift hold.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tanfang_app::view::{
    ExportFormat, FirstView, FlagsView, HomeView, HomesView, ImportView, Intent, LedgerFile,
    LedgerView, MoreView, Outcome, RecoveryView, SettingsView, SetupInput, TodayView, VisitInput,
    VisitView, WhyView,
};
use tanfang_app::{App, Fixed, OpenConfig};

use crate::ApiError;

/// Holds one worker's store and answers one screen a call.
///
/// Every call is synchronous and may touch the disk: call it off the main
/// thread. The object may be shared between threads.
#[derive(uniffi::Object)]
pub struct Tanfang {
    app: App,
}

#[uniffi::export]
impl Tanfang {
    /// Opens the store in a folder, or makes one there; 练习 lies apart in the same folder.
    #[uniffi::constructor]
    pub fn open(dir: String, practice: bool) -> Result<Arc<Self>, ApiError> {
        let app = App::open(OpenConfig {
            dir: PathBuf::from(dir),
            practice,
            fixed: None,
        })?;
        Ok(Arc::new(Self { app }))
    }

    /// Opens a store whose clock stands still and whose draws are seeded.
    ///
    /// For tests: the same calls give the same bytes on every platform.
    #[uniffi::constructor]
    pub fn open_fixed(dir: String, now_ms: i64, seed: i64) -> Result<Arc<Self>, ApiError> {
        let app = App::open(OpenConfig {
            dir: PathBuf::from(dir),
            practice: false,
            fixed: Some(Fixed {
                now_ms,
                seed: seed.unsigned_abs(),
            }),
        })?;
        Ok(Arc::new(Self { app }))
    }

    /// Opens a new store from an encrypted backup and its recovery code.
    ///
    /// The folder must not hold a store yet.
    #[uniffi::constructor]
    pub fn restore(dir: String, from: String, code: String) -> Result<Arc<Self>, ApiError> {
        let config = OpenConfig {
            dir: PathBuf::from(dir),
            practice: false,
            fixed: None,
        };
        let app = App::restore(config, Path::new(&from), &code)?;
        Ok(Arc::new(Self { app }))
    }

    /// Returns 首次打开.
    pub fn first(&self) -> Result<FirstView, ApiError> {
        Ok(self.app.first()?)
    }

    /// Records who works here and in which village.
    pub fn setup(&self, input: SetupInput) -> Result<Outcome, ApiError> {
        Ok(self.app.setup(&input)?)
    }

    /// Returns 今天.
    pub fn today(&self) -> Result<TodayView, ApiError> {
        Ok(self.app.today()?)
    }

    /// Returns 各户 for a search text; an empty text gives every home.
    pub fn homes(&self, query: String) -> Result<HomesView, ApiError> {
        Ok(self.app.homes(&query)?)
    }

    /// Returns 一户.
    pub fn home(&self, household: String) -> Result<HomeView, ApiError> {
        Ok(self.app.home(&household)?)
    }

    /// Returns 走访 of a visit whose draft is open.
    pub fn visit(&self, visit: String) -> Result<VisitView, ApiError> {
        Ok(self.app.visit(&visit)?)
    }

    /// Takes one answer; it is durable when the call returns.
    pub fn visit_answer(&self, visit: String, input: VisitInput) -> Result<VisitView, ApiError> {
        Ok(self.app.visit_answer(&visit, &input)?)
    }

    /// Does what a tap means.
    pub fn send(&self, intent: Intent) -> Result<Outcome, ApiError> {
        Ok(self.app.send(&intent)?)
    }

    /// Returns 为什么 for a key that another view gave.
    pub fn why(&self, key: String) -> Result<WhyView, ApiError> {
        Ok(self.app.why(&key)?)
    }

    /// Returns 台账 for a month such as `2026-11`; without one, the present month.
    pub fn ledger(&self, ledger: String, month: Option<String>) -> Result<LedgerView, ApiError> {
        Ok(self.app.ledger(&ledger, month.as_deref())?)
    }

    /// Writes a ledger to a file that the worker chose.
    pub fn ledger_export(
        &self,
        ledger: String,
        month: Option<String>,
        format: ExportFormat,
        path: String,
    ) -> Result<LedgerFile, ApiError> {
        Ok(self
            .app
            .ledger_export(&ledger, month.as_deref(), format, Path::new(&path))?)
    }

    /// Reads a list and returns what it would change; nothing is written.
    pub fn import_look(&self, path: String) -> Result<ImportView, ApiError> {
        Ok(self.app.import_look(Path::new(&path))?)
    }

    /// Returns 线索: every open flag.
    pub fn flags(&self) -> Result<FlagsView, ApiError> {
        Ok(self.app.flags()?)
    }

    /// Returns 更多.
    pub fn more(&self) -> Result<MoreView, ApiError> {
        Ok(self.app.more()?)
    }

    /// Returns 设置.
    pub fn settings(&self) -> Result<SettingsView, ApiError> {
        Ok(self.app.settings()?)
    }

    /// Writes one encrypted file that `restore` reads.
    pub fn backup(&self, path: String) -> Result<Outcome, ApiError> {
        Ok(self.app.backup(Path::new(&path))?)
    }

    /// Makes a recovery code, which replaces the one before and is shown once.
    pub fn recovery_code(&self) -> Result<RecoveryView, ApiError> {
        Ok(self.app.recovery_code()?)
    }
}

/// Names a way in which a call can go wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum Fault {
    /// An error of each kind that a screen tells apart: here `Invalid`.
    Error,
    /// A defect in the core: caught at the boundary, the process lives on.
    Panic,
}

/// Goes wrong on purpose, so that the bindings' tests can see what arrives.
#[uniffi::export]
#[allow(clippy::panic)] // the one place that panics, and only when asked to
pub fn fault(kind: Fault) -> Result<String, ApiError> {
    match kind {
        Fault::Error => Err(ApiError::Invalid {
            code: "fault".to_owned(),
            sentence: String::new(),
        }),
        Fault::Panic => panic!("fault asked for"),
    }
}
