//! 存储: the room photos take, and what may be freed without losing what nobody else has.

use std::collections::BTreeSet;
use tanfang_domain::event::VoidWhy;
use tanfang_evidence::vault::{Kept, Part, Vault};
use tanfang_store::{Of, PhotoRecord};
use tanfang_values::PhotoId;

use super::files;
use super::one::write_void;
use super::words::{Numbers, size};
use crate::app::App;
use crate::app::open::Session;
use crate::error::{ErrorKind, Result};
use crate::say::Say;
use crate::texts::{Texts, key};
use crate::view::{Action, Block, Empty, Intent, Line, Outcome, PageView, Tone};

const COPIES: &str = "copies";
const HANDED: &str = "handed";
const OVER: &str = "over";
const STRAYS: &str = "strays";

/// What lies on this phone, sorted by what may become of it.
struct Lying {
    originals: Vec<Kept>,
    /// Copies and thumbnails whose original is here: they can be made again.
    copies: Vec<Kept>,
    strokes: Vec<Kept>,
    strays: Vec<Kept>,
    /// Originals that were handed out whole.
    handed: Vec<PhotoRecord>,
    /// Originals whose days are over.
    over: Vec<PhotoRecord>,
}

fn sum(kept: &[Kept]) -> u64 {
    kept.iter().map(|one| one.bytes).sum()
}

fn look(app: &App, session: &Session, vault: &Vault) -> Result<Lying> {
    let numbers = Numbers::builtin(&app.kit)?;
    let today = app.today_day();
    let (ids, photos, exports) = session.db.read(&app.kit, |reads| {
        Ok((
            reads.0.evidence_ids()?,
            reads.0.photos(Of::All)?,
            reads.0.exports()?,
        ))
    })?;
    let all = vault
        .list()
        .map_err(|error| files::failed(&app.kit, &error))?;
    let (ours, strays): (Vec<Kept>, Vec<Kept>) = all
        .into_iter()
        .partition(|kept| ids.contains(kept.photo.as_str()));
    let part = |part: Part| {
        let of = ours.iter().filter(move |kept| kept.part == part);
        of.cloned().collect::<Vec<Kept>>()
    };
    let originals = part(Part::Original);
    let here: BTreeSet<PhotoId> = originals.iter().map(|kept| kept.photo.clone()).collect();
    let mut copies = part(Part::View);
    copies.extend(part(Part::Thumb));
    copies.retain(|kept| here.contains(&kept.photo));
    // Whole: only what went out with its originals, under the hash of the record.
    let out: BTreeSet<String> = exports
        .into_iter()
        .filter(|export| export.originals)
        .flat_map(|export| export.members)
        .map(|member| member.sha256)
        .collect();
    let kept: Vec<PhotoRecord> = photos
        .into_iter()
        .filter(|photo| photo.void.is_none() && here.contains(&photo.taken.photo))
        .collect();
    let over = kept.iter().filter(|photo| {
        let age = photo.taken.at.day().days_until(today);
        let days = numbers.days(photo.taken.matter);
        days.is_some_and(|days| age > i64::from(days))
    });
    let over = over.cloned().collect();
    let handed = kept
        .into_iter()
        .filter(|photo| out.contains(&photo.taken.original.sha256))
        .collect();
    Ok(Lying {
        strokes: part(Part::Strokes),
        originals,
        copies,
        strays,
        handed,
        over,
    })
}

fn bytes_of(lying: &Lying, photos: &[PhotoRecord]) -> u64 {
    let ids: BTreeSet<&PhotoId> = photos.iter().map(|photo| &photo.taken.photo).collect();
    let of = lying.originals.iter();
    of.filter(|kept| ids.contains(&kept.photo))
        .map(|kept| kept.bytes)
        .sum()
}

/// Makes 存储.
pub(super) fn view(app: &App) -> Result<PageView> {
    let mut session = app.session();
    let vault = session.vault(&app.kit)?;
    let lying = look(app, &session, &vault)?;
    let say = &app.kit.say;
    let texts = say.texts();
    let line = |words: String| Say::line(Say::open(words), Tone::Plain, None);
    let counted = |key: &str, n: usize, bytes: u64| {
        let bytes = size(say, bytes);
        let args = [("n", n.into()), ("size", (&bytes).into())];
        line(texts.format(key, &args))
    };
    let sized = |key: &str, bytes: u64| {
        let bytes = size(say, bytes);
        line(texts.format(key, &[("size", (&bytes).into())]))
    };
    let mut blocks = Vec::new();
    let mut block = |line: Line, action: Option<Action>| {
        blocks.push(Block {
            title: Say::open(""),
            lines: vec![line],
            actions: action.into_iter().collect(),
            go: None,
        });
    };
    let free = |key: &str, of: &str| Action {
        label: texts.get(key).to_owned(),
        intent: Intent::FreePhotos { key: of.to_owned() },
        enabled: true,
        note: None,
    };
    if !lying.originals.is_empty() {
        let n = lying.originals.len();
        let bytes = sum(&lying.originals);
        block(counted("storage.originals", n, bytes), None);
    }
    if !lying.handed.is_empty() {
        let bytes = bytes_of(&lying, &lying.handed);
        let action = free(key("storage.free_handed"), HANDED);
        block(
            counted("storage.handed", lying.handed.len(), bytes),
            Some(action),
        );
    }
    if !lying.over.is_empty() {
        let words = texts.format("storage.over", &[("n", lying.over.len().into())]);
        block(line(words), Some(free(key("storage.free_over"), OVER)));
    }
    if !lying.copies.is_empty() {
        let action = free(key("storage.free_copies"), COPIES);
        block(sized("storage.copies", sum(&lying.copies)), Some(action));
    }
    if !lying.strokes.is_empty() {
        block(sized("storage.strokes", sum(&lying.strokes)), None);
    }
    if !lying.strays.is_empty() {
        let (n, bytes) = (lying.strays.len(), sum(&lying.strays));
        let action = free(key("storage.free_strays"), STRAYS);
        block(counted("storage.strays", n, bytes), Some(action));
    }
    Ok(PageView {
        title: Say::open(texts.get("storage.title")),
        sentence: Some(Say::open(texts.get("storage.sentence"))),
        empty: blocks.is_empty().then(|| Empty {
            sentence: texts.get("storage.empty").to_owned(),
            action: None,
        }),
        blocks,
        primary: None,
    })
}

/// Frees what 存储 offered.
pub(super) fn free(app: &App, key: &str) -> Result<Outcome> {
    let mut session = app.session();
    let vault = session.vault(&app.kit)?;
    let lying = look(app, &session, &vault)?;
    let gone = |kept: &[Kept]| -> Result<u64> {
        let mut freed = 0;
        for one in kept {
            freed += files::remove(&app.kit, &vault, &one.photo, &[one.part])?;
        }
        Ok(freed)
    };
    let freed = match key {
        // They can be made again; nothing is recorded.
        COPIES => gone(&lying.copies)?,
        STRAYS => gone(&lying.strays)?,
        HANDED => voided(app, &mut session, &lying.handed, VoidWhy::Space)?,
        OVER => voided(app, &mut session, &lying.over, VoidWhy::Retention)?,
        _ => {
            return Err(app
                .kit
                .error(ErrorKind::Invalid, "answer_code", &[("ask", key)]));
        }
    };
    let texts = app.kit.say.texts();
    let sentence = if freed == 0 {
        texts.get("storage.freed_none").to_owned()
    } else {
        let bytes = size(&app.kit.say, freed);
        texts.format("storage.freed", &[("size", (&bytes).into())])
    };
    Ok(Outcome {
        sentence,
        undo: None,
        go: None,
        changed: freed > 0,
    })
}

fn voided(app: &App, session: &mut Session, photos: &[PhotoRecord], why: VoidWhy) -> Result<u64> {
    let mut freed = 0;
    for photo in photos {
        freed += write_void(app, session, photo, why, "")?;
    }
    Ok(freed)
}
