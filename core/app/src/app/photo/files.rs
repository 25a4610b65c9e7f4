//! The files of photos and signatures: where they lie, and what a kill left behind.
//!
//! A file without a record is either that of an intake cut short – then a mark in the settings names
//! it, and it goes – or nobody knows whose it is: it stays, and 存储 shows it.

use std::io::Read;
use std::sync::Arc;
use tanfang_domain::event::VoidWhy;
use tanfang_evidence::vault::{Disk, Part, Vault, VaultError};
use tanfang_values::PhotoId;

use super::super::App;
use super::super::kit::Kit;
use super::super::open::Session;
use crate::error::{AppError, ErrorKind, Result};

/// Folder of the files, beside the store.
pub(crate) const FOLDER: &str = "photos";
/// Names the file that is being kept, until its record is written.
pub(super) const PENDING: &str = "photo.pending";

/// Makes an error of the files.
pub(super) fn failed(kit: &Kit, error: &VaultError) -> AppError {
    tracing::warn!(code = error.code(), "photo file");
    match error {
        VaultError::Full { .. } => kit.error(ErrorKind::DiskFull, "store_disk_full", &[]),
        VaultError::Source(_) => kit.error(ErrorKind::Unreadable, "photo_no_file", &[]),
        VaultError::Missing { .. } => kit.error(ErrorKind::NotFound, "photo_gone", &[]),
        VaultError::Damaged { .. } | VaultError::Newer { .. } => {
            kit.error(ErrorKind::Unreadable, "photo_damaged", &[])
        }
        _ => kit.error(ErrorKind::Unreadable, "photo_disk", &[]),
    }
}

impl Session {
    /// Returns the files of this store, opened once.
    pub(crate) fn vault(&mut self, kit: &Kit) -> Result<Arc<Vault>> {
        if let Some(vault) = &self.vault {
            return Ok(Arc::clone(vault));
        }
        let store = self.db.store();
        let folder = store.path().parent().map(|folder| folder.join(FOLDER));
        let folder = folder.unwrap_or_else(|| FOLDER.into());
        let vault = Vault::open(folder, store.files_key(), Arc::new(Disk))
            .map_err(|error| failed(kit, &error))?;
        let vault = Arc::new(vault);
        self.vault = Some(Arc::clone(&vault));
        if let Err(error) = self.sweep(kit, &vault) {
            // What could not be removed now is removed at another opening.
            tracing::warn!(code = error.code, "sweep");
        }
        Ok(vault)
    }

    /// Removes what an intake cut short left, and files whose record says that they are gone.
    fn sweep(&mut self, kit: &Kit, vault: &Vault) -> Result<()> {
        if let Some(pending) = self.db.setting(kit, PENDING)?.filter(|id| !id.is_empty()) {
            let written = self.db.read(kit, |reads| {
                Ok(reads.0.was_written(&pending, "photo.taken")?
                    || reads.0.was_written(&pending, "visit.signed")?)
            })?;
            if !written {
                remove(kit, vault, &PhotoId::new(&pending), &Part::ALL)?;
            }
            self.db.set_setting(kit, PENDING, "")?;
        }
        for kept in vault.list().map_err(|error| failed(kit, &error))? {
            let id = kept.photo.as_str();
            let photo = self.db.read(kit, |reads| reads.0.photo(&kept.photo))?;
            let goes = match photo {
                Some(photo) => photo
                    .void
                    .is_some_and(|void| kept.part == Part::Original || void.copies),
                // The envelope stays when a body is purged: then it was ours, and is to go. One that
                // only a later version reads has its body, and its file stays.
                None => self.db.read(kit, |reads| {
                    let photo = reads.0.was_purged(id, "photo.taken")?;
                    Ok(photo || reads.0.was_purged(id, "visit.signed")?)
                })?,
            };
            if goes {
                remove(kit, vault, &kept.photo, &[kept.part])?;
            }
        }
        Ok(())
    }
}

/// Removes parts of a photo; returns how many bytes that freed.
pub(super) fn remove(kit: &Kit, vault: &Vault, photo: &PhotoId, parts: &[Part]) -> Result<u64> {
    let mut freed = 0;
    for part in parts {
        let removed = vault.remove(photo, *part);
        freed += removed.map_err(|error| failed(kit, &error))?;
    }
    Ok(freed)
}

/// Which files go when a photo is void for a reason.
pub(super) fn going(why: VoidWhy) -> &'static [Part] {
    match why {
        // The copy stays to be looked at: only room was wanted.
        VoidWhy::Space => &[Part::Original],
        VoidWhy::Retention | VoidWhy::Asked | VoidWhy::Mistake | VoidWhy::Lost => {
            &[Part::Original, Part::View, Part::Thumb]
        }
    }
}

/// Keeps small bytes as a part, in the place of what an earlier try left.
pub(super) fn put_again(
    app: &App,
    vault: &Vault,
    photo: &PhotoId,
    part: Part,
    bytes: &[u8],
) -> Result<tanfang_evidence::vault::Stored> {
    remove(&app.kit, vault, photo, &[part])?;
    put(app, vault, photo, part, &mut &*bytes)
}

/// Keeps a part that is not there yet.
pub(super) fn put(
    app: &App,
    vault: &Vault,
    photo: &PhotoId,
    part: Part,
    from: &mut dyn Read,
) -> Result<tanfang_evidence::vault::Stored> {
    let mut salt = [0; 16];
    app.ports.random.fill(&mut salt);
    vault
        .put(photo, part, salt, from)
        .map_err(|error| failed(&app.kit, &error))
}

/// Reads a part whole; only for copies, which are small.
pub(super) fn read(app: &App, vault: &Vault, photo: &PhotoId, part: Part) -> Result<Vec<u8>> {
    let mut opened = vault
        .get(photo, part)
        .map_err(|error| failed(&app.kit, &error))?;
    let mut bytes = Vec::new();
    opened.read_to_end(&mut bytes).map_err(|error| {
        tracing::warn!(kind = ?error.kind(), "photo");
        app.kit.error(ErrorKind::Unreadable, "photo_damaged", &[])
    })?;
    Ok(bytes)
}
