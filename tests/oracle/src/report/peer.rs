//! The peer: OpenFisca-core with the same three rules, in one run, results compared.

use super::{Ground, figure, seed};
use crate::dice::Dice;
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use tanfang_policy::pack::{ParamValue, Resolved};
use tanfang_policy::scheme::{Amount, Verdict, evaluate};
use tanfang_policy::value::FactValue;
use tanfang_policy::world::{Item, List, Member, Subject, World};
use tanfang_values::Day;

/// The environment that `cargo xtask bench policy` makes with pip.
const PYTHON: &str = "TANFANG_OPENFISCA";

/// Homes reckoned at once, and of them so many one by one.
const HOMES: usize = 100_000;
const SINGLES: usize = 300;

/// Kinds of spending that the text deducts.
const KINDS: [&str; 7] = ["1", "2", "3", "4", "5", "6", "8"];

struct Person {
    income: i64,
    /// Severe, ill, supported, cannot form a home, 特困.
    flags: [bool; 5],
}

const FLAGS: [&str; 5] = ["severe", "ill", "supported", "cannot_split", "tekun"];

struct Home {
    rural: bool,
    watched: bool,
    spent: Vec<(usize, i64, i64)>,
    people: Vec<Person>,
}

fn home(dice: &mut Dice) -> Home {
    const INCOMES: [i64; 9] = [
        0, 10_000, 30_000, 42_000, 60_000, 63_000, 90_000, 150_000, 240_000,
    ];
    let people = (0..=dice.below(5))
        .map(|_| Person {
            income: dice
                .pick(&INCOMES)
                .map_or(0, |fen| (fen + dice.between(-1, 1)).max(0)),
            flags: [20, 20, 60, 60, 10].map(|percent| dice.chance(percent)),
        })
        .collect();
    let mut spent = Vec::new();
    for kind in 0..KINDS.len() {
        if dice.chance(20) {
            spent.push((kind, dice.between(0, 60_000), dice.between(0, 60_000)));
        }
    }
    Home {
        rural: dice.chance(70),
        watched: dice.chance(20),
        spent,
        people,
    }
}

/// The home as the engine reads it.
fn world(home: &Home, day: Day, assume: &World) -> World {
    let one = |code: &str| FactValue::One(code.to_owned());
    let mut out = World::new(day);
    out.assume.clone_from(&assume.assume);
    out.members_complete = true;
    out.household
        .set("area", one(if home.rural { "r" } else { "u" }));
    out.household
        .set("watch", one(if home.watched { "1" } else { "0" }));
    let mut expense = List {
        items: Vec::with_capacity(home.spent.len()),
        complete: true,
    };
    for (kind, claimed, proved) in &home.spent {
        let mut item = Item::default();
        item.facts
            .set("kind", one(KINDS.get(*kind).unwrap_or(&"9")));
        item.facts.set("claimed", FactValue::Fen(*claimed));
        item.facts.set("proved", FactValue::Fen(*proved));
        expense.items.push(item);
    }
    *out.lists.entry("expense") = expense;
    for (at, person) in home.people.iter().enumerate() {
        let [severe, ill, supported, cannot_split, tekun] = person.flags;
        let mut member = Member {
            id: at.to_string(),
            ..Member::default()
        };
        member
            .facts
            .set("cert", one(if severe { "1" } else { "0" }));
        if severe {
            member.facts.set("dis_level", one("1"));
        }
        member.facts.set("ill_severe", FactValue::Bool(ill));
        member.facts.set("supported", FactValue::Bool(supported));
        member
            .facts
            .set("cannot_split", FactValue::Bool(cannot_split));
        // Only who gets 特困 has its money here: the rest of its rule is a judgement.
        member.facts.set("gz_tekun_rest", FactValue::Bool(false));
        let mut item = Item::default();
        item.facts.set("monthly", FactValue::Fen(person.income));
        *member.lists.entry("income") = List {
            items: Vec::from([item]),
            complete: true,
        };
        let mut aid = List {
            items: Vec::new(),
            complete: true,
        };
        if tekun {
            let mut item = Item::default();
            item.facts.set("scheme", one("tekun"));
            aid.items.push(item);
        }
        *member.lists.entry("aid") = aid;
        out.members.push(member);
    }
    out
}

/// What both give: 低保 and its amount a home, 单人户 and the money of 特困 a person.
#[derive(Default, PartialEq, Eq)]
struct Results {
    dibao: Vec<i64>,
    amounts: Vec<i64>,
    single: Vec<i64>,
    tekun: Vec<i64>,
}

fn reckon(pack: &Resolved, world: &World, out: &mut Results) {
    let hint = |scheme: &str, subject| {
        let hint = evaluate(pack, scheme, world, subject);
        let yes = hint
            .as_ref()
            .is_some_and(|hint| hint.verdict == Verdict::MayQualify);
        let fen = match hint.map(|hint| hint.amount) {
            Some(Amount::Fen { low: Some(low), .. }) if yes => low,
            _ => 0,
        };
        (i64::from(yes), fen)
    };
    let (dibao, amount) = hint("R01", Subject::Household);
    out.dibao.push(dibao);
    out.amounts.push(amount);
    for at in 0..world.members.len() {
        out.single.push(hint("R02", Subject::Person(at)).0);
        out.tekun.push(hint("R09", Subject::Person(at)).1);
    }
}

fn columns(homes: &[Home]) -> Value {
    let of_home = |value: &dyn Fn(&Home) -> Value| homes.iter().map(value).collect::<Value>();
    let of_person = |value: &dyn Fn(&Person) -> Value| {
        let people = homes.iter().flat_map(|home| &home.people);
        people.map(value).collect::<Value>()
    };
    let mut people = Map::new();
    people.insert(
        "income".to_owned(),
        of_person(&|person| json!(person.income)),
    );
    for (at, name) in FLAGS.iter().enumerate() {
        let flag = |person: &Person| json!(person.flags.get(at).copied().unwrap_or(false));
        people.insert((*name).to_owned(), of_person(&flag));
    }
    let mut of_homes = Map::new();
    let standard = |home: &Home| json!(if home.rural { 42_000 } else { 60_000 });
    of_homes.insert("standard".to_owned(), of_home(&standard));
    of_homes.insert("std_urban".to_owned(), of_home(&|_| json!(60_000)));
    of_homes.insert("watched".to_owned(), of_home(&|home| json!(home.watched)));
    for (at, kind) in KINDS.iter().enumerate() {
        let spent = |home: &Home| home.spent.iter().find(|(kind, ..)| *kind == at).copied();
        let claimed = |home: &Home| json!(spent(home).map_or(0, |(_, claimed, _)| claimed));
        let proved = |home: &Home| json!(spent(home).map_or(0, |(.., proved)| proved));
        of_homes.insert(format!("claimed_{kind}"), of_home(&claimed));
        of_homes.insert(format!("proved_{kind}"), of_home(&proved));
    }
    json!({
        "singles": SINGLES,
        "sizes": of_home(&|home| json!(home.people.len())),
        "people": people,
        "homes": of_homes,
    })
}

fn numbers(value: &Value, name: &str) -> Vec<i64> {
    let list = value.get(name).and_then(Value::as_array);
    list.into_iter()
        .flatten()
        .filter_map(Value::as_i64)
        .collect()
}

fn ask_peer(python: &Path, homes: &[Home]) -> Result<Value, String> {
    let folder = python
        .ancestors()
        .nth(2)
        .map_or_else(PathBuf::new, Path::to_path_buf);
    let (given, got) = (folder.join("homes.json"), folder.join("results.json"));
    let failed = |why: &dyn std::fmt::Display| format!("the peer could not be asked: {why}");
    std::fs::write(&given, columns(homes).to_string()).map_err(|why| failed(&why))?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("openfisca/compare.py");
    let status = Command::new(python)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .args([script.as_path(), given.as_path(), got.as_path()])
        .status()
        .map_err(|why| failed(&why))?;
    if !status.success() {
        return Err(failed(&status));
    }
    let text = std::fs::read_to_string(&got).map_err(|why| failed(&why))?;
    serde_json::from_str(&text).map_err(|why| failed(&why))
}

/// Prints both sides and their ratios, and whether results agree and ratios hold.
pub(super) fn print(ground: &Ground, holds: &mut bool) {
    println!("The peer: OpenFisca-core (PyPI), the same 低保, 单人户施保 and 特困 basic of 播州");
    let Some(python) = std::env::var_os(PYTHON).map(PathBuf::from) else {
        println!("      left out: run `cargo xtask bench policy`, which fetches it");
        return;
    };
    let Some(pack) = ground.packs.resolve("GZ-BZ") else {
        figure(holds, false, "GZ-BZ is not here");
        return;
    };
    let Some(day) = Day::from_ymd(2021, 3, 15) else {
        return;
    };
    let mut assume = World::new(day);
    for (id, text) in [
        ("std_rural", "420.00元/月"),
        ("std_urban", "600.00元/月"),
        ("severe_levels", "{一级, 二级}"),
    ] {
        if let Some(param) = pack.params().iter().find(|param| param.id == id)
            && let Some(value) = ParamValue::parse(text, &param.ty)
        {
            assume.assume.insert(param.name.clone(), value);
        }
    }
    let mut dice = Dice::new(seed());
    let homes: Vec<Home> = (0..HOMES).map(|_| home(&mut dice)).collect();
    let theirs = match ask_peer(&python, &homes) {
        Ok(theirs) => theirs,
        Err(why) => return figure(holds, false, &why),
    };
    let mut ours = Results::default();
    let mut reckoning = Duration::ZERO;
    let mut each = Vec::with_capacity(HOMES);
    let start = Instant::now();
    for home in &homes {
        let begun = Instant::now();
        let world = world(home, day, &assume);
        let built = Instant::now();
        reckon(&pack, &world, &mut ours);
        reckoning += built.elapsed();
        each.push(begun.elapsed());
    }
    let batch = start.elapsed();
    each.sort_unstable();
    let single = each.get(HOMES / 2).map_or(0.0, Duration::as_secs_f64) * 1e6;
    let their = |name: &str| theirs.get(name).and_then(Value::as_f64).unwrap_or(0.0);
    let same = ours
        == Results {
            dibao: numbers(&theirs, "dibao"),
            amounts: numbers(&theirs, "dibao_amount"),
            single: numbers(&theirs, "single"),
            tekun: numbers(&theirs, "tekun_amount"),
        };
    figure(
        holds,
        same,
        &format!(
            "results agree on {HOMES} homes, {} people: {} with 低保, {} alone",
            ours.single.len(),
            ours.dibao.iter().sum::<i64>(),
            ours.single.iter().sum::<i64>()
        ),
    );
    let ratio = their("single_us") / single;
    figure(
        holds,
        ratio >= 1_000.0,
        &format!(
            "one home, build and reckon: {single:.2} µs against {:.0} µs ({ratio:.0} times, ≥ 1000); reckon only there {:.0} µs",
            their("single_us"),
            their("single_calculate_us")
        ),
    );
    println!(
        "      {HOMES} homes: {:.3} s ({:.3} s without building) against {:.3} s in arrays ({:.3} s without building): {:.2} times, {:.2} without building",
        batch.as_secs_f64(),
        reckoning.as_secs_f64(),
        their("batch_s"),
        their("batch_calculate_s"),
        their("batch_s") / batch.as_secs_f64(),
        their("batch_calculate_s") / reckoning.as_secs_f64(),
    );
}
