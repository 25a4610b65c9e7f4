//! What is definite with facts hidden is what is true with all facts.
//!
//! Rules are made at random together with a plain Rust closure that means the
//! same. On complete facts both must agree; with facts hidden at random the
//! outcomes must still hold the true one. `TANFANG_ROUNDS` sets how many.

use crate::packs::{root, shipped};
use std::rc::Rc;
use tanfang_policy::dict::{About, Type};
use tanfang_policy::eval::eval_bool;
use tanfang_policy::lang::{Schema, check};
use tanfang_policy::pack::{PackSet, ParamValue, SourceFile};
use tanfang_policy::scheme::{Amount, Verdict, evaluate};
use tanfang_policy::value::FactValue;
use tanfang_policy::world::{Item, List, Member, Subject, World};
use tanfang_values::{BirthdayRule, Day, age_on};

/// A small generator of random numbers (xorshift), so that a seed tells everything.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n as u64).unwrap()
    }

    fn days(&mut self, n: usize) -> i64 {
        i64::try_from(self.below(n)).unwrap()
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn pick<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())].clone()
    }
}

fn rounds(default: usize) -> usize {
    std::env::var("TANFANG_ROUNDS").map_or(default, |n| n.parse().unwrap())
}

#[derive(Debug, Clone)]
struct Income {
    wage: bool,
    fen: i64,
}

#[derive(Debug, Clone)]
struct Person {
    certified: bool,
    level: usize,
    ill: bool,
    birth: Day,
    tekun: bool,
    incomes: Vec<Income>,
}

#[derive(Debug, Clone)]
struct Home {
    day: Day,
    city: bool,
    poor: usize,
    low: bool,
    causes: Vec<bool>,
    hard: bool,
    members: Vec<Person>,
}

fn home(dice: &mut Dice) -> Home {
    let day = Day::from_ymd(2026, 11, 20).unwrap();
    let members = (0..=dice.below(3))
        .map(|_| Person {
            certified: dice.chance(50),
            level: dice.below(4),
            ill: dice.chance(40),
            birth: day.plus_days(-dice.days(90 * 365)),
            tekun: dice.chance(30),
            incomes: (0..dice.below(3))
                .map(|_| Income {
                    wage: dice.chance(60),
                    fen: dice.pick(&[0, 10_000, 42_000, 41_999, 42_001, 60_000, 90_000, 126_000]),
                })
                .collect(),
        })
        .collect();
    Home {
        day,
        city: dice.chance(50),
        poor: dice.below(3),
        low: dice.chance(50),
        causes: (0..3).map(|_| dice.chance(40)).collect(),
        hard: dice.chance(50),
        members,
    }
}

/// The home as a world; every fact is left out, or made a range, with the chance given.
fn world(home: &Home, dice: &mut Dice, hidden: usize) -> World {
    let mut world = World::new(home.day);
    let keep = |dice: &mut Dice| !dice.chance(hidden);
    let one = |at: usize, codes: &[&str]| FactValue::One(codes[at].to_owned());
    let house = &mut world.household;
    if keep(dice) {
        house.set("area", one(usize::from(!home.city), &["u", "r"]));
    }
    if keep(dice) {
        house.set("poor", one(home.poor, &["1", "2", "0"]));
    }
    if keep(dice) {
        house.set("low", FactValue::Bool(home.low));
    } else if dice.chance(50) {
        house.set("low", FactValue::Unclear);
    }
    if keep(dice) {
        let chosen = ["1", "2", "3"]
            .iter()
            .zip(&home.causes)
            .filter(|(_, c)| **c);
        let codes: Vec<&str> = chosen.map(|(code, _)| *code).collect();
        house.set("cause", FactValue::many(codes));
    }
    if keep(dice) {
        house.set("hard", FactValue::Bool(home.hard));
    }
    world.members_complete = true;
    for (at, person) in home.members.iter().enumerate() {
        // The person concerned stays; others may be unheard of.
        if at > 0 && !keep(dice) && dice.chance(30) {
            world.members_complete = false;
            continue;
        }
        let mut member = Member {
            id: at.to_string(),
            ..Member::default()
        };
        let facts = &mut member.facts;
        if keep(dice) {
            facts.set("cert", one(usize::from(!person.certified), &["1", "0"]));
        }
        if keep(dice) {
            facts.set("level", one(person.level, &["1", "2", "3", "4"]));
        }
        if keep(dice) {
            facts.set("ill", FactValue::Bool(person.ill));
        }
        if keep(dice) {
            facts.set("birth", FactValue::Day(person.birth));
        } else if dice.chance(50) {
            let low = person.birth.plus_days(-dice.days(3_000));
            let high = person.birth.plus_days(dice.days(3_000));
            facts.set("birth", FactValue::DayRange(low, high));
        }
        let mut aid = List {
            complete: keep(dice),
            ..List::default()
        };
        if person.tekun && keep(dice) {
            let mut item = Item::default();
            if keep(dice) {
                item.facts.set("scheme", FactValue::One("tekun".into()));
            }
            item.facts
                .set("from", FactValue::Day(home.day.plus_days(-400)));
            aid.items.push(item);
        } else if person.tekun {
            aid.complete = false;
        }
        *member.lists.entry("aid") = aid;
        let mut incomes = List {
            complete: keep(dice),
            ..List::default()
        };
        for income in &person.incomes {
            if !keep(dice) && dice.chance(40) {
                incomes.complete = false;
                continue;
            }
            let mut item = Item::default();
            if keep(dice) {
                item.facts
                    .set("kind", one(usize::from(!income.wage), &["1", "2"]));
            }
            if keep(dice) {
                item.facts.set("monthly", FactValue::Fen(income.fen));
            } else if dice.chance(60) {
                let low = (income.fen - dice.days(20_000)).max(0);
                let high = income.fen + dice.days(20_000);
                item.facts.set("monthly", FactValue::FenRange(low, high));
            }
            incomes.items.push(item);
        }
        *member.lists.entry("income") = incomes;
        world.members.push(member);
    }
    world
}

/// A fraction, written apart from the one under test.
#[derive(Debug, Clone, Copy)]
struct Exact(i128, i128);

impl Exact {
    fn less(self, other: Self) -> bool {
        self.0 * other.1 < other.0 * self.1
    }
}

const T: u8 = 1;
const F: u8 = 2;
const P: u8 = 4;

/// Who is meant while a rule runs.
#[derive(Clone, Copy)]
struct Scope<'s> {
    home: &'s Home,
    own: usize,
    person: usize,
    income: Option<&'s Income>,
}

type Truth = Rc<dyn Fn(Scope<'_>) -> u8>;
type Number = Rc<dyn Fn(Scope<'_>) -> Exact>;

fn truth(flag: bool) -> u8 {
    if flag { T } else { F }
}

/// Where a rule stands: among members, in an income; whether it may stop at a standard.
#[derive(Clone, Copy)]
struct Place {
    members: bool,
    income: bool,
    unset: bool,
}

fn both(dice: &mut Dice, depth: usize, place: Place) -> (String, Truth) {
    let (a, x) = rule(dice, depth - 1, place);
    let (b, y) = rule(dice, depth - 1, place);
    if dice.chance(50) {
        let joined: Truth = Rc::new(move |s| match (x(s), y(s)) {
            (F, _) | (_, F) => F,
            (P, _) | (_, P) => P,
            _ => T,
        });
        (format!("({a} 且 {b})"), joined)
    } else {
        let joined: Truth = Rc::new(move |s| match (x(s), y(s)) {
            (T, _) | (_, T) => T,
            (P, _) | (_, P) => P,
            _ => F,
        });
        (format!("({a} 或 {b})"), joined)
    }
}

fn rule(dice: &mut Dice, depth: usize, place: Place) -> (String, Truth) {
    if depth == 0 {
        return atom(dice, place);
    }
    match dice.below(8) {
        0..=2 => both(dice, depth, place),
        3 => {
            let (a, x) = rule(dice, depth - 1, place);
            let negated: Truth = Rc::new(move |s| match x(s) {
                T => F,
                F => T,
                other => other,
            });
            (format!("非 ({a})"), negated)
        }
        4 if !place.members && !place.income => members(dice, depth, place),
        5 if !place.income => comparison(dice, depth, place),
        6 if !place.income => incomes(dice, depth, place),
        _ => atom(dice, place),
    }
}

fn members(dice: &mut Dice, depth: usize, place: Place) -> (String, Truth) {
    let inside = Place {
        members: true,
        ..place
    };
    let (f, filter) = rule(
        dice,
        0,
        Place {
            unset: false,
            ..inside
        },
    );
    match dice.below(3) {
        0 => {
            let (a, x) = rule(dice, depth - 1, inside);
            let any: Truth = Rc::new(move |s| {
                let all = (0..s.home.members.len()).map(|person| Scope { person, ..s });
                let found: Vec<u8> = all.filter(|s| filter(*s) == T).map(|s| x(s)).collect();
                if found.contains(&T) {
                    T
                } else if found.contains(&P) {
                    P
                } else {
                    F
                }
            });
            (format!("有(成员 其中 {f}: {a})"), any)
        }
        1 => {
            let (a, x) = rule(dice, depth - 1, inside);
            let every: Truth = Rc::new(move |s| {
                let all = (0..s.home.members.len()).map(|person| Scope { person, ..s });
                let found: Vec<u8> = all.map(x.as_ref()).collect();
                if found.contains(&F) {
                    F
                } else if found.contains(&P) {
                    P
                } else {
                    T
                }
            });
            (format!("都(成员: {a})"), every)
        }
        _ => {
            let least = dice.below(3);
            let count: Truth = Rc::new(move |s| {
                let all = (0..s.home.members.len()).map(|person| Scope { person, ..s });
                truth(all.filter(|s| filter(*s) == T).count() >= least)
            });
            (format!("数(成员 其中 {f}) ≥ {least}"), count)
        }
    }
}

fn incomes(dice: &mut Dice, depth: usize, place: Place) -> (String, Truth) {
    let inside = Place {
        income: true,
        ..place
    };
    let (a, x) = rule(dice, depth - 1, inside);
    let any: Truth = Rc::new(move |s| {
        let list = &s.home.members[s.person].incomes;
        let found: Vec<u8> = list
            .iter()
            .map(|income| {
                x(Scope {
                    income: Some(income),
                    ..s
                })
            })
            .collect();
        if found.contains(&T) {
            T
        } else if found.contains(&P) {
            P
        } else {
            F
        }
    });
    (format!("有(收入项: {a})"), any)
}

const CMPS: [&str; 6] = ["<", "≤", ">", "≥", "=", "≠"];

fn holds(cmp: &str, x: Exact, y: Exact) -> bool {
    let (less, more) = (x.less(y), y.less(x));
    match cmp {
        "<" => less,
        "≤" => !more,
        ">" => more,
        "≥" => !less,
        "=" => !less && !more,
        _ => less || more,
    }
}

/// The outcome against a standard that is only known to lie between two limits.
fn open(cmp: &str, x: Exact, low: Exact, high: Option<Exact>) -> u8 {
    let far = Exact(i128::from(i64::MAX), 1);
    let ends = [low, high.unwrap_or(far)];
    let inside = !x.less(low) && high.is_none_or(|high| !high.less(x));
    match cmp {
        "=" | "≠" if inside => P,
        "=" => F,
        "≠" => T,
        _ if ends.iter().all(|end| holds(cmp, x, *end)) => T,
        _ if ends.iter().all(|end| !holds(cmp, x, *end)) => F,
        _ => P,
    }
}

fn comparison(dice: &mut Dice, depth: usize, place: Place) -> (String, Truth) {
    let cmp = dice.pick(&CMPS);
    let (a, x) = money(dice, depth.min(2), place);
    match dice.below(if place.unset { 4 } else { 2 }) {
        0 | 1 => {
            let (b, y) = money(dice, depth.min(2), place);
            let out: Truth = Rc::new(move |s| truth(holds(cmp, x(s), y(s))));
            (format!("{a} {cmp} {b}"), out)
        }
        2 => {
            let out: Truth = Rc::new(move |s| open(cmp, x(s), Exact(0, 1), None));
            (format!("{a} {cmp} 救助线"), out)
        }
        _ => {
            let out: Truth = Rc::new(move |s| {
                let std: i128 = if s.home.city { 60_000 } else { 42_000 };
                open(cmp, x(s), Exact(std, 10), Some(Exact(std * 3, 10)))
            });
            (format!("{a} {cmp} 当地低保标准 × 增发比例"), out)
        }
    }
}

fn total(home: &Home) -> i128 {
    let all = home.members.iter().flat_map(|p| &p.incomes);
    all.map(|income| i128::from(income.fen)).sum()
}

fn money(dice: &mut Dice, depth: usize, place: Place) -> (String, Number) {
    if depth == 0 {
        return match dice.below(5) {
            0 => {
                let yuan = dice.pick(&[0, 100, 420, 600, 900, 1_260]);
                (
                    format!("{yuan}元/月"),
                    Rc::new(move |_| Exact(yuan * 100, 1)),
                )
            }
            1 => (
                "当地低保标准".to_owned(),
                Rc::new(|s| Exact(if s.home.city { 60_000 } else { 42_000 }, 1)),
            ),
            2 => ("总收入".to_owned(), Rc::new(|s| Exact(total(s.home), 1))),
            3 => (
                "人均收入".to_owned(),
                Rc::new(|s| Exact(total(s.home), s.home.members.len() as i128)),
            ),
            _ => (
                "合计(收入项 其中 收入种类 = 务工: 月额)".to_owned(),
                Rc::new(|s| {
                    let list = &s.home.members[s.person].incomes;
                    let wages = list.iter().filter(|income| income.wage);
                    Exact(wages.map(|income| i128::from(income.fen)).sum(), 1)
                }),
            ),
        };
    }
    let (a, x) = money(dice, depth - 1, place);
    match dice.below(6) {
        0 => {
            let (b, y) = money(dice, depth - 1, place);
            let sum: Number = Rc::new(move |s| {
                let (x, y) = (x(s), y(s));
                Exact(x.0 * y.1 + y.0 * x.1, x.1 * y.1)
            });
            (format!("({a} + {b})"), sum)
        }
        1 => {
            let (b, y) = money(dice, depth - 1, place);
            let rest: Number = Rc::new(move |s| {
                let (x, y) = (x(s), y(s));
                Exact(x.0 * y.1 - y.0 * x.1, x.1 * y.1)
            });
            (format!("({a} - {b})"), rest)
        }
        2 => {
            let largest = dice.chance(50);
            let (b, y) = money(dice, depth - 1, place);
            let best: Number = Rc::new(move |s| {
                let (x, y) = (x(s), y(s));
                if x.less(y) == largest { y } else { x }
            });
            let word = if largest { "较大" } else { "较小" };
            (format!("{word}({a}, {b})"), best)
        }
        3 => (
            format!("{a} × 150%"),
            Rc::new(move |s| Exact(x(s).0 * 3, x(s).1 * 2)),
        ),
        4 => {
            let (when, chosen_if) = rule(
                dice,
                1,
                Place {
                    unset: false,
                    ..place
                },
            );
            let (b, y) = money(dice, depth - 1, place);
            let chosen: Number = Rc::new(move |s| if chosen_if(s) == T { x(s) } else { y(s) });
            (format!("如果({when}, {a}, {b})"), chosen)
        }
        _ => (a, x),
    }
}

fn atom(dice: &mut Dice, place: Place) -> (String, Truth) {
    if place.income && dice.chance(60) {
        if dice.chance(50) {
            return (
                "收入种类 = 务工".to_owned(),
                Rc::new(|s| truth(s.income.unwrap().wage)),
            );
        }
        let cmp = dice.pick(&CMPS);
        let limit = dice.pick(&[100_i128, 420, 600]);
        return (
            format!("月额 {cmp} {limit}元/月"),
            Rc::new(move |s| {
                let fen = i128::from(s.income.unwrap().fen);
                truth(holds(cmp, Exact(fen, 1), Exact(limit * 100, 1)))
            }),
        );
    }
    match dice.below(if place.unset { 14 } else { 13 }) {
        0 => ("城乡 = 城市".to_owned(), Rc::new(|s| truth(s.home.city))),
        1 => (
            "建档立卡 属于 {未脱贫, 不是}".to_owned(),
            Rc::new(|s| truth(s.home.poor != 1)),
        ),
        2 => (
            "低收入认定 = 否".to_owned(),
            Rc::new(|s| truth(!s.home.low)),
        ),
        3 => (
            "致困原因 含 车祸".to_owned(),
            Rc::new(|s| truth(s.home.causes[1])),
        ),
        4 => (
            "致困原因 含任一 {火灾, 溺水}".to_owned(),
            Rc::new(|s| truth(s.home.causes[0] || s.home.causes[2])),
        ),
        5 => ("暂时困难".to_owned(), Rc::new(|s| truth(s.home.hard))),
        6 => (
            "重病".to_owned(),
            Rc::new(|s| truth(s.home.members[s.person].ill)),
        ),
        7 => (
            "本人.重病".to_owned(),
            Rc::new(|s| truth(s.home.members[s.own].ill)),
        ),
        8 => (
            "残疾等级 ≠ 三级".to_owned(),
            Rc::new(|s| {
                let person = &s.home.members[s.person];
                truth(!(person.certified && person.level == 2))
            }),
        ),
        9 => (
            "残疾等级 属于 {二级, 三级}".to_owned(),
            Rc::new(|s| {
                let person = &s.home.members[s.person];
                truth(person.certified && (1..=2).contains(&person.level))
            }),
        ),
        10 => (
            "重度残疾".to_owned(),
            Rc::new(|s| {
                let person = &s.home.members[s.person];
                truth(person.certified && person.level < 2)
            }),
        ),
        11 => {
            let (cmp, years) = (dice.pick(&CMPS), dice.pick(&[16_i128, 18, 60]));
            (
                format!("年龄 {cmp} {years}"),
                Rc::new(move |s| truth(holds(cmp, age(s), Exact(years, 1)))),
            )
        }
        12 => (
            "正在享受(特困)".to_owned(),
            Rc::new(|s| truth(s.home.members[s.person].tekun)),
        ),
        _ => {
            let cmp = dice.pick(&CMPS);
            (
                format!("年龄 {cmp} 老年人年龄"),
                Rc::new(move |s| open(cmp, age(s), Exact(50, 1), None)),
            )
        }
    }
}

fn age(s: Scope<'_>) -> Exact {
    let birth = s.home.members[s.person].birth;
    Exact(age_on(birth, s.home.day, BirthdayRule::SameDay).into(), 1)
}

fn bits(tri: &tanfang_policy::eval::Tri) -> u8 {
    let o = tri.outcomes;
    u8::from(o.can_be_true()) | u8::from(o.can_be_false()) << 1 | u8::from(o.can_be_unset()) << 2
}

#[test]
fn hidden_facts_never_make_a_wrong_definite_answer() {
    let schema: Schema = root().schema(About::Person);
    let mut dice = Dice(0x5eed_0001);
    let place = Place {
        members: false,
        income: false,
        unset: true,
    };
    let (mut answers, mut decided) = (0, 0);
    for round in 0..rounds(1_500) {
        let depth = 1 + dice.below(4);
        let (text, means) = rule(&mut dice, depth, place);
        let Ok(expr) = check(&text, &schema, Some(&Type::Bool)) else {
            panic!("round {round}: {text} is refused");
        };
        for _ in 0..4 {
            let home = home(&mut dice);
            let truth = means(Scope {
                home: &home,
                own: 0,
                person: 0,
                income: None,
            });
            let full = world(&home, &mut dice, 0);
            let found = eval_bool(&expr, &full, Subject::Person(0));
            assert_eq!(bits(&found), truth, "round {round}: {text}\n{home:?}");
            for hidden in [10, 30, 60] {
                let part = world(&home, &mut dice, hidden);
                let found = eval_bool(&expr, &part, Subject::Person(0));
                answers += 1;
                decided += usize::from(!found.undecided());
                assert!(
                    bits(&found) & truth == truth,
                    "round {round}: {text}\n{home:?}\n{part:?}\n{found:?}"
                );
                let hangs = &found.hangs;
                let nothing = hangs.facts.is_empty()
                    && hangs.params.is_empty()
                    && hangs.judgements.is_empty();
                assert_eq!(
                    found.undecided(),
                    !nothing,
                    "round {round}: {text}\n{found:?}"
                );
            }
        }
    }
    println!("{answers} answers with facts hidden, {decided} definite, 0 wrong");
    assert!(
        decided * 10 > answers,
        "most rules stay open: the test shows little"
    );
}

/// What the text of R02 and R16 says, written by hand without any pack.
mod by_hand {
    #[allow(clippy::struct_excessive_bools)] // the facts of the text are mostly yes or no
    pub(super) struct Case {
        pub(super) rural: bool,
        pub(super) poor: usize,
        pub(super) low: bool,
        pub(super) ill: bool,
        /// 1 certified, 2 plain to see, 3 does not match, 0 none.
        pub(super) cert: usize,
        pub(super) kind: usize,
        pub(super) level: usize,
        pub(super) judged: bool,
    }

    pub(super) fn single_home(c: &Case) -> bool {
        let severe = c.cert != 0 && c.level <= 2;
        if !c.ill && c.cert == 0 {
            return false;
        }
        let barred = c.rural && c.low && c.ill && !severe && c.poor != 1;
        let a = c.poor == 1 && (c.ill || severe);
        let b = c.rural && c.low && severe;
        c.judged && (a || b) && !barred
    }

    /// Yuan a month; `None` where the text gives nothing, `Err` where it is silent.
    pub(super) fn nursing(c: &Case) -> Result<Option<i64>, ()> {
        if c.cert != 1 {
            return Ok(None);
        }
        match (c.kind, c.level) {
            (_, 3 | 4) => Ok(None),
            (7, _) => Err(()),
            (5 | 6, 1 | 2) | (1 | 4, 1) => Ok(Some(100)),
            _ => Ok(Some(50)),
        }
    }
}

#[test]
fn schemes_agree_with_the_text_written_by_hand() {
    let pack = shipped().resolve("GS-HN-2020").unwrap();
    let levels = pack.param_def("重度残疾等级").unwrap();
    let levels = ParamValue::parse("{一级, 二级}", &levels.ty).unwrap();
    let mut dice = Dice(0x5eed_0002);
    let (mut verdicts, mut definite) = (0, 0);
    for _ in 0..rounds(1_500) {
        let case = by_hand::Case {
            rural: dice.chance(70),
            poor: dice.below(3),
            low: dice.chance(50),
            ill: dice.chance(50),
            cert: dice.below(4),
            kind: 1 + dice.below(7),
            level: 1 + dice.below(4),
            judged: dice.chance(70),
        };
        for hidden in [0, 30, 60] {
            let mut world = World::new(Day::from_ymd(2020, 5, 10).unwrap());
            world
                .assume
                .insert("重度残疾等级".to_owned(), levels.clone());
            let mut member = Member::default();
            let mut say = |person: bool, id: &str, value: FactValue, dice: &mut Dice| {
                if !dice.chance(hidden) {
                    let facts = if person {
                        &mut member.facts
                    } else {
                        &mut world.household
                    };
                    facts.set(id, value);
                }
            };
            let code = |n: usize| FactValue::One(n.to_string());
            let area = if case.rural { "r" } else { "u" };
            say(false, "area", FactValue::One(area.into()), &mut dice);
            say(false, "poor", code(case.poor), &mut dice);
            say(false, "low_income", FactValue::Bool(case.low), &mut dice);
            say(true, "ill_severe", FactValue::Bool(case.ill), &mut dice);
            say(true, "cert", code(case.cert), &mut dice);
            say(true, "dis_kind", code(case.kind), &mut dice);
            say(true, "dis_level", code(case.level), &mut dice);
            say(true, "alone_ok", FactValue::Bool(case.judged), &mut dice);
            world.members.push(member);
            let hint = evaluate(&pack, "R02", &world, Subject::Person(0)).unwrap();
            verdicts += 2;
            if hint.verdict.is_definite() {
                definite += 1;
                let yes = hint.verdict == Verdict::MayQualify;
                assert_eq!(yes, by_hand::single_home(&case), "{hint:?}");
            }
            assert!(hidden > 0 || hint.verdict.is_definite(), "{hint:?}");
            let hint = evaluate(&pack, "R16", &world, Subject::Person(0)).unwrap();
            let truth = by_hand::nursing(&case);
            if hint.verdict.is_definite() {
                definite += 1;
                let yes = hint.verdict == Verdict::MayQualify;
                assert_eq!(Ok(yes), truth.map(|yuan| yuan.is_some()), "{hint:?}");
            }
            if let (Amount::Fen { low, high, .. }, Ok(Some(yuan))) = (&hint.amount, truth) {
                let fen = yuan * 100;
                assert!(low.is_none_or(|low| low <= fen) && high.is_none_or(|high| fen <= high));
            }
        }
    }
    println!("{verdicts} verdicts, {definite} definite, 0 wrong");
}

/// A benefit and a fact may have one id (`orphan`); neither says anything about the other.
#[test]
fn a_benefit_and_a_fact_of_one_id_are_two_things() {
    const HEAD: &str = r#"
id = "X"
name = "试验"
version = "0.1.0"
region = "未注明"
from = 2026-01-01
until = "未注明"
overlay = "common"
round = "分 四舍五入"
birthday = "当天"
week_start = "周一"
status = "现行"
[[source]]
id = "T"
title = "试验用,虚构"
no = "虚构"
"#;
    const SCHEME: &str = r#"
id = "X01"
rule = "R19"
name = "低保"
about = "人"
order = 1
[[require]]
id = "one"
text = "认定了,或者领着"
expr = "孤儿认定 或 正在享受(孤儿基本生活费)"
cite = "T"
[[not_if]]
id = "both"
text = "认定了,也领着"
expr = "孤儿认定 且 正在享受(孤儿基本生活费)"
cite = "T"
"#;
    let mut files: Vec<SourceFile<'_>> = tanfang_packs::sources()
        .iter()
        .filter(|file| file.pack == "common")
        .map(|file| SourceFile {
            pack: file.pack,
            path: file.path,
            text: file.text,
        })
        .collect();
    for (path, text) in [("pack.toml", HEAD), ("schemes/X01.toml", SCHEME)] {
        files.push(SourceFile {
            pack: "X",
            path,
            text,
        });
    }
    let packs = PackSet::load(&crate::packs::dictionary(), &files)
        .unwrap_or_else(|found| panic!("{}", crate::packs::lines(&found)));
    let pack = packs.resolve("X").unwrap();
    let mut world = World::new(Day::parse("2026-11-20").unwrap());
    world.members.push(Member {
        id: "p1".into(),
        ..Member::default()
    });
    let hint = evaluate(&pack, "X01", &world, Subject::Person(0)).unwrap();
    assert_eq!(hint.verdict, Verdict::ToVerify);
}
