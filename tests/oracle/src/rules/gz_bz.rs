//! 播州 (S4-5, seed 004 篇5, lines 243 to 335).

use super::{Rule, Ruling, Scene, rule};
use crate::exact::Exact;
use crate::home::Entry;

const PACK: &str = "GZ-BZ";

pub(super) const RULES: &[Rule] = &[
    rule(PACK, "R01", false, r01),
    rule(PACK, "R02", true, r02),
    rule(PACK, "R04", true, r04),
    rule(PACK, "R05", false, r05),
    rule(PACK, "R08", true, r08),
    rule(PACK, "R09", true, r09),
    rule(PACK, "R10", true, r10),
    rule(PACK, "R12", false, r12),
    rule(PACK, "R13", false, r13),
    rule(PACK, "R21", true, r21),
    rule(PACK, "R25", false, r25),
    rule(PACK, "R26", true, r26),
    rule(PACK, "R27", false, r27),
    rule(PACK, "R28a", true, r28a),
    rule(PACK, "R28b", true, r28b),
    rule(PACK, "R28c", true, r28c),
    rule(PACK, "R28d", true, r28d),
    rule(PACK, "R28e", false, r28e),
    rule(PACK, "R29", true, r29),
    rule(PACK, "R32", false, r32),
    rule(PACK, "R37", false, r37),
    rule(PACK, "R40", true, r40),
    rule(PACK, "R41", true, r41),
    rule(PACK, "R45", false, r45),
    rule(PACK, "J37", true, j37),
];

/// 二(一)1 L247: what a family spends because of disability, illness, schooling beyond the nine
/// years, the cost of having work and of a trade is deducted, each item up to what papers show.
fn deducted(scene: &Scene<'_>) -> Exact {
    const COUNTED: [&str; 7] = ["1", "2", "3", "4", "5", "6", "8"];
    let items = scene.home.items(None, "expense");
    items.iter().map(Entry).fold(Exact::ZERO, |sum, item| {
        if COUNTED.contains(&item.code("kind")) {
            sum.plus(item.money("claimed").min(item.money("proved")))
        } else {
            sum
        }
    })
}

fn counted(scene: &Scene<'_>) -> Exact {
    scene.income().minus(deducted(scene)).or_zero()
}

fn a_head(scene: &Scene<'_>) -> Exact {
    counted(scene).among(scene.home.size())
}

/// L247: 低保 by the difference between income a head and the standard.
fn r01(scene: &Scene<'_>) -> Ruling {
    let people = i64::try_from(scene.home.size()).unwrap_or(1);
    let whole = scene.standard().times(Exact::fen(people));
    Ruling::all(&[a_head(scene) < scene.standard()])
        .worth(whole.minus(counted(scene)))
        .leaning(a_head(scene).minus(scene.standard()))
}

/// L251: single-person 低保 where the whole home does not get it; 150% 以内 includes 150 %.
fn r02(scene: &Scene<'_>) -> Ruling {
    let (home, me) = (scene.home, scene.me());
    let unstable = home.among(None, "watch", &["1", "2"]);
    let low = a_head(scene) <= scene.standard().percent(150);
    Ruling::all(&[
        r01(scene).fails > 0,
        unstable || low,
        home.is(me, "supported"),
        home.is(me, "cannot_split"),
        scene.severe(scene.who) || scene.ill(scene.who),
    ])
    .leaning(a_head(scene).minus(scene.standard().percent(125)))
}

/// L249: in a home with 低保 (or that may get it) the severely disabled, severely ill, old, at school, of a single
/// parent get 10–30 % of the standard more; which class how much is not said; the highest only.
fn r04(scene: &Scene<'_>) -> Ruling {
    let (home, me) = (scene.home, scene.me());
    let old = Exact::fen(home.age(scene.who).into()) >= scene.standards.number("old_age");
    let class = scene.severe(scene.who)
        || scene.ill(scene.who)
        || old
        || !home.among(me, "school", &["0", ""])
        || home.is(me, "one_parent")
        || home.is(me, "gz_other_hard");
    let aided = home.anybody_receives("dibao") || r01(scene).yes();
    Ruling::all(&[aided, class]).between(scene.standard().percent(10), scene.standard().percent(30))
}

/// L253: who gets 低保 and whose income a head exceeds the standard keeps it three to twelve months.
fn r05(scene: &Scene<'_>) -> Ruling {
    Ruling::all(&[
        scene.home.anybody_receives("dibao"),
        a_head(scene) > scene.standard(),
    ])
    .leaning(Exact::ZERO.minus(a_head(scene)))
    .lasting(3, 12)
}

/// L259: minors up to 18 instead of 16; for the rest the text names the rules of 特困 and does not state them.
fn r08(scene: &Scene<'_>) -> Ruling {
    let (home, me) = (scene.home, scene.me());
    Ruling::all(&[
        home.age(scene.who) < 18 || home.is(me, "gz_tekun_adult"),
        home.is(me, "gz_tekun_rest"),
    ])
}

fn tekun(scene: &Scene<'_>) -> bool {
    scene.home.receives(scene.who, "tekun") || r08(scene).yes()
}

/// L259: 1.3 times the standard of the town, also for a villager.
fn r09(scene: &Scene<'_>) -> Ruling {
    Ruling::all(&[tekun(scene)]).worth(scene.standards.number("std_urban").times(Exact::of(13, 10)))
}

/// L259: care by how far one cares for oneself: all, 60 %, and 20 % in a home for the old only.
fn r10(scene: &Scene<'_>) -> Ruling {
    let (home, me) = (scene.home, scene.me());
    let share = match (home.code(me, "selfcare"), home.code(me, "keep")) {
        ("3", _) => Some(100),
        ("2", _) => Some(60),
        ("1", "2") => Some(20),
        _ => None,
    };
    let wage = scene.standards.number("min_wage");
    Ruling::all(&[tekun(scene), share.is_some()]).worth(wage.percent(share.unwrap_or(0)))
}

/// One to six months of the town's standard.
fn months(scene: &Scene<'_>, ruling: Ruling) -> Ruling {
    let month = scene.standards.number("std_urban");
    ruling.between(month, month.times(Exact::fen(6)))
}

/// L293: a cause of the list or a like one (等), and 基本生活暂时严重困难; one to six months.
fn r12(scene: &Scene<'_>) -> Ruling {
    let home = scene.home;
    let cause = home.has_any(None, "cause", &["5", "6", "7", "8", "9", "10", "11"])
        || (home.has_any(None, "cause", &["1", "2", "3", "4", "12", "13", "14", "15"])
            && home.is(None, "gz_linshi_other"));
    months(scene, Ruling::all(&[cause, home.is(None, "hard_now")]))
}

/// L293: where it is urgent help comes first and the papers after.
fn r13(scene: &Scene<'_>) -> Ruling {
    months(scene, Ruling::all(&[scene.home.is(None, "urgent_now")]))
}

/// L255: 价格临时补贴 for homes with 低保 when the town has started it.
fn r25(scene: &Scene<'_>) -> Ruling {
    let home = scene.home;
    Ruling::all(&[
        home.anybody_receives("dibao"),
        home.is(None, "price_switch"),
    ])
}

/// L275: what was paid oneself at one time exceeds 4,000 yuan for those of low income, 10,000 for others insured.
fn r21(scene: &Scene<'_>) -> Ruling {
    let (home, me) = (scene.home, scene.me());
    let poor = home.code(None, "poor") == "2"
        || home.receives(scene.who, "tekun")
        || home.receives(scene.who, "dibao")
        || home.is(None, "low_income");
    let line = if poor { 400_000 } else { 1_000_000 };
    Ruling::all(&[
        home.is(me, "insured"),
        home.money(me, "self_paid") > Exact::fen(line),
    ])
}

/// L281: pupils and students (not 研究生) of homes with 低保 or 特困, orphans, children nobody in fact
/// raises, and disabled minors of the age of compulsory schooling who cannot attend.
fn r26(scene: &Scene<'_>) -> Ruling {
    let (home, me) = (scene.home, scene.me());
    let student = home.among(me, "school", &["1", "2", "3", "4"]);
    let aided = home.anybody_receives("dibao") || home.anybody_receives("tekun");
    let child = home.is(me, "orphan") || home.is(me, "alone_child");
    let at_home = home.is(me, "cannot_attend") && home.age(scene.who) < 18;
    Ruling::all(&[(student && (aided || child)) || at_home])
}

/// L283: homes with 低保, 特困 who live at home (等), whose housing is hard.
fn r27(scene: &Scene<'_>) -> Ruling {
    let home = scene.home;
    let apart = home
        .members()
        .any(|at| home.receives(at, "tekun") && home.code(Some(at), "keep") == "1");
    let whom = home.anybody_receives("dibao") || apart || home.is(None, "gz_house_other");
    Ruling::all(&[home.is(None, "house_hard"), whom])
}

/// 社会救助对象: 低保, 特困, 临时救助.
fn aided(scene: &Scene<'_>) -> bool {
    let receives = |aid| scene.home.receives(scene.who, aid);
    receives("dibao") || receives("tekun") || receives("linshi")
}

/// L285: of working age, able and willing to work, registered as out of work.
fn r28a(scene: &Scene<'_>) -> Ruling {
    let (home, me) = (scene.home, scene.me());
    let age = Exact::fen(home.age(scene.who).into());
    Ruling::all(&[
        aided(scene),
        age >= scene.standards.number("work_age_low"),
        age <= scene.standards.number("work_age_high"),
        home.among(me, "labour", &["1", "2"]),
        home.is(me, "want_job"),
        home.is(me, "jobless_reg"),
    ])
}

/// L285: a loan of up to 200,000 yuan for who wants to start a trade.
fn r28b(scene: &Scene<'_>) -> Ruling {
    Ruling::all(&[aided(scene), scene.home.is(scene.me(), "want_business")])
}

/// L285: 5,000 yuan once, where the conditions of the office are met.
fn r28c(scene: &Scene<'_>) -> Ruling {
    let (home, me) = (scene.home, scene.me());
    Ruling::all(&[
        aided(scene),
        home.is(me, "want_business"),
        home.is(me, "gz_start_ok"),
    ])
    .worth(Exact::fen(500_000))
}

/// L285: 500 yuan a month for a place, three years at most.
fn r28d(scene: &Scene<'_>) -> Ruling {
    r28c(scene).worth(Exact::fen(50_000)).lasting(0, 36)
}

/// L285: a post for the public good where the market gives no work and nobody of the home has any.
fn r28e(scene: &Scene<'_>) -> Ruling {
    let home = scene.home;
    Ruling::all(&[home.is(None, "market_job"), home.is(None, "zero_job")])
}

/// L287: whose income is not above the lowest wage; 特困 without any test of means.
fn r29(scene: &Scene<'_>) -> Ruling {
    let (home, me) = (scene.home, scene.me());
    let poor = a_head(scene) <= scene.standards.number("min_wage");
    Ruling::all(&[
        !home.among(me, "law_case", &["0", ""]),
        home.receives(scene.who, "tekun") || poor,
    ])
    .leaning(a_head(scene))
}

/// L327: a home in hardship that the vote turned down is looked at again.
fn r32(scene: &Scene<'_>) -> Ruling {
    let home = scene.home;
    Ruling::all(&[home.is(None, "vote_failed"), home.is(None, "econ_hard")])
}

/// L331: grain for rural homes with 低保 that run short for a season.
fn r37(scene: &Scene<'_>) -> Ruling {
    let home = scene.home;
    Ruling::all(&[
        scene.rural(),
        home.anybody_receives("dibao"),
        home.is(None, "grain_season"),
    ])
}

/// L273: five classes of people that must all be insured, and who is not.
fn r40(scene: &Scene<'_>) -> Ruling {
    let home = scene.home;
    let age = Exact::fen(home.age(scene.who).into());
    let weak = age >= scene.standards.number("old_age")
        || age < Exact::fen(18)
        || scene.severe(scene.who)
        || scene.ill(scene.who);
    let class = home.among(None, "poor", &["1", "2"])
        || home.receives(scene.who, "dibao")
        || (home.is(None, "low_income") && weak)
        || home.among(None, "watch", &["1", "2"])
        || home.is(None, "resettled");
    Ruling::all(&[class, !home.is(scene.me(), "insured")])
}

/// L295: who lives in the street.
fn r41(scene: &Scene<'_>) -> Ruling {
    Ruling::all(&[scene.home.is(scene.me(), "homeless")])
}

/// L269: who suffered from a disaster.
fn r45(scene: &Scene<'_>) -> Ruling {
    const ANY: [&str; 6] = ["1", "2", "3", "4", "5", "6"];
    Ruling::all(&[scene.home.has_any(None, "loss", &ANY)])
}

/// L289: devices and training for the disabled.
fn j37(scene: &Scene<'_>) -> Ruling {
    Ruling::all(&[
        scene.disabled(scene.who),
        scene.home.is(scene.me(), "rehab"),
    ])
}
