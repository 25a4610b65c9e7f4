//! Calls whose screens are being built: each moves to a file of its own.

use std::path::Path;

use super::{App, OpenConfig};
use crate::error::{AppError, ErrorKind, Result};
use crate::view::{
    CallView, ContactView, FeedbackView, HandOverView, Intent, LedgerFile, LookSetting, Outcome,
    SetupInput, ThemeChoice, TypeSize, WipeView,
};

fn coming(app: &App) -> AppError {
    app.kit.error(ErrorKind::Internal, "internal", &[])
}

pub(crate) fn send(app: &App, _intent: &Intent) -> Result<Outcome> {
    Err(coming(app))
}

impl App {
    /// Opens a new store from a hand-over file.
    pub fn take_over(
        config: OpenConfig,
        from: &Path,
        code: &str,
        _input: &SetupInput,
    ) -> Result<Self> {
        Self::restore(config, from, code)
    }

    /// Goes on with what a hand-over file holds, in place of a store in which nobody has begun.
    pub fn take_over_here(
        &self,
        _from: &Path,
        _code: &str,
        _input: &SetupInput,
    ) -> Result<Outcome> {
        Err(coming(self))
    }

    /// Returns how the screens look on this phone; quick, for before the first screen.
    pub fn look(&self) -> Result<LookSetting> {
        Ok(LookSetting {
            size: TypeSize::Normal,
            theme: ThemeChoice::System,
            mask: false,
        })
    }

    /// Returns what must read the same on both phones.
    pub fn hand_over_check(_from: &Path) -> Result<HandOverView> {
        let kit = super::Kit::builtin()?;
        Err(kit.error(ErrorKind::Internal, "internal", &[]))
    }

    /// Writes the answered match list.
    pub fn match_export(&self, _batch: &str, _path: &Path) -> Result<LedgerFile> {
        Err(coming(self))
    }

    /// Returns 打通了吗.
    pub fn contact(&self, _household: &str, _whose: &str) -> Result<ContactView> {
        Err(coming(self))
    }

    /// Returns 紧急电话.
    pub fn call(&self, _flag: Option<&str>) -> Result<CallView> {
        Err(coming(self))
    }

    /// Takes a working-day calendar from a file.
    pub fn install_calendar(&self, _path: &Path) -> Result<Outcome> {
        Err(coming(self))
    }

    /// Returns 投诉建议.
    pub fn feedback(&self) -> Result<FeedbackView> {
        Err(coming(self))
    }

    /// Returns what stands on 交给接手的人.
    pub fn hand_over_look(&self) -> Result<HandOverView> {
        Err(coming(self))
    }

    /// Writes the file for the successor.
    pub fn hand_over(&self, _path: &Path, _to_name: &str) -> Result<HandOverView> {
        Err(coming(self))
    }

    /// Returns what wiping would lose.
    pub fn wipe_look(&self) -> Result<WipeView> {
        Err(coming(self))
    }

    /// Removes everything of this worker from this phone.
    pub fn wipe(&self, _word: &str) -> Result<Outcome> {
        Err(coming(self))
    }
}
