//! One home with what is known of it, and what happened there.

use tanfang_values::{
    BatchId, BenefitId, Day, GridId, Hlc, HouseholdId, InstanceId, MembershipId, OpId, PersonId,
    Stamp, WorkerId,
};

use crate::event::{Certainty, DataClass, FactSource, LeftWhy, Subject};
use crate::merge::Origin;
use crate::people::{Benefit, Death, FactHistory, FactRecord, Household, Left, Membership, Person};
use crate::role::Role;
use crate::schedule::{
    AttemptRecord, Book, ContactRecord, HandedRecord, MatchTask, OverrideRecord, PatrolRecord,
    PauseRecord, PlaceEvent, VisitRecord,
};
use tanfang_policy::value::FactValue;

/// The only grid of a case.
const GRID: &str = "g1";
/// The village in which the home lies; fictitious.
const VILLAGE: &str = "990101001001";

/// Holds the home of a case and its records.
#[derive(Debug)]
pub(super) struct Scene {
    /// The home.
    pub home: Household,
    /// Visits in the order written.
    pub visits: Vec<VisitRecord>,
    /// Attempts in the order written.
    pub attempts: Vec<AttemptRecord>,
    /// Events of the place.
    pub events: Vec<PlaceEvent>,
    /// Rows of match lists.
    pub tasks: Vec<MatchTask>,
    /// Calls and messages without a checklist.
    pub contacts: Vec<ContactRecord>,
    /// Approved pauses.
    pub pauses: Vec<PauseRecord>,
    /// Overrides of the mode.
    pub overrides: Vec<OverrideRecord>,
    /// Patrols of the place.
    pub patrols: Vec<PatrolRecord>,
    /// Reports handed in.
    pub handed: Vec<HandedRecord>,
    /// How many workers have held a post before the present one.
    moved: Vec<Role>,
    facts: Vec<(Subject, FactRecord)>,
    count: i64,
}

impl Scene {
    /// Makes a home with nobody in it.
    pub(super) fn new() -> Self {
        Self {
            home: Household {
                id: HouseholdId::new("h1"),
                grid: GridId::new(GRID),
                division: VILLAGE.into(),
                head: None,
                group: None,
                house_no: None,
                phone: None,
                persons: Vec::new(),
                persons_complete: true,
                facts: FactHistory::default(),
            },
            visits: Vec::new(),
            attempts: Vec::new(),
            events: Vec::new(),
            tasks: Vec::new(),
            contacts: Vec::new(),
            pauses: Vec::new(),
            overrides: Vec::new(),
            patrols: Vec::new(),
            handed: Vec::new(),
            moved: Vec::new(),
            facts: Vec::new(),
            count: 0,
        }
    }

    /// Returns the book of its records.
    pub(super) fn book(&self) -> Book<'_> {
        Book::new(&self.visits, &self.attempts)
            .with_events(&self.events)
            .with_tasks(&self.tasks)
            .with_contacts(&self.contacts)
            .with_pauses(&self.pauses)
            .with_overrides(&self.overrides)
            .with_patrols(&self.patrols)
            .with_handed(&self.handed)
    }

    /// Returns the next number of a record, and who wrote it when.
    pub(super) fn origin(&mut self, at: Stamp) -> (String, Origin) {
        self.count += 1;
        let id = format!("o{}", self.count);
        let origin = Origin {
            hlc: Hlc {
                ms: at.ms.saturating_add(self.count),
                n: 0,
            },
            instance: InstanceId::new("i1"),
            op: OpId::new(&id),
        };
        (id, origin)
    }

    /// Returns who holds a role now.
    pub(super) fn worker(&self, role: Role) -> WorkerId {
        let before = self.moved.iter().filter(|moved| **moved == role).count();
        WorkerId::new(format!("w-{role}-{before}"))
    }

    /// Puts another worker into a role.
    pub(super) fn replace(&mut self, role: Role) {
        self.moved.push(role);
    }

    /// Changes a person; one whose name stands for the first time moves in.
    pub(super) fn with<T>(&mut self, name: &str, change: impl FnOnce(&mut Person) -> T) -> T {
        let persons = &mut self.home.persons;
        if let Some(person) = persons.iter_mut().find(|one| one.name == name) {
            return change(person);
        }
        let mut person = somebody(name);
        let changed = change(&mut person);
        persons.push(person);
        changed
    }

    /// Returns the id of a person who was named before.
    pub(super) fn known(&self, name: &str) -> Option<PersonId> {
        let mut persons = self.home.persons.iter();
        persons
            .find(|one| one.name == name)
            .map(|one| one.id.clone())
    }

    /// Writes down a fact from a day on.
    pub(super) fn fact(&mut self, person: Option<&str>, fact: &str, value: FactValue, day: Day) {
        let (_, origin) = self.origin(noon(day));
        let about = match person {
            Some(name) => Subject::Person(self.with(name, |person| person.id.clone())),
            None => Subject::Household(self.home.id.clone()),
        };
        let record = FactRecord {
            fact: fact.to_owned(),
            value,
            day,
            origin,
            source: FactSource::Roster,
            certainty: Certainty::Checked,
            visit: None,
        };
        self.facts.push((about, record));
    }

    /// Puts a person on the list of a class.
    pub(super) fn join(&mut self, name: &str, class: &str, data: DataClass, day: Day) {
        let (id, origin) = self.origin(noon(day));
        let membership = Membership {
            id: MembershipId::new(id),
            class: class.to_owned(),
            data,
            from: day,
            until: None,
            source: Some(BatchId::new("b1")),
            op: origin.op,
        };
        self.with(name, |person| person.memberships.push(membership));
    }

    /// Takes a person off the list of a class; tells whether one stood there.
    pub(super) fn part(&mut self, name: &str, class: &str, day: Day) -> bool {
        self.with(name, |person| {
            let mut memberships = person.memberships.iter_mut();
            let on = memberships.find(|one| one.class == class && one.until.is_none());
            on.map(|membership| membership.until = Some(day)).is_some()
        })
    }

    /// Lets a person receive something.
    pub(super) fn receive(&mut self, name: &str, scheme: &str, from: Option<Day>) {
        let (id, origin) = self.origin(noon(from.unwrap_or(Day::MIN)));
        let benefit = Benefit {
            id: BenefitId::new(id),
            scheme: scheme.to_owned(),
            level: None,
            amount: None,
            from,
            to: None,
            why_ended: None,
            tapering: false,
            op: origin.op,
        };
        self.with(name, |person| person.benefits.push(benefit));
    }

    /// Ends what a person receives, on its last day; tells whether it ran.
    pub(super) fn stop(&mut self, name: &str, scheme: &str, day: Day) -> bool {
        self.with(name, |person| {
            let mut benefits = person.benefits.iter_mut();
            let running = benefits.find(|one| one.scheme == scheme && one.to.is_none());
            running.map(|benefit| benefit.to = Some(day)).is_some()
        })
    }

    /// Lets a person die.
    pub(super) fn died(&mut self, name: &str, day: Day) {
        let (_, origin) = self.origin(noon(day));
        self.with(name, |person| {
            person.died = Some(Death { day, op: origin.op });
        });
    }

    /// Lets a person leave; the day is the first no longer here.
    pub(super) fn left(&mut self, name: &str, why: LeftWhy, day: Day) {
        let (_, origin) = self.origin(noon(day));
        let left = Left {
            day,
            why,
            op: origin.op,
        };
        self.with(name, |person| person.left = Some(left));
    }

    /// Starts or ends an event of the place; tells whether one ran that ends.
    pub(super) fn event(&mut self, name: &str, area: Option<&str>, day: Day, begins: bool) -> bool {
        if begins {
            self.events.push(PlaceEvent {
                name: name.to_owned(),
                grid: GridId::new(GRID),
                area: area.map(str::to_owned),
                from: day,
                to: None,
            });
            return true;
        }
        let mut events = self.events.iter_mut();
        let running = events.find(|one| one.name == name && one.to.is_none());
        running.map(|event| event.to = Some(day)).is_some()
    }

    /// Puts the facts into the histories, once all lines are read.
    pub(super) fn settle(&mut self) {
        for (about, record) in std::mem::take(&mut self.facts) {
            match about {
                Subject::Household(_) => self.home.facts.push(record),
                Subject::Person(id) => {
                    let mut persons = self.home.persons.iter_mut();
                    if let Some(person) = persons.find(|person| person.id == id) {
                        person.facts.push(record);
                    }
                }
            }
        }
    }
}

/// Returns noon in China on a day.
pub(super) fn noon(day: Day) -> Stamp {
    clock(day, 12, 0, 480)
}

/// Returns a time of day in China, on a device that stands in another zone.
pub(super) fn clock(day: Day, hour: i64, minute: i64, offset_min: i32) -> Stamp {
    Stamp {
        ms: i64::from(day.epoch_days()) * 86_400_000 + ((hour - 8) * 60 + minute) * 60_000,
        offset_min,
    }
}

fn somebody(name: &str) -> Person {
    Person {
        id: PersonId::new(name),
        name: name.to_owned(),
        nickname: None,
        id_number: None,
        sex: None,
        relation: None,
        phone: None,
        guardian: None,
        guardian_phone: None,
        joined: None,
        left: None,
        died: None,
        memberships: Vec::new(),
        benefits: Vec::new(),
        benefits_complete: true,
        facts: FactHistory::default(),
    }
}
