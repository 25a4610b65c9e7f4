//! The form of a visit: sections, and for each question what to do with it.

use std::collections::BTreeSet;
use std::sync::Arc;
use tanfang_policy::dict::{About, Fresh, How as Learned};
use tanfang_policy::value::FactValue;
use tanfang_policy::world::World;
use tanfang_values::{Day, OpId, PersonId, VisitId};

use crate::checklist::given::{Answers, Given};
use crate::checklist::question::{Carry, Checklist, Each, Question, Writes};
use crate::event::Subject;
use crate::pack::Work;
use crate::people::world::WorldMaker;
use crate::people::{Household, Person, Viewer};
use crate::role::Role;
use crate::schedule::audience::{Applies, Worlds, spans};
use crate::schedule::obligation::Obligation;

/// Holds what to ask at a home, in order, for one viewer on one day.
#[derive(Debug, Clone, PartialEq)]
pub struct Form<'w> {
    /// The home.
    pub household: tanfang_values::HouseholdId,
    /// The day it is asked for.
    pub day: Day,
    /// The sections in order.
    pub sections: Vec<Section<'w>>,
    /// Answers to what is no longer asked; they are kept.
    pub dropped: Vec<Given>,
    /// Terms without content, for which questions are left out (内容未配置).
    pub unset: Vec<String>,
}

/// Holds one checklist about one subject.
#[derive(Debug, Clone, PartialEq)]
pub struct Section<'w> {
    /// The checklist.
    pub checklist: &'w Checklist,
    /// About whom.
    pub about: Subject,
    /// Obligations for which it is asked; empty where nobody owes it.
    pub why: Vec<String>,
    /// Whether it is surely for this subject; otherwise it is asked because
    /// nothing rules it out.
    pub sure: bool,
    /// Its questions in order.
    pub questions: Vec<Asked<'w>>,
}

/// Holds one question as it stands on this visit.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked<'w> {
    /// The question as shown.
    pub question: &'w Question,
    /// Questions of other sections that write the same about the same subject
    /// and are therefore not asked again.
    pub also: Vec<&'w Question>,
    /// About whom the answer is.
    pub about: Subject,
    /// Whether a duty needs it answered.
    pub required: bool,
    /// What to do with it.
    pub state: State,
    /// What was answered last time.
    pub last: Option<Last>,
    /// What was answered this time.
    pub given: Option<Given>,
}

/// Says what to do with a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Ask it.
    Ask,
    /// Known and still fresh: not asked again, only within reach.
    Fresh,
    /// Offer 都一样: there is a last answer to confirm.
    Same,
    /// 带出: the last answer is shown and stays.
    Carried,
    /// It is answered.
    Answered,
}

/// Holds the last answer to a question, from before this visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Last {
    /// The value.
    pub value: FactValue,
    /// The day from which it is known.
    pub day: Day,
    /// The op that says so.
    pub op: OpId,
    /// Whether it is still fresh; what is stale is still used, with its day.
    pub fresh: bool,
}

/// What a form is made from.
#[derive(Debug, Clone, Copy)]
pub struct FormInput<'a> {
    /// The home as known.
    pub home: &'a Household,
    /// Who asks.
    pub viewer: &'a Viewer,
    /// The visit; its own answers are never "last time".
    pub visit: &'a VisitId,
    /// The day of the visit.
    pub day: Day,
    /// What has been answered so far.
    pub answers: &'a Answers,
}

impl<'w> Form<'w> {
    /// Makes the form of a visit.
    ///
    /// A section is there for every present person (or the home) for whom its
    /// checklist is not surely out of place and has a question for the viewer's
    /// roles. A question is asked once, in the first section that has it.
    pub fn new(work: &'w Work, input: FormInput<'_>) -> Self {
        let asking = asking(work, input.viewer);
        let world = WorldMaker::new(work.dictionary(), work.classes())
            .without(input.visit)
            .world(input.home, input.day, &input.answers.overlay());
        let mut form = Self {
            household: input.home.id.clone(),
            day: input.day,
            sections: Vec::new(),
            dropped: Vec::new(),
            unset: Vec::new(),
        };
        let home = Subject::Household(input.home.id.clone());
        let persons: Vec<Subject> = input
            .home
            .present(input.day)
            .map(|person| Subject::Person(person.id.clone()))
            .collect();
        let people = People {
            to_meet: to_meet(work, input, &asking, &world, &persons),
            home,
            persons,
        };
        for (about, scope) in std::iter::once((&people.home, About::Household))
            .chain(people.persons.iter().map(|person| (person, About::Person)))
        {
            for checklist in work.checklists().iter().filter(|list| list.about == scope) {
                form.section(work, input, &asking, &world, checklist, about, &people);
            }
        }
        form.dropped = input
            .answers
            .iter()
            .filter(|given| form.find(&given.key, &given.about).is_none())
            .cloned()
            .collect();
        form
    }

    #[allow(clippy::too_many_arguments)] // one private step of `new`
    fn section(
        &mut self,
        work: &'w Work,
        input: FormInput<'_>,
        asking: &BTreeSet<Role>,
        world: &World,
        checklist: &'w Checklist,
        about: &Subject,
        people: &People,
    ) {
        if checklist.hidden(world, about) {
            return;
        }
        let mut section = Section {
            checklist,
            about: about.clone(),
            why: why(work, input, asking, checklist, about),
            sure: checklist
                .show_if
                .as_ref()
                .is_none_or(|rule| rule.surely(world, about)),
            questions: Vec::new(),
        };
        let mut any = false;
        for question in &checklist.questions {
            if !question.may_ask(asking) {
                continue;
            }
            if question.is_unset() {
                self.unset.extend(question.unset_slot.clone());
                continue;
            }
            let each: &[Subject] = match question.each {
                Each::Section => std::slice::from_ref(about),
                Each::Members => &people.persons,
                Each::ToMeet => &people.to_meet,
            };
            for about in each {
                let about = question.about(about, &people.home).clone();
                if question.hidden(world, &about) {
                    continue;
                }
                any = true;
                let required = is_required(work, question, &section.why);
                if let Some(there) = self
                    .sections
                    .iter_mut()
                    .chain([&mut section])
                    .flat_map(|section| &mut section.questions)
                    .find(|asked| asked.question.key == question.key && asked.about == about)
                {
                    there.join(question, required);
                    continue;
                }
                section
                    .questions
                    .push(asked(question, about, required, input));
            }
        }
        if any {
            self.sections.push(section);
        }
    }

    /// Finds the question that writes a key about a subject.
    pub fn find(&self, key: &str, about: &Subject) -> Option<&Asked<'w>> {
        self.questions()
            .find(|asked| asked.question.key == key && asked.about == *about)
    }

    /// Finds a question by its id and subject, also under the id it has in
    /// another section.
    pub fn question(&self, q: &str, about: &Subject) -> Option<&Asked<'w>> {
        self.questions().find(|asked| {
            asked.about == *about
                && (asked.question.id == q || asked.also.iter().any(|also| also.id == q))
        })
    }

    /// Lists every question in order.
    pub fn questions(&self) -> impl Iterator<Item = &Asked<'w>> {
        self.sections.iter().flat_map(|section| &section.questions)
    }

    /// Lists what 都一样 would confirm, about one subject or about all.
    pub fn same<'a>(&'a self, about: Option<&'a Subject>) -> impl Iterator<Item = &'a Asked<'w>> {
        self.questions().filter(move |asked| {
            asked.state == State::Same && about.is_none_or(|about| asked.about == *about)
        })
    }

    /// Lists the persons whose seeing the visit asks about.
    pub fn persons(&self) -> impl Iterator<Item = &PersonId> {
        self.questions()
            .filter(|asked| matches!(asked.question.writes, Writes::Met(_)))
            .filter_map(|asked| asked.about.person())
    }
}

impl<'w> Asked<'w> {
    /// Lists the question and the others that are the same.
    pub fn all(&self) -> impl Iterator<Item = &'w Question> + '_ {
        std::iter::once(self.question).chain(self.also.iter().copied())
    }

    /// Joins another question that is the same: what either demands is demanded.
    fn join(&mut self, question: &'w Question, required: bool) {
        self.also.push(question);
        self.required |= required;
        let strictest = self.all().map(|q| q.carry).min().unwrap_or(Carry::Always);
        self.state = state(strictest, self.given.as_ref(), self.last.as_ref());
    }
}

/// Returns the roles in which a viewer asks: those held, and those acted for.
pub fn asking(work: &Work, viewer: &Viewer) -> BTreeSet<Role> {
    let mut roles = viewer.roles.clone();
    roles.extend(
        work.acting(&viewer.roles)
            .into_iter()
            .map(|acts| acts.for_role),
    );
    roles
}

/// The subjects of a home on the day of a visit.
struct People {
    home: Subject,
    persons: Vec<Subject>,
    to_meet: Vec<Subject>,
}

/// Lists whom a visit is to meet: everybody whom a checklist about persons asks
/// to meet and everybody to whom the viewer owes a duty; nobody of these, then
/// the head of the home, or whoever lives there first.
fn to_meet(
    work: &Work,
    input: FormInput<'_>,
    asking: &BTreeSet<Role>,
    world: &World,
    persons: &[Subject],
) -> Vec<Subject> {
    let asks = |checklist: &&Checklist| {
        checklist.about == About::Person
            && checklist
                .questions
                .iter()
                .any(|q| matches!(q.writes, Writes::Met(_)) && q.may_ask(asking))
    };
    let lists: Vec<&Checklist> = work.checklists().iter().filter(asks).collect();
    let owed: Vec<&Arc<Obligation>> = work
        .obligations()
        .iter()
        .filter(|o| o.target_subject() == Some(About::Person) && owes(work, input, asking, o))
        .collect();
    let wanted = |about: &&Subject| {
        lists.iter().any(|list| !list.hidden(world, about))
            || about
                .person()
                .and_then(|id| input.home.person(id))
                .is_some_and(|person| owed.iter().any(|o| applies(work, input, o, Some(person))))
    };
    let mut found: Vec<Subject> = persons.iter().filter(wanted).cloned().collect();
    if found.is_empty() {
        let head = input.home.head.as_ref();
        let head = persons.iter().find(|about| about.person() == head);
        found.extend(head.or(persons.first()).cloned());
    }
    found
}

/// Tells whether a duty needs a question answered before it is done; whom the
/// visit met is always to be said.
fn is_required(work: &Work, question: &Question, why: &[String]) -> bool {
    if matches!(question.writes, Writes::Met(_)) {
        return true;
    }
    why.iter().any(|id| {
        !question.optional
            || work
                .obligation(id)
                .is_some_and(|obligation| obligation.must.contains(&question.id))
    })
}

fn asked<'w>(
    question: &'w Question,
    about: Subject,
    required: bool,
    input: FormInput<'_>,
) -> Asked<'w> {
    let last = last(question, &about, input);
    let given = input.answers.get(&question.key, &about).cloned();
    Asked {
        question,
        also: Vec::new(),
        required,
        state: state(question.carry, given.as_ref(), last.as_ref()),
        about,
        last,
        given,
    }
}

fn state(carry: Carry, given: Option<&Given>, last: Option<&Last>) -> State {
    let known = last.is_some_and(|last| !last.value.is_unknown());
    match carry {
        _ if given.is_some() => State::Answered,
        Carry::Same if known && last.is_some_and(|last| last.fresh) => State::Fresh,
        Carry::Same if known => State::Same,
        Carry::Carried if known => State::Carried,
        Carry::Always | Carry::Same | Carry::Carried => State::Ask,
    }
}

/// Returns the last answer before this visit, if it still reads as an answer.
fn last(question: &Question, about: &Subject, input: FormInput<'_>) -> Option<Last> {
    let record = input
        .home
        .facts_of(about)?
        .before_visit(&question.key, input.day, input.visit)?;
    if question.check(&record.value).is_err() {
        return None; // of an older checklist: not an answer to this question
    }
    let age = record.day.days_until(input.day);
    Some(Last {
        value: record.value.clone(),
        day: record.day,
        op: record.op().clone(),
        fresh: match question.writes.def().map(|def| def.fresh) {
            Some(Fresh::Forever) => true,
            Some(Fresh::Days(days)) => age <= i64::from(days),
            Some(Fresh::EveryVisit) | None => false,
        },
    })
}

/// Lists the obligations for which a viewer asks a checklist about a subject.
fn why(
    work: &Work,
    input: FormInput<'_>,
    asking: &BTreeSet<Role>,
    checklist: &Checklist,
    about: &Subject,
) -> Vec<String> {
    let person = about.person().and_then(|id| input.home.person(id));
    work.obligations()
        .iter()
        .filter(|obligation| {
            if !obligation.done.contains(&checklist.id) || !owes(work, input, asking, obligation) {
                return false;
            }
            match (checklist.about, obligation.target_subject()) {
                // What is asked of a home is owed to it through any of its people.
                (About::Household, Some(About::Person)) => input
                    .home
                    .present(input.day)
                    .any(|person| applies(work, input, obligation, Some(person))),
                _ => applies(work, input, obligation, person),
            }
        })
        .map(|obligation| obligation.id.clone())
        .collect()
}

/// Tells whether the viewer owes an obligation, by role or by acting for one;
/// what a match list asks for is owed for its people alone and not looked at.
fn owes(
    work: &Work,
    input: FormInput<'_>,
    asking: &BTreeSet<Role>,
    obligation: &Obligation,
) -> bool {
    obligation.is_scheduled()
        && obligation.who.iter().any(|role| {
            input.viewer.roles.contains(role)
                || (asking.contains(role)
                    && work
                        .may_act(&input.viewer.roles, *role, obligation)
                        .is_some())
        })
}

/// Tells whether an obligation surely applies on the day of the visit.
fn applies(
    work: &Work,
    input: FormInput<'_>,
    obligation: &Obligation,
    person: Option<&Person>,
) -> bool {
    let mut worlds = Worlds::new(work, input.home, &[]);
    spans(obligation, &mut worlds, person, input.day, input.day)
        .iter()
        .any(|span| span.applies == Applies::Yes)
}

impl Question {
    /// Tells whether somebody of these roles may be asked it; a judgement takes
    /// the roles that the dictionary names.
    pub fn may_ask(&self, roles: &BTreeSet<Role>) -> bool {
        self.asks(roles.iter().copied())
            && self.writes.def().is_none_or(|def| {
                def.how != Learned::Judge
                    || def
                        .by
                        .iter()
                        .any(|name| Role::parse(name).is_some_and(|role| roles.contains(&role)))
            })
    }
}
