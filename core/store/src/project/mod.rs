//! Projecting: each operation marks what it touches, then what was touched is
//! made again from its history.
//!
//! It is total: no operation can make it fail, one that does not read is listed
//! in `p_skipped`. It is free of order: rows that are kept beside each other are
//! keyed by operation, and a row that sums up others is always recomputed from
//! all of them. It never evaluates policy.
//!
//! One file a feature: `people`, `grid`, `roster`, `undo`, `visit`, `contact`, `flag`,
//! `matching`, `place`, `trips`, `evidence`.

mod contact;
mod evidence;
mod flag;
mod grid;
mod matching;
mod people;
mod place;
mod roster;
mod trips;
mod undo;
mod visit;

use crate::error::Result;
use rusqlite::{Connection, ToSql};
use serde::Serialize;
use serde::de::value::StrDeserializer;
use serde::de::{DeserializeOwned, IntoDeserializer};
use std::collections::BTreeSet;
use tanfang_domain::event::{Decoded, Event, FactSet, FieldSet, Scope, Subject};
use tanfang_domain::merge::Origin;
use tanfang_values::{Hlc, InstanceId, OpId, VisitId, WorkerId};

/// Raised whenever the same operations would give other rows; a store projected
/// by another number is rebuilt when it opens.
const PROJECTION: u32 = 4;

/// What identifies this way of projecting, with every kind it knows.
pub(crate) fn identity() -> String {
    let kinds: Vec<String> = Event::KINDS
        .iter()
        .map(|(kind, v)| format!("{kind}.{v}"))
        .collect();
    format!("{PROJECTION} {}", kinds.join(" "))
}

/// What projecting needs to know of an operation besides its event.
#[derive(Debug, Clone)]
pub(crate) struct OpRow {
    pub(crate) pos: i64,
    pub(crate) origin: Origin,
    pub(crate) actor: WorkerId,
    pub(crate) scope: Scope,
}

/// What was touched and must be made again.
#[derive(Debug, Default)]
pub(crate) struct Dirty {
    persons: BTreeSet<String>,
    households: BTreeSet<String>,
    memberships: BTreeSet<String>,
    benefits: BTreeSet<String>,
    visits: BTreeSet<String>,
    attempts: BTreeSet<String>,
    flags: BTreeSet<String>,
    batches: BTreeSet<String>,
    facts: BTreeSet<(&'static str, String, String)>,
    contacts: BTreeSet<String>,
    totals: BTreeSet<String>,
    match_batches: BTreeSet<String>,
    tasks: BTreeSet<String>,
    events: BTreeSet<String>,
    feedback: BTreeSet<String>,
    pauses: BTreeSet<String>,
    overrides: BTreeSet<String>,
    patrols: BTreeSet<String>,
    reports: BTreeSet<String>,
    photos: BTreeSet<String>,
    signatures: BTreeSet<String>,
    exports: BTreeSet<String>,
    undone_batches: BTreeSet<String>,
    undone_ops: BTreeSet<String>,
}

fn mark(set: &mut BTreeSet<String>, id: &str) {
    set.insert(id.to_owned());
}

/// Projects one decoded operation: writes its own rows and marks the rest.
pub(crate) fn project(db: &Connection, op: &OpRow, event: &Event, dirty: &mut Dirty) -> Result<()> {
    match event {
        Event::InstanceBegan(_) | Event::Purge(_) | Event::Checkpoint(_) => {}
        Event::WorkerRole(e) => grid::worker_role(db, op, e)?,
        Event::GridAssigned(e) => grid::assigned(db, op, e)?,
        Event::RosterBatch(e) => mark(&mut dirty.batches, e.batch.as_str()),
        Event::RosterRow(e) => roster::row(db, op, event, e, dirty)?,
        Event::HouseholdSet(e) => people::household_set(db, op, event, e, dirty)?,
        Event::PersonSet(e) => people::person_set(db, op, event, e, dirty)?,
        Event::PersonJoined(e) => people::joined(db, op, event, e, dirty)?,
        Event::PersonLeft(e) => mark(&mut dirty.persons, e.person.as_str()),
        Event::PersonDied(e) => mark(&mut dirty.persons, e.person.as_str()),
        Event::MembershipAdd(e) => {
            let id = e.membership.as_str();
            undo::came_with(db, e.source.as_ref(), (undo::MEMBERSHIP, id))?;
            mark(&mut dirty.memberships, id);
        }
        Event::MembershipEnd(e) => {
            let id = e.membership.as_str();
            undo::came_with(db, e.source.as_ref(), (undo::MEMBERSHIP, id))?;
            mark(&mut dirty.memberships, id);
        }
        Event::BenefitSet(e) => {
            let id = e.benefit.as_str();
            undo::came_with(db, e.source.as_ref(), (undo::BENEFIT, id))?;
            mark(&mut dirty.benefits, id);
        }
        Event::VisitClosed(e) => mark(&mut dirty.visits, e.visit.as_str()),
        Event::VisitAnswers(e) => mark(&mut dirty.visits, e.visit.as_str()),
        Event::VisitCorrected(e) => mark(&mut dirty.visits, e.visit.as_str()),
        Event::Attempt(e) => mark(&mut dirty.attempts, e.attempt.as_str()),
        Event::FlagRaised(e) => mark(&mut dirty.flags, e.flag.as_str()),
        Event::Contact(e) => mark(&mut dirty.contacts, e.contact.as_str()),
        Event::RosterUndone(e) => undo::batch(db, op, e, dirty)?,
        Event::ChangeUndone(e) => undo::change(db, op, e, dirty)?,
        Event::ControlTotal(_) => mark(&mut dirty.totals, &event.entity()),
        Event::MatchBatch(e) => mark(&mut dirty.match_batches, e.batch.as_str()),
        Event::MatchRow(e) => mark(&mut dirty.tasks, e.task.as_str()),
        Event::MatchLinked(e) => mark(&mut dirty.tasks, e.task.as_str()),
        Event::MatchAnswered(e) => mark(&mut dirty.tasks, e.task.as_str()),
        Event::EventSet(e) => mark(&mut dirty.events, e.event.as_str()),
        Event::Feedback(e) => mark(&mut dirty.feedback, e.feedback.as_str()),
        Event::HandedOver(e) => place::handed_over(db, op, e)?,
        Event::PauseSet(e) => mark(&mut dirty.pauses, e.pause.as_str()),
        Event::ModeOverride(e) => mark(&mut dirty.overrides, e.id.as_str()),
        Event::Patrol(e) => mark(&mut dirty.patrols, e.patrol.as_str()),
        Event::ReportHanded(_) => mark(&mut dirty.reports, &event.entity()),
        Event::PhotoTaken(e) => mark(&mut dirty.photos, e.photo.as_str()),
        Event::PhotoDerived(e) => mark(&mut dirty.photos, e.photo.as_str()),
        Event::PhotoVoid(e) => mark(&mut dirty.photos, e.photo.as_str()),
        Event::PhotoConsent(e) => evidence::consent(db, op, e)?,
        Event::FindingExplained(e) => evidence::explained(db, op, e)?,
        Event::VisitSigned(e) => mark(&mut dirty.signatures, e.signature.as_str()),
        Event::EvidenceExported(e) => mark(&mut dirty.exports, e.export.as_str()),
        Event::Receipt(e) => evidence::receipt(db, op, e)?,
    }
    Ok(())
}

/// Makes everything that was touched again.
pub(crate) fn settle(db: &Connection, dirty: &mut Dirty) -> Result<()> {
    // First: it marks what the others make again.
    undo::settle(db, dirty)?;
    for id in std::mem::take(&mut dirty.visits) {
        visit::recompute(db, &id, dirty)?;
    }
    for id in std::mem::take(&mut dirty.persons) {
        people::recompute_person(db, &id)?;
    }
    for id in std::mem::take(&mut dirty.households) {
        people::recompute_household(db, &id)?;
    }
    for id in std::mem::take(&mut dirty.memberships) {
        people::recompute_membership(db, &id)?;
    }
    for id in std::mem::take(&mut dirty.benefits) {
        people::recompute_benefit(db, &id)?;
    }
    for id in std::mem::take(&mut dirty.attempts) {
        visit::recompute_attempt(db, &id)?;
    }
    for id in std::mem::take(&mut dirty.flags) {
        flag::recompute(db, &id)?;
    }
    for id in std::mem::take(&mut dirty.batches) {
        roster::recompute_batch(db, &id)?;
    }
    for id in std::mem::take(&mut dirty.contacts) {
        contact::recompute(db, &id)?;
    }
    for id in std::mem::take(&mut dirty.totals) {
        place::recompute_total(db, &id)?;
    }
    for id in std::mem::take(&mut dirty.match_batches) {
        matching::recompute_batch(db, &id)?;
    }
    for id in std::mem::take(&mut dirty.tasks) {
        matching::recompute_task(db, &id)?;
    }
    for id in std::mem::take(&mut dirty.events) {
        place::recompute_event(db, &id)?;
    }
    for id in std::mem::take(&mut dirty.feedback) {
        place::recompute_feedback(db, &id)?;
    }
    for id in std::mem::take(&mut dirty.pauses) {
        trips::recompute_pause(db, &id)?;
    }
    for id in std::mem::take(&mut dirty.overrides) {
        trips::recompute_override(db, &id)?;
    }
    for id in std::mem::take(&mut dirty.patrols) {
        trips::recompute_patrol(db, &id)?;
    }
    for id in std::mem::take(&mut dirty.reports) {
        trips::recompute_report(db, &id)?;
    }
    for id in std::mem::take(&mut dirty.photos) {
        evidence::recompute_photo(db, &id)?;
    }
    for id in std::mem::take(&mut dirty.signatures) {
        evidence::recompute_signature(db, &id)?;
    }
    for id in std::mem::take(&mut dirty.exports) {
        evidence::recompute_export(db, &id)?;
    }
    for (kind, id, fact) in std::mem::take(&mut dirty.facts) {
        recompute_fact(db, kind, &id, &fact)?;
    }
    Ok(())
}

/// Lists an operation that is kept and cannot be projected.
pub(crate) fn skip(
    db: &Connection,
    pos: i64,
    op_id: &str,
    (kind, v): (&str, u32),
    why: &str,
) -> Result<()> {
    run(
        db,
        "INSERT OR REPLACE INTO p_skipped (op_id, kind, v, why, pos) VALUES (?1, ?2, ?3, ?4, ?5)",
        (op_id, kind, v, why, pos),
    )
}

/// Runs one statement from the cache.
fn run(db: &Connection, sql: &str, params: impl rusqlite::Params) -> Result<()> {
    db.prepare_cached(sql)?.execute(params)?;
    Ok(())
}

/// Every operation of an entity whose body is here, of the kinds given, by origin.
fn ops_of(db: &Connection, entity: &str, kinds: &[&str]) -> Result<Vec<(OpRow, Event)>> {
    let mut found = Vec::new();
    let mut statement = db.prepare_cached(
        "SELECT l.pos, l.v, l.envelope, b.body FROM op_log l JOIN op_body b ON b.pos = l.pos
         WHERE l.entity = ?1 AND l.kind = ?2",
    )?;
    for kind in kinds {
        let mut rows = statement.query((entity, kind))?;
        while let Some(row) = rows.next()? {
            let (pos, v): (i64, u32) = (row.get(0)?, row.get(1)?);
            let envelope: Vec<u8> = row.get(2)?;
            let body: Vec<u8> = row.get(3)?;
            if let Some(op) = read_op(pos, &envelope)
                && let Decoded::Known(event) = Event::decode(kind, v, &body)
                && event.entity() == entity
            {
                found.push((op, *event));
            }
        }
    }
    found.sort_by(|a, b| a.0.origin.cmp(&b.0.origin));
    Ok(found)
}

/// One operation by its id, if its body is here and reads.
fn op_by_id(db: &Connection, id: &str) -> Result<Option<(OpRow, Event)>> {
    let mut statement = db.prepare_cached(
        "SELECT l.pos, l.kind, l.v, l.envelope, b.body FROM op_log l
         JOIN op_body b ON b.pos = l.pos WHERE l.op_id = ?1",
    )?;
    let mut rows = statement.query([id])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let (pos, kind, v): (i64, String, u32) = (row.get(0)?, row.get(1)?, row.get(2)?);
    let (envelope, body): (Vec<u8>, Vec<u8>) = (row.get(3)?, row.get(4)?);
    Ok(match Event::decode(&kind, v, &body) {
        Decoded::Known(event) => read_op(pos, &envelope).map(|op| (op, *event)),
        Decoded::Unknown | Decoded::Malformed(_) => None,
    })
}

/// Reads of an envelope what projecting needs; none if it or its scope does not read.
pub(crate) fn read_op(pos: i64, envelope: &[u8]) -> Option<OpRow> {
    let envelope = tanfang_log::Envelope::read(envelope).ok()?;
    Some(OpRow {
        pos,
        scope: Scope::parse(&envelope.scope)?,
        actor: envelope.actor,
        origin: Origin {
            hlc: envelope.hlc,
            instance: envelope.instance,
            op: envelope.op_id,
        },
    })
}

pub(crate) const PERSON: &str = "person";
pub(crate) const HOUSEHOLD: &str = "household";

/// The two columns that name a subject.
pub(crate) fn subject_columns(subject: &Subject) -> (&'static str, &str) {
    match subject {
        Subject::Person(id) => (PERSON, id.as_str()),
        Subject::Household(id) => (HOUSEHOLD, id.as_str()),
    }
}

/// Keeps the fields of one operation in their history.
fn put_fields(
    db: &Connection,
    op: &OpRow,
    subject: (&str, &str),
    fields: &[FieldSet],
) -> Result<()> {
    for field in fields {
        put_field(db, op, subject, &field.name, field.value.as_deref())?;
    }
    Ok(())
}

fn put_field(
    db: &Connection,
    op: &OpRow,
    (kind, id): (&str, &str),
    field: &str,
    value: Option<&str>,
) -> Result<()> {
    run(
        db,
        "INSERT OR REPLACE INTO p_field (kind, id, field, op_id, instance, hlc_ms, hlc_n, value, pos)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        (
            kind,
            id,
            field,
            op.origin.op.as_str(),
            op.origin.instance.as_str(),
            op.origin.hlc.ms,
            op.origin.hlc.n,
            value,
            op.pos,
        ),
    )
}

/// One row of the history of a fact.
struct FactRow<'a> {
    about: &'a Subject,
    set: &'a FactSet,
    visit: Option<&'a VisitId>,
}

fn put_facts(
    db: &Connection,
    op: &OpRow,
    about: &Subject,
    facts: &[FactSet],
    dirty: &mut Dirty,
) -> Result<()> {
    for set in facts {
        let visit = None;
        put_fact(db, op, &FactRow { about, set, visit }, dirty)?;
    }
    Ok(())
}

fn put_fact(db: &Connection, op: &OpRow, row: &FactRow<'_>, dirty: &mut Dirty) -> Result<()> {
    let (kind, id) = subject_columns(row.about);
    let params: &[&dyn ToSql] = &[
        &kind,
        &id,
        &row.set.fact,
        &op.origin.op.as_str(),
        &row.set.day.to_string(),
        &op.origin.instance.as_str(),
        &op.origin.hlc.ms,
        &op.origin.hlc.n,
        &to_json(&row.set.value),
        &name_of(&row.set.source),
        &name_of(&row.set.certainty),
        &row.visit.map(VisitId::as_str),
        &op.pos,
    ];
    run(
        db,
        "INSERT OR REPLACE INTO p_fact
         (kind, id, fact, op_id, day, instance, hlc_ms, hlc_n, value, source, certainty, visit_id, pos)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        params,
    )?;
    dirty
        .facts
        .insert((kind, id.to_owned(), row.set.fact.clone()));
    Ok(())
}

fn recompute_fact(db: &Connection, kind: &str, id: &str, fact: &str) -> Result<()> {
    run(
        db,
        "DELETE FROM p_fact_now WHERE kind = ?1 AND id = ?2 AND fact = ?3",
        (kind, id, fact),
    )?;
    run(
        db,
        "INSERT INTO p_fact_now
         (kind, id, fact, op_id, day, instance, hlc_ms, hlc_n, value, source, certainty, visit_id)
         SELECT kind, id, fact, op_id, day, instance, hlc_ms, hlc_n, value, source, certainty, visit_id
         FROM p_fact WHERE kind = ?1 AND id = ?2 AND fact = ?3
         ORDER BY day DESC, hlc_ms DESC, hlc_n DESC, instance DESC, op_id DESC LIMIT 1",
        (kind, id, fact),
    )
}

/// JSON of a part of an event; parts hold nothing that cannot be written.
pub(crate) fn to_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// The name of a variant as it stands in operations.
pub(crate) fn name_of(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

/// Reads a variant by its name.
pub(crate) fn by_name<T: DeserializeOwned>(name: &str) -> Option<T> {
    let name: StrDeserializer<'_, serde::de::value::Error> = name.into_deserializer();
    T::deserialize(name).ok()
}

/// Reads four columns from `first` on: op id, instance, hlc ms, hlc n.
pub(crate) fn origin_at(row: &rusqlite::Row<'_>, first: usize) -> rusqlite::Result<Origin> {
    Ok(Origin {
        op: OpId::new(row.get::<_, String>(first)?),
        instance: InstanceId::new(row.get::<_, String>(first + 1)?),
        hlc: Hlc {
            ms: row.get(first + 2)?,
            n: row.get(first + 3)?,
        },
    })
}
