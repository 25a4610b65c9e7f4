//! Visits with their corrections, the facts their answers are, and attempts.

use super::{
    Dirty, FactRow, HOUSEHOLD, OpRow, PERSON, name_of, ops_of, put_fact, run, to_json, undo,
};
use crate::error::Result;
use rusqlite::{Connection, ToSql};
use std::collections::BTreeSet;
use tanfang_domain::event::{
    Answer, Certainty, Event, FactSet, FactSource, How, Seen, ShownHint, VisitAnswers, VisitClosed,
};
use tanfang_values::{Day, InstanceId, OpId, VisitId};

/// What a visit writes that is a matter of the visit alone and no fact.
const OF_THE_VISIT: &str = "visit.";

/// A visit as all operations that name it make it.
struct Folded<'a> {
    closed: Option<(&'a OpRow, &'a VisitClosed)>,
    copies: usize,
    day: Option<Day>,
    seen: Option<&'a [Seen]>,
    void: bool,
    answers: Vec<(Answer, &'a OpRow, Day)>,
    hints: Vec<&'a ShownHint>,
}

fn answered(ops: &[(OpRow, Event)]) -> impl Iterator<Item = (&OpRow, &VisitAnswers)> {
    ops.iter().filter_map(|(op, event)| match event {
        Event::VisitAnswers(e) => Some((op, e)),
        _ => None,
    })
}

/// Folds the operations of a visit, which come by origin.
///
/// Two closings: the least origin is the visit, and only the answers of its
/// instance are its answers. What belongs to a copy, corrections of it among
/// that, is kept and has no effect.
fn fold(ops: &[(OpRow, Event)]) -> Folded<'_> {
    let mut closings = ops.iter().filter_map(|(op, event)| match event {
        Event::VisitClosed(e) => Some((op, e)),
        _ => None,
    });
    let closed = closings.next();
    let copies = closings.count();
    // Where the closing itself is not here (its scope is not ours), the first answers stand for it.
    let author: Option<&InstanceId> = closed
        .map(|(op, _)| &op.origin.instance)
        .or_else(|| answered(ops).next().map(|(op, _)| &op.origin.instance));
    let ours = |op: &OpRow| Some(&op.origin.instance) == author;
    let mut folded = Folded {
        closed,
        copies,
        day: closed.map(|(_, e)| e.day),
        seen: closed.map(|(_, e)| e.seen.as_slice()),
        void: false,
        answers: Vec::new(),
        hints: Vec::new(),
    };
    for (op, event) in answered(ops).filter(|(op, _)| ours(op)) {
        for answer in &event.answers {
            folded.answers.push((answer.clone(), op, event.day));
        }
        folded.hints.extend(&event.hints);
    }
    let of_copies: BTreeSet<&OpId> = ops
        .iter()
        .filter(|(op, event)| !matches!(event, Event::VisitCorrected(_)) && !ours(op))
        .map(|(op, _)| &op.origin.op)
        .collect();
    for (op, event) in ops {
        let Event::VisitCorrected(correction) = event else {
            continue;
        };
        if of_copies.contains(&correction.names) {
            continue;
        }
        folded.void = folded.void || correction.void;
        if let Some(day) = correction.day {
            folded.day = Some(day);
        }
        if let Some(seen) = &correction.seen {
            folded.seen = Some(seen);
        }
        for answer in &correction.answers {
            let same = |a: &Answer| a.q == answer.q && a.about == answer.about;
            let there = folded.answers.iter_mut().find(|(a, _, _)| same(a));
            if let Some(there) = there {
                *there = (answer.clone(), op, there.2);
            } else {
                let day = folded.day.unwrap_or(Day::MIN);
                folded.answers.push((answer.clone(), op, day));
            }
        }
    }
    // The day of the visit is the day of its answers; without the closing they keep their own.
    if let Some(day) = folded.day {
        for answer in &mut folded.answers {
            answer.2 = day;
        }
    }
    folded
}

pub(super) fn recompute(db: &Connection, id: &str, dirty: &mut Dirty) -> Result<()> {
    run(db, "DELETE FROM p_visit WHERE visit_id = ?1", [id])?;
    forget_facts(db, id, dirty)?;
    let ops = ops_of(
        db,
        id,
        &["visit.closed", "visit.answers", "visit.corrected"],
    )?;
    let folded = fold(&ops);
    if !folded.void {
        let visit = VisitId::new(id);
        for (answer, op, day) in &folded.answers {
            let Some(set) = fact_of(answer, *day) else {
                continue;
            };
            let row = FactRow {
                about: &answer.about,
                set: &set,
                visit: Some(&visit),
            };
            put_fact(db, op, &row, dirty)?;
        }
    }
    insert(db, id, &folded)
}

/// The fact an answer is: what was asked or confirmed, and writes to more than the visit.
fn fact_of(answer: &Answer, day: Day) -> Option<FactSet> {
    let fact = answer.writes.as_ref()?;
    if answer.how == How::NotAsked || fact.starts_with(OF_THE_VISIT) {
        return None;
    }
    Some(FactSet {
        fact: fact.clone(),
        value: answer.value.clone()?,
        day,
        source: FactSource::Visit,
        certainty: Certainty::Said,
        was: None,
    })
}

fn forget_facts(db: &Connection, visit: &str, dirty: &mut Dirty) -> Result<()> {
    let mut statement =
        db.prepare_cached("SELECT kind, id, fact FROM p_fact WHERE visit_id = ?1")?;
    let mut rows = statement.query([visit])?;
    while let Some(row) = rows.next()? {
        let kind: String = row.get(0)?;
        let kind = if kind == PERSON { PERSON } else { HOUSEHOLD };
        dirty.facts.insert((kind, row.get(1)?, row.get(2)?));
    }
    drop(rows);
    run(db, "DELETE FROM p_fact WHERE visit_id = ?1", [visit])
}

fn insert(db: &Connection, id: &str, folded: &Folded<'_>) -> Result<()> {
    let Some((op, closed)) = folded.closed else {
        return Ok(());
    };
    let answers: Vec<(&Answer, &OpId)> = folded
        .answers
        .iter()
        .map(|(answer, op, _)| (answer, &op.origin.op))
        .collect();
    let params: &[&dyn ToSql] = &[
        &id,
        &closed.household.as_str(),
        &op.scope.grid.as_str(),
        &op.actor.as_str(),
        &folded.day.unwrap_or(closed.day).to_string(),
        &closed.opened.ms,
        &closed.opened.offset_min,
        &closed.closed.ms,
        &closed.closed.offset_min,
        &name_of(&closed.mode),
        &closed.place.as_ref().map(name_of),
        &to_json(&folded.seen.unwrap_or(&closed.seen)),
        &to_json(&closed.roles),
        &to_json(&closed.acts_for),
        &to_json(&closed.duties),
        &to_json(&answers),
        &to_json(&folded.hints),
        &folded.void,
        &i64::try_from(folded.copies).unwrap_or(i64::MAX),
        &op.origin.op.as_str(),
        &op.origin.instance.as_str(),
        &op.origin.hlc.ms,
        &op.origin.hlc.n,
        &op.pos,
    ];
    run(
        db,
        "INSERT INTO p_visit
         (visit_id, household_id, grid_id, worker_id, day, opened_ms, opened_offset, closed_ms,
          closed_offset, mode, place, seen, roles, acts_for, duties, answers, hints, void, copies,
          op_id, instance, hlc_ms, hlc_n, pos)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,
          ?19, ?20, ?21, ?22, ?23, ?24)",
        params,
    )
}

pub(super) fn recompute_attempt(db: &Connection, id: &str) -> Result<()> {
    run(db, "DELETE FROM p_attempt WHERE attempt_id = ?1", [id])?;
    let ops = undo::live_ops_of(db, id, &["attempt"])?;
    let Some((op, Event::Attempt(attempt))) = ops.first() else {
        return Ok(());
    };
    let params: &[&dyn ToSql] = &[
        &id,
        &attempt.household.as_str(),
        &op.scope.grid.as_str(),
        &op.actor.as_str(),
        &attempt.day.to_string(),
        &attempt.at.ms,
        &attempt.at.offset_min,
        &attempt.met,
        &to_json(&attempt.persons),
        &to_json(&attempt.roles),
        &attempt.note,
        &op.origin.op.as_str(),
        &op.origin.instance.as_str(),
        &op.origin.hlc.ms,
        &op.origin.hlc.n,
        &op.pos,
    ];
    run(
        db,
        "INSERT INTO p_attempt
         (attempt_id, household_id, grid_id, worker_id, day, at_ms, at_offset, met, persons,
          roles, note, op_id, instance, hlc_ms, hlc_n, pos)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
        params,
    )
}
