//! How long judging takes: `cargo run --release -p tanfang-policy --example speed [PACK…]`.
//!
//! Homes are made at random from the dictionary, with so many percent of the
//! facts hidden; each is judged by all schemes of the chain, reasons included.
//! The same homes are then judged by a plan ([`tanfang_policy::batch`]): verdicts only.
//! Prints the middle and the slow end for one home, the next question, and how
//! many homes a second one core judges. A time is the least of three, so that
//! what else the machine does counts little; homes a second are all of them,
//! one after the other, nothing left in the caches.

#![allow(clippy::print_stdout)] // a tool for the terminal

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;
use tanfang_policy::ask::{Asker, Goal, next_question};
use tanfang_policy::batch::{Columns, Machine, Plan};
use tanfang_policy::dict::{About, Dictionary, FactDef, Type};
use tanfang_policy::pack::{PackSet, Resolved, SourceFile};
use tanfang_policy::scheme::Sheet;
use tanfang_policy::value::FactValue;
use tanfang_policy::world::{Facts, Item, Lists, Member, World};
use tanfang_values::Day;

/// A small generator of random numbers (xorshift), so that a seed tells everything.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n.max(1)
    }

    fn number(&mut self, n: u64) -> i64 {
        i64::try_from(self.below(n)).unwrap_or(0)
    }

    fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
}

fn value(dice: &mut Dice, def: &FactDef, day: Day) -> Option<FactValue> {
    Some(match &def.ty {
        Type::Bool => FactValue::Bool(dice.chance(30)),
        Type::Enum(choices) => {
            let at = usize::try_from(dice.below(choices.variants.len() as u64)).ok()?;
            FactValue::One(choices.variants.get(at)?.code.clone())
        }
        Type::Many(choices) => {
            let chosen = choices.variants.iter().filter(|_| dice.chance(10));
            FactValue::many(chosen.map(|variant| variant.code.clone()))
        }
        Type::Date => FactValue::Day(day.plus_days(-dice.number(90 * 365))),
        Type::Yuan | Type::YuanMonth | Type::YuanYear => FactValue::Fen(dice.number(40) * 5_000),
        Type::Int | Type::Months | Type::Days => FactValue::Int(1 + dice.number(5)),
        Type::Times | Type::Percent | Type::Text | Type::YuanPeriod => return None,
    })
}

fn fill(dice: &mut Dice, facts: &mut Facts, defs: &[Arc<FactDef>], day: Day, hidden: u64) {
    for def in defs {
        if dice.chance(hidden) {
            continue;
        }
        if let Some(value) = value(dice, def, day) {
            facts.set(def.id.as_str(), value);
        }
    }
}

fn lists(dice: &mut Dice, lists: &mut Lists, pack: &Resolved, about: About, day: Day, hidden: u64) {
    for def in pack.dictionary().lists() {
        if def.persons || def.about != about {
            continue;
        }
        let list = lists.entry(&def.id);
        list.complete = !dice.chance(hidden);
        for _ in 0..dice.below(3) {
            let mut item = Item::default();
            fill(dice, &mut item.facts, &def.fields, day, hidden);
            list.items.push(item);
        }
    }
}

fn home(dice: &mut Dice, pack: &Resolved, read: &[Arc<FactDef>], day: Day, hidden: u64) -> World {
    let mut world = World::new(day);
    let of = |about| -> Vec<Arc<FactDef>> {
        read.iter()
            .filter(|def| def.about == about && pack.fact(def.id.as_str()).is_some())
            .cloned()
            .collect()
    };
    let (house, person) = (of(About::Household), of(About::Person));
    fill(dice, &mut world.household, &house, day, hidden);
    lists(dice, &mut world.lists, pack, About::Household, day, hidden);
    for at in 0..=dice.below(5) {
        let mut member = Member {
            id: at.to_string(),
            ..Member::default()
        };
        fill(dice, &mut member.facts, &person, day, hidden);
        member.facts.unset("died");
        lists(dice, &mut member.lists, pack, About::Person, day, hidden);
        world.members.push(member);
    }
    world.members_complete = !dice.chance(hidden);
    world
}

/// The least of three times, in nanoseconds.
fn least(run: impl Fn()) -> u128 {
    let once = || {
        let start = Instant::now();
        run();
        start.elapsed().as_nanos()
    };
    once().min(once()).min(once())
}

fn micros(mut all: Vec<u128>) -> String {
    all.sort_unstable();
    let at = |percent: usize| all.get(all.len() * percent / 100).copied().unwrap_or(0);
    let show = |nanos: u128| format!("{}.{:02}", nanos / 1_000, nanos % 1_000 / 10);
    format!("p50 {} µs, p99 {} µs", show(at(50)), show(at(99)))
}

fn run(pack: &Resolved, day: Day) {
    let mut read: Vec<Arc<FactDef>> = Vec::new();
    for def in pack.schemes().iter().flat_map(|scheme| scheme.reads()) {
        if !read.iter().any(|other| other.id == def.id) {
            read.push(def);
        }
    }
    let conditions: usize = pack.schemes().iter().map(|s| s.conditions.len()).sum();
    println!(
        "{}: {} schemes, {conditions} conditions, {} facts read",
        pack.id(),
        pack.schemes().len(),
        read.len()
    );
    for hidden in [0, 10, 30, 50] {
        let mut dice = Dice(0x5eed_0007 + hidden);
        let homes: Vec<World> = (0..2_000)
            .map(|_| home(&mut dice, pack, &read, day, hidden))
            .collect();
        for world in homes.iter().take(200) {
            black_box(Sheet::of(pack, world));
        }
        let mut times = Vec::new();
        let mut verdicts = 0;
        let mut open = 0;
        for world in &homes {
            times.push(least(|| {
                black_box(Sheet::of(pack, world));
            }));
            let sheet = Sheet::of(pack, world);
            verdicts += sheet.entries().count();
            open += sheet.entries().filter(|e| !e.verdict.is_definite()).count();
        }
        let start = Instant::now();
        let mut count = 0_u128;
        for world in homes.iter().cycle().take(10_000) {
            black_box(Sheet::of(pack, world));
            count += 1;
        }
        let rate = count * 1_000_000_000 / start.elapsed().as_nanos().max(1);
        let mut asks = Vec::new();
        for world in homes.iter().take(300) {
            asks.push(least(|| {
                black_box(next_question(pack, world, Asker::default(), Goal::All));
            }));
        }
        println!(
            "  {hidden:2} % hidden: one home {}; {} verdicts a home, {} % open; {rate} homes/s; next question {}",
            micros(times),
            verdicts / homes.len(),
            open * 100 / verdicts.max(1),
            micros(asks),
        );
        batch(pack, &homes, day, rate);
    }
}

/// Verdicts without reasons: one home with laying out its facts, and many homes.
fn batch(pack: &Resolved, homes: &[World], day: Day, sheet: u128) {
    let plan = Plan::of(pack, day);
    let (mut columns, mut machine) = (Columns::default(), Machine::default());
    let mut out = Vec::new();
    let mut times = Vec::new();
    let (mut left, mut lines) = (0, 0);
    for world in homes {
        let mut best = u128::MAX;
        for _ in 0..3 {
            let start = Instant::now();
            columns.clear();
            out.clear();
            plan.load(&mut columns, world);
            black_box(plan.judge(&columns, 0, &mut machine, &mut out));
            best = best.min(start.elapsed().as_nanos());
        }
        times.push(best);
        left += out.iter().filter(|said| said.verdict.is_none()).count();
        lines += out.len();
    }
    let rate = |count: usize, start: Instant| {
        count as u128 * 1_000_000_000 / start.elapsed().as_nanos().max(1)
    };
    let start = Instant::now();
    columns.clear();
    for world in homes {
        plan.load(&mut columns, world);
    }
    let load = rate(homes.len(), start);
    let start = Instant::now();
    for _ in 0..5 {
        for at in 0..homes.len() {
            out.clear();
            black_box(plan.judge(&columns, at, &mut machine, &mut out));
        }
    }
    let judge = rate(homes.len() * 5, start);
    let start = Instant::now();
    let asked = plan.verdicts(homes, &mut columns, &mut machine, |_, said| {
        black_box(said);
    });
    let whole = rate(homes.len(), start);
    println!(
        "     plan: one home {}; laid out {load}, judged {judge}, all with the sheet for what is left {whole} homes/s ({} times the sheet); left to it {left} of {lines} verdicts, {asked} of {} homes",
        micros(times),
        whole / sheet.max(1),
        homes.len(),
    );
}

fn main() {
    let files: Vec<SourceFile<'_>> = tanfang_packs::sources()
        .iter()
        .map(|file| SourceFile {
            pack: file.pack,
            path: file.path,
            text: file.text,
        })
        .collect();
    let Ok(dictionary) = Dictionary::load(tanfang_packs::FACTS) else {
        return println!("the dictionary does not load");
    };
    let packs = match PackSet::load(&Arc::new(dictionary), &files) {
        Ok(packs) => packs,
        Err(findings) => return println!("{findings:?}"),
    };
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let Ok(day) = Day::parse("2026-11-25") else {
        return;
    };
    for id in packs.ids() {
        let named = wanted.is_empty() || wanted.iter().any(|name| name == id);
        let pack = packs.resolve(id).filter(|pack| !pack.schemes().is_empty());
        if let Some(pack) = pack.filter(|_| named) {
            run(&pack, day);
        }
    }
}
