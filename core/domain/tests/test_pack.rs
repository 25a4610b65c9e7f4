//! Packs: what is read, and how a wrong one is refused with file and line.

use crate::kit::*;
use tanfang_domain::pack::Notice;
use tanfang_domain::role::Role;
use tanfang_domain::schedule::obligation::{Cadence, NeedMode};
use tanfang_policy::diag::{Code, Diagnostic};
use tanfang_values::{PeriodKind, Weekday};

#[test]
fn the_demonstration_county_is_read_whole() {
    let work = work();
    assert_eq!(work.id(), "DEMO-COUNTY");
    assert_eq!(work.week_start(), Weekday::Mon);
    let monthly = work.obligation("V01").unwrap();
    assert_eq!(monthly.who, [Role::TownshipOfficer]);
    assert_eq!(monthly.mode, Some(NeedMode::Met));
    assert_eq!(monthly.done, ["CL-03", "CL-04"]);
    assert!(!monthly.stand_in);
    let weekly = work.obligation("V02").unwrap();
    assert_eq!(
        weekly.cadence,
        Cadence::Every {
            kind: PeriodKind::Week,
            at_least: 1
        }
    );
    assert!(work.checklists().len() >= 4);
    assert!(work.flags().len() >= 29);
    assert_eq!(work.acts_for()[0].role, Role::GridMember);
    let unset: Vec<_> = work
        .notices()
        .iter()
        .filter_map(|notice| match notice {
            Notice::SlotUnset { slot, question } => Some((slot.as_str(), question.as_str())),
            _ => None,
        })
        .collect();
    assert_eq!(unset, [("五有", "CL-02-6"), ("三个一", "CL-03-7")]);
    // The rule names the facts it can read and no others.
    let reads = &weekly.whom.as_ref().unwrap().reads;
    assert!(reads.iter().any(|fact| fact == "keep"), "{reads:?}");
    assert!(!reads.iter().any(|fact| fact == "health"), "{reads:?}");
}

#[test]
fn without_a_county_nobody_acts_for_anybody() {
    let province =
        assemble("GS-HN-2020", &[]).unwrap_or_else(|findings| panic!("{}", list(&findings)));
    assert!(province.acting(&[Role::GridMember].into()).is_empty());
}

/// Changes one text of a shipped file and returns the one finding.
fn refused(pack: &str, path: &str, from: &str, to: &str) -> Diagnostic {
    let text = tanfang_packs::text(pack, path).unwrap();
    assert!(text.contains(from), "{from}");
    let changed = text.replacen(from, to, 1);
    let findings = assemble("DEMO-COUNTY", &[(pack, path, &changed)])
        .map(|_| ())
        .expect_err("it is refused");
    let first = findings
        .iter()
        .find(|finding| finding.is_error())
        .unwrap_or_else(|| panic!("{}", list(&findings)))
        .clone();
    assert_eq!(first.file, format!("{pack}/{path}"), "{first}");
    let line = usize::try_from(first.line).unwrap();
    assert!(line >= 1 && line <= changed.lines().count(), "{first}");
    first
}

const CL03: &str = "checklists/CL-03.toml";
const CITE_V01: &str = "cite = \"S0A 二(一)6 L21 “乡镇责任人每月至少一次探视”\"";

#[test]
fn an_obligation_without_a_citation_is_refused() {
    let finding = refused("GS-HN-2020", "obligations.toml", CITE_V01, "");
    assert_eq!(finding.code, Code::NoCite);
    assert_eq!(finding.line, 1);
}

#[test]
fn a_citation_of_a_source_that_is_not_listed_is_refused() {
    let finding = refused(
        "GS-HN-2020",
        "obligations.toml",
        CITE_V01,
        "cite = \"S9 一 L1 “没有”\"",
    );
    assert_eq!(finding.code, Code::UnknownSource);
    assert_eq!(finding.arg("source"), Some("S9"));
}

#[test]
fn an_unknown_name_in_a_rule_is_refused_at_its_line() {
    let finding = refused(
        "GS-HN-2020",
        "obligations.toml",
        "whom = \"分散特困\"",
        "whom = \"分散特困户\"",
    );
    assert_eq!(finding.code, Code::UnknownName);
    assert_eq!(finding.line, 6);
}

#[test]
fn a_rule_of_the_wrong_type_is_refused() {
    let finding = refused(
        "GS-HN-2020",
        "obligations.toml",
        "whom = \"分散特困\"",
        "whom = \"年龄\"",
    );
    assert_eq!(finding.code, Code::WrongType);
}

#[test]
fn a_question_that_writes_nothing_is_refused() {
    let finding = refused("common", CL03, "writes = \"身体状况\"\n", "");
    assert_eq!(finding.code, Code::MissingKey);
    assert_eq!(finding.arg("key"), Some("writes"));
}

#[test]
fn a_question_whose_form_does_not_fit_its_fact_is_refused() {
    let finding = refused(
        "common",
        CL03,
        "type = \"单选\"\nwrites = \"身体状况\"",
        "type = \"是否\"\nwrites = \"身体状况\"",
    );
    assert_eq!(finding.code, Code::TypeMismatch);
}

#[test]
fn a_question_that_raises_an_unknown_flag_is_refused() {
    let finding = refused("common", CL03, "flag = \"吃穿困难\"", "flag = \"吃穿\"");
    assert_eq!(finding.code, Code::UnknownTarget);
    assert_eq!(finding.arg("name"), Some("吃穿"));
}

#[test]
fn a_question_id_used_twice_is_refused() {
    let finding = refused("common", CL03, "id = \"CL-03-3b\"", "id = \"CL-03-3a\"");
    assert_eq!(finding.code, Code::IdTwice);
}

#[test]
fn an_unknown_key_a_role_a_checklist_or_a_column_is_refused() {
    let finding = refused("common", CL03, "carry = \"必问\"", "carrry = \"必问\"");
    assert_eq!(finding.code, Code::UnknownKey);
    let finding = refused(
        "GS-HN-2020",
        "obligations.toml",
        "[\"TownshipOfficer\"]",
        "[\"Township\"]",
    );
    assert_eq!(finding.code, Code::NotAllowed);
    let finding = refused(
        "GS-HN-2020",
        "obligations.toml",
        "[\"CL-03\", \"CL-04\"]",
        "[\"CL-03\", \"CL-99\"]",
    );
    assert_eq!(finding.code, Code::UnknownTarget);
    let finding = refused(
        "common",
        "ledgers/L06.toml",
        "from = \"身体状况\"",
        "from = \"身体\"",
    );
    assert_eq!(finding.code, Code::UnknownName);
    let finding = refused(
        "common",
        "ledgers/L06.toml",
        "\"台账.生活状况\"",
        "\"台账.没有人写\"",
    );
    assert_eq!(finding.code, Code::UnknownTarget);
}

#[test]
fn an_order_of_rows_that_is_not_made_is_refused() {
    let finding = refused(
        "common",
        "ledgers/L06.toml",
        "sort = [\"走访.日期\"]",
        "sort = [\"走访.走访人\"]",
    );
    assert_eq!(finding.code, Code::NotAllowed);
    assert_eq!(finding.arg("key"), Some("sort"));
}

#[test]
fn every_member_is_asked_where_the_pack_says_so() {
    let household = r#"
id = "CL-01"
name = "样例"
about = "户"
order = 10
every_visit = true
cite = "S0A 二(一)6 L21 “乡镇责任人每月至少一次探视”"

[[q]]
id = "CL-01-1"
ask = "见到了吗?"
type = "单选"
each = "成员"
writes = "走访.见面"

[[q]]
id = "CL-01-2"
ask = "吃饭有着落吗?"
type = "是否"
each = "成员"
writes = "吃饭有着落"
"#;
    let work = assemble(
        "DEMO-COUNTY",
        &[("common", "checklists/CL-01.toml", household)],
    )
    .unwrap_or_else(|findings| panic!("{}", list(&findings)));
    let home = brothers();
    let draft = tanfang_domain::visit::Draft::new(
        tanfang_values::VisitId::new("v1"),
        home.id.clone(),
        noon(day("2026-11-18")),
    );
    let form = draft.form(&work, &around(&home, &grid_member(), draft.day()));
    let asked: Vec<(&str, _)> = form.sections[0]
        .questions
        .iter()
        .map(|asked| (asked.question.id.as_str(), asked.about.clone()))
        .collect();
    assert_eq!(
        asked,
        [
            ("CL-01-1", on("p2")),
            ("CL-01-1", on("p3")),
            ("CL-01-2", on("p2")),
            ("CL-01-2", on("p3")),
        ]
    );
    // CL-03 asks the same of the same persons: asked once, under the first name.
    let food = form.question("CL-03-3a", &on("p2")).unwrap();
    assert_eq!(food.question.id, "CL-01-2");
    assert_eq!(form.persons().count(), 2);
}

#[test]
fn two_ways_of_falling_due_or_none_are_refused() {
    let finding = refused(
        "GS-HN-2020",
        "obligations.toml",
        "every = \"月\"",
        "every = \"月\"\nonce = \"五月\"",
    );
    assert_eq!(finding.code, Code::NotAllowed);
    let finding = refused("GS-HN-2020", "obligations.toml", "every = \"月\"\n", "");
    assert_eq!(finding.code, Code::MissingKey);
}

#[test]
fn an_interval_that_is_not_set_makes_no_duty_and_says_so() {
    let text = tanfang_packs::text("GS-HN-2020", "obligations.toml")
        .unwrap()
        .replacen("every = \"周\"", "every = \"未配置\"", 1);
    let work = assemble("DEMO-COUNTY", &[("GS-HN-2020", "obligations.toml", &text)])
        .unwrap_or_else(|findings| panic!("{}", list(&findings)));
    assert!(work.notices().contains(&Notice::ObligationUnset {
        obligation: "V02".into()
    }));
    assert!(!work.obligation("V02").unwrap().is_scheduled());
}

#[test]
fn no_county_can_let_anybody_act_for_the_township_officer() {
    let finding = refused(
        "DEMO-COUNTY",
        "pack.toml",
        "for = \"VillageCommittee\"\non = [\"V02\", \"V03\", \"V05\", \"V15a\"]",
        "for = \"TownshipOfficer\"\non = [\"V01\"]",
    );
    assert_eq!(finding.code, Code::NotAllowed);
    assert_eq!(finding.arg("given"), Some("V01"));
}
