//! Invented households for any dictionary: the same seed gives the same homes.
//!
//! They are made to be useful rather than likely: incomes cluster on round
//! numbers, one in ten numbers and days stands on a boundary of the rules or a
//! fen or a day beside it, and half of the homes are steered until a condition
//! of some scheme holds. `tanfang pack diff` compares packs over them, tests
//! compare the engine with rules written by hand.
//!
//! Whatever is drawn is complete: every fact is known, every list 齐全.
//! [`Sampler::hide`] takes facts away, [`Sampler::blur`] makes money "about".

mod dice;
mod edges;

pub use dice::Dice;

use crate::dict::{About, FactDef, ListDef, Type};
use crate::eval::slot_fact_id;
use crate::pack::Resolved;
use crate::scheme::{Part, evaluate};
use crate::value::FactValue;
use crate::world::{Item, List, Member, Subject, World};
use edges::Edges;
use std::collections::BTreeSet;
use std::sync::Arc;
use tanfang_values::Day;

/// Id of the fact that says on which day a person died.
const DIED: &str = "died";

/// Draws homes for some packs.
#[derive(Debug)]
pub struct Sampler {
    dice: Dice,
    day: Day,
    household: Vec<Arc<FactDef>>,
    person: Vec<Arc<FactDef>>,
    lists: Vec<Arc<ListDef>>,
    slots: Vec<String>,
    packs: Vec<Resolved>,
    counts: Vec<i64>,
    month: Vec<i64>,
    once: Vec<i64>,
    year: Vec<i64>,
    events: Vec<String>,
    drawn: usize,
}

impl Sampler {
    /// Prepares homes that know every fact of these packs, as of one day.
    pub fn new(packs: &[&Resolved], seed: u64, day: Day) -> Self {
        let mut facts: Vec<Arc<FactDef>> = Vec::new();
        let mut lists: Vec<Arc<ListDef>> = Vec::new();
        let mut slots = BTreeSet::new();
        let mut edges = Edges::default();
        for pack in packs {
            for fact in pack.dictionary().facts().iter().chain(pack.facts()) {
                if facts.iter().all(|known| known.id != fact.id) {
                    facts.push(Arc::clone(fact));
                }
            }
            for list in pack.dictionary().lists() {
                if !list.persons && lists.iter().all(|known| known.id != list.id) {
                    lists.push(Arc::clone(list));
                }
            }
            for slot in pack.slots() {
                let ids = slot
                    .items
                    .iter()
                    .map(|item| slot_fact_id(&slot.id, &item.id));
                slots.extend(ids);
            }
            let more = Edges::of(pack, day);
            edges.counts.extend(more.counts);
            edges.month.extend(more.month);
            edges.once.extend(more.once);
            edges.year.extend(more.year);
            edges.events.extend(more.events);
        }
        let (household, person) = facts
            .into_iter()
            .filter(|fact| fact.ty != Type::Text)
            .partition(|fact| fact.about == About::Household);
        Self {
            dice: Dice::new(seed),
            day,
            household,
            person,
            lists,
            slots: slots.into_iter().collect(),
            packs: packs.iter().map(|pack| (*pack).clone()).collect(),
            counts: edges.counts.into_iter().collect(),
            month: edges.month.into_iter().collect(),
            once: edges.once.into_iter().collect(),
            year: edges.year.into_iter().collect(),
            events: edges.events.into_iter().collect(),
            drawn: 0,
        }
    }

    /// Draws the next home; every fact is known.
    pub fn household(&mut self) -> World {
        let mut world = World::new(self.day);
        let size = match self.dice.below(20) {
            0..=6 => 1,
            7..=11 => 2,
            12..=14 => 3,
            15..=17 => 4,
            18 => 5,
            _ => 7,
        };
        for at in 0..size {
            world.members.push(Member {
                id: format!("p{at}"),
                ..Member::default()
            });
        }
        world.members_complete = true;
        for def in self.household.clone() {
            let value = self.value(&def, size);
            world.household.set(def.id.as_str(), value);
        }
        for slot in self.slots.clone() {
            let value = FactValue::Bool(self.dice.chance(20));
            world.household.set(&slot, value);
        }
        for at in 0..size {
            for def in self.person.clone() {
                // The living have no day of death: it is not unknown, there is none.
                if def.id.as_str() == DIED && !self.dice.chance(4) {
                    continue;
                }
                let value = self.value(&def, size);
                if let Some(member) = world.members.get_mut(at) {
                    member.facts.set(def.id.as_str(), value);
                }
            }
        }
        for list in self.lists.clone() {
            self.fill(&list, &mut world);
        }
        for event in self.events.clone() {
            if self.dice.chance(15) {
                world.events.insert(event);
            }
        }
        self.drawn += 1;
        if self.dice.chance(50) {
            self.steer(&mut world);
        }
        world
    }

    /// Draws the items of a list anew, for the home and for each member.
    fn fill(&mut self, list: &Arc<ListDef>, world: &mut World) {
        let size = world.members.len();
        let of_home = self.items(list, size);
        if list.about == About::Household {
            *world.lists.entry(&list.id) = of_home;
            return;
        }
        // What is paid to the home as one hangs on the home; its list is closed all the same.
        *world.lists.entry(&list.id) = List {
            items: Vec::new(),
            complete: true,
        };
        for at in 0..size {
            let items = self.items(list, size);
            if let Some(member) = world.members.get_mut(at) {
                *member.lists.entry(&list.id) = items;
            }
        }
    }

    fn items(&mut self, list: &Arc<ListDef>, size: usize) -> List {
        let count = match self.dice.below(10) {
            0..=4 => 0,
            5..=7 => 1,
            8 => 2,
            _ => 3,
        };
        let mut items = Vec::new();
        for _ in 0..count {
            let mut item = Item::default();
            for def in &list.fields {
                // An episode that goes on has no end.
                if def.ty == Type::Text
                    || def.ty == Type::YuanPeriod
                    || (def.ty == Type::Date && def.id.as_str() != "from" && self.dice.chance(60))
                {
                    continue;
                }
                let value = self.value(def, size);
                item.facts.set(def.id.as_str(), value);
            }
            items.push(item);
        }
        List {
            items,
            complete: true,
        }
    }

    /// Draws a value of a fact.
    fn value(&mut self, def: &FactDef, size: usize) -> FactValue {
        let keep = |n: i64| {
            let n = def.min.map_or(n, |min| n.max(min));
            def.max.map_or(n, |max| n.min(max))
        };
        match &def.ty {
            Type::Bool => FactValue::Bool(self.dice.chance(35)),
            Type::Enum(choices) => {
                let code = self.dice.one(&choices.variants).map(|v| v.code.clone());
                FactValue::One(code.unwrap_or_default())
            }
            Type::Many(choices) => {
                let mut codes = Vec::new();
                for _ in 0..self.dice.below(4) {
                    codes.extend(self.dice.one(&choices.variants).map(|v| v.code.clone()));
                }
                FactValue::many(codes)
            }
            Type::Date => FactValue::Day(self.date(def.id.as_str() == "birth")),
            Type::Int | Type::Months | Type::Days | Type::Times => {
                let near = self.dice.chance(20);
                let edge = self.dice.one(&self.counts).copied().filter(|_| near);
                let n = match edge {
                    Some(edge) => edge + self.dice.between(-1, 1),
                    None => self.dice.between(0, 8),
                };
                FactValue::Int(keep(n.max(0)))
            }
            Type::Percent => FactValue::Int(keep(self.dice.between(0, 100))),
            ty => {
                let size = i64::try_from(size).unwrap_or(1);
                let fen = match ty {
                    Type::YuanMonth => self.money(1, size),
                    Type::YuanYear => self.money(12, size),
                    _ => self.money(3, 1),
                };
                FactValue::Fen(keep(fen))
            }
        }
    }

    fn date(&mut self, birth: bool) -> Day {
        if !birth {
            let back = self.dice.between(-120, 1_500);
            let near = self.dice.chance(15);
            let edge = self.dice.one(&self.counts).copied().filter(|_| near);
            return match edge.and_then(|months| i32::try_from(months).ok()) {
                Some(months) => {
                    let beside = self.dice.between(-1, 1);
                    self.day.plus_months(-months.min(1_200)).plus_days(beside)
                }
                None => self.day.plus_days(-back),
            };
        }
        let ages: Vec<i64> = self
            .counts
            .iter()
            .copied()
            .filter(|n| (1..=110).contains(n))
            .collect();
        let near = self.dice.chance(15);
        if let Some(age) = self.dice.one(&ages).copied().filter(|_| near) {
            let months = i32::try_from(age * 12).unwrap_or(0);
            let beside = self.dice.between(-1, 1);
            return self.day.plus_months(-months).plus_days(beside);
        }
        self.day.plus_days(-self.dice.between(0, 95 * 365))
    }

    /// Draws an amount in fen: round, on a boundary, or any.
    fn money(&mut self, times: i64, size: i64) -> i64 {
        const ROUND: [i64; 12] = [
            0, 0, 100, 200, 300, 400, 500, 800, 1_000, 1_500, 2_000, 5_000,
        ];
        let drawn = self.dice.below(100);
        let edges = match times {
            1 => &self.month,
            12 => &self.year,
            _ => &self.once,
        };
        let edges = if edges.is_empty() { &self.month } else { edges };
        let edge = self.dice.one(edges).copied();
        match (drawn, edge) {
            (0..=11, Some(edge)) => {
                // One earner for the whole home: what a head has stands on the boundary.
                let heads = if drawn < 6 { size } else { 1 };
                let beside = self.dice.between(-1, 1);
                edge.saturating_mul(heads).saturating_add(beside).max(0)
            }
            (12..=70, _) => {
                let yuan = self.dice.one(&ROUND).copied().unwrap_or(0);
                yuan * 100 * times
            }
            (71..=92, _) => self.dice.between(0, 600) * 1_000 * times,
            _ => self.dice.between(0, 800_000) * times,
        }
    }

    /// Draws the facts of failing conditions of one scheme anew until they hold, if they do soon.
    fn steer(&mut self, world: &mut World) {
        let turn = self.drawn;
        let pack = turn
            .checked_rem(self.packs.len())
            .and_then(|at| self.packs.get(at));
        let Some(pack) = pack.cloned() else { return };
        let number = turn / self.packs.len().max(1);
        let scheme = number
            .checked_rem(pack.schemes().len())
            .and_then(|at| pack.schemes().get(at));
        let Some(scheme) = scheme.cloned() else {
            return;
        };
        let subject = match scheme.about {
            About::Household => Subject::Household,
            About::Person => Subject::Person(0),
        };
        for _ in 0..16 {
            let Some(hint) = evaluate(&pack, &scheme.id, world, subject) else {
                return;
            };
            // Facts of what holds already stay as they are.
            let failing = hint.conditions.iter().find(|found| match found.part {
                Part::For | Part::Require => !found.outcomes.surely_true(),
                Part::NotIf => !found.outcomes.surely_false(),
                Part::AnyOf => !hint.conditions.iter().any(|c| {
                    c.group == found.group && c.part == Part::AnyOf && c.outcomes.surely_true()
                }),
                Part::Action | Part::Caution => false,
            });
            let Some(failing) = failing else { return };
            let expr = if failing.part == Part::For {
                scheme.for_whom()
            } else {
                let own = scheme.conditions.iter().find(|c| c.id == failing.id);
                own.and_then(|condition| condition.expr.as_ref())
            };
            let Some(expr) = expr else { return };
            let reads: Vec<Arc<FactDef>> = expr.reads().to_vec();
            for def in reads {
                self.again(&def, world);
            }
            for list in self.lists.clone() {
                if list
                    .fields
                    .iter()
                    .any(|field| expr.reads().iter().any(|def| Arc::ptr_eq(def, field)))
                    || expr.text().contains(&list.name)
                {
                    self.fill(&list, world);
                }
            }
        }
    }

    fn again(&mut self, def: &Arc<FactDef>, world: &mut World) {
        let size = world.members.len();
        let id = def.id.as_str();
        if world.household.get_id(id).is_some() {
            let value = self.value(def, size);
            world.household.set(id, value);
        }
        for at in 0..size {
            let value = self.value(def, size);
            if let Some(member) = world.members.get_mut(at)
                && member.facts.get_id(id).is_some()
            {
                member.facts.set(id, value);
            }
        }
    }

    /// Takes away facts of this chance in percent; lists lose items and are then not 齐全.
    pub fn hide(&mut self, world: &World, percent: u8) -> World {
        let mut out = world.clone();
        let household: Vec<String> = self
            .household
            .iter()
            .map(|def| def.id.as_str().to_owned())
            .chain(self.slots.iter().cloned())
            .collect();
        for id in household {
            if self.dice.chance(percent) {
                out.household.unset(&id);
            }
        }
        for member in &mut out.members {
            for def in &self.person {
                if self.dice.chance(percent) {
                    member.facts.unset(def.id.as_str());
                }
            }
        }
        for list in self.lists.clone() {
            let mut thin = |found: &mut List| {
                if self.dice.chance(percent) {
                    if !found.items.is_empty() {
                        let at = self.dice.below(found.items.len());
                        found.items.remove(at);
                    }
                    found.complete = false;
                }
                for item in &mut found.items {
                    for def in &list.fields {
                        // A day that an episode surely has and nobody knows is not a missing end.
                        if self.dice.chance(percent) && item.facts.get_id(def.id.as_str()).is_some()
                        {
                            item.facts.set(def.id.as_str(), FactValue::Unclear);
                        }
                    }
                }
            };
            thin(out.lists.entry(&list.id));
            for member in &mut out.members {
                thin(member.lists.entry(&list.id));
            }
        }
        if self.dice.chance(percent / 2) {
            out.members_complete = false;
            if out.members.len() > 1 && self.dice.chance(50) {
                out.members.pop();
            }
        }
        out
    }

    /// Makes every amount of money a range of so many percent down and up.
    pub fn blur(&self, world: &World, percent: u8) -> World {
        let mut out = world.clone();
        let about = |value: &FactValue| match value {
            FactValue::Fen(fen) => {
                let part = fen.saturating_mul(percent.into()) / 100;
                Some(FactValue::FenRange(fen - part, fen.saturating_add(part)))
            }
            _ => None,
        };
        let change = |facts: &mut crate::world::Facts, defs: &[Arc<FactDef>]| {
            for def in defs {
                let id = def.id.as_str();
                if let Some(value) = facts.get_id(id).and_then(|known| about(&known.value)) {
                    facts.set(id, value);
                }
            }
        };
        change(&mut out.household, &self.household);
        for list in &self.lists {
            for item in &mut out.lists.entry(&list.id).items {
                change(&mut item.facts, &list.fields);
            }
        }
        for member in &mut out.members {
            change(&mut member.facts, &self.person);
            for list in &self.lists {
                for item in &mut member.lists.entry(&list.id).items {
                    change(&mut item.facts, &list.fields);
                }
            }
        }
        out
    }
}
