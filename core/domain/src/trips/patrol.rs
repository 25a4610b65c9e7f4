//! 巡查: a round through the grid and what it saw. It sees places and no home,
//! so it completes nothing that is owed to a home.

use tanfang_policy::value::FactValue;
use tanfang_policy::world::World;
use tanfang_values::{ClueId, Day, GridId, HouseholdId, PatrolId, Stamp};

use super::{TripError, said};
use crate::checklist::question::{Checklist, Question, Setting};
use crate::event::{Clue, ClueAnswer, DataClass, Event, NewOp, Patrol, Scope, Subject, derive_id};
use crate::flag::FlagClass;
use crate::pack::Work;
use crate::people::Viewer;

/// Id of the list that is asked once a round; the other lists of a place are asked
/// about each thing that was seen.
pub const ROUND: &str = "CL-PATROL";

/// An answer to a question, by its id.
pub type Answered = (String, FactValue);

/// Holds what was written down of a round.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// The round; minted when it was begun, so that closing it twice is one round.
    pub patrol: PatrolId,
    /// The day on which it was walked.
    pub day: Day,
    /// Which groups of the village were walked; empty leaves that open.
    pub groups: Vec<String>,
    /// What was answered to the list of the round.
    pub answers: Vec<Answered>,
    /// In the worker's words.
    pub note: Option<String>,
    /// What was seen.
    pub clues: Vec<Seen>,
}

/// Holds what was written down of one thing seen.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// Id of its flag class, where the worker chose one; else its answers say it.
    pub code: Option<String>,
    /// Where.
    pub place: String,
    /// How many people it concerns, if that was said.
    pub people: Option<u32>,
    /// Questions of the patrol's checklists with what was answered.
    pub answers: Vec<Answered>,
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
        .map(|(n, seen)| clue(work, asked, n, seen))
        .collect::<Result<_, _>>()?;
    let groups = asked.groups.iter();
    let patrol = Patrol {
        patrol: asked.patrol.clone(),
        day: asked.day,
        at,
        groups: groups.filter_map(|group| said(Some(group))).collect(),
        roles: viewer.roles.iter().copied().collect(),
        answers: answers(work, &asked.answers)?,
        note: said(asked.note.as_deref()),
        clues,
    };
    let scope = Scope::new(grid.clone(), DataClass::Core);
    Ok(NewOp::new(scope, Event::Patrol(patrol)))
}

/// Lists the checklists that are asked once a round.
pub fn of_round(work: &Work) -> impl Iterator<Item = &Checklist> {
    let lists = work.checklists().iter();
    lists.filter(|list| list.setting == Setting::Place && list.id == ROUND)
}

/// Lists the checklists that are asked about each thing that was seen.
pub fn of_clue(work: &Work) -> impl Iterator<Item = &Checklist> {
    let lists = work.checklists().iter();
    lists.filter(|list| list.setting == Setting::Place && list.id != ROUND)
}

/// Returns the flag classes that answers on a round surely raise, the most pressing first.
pub fn raised<'w>(work: &'w Work, answers: &[Answered], day: Day) -> Vec<&'w FlagClass> {
    let mut world = World::new(day);
    for (q, value) in answers {
        if let Some(question) = question(work, q) {
            world.household.set(&question.key, value.clone());
        }
    }
    // The rules of these lists are said as of a home of which nothing is known.
    let place = Subject::Household(HouseholdId::new(""));
    let mut classes: Vec<&FlagClass> = answers
        .iter()
        .filter_map(|(q, _)| question(work, q))
        .flat_map(|question| &question.raises)
        .filter(|raise| raise.when.surely(&world, &place))
        .filter_map(|raise| work.flag(&raise.flag))
        .collect();
    classes.sort_by(|a, b| (a.class, &a.id).cmp(&(b.class, &b.id)));
    classes.dedup_by(|a, b| a.id == b.id);
    classes
}

fn clue(work: &Work, asked: &Asked, n: usize, seen: &Seen) -> Result<Clue, TripError> {
    if let Some(code) = &seen.code
        && work.flag(code).is_none()
    {
        return Err(TripError::UnknownFlag { code: code.clone() });
    }
    let place = said(Some(&seen.place)).ok_or(TripError::NowhereSeen { n })?;
    let answers = answers(work, &seen.answers)?;
    let code = seen.code.clone().or_else(|| {
        let raised = raised(work, &seen.answers, asked.day);
        raised.first().map(|class| class.id.clone())
    });
    let id = derive_id("clue", &[asked.patrol.as_str(), &n.to_string()]);
    Ok(Clue {
        clue: ClueId::new(id),
        code,
        place,
        people: seen.people,
        answers,
        note: said(seen.note.as_deref()),
    })
}

fn answers(work: &Work, given: &[Answered]) -> Result<Vec<ClueAnswer>, TripError> {
    given
        .iter()
        .map(|(q, value)| {
            let q = || q.clone();
            let question =
                question(work, &q()).ok_or_else(|| TripError::UnknownQuestion { q: q() })?;
            question
                .check(value)
                .map_err(|_| TripError::WrongValue { q: q() })?;
            Ok(ClueAnswer {
                q: q(),
                writes: question.writes.in_op(),
                value: value.clone(),
            })
        })
        .collect()
}

fn question<'w>(work: &'w Work, q: &str) -> Option<&'w Question> {
    let (list, question) = work.question(q)?;
    (list.setting == Setting::Place).then_some(question)
}
