//! L06 走访探视记录簿: rows, cells, and where they come from.

use crate::kit::*;
use std::slice::from_ref;
use tanfang_domain::event::Mode;
use tanfang_domain::flag::FlagClass;
use tanfang_domain::ledger::{CellKind, FlagRow, Ledger, LedgerInput, Words, ledger};
use tanfang_domain::people::Household;
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
}

fn november(homes: &[Household], visits: &[VisitRecord], flags: &[FlagRow]) -> Ledger {
    ledger(
        work().ledger("L06").unwrap(),
        Period::containing(PeriodKind::Month, day("2026-11-18"), Weekday::Mon),
        LedgerInput {
            work: work(),
            homes,
            visits,
            flags,
        },
        &Plain,
    )
    .unwrap()
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
    assert_eq!((row.visit.as_str(), row.op.as_str()), ("v1", "o-v1"));
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
        .map(|row| (row.person.as_str(), row.visit.as_str()))
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
