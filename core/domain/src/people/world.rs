//! What the policy language sees of a home on a day.

use std::sync::Arc;
use tanfang_policy::dict::{About, Dictionary};
use tanfang_policy::value::FactValue;
use tanfang_policy::world::{Facts, Item, Known, Lists, Member, World};
use tanfang_values::{Day, VisitId};

use crate::event::Subject;
use crate::people::classes::{CLASS_FACT, Classes};
use crate::people::facts::{FactHistory, FactRecord, before_visit, newest};
use crate::people::items::{self, AID};
use crate::people::{Household, Membership, Person};

/// Id of the enum of benefits in the dictionary.
const AID_ENUM: &str = "aid";
/// Fact that holds the day of death.
const DIED: &str = "died";

/// Holds an answer that is not yet in the records: a draft's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlay {
    /// About whom.
    pub about: Subject,
    /// Dictionary id or `visit.<x>`.
    pub fact: String,
    /// The value.
    pub value: FactValue,
}

/// Builds worlds of homes, each for a day.
#[derive(Debug, Clone, Copy)]
pub struct WorldMaker<'a> {
    dictionary: &'a Dictionary,
    classes: &'a Classes,
    only: Option<&'a [String]>,
    without: Option<&'a VisitId>,
    by_lists: bool,
    dead: bool,
    untold: bool,
}

impl<'a> WorldMaker<'a> {
    /// Makes worlds with every fact of the dictionary that is known.
    pub fn new(dictionary: &'a Dictionary, classes: &'a Classes) -> Self {
        Self {
            dictionary,
            classes,
            only: None,
            without: None,
            by_lists: false,
            dead: false,
            untold: false,
        }
    }

    /// Leaves out every fact but these, named in ascending order; a rule that
    /// reads no others sees no difference.
    #[must_use]
    pub fn only(mut self, facts: &'a [String]) -> Self {
        debug_assert!(facts.is_sorted(), "names in ascending order");
        self.only = Some(facts);
        self
    }

    /// Leaves out what was answered on one visit, to see the home as it was
    /// before it.
    #[must_use]
    pub fn without(mut self, visit: &'a VisitId) -> Self {
        self.without = Some(visit);
        self
    }

    /// Takes the lists for whole: who is on no list of a class is not in it, and
    /// who is not known to receive something does not.
    ///
    /// Duties go by the lists. A rule about what somebody is entitled to must
    /// not: there, what nobody said is unknown.
    #[must_use]
    pub fn by_lists(mut self) -> Self {
        self.by_lists = true;
        self
    }

    /// Puts those who died while they lived here among the members, for what is
    /// given on a death. They are no members to any other rule.
    #[must_use]
    pub fn with_dead(mut self) -> Self {
        self.dead = true;
        self
    }

    /// Leaves out which operation recorded a fact, which no rule sees and nobody
    /// asks for who does not explain an answer.
    #[must_use]
    pub fn untold(mut self) -> Self {
        self.untold = true;
        self
    }

    /// Makes the world of a home on a day, with the answers of a draft over it.
    pub fn world(&self, home: &Household, day: Day, overlay: &[Overlay]) -> World {
        let mut world = World::new(day);
        self.fill(&mut world.household, &home.facts, day);
        world.members_complete = home.persons_complete;
        world.members_complete |=
            self.by_lists || items::is_complete(&home.facts, items::MEMBERS, day);
        self.lists(&mut world.lists, &home.facts, About::Household, day);
        let dead = |person: &&Person| {
            let died = person.died.as_ref().is_some_and(|death| death.day < day);
            self.dead && died && person.left.is_none()
        };
        let members = home.persons.iter();
        for person in members.filter(|person| person.is_here(day) || dead(person)) {
            self.given(&mut world.household, person, About::Household, day);
            world.members.push(self.member(home, person, day));
        }
        for answer in overlay {
            let facts = match &answer.about {
                Subject::Household(id) if *id == home.id => Some(&mut world.household),
                Subject::Household(_) => None,
                Subject::Person(id) => world
                    .member(id.as_str())
                    .and_then(|at| world.members.get_mut(at))
                    .map(|member| &mut member.facts),
            };
            if let Some(facts) = facts {
                facts.set(
                    &answer.fact,
                    Known {
                        day: Some(day),
                        ..Known::from(answer.value.clone())
                    },
                );
            }
        }
        world
    }

    fn member(&self, home: &Household, person: &Person, day: Day) -> Member {
        let mut member = Member {
            id: person.id.as_str().to_owned(),
            ..Member::default()
        };
        self.fill(&mut member.facts, &person.facts, day);
        self.given(&mut member.facts, person, About::Person, day);
        if self.reads(CLASS_FACT) {
            self.in_classes(&mut member.facts, home, person, day);
        }
        if let Some(death) = &person.died {
            member.facts.set(
                DIED,
                Known {
                    tag: self.tag(death.op.as_str()),
                    day: Some(death.day),
                    ..Known::from(FactValue::Day(death.day))
                },
            );
        }
        self.lists(&mut member.lists, &person.facts, About::Person, day);
        self.benefits(&mut member, person, day);
        member
    }

    fn fill(&self, facts: &mut Facts, history: &FactHistory, day: Day) {
        let mut put = |name: &str, records: &[FactRecord]| {
            let record = match self.without {
                Some(visit) => before_visit(records, day, visit),
                None => newest(records, day),
            };
            if let Some(record) = record {
                facts.set(
                    name,
                    Known {
                        tag: self.tag(record.op().as_str()),
                        day: Some(record.day),
                        ..Known::from(record.value.clone())
                    },
                );
            }
        };
        match self.only {
            Some(names) => {
                for (at, records) in history.among(names) {
                    if let Some(name) = names.get(at) {
                        put(name, records);
                    }
                }
            }
            None => history
                .by_name()
                .filter(|(name, _)| self.dictionary.fact(name).is_some() || is_of_pack(name))
                .for_each(|(name, records)| put(name, records)),
        }
    }

    fn tag(&self, op: &str) -> Option<Arc<str>> {
        (!self.untold).then(|| Arc::from(op))
    }

    fn reads(&self, fact: &str) -> bool {
        self.only
            .is_none_or(|names| names.iter().any(|name| name == fact))
    }

    /// Fills in what being on a list tells, where nothing is on record.
    fn given(&self, facts: &mut Facts, person: &Person, about: About, day: Day) {
        for (given, membership) in self.classes.given(person, about, day) {
            if self.reads(&given.fact) && facts.get_id(&given.fact).is_none() {
                facts.set(
                    &given.fact,
                    Known {
                        tag: self.tag(membership.op.as_str()),
                        day: Some(membership.from),
                        ..Known::from(given.value.clone())
                    },
                );
            }
        }
    }

    /// Fills in the classes the person is in; there may be others, unless the
    /// lists are taken for whole.
    fn in_classes(&self, facts: &mut Facts, home: &Household, person: &Person, day: Day) {
        let held = self.classes.of(home, person, day);
        let mut codes: Vec<String> = held.iter().map(|held| held.class.id.clone()).collect();
        let mut tag: Option<Arc<str>> = None;
        let mut since = None;
        if let Some(known) = facts.get_id(CLASS_FACT) {
            if let FactValue::Many(said) = &known.value {
                codes.extend(said.iter().cloned());
            }
            (tag, since) = (known.tag.clone(), known.day);
        }
        if let Some(first) = held.first() {
            let (op, from) = first.by.origin();
            (tag, since) = (self.tag(op), from);
        }
        if codes.is_empty() && !self.by_lists {
            return;
        }
        facts.set(
            CLASS_FACT,
            Known {
                value: FactValue::many(codes),
                tag,
                day: since,
                partial: !self.by_lists,
            },
        );
    }

    /// Fills in the items of every list, and whether these are all.
    fn lists(&self, lists: &mut Lists, history: &FactHistory, about: About, day: Day) {
        if !history.names().any(items::is_composed) {
            return;
        }
        for def in self.dictionary.lists() {
            if def.about != about || def.persons {
                continue;
            }
            let known = items::items(history, &def.id, day);
            let complete = items::is_complete(history, &def.id, day);
            if known.is_empty() && !complete {
                continue;
            }
            let list = lists.entry(&def.id);
            list.complete |= complete;
            for item in known {
                let mut made = Item::default();
                for (field, record) in &item.fields {
                    if def.field(field).is_some() {
                        made.facts.set(field, said(record));
                    }
                }
                if let (Some(monthly), Some(said)) =
                    (item.monthly(), item.fields.get(items::AMOUNT))
                {
                    let known = Known {
                        value: monthly,
                        ..self::said(said)
                    };
                    made.facts.set(items::MONTHLY, known);
                }
                list.items.push(made);
            }
        }
    }

    /// Fills in what the person receives: episodes as items of the list, and
    /// what is known by a class (the roster of a benefit) beside it.
    fn benefits<'p>(&'p self, member: &mut Member, person: &'p Person, day: Day) {
        let list = member.lists.entry(AID);
        list.complete |= person.benefits_complete || self.by_lists;
        for benefit in &person.benefits {
            let mut item = Item::default();
            item.facts
                .set("scheme", FactValue::One(benefit.scheme.clone()));
            if let Some(level) = &benefit.level {
                item.facts.set("level", FactValue::One(level.clone()));
            }
            if let Some(amount) = benefit.amount {
                item.facts.set("amount", FactValue::Fen(amount.fen()));
            }
            if let Some(from) = benefit.from {
                item.facts.set("from", FactValue::Day(from));
            }
            if let Some(to) = benefit.to {
                item.facts.set("to", FactValue::Day(to));
            }
            if let Some(why) = &benefit.why_ended {
                item.facts.set("why", FactValue::One(why.clone()));
            }
            list.items.push(item);
        }
        let Some(aids) = self.dictionary.enum_def(AID_ENUM) else {
            return;
        };
        let on_lists = person.memberships.iter().filter(|m| !m.is_candidate());
        let aid_of = |m: &'p Membership| Some((self.classes.aid(&m.class)?, m));
        let on_lists: Vec<(&str, &Membership)> = on_lists.filter_map(aid_of).collect();
        // Of most nothing is heard: duties, which go by the lists alone, are done.
        if self.by_lists && on_lists.is_empty() && person.benefits.is_empty() {
            return;
        }
        for aid in &aids.variants {
            let by_class = on_lists.iter().filter(|(code, _)| *code == aid.code);
            let by_class = by_class.map(|(_, membership)| *membership);
            let by_episode = person.benefits.iter().filter(|b| b.scheme == aid.code);
            let (mut known, mut receives) = (false, false);
            // The day until which lists and episodes speak.
            let mut through = None;
            for membership in by_class {
                known = true;
                receives |= membership.holds(day);
                through = through.max(membership.until.or(Some(membership.from)));
            }
            for benefit in by_episode {
                known = true;
                receives |= benefit.runs(day);
                through = through.max(benefit.to.or(benefit.from));
            }
            // What somebody said counts where no list says that it runs, and only
            // after the last that one says. Duties go by the lists alone.
            if !receives
                && !self.by_lists
                && let Some(record) = items::said_of_aid(&person.facts, &aid.code, day)
                && through.is_none_or(|through| through <= record.day)
            {
                member
                    .receives
                    .insert(aid.code.clone(), record.value.clone());
                continue;
            }
            // Who once received it and no longer does surely does not; who was
            // never heard to receive it is unknown unless the list is complete.
            if known {
                member
                    .receives
                    .insert(aid.code.clone(), FactValue::Bool(receives));
            }
        }
    }
}

/// Takes a record as the language sees it.
fn said(record: &crate::people::FactRecord) -> Known {
    Known {
        tag: Some(Arc::from(record.op().as_str())),
        day: Some(record.day),
        ..Known::from(record.value.clone())
    }
}

/// Tells whether a recorded name can be a fact that only a pack knows.
fn is_of_pack(name: &str) -> bool {
    const OTHERS: [&str; 3] = ["ledger.", "visit.", "need."];
    !items::is_composed(name) && !OTHERS.iter().any(|other| name.starts_with(other))
}
