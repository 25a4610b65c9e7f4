//! Homes made at random of which everything is known.
//!
//! Money clusters on round numbers and on the lines that texts draw, one fen
//! above and below; birthdays fall on the day, the day before and after. A
//! home is the engine's [`World`]; the dictionary and the facts of the packs
//! say what it holds.

use crate::dice::Dice;
use crate::home::{EPIDEMIC, EXIT_FREEZE, Slot, What};
use std::collections::BTreeSet;
use std::sync::Arc;
use tanfang_policy::dict::{About, FactDef, ListDef, Type};
use tanfang_policy::pack::Resolved;
use tanfang_policy::value::FactValue;
use tanfang_policy::world::{Facts, Item, Key, Known, List, Lists, Member, World};
use tanfang_values::Day;

/// Amounts of a month, in fen, that people name or that lines are drawn at.
const MONTHLY: &[i64] = &[
    0, 0, 2_000_000, 5_000, 10_000, 20_000, 30_000, 42_000, 54_600, 60_000, 63_000, 78_000, 90_000,
    120_000, 150_000, 180_000, 240_000, 300_000,
];

/// Amounts paid at once or in a year, in fen.
const ONCE: &[i64] = &[
    0, 50_000, 100_000, 200_000, 400_000, 504_000, 720_000, 1_000_000, 1_500_000, 2_000_000,
    3_000_000, 6_000_000,
];

/// Ages that texts name.
pub const AGES: &[i32] = &[
    0, 6, 7, 14, 16, 18, 30, 45, 54, 55, 56, 60, 65, 70, 80, 90, 100,
];

/// Makes homes for one pack.
#[derive(Debug)]
pub struct Sampler {
    home: Vec<Arc<FactDef>>,
    person: Vec<Arc<FactDef>>,
    lists: Vec<Arc<ListDef>>,
    day: Day,
    event: Option<String>,
}

impl Sampler {
    /// Prepares for the facts that the dictionary and a pack know, on a day.
    pub fn new(pack: &Resolved, day: Day) -> Self {
        let dictionary = pack.dictionary();
        let (mut home, mut person) = (Vec::new(), Vec::new());
        for def in dictionary.facts().iter().chain(pack.facts()) {
            match def.about {
                About::Household => home.push(Arc::clone(def)),
                About::Person => person.push(Arc::clone(def)),
            }
        }
        let lists = dictionary.lists().iter().filter(|list| !list.persons);
        Self {
            home,
            person,
            lists: lists.map(Arc::clone).collect(),
            day,
            event: pack.head().and_then(|head| head.event.clone()),
        }
    }

    /// Keeps to the facts named, so that homes are small and what is forgotten matters.
    #[must_use]
    pub fn only(mut self, ids: &BTreeSet<String>) -> Self {
        let keep = |def: &Arc<FactDef>| ids.contains(def.id.as_str());
        self.home.retain(keep);
        self.person.retain(keep);
        self
    }

    /// Facts of the home, or of a person.
    pub fn facts(&self, person: bool) -> &[Arc<FactDef>] {
        if person { &self.person } else { &self.home }
    }

    /// Lists other than that of the members.
    pub fn lists(&self) -> &[Arc<ListDef>] {
        &self.lists
    }

    /// The day for which homes are made.
    pub const fn day(&self) -> Day {
        self.day
    }

    /// Makes a home with one to five members.
    pub fn home(&self, dice: &mut Dice) -> World {
        let mut world = World::new(self.day);
        world.members_complete = true;
        // A pack for an event holds only while the event does.
        world.events.extend(self.event.clone());
        for event in [EPIDEMIC, EXIT_FREEZE] {
            if dice.chance(70) {
                world.events.insert(event.to_owned());
            }
        }
        self.fill(&self.home, &mut world.household, dice);
        for list in &self.lists {
            // Benefits are mostly paid to persons; the home's list holds those paid to it as one.
            let most = if list.about == About::Household { 3 } else { 2 };
            if list.about == About::Household || list.id == "aid" {
                *world.lists.entry(&list.id) = self.list(list, most, dice);
            }
        }
        for at in 0..=dice.below(5) {
            let member = self.member(at, dice);
            world.members.push(member);
        }
        if dice.chance(20) {
            self.on_the_line(&mut world, dice);
        }
        world
    }

    /// Makes a member.
    pub fn member(&self, at: usize, dice: &mut Dice) -> Member {
        let mut member = Member {
            id: at.to_string(),
            ..Member::default()
        };
        self.fill(&self.person, &mut member.facts, dice);
        for list in &self.lists {
            if list.about == About::Person {
                *member.lists.entry(&list.id) = self.list(list, 3, dice);
            }
        }
        member
    }

    fn fill(&self, defs: &[Arc<FactDef>], facts: &mut Facts, dice: &mut Dice) {
        for def in defs {
            if let Some(value) = self.value(def, dice) {
                facts.set(def.id.as_str(), value);
            }
        }
    }

    fn list(&self, def: &ListDef, below: usize, dice: &mut Dice) -> List {
        List {
            items: (0..dice.below(below))
                .map(|_| self.item(def, dice))
                .collect(),
            complete: true,
        }
    }

    /// Makes an item of a list.
    pub fn item(&self, def: &ListDef, dice: &mut Dice) -> Item {
        let mut item = Item::default();
        for field in &def.fields {
            if let Some(value) = self.field(def, field, dice) {
                item.facts.set(field.id.as_str(), value);
            }
        }
        item
    }

    /// Makes the value of a field; an end that a benefit need not have may be missing.
    fn field(&self, list: &ListDef, field: &FactDef, dice: &mut Dice) -> Option<FactValue> {
        if list.id != "aid" {
            return self.value(field, dice);
        }
        let day = self.day;
        let ago = |dice: &mut Dice| day.plus_days(-dice.between(1, 800));
        match field.id.as_str() {
            "from" if dice.chance(70) => Some(FactValue::Day(ago(dice))),
            "from" => Some(FactValue::Day(day.plus_days(dice.between(-1, 3)))),
            "to" if dice.chance(60) => None,
            "to" if dice.chance(50) => Some(FactValue::Day(ago(dice))),
            "taper" if dice.chance(80) => None,
            "to" | "taper" => Some(FactValue::Day(day.plus_days(dice.between(-1, 2)))),
            // Most episodes are of the benefits that rules look for.
            "scheme" if dice.chance(60) => {
                let code = dice.pick(&["dibao", "tekun"])?;
                Some(FactValue::One((*code).to_owned()))
            }
            _ => self.value(field, dice),
        }
    }

    /// Makes a value of a fact; `None` for text and for what is said with its period.
    pub fn value(&self, def: &FactDef, dice: &mut Dice) -> Option<FactValue> {
        let near = |fen: i64, dice: &mut Dice| {
            let step = if dice.chance(40) {
                dice.between(-1, 1)
            } else {
                0
            };
            FactValue::Fen((fen + step).max(def.min.unwrap_or(0)))
        };
        Some(match &def.ty {
            Type::Bool => FactValue::Bool(dice.chance(50)),
            Type::Enum(choices) => FactValue::One(dice.pick(&choices.variants)?.code.clone()),
            // Of the many classes rules look for a few.
            Type::Many(_) if def.id.as_str() == "class" && dice.chance(50) => {
                const SOUGHT: [&str; 4] = ["hard_child", "left_old", "high_old", "left_child"];
                FactValue::many(dice.pick(&SOUGHT).map(|code| (*code).to_owned()))
            }
            Type::Many(choices) => {
                if dice.chance(40) {
                    let none = choices.variants.iter().find(|v| v.code == "0");
                    FactValue::many(none.map(|v| v.code.clone()))
                } else {
                    let some: Vec<_> = choices.variants.iter().filter(|v| v.code != "0").collect();
                    let chosen = (0..=dice.below(2)).filter_map(|_| dice.pick(&some));
                    FactValue::many(chosen.map(|v| v.code.clone()).collect::<Vec<_>>())
                }
            }
            Type::YuanMonth => near(*dice.pick(MONTHLY)?, dice),
            Type::Yuan | Type::YuanYear => near(*dice.pick(ONCE)?, dice),
            Type::Int | Type::Months | Type::Days => {
                let low = def.min.unwrap_or(0);
                FactValue::Int(dice.between(low, def.max.unwrap_or(low + 12).min(low + 30)))
            }
            Type::Date if def.id.as_str() == "birth" => FactValue::Day(self.birth(dice)),
            Type::Date => FactValue::Day(self.date(dice)),
            _ => return None,
        })
    }

    fn birth(&self, dice: &mut Dice) -> Day {
        let years = if dice.chance(50) {
            *dice.pick(AGES).unwrap_or(&60)
        } else {
            i32::try_from(dice.below(95)).unwrap_or(40)
        };
        let birthday = self.day.plus_months(-12 * years);
        if dice.chance(50) {
            birthday.plus_days(dice.between(-1, 1))
        } else {
            birthday.plus_days(-dice.between(0, 364))
        }
        .min(self.day)
    }

    /// A day of the last two years, often just so many months ago.
    fn date(&self, dice: &mut Dice) -> Day {
        if dice.chance(50) {
            let months = *dice.pick(&[0, 1, 3, 6, 12, 18]).unwrap_or(&12);
            self.day.plus_months(-months).plus_days(dice.between(-1, 1))
        } else {
            self.day.plus_days(-dice.between(0, 900))
        }
    }

    /// Puts the income a head of the home on a line: the standard, half as much again, the wage.
    pub fn on_the_line(&self, world: &mut World, dice: &mut Dice) {
        let people = i64::try_from(world.members.len()).unwrap_or(1);
        let line = *dice
            .pick(&[42_000, 60_000, 63_000, 90_000, 180_000])
            .unwrap_or(&42_000);
        world.lists.entry("expense").items.clear();
        let fen = (line * people + dice.between(-1, 1)).max(0);
        for (at, member) in world.members.iter_mut().enumerate() {
            let income = member.lists.entry("income");
            income.items.clear();
            if at == 0 {
                let mut item = Item::default();
                item.facts.set("kind", FactValue::One("1".to_owned()));
                item.facts.set("monthly", FactValue::Fen(fen));
                item.facts.set("proved", FactValue::Fen(fen));
                income.items.push(item);
            }
        }
    }

    /// Makes what stands in a place anew; of lists only what lies beyond the base, if there is one.
    pub fn again(&self, world: &mut World, base: Option<&World>, slot: &Slot, dice: &mut Dice) {
        match &slot.what {
            What::Members => {
                let known = base.map_or(1, |base| base.members.len());
                world.members.truncate(known);
                // Many who earn nothing thin out an income; nobody says how many there are not.
                let (many, poor) = (dice.chance(30), dice.chance(50));
                for at in 0..dice.below(if many { 20 } else { 3 }) {
                    let mut member = self.member(known + at, dice);
                    if poor {
                        member.lists.entry("income").items.clear();
                    }
                    world.members.push(member);
                }
            }
            What::Fact(id) => {
                let defs = self.facts(slot.whose.is_some());
                let Some(def) = defs.iter().find(|def| def.id.as_str() == id) else {
                    return;
                };
                let told = base.and_then(|base| facts_of(base, slot.whose)?.get(Key::of(id)));
                let value = within(told, dice).or_else(|| self.value(def, dice));
                if let (Some(facts), Some(value)) = (facts_mut(world, slot.whose), value) {
                    facts.set(id, value);
                }
            }
            What::List(id) => {
                let Some(def) = self.lists.iter().find(|list| list.id == *id) else {
                    return;
                };
                let known = base
                    .and_then(|base| lists_of(base, slot.whose)?.get(Key::of(id)))
                    .map_or(0, |list| list.items.len());
                let more: Vec<Item> = (0..dice.below(3)).map(|_| self.item(def, dice)).collect();
                if let Some(lists) = lists_mut(world, slot.whose) {
                    let list = lists.entry(id);
                    list.items.truncate(known);
                    list.items.extend(more);
                    list.complete = true;
                }
            }
            What::Field(id, at, field) => {
                let Some(def) = self.lists.iter().find(|list| list.id == *id) else {
                    return;
                };
                let told = base
                    .and_then(|base| lists_of(base, slot.whose)?.get(Key::of(id)))
                    .and_then(|list| list.items.get(*at)?.facts.get(Key::of(field)));
                let value = match (within(told, dice), def.field(field)) {
                    (Some(value), _) => Some(value),
                    (None, Some(field)) => self.field(def, field, dice),
                    (None, None) => return,
                };
                let item = lists_mut(world, slot.whose)
                    .and_then(|lists| lists.entry(id).items.get_mut(*at));
                match (item, value) {
                    (Some(item), Some(value)) => item.facts.set(field, value),
                    (Some(item), None) => item.facts.unset(field),
                    (None, _) => {}
                }
            }
        }
    }
}

/// A value inside the range that was told, its ends more often than the rest.
fn within(told: Option<&Known>, dice: &mut Dice) -> Option<FactValue> {
    match told.map(|known| &known.value) {
        Some(FactValue::FenRange(low, high)) => {
            let inside = dice.between(*low, *high);
            dice.pick(&[*low, *high, inside])
                .map(|fen| FactValue::Fen(*fen))
        }
        Some(FactValue::DayRange(low, high)) => {
            let inside = low.plus_days(dice.between(0, low.days_until(*high)));
            dice.pick(&[*low, *high, inside])
                .map(|day| FactValue::Day(*day))
        }
        _ => None,
    }
}

fn facts_of(world: &World, whose: Option<usize>) -> Option<&Facts> {
    match whose {
        None => Some(&world.household),
        Some(at) => world.members.get(at).map(|member| &member.facts),
    }
}

fn lists_of(world: &World, whose: Option<usize>) -> Option<&Lists> {
    match whose {
        None => Some(&world.lists),
        Some(at) => world.members.get(at).map(|member| &member.lists),
    }
}

/// The facts of the home or of a member.
pub fn facts_mut(world: &mut World, whose: Option<usize>) -> Option<&mut Facts> {
    match whose {
        None => Some(&mut world.household),
        Some(at) => world.members.get_mut(at).map(|member| &mut member.facts),
    }
}

/// The lists of the home or of a member.
pub fn lists_mut(world: &mut World, whose: Option<usize>) -> Option<&mut Lists> {
    match whose {
        None => Some(&mut world.lists),
        Some(at) => world.members.get_mut(at).map(|member| &mut member.lists),
    }
}
