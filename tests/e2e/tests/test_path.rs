//! From the list to the printed ledger, and back from a backup.

use crate::help::{Desk, roster};

const VISIT: &str = r#"{
    "answers": [{"q": "CL-01-1", "choose": ["见到本人"]}],
    "rest": true, "close": true
}"#;

#[test]
fn from_the_list_to_the_ledger() {
    let desk = Desk::with_village("2026-11-20", "赵小川", "GridMember");
    let today = desk.run(&["today"]).json();
    let cards = |today: &serde_json::Value| -> usize {
        let groups = today["groups"].as_array().unwrap();
        groups
            .iter()
            .map(|g| g["cards"].as_array().unwrap().len())
            .sum()
    };
    assert_eq!(cards(&today), 40);
    let closed = desk.visit("赵满仓", VISIT).json();
    assert!(
        closed["sentence"]
            .as_str()
            .unwrap()
            .contains("村委会每周探视")
    );
    assert_eq!(cards(&desk.run(&["today"]).json()), 39);
    let (xlsx, page) = (desk.path("l06.xlsx"), desk.path("l06.html"));
    let ledger = desk
        .run(&["ledger", "--xlsx", &xlsx, "--print", &page])
        .json();
    assert_eq!(ledger["rows"].as_array().unwrap().len(), 1);
    assert!(std::fs::read(&xlsx).unwrap().starts_with(b"PK"));
    let printed = std::fs::read_to_string(&page).unwrap();
    assert!(printed.contains("赵满仓") && printed.contains("@page"));
    // The duty, the visit and the op name each other.
    let why = desk.run(&["why", "赵满仓"]).json();
    let sources = ledger["rows"][0]["cells"][0]["sources"][0]
        .as_str()
        .unwrap();
    let trace = why[0]["trace"].to_string();
    assert!(trace.contains(sources), "{trace}");
    assert!(trace.contains("V02/VillageCommittee"), "{trace}");
}

#[test]
fn every_command_prints_plain_text_too() {
    let desk = Desk::with_village("2026-11-20", "赵小川", "GridMember");
    desk.visit("赵满仓", VISIT).json();
    for (args, words) in [
        (&["today"][..], "11月20日 周五"),
        (&["homes"], "40 户"),
        (&["homes", "zmc"], "找到 1 户"),
        (&["home", "赵满仓"], "本周走访(已去"),
        (&["why", "赵满仓"], "民政局兜底保障工作方案"),
        (&["ledger"], "走访探视记录簿"),
        (&["flags"], "愿入住未入住"),
        (&["settings"], "示范县"),
        (&["visit", "李秀兰"], "走访完成"),
        (&["db", "check"], "完整"),
        (&["db", "verify"], "都对得上"),
        (&["db", "rebuild"], "整理好了"),
    ] {
        let run = desk.plain(args);
        assert_eq!(run.code, 0, "{args:?}: {}", run.err);
        assert!(run.out.contains(words), "{args:?}: {}", run.out);
    }
}

#[test]
fn the_list_is_shown_before_anything_is_written() {
    let desk = Desk::new("2026-11-20");
    desk.run(&[
        "init",
        "--name",
        "赵小川",
        "--role",
        "GridMember",
        "--village",
        "石板村",
    ])
    .json();
    let list = roster("clean.xlsx");
    let look = desk.run(&["import", list.to_str().unwrap()]).json();
    assert!(look["applied"].is_null());
    assert!(
        desk.run(&["homes"]).json()["groups"]
            .as_array()
            .unwrap()
            .is_empty()
    );
    let applied = desk
        .run(&["import", list.to_str().unwrap(), "--apply"])
        .json();
    assert_eq!(applied["applied"]["changed"], true);
    let again = desk
        .run(&["import", list.to_str().unwrap(), "--apply"])
        .json();
    assert_eq!(again["applied"]["changed"], false);
}

#[test]
fn a_draft_waits_between_two_runs() {
    let desk = Desk::with_village("2026-11-20", "赵小川", "GridMember");
    let script = r#"{"answers": [{"q": "CL-03-2", "choose": ["不舒服"]}]}"#;
    let draft = desk.visit("赵满仓", script).json();
    let again = desk.run(&["visit", "赵满仓"]).json();
    assert_eq!(draft["visit"], again["visit"]);
    assert!(again["flags"].to_string().contains("动态变化"));
    let today = desk.run(&["today"]).json().to_string();
    assert!(today.contains("接着走访"));
}

#[test]
fn nobody_home_and_a_change_of_a_person() {
    let desk = Desk::with_village("2026-11-20", "赵小川", "GridMember");
    let said = desk.run(&["attempt", "赵满仓"]).json();
    assert!(said["sentence"].as_str().unwrap().contains("没见到人"));
    let home = desk.run(&["home", "赵满仓"]).json();
    let person = home["persons"][0]["person"].as_str().unwrap();
    let said = desk
        .run(&["change", person, "died", "--on", "2026-11-19"])
        .json();
    assert!(said["sentence"].as_str().unwrap().contains("去世"));
    let refused = desk.run(&["visit", "赵满仓"]);
    assert_eq!(
        (refused.code, refused.failure().as_str()),
        (1, "visit_nobody")
    );
}

#[test]
fn another_worker_s_records_come_by_file() {
    let village = Desk::with_village("2026-11-20", "赵小川", "GridMember");
    let township = Desk::with_village("2026-11-18", "王样例", "TownshipOfficer");
    township.visit("赵满仓", VISIT).json();
    let file = township.path("township.jsonl");
    township.run(&["exchange", "export", &file]).json();
    let before = village.run(&["home", "赵满仓"]).json()["due"].to_string();
    assert!(before.contains("对方的记录没到"), "{before}");
    village.run(&["exchange", "import", &file]).json();
    let after = village.run(&["home", "赵满仓"]).json()["due"].to_string();
    assert!(after.contains("乡镇本月走访(已去"), "{after}");
}

#[test]
fn a_backup_opens_in_another_folder() {
    let desk = Desk::with_village("2026-11-20", "赵小川", "GridMember");
    let code = desk.run(&["db", "recovery-code"]).json();
    let code = code["qr_text"].as_str().unwrap().to_owned();
    let file = desk.path("village.backup");
    desk.run(&["db", "backup", &file]).json();
    let other = Desk::new("2026-11-20");
    let wrong = other.run(&["db", "restore", &file, "--code", "12345"]);
    assert_eq!(wrong.code, 4);
    other.run(&["db", "restore", &file, "--code", &code]).json();
    assert_eq!(other.run(&["homes"]).out, desk.run(&["homes"]).out);
}
