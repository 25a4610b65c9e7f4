//! 陕西 2019 (S1, seed 001, lines 41 to 63).

use super::{Rule, Ruling, Scene, rule};
use crate::exact::Exact;

const PACK: &str = "SN-2019";

pub(super) const RULES: &[Rule] = &[
    rule(PACK, "R01", false, r01),
    rule(PACK, "R02", true, r02),
    rule(PACK, "R04", true, r04),
    rule(PACK, "R05", false, r05),
    rule(PACK, "R08", true, r08),
    rule(PACK, "R10", true, r10),
    rule(PACK, "R12", false, r12),
    rule(PACK, "R13", false, r13),
    rule(PACK, "R18", true, r18),
    rule(PACK, "R19a", true, r19a),
    rule(PACK, "R19b", true, r19b),
    rule(PACK, "R19c", true, r19c),
    rule(PACK, "R34", true, r34),
    rule(PACK, "R36", true, r36),
    rule(PACK, "R42", false, r42),
    rule(PACK, "R43", true, r43),
    rule(PACK, "SN-N03", true, n03),
];

/// 建档立卡, lifted or not; only homes in the country are.
fn listed(scene: &Scene<'_>) -> bool {
    scene.home.among(None, "poor", &["1", "2"])
}

fn age(scene: &Scene<'_>) -> Exact {
    Exact::fen(scene.home.age(scene.who).into())
}

/// L43: 农村低保; income a head below the standard.
fn r01(scene: &Scene<'_>) -> Ruling {
    let a_head = scene.income().among(scene.home.size());
    Ruling::all(&[scene.rural(), a_head < scene.standard()]).leaning(a_head.minus(scene.standard()))
}

/// L43: of 未脱贫 homes the severely disabled and ill (等) who lost the strength to work in whole or
/// part, live on their family and cannot form a home; not those whose whole home gets 低保, or should.
fn r02(scene: &Scene<'_>) -> Ruling {
    let (home, me) = (scene.home, scene.me());
    let kind = scene.severe(scene.who) || scene.ill(scene.who) || home.is(me, "same_kind");
    let fits = r01(scene);
    let whole = home.receives(scene.who, "dibao") || fits.yes();
    Ruling::all(&[
        home.code(None, "poor") == "1",
        kind,
        home.among(me, "labour", &["2", "3", "4"]),
        home.is(me, "supported"),
        home.is(me, "cannot_split"),
        !whole,
    ])
    .leaning(Exact::ZERO.minus(fits.lean))
}

/// L43: in rural homes with 低保 seven kinds of people get a share of the standard more; how much is not said.
fn r04(scene: &Scene<'_>) -> Ruling {
    let (home, me) = (scene.home, scene.me());
    let age = age(scene);
    let orphaned = home.is(me, "one_parent") && age < scene.standards.number("minor_age");
    let class = age >= Exact::fen(70)
        || age < scene.standards.number("child_age")
        || scene.severe(scene.who)
        || scene.ill(scene.who)
        || orphaned
        || (home.is(me, "nursing") && home.code(me, "sex") == "2")
        || home.among(me, "school", &["3", "4", "5"])
        || home.is(me, "class_other");
    let share = scene.standards.number("class_pct");
    Ruling::all(&[scene.rural(), home.receives(scene.who, "dibao"), class])
        .worth(scene.standard().times(share))
}

/// L43: 建档立卡 homes with 低保 that work in a project, whose income is not stable yet and who no
/// longer meet the conditions; twelve months.
fn r05(scene: &Scene<'_>) -> Ruling {
    let home = scene.home;
    let fits = r01(scene);
    Ruling::all(&[
        home.anybody_receives("dibao"),
        listed(scene),
        home.is(None, "project"),
        home.is(None, "not_stable"),
        !fits.yes(),
    ])
    .leaning(Exact::ZERO.minus(fits.lean))
    .worth(home.money(None, "dibao_amount"))
    .lasting(12, 12)
}

fn tekun(scene: &Scene<'_>) -> bool {
    r08(scene).yes()
}

/// L45: without strength to work, without means, and without anybody bound to care or able to; of the
/// old, the disabled, and those not yet 16. At least 1.3 times the standard.
fn r08(scene: &Scene<'_>) -> Ruling {
    let (home, me) = (scene.home, scene.me());
    let age = age(scene);
    let class = age >= scene.standards.number("old_age")
        || scene.disabled(scene.who)
        || age < Exact::fen(16);
    Ruling::all(&[
        listed(scene),
        class,
        home.among(me, "labour", &["3", "4"]),
        home.is(me, "no_source"),
        home.among(me, "obligor", &["0", "2"]),
    ])
    .at_least(scene.standard().times(Exact::of(13, 10)))
}

/// L45: care, at least 10, 15 and 25 % of the lowest wage.
fn r10(scene: &Scene<'_>) -> Ruling {
    let share = match scene.home.code(scene.me(), "selfcare") {
        "3" => 25,
        "2" => 15,
        _ => 10,
    };
    let wage = scene.standards.number("min_wage");
    Ruling::all(&[scene.home.receives(scene.who, "tekun")]).at_least(wage.percent(share))
}

/// L47: hardship that came suddenly and will pass. That the province's money is meant for 建档立卡
/// people does not close 临时救助 to others.
fn r12(scene: &Scene<'_>) -> Ruling {
    Ruling::all(&[scene.home.is(None, "hard_now")])
}

/// L47: 先行救助 where it is urgent.
fn r13(scene: &Scene<'_>) -> Ruling {
    Ruling::all(&[listed(scene), scene.home.is(None, "urgent_now")])
}

/// L53: in the country from the seventieth birthday; how much is not said.
fn r18(scene: &Scene<'_>) -> Ruling {
    Ruling::all(&[scene.rural(), age(scene) >= Exact::fen(70)])
        .worth(scene.standards.number("high_old_amount"))
}

fn child(scene: &Scene<'_>) -> bool {
    age(scene) < scene.standards.number("child_age")
}

/// L51: orphans.
fn r19a(scene: &Scene<'_>) -> Ruling {
    Ruling::all(&[child(scene), scene.home.is(scene.me(), "orphan")])
}

/// L51: children nobody in fact raises, who are no orphans.
fn r19b(scene: &Scene<'_>) -> Ruling {
    let (home, me) = (scene.home, scene.me());
    Ruling::all(&[
        child(scene),
        home.is(me, "alone_child"),
        !home.is(me, "orphan"),
    ])
}

/// L51: other children in difficulty.
fn r19c(scene: &Scene<'_>) -> Ruling {
    let (home, me) = (scene.home, scene.me());
    Ruling::all(&[
        child(scene),
        home.has_any(me, "class", &["hard_child"]),
        !home.is(me, "orphan"),
        !home.is(me, "alone_child"),
    ])
}

/// L49: poor and severely disabled, 16 and older, not within 特困.
fn r34(scene: &Scene<'_>) -> Ruling {
    let poor = listed(scene) || scene.home.is(None, "econ_hard");
    Ruling::all(&[
        poor,
        scene.severe(scene.who),
        age(scene) >= Exact::fen(16),
        !scene.home.receives(scene.who, "tekun"),
        !tekun(scene),
    ])
}

/// L49: reward for those who guard the severely mentally ill.
fn r36(scene: &Scene<'_>) -> Ruling {
    let (home, me) = (scene.home, scene.me());
    Ruling::all(&[home.is(me, "mental_severe"), home.is(me, "guardian_done")])
        .worth(scene.standards.number("mental_award"))
}

/// L61: poor people whom no policy covers, or who are still in hardship after it.
fn r42(scene: &Scene<'_>) -> Ruling {
    let poor = listed(scene) || scene.home.is(None, "econ_hard");
    Ruling::all(&[poor, scene.home.is(None, "not_covered")])
}

/// L63: women of 建档立卡 homes of 55 and younger (以下 includes 55).
fn r43(scene: &Scene<'_>) -> Ruling {
    let age = age(scene);
    Ruling::all(&[
        scene.home.code(scene.me(), "sex") == "2",
        listed(scene),
        age <= Exact::fen(55),
        age >= scene.standards.number("job_age_low"),
    ])
}

/// L53: the old with 特困, of high age (70 in the same line) or left behind in the country: care by day, meals, mutual aid.
fn n03(scene: &Scene<'_>) -> Ruling {
    let (home, me) = (scene.home, scene.me());
    let old = age(scene) >= scene.standards.number("old_age");
    let whom = (old && home.receives(scene.who, "tekun"))
        || age(scene) >= Exact::fen(70)
        || home.has_any(me, "class", &["left_old"]);
    Ruling::all(&[scene.rural(), whom])
}
