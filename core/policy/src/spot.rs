//! Places of a world that an answer can fill: to try an answer, and to ask for it.

use crate::dict::{FactDef, FactId, How, ListDef};
use crate::eval::found::Deps;
use crate::eval::reasons::{Dep, slot_fact};
use crate::eval::run::Run;
use crate::pack::Resolved;
use crate::value::FactValue;
use crate::world::{Facts, Key, Known, List, Lists, World};
use std::sync::Arc;

/// One place of a world that an answer can fill; members by position.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Spot {
    /// A fact of the home (`None`) or of a member.
    Fact {
        /// Position of the member.
        person: Option<usize>,
        /// Id of the fact.
        id: FactId,
    },
    /// A field of an item of a list.
    Field {
        /// Position of the member whose list it is.
        person: Option<usize>,
        /// Id of the list.
        list: String,
        /// Position of the item.
        item: usize,
        /// Id of the field.
        field: FactId,
    },
    /// Whether a list is 齐全.
    List {
        /// Position of the member whose list it is.
        person: Option<usize>,
        /// Id of the list.
        list: String,
    },
    /// Whether there are no other members.
    Members,
    /// Whether a member receives a benefit on the day.
    Benefit {
        /// Position of the member.
        person: usize,
        /// Code of the enum `aid`.
        code: String,
    },
}

/// What an answer puts into a [`Spot`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// A value: of a fact, of a field; yes or no for a benefit.
    Value(FactValue),
    /// There are no others: closes a list.
    NoMore,
}

/// What stood in a spot before.
enum Before {
    Known(Option<Known>),
    Complete(bool),
    Receives(Option<FactValue>),
}

impl Spot {
    /// Position of the member concerned; `None` for the home.
    pub fn person(&self) -> Option<usize> {
        match self {
            Self::Fact { person, .. } | Self::Field { person, .. } | Self::List { person, .. } => {
                *person
            }
            Self::Members => None,
            Self::Benefit { person, .. } => Some(*person),
        }
    }

    /// What is recorded there.
    pub fn known<'w>(&self, world: &'w World) -> Option<&'w Known> {
        match self {
            Self::Fact { person, id } => facts(world, *person)?.get_id(id.as_str()),
            Self::Field {
                person,
                list,
                item,
                field,
            } => {
                let list = lists(world, *person)?.get(Key::of(list))?;
                list.items.get(*item)?.facts.get_id(field.as_str())
            }
            Self::List { .. } | Self::Members | Self::Benefit { .. } => None,
        }
    }

    /// The definition of the fact or field; the item of a slot has none.
    pub fn def<'p>(&self, pack: &'p Resolved) -> Option<&'p Arc<FactDef>> {
        match self {
            Self::Fact { id, .. } => pack.fact(id.as_str()),
            Self::Field { list, field, .. } => pack.dictionary().list(list)?.field(field.as_str()),
            Self::List { .. } | Self::Members | Self::Benefit { .. } => None,
        }
    }

    /// The definition of the list that it closes or is part of.
    pub fn list<'p>(&self, pack: &'p Resolved) -> Option<&'p Arc<ListDef>> {
        let dictionary = pack.dictionary();
        match self {
            Self::Field { list, .. } | Self::List { list, .. } => dictionary.list(list),
            Self::Members => dictionary.lists().iter().find(|list| list.persons),
            Self::Fact { .. } | Self::Benefit { .. } => None,
        }
    }

    /// Tries an answer: the world is as before afterwards.
    pub fn with<R>(&self, world: &mut World, reply: &Reply, run: impl FnOnce(&World) -> R) -> R {
        let before = self.put(world, reply);
        let out = run(world);
        self.restore(world, before);
        out
    }

    fn put(&self, world: &mut World, reply: &Reply) -> Option<Before> {
        match (self, reply) {
            (Self::Fact { .. } | Self::Field { .. }, Reply::Value(value)) => {
                let (facts, key) = self.slot(world)?;
                let known = Some(value.clone().into());
                Some(Before::Known(facts.put(key, known)))
            }
            (Self::Benefit { person, code }, Reply::Value(value)) => {
                let member = world.members.get_mut(*person)?;
                let before = member.receives.insert(code.clone(), value.clone());
                Some(Before::Receives(before))
            }
            (Self::List { person, list }, Reply::NoMore) => {
                let complete = &mut self.lists_mut(world, *person)?.entry(list).complete;
                Some(Before::Complete(std::mem::replace(complete, true)))
            }
            (Self::Members, Reply::NoMore) => {
                let complete = &mut world.members_complete;
                Some(Before::Complete(std::mem::replace(complete, true)))
            }
            _ => None,
        }
    }

    fn restore(&self, world: &mut World, before: Option<Before>) {
        match (self, before) {
            (Self::Fact { .. } | Self::Field { .. }, Some(Before::Known(known))) => {
                if let Some((facts, key)) = self.slot(world) {
                    facts.put(key, known);
                }
            }
            (Self::Benefit { person, code }, Some(Before::Receives(value))) => {
                if let Some(member) = world.members.get_mut(*person) {
                    match value {
                        Some(value) => member.receives.insert(code.clone(), value),
                        None => member.receives.remove(code),
                    };
                }
            }
            (Self::List { person, list }, Some(Before::Complete(complete))) => {
                if let Some(lists) = self.lists_mut(world, *person) {
                    lists.entry(list).complete = complete;
                }
            }
            (Self::Members, Some(Before::Complete(complete))) => {
                world.members_complete = complete;
            }
            _ => {}
        }
    }

    fn slot<'w>(&self, world: &'w mut World) -> Option<(&'w mut Facts, Key)> {
        match self {
            Self::Fact { person, id } => {
                let facts = match person {
                    Some(at) => &mut world.members.get_mut(*at)?.facts,
                    None => &mut world.household,
                };
                Some((facts, Key::of(id.as_str())))
            }
            Self::Field {
                person,
                list,
                item,
                field,
            } => {
                let list = self.lists_mut(world, *person)?.get_mut(Key::of(list))?;
                let facts = &mut list.items.get_mut(*item)?.facts;
                Some((facts, Key::of(field.as_str())))
            }
            Self::List { .. } | Self::Members | Self::Benefit { .. } => None,
        }
    }

    #[allow(clippy::unused_self)] // reads as the others do
    fn lists_mut<'w>(&self, world: &'w mut World, person: Option<usize>) -> Option<&'w mut Lists> {
        match person {
            Some(at) => Some(&mut world.members.get_mut(at)?.lists),
            None => Some(&mut world.lists),
        }
    }
}

fn facts(world: &World, person: Option<usize>) -> Option<&Facts> {
    match person {
        Some(at) => world.members.get(at).map(|member| &member.facts),
        None => Some(&world.household),
    }
}

fn lists(world: &World, person: Option<usize>) -> Option<&Lists> {
    match person {
        Some(at) => world.members.get(at).map(|member| &member.lists),
        None => Some(&world.lists),
    }
}

/// The place that a dependency stands for; `None` for standards, and where nobody could fill it.
pub(crate) fn of_dep(pack: &Resolved, world: &World, dep: &Dep<'_>) -> Option<Spot> {
    Some(match dep {
        Dep::Fact(person, def) => {
            // A stranger who may live there too has no place yet.
            if person.is_some_and(|at| at >= world.members.len()) {
                return None;
            }
            Spot::Fact {
                person: *person,
                id: def.id.clone(),
            }
        }
        Dep::Field(person, def, item) => {
            let holds = |list: &List| list.items.iter().position(|i| std::ptr::eq(i, *item));
            let mut all = lists(world, *person)?.iter();
            let (key, item) = all.find_map(|(key, list)| Some((key, holds(list)?)))?;
            let defs = pack.dictionary().lists();
            let list = defs.iter().find(|list| Key::of(&list.id) == key)?;
            Spot::Field {
                person: *person,
                list: list.id.clone(),
                item,
                field: def.id.clone(),
            }
        }
        Dep::List(_, def) if def.persons => Spot::Members,
        Dep::List(person, def) => Spot::List {
            person: *person,
            list: def.id.clone(),
        },
        Dep::Members | Dep::Aid(None, _, None) => Spot::Members,
        Dep::Aid(person, aid, _) => Spot::Benefit {
            person: (*person)?,
            code: aid.code.clone(),
        },
        Dep::SlotItem(slot, at) => Spot::Fact {
            person: None,
            id: FactId::new(slot_fact(&slot.id, &slot.items.get(*at)?.id)),
        },
        Dep::Param(_) | Dep::Cell(..) | Dep::Slot(_) | Dep::Overflow => return None,
    })
}

/// The places among these dependencies, none twice, each with whether it is a judgement.
pub(crate) fn of_deps(pack: &Resolved, run: &Run<'_>, deps: &Deps) -> Vec<(Spot, bool)> {
    let mut out: Vec<(Spot, bool)> = Vec::new();
    for dep in run.listed(deps) {
        let judged = matches!(dep, Dep::Fact(_, def) if def.how == How::Judge);
        if let Some(spot) = of_dep(pack, run.world, dep)
            && !out.iter().any(|(other, _)| *other == spot)
        {
            out.push((spot, judged));
        }
    }
    out
}
