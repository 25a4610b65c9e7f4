//! L06 走访探视记录簿: rows, cells, and where they come from.

use crate::kit::*;
use std::slice::from_ref;
use tanfang_domain::event::Mode;
use tanfang_domain::flag::FlagClass;
use tanfang_domain::ledger::{CellKind, FlagRow, Ledger, LedgerInput, Words, ledger};
use tanfang_domain::people::{Death, Household, Viewer};
use tanfang_domain::role::Role;
use tanfang_domain::schedule::VisitRecord;
use tanfang_policy::eval::Answer;
use tanfang_policy::value::FactValue;
use tanfang_values::{Day, FlagId, OpId, Period, PeriodKind, PersonId, VisitId, Weekday, WorkerId};

/// Words that show where they come from.
pub(crate) struct Plain;

impl Words for Plain {
    fn yes_no(&self, value: bool) -> String {
        if value { "是" } else { "否" }.into()
    }
    fn unclear(&self) -> String {
        "不清楚".into()
    }
    fn declined(&self) -> String {
        "不愿说".into()
    }
    fn not_asked(&self) -> String {
        "没问".into()
    }
    fn range(&self, from: &str, to: &str) -> String {
        format!("{from}到{to}")
    }
    fn day(&self, day: Day) -> String {
        day.to_string()
    }
    fn worker(&self, worker: &WorkerId) -> String {
        format!("<{worker}>")
    }
    fn role(&self, role: Role) -> String {
        match role {
            Role::GridMember => "网格员",
            Role::VillageCommittee => "村委会",
            Role::TownshipOfficer => "乡镇责任人",
            _ => "?",
        }
        .into()
    }
    fn acting(&self, held: Role, for_role: Role) -> String {
        format!("{}代{}", self.role(held), self.role(for_role))
    }
    fn mode(&self, mode: Mode) -> String {
        match mode {
            Mode::InPerson => "入户",
            _ => "?",
        }
        .into()
    }
    fn handling(&self, _: &FlagClass, joined: bool) -> String {
        if joined { "并入" } else { "已报" }.into()
    }
    fn computed(&self, value: &Answer) -> String {
        format!("{:?}", value.value)
    }
    fn no_visit(&self) -> String {
        "没走访".into()
    }
    fn place(&self, home: &Household) -> String {
        home.house_no.clone().unwrap_or_default()
    }
}

fn november(homes: &[Household], visits: &[VisitRecord], flags: &[FlagRow]) -> Ledger {
    ledger(
        work().ledger("L06").unwrap(),
        None,
        Period::containing(PeriodKind::Month, day("2026-11-18"), Weekday::Mon),
        LedgerInput {
            flags,
            ..input(homes, visits, &grid_member())
        },
        &Plain,
    )
    .unwrap()
}

fn input<'a>(
    homes: &'a [Household],
    visits: &'a [VisitRecord],
    viewer: &'a Viewer,
) -> LedgerInput<'a> {
    LedgerInput {
        written: None,
        work: work(),
        homes,
        visits,
        flags: &[],
        attempts: &[],
        viewer,
        today: day("2026-11-20"),
        village: "石板村",
    }
}

/// Returns the cell of a column in words.
fn under(ledger: &Ledger, row: usize, title: &str) -> String {
    let def = work().ledger(&ledger.id).unwrap();
    let at = def.columns.iter().position(|c| c.title == title).unwrap();
    let parts = &ledger.rows[row].cells[at].parts;
    let words: Vec<&str> = parts.iter().map(|part| part.text.as_str()).collect();
    words.join("、")
}

fn counts(ledger: &Ledger, row: usize) -> Vec<String> {
    [
        "应访户",
        "应访人",
        "应访次",
        "已访",
        "未访",
        "未遇",
        "补传",
        "超期",
        "不知道(对方的记录没到)",
        "中途不用去了",
    ]
    .iter()
    .map(|title| under(ledger, row, title))
    .collect()
}

#[test]
fn l15_counts_each_duty_once_and_says_what_it_does_not_know() {
    let homes = [zhao(), brothers()];
    let week = Period::containing(PeriodKind::Week, day("2026-11-18"), Weekday::Mon);
    let month = Period::containing(PeriodKind::Month, day("2026-11-18"), Weekday::Mon);
    let visits = [visit("v1", &homes[0], "2026-11-18").whole("p1").record()];
    let attempts = [attempt("a1", &homes[1], "2026-11-19")];
    let viewer = grid_member();
    let made = |period, today: &str, visits: &[VisitRecord], viewer: &Viewer| {
        ledger(
            work().ledger("L15").unwrap(),
            None,
            period,
            LedgerInput {
                attempts: &attempts,
                today: day(today),
                ..input(&homes, visits, viewer)
            },
            &Plain,
        )
        .unwrap()
    };
    let row_of = |ledger: &Ledger, name: &str| {
        ledger
            .rows
            .iter()
            .position(|row| row.label == name)
            .unwrap_or_else(|| panic!("no row {name}"))
    };
    // In the week: one brother's home was tried, nobody was met.
    let made_now = made(week, "2026-11-20", &visits, &viewer);
    let weekly = row_of(&made_now, "村委会每周探视");
    assert_eq!(
        counts(&made_now, weekly),
        ["2", "3", "3", "1", "2", "2", "0", "0", "0", "0"]
    );
    assert_eq!(under(&made_now, weekly, "责任人"), "村委会");
    assert_eq!(under(&made_now, weekly, "网格"), "石板村");
    assert!(
        made_now
            .rows
            .iter()
            .all(|row| row.label != "乡镇责任人每月探视"),
        "the month has not ended in this week"
    );
    // A number traces to the op that did it, or to the duty that is open.
    let def = work().ledger("L15").unwrap();
    let at = |title: &str| def.columns.iter().position(|c| c.title == title).unwrap();
    let cells = &made_now.rows[weekly].cells;
    assert_eq!(cells[at("已访")].ops, [OpId::new("o-v1")]);
    assert_eq!(cells[at("未访")].duties.len(), 2);
    // A week later the last day is past: a fact, counted within 未访.
    let later = made(week, "2026-11-25", &visits, &viewer);
    assert_eq!(
        counts(&later, row_of(&later, "村委会每周探视")),
        ["2", "3", "3", "1", "2", "2", "0", "2", "0", "0"]
    );
    // Written down on a later day.
    let late = [visit("v1", &homes[0], "2026-11-18")
        .whole("p1")
        .closed("2026-11-20")
        .record()];
    let late = made(week, "2026-11-20", &late, &viewer);
    assert_eq!(under(&late, row_of(&late, "村委会每周探视"), "补传"), "1");
    // What the township did is not known here, and never counted as not done.
    let in_month = made(month, "2026-11-20", &visits, &viewer);
    assert_eq!(
        counts(&in_month, row_of(&in_month, "乡镇责任人每月探视")),
        ["2", "3", "3", "0", "0", "0", "0", "0", "3", "0"]
    );
    // The officer's own are open.
    let own = made(month, "2026-11-20", &[], &officer());
    let own_row = row_of(&own, "乡镇责任人每月探视");
    assert_eq!(under(&own, own_row, "未访"), "3");
    // Three weeks that ended in the month, and the one that is going on.
    let weekly = row_of(&in_month, "村委会每周探视");
    let n = |title: &str| under(&in_month, weekly, title).parse::<u32>().unwrap();
    assert_eq!(
        n("应访次"),
        n("已访") + n("未访") + n("不知道(对方的记录没到)")
    );
    assert_eq!(n("应访次"), 12);
}

#[test]
fn l15_counts_apart_what_is_paused_and_what_stands_for_a_visit() {
    use tanfang_domain::event::{Mode, PauseWhy};
    use tanfang_domain::schedule::{OverrideRecord, PauseRecord};
    let homes = [zhao(), brothers()];
    let week = Period::containing(PeriodKind::Week, day("2026-11-18"), Weekday::Mon);
    let viewer = grid_member();
    let phone = visit("v1", &homes[0], "2026-11-18")
        .mode(Mode::Phone)
        .whole("p1")
        .record();
    let visits = [phone];
    let pauses = [PauseRecord {
        pause: "u1".into(),
        household: homes[1].id.clone(),
        person: None,
        obligations: Vec::new(),
        from: day("2026-11-10"),
        to: day("2026-12-10"),
        why: PauseWhy::Away,
        note: None,
        approved_by: "样例乡镇".into(),
        origin: origin("o-u1", 1),
    }];
    let overrides = [OverrideRecord {
        id: "r1".into(),
        grid: homes[0].grid.clone(),
        area: None,
        obligations: vec!["V02".into()],
        mode: Mode::Phone,
        from: day("2026-11-16"),
        to: day("2026-11-22"),
        source: "样例文件".into(),
        origin: origin("o-r1", 1),
    }];
    let written = tanfang_domain::schedule::Book::new(&visits, &[])
        .with_pauses(&pauses)
        .with_overrides(&overrides);
    let made = ledger(
        work().ledger("L15").unwrap(),
        None,
        week,
        LedgerInput {
            written: Some(&written),
            ..input(&homes, &visits, &viewer)
        },
        &Plain,
    )
    .unwrap();
    let row = made
        .rows
        .iter()
        .position(|row| row.label == "村委会每周探视")
        .unwrap();
    let n = |title: &str| under(&made, row, title);
    assert_eq!(
        (n("应访次"), n("已访"), n("非接触替代")),
        ("3".into(), "1".into(), "1".into())
    );
    assert_eq!(
        (n("暂停"), n("未访"), n("超期")),
        ("2".into(), "0".into(), "0".into())
    );
}

#[test]
fn l15_counts_apart_what_ended_before_it_was_done() {
    let mut home = zhao();
    home.persons[0].died = Some(Death {
        day: day("2026-11-17"),
        op: OpId::new("o-died"),
    });
    let homes = [home, brothers()];
    let week = Period::containing(PeriodKind::Week, day("2026-11-18"), Weekday::Mon);
    let viewer = grid_member();
    let made = ledger(
        work().ledger("L15").unwrap(),
        None,
        week,
        input(&homes, &[], &viewer),
        &Plain,
    )
    .unwrap();
    let row = made
        .rows
        .iter()
        .position(|row| row.label == "村委会每周探视")
        .unwrap();
    assert_eq!(
        counts(&made, row),
        ["1", "2", "2", "0", "2", "0", "0", "0", "0", "1"]
    );
}

#[test]
fn l01_is_a_book_a_kind_of_home_with_covered_numbers() {
    let mut poor = home("h5", [person("p5", "样例户主"), person("p6", "样例家人")]);
    poor.persons[0].id_number = Some("99010119570305123X".into());
    poor.persons[1]
        .memberships
        .push(tanfang_domain::people::Membership {
            id: "m1".into(),
            class: "dibao".into(),
            data: tanfang_domain::event::DataClass::Economic,
            from: day("2026-01-01"),
            until: None,
            source: Some("b1".into()),
            op: "o-dibao".into(),
        });
    poor.facts.push(fact("poor", one("1"), "2026-01-01"));
    poor.facts.push(fact(
        "gaps",
        FactValue::many(["1".to_owned()]),
        "2026-11-10",
    ));
    let mut other = home("h6", [person("p7", "样例乙")]);
    other.facts.push(fact("poor", one("0"), "2026-01-01"));
    let unknown = home("h7", [person("p8", "样例丙")]);
    let homes = [poor, other, unknown];
    let visits = [visit("v1", &homes[0], "2026-11-12").met("p5", "1").record()];
    let viewer = grid_member();
    let def = work().ledger("L01").unwrap();
    let made = |book: &str| {
        ledger(
            def,
            Some(def.book(Some(book)).unwrap()),
            Period::containing(PeriodKind::Month, day("2026-11-18"), Weekday::Mon),
            input(&homes, &visits, &viewer),
            &Plain,
        )
        .unwrap()
    };
    let names: Vec<&str> = def.books.iter().map(|book| book.name.as_str()).collect();
    assert_eq!(names, ["未脱贫户", "脱贫监测户", "边缘户"]);
    let made_poor = made("poor");
    assert_eq!(made_poor.rows.len(), 1);
    for (title, expected) in [
        ("序号", "1"),
        ("村", "石板村"),
        ("组", "二组"),
        ("户主", "样例户主"),
        ("身份证号(脱敏)", "990101********123X"),
        ("家庭人口", "2"),
        ("对象类别", "未脱贫、没问"),
        ("已享受政策", "低保"),
        ("五未问题", "应保未保"),
        ("入户日期", "2026-11-12"),
        ("入户人", "<w1>"),
        ("见面情况", "见到本人"),
        ("核查结论", ""),
    ] {
        assert_eq!(under(&made_poor, 0, title), expected, "{title}");
    }
    assert_eq!(made_poor.rows[0].ops, [OpId::new("o-v1")]);
    let at = def
        .columns
        .iter()
        .position(|c| c.title == "五未问题")
        .unwrap();
    let traced = &made_poor.rows[0].cells[at].ops;
    assert_eq!(traced, &[OpId::new("o-gaps-2026-11-10")]);
    // Who cannot be told is counted apart and stands in no book.
    assert_eq!(made_poor.undecided, [PersonId::new("p8")]);
    assert!(made("watch").rows.is_empty() && made("edge").rows.is_empty());
}

fn texts(ledger: &Ledger, row: usize) -> Vec<String> {
    ledger.rows[row]
        .cells
        .iter()
        .map(|cell| {
            let parts: Vec<String> = cell
                .parts
                .iter()
                .map(|part| match &part.label {
                    Some(label) => format!("{label}:{}", part.text),
                    None => part.text.clone(),
                })
                .collect();
            parts.join("、")
        })
        .collect()
}

#[test]
fn a_row_is_a_person_on_a_visit_and_each_cell_names_its_ops() {
    let home = zhao();
    let visits = [visit("v1", &home, "2026-11-17").whole("p1").record()];
    let flags = [FlagRow {
        flag: FlagId::new("f1"),
        code: "changed".into(),
        about: on("p1"),
        visit: VisitId::new("v1"),
        same_as: None,
        op: OpId::new("o-f1"),
    }];
    let ledger = november(&[home], &visits, &flags);
    assert_eq!(ledger.rows.len(), 1);
    let row = &ledger.rows[0];
    assert_eq!(row.visit.as_ref().unwrap().as_str(), "v1");
    assert_eq!(row.ops[0].as_str(), "o-v1");
    let titles: Vec<&str> = work()
        .ledger("L06")
        .unwrap()
        .columns
        .iter()
        .map(|column| column.title.as_str())
        .collect();
    assert_eq!(
        titles,
        [
            "日期",
            "走访人",
            "身份",
            "方式",
            "身体状况",
            "生活状况",
            "监护人当日照料",
            "卫生环境",
            "存在问题",
            "处理情况",
            "被访人签字",
            "走访人签字"
        ]
    );
    assert_eq!(
        texts(&ledger, 0),
        [
            "2026-11-17",
            "<w1>",
            "网格员代村委会",
            "入户",
            "正常",
            "吃饭有着落:是、样例",
            "是",
            "环境干净:是、住所干净:是、个人卫生干净:是",
            "动态变化",
            "已报",
            "",
            "",
        ]
    );
    let kinds: Vec<CellKind> = row.cells.iter().map(|cell| cell.kind).collect();
    assert_eq!(kinds[0], CellKind::Record);
    assert_eq!(kinds[8], CellKind::Computed);
    assert_eq!(kinds[10], CellKind::Manual);
    for (place, cell) in row.cells.iter().enumerate() {
        assert_eq!(
            cell.ops.is_empty(),
            cell.kind == CellKind::Manual,
            "{place}"
        );
    }
    assert_eq!(row.cells[4].ops, [OpId::new("o-v1-answers")]);
    assert_eq!(row.cells[8].ops, [OpId::new("o-f1")]);
}

#[test]
fn what_was_not_asked_or_not_clear_says_so() {
    let home = zhao();
    let visits = [visit("v1", &home, "2026-11-17")
        .met("p1", "2")
        .answer("p1", "CL-03-2", "health", FactValue::Unclear)
        .record()];
    let ledger = november(&[home], &visits, &[]);
    let texts = texts(&ledger, 0);
    assert_eq!(texts[4], "不清楚");
    assert_eq!(texts[6], "没问");
    assert_eq!(texts[7], "环境干净:没问、住所干净:没问、个人卫生干净:没问");
    assert!(!ledger.rows[0].cells[6].parts[0].asked);
}

#[test]
fn only_visits_of_the_month_to_persons_of_the_class_have_rows() {
    let mut home = brothers();
    home.persons.push(person("p4", "李邻样"));
    let mut unsure = person("p5", "李不明");
    unsure.benefits_complete = false;
    home.persons.push(unsure);
    let visits = [
        visit("v0", &home, "2026-10-31").whole("p2").record(),
        visit("v1", &home, "2026-11-17")
            .whole("p2")
            .whole("p3")
            .record(),
        visit("v2", &home, "2026-11-03")
            .whole("p2")
            .met("p3", "0")
            .record(),
        visit("v3", &home, "2026-11-04")
            .mode(Mode::Phone)
            .met("p2", "1")
            .record(),
    ];
    let ledger = november(&[home], &visits, &[]);
    // 一人一本: person by person, each by day.
    let rows: Vec<(&str, &str)> = ledger
        .rows
        .iter()
        .map(|row| {
            let person = row.person.as_ref().unwrap().as_str();
            (person, row.visit.as_ref().unwrap().as_str())
        })
        .collect();
    assert_eq!(
        rows,
        [("p2", "v2"), ("p2", "v1"), ("p3", "v2"), ("p3", "v1")]
    );
    let undecided: Vec<&str> = ledger.undecided.iter().map(PersonId::as_str).collect();
    assert_eq!(undecided, ["p5"], "待核 is counted apart");
}

#[test]
fn rows_do_not_depend_on_the_order_of_records() {
    let home = brothers();
    let mut visits = vec![
        visit("v1", &home, "2026-11-17")
            .whole("p2")
            .whole("p3")
            .record(),
        visit("v2", &home, "2026-11-03")
            .whole("p2")
            .met("p3", "0")
            .record(),
    ];
    let one = november(from_ref(&home), &visits, &[]);
    visits.reverse();
    assert_eq!(november(&[home], &visits, &[]), one);
}

#[test]
fn the_month_is_that_of_the_visit_and_not_of_its_writing_down() {
    let home = zhao();
    let visits = [visit("v1", &home, "2026-11-30")
        .whole("p1")
        .closed("2026-12-02")
        .record()];
    assert_eq!(november(&[home], &visits, &[]).rows.len(), 1);
}

#[test]
fn a_facts_later_value_does_not_change_what_a_visit_wrote() {
    let mut home = zhao();
    home.persons[0]
        .facts
        .push(fact("health", one("3"), "2026-11-20"));
    let visits = [visit("v1", &home, "2026-11-17").whole("p1").record()];
    assert_eq!(texts(&november(&[home], &visits, &[]), 0)[4], "正常");
}
