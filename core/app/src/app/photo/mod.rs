//! 照片: kept at once, worked on afterwards, never required. 签字, and what photos say.
//!
//! In the order in which a photo goes: `intake` keeps it, `derive` makes its copy and looks for
//! pictures like it, `list` and `one` show it, `near` lays visits side by side, `storage` frees
//! room, `hand_out` gives evidence away and checks it, `case` reads what is checked, `receipt` keeps what the township saw. `files` knows where the files lie, `words` what codes are called; `sign` is 签字, `stamp`
//! the watermark.

mod case;
mod derive;
pub(crate) mod entry;
mod files;
mod findings;
mod hand_out;
mod intake;
mod list;
mod near;
mod one;
mod receipt;
mod sign;
mod stamp;
mod storage;
mod words;

use std::path::Path;
use tanfang_evidence::vault::Part;
use tanfang_store::PhotoRecord;
use tanfang_values::PhotoId;

use super::{App, Scene};
use crate::error::{ErrorKind, Result};
use crate::say::Say;
use crate::texts::Texts;
use crate::view::{
    Action, Intent, Outcome, PageView, PhotoInput, PhotoView, PhotosView, SignInput, SigningView,
};
pub(crate) use files::FOLDER;

impl App {
    /// Returns 照片 of a visit, or of a home outside of any visit.
    pub fn photos(&self, household: &str, visit: Option<&str>) -> Result<PhotosView> {
        list::view(self, household, visit)
    }

    /// Keeps a photo; the file and its record are durable when this returns.
    pub fn photo_add(&self, input: &PhotoInput) -> Result<Outcome> {
        intake::add(self, input)
    }

    /// Makes the copy and the fingerprint of the oldest photo that has none; says how many are left.
    pub fn photo_work(&self) -> Result<u32> {
        derive::work(self)
    }

    /// Returns one photo with what can be said about it.
    pub fn photo(&self, photo: &str) -> Result<PhotoView> {
        one::view(self, photo)
    }

    /// Returns the picture of a photo as a JPEG: the copy to show, or the thumbnail.
    pub fn photo_picture(&self, photo: &str, thumb: bool) -> Result<Vec<u8>> {
        let (id, vault) = {
            let mut session = self.session();
            let (record, _) = intake::find(self, &mut session, photo)?;
            (record.taken.photo, session.vault(&self.kit)?)
        };
        let part = if thumb { Part::Thumb } else { Part::View };
        match files::read(self, &vault, &id, part) {
            // Freed to make room: it is made again, and not kept.
            Err(error) if error.code == "photo_gone" => derive::fresh(self, &vault, &id, thumb),
            read => read,
        }
    }

    /// Returns the copy to show with the watermark of its record drawn on it, as a JPEG.
    ///
    /// `font` is a font file of the platform that has Chinese, `index` its place in a collection. A
    /// picture too small for a legible watermark comes without one.
    pub fn photo_stamped(&self, photo: &str, font: &Path, index: u32) -> Result<Vec<u8>> {
        stamp::stamped(self, photo, font, index)
    }

    /// Returns 签字 of a visit that was closed.
    pub fn signing(&self, visit: &str) -> Result<SigningView> {
        sign::view(self, visit)
    }

    /// Keeps a signature, or that there is none.
    pub fn sign(&self, input: &SignInput) -> Result<Outcome> {
        sign::sign(self, input)
    }

    /// Returns what is worth a second look in a home, or in every home.
    pub fn evidence(&self, household: Option<&str>) -> Result<PageView> {
        near::view(self, household)
    }

    /// Returns 存储: the room photos take, and what may be freed.
    pub fn storage(&self) -> Result<PageView> {
        storage::view(self)
    }

    /// Writes the evidence of visits (all, if none is named) to a file that others can check.
    pub fn evidence_export(
        &self,
        visits: &[String],
        originals: bool,
        to: &str,
        path: &Path,
    ) -> Result<Outcome> {
        hand_out::export(self, visits, originals, to, path)
    }

    /// Keeps the receipts of a file that came back from the township, and its public key.
    ///
    /// Each is held against this store's own chain; `by` names a file of public keys that are
    /// believed from now on. The same receipt again changes nothing.
    pub fn evidence_receipt(&self, path: &Path, by: Option<&Path>) -> Result<Outcome> {
        receipt::keep(self, path, by)
    }

    /// Checks this phone's own records; the findings themselves, not yet worded.
    ///
    /// `known` is what the one who checks knows besides: keys, the list of devices, receipts.
    pub fn evidence_report(
        &self,
        known: &crate::proof::Known,
    ) -> Result<tanfang_evidence::finding::Report> {
        hand_out::own(self, known)
    }

    /// Checks this phone's own records, or a file or folder that was handed out.
    pub fn evidence_verify(&self, path: Option<&Path>) -> Result<PageView> {
        hand_out::verify(self, path)
    }
}

/// Tells whether the viewer may see a photo: its home, and its class.
fn of_photo(scene: &Scene, photo: &PhotoRecord) -> bool {
    let clearance = scene.pack.work.clearance(&scene.snapshot.viewer.roles);
    clearance.allows(photo.class)
        && scene
            .snapshot
            .home(photo.taken.household.as_str())
            .is_some()
}

/// Makes the button that removes the file of a photo for a reason.
fn void_action(say: &Say, photo: &PhotoId, why: &str) -> Action {
    let mut words = words::VOIDS.iter();
    let key = words
        .find(|(_, code, _)| *code == why)
        .map_or("photo.void_mistake", |(_, _, key)| *key);
    Action {
        label: say.texts().get(key).to_owned(),
        intent: Intent::VoidPhoto {
            photo: photo.as_str().to_owned(),
            why: why.to_owned(),
            note: String::new(),
        },
        enabled: true,
        note: None,
    }
}

/// Does what a tap on one of these screens means.
pub(crate) fn send(app: &App, intent: &Intent) -> Result<Outcome> {
    match intent {
        Intent::PhotoConsent {
            visit,
            person,
            consent,
        } => intake::consent(app, visit, person.as_deref(), consent),
        Intent::ExplainFinding {
            photo,
            visit,
            finding,
            other,
            why,
            note,
        } => one::explain(
            app,
            &one::Said {
                photo: photo.as_deref(),
                visit: visit.as_deref(),
                finding,
                other: other.as_deref(),
                why,
                note,
            },
        ),
        Intent::VoidPhoto { photo, why, note } => one::void(app, photo, why, note),
        Intent::FreePhotos { key } => storage::free(app, key),
        // Every other intent was taken before it came here.
        _ => Err(app.kit.error(ErrorKind::Internal, "internal", &[])),
    }
}
