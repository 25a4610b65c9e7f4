//! Keeping a photo: the file first, then its record, and only then 已存.
//!
//! Whatever cuts it short, what is left is nothing, or a file that the next opening removes, or a
//! photo with its record. Copy and fingerprint come afterwards, see `derive`.

use sha2::{Digest, Sha256};
use std::fs::File;
use std::path::Path;
use tanfang_domain::event::{
    AppMark, Consent, DataClass, DeviceMark, Event, ExifRead, GivenPlace, Grade, Matter, NewOp,
    Original, PhotoConsent, PhotoTaken, Scope,
};
use tanfang_domain::people::Household;
use tanfang_evidence::picture::exif::{self, Ask, Exif};
use tanfang_evidence::picture::{Guard, Probe, probe};
use tanfang_evidence::vault::{FORMAT, Part};
use tanfang_store::{Decision, ReceiptRecord, StoreError};
use tanfang_values::{Day, HouseholdId, PersonId, PhotoId, VisitId};

use super::files::{self, PENDING};
use super::words::{CONSENTS, GRADES, MATTERS, by_code, word};
use super::{of_photo, void_action};
use crate::app::db::{Reads, SOFTWARE, Span};
use crate::app::open::Session;
use crate::app::people::home_name;
use crate::app::{App, Scene};
use crate::error::{AppError, ErrorKind, Result};
use crate::texts::Texts;
use crate::view::{Outcome, PhotoInput};

/// What the record says of a file whose head does not tell what it is.
const UNKNOWN: &str = "unknown";

/// What an input says, checked.
struct Asked {
    household: HouseholdId,
    visit: Option<VisitId>,
    person: Option<PersonId>,
    matter: Matter,
    grade: Grade,
    consent: Option<Consent>,
    class: DataClass,
}

/// What the head of a file says.
struct Read {
    kind: String,
    size: Option<(u32, u32)>,
    exif: Exif,
}

/// Keeps a photo.
pub(super) fn add(app: &App, input: &PhotoInput) -> Result<Outcome> {
    let mut session = app.session();
    let asked = check(app, &mut session, input)?;
    let path = Path::new(&input.path);
    let mut file = open(app, path)?;
    let read = look(app, &mut file, input.keep_exif_place)?;
    let vault = session.vault(&app.kit)?;
    let photo = PhotoId::new(app.ports.new_id());
    let moment = app.ports.moment();
    // Named first: should the process be killed, the next opening knows which file is nobody's.
    session.db.set_setting(&app.kit, PENDING, photo.as_str())?;
    // From the start again, since its head was read.
    let mut file = open(app, path)?;
    let stored = match files::put(app, &vault, &photo, Part::Original, &mut file) {
        Ok(stored) => stored,
        Err(error) => {
            forget(app, &session);
            return Err(error);
        }
    };
    let key = session.db.device();
    let taken = PhotoTaken {
        photo: photo.clone(),
        visit: asked.visit,
        household: asked.household,
        person: asked.person,
        matter: asked.matter,
        grade: asked.grade,
        original: Original {
            sha256: stored.sha256.to_string(),
            bytes: stored.bytes,
            kind: read.kind,
            width: read.size.map(|(width, _)| width),
            height: read.size.map(|(_, height)| height),
            turn: read.exif.turn.exif(),
        },
        exif: as_read(&read.exif, input.keep_exif_place),
        at: moment.stamp,
        boot_id: moment.boot_id,
        elapsed_ms: moment.elapsed_ms,
        gnss_ms: input.gnss_ms,
        receipt: None,
        place: input.place.as_ref().map(|place| GivenPlace {
            lat_e7: place.lat_e7,
            lon_e7: place.lon_e7,
            accuracy_m: place.accuracy_m,
            provider: place.provider.clone(),
            mock: place.mock,
            age_s: place.age_s,
            satellites: place.satellites,
        }),
        consent: asked.consent,
        // The township's tasks come with the exchange; until then none has a number.
        nonce: None,
        device: DeviceMark {
            key: hex::encode(key.public_key().to_sec1()),
            level: key.level().to_owned(),
        },
        app: AppMark {
            version: SOFTWARE.to_owned(),
            build: None,
            flags: if cfg!(debug_assertions) {
                vec!["debug".to_owned()]
            } else {
                Vec::new()
            },
        },
        sealed: format!("tf-vault-{FORMAT}"),
    };
    let (again, sentence) = write(app, &session, taken, asked.class).inspect_err(|_| {
        // Nothing was recorded, so nothing is kept.
        if let Err(error) = files::remove(&app.kit, &vault, &photo, &[Part::Original]) {
            tracing::warn!(code = error.code, "intake");
        }
        forget(app, &session);
    })?;
    tracing::info!(again, "photo kept");
    forget(app, &session);
    Ok(Outcome {
        sentence,
        undo: Some(void_action(&app.kit.say, &photo, "mistake")),
        go: None,
        changed: true,
    })
}

/// Writes the record; tells whether the very same file was here before.
fn write(
    app: &App,
    session: &Session,
    mut taken: PhotoTaken,
    class: DataClass,
) -> Result<(bool, String)> {
    let post = session.db.post(&app.kit)?;
    let texts = app.kit.say.texts();
    let again = session.db.write(&app.kit, &app.ports, &post, |reads| {
        let same = reads.0.photos_of_file(&taken.original.sha256)?;
        taken.receipt = newest_receipt(reads)?;
        let op = NewOp::new(
            Scope::new(post.grid.clone(), class),
            Event::PhotoTaken(taken),
        );
        Ok(Decision::new(vec![op], !same.is_empty()))
    })?;
    let sentence = if again {
        texts.get("photo.saved_again")
    } else {
        texts.get("photo.saved")
    };
    Ok((again, sentence.to_owned()))
}

/// Returns the hash of the newest receipt that is here: the photo is not older than it.
fn newest_receipt(reads: &Reads<'_>) -> Result<Option<String>, StoreError> {
    let receipts = reads.0.receipts()?;
    let newest = receipts.iter().max_by_key(|kept| kept.receipt.time_ms);
    Ok(newest.map(receipt_hash))
}

/// Returns the hash by which a record names a receipt.
pub(super) fn receipt_hash(kept: &ReceiptRecord) -> String {
    hex::encode(Sha256::digest(kept.receipt.note.as_bytes()))
}

/// Takes the mark of an intake away; if that fails, the next opening does it.
fn forget(app: &App, session: &Session) {
    if let Err(error) = session.db.set_setting(&app.kit, PENDING, "") {
        tracing::warn!(code = error.code, "intake");
    }
}

fn open(app: &App, path: &Path) -> Result<File> {
    File::open(path).map_err(|error| {
        tracing::warn!(kind = ?error.kind(), "photo");
        app.kit.error(ErrorKind::Unreadable, "photo_no_file", &[])
    })
}

/// Reads the head. What cannot be shown here is kept all the same, but no file that is no picture.
fn look(app: &App, file: &mut File, place: bool) -> Result<Read> {
    let invalid = |code: &str| app.kit.error(ErrorKind::Invalid, code, &[]);
    let bare = |kind: &str, size| Read {
        kind: kind.to_owned(),
        size,
        exif: Exif::default(),
    };
    match probe(file) {
        Ok(head) => Ok(Read {
            kind: name_of(&head),
            size: Some((head.width, head.height)),
            exif: exif_of(file, &head, place),
        }),
        Err(Guard::Empty) => Err(invalid("photo_empty")),
        Err(Guard::NotAPicture) => Err(invalid("photo_not_picture")),
        Err(Guard::Broken { kind, .. }) => Ok(bare(plain(kind.mime()), None)),
        Err(Guard::TooLarge { width, height }) => Ok(bare(UNKNOWN, Some((width, height)))),
        Err(Guard::Read(error)) => {
            tracing::warn!(kind = ?error.kind(), "photo");
            Err(app.kit.error(ErrorKind::Unreadable, "photo_no_file", &[]))
        }
    }
}

fn exif_of(file: &mut File, head: &Probe, place: bool) -> Exif {
    let ask = if place { Ask::Place } else { Ask::NoPlace };
    // What the file says of itself is no reason not to keep it.
    exif::read(file, head, ask).unwrap_or_default()
}

fn name_of(head: &Probe) -> String {
    plain(head.kind.mime()).to_owned()
}

fn plain(mime: &'static str) -> &'static str {
    mime.strip_prefix("image/").unwrap_or(mime)
}

fn as_read(exif: &Exif, place: bool) -> ExifRead {
    ExifRead {
        make: exif.make.clone(),
        model: exif.model.clone(),
        software: exif.software.clone(),
        taken: exif.taken.clone(),
        offset: exif.offset.clone(),
        place: exif
            .place
            .filter(|_| place)
            .map(|place| (place.lat_e7, place.lon_e7)),
        gps_time: exif.gps_time.clone(),
    }
}

fn check(app: &App, session: &mut Session, input: &PhotoInput) -> Result<Asked> {
    let scene = app.scene(session, Span::Home(&input.household))?;
    let home = scene.snapshot.home(&input.household);
    let home = home.ok_or_else(|| app.not_found("no_home"))?;
    let person = input.person.as_deref().map(PersonId::new);
    if let Some(person) = &person
        && home.person(person).is_none()
    {
        return Err(app.not_found("no_person"));
    }
    let unknown = |code: &str| {
        app.kit
            .error(ErrorKind::Invalid, "answer_code", &[("ask", code)])
    };
    let matter = by_code(&MATTERS, &input.matter).ok_or_else(|| unknown(&input.matter))?;
    let grade = by_code(&GRADES, &input.grade).ok_or_else(|| unknown(&input.grade))?;
    let given = input.consent.as_deref();
    let given = given
        .map(|code| by_code(&CONSENTS, code).ok_or_else(|| unknown(code)))
        .transpose()?;
    let visit = input.visit.as_deref().map(VisitId::new);
    if let Some(visit) = &visit {
        let of = home_of_visit(app, session, visit)?;
        if of != home.id {
            return Err(app.not_found("no_visit"));
        }
    }
    let consent = match (given, &visit) {
        (Some(given), _) => Some(given),
        (None, Some(visit)) => last_consent(app, session, visit)?,
        (None, None) => None,
    };
    refuse(app, consent, matter)?;
    Ok(Asked {
        household: home.id.clone(),
        visit,
        class: class_of(&scene, home, person.as_ref(), matter, scene.snapshot.today),
        person,
        matter,
        grade,
        consent,
    })
}

/// What the person said no to is not kept.
fn refuse(app: &App, consent: Option<Consent>, matter: Matter) -> Result<()> {
    let conflict = |code: &str| Err(app.kit.error(ErrorKind::Conflict, code, &[]));
    match consent {
        Some(Consent::Declined) => conflict("photo_declined"),
        Some(Consent::ThingsOnly) if matter == Matter::Person => conflict("photo_things_only"),
        _ => Ok(()),
    }
}

/// Returns the home of a visit, whether it is open or closed.
pub(super) fn home_of_visit(app: &App, session: &Session, visit: &VisitId) -> Result<HouseholdId> {
    if let Some(draft) = session.db.draft(&app.kit, visit.as_str())? {
        return Ok(draft.household);
    }
    let detail = session.db.read(&app.kit, |reads| reads.visit(visit))?;
    let detail = detail.ok_or_else(|| app.not_found("no_visit"))?;
    Ok(detail.record.household)
}

/// Returns what was answered last about photos on a visit.
pub(super) fn last_consent(
    app: &App,
    session: &Session,
    visit: &VisitId,
) -> Result<Option<Consent>> {
    let (said, photos) = session.db.read(&app.kit, |reads| {
        Ok((reads.0.consents(visit)?, reads.0.photos_of_visit(visit)?))
    })?;
    let of_photos = photos
        .iter()
        .filter_map(|photo| Some((photo.taken.at.ms, photo.taken.consent?)));
    let answers = said.iter().map(|said| (said.at.ms, said.consent));
    // Of two in one millisecond the stricter, which stands first in the list of words.
    let last = answers.chain(of_photos).max_by_key(|(at, _)| *at);
    Ok(last.map(|(_, consent)| consent))
}

/// Returns in which scope a photo goes: where a restricted class holds for whom it is about, or
/// for anybody of the home, it is restricted.
fn class_of(
    scene: &Scene,
    home: &Household,
    person: Option<&PersonId>,
    matter: Matter,
    today: Day,
) -> DataClass {
    let classes = scene.pack.work.classes();
    let restricted = home
        .persons
        .iter()
        .filter(|one| person.is_none_or(|id| one.id == *id))
        .flat_map(|one| &one.memberships)
        .any(|held| held.holds(today) && classes.data(&held.class) == DataClass::Restricted);
    if restricted {
        DataClass::Restricted
    } else {
        matter.class()
    }
}

/// Keeps what a person answered, where no photo was taken.
pub(super) fn consent(
    app: &App,
    visit: &str,
    person: Option<&str>,
    consent: &str,
) -> Result<Outcome> {
    let session = app.session();
    let answer = by_code(&CONSENTS, consent).ok_or_else(|| {
        app.kit
            .error(ErrorKind::Invalid, "answer_code", &[("ask", consent)])
    })?;
    let visit = VisitId::new(visit);
    let household = home_of_visit(app, &session, &visit)?;
    let post = session.db.post(&app.kit)?;
    let now = app.ports.clock.now();
    let event = Event::PhotoConsent(PhotoConsent {
        visit,
        household: household.clone(),
        person: person.map(PersonId::new),
        consent: answer,
        day: now.day(),
        at: now,
    });
    let scope = Scope::new(post.grid.clone(), DataClass::Core);
    session.db.write(&app.kit, &app.ports, &post, |_| {
        Ok(Decision::new(vec![NewOp::new(scope, event)], ()))
    })?;
    let mut session = session;
    let scene = app.scene(&mut session, Span::Home(household.as_str()))?;
    let home = scene.snapshot.home(household.as_str());
    let name = home.map(|home| home_name(&app.kit.say, home, scene.snapshot.today));
    let said = word(&app.kit.say, &CONSENTS, &answer);
    Ok(Outcome {
        sentence: app.kit.say.texts().format(
            "photo.consented",
            &[
                ("name", name.as_ref().map_or("", |name| &name.text).into()),
                ("answer", said.into()),
            ],
        ),
        undo: None,
        go: None,
        changed: true,
    })
}

/// Makes the error of a photo that is not here, or not for this viewer.
pub(super) fn no_photo(app: &App) -> AppError {
    app.not_found("no_photo")
}

/// Finds a photo that the viewer may see, with its home.
pub(super) fn find(
    app: &App,
    session: &mut Session,
    photo: &str,
) -> Result<(tanfang_store::PhotoRecord, Scene)> {
    let id = PhotoId::new(photo);
    let record = session.db.read(&app.kit, |reads| reads.0.photo(&id))?;
    let record = record.ok_or_else(|| no_photo(app))?;
    let scene = app.scene(session, Span::Home(record.taken.household.as_str()))?;
    if !of_photo(&scene, &record) {
        return Err(no_photo(app));
    }
    Ok((record, scene))
}
