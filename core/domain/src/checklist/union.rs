//! What is asked on a visit: the union of what duties ask, of what every visit
//! brings along, and of single questions that are worth asking again.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use tanfang_policy::dict::{About, Fresh, How as Learned};
use tanfang_policy::value::FactValue;
use tanfang_policy::world::World;
use tanfang_values::PersonId;

use crate::checklist::around::Around;
use crate::checklist::question::{Carry, Checklist, Each, Question, Setting, Writes};
use crate::checklist::section::{Asked, Form, FormInput, Last, Reason, Section, State};
use crate::event::{Mode, Subject};
use crate::pack::Work;
use crate::people::Viewer;
use crate::people::world::{Overlay, WorldMaker};
use crate::role::Role;
use crate::schedule::record::{MET_FAMILY, MET_PERSON};

impl<'w> Form<'w> {
    /// Makes the form of a visit.
    ///
    /// A whole checklist is asked of every subject of whom an open duty of the
    /// viewer asks it, or which it surely is for where it comes along with every
    /// visit.
    /// Of the others single questions are asked, where the checklist surely is
    /// for the subject: those whose fact is past its freshness, or missing and
    /// would decide a hint, or belongs to an open flag or need. A question is
    /// asked once, in the first section that has it.
    ///
    /// Never asked is what a database holds, a judgement of another role, and
    /// what must not be asked of this home now (R39).
    pub fn new(work: &'w Work, input: FormInput<'_>) -> Self {
        Union::new(work, input).form()
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

/// What a form is being made from.
struct Union<'w, 'a> {
    work: &'w Work,
    input: FormInput<'a>,
    around: &'a Around<'a>,
    asking: BTreeSet<Role>,
    /// The home with today's answers.
    world: World,
    /// The home as it was before this visit.
    before: OnceCell<World>,
    /// Ids of facts that must not be asked of it now.
    barred: BTreeSet<&'w str>,
    home: Subject,
    persons: Vec<Subject>,
    to_meet: Vec<Subject>,
}

impl<'w, 'a> Union<'w, 'a> {
    fn new(work: &'w Work, input: FormInput<'a>) -> Self {
        let around = input.around;
        let mut overlay = input.answers.overlay();
        overlay.extend(reached(input));
        let mut world = maker(work, input).world(around.home, around.day, &overlay);
        world.events.clone_from(&around.events);
        let present = around.home.present(around.day);
        let mut union = Self {
            work,
            input,
            around,
            asking: asking(work, around.viewer),
            before: OnceCell::new(),
            barred: work.must_not_ask(&world),
            world,
            home: Subject::Household(around.home.id.clone()),
            persons: present.map(|p| Subject::Person(p.id.clone())).collect(),
            to_meet: Vec::new(),
        };
        union.to_meet = union.whom_to_meet();
        union
    }

    fn form(&self) -> Form<'w> {
        let mut form = Form {
            household: self.around.home.id.clone(),
            day: self.around.day,
            sections: Vec::new(),
            dropped: Vec::new(),
            unset: Vec::new(),
        };
        let people = self.persons.iter().map(|person| (person, About::Person));
        for (about, scope) in std::iter::once((&self.home, About::Household)).chain(people) {
            let lists = self.work.checklists_in(Setting::Home);
            for checklist in lists.filter(|list| list.about == scope) {
                self.section(&mut form, checklist, about);
            }
        }
        let answers = self.input.answers.iter();
        form.dropped = answers
            .filter(|given| form.find(&given.key, &given.about).is_none())
            .cloned()
            .collect();
        form
    }

    /// Adds what a checklist asks about a subject, if it asks anything.
    fn section(&self, form: &mut Form<'w>, checklist: &'w Checklist, about: &Subject) {
        if checklist.hidden(&self.world, about) {
            return;
        }
        let why = self.why(checklist, about);
        let mut section = Section {
            checklist,
            about: about.clone(),
            sure: self.is_sure(checklist, about),
            why,
            questions: Vec::new(),
        };
        let whole = !section.why.is_empty() || self.comes_along(&section);
        if !whole && self.input.mode != Mode::InPerson {
            return;
        }
        let mut any = false;
        for question in &checklist.questions {
            if !self.may_ask(question) {
                continue;
            }
            if question.is_unset() {
                if whole {
                    form.unset.extend(question.unset_slot.clone());
                }
                continue;
            }
            for each in self.each(question, about) {
                let about = question.about(each, &self.home).clone();
                if question.hidden(&self.world, &about) {
                    continue;
                }
                let last = self.last(question, &about);
                let Some(reasons) = self.reasons(question, &about, &section, whole, last.as_ref())
                else {
                    continue;
                };
                any = true;
                let required = self.is_required(question, &section.why);
                if let Some(same) = form
                    .sections
                    .iter_mut()
                    .chain([&mut section])
                    .flat_map(|section| &mut section.questions)
                    .find(|asked| asked.question.key == question.key && asked.about == about)
                {
                    same.join(question, required, reasons);
                    continue;
                }
                let given = self.input.answers.get(&question.key, &about).cloned();
                section.questions.push(Asked {
                    question,
                    also: Vec::new(),
                    required,
                    state: State::of(question.carried(), given.as_ref(), last.as_ref()),
                    reasons,
                    about,
                    last,
                    given,
                });
            }
        }
        if any {
            form.sections.push(section);
        }
    }

    /// Lists the obligations for which the viewer asks a checklist about a subject.
    fn why(&self, checklist: &Checklist, about: &Subject) -> Vec<String> {
        let mut ids: Vec<String> = Vec::new();
        for owed in &self.around.owed {
            let obligation = &owed.obligation;
            // What is asked of a home is owed to it through any of its people.
            let of = match checklist.about {
                About::Household => true,
                About::Person => owed.about == *about || owed.about == self.home,
            };
            if of
                && obligation.done.contains(&checklist.id)
                && match self.input.mode {
                    Mode::Phone | Mode::Wechat => owed.by_call,
                    mode => obligation.takes(mode),
                }
                && !ids.contains(&obligation.id)
            {
                ids.push(obligation.id.clone());
            }
        }
        ids
    }

    /// Tells whether a checklist comes along with the visit, whoever owes what.
    fn comes_along(&self, section: &Section<'_>) -> bool {
        section.checklist.every_visit && section.sure && self.input.mode == Mode::InPerson
    }

    fn is_sure(&self, checklist: &Checklist, about: &Subject) -> bool {
        let rule = checklist.show_if.as_ref();
        rule.is_none_or(|rule| rule.surely(&self.world, about))
    }

    /// Lists about whom a question is asked, once for each.
    fn each<'s>(&'s self, question: &Question, section: &'s Subject) -> &'s [Subject] {
        match question.each {
            Each::Section => std::slice::from_ref(section),
            Each::Members => &self.persons,
            Each::ToMeet => &self.to_meet,
        }
    }

    /// Tells whether a question may be asked here by the viewer at all.
    fn may_ask(&self, question: &Question) -> bool {
        let barred = |def: &tanfang_policy::dict::FactDef| self.barred.contains(def.id.as_str());
        let fits = match &question.writes {
            Writes::Met(_) => self.input.mode == Mode::InPerson,
            Writes::Reached(_) => self.input.mode != Mode::InPerson,
            Writes::Fact(_) | Writes::Ledger(_) | Writes::Need(_) => true,
        };
        fits && question.may_ask(&self.asking)
            && !question.writes.def().is_some_and(|def| barred(def))
    }

    /// Says why a question is asked about a subject; none where it is not.
    fn reasons(
        &self,
        question: &Question,
        about: &Subject,
        section: &Section<'_>,
        whole: bool,
        last: Option<&Last>,
    ) -> Option<Vec<Reason>> {
        let known = last.filter(|last| !last.value.is_unknown());
        // A database says it: it is shown where it is known, and asked nowhere.
        if question.is_looked_up() && known.is_none() {
            return None;
        }
        let mut reasons: Vec<Reason> = Vec::new();
        if whole {
            reasons.extend(section.why.iter().cloned().map(Reason::Duty));
            if self.comes_along(section) {
                reasons.push(Reason::EveryVisit);
            }
        }
        let fact = question
            .writes
            .def()
            .filter(|_| !question.writes.is_meeting());
        if (section.sure || whole)
            && fact.is_some()
            && let Some(last) = last
            && !last.fresh
            && question.carried() != Carry::Carried
        {
            reasons.push(Reason::Stale(last.day));
        }
        let missing = self.around.missing.iter().filter(|missing| {
            fact.is_some_and(|def| def.id.as_str() == missing.fact) && missing.about == *about
        });
        if section.sure && known.is_none() {
            reasons.extend(missing.map(|missing| Reason::Hint(missing.scheme.clone())));
        }
        if section.sure {
            reasons.extend(self.flags(question, about));
            reasons.extend(self.needs(question, about));
        }
        let given = self.input.answers.get(&question.key, about);
        let answered = given.is_some_and(|given| given.q == question.id);
        (whole || answered || !reasons.is_empty()).then_some(reasons)
    }

    /// Lists the open flags that an answer to the question raises.
    fn flags(&self, question: &Question, about: &Subject) -> Vec<Reason> {
        let mut codes: Vec<Reason> = Vec::new();
        for rule in &question.raises {
            let Some(class) = self.work.flag(&rule.flag) else {
                continue;
            };
            let of = class.subject(about, &self.around.home.id);
            let mut open = self.around.flags.iter();
            let reason = Reason::Flag(class.id.clone());
            if class.visible_to(&self.around.viewer.roles)
                && open.any(|flag| flag.code == class.id && flag.about == of)
                && !codes.contains(&reason)
            {
                codes.push(reason);
            }
        }
        codes
    }

    /// Lists the needs that what was known before the visit shows.
    fn needs(&self, question: &Question, about: &Subject) -> Vec<Reason> {
        let mut names: Vec<Reason> = Vec::new();
        for rule in &question.needs {
            let reason = Reason::Need(rule.need.clone());
            if rule.when.surely(self.before(), about) && !names.contains(&reason) {
                names.push(reason);
            }
        }
        names
    }

    fn before(&self) -> &World {
        self.before.get_or_init(|| {
            let around = self.around;
            let mut world = maker(self.work, self.input).world(around.home, around.day, &[]);
            world.events.clone_from(&around.events);
            world
        })
    }

    /// Returns the last answer before this visit, if it still reads as an answer.
    fn last(&self, question: &Question, about: &Subject) -> Option<Last> {
        if let (Writes::Met(_), Some(person)) = (&question.writes, about.person()) {
            let last = self.around.met.get(person)?;
            return Some(Last {
                value: FactValue::One(last.met.clone()),
                day: last.day,
                op: last.op.clone(),
                fresh: false,
            });
        }
        let (day, visit) = (self.around.day, self.input.visit);
        let facts = self.around.home.facts_of(about)?;
        let record = facts.before_visit(&question.key, day, visit)?;
        if question.check(&record.value).is_err() {
            return None; // of an older checklist: not an answer to this question
        }
        let age = record.day.days_until(day);
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

    /// Lists whom a visit is to meet: everybody whom a checklist about persons
    /// asks to meet and everybody to whom the viewer owes a duty; nobody of
    /// these, then the head of the home, or whoever lives there first.
    fn whom_to_meet(&self) -> Vec<Subject> {
        if self.input.mode != Mode::InPerson {
            return Vec::new();
        }
        let meets = |q: &Question| matches!(q.writes, Writes::Met(_)) && q.may_ask(&self.asking);
        let lists = self.work.checklists_in(Setting::Home);
        let lists: Vec<&Checklist> = lists
            .filter(|list| list.about == About::Person && list.questions.iter().any(meets))
            .collect();
        let wanted = |about: &&Subject| {
            let owed = &self.around.owed;
            owed.iter().any(|owed| owed.about == **about)
                || lists.iter().any(|list| self.is_sure(list, about))
        };
        let mut found: Vec<Subject> = self.persons.iter().filter(wanted).cloned().collect();
        if found.is_empty() {
            let head = self.around.home.head.as_ref();
            let mut persons = self.persons.iter();
            let head = persons.find(|about| about.person() == head);
            found.extend(head.or(self.persons.first()).cloned());
        }
        found
    }

    /// Tells whether a duty needs a question answered before it is done; whom
    /// the visit met or the call reached is always to be said.
    fn is_required(&self, question: &Question, why: &[String]) -> bool {
        let must = |id: &String| {
            let obligation = self.work.obligation(id);
            obligation.is_some_and(|obligation| obligation.must.contains(&question.id))
        };
        question.writes.is_meeting() || why.iter().any(|id| !question.optional || must(id))
    }
}

fn maker<'a>(work: &'a Work, input: FormInput<'a>) -> WorldMaker<'a> {
    WorldMaker::new(work.dictionary(), work.classes()).without(input.visit)
}

/// Whom one met at the home needs no call: rules about a call see it as one
/// that reached the same.
fn reached(input: FormInput<'_>) -> Vec<Overlay> {
    if input.mode != Mode::InPerson {
        return Vec::new();
    }
    let of = |person: &PersonId, met: &str| {
        [MET_PERSON, MET_FAMILY].contains(&met).then(|| Overlay {
            about: Subject::Person(person.clone()),
            fact: Writes::REACHED.to_owned(),
            value: FactValue::One(met.to_owned()),
        })
    };
    let given = input
        .answers
        .iter()
        .filter(|given| given.key == Writes::MET);
    given
        .filter_map(|given| match (&given.about, &given.value) {
            (Subject::Person(person), FactValue::One(met)) => of(person, met),
            _ => None,
        })
        .collect()
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

    /// Tells whether a database says it (库): it is never asked.
    pub fn is_looked_up(&self) -> bool {
        self.writes
            .def()
            .is_some_and(|def| def.how == Learned::Database)
    }

    /// Says what becomes of the last answer: what a database says is only shown.
    pub fn carried(&self) -> Carry {
        if self.is_looked_up() {
            Carry::Carried
        } else {
            self.carry
        }
    }
}
