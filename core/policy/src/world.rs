//! What an evaluation reads: one home, its members, their lists, the day.
//!
//! A [`World`] is built by whoever knows the facts (`domain` from the store,
//! [`crate::cases`] from a case file) and only read here. A fact that is not
//! set is unknown; nothing is ever taken to be "no" for want of an answer.

use crate::pack::ParamValue;
use crate::value::FactValue;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tanfang_values::Day;

/// A fact's id as a number, for quick look-up.
///
/// Two ids of one pack never share a key: the schema refuses them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(u64);

impl Key {
    /// Makes the key of an id (FNV-1a over its bytes).
    pub const fn of(id: &str) -> Self {
        let bytes = id.as_bytes();
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
        let mut rest = bytes;
        while let [byte, tail @ ..] = rest {
            hash = (hash ^ *byte as u64).wrapping_mul(0x0000_0100_0000_01b3);
            rest = tail;
        }
        Self(hash)
    }

    /// Makes the key of a benefit by its code; no fact has it, as no id of a fact has a slash.
    pub(crate) fn of_benefit(code: &str) -> Self {
        Self::of(&format!("aid/{code}"))
    }

    pub(crate) const fn number(self) -> u64 {
        self.0
    }
}

/// A value and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The value; 不清楚 and 不愿说 are unknown to rules.
    pub value: FactValue,
    /// Id of the operation that recorded it, for explanations.
    pub tag: Option<Arc<str>>,
    /// The day it was true.
    pub day: Option<Day>,
    /// Of several choices only some were named; there may be others.
    pub partial: bool,
}

impl From<FactValue> for Known {
    fn from(value: FactValue) -> Self {
        Self {
            value,
            tag: None,
            day: None,
            partial: false,
        }
    }
}

/// Facts by key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Ascending; apart from the values, so that looking one up touches little memory.
    keys: Vec<Key>,
    /// One a key.
    known: Vec<Known>,
}

impl Facts {
    const NONE: Self = Self {
        keys: Vec::new(),
        known: Vec::new(),
    };

    /// Sets a fact by its id; a second value replaces the first.
    pub fn set(&mut self, id: &str, known: impl Into<Known>) {
        self.put(Key::of(id), Some(known.into()));
    }

    /// Sets or forgets a fact and gives back what stood there.
    pub(crate) fn put(&mut self, key: Key, known: Option<Known>) -> Option<Known> {
        match (self.keys.binary_search(&key), known) {
            (Ok(at), Some(known)) => self
                .known
                .get_mut(at)
                .map(|slot| std::mem::replace(slot, known)),
            (Ok(at), None) => {
                self.keys.remove(at);
                Some(self.known.remove(at))
            }
            (Err(at), Some(known)) => {
                self.keys.insert(at, key);
                self.known.insert(at, known);
                None
            }
            (Err(_), None) => None,
        }
    }

    /// Forgets a fact.
    pub fn unset(&mut self, id: &str) {
        self.put(Key::of(id), None);
    }

    /// Returns a fact by key.
    pub fn get(&self, key: Key) -> Option<&Known> {
        let at = self.keys.binary_search(&key).ok()?;
        self.known.get(at)
    }

    /// Lists the facts by key, ascending.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Key, &Known)> {
        self.keys.iter().copied().zip(&self.known)
    }

    /// Returns a fact by id.
    pub fn get_id(&self, id: &str) -> Option<&Known> {
        self.get(Key::of(id))
    }
}

/// One item of a list: an income, an expense, a benefit episode.
///
/// In the list of benefits (`aid`) a missing `from` or `to` means that the
/// episode has no such end; an end that exists and is not known is
/// [`FactValue::Unclear`]. With a last day of fading out (`taper`, 渐退) it runs
/// on after `to` until then.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Item {
    /// Its fields by id.
    pub facts: Facts,
}

/// An item of which nothing is known: one that a list not 齐全 may still have.
pub(crate) static BLANK: Item = Item { facts: Facts::NONE };

/// The items known, and whether there are no others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct List {
    /// The items known.
    pub items: Vec<Item>,
    /// 齐全: there are no others.
    pub complete: bool,
}

/// Lists by id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lists(Vec<(Key, List)>);

impl Lists {
    /// Returns the list with this id, made empty and not complete if it was not there.
    pub fn entry(&mut self, id: &str) -> &mut List {
        let key = Key::of(id);
        let at = match self.0.binary_search_by_key(&key, |(k, _)| *k) {
            Ok(at) => at,
            Err(at) => {
                self.0.insert(at, (key, List::default()));
                at
            }
        };
        #[allow(clippy::indexing_slicing)] // the position was found or made just above
        &mut self.0[at].1
    }

    /// Returns a list by key, to change it.
    pub(crate) fn get_mut(&mut self, key: Key) -> Option<&mut List> {
        let at = self.0.binary_search_by_key(&key, |(k, _)| *k).ok()?;
        self.0.get_mut(at).map(|(_, list)| list)
    }

    /// Lists the lists with their keys.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Key, &List)> {
        self.0.iter().map(|(key, list)| (*key, list))
    }

    /// Returns a list by key.
    pub fn get(&self, key: Key) -> Option<&List> {
        let at = self.0.binary_search_by_key(&key, |(k, _)| *k).ok()?;
        self.0.get(at).map(|(_, list)| list)
    }
}

/// One member of the home.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Member {
    /// Id of the person, given back in explanations.
    pub id: String,
    /// Facts about the person, also those that a feature adds such as 走访.见面.
    pub facts: Facts,
    /// Lists of the person (of incomes, of benefits).
    pub lists: Lists,
    /// Whether the person receives a benefit, where that is known otherwise
    /// than by episodes; by the code of the enum `aid`.
    pub receives: BTreeMap<String, FactValue>,
}

/// Everything an evaluation reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct World {
    /// The day for which is judged.
    pub day: Day,
    /// Facts about the home.
    pub household: Facts,
    /// Lists of the home (of expenses), and benefits paid to the home as one.
    pub lists: Lists,
    /// The members known.
    pub members: Vec<Member>,
    /// 齐全: there are no other members.
    pub members_complete: bool,
    /// Names of the events in force (疫情防控 …); every other is not.
    pub events: BTreeSet<String>,
    /// Values of parameters to assume instead of those of the pack, by name ("what if").
    pub assume: BTreeMap<String, ParamValue>,
}

impl World {
    /// Makes an empty world: nothing is known of the home.
    pub const fn new(day: Day) -> Self {
        Self {
            day,
            household: Facts::NONE,
            lists: Lists(Vec::new()),
            members: Vec::new(),
            members_complete: false,
            events: BTreeSet::new(),
            assume: BTreeMap::new(),
        }
    }

    /// Finds a member by id.
    pub fn member(&self, id: &str) -> Option<usize> {
        self.members.iter().position(|member| member.id == id)
    }
}

/// For whom is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// The home.
    Household,
    /// The member at this position of [`World::members`].
    Person(usize),
}
