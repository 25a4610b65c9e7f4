//! Which ops a list becomes.
//!
//! Nothing is deleted: a person whom the list no longer names leaves its class,
//! and stays.

use std::collections::{BTreeMap, BTreeSet};
use tanfang_domain::event::{
    ControlTotal, DataClass, Event, NewOp, PersonJoined, RosterBatch, RosterRow as RowOp, RowAt,
    Scope, derive_id,
};
use tanfang_domain::people::{Classes, Household, Person};
use tanfang_policy::dict::Dictionary;
use tanfang_store::ControlTotalRecord;
use tanfang_values::{BatchId, Day, GridId, HouseholdId, PersonId};

use super::Look;
use super::decide::{Entry, Found};
use super::member;
use super::row::{self, FieldOp, Into};
use crate::import::{Change, ConflictWhy, Field, RosterRow, RowKey};
use crate::view::Decision;

/// What applying reads besides the list.
pub(crate) struct Applying<'a> {
    pub(crate) dictionary: &'a Dictionary,
    pub(crate) classes: &'a Classes,
    pub(crate) grid: &'a GridId,
    /// 12-digit code of the village.
    pub(crate) division: &'a str,
    pub(crate) homes: &'a [Household],
    pub(crate) field_op: &'a FieldOp<'a>,
    /// How many there ought to be, as known.
    pub(crate) totals: &'a [ControlTotalRecord],
    pub(crate) today: Day,
    /// How often this very file was applied before, undone or not.
    pub(crate) earlier: usize,
}

/// Counts what applying did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Applied {
    /// Rows that gave an op.
    pub(crate) rows: usize,
    /// Rows that wait.
    pub(crate) postponed: usize,
    /// People who left the class.
    pub(crate) ended: usize,
}

impl Applied {
    /// Tells whether anything was written.
    pub(crate) fn wrote(self) -> bool {
        self.rows + self.ended > 0
    }
}

/// Everybody known, by id: lists have thousands of rows.
struct Known<'a> {
    homes: BTreeMap<&'a HouseholdId, &'a Household>,
    people: BTreeMap<&'a PersonId, (&'a Household, &'a Person)>,
}

impl<'a> Known<'a> {
    fn new(homes: &'a [Household], today: Day) -> Self {
        let mut people: BTreeMap<&PersonId, (&Household, &Person)> = BTreeMap::new();
        for home in homes {
            for person in &home.persons {
                let gone = person.left.as_ref().is_some_and(|left| left.day <= today);
                // One who moved within the grid stands in both homes.
                if !gone || !people.contains_key(&person.id) {
                    people.insert(&person.id, (home, person));
                }
            }
        }
        Self {
            homes: homes.iter().map(|home| (&home.id, home)).collect(),
            people,
        }
    }
}

/// Whom a row is about.
enum Target<'a> {
    New,
    /// A home of its own, whoever else the list puts behind its door.
    Apart,
    Known(&'a PersonId),
}

/// One row that is applied.
struct Taken<'a> {
    row: &'a RosterRow,
    target: Target<'a>,
    changes: Option<&'a [Change]>,
    why: Option<ConflictWhy>,
    /// Rows about the same person, of which another may be applied too.
    twins: &'a [RowKey],
}

/// Returns the ops of a list and what they are; none when nothing would change.
pub(crate) fn ops(
    look: &Look,
    applying: &Applying<'_>,
    decided: &[(Entry<'_>, Decision)],
) -> (Vec<NewOp>, Applied) {
    let mut taken: Vec<Taken<'_>> = Vec::new();
    let mut leavers: Vec<&PersonId> = Vec::new();
    let mut postponed: Vec<RowAt> = Vec::new();
    for (entry, decision) in decided {
        if let (Found::Missing(person), Decision::Apply) = (entry.found, decision) {
            leavers.push(person);
        }
        let Some(row) = entry.row else { continue };
        match taken_as(entry, row, *decision) {
            Some(found) => taken.push(found),
            None if waits(entry) => postponed.push(RowAt {
                sheet: row.key.sheet.clone(),
                row: row.key.row,
            }),
            None => {}
        }
    }
    taken.sort_by(|a, b| a.row.key.cmp(&b.row.key));
    postponed.sort();
    let applied = Applied {
        rows: taken.len(),
        postponed: postponed.len(),
        ended: leavers.len(),
    };
    if !applied.wrote() {
        return (Vec::new(), applied);
    }
    let batch = BatchId::new(derive_id(
        "batch",
        &[&look.sha256, &applying.earlier.to_string()],
    ));
    let mut writer = Writer {
        look,
        applying,
        batch: &batch,
        known: Known::new(applying.homes, applying.today),
        homes: new_homes(look),
        made: BTreeMap::new(),
        heads: BTreeSet::new(),
        ops: Vec::new(),
    };
    writer.batch(&applied, postponed);
    for row in &taken {
        writer.row(row);
    }
    let classes = look.classes();
    for person in leavers {
        if let Some((_, person)) = writer.known.people.get(person) {
            let ends = member::ended(applying, &batch, person, &classes);
            writer.ops.extend(ends);
        }
    }
    writer.totals();
    (writer.ops, applied)
}

/// A row that could be applied and is not; one that repeats another does not wait.
fn waits(entry: &Entry<'_>) -> bool {
    match entry.found {
        Found::New(..) | Found::Changed(_) => true,
        Found::Conflict(conflict) => conflict.why != ConflictWhy::Repeated,
        Found::Same | Found::Missing(_) | Found::Unreadable(_) => false,
    }
}

/// Returns the row as it is applied, if it is.
fn taken_as<'a>(entry: &Entry<'a>, row: &'a RosterRow, decision: Decision) -> Option<Taken<'a>> {
    let mut taken = Taken {
        row,
        target: Target::New,
        changes: None,
        why: None,
        twins: &[],
    };
    if decision == Decision::Apart {
        taken.target = Target::Apart;
    }
    match (entry.found, decision) {
        (_, Decision::Postpone) | (Found::Same | Found::Missing(_) | Found::Unreadable(_), _) => {
            return None;
        }
        (_, Decision::Apart) | (Found::New(..), Decision::Apply) => {}
        (Found::New(similar), Decision::Same) => {
            taken.target = Target::Known(similar.first()?);
        }
        (Found::Changed(changed), _) => {
            taken.target = Target::Known(&changed.person);
            taken.changes = Some(&changed.changes);
        }
        (Found::Conflict(conflict), _) => {
            taken.why = Some(conflict.why);
            taken.twins = &conflict.rows;
            if let Some(person) = conflict.person() {
                taken.target = Target::Known(person);
                taken.changes = Some(&conflict.changes);
            }
        }
    }
    Some(taken)
}

/// Derives the ids of new homes from the first row of each.
fn new_homes(look: &Look) -> BTreeMap<&RowKey, HouseholdId> {
    let mut homes = BTreeMap::new();
    for home in &look.differences.homes {
        let Some(first) = home.rows.first() else {
            continue;
        };
        let id = home
            .household
            .clone()
            .unwrap_or_else(|| own_home(look, first));
        for row in &home.rows {
            homes.insert(row, id.clone());
        }
    }
    homes
}

fn own_home(look: &Look, key: &RowKey) -> HouseholdId {
    HouseholdId::new(derive_id(
        "household",
        &[&look.sha256, &key.sheet, &key.row.to_string()],
    ))
}

struct Writer<'a> {
    look: &'a Look,
    applying: &'a Applying<'a>,
    batch: &'a BatchId,
    known: Known<'a>,
    homes: BTreeMap<&'a RowKey, HouseholdId>,
    /// People whom rows of this list made.
    made: BTreeMap<&'a RowKey, (PersonId, HouseholdId)>,
    /// Homes that have a head by this list.
    heads: BTreeSet<HouseholdId>,
    ops: Vec<NewOp>,
}

impl<'a> Writer<'a> {
    fn put(&mut self, class: DataClass, event: Event) {
        let scope = Scope::new(self.applying.grid.clone(), class);
        self.ops.push(NewOp::new(scope, event));
    }

    fn batch(&mut self, applied: &Applied, postponed: Vec<RowAt>) {
        let sheets = self.look.book.sheets.iter();
        let event = RosterBatch {
            batch: self.batch.clone(),
            file_name: self.look.file_name.clone(),
            file_sha256: self.look.sha256.clone(),
            class: self.look.class(),
            sheets: sheets.map(crate::import::Sheet::count).collect(),
            day: self.applying.today,
            changed: u32::try_from(applied.rows + applied.ended).unwrap_or(u32::MAX),
            postponed,
        };
        self.put(DataClass::Core, Event::RosterBatch(event));
    }

    fn row(&mut self, taken: &Taken<'a>) {
        let row = taken.row;
        let twin = || taken.twins.iter().find_map(|twin| self.made.get(twin));
        let known = match taken.target {
            Target::Known(id) => self.known.people.get(id).copied(),
            Target::New | Target::Apart => None,
        };
        let new = || {
            PersonId::new(derive_id(
                "person",
                &[&self.look.sha256, &row.key.sheet, &row.key.row.to_string()],
            ))
        };
        let proposed = || {
            let home = self.homes.get(&row.key).cloned();
            home.unwrap_or_else(|| own_home(self.look, &row.key))
        };
        let (person, household) = match (&taken.target, known) {
            (Target::Known(id), Some((home, _))) => match taken.why {
                Some(ConflictWhy::Moved) => ((*id).clone(), proposed()),
                _ => ((*id).clone(), home.id.clone()),
            },
            (Target::Known(id), None) => ((*id).clone(), proposed()),
            (Target::Apart, _) => (new(), own_home(self.look, &row.key)),
            (Target::New, _) => twin().cloned().unwrap_or_else(|| (new(), proposed())),
        };
        let head = self.is_head(row, taken.why, &household);
        if head {
            self.heads.insert(household.clone());
        }
        let old = known.map(|(_, person)| person);
        let classes = self.look.book.classes_of(row);
        let only: Option<BTreeSet<Field>> = taken
            .changes
            .filter(|_| !self.is_new_to_others(old, &classes))
            .map(|changes| changes.iter().map(|change| change.field).collect());
        let into = Into {
            person: &person,
            household: &household,
            old: old.filter(|_| only.is_some() || taken.changes.is_none()),
            home: self.known.homes.get(&household).copied(),
            only: only.as_ref(),
            head,
        };
        self.row_ops(row, into, &classes);
        if taken.why == Some(ConflictWhy::Left) {
            self.comes_back(&person, &household);
        }
        let amounts = only.as_ref().is_none_or(|only| {
            [Field::Amount, Field::From, Field::Class]
                .iter()
                .any(|field| only.contains(field))
        });
        let ops = member::joined(
            self.applying,
            self.batch,
            row,
            &person,
            old,
            &classes,
            &self.look.context.pays,
            amounts,
        );
        self.ops.extend(ops);
        self.made.insert(&row.key, (person, household));
    }

    /// Whether only those who may see what is restricted know the person so far,
    /// and the list tells the others: then the row stands on its own.
    fn is_new_to_others(&self, old: Option<&Person>, classes: &[String]) -> bool {
        let open = |class: &String| self.applying.classes.data(class) != DataClass::Restricted;
        old.is_some_and(|person| {
            !person.memberships.is_empty()
                && person
                    .memberships
                    .iter()
                    .all(|m| m.data == DataClass::Restricted)
        }) && classes.iter().any(open)
    }

    /// Whether the row's person becomes the head of the home. 户主 makes one; 本人
    /// only where nobody is.
    fn is_head(&self, row: &RosterRow, why: Option<ConflictWhy>, home: &HouseholdId) -> bool {
        if why == Some(ConflictWhy::TwoHeads) {
            return true;
        }
        let has_head = || {
            self.heads.contains(home)
                || self.known.homes.get(home).is_some_and(|home| {
                    let head = home.head.as_ref().and_then(|id| home.person(id));
                    head.is_some_and(|head| head.is_here(self.applying.today))
                })
        };
        if row.is_head() {
            return !self.heads.contains(home);
        }
        row.head.is_none() && row.relation.as_deref() == Some("01") && !has_head()
    }

    fn row_ops(&mut self, row: &RosterRow, into: Into<'_>, classes: &[String]) {
        let mut by_class = row::facts(self.applying, row, into);
        // A person known by nothing but a restricted class stands in that scope alone.
        let restricted = into.old.is_none()
            && !classes.is_empty()
            && classes
                .iter()
                .all(|class| self.applying.classes.data(class) == DataClass::Restricted);
        let core = if restricted {
            let facts = std::mem::take(&mut by_class).into_values().flatten();
            by_class.insert(DataClass::Restricted, facts.collect());
            DataClass::Restricted
        } else {
            DataClass::Core
        };
        // The first row is always written: it carries fields, problems and the row's hash.
        by_class.entry(core).or_default();
        for (class, facts) in by_class {
            let first = class == core;
            let whole = |fields: Vec<_>| if first { fields } else { Vec::new() };
            let event = RowOp {
                batch: self.batch.clone(),
                sheet: row.key.sheet.clone(),
                row: row.key.row,
                row_sha256: row.sha256.clone(),
                household: into.household.clone(),
                person: into.person.clone(),
                fields: whole(row::person_fields(self.applying, row, into)),
                household_fields: whole(row::home_fields(self.applying, row, into)),
                facts,
                problems: if first {
                    row::problems(row)
                } else {
                    Vec::new()
                },
            };
            self.put(class, Event::RosterRow(event));
        }
    }

    fn comes_back(&mut self, person: &PersonId, household: &HouseholdId) {
        let event = PersonJoined {
            person: person.clone(),
            household: household.clone(),
            day: self.applying.today,
            from_grid: None,
            fields: Vec::new(),
            household_fields: Vec::new(),
            facts: Vec::new(),
        };
        self.put(DataClass::Core, Event::PersonJoined(event));
    }

    /// Records how many the list says there are, a class each.
    fn totals(&mut self) {
        for said in super::totals::said(self.look) {
            let known = self.applying.totals.iter().find(|known| {
                known.class == said.class && known.division == self.applying.division
            });
            let same = known.is_some_and(|known| {
                (known.households, known.persons) == (said.households, said.persons)
            });
            if same {
                continue;
            }
            let event = ControlTotal {
                class: said.class,
                division: self.applying.division.to_owned(),
                households: said.households,
                persons: said.persons,
                day: self.applying.today,
                source: Some(self.batch.clone()),
                note: None,
                was: known.map(|known| known.op.clone()),
            };
            self.put(DataClass::Core, Event::ControlTotal(event));
        }
    }
}
