//! What a rule written by hand reads: a home of which everything is known.
//!
//! The facts stand in the engine's [`World`], which only holds them; every
//! read is noted as a [`Slot`], so that the steering of samples knows what a
//! rule hangs on without being told.

use crate::exact::Exact;
use std::cell::RefCell;
use std::collections::BTreeSet;
use tanfang_policy::value::FactValue;
use tanfang_policy::world::{Facts, Item, Key, World};
use tanfang_values::{BirthdayRule, Day, age_on};

/// The event that an epidemic is.
pub const EPIDEMIC: &str = "疫情防控";

/// The switch of the town that holds back who would leave 低保 (S2 四12).
pub const EXIT_FREEZE: &str = "暂停退出";

/// A place where something about a home is written, and can be forgotten or changed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot {
    /// Position of the member; `None` for the home.
    pub whose: Option<usize>,
    /// What stands there.
    pub what: What,
}

/// What can stand in a place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// A fact, by its id.
    Fact(String),
    /// A field of an item of a list: the list, the position, the field.
    Field(String, usize, String),
    /// The items of a list that are not known, or all of them where none is.
    List(String),
    /// The members of the home that are not known.
    Members,
}

/// A home of which everything is known, and what has been read of it.
#[derive(Debug)]
pub struct Home<'w> {
    world: &'w World,
    reads: RefCell<BTreeSet<Slot>>,
}

impl<'w> Home<'w> {
    /// Reads a world in which nothing is hidden.
    pub const fn new(world: &'w World) -> Self {
        Self {
            world,
            reads: RefCell::new(BTreeSet::new()),
        }
    }

    /// The places read so far.
    pub fn into_reads(self) -> BTreeSet<Slot> {
        self.reads.into_inner()
    }

    fn note(&self, whose: Option<usize>, what: What) {
        self.reads.borrow_mut().insert(Slot { whose, what });
    }

    /// The day for which is judged.
    pub const fn day(&self) -> Day {
        self.world.day
    }

    /// Whether an event is in force.
    pub fn event(&self, name: &str) -> bool {
        self.world.events.contains(name)
    }

    fn facts(&self, whose: Option<usize>) -> Option<&'w Facts> {
        match whose {
            None => Some(&self.world.household),
            Some(at) => self.world.members.get(at).map(|member| &member.facts),
        }
    }

    fn value(&self, whose: Option<usize>, id: &str) -> Option<&'w FactValue> {
        self.note(whose, What::Fact(id.to_owned()));
        let known = self.facts(whose)?.get(Key::of(id))?;
        Some(&known.value)
    }

    /// Whether a yes-no fact is yes.
    pub fn is(&self, whose: Option<usize>, id: &str) -> bool {
        self.value(whose, id) == Some(&FactValue::Bool(true))
    }

    /// The code of a choice; empty where none was made.
    pub fn code(&self, whose: Option<usize>, id: &str) -> &'w str {
        match self.value(whose, id) {
            Some(FactValue::One(code)) => code,
            _ => "",
        }
    }

    /// Whether a choice is one of these codes.
    pub fn among(&self, whose: Option<usize>, id: &str, codes: &[&str]) -> bool {
        codes.contains(&self.code(whose, id))
    }

    /// Whether one of these codes was chosen among several.
    pub fn has_any(&self, whose: Option<usize>, id: &str, codes: &[&str]) -> bool {
        match self.value(whose, id) {
            Some(FactValue::Many(chosen)) => chosen.iter().any(|c| codes.contains(&c.as_str())),
            _ => false,
        }
    }

    /// An amount of money.
    pub fn money(&self, whose: Option<usize>, id: &str) -> Exact {
        match self.value(whose, id) {
            Some(FactValue::Fen(fen)) => Exact::fen(*fen),
            _ => Exact::ZERO,
        }
    }

    /// A whole number.
    pub fn number(&self, whose: Option<usize>, id: &str) -> i64 {
        match self.value(whose, id) {
            Some(FactValue::Int(n)) => *n,
            _ => 0,
        }
    }

    /// A day.
    pub fn date(&self, whose: Option<usize>, id: &str) -> Option<Day> {
        match self.value(whose, id) {
            Some(FactValue::Day(day)) => Some(*day),
            _ => None,
        }
    }

    /// Full years on the day; a person turns a year older on the birthday.
    pub fn age(&self, who: usize) -> i32 {
        self.date(Some(who), "birth").map_or(0, |birth| {
            age_on(birth, self.world.day, BirthdayRule::SameDay)
        })
    }

    /// The number of members.
    pub fn size(&self) -> usize {
        self.note(None, What::Members);
        self.world.members.len()
    }

    /// The members.
    pub fn members(&self) -> impl Iterator<Item = usize> + use<> {
        0..self.size()
    }

    /// The items of a list.
    pub fn items(&self, whose: Option<usize>, list: &str) -> &'w [Item] {
        self.note(whose, What::List(list.to_owned()));
        let lists = match whose {
            None => Some(&self.world.lists),
            Some(at) => self.world.members.get(at).map(|member| &member.lists),
        };
        lists
            .and_then(|lists| lists.get(Key::of(list)))
            .map_or(&[], |list| list.items.as_slice())
    }

    /// The episodes of a benefit that run on the day, those of the home with those of the person.
    ///
    /// One that ended and fades out (渐退) is still paid.
    pub fn running(&self, who: Option<usize>, aid: &str) -> Vec<Entry<'w>> {
        let mut all: Vec<&'w Item> = self.items(None, "aid").iter().collect();
        match who {
            Some(at) => all.extend(self.items(Some(at), "aid")),
            None => {
                for at in self.members() {
                    all.extend(self.items(Some(at), "aid"));
                }
            }
        }
        all.into_iter()
            .map(Entry)
            .filter(|entry| {
                entry.code("scheme") == aid
                    && entry.date("from").is_none_or(|from| from <= self.world.day)
                    && (entry.date("to").is_none_or(|to| self.world.day <= to)
                        || entry
                            .date("taper")
                            .is_some_and(|taper| self.world.day <= taper))
            })
            .collect()
    }

    /// Whether a person receives a benefit on the day.
    pub fn receives(&self, who: usize, aid: &str) -> bool {
        !self.running(Some(who), aid).is_empty()
    }

    /// Whether anybody of the home receives a benefit on the day.
    pub fn anybody_receives(&self, aid: &str) -> bool {
        !self.running(None, aid).is_empty()
    }
}

/// One item of a list.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'w>(pub &'w Item);

impl<'w> Entry<'w> {
    fn value(self, id: &str) -> Option<&'w FactValue> {
        self.0.facts.get(Key::of(id)).map(|known| &known.value)
    }

    /// The code of a choice; empty where none was made.
    pub fn code(self, id: &str) -> &'w str {
        match self.value(id) {
            Some(FactValue::One(code)) => code,
            _ => "",
        }
    }

    /// An amount of money.
    pub fn money(self, id: &str) -> Exact {
        match self.value(id) {
            Some(FactValue::Fen(fen)) => Exact::fen(*fen),
            _ => Exact::ZERO,
        }
    }

    /// A day.
    pub fn date(self, id: &str) -> Option<Day> {
        match self.value(id) {
            Some(FactValue::Day(day)) => Some(*day),
            _ => None,
        }
    }

    /// Whether a yes-no field is yes.
    pub fn is(self, id: &str) -> bool {
        self.value(id) == Some(&FactValue::Bool(true))
    }
}
