//! Homes, persons, classes, benefits: wide rows over their histories.

use super::{
    Dirty, HOUSEHOLD, OpRow, PERSON, mark, name_of, put_facts, put_field, put_fields, run, undo,
};
use crate::error::Result;
use rusqlite::{Connection, ToSql};
use std::collections::BTreeMap;
use tanfang_domain::event::{
    Event, FactSet, FieldSet, HouseholdSet, PersonJoined, PersonLeft, PersonSet, Subject,
};
use tanfang_domain::merge::{self, SetEnd};
use tanfang_values::{Day, HouseholdId, OpId, PersonId};

/// The register that says which grid looks after a home: the scope of what was written of it.
const GRID: &str = "@grid";
/// The register that says in which home a person is counted.
const HOME: &str = "@household";

pub(super) fn household_set(
    db: &Connection,
    op: &OpRow,
    whole: &Event,
    event: &HouseholdSet,
    dirty: &mut Dirty,
) -> Result<()> {
    if !undo::is_live(db, op, whole)? {
        return Ok(());
    }
    home(db, op, &event.household, &event.fields, dirty)?;
    let about = Subject::Household(event.household.clone());
    put_facts(db, op, &about, &event.facts, dirty)
}

pub(super) fn person_set(
    db: &Connection,
    op: &OpRow,
    whole: &Event,
    event: &PersonSet,
    dirty: &mut Dirty,
) -> Result<()> {
    if !undo::is_live(db, op, whole)? {
        return Ok(());
    }
    home(db, op, &event.household, &[], dirty)?;
    let who = (&event.person, &event.household);
    person(db, op, who, (&event.fields, &event.facts), dirty)
}

pub(super) fn joined(
    db: &Connection,
    op: &OpRow,
    whole: &Event,
    event: &PersonJoined,
    dirty: &mut Dirty,
) -> Result<()> {
    if !undo::is_live(db, op, whole)? {
        return Ok(());
    }
    home(db, op, &event.household, &event.household_fields, dirty)?;
    let who = (&event.person, &event.household);
    person(db, op, who, (&event.fields, &event.facts), dirty)
}

/// What an operation says of a home, its grid among it.
pub(super) fn home(
    db: &Connection,
    op: &OpRow,
    id: &HouseholdId,
    fields: &[FieldSet],
    dirty: &mut Dirty,
) -> Result<()> {
    let subject = (HOUSEHOLD, id.as_str());
    put_field(db, op, subject, GRID, Some(op.scope.grid.as_str()))?;
    put_fields(db, op, subject, fields)?;
    mark(&mut dirty.households, id.as_str());
    Ok(())
}

/// What an operation says of a person, the home among it.
pub(super) fn person(
    db: &Connection,
    op: &OpRow,
    (id, home): (&PersonId, &HouseholdId),
    (fields, facts): (&[FieldSet], &[FactSet]),
    dirty: &mut Dirty,
) -> Result<()> {
    let subject = (PERSON, id.as_str());
    put_field(db, op, subject, HOME, Some(home.as_str()))?;
    put_fields(db, op, subject, fields)?;
    mark(&mut dirty.persons, id.as_str());
    put_facts(db, op, &Subject::Person(id.clone()), facts, dirty)
}

/// The values of the registers of a subject: of each field the greatest origin.
fn registers(db: &Connection, kind: &str, id: &str) -> Result<BTreeMap<String, Option<String>>> {
    let mut statement = db.prepare_cached(
        "SELECT field, value FROM p_field WHERE kind = ?1 AND id = ?2
         ORDER BY field, hlc_ms, hlc_n, instance, op_id",
    )?;
    let rows = statement.query_map((kind, id), |r| Ok((r.get(0)?, r.get(1)?)))?;
    // Later rows of a field take the place of earlier ones.
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn recompute_household(db: &Connection, id: &str) -> Result<()> {
    run(db, "DELETE FROM p_household WHERE household_id = ?1", [id])?;
    let fields = registers(db, HOUSEHOLD, id)?;
    let value = |name: &str| fields.get(name).cloned().flatten();
    // A home of which nothing is left has no grid and no row.
    let Some(grid) = value(GRID) else {
        return Ok(());
    };
    let params: &[&dyn ToSql] = &[
        &id,
        &grid,
        &value("head"),
        &value("group"),
        &value("house_no"),
        &value("address"),
        &value("phone"),
        &value("note"),
    ];
    run(
        db,
        "INSERT INTO p_household
         (household_id, grid_id, head, grp, house_no, address, phone, note)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params,
    )
}

/// How a person came to and left one home.
#[derive(Default)]
struct Stay {
    joined: Option<Day>,
    left: Option<(Day, String, OpId)>,
}

pub(super) fn recompute_person(db: &Connection, id: &str) -> Result<()> {
    run(db, "DELETE FROM p_person WHERE person_id = ?1", [id])?;
    run(db, "DELETE FROM p_residence WHERE person_id = ?1", [id])?;
    let fields = registers(db, PERSON, id)?;
    let life = undo::live_ops_of(db, id, &["person.joined", "person.left", "person.died"])?;
    if fields.is_empty() && life.is_empty() {
        return Ok(());
    }
    let value = |name: &str| fields.get(name).cloned().flatten();
    // By origin, so that the last is the register's value.
    let died = life.iter().rev().find_map(|(op, event)| match event {
        Event::PersonDied(e) => Some((e.day, op.origin.op.clone())),
        _ => None,
    });
    let home = value(HOME);
    let params: &[&dyn ToSql] = &[
        &id,
        &home,
        &value("name"),
        &value("id_number"),
        &value("sex"),
        &value("relation"),
        &value("phone"),
        &value("nickname"),
        &value("guardian"),
        &value("guardian_phone"),
        &value("note"),
        &died.as_ref().map(|(day, _)| day.to_string()),
        &died.as_ref().map(|(_, op)| op.as_str().to_owned()),
    ];
    run(
        db,
        "INSERT INTO p_person
         (person_id, household_id, name, id_number, sex, relation, phone, nickname, guardian,
          guardian_phone, note, died_day, died_op)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        params,
    )?;
    for (household, stay) in stays(&life, home) {
        let left = stay.left.as_ref();
        run(
            db,
            "INSERT INTO p_residence (household_id, person_id, joined, left_day, left_why, left_op)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            (
                &household,
                id,
                stay.joined.map(|d| d.to_string()),
                left.map(|(day, _, _)| day.to_string()),
                left.map(|(_, why, _)| why.as_str()),
                left.map(|(_, _, op)| op.as_str()),
            ),
        )?;
    }
    Ok(())
}

/// The homes a person lives or lived in: the one the register names, and each
/// the person is said to have joined or left.
fn stays(life: &[(OpRow, Event)], home: Option<String>) -> BTreeMap<String, Stay> {
    let mut moves: Vec<(Day, &OpRow, &str, Option<&PersonLeft>)> = Vec::new();
    for (op, event) in life {
        match event {
            Event::PersonJoined(e) => moves.push((e.day, op, e.household.as_str(), None)),
            Event::PersonLeft(e) => moves.push((e.day, op, e.household.as_str(), Some(e))),
            _ => {}
        }
    }
    // What was true later decides, whenever it arrived.
    moves.sort_by(|a, b| (a.0, &a.1.origin).cmp(&(b.0, &b.1.origin)));
    let mut stays: BTreeMap<String, Stay> = BTreeMap::new();
    for (day, op, household, left) in moves {
        let stay = stays.entry(household.to_owned()).or_default();
        if let Some(left) = left {
            stay.left = Some((day, name_of(&left.why), op.origin.op.clone()));
        } else {
            stay.joined = Some(day);
            stay.left = None;
        }
    }
    if let Some(home) = home {
        stays.entry(home).or_default();
    }
    stays
}

pub(super) fn recompute_membership(db: &Connection, id: &str) -> Result<()> {
    run(
        db,
        "DELETE FROM p_membership WHERE membership_id = ?1",
        [id],
    )?;
    let ops = undo::live_ops_of(db, id, &["membership.add", "membership.end"])?;
    let mut adds: Vec<(OpId, Day)> = Vec::new();
    let mut ends: Vec<SetEnd> = Vec::new();
    for (op, event) in &ops {
        match event {
            Event::MembershipAdd(e) => adds.push((op.origin.op.clone(), e.from)),
            Event::MembershipEnd(e) => ends.push(SetEnd {
                day: e.day,
                adds: e.adds.clone(),
            }),
            _ => {}
        }
    }
    let Some((from, until)) = merge::span(&adds, &ends) else {
        return Ok(());
    };
    // The add that gives the first day names class, person and list.
    let first = ops
        .iter()
        .filter_map(|(op, event)| match event {
            Event::MembershipAdd(e) => Some((op, e)),
            _ => None,
        })
        .min_by(|a, b| (a.1.from, &a.0.origin).cmp(&(b.1.from, &b.0.origin)));
    let Some((op, add)) = first else {
        return Ok(());
    };
    // Only who may see the most guarded of its operations may see the membership.
    let data = ops.iter().map(|(op, _)| op.scope.class).max();
    run(
        db,
        "INSERT INTO p_membership
         (membership_id, person_id, class, data, from_day, until_day, source, op_id)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        (
            id,
            add.person.as_str(),
            &add.class,
            data.unwrap_or(op.scope.class).name(),
            from.to_string(),
            until.map(|d| d.to_string()),
            add.source.as_ref().map(tanfang_values::BatchId::as_str),
            op.origin.op.as_str(),
        ),
    )
}

pub(super) fn recompute_benefit(db: &Connection, id: &str) -> Result<()> {
    run(db, "DELETE FROM p_benefit WHERE benefit_id = ?1", [id])?;
    let ops = undo::live_ops_of(db, id, &["benefit.set"])?;
    let Some((op, Event::BenefitSet(set))) = ops.last() else {
        return Ok(());
    };
    let params: &[&dyn ToSql] = &[
        &id,
        &set.person.as_str(),
        &set.scheme,
        &set.level,
        &set.amount_fen_month,
        &set.from.map(|d| d.to_string()),
        &set.to.map(|d| d.to_string()),
        &set.why_ended,
        &set.tapering,
        &set.source.as_ref().map(tanfang_values::BatchId::as_str),
        &op.origin.op.as_str(),
    ];
    run(
        db,
        "INSERT INTO p_benefit
         (benefit_id, person_id, scheme, level, amount_fen, from_day, to_day, why_ended,
          tapering, source, op_id)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params,
    )
}
