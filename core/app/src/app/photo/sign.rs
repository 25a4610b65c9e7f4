//! 签字: over the ops of a closing, to their every byte; nobody has to.

use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fs::File;
use std::path::Path;
use tanfang_domain::event::{
    DataClass, Event, NewOp, Scope, SignatureImage, SignedHow, Signer, Signs, VisitSigned,
};
use tanfang_evidence::picture::{Guard, probe};
use tanfang_evidence::vault::Part;
use tanfang_log::Hash;
use tanfang_store::{Decision, SignatureRecord, VisitDetail};
use tanfang_values::{OpId, PersonId, PhotoId, SignatureId, VisitId, WorkerId};

use super::files::{self, PENDING};
use super::words::{by_code, choices, word};
use crate::app::db::Span;
use crate::app::open::Session;
use crate::app::people::home_name;
use crate::app::{App, Scene};
use crate::error::{ErrorKind, Result};
use crate::say::Say;
use crate::texts::{Texts, key};
use crate::view::{
    Line, Masked, Outcome, QuestionOption, Screen, SignInput, SignerRow, SigningView, StrokePoint,
    Tone,
};

const WAYS: [(SignedHow, &str, &str); 4] = [
    (SignedHow::Strokes, "strokes", key("signing.strokes")),
    (
        SignedHow::Fingermark,
        "fingermark",
        key("signing.fingermark"),
    ),
    (SignedHow::Cannot, "cannot", key("signing.cannot")),
    (SignedHow::Declined, "declined", key("signing.declined")),
];

/// How strokes are written down.
const STROKES: &str = "strokes";
/// How many other workers are offered as the second.
const MOST_SECOND: usize = 6;

/// One who may sign.
struct Offered {
    key: String,
    who: Signer,
    worker: Option<WorkerId>,
    person: Option<PersonId>,
    name: Masked,
}

/// A closed visit with what a signature is over.
struct Closed {
    detail: VisitDetail,
    signs: Vec<Signs>,
    scene: Scene,
}

fn closed(app: &App, session: &mut Session, visit: &str) -> Result<Closed> {
    let id = VisitId::new(visit);
    let (detail, signs) = session.db.read(&app.kit, |reads| {
        Ok((reads.visit(&id)?, reads.0.closing(&id)?))
    })?;
    let detail = detail.ok_or_else(|| app.not_found("no_visit"))?;
    // What another worker was told is not shown here.
    let own = session.db.post(&app.kit)?.worker.id;
    if detail.record.worker != own {
        return Err(app.not_found("no_visit"));
    }
    let scene = app.scene(session, Span::Home(detail.record.household.as_str()))?;
    if scene
        .snapshot
        .home(detail.record.household.as_str())
        .is_none()
    {
        return Err(app.not_found("no_home"));
    }
    Ok(Closed {
        detail,
        signs,
        scene,
    })
}

fn offered(app: &App, closed: &Closed) -> Vec<Offered> {
    let say = &app.kit.say;
    let texts = say.texts();
    let snapshot = &closed.scene.snapshot;
    let record = &closed.detail.record;
    let named = |key: &str, name: &Masked| {
        let of = |name: &str| texts.format(key, &[("name", name.into())]);
        Masked {
            text: of(&name.text),
            masked: of(&name.masked),
        }
    };
    let own = Say::open(snapshot.worker_name(&record.worker));
    let mut rows = vec![Offered {
        key: "worker".to_owned(),
        who: Signer::Worker,
        worker: Some(record.worker.clone()),
        person: None,
        name: named("signing.worker", &own),
    }];
    if let Some(home) = snapshot.home(record.household.as_str()) {
        for person in home.present(record.day) {
            rows.push(Offered {
                key: format!("resident:{}", person.id),
                who: Signer::Resident,
                worker: None,
                person: Some(person.id.clone()),
                name: named("signing.resident", &say.name(&person.name)),
            });
            if let Some(guardian) = &person.guardian {
                rows.push(Offered {
                    key: format!("guardian:{}", person.id),
                    who: Signer::Guardian,
                    worker: None,
                    person: Some(person.id.clone()),
                    name: named("signing.guardian", &say.name(guardian)),
                });
            }
        }
    }
    rows.push(Offered {
        key: "relative".to_owned(),
        who: Signer::Relative,
        worker: None,
        person: None,
        name: Say::open(texts.get("signing.relative")),
    });
    let others = snapshot.workers.iter();
    let others = others.filter(|(id, _)| **id != record.worker);
    rows.extend(others.take(MOST_SECOND).map(|(id, name)| Offered {
        key: format!("second:{id}"),
        who: Signer::SecondWorker,
        worker: Some(id.clone()),
        person: None,
        name: named("signing.second", &Say::open(name.as_str())),
    }));
    rows
}

/// Makes 签字 of a visit.
pub(super) fn view(app: &App, visit: &str) -> Result<SigningView> {
    let mut session = app.session();
    let closed = closed(app, &mut session, visit)?;
    let id = VisitId::new(visit);
    let signed = session.db.read(&app.kit, |reads| reads.0.signatures(&id))?;
    let say = &app.kit.say;
    let texts = say.texts();
    let record = &closed.detail.record;
    let snapshot = &closed.scene.snapshot;
    let name = snapshot
        .home(record.household.as_str())
        .map_or_else(|| say.name(""), |home| home_name(say, home, snapshot.today));
    let day = say.day(record.day);
    let title = |name: &str| {
        texts.format(
            "signing.title",
            &[("name", name.into()), ("day", (&day).into())],
        )
    };
    Ok(SigningView {
        visit: visit.to_owned(),
        title: Masked {
            text: title(&name.text),
            masked: title(&name.masked),
        },
        sentence: texts.get("signing.sentence").to_owned(),
        answers: answers(say, &closed),
        signers: offered(app, &closed)
            .into_iter()
            .map(|one| SignerRow {
                done: done(say, &closed.scene, &one, &signed),
                ways: ways(say, last(&one, &signed)),
                key: one.key,
                name: one.name,
            })
            .collect(),
        later: later(say, &closed),
    })
}

/// Every answer as it stands in the record, but what was only carried along.
fn answers(say: &Say, closed: &Closed) -> Vec<Line> {
    let work = &closed.scene.pack.work;
    let answers = closed.detail.record.answers.iter();
    let lines = answers.filter_map(|record| {
        let answer = &record.answer;
        let value = answer.value.as_ref()?;
        let question = work.question(&answer.q).map(|(_, question)| question);
        let ask = question.map_or(answer.q.as_str(), |question| question.ask.as_str());
        let def = question.and_then(|question| question.writes.def());
        let writes = answer.writes.as_deref().unwrap_or_default();
        let value = say.value(def.map(AsRef::as_ref), writes, value);
        let words = say.texts().format(
            "signing.answer",
            &[("ask", ask.into()), ("value", (&value).into())],
        );
        Some(Say::line(say.covered(words), Tone::Plain, None))
    });
    lines.collect()
}

/// Returns what counts of what somebody signed and answered: the last signature, or
/// else the last answer.
fn last<'a>(one: &Offered, signed: &'a [SignatureRecord]) -> Option<&'a SignatureRecord> {
    let of = signed.iter().filter(|record| {
        let signed = &record.signed;
        signed.who == one.who && signed.worker == one.worker && signed.person == one.person
    });
    of.max_by_key(|record| is_signature(record.signed.how))
}

fn is_signature(how: SignedHow) -> bool {
    matches!(how, SignedHow::Strokes | SignedHow::Fingermark)
}

/// Offers what is still possible: a signature stands, since records of it are only
/// added; whoever could not or would not may still sign, or say the other.
fn ways(say: &Say, last: Option<&SignatureRecord>) -> Vec<QuestionOption> {
    match last.map(|record| record.signed.how) {
        None => choices(say, &WAYS, None),
        Some(how) if is_signature(how) => Vec::new(),
        Some(said) => {
            let left = WAYS.into_iter().filter(|(how, ..)| *how != said);
            choices(say, &left.collect::<Vec<_>>(), None)
        }
    }
}

fn done(say: &Say, scene: &Scene, one: &Offered, signed: &[SignatureRecord]) -> Option<Line> {
    let found = last(one, signed)?;
    let at = found.signed.at;
    let (hour, minute) = at.shanghai_hm();
    let (day, clock) = (say.day(at.day()), format!("{hour}:{minute:02}"));
    let how = word(say, &WAYS, &found.signed.how);
    let mut words = say.texts().format(
        "signing.done",
        &[
            ("day", (&day).into()),
            ("clock", (&clock).into()),
            ("how", how.into()),
        ],
    );
    if found.signed.own_unlock == Some(false) {
        let name = scene.snapshot.worker_name(&found.worker);
        let no = say
            .texts()
            .format("signing.own_no", &[("name", name.into())]);
        words = format!("{words} {no}");
    }
    Some(Say::line(Say::open(words), Tone::Done, None))
}

/// Says that an answer was changed after the closing that is signed.
fn later(say: &Say, closed: &Closed) -> Option<Line> {
    let signed: BTreeSet<&OpId> = closed.signs.iter().map(|one| &one.op).collect();
    let mut answers = closed.detail.record.answers.iter();
    let changed = answers.any(|answer| !signed.contains(&answer.op));
    changed.then(|| {
        let words = say.texts().get("signing.later");
        Say::line(Say::open(words), Tone::Amber, None)
    })
}

/// Keeps a signature, or that there is none.
pub(super) fn sign(app: &App, input: &SignInput) -> Result<Outcome> {
    let invalid = |code: &str| app.kit.error(ErrorKind::Invalid, code, &[]);
    let mut session = app.session();
    let closed = closed(app, &mut session, &input.visit)?;
    if closed.detail.void || closed.signs.is_empty() {
        return Err(app.kit.error(ErrorKind::Conflict, "sign_void", &[]));
    }
    let who = offered(app, &closed)
        .into_iter()
        .find(|one| one.key == input.signer)
        .ok_or_else(|| invalid("sign_who"))?;
    let how = by_code(&WAYS, &input.how).ok_or_else(|| {
        app.kit
            .error(ErrorKind::Invalid, "answer_code", &[("ask", &input.how)])
    })?;
    let signed = session.db.read(&app.kit, |reads| {
        reads.0.signatures(&closed.detail.record.visit)
    })?;
    if last(&who, &signed).is_some_and(|record| is_signature(record.signed.how)) {
        return Err(app.kit.error(ErrorKind::Conflict, "sign_done", &[]));
    }
    let signature = SignatureId::new(app.ports.new_id());
    let image = image(app, &mut session, &signature, how, input)?;
    let record = &closed.detail.record;
    let post = session.db.post(&app.kit)?;
    let signed = VisitSigned {
        signature: signature.clone(),
        visit: record.visit.clone(),
        household: record.household.clone(),
        own_unlock: who.worker.as_ref().map(|worker| *worker == post.worker.id),
        who: who.who,
        worker: who.worker,
        person: who.person,
        how,
        answers_sha256: over(&closed.signs).ok_or_else(|| invalid("sign_void"))?,
        signs: closed.signs,
        image,
        at: app.ports.clock.now(),
    };
    let op = NewOp::new(
        Scope::new(post.grid.clone(), DataClass::Core),
        Event::VisitSigned(signed),
    );
    let written = session.db.write(&app.kit, &app.ports, &post, |_| {
        Ok(Decision::new(vec![op], ()))
    });
    if written.is_err() {
        let vault = session.vault(&app.kit)?;
        files::remove(
            &app.kit,
            &vault,
            &PhotoId::new(signature.as_str()),
            &[Part::Strokes],
        )?;
    }
    session.db.set_setting(&app.kit, PENDING, "")?;
    written?;
    session.db.checkpoint(&app.ports);
    let texts = app.kit.say.texts();
    let sentence = match how {
        SignedHow::Strokes | SignedHow::Fingermark => texts.get("signing.saved").to_owned(),
        SignedHow::Cannot | SignedHow::Declined => {
            let how = word(&app.kit.say, &WAYS, &how);
            texts.format("signing.saved_none", &[("how", how.into())])
        }
    };
    Ok(Outcome {
        sentence,
        undo: None,
        go: Some(Screen::Signing {
            visit: input.visit.clone(),
        }),
        changed: true,
    })
}

/// SHA-256 over the leaves, 32 bytes each, in their order.
fn over(signs: &[Signs]) -> Option<String> {
    let mut hash = Sha256::new();
    for one in signs {
        let leaf: Hash = one.leaf.parse().ok()?;
        hash.update(leaf.as_bytes());
    }
    Some(hex::encode(hash.finalize()))
}

fn image(
    app: &App,
    session: &mut Session,
    signature: &SignatureId,
    how: SignedHow,
    input: &SignInput,
) -> Result<Option<SignatureImage>> {
    let invalid = |code: &str| app.kit.error(ErrorKind::Invalid, code, &[]);
    let id = PhotoId::new(signature.as_str());
    let (stored, kind) = match how {
        SignedHow::Cannot | SignedHow::Declined => return Ok(None),
        SignedHow::Strokes => {
            if input.strokes.iter().all(Vec::is_empty) {
                return Err(invalid("sign_empty"));
            }
            let bytes = written(&input.strokes);
            let vault = session.vault(&app.kit)?;
            session.db.set_setting(&app.kit, PENDING, id.as_str())?;
            let from = &mut bytes.as_bytes();
            let stored = files::put(app, &vault, &id, Part::Strokes, from)?;
            (stored, STROKES.to_owned())
        }
        SignedHow::Fingermark => {
            let path = input.path.as_deref();
            let path = Path::new(path.ok_or_else(|| invalid("sign_empty"))?);
            let unreadable = |_| app.kit.error(ErrorKind::Unreadable, "photo_no_file", &[]);
            let head = probe(&mut File::open(path).map_err(unreadable)?);
            let head = head.map_err(|guard| match guard {
                Guard::Empty => invalid("photo_empty"),
                _ => invalid("photo_not_picture"),
            })?;
            let vault = session.vault(&app.kit)?;
            session.db.set_setting(&app.kit, PENDING, id.as_str())?;
            let mut file = File::open(path).map_err(unreadable)?;
            let stored = files::put(app, &vault, &id, Part::Strokes, &mut file)?;
            let kind = head.kind.mime();
            let kind = kind.strip_prefix("image/").unwrap_or(kind).to_owned();
            (stored, kind)
        }
    };
    Ok(Some(SignatureImage {
        sha256: stored.sha256.to_string(),
        bytes: stored.bytes,
        kind,
    }))
}

/// Strokes as JSON of whole numbers: `[[[x,y,ms],…],…]`.
fn written(strokes: &[Vec<StrokePoint>]) -> String {
    let strokes: Vec<Vec<(i32, i32, i64)>> = strokes
        .iter()
        .map(|stroke| stroke.iter().map(|at| (at.x, at.y, at.ms)).collect())
        .collect();
    // Numbers cannot fail to be written.
    serde_json::to_string(&strokes).unwrap_or_default()
}
