//! What answers hang on and rest on, collected by number and given out as records.

use super::found::Deps;
use super::run::Run;
use super::{FactRef, Hangs, Rests, UsedFact};
use crate::dict::{FactDef, FactId, How, ListDef};
use crate::lang::node::Aid;
use crate::lang::{AID_LIST, MEMBERS_LIST, MEMBERS_NAME};
use crate::pack::{Param, Slot};
use crate::table::Table;
use crate::value::FactValue;
use crate::world::{Item, Key, Known};
use std::sync::Arc;

/// Something that an answer can hang on or rest on.
#[derive(Debug, Clone)]
pub(crate) enum Dep<'w> {
    Fact(Option<usize>, Arc<FactDef>),
    Field(Option<usize>, Arc<FactDef>, &'w Item),
    List(Option<usize>, Arc<ListDef>),
    Members,
    Aid(Option<usize>, Arc<Aid>, Option<&'w Known>),
    Param(Arc<Param>),
    Cell(Arc<Table>, usize),
    Slot(Arc<Slot>),
    SlotItem(String, String),
    Overflow,
}

/// Of what kinds a list of dependencies is.
#[derive(Debug, Clone, Copy, Default)]
#[allow(clippy::struct_excessive_bools)] // four kinds, each there or not
pub(crate) struct Kinds {
    pub(crate) facts: bool,
    pub(crate) params: bool,
    pub(crate) judgements: bool,
    pub(crate) overflow: bool,
}

impl<'w> Run<'w> {
    pub(crate) fn dep(&mut self, dep: Dep<'w>) -> Deps {
        let pointer = |p: *const u8| p as usize as u64;
        let key = match &dep {
            Dep::Fact(person, def) => (0, *person, Key::of(def.id.as_str()).number()),
            Dep::List(person, def) => (1, *person, Key::of(&def.id).number()),
            Dep::Aid(person, aid, from) => {
                let from = from.map_or(0, |known| pointer(std::ptr::from_ref(known).cast()));
                (2, *person, Key::of(&aid.code).number() ^ from)
            }
            Dep::Param(param) => (3, None, pointer(Arc::as_ptr(param).cast())),
            Dep::Cell(table, row) => (4, Some(*row), pointer(Arc::as_ptr(table).cast())),
            Dep::Slot(slot) => (5, None, pointer(Arc::as_ptr(slot).cast())),
            Dep::SlotItem(slot, item) => (6, None, Key::of(&format!("{slot}.{item}")).number()),
            Dep::Overflow => (7, None, 0),
            Dep::Field(person, def, item) => {
                let item = pointer(std::ptr::from_ref(*item).cast());
                (8, *person, Key::of(&def.name).number() ^ item)
            }
            Dep::Members => (9, None, 0),
        };
        let next = u32::try_from(self.deps.len()).unwrap_or(u32::MAX);
        let number = *self.known.entry(key).or_insert(next);
        if number == next {
            self.deps.push(dep);
        }
        vec![number]
    }

    /// Whether unknown facts (not only standards) are among these.
    pub(crate) fn has_facts(&self, deps: &Deps) -> bool {
        deps.iter().any(|number| {
            let dep = self
                .deps
                .get(usize::try_from(*number).unwrap_or(usize::MAX));
            !matches!(
                dep,
                Some(Dep::Param(_) | Dep::Cell(..) | Dep::Slot(_)) | None
            )
        })
    }

    /// The standards among these.
    pub(crate) fn standards(&self, deps: &Deps) -> Deps {
        let is_standard = |number: &&u32| {
            let dep = self
                .deps
                .get(usize::try_from(**number).unwrap_or(usize::MAX));
            matches!(dep, Some(Dep::Param(_) | Dep::Cell(..) | Dep::Slot(_)))
        };
        deps.iter().filter(is_standard).copied().collect()
    }

    /// The dependencies with these numbers.
    pub(crate) fn listed<'d>(&'d self, deps: &'d Deps) -> impl Iterator<Item = &'d Dep<'w>> {
        deps.iter().filter_map(|number| {
            let at = usize::try_from(*number).ok()?;
            self.deps.get(at)
        })
    }

    /// Of what kinds these are.
    pub(crate) fn kinds(&self, deps: &Deps) -> Kinds {
        let mut out = Kinds::default();
        for dep in self.listed(deps) {
            match dep {
                Dep::Fact(_, def) if def.how == How::Judge => out.judgements = true,
                Dep::Param(_) | Dep::Cell(..) | Dep::Slot(_) => out.params = true,
                Dep::Overflow => out.overflow = true,
                _ => out.facts = true,
            }
        }
        out
    }

    /// What an answer hangs on, in plain records.
    pub(crate) fn hangs(&self, deps: &Deps) -> Hangs {
        let mut out = Hangs::default();
        for number in deps {
            let Some(dep) = self
                .deps
                .get(usize::try_from(*number).unwrap_or(usize::MAX))
            else {
                continue;
            };
            match dep {
                Dep::Fact(person, def) => {
                    let fact = self.fact_ref(*person, def.id.clone(), &def.name);
                    if def.how == How::Judge {
                        out.judgements.push(fact);
                    } else {
                        out.facts.push(fact);
                    }
                }
                Dep::List(person, def) => {
                    out.facts
                        .push(self.fact_ref(*person, FactId::new(&def.id), &def.name));
                }
                Dep::Field(person, def, _) => {
                    // Several items may lack the same field: it is one fact to a reader.
                    let fact = self.fact_ref(*person, def.id.clone(), &def.name);
                    if !out.facts.contains(&fact) {
                        out.facts.push(fact);
                    }
                }
                Dep::Members => {
                    out.facts
                        .push(self.fact_ref(None, FactId::new(MEMBERS_LIST), MEMBERS_NAME));
                }
                Dep::Aid(person, aid, _) => {
                    // Kept apart from the list: the question is about this one benefit.
                    let id = FactId::new(format!("{AID_LIST}.{}", aid.code));
                    out.facts.push(self.fact_ref(*person, id, &aid.shown));
                }
                Dep::SlotItem(slot, item) => {
                    let id = FactId::new(slot_fact(slot, item));
                    out.facts.push(self.fact_ref(None, id, item));
                }
                Dep::Param(param) => out.params.push(param.name.clone()),
                Dep::Cell(table, row) => out.params.push(table.unset_words(*row)),
                Dep::Slot(slot) => out.params.push(slot.name.clone()),
                Dep::Overflow => out.overflow = true,
            }
        }
        out
    }

    /// What an answer rests on, in plain records.
    pub(crate) fn rests(&self, deps: &Deps) -> Rests {
        let mut out = Rests::default();
        for number in deps {
            let Some(dep) = self
                .deps
                .get(usize::try_from(*number).unwrap_or(usize::MAX))
            else {
                continue;
            };
            match dep {
                Dep::Fact(person, def) => {
                    let facts = match person {
                        Some(at) => self.world.members.get(*at).map(|m| &m.facts),
                        None => Some(&self.world.household),
                    };
                    if let Some(known) = facts.and_then(|facts| facts.get_id(def.id.as_str())) {
                        out.facts.push(UsedFact {
                            fact: self.fact_ref(*person, def.id.clone(), &def.name),
                            value: known.value.clone(),
                            tag: known.tag.clone(),
                            day: known.day,
                        });
                    }
                }
                Dep::List(person, def) => {
                    let lists = match person {
                        Some(at) => self.world.members.get(*at).map(|m| &m.lists),
                        None => Some(&self.world.lists),
                    };
                    let count = if def.persons {
                        self.world.members.len()
                    } else {
                        lists
                            .and_then(|lists| lists.get(Key::of(&def.id)))
                            .map_or(0, |list| list.items.len())
                    };
                    out.facts.push(UsedFact {
                        fact: self.fact_ref(*person, FactId::new(&def.id), &def.name),
                        value: FactValue::Int(i64::try_from(count).unwrap_or(i64::MAX)),
                        tag: None,
                        day: None,
                    });
                }
                Dep::Aid(person, aid, from) => out.facts.push(UsedFact {
                    fact: self.fact_ref(*person, FactId::new(AID_LIST), &aid.shown),
                    value: FactValue::One(aid.code.clone()),
                    tag: from.and_then(|known| known.tag.clone()),
                    day: from.and_then(|known| known.day),
                }),
                Dep::SlotItem(slot, item) => {
                    let id = slot_fact(slot, item);
                    if let Some(known) = self.world.household.get_id(&id) {
                        out.facts.push(UsedFact {
                            fact: self.fact_ref(None, FactId::new(id), item),
                            value: known.value.clone(),
                            tag: known.tag.clone(),
                            day: known.day,
                        });
                    }
                }
                Dep::Param(param) => out.params.push(param.name.clone()),
                Dep::Cell(table, _) => out.params.push(table.name.clone()),
                Dep::Slot(slot) => out.params.push(slot.name.clone()),
                Dep::Field(person, def, item) => {
                    if let Some(known) = item.facts.get_id(def.id.as_str()) {
                        out.facts.push(UsedFact {
                            fact: self.fact_ref(*person, def.id.clone(), &def.name),
                            value: known.value.clone(),
                            tag: known.tag.clone(),
                            day: known.day,
                        });
                    }
                }
                Dep::Overflow | Dep::Members => {}
            }
        }
        out.params.sort_unstable();
        out.params.dedup();
        out
    }

    pub(crate) fn fact_ref(&self, person: Option<usize>, id: FactId, name: &str) -> FactRef {
        FactRef {
            person: person
                .and_then(|at| self.world.members.get(at))
                .map(|m| m.id.clone()),
            id,
            name: name.to_owned(),
        }
    }

    /// Notes a cell of a table as what an answer hangs on.
    pub(crate) fn cell(&mut self, table: &Arc<Table>, row: usize) -> Deps {
        self.dep(Dep::Cell(Arc::clone(table), row))
    }
}

/// Id of the fact that says whether an item of a slot holds for a home.
pub(crate) fn slot_fact(slot: &str, item: &str) -> String {
    format!("slot.{slot}.{item}")
}
