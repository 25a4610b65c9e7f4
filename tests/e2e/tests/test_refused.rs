//! Exit codes and sentences of what is refused.

use crate::help::Desk;

#[test]
fn typed_wrongly_is_two() {
    let desk = Desk::new("2026-11-20");
    assert_eq!(desk.run(&["dance"]).code, 2);
    assert_eq!(desk.run(&["init", "--name", "赵小川"]).code, 2);
    let wrong_day = Desk::new("20.11.2026");
    let run = wrong_day.run(&["today"]);
    assert_eq!((run.code, run.failure().as_str()), (2, "day"));
}

#[test]
fn refused_by_the_rules_is_one() {
    let desk = Desk::new("2026-11-20");
    let run = desk.run(&["today"]);
    assert_eq!((run.code, run.failure().as_str()), (1, "not_set_up"));
    let desk = Desk::with_village("2026-11-20", "赵小川", "GridMember");
    for (args, code) in [
        (&["home", "没有这个人"][..], "no_home"),
        (&["home", "石板"], "no_home"),
        (
            &["why", "duty:V99/Nobody/person:x/2026-11-16"],
            "no_question",
        ),
        (&["ledger", "L99"], "no_ledger"),
        (&["ledger", "--month", "11"], "month_bad"),
        (
            &["change", "nobody", "died", "--on", "2026-11-19"],
            "no_person",
        ),
    ] {
        let run = desk.run(args);
        assert_eq!((run.code, run.failure().as_str()), (1, code), "{args:?}");
    }
    let run = desk.visit("赵满仓", r#"{"close": true}"#);
    assert_eq!((run.code, run.failure().as_str()), (1, "visit_not_ready"));
    let wrong = r#"{"answers": [{"q": "CL-03-2", "type": "好"}]}"#;
    let run = desk.visit("赵满仓", wrong);
    assert_eq!((run.code, run.failure().as_str()), (1, "answer_kind"));
}

#[test]
fn a_file_that_cannot_be_used_is_three() {
    let desk = Desk::with_village("2026-11-20", "赵小川", "GridMember");
    let junk = desk.path("junk.xlsx");
    std::fs::write(&junk, "no workbook").unwrap();
    assert_eq!(desk.run(&["import", &junk]).code, 3);
    assert_eq!(desk.run(&["import", &desk.path("none.xlsx")]).code, 3);
    assert_eq!(desk.run(&["exchange", "import", &junk]).code, 3);
    let run = desk.visit("赵满仓", r#"{"answer": []}"#);
    assert_eq!((run.code, run.failure().as_str()), (3, "script"));
}

#[test]
fn a_store_that_cannot_be_used_is_four() {
    let desk = Desk::with_village("2026-11-20", "赵小川", "GridMember");
    let code = desk.run(&["db", "recovery-code"]).json();
    let code = code["qr_text"].as_str().unwrap().to_owned();
    let store = desk.dir.path().join("store");
    std::fs::remove_dir_all(store.join("keys")).unwrap();
    let run = desk.run(&["today"]);
    assert_eq!(run.code, 4);
    assert_eq!(run.failure(), "store_no_key");
    assert_eq!(desk.run(&["db", "recover", "--code", "12345"]).code, 4);
    desk.run(&["db", "recover", "--code", &code]).json();
    desk.run(&["today"]).json();
}

#[test]
fn nothing_private_is_printed_where_nobody_asked() {
    let desk = Desk::with_village("2026-11-20", "赵小川", "GridMember");
    let junk = desk.path("junk.xlsx");
    std::fs::write(&junk, "no workbook").unwrap();
    let run = desk.run(&["import", &junk]);
    assert!(run.out.is_empty());
    assert!(
        !run.err.contains(desk.dir.path().to_str().unwrap()),
        "{}",
        run.err
    );
}

#[test]
fn damage_is_four_and_is_repaired() {
    let desk = Desk::with_village("2026-11-20", "赵小川", "GridMember");
    let path = desk.dir.path().join("store/tanfang.db");
    let mut bytes = std::fs::read(&path).unwrap();
    let last = bytes.len() - 4096 + 2000;
    bytes[last] ^= 0xff;
    std::fs::write(&path, bytes).unwrap();
    let run = desk.run(&["db", "check"]);
    assert_eq!(run.code, 4, "{}", run.out);
    assert_eq!(run.failure(), "store_damaged");
    assert_eq!(desk.run(&["db", "repair"]).code, 0);
    assert_eq!(desk.run(&["db", "check"]).code, 0);
    assert_eq!(desk.run(&["db", "verify"]).code, 0);
}
