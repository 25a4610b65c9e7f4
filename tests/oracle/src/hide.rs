//! Forgets facts of a home, and remembers which.

use crate::dice::Dice;
use crate::home::{Slot, What};
use crate::sample::{Sampler, facts_mut, lists_mut};
use std::sync::Arc;
use tanfang_policy::dict::{FactDef, Type};
use tanfang_policy::value::FactValue;
use tanfang_policy::world::{Facts, World};

/// How much is forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forget {
    /// Of a hundred facts so many.
    pub percent: usize,
    /// Money is not forgotten but known to a quarter more or less.
    pub ranges: bool,
}

/// A home with facts forgotten.
#[derive(Debug, Clone)]
pub struct Partial {
    /// What is still known.
    pub world: World,
    /// The places where something was forgotten, or is known as a range only.
    pub hidden: Vec<Slot>,
}

/// Forgets facts of a complete home; the person at `keep` stays known to exist.
///
/// What is forgotten is decided by the seed alone, in the same order with
/// ranges and without, so that both can be compared.
pub fn hide(
    sampler: &Sampler,
    full: &World,
    keep: usize,
    forget: Forget,
    dice: &mut Dice,
) -> Partial {
    let mut out = Partial {
        world: full.clone(),
        hidden: Vec::new(),
    };
    out.members(keep, forget, dice);
    let people = out.world.members.len();
    for whose in std::iter::once(None).chain((0..people).map(Some)) {
        for def in sampler.facts(whose.is_some()) {
            out.fact(whose, def, forget, dice);
        }
        for list in sampler.lists() {
            out.list(sampler, whose, &list.id, forget, dice);
        }
    }
    out
}

impl Partial {
    /// The list of members is not known to be whole; the last one may be unheard of.
    fn members(&mut self, keep: usize, forget: Forget, dice: &mut Dice) {
        let (open, drop) = (dice.chance(forget.percent / 2), dice.chance(60));
        if !open {
            return;
        }
        self.world.members_complete = false;
        self.hidden.push(Slot {
            whose: None,
            what: What::Members,
        });
        let last = self.world.members.len().saturating_sub(1);
        if drop && last > keep {
            self.world.members.pop();
        }
    }

    fn fact(&mut self, whose: Option<usize>, def: &Arc<FactDef>, forget: Forget, dice: &mut Dice) {
        let (gone, how) = (dice.chance(forget.percent), dice.bits());
        if !gone {
            return;
        }
        let Some(facts) = facts_mut(&mut self.world, whose) else {
            return;
        };
        let what = What::Fact(def.id.as_str().to_owned());
        if fade(facts, def, forget, how, true) {
            self.hidden.push(Slot { whose, what });
        }
    }

    fn list(
        &mut self,
        sampler: &Sampler,
        whose: Option<usize>,
        id: &str,
        forget: Forget,
        dice: &mut Dice,
    ) {
        let Some(def) = sampler.lists().iter().find(|list| list.id == id) else {
            return;
        };
        let Some(lists) = lists_mut(&mut self.world, whose) else {
            return;
        };
        if lists.get(tanfang_policy::world::Key::of(id)).is_none() {
            return;
        }
        let list = lists.entry(id);
        let (open, drop) = (dice.chance(forget.percent), dice.chance(50));
        // Of a benefit paid to the home the lists of its members say whether there are others.
        let closed_by_members = id == "aid" && whose.is_none();
        if open && !closed_by_members {
            list.complete = false;
            self.hidden.push(Slot {
                whose,
                what: What::List(id.to_owned()),
            });
            if drop {
                list.items.pop();
            }
        }
        for (at, item) in list.items.iter_mut().enumerate() {
            for field in &def.fields {
                let (gone, how) = (dice.chance(forget.percent), dice.bits());
                // A benefit without an end has none; an end that was there is not known.
                let keep_mark = id == "aid";
                if gone && fade(&mut item.facts, field, forget, how, !keep_mark) {
                    self.hidden.push(Slot {
                        whose,
                        what: What::Field(id.to_owned(), at, field.id.as_str().to_owned()),
                    });
                }
            }
        }
    }
}

/// Forgets one value; whether there was one.
fn fade(facts: &mut Facts, def: &FactDef, forget: Forget, how: u64, may_vanish: bool) -> bool {
    let id = def.id.as_str();
    let Some(value) = facts.get_id(id).map(|known| known.value.clone()) else {
        return false;
    };
    let faded = match (&def.ty, &value) {
        (Type::Yuan | Type::YuanMonth | Type::YuanYear, FactValue::Fen(fen)) if forget.ranges => {
            Some(FactValue::FenRange(fen * 3 / 4, (fen * 5 + 3) / 4))
        }
        (Type::Date, FactValue::Day(day)) if how.is_multiple_of(4) => {
            let days = |n: u64| i64::try_from(n % 1_500).unwrap_or(0);
            let (before, after) = (days(how >> 8), days(how >> 24));
            Some(FactValue::DayRange(
                day.plus_days(-before),
                day.plus_days(after),
            ))
        }
        _ if how.is_multiple_of(3) || !may_vanish => Some(FactValue::Unclear),
        _ => None,
    };
    match faded {
        Some(value) => facts.set(id, value),
        None => facts.unset(id),
    }
    true
}
