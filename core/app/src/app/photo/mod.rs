//! 照片: kept at once, worked on afterwards, never required.

use std::path::Path;

use super::App;
use crate::error::{AppError, ErrorKind, Result};
use crate::view::{
    Intent, Outcome, PageView, PhotoInput, PhotoView, PhotosView, SignInput, SigningView,
};

impl App {
    /// Returns 照片 of a visit, or of a home outside of any visit.
    pub fn photos(&self, _household: &str, _visit: Option<&str>) -> Result<PhotosView> {
        Err(not_yet(self))
    }

    /// Keeps a photo; the file and its record are durable when this returns.
    pub fn photo_add(&self, _input: &PhotoInput) -> Result<Outcome> {
        Err(not_yet(self))
    }

    /// Makes the copy and the fingerprint of the oldest photo that has none; says how many are left.
    pub fn photo_work(&self) -> Result<u32> {
        Err(not_yet(self))
    }

    /// Returns one photo with what can be said about it.
    pub fn photo(&self, _photo: &str) -> Result<PhotoView> {
        Err(not_yet(self))
    }

    /// Returns the picture of a photo as a JPEG: the copy to show, or the thumbnail.
    pub fn photo_picture(&self, _photo: &str, _thumb: bool) -> Result<Vec<u8>> {
        Err(not_yet(self))
    }

    /// Returns 签字 of a visit that was closed.
    pub fn signing(&self, _visit: &str) -> Result<SigningView> {
        Err(not_yet(self))
    }

    /// Keeps a signature, or that there is none.
    pub fn sign(&self, _input: &SignInput) -> Result<Outcome> {
        Err(not_yet(self))
    }

    /// Returns what is worth a second look in a home, or in every home.
    pub fn evidence(&self, _household: Option<&str>) -> Result<PageView> {
        Err(not_yet(self))
    }

    /// Returns 存储: the room photos take, and what may be freed.
    pub fn storage(&self) -> Result<PageView> {
        Err(not_yet(self))
    }

    /// Writes the evidence of visits (all, if none is named) to a file that others can check.
    pub fn evidence_export(
        &self,
        _visits: &[String],
        _originals: bool,
        _to: &str,
        _path: &Path,
    ) -> Result<Outcome> {
        Err(not_yet(self))
    }

    /// Checks this phone's own records, or a file or folder that was handed out.
    pub fn evidence_verify(&self, _path: Option<&Path>) -> Result<PageView> {
        Err(not_yet(self))
    }
}

fn not_yet(app: &App) -> AppError {
    app.kit.error(ErrorKind::NotFound, "photo_not_yet", &[])
}

/// Does what a tap on one of these screens means.
pub(crate) fn send(app: &App, _intent: &Intent) -> Result<Outcome> {
    Err(not_yet(app))
}
