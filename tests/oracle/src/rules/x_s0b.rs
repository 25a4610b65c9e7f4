//! 方案 2 (S0B, seed 000, lines 51 to 89).

use super::{Rule, Ruling, Scene, rule};
use crate::exact::Exact;
use crate::home::{EPIDEMIC, Entry};

const PACK: &str = "X-S0B-2020";

pub(super) const RULES: &[Rule] = &[
    rule(PACK, "R01", false, r01),
    rule(PACK, "R02", true, r02),
    rule(PACK, "R05", false, r05),
    rule(PACK, "R06", false, r06),
    rule(PACK, "R11", true, r11),
    rule(PACK, "R13", false, r13),
    rule(PACK, "R18", true, r18),
    rule(PACK, "R44", true, r44),
];

/// 建档立卡, lifted or not.
fn listed(scene: &Scene<'_>) -> bool {
    scene.home.among(None, "poor", &["1", "2"])
}

/// L61: what disability, illness, schooling beyond the nine years and having work cost is deducted;
/// the text sets no upper end.
fn a_head(scene: &Scene<'_>) -> Exact {
    const COUNTED: [&str; 7] = ["1", "2", "3", "4", "5", "6", "7"];
    let items = scene.home.items(None, "expense").iter().map(Entry);
    let cost = items
        .filter(|item| COUNTED.contains(&item.code("kind")))
        .fold(Exact::ZERO, |sum, item| sum.plus(item.money("claimed")));
    scene
        .income()
        .minus(cost)
        .or_zero()
        .among(scene.home.size())
}

/// L81: income a head, so counted, below the standard.
fn r01(scene: &Scene<'_>) -> Ruling {
    let a_head = a_head(scene);
    Ruling::all(&[a_head < scene.standard()]).leaning(a_head.minus(scene.standard()))
}

/// L61: of 建档立卡 homes the severely disabled, the severely ill (等), who lost the strength to work
/// in whole or part, live on their family and cannot form a home.
fn r02(scene: &Scene<'_>) -> Ruling {
    let (home, me) = (scene.home, scene.me());
    Ruling::all(&[
        listed(scene),
        scene.severe(scene.who) || scene.ill(scene.who) || home.is(me, "same_kind"),
        home.among(me, "labour", &["2", "3", "4"]),
        home.is(me, "supported"),
        home.is(me, "cannot_split"),
    ])
}

/// L61: 建档立卡 homes whose members found work or whose trade grew (等), now above the standard; twelve months.
fn r05(scene: &Scene<'_>) -> Ruling {
    let home = scene.home;
    let gain = home.has_any(None, "income_up", &["1", "5", "6"]) || home.is(None, "other_gain");
    let a_head = a_head(scene);
    Ruling::all(&[
        listed(scene),
        home.anybody_receives("dibao"),
        gain,
        a_head > scene.standard(),
    ])
    .leaning(Exact::ZERO.minus(a_head))
    .lasting(12, 12)
}

/// L61: who leaves 低保 of their own will may get one to three months of it.
fn r06(scene: &Scene<'_>) -> Ruling {
    let home = scene.home;
    let month = home.money(None, "dibao_amount");
    Ruling::all(&[home.anybody_receives("dibao"), home.is(None, "wants_exit")])
        .between(month, month.times(Exact::fen(3)))
}

/// L69: of 建档立卡 the disabled who cannot care for themselves and have nobody.
fn r11(scene: &Scene<'_>) -> Ruling {
    let (home, me) = (scene.home, scene.me());
    let helpless = home.code(me, "selfcare") == "3"
        || (home.code(me, "selfcare") == "2" && home.is(me, "half_counts"));
    Ruling::all(&[
        listed(scene),
        scene.disabled(scene.who),
        helpless,
        home.is(me, "no_carer"),
    ])
}

/// L73, L81: help first for homes with 低保 and 建档立卡 homes, and for those in need during an epidemic.
fn r13(scene: &Scene<'_>) -> Ruling {
    let home = scene.home;
    let epidemic = home.event(EPIDEMIC) && home.is(None, "epidemic_hard");
    let whom = home.anybody_receives("dibao") || listed(scene) || epidemic;
    Ruling::all(&[whom, home.is(None, "urgent_now")])
}

/// L53: 高龄津贴; age and amount are not said.
fn r18(scene: &Scene<'_>) -> Ruling {
    let age = Exact::fen(scene.home.age(scene.who).into());
    Ruling::all(&[age >= scene.standards.number("high_old_age")])
        .worth(scene.standards.number("high_old_amount"))
}

/// L69: insurance of care in hospital for every 特困.
fn r44(scene: &Scene<'_>) -> Ruling {
    Ruling::all(&[scene.home.receives(scene.who, "tekun")])
}
