//! Compares a list with what is known, before anything is written.

use super::columns::{Columns, Field, plain};
use super::homes::{GroupedBy, listed_homes};
use super::sheet::{RosterRow, RowKey, Unreadable, Workbook};
use super::value::{PartialDay, Phone};
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
    /// Village.
    pub village: Option<String>,
    /// Group.
    pub group: Option<String>,
    /// House number.
    pub house_no: Option<String>,
    /// Address.
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
    /// Remarks.
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

/// How a row stands to the other rows of the list.
enum Twin {
    Single,
    /// Says the same as this earlier row.
    RepeatOf(usize),
    /// About the same person as these rows, itself among them, in other words.
    Differs(Vec<usize>),
}

fn twins(people: &[&RosterRow], columns: &Columns) -> Vec<Twin> {
    let mut by_id: BTreeMap<&IdNumber, Vec<usize>> = BTreeMap::new();
    let mut by_birth: BTreeMap<BirthKey, Vec<usize>> = BTreeMap::new();
    let mut by_hash: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, row) in people.iter().enumerate() {
        if let Some(id) = &row.id_number {
            by_id.entry(id).or_default().push(at);
        }
        if let Some(key) = birth_key_of_row(row, columns) {
            by_birth.entry(key).or_default().push(at);
        }
        by_hash.entry(&row.sha256).or_default().push(at);
    }
    people
        .iter()
        .enumerate()
        .map(|(at, row)| {
            // A row word for word as another is the same entry, whatever it lacks.
            let same = by_hash.get(row.sha256.as_str());
            if let Some(first) = same.and_then(|rows| rows.first()).filter(|f| **f < at) {
                return Twin::RepeatOf(*first);
            }
            let mut others: BTreeSet<usize> = BTreeSet::new();
            if let Some(id) = &row.id_number {
                others.extend(by_id.get(id).into_iter().flatten());
            }
            if let Some(key) = birth_key_of_row(row, columns) {
                let two_numbers = |other: &usize| {
                    people.get(*other).is_some_and(|other| {
                        row.id_number.is_some()
                            && other.id_number.is_some()
                            && other.id_number != row.id_number
                    })
                };
                let rows = by_birth.get(&key).into_iter().flatten();
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
enum Match {
    None,
    One(usize, MatchedBy),
    Many(Vec<usize>),
}

/// The people known, ready to be looked up.
struct Known<'a> {
    people: &'a [ExistingPerson],
    columns: &'a Columns,
    by_hash: BTreeMap<&'a str, Vec<usize>>,
    by_id: BTreeMap<&'a IdNumber, Vec<usize>>,
    by_birth: BTreeMap<BirthKey, Vec<usize>>,
    by_name: BTreeMap<String, Vec<usize>>,
    by_door: BTreeMap<(String, String), Vec<usize>>,
}

impl<'a> Known<'a> {
    fn new(people: &'a [ExistingPerson], columns: &'a Columns) -> Self {
        let mut known = Self {
            people,
            columns,
            by_hash: BTreeMap::new(),
            by_id: BTreeMap::new(),
            by_birth: BTreeMap::new(),
            by_name: BTreeMap::new(),
            by_door: BTreeMap::new(),
        };
        for (at, person) in people.iter().enumerate() {
            for hash in &person.row_hashes {
                known.by_hash.entry(hash).or_default().push(at);
            }
            if let Some(id) = &person.id_number {
                known.by_id.entry(id).or_default().push(at);
            }
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

    fn find(&self, row: &RosterRow) -> Match {
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

    fn ids(&self, people: &[usize]) -> Vec<PersonId> {
        people
            .iter()
            .filter_map(|at| self.people.get(*at))
            .map(|person| person.person.clone())
            .collect()
    }

    fn of_name(&self, name: &str) -> Vec<PersonId> {
        self.by_name
            .get(&plain(name))
            .map(|people| self.ids(people))
            .unwrap_or_default()
    }

    /// The one known home behind a row's door, in its village as far as that is known.
    fn home_at(&self, row: &RosterRow) -> Option<HouseholdId> {
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

fn door(group: Option<&str>, house: Option<&str>, columns: &Columns) -> Option<(String, String)> {
    Some((columns.words().group(group?), columns.words().house(house?)))
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

/// Lists what a row says otherwise than is known; blank cells say nothing.
fn changes(row: &RosterRow, current: &ExistingPerson, columns: &Columns) -> Vec<Change> {
    let words = columns.words();
    let mut out = Vec::new();
    let mut compare = |field: Field, old: Option<FieldValue>, new: Option<FieldValue>| {
        let Some(new) = new else { return };
        let same = old.as_ref().is_some_and(|old| match (field, old, &new) {
            (Field::Group, FieldValue::Text(a), FieldValue::Text(b)) => {
                words.group(a) == words.group(b)
            }
            (Field::HouseNo, FieldValue::Text(a), FieldValue::Text(b)) => {
                words.house(a) == words.house(b)
            }
            (Field::Phone | Field::GuardianPhone, FieldValue::Text(a), FieldValue::Text(b)) => {
                digits(a) == digits(b)
            }
            (_, FieldValue::Text(a), FieldValue::Text(b)) => plain(a) == plain(b),
            // A list that knows only the year says nothing against the day.
            (_, FieldValue::Day(a), FieldValue::Day(b)) => {
                a == b || a.full().is_some_and(|day| b.fits(day))
            }
            (_, old, new) => old == new,
        });
        if !same {
            out.push(Change {
                field,
                cell: row
                    .cell(field)
                    .or_else(|| {
                        matches!(field, Field::DisKind | Field::DisLevel)
                            .then(|| row.cell(Field::Disability))
                            .flatten()
                    })
                    .map_or(String::new(), |cell| cell.cell.clone()),
                old,
                new: Some(new),
            });
        }
    };
    let text = |value: &Option<String>| value.clone().map(FieldValue::Text);
    let code = |value: &Option<String>| value.clone().map(FieldValue::Code);
    let sex = |value: Option<Sex>| value.map(|sex| FieldValue::Code(u8::from(sex).to_string()));
    let phone = |value: &Phone| value.number().map(|n| FieldValue::Text(n.to_owned()));

    compare(
        Field::Relation,
        code(&current.relation),
        code(&row.relation),
    );
    compare(
        Field::Name,
        Some(FieldValue::Text(current.name.clone())),
        Some(FieldValue::Text(row.name.clone())),
    );
    compare(
        Field::Nickname,
        text(&current.nickname),
        text(&row.nickname),
    );
    compare(
        Field::IdNumber,
        current.id_number.clone().map(FieldValue::Id),
        row.id_number.clone().map(FieldValue::Id),
    );
    compare(
        Field::Birth,
        current.birth.map(FieldValue::Day),
        row.birth.map(FieldValue::Day),
    );
    compare(Field::Sex, sex(current.sex), sex(row.sex));
    compare(Field::Village, text(&current.village), text(&row.village));
    compare(Field::Group, text(&current.group), text(&row.group));
    compare(Field::HouseNo, text(&current.house_no), text(&row.house_no));
    compare(Field::Address, text(&current.address), text(&row.address));
    compare(Field::Phone, text(&current.phone), phone(&row.phone));
    compare(Field::Keep, code(&current.keep), code(&row.keep));
    compare(
        Field::Selfcare,
        code(&current.selfcare),
        code(&row.selfcare),
    );
    compare(Field::DisKind, code(&current.dis_kind), code(&row.dis_kind));
    compare(
        Field::DisLevel,
        code(&current.dis_level),
        code(&row.dis_level),
    );
    compare(
        Field::Guardian,
        text(&current.guardian),
        text(&row.guardian),
    );
    compare(
        Field::GuardianPhone,
        text(&current.guardian_phone),
        phone(&row.guardian_phone),
    );
    compare(
        Field::From,
        current.from.map(FieldValue::Day),
        row.from.map(FieldValue::Day),
    );
    compare(
        Field::Amount,
        current.amount_per_month.map(FieldValue::Money),
        row.amount_per_month.map(FieldValue::Money),
    );
    compare(Field::Note, text(&current.note), text(&row.note));
    for (field, listed, known) in [
        (Field::Phone, &row.phone, &current.phone),
        (
            Field::GuardianPhone,
            &row.guardian_phone,
            &current.guardian_phone,
        ),
    ] {
        if *listed == Phone::None && known.is_some() {
            out.push(Change {
                field,
                cell: row.cell(field).map_or(String::new(), |c| c.cell.clone()),
                old: text(known),
                new: None,
            });
        }
    }
    out.sort_by_key(|change| Field::ALL.iter().position(|field| *field == change.field));
    out
}

fn digits(text: &str) -> String {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    // “问村长” has no digits and is compared as it stands.
    if digits.is_empty() {
        plain(text)
    } else {
        digits
    }
}
