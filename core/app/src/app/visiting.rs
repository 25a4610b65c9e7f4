//! The visit from opening to closing: drafts in, ops out.

use std::sync::Arc;
use tanfang_domain::checklist::question::Writes;
use tanfang_domain::checklist::{Around, MissingFact, Reason};
use tanfang_domain::event::{Mode, Subject, Whose};
use tanfang_domain::people::{Household, Viewer};
use tanfang_domain::schedule::Book;
use tanfang_domain::visit::{
    Closed, Closing, Draft, attempt as decide_attempt, close as decide, contact,
};
use tanfang_store::Decision;
use tanfang_values::PersonId;

use super::calling::Numbers;
use super::db::Span;
use super::hint::ask::deciding;
use super::hint::judge::{Hints, events_on};
use super::hint::shown;
use super::open::Session;
use super::people::home_name;
use super::photo;
use super::visit::answer::take;
use super::visit::danger::danger;
use super::visit::view::{Visiting, view as visit_view};
use super::{App, Scene, errors};
use crate::error::{ErrorKind, Result};
use crate::texts::Texts;
use crate::view::{Line, Masked, Outcome, Screen, Tone, VisitInput, VisitView};

/// Opens the visit of a home, or resumes its draft.
pub(crate) fn open(app: &App, household: &str) -> Result<Outcome> {
    let mut session = app.session();
    let scene = app.scene(&mut session, Span::Home(household))?;
    let home = home(app, &scene, household)?;
    let draft = if let Some(draft) = session.db.draft_of(&app.kit, &home.id)? {
        draft
    } else {
        if home.present(scene.snapshot.today).next().is_none() {
            return Err(app.kit.error(ErrorKind::Conflict, "visit_nobody", &[]));
        }
        let worker = &scene.snapshot.post.worker.id;
        let kit = &app.kit;
        let mut draft = session.db.open_draft(kit, &app.ports, worker, &home.id)?;
        // Where nothing but calls is owed, it is a call until the worker says otherwise.
        let (viewer, book) = (viewer(&scene, &draft), scene.snapshot.book());
        let work = &scene.pack.work;
        let around = Around::new(work, home, &viewer, &book, &draft.visit, draft.day());
        if around.is_all_by_call() {
            draft.mode = Mode::Phone;
            session.db.save_draft(kit, &draft, draft.opened)?;
        }
        draft
    };
    Ok(Outcome {
        sentence: app.kit.say.texts().get("visit.opened").to_owned(),
        undo: None,
        go: Some(Screen::Visit {
            visit: draft.visit.as_str().to_owned(),
        }),
        changed: true,
    })
}

fn home<'a>(app: &App, scene: &'a Scene, household: &str) -> Result<&'a Household> {
    scene
        .snapshot
        .home(household)
        .ok_or_else(|| app.not_found("no_home"))
}

/// Reads an open draft with its home.
fn draft(app: &App, session: &mut Session, visit: &str) -> Result<(Draft, Scene)> {
    let draft = session
        .db
        .draft(&app.kit, visit)?
        .ok_or_else(|| app.not_found("no_visit"))?;
    let scene = app.scene(session, Span::Home(draft.household.as_str()))?;
    Ok((draft, scene))
}

/// Works out what stands around a draft: what is owed at its home on its day,
/// which flags are open, and which facts would decide a hint.
fn around<'a>(
    scene: &'a Scene,
    home: &'a Household,
    viewer: &'a Viewer,
    book: &Book<'_>,
    draft: &Draft,
    missing: Vec<MissingFact>,
) -> Around<'a> {
    let work = &scene.pack.work;
    Around::new(work, home, viewer, book, &draft.visit, draft.day())
        .with_missing(missing)
        .with_flags(&scene.snapshot.flags)
}

/// Says which facts would decide a hint, with the answers of a draft.
fn missing(scene: &Scene, home: &Household, viewer: &Viewer, draft: &Draft) -> Vec<MissingFact> {
    let events = events_on(&scene.snapshot.events, draft.day());
    let answers = draft.answers.overlay();
    let hints = Hints::of(&scene.pack, home, viewer, &events, draft.day(), &answers);
    deciding(&hints, home)
}

/// Says the same, judged once a draft: the form that an answer is given on is the
/// one that was shown before.
fn missing_once(
    session: &mut Session,
    scene: &Scene,
    home: &Household,
    viewer: &Viewer,
    draft: &Draft,
) -> Vec<MissingFact> {
    let read = session.home.as_mut();
    let mut read = read.filter(|read| Arc::ptr_eq(&read.snapshot, &scene.snapshot));
    if let Some((of, missing)) = read.as_ref().and_then(|read| read.deciding.as_ref())
        && of == draft
    {
        return missing.clone();
    }
    let missing = missing(scene, home, viewer, draft);
    if let Some(read) = &mut read {
        read.deciding = Some((draft.clone(), missing.clone()));
    }
    missing
}

/// Says why a question is asked on the open visit to its home; nothing where
/// none is open, or it is not asked.
pub(crate) fn reasons(
    app: &App,
    session: &mut Session,
    q: &str,
    about: &Subject,
) -> Result<Vec<Reason>> {
    let Some(household) = session.db.household_of(&app.kit, about)? else {
        return Ok(Vec::new());
    };
    let draft = session.db.draft_of(&app.kit, &household.as_str().into())?;
    let Some(draft) = draft else {
        return Ok(Vec::new());
    };
    let scene = app.scene(session, Span::Home(&household))?;
    let home = home(app, &scene, &household)?;
    let (viewer, book) = (viewer(&scene, &draft), scene.snapshot.book());
    let missing = missing_once(session, &scene, home, &viewer, &draft);
    let around = around(&scene, home, &viewer, &book, &draft, missing);
    let form = draft.form(&scene.pack.work, &around);
    let asked = form.question(q, about);
    Ok(asked.map(|asked| asked.reasons.clone()).unwrap_or_default())
}

/// Returns who the worker is on the day of a draft.
fn viewer(scene: &Scene, draft: &Draft) -> Viewer {
    let today = scene.snapshot.today;
    scene.snapshot.post.viewer_on(draft.day(), today)
}

fn show(app: &App, session: &mut Session, scene: &Scene, draft: &Draft) -> Result<VisitView> {
    let home = home(app, scene, draft.household.as_str())?;
    let viewer = viewer(scene, draft);
    let book = scene.snapshot.book();
    let missing = missing_once(session, scene, home, &viewer, draft);
    let numbers = Numbers::read(app, session, &scene.pack.work)?;
    let photos = session
        .db
        .read(&app.kit, |reads| reads.0.photos_of_visit(&draft.visit))?;
    let mut view = visit_view(&Visiting {
        times: &app.kit.times,
        phrases: &app.kit.phrases,
        numbers: &numbers,
        say: &app.kit.say,
        work: &scene.pack.work,
        snapshot: &scene.snapshot,
        around: &around(scene, home, &viewer, &book, draft, missing),
        draft,
        saved: draft.answers.iter().map(|given| given.at).max(),
    });
    let (household, visit) = (draft.household.as_str(), draft.visit.as_str());
    let line = photo::entry::of_visit(&app.kit.say, household, visit, photos.len());
    view.notices.push(line);
    Ok(view)
}

/// Says of which unfinished visits somebody is in danger; each leads back to it.
pub(crate) fn in_danger(app: &App, session: &Session, scene: &Scene) -> Result<Vec<Line>> {
    let mut lines = Vec::new();
    if scene.snapshot.drafts.is_empty() {
        return Ok(lines);
    }
    let (work, book) = (&scene.pack.work, scene.snapshot.book());
    let numbers = Numbers::read(app, session, work)?;
    for (household, visit) in &scene.snapshot.drafts {
        let Some(home) = scene.snapshot.home(household.as_str()) else {
            continue;
        };
        let Some(draft) = session.db.draft(&app.kit, visit.as_str())? else {
            continue;
        };
        let viewer = viewer(scene, &draft);
        // What decides a hint raises no flag: it is not looked for here.
        let around = Around::new(work, home, &viewer, &book, visit, draft.day());
        let call = danger(&Visiting {
            times: &app.kit.times,
            phrases: &app.kit.phrases,
            numbers: &numbers,
            say: &app.kit.say,
            work,
            snapshot: &scene.snapshot,
            around: &around,
            draft: &draft,
            saved: None,
        });
        if let Some(call) = call {
            let of = |title: &str, name: &str| {
                let args = [("title", title.into()), ("name", name.into())];
                app.kit.say.texts().format("call.draft", &args)
            };
            let name = home_name(&app.kit.say, home, draft.day());
            let visit = visit.as_str().to_owned();
            lines.push(Line {
                text: Masked {
                    text: of(&call.title.text, &name.text),
                    masked: of(&call.title.masked, &name.masked),
                },
                tone: Tone::Danger,
                go: Some(Screen::Visit { visit }),
            });
        }
    }
    Ok(lines)
}

/// Shows the draft of a visit.
pub(crate) fn view(app: &App, visit: &str) -> Result<VisitView> {
    let mut session = app.session();
    let (draft, scene) = draft(app, &mut session, visit)?;
    show(app, &mut session, &scene, &draft)
}

/// Takes one answer and saves it before it shows it.
pub(crate) fn answer(app: &App, visit: &str, input: &VisitInput) -> Result<VisitView> {
    let mut session = app.session();
    let (mut draft, scene) = draft(app, &mut session, visit)?;
    let home = home(app, &scene, draft.household.as_str())?;
    let viewer = viewer(&scene, &draft);
    let book = scene.snapshot.book();
    let missing = missing_once(&mut session, &scene, home, &viewer, &draft);
    let around = around(&scene, home, &viewer, &book, &draft, missing);
    let now = app.ports.clock.now();
    take(
        &mut draft,
        &scene.pack.work,
        &around,
        input,
        now,
        &app.kit.times,
        &app.kit.phrases,
    )
    .map_err(|refused| errors::refused(&app.kit, &refused))?;
    session.save_draft(&app.kit, &draft, now)?;
    show(app, &mut session, &scene, &draft)
}

/// Leaves a draft for later; everything answered is saved already.
pub(crate) fn leave(app: &App, visit: &str) -> Result<Outcome> {
    let session = app.session();
    let draft = session
        .db
        .draft(&app.kit, visit)?
        .ok_or_else(|| app.not_found("no_visit"))?;
    Ok(Outcome {
        sentence: app.kit.say.texts().get("visit.left").to_owned(),
        undo: None,
        go: Some(Screen::Home {
            household: draft.household.as_str().to_owned(),
        }),
        changed: false,
    })
}

/// Closes a visit: read, decide and append are one transaction.
pub(crate) fn close(app: &App, visit: &str) -> Result<Outcome> {
    let mut session = app.session();
    let texts = app.kit.say.texts();
    let Some(draft) = session.db.draft(&app.kit, visit)? else {
        // The draft went when the visit closed: closing again is the same result.
        let household = session
            .db
            .closed_home(&app.kit, visit)?
            .ok_or_else(|| app.not_found("no_visit"))?;
        return Ok(Outcome {
            sentence: texts.get("visit.closed_again").to_owned(),
            undo: None,
            go: Some(Screen::Home { household }),
            changed: false,
        });
    };
    if draft.mode != Mode::InPerson && draft.reached().next().is_some() && !draft.reached_somebody()
    {
        return unreached(app, &mut session, &draft);
    }
    let post = session.db.post(&app.kit)?;
    let pack = session.pack(&app.kit, &post.division)?;
    let now = app.ports.clock.now();
    let household = draft.household.as_str().to_owned();
    let (closed, scene) = session.db.write(&app.kit, &app.ports, &post, |reads| {
        let snapshot = reads.snapshot(&pack, post.clone(), now.day(), Span::Home(&household))?;
        let scene = Scene {
            pack: pack.clone(),
            snapshot: snapshot.into(),
        };
        let home = home(app, &scene, &household)?;
        let viewer = viewer(&scene, &draft);
        let already = reads.already_closed(&draft.visit)?;
        let answers = draft.answers.overlay();
        let hints = shown::at_close(&scene, home, &viewer, draft.day(), &answers);
        let book = scene.snapshot.book();
        let missing = missing(&scene, home, &viewer, &draft);
        let around = around(&scene, home, &viewer, &book, &draft, missing);
        let closed = decide(
            &draft,
            &Closing {
                work: &scene.pack.work,
                around: &around,
                book: &book,
                now,
                hints: &hints,
                already: already.as_ref(),
            },
        )
        .map_err(|error| {
            errors::close(&app.kit, &error, |id| {
                let person = scene.snapshot.person(&id.into());
                person.map_or_else(String::new, |(_, person)| person.name.clone())
            })
        })?;
        Ok(Decision {
            ops: closed.ops.clone(),
            ends_draft: Some(draft.visit.clone()),
            value: (closed, scene),
        })
    })?;
    session.db.checkpoint(&app.ports);
    Ok(Outcome {
        sentence: if closed.again {
            texts.get("visit.closed_again").to_owned()
        } else {
            let duties = closed_duties(app, &scene, &closed);
            texts.format("visit.closed", &[("duties", (&duties).into())])
        },
        undo: None,
        go: Some(Screen::Today),
        changed: true,
    })
}

/// Writes down a call that nobody took; what was answered besides goes into its
/// note and is not lost.
fn unreached(app: &App, session: &mut Session, draft: &Draft) -> Result<Outcome> {
    let texts = app.kit.say.texts();
    let scene = app.scene(session, Span::Home(draft.household.as_str()))?;
    let home = home(app, &scene, draft.household.as_str())?;
    let viewer = viewer(&scene, draft);
    let work = &scene.pack.work;
    let now = app.ports.clock.now();
    let note = |person: &PersonId| {
        let about = Subject::Person(person.clone());
        let said = draft.answers.iter().filter(|given| {
            given.key != Writes::REACHED && (given.about == about || given.about.person().is_none())
        });
        let words: Vec<String> = said
            .map(|given| {
                let def = work.question(&given.q).and_then(|(_, q)| q.writes.def());
                let def = def.map(AsRef::as_ref);
                app.kit.say.value(def, &given.key, &given.value)
            })
            .collect();
        (!words.is_empty()).then(|| app.kit.say.listed(&words))
    };
    let mut ops = Vec::new();
    for (person, result) in draft.reached() {
        let whose = Whose::Person;
        let made = contact(
            work,
            home,
            &viewer,
            whose,
            Some(person),
            result,
            note(person),
            now,
        );
        ops.push(made.map_err(|error| errors::contact(&app.kit, &error))?);
    }
    let post = scene.snapshot.post.clone();
    session.db.write(&app.kit, &app.ports, &post, |_| {
        Ok(Decision {
            ops,
            ends_draft: Some(draft.visit.clone()),
            value: (),
        })
    })?;
    session.db.checkpoint(&app.ports);
    Ok(Outcome {
        sentence: texts.get("visit.unreached_done").to_owned(),
        undo: None,
        go: Some(Screen::Today),
        changed: true,
    })
}

/// Names the duties that a visit completed; the person where several live there.
fn closed_duties(app: &App, scene: &Scene, closed: &Closed) -> String {
    let texts = app.kit.say.texts();
    let several = scene
        .snapshot
        .home(closed.visit.household.as_str())
        .is_some_and(|home| home.present(closed.visit.day).count() > 1);
    let sentences: Vec<String> = closed
        .visit
        .duties
        .iter()
        .map(|duty| {
            let name = scene
                .pack
                .work
                .obligation(&duty.obligation)
                .map_or(duty.obligation.as_str(), |obligation| &obligation.name);
            if several && matches!(duty.about, Subject::Person(_)) {
                let person = scene.snapshot.subject_name(&app.kit.say, &duty.about);
                texts.format(
                    "visit.closed_duty_person",
                    &[("person", (&person.text).into()), ("name", name.into())],
                )
            } else {
                texts.format("visit.closed_duty", &[("name", name.into())])
            }
        })
        .collect();
    if sentences.is_empty() {
        texts.get("visit.closed_none").to_owned()
    } else {
        sentences.concat()
    }
}

/// Writes down that nobody was met.
pub(crate) fn attempt(app: &App, visit: &str) -> Result<Outcome> {
    let mut session = app.session();
    let texts = app.kit.say.texts();
    let (draft, scene) = draft(app, &mut session, visit)?;
    let household = draft.household.as_str().to_owned();
    let home = home(app, &scene, &household)?.clone();
    let post = scene.snapshot.post.clone();
    let viewer = post.viewer_on(draft.day(), scene.snapshot.today);
    let now = app.ports.clock.now();
    session.db.write(&app.kit, &app.ports, &post, |_| {
        let op = decide_attempt(&draft, &home, &viewer, now, None)
            .map_err(|error| errors::attempt(&app.kit, &error))?;
        Ok(Decision {
            ops: vec![op],
            ends_draft: Some(draft.visit.clone()),
            value: (),
        })
    })?;
    session.db.checkpoint(&app.ports);
    // The duty that stays open says until when to go again.
    let scene = app.scene(&mut session, Span::Home(&household))?;
    let book = scene.snapshot.book();
    let duties = scene
        .snapshot
        .schedule(&scene.pack.work, &book)
        .today(&scene.snapshot.homes);
    let due = duties
        .duties
        .iter()
        .filter(|duty| duty.own && duty.is_open_on(scene.snapshot.today))
        .map(|duty| duty.due)
        .min();
    let sentence = match due {
        Some(due) => {
            let last = app.kit.say.until(due, scene.snapshot.today);
            texts.format("visit.attempt_done", &[("last", (&last).into())])
        }
        None => texts.get("visit.attempt_plain").to_owned(),
    };
    Ok(Outcome {
        sentence,
        undo: None,
        go: Some(Screen::Today),
        changed: true,
    })
}
