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
use crate::world::{Item, Key};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

/// Something that an answer can hang on or rest on.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Dep<'w> {
    Fact(Option<usize>, &'w Arc<FactDef>),
    Field(Option<usize>, &'w Arc<FactDef>, &'w Item),
    List(Option<usize>, &'w Arc<ListDef>),
    Members,
    Aid(Option<usize>, &'w Aid, Option<&'w crate::world::Known>),
    Param(&'w Param),
    Cell(&'w Table, usize),
    Slot(&'w Slot),
    SlotItem(&'w Slot, usize),
    Overflow,
}

/// Numbers of dependencies that can be come upon twice.
pub(crate) type Known = HashMap<(u8, Option<usize>, u64, u64), u32, BuildHasherDefault<Mix>>;

/// Mixes a few numbers quickly; keys are compared in full, so that a clash only costs time.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Mix(u64);

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64((*byte).into());
        }
    }

    fn write_u8(&mut self, n: u8) {
        self.write_u64(n.into());
    }

    fn write_usize(&mut self, n: usize) {
        self.write_u64(n as u64);
    }

    fn write_u64(&mut self, n: u64) {
        self.0 = (self.0.rotate_left(5) ^ n).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
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

/// Where something lies in memory: what it is, as long as the evaluation runs.
fn address<T>(of: &T) -> u64 {
    std::ptr::from_ref(of) as usize as u64
}

impl<'w> Run<'w> {
    /// Numbers a dependency; the same one always gets the same number.
    pub(crate) fn dep(&mut self, dep: Dep<'w>) -> Deps {
        let key = match &dep {
            Dep::Fact(person, def) => (0, *person, address(def.as_ref()), 0),
            Dep::List(person, def) => (1, *person, address(def.as_ref()), 0),
            Dep::Aid(person, aid, from) => {
                let code = Key::of(&aid.code).number();
                (2, *person, code, from.map_or(0, address))
            }
            Dep::Param(param) => (3, None, address(*param), 0),
            Dep::Cell(table, row) => (4, Some(*row), address(*table), 0),
            Dep::Slot(slot) => (5, None, address(*slot), 0),
            Dep::SlotItem(slot, at) => (6, Some(*at), address(*slot), 0),
            Dep::Overflow => (7, None, 0, 0),
            Dep::Field(person, def, item) => (8, *person, address(def.as_ref()), address(*item)),
            Dep::Members => (9, None, 0, 0),
        };
        if let Some(number) = self.known.get(&key) {
            return Deps::one(*number);
        }
        let next = u32::try_from(self.deps.len()).unwrap_or(u32::MAX);
        self.known.insert(key, next);
        self.push(dep)
    }

    /// Numbers a dependency that cannot be among them yet.
    pub(crate) fn push(&mut self, dep: Dep<'w>) -> Deps {
        let out = Deps::one(u32::try_from(self.deps.len()).unwrap_or(u32::MAX));
        if matches!(dep, Dep::Param(_) | Dep::Cell(..) | Dep::Slot(_)) {
            self.standard.add(&out);
        }
        self.deps.push(dep);
        out
    }

    /// Whether unknown facts (not only standards) are among these.
    pub(crate) fn has_facts(&self, deps: &Deps) -> bool {
        !deps.is_empty() && deps.within(&self.standard) != *deps
    }

    /// The standards among these.
    pub(crate) fn standards(&self, deps: &Deps) -> Deps {
        deps.within(&self.standard)
    }

    /// The dependencies with these numbers.
    pub(crate) fn listed<'d>(&'d self, deps: &'d Deps) -> impl Iterator<Item = &'d Dep<'w>> {
        deps.iter().filter_map(|at| self.deps.get(at))
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
        for dep in self.listed(deps) {
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
                Dep::SlotItem(slot, at) => {
                    if let Some(item) = slot.items.get(*at) {
                        let id = FactId::new(slot_fact(&slot.id, &item.id));
                        out.facts.push(self.fact_ref(None, id, &item.id));
                    }
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
        for dep in self.listed(deps) {
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
                Dep::SlotItem(slot, at) => {
                    let Some(item) = slot.items.get(*at) else {
                        continue;
                    };
                    let id = slot_fact(&slot.id, &item.id);
                    if let Some(known) = self.world.household.get_id(&id) {
                        out.facts.push(UsedFact {
                            fact: self.fact_ref(None, FactId::new(id), &item.id),
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
    pub(crate) fn cell(&mut self, table: &'w Table, row: usize) -> Deps {
        self.dep(Dep::Cell(table, row))
    }
}

/// Id of the fact that says whether an item of a slot holds for a home.
pub(crate) fn slot_fact(slot: &str, item: &str) -> String {
    format!("slot.{slot}.{item}")
}
