//! 巡查: a round through the grid and what it saw. It sees places and no home,
//! so it completes nothing that is owed to a home.

use tanfang_policy::value::FactValue;
use tanfang_values::{ClueId, Day, GridId, PatrolId, Stamp};

use super::{TripError, said};
use crate::checklist::question::{Question, Setting};
use crate::event::{Clue, ClueAnswer, DataClass, Event, NewOp, Patrol, Scope, derive_id};
use crate::pack::Work;
use crate::people::Viewer;

/// Holds what was written down of a round.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// The round; minted when it was begun, so that closing it twice is one round.
    pub patrol: PatrolId,
    /// The day on which it was walked.
    pub day: Day,
    /// Which groups of the village were walked; empty leaves that open.
    pub groups: Vec<String>,
    /// In the worker's words.
    pub note: Option<String>,
    /// What was seen.
    pub clues: Vec<Seen>,
}

/// Holds what was written down of one thing seen.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// Id of its flag class, if it is of one.
    pub code: Option<String>,
    /// Where.
    pub place: String,
    /// How many people it concerns, if that was said.
    pub people: Option<u32>,
    /// Questions of the patrol's checklists with what was answered.
    pub answers: Vec<(String, FactValue)>,
    /// In the worker's words.
    pub note: Option<String>,
}

/// Makes the record of a round.
///
/// # Errors
/// [`TripError`] where the day has not come, the worker holds no role, or a clue
/// names no place, no flag class or no question of a patrol.
pub fn decide(
    work: &Work,
    grid: &GridId,
    viewer: &Viewer,
    asked: &Asked,
    at: Stamp,
) -> Result<NewOp, TripError> {
    let today = at.day();
    if asked.day > today {
        return Err(TripError::InFuture {
            day: asked.day,
            today,
        });
    }
    if viewer.roles.is_empty() {
        return Err(TripError::NoRole { day: asked.day });
    }
    let clues = (1..)
        .zip(&asked.clues)
        .map(|(n, seen)| clue(work, &asked.patrol, n, seen))
        .collect::<Result<_, _>>()?;
    let groups = asked.groups.iter();
    let patrol = Patrol {
        patrol: asked.patrol.clone(),
        day: asked.day,
        at,
        groups: groups.filter_map(|group| said(Some(group))).collect(),
        roles: viewer.roles.iter().copied().collect(),
        note: said(asked.note.as_deref()),
        clues,
    };
    let scope = Scope::new(grid.clone(), DataClass::Core);
    Ok(NewOp::new(scope, Event::Patrol(patrol)))
}

fn clue(work: &Work, patrol: &PatrolId, n: usize, seen: &Seen) -> Result<Clue, TripError> {
    if let Some(code) = &seen.code
        && work.flag(code).is_none()
    {
        return Err(TripError::UnknownFlag { code: code.clone() });
    }
    let place = said(Some(&seen.place)).ok_or(TripError::NowhereSeen { n })?;
    let answers = seen
        .answers
        .iter()
        .map(|(q, value)| answer(work, q, value))
        .collect::<Result<_, _>>()?;
    let id = derive_id("clue", &[patrol.as_str(), &n.to_string()]);
    Ok(Clue {
        clue: ClueId::new(id),
        code: seen.code.clone(),
        place,
        people: seen.people,
        answers,
        note: said(seen.note.as_deref()),
    })
}

fn answer(work: &Work, q: &str, value: &FactValue) -> Result<ClueAnswer, TripError> {
    let question =
        question(work, q).ok_or_else(|| TripError::UnknownQuestion { q: q.to_owned() })?;
    question
        .check(value)
        .map_err(|_| TripError::WrongValue { q: q.to_owned() })?;
    Ok(ClueAnswer {
        q: q.to_owned(),
        writes: question.writes.in_op(),
        value: value.clone(),
    })
}

fn question<'w>(work: &'w Work, q: &str) -> Option<&'w Question> {
    let (list, question) = work.question(q)?;
    (list.setting == Setting::Place).then_some(question)
}
