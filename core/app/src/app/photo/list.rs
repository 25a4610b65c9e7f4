//! 照片 of a visit or a home: what was kept, and what is said before more is.

use tanfang_domain::people::Household;
use tanfang_store::{Of, PhotoRecord};
use tanfang_values::{HouseholdId, VisitId};

use super::intake::{home_of_visit, last_consent};
use super::words::{CONSENTS, GRADES, MATTERS, choices, size, when, word};
use super::{derive, files, of_photo};
use crate::app::db::Span;
use crate::app::people::home_name;
use crate::app::{App, Scene};
use crate::error::Result;
use crate::say::Say;
use crate::texts::{Texts, key};
use crate::view::{Chip, Empty, Line, Masked, PhotoCard, PhotosView, QuestionOption, Screen, Tone};

/// What is kept of a photo, a sentence each.
const KEEPS: [&str; 5] = [
    key("photo.keeps_file"),
    key("photo.keeps_record"),
    key("photo.keeps_exif"),
    key("photo.keeps_no_place"),
    key("photo.keeps_copies"),
];

/// Makes 照片.
pub(super) fn view(app: &App, household: &str, visit: Option<&str>) -> Result<PhotosView> {
    let mut session = app.session();
    let scene = app.scene(&mut session, Span::Home(household))?;
    let home = scene.snapshot.home(household);
    let home = home.ok_or_else(|| app.not_found("no_home"))?;
    let visit_id = visit.map(VisitId::new);
    let mut consent = None;
    if let Some(visit) = &visit_id {
        if home_of_visit(app, &session, visit)? != home.id {
            return Err(app.not_found("no_visit"));
        }
        consent = last_consent(app, &session, visit)?;
    }
    let home_id = HouseholdId::new(household);
    let mut records = session.db.read(&app.kit, |reads| match &visit_id {
        Some(visit) => reads.0.photos_of_visit(visit),
        None => reads.0.photos(Of::Home(&home_id)),
    })?;
    let waiting = derive::waiting(app, &mut session)?.len();
    records.retain(|record| of_photo(&scene, record));
    let vault = session.vault(&app.kit)?;
    let used = vault
        .used()
        .map_err(|error| files::failed(&app.kit, &error))?;
    let say = &app.kit.say;
    let texts = say.texts();
    let name = home_name(say, home, scene.snapshot.today);
    let title = |name: &str| texts.format("photo.title", &[("name", name.into())]);
    let cards: Vec<PhotoCard> = records
        .iter()
        .map(|record| card(say, &scene, record))
        .collect();
    let storage = size(say, used.total());
    Ok(PhotosView {
        household: household.to_owned(),
        visit: visit.map(str::to_owned),
        title: Masked {
            text: title(&name.text),
            masked: title(&name.masked),
        },
        sentence: texts.get("photo.sentence").to_owned(),
        hint: texts.get("photo.hint").to_owned(),
        consent: texts.get("photo.consent").to_owned(),
        consents: choices(say, &CONSENTS, consent.as_ref()),
        matters: choices(say, &MATTERS, None),
        persons: persons(say, &scene, home),
        grades: choices(say, &GRADES, None),
        keeps: KEEPS
            .iter()
            .map(|key| Say::line(Say::open(texts.get(key)), Tone::Quiet, None))
            .collect(),
        place: texts.get("photo.place").to_owned(),
        empty: cards.is_empty().then(|| Empty {
            sentence: texts.get("photo.empty").to_owned(),
            action: None,
        }),
        cards,
        waiting: u32::try_from(waiting).unwrap_or(u32::MAX),
        storage: Say::line(
            Say::open(texts.format("photo.storage", &[("size", (&storage).into())])),
            Tone::Quiet,
            Some(Screen::Storage),
        ),
    })
}

/// Whom a photo may be about; where one lives alone there is nothing to choose.
fn persons(say: &Say, scene: &Scene, home: &Household) -> Vec<QuestionOption> {
    let present: Vec<_> = home.present(scene.snapshot.today).collect();
    if present.len() < 2 {
        return Vec::new();
    }
    let options = present.into_iter().map(|person| QuestionOption {
        code: person.id.as_str().to_owned(),
        label: person.name.clone(),
        chosen: false,
        flag: false,
        masked: Some(say.name(&person.name).masked),
    });
    options.collect()
}

/// Names what a photo shows and when; who looks over a shoulder does not learn that it is a paper.
pub(super) fn title(say: &Say, record: &PhotoRecord) -> Masked {
    let taken = &record.taken;
    let matter = say.covered(word(say, &MATTERS, &taken.matter));
    say.dotted(&[matter, Say::open(when(say, taken.at))])
}

fn card(say: &Say, scene: &Scene, record: &PhotoRecord) -> PhotoCard {
    let taken = &record.taken;
    let quiet = |words: String| Say::line(Say::open(words), Tone::Quiet, None);
    let mut lines = vec![quiet(word(say, &GRADES, &taken.grade).to_owned())];
    let worker = scene.snapshot.worker_name(&record.worker);
    if record.worker != scene.snapshot.post.worker.id {
        let words = say
            .texts()
            .format("photo.line_worker", &[("name", worker.into())]);
        lines.push(quiet(words));
    }
    if record.derived.is_none() && record.void.is_none() {
        lines.push(waiting(say));
    }
    PhotoCard {
        photo: taken.photo.as_str().to_owned(),
        title: title(say, record),
        lines,
        chips: chips(say, record),
        thumb: has_copy(record),
        go: Screen::Photo {
            photo: taken.photo.as_str().to_owned(),
        },
    }
}

fn waiting(say: &Say) -> Line {
    Say::line(
        Say::open(say.texts().get("photo.waiting")),
        Tone::Quiet,
        None,
    )
}

/// Tells whether there is a picture to draw.
pub(super) fn has_copy(record: &PhotoRecord) -> bool {
    let made = record.derived.as_ref();
    let gone = record.void.as_ref().is_some_and(|void| void.copies);
    made.is_some_and(|made| made.view.is_some()) && !gone
}

fn chips(say: &Say, record: &PhotoRecord) -> Vec<Chip> {
    let chip = |key: &str, tone| Chip {
        text: Say::open(say.texts().get(key)),
        tone,
    };
    let mut chips = Vec::new();
    if record.void.is_some() {
        chips.push(chip("photo.chip_void", Tone::Quiet));
    }
    let alike = record.derived.as_ref().map(|made| made.alike.as_slice());
    let alike = alike.unwrap_or_default();
    if alike.iter().any(|one| one.same_file) {
        chips.push(chip("photo.chip_same", Tone::Amber));
    } else if !alike.is_empty() {
        chips.push(chip("photo.chip_alike", Tone::Amber));
    }
    chips
}
