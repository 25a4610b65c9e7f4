//! Compares a list with what is known, before anything is written.

mod change;
mod known;

use super::columns::{Columns, Field};
use super::date::PartialDay;
use super::homes::{GroupedBy, listed_homes};
use super::sheet::{RosterRow, RowKey, Unreadable, Workbook};
use change::changes;
use known::{Known, Match, Twin, twins};
use std::collections::{BTreeMap, BTreeSet};
use tanfang_values::{HouseholdId, IdNumber, Money, PersonId, Sex};

/// A person as known now; the caller fills it from the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExistingPerson {
    /// The person.
    pub person: PersonId,
    /// The home.
    pub household: HouseholdId,
    /// Name.
    pub name: String,
    /// 小名.
    pub nickname: Option<String>,
    /// Identity number.
    pub id_number: Option<IdNumber>,
    /// Birth.
    pub birth: Option<PartialDay>,
    /// Sex.
    pub sex: Option<Sex>,
    /// Relation to the head, GB/T 4761.
    pub relation: Option<String>,
    /// Village; compared only if known.
    pub village: Option<String>,
    /// Group.
    pub group: Option<String>,
    /// House number.
    pub house_no: Option<String>,
    /// Address; compared only if known.
    pub address: Option<String>,
    /// Phone.
    pub phone: Option<String>,
    /// A code of the dictionary's `keep`.
    pub keep: Option<String>,
    /// A code of the dictionary's `selfcare`.
    pub selfcare: Option<String>,
    /// A code of the dictionary's `dis_kind`.
    pub dis_kind: Option<String>,
    /// A code of the dictionary's `dis_level`.
    pub dis_level: Option<String>,
    /// Guardian or carer.
    pub guardian: Option<String>,
    /// Phone of the guardian.
    pub guardian_phone: Option<String>,
    /// Amount a month.
    pub amount_per_month: Option<Money>,
    /// First day of the benefit.
    pub from: Option<PartialDay>,
    /// Remarks; compared only if known.
    pub note: Option<String>,
    /// Hash of every row of earlier lists that was applied to this person.
    pub row_hashes: Vec<String>,
    /// True if the list ought to name this person: of the list's class, alive, still here.
    pub expected: bool,
}

impl ExistingPerson {
    /// Makes a person of whom only the name is known.
    pub fn new(
        person: impl Into<PersonId>,
        household: impl Into<HouseholdId>,
        name: impl Into<String>,
    ) -> Self {
        Self {
            person: person.into(),
            household: household.into(),
            name: name.into(),
            nickname: None,
            id_number: None,
            birth: None,
            sex: None,
            relation: None,
            village: None,
            group: None,
            house_no: None,
            address: None,
            phone: None,
            keep: None,
            selfcare: None,
            dis_kind: None,
            dis_level: None,
            guardian: None,
            guardian_phone: None,
            amount_per_month: None,
            from: None,
            note: None,
            row_hashes: Vec::new(),
            expected: true,
        }
    }
}

/// A value of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldValue {
    /// Words as they are.
    Text(String),
    /// A code; [`Columns::word`] gives our word for it.
    Code(String),
    /// A day, perhaps without its month.
    Day(PartialDay),
    /// An amount a month.
    Money(Money),
    /// An identity number.
    Id(IdNumber),
}

/// How a row was matched with a known person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MatchedBy {
    /// The very row was applied to this person before.
    Row,
    /// The identity number.
    IdNumber,
    /// Name, day of birth and group; needs a person's word.
    NameBirthGroup,
}

/// A field that would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The field.
    pub field: Field,
    /// The cell, such as `D17`; empty if it stands in a row above.
    pub cell: String,
    /// What is known now.
    pub old: Option<FieldValue>,
    /// What the list says; none if it says that there is none.
    pub new: Option<FieldValue>,
}

/// A person not known yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPerson {
    /// The row.
    pub row: RowKey,
    /// Known people of the same name; not the same person unless someone says so.
    pub similar: Vec<PersonId>,
}

/// A known person of whom the list says something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedPerson {
    /// The row.
    pub row: RowKey,
    /// The person.
    pub person: PersonId,
    /// How they were matched.
    pub matched_by: MatchedBy,
    /// True if applying it needs a person's word first.
    pub confirm: bool,
    /// The fields, in the order of [`Field::ALL`].
    pub changes: Vec<Change>,
}

/// A known person of whom the list says nothing new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SamePerson {
    /// The row.
    pub row: RowKey,
    /// The person.
    pub person: PersonId,
    /// How they were matched.
    pub matched_by: MatchedBy,
}

/// Why rows or records cannot both be right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ConflictWhy {
    /// The row says the same as an earlier one, which is taken.
    Repeated,
    /// Several rows are about one person and differ.
    RowsDiffer,
    /// Several rows fit one known person.
    OnePersonManyRows,
    /// Several known people fit the row.
    OneRowManyPeople,
}

/// A row that cannot be applied without a person's choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The row.
    pub row: RowKey,
    /// Why.
    pub why: ConflictWhy,
    /// The other rows it is at odds with.
    pub rows: Vec<RowKey>,
    /// The known people it may be about.
    pub persons: Vec<PersonId>,
}

/// Where the people of some rows live.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedHome {
    /// The rows, in the order of the list; repeated rows are left out.
    pub rows: Vec<RowKey>,
    /// The known home, or none for a new one.
    pub household: Option<HouseholdId>,
    /// Why they are together.
    pub why: GroupedBy,
}

/// What a list would change. Each row that was read is in exactly one of
/// `new`, `changed`, `same` and `conflicts`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Differences {
    /// People not known yet.
    pub new: Vec<NewPerson>,
    /// People known with other values.
    pub changed: Vec<ChangedPerson>,
    /// Nothing new.
    pub same: Vec<SamePerson>,
    /// Rows that need a choice.
    pub conflicts: Vec<Conflict>,
    /// Known people whom the list ought to name and does not.
    pub missing: Vec<PersonId>,
    /// Rows that name nobody.
    pub unreadable: Vec<Unreadable>,
    /// Where the people of the rows live.
    pub homes: Vec<ProposedHome>,
}

impl Differences {
    /// True if applying the list would write nothing.
    pub fn is_empty(&self) -> bool {
        self.new.is_empty() && self.changed.is_empty() && self.conflicts.is_empty()
    }

    /// Finds the home of a row.
    pub fn home_of(&self, row: &RowKey) -> Option<&ProposedHome> {
        self.homes.iter().find(|home| home.rows.contains(row))
    }
}

/// Compares a list with the people known. Pure; the order of the list is kept.
///
/// A row is matched by its own hash (the same row was applied before), by
/// identity number, or by name, day of birth and group together; never by name
/// alone. A blank cell says nothing and clears nothing.
pub fn diff(book: &Workbook, existing: &[ExistingPerson], columns: &Columns) -> Differences {
    let known = Known::new(existing, columns);
    let people: Vec<&RosterRow> = book.people().collect();
    let mut out = Differences {
        unreadable: book.unreadable().cloned().collect(),
        ..Differences::default()
    };

    let verdicts: Vec<Match> = people.iter().map(|row| known.find(row)).collect();
    let twins = twins(&people, columns);
    let mut seen: BTreeSet<usize> = BTreeSet::new();
    // Known person → the rows that fit, when they are not one row twice.
    let mut fits: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, verdict) in verdicts.iter().enumerate() {
        match verdict {
            Match::One(person, _) => {
                seen.insert(*person);
                if !matches!(twins.get(at), Some(Twin::RepeatOf(_))) {
                    fits.entry(*person).or_default().push(at);
                }
            }
            Match::Many(people) => seen.extend(people),
            Match::None => {}
        }
    }

    let key = |at: &usize| people.get(*at).map(|row| row.key.clone());
    let mut homes_of: BTreeMap<RowKey, HouseholdId> = BTreeMap::new();
    for (at, row) in people.iter().enumerate() {
        let conflict = |why, rows: &[usize], persons: &[usize]| Conflict {
            row: row.key.clone(),
            why,
            rows: rows.iter().filter(|o| **o != at).filter_map(key).collect(),
            persons: known.ids(persons),
        };
        let verdict = verdicts.get(at).unwrap_or(&Match::None);
        if let Match::One(person, _) = verdict
            && let Some(current) = known.people.get(*person)
        {
            homes_of.insert(row.key.clone(), current.household.clone());
        }
        let applied_before = matches!(verdict, Match::One(_, MatchedBy::Row));
        match (twins.get(at), verdict) {
            (Some(Twin::RepeatOf(first)), _) if !applied_before => {
                out.conflicts
                    .push(conflict(ConflictWhy::Repeated, &[*first], &[]));
            }
            (Some(Twin::Differs(others)), _) if !applied_before => {
                out.conflicts
                    .push(conflict(ConflictWhy::RowsDiffer, others, &[]));
            }
            (_, Match::Many(persons)) => {
                out.conflicts
                    .push(conflict(ConflictWhy::OneRowManyPeople, &[], persons));
            }
            (_, Match::One(person, by)) => {
                let rivals = fits.get(person).map_or(&[][..], Vec::as_slice);
                let Some(current) = known.people.get(*person) else {
                    continue;
                };
                if rivals.len() > 1 && !applied_before {
                    out.conflicts.push(conflict(
                        ConflictWhy::OnePersonManyRows,
                        rivals,
                        &[*person],
                    ));
                    continue;
                }
                let changes = if applied_before {
                    Vec::new()
                } else {
                    changes(row, current, columns)
                };
                if changes.is_empty() {
                    out.same.push(SamePerson {
                        row: row.key.clone(),
                        person: current.person.clone(),
                        matched_by: *by,
                    });
                } else {
                    let sure = *by == MatchedBy::IdNumber
                        && changes
                            .iter()
                            .all(|change| change.field != Field::Name && change.new.is_some());
                    out.changed.push(ChangedPerson {
                        row: row.key.clone(),
                        person: current.person.clone(),
                        matched_by: *by,
                        confirm: !sure,
                        changes,
                    });
                }
            }
            (_, Match::None) => out.new.push(NewPerson {
                row: row.key.clone(),
                similar: known.of_name(&row.name),
            }),
        }
    }
    out.missing = existing
        .iter()
        .enumerate()
        .filter(|(at, person)| person.expected && !seen.contains(at))
        .map(|(_, person)| person.person.clone())
        .collect();
    let repeats: BTreeSet<&RowKey> = out
        .conflicts
        .iter()
        .filter(|conflict| conflict.why == ConflictWhy::Repeated)
        .map(|conflict| &conflict.row)
        .collect();
    out.homes = propose_homes(&people, &repeats, &homes_of, &known, columns);
    out
}

fn propose_homes(
    people: &[&RosterRow],
    repeats: &BTreeSet<&RowKey>,
    homes_of: &BTreeMap<RowKey, HouseholdId>,
    known: &Known<'_>,
    columns: &Columns,
) -> Vec<ProposedHome> {
    let rows: BTreeMap<&RowKey, &RosterRow> = people.iter().map(|row| (&row.key, *row)).collect();
    let kept = people
        .iter()
        .copied()
        .filter(|row| !repeats.contains(&row.key));
    let mut out: Vec<ProposedHome> = Vec::new();
    let mut at_home: BTreeMap<HouseholdId, usize> = BTreeMap::new();
    for home in listed_homes(kept, columns) {
        let known_home = home.rows.iter().find_map(|row| homes_of.get(row).cloned());
        let default = known_home.or_else(|| {
            home.rows
                .iter()
                .filter_map(|row| rows.get(row))
                .find_map(|row| known.home_at(row))
        });
        let mut newly: Vec<RowKey> = Vec::new();
        for row in home.rows {
            // A list does not move known people: each stays in the home it is known in.
            let Some(household) = homes_of.get(&row).or(default.as_ref()).cloned() else {
                newly.push(row);
                continue;
            };
            if let Some(place) = at_home.get(&household).and_then(|at| out.get_mut(*at)) {
                place.rows.push(row);
            } else {
                at_home.insert(household.clone(), out.len());
                out.push(ProposedHome {
                    rows: vec![row],
                    household: Some(household),
                    why: home.why,
                });
            }
        }
        if !newly.is_empty() {
            out.push(ProposedHome {
                rows: newly,
                household: None,
                why: home.why,
            });
        }
    }
    out
}
