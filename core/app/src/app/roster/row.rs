//! What one row says of its person and home, as fields and facts.

use std::collections::{BTreeMap, BTreeSet};
use tanfang_domain::event::{
    Certainty, DataClass, FactSet, FactSource, FieldSet, RowProblem as ProblemOp, Subject,
};
use tanfang_domain::people::clearance::class_of;
use tanfang_domain::people::{Household, Person};
use tanfang_policy::value::FactValue;
use tanfang_values::{HouseholdId, OpId, PersonId};

use super::apply::Applying;
use super::existing::birth_value;
use crate::import::{Field, Phone, RosterRow};

/// Gives the op whose value of a field is in force, by kind and id of the thing
/// and name of the field.
pub(crate) type FieldOp<'a> = dyn Fn(&Subject, &str) -> Option<OpId> + 'a;

/// Joins several numbers in one field.
const BETWEEN_PHONES: &str = ";";
/// Fields of a person and a home that no screen compares: kept as the list has them.
const OTHER_PHONES: &str = "other_phones";
const DIS_CARD: &str = "dis_card";
const MEMBERS: &str = "members";
const INSURED: &str = "insured";

/// Returns what could not be read, as it is kept.
pub(super) fn problems(row: &RosterRow) -> Vec<ProblemOp> {
    row.problems
        .iter()
        .map(|problem| ProblemOp {
            cell: problem.cell.clone(),
            code: problem.code.code().to_owned(),
            raw: problem.raw.clone(),
        })
        .collect()
}

/// Whom a row is written to, and how much of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Into<'a> {
    pub(super) person: &'a PersonId,
    pub(super) household: &'a HouseholdId,
    /// The person as known; none for a new one.
    pub(super) old: Option<&'a Person>,
    /// The home as known; none for a new one.
    pub(super) home: Option<&'a Household>,
    /// The fields that a person saw as changed; none for all.
    pub(super) only: Option<&'a BTreeSet<Field>>,
    /// Whether the person becomes the head of the home.
    pub(super) head: bool,
}

impl Into<'_> {
    fn wants(&self, field: Field) -> bool {
        self.only.is_none_or(|only| only.contains(&field))
    }
}

/// Collects the fields that the row sets to something else than what is known.
struct Fields<'a> {
    entity: Subject,
    field_op: &'a FieldOp<'a>,
    known: bool,
    into: Into<'a>,
    set: Vec<FieldSet>,
}

impl Fields<'_> {
    /// Sets the field that a column is called, if it was seen as changed.
    fn put(&mut self, field: Field, old: Option<&str>, new: Option<&str>) {
        if self.into.wants(field) {
            self.put_named(field.name(), old, new);
        }
    }

    fn put_named(&mut self, name: &str, old: Option<&str>, new: Option<&str>) {
        let Some(new) = new.map(str::trim).filter(|text| !text.is_empty()) else {
            return;
        };
        if old.map(str::trim) != Some(new) {
            self.set(name, Some(new.to_owned()));
        }
    }

    fn set(&mut self, name: &str, value: Option<String>) {
        self.set.push(FieldSet {
            name: name.to_owned(),
            value,
            was: if self.known {
                (self.field_op)(&self.entity, name)
            } else {
                None
            },
        });
    }

    fn phone(&mut self, field: Field, old: Option<&str>, new: &Phone) {
        match new {
            Phone::None if old.is_some() && self.into.wants(field) => self.set(field.name(), None),
            Phone::Blank | Phone::None => {}
            Phone::Number(number) => self.put(field, old, Some(number)),
        }
    }
}

/// Returns the fields of the person that the row sets.
pub(super) fn person_fields(
    applying: &Applying<'_>,
    row: &RosterRow,
    into: Into<'_>,
) -> Vec<FieldSet> {
    let old = into.old;
    let mut fields = Fields {
        entity: Subject::Person(into.person.clone()),
        field_op: applying.field_op,
        known: old.is_some(),
        into,
        set: Vec::new(),
    };
    let text = |get: fn(&Person) -> Option<&str>| old.and_then(get);
    fields.put(Field::Name, old.map(|p| p.name.as_str()), Some(&row.name));
    let known_number = text(|p| p.id_number.as_deref());
    if let Some(number) = &row.id_number {
        fields.put(Field::IdNumber, known_number, Some(number.as_str()));
    } else if known_number.is_none() {
        // A wrong number is kept as written, so that it can be put right.
        let written = row.id_problem().map(|problem| problem.raw.as_str());
        fields.put_named(Field::IdNumber.name(), None, written);
    }
    let sex = row.sex.map(|sex| u8::from(sex).to_string());
    fields.put(Field::Sex, text(|p| p.sex.as_deref()), sex.as_deref());
    let relation = row.relation.as_deref();
    fields.put(Field::Relation, text(|p| p.relation.as_deref()), relation);
    fields.phone(Field::Phone, text(|p| p.phone.as_deref()), &row.phone);
    let nickname = row.nickname.as_deref();
    fields.put(Field::Nickname, text(|p| p.nickname.as_deref()), nickname);
    let guardian = row.guardian.as_deref();
    fields.put(Field::Guardian, text(|p| p.guardian.as_deref()), guardian);
    fields.phone(
        Field::GuardianPhone,
        text(|p| p.guardian_phone.as_deref()),
        &row.guardian_phone,
    );
    if old.is_none() {
        fields.put(Field::Note, None, row.note.as_deref());
    }
    let others = row.other_phones.join(BETWEEN_PHONES);
    if fields.into.wants(Field::Phone) {
        fields.put_named(OTHER_PHONES, None, Some(&others));
    }
    fields.put_named(DIS_CARD, None, row.dis_card.as_deref());
    fields.set
}

/// Returns the fields of the home that the row sets.
pub(super) fn home_fields(
    applying: &Applying<'_>,
    row: &RosterRow,
    into: Into<'_>,
) -> Vec<FieldSet> {
    let old = into.home;
    let mut fields = Fields {
        entity: Subject::Household(into.household.clone()),
        field_op: applying.field_op,
        known: old.is_some(),
        into,
        set: Vec::new(),
    };
    if into.head {
        let head = old.and_then(|home| home.head.as_ref());
        fields.put_named(
            "head",
            head.map(PersonId::as_str),
            Some(into.person.as_str()),
        );
    }
    // Who comes to live in a known home does not move the home.
    if old.is_none() || into.old.is_some() {
        let group = row.group.as_deref();
        fields.put(Field::Group, old.and_then(|h| h.group.as_deref()), group);
        let house = row.house_no.as_deref();
        fields.put(
            Field::HouseNo,
            old.and_then(|h| h.house_no.as_deref()),
            house,
        );
    }
    if old.is_none() {
        fields.put(Field::Address, None, row.address.as_deref());
    }
    // What the list counts is of the home, never of one person.
    for (name, count) in [(MEMBERS, row.members), (INSURED, row.insured)] {
        let count = count.map(|count| count.to_string());
        fields.put_named(name, None, count.as_deref());
    }
    fields.set
}

/// Returns the facts of a row that are not known yet, by class of data.
pub(super) fn facts(
    applying: &Applying<'_>,
    row: &RosterRow,
    into: Into<'_>,
) -> BTreeMap<DataClass, Vec<FactSet>> {
    let one = |code: &Option<String>| code.clone().map(FactValue::One);
    let values = [
        (Field::Birth, row.birth.and_then(birth_value)),
        (Field::Keep, one(&row.keep)),
        (Field::Selfcare, one(&row.selfcare)),
        (Field::DisKind, one(&row.dis_kind)),
        (Field::DisLevel, one(&row.dis_level)),
    ];
    let mut by_class: BTreeMap<DataClass, Vec<FactSet>> = BTreeMap::new();
    for (field, value) in values {
        let fact = field.name();
        let (Some(value), Some(def)) = (value, applying.dictionary.fact(fact)) else {
            continue;
        };
        let record = into
            .old
            .and_then(|person| person.facts.on(fact, applying.today));
        let says_less = |record: &FactValue| match (record, &value) {
            // A list that knows only the year says nothing against the day.
            (FactValue::Day(day), FactValue::DayRange(first, last)) => first <= day && day <= last,
            (known, listed) => known == listed,
        };
        if !into.wants(field) || record.is_some_and(|record| says_less(&record.value)) {
            continue;
        }
        by_class.entry(class_of(def)).or_default().push(FactSet {
            fact: fact.to_owned(),
            value,
            day: applying.today,
            source: FactSource::Roster,
            certainty: Certainty::Said,
            was: record.map(|record| record.op().clone()),
        });
    }
    by_class
}
