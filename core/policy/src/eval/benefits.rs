//! 正在享受 and 命中: benefits that run on the day, and the items of a slot.

use super::abs::{F, P, T, and, or};
use super::found::{Abs, Deps, Join, Truth, settle};
use super::reasons::{Dep, slot_fact};
use super::run::Run;
use crate::lang::node::Aid;
use crate::lang::{AID_FROM, AID_LIST, AID_SCHEME, AID_TAPER, AID_TO};
use crate::pack::Slot;
use crate::value::FactValue;
use crate::world::{Item, Key};
use tanfang_values::Day;

const BOTH: u8 = T | F;

impl<'w> Run<'w> {
    /// 正在享受: an episode of the benefit holds on the day.
    pub(crate) fn receives(&mut self, aid: &'w Aid, person: Option<usize>) -> Truth {
        let world = self.world;
        let key = Key::of(AID_LIST);
        let persons: Vec<usize> = match person {
            Some(at) => vec![at],
            None => (0..world.members.len()).collect(),
        };
        let mut join = Join::any();
        if let Some(list) = world.lists.get(key) {
            for item in &list.items {
                let found = self.episode(item, aid, None);
                join.push(found);
            }
        }
        for at in persons {
            let Some(member) = world.members.get(at) else {
                continue;
            };
            if let Some(known) = member.receives.get(&aid.code) {
                let dep = self.dep(Dep::Aid(Some(at), aid, None));
                join.push(Self::told(known, dep));
                continue;
            }
            let list = member.lists.get(key);
            for item in list.into_iter().flat_map(|list| &list.items) {
                let found = self.episode(item, aid, Some(at));
                join.push(found);
            }
            if list.is_none_or(|list| !list.complete) {
                let dep = self.dep(Dep::Aid(Some(at), aid, None));
                let supposed = if self.assumed.is_empty() {
                    None
                } else {
                    self.supposed(Some(at), Key::of_benefit(&aid.code))
                };
                join.push(match supposed {
                    Some(Abs::Bool(bits)) => settle(bits, Deps::NONE, &dep, dep.clone(), &dep),
                    _ => Truth {
                        bits: BOTH,
                        hang: dep,
                        used: Deps::NONE,
                    },
                });
            }
        }
        if person.is_none() && !world.members_complete {
            let hang = self.dep(Dep::Aid(None, aid, None));
            join.push(Truth {
                bits: BOTH,
                hang,
                used: Deps::NONE,
            });
        }
        if person.is_some_and(|at| world.members.get(at).is_none()) {
            join.push(Truth::plain(BOTH));
        }
        join.finish()
    }

    /// What was said about a benefit itself, not by episodes.
    fn told(known: &FactValue, dep: Deps) -> Truth {
        match known {
            FactValue::Bool(flag) => Truth {
                bits: if *flag { T } else { F },
                hang: Deps::NONE,
                used: dep,
            },
            _ => Truth {
                bits: BOTH,
                hang: dep,
                used: Deps::NONE,
            },
        }
    }

    fn episode(&mut self, item: &'w Item, aid: &'w Aid, person: Option<usize>) -> Truth {
        let scheme = item.facts.get(Key::of(AID_SCHEME));
        let is = match scheme.map(|known| &known.value) {
            Some(FactValue::One(found)) => {
                if aid.code == *found {
                    T
                } else {
                    F
                }
            }
            _ => BOTH,
        };
        // A missing end is no end; an end that exists and is not known decides nothing.
        let day = self.world.day;
        let end = |id: &str, holds: &dyn Fn(Day) -> bool| match item
            .facts
            .get(Key::of(id))
            .map(|known| &known.value)
        {
            None => T,
            Some(FactValue::Day(end)) => {
                if holds(*end) {
                    T
                } else {
                    F
                }
            }
            Some(FactValue::DayRange(low, high)) => match (holds(*low), holds(*high)) {
                (true, true) => T,
                (false, false) => F,
                _ => BOTH,
            },
            Some(_) => BOTH,
        };
        let began = end(AID_FROM, &|from| from <= day);
        // Paid on after its end while it fades out (渐退).
        let fades = match item.facts.get(Key::of(AID_TAPER)) {
            None => F,
            Some(_) => end(AID_TAPER, &|taper| taper >= day),
        };
        let lasts = or(end(AID_TO, &|to| to >= day), fades);
        let bits = and(is, and(began, lasts));
        let dep = self.dep(Dep::Aid(person, aid, scheme));
        settle(bits, dep.clone(), &dep, dep.clone(), &dep)
    }

    pub(crate) fn hit(&mut self, slot: &'w Slot) -> Truth {
        if slot.items.is_empty() {
            return Truth {
                bits: P,
                hang: self.dep(Dep::Slot(slot)),
                used: Deps::NONE,
            };
        }
        let mut join = Join::any();
        for (at, item) in slot.items.iter().enumerate() {
            let known = self.world.household.get_id(&slot_fact(&slot.id, &item.id));
            let dep = self.dep(Dep::SlotItem(slot, at));
            let unknown = FactValue::Unclear;
            join.push(Self::told(
                known.map_or(&unknown, |known| &known.value),
                dep,
            ));
        }
        join.finish()
    }
}
