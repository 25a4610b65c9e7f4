//! 国家规定 of 2026: 社会救助法, 民发〔2021〕57号 (低保), 43号 (特困), 62号〔2019〕 (事实无人抚养),
//! 国发〔2015〕52号 (两项补贴) and what stands with them, as far as their texts were read.

use super::{Rule, Ruling, Scene, rule};
use crate::exact::Exact;
use crate::home::Entry;
use tanfang_values::Day;

const PACK: &str = "CN-2026";

pub(super) const RULES: &[Rule] = &[
    rule(PACK, "R01", false, r01),
    rule(PACK, "R02", true, r02),
    rule(PACK, "R08", true, r08),
    rule(PACK, "R10", true, r10),
    rule(PACK, "R15", true, r15),
    rule(PACK, "R16", true, r16),
    rule(PACK, "R18", true, r18),
    rule(PACK, "R19a", true, r19a),
    rule(PACK, "R19b", true, r19b),
    rule(PACK, "R33", false, r33),
    rule(PACK, "N01", false, n01),
    rule(PACK, "N02", true, n02),
    rule(PACK, "N04", true, n04),
];

fn age(scene: &Scene<'_>) -> i32 {
    scene.home.age(scene.who)
}

/// 57号 art. 13: pensions of the state for the old, honours, family planning, scholarships and the
/// state's own aid are not income; of the basic pension and the money of high age the county says.
fn is_income(scene: &Scene<'_>, kind: &str) -> bool {
    match kind {
        "6" | "7" | "8" | "10" => false,
        "5" => scene.standards.flag("pension_counts"),
        "12" => scene.standards.flag("old_money_counts"),
        _ => true,
    }
}

/// Income a head, and what it can be brought down to by costs that may (可以) be deducted: of
/// disability, of severe illness, of having work. How much of them is for the county to say.
fn a_head(scene: &Scene<'_>) -> (Exact, Exact) {
    let home = scene.home;
    let mut total = Exact::ZERO;
    for at in home.members() {
        for item in home.items(Some(at), "income").iter().map(Entry) {
            if is_income(scene, item.code("kind")) {
                total = total.plus(item.money("monthly"));
            }
        }
    }
    let cost = home.items(None, "expense").iter().map(Entry);
    let cost = cost
        .filter(|item| ["1", "2", "4", "5", "6"].contains(&item.code("kind")))
        .fold(Exact::ZERO, |sum, item| {
            sum.plus(item.money("claimed").min(item.money("proved")))
        });
    let people = home.size();
    let least = total.minus(cost).or_zero();
    (least.among(people), total.among(people))
}

/// 57号: below the standard; nothing is said where it hangs on what the county deducts.
fn r01(scene: &Scene<'_>) -> Ruling {
    let ((least, most), line) = (a_head(scene), scene.standard());
    Ruling::all(&[least < line])
        .silent_if(most >= line)
        .leaning(most.minus(line))
}

/// Law art. 21: not below the standard of 低保, below that of the edge: half as much again.
fn r33(scene: &Scene<'_>) -> Ruling {
    let ((least, most), line) = (a_head(scene), scene.standard());
    let edge = line.percent(150);
    Ruling::all(&[most >= line, least < edge])
        .silent_if(least < line || most >= edge)
        .leaning(most.minus(line.percent(125)))
}

fn severe(scene: &Scene<'_>) -> bool {
    scene.disabled(scene.who) && scene.home.among(scene.me(), "dis_level", &["1", "2"])
}

/// Law art. 21, 57号 art. 8: of edge homes, recognised or by their income, the disabled of grade one or
/// two, of mind or spirit also three, with a certificate, the severely ill, others in special hardship;
/// by the notice of 2022 also grown-ups without work who are severely disabled. Whose whole home gets
/// 低保 needs none alone.
fn r02(scene: &Scene<'_>) -> Ruling {
    let (home, me) = (scene.home, scene.me());
    let certified = home.code(me, "cert") == "1";
    let mind = home.code(me, "dis_level") == "3" && home.among(me, "dis_kind", &["5", "6"]);
    let person =
        (certified && (severe(scene) || mind)) || scene.ill(scene.who) || home.is(me, "cn_special");
    let jobless = severe(scene) && age(scene) >= 18 && home.code(me, "work") == "5";
    let ((least, most), edge) = (a_head(scene), scene.standard().percent(150));
    let known = home.is(None, "edge_home") || jobless;
    let whole = r01(scene);
    Ruling::all(&[known || least < edge, person, !whole.yes()])
        .silent_if(whole.silent || !(known || most < edge))
        .leaning(Exact::ZERO.minus(whole.lean))
}

/// 43号 art. 4 to 8: without strength to work, without means (the state's own aid is none, as in
/// 57号 art. 13), without anybody able to care.
fn r08(scene: &Scene<'_>) -> Ruling {
    let (home, me) = (scene.home, scene.me());
    let grade = home.code(me, "dis_level");
    let disabled = scene.disabled(scene.who)
        && match home.code(me, "dis_kind") {
            "5" | "6" => ["1", "2", "3"].contains(&grade),
            "4" => ["1", "2"].contains(&grade),
            "1" => grade == "1",
            _ => false,
        };
    // The old, minors and the disabled (law art. 16), of whom art. 5 says who cannot work.
    let class = age(scene) >= 60 || age(scene) < 18 || scene.disabled(scene.who);
    let weak = age(scene) >= 60 || age(scene) < 16 || disabled || home.is(me, "cn_province");
    let own = home.items(me, "income").iter().map(Entry);
    let own = own
        .filter(|item| !["5", "6", "10", "12"].contains(&item.code("kind")))
        .fold(Exact::ZERO, |sum, item| sum.plus(item.money("monthly")));
    let keep = if scene.rural() {
        "keep_rural"
    } else {
        "keep_urban"
    };
    Ruling::all(&[
        class,
        weak,
        own < scene.standard(),
        home.among(me, "obligor", &["0", "2"]),
    ])
    .leaning(own)
    .worth(scene.standards.number(keep))
}

/// 照料护理 in three grades, as the county set them.
fn r10(scene: &Scene<'_>) -> Ruling {
    let grade = match scene.home.code(scene.me(), "selfcare") {
        "3" => "care_all",
        "2" => "care_half",
        _ => "care_full",
    };
    Ruling::all(&[scene.home.receives(scene.who, "tekun")]).worth(scene.standards.number(grade))
}

/// 52号: the disabled of homes with 低保, where the county says so of edge homes; not for a child with
/// the whole money of 事实无人抚养.
fn r15(scene: &Scene<'_>) -> Ruling {
    let (home, me) = (scene.home, scene.me());
    let edge = home.is(None, "edge_home") && scene.standards.flag("life_edge");
    // A child of a home with 低保 or 特困 gets only the difference (62号 三(一)).
    let receives = |aid| home.receives(scene.who, aid);
    let full = receives("alone_child") && !receives("dibao") && !receives("tekun");
    Ruling::all(&[
        home.code(me, "cert") == "1",
        home.receives(scene.who, "dibao") || edge,
        !full,
    ])
    .worth(scene.standards.number("life_amount"))
}

/// 52号: grade one or two, where the county says so three of mind or spirit, who need care for long.
/// That 特困 and the care money of an injury at work bar it stands in a text of one province only.
fn r16(scene: &Scene<'_>) -> Ruling {
    let (home, me) = (scene.home, scene.me());
    let grade = home.code(me, "dis_level");
    let wide = scene.standards.flag("nurse_wide")
        && grade == "3"
        && home.among(me, "dis_kind", &["5", "6"]);
    let amount = match grade {
        "1" => "nurse_one",
        "2" => "nurse_two",
        _ => "nurse_three",
    };
    Ruling::all(&[
        home.code(me, "cert") == "1",
        ["1", "2"].contains(&grade) || wide,
        home.is(me, "long_care"),
    ])
    .worth(scene.standards.number(amount))
}

/// 高龄津贴: from the age that the county set, by tens of years.
fn r18(scene: &Scene<'_>) -> Ruling {
    let age = age(scene);
    let amount = match age {
        100.. => "high_100",
        90.. => "high_90",
        80.. => "high_80",
        _ => "high_first",
    };
    Ruling::all(&[Exact::fen(age.into()) >= scene.standards.number("high_age")])
        .worth(scene.standards.number(amount))
}

/// 国办发〔2010〕54号: under 18, both parents dead or not to be found.
fn r19a(scene: &Scene<'_>) -> Ruling {
    let (home, me) = (scene.home, scene.me());
    let gone = |id| home.among(me, id, &["1", "9"]);
    let orphan = home.is(me, "orphan") || (gone("father") && gone("mother"));
    Ruling::all(&[age(scene) < 18, orphan]).worth(scene.standards.number("orphan_amount"))
}

/// 62号: each parent unable, or one dead or missing and the other unable; what must last half a year does.
fn r19b(scene: &Scene<'_>) -> Ruling {
    let (home, me) = (scene.home, scene.me());
    let unable = |id, half| match home.code(me, id) {
        "3" | "4" => true,
        "5" | "6" | "7" | "8" => home.is(me, half),
        _ => false,
    };
    let gone = |id| home.among(me, id, &["1", "2"]);
    let (father, mother) = (
        unable("father", "father_half"),
        unable("mother", "mother_half"),
    );
    let by_father = father && (mother || gone("mother"));
    let by_mother = mother && (father || gone("father"));
    let alone = by_father || by_mother || home.is(me, "alone_child");
    // One missing, the other dead, missing or not to be found; one not to be found, the other unable:
    // the text does not name it.
    let lost = |id| home.among(me, id, &["1", "2", "9"]);
    let missing = home.code(me, "father") == "2" || home.code(me, "mother") == "2";
    let unfound = |one, other| home.code(me, one) == "9" && other;
    let unnamed = (missing && lost("father") && lost("mother"))
        || unfound("father", mother)
        || unfound("mother", father);
    Ruling::all(&[age(scene) < 18, alone || unnamed])
        .silent_if(!alone)
        .worth(scene.standards.number("alone_amount"))
}

/// 刚性支出困难家庭: not with 低保, 特困 or of the edge, below the income of last year a head, and what
/// must be spent in a year more than the county's share of what comes in.
fn n01(scene: &Scene<'_>) -> Ruling {
    let home = scene.home;
    let people = i64::try_from(home.size()).unwrap_or(1);
    let year = home.money(None, "income_year");
    let line = scene
        .standards
        .number("income_line")
        .times(Exact::fen(people));
    let share = scene.standards.number("rigid_share");
    let (whole, edge) = (r01(scene), r33(scene));
    Ruling::all(&[
        !home.anybody_receives("dibao"),
        !home.members().all(|at| home.receives(at, "tekun")),
        !home.is(None, "edge_home"),
        !whole.yes(),
        !edge.yes(),
        year < line,
        home.money(None, "rigid_year") > year.times(share),
    ])
    .silent_if(whole.silent || edge.silent)
    .leaning(Exact::ZERO.minus(whole.lean))
}

/// 养老服务消费补贴: from 60, assessed as dependent to a medium degree or more, to the end of 2026.
fn n02(scene: &Scene<'_>) -> Ruling {
    let last = Day::from_ymd(2026, 12, 31);
    Ruling::all(&[
        age(scene) >= 60,
        scene.home.among(scene.me(), "able_grade", &["2", "3", "4"]),
        last.is_some_and(|last| scene.home.day() <= last),
    ])
    .between(Exact::ZERO, Exact::fen(80_000))
}

/// 国发〔2016〕13号: under 16, both parents away for work, or one away and the other unable to guard.
fn n04(scene: &Scene<'_>) -> Ruling {
    Ruling::all(&[
        age(scene) < 16,
        scene.home.among(scene.me(), "parents_out", &["1", "2"]),
    ])
}
