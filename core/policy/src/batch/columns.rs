//! Facts of homes laid out by place: read once, judged as often as wanted.

use super::code::{Code, Kind, Unsaid, kind};
use crate::dict::{About, EnumDef, FactDef, ListDef, Type};
use crate::eval::abs::{F, T, and, or};
use crate::eval::found::all_bits;
use crate::lang::{AID_FROM, AID_LIST, AID_SCHEME, AID_TAPER, AID_TO};
use crate::value::FactValue;
use crate::world::{Facts, Item, Key, Known, List, Lists, World};
use std::sync::Arc;
use tanfang_values::Day;

const BOTH: u8 = T | F;

/// A fact as far as it is known: outcomes, variants left, sure and perhaps, or ends.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell {
    pub(super) a: i64,
    pub(super) b: i64,
    /// Fully known.
    pub(super) exact: bool,
}

impl Cell {
    pub(super) const UNKNOWN: Self = Self {
        a: i64::MIN,
        b: i64::MAX,
        exact: false,
    };
}

/// How the values of a fact are written.
#[derive(Debug)]
enum Form {
    Bool,
    One(Arc<EnumDef>),
    Many(Arc<EnumDef>),
    Date,
    Money,
    Count,
    /// No recorded value is read.
    Other,
}

#[derive(Debug)]
struct Slot {
    key: Key,
    form: Form,
    kind: Kind,
    blank: Cell,
}

/// The facts read of one kind of subject.
#[derive(Debug, Default)]
pub(super) struct Slots {
    slots: Vec<Slot>,
    /// Positions by key, ascending.
    order: Vec<(Key, u32)>,
}

impl Slots {
    /// The place of a fact, made where it is new.
    pub(super) fn of(&mut self, key: Key, def: &FactDef) -> Result<(u32, Kind), Unsaid> {
        let kind = kind(&def.ty)?;
        let (form, blank) = match &def.ty {
            Type::Bool => (Form::Bool, bits(BOTH, false)),
            Type::Enum(choices) => {
                let all = all_bits(choices.variants.len()).cast_signed();
                let cell = Cell {
                    a: all,
                    b: 0,
                    exact: false,
                };
                (Form::One(Arc::clone(choices)), cell)
            }
            Type::Many(choices) => {
                let all = all_bits(choices.variants.len()).cast_signed();
                let cell = Cell {
                    a: 0,
                    b: all,
                    exact: false,
                };
                (Form::Many(Arc::clone(choices)), cell)
            }
            ty => {
                let form = match ty {
                    Type::Date => Form::Date,
                    Type::Yuan | Type::YuanMonth | Type::YuanYear | Type::YuanPeriod => Form::Money,
                    Type::Int | Type::Months | Type::Days | Type::Times => Form::Count,
                    _ => Form::Other,
                };
                let cell = Cell {
                    a: def.min.unwrap_or(i64::MIN),
                    b: def.max.unwrap_or(i64::MAX),
                    exact: false,
                };
                (form, cell)
            }
        };
        self.put(key, form, kind, blank)
    }

    /// The place of an item of a slot.
    pub(super) fn yes_no(&mut self, key: Key) -> Result<u32, Unsaid> {
        let (at, _) = self.put(key, Form::Bool, Kind::Bool, bits(BOTH, false))?;
        Ok(at)
    }

    fn put(
        &mut self,
        key: Key,
        form: Form,
        kind: Kind,
        blank: Cell,
    ) -> Result<(u32, Kind), Unsaid> {
        let known = self.slots.iter().position(|slot| slot.key == key);
        let at = known.unwrap_or_else(|| {
            self.slots.push(Slot {
                key,
                form,
                kind,
                blank,
            });
            self.slots.len() - 1
        });
        match self.slots.get(at) {
            Some(slot) if slot.kind == kind => Ok((short(at), kind)),
            _ => Err(Unsaid),
        }
    }

    pub(super) fn sort(&mut self) {
        let all = self.slots.iter().enumerate();
        self.order = all.map(|(at, slot)| (slot.key, short(at))).collect();
        self.order.sort_unstable();
    }

    /// The key of a place.
    pub(super) fn key(&self, at: usize) -> Option<Key> {
        self.slots.get(at).map(|slot| slot.key)
    }

    /// The place of a fact, if it is read.
    pub(super) fn find(&self, key: Key) -> Option<usize> {
        self.slots.iter().position(|slot| slot.key == key)
    }

    /// Whether the fact at a place is yes or no.
    pub(super) fn yes_or_no(&self, at: usize) -> bool {
        let slot = self.slots.get(at);
        slot.is_some_and(|slot| matches!(slot.form, Form::Bool))
    }

    /// How many answers there are at a place, if few.
    pub(super) fn ways(&self, at: usize) -> Option<u32> {
        match &self.slots.get(at)?.form {
            Form::Bool => Some(2),
            Form::One(choices) => u32::try_from(choices.variants.len()).ok(),
            _ => None,
        }
    }

    fn blank(&self, cells: &mut Vec<Cell>) {
        cells.extend(self.slots.iter().map(|slot| slot.blank));
    }

    pub(super) fn len(&self) -> usize {
        self.slots.len()
    }

    /// Reads facts into cells; says whether all of them fit.
    fn read(&self, facts: &Facts, cells: &mut Vec<Cell>) -> bool {
        let from = cells.len();
        self.blank(cells);
        let mut fits = true;
        let mut order = self.order.iter();
        let mut next = order.next();
        for (key, known) in facts.iter() {
            while next.is_some_and(|(own, _)| *own < key) {
                next = order.next();
            }
            let Some((own, at)) = next else { break };
            if *own != key {
                continue;
            }
            let at = usize::try_from(*at).unwrap_or(usize::MAX);
            if let (Some(slot), Some(cell)) = (self.slots.get(at), cells.get_mut(from + at)) {
                fits &= slot.read(known, cell);
            }
        }
        fits
    }
}

const fn bits(bits: u8, exact: bool) -> Cell {
    Cell {
        a: bits as i64,
        b: 0,
        exact,
    }
}

impl Slot {
    fn read(&self, known: &Known, cell: &mut Cell) -> bool {
        let mut range = |low: i64, high: i64| {
            *cell = Cell {
                a: low.min(high),
                b: high.max(low),
                exact: low == high,
            };
            cell.a != i64::MIN && cell.b != i64::MAX
        };
        match (&self.form, &known.value) {
            (Form::Bool, FactValue::Bool(flag)) => {
                *cell = bits(if *flag { T } else { F }, true);
            }
            (Form::One(choices), FactValue::One(code)) => {
                if let Some(at) = choices.index_of_code(code) {
                    *cell = Cell {
                        a: 1 << at,
                        b: 0,
                        exact: true,
                    };
                }
            }
            (Form::Many(choices), FactValue::Many(codes)) => {
                let mut sure = 0_i64;
                let mut good = !known.partial;
                for code in codes {
                    match choices.index_of_code(code) {
                        Some(at) => sure |= 1 << at,
                        None => good = false,
                    }
                }
                cell.a = sure;
                if good {
                    cell.b = sure;
                }
                cell.exact = good;
            }
            (Form::Date, FactValue::Day(day)) => {
                return range(day.epoch_days().into(), day.epoch_days().into());
            }
            (Form::Date, FactValue::DayRange(low, high)) => {
                return range(low.epoch_days().into(), high.epoch_days().into());
            }
            (Form::Money, FactValue::Fen(n)) | (Form::Count, FactValue::Int(n)) => {
                return range(*n, *n);
            }
            (Form::Money, FactValue::FenRange(low, high))
            | (Form::Count, FactValue::IntRange(low, high)) => return range(*low, *high),
            _ => {}
        }
        true
    }
}

/// A list of things, compiled.
#[derive(Debug)]
pub(super) struct ListPlan {
    pub(super) key: Key,
    pub(super) persons: bool,
    pub(super) about: About,
    pub(super) aid: bool,
    pub(super) min: u32,
    pub(super) max: u32,
    /// Cells of an item of which nothing is known.
    pub(super) blank: u32,
    pub(super) fields: Slots,
}

impl ListPlan {
    pub(super) fn of(key: Key, list: &ListDef) -> Self {
        Self {
            key,
            persons: list.persons,
            about: list.about,
            aid: list.id == AID_LIST,
            min: list.min,
            max: list.max,
            blank: 0,
            fields: Slots::default(),
        }
    }
}

/// The items of a list that somebody has.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Span {
    /// Cells of the first item.
    pub(super) from: u32,
    pub(super) count: u32,
    pub(super) complete: bool,
}

/// An episode of a benefit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Episode {
    /// Number of the benefit among those of the plan; none of them past their end.
    pub(super) aid: u32,
    /// It is not known which benefit it is.
    pub(super) any: bool,
    /// Nothing was recorded of which it is.
    pub(super) silent: bool,
    /// Whether it runs on the day.
    pub(super) runs: u8,
}

/// Episodes that somebody has.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Run {
    pub(super) from: u32,
    pub(super) to: u32,
    pub(super) complete: bool,
}

/// Where the facts of a home lie.
#[derive(Debug, Clone, Copy)]
pub(super) struct Home {
    pub(super) house: usize,
    pub(super) persons: usize,
    pub(super) members: u32,
    pub(super) complete: bool,
    pub(super) events: u64,
    pub(super) spans: usize,
    pub(super) runs: usize,
    pub(super) told: usize,
    pub(super) dead: usize,
    /// The plan cannot say anything of it.
    pub(super) lost: bool,
}

/// Facts of many homes, laid out for one plan.
#[derive(Debug, Default)]
pub struct Columns {
    pub(super) homes: Vec<Home>,
    pub(super) cells: Vec<Cell>,
    pub(super) spans: Vec<Span>,
    pub(super) episodes: Vec<Episode>,
    pub(super) runs: Vec<Run>,
    /// By member and benefit: outcomes told, or 0.
    pub(super) told: Vec<u8>,
    pub(super) dead: Vec<bool>,
}

fn short(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Id of the fact that says on which day a person died.
const DIED: Key = Key::of("died");
const SCHEME: Key = Key::of(AID_SCHEME);
const FROM: Key = Key::of(AID_FROM);
const TO: Key = Key::of(AID_TO);
const TAPER: Key = Key::of(AID_TAPER);
const AID: Key = Key::of(AID_LIST);

impl Columns {
    /// Forgets all homes and keeps the memory.
    pub fn clear(&mut self) {
        self.homes.clear();
        self.cells.clear();
        self.spans.clear();
        self.episodes.clear();
        self.runs.clear();
        self.told.clear();
        self.dead.clear();
    }

    /// Returns how many homes there are.
    pub const fn len(&self) -> usize {
        self.homes.len()
    }

    /// Whether there is no home.
    pub const fn is_empty(&self) -> bool {
        self.homes.is_empty()
    }

    /// Lays out a home after the others.
    pub(super) fn push(&mut self, code: &Code, day: Day, world: &World) {
        if self.cells.is_empty() {
            // First a stranger and, for each list, an item of which nothing is known.
            code.person.blank(&mut self.cells);
            for list in &code.lists {
                list.fields.blank(&mut self.cells);
            }
        }
        let mut home = Home {
            house: self.cells.len(),
            persons: 0,
            members: short(world.members.len()),
            complete: world.members_complete,
            events: 0,
            spans: self.spans.len(),
            runs: self.runs.len(),
            told: self.told.len(),
            dead: self.dead.len(),
            lost: day != world.day || !world.assume.is_empty() || world.members.len() > 4096,
        };
        home.lost |= !code.house.read(&world.household, &mut self.cells);
        home.persons = self.cells.len();
        for member in &world.members {
            home.lost |= !code.person.read(&member.facts, &mut self.cells);
            let died = member.facts.get(DIED).map(|known| &known.value);
            self.dead
                .push(matches!(died, Some(FactValue::Day(died)) if *died <= day));
        }
        for list in &code.lists {
            self.list(list, world.lists.get(list.key), &mut home);
            for member in &world.members {
                self.list(list, member.lists.get(list.key), &mut home);
            }
        }
        for (at, event) in code.events.iter().enumerate() {
            if world.events.contains(event.as_ref()) {
                home.events |= 1 << at;
            }
        }
        if !code.aids.is_empty() {
            self.aids(code, day, &world.lists);
            for member in &world.members {
                self.aids(code, day, &member.lists);
                let from = self.told.len();
                self.told.resize(from + code.aids.len(), 0);
                if member.receives.is_empty() {
                    continue;
                }
                for (slot, (aid, _)) in self.told.iter_mut().skip(from).zip(&code.aids) {
                    *slot = match member.receives.get(aid) {
                        Some(FactValue::Bool(true)) => T,
                        Some(FactValue::Bool(false)) => F,
                        Some(_) => BOTH,
                        None => 0,
                    };
                }
            }
        }
        self.homes.push(home);
    }

    fn list(&mut self, plan: &ListPlan, list: Option<&List>, home: &mut Home) {
        let mut span = Span {
            from: short(self.cells.len()),
            count: 0,
            complete: list.is_some_and(|list| list.complete),
        };
        for item in list.into_iter().flat_map(|list| &list.items) {
            home.lost |= !plan.fields.read(&item.facts, &mut self.cells);
            span.count += 1;
        }
        self.spans.push(span);
    }

    fn aids(&mut self, code: &Code, day: Day, lists: &Lists) {
        let list = lists.get(AID);
        let from = short(self.episodes.len());
        for item in list.into_iter().flat_map(|list| &list.items) {
            self.episodes.push(episode(code, day, item));
        }
        self.runs.push(Run {
            from,
            to: short(self.episodes.len()),
            complete: list.is_some_and(|list| list.complete),
        });
    }
}

fn episode(code: &Code, day: Day, item: &Item) -> Episode {
    let value = |key: Key| item.facts.get(key).map(|known| &known.value);
    let scheme = value(SCHEME);
    let (aid, any) = match scheme {
        Some(FactValue::One(found)) => {
            let at = code.aids.iter().position(|(aid, _)| aid == found);
            (at.map_or(u32::MAX, short), false)
        }
        _ => (u32::MAX, true),
    };
    let end = |key: Key, holds: &dyn Fn(Day) -> bool| match value(key) {
        None => T,
        Some(FactValue::Day(end)) if holds(*end) => T,
        Some(FactValue::Day(_)) => F,
        Some(FactValue::DayRange(low, high)) => match (holds(*low), holds(*high)) {
            (true, true) => T,
            (false, false) => F,
            _ => BOTH,
        },
        Some(_) => BOTH,
    };
    let fades = match value(TAPER) {
        None => F,
        Some(_) => end(TAPER, &|taper| taper >= day),
    };
    let lasts = or(end(TO, &|to| to >= day), fades);
    Episode {
        aid,
        any,
        silent: scheme.is_none(),
        runs: and(end(FROM, &|from| from <= day), lasts),
    }
}
