//! 九过三补一化解 (S0A, seed 000, lines 5 to 49).

use super::{Rule, Ruling, Scene, rule};
use crate::exact::Exact;

const PACK: &str = "GS-HN-2020";

pub(super) const RULES: &[Rule] = &[
    rule(PACK, "R02", true, r02),
    rule(PACK, "R12", false, r12),
    rule(PACK, "R13", false, r13),
    rule(PACK, "R15", true, r15),
    rule(PACK, "R16", true, r16),
    rule(PACK, "R17", true, r17),
    rule(PACK, "R19a", true, r19a),
    rule(PACK, "R19b", true, r19b),
    rule(PACK, "R19c", true, r19c),
    rule(PACK, "R35", true, r35),
];

/// L9: 未脱贫建档立卡 with the severely ill or severely disabled; of a rural home of low income the
/// severely disabled only, and never the severely ill.
fn r02(scene: &Scene<'_>) -> Ruling {
    let home = scene.home;
    let (severe, ill) = (scene.severe(scene.who), scene.ill(scene.who));
    let unlifted = home.code(None, "poor") == "1" && (ill || severe);
    let low = scene.rural() && home.is(None, "low_income") && severe;
    Ruling::all(&[unlifted || low, home.is(scene.me(), "alone_ok")])
}

/// L23: illness, disability, schooling, needs of living (等) and 基本生活暂时严重困难. L33: of 未脱贫,
/// 低保 and 特困 only what they must spend to live is looked at; where there is none, nothing is short.
fn r12(scene: &Scene<'_>) -> Ruling {
    let home = scene.home;
    let cause = home.has_any(None, "cause", &["1", "2", "3", "4"]) || home.is(None, "other_cause");
    let known = home.code(None, "poor") == "1"
        || home.anybody_receives("dibao")
        || home.anybody_receives("tekun");
    let spends = home.money(None, "need_spend") > Exact::ZERO;
    Ruling::all(&[cause, home.is(None, "hard_now"), !known || spends])
}

/// L31: who applies for 低保 or 特困, of 建档立卡 and others in need; one to two months of a standard
/// that the text does not name.
fn r13(scene: &Scene<'_>) -> Ruling {
    let home = scene.home;
    let hard = home.among(None, "poor", &["1", "2"]) || home.is(None, "other_hard");
    let month = scene.standards.number("advance_base");
    Ruling::all(&[home.is(None, "applying"), hard]).between(month, month.times(Exact::fen(2)))
}

/// L17: in rural homes with 低保 of class one or two 100 yuan, of three or four 10 yuan.
fn r15(scene: &Scene<'_>) -> Ruling {
    let home = scene.home;
    let yuan = match home.code(None, "dibao_class") {
        "1" | "2" => Some(100),
        "3" | "4" => Some(10),
        _ => None,
    };
    Ruling::all(&[
        home.code(scene.me(), "cert") == "1",
        scene.rural(),
        home.receives(scene.who, "dibao"),
    ])
    .silent_if(yuan.is_none())
    .worth(Exact::fen(yuan.unwrap_or(0) * 100))
}

/// L17: by kind and grade; of several disabilities at once the text says nothing.
fn r16(scene: &Scene<'_>) -> Ruling {
    let (home, me) = (scene.home, scene.me());
    let (kind, grade) = (home.code(me, "dis_kind"), home.code(me, "dis_level"));
    let severe = grade == "1" || grade == "2";
    let yuan = match (kind, grade) {
        ("5" | "6", _) | ("1" | "4", "1") => 100,
        _ => 50,
    };
    Ruling::all(&[home.code(me, "cert") == "1", severe])
        .silent_if(kind == "7")
        .worth(Exact::fen(yuan * 100))
}

/// L19: the old in hardship; age and amount are not said.
fn r17(scene: &Scene<'_>) -> Ruling {
    let age = Exact::fen(scene.home.age(scene.who).into());
    Ruling::all(&[
        scene.home.is(None, "econ_hard"),
        age >= scene.standards.number("old_age"),
    ])
    .worth(scene.standards.number("econ_old_amount"))
}

fn child(scene: &Scene<'_>) -> bool {
    Exact::fen(scene.home.age(scene.who).into()) < scene.standards.number("child_age")
}

/// L15: orphans; who is one is not said and left to the office.
fn r19a(scene: &Scene<'_>) -> Ruling {
    let (home, me) = (scene.home, scene.me());
    let orphan = home.is(me, "orphan") || home.is(me, "orphan_ok");
    Ruling::all(&[child(scene), orphan])
}

/// L15: children nobody in fact raises, who are no orphans.
fn r19b(scene: &Scene<'_>) -> Ruling {
    let (home, me) = (scene.home, scene.me());
    let alone = home.is(me, "alone_child") || home.is(me, "alone_child_ok");
    Ruling::all(&[child(scene), alone, !home.is(me, "orphan")])
}

/// L15: other (其他) children in difficulty, as their case is.
fn r19c(scene: &Scene<'_>) -> Ruling {
    let (home, me) = (scene.home, scene.me());
    Ruling::all(&[
        child(scene),
        home.has_any(me, "class", &["hard_child"]),
        !home.is(me, "orphan"),
        !home.is(me, "alone_child"),
        home.is(me, "hard_child_ok"),
    ])
}

/// L21: of those 特困 at home who wants to live in a home for the old and may.
fn r35(scene: &Scene<'_>) -> Ruling {
    let (home, me) = (scene.home, scene.me());
    Ruling::all(&[
        home.receives(scene.who, "tekun"),
        home.code(me, "keep") == "1",
        home.code(me, "want_home") == "1",
        home.is(me, "fits_keep"),
    ])
}
