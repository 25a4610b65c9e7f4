//! Closing a visit: what it becomes, decided from what is known and nothing else.

use std::collections::BTreeMap;
use tanfang_policy::value::{FactValue, ValueError};
use tanfang_values::{Day, HouseholdId, OpId, PersonId, Stamp, VisitId};

use crate::checklist::around::Around;
use crate::checklist::question::Writes;
use crate::checklist::section::{Asked, Form, State};
use crate::event::{
    Answer, DataClass, DutyRef, Event, How, Mode, NewOp, Scope, Section, ShownHint, Subject,
    VisitAnswers, VisitClosed,
};
use crate::merge::Origin;
use crate::pack::Work;
use crate::people::clearance::class_of;
use crate::people::world::WorldMaker;
use crate::schedule::record::{AnswerRecord, VisitRecord};
use crate::schedule::{Book, DutyState, Schedule, Status};
use crate::visit::draft::Draft;
use crate::visit::raise::{Raised, raised};

/// Number of this engine: raised when the same pack and facts would be asked or
/// judged differently.
pub const ENGINE: u32 = 2;

/// Holds what closing reads besides the draft.
#[derive(Debug, Clone, Copy)]
pub struct Closing<'a> {
    /// The pack in force.
    pub work: &'a Work,
    /// The home as known, who closes with the roles held on the day of the
    /// visit, and what is owed there.
    pub around: &'a Around<'a>,
    /// What happened at this home, for the duties that the visit completes.
    pub book: &'a Book<'a>,
    /// When it is closed.
    pub now: Stamp,
    /// Hints as they were shown; they are never recomputed.
    pub hints: &'a [ShownHint],
    /// What was written when the visit was closed before, if it was.
    pub already: Option<&'a AlreadyClosed>,
}

/// Holds what a visit became when it was closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlreadyClosed {
    /// Its `visit.closed`.
    pub closed: VisitClosed,
    /// Its `visit.answers`.
    pub answers: Vec<VisitAnswers>,
}

/// Holds what closing decided.
#[derive(Debug, Clone, PartialEq)]
pub struct Closed {
    /// What is to be written; nothing when the same was written before.
    pub ops: Vec<NewOp>,
    /// The visit, as written now or before.
    pub visit: VisitClosed,
    /// Duties of the viewer for this home that are still open, with their reasons.
    pub open: Vec<DutyState>,
    /// Flags it raised or joined.
    pub flags: Vec<Raised>,
    /// Whether the same content had been closed before.
    pub again: bool,
}

/// Says why a visit was not closed; the draft is as it was and nothing is lost.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CloseError {
    /// The draft is of another home.
    #[error("the draft is of home {draft}, not of {home}: open the draft of that home")]
    OtherHome {
        /// The home of the draft.
        draft: HouseholdId,
        /// The home given.
        home: HouseholdId,
    },
    /// It was not said whom the visit met.
    #[error("it was not said whom the visit met: answer that for {persons:?}")]
    MetUnanswered {
        /// Persons for whom it is asked.
        persons: Vec<PersonId>,
    },
    /// Nobody of the home was met: that is an attempt.
    #[error("visit {visit} met nobody of the home: write it down as an attempt")]
    MetNobody {
        /// The visit.
        visit: VisitId,
    },
    /// A visit by phone does not say whom the call reached.
    #[error("it was not said whom the call reached: answer that for {persons:?}")]
    ReachedUnanswered {
        /// Persons for whom it is asked.
        persons: Vec<PersonId>,
    },
    /// A call reached nobody: that is a call and no visit.
    #[error("visit {visit} by phone reached nobody: write it down as a call")]
    ReachedNobody {
        /// The visit.
        visit: VisitId,
    },
    /// There are answers about somebody who had died by the day of the visit.
    #[error(
        "person {person} died on {died}, before the visit on {day}: set an earlier day or take the answers back"
    )]
    Died {
        /// The person.
        person: PersonId,
        /// The day of death.
        died: Day,
        /// The day of the visit.
        day: Day,
    },
    /// An answer is of the wrong kind, or not among the choices.
    #[error("question {q}: {source}")]
    WrongValue {
        /// The question.
        q: String,
        /// About whom.
        about: Subject,
        /// What is wrong with it.
        #[source]
        source: Box<ValueError>,
    },
    /// The visit lies in the future of the device's own clock.
    #[error("the visit is on {day}, today is {today}: set an earlier day")]
    InFuture {
        /// The day of the visit.
        day: Day,
        /// The day on which it is closed.
        today: Day,
    },
    /// The worker held no role on that day.
    #[error("worker {worker} held no role on {day}: set the role first")]
    NoRole {
        /// The worker.
        worker: String,
        /// The day of the visit.
        day: Day,
    },
    /// It was closed before with other content; a change is a correction.
    #[error("visit {visit} was closed with other content: correct it instead")]
    AlreadyClosed {
        /// The visit.
        visit: VisitId,
    },
}

/// Decides what closing a draft becomes.
///
/// Returns `visit.closed`, one `visit.answers` for each class of data that has
/// answers, and a `flag.raised` for each flag. Closing again with the same
/// content gives the first result and nothing to write; with other content a
/// typed error. Nothing is drawn at random: ids of flags are derived.
pub fn close(draft: &Draft, closing: &Closing<'_>) -> Result<Closed, CloseError> {
    let day = draft.day();
    check(draft, closing, day)?;
    let form = draft.form(closing.work, closing.around);
    let answers = answers(closing.work, &form);
    let mut world = WorldMaker::new(closing.work.dictionary(), closing.work.classes())
        .without(&draft.visit)
        .world(closing.around.home, day, &draft.answers.overlay());
    world.events.clone_from(&closing.around.events);
    let flags = raised(
        closing.work,
        &form,
        &world,
        &draft.visit,
        closing.around.flags,
    );
    let mut visit = VisitClosed {
        visit: draft.visit.clone(),
        household: draft.household.clone(),
        day,
        opened: draft.opened,
        closed: closing.now,
        mode: draft.mode,
        seen: draft.seen(),
        roles: closing.around.viewer.roles.iter().copied().collect(),
        acts_for: closing.work.acting(&closing.around.viewer.roles),
        duties: Vec::new(),
        sections: sections(&form),
        packs: closing.work.packs().to_vec(),
        engine: ENGINE,
        with: Vec::new(),
        place: draft.place,
    };
    if let Some(already) = closing.already {
        if !same_content(already, &visit, &answers) {
            return Err(CloseError::AlreadyClosed {
                visit: draft.visit.clone(),
            });
        }
        return Ok(Closed {
            ops: Vec::new(),
            open: Vec::new(),
            visit: already.closed.clone(),
            flags,
            again: true,
        });
    }
    let (done, open) = duties(closing, &visit, &answers);
    visit.duties = done;
    Ok(Closed {
        ops: ops(closing, &visit, answers, &flags),
        visit,
        open,
        flags,
        again: false,
    })
}

fn check(draft: &Draft, closing: &Closing<'_>, day: Day) -> Result<(), CloseError> {
    if closing.around.home.id != draft.household {
        return Err(CloseError::OtherHome {
            draft: draft.household.clone(),
            home: closing.around.home.id.clone(),
        });
    }
    let today = closing.now.day();
    if day > today {
        return Err(CloseError::InFuture { day, today });
    }
    if closing.around.viewer.roles.is_empty() {
        return Err(CloseError::NoRole {
            worker: closing.around.viewer.worker.to_string(),
            day,
        });
    }
    for given in &draft.answers {
        if let Some(person) = given
            .about
            .person()
            .and_then(|id| closing.around.home.person(id))
            && let Some(death) = &person.died
            && death.day < day
        {
            return Err(CloseError::Died {
                person: person.id.clone(),
                died: death.day,
                day,
            });
        }
        if let Some((_, question)) = closing.work.question(&given.q) {
            question
                .check(&given.value)
                .map_err(|source| CloseError::WrongValue {
                    q: given.q.clone(),
                    about: given.about.clone(),
                    source: Box::new(source),
                })?;
        }
    }
    if draft.mode != Mode::InPerson {
        return check_call(draft, closing);
    }
    if draft.seen().is_empty() {
        let form = draft.form(closing.work, closing.around);
        return Err(CloseError::MetUnanswered {
            persons: form.persons().cloned().collect(),
        });
    }
    if !draft.met_somebody() {
        return Err(CloseError::MetNobody {
            visit: draft.visit.clone(),
        });
    }
    Ok(())
}

/// A visit by phone has reached somebody, where it is asked whom.
fn check_call(draft: &Draft, closing: &Closing<'_>) -> Result<(), CloseError> {
    if draft.reached_somebody() {
        return Ok(());
    }
    let form = draft.form(closing.work, closing.around);
    let asked = form.questions();
    let persons: Vec<PersonId> = asked
        .filter(|asked| matches!(asked.question.writes, Writes::Reached(_)))
        .filter_map(|asked| asked.about.person().cloned())
        .collect();
    if draft.reached().next().is_some() {
        return Err(CloseError::ReachedNobody {
            visit: draft.visit.clone(),
        });
    }
    if draft.answers.is_empty() || !persons.is_empty() {
        return Err(CloseError::ReachedUnanswered { persons });
    }
    Ok(())
}

/// Returns the answers by class of data, each in the order asked: what was
/// shown and not answered is 没问, and what is no longer asked comes last.
fn answers(work: &Work, form: &Form<'_>) -> BTreeMap<DataClass, Vec<Answer>> {
    let mut by_class: BTreeMap<DataClass, Vec<Answer>> = BTreeMap::new();
    for asked in form.questions() {
        if matches!(asked.question.writes, Writes::Met(_)) {
            continue; // stands in `seen`
        }
        by_class
            .entry(asked.question.writes.class())
            .or_default()
            .push(answer(asked));
    }
    for given in &form.dropped {
        if given.key == Writes::MET {
            continue;
        }
        let class = work
            .dictionary()
            .fact(&given.key)
            .map_or(DataClass::Core, |def| class_of(def));
        by_class.entry(class).or_default().push(Answer {
            q: given.q.clone(),
            about: given.about.clone(),
            writes: (!given.key.starts_with("need.")).then(|| given.key.clone()),
            value: Some(given.value.clone()),
            how: given.how,
            same_as: given.same_as.clone(),
        });
    }
    by_class
}

fn answer(asked: &Asked<'_>) -> Answer {
    let (value, how, same_as): (Option<FactValue>, How, Option<OpId>) = match &asked.given {
        Some(given) => (Some(given.value.clone()), given.how, given.same_as.clone()),
        // What was known and fresh was not asked again: the record says which it was.
        None if matches!(asked.state, State::Fresh | State::Carried) => {
            let known = asked.last.as_ref().map(|last| last.op.clone());
            (None, How::NotAsked, known)
        }
        None => (None, How::NotAsked, None),
    };
    Answer {
        q: asked.question.id.clone(),
        about: asked.about.clone(),
        writes: asked.question.writes.in_op(),
        value,
        how,
        same_as,
    }
}

fn sections(form: &Form<'_>) -> Vec<Section> {
    form.sections
        .iter()
        .map(|section| Section {
            checklist: section.checklist.id.clone(),
            about: section.about.clone(),
            why: section.why.clone(),
        })
        .collect()
}

/// Returns the duties that the visit completes, and those of the viewer that
/// stay open, by looking at the schedule as if it were closed.
fn duties(
    closing: &Closing<'_>,
    visit: &VisitClosed,
    answers: &BTreeMap<DataClass, Vec<Answer>>,
) -> (Vec<DutyRef>, Vec<DutyState>) {
    let record = VisitRecord {
        visit: visit.visit.clone(),
        household: visit.household.clone(),
        grid: closing.around.home.grid.clone(),
        worker: closing.around.viewer.worker.clone(),
        day: visit.day,
        opened: visit.opened,
        closed: visit.closed,
        mode: visit.mode,
        seen: visit.seen.clone(),
        roles: visit.roles.clone(),
        acts_for: visit.acts_for.clone(),
        place: visit.place,
        answers: answers
            .values()
            .flatten()
            .map(|answer| AnswerRecord {
                answer: answer.clone(),
                op: OpId::new(""),
            })
            .collect(),
        // Sorts behind everything that is already written on that day.
        origin: Origin {
            hlc: tanfang_values::Hlc {
                ms: i64::MAX,
                n: u32::MAX,
            },
            instance: tanfang_values::InstanceId::new(""),
            op: OpId::new(""),
        },
    };
    let book = closing.book.clone().with_visit(&record);
    let schedule = Schedule::new(closing.work, &book, closing.around.viewer, visit.day);
    let (mut done, mut open) = (Vec::new(), Vec::new());
    for state in schedule.today([closing.around.home]).duties {
        match &state.status {
            Status::Done(by) if by.visit.as_ref() == Some(&visit.visit) => done.push(state.duty),
            Status::NotDone | Status::Paused { .. } if state.own => open.push(state),
            _ => {}
        }
    }
    (done, open)
}

fn ops(
    closing: &Closing<'_>,
    visit: &VisitClosed,
    mut answers: BTreeMap<DataClass, Vec<Answer>>,
    flags: &[Raised],
) -> Vec<NewOp> {
    let scope = |class| Scope::new(closing.around.home.grid.clone(), class);
    if !closing.hints.is_empty() {
        answers.entry(DataClass::Economic).or_default();
    }
    let parts = u32::try_from(answers.len()).unwrap_or(u32::MAX);
    let mut ops = vec![NewOp::new(
        scope(DataClass::Core),
        Event::VisitClosed(visit.clone()),
    )];
    for (class, answers) in answers {
        ops.push(NewOp::new(
            scope(class),
            Event::VisitAnswers(VisitAnswers {
                visit: visit.visit.clone(),
                household: visit.household.clone(),
                day: visit.day,
                class,
                answers,
                hints: if class == DataClass::Economic {
                    closing.hints.to_vec()
                } else {
                    Vec::new()
                },
                parts,
            }),
        ));
    }
    for raised in flags {
        ops.push(NewOp::new(
            scope(raised.class),
            Event::FlagRaised(raised.flag.clone()),
        ));
    }
    ops
}

/// Tells whether closing again says the same: day, mode, whom it met, and what
/// was answered. When it is closed and what was known meanwhile is no content.
fn same_content(
    already: &AlreadyClosed,
    visit: &VisitClosed,
    answers: &BTreeMap<DataClass, Vec<Answer>>,
) -> bool {
    let before = &already.closed;
    if (&before.household, before.day, before.mode, &before.seen)
        != (&visit.household, visit.day, visit.mode, &visit.seen)
    {
        return false;
    }
    content(already.answers.iter().flat_map(|part| &part.answers))
        == content(answers.values().flatten())
}

type Content<'a> = BTreeMap<(&'a Subject, &'a str), (&'a Option<FactValue>, How)>;

fn content<'a>(answers: impl IntoIterator<Item = &'a Answer>) -> Content<'a> {
    answers
        .into_iter()
        .filter(|answer| answer.how != How::NotAsked)
        .map(|answer| {
            let name = answer.writes.as_deref().unwrap_or(&answer.q);
            ((&answer.about, name), (&answer.value, answer.how))
        })
        .collect()
}
