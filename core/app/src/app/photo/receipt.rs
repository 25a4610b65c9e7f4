//! Receipts that come home: what another party saw of this phone's log, held against the log and
//! kept in it.
//!
//! A file holds receipts, one note after the other, or the public key of who gives them, a line of
//! its own before them, or both. A key that comes together with a receipt is taken only while none
//! is known; one that comes alone was chosen on purpose.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use tanfang_domain::event::{Event, NewOp, ReceiptKept, Scope};
use tanfang_log::{Checkpoint, CheckpointError, KeyError, WitnessKey, notes};
use tanfang_store::Decision;

use super::case::{WITNESSES, witnesses};
use crate::app::open::Session;
use crate::app::{App, errors};
use crate::error::{AppError, ErrorKind, Result};
use crate::proof;
use crate::texts::{Arg, Texts as _, key};
use crate::view::Outcome;

/// A receipt is some hundred bytes, a file of many logs some thousand.
const MOST_BYTES: u64 = 1_000_000;

/// Keeps the receipts of a file, and the keys that come with it; `by` names a file of keys that
/// are believed from now on.
pub(super) fn keep(app: &App, path: &Path, by: Option<&Path>) -> Result<Outcome> {
    let text = read(app, path)?;
    let (found, rest) = keys(&text);
    let mut session = app.session();
    let mut known = witnesses(app, &session)?;
    let before = known.len();
    if let Some(by) = by {
        let text = read(app, by)?;
        let (given, rest) = keys(&text);
        if given.is_empty() || !rest.trim().is_empty() {
            return Err(refused(app, ErrorKind::Unreadable, "receipt_no_key", &[]));
        }
        add(&mut known, given);
    }
    let here = notes(rest);
    if here.is_empty() && found.is_empty() {
        return Err(refused(app, ErrorKind::Unreadable, "receipt_form", &[]));
    }
    if known.is_empty() || here.is_empty() {
        add(&mut known, found);
    }
    let new: Vec<WitnessKey> = known.iter().skip(before).cloned().collect();
    let mut mine = Vec::new();
    for note in &here {
        let receipt = check(app, &session, &known, note)?;
        mine.extend(receipt.filter(|one| !mine.contains(one)));
    }
    if mine.is_empty() && !here.is_empty() {
        return Err(refused(app, ErrorKind::Conflict, "receipt_other_log", &[]));
    }
    // Only now that nothing is refused: a key is not believed for a receipt that does not hold.
    if !new.is_empty() {
        remember(app, &session, &known)?;
    }
    write(app, &mut session, mine, &new)
}

/// The keys that a text begins with, a line each, and the rest.
fn keys(text: &str) -> (Vec<WitnessKey>, &str) {
    let mut keys = Vec::new();
    let mut rest = text;
    for line in text.split_inclusive('\n') {
        match WitnessKey::parse(line.trim()) {
            Ok(key) => keys.push(key),
            Err(_) if line.trim().is_empty() => {}
            Err(_) => break,
        }
        rest = rest.get(line.len()..).unwrap_or_default();
    }
    (keys, rest)
}

fn add(known: &mut Vec<WitnessKey>, keys: Vec<WitnessKey>) {
    for key in keys {
        if !known.contains(&key) {
            known.push(key);
        }
    }
}

fn remember(app: &App, session: &Session, known: &[WitnessKey]) -> Result<()> {
    let lines: std::result::Result<Vec<String>, _> =
        known.iter().map(WitnessKey::to_text).collect();
    let lines = lines.map_err(|error| {
        tracing::warn!(%error, "receipt");
        refused(app, ErrorKind::Unreadable, "receipt_no_key", &[])
    })?;
    session
        .db
        .set_setting(&app.kit, WITNESSES, &lines.join("\n"))
}

/// Holds a note against this store's own chain and the keys that are known.
///
/// None if it is of another chain.
fn check(
    app: &App,
    session: &Session,
    known: &[WitnessKey],
    note: &str,
) -> Result<Option<ReceiptKept>> {
    let store = session.db.store();
    let failed = |error| errors::store(&app.kit, &error);
    let form = |_: CheckpointError| refused(app, ErrorKind::Unreadable, "receipt_form", &[]);
    let (head, _) = Checkpoint::parse(note).map_err(form)?;
    if head.instance() != Some(store.instance().map_err(failed)?) {
        return Ok(None);
    }
    let size = head.size.to_string();
    match store.root_at(head.size).map_err(failed)? {
        None => {
            let entries = store.head().map_err(failed)?.seq.to_string();
            let args = [("size", size.as_str()), ("entries", entries.as_str())];
            return Err(refused(app, ErrorKind::Conflict, "receipt_longer", &args));
        }
        Some(root) if root != head.root => {
            let args = [("size", size.as_str())];
            return Err(refused(
                app,
                ErrorKind::Conflict,
                "receipt_other_history",
                &args,
            ));
        }
        Some(_) => {}
    }
    let (by, time_s) = signed(app, known, note)?;
    let time_ms = i64::try_from(time_s).ok().and_then(|s| s.checked_mul(1000));
    let time_ms =
        time_ms.ok_or_else(|| refused(app, ErrorKind::Unreadable, "receipt_form", &[]))?;
    Ok(Some(ReceiptKept {
        size: head.size,
        root: head.root.to_hex(),
        by,
        time_ms,
        note: note.to_owned(),
    }))
}

/// Who signed a note and when; believed only as far as the key is known.
fn signed(app: &App, known: &[WitnessKey], note: &str) -> Result<(String, u64)> {
    let claimed = WitnessKey::claimed(note)
        .ok()
        .flatten()
        .ok_or_else(|| refused(app, ErrorKind::Unreadable, "receipt_no_line", &[]))?;
    let mut unknown = !known.is_empty();
    for key in known {
        match key.open(note) {
            Ok((_, time)) => return Ok((key.name().to_owned(), time)),
            Err(CheckpointError::Unsigned { .. }) => {}
            // It cannot be checked here: kept, and every check says so.
            Err(CheckpointError::Key(KeyError::Unavailable { .. })) => unknown = false,
            Err(_) => {
                let args = [("by", key.name())];
                return Err(refused(app, ErrorKind::Conflict, "receipt_wrong", &args));
            }
        }
    }
    if unknown {
        let args = [("by", claimed.0.as_str())];
        return Err(refused(app, ErrorKind::Conflict, "receipt_by_other", &args));
    }
    Ok(claimed)
}

/// Writes what is not here yet, and says what it came to.
fn write(
    app: &App,
    session: &mut Session,
    receipts: Vec<ReceiptKept>,
    new: &[WitnessKey],
) -> Result<Outcome> {
    let texts = app.kit.say.texts();
    let mut sentence = String::new();
    let mut changed = !new.is_empty();
    if let Some(last) = receipts.iter().max_by_key(|kept| kept.time_ms).cloned() {
        let post = session.db.post(&app.kit)?;
        let instance = session
            .db
            .store()
            .instance()
            .map_err(|error| errors::store(&app.kit, &error))?;
        let (added, photos) = session.db.write(&app.kit, &app.ports, &post, |reads| {
            let here = reads.0.receipts()?;
            let is_here = |note: &str| here.iter().any(|kept| kept.receipt.note == note);
            let photos = reads.0.photos_up_to(&instance, last.size)?;
            let ops: Vec<NewOp> = receipts
                .into_iter()
                .filter(|receipt| !is_here(&receipt.note))
                .map(|receipt| NewOp::new(Scope::own(), Event::Receipt(receipt)))
                .collect();
            let added = ops.len();
            Ok(Decision::new(ops, (added, photos)))
        })?;
        if added > 0 {
            session.db.checkpoint(&app.ports);
            changed = true;
        }
        let known = witnesses(app, session)?;
        let believed = known.iter().any(|key| key.open(&last.note).is_ok());
        let at = proof::at(texts, last.time_ms);
        let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        let mut args: Vec<(&str, Arg<'_>)> = vec![
            ("by", last.by.as_str().into()),
            ("at", at.as_str().into()),
            ("size", count(last.size).into()),
        ];
        sentence.push_str(&if added == 0 {
            texts.get(key("receipt.again")).to_owned()
        } else if believed {
            args.push(("photos", count(photos).into()));
            texts.format(key("receipt.kept"), &args)
        } else {
            texts.format(key("receipt.kept_unknown"), &args)
        });
    }
    for one in new {
        let id = one.id().map(hex::encode).unwrap_or_default();
        let args = [("by", one.name().into()), ("id", id.as_str().into())];
        sentence.push_str(&texts.format(key("receipt.key_kept"), &args));
    }
    if sentence.is_empty() {
        texts
            .get(key("receipt.key_again"))
            .clone_into(&mut sentence);
    }
    Ok(Outcome {
        sentence,
        undo: None,
        go: None,
        changed,
    })
}

fn refused(app: &App, kind: ErrorKind, code: &str, args: &[(&str, &str)]) -> AppError {
    app.kit.error(kind, code, args)
}

/// Reads a small file of text.
fn read(app: &App, path: &Path) -> Result<String> {
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(MOST_BYTES + 1).read_to_end(&mut bytes))
        .map_err(|error| {
            tracing::warn!(kind = ?error.kind(), "receipt");
            refused(app, ErrorKind::Unreadable, "store_file", &[])
        })?;
    let fits = u64::try_from(bytes.len()).is_ok_and(|len| len <= MOST_BYTES);
    String::from_utf8(bytes)
        .ok()
        .filter(|_| fits)
        .map(|text| text.replace("\r\n", "\n"))
        .ok_or_else(|| refused(app, ErrorKind::Unreadable, "receipt_form", &[]))
}
