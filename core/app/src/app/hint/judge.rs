//! Which packs judge on a day, and what they say of a home.

use std::collections::BTreeSet;
use std::sync::Arc;
use tanfang_domain::event::{DataClass, Subject};
use tanfang_domain::people::clearance::Clearance;
use tanfang_domain::people::world::{Overlay, WorldMaker};
use tanfang_domain::people::{Household, Person, Viewer};
use tanfang_domain::schedule::PlaceEvent;
use tanfang_policy::dict::Sensitivity;
use tanfang_policy::eval::FactRef;
use tanfang_policy::pack::{Resolved, Status};
use tanfang_policy::scheme::{Hint, Scheme, Sheet};
use tanfang_policy::world::{Subject as Place, World};
use tanfang_values::Day;

use crate::app::kit::Pack;

/// The pack whose words are in every chain; it judges nothing and is always in force.
const COMMON: &str = "common";

/// One scheme for one subject, judged.
#[derive(Debug)]
pub(crate) struct Judged {
    /// The chain that judged.
    pub(crate) pack: Resolved,
    pub(crate) scheme: Arc<Scheme>,
    pub(crate) about: Subject,
    pub(crate) place: Place,
    /// The world it was judged in, to which `place` belongs.
    pub(crate) world: Arc<World>,
    pub(crate) hint: Hint,
}

impl Judged {
    /// Names it to the call that opens it.
    pub(crate) fn key(&self) -> String {
        super::hint_key(self.pack.id(), &self.scheme.id, &self.about)
    }
}

/// Tells whether a pack and what it stands on hold on a day.
fn holds(pack: &Resolved, day: Day) -> bool {
    pack.layers()
        .iter()
        .map(|layer| &layer.head)
        .filter(|head| head.id != COMMON)
        .all(|head| head.from <= day && head.until.is_none_or(|until| day <= until))
}

/// Lists the chains that give hints on a day: the county's own, and beside it
/// those that are in force or made up for practice.
///
/// A past pack beside another gives duties only: its hints would speak against
/// today's law. Nothing is listed where the county's own does not hold.
pub(crate) fn packs(pack: &Pack, events: &BTreeSet<String>, day: Day) -> Vec<Resolved> {
    let root = &pack.resolved;
    if !holds(root, day) {
        return Vec::new();
    }
    let beside = root.beside().iter().filter(|other| {
        other.head().is_some_and(|head| {
            let lives = matches!(head.status, Some(Status::Current | Status::Demo));
            let now = head.event.as_ref().is_none_or(|name| events.contains(name));
            lives && now
        }) && holds(other, day)
    });
    std::iter::once(root).chain(beside).cloned().collect()
}

/// Names the events that are on in a place on a day.
pub(crate) fn events_on(events: &[PlaceEvent], day: Day) -> BTreeSet<String> {
    let on = events.iter().filter(|event| event.runs(day));
    on.map(|event| event.name.clone()).collect()
}

/// Makes the world in which hints are judged: what is not known stays unknown.
fn world(
    maker: WorldMaker<'_>,
    home: &Household,
    events: &BTreeSet<String>,
    day: Day,
    overlay: &[Overlay],
) -> World {
    let mut world = maker.world(home, day, overlay);
    world.events.clone_from(events);
    world
}

/// Holds what the hints of a home are made from.
#[derive(Debug)]
pub(crate) struct Hints {
    pub(crate) world: Arc<World>,
    pub(crate) packs: Vec<Resolved>,
    /// In the order of packs and schemes, then the home, then its members.
    pub(crate) judged: Vec<Judged>,
}

impl Hints {
    /// Judges every scheme for everybody it can be for.
    ///
    /// A hint that touches a restricted fact is absent for a viewer without that
    /// class, as if there were no such scheme.
    pub(crate) fn of(
        pack: &Pack,
        home: &Household,
        viewer: &Viewer,
        events: &BTreeSet<String>,
        day: Day,
        overlay: &[Overlay],
    ) -> Self {
        let packs = packs(pack, events, day);
        let maker = WorldMaker::new(pack.work.dictionary(), pack.work.classes());
        let world = Arc::new(world(maker, home, events, day, overlay));
        let clearance = pack.work.clearance(&viewer.roles);
        let mut judged = judge(&packs, home, &world, &clearance);
        let died = |person: &Person| person.died.as_ref().is_some_and(|death| death.day < day);
        if home.persons.iter().any(died) {
            // What is given on a death is judged with the dead among the members.
            let world = self::world(maker.with_dead(), home, events, day, overlay);
            let world = Arc::new(world);
            let all = self::judge(&packs, home, &world, &clearance);
            judged.extend(all.into_iter().filter(|judged| judged.scheme.deceased));
        }
        Self {
            world,
            packs,
            judged,
        }
    }

    /// Finds one hint by its key.
    pub(crate) fn find(&self, key: &str) -> Option<&Judged> {
        let (pack, scheme, about) = super::parse_hint_key(key)?;
        self.judged.iter().find(|judged| {
            judged.scheme.id == scheme && judged.about == about && judged.pack.id() == pack
        })
    }
}

/// Judges every scheme of every chain; what two chains have in common once.
fn judge(
    packs: &[Resolved],
    home: &Household,
    world: &Arc<World>,
    clearance: &Clearance,
) -> Vec<Judged> {
    let mut seen: BTreeSet<(String, String)> = BTreeSet::new();
    let mut judged = Vec::new();
    for chain in packs {
        let own: BTreeSet<&str> = chain
            .schemes()
            .iter()
            .filter(|scheme| seen.insert((scheme.pack.clone(), scheme.id.clone())))
            .map(|scheme| scheme.id.as_str())
            .collect();
        let mut sheet = Sheet::of(chain, world);
        let entries: Vec<(Arc<Scheme>, Place)> = sheet
            .entries()
            .map(|entry| (Arc::clone(entry.scheme), entry.subject))
            .collect();
        for ((scheme, place), hint) in entries.into_iter().zip(sheet.hints()) {
            let about = subject(home, world, place);
            let Some(about) = about.filter(|_| own.contains(scheme.id.as_str())) else {
                continue;
            };
            if may_know(chain, &hint, clearance) {
                judged.push(Judged {
                    pack: chain.clone(),
                    scheme,
                    about,
                    place,
                    world: Arc::clone(world),
                    hint,
                });
            }
        }
    }
    judged
}

/// Names whom a place of the world stands for.
fn subject(home: &Household, world: &World, place: Place) -> Option<Subject> {
    Some(match place {
        Place::Household => Subject::Household(home.id.clone()),
        Place::Person(at) => Subject::Person(world.members.get(at)?.id.as_str().into()),
    })
}

/// Tells whether a viewer may know of a hint.
fn may_know(pack: &Resolved, hint: &Hint, clearance: &Clearance) -> bool {
    if clearance.allows(DataClass::Restricted) {
        return true;
    }
    let missing = hint.missing();
    let used = hint.rests.facts.iter().map(|used| &used.fact);
    !missing.chain(used).any(|fact| is_restricted(pack, fact))
}

fn is_restricted(pack: &Resolved, fact: &FactRef) -> bool {
    pack.fact(fact.id.as_str())
        .is_some_and(|def| def.sens == Sensitivity::Restricted)
}
