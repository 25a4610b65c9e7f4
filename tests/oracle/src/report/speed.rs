//! How long it takes: one home, the next question, many homes, loading; and how many questions.

use super::{Ground, figure, number, seed};
use crate::home::Home;
use crate::packs::{Changed, day_of, load};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};
use tanfang_policy::ask::{Ask, Asker, Goal, next_question};
use tanfang_policy::batch::{Columns, Machine, Plan};
use tanfang_policy::dict::{FactDef, How};
use tanfang_policy::lint;
use tanfang_policy::pack::Resolved;
use tanfang_policy::sample::Sampler;
use tanfang_policy::scheme::{Sheet, Verdict};
use tanfang_policy::spot::Spot;
use tanfang_policy::value::FactValue;
use tanfang_policy::world::{Facts, Key, World};
use tanfang_values::Day;

/// Everybody may answer: the bench asks until nothing is left to ask.
const ROLES: [&str; 4] = ["GridMember", "TownshipOfficer", "CaseClerk", "CivilAffairs"];

const ASKER: Asker<'static> = Asker {
    roles: &ROLES,
    restricted: true,
};

/// The chains that are measured: a street with all its schemes, and the worked county.
const CHAINS: [&str; 2] = ["GZ-BZ", "DEMO-COUNTY"];

/// Prints the times and the questions, and whether they hold.
pub(super) fn print(ground: &Ground, holds: &mut bool) {
    println!("Speed (one core, invented homes, every scheme of the chain for everybody)");
    for id in CHAINS {
        let Some(pack) = ground.packs.resolve(id) else {
            figure(holds, false, &format!("{id} is not here"));
            continue;
        };
        let Some(day) = day_of(&pack) else { continue };
        let mut sampler = Sampler::new(&[&pack], seed(), day);
        let full: Vec<World> = (0..2_000).map(|_| sampler.household()).collect();
        let part: Vec<World> = full.iter().map(|world| sampler.hide(world, 30)).collect();
        let people: usize = full.iter().map(|world| world.members.len()).sum();
        println!(
            "  {id}: {} schemes, {}.{} people a home",
            pack.schemes().len(),
            people / full.len(),
            people * 10 / full.len() % 10
        );
        one_home(&pack, &full, &part, holds);
        question(&pack, &part, holds);
        batch(&pack, &full);
        plan(&pack, &full, &part, day, holds);
    }
    loading(ground, holds);
    for id in CHAINS {
        if let Some(pack) = ground.packs.resolve(id) {
            questions(&pack, holds);
        }
    }
}

/// The time in the middle, and that of which one in a hundred is slower; in nanoseconds.
fn spread(mut times: Vec<Duration>) -> (u128, u128) {
    times.sort_unstable();
    let at = |share: usize| {
        times
            .get(times.len() * share / 100)
            .map_or(0, Duration::as_nanos)
    };
    (at(50), at(99))
}

fn micros(nanos: u128) -> String {
    format!("{}.{:02} µs", nanos / 1_000, nanos / 10 % 100)
}

fn times(worlds: &[World], run: &mut dyn FnMut(&World)) -> (u128, u128) {
    // Once to warm up, so that the first home does not pay for all.
    worlds.iter().take(200).for_each(&mut *run);
    let timed = |world: &World| {
        let start = Instant::now();
        run(world);
        start.elapsed()
    };
    spread(worlds.iter().map(timed).collect())
}

fn one_home(pack: &Resolved, full: &[World], part: &[World], holds: &mut bool) {
    for (what, worlds) in [("all facts known", full), ("30 % hidden", part)] {
        let mut seen = 0;
        let (p50, p99) = times(worlds, &mut |world| {
            seen += Sheet::of(pack, world).entries().count();
        });
        println!(
            "      verdicts with reasons kept, {what}: p50 {}, p99 {}",
            micros(p50),
            micros(p99)
        );
        let (p50, p99) = times(worlds, &mut |world| {
            seen += Sheet::of(pack, world).hints().len();
        });
        let line = format!(
            "one home, {what}, every hint written out: p50 {} (≤ 5), p99 {}",
            micros(p50),
            micros(p99)
        );
        figure(holds, p50 <= 5_000, &line);
        std::hint::black_box(seen);
    }
}

fn question(pack: &Resolved, part: &[World], holds: &mut bool) {
    let mut asked = 0;
    let some = part.get(..600).unwrap_or(part);
    let (p50, p99) = times(some, &mut |world| {
        asked += usize::from(next_question(pack, world, ASKER, Goal::All).is_some());
    });
    let line = format!(
        "next question, 30 % hidden: p50 {}, p99 {} (≤ 1000 µs); {asked} asked",
        micros(p50),
        micros(p99)
    );
    figure(holds, p99 <= 1_000_000, &line);
}

fn batch(pack: &Resolved, full: &[World]) {
    let mut best = Duration::MAX;
    let mut seen = 0;
    for _ in 0..5 {
        let start = Instant::now();
        for world in full {
            seen += Sheet::of(pack, world).entries().count();
        }
        best = best.min(start.elapsed());
    }
    std::hint::black_box(seen);
    println!(
        "      batch, verdicts with reasons kept: {} homes/s a core",
        rate(full, best)
    );
}

fn rate(worlds: &[World], time: Duration) -> u128 {
    let homes = u128::try_from(worlds.len()).unwrap_or(0);
    homes * 1_000_000_000 / time.as_nanos().max(1)
}

/// Verdicts without reasons, by a plan: laying the facts out is part of it.
fn plan(pack: &Resolved, full: &[World], part: &[World], day: Day, holds: &mut bool) {
    let plan = Plan::of(pack, day);
    let (mut columns, mut machine) = (Columns::default(), Machine::default());
    let mut seen = 0;
    for (what, worlds) in [("all facts known", full), ("30 % hidden", part)] {
        let (mut best, mut asked) = (Duration::MAX, 0);
        for _ in 0..5 {
            let start = Instant::now();
            asked = plan.verdicts(worlds, &mut columns, &mut machine, |_, said| {
                seen += said.len();
            });
            best = best.min(start.elapsed());
        }
        let rate = rate(worlds, best);
        let line = format!(
            "batch, verdicts by a plan, {what}: {rate} homes/s a core (≥ 300,000); {asked} of {} homes asked of the sheet",
            worlds.len()
        );
        figure(holds, rate >= 300_000, &line);
    }
    std::hint::black_box(seen);
}

/// Loading one pack with those it stands on and beside, and looking it over.
fn loading(ground: &Ground, holds: &mut bool) {
    println!("Loading (read, type check, lint: each pack with those it needs)");
    let mut worst = Duration::ZERO;
    for id in ground.packs.ids() {
        let Some(pack) = ground.packs.resolve(id) else {
            continue;
        };
        let mut needed = BTreeSet::new();
        for one in std::iter::once(&pack).chain(pack.beside()) {
            needed.extend(one.layers().iter().map(|layer| layer.head.id.clone()));
        }
        let (mut least_load, mut least_lint) = (Duration::MAX, Duration::MAX);
        for _ in 0..5 {
            let start = Instant::now();
            let loaded = load(
                &ground.dictionary,
                &|id| needed.contains(id),
                None::<Changed<'_>>,
            );
            let took = start.elapsed();
            let Ok(set) = loaded else { continue };
            let start = Instant::now();
            let only = BTreeSet::from([id.to_owned()]);
            let found = lint::lint(&set, &only, &lint::Rules::default());
            std::hint::black_box(found.len());
            let looked = start.elapsed();
            least_load = least_load.min(took);
            least_lint = least_lint.min(looked);
        }
        let (took, looked) = (least_load, least_lint);
        println!(
            "      {id:<13} {:>6.2} ms load and check, {:>6.2} ms lint",
            took.as_secs_f64() * 1e3,
            looked.as_secs_f64() * 1e3
        );
        worst = worst.max(took + looked);
    }
    let line = format!(
        "the slowest pack: {:.2} ms (≤ 20)",
        worst.as_secs_f64() * 1e3
    );
    figure(holds, worst <= Duration::from_millis(20), &line);
}

/// A home of which only what a database holds is known, and who lives there.
fn blank(pack: &Resolved, full: &World) -> World {
    let held = |facts: &mut Facts, defs: &[&FactDef]| {
        for def in defs.iter().filter(|def| def.how != How::Database) {
            facts.unset(def.id.as_str());
        }
    };
    let defs: Vec<&FactDef> = pack
        .dictionary()
        .facts()
        .iter()
        .chain(pack.facts())
        .map(AsRef::as_ref)
        .collect();
    let mut out = full.clone();
    held(&mut out.household, &defs);
    for member in &mut out.members {
        held(&mut member.facts, &defs);
    }
    for list in pack
        .dictionary()
        .lists()
        .iter()
        .filter(|list| !list.persons)
    {
        let empty = |lists: &mut tanfang_policy::world::Lists| {
            *lists.entry(&list.id) = tanfang_policy::world::List::default();
        };
        empty(&mut out.lists);
        for member in &mut out.members {
            empty(&mut member.lists);
        }
    }
    out
}

/// Something that a form asks: a fact or a list, of the home or of a member.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Line {
    whose: Option<usize>,
    order: usize,
    id: String,
    list: bool,
}

/// Takes an answer from the home of which everything is known; how many questions that was.
fn answer(world: &mut World, full: &World, whose: Option<usize>, id: &str, list: bool) -> usize {
    if list {
        let lists = |world: &World| match whose {
            None => world.lists.get(Key::of(id)).cloned(),
            Some(at) => world.members.get(at)?.lists.get(Key::of(id)).cloned(),
        };
        let mut told = lists(full).unwrap_or_default();
        told.complete = true;
        // “Is there another?” once more than there are, and what it is each time.
        let asked = 1 + told.items.len();
        if let Some(lists) = crate::sample::lists_mut(world, whose) {
            *lists.entry(id) = told;
        }
        return asked;
    }
    let told = match whose {
        None => full.household.get_id(id),
        Some(at) => full
            .members
            .get(at)
            .and_then(|member| member.facts.get_id(id)),
    };
    let value = told.map_or(FactValue::Unclear, |known| known.value.clone());
    if let Some(facts) = crate::sample::facts_mut(world, whose) {
        facts.set(id, value);
    }
    1
}

fn verdicts(pack: &Resolved, world: &World) -> Vec<Verdict> {
    Sheet::of(pack, world)
        .entries()
        .map(|entry| entry.verdict)
        .collect()
}

/// Asks the best question until every verdict is that of all facts; how many questions.
fn greedy(pack: &Resolved, full: &World, wanted: &[Verdict]) -> Option<usize> {
    let mut world = blank(pack, full);
    let truth = Home::new(full);
    let mut asked = 0;
    for _ in 0..400 {
        if verdicts(pack, &world) == wanted {
            return Some(asked);
        }
        let Ask { spot, .. } = next_question(pack, &world, ASKER, Goal::All)?;
        asked += match spot {
            Spot::Fact { person, id } => answer(&mut world, full, person, id.as_str(), false),
            Spot::List { person, list } => answer(&mut world, full, person, &list, true),
            Spot::Members => {
                world.members_complete = true;
                1
            }
            Spot::Benefit { person, code } => {
                let receives = truth.receives(person, &code);
                let member = world.members.get_mut(person)?;
                member.receives.insert(code, FactValue::Bool(receives));
                1
            }
            // Lists are told whole, so that no field of theirs is open.
            Spot::Field { .. } => return None,
        };
    }
    None
}

/// The form: every fact that the schemes read, in the order of the dictionary, home first.
fn form(pack: &Resolved, full: &World) -> Vec<Line> {
    let mut ids: BTreeSet<String> = BTreeSet::new();
    for scheme in pack.schemes() {
        ids.extend(scheme.reads().iter().map(|def| def.id.as_str().to_owned()));
    }
    let mut out = Vec::new();
    let defs = pack.dictionary().facts().iter().chain(pack.facts());
    let mut orders = 0;
    for def in defs {
        orders += 1;
        if def.how == How::Database || !ids.contains(def.id.as_str()) {
            continue;
        }
        let line = |whose| Line {
            whose,
            order: orders,
            id: def.id.as_str().to_owned(),
            list: false,
        };
        match def.about {
            tanfang_policy::dict::About::Household => out.push(line(None)),
            tanfang_policy::dict::About::Person => {
                out.extend((0..full.members.len()).map(|at| line(Some(at))));
            }
        }
    }
    for list in pack
        .dictionary()
        .lists()
        .iter()
        .filter(|list| !list.persons)
    {
        orders += 1;
        let line = |whose| Line {
            whose,
            order: orders,
            id: list.id.clone(),
            list: true,
        };
        match list.about {
            tanfang_policy::dict::About::Household => out.push(line(None)),
            tanfang_policy::dict::About::Person => {
                out.extend((0..full.members.len()).map(|at| line(Some(at))));
            }
        }
    }
    out.sort();
    out
}

fn fixed(pack: &Resolved, full: &World, wanted: &[Verdict]) -> Option<usize> {
    let mut world = blank(pack, full);
    let mut asked = 0;
    for line in form(pack, full) {
        if verdicts(pack, &world) == wanted {
            return Some(asked);
        }
        asked += answer(&mut world, full, line.whose, &line.id, line.list);
    }
    (verdicts(pack, &world) == wanted).then_some(asked)
}

/// Questions until all is decided: the best first, against a form in its order.
fn questions(pack: &Resolved, holds: &mut bool) {
    let Some(day) = day_of(pack) else { return };
    let mut sampler = Sampler::new(&[pack], seed(), day);
    let (mut best, mut form, mut stuck) = (Vec::new(), Vec::new(), 0);
    for _ in 0..number("TANFANG_ASKED", 300) {
        let mut full = sampler.household();
        // Benefits paid to the home as one are those of its members here.
        let paid = std::mem::take(&mut full.lists.entry("aid").items);
        if let Some(member) = full.members.first_mut() {
            member.lists.entry("aid").items.extend(paid);
        }
        let wanted = verdicts(pack, &full);
        match (greedy(pack, &full, &wanted), fixed(pack, &full, &wanted)) {
            (Some(few), Some(many)) => {
                best.push(few);
                form.push(many);
            }
            _ => stuck += 1,
        }
    }
    best.sort_unstable();
    form.sort_unstable();
    let middle = |all: &[usize]| all.get(all.len() / 2).copied().unwrap_or(0);
    let (few, many) = (middle(&best), middle(&form));
    println!("Questions until every scheme of {} is decided", pack.id());
    println!(
        "      {} homes ({stuck} left out: no question left, or more than 400); mean {} against {}",
        best.len(),
        best.iter().sum::<usize>() / best.len().max(1),
        form.iter().sum::<usize>() / form.len().max(1),
    );
    figure(
        holds,
        few * 2 <= many && !best.is_empty(),
        &format!(
            "median {few} with the best question first, {many} in the order of the form (≤ 0.5)"
        ),
    );
}
