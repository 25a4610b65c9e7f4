//! One photo: what its record says, what can be said about it, and what the worker says to it.

use tanfang_domain::event::{DataClass, Event, FindingExplained, NewOp, PhotoVoid, Scope, VoidWhy};
use tanfang_evidence::mark::RED;
use tanfang_store::{Decision, ExplainedRecord, PhotoRecord};
use tanfang_values::{PhotoId, VisitId};

use super::findings;
use super::list::{has_copy, title};
use super::words::{
    CONSENTS, GRADES, Numbers, VOIDS, WHY_ALIKE, by_code, reason, size, when, word,
};
use super::{case, files, intake, of_photo, void_action};
use crate::app::db::Span;
use crate::app::open::Session;
use crate::app::people::home_name;
use crate::app::{App, Scene};
use crate::error::{ErrorKind, Result};
use crate::say::Say;
use crate::texts::{Texts, key};
use crate::view::{
    Action, Intent, Line, Masked, Outcome, PhotoPair, PhotoView, Screen, Status, Tone,
};

/// Which reasons a worker may remove a photo for; the others come of themselves.
const OFFERED: [&str; 2] = ["asked", "mistake"];
/// How many digits of a hash are read out.
const START: usize = 12;

/// Makes 照片 of one.
pub(super) fn view(app: &App, photo: &str) -> Result<PhotoView> {
    let mut session = app.session();
    let (record, scene) = intake::find(app, &mut session, photo)?;
    let say = &app.kit.say;
    let id = &record.taken.photo;
    let explained = session
        .db
        .read(&app.kit, |reads| reads.0.explained(id.as_str()))?;
    let pairs = pairs(app, &mut session, &record, &explained)?;
    let around = case::of_photo(app, &mut session, &record)?;
    // Its files are read and decoded now: other screens need not wait for it.
    drop(session);
    let found = around.examine();
    let picture = has_copy(&record);
    let texts = say.texts();
    let waiting = record.derived.is_none() && record.void.is_none();
    let status = if waiting {
        texts.get("photo.waiting")
    } else {
        texts.get("photo.ready")
    };
    Ok(PhotoView {
        photo: id.as_str().to_owned(),
        title: title(say, &record),
        status: Status {
            text: status.to_owned(),
            tone: Tone::Done,
        },
        picture,
        missing: (!picture).then(|| missing(say, &record)),
        stamp: picture.then(|| texts.get("photo.stamp_note").to_owned()),
        lines: lines(app, &scene, &record)?,
        findings: found.map_or_else(Vec::new, |found| findings::of(say, &found)),
        pairs,
        actions: if record.void.is_some() {
            Vec::new()
        } else {
            let offered = OFFERED.iter();
            offered.map(|why| void_action(say, id, why)).collect()
        },
        sentence: texts.get("photo.truth").to_owned(),
    })
}

fn missing(say: &Say, record: &PhotoRecord) -> String {
    let code = record
        .derived
        .as_ref()
        .and_then(|made| made.deferred.as_deref());
    let why = match code {
        _ if record.void.is_some() => key("photo.why_no_gone"),
        Some("deferred_progressive") => key("photo.why_no_progressive"),
        Some("deferred_no_decoder") => key("photo.why_no_decoder"),
        Some("deferred_memory" | "too_large") => key("photo.why_no_memory"),
        Some("missing") => key("photo.why_no_missing"),
        Some(_) => key("photo.why_no_read"),
        None => key("photo.why_no_wait"),
    };
    let why = say.texts().get(why);
    say.texts()
        .format("photo.no_picture", &[("why", why.into())])
}

/// Says what the record says.
fn lines(app: &App, scene: &Scene, record: &PhotoRecord) -> Result<Vec<Line>> {
    let say = &app.kit.say;
    let texts = say.texts();
    let taken = &record.taken;
    let mut lines: Vec<Line> = Vec::new();
    let mut add = |text: Masked, tone| lines.push(Say::line(text, tone, None));
    let at = when(say, taken.at);
    add(
        Say::open(texts.format("photo.line_when", &[("when", (&at).into())])),
        Tone::Plain,
    );
    let worker = scene.snapshot.worker_name(&record.worker);
    add(
        Say::open(texts.format("photo.line_worker", &[("name", worker.into())])),
        Tone::Plain,
    );
    let grade = word(say, &GRADES, &taken.grade);
    add(
        Say::open(texts.format("photo.line_grade", &[("grade", grade.into())])),
        Tone::Plain,
    );
    let consent = match &taken.consent {
        Some(given) => {
            let answer = word(say, &CONSENTS, given);
            texts.format("photo.line_consent", &[("answer", answer.into())])
        }
        None => texts.get("photo.line_consent_none").to_owned(),
    };
    add(Say::open(consent), Tone::Plain);
    let (kind, bytes) = (&taken.original.kind, size(say, taken.original.bytes));
    add(
        Say::open(texts.format(
            "photo.line_file",
            &[("kind", kind.into()), ("size", (&bytes).into())],
        )),
        Tone::Quiet,
    );
    if let (Some(width), Some(height)) = (taken.original.width, taken.original.height) {
        let (width, height) = (width.to_string(), height.to_string());
        let args = [("width", (&width).into()), ("height", (&height).into())];
        add(
            Say::open(texts.format("photo.line_pixels", &args)),
            Tone::Quiet,
        );
    }
    let exif = &taken.exif;
    let words: Vec<&str> = [&exif.make, &exif.model, &exif.software, &exif.taken]
        .into_iter()
        .filter_map(|word| word.as_deref())
        .collect();
    if !words.is_empty() {
        let words = say.listed(&words);
        add(
            Say::open(texts.format("photo.line_exif", &[("words", (&words).into())])),
            Tone::Quiet,
        );
    }
    let place = match &taken.place {
        None => texts.get("photo.line_no_place").to_owned(),
        Some(place) => match place.accuracy_m {
            Some(metres) => texts.format("photo.line_place", &[("metres", metres.into())]),
            None => texts.get("photo.line_place_bare").to_owned(),
        },
    };
    add(Say::open(place), Tone::Quiet);
    let start: String = taken.original.sha256.chars().take(START).collect();
    add(
        Say::open(texts.format("photo.line_hash", &[("start", (&start).into())])),
        Tone::Quiet,
    );
    if let Some(made) = record
        .derived
        .as_ref()
        .filter(|made| !made.stamp.is_empty())
    {
        let words = say.listed(&made.stamp);
        add(
            say.covered(texts.format("photo.line_stamp", &[("words", (&words).into())])),
            Tone::Quiet,
        );
        add(Say::open(texts.get("photo.stamp_note")), Tone::Quiet);
    }
    let days = match Numbers::builtin(&app.kit)?.days(taken.matter) {
        Some(days) => texts.format("photo.retention_days", &[("days", days.into())]),
        None => texts.get("photo.retention_unset").to_owned(),
    };
    add(
        Say::open(texts.format("photo.line_retention", &[("words", (&days).into())])),
        Tone::Quiet,
    );
    if let Some(void) = &record.void {
        let (day, why) = (say.day(void.day), word(say, &VOIDS, &void.why));
        add(
            Say::open(texts.format(
                "photo.line_void",
                &[("day", (&day).into()), ("why", why.into())],
            )),
            Tone::Amber,
        );
    }
    Ok(lines)
}

/// Lists the pictures that look alike and that the viewer may see.
fn pairs(
    app: &App,
    session: &mut Session,
    record: &PhotoRecord,
    explained: &[ExplainedRecord],
) -> Result<Vec<PhotoPair>> {
    let say = &app.kit.say;
    let texts = say.texts();
    let mut pairs = Vec::new();
    let alike = record.derived.as_ref().map(|made| made.alike.as_slice());
    for near in alike.unwrap_or_default() {
        let found = session
            .db
            .read(&app.kit, |reads| reads.0.photo(&near.photo))?;
        let Some(other) = found else { continue };
        let scene = app.scene(session, Span::Home(other.taken.household.as_str()))?;
        if !of_photo(&scene, &other) {
            continue;
        }
        let home = scene.snapshot.home(other.taken.household.as_str());
        let name = home.map(|home| home_name(say, home, scene.snapshot.today));
        let mut words = texts
            .get(match near {
                near if near.same_file => key("photo.pair_same"),
                near if u32::from(near.distance) <= RED => key("photo.pair_red"),
                _ => key("photo.pair_amber"),
            })
            .to_owned();
        if near.turn != 0 {
            words.push_str(texts.get("photo.pair_turned"));
        }
        let of_pair = explained
            .iter()
            .filter(|one| one.said.other.as_deref() == Some(near.photo.as_str()));
        for one in of_pair {
            words.push_str(&said_words(say, &one.said));
        }
        let parts = [title(say, &other), name.unwrap_or_else(|| Say::open(""))];
        pairs.push(PhotoPair {
            other: near.photo.as_str().to_owned(),
            title: say.dotted(&parts),
            sentence: Say::open(words),
            picture: has_copy(&other),
            actions: explain_actions(say, &WHY_ALIKE, |why| Intent::ExplainFinding {
                photo: Some(record.taken.photo.as_str().to_owned()),
                visit: None,
                finding: "E7".to_owned(),
                other: Some(near.photo.as_str().to_owned()),
                why,
                note: String::new(),
            }),
        });
    }
    Ok(pairs)
}

/// Says what somebody said to a finding.
pub(super) fn said_words(say: &Say, said: &FindingExplained) -> String {
    let (day, why) = (say.day(said.day), reason(say, &said.why));
    match &said.note {
        Some(note) => say.texts().format(
            "photo.said_note",
            &[
                ("day", (&day).into()),
                ("why", why.into()),
                ("note", note.into()),
            ],
        ),
        None => say
            .texts()
            .format("photo.said", &[("day", (&day).into()), ("why", why.into())]),
    }
}

/// Makes a button a reason.
pub(super) fn explain_actions(
    say: &Say,
    reasons: &[(&'static str, &'static str)],
    intent: impl Fn(String) -> Intent,
) -> Vec<Action> {
    let actions = reasons.iter().map(|(code, key)| Action {
        label: say.texts().get(key).to_owned(),
        intent: intent((*code).to_owned()),
        enabled: true,
        note: None,
    });
    actions.collect()
}

/// What a worker says to a finding.
pub(super) struct Said<'a> {
    pub(super) photo: Option<&'a str>,
    pub(super) visit: Option<&'a str>,
    pub(super) finding: &'a str,
    pub(super) other: Option<&'a str>,
    pub(super) why: &'a str,
    pub(super) note: &'a str,
}

/// Keeps what a worker says to a finding.
pub(super) fn explain(app: &App, said: &Said<'_>) -> Result<Outcome> {
    let mut session = app.session();
    if let Some(photo) = said.photo {
        intake::find(app, &mut session, photo)?;
    } else if let Some(visit) = said.visit {
        intake::home_of_visit(app, &session, &VisitId::new(visit))?;
    } else {
        return Err(intake::no_photo(app));
    }
    let post = session.db.post(&app.kit)?;
    let note = said.note.trim();
    let event = Event::FindingExplained(FindingExplained {
        photo: said.photo.map(PhotoId::new),
        visit: said.visit.map(VisitId::new),
        finding: said.finding.to_owned(),
        other: said.other.map(str::to_owned),
        why: said.why.to_owned(),
        note: (!note.is_empty()).then(|| note.to_owned()),
        day: app.today_day(),
    });
    let scope = Scope::new(post.grid.clone(), DataClass::Core);
    session.db.write(&app.kit, &app.ports, &post, |_| {
        Ok(Decision::new(vec![NewOp::new(scope, event)], ()))
    })?;
    Ok(Outcome {
        sentence: app.kit.say.texts().get("photo.explained").to_owned(),
        undo: None,
        go: None,
        changed: true,
    })
}

/// Removes the files of a photo; its hash and the reason stay.
pub(super) fn void(app: &App, photo: &str, why: &str, note: &str) -> Result<Outcome> {
    let mut session = app.session();
    let (record, _) = intake::find(app, &mut session, photo)?;
    let texts = app.kit.say.texts();
    let why = by_code(&VOIDS, why).ok_or_else(|| {
        app.kit
            .error(ErrorKind::Invalid, "answer_code", &[("ask", why)])
    })?;
    if record.void.is_some() {
        return Ok(Outcome {
            sentence: texts.get("photo.voided_again").to_owned(),
            undo: None,
            go: None,
            changed: false,
        });
    }
    write_void(app, &mut session, &record, why, note)?;
    Ok(Outcome {
        sentence: texts.get("photo.voided").to_owned(),
        undo: None,
        go: record.taken.visit.is_none().then(|| Screen::Photos {
            household: record.taken.household.as_str().to_owned(),
            visit: None,
        }),
        changed: true,
    })
}

/// Records that a photo is void, then removes its files; returns how many bytes that freed.
pub(super) fn write_void(
    app: &App,
    session: &mut Session,
    record: &PhotoRecord,
    why: VoidWhy,
    note: &str,
) -> Result<u64> {
    let post = session.db.post(&app.kit)?;
    let parts = files::going(why);
    let note = note.trim();
    let event = Event::PhotoVoid(PhotoVoid {
        photo: record.taken.photo.clone(),
        copies: parts.len() > 1,
        why,
        day: app.today_day(),
        note: (!note.is_empty()).then(|| note.to_owned()),
    });
    let scope = Scope::new(record.grid.clone(), record.class);
    session.db.write(&app.kit, &app.ports, &post, |_| {
        Ok(Decision::new(vec![NewOp::new(scope, event)], ()))
    })?;
    // Cut short here, the next opening goes on: the record says that the files are gone.
    let vault = session.vault(&app.kit)?;
    files::remove(&app.kit, &vault, &record.taken.photo, parts)
}
