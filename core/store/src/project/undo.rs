//! Undoing: a list, or a single change, is as if it had not been written.
//!
//! What is undone has no rows in the histories, so that nothing that reads them
//! needs to know. Whether an operation is undone is asked whenever its rows are
//! made; when the undoing itself comes in, whatever it is about is made again.
//! So it is the same whether it comes before, between or after.

use super::{Dirty, HOUSEHOLD, OpRow, PERSON, mark, op_by_id, ops_of, people, roster, run};
use crate::error::Result;
use rusqlite::Connection;
use tanfang_domain::event::{ChangeUndone, Event, FactSet, RosterUndone};
use tanfang_values::{BatchId, HouseholdId, OpId};

pub(super) const MEMBERSHIP: &str = "membership";
pub(super) const BENEFIT: &str = "benefit";

pub(super) fn batch(
    db: &Connection,
    op: &OpRow,
    event: &RosterUndone,
    dirty: &mut Dirty,
) -> Result<()> {
    run(
        db,
        "INSERT OR REPLACE INTO p_batch_undone
         (op_id, batch_id, day, reason, worker_id, instance, hlc_ms, hlc_n, pos)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        (
            op.origin.op.as_str(),
            event.batch.as_str(),
            event.day.to_string(),
            &event.reason,
            op.actor.as_str(),
            op.origin.instance.as_str(),
            op.origin.hlc.ms,
            op.origin.hlc.n,
            op.pos,
        ),
    )?;
    for person in &event.kept {
        run(
            db,
            "INSERT OR IGNORE INTO p_batch_kept (batch_id, person_id) VALUES (?1, ?2)",
            (event.batch.as_str(), person.as_str()),
        )?;
    }
    mark(&mut dirty.undone_batches, event.batch.as_str());
    Ok(())
}

pub(super) fn change(
    db: &Connection,
    op: &OpRow,
    event: &ChangeUndone,
    dirty: &mut Dirty,
) -> Result<()> {
    for named in &event.names {
        run(
            db,
            "INSERT OR REPLACE INTO p_change_undone (named, op_id, day, reason, worker_id, pos)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            (
                named.as_str(),
                op.origin.op.as_str(),
                event.day.to_string(),
                &event.reason,
                op.actor.as_str(),
                op.pos,
            ),
        )?;
        mark(&mut dirty.undone_ops, named.as_str());
    }
    Ok(())
}

/// Keeps which membership or benefit a list speaks of, to find it when the list is undone.
pub(super) fn came_with(
    db: &Connection,
    source: Option<&BatchId>,
    (kind, id): (&str, &str),
) -> Result<()> {
    let Some(batch) = source else { return Ok(()) };
    run(
        db,
        "INSERT OR IGNORE INTO p_from_batch (batch_id, kind, id) VALUES (?1, ?2, ?3)",
        (batch.as_str(), kind, id),
    )
}

/// Whether an operation counts: neither its list nor itself is undone.
pub(super) fn is_live(db: &Connection, op: &OpRow, event: &Event) -> Result<bool> {
    Ok(!with_its_list(db, event)? && !by_itself(db, &op.origin.op, event)?)
}

/// The operations of an entity that count, by origin.
pub(super) fn live_ops_of(
    db: &Connection,
    entity: &str,
    kinds: &[&str],
) -> Result<Vec<(OpRow, Event)>> {
    let mut live = Vec::new();
    for (op, event) in ops_of(db, entity, kinds)? {
        if is_live(db, &op, &event)? {
            live.push((op, event));
        }
    }
    Ok(live)
}

fn with_its_list(db: &Connection, event: &Event) -> Result<bool> {
    let (batch, person) = match event {
        Event::RosterRow(e) => (Some(&e.batch), &e.person),
        Event::MembershipAdd(e) => (e.source.as_ref(), &e.person),
        Event::MembershipEnd(e) => (e.source.as_ref(), &e.person),
        Event::BenefitSet(e) => (e.source.as_ref(), &e.person),
        _ => return Ok(false),
    };
    let Some(batch) = batch else { return Ok(false) };
    // Undone twice with other exceptions: whoever stays by one of them stays.
    let mut statement = db.prepare_cached(
        "SELECT 1 FROM p_batch_undone WHERE batch_id = ?1 AND NOT EXISTS
         (SELECT 1 FROM p_batch_kept WHERE batch_id = ?1 AND person_id = ?2) LIMIT 1",
    )?;
    Ok(statement.exists((batch.as_str(), person.as_str()))?)
}

fn by_itself(db: &Connection, op: &OpId, event: &Event) -> Result<bool> {
    if !ChangeUndone::KINDS.contains(&event.kind()) {
        return Ok(false);
    }
    let mut statement =
        db.prepare_cached("SELECT 1 FROM p_change_undone WHERE named = ?1 LIMIT 1")?;
    Ok(statement.exists([op.as_str()])?)
}

/// Makes everything again that came with lists, or was changed, and has been undone.
pub(super) fn settle(db: &Connection, dirty: &mut Dirty) -> Result<()> {
    for batch in std::mem::take(&mut dirty.undone_batches) {
        let mut rows = db.prepare_cached("SELECT op_id FROM p_roster_row WHERE batch_id = ?1")?;
        let rows: Vec<String> = rows
            .query_map([&batch], |r| r.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        for op in rows {
            again(db, &op, dirty)?;
        }
        let mut others =
            db.prepare_cached("SELECT kind, id FROM p_from_batch WHERE batch_id = ?1")?;
        let mut others = others.query([&batch])?;
        while let Some(row) = others.next()? {
            let (kind, id): (String, String) = (row.get(0)?, row.get(1)?);
            if kind == MEMBERSHIP {
                dirty.memberships.insert(id);
            } else {
                dirty.benefits.insert(id);
            }
        }
    }
    for op in std::mem::take(&mut dirty.undone_ops) {
        again(db, &op, dirty)?;
    }
    Ok(())
}

/// Takes the rows of an operation away and makes those that count again.
fn again(db: &Connection, op_id: &str, dirty: &mut Dirty) -> Result<()> {
    let Some((op, event)) = op_by_id(db, op_id)? else {
        return Ok(());
    };
    match &event {
        Event::RosterRow(e) => {
            let about = (PERSON, e.person.as_str());
            forget(db, &op, about, &e.household, &e.facts, dirty)?;
            roster::row(db, &op, &event, e, dirty)
        }
        Event::PersonSet(e) => {
            let about = (PERSON, e.person.as_str());
            forget(db, &op, about, &e.household, &e.facts, dirty)?;
            people::person_set(db, &op, &event, e, dirty)
        }
        Event::PersonJoined(e) => {
            let about = (PERSON, e.person.as_str());
            forget(db, &op, about, &e.household, &e.facts, dirty)?;
            people::joined(db, &op, &event, e, dirty)
        }
        Event::HouseholdSet(e) => {
            let about = (HOUSEHOLD, e.household.as_str());
            forget(db, &op, about, &e.household, &e.facts, dirty)?;
            people::household_set(db, &op, &event, e, dirty)
        }
        Event::PersonLeft(_)
        | Event::PersonDied(_)
        | Event::MembershipAdd(_)
        | Event::MembershipEnd(_)
        | Event::Attempt(_)
        | Event::Contact(_)
        | Event::PauseSet(_)
        | Event::ModeOverride(_)
        | Event::Patrol(_)
        | Event::ReportHanded(_) => super::project(db, &op, &event, dirty),
        _ => Ok(()),
    }
}

/// Takes away what an operation wrote into the histories of its subject and of the home.
fn forget(
    db: &Connection,
    op: &OpRow,
    about: (&'static str, &str),
    home: &HouseholdId,
    facts: &[FactSet],
    dirty: &mut Dirty,
) -> Result<()> {
    let op = op.origin.op.as_str();
    for (kind, id) in [about, (HOUSEHOLD, home.as_str())] {
        run(
            db,
            "DELETE FROM p_field WHERE kind = ?1 AND id = ?2 AND op_id = ?3",
            (kind, id, op),
        )?;
    }
    let (kind, id) = about;
    for set in facts {
        run(
            db,
            "DELETE FROM p_fact WHERE kind = ?1 AND id = ?2 AND fact = ?3 AND op_id = ?4",
            (kind, id, &set.fact, op),
        )?;
        dirty.facts.insert((kind, id.to_owned(), set.fact.clone()));
    }
    if kind == PERSON {
        mark(&mut dirty.persons, id);
    }
    mark(&mut dirty.households, home.as_str());
    Ok(())
}
