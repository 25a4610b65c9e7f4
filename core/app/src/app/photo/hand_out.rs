//! Handing evidence out, and checking this phone's own or what came from elsewhere.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::Path;

use tanfang_domain::event::{Decoded, Event, EvidenceExported, Grade, NewOp, PhotoTaken, Scope};
use tanfang_evidence::bundle::{About, Sink, WriteError, Writer, ZipSink};
use tanfang_evidence::finding::{Case, Files as _, Log, Part, PipelineEye, Report, examine};
use tanfang_log::{Checkpoint, Envelope};
use tanfang_store::Decision;
use tanfang_values::{ExportId, VisitId};

use super::case::{self, InVault, logs};
use crate::app::App;
use crate::app::db::Span;
use crate::error::{ErrorKind, Result};
use crate::proof::{self, Handed, HandedPhoto, Known};
use crate::texts::{StringTable, Texts as _};
use crate::view::{Outcome, PageView};

/// Checks this phone's own records, or what was handed out elsewhere.
pub(super) fn verify(app: &App, path: Option<&Path>) -> Result<PageView> {
    let texts = app.kit.say.texts();
    let now = app.ports.moment().stamp.ms;
    let report = match path {
        Some(path) => {
            let known = Known {
                witnesses: case::witnesses(app, &app.session())?,
                ..Known::default()
            };
            proof::look_at(path, &PipelineEye, now, &known).map_err(|error| {
                tracing::warn!(%error, "evidence");
                app.kit
                    .error(ErrorKind::Unreadable, "evidence_no_archive", &[])
            })?
        }
        None => own(app, &Known::default())?,
    };
    Ok(proof::page(texts, &report))
}

/// Looks at everything that is here, with what the one who checks knows besides.
pub(super) fn own(app: &App, known: &Known) -> Result<Report> {
    let now = app.ports.moment().stamp.ms;
    let mut session = app.session();
    let files = InVault(session.vault(&app.kit)?);
    let (_, logs) = logs(app, &session)?;
    let witnesses = case::witnesses(app, &session)?;
    // Decoding pictures takes its time: other screens need not wait for it.
    drop(session);
    let mut case = Case::new(logs, &files, &PipelineEye, now);
    known.tell(&mut case);
    case.witnesses.extend(witnesses);
    Ok(examine(&case))
}

/// Hands out: writes the archive beside its place, records it, and only then puts it there.
pub(super) fn export(
    app: &App,
    visits: &[String],
    originals: bool,
    to: &str,
    path: &Path,
) -> Result<Outcome> {
    let texts = app.kit.say.texts();
    let mut session = app.session();
    let files = InVault(session.vault(&app.kit)?);
    let scene = app.scene(&mut session, Span::Roster)?;
    let clearance = scene.pack.work.clearance(&scene.snapshot.viewer.roles);
    let visits: BTreeSet<VisitId> = visits.iter().map(VisitId::new).collect();
    let (own, parts) = case::chosen(app, &session, &visits, &clearance)?;
    let moment = app.ports.moment();
    let day = moment.stamp.day();
    let about = About {
        export: ExportId::new(app.ports.new_id()),
        instance: own.clone(),
        day,
        at: moment.stamp,
        to: Some(to.trim().to_owned()).filter(|to| !to.is_empty()),
        visits: visits.into_iter().collect(),
        originals,
    };
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let beside = Path::new(&beside);
    let failed = |error: &dyn std::fmt::Display| {
        tracing::warn!(%error, "evidence");
        app.kit
            .error(ErrorKind::Unreadable, "evidence_not_written", &[])
    };
    let mut case = Case::new(parts.clone(), &files, &PipelineEye, moment.stamp.ms);
    case.originals = originals;
    case.witnesses = case::witnesses(app, &session)?;
    let report = examine(&case);
    let mut sink = ZipSink::new(File::create(beside).map_err(|error| failed(&error))?);
    let (exported, writer) =
        fill(&mut sink, about, &parts, &report, &files, texts).map_err(|error| failed(&error))?;
    let photos = exported.photos;
    let post = session.db.post(&app.kit)?;
    session.db.write(&app.kit, &app.ports, &post, |_| {
        let op = NewOp::new(Scope::own(), Event::EvidenceExported(exported));
        Ok(Decision::new(vec![op], ()))
    })?;
    session.db.checkpoint(&app.ports);
    let mine = parts
        .into_iter()
        .find(|log| log.instance == own)
        .ok_or_else(|| failed(&"the log is gone"))?;
    let mine = case::grown(app, &session, mine, "evidence.exported")?;
    // Without a signature over its last op an archive vouches for nothing in it.
    let last = u64::try_from(mine.leaves.len()).unwrap_or(u64::MAX);
    let heads = mine
        .heads
        .iter()
        .filter_map(|note| Checkpoint::parse(note).ok());
    if heads.map(|(head, _)| head.size).max() != Some(last) {
        return Err(app
            .kit
            .error(ErrorKind::Unreadable, "evidence_not_signed", &[]));
    }
    writer.finish(&mine).map_err(|error| failed(&error))?;
    let file = sink.finish().map_err(|error| failed(&error))?;
    file.sync_all().map_err(|error| failed(&error))?;
    fs::rename(beside, path).map_err(|error| failed(&error))?;
    Ok(Outcome {
        sentence: texts.format("finding.page.handed_out", &[("photos", photos.into())]),
        undo: None,
        go: None,
        changed: true,
    })
}

/// Writes everything that goes in before the op that records it.
fn fill<'a, S: Sink>(
    sink: &'a mut S,
    about: About,
    parts: &[Log],
    report: &Report,
    files: &InVault,
    texts: &StringTable,
) -> std::result::Result<(EvidenceExported, Writer<'a, S>), WriteError> {
    let own = about.instance.clone();
    let (day, to, originals) = (about.day, about.to.clone(), about.originals);
    let mut writer = Writer::new(sink, about)?;
    let mut photos = Vec::new();
    for photo in parts.iter().flat_map(photos_of) {
        photos.push(put(&mut writer, files, texts, &photo, originals)?);
    }
    let handed = Handed { day, to, photos };
    writer.report(&proof::html(texts, &handed, report))?;
    for log in parts.iter().filter(|log| log.instance != own) {
        writer.log(log)?;
    }
    let mine: BTreeSet<u64> = parts
        .iter()
        .filter(|log| log.instance == own)
        .flat_map(|log| log.ops.iter().map(|op| op.seq))
        .collect();
    let exported = writer.close(&mine, &BTreeSet::new())?;
    Ok((exported, writer))
}

/// The photos of a log that go in, in its order.
fn photos_of(log: &Log) -> Vec<PhotoTaken> {
    log.ops
        .iter()
        .filter_map(|op| {
            let envelope = Envelope::read(&op.envelope).ok()?;
            match Event::decode(&envelope.kind, envelope.v, op.body.as_deref()?) {
                Decoded::Known(event) => match *event {
                    Event::PhotoTaken(taken) => Some(taken),
                    _ => None,
                },
                Decoded::Unknown | Decoded::Malformed(_) => None,
            }
        })
        .collect()
}

/// Puts the files of a photo in; returns how the report shows it.
fn put<S: Sink>(
    writer: &mut Writer<'_, S>,
    files: &InVault,
    texts: &StringTable,
    taken: &PhotoTaken,
    originals: bool,
) -> std::result::Result<HandedPhoto, WriteError> {
    let mut picture = None;
    for part in Part::ALL {
        if part == Part::Original && !originals {
            continue;
        }
        let kind = match part {
            Part::Original => taken.original.kind.as_str(),
            Part::View | Part::Thumb => "jpeg",
        };
        let mut path = Ok(None);
        let read = files.with(&taken.photo, part, &mut |reader| {
            path = writer.photo(&taken.photo, part, kind, reader).map(Some);
            Ok(())
        });
        // One that cannot be read is not in it, and its finding says so.
        if read.is_err() {
            tracing::warn!(part = part.name(), "evidence");
            continue;
        }
        if part == Part::View {
            picture = path?;
        } else {
            path?;
        }
    }
    let line =
        |key: &str, text: String| (texts.get(&format!("finding.report.{key}")).to_owned(), text);
    let grade = match taken.grade {
        Grade::Taken => "taken",
        Grade::Album => "album",
        Grade::Screen => "screen",
    };
    Ok(HandedPhoto {
        photo: taken.photo.to_string(),
        picture,
        lines: vec![
            line("taken", proof::at(texts, taken.at.ms)),
            line(
                "grade",
                texts.get(&format!("finding.grade.{grade}")).to_owned(),
            ),
            line("entry", taken.photo.to_string()),
            line("sha", taken.original.sha256.clone()),
        ],
    })
}
