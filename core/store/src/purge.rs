//! Purge: bodies deleted, and the deletion itself recorded, so that it differs
//! from tampering.

use crate::error::Result;
use crate::ops::{self, Author};
use crate::ports::{Moment, Random};
use crate::project::Dirty;
use crate::rebuild;
use crate::store::Store;
use rusqlite::{Connection, TransactionBehavior};
use std::collections::{BTreeMap, BTreeSet};
use tanfang_domain::event::{
    BodyRange, ChangeUndone, Decoded, Event, NewOp, Purge, PurgeWhy, Scope, Subject,
};
use tanfang_values::{HouseholdId, InstanceId, OpId, PersonId};

/// What is to be deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PurgeWhat {
    /// Everything of these scopes.
    Scopes(Vec<Scope>),
    /// Everything that names a home or somebody who lives or lived there.
    Household(HouseholdId),
}

/// What a purge deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purged {
    /// How many bodies.
    pub bodies: u64,
    /// The operation that records it; none if there was nothing to delete.
    pub op: Option<OpId>,
}

impl Store {
    /// Deletes bodies, makes the projections again, and records the purge, all
    /// in one transaction; then empties SQLite's log file of the old pages.
    ///
    /// Open drafts of the homes concerned go with it. Envelopes stay, so that
    /// the chain still verifies.
    pub fn purge(
        &self,
        what: &PurgeWhat,
        why: PurgeWhy,
        author: &Author,
        now: &Moment,
        random: &mut dyn Random,
    ) -> Result<Purged> {
        let purged = {
            let mut writer = self.writer();
            let tx = writer
                .db
                .transaction_with_behavior(TransactionBehavior::Immediate)?;
            let found = find(&tx, what)?;
            let bodies = found.len() as u64;
            let mut op = None;
            if bodies > 0 {
                for body in &found {
                    tx.prepare_cached("DELETE FROM op_body WHERE pos = ?1")?
                        .execute([body.pos])?;
                }
                let event = Event::Purge(Purge {
                    why,
                    scopes: match what {
                        PurgeWhat::Scopes(scopes) => scopes.iter().map(Scope::to_string).collect(),
                        PurgeWhat::Household(_) => Vec::new(),
                    },
                    bodies: ranges(&found),
                });
                let new = NewOp {
                    scope: Scope::own(),
                    base: None,
                    event,
                };
                let mut dirty = Dirty::default();
                let ids = ops::append(&tx, author, now, random, &[new], &mut dirty)?;
                op = ids.into_iter().next();
            }
            drop_drafts(&tx, what)?;
            rebuild::rebuild_in(&tx)?;
            drop_homeless_drafts(&tx, what)?;
            tx.commit()?;
            writer.behind = true;
            // Readers may hold the log for a moment; then the next checkpoint empties it.
            writer
                .db
                .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
            Purged { bodies, op }
        };
        self.catch_up();
        Ok(purged)
    }
}

struct Found {
    pos: i64,
    instance: String,
    seq: u64,
}

fn find(db: &Connection, what: &PurgeWhat) -> Result<Vec<Found>> {
    let mut found = Vec::new();
    let mut undoings = Vec::new();
    let concerned = match what {
        PurgeWhat::Scopes(_) => BTreeSet::new(),
        PurgeWhat::Household(home) => concerned(db, home)?,
    };
    let mut statement = db.prepare(
        "SELECT l.pos, l.instance, l.seq, l.scope, l.kind, l.v, b.body
         FROM op_log l JOIN op_body b ON b.pos = l.pos ORDER BY l.instance, l.seq",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let kind: String = row.get(4)?;
        let mut undoing = None;
        let hit = match what {
            PurgeWhat::Scopes(scopes) => {
                let scope: String = row.get(3)?;
                // What an instance writes of itself holds nothing of a person and stays.
                scope != Scope::own().to_string()
                    && Scope::parse(&scope).is_some_and(|scope| scopes.contains(&scope))
            }
            PurgeWhat::Household(_) => {
                let body: Vec<u8> = row.get(6)?;
                match Event::decode(&kind, row.get(5)?, &body) {
                    Decoded::Known(event) => match *event {
                        Event::ChangeUndone(e) => {
                            undoing = Some(e);
                            false
                        }
                        event => names(&event).iter().any(|id| concerned.contains(id)),
                    },
                    // What cannot be read is judged by its text: an id is never part of another.
                    Decoded::Unknown | Decoded::Malformed(_) => {
                        let text = String::from_utf8_lossy(&body);
                        concerned
                            .iter()
                            .any(|id| text.contains(&format!("\"{id}\"")))
                    }
                }
            }
        };
        let body = Found {
            pos: row.get(0)?,
            instance: row.get(1)?,
            seq: row.get::<_, i64>(2)?.cast_unsigned(),
        };
        if let Some(event) = undoing {
            undoings.push((body, event));
        } else if hit {
            found.push(body);
        }
    }
    with_what_they_undid(db, &concerned, undoings, &mut found)?;
    Ok(found)
}

/// An undoing goes when all it undid goes: while one of them stays, it must stay undone.
fn with_what_they_undid(
    db: &Connection,
    concerned: &BTreeSet<String>,
    undoings: Vec<(Found, ChangeUndone)>,
    found: &mut Vec<Found>,
) -> Result<()> {
    let going: BTreeSet<i64> = found.iter().map(|body| body.pos).collect();
    let mut statement = db
        .prepare("SELECT l.pos FROM op_log l JOIN op_body b ON b.pos = l.pos WHERE l.op_id = ?1")?;
    for (body, event) in undoings {
        let mut goes = concerned.contains(event.person.as_str())
            || concerned.contains(event.household.as_str());
        for named in &event.names {
            let mut rows = statement.query([named.as_str()])?;
            while let Some(row) = rows.next()? {
                goes = goes && going.contains(&row.get(0)?);
            }
        }
        if goes {
            found.push(body);
        }
    }
    found.sort_by(|a, b| (&a.instance, a.seq).cmp(&(&b.instance, b.seq)));
    Ok(())
}

/// The home, everybody who lives or lived there, also by a list that was undone, and
/// their memberships, benefits and tasks, their photos and visits.
fn concerned(db: &Connection, home: &HouseholdId) -> Result<BTreeSet<String>> {
    let mut ids = BTreeSet::from([home.as_str().to_owned()]);
    let mut statement = db.prepare(
        "SELECT person_id FROM p_residence WHERE household_id = ?1
         UNION SELECT person_id FROM p_roster_row WHERE household_id = ?1
         UNION SELECT membership_id FROM p_membership WHERE person_id IN
            (SELECT person_id FROM p_residence WHERE household_id = ?1)
         UNION SELECT benefit_id FROM p_benefit WHERE person_id IN
            (SELECT person_id FROM p_residence WHERE household_id = ?1)
         UNION SELECT task_id FROM p_match_task WHERE household_id = ?1 OR person_id IN
            (SELECT person_id FROM p_residence WHERE household_id = ?1)
         UNION SELECT photo_id FROM p_photo WHERE household_id = ?1
         UNION SELECT visit_id FROM p_visit WHERE household_id = ?1",
    )?;
    let rows = statement.query_map([home.as_str()], |r| r.get::<_, String>(0))?;
    for id in rows {
        ids.insert(id?);
    }
    Ok(ids)
}

/// The ids of homes, persons and what belongs to a person that an event names.
fn names(event: &Event) -> Vec<String> {
    let list: Vec<&str> = match event {
        Event::RosterRow(e) => vec![e.person.as_str(), e.household.as_str()],
        Event::HouseholdSet(e) => vec![e.household.as_str()],
        Event::PersonSet(e) => vec![e.person.as_str(), e.household.as_str()],
        Event::MembershipAdd(e) => vec![e.membership.as_str(), e.person.as_str()],
        Event::MembershipEnd(e) => vec![e.membership.as_str(), e.person.as_str()],
        Event::BenefitSet(e) => vec![e.benefit.as_str(), e.person.as_str()],
        Event::PersonJoined(e) => vec![e.person.as_str(), e.household.as_str()],
        Event::PersonLeft(e) => vec![e.person.as_str(), e.household.as_str()],
        Event::PersonDied(e) => vec![e.person.as_str()],
        Event::VisitClosed(e) => vec![e.household.as_str()],
        Event::VisitAnswers(e) => vec![e.household.as_str()],
        Event::VisitCorrected(e) => vec![e.household.as_str()],
        Event::Attempt(e) => vec![e.household.as_str()],
        Event::FlagRaised(e) => vec![e.household.as_str(), e.about.id()],
        Event::Contact(e) => vec![e.household.as_str()],
        Event::MatchRow(e) => {
            let home = e.household.as_ref().map(HouseholdId::as_str);
            let person = e.person.as_ref().map(PersonId::as_str);
            let task = Some(e.task.as_str());
            [task, home, person].into_iter().flatten().collect()
        }
        Event::MatchLinked(e) => vec![e.task.as_str(), e.household.as_str(), e.person.as_str()],
        Event::MatchAnswered(e) => vec![e.task.as_str()],
        Event::PauseSet(e) => {
            let person = e.person.as_ref().map(PersonId::as_str);
            person.into_iter().chain([e.household.as_str()]).collect()
        }
        Event::ReportHanded(e) => e.about.iter().map(Subject::id).collect(),
        Event::PhotoTaken(e) => {
            let person = e.person.as_ref().map(PersonId::as_str);
            let ids = [e.photo.as_str(), e.household.as_str()];
            person.into_iter().chain(ids).collect()
        }
        Event::PhotoConsent(e) => vec![e.household.as_str()],
        Event::PhotoDerived(e) => vec![e.photo.as_str()],
        Event::PhotoVoid(e) => vec![e.photo.as_str()],
        Event::FindingExplained(e) => vec![e.about()],
        Event::VisitSigned(e) => vec![e.household.as_str()],
        // An undoing goes with what it undid, see `with_what_they_undid`.
        Event::ChangeUndone(_)
        // Ids only, and without it the list would come alive again.
        | Event::RosterUndone(_)
        | Event::InstanceBegan(_)
        | Event::WorkerRole(_)
        | Event::GridAssigned(_)
        | Event::RosterBatch(_)
        | Event::ControlTotal(_)
        | Event::MatchBatch(_)
        | Event::EventSet(_)
        | Event::ModeOverride(_)
        // A round sees a place: it names no home.
        | Event::Patrol(_)
        | Event::Feedback(_)
        | Event::HandedOver(_)
        | Event::Purge(_)
        // Ids and hashes only; what is written there of a person is the reader's name.
        | Event::EvidenceExported(_)
        | Event::Receipt(_)
        | Event::Checkpoint(_) => Vec::new(),
    };
    list.into_iter().map(str::to_owned).collect()
}

/// The bodies as ranges of sequence numbers; they come by instance and number.
fn ranges(found: &[Found]) -> Vec<BodyRange> {
    let mut by_instance: BTreeMap<&str, Vec<(u64, u64)>> = BTreeMap::new();
    for body in found {
        let ranges = by_instance.entry(&body.instance).or_default();
        match ranges.last_mut() {
            Some((_, last)) if last.saturating_add(1) == body.seq => *last = body.seq,
            _ => ranges.push((body.seq, body.seq)),
        }
    }
    by_instance
        .into_iter()
        .map(|(instance, seqs)| BodyRange {
            instance: InstanceId::new(instance),
            seqs,
        })
        .collect()
}

fn drop_drafts(db: &Connection, what: &PurgeWhat) -> Result<()> {
    if let PurgeWhat::Household(home) = what {
        db.execute(
            "DELETE FROM l_draft WHERE household_id = ?1",
            [home.as_str()],
        )?;
    }
    Ok(())
}

/// After a scope is lost its homes are gone, and so are the drafts about them.
fn drop_homeless_drafts(db: &Connection, what: &PurgeWhat) -> Result<()> {
    if let PurgeWhat::Scopes(_) = what {
        db.execute(
            "DELETE FROM l_draft WHERE household_id NOT IN (SELECT household_id FROM p_household)",
            [],
        )?;
    }
    Ok(())
}

/// Which bodies the recorded purges cover.
pub(crate) struct Covered(BTreeMap<String, Vec<(u64, u64)>>);

impl Covered {
    pub(crate) fn covers(&self, instance: &str, seq: u64) -> bool {
        self.0.get(instance).is_some_and(|ranges| {
            ranges
                .iter()
                .any(|(first, last)| (*first..=*last).contains(&seq))
        })
    }
}

pub(crate) fn purged_ranges(db: &Connection) -> Result<Covered> {
    let mut covered: BTreeMap<String, Vec<(u64, u64)>> = BTreeMap::new();
    let mut statement = db.prepare(
        "SELECT l.v, b.body FROM op_log l JOIN op_body b ON b.pos = l.pos WHERE l.kind = 'purge'",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let body: Vec<u8> = row.get(1)?;
        let Decoded::Known(event) = Event::decode("purge", row.get(0)?, &body) else {
            continue;
        };
        if let Event::Purge(purge) = *event {
            for range in purge.bodies {
                covered
                    .entry(range.instance.as_str().to_owned())
                    .or_default()
                    .extend(range.seqs);
            }
        }
    }
    Ok(Covered(covered))
}
