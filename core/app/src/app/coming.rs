//! Calls whose screens are being built: each moves to a file of its own.

use std::path::Path;

use super::App;
use crate::error::{AppError, ErrorKind, Result};
use crate::view::{
    FeedbackView, Intent, LookSetting, Outcome, ThemeChoice, TypeSize,
};

fn coming(app: &App) -> AppError {
    app.kit.error(ErrorKind::Internal, "internal", &[])
}

pub(crate) fn send(app: &App, _intent: &Intent) -> Result<Outcome> {
    Err(coming(app))
}

impl App {
    /// Returns how the screens look on this phone; quick, for before the first screen.
    pub fn look(&self) -> Result<LookSetting> {
        Ok(LookSetting {
            size: TypeSize::Normal,
            theme: ThemeChoice::System,
            mask: false,
        })
    }

    /// Takes a working-day calendar from a file.
    pub fn install_calendar(&self, _path: &Path) -> Result<Outcome> {
        Err(coming(self))
    }

    /// Returns 投诉建议.
    pub fn feedback(&self) -> Result<FeedbackView> {
        Err(coming(self))
    }
}
