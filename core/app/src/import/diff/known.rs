//! Finds out whom a row is about: among the people known, and among the other rows.

use super::super::columns::{Columns, plain};
use super::super::date::PartialDay;
use super::super::sheet::RosterRow;
use super::{ExistingPerson, MatchedBy};
use std::collections::{BTreeMap, BTreeSet};
use tanfang_values::{HouseholdId, IdNumber, PersonId};

/// How a row stands to the other rows of the list.
pub(super) enum Twin {
    Single,
    /// Says the same as this earlier row.
    RepeatOf(usize),
    /// About the same person as these rows, itself among them, in other words.
    Differs(Vec<usize>),
}

pub(super) fn twins(people: &[&RosterRow], columns: &Columns) -> Vec<Twin> {
    let mut by_id: BTreeMap<&IdNumber, Vec<usize>> = BTreeMap::new();
    let births: Vec<Option<BirthKey>> = people
        .iter()
        .map(|row| birth_key_of_row(row, columns))
        .collect();
    let mut by_birth: BTreeMap<&BirthKey, Vec<usize>> = BTreeMap::new();
    let mut by_hash: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for ((at, row), birth) in people.iter().enumerate().zip(&births) {
        if let Some(id) = &row.id_number {
            by_id.entry(id).or_default().push(at);
        }
        if let Some(key) = birth {
            by_birth.entry(key).or_default().push(at);
        }
        by_hash.entry(&row.sha256).or_default().push(at);
    }
    people
        .iter()
        .enumerate()
        .zip(&births)
        .map(|((at, row), birth)| {
            // A row word for word as another is the same entry, whatever it lacks.
            let same = by_hash.get(row.sha256.as_str());
            if let Some(first) = same.and_then(|rows| rows.first()).filter(|f| **f < at) {
                return Twin::RepeatOf(*first);
            }
            let mut others: BTreeSet<usize> = BTreeSet::new();
            if let Some(id) = &row.id_number {
                others.extend(by_id.get(id).into_iter().flatten());
            }
            if let Some(key) = birth {
                let two_numbers = |other: &usize| {
                    people.get(*other).is_some_and(|other| {
                        row.id_number.is_some()
                            && other.id_number.is_some()
                            && other.id_number != row.id_number
                    })
                };
                let rows = by_birth.get(key).into_iter().flatten();
                others.extend(rows.filter(|other| !two_numbers(other)));
            }
            // Repeats of a row are no rivals of it.
            others.retain(|other| {
                people
                    .get(*other)
                    .is_some_and(|o| *other == at || o.sha256 != row.sha256)
            });
            others.insert(at);
            if others.len() == 1 {
                Twin::Single
            } else {
                Twin::Differs(others.into_iter().collect())
            }
        })
        .collect()
}

/// Name, day of birth and bare group.
type BirthKey = (String, PartialDay, String);

fn birth_key(
    name: &str,
    birth: Option<PartialDay>,
    group: Option<&str>,
    columns: &Columns,
) -> Option<BirthKey> {
    let birth = birth.filter(|birth| birth.full().is_some())?;
    Some((plain(name), birth, columns.words().group(group?)))
}

fn birth_key_of_row(row: &RosterRow, columns: &Columns) -> Option<BirthKey> {
    birth_key(&row.name, row.birth, row.group.as_deref(), columns)
}

/// Which known person a row is about.
pub(super) enum Match {
    None,
    One(usize, MatchedBy),
    Many(Vec<usize>),
}

/// The people known, ready to be looked up.
pub(super) struct Known<'a> {
    pub(super) people: &'a [ExistingPerson],
    columns: &'a Columns,
    by_hash: BTreeMap<&'a str, Vec<usize>>,
    by_id: BTreeMap<&'a IdNumber, Vec<usize>>,
    by_birth: BTreeMap<BirthKey, Vec<usize>>,
    by_name: BTreeMap<String, Vec<usize>>,
    by_door: BTreeMap<(String, String), Vec<usize>>,
    by_home: BTreeMap<&'a HouseholdId, Vec<usize>>,
}

impl<'a> Known<'a> {
    pub(super) fn new(people: &'a [ExistingPerson], columns: &'a Columns) -> Self {
        let mut known = Self {
            people,
            columns,
            by_hash: BTreeMap::new(),
            by_id: BTreeMap::new(),
            by_birth: BTreeMap::new(),
            by_name: BTreeMap::new(),
            by_door: BTreeMap::new(),
            by_home: BTreeMap::new(),
        };
        for (at, person) in people.iter().enumerate() {
            for hash in &person.row_hashes {
                known.by_hash.entry(hash).or_default().push(at);
            }
            if let Some(id) = &person.id_number {
                known.by_id.entry(id).or_default().push(at);
            }
            let home = known.by_home.entry(&person.household);
            home.or_default().push(at);
            let group = person.group.as_deref();
            if let Some(key) = birth_key(&person.name, person.birth, group, columns) {
                known.by_birth.entry(key).or_default().push(at);
            }
            let name = plain(&person.name);
            known.by_name.entry(name).or_default().push(at);
            if let Some(door) = door(group, person.house_no.as_deref(), columns) {
                known.by_door.entry(door).or_default().push(at);
            }
        }
        known
    }

    pub(super) fn find(&self, row: &RosterRow) -> Match {
        if let Some([person]) = self.by_hash.get(row.sha256.as_str()).map(Vec::as_slice) {
            return Match::One(*person, MatchedBy::Row);
        }
        if let Some(people) = row.id_number.as_ref().and_then(|id| self.by_id.get(id)) {
            return match people.as_slice() {
                [person] => Match::One(*person, MatchedBy::IdNumber),
                _ => Match::Many(people.clone()),
            };
        }
        let same_birth: Vec<usize> = birth_key_of_row(row, self.columns)
            .and_then(|key| self.by_birth.get(&key))
            .into_iter()
            .flatten()
            .copied()
            // Two numbers are two people, however alike they are otherwise.
            .filter(|at| {
                row.id_number.is_none()
                    || self.people.get(*at).is_some_and(|p| p.id_number.is_none())
            })
            .collect();
        match same_birth.as_slice() {
            [] => Match::None,
            [person] => Match::One(*person, MatchedBy::NameBirthGroup),
            _ => Match::Many(same_birth),
        }
    }

    pub(super) fn ids(&self, people: &[usize]) -> Vec<PersonId> {
        people
            .iter()
            .filter_map(|at| self.people.get(*at))
            .map(|person| person.person.clone())
            .collect()
    }

    pub(super) fn of_name(&self, name: &str) -> Vec<PersonId> {
        self.by_name
            .get(&plain(name))
            .map(|people| self.ids(people))
            .unwrap_or_default()
    }

    /// The people known in a home.
    pub(super) fn in_home(&self, home: &HouseholdId) -> &[usize] {
        self.by_home.get(home).map_or(&[], Vec::as_slice)
    }

    /// The one known home behind a row's door, in its village as far as that is known.
    pub(super) fn home_at(&self, row: &RosterRow) -> Option<HouseholdId> {
        let door = door(row.group.as_deref(), row.house_no.as_deref(), self.columns)?;
        let homes: BTreeSet<&HouseholdId> = self
            .by_door
            .get(&door)?
            .iter()
            .filter_map(|at| self.people.get(*at))
            .filter(|person| match (&person.village, &row.village) {
                (Some(known), Some(listed)) => plain(known) == plain(listed),
                _ => true,
            })
            .map(|person| &person.household)
            .collect();
        match homes.into_iter().collect::<Vec<_>>().as_slice() {
            [home] => Some((*home).clone()),
            _ => None,
        }
    }
}

/// Group and house number in their bare forms: one door.
pub(super) fn door(
    group: Option<&str>,
    house: Option<&str>,
    columns: &Columns,
) -> Option<(String, String)> {
    Some((columns.words().group(group?), columns.words().house(house?)))
}
