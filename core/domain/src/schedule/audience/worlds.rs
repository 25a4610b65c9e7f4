//! What rules see of one home: its days looked up once, its worlds and the
//! outcomes of rules made once for all days between which nothing changes.

use tanfang_policy::dict::About;
use tanfang_policy::eval::eval_open;
use tanfang_policy::value::FactValue;
use tanfang_policy::world::{Subject as Place, World};
use tanfang_values::Day;

use super::looks::{Looks, Number};
use super::{hangs, running};
use crate::pack::Work;
use crate::pack::rule::Rule;
use crate::people::facts::{FactHistory, changed};
use crate::people::items::is_composed;
use crate::people::world::WorldMaker;
use crate::people::{Household, Person};
use crate::schedule::record::PlaceEvent;

/// Holds what rules see of one home on the days asked for.
///
/// Every obligation looks at the same home, so that its days are looked up once;
/// and between two days on which anything changes every rule sees the same but
/// the day, so that a world is made once for all of them.
#[derive(Debug)]
pub struct Worlds<'a> {
    work: &'a Work,
    home: &'a Household,
    maker: WorldMaker<'a>,
    events: Vec<&'a PlaceEvent>,
    /// Of the home, then of each person.
    marks: Vec<Marks>,
    /// The days on which anything but the day changes, ascending.
    edges: Vec<Day>,
    /// Before the first edge, and from each on.
    stretches: Vec<Stretch>,
}

/// The days on which what is known of the home or of a person changes.
#[derive(Debug, Default)]
struct Marks {
    /// Facts that some rule reads and of which anything is known, by place, each
    /// with the days on which its value changed.
    facts: Vec<(usize, Vec<Day>)>,
    /// Days on which a class ends by the mere passing of months.
    ends: Vec<Day>,
    /// Days on which somebody comes, leaves, dies, joins a list or a benefit, or
    /// an item of a list changes.
    life: Vec<Day>,
}

#[derive(Debug, Default)]
struct Stretch {
    world: Option<World>,
    /// What steady rules came to, by number and seat.
    found: Vec<Option<Found>>,
}

/// What a rule comes to.
#[derive(Debug, Clone)]
pub(super) enum Found {
    Yes,
    No,
    /// It hangs on these.
    Open(Vec<String>),
}

impl<'a> Worlds<'a> {
    /// Makes the worlds of a home; of the events those count that cover it.
    pub fn new(work: &'a Work, home: &'a Household, events: &'a [PlaceEvent]) -> Self {
        let mut edges = Vec::new();
        let mut marks = Vec::with_capacity(home.persons.len() + 1);
        let facts = |history: &FactHistory| {
            let known = history.among(work.audience_reads());
            known
                .map(|(at, records)| (at, changed(records).map(|record| record.day).collect()))
                .collect()
        };
        marks.push(Marks {
            facts: facts(&home.facts),
            life: composed(&home.facts),
            ..Marks::default()
        });
        for person in &home.persons {
            let ends = work.classes().change_days(person);
            let mut life = life(person);
            life.extend(composed(&person.facts));
            marks.push(Marks {
                facts: facts(&person.facts),
                ends: ends.into_iter().map(|(day, _)| day).collect(),
                life,
            });
            // From its last day on one may be in the class of those who left it.
            edges.extend(person.benefits.iter().filter_map(|benefit| benefit.to));
        }
        for mark in &marks {
            edges.extend(mark.facts.iter().flat_map(|(_, days)| days));
            edges.extend(mark.ends.iter().chain(&mark.life));
        }
        edges.sort_unstable();
        edges.dedup();
        Self {
            work,
            home,
            maker: WorldMaker::new(work.dictionary(), work.classes())
                .only(work.audience_reads())
                .by_lists()
                .untold(),
            events: events.iter().filter(|event| event.covers(home)).collect(),
            marks,
            stretches: (0..=edges.len()).map(|_| Stretch::default()).collect(),
            edges,
        }
    }

    pub(super) fn work(&self) -> &'a Work {
        self.work
    }

    pub(super) fn home(&self) -> &'a Household {
        self.home
    }

    /// Lists the events that cover the home.
    pub(super) fn events(&self) -> &[&'a PlaceEvent] {
        &self.events
    }

    /// Returns the place of a person among the marks: 0 is the home.
    pub(super) fn seat(&self, person: Option<&Person>) -> usize {
        let place = |person: &Person| {
            let mut persons = self.home.persons.iter();
            persons.position(|someone| someone.id == person.id)
        };
        // A stranger sits nowhere: nothing is known of one.
        person.map_or(0, |person| place(person).map_or(usize::MAX, |at| at + 1))
    }

    /// Lists the home and whoever is concerned: one person, or everybody.
    fn concerned(&self, seat: usize) -> impl Iterator<Item = &Marks> {
        let all = self.marks.iter().enumerate();
        all.filter(move |(at, _)| seat == 0 || *at == 0 || *at == seat)
            .map(|(_, marks)| marks)
    }

    /// Gives the days on which what rules see may differ from the day before, in
    /// no order and some of them twice.
    pub(super) fn change_days(&self, looks: &Looks, seat: usize, add: &mut impl FnMut(Day)) {
        for marks in self.concerned(seat) {
            for (_, days) in marks.of(&looks.facts) {
                days.iter().copied().for_each(&mut *add);
            }
            if looks.classes {
                marks.ends.iter().copied().for_each(&mut *add);
            }
            marks.life.iter().copied().for_each(&mut *add);
        }
    }

    /// Lists the birthdays between two days, and the days after them: both rules
    /// of counting.
    pub(super) fn birthdays(
        &self,
        seat: usize,
        first: Day,
        last: Day,
    ) -> impl Iterator<Item = Day> {
        let persons = self.home.persons.iter().enumerate();
        let concerned = persons.filter(move |(at, _)| seat == 0 || at + 1 == seat);
        let births = concerned.filter_map(move |(_, person)| match person.fact("birth", last) {
            Some(FactValue::Day(birth)) => Some(*birth),
            _ => None,
        });
        births.flat_map(move |birth| {
            (first.ymd().0..=last.ymd().0).flat_map(move |year| {
                let birthday = birth.plus_months((year - birth.ymd().0).saturating_mul(12));
                [birthday, birthday.plus_days(1)]
            })
        })
    }

    /// Tells whether the passing of days can matter: a day that a rule compares
    /// with today is on record, or it reads none and names one itself.
    ///
    /// Of a home of which no such day is known every day is alike, and a year need
    /// not be looked at day by day.
    pub(super) fn has_dates(&self, looks: &Looks, seat: usize) -> bool {
        let known = |marks: &Marks| marks.of(&looks.dates).next().is_some();
        looks.dates.is_empty() || self.concerned(seat).any(known)
    }

    /// Returns what a rule comes to on a day for whoever sits there.
    pub(super) fn test(
        &mut self,
        rule: &Rule,
        number: Option<Number>,
        seat: usize,
        day: Day,
    ) -> Found {
        let seat = match rule.about {
            About::Household => 0,
            About::Person => seat,
        };
        let seats = self.marks.len();
        let steady = number.filter(|number| number.steady && seat < seats);
        let place = steady.map(|number| number.at * seats + seat);
        let at = self.edges.partition_point(|edge| *edge <= day);
        let kept = place.and_then(|place| self.stretches.get(at)?.found.get(place)?.as_ref());
        if let Some(found) = kept {
            return found.clone();
        }
        let found = self.find(rule, steady.is_some(), at, seat, day);
        if let Some(place) = place
            && let Some(stretch) = self.stretches.get_mut(at)
        {
            if stretch.found.len() <= place {
                stretch.found.resize(place + 1, None);
            }
            if let Some(slot) = stretch.found.get_mut(place) {
                *slot = Some(found.clone());
            }
        }
        found
    }

    fn find(&mut self, rule: &Rule, steady: bool, at: usize, seat: usize, day: Day) -> Found {
        let Some(stretch) = self.stretches.get_mut(at) else {
            return Found::No;
        };
        let (maker, home) = (self.maker, self.home);
        let world = stretch
            .world
            .get_or_insert_with(|| maker.world(home, day, &[]));
        world.day = day;
        if !steady && !self.events.is_empty() {
            world.events = running(&self.events, day);
        }
        let subject = match rule.about {
            About::Household => Place::Household,
            About::Person => {
                let mut persons = home.persons.iter().skip(seat.wrapping_sub(1));
                let person = persons.next().filter(|_| seat != 0);
                // Who does not live here is nobody's.
                let Some(at) = person.and_then(|person| world.member(person.id.as_str())) else {
                    return Found::No;
                };
                Place::Person(at)
            }
        };
        let (outcomes, hang) = eval_open(&rule.expr, world, subject);
        if outcomes.surely_true() {
            Found::Yes
        } else if outcomes.surely_false() {
            Found::No
        } else {
            Found::Open(hangs(&hang))
        }
    }
}

impl Marks {
    /// Lists those of some facts, by place, ascending, of which anything is known.
    fn of<'s>(&'s self, facts: &'s [usize]) -> impl Iterator<Item = &'s (usize, Vec<Day>)> {
        self.facts
            .iter()
            .filter(|(at, _)| facts.binary_search(at).is_ok())
    }
}

fn life(person: &Person) -> Vec<Day> {
    let mut days: Vec<Day> = person.joined.into_iter().collect();
    days.extend(person.left.as_ref().map(|left| left.day));
    if let Some(death) = &person.died {
        days.extend([death.day, death.day.plus_days(1)]);
    }
    for membership in &person.memberships {
        days.push(membership.from);
        days.extend(membership.until);
    }
    for benefit in &person.benefits {
        days.extend(benefit.from);
        days.extend(benefit.to.map(|to| to.plus_days(1)));
    }
    days
}

/// Lists the days on which the items of lists change, and those that they name: a
/// benefit of theirs begins or ends there.
fn composed(history: &FactHistory) -> Vec<Day> {
    let mut edges = Vec::new();
    for (_, records) in history.by_name().filter(|(name, _)| is_composed(name)) {
        for record in records {
            edges.push(record.day);
            let (from, to) = match &record.value {
                FactValue::Day(day) => (*day, *day),
                FactValue::DayRange(from, to) => (*from, *to),
                _ => continue,
            };
            edges.extend([from, from.plus_days(1), to, to.plus_days(1)]);
        }
    }
    edges
}
