//! What is made of a photo after it was kept: the copy to show, the thumbnail, the fingerprint, and
//! which earlier photos it is like.
//!
//! The store is not held while a picture is decoded, so that no screen waits for it. Killed at any
//! step, the next call makes it again.

use tanfang_domain::event::{Alike, Event, Grade, NewOp, PhotoDerived, Rendition, Scope};
use tanfang_evidence::mark::{AMBER, Index, Mark, Query};
use tanfang_evidence::picture::{
    Deferred, Derived, PIPELINE, Probe, THUMB_EDGE, Tail, Unreadable, derive, probe,
};
use tanfang_evidence::vault::{Opened, Part, Vault, VaultError};
use tanfang_store::{Decision, PhotoRecord, StoreError};
use tanfang_values::PhotoId;

use super::files;
use super::of_photo;
use super::stamp::words;
use crate::app::db::{Reads, Span};
use crate::app::open::Session;
use crate::app::{App, errors};
use crate::error::{ErrorKind, Result};

/// How many photos that look alike a record names.
const MOST_ALIKE: usize = 10;

/// Why a copy was put off that may be made once there is a decoder.
const NO_DECODER: Unreadable = Unreadable::Deferred(Deferred::NoDecoder);

/// What was noticed about a file.
mod cue {
    pub(super) const NO_CAMERA: &str = "no_camera";
    pub(super) const PNG: &str = "png";
    pub(super) const MORE_AFTER_END: &str = "more_after_end";
    pub(super) const CUT: &str = "cut";
    pub(super) const FIRST_OF_MANY: &str = "first_of_many";
    pub(super) const EDITED: &str = "software";
}

/// Lists the photos that wait for their copy, the oldest first; behind them those for which there was
/// no decoder, once a process, if this device has one now.
///
/// Of a photo that came from another phone the file is not here: that phone makes its copy.
pub(super) fn waiting(app: &App, session: &mut Session) -> Result<Vec<PhotoRecord>> {
    let vault = session.vault(&app.kit)?;
    let own = session
        .db
        .store()
        .instance()
        .map_err(|error| errors::store(&app.kit, &error))?;
    let mut waiting = session.db.read(&app.kit, |reads| {
        let mut waiting = reads.0.photos_waiting()?;
        if app.ports.heic.is_some() {
            waiting.extend(reads.0.photos_deferred(NO_DECODER.code())?);
        }
        Ok(waiting)
    })?;
    let tried = app.tried_again();
    waiting.retain(|photo| {
        if photo.derived.is_some() && tried.contains(&photo.taken.photo) {
            return false;
        }
        let here = vault.size(&photo.taken.photo, Part::Original);
        photo.origin.instance == own || here.is_ok_and(|size| size.is_some())
    });
    Ok(waiting)
}

/// Makes what the oldest waiting photo lacks; says how many wait still.
pub(super) fn work(app: &App) -> Result<u32> {
    let (waiting, vault) = {
        let mut session = app.session();
        (waiting(app, &mut session)?, session.vault(&app.kit)?)
    };
    let left = u32::try_from(waiting.len().saturating_sub(1)).unwrap_or(u32::MAX);
    if let Some(photo) = waiting.into_iter().next() {
        if photo.derived.is_some() {
            app.tried_again().insert(photo.taken.photo.clone());
        }
        one(app, &vault, &photo)?;
    }
    Ok(left)
}

fn one(app: &App, vault: &Vault, photo: &PhotoRecord) -> Result<()> {
    let id = &photo.taken.photo;
    let mut record = PhotoDerived {
        photo: id.clone(),
        taken: photo.origin.op.clone(),
        pipeline: PIPELINE.to_owned(),
        decoder: None,
        view: None,
        thumb: None,
        mark: None,
        cues: Vec::new(),
        incomplete: false,
        deferred: None,
        alike: Vec::new(),
        stamp: stamp(app, photo)?,
    };
    let mut query = None;
    match vault.get(id, Part::Original) {
        Ok(mut original) => {
            let head = probe(&mut original).ok();
            record.cues = cues(photo, head.as_ref());
            match make(app, &mut original) {
                Ok(made) => query = keep(app, vault, id, made, &mut record)?,
                // It was put off for this before: nothing new is to be said.
                Err(why) if photo.derived.is_some() && why.code() == NO_DECODER.code() => {
                    return Ok(());
                }
                Err(why) => record.deferred = Some(why.code().to_owned()),
            }
        }
        // Handed over or restored from a backup: the record is here and the file is not.
        Err(VaultError::Missing { .. }) => record.deferred = Some("missing".to_owned()),
        Err(error @ (VaultError::Damaged { .. } | VaultError::Newer { .. })) => {
            tracing::warn!(code = error.code(), "photo file");
            record.deferred = Some(error.code().to_owned());
        }
        Err(error) => return Err(files::failed(&app.kit, &error)),
    }
    if !write(app, photo, record, query.as_ref())? {
        files::remove(&app.kit, vault, id, &[Part::View, Part::Thumb])?;
    }
    Ok(())
}

type Made = Derived<Option<Query>>;

fn make(app: &App, original: &mut Opened) -> Result<Made, Unreadable> {
    derive(original, &app.ports.decoders(), |picture| {
        Query::of_rgb(picture.width(), picture.height(), picture.rgb()).ok()
    })
}

/// Makes copy or thumbnail of an original without keeping it.
pub(super) fn fresh(app: &App, vault: &Vault, photo: &PhotoId, thumb: bool) -> Result<Vec<u8>> {
    let mut original = vault
        .get(photo, Part::Original)
        .map_err(|error| files::failed(&app.kit, &error))?;
    let made = make(app, &mut original).map_err(|why| {
        tracing::warn!(code = why.code(), "photo");
        app.kit.error(ErrorKind::Unreadable, "photo_damaged", &[])
    })?;
    Ok(if thumb { made.thumb } else { made.view })
}

fn keep(
    app: &App,
    vault: &Vault,
    id: &PhotoId,
    made: Made,
    record: &mut PhotoDerived,
) -> Result<Option<Query>> {
    let view = files::put_again(app, vault, id, Part::View, &made.view)?;
    let thumb = files::put_again(app, vault, id, Part::Thumb, &made.thumb)?;
    record.view = Some(Rendition {
        sha256: view.sha256.to_string(),
        bytes: view.bytes,
        width: made.width,
        height: made.height,
    });
    let (width, height) = fit(made.width, made.height, THUMB_EDGE);
    record.thumb = Some(Rendition {
        sha256: thumb.sha256.to_string(),
        bytes: thumb.bytes,
        width,
        height,
    });
    record.decoder = Some(made.decoder.clone().into_owned());
    record.incomplete = made.incomplete;
    if made.first_of_many {
        record.cues.push(cue::FIRST_OF_MANY.to_owned());
    }
    record.mark = made.more.as_ref().map(|query| query.mark().to_record());
    Ok(made.more)
}

/// The size of a picture made to fit in a square.
fn fit(width: u32, height: u32, edge: u32) -> (u32, u32) {
    let longest = width.max(height).max(1);
    if longest <= edge {
        return (width, height);
    }
    let scaled = |side: u32| {
        let exact = u64::from(side) * u64::from(edge) + u64::from(longest) / 2;
        u32::try_from(exact / u64::from(longest)).map_or(edge, |side| side.max(1))
    };
    (scaled(width), scaled(height))
}

fn cues(photo: &PhotoRecord, head: Option<&Probe>) -> Vec<String> {
    let exif = &photo.taken.exif;
    let mut cues = Vec::new();
    // The camera of this app may write none; of a file that came from elsewhere it is worth saying.
    if photo.taken.grade != Grade::Taken && exif.make.is_none() && exif.model.is_none() {
        cues.push(cue::NO_CAMERA);
    }
    if exif.software.is_some() {
        cues.push(cue::EDITED);
    }
    if photo.taken.original.kind == "png" {
        cues.push(cue::PNG);
    }
    match head.map(|head| head.tail) {
        Some(Tail::More(_)) => cues.push(cue::MORE_AFTER_END),
        Some(Tail::Cut) => cues.push(cue::CUT),
        _ => {}
    }
    cues.into_iter().map(str::to_owned).collect()
}

/// The lines of the watermark, as they are drawn; none where the home is not for this viewer.
fn stamp(app: &App, photo: &PhotoRecord) -> Result<Vec<String>> {
    let mut session = app.session();
    let home = photo.taken.household.as_str();
    let scene = app.scene(&mut session, Span::Home(home))?;
    Ok(if of_photo(&scene, photo) {
        words(app, &scene, photo).lines()
    } else {
        Vec::new()
    })
}

/// Records what was made; tells whether it was, or the photo is gone meanwhile.
fn write(
    app: &App,
    photo: &PhotoRecord,
    mut record: PhotoDerived,
    query: Option<&Query>,
) -> Result<bool> {
    let session = app.session();
    let post = session.db.post(&app.kit)?;
    let scope = Scope::new(photo.grid.clone(), photo.class);
    session.db.write(&app.kit, &app.ports, &post, |reads| {
        // It may have been removed while its picture was being decoded.
        let now = reads.0.photo(&photo.taken.photo)?;
        if now.is_none_or(|now| now.void.is_some()) {
            return Ok(Decision::new(Vec::new(), false));
        }
        record.alike = alike(reads, photo, query)?;
        let op = NewOp::new(scope, Event::PhotoDerived(record));
        Ok(Decision::new(vec![op], true))
    })
}

/// Looks for the same file and for pictures that are near, over all photos of this store.
fn alike(
    reads: &Reads<'_>,
    photo: &PhotoRecord,
    query: Option<&Query>,
) -> Result<Vec<Alike>, StoreError> {
    let own = &photo.taken.photo;
    let mut found: Vec<Alike> = Vec::new();
    for same in reads.0.photos_of_file(&photo.taken.original.sha256)? {
        if same.taken.photo != *own {
            found.push(Alike {
                photo: same.taken.photo,
                distance: 0,
                views: "full-full".to_owned(),
                turn: 0,
                same_file: true,
            });
        }
    }
    let mut index = Index::default();
    for known in reads.0.photo_marks()? {
        // A mark of another way of making them is never compared.
        if known.photo != *own
            && let Ok(mark) = Mark::of_record(&known.mark)
        {
            index.insert(known.photo, &mark);
        }
    }
    let near = query.map(|query| index.near(query, AMBER));
    // Too plain to be told from others: not judged, and the finding says so.
    for near in near.and_then(Result::ok).unwrap_or_default() {
        if found.iter().all(|one| one.photo != near.id) {
            found.push(Alike {
                distance: u16::try_from(near.distance).unwrap_or(u16::MAX),
                views: near.views(),
                turn: near.turn.number(),
                same_file: false,
                photo: near.id,
            });
        }
    }
    found.truncate(MOST_ALIKE);
    Ok(found)
}
