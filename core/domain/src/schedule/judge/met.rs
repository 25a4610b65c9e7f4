//! Whether a visit or a call did what an obligation asks for.

use std::collections::BTreeSet;
use tanfang_policy::dict::About;
use tanfang_policy::value::FactValue;
use tanfang_policy::world::World;
use tanfang_values::Day;

use super::Owing;
use super::answered::{Asked, Members, answers_over, is_answered};
use crate::checklist::question::{Carry, Checklist, Question};
use crate::event::{Mode, Subject};
use crate::people::Person;
use crate::people::world::WorldMaker;
use crate::schedule::Schedule;
use crate::schedule::answers::QuestionMarks;
use crate::schedule::audience::running;
use crate::schedule::doubt::Doubt;
use crate::schedule::obligation::{Meet, NeedMode};
use crate::schedule::record::{
    CALL_FAMILY, CALL_PERSON, ContactRecord, MET_FAMILY, MET_PERSON, VisitRecord,
};
use crate::schedule::why::{Missing, OpenQuestion};

impl Schedule<'_> {
    /// Returns what a visit lacks to complete a duty, none if nothing.
    ///
    /// Where the mode is overridden on that day (`lenient`), a call is enough.
    pub(super) fn shortfall(
        &self,
        owing: &Owing<'_>,
        visit: &VisitRecord,
        lenient: bool,
    ) -> Option<Missing> {
        let enough = owing.obligation.takes(visit.mode)
            || (lenient && matches!(visit.mode, Mode::Phone | Mode::Wechat));
        if !enough {
            return Some(Missing::OtherMode {
                visit: visit.visit.clone(),
                day: visit.day,
                mode: visit.mode,
            });
        }
        if let Some(doubt) = doubt_in(owing, visit.day) {
            return Some(Missing::Doubtful {
                visit: visit.visit.clone(),
                day: visit.day,
                doubt,
            });
        }
        if !was_met(owing, visit) {
            return Some(Missing::NotSeen {
                visit: visit.visit.clone(),
                day: visit.day,
                met: owing
                    .person
                    .and_then(|person| visit.met(&person.id))
                    .map(str::to_owned),
            });
        }
        let questions = self.open_questions(owing, visit);
        (!questions.is_empty()).then(|| Missing::Questions {
            visit: visit.visit.clone(),
            day: visit.day,
            questions,
        })
    }

    /// Lists the required questions of an obligation that a visit left open.
    fn open_questions(&self, owing: &Owing<'_>, visit: &VisitRecord) -> Vec<OpenQuestion> {
        let mut open = Vec::new();
        let mut world: Option<World> = None;
        let mut barred: Option<BTreeSet<&str>> = None;
        let ask = || Asked::of(self.work, owing.obligation, owing.role);
        let asked = owing.asked.get_or_init(ask);
        for asked in asked {
            let Some(checklist) = self.work.checklists().get(asked.checklist) else {
                continue;
            };
            let before = open.len();
            let section = match (checklist.about, owing.person) {
                (About::Household, _) => &owing.household,
                (About::Person, Some(_)) => &owing.subject,
                (About::Person, None) => continue,
            };
            let members = Members::new(asked, owing, visit);
            let questions = asked.questions.iter();
            let known = |(at, marks): &(usize, QuestionMarks)| {
                Some((checklist.questions.get(*at)?, *marks))
            };
            for (question, marks) in questions.filter_map(known) {
                for section in members.of(question, section) {
                    let whom = question.about(section, &owing.household);
                    let about = &whom.subject;
                    if is_answered(question, marks, whom, visit)
                        || Self::is_known(question, about, owing)
                    {
                        continue;
                    }
                    // What a database holds is never asked, so it cannot be left open.
                    if question.is_looked_up() {
                        continue;
                    }
                    let world = world.get_or_insert_with(|| {
                        let maker = WorldMaker::new(self.work.dictionary(), self.work.classes());
                        world_of(maker.untold(), owing, visit)
                    });
                    let barred = barred.get_or_insert_with(|| self.work.must_not_ask(world));
                    let def = question.writes.def();
                    let out = def.is_some_and(|def| barred.contains(def.id.as_str()))
                        || (question.is_conditional() && question.hidden(world, about));
                    if !out {
                        open.push(OpenQuestion {
                            q: question.id.clone(),
                            about: about.clone(),
                        });
                    }
                }
            }
            // 低保户 for who is none: nothing of it can be missing.
            if open.len() > before && self.out_of_place(checklist, owing, visit) {
                open.truncate(before);
            }
        }
        open
    }

    /// Tells whether a checklist was surely not for the subject on the day of a
    /// visit.
    fn out_of_place(&self, checklist: &Checklist, owing: &Owing<'_>, visit: &VisitRecord) -> bool {
        checklist.show_if.as_ref().is_some_and(|rule| {
            let about = match checklist.about {
                About::Household => &owing.household.subject,
                About::Person => &owing.subject.subject,
            };
            let maker = WorldMaker::new(self.work.dictionary(), self.work.classes())
                .only(&rule.reads)
                .by_lists()
                .untold();
            rule.surely_not(&world_of(maker, owing, visit), about)
        })
    }

    /// Tells whether a question that is only brought along (带出) has something
    /// to bring, of whatever day: what is known need not be asked.
    fn is_known(question: &Question, about: &Subject, owing: &Owing<'_>) -> bool {
        question.carry == Carry::Carried
            && owing.home.facts_of(about).is_some_and(|facts| {
                facts
                    .records(&question.key)
                    .iter()
                    .any(|record| !record.value.is_unknown())
            })
    }
}

/// Returns what rules see on the day of a visit: its answers, and the events of
/// the place.
fn world_of(maker: WorldMaker<'_>, owing: &Owing<'_>, visit: &VisitRecord) -> World {
    let mut world = maker.world(owing.home, visit.day, &answers_over(visit));
    world.events = running(&owing.records.events, visit.day);
    world
}

/// Returns what a call lacks to complete a duty, none if nothing.
pub(super) fn unanswered(owing: &Owing<'_>, contact: &ContactRecord) -> Option<Missing> {
    let family = owing.obligation.meet == Meet::Family || owing.person.is_none();
    let reached = contact.result == CALL_PERSON || (family && contact.result == CALL_FAMILY);
    if !reached {
        return Some(Missing::NoAnswer {
            contact: contact.contact.clone(),
            day: contact.day,
            result: contact.result.clone(),
        });
    }
    // A call writes down no answers; where some are asked for it is not enough.
    (!owing.obligation.done.is_empty() && !owing.obligation.modes_all).then(|| Missing::NotAsked {
        contact: contact.contact.clone(),
        day: contact.day,
    })
}

/// Tells whether a call was for somebody.
pub(super) fn was_for(owing: &Owing<'_>, contact: &ContactRecord) -> bool {
    contact.persons.is_empty()
        || owing
            .person
            .is_none_or(|person| contact.persons.contains(&person.id))
}

/// Says why a visit cannot have met a person on a day.
pub(in crate::schedule) fn doubt(person: Option<&Person>, day: Day) -> Option<Doubt> {
    let person = person?;
    doubt_between(born(person), person, day)
}

/// Says the same of the person to whom something is owed.
pub(super) fn doubt_in(owing: &Owing<'_>, day: Day) -> Option<Doubt> {
    let person = owing.person?;
    let born = owing.born.get_or_init(|| born(person));
    doubt_between(*born, person, day)
}

fn born(person: &Person) -> Option<Day> {
    match person.fact("birth", Day::MAX) {
        Some(FactValue::Day(birth) | FactValue::DayRange(birth, _)) => Some(*birth),
        _ => None,
    }
}

fn doubt_between(born: Option<Day>, person: &Person, day: Day) -> Option<Doubt> {
    if person.died.as_ref().is_some_and(|death| death.day < day) {
        return Some(Doubt::AfterDeath);
    }
    born.is_some_and(|birth| day < birth)
        .then_some(Doubt::BeforeBirth)
}

/// Tells whether a visit met whom the obligation asks for.
pub(super) fn was_met(owing: &Owing<'_>, visit: &VisitRecord) -> bool {
    if owing.obligation.mode != Some(NeedMode::Met) {
        // A call to one person of a home is none to another.
        let called = |person: &Person| visit.seen.is_empty() || visit.met(&person.id).is_some();
        return match visit.mode {
            Mode::InPerson => !visit.seen.is_empty(),
            _ => owing.person.is_none_or(called),
        };
    }
    let enough = |met: &str| {
        met == MET_PERSON || (owing.obligation.meet == Meet::Family && met == MET_FAMILY)
    };
    match owing.person {
        Some(person) => visit.met(&person.id).is_some_and(enough),
        None => visit.seen.iter().any(|seen| enough(&seen.met)),
    }
}
