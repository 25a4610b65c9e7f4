//! Compares a list with what is known, before anything is written.

mod change;
mod heads;
mod known;
mod propose;

use super::columns::{Columns, Field, plain};
use super::date::PartialDay;
use super::homes::GroupedBy;
use super::sheet::{RosterRow, RowKey, Unreadable, Workbook};
use change::changes;
use known::{Known, Match, Twin, twins};
use propose::propose_homes;
use std::collections::{BTreeMap, BTreeSet};
use tanfang_values::{Day, HouseholdId, IdNumber, Money, PersonId, Sex};

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
    /// Classes the person is in today, wider ones among them.
    pub classes: BTreeSet<String>,
    /// Classes the person is or was in.
    pub was_in: BTreeSet<String>,
    /// What the person receives, by scheme.
    pub received: BTreeMap<String, Received>,
    /// Remarks; compared only if known.
    pub note: Option<String>,
    /// Whether the person is the head of the home.
    pub is_head: bool,
    /// Day of death.
    pub died: Option<Day>,
    /// First day on which the person no longer lives here.
    pub left: Option<Day>,
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
            classes: BTreeSet::new(),
            was_in: BTreeSet::new(),
            received: BTreeMap::new(),
            note: None,
            is_head: false,
            died: None,
            left: None,
            row_hashes: Vec::new(),
            expected: true,
        }
    }

    /// True if the person is alive and lives here.
    pub fn is_here(&self) -> bool {
        self.died.is_none() && self.left.is_none()
    }
}

/// What a person receives of one scheme.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Received {
    /// Class within the scheme.
    pub level: Option<String>,
    /// Amount a month.
    pub amount_per_month: Option<Money>,
    /// First day.
    pub from: Option<PartialDay>,
}

/// What a class of a list pays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pays {
    /// A code of the dictionary's `aid`.
    pub scheme: String,
    /// Class within the scheme, if the class of the list tells it.
    pub level: Option<String>,
}

/// What is known of classes and places when a list is compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    /// Class of a list → what it pays; a class that is not here pays nothing.
    pub pays: BTreeMap<String, Pays>,
    /// Name of the village whose people these are; none compares no villages.
    pub village: Option<String>,
}

impl Context {
    /// True if the row names a village that is surely not ours.
    pub fn is_other_village(&self, row: &RosterRow) -> bool {
        let (Some(ours), Some(listed)) = (&self.village, &row.village) else {
            return false;
        };
        let (ours, listed) = (plain(ours), plain(listed));
        !listed.is_empty() && !ours.contains(&listed) && !listed.contains(&ours)
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
    /// The person is known to have died.
    Died,
    /// The person is known to have left.
    Left,
    /// The row puts one person of a home behind another door, and not the others.
    Moved,
    /// The home already has another head, known or earlier in the list.
    TwoHeads,
    /// Somebody changed the value by hand after the list was made.
    ChangedByHand,
    /// The list itself says that the person is gone.
    SaidGone,
    /// A new person of another village.
    OtherVillage,
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
    /// How it was matched, if with one known person.
    pub matched_by: Option<MatchedBy>,
    /// What applying it would change of that person.
    pub changes: Vec<Change>,
}

impl Conflict {
    /// Returns the one known person it is about, if there is just one.
    pub fn person(&self) -> Option<&PersonId> {
        self.persons.first().filter(|_| self.matched_by.is_some())
    }
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

/// Compares a list with the people known, whatever its classes pay. Pure.
pub fn diff(book: &Workbook, existing: &[ExistingPerson], columns: &Columns) -> Differences {
    diff_in(book, existing, columns, &Context::default())
}

/// Compares a list with the people known. Pure; the order of the list is kept.
///
/// A row is matched by its own hash (the same row was applied before), by
/// identity number, or by name, day of birth and group together; never by name
/// alone. A blank cell says nothing and clears nothing. Nobody who died or left
/// comes back by a list, nobody moves and no home changes its head without a word.
pub fn diff_in(
    book: &Workbook,
    existing: &[ExistingPerson],
    columns: &Columns,
    context: &Context,
) -> Differences {
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

    let comparing = Comparing {
        book,
        people: &people,
        known: &known,
        fits: &fits,
        columns,
        context,
    };
    let mut homes_of: BTreeMap<RowKey, HouseholdId> = BTreeMap::new();
    let mut moved: BTreeSet<RowKey> = BTreeSet::new();
    for (at, row) in people.iter().enumerate() {
        let verdict = verdicts.get(at).unwrap_or(&Match::None);
        let found = comparing.row(at, row, twins.get(at), verdict);
        let moves = matches!(&found, Found::Conflict(c) if c.why == ConflictWhy::Moved);
        if moves {
            moved.insert(row.key.clone());
        }
        if let Match::One(person, _) = verdict
            && !moves
            && let Some(current) = known.people.get(*person)
        {
            homes_of.insert(row.key.clone(), current.household.clone());
        }
        match found {
            Found::New(new) => out.new.push(new),
            Found::Changed(changed) => out.changed.push(changed),
            Found::Same(same) => out.same.push(same),
            Found::Conflict(conflict) => out.conflicts.push(conflict),
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
    out.homes = propose_homes(&people, (&repeats, &moved), &homes_of, &known, columns);
    heads::settle(&mut out, &people, &known);
    out
}

/// Where one row goes.
enum Found {
    New(NewPerson),
    Changed(ChangedPerson),
    Same(SamePerson),
    Conflict(Conflict),
}

/// What a row is compared with.
struct Comparing<'a> {
    book: &'a Workbook,
    people: &'a [&'a RosterRow],
    known: &'a Known<'a>,
    fits: &'a BTreeMap<usize, Vec<usize>>,
    columns: &'a Columns,
    context: &'a Context,
}

impl Comparing<'_> {
    fn row(&self, at: usize, row: &RosterRow, twin: Option<&Twin>, verdict: &Match) -> Found {
        let one = match verdict {
            Match::One(person, by) => self.known.people.get(*person).map(|p| (*person, p, *by)),
            Match::None | Match::Many(_) => None,
        };
        let conflict = |why, rows: &[usize], persons: &[usize]| {
            Found::Conflict(Conflict {
                row: row.key.clone(),
                why,
                rows: rows
                    .iter()
                    .filter(|other| **other != at)
                    .filter_map(|other| self.people.get(*other).map(|row| row.key.clone()))
                    .collect(),
                persons: self.known.ids(persons),
                matched_by: one.filter(|_| persons.len() == 1).map(|(_, _, by)| by),
                changes: match one {
                    Some((_, current, _)) if persons.len() == 1 => self.changes(row, current),
                    _ => Vec::new(),
                },
            })
        };
        let applied_before = matches!(verdict, Match::One(_, MatchedBy::Row));
        let known: Vec<usize> = one.iter().map(|(person, _, _)| *person).collect();
        match twin {
            Some(Twin::RepeatOf(first)) if !applied_before => {
                return conflict(ConflictWhy::Repeated, &[*first], &[]);
            }
            Some(Twin::Differs(others)) if !applied_before => {
                return conflict(ConflictWhy::RowsDiffer, others, &known);
            }
            _ => {}
        }
        if let Match::Many(persons) = verdict {
            return conflict(ConflictWhy::OneRowManyPeople, &[], persons);
        }
        let Some((person, current, by)) = one else {
            if self.context.is_other_village(row) {
                return conflict(ConflictWhy::OtherVillage, &[], &[]);
            }
            if row.gone.is_some() {
                return conflict(ConflictWhy::SaidGone, &[], &[]);
            }
            return Found::New(NewPerson {
                row: row.key.clone(),
                similar: self.known.of_name(&row.name),
            });
        };
        if current.died.is_some() {
            return conflict(ConflictWhy::Died, &[], &known);
        }
        if current.left.is_some() {
            return conflict(ConflictWhy::Left, &[], &known);
        }
        let rivals = self.fits.get(&person).map_or(&[][..], Vec::as_slice);
        if rivals.len() > 1 && !applied_before {
            return conflict(ConflictWhy::OnePersonManyRows, rivals, &known);
        }
        if row.gone.is_some() && !applied_before {
            return conflict(ConflictWhy::SaidGone, &[], &known);
        }
        let changes = if applied_before {
            change::never_in(self.book, row, current)
        } else {
            self.changes(row, current)
        };
        if changes.is_empty() {
            return Found::Same(SamePerson {
                row: row.key.clone(),
                person: current.person.clone(),
                matched_by: by,
            });
        }
        if self.moves_alone(row, current, &changes) {
            return conflict(ConflictWhy::Moved, &[], &known);
        }
        let sure = by != MatchedBy::NameBirthGroup
            && changes
                .iter()
                .all(|change| change.field != Field::Name && change.new.is_some());
        Found::Changed(ChangedPerson {
            row: row.key.clone(),
            person: current.person.clone(),
            matched_by: by,
            confirm: !sure,
            changes,
        })
    }

    fn changes(&self, row: &RosterRow, current: &ExistingPerson) -> Vec<Change> {
        let classes = self.book.classes_of(row);
        changes(row, current, self.columns, &classes, &self.context.pays)
    }

    /// True if the row gives another group or door than the home's, and another
    /// who lives there does not move along: a home moves as one, or a person leaves it.
    fn moves_alone(&self, row: &RosterRow, current: &ExistingPerson, changes: &[Change]) -> bool {
        let place = |change: &Change| {
            matches!(change.field, Field::Group | Field::HouseNo) && change.old.is_some()
        };
        if !changes.iter().any(place) {
            return false;
        }
        let words = self.columns.words();
        let door = |row: &RosterRow| {
            (
                row.group.as_deref().map(|group| words.group(group)),
                row.house_no.as_deref().map(|house| words.house(house)),
            )
        };
        let there = door(row);
        let mut others = self.known.in_home(&current.household).iter();
        others.any(|other| {
            let stays = |p: &&ExistingPerson| p.person != current.person && p.is_here();
            let Some(_) = self.known.people.get(*other).filter(stays) else {
                return false;
            };
            let rows = self.fits.get(other).map_or(&[][..], Vec::as_slice);
            let mut rows = rows.iter().filter_map(|at| self.people.get(*at));
            !rows.any(|row| door(row) == there)
        })
    }
}
