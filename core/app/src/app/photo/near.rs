//! What times, places and pictures of one's own visits say side by side: to the worker first.

use std::collections::{BTreeMap, BTreeSet};
use tanfang_domain::event::FindingExplained;
use tanfang_domain::overlap::{Overlap, Shot, overlaps};
use tanfang_store::{ExplainedRecord, Of, PhotoRecord};
use tanfang_values::{HouseholdId, PhotoId, VisitId};

use super::list::title;
use super::of_photo;
use super::one::{explain_actions, said_words};
use super::words::{Numbers, WHY_NEAR};
use crate::app::db::Span;
use crate::app::people::home_name;
use crate::app::{App, Scene};
use crate::error::Result;
use crate::say::Say;
use crate::texts::{Texts, key};
use crate::view::{Block, Empty, Intent, Masked, PageView, Screen, Tone};

/// How many days back visits are laid side by side.
const DAYS: i64 = 92;

/// Gives the name of a visit's home, in full or under 遮.
type Named<'a> = &'a dyn Fn(&VisitId) -> String;

/// What the page is made from.
struct Page<'a> {
    say: &'a Say,
    scene: &'a Scene,
    homes: BTreeMap<VisitId, HouseholdId>,
    photos: &'a [PhotoRecord],
    explained: &'a [ExplainedRecord],
}

/// Makes 值得看一眼的 of a home, or of every home.
pub(super) fn view(app: &App, household: Option<&str>) -> Result<PageView> {
    let numbers = Numbers::builtin(&app.kit)?;
    let mut session = app.session();
    let scene = app.scene(&mut session, Span::Today)?;
    let from = scene.snapshot.today.plus_days(-DAYS);
    let grid = scene.snapshot.post.grid.clone();
    let (visits, mut photos, explained) = session.db.read(&app.kit, |reads| {
        Ok((
            reads.0.visits(Of::Grid(&grid), from)?,
            reads.0.photos(Of::Grid(&grid))?,
            reads.0.all_explained()?,
        ))
    })?;
    photos.retain(|photo| of_photo(&scene, photo));
    let mut homes: BTreeMap<VisitId, HouseholdId> = visits
        .iter()
        .map(|visit| (visit.visit.clone(), visit.household.clone()))
        .collect();
    for photo in &photos {
        if let Some(visit) = &photo.taken.visit {
            homes
                .entry(visit.clone())
                .or_insert_with(|| photo.taken.household.clone());
        }
    }
    let shots: Vec<Shot> = photos
        .iter()
        .filter(|photo| photo.taken.at.day() >= from)
        .filter_map(shot)
        .collect();
    let worker = &scene.snapshot.post.worker.id;
    let found = overlaps(worker, &visits, &shots, numbers.near);
    let page = Page {
        say: &app.kit.say,
        scene: &scene,
        homes,
        photos: &photos,
        explained: &explained,
    };
    let texts = app.kit.say.texts();
    let mut blocks: Vec<Block> = found
        .iter()
        .filter(|overlap| household.is_none_or(|home| page.concerns(overlap, home)))
        .map(|overlap| page.block(overlap))
        .collect();
    let own = photos.iter().filter(|photo| {
        photo.worker == *worker
            && photo.void.is_none()
            && household.is_none_or(|home| photo.taken.household.as_str() == home)
            && photo
                .derived
                .as_ref()
                .is_some_and(|made| !made.alike.is_empty())
    });
    blocks.extend(own.map(|photo| page.alike(photo)));
    // What was explained stands at the end; sorting keeps the order otherwise.
    blocks.sort_by_key(|block| block.actions.is_empty() && block.go.is_none());
    let basis = texts.format("near.basis", &[("basis", (&numbers.basis).into())]);
    if !found.is_empty()
        && let Some(last) = blocks.last_mut()
    {
        last.lines
            .push(Say::line(Say::open(basis), Tone::Quiet, None));
    }
    Ok(PageView {
        title: Say::open(texts.get("near.title")),
        sentence: Some(Say::open(texts.get("near.sentence"))),
        empty: blocks.is_empty().then(|| Empty {
            sentence: texts.get("near.empty").to_owned(),
            action: None,
        }),
        blocks,
        primary: None,
    })
}

fn shot(photo: &PhotoRecord) -> Option<Shot> {
    let taken = &photo.taken;
    let alike = photo.derived.iter().flat_map(|made| &made.alike);
    Some(Shot {
        photo: taken.photo.clone(),
        visit: taken.visit.clone()?,
        household: taken.household.clone(),
        worker: photo.worker.clone(),
        at_ms: taken.at.ms,
        monotonic: Some((taken.boot_id.clone(), taken.elapsed_ms)),
        place: taken.place.as_ref().map(|at| (at.lat_e7, at.lon_e7)),
        alike: alike.map(|near| near.photo.clone()).collect(),
    })
}

impl Page<'_> {
    fn visits(overlap: &Overlap) -> Vec<&VisitId> {
        match overlap {
            Overlap::Windows { first, second, .. } => vec![first, second],
            Overlap::Close { visits, .. } => visits.iter().collect(),
            Overlap::Burst { visit, other, .. } => vec![visit, other],
        }
    }

    fn concerns(&self, overlap: &Overlap, home: &str) -> bool {
        let mut visits = Self::visits(overlap).into_iter();
        visits.any(|visit| self.homes.get(visit).is_some_and(|of| of.as_str() == home))
    }

    fn name(&self, visit: &VisitId) -> Masked {
        let home = self.homes.get(visit);
        let home = home.and_then(|home| self.scene.snapshot.home(home.as_str()));
        home.map_or_else(
            || self.say.name(""),
            |home| home_name(self.say, home, self.scene.snapshot.today),
        )
    }

    fn sentence(&self, overlap: &Overlap) -> Masked {
        let texts = self.say.texts();
        let both = |words: &dyn Fn(Named<'_>) -> String| Masked {
            text: words(&|visit| self.name(visit).text),
            masked: words(&|visit| self.name(visit).masked),
        };
        match overlap {
            Overlap::Windows {
                first,
                second,
                minutes,
            } => both(&|name| {
                let (first, second) = (name(first), name(second));
                texts.format(
                    "near.windows",
                    &[
                        ("first", (&first).into()),
                        ("second", (&second).into()),
                        ("minutes", (*minutes).into()),
                    ],
                )
            }),
            Overlap::Close { visits, minutes } => both(&|name| {
                let names: BTreeSet<String> = visits.iter().map(name).collect();
                let names: Vec<String> = names.into_iter().collect();
                let (n, names) = (names.len(), self.say.listed(&names));
                texts.format(
                    "near.close",
                    &[
                        ("n", n.into()),
                        ("minutes", (*minutes).into()),
                        ("names", (&names).into()),
                    ],
                )
            }),
            Overlap::Burst { visit, other, .. } => both(&|name| {
                let (first, second) = (name(visit), name(other));
                texts.format(
                    "near.burst",
                    &[("first", (&first).into()), ("second", (&second).into())],
                )
            }),
        }
    }

    /// What was said to a finding about a visit or a photo and its pair.
    fn said<'s>(&'s self, of: impl Fn(&FindingExplained) -> bool + 's) -> Vec<String> {
        let said = self.explained.iter().map(|one| &one.said);
        let said = said.filter(move |one| of(one));
        said.map(|one| said_words(self.say, one)).collect()
    }

    fn block(&self, overlap: &Overlap) -> Block {
        let (about, other) = (overlap.about(), overlap.other());
        let said = self.said(|one| {
            one.visit.as_ref() == about
                && one.other.as_deref() == other
                && one.finding == overlap.finding()
        });
        let mut lines = vec![Say::line(self.sentence(overlap), Tone::Amber, None)];
        for words in &said {
            lines.push(Say::line(self.say.covered(words), Tone::Quiet, None));
        }
        for photo in pair(overlap).into_iter().flatten() {
            if let Some(record) = self.photos.iter().find(|one| one.taken.photo == *photo) {
                let go = Screen::Photo {
                    photo: photo.as_str().to_owned(),
                };
                lines.push(Say::line(title(self.say, record), Tone::Plain, Some(go)));
            }
        }
        let actions = if said.is_empty() {
            explain_actions(self.say, &WHY_NEAR, |why| Intent::ExplainFinding {
                photo: None,
                visit: about.map(|visit| visit.as_str().to_owned()),
                finding: overlap.finding().to_owned(),
                other: other.map(str::to_owned),
                why,
                note: String::new(),
            })
        } else {
            Vec::new()
        };
        Block {
            title: Say::open(""),
            lines,
            actions,
            go: None,
        }
    }

    fn alike(&self, photo: &PhotoRecord) -> Block {
        let home = self.scene.snapshot.home(photo.taken.household.as_str());
        let name = home.map_or_else(
            || self.say.name(""),
            |home| home_name(self.say, home, self.scene.snapshot.today),
        );
        let of = |name: &str| {
            let args = [("name", name.into())];
            self.say.texts().format(key("near.alike"), &args)
        };
        let words = Masked {
            text: of(&name.text),
            masked: of(&name.masked),
        };
        let go = Screen::Photo {
            photo: photo.taken.photo.as_str().to_owned(),
        };
        let said = self.said(|one| one.photo.as_ref() == Some(&photo.taken.photo));
        let mut lines = vec![
            Say::line(words, Tone::Amber, None),
            Say::line(title(self.say, photo), Tone::Plain, Some(go.clone())),
        ];
        for words in &said {
            lines.push(Say::line(self.say.covered(words), Tone::Quiet, None));
        }
        Block {
            title: Say::open(""),
            lines,
            actions: Vec::new(),
            go: said.is_empty().then_some(go),
        }
    }
}

fn pair(overlap: &Overlap) -> Option<[&PhotoId; 2]> {
    match overlap {
        Overlap::Burst { first, second, .. } => Some([first, second]),
        _ => None,
    }
}
