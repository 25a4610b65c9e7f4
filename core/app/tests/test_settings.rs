//! 设置, what is kept on this phone, events of the place, 投诉建议.

use crate::help::Village;
use tanfang_app::ErrorKind;
use tanfang_app::view::{Intent, LookSetting, Screen, SettingsView, ThemeChoice, TypeSize};

const DAY: &str = "2026-11-18 10:00";

fn section(view: &SettingsView, key: &str) -> Vec<String> {
    let section = view.sections.iter().find(|section| section.key == key);
    let section = section.unwrap_or_else(|| panic!("no section {key}"));
    let actions = section.actions.iter().map(|action| action.label.clone());
    section
        .lines
        .iter()
        .map(|line| line.text.text.clone())
        .chain(actions)
        .collect()
}

#[test]
fn the_look_is_kept_and_is_there_before_setup() {
    let village = Village::new(DAY);
    let first = village.app.look().unwrap();
    assert_eq!(first.size, TypeSize::Normal);
    let look = LookSetting {
        size: TypeSize::Huge,
        theme: ThemeChoice::Sunlight,
        mask: true,
    };
    let outcome = village.app.send(&Intent::SetLook { look }).unwrap();
    assert!(outcome.changed);
    assert_eq!(village.app.look().unwrap(), look);
    assert_eq!(village.app.settings().unwrap().look, look);
}

#[test]
fn who_runs_it_is_shown_and_a_filing_number_nobody_has_is_not_invented() {
    let village = Village::new(DAY);
    let about = section(&village.app.settings().unwrap(), "about");
    assert!(about[0].contains("示范县民政局(虚构)"), "{about:?}");
    assert_eq!(about[1], "备案号:内容未配置");
    assert!(about.iter().any(|line| line.contains("不盯人")));
}

#[test]
fn a_missing_number_is_written_down_and_110_is_not() {
    let village = Village::new(DAY);
    let numbers = village.app.settings().unwrap().numbers;
    assert!(!numbers.is_empty(), "the county names whom to call");
    assert!(numbers.iter().all(|row| row.number != "110"));
    let key = numbers[0].key.clone();
    let set = |number: &str| {
        village.app.send(&Intent::SetNumber {
            key: key.clone(),
            number: number.to_owned(),
        })
    };
    set("0990-000 1234").unwrap();
    let row = &village.app.settings().unwrap().numbers[0];
    assert_eq!(
        (row.number.as_str(), row.source.as_str()),
        ("0990-000 1234", "自己写的")
    );
    for bad in ["12", "打给老王", "12345678901234567"] {
        let error = set(bad).unwrap_err();
        assert_eq!(
            (error.kind, error.code.as_str()),
            (ErrorKind::Invalid, "phone_bad")
        );
    }
    set("").unwrap();
    assert_ne!(
        village.app.settings().unwrap().numbers[0].number,
        "0990-000 1234",
        "an empty one is taken back"
    );
    let wrong = village.app.send(&Intent::SetNumber {
        key: "police".to_owned(),
        number: "111".to_owned(),
    });
    assert_eq!(wrong.unwrap_err().kind, ErrorKind::NotFound);
}

#[test]
fn feedback_is_written_offline_and_stays() {
    let village = Village::new(DAY);
    assert!(village.app.feedback().unwrap().empty.is_some());
    let topic = village.app.feedback().unwrap().topics[1].code.clone();
    let write = |topic: &str, text: &str| {
        village.app.send(&Intent::WriteFeedback {
            topic: topic.to_owned(),
            text: text.to_owned(),
            call_back: true,
        })
    };
    assert_eq!(write(&topic, "  ").unwrap_err().code, "feedback_empty");
    assert_eq!(write("?", "字太小").unwrap_err().code, "feedback_topic");
    assert_eq!(
        write(&topic, &"字".repeat(2001)).unwrap_err().code,
        "feedback_long"
    );
    write(&topic, "字太小").unwrap();
    write(&topic, "赵满仓家的电话拨不出去").unwrap();
    let rows = village.app.feedback().unwrap().rows;
    assert_eq!(rows.len(), 2);
    let dialled = rows.iter().find(|row| row.text.text.contains("拨不出去"));
    assert!(dialled.unwrap().text.text.contains("还没送"));
    assert!(
        !dialled.unwrap().text.masked.contains("赵满仓"),
        "遮 hides what was written"
    );
}

#[test]
fn an_event_begins_and_ends_and_can_be_taken_back() {
    let village = Village::new(DAY);
    let actions = |view: &SettingsView| section(view, "events");
    let before = village.app.settings().unwrap();
    assert!(
        actions(&before)[0].starts_with("没有"),
        "{:?}",
        actions(&before)
    );
    let set = |open: bool| {
        village
            .app
            .send(&Intent::SetEvent {
                name: "疫情防控".to_owned(),
                open,
            })
            .unwrap()
    };
    let outcome = set(true);
    assert!(outcome.changed && outcome.undo.is_some());
    let open = actions(&village.app.settings().unwrap());
    assert!(
        open[0].contains("疫情防控") && open[0].contains("11月18日"),
        "{open:?}"
    );
    assert!(!set(true).changed, "it goes on already");
    set(false);
    assert_eq!(
        actions(&village.app.settings().unwrap()),
        actions(&before),
        "one that began today and was ended today never was"
    );
    let unknown = village.app.send(&Intent::SetEvent {
        name: "没听说过".to_owned(),
        open: true,
    });
    assert_eq!(unknown.unwrap_err().kind, ErrorKind::NotFound);
}

#[test]
fn more_leads_everywhere() {
    let village = Village::new(DAY);
    let entries = village.app.more().unwrap().entries;
    for screen in [
        Screen::Batches,
        Screen::Matches,
        Screen::Feedback,
        Screen::Settings,
    ] {
        assert!(
            entries.iter().any(|line| line.go.as_ref() == Some(&screen)),
            "{screen:?}"
        );
    }
}

const NEXT_YEAR: &str = r#"
source = "示范:2027年的安排(虚构)"

[[year]]
year = 2027
notice = [{ no = "虚构〔2026〕1号", date = 2026-11-10 }]
holiday = [{ name = "元旦", off = "2027-01-01~2027-01-03" }]
"#;

#[test]
fn a_calendar_of_next_year_comes_as_a_file_and_a_bad_one_changes_nothing() {
    let village = Village::new(DAY);
    let lines = || section(&village.app.settings().unwrap(), "calendar");
    let before = lines();
    assert!(
        before
            .iter()
            .any(|line| line == "2027年调休未公布,按平日推算"),
        "{before:?}"
    );
    let path = village.dir.path().join("calendar.toml");
    let take = |text: &str| {
        std::fs::write(&path, text).unwrap();
        village.app.install_calendar(&path)
    };
    for (bad, code) in [
        ("not a calendar", "calendar_form"),
        (&NEXT_YEAR.replace("source", "# source"), "calendar_source"),
        (
            &NEXT_YEAR.replace("notice =", "# notice ="),
            "calendar_notice",
        ),
        (
            &NEXT_YEAR.replace("2027-01-03", "2027-01-33"),
            "calendar_day",
        ),
        (
            &format!("{NEXT_YEAR}{}", &NEXT_YEAR[NEXT_YEAR.find("[[").unwrap()..]),
            "calendar_twice",
        ),
    ] {
        assert_eq!(take(bad).unwrap_err().code, code);
        assert_eq!(lines(), before);
    }
    assert!(take(NEXT_YEAR).unwrap().sentence.contains("2027"));
    let after = lines();
    assert!(
        after.iter().any(|line| line.contains("虚构〔2026〕1号")),
        "{after:?}"
    );
    assert!(!after.iter().any(|line| line.contains("未公布")));
}
