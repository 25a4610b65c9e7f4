//! What a screen works on: the homes of a grid and what happened there.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use tanfang_domain::event::Subject;
use tanfang_domain::flag::OpenFlag;
use tanfang_domain::pack::Work;
use tanfang_domain::people::{Household, Person, Viewer, Worker};
use tanfang_domain::schedule::record::{
    self, HandedRecord, OverrideRecord, PatrolRecord, PauseRecord,
};
use tanfang_domain::schedule::{AttemptRecord, Book, MatchTask, PlaceEvent, Schedule, VisitRecord};
use tanfang_store::ContactRecord;
use tanfang_values::{Calendar, Day, GridId, HouseholdId, PersonId, VisitId, WorkerId};

use crate::say::Say;
use crate::texts::Texts;
use crate::view::{Chip, Dial, Masked, Screen};
use crate::words::Words;

/// Code of the aid and class 特困.
pub(crate) const TEKUN: &str = "tekun";
/// Fact 供养方式.
pub(crate) const KEEP: &str = "keep";
/// Fact 身体状况 and its code 正常.
pub(crate) const HEALTH: &str = "health";
pub(crate) const HEALTH_GOOD: &str = "1";

/// Holds who works here and where.
#[derive(Debug, Clone)]
pub(crate) struct Post {
    /// The worker of this store.
    pub(crate) worker: Worker,
    /// The grid the worker looks after.
    pub(crate) grid: GridId,
    /// Name of the village.
    pub(crate) village: String,
    /// Its 12-digit code.
    pub(crate) division: String,
}

/// Holds what one view is made from.
#[derive(Debug)]
pub(crate) struct Snapshot {
    pub(crate) today: Day,
    pub(crate) post: Post,
    pub(crate) viewer: Viewer,
    /// Homes as this viewer may know them.
    pub(crate) homes: Vec<Household>,
    pub(crate) visits: Vec<VisitRecord>,
    pub(crate) attempts: Vec<AttemptRecord>,
    /// Calls: on 一户 all, else those since visits are held.
    pub(crate) contacts: Vec<ContactRecord>,
    /// The same calls as the schedule reads them.
    pub(crate) calls: Vec<record::ContactRecord>,
    /// What suspends visits, also what is over by now.
    pub(crate) pauses: Vec<PauseRecord>,
    /// Where another contact stands in for visits, also what is over by now.
    pub(crate) overrides: Vec<OverrideRecord>,
    /// Rounds through the grid since visits are held.
    pub(crate) patrols: Vec<PatrolRecord>,
    /// What was handed in.
    pub(crate) handed: Vec<HandedRecord>,
    /// Working days; none where the calendar that is built in does not read.
    pub(crate) calendar: Option<Arc<Calendar>>,
    /// Events of the place, in whatever part of it.
    pub(crate) events: Vec<PlaceEvent>,
    /// What match lists ask to be looked at, where it is known who is meant.
    pub(crate) tasks: Vec<MatchTask>,
    pub(crate) flags: Vec<OpenFlag>,
    /// Open drafts, by home.
    pub(crate) drafts: BTreeMap<HouseholdId, VisitId>,
    /// Names of all workers known.
    pub(crate) workers: BTreeMap<WorkerId, String>,
    /// Where homes and persons stand in `homes`.
    pub(crate) places: Places,
}

/// Where homes and persons stand in a list of homes.
#[derive(Debug, Default)]
pub(crate) struct Places {
    homes: HashMap<HouseholdId, usize>,
    persons: HashMap<PersonId, usize>,
}

impl Places {
    /// Orders a list of homes; a person who moved is found in the first.
    pub(crate) fn of(homes: &[Household]) -> Self {
        let mut places = Self::default();
        for (at, home) in homes.iter().enumerate() {
            places.homes.entry(home.id.clone()).or_insert(at);
            for person in &home.persons {
                places.persons.entry(person.id.clone()).or_insert(at);
            }
        }
        places
    }
}

impl Post {
    /// Returns the viewer the worker is on the day of a visit.
    ///
    /// Somebody who writes down what happened before the program was set up
    /// held then the roles held now: the day of setting up is no appointment.
    pub(crate) fn viewer_on(&self, day: Day, today: Day) -> Viewer {
        let viewer = self.worker.viewer(day);
        if viewer.roles.is_empty() {
            self.worker.viewer(today)
        } else {
            viewer
        }
    }
}

impl Snapshot {
    /// Orders the records for the schedule.
    pub(crate) fn book(&self) -> Book<'_> {
        Book::new(&self.visits, &self.attempts)
            .with_events(&self.events)
            .with_tasks(&self.tasks)
            .with_contacts(&self.calls)
            .with_pauses(&self.pauses)
            .with_overrides(&self.overrides)
            .with_patrols(&self.patrols)
            .with_handed(&self.handed)
            .with_calendar(self.calendar.as_deref())
    }

    /// Makes the schedule of the viewer, with working days.
    pub(crate) fn schedule<'a>(&'a self, work: &'a Work, book: &'a Book<'a>) -> Schedule<'a> {
        let schedule = Schedule::new(work, book, &self.viewer, self.today);
        match &self.calendar {
            Some(calendar) => schedule.with_calendar(calendar),
            None => schedule,
        }
    }

    /// Finds a home.
    pub(crate) fn home(&self, id: &str) -> Option<&Household> {
        self.homes.get(*self.places.homes.get(id)?)
    }

    /// Finds a person and the home.
    pub(crate) fn person(&self, id: &PersonId) -> Option<(&Household, &Person)> {
        let home = self.homes.get(*self.places.persons.get(id)?)?;
        Some((home, home.person(id)?))
    }

    /// Returns what a worker is called; the id if the name is not here.
    pub(crate) fn worker_name<'a>(&'a self, id: &'a WorkerId) -> &'a str {
        self.workers.get(id).map_or(id.as_str(), String::as_str)
    }

    /// Names the subject of something: a person, or the home.
    pub(crate) fn subject_name(&self, say: &Say, about: &Subject) -> Masked {
        match about {
            Subject::Person(id) => match self.person(id) {
                Some((_, person)) => say.name(&person.name),
                None => say.name(""),
            },
            Subject::Household(id) => match self.home(id.as_str()) {
                Some(home) => home_name(say, home, self.today),
                None => say.name(""),
            },
        }
    }
}

/// Names a home by its head, or by whoever lives there.
pub(crate) fn home_name(say: &Say, home: &Household, day: Day) -> Masked {
    let head = home.head.as_ref().and_then(|id| home.person(id));
    if let Some(head) = head.filter(|head| head.is_here(day)) {
        return say.name(&head.name);
    }
    let first = home.present(day).next().or_else(|| home.persons.first());
    say.name(first.map_or("", |person| &person.name))
}

/// Says where a home is, such as 二组 12号.
pub(crate) fn place(home: &Household) -> String {
    let parts: Vec<&str> = [home.group.as_deref(), home.house_no.as_deref()]
        .into_iter()
        .flatten()
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(" ")
}

/// Returns what a person is, a word a class; 特困 with 分散 or 集中 before it, and
/// whoever no list names as a candidate (候选).
pub(crate) fn class_words(say: &Say, person: &Person, day: Day) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let listed = |class: &str| {
        let mut held = person.classes(day);
        held.any(|m| m.class == class && m.source.is_some())
    };
    let classes = person
        .classes(day)
        .map(|m| (m.class.as_str(), m.source.is_none() && !listed(&m.class)));
    let aids = person.benefits.iter().filter(|b| b.runs(day));
    for (class, candidate) in classes.chain(aids.map(|b| (b.scheme.as_str(), false))) {
        let name = say.class(class);
        let word = match person.fact(KEEP, day) {
            // 分散特困 and 集中特困 are one class each: how one is kept now decides.
            Some(keep) if class.starts_with(TEKUN) && !keep.is_unknown() => {
                format!("{}{}", say.fact_value(KEEP, keep), say.class(TEKUN))
            }
            _ if candidate => say
                .texts()
                .format("say.candidate", &[("class", name.into())]),
            _ => name.to_owned(),
        };
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

/// Returns the chips of a home: what its people are, each word once.
pub(crate) fn home_chips(say: &Say, home: &Household, day: Day) -> Vec<Chip> {
    let mut words: Vec<String> = Vec::new();
    for person in home.present(day) {
        for word in class_words(say, person, day) {
            if !words.contains(&word) {
                words.push(word);
            }
        }
    }
    words.iter().map(|word| say.chip(word)).collect()
}

/// Returns the number that reaches a home: the person's, the home's, the guardian's.
pub(crate) fn home_dial(say: &Say, home: &Household, day: Day) -> Option<Dial> {
    let after = |dial: Dial, whose: Called| Dial {
        after: Some(Screen::Contact {
            household: home.id.as_str().to_owned(),
            whose: whose.key(),
        }),
        ..dial
    };
    let people: Vec<&Person> = home.present(day).collect();
    let own = people.iter().find_map(|p| {
        let dial = say.dial(&p.name, p.phone.as_deref()?)?;
        Some(after(dial, Called::Person(p.id.clone())))
    });
    own.or_else(|| {
        let name = home_name(say, home, day).text;
        let dial = say.dial(&name, home.phone.as_deref()?)?;
        Some(after(dial, Called::Household))
    })
    .or_else(|| {
        people.iter().find_map(|p| {
            let name = p.guardian.as_deref().unwrap_or(&p.name);
            let dial = say.dial(name, p.guardian_phone.as_deref()?)?;
            Some(after(dial, Called::Guardian(p.id.clone())))
        })
    })
}

/// Names whose number reaches a home, whether it is known or not.
pub(crate) fn home_whose(say: &Say, home: &Household, day: Day) -> Called {
    let after = home_dial(say, home, day).and_then(|dial| dial.after);
    match after {
        Some(Screen::Contact { whose, .. }) => Called::parse(&whose).unwrap_or(Called::Household),
        _ => Called::Household,
    }
}

/// Says whose number was dialled; the number itself is never written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Called {
    /// A person's own.
    Person(PersonId),
    /// The home's.
    Household,
    /// That of the guardian of a person.
    Guardian(PersonId),
}

impl Called {
    /// Names it to 打通了吗.
    pub(crate) fn key(&self) -> String {
        match self {
            Self::Person(id) => format!("person:{id}"),
            Self::Household => "household".to_owned(),
            Self::Guardian(id) => format!("guardian:{id}"),
        }
    }

    /// Reads what [`Called::key`] writes.
    pub(crate) fn parse(key: &str) -> Option<Self> {
        match key.split_once(':') {
            None if key == "household" => Some(Self::Household),
            Some(("person", id)) => Some(Self::Person(PersonId::new(id))),
            Some(("guardian", id)) => Some(Self::Guardian(PersonId::new(id))),
            _ => None,
        }
    }
}

/// Sorts groups and doors as people count them: numbers by size, then words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PlaceKey(bool, u32, String);

impl PlaceKey {
    /// Makes the key of a group.
    pub(crate) fn group(words: &Words, text: Option<&str>) -> Self {
        Self::of(&text.map(|text| words.group(text)).unwrap_or_default())
    }

    /// Makes the key of a house number.
    pub(crate) fn house(words: &Words, text: Option<&str>) -> Self {
        Self::of(&text.map(|text| words.house(text)).unwrap_or_default())
    }

    /// Writes it as a text that sorts the same.
    pub(crate) fn sortable(&self) -> String {
        format!("{}{:08}{}", u8::from(self.0), self.1, self.2)
    }

    fn of(bare: &str) -> Self {
        let digits: String = bare.chars().take_while(char::is_ascii_digit).collect();
        match digits.parse() {
            Ok(n) => Self(false, n, bare.to_owned()),
            Err(_) => Self(true, 0, bare.to_owned()),
        }
    }
}
