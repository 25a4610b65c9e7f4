//! 疫情防控困难群众兜底保障 (S2, seed 002, lines 22 to 42). Holds while the event does.

use super::{Rule, Ruling, Scene, rule};
use crate::exact::Exact;
use crate::home::{EXIT_FREEZE, Entry};

const PACK: &str = "JL-EPI";

pub(super) const RULES: &[Rule] = &[
    rule(PACK, "R01", false, r01),
    rule(PACK, "R07", false, r07),
    rule(PACK, "R12", false, r12),
    rule(PACK, "R13", false, r13),
    rule(PACK, "R14a", true, r14a),
    rule(PACK, "R14b", true, r14b),
    rule(PACK, "R14c", true, r14c),
    rule(PACK, "R14d", true, r14d),
    rule(PACK, "R25", true, r25),
    rule(PACK, "R41a", true, r41a),
    rule(PACK, "R41b", true, r41b),
];

/// L26: of who gets 低保 and works away or went back to work, the lowest wage less the standard
/// counts as the cost of work; what is left of a wage is never below nothing.
fn counted(scene: &Scene<'_>) -> Exact {
    let home = scene.home;
    let wage = scene.standards.number("min_wage");
    let cost = wage.minus(scene.standard()).or_zero();
    home.members().fold(Exact::ZERO, |sum, at| {
        let items = home.items(Some(at), "income").iter().map(Entry);
        let (wages, rest): (Vec<_>, Vec<_>) = items.partition(|item| item.code("kind") == "1");
        let add = |all: Vec<Entry<'_>>| {
            all.into_iter()
                .fold(Exact::ZERO, |sum, item| sum.plus(item.money("monthly")))
        };
        let working = home.is(Some(at), "migrant") || home.is(Some(at), "back_work");
        let wages = add(wages);
        let wages = if working && home.receives(at, "dibao") {
            wages.minus(cost).or_zero()
        } else {
            wages
        };
        sum.plus(wages).plus(add(rest))
    })
}

/// L26: income a head, so counted, below the standard.
fn r01(scene: &Scene<'_>) -> Ruling {
    let a_head = counted(scene).among(scene.home.size());
    Ruling::all(&[a_head < scene.standard()]).leaning(a_head.minus(scene.standard()))
}

/// L40: while the town says so nobody leaves 低保 for now but for death, a pension and the like (等).
fn r07(scene: &Scene<'_>) -> Ruling {
    let home = scene.home;
    Ruling::all(&[
        home.event(EXIT_FREEZE),
        home.anybody_receives("dibao"),
        !home.has_any(None, "dibao_move", &["3", "4"]),
        !home.is(None, "jl_exit_other"),
    ])
}

fn infected(scene: &Scene<'_>) -> bool {
    scene.home.is(scene.me(), "infected")
}

/// L28: whose life became hard because of the illness.
fn r12(scene: &Scene<'_>) -> Ruling {
    let home = scene.home;
    let ill = home.members().any(|at| home.is(Some(at), "infected"));
    Ruling::all(&[
        ill || home.has_any(None, "cause", &["13"]),
        home.is(None, "hard_now"),
    ])
}

/// L38: who newly applies for 低保 or 特困 with a promise: one month of the town's standard. That the
/// application is approved the same day is for the office to do, not for the family to fulfil.
fn r13(scene: &Scene<'_>) -> Ruling {
    let home = scene.home;
    Ruling::all(&[home.is(None, "applying"), home.is(None, "promised")])
        .worth(scene.standards.number("std_urban"))
}

/// 低保, 特困, 农村建档立卡.
fn known(scene: &Scene<'_>) -> bool {
    let home = scene.home;
    home.receives(scene.who, "dibao")
        || home.receives(scene.who, "tekun")
        || (scene.rural() && home.among(None, "poor", &["1", "2"]))
}

/// L28: of them who is ill gets 临时救助 directly.
fn r14a(scene: &Scene<'_>) -> Ruling {
    Ruling::all(&[infected(scene), known(scene)])
}

/// L28: others who are ill and in hardship get it first.
fn r14b(scene: &Scene<'_>) -> Ruling {
    Ruling::all(&[
        infected(scene),
        !known(scene),
        scene.home.is(None, "econ_hard"),
    ])
}

/// L28: great hardship or death: more, case by case.
fn r14c(scene: &Scene<'_>) -> Ruling {
    let home = scene.home;
    Ruling::all(&[
        infected(scene),
        home.is(None, "hard_big") || home.is(scene.me(), "died_epidemic"),
    ])
}

/// L28: who is registered elsewhere, where it happened.
fn r14d(scene: &Scene<'_>) -> Ruling {
    Ruling::all(&[infected(scene), scene.home.code(None, "hukou") == "3"])
}

/// L24: 优抚, 低保, 特困, who draws unemployment pay (等), once prices started it.
fn r25(scene: &Scene<'_>) -> Ruling {
    let (home, me) = (scene.home, scene.me());
    let whom = home.is(me, "veteran")
        || home.receives(scene.who, "dibao")
        || home.receives(scene.who, "tekun")
        || home.is(me, "jobless_pay")
        || home.is(me, "jl_price_other");
    Ruling::all(&[home.is(None, "price_switch"), whom])
}

/// L32: who came to work, finds none, and whose family cannot help.
fn r41a(scene: &Scene<'_>) -> Ruling {
    let (home, me) = (scene.home, scene.me());
    Ruling::all(&[
        home.code(None, "hukou") == "3",
        home.is(me, "migrant"),
        home.has_any(None, "cause", &["14"]),
        home.is(me, "no_family"),
        home.is(None, "hard_now"),
    ])
}

/// L32: who lives in the street.
fn r41b(scene: &Scene<'_>) -> Ruling {
    Ruling::all(&[scene.home.is(scene.me(), "homeless")])
}
