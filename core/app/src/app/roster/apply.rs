//! Which ops a list becomes.

use std::collections::{BTreeMap, BTreeSet};
use tanfang_domain::event::{
    BenefitSet, Certainty, DataClass, Event, FactSet, FactSource, FieldSet, MembershipAdd, NewOp,
    RosterBatch, RosterRow as RowOp, RowProblem as ProblemOp, Scope, Subject, derive_id,
};
use tanfang_domain::people::clearance::class_of;
use tanfang_domain::people::{Household, Person};
use tanfang_policy::dict::Dictionary;
use tanfang_policy::value::FactValue;
use tanfang_values::{BatchId, Day, GridId, HouseholdId, OpId, PersonId};

use super::existing::birth_value;
use super::{Look, Target};
use crate::import::{PartialDay, Phone, RosterRow, RowKey};

/// Gives the op whose value of a field is in force, by kind and id of the thing
/// and name of the field.
pub(crate) type FieldOp<'a> = dyn Fn(&Subject, &str) -> Option<OpId> + 'a;

/// What applying reads besides the list.
pub(crate) struct Applying<'a> {
    pub(crate) dictionary: &'a Dictionary,
    pub(crate) grid: &'a GridId,
    pub(crate) homes: &'a [Household],
    pub(crate) field_op: &'a FieldOp<'a>,
    pub(crate) today: Day,
    pub(crate) postponed: &'a BTreeSet<String>,
}

/// Everybody known, by id: lists have thousands of rows.
struct Known<'a> {
    homes: BTreeMap<&'a HouseholdId, &'a Household>,
    people: BTreeMap<&'a PersonId, (&'a Household, &'a Person)>,
}

impl<'a> Known<'a> {
    fn new(homes: &'a [Household]) -> Self {
        let people = homes
            .iter()
            .flat_map(|home| home.persons.iter().map(move |p| (&p.id, (home, p))));
        Self {
            homes: homes.iter().map(|home| (&home.id, home)).collect(),
            people: people.collect(),
        }
    }
}

/// Returns the ops of a list, and how many rows gave one; none when nothing would change.
pub(crate) fn ops(look: &Look, applying: &Applying<'_>) -> (Vec<NewOp>, usize) {
    let batch = BatchId::new(derive_id("batch", &[&look.sha256]));
    let mut taken: Vec<(&RowKey, Target)> = Vec::new();
    for new in &look.differences.new {
        taken.push((&new.row, Target::New));
    }
    for changed in &look.differences.changed {
        taken.push((&changed.row, Target::Known(changed.person.clone())));
    }
    taken.retain(|(key, _)| !applying.postponed.contains(&key.to_string()));
    taken.sort_by(|a, b| a.0.cmp(b.0));
    if taken.is_empty() {
        return (Vec::new(), 0);
    }
    let homes = new_homes(look);
    let mut ops = vec![NewOp::new(
        Scope::new(applying.grid.clone(), DataClass::Core),
        Event::RosterBatch(RosterBatch {
            batch: batch.clone(),
            file_name: look.file_name.clone(),
            file_sha256: look.sha256.clone(),
            class: look.class(),
            sheets: look
                .book
                .sheets
                .iter()
                .map(crate::import::Sheet::count)
                .collect(),
            day: applying.today,
            changed: u32::try_from(taken.len()).unwrap_or(u32::MAX),
            postponed: Vec::new(),
        }),
    )];
    let rows = taken.len();
    let by_row = look.rows();
    let known = Known::new(applying.homes);
    for (key, target) in taken {
        if let Some(row) = by_row.get(key) {
            let household = home_of(look, &homes, key);
            row_ops(
                look, applying, &known, &batch, row, &target, household, &mut ops,
            );
        }
    }
    (ops, rows)
}

/// Derives the ids of new homes from the first row of each.
fn new_homes(look: &Look) -> BTreeMap<&RowKey, HouseholdId> {
    let mut homes = BTreeMap::new();
    for home in &look.differences.homes {
        let Some(first) = home.rows.first() else {
            continue;
        };
        let id = home.household.clone().unwrap_or_else(|| {
            HouseholdId::new(derive_id(
                "household",
                &[&look.sha256, &first.sheet, &first.row.to_string()],
            ))
        });
        for row in &home.rows {
            homes.insert(row, id.clone());
        }
    }
    homes
}

fn home_of(look: &Look, homes: &BTreeMap<&RowKey, HouseholdId>, key: &RowKey) -> HouseholdId {
    homes.get(key).cloned().unwrap_or_else(|| {
        HouseholdId::new(derive_id(
            "household",
            &[&look.sha256, &key.sheet, &key.row.to_string()],
        ))
    })
}

#[allow(clippy::too_many_arguments)] // one private step of `ops`
fn row_ops(
    look: &Look,
    applying: &Applying<'_>,
    by_id: &Known<'_>,
    batch: &BatchId,
    row: &RosterRow,
    target: &Target,
    household: HouseholdId,
    ops: &mut Vec<NewOp>,
) {
    let known = match target {
        Target::New => None,
        Target::Known(id) => by_id.people.get(id).copied(),
    };
    let person = match target {
        Target::New => PersonId::new(derive_id(
            "person",
            &[&look.sha256, &row.key.sheet, &row.key.row.to_string()],
        )),
        Target::Known(id) => id.clone(),
    };
    let household = known.map_or(household, |(home, _)| home.id.clone());
    let mut by_class = facts(applying, row, known.map(|(_, person)| person));
    // The core row is always written: it carries fields, problems and the row's hash.
    by_class.entry(DataClass::Core).or_default();
    for (class, facts) in by_class {
        let core = class == DataClass::Core;
        ops.push(NewOp::new(
            Scope::new(applying.grid.clone(), class),
            Event::RosterRow(RowOp {
                batch: batch.clone(),
                sheet: row.key.sheet.clone(),
                row: row.key.row,
                row_sha256: row.sha256.clone(),
                household: household.clone(),
                person: person.clone(),
                fields: if core {
                    person_fields(applying, row, &person, known)
                } else {
                    Vec::new()
                },
                household_fields: if core {
                    home_fields(
                        applying,
                        by_id.homes.get(&household).copied(),
                        row,
                        &person,
                        &household,
                        known.is_some(),
                    )
                } else {
                    Vec::new()
                },
                facts,
                problems: if core { problems(row) } else { Vec::new() },
            }),
        ));
    }
    class_ops(look, applying, batch, row, &person, known, ops);
}

fn problems(row: &RosterRow) -> Vec<ProblemOp> {
    row.problems
        .iter()
        .map(|problem| ProblemOp {
            cell: problem.cell.clone(),
            code: problem.code.code().to_owned(),
            raw: problem.raw.clone(),
        })
        .collect()
}

/// Collects the fields that the row sets to something else than what is known.
struct Fields<'a> {
    entity: Subject,
    field_op: &'a FieldOp<'a>,
    known: bool,
    set: Vec<FieldSet>,
}

impl Fields<'_> {
    fn put(&mut self, name: &str, old: Option<&str>, new: Option<&str>) {
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

    fn phone(&mut self, name: &str, old: Option<&str>, new: &Phone) {
        match new {
            Phone::None if old.is_some() => self.set(name, None),
            Phone::Blank | Phone::None => {}
            Phone::Number(number) => self.put(name, old, Some(number)),
        }
    }
}

fn person_fields(
    applying: &Applying<'_>,
    row: &RosterRow,
    person: &PersonId,
    known: Option<(&Household, &Person)>,
) -> Vec<FieldSet> {
    let old = known.map(|(_, person)| person);
    let mut fields = Fields {
        entity: Subject::Person(person.clone()),
        field_op: applying.field_op,
        known: known.is_some(),
        set: Vec::new(),
    };
    fields.put("name", old.map(|p| p.name.as_str()), Some(&row.name));
    // A wrong number is kept as written, so that it can be put right.
    let written = row
        .id_problem()
        .map(|problem| problem.raw.as_str())
        .filter(|raw| !raw.trim().is_empty());
    fields.put(
        "id_number",
        old.and_then(|p| p.id_number.as_deref()),
        row.id_number
            .as_ref()
            .map(tanfang_values::IdNumber::as_str)
            .or(written),
    );
    let sex = row.sex.map(|sex| u8::from(sex).to_string());
    fields.put("sex", old.and_then(|p| p.sex.as_deref()), sex.as_deref());
    fields.put(
        "relation",
        old.and_then(|p| p.relation.as_deref()),
        row.relation.as_deref(),
    );
    fields.phone("phone", old.and_then(|p| p.phone.as_deref()), &row.phone);
    fields.put(
        "nickname",
        old.and_then(|p| p.nickname.as_deref()),
        row.nickname.as_deref(),
    );
    fields.put(
        "guardian",
        old.and_then(|p| p.guardian.as_deref()),
        row.guardian.as_deref(),
    );
    fields.phone(
        "guardian_phone",
        old.and_then(|p| p.guardian_phone.as_deref()),
        &row.guardian_phone,
    );
    if old.is_none() {
        fields.put("note", None, row.note.as_deref());
    }
    fields.set
}

fn home_fields(
    applying: &Applying<'_>,
    old: Option<&Household>,
    row: &RosterRow,
    person: &PersonId,
    household: &HouseholdId,
    is_known: bool,
) -> Vec<FieldSet> {
    let mut fields = Fields {
        entity: Subject::Household(household.clone()),
        field_op: applying.field_op,
        known: old.is_some(),
        set: Vec::new(),
    };
    let is_head = match (&row.head, row.relation.as_deref()) {
        (Some(head), _) => *head == row.name,
        (None, Some("01" | "02")) => true,
        (None, _) => false,
    };
    if is_head {
        let head = old.and_then(|home| home.head.as_ref());
        fields.put("head", head.map(PersonId::as_str), Some(person.as_str()));
    }
    fields.put(
        "group",
        old.and_then(|home| home.group.as_deref()),
        row.group.as_deref(),
    );
    fields.put(
        "house_no",
        old.and_then(|home| home.house_no.as_deref()),
        row.house_no.as_deref(),
    );
    if !is_known {
        fields.put("address", None, row.address.as_deref());
    }
    fields.set
}

/// Returns the facts of a row that are not known yet, by class of data.
fn facts(
    applying: &Applying<'_>,
    row: &RosterRow,
    known: Option<&Person>,
) -> BTreeMap<DataClass, Vec<FactSet>> {
    let one = |code: &Option<String>| code.clone().map(FactValue::One);
    let values = [
        ("birth", row.birth.and_then(birth_value)),
        ("keep", one(&row.keep)),
        ("selfcare", one(&row.selfcare)),
        ("dis_kind", one(&row.dis_kind)),
        ("dis_level", one(&row.dis_level)),
    ];
    let mut by_class: BTreeMap<DataClass, Vec<FactSet>> = BTreeMap::new();
    for (fact, value) in values {
        let (Some(value), Some(def)) = (value, applying.dictionary.fact(fact)) else {
            continue;
        };
        let record = known.and_then(|person| person.facts.on(fact, applying.today));
        if record.is_some_and(|record| record.value == value) {
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

/// Puts the person into the class of the list, and sets what is received.
fn class_ops(
    look: &Look,
    applying: &Applying<'_>,
    batch: &BatchId,
    row: &RosterRow,
    person: &PersonId,
    known: Option<(&Household, &Person)>,
    ops: &mut Vec<NewOp>,
) {
    let Some(class) = look.class_of(row) else {
        return;
    };
    let from = row.from.and_then(PartialDay::full);
    let known = known.map(|(_, person)| person);
    let member = known.is_some_and(|p| p.classes(applying.today).any(|m| m.class == class));
    let place = [
        look.sha256.as_str(),
        row.key.sheet.as_str(),
        &row.key.row.to_string(),
        &class,
    ];
    if !member {
        ops.push(NewOp::new(
            Scope::new(applying.grid.clone(), DataClass::Core),
            Event::MembershipAdd(MembershipAdd {
                membership: derive_id("membership", &place).into(),
                person: person.clone(),
                class: class.clone(),
                from: from.unwrap_or(applying.today),
                source: Some(batch.clone()),
            }),
        ));
    }
    let is_aid = applying
        .dictionary
        .enum_def("aid")
        .is_some_and(|aids| aids.by_code(&class).is_some());
    if !is_aid || (row.amount_per_month.is_none() && from.is_none()) {
        return;
    }
    let old = known.and_then(|p| p.benefits.iter().find(|b| b.scheme == class));
    let amount = row
        .amount_per_month
        .or_else(|| old.and_then(|benefit| benefit.amount));
    let from = from.or_else(|| old.and_then(|benefit| benefit.from));
    if old.is_some_and(|benefit| (benefit.amount, benefit.from) == (amount, from)) {
        return;
    }
    ops.push(NewOp::new(
        Scope::new(applying.grid.clone(), DataClass::Economic),
        Event::BenefitSet(BenefitSet {
            benefit: old.map_or_else(
                || derive_id("benefit", &place).into(),
                |benefit| benefit.id.clone(),
            ),
            person: person.clone(),
            scheme: class,
            level: old.and_then(|benefit| benefit.level.clone()),
            amount_fen_month: amount.map(tanfang_values::Money::fen),
            from,
            to: old.and_then(|benefit| benefit.to),
            why_ended: old.and_then(|benefit| benefit.why_ended.clone()),
            tapering: old.is_some_and(|benefit| benefit.tapering),
            source: Some(batch.clone()),
            was: old.map(|benefit| benefit.op.clone()),
        }),
    ));
}
