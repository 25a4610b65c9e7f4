//! The store as the app opens it: practice, backup, recovery, upkeep, setup.

use crate::help::{Village, config, ports, setup};
use std::sync::Arc;
use tanfang_app::desktop::HandClock;
use tanfang_app::ports::{Ports, SecretStore as _};
use tanfang_app::view::{Line, SetupInput};
use tanfang_app::{App, ErrorKind};
use tanfang_store::fakes::MemorySecretStore;

const DAY: &str = "2026-11-18 10:00";

/// Returns the lines of one part of 设置.
fn part(app: &App, key: &str) -> Vec<Line> {
    let view = app.settings().unwrap();
    view.sections
        .into_iter()
        .find(|section| section.key == key)
        .unwrap_or_else(|| panic!("no part {key}"))
        .lines
}

#[test]
fn before_setup_there_is_only_the_first_screen() {
    let dir = tempfile::TempDir::new().unwrap();
    let clock = Arc::new(HandClock::new(crate::help::at(DAY)));
    let app = App::open_with(config(dir.path()), ports(&clock, 1)).unwrap();
    let first = app.first().unwrap();
    assert!(!first.ready);
    assert_eq!(first.sentences.len(), 3);
    let error = app.today().unwrap_err();
    assert_eq!(
        (error.kind, error.code.as_str()),
        (ErrorKind::NotFound, "not_set_up")
    );
    app.setup(&setup("赵小川", "GridMember")).unwrap();
    assert!(app.first().unwrap().ready);
    let today = app.today().unwrap();
    assert!(
        today.empty.unwrap().action.is_some(),
        "an empty list says what comes next"
    );
    // The same again writes nothing.
    let ops = |app: &App| part(app, "store")[2].text.text.clone();
    let before = ops(&app);
    app.setup(&setup("赵小川", "GridMember")).unwrap();
    assert_eq!(ops(&app), before);
}

#[test]
fn practice_is_kept_apart_and_comes_back() {
    let village = Village::new(DAY);
    let practice = SetupInput {
        practice: true,
        division: None,
        ..setup("赵小川", "GridMember")
    };
    village.app.setup(&practice).unwrap();
    let today = village.today();
    assert_eq!(today.practice.as_deref(), Some("练习"));
    assert_eq!(today.groups.len(), 2, "the sample village is open");
    assert!(
        village.app.homes("赵满仓").unwrap().groups.is_empty(),
        "nothing of the real village is here"
    );
    let Village {
        dir, clock, app, ..
    } = village;
    drop(app);
    let app = App::open_with(config(dir.path()), ports(&clock, 3)).unwrap();
    assert!(
        app.today().unwrap().practice.is_some(),
        "a killed process comes back to it"
    );
    app.setup(&setup("赵小川", "GridMember")).unwrap();
    assert!(app.today().unwrap().practice.is_none());
    assert!(app.homes("zmc").unwrap().empty.is_none());
}

#[test]
fn a_backup_opens_with_the_code_and_no_other() {
    let village = Village::new(DAY);
    village.visit("赵满仓");
    let code = village.app.recovery_code().unwrap();
    assert_ne!(
        village.app.recovery_code().unwrap().groups,
        code.groups,
        "shown once"
    );
    let code = village.app.recovery_code().unwrap().qr_text;
    let file = village.dir.path().join("village.backup");
    village.app.backup(&file).unwrap();
    assert!(part(&village.app, "store")[0].text.text.contains("今天"));
    let bytes = std::fs::read(&file).unwrap();
    let name = "赵满仓".as_bytes();
    assert!(!bytes.windows(name.len()).any(|part| part == name));
    let other = tempfile::TempDir::new().unwrap();
    let again = || ports(&village.clock, 11);
    let error = App::restore_with(config(other.path()), again(), &file, "0000").unwrap_err();
    assert_eq!(error.kind, ErrorKind::WrongKey);
    let app = App::restore_with(config(other.path()), again(), &file, &code).unwrap();
    let list = |app: &App| serde_json::to_string(&app.homes("").unwrap()).unwrap();
    assert!(
        list(&app) == list(&village.app),
        "the same homes in the same state"
    );
    let error = App::restore_with(config(other.path()), again(), &file, &code).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Conflict, "nothing is written over");
}

#[test]
fn a_store_without_its_key_is_left_alone() {
    let village = Village::new(DAY);
    let Village {
        dir, clock, app, ..
    } = village;
    drop(app);
    std::fs::remove_dir_all(dir.path().join("keys")).unwrap();
    let before = std::fs::read(dir.path().join("tanfang.db")).unwrap();
    let error = App::open_with(config(dir.path()), ports(&clock, 5)).unwrap_err();
    assert_eq!(error.kind, ErrorKind::WrongKey);
    assert_eq!(
        std::fs::read(dir.path().join("tanfang.db")).unwrap(),
        before
    );
}

/// A device whose keystore forgets everything when told to.
fn keystore(clock: &Arc<HandClock>, seed: u64, secrets: &Arc<MemorySecretStore>) -> Ports {
    Ports {
        secrets: Some(Arc::clone(secrets) as _),
        ..ports(clock, seed)
    }
}

#[test]
fn practice_and_the_real_store_share_a_keystore_without_harm() {
    let dir = tempfile::TempDir::new().unwrap();
    let clock = Arc::new(HandClock::new(crate::help::at(DAY)));
    let secrets = Arc::new(MemorySecretStore::default());
    let open = |seed| App::open_with(config(dir.path()), keystore(&clock, seed, &secrets));
    let app = open(1).unwrap();
    app.setup(&setup("赵小川", "GridMember")).unwrap();
    let practice = SetupInput {
        practice: true,
        ..setup("赵小川", "GridMember")
    };
    app.setup(&practice).unwrap();
    assert!(app.today().unwrap().practice.is_some());
    drop(app);
    let app = open(2).unwrap();
    assert!(app.today().unwrap().practice.is_some(), "practice was open");
    app.setup(&setup("赵小川", "GridMember")).unwrap();
    assert!(
        app.today().unwrap().practice.is_none(),
        "the real store still has its key"
    );
}

#[test]
fn a_lost_key_of_practice_does_not_stand_before_the_real_store() {
    let dir = tempfile::TempDir::new().unwrap();
    let clock = Arc::new(HandClock::new(crate::help::at(DAY)));
    let secrets = Arc::new(MemorySecretStore::default());
    let open = |seed| App::open_with(config(dir.path()), keystore(&clock, seed, &secrets));
    let app = open(1).unwrap();
    app.setup(&setup("赵小川", "GridMember")).unwrap();
    app.setup(&SetupInput {
        practice: true,
        ..setup("赵小川", "GridMember")
    })
    .unwrap();
    drop(app);
    secrets.delete("practice.tanfang.kek").unwrap();
    let app = open(2).unwrap();
    assert!(app.today().unwrap().practice.is_none());
    drop(app);
    secrets.delete("tanfang.kek").unwrap();
    let error = open(3).unwrap_err();
    assert_eq!(
        (error.kind, error.code.as_str()),
        (ErrorKind::WrongKey, "store_no_key")
    );
}

#[test]
fn upkeep_finds_a_sound_store() {
    let village = Village::new(DAY);
    village.visit("赵满仓");
    assert!(village.app.check().unwrap().lines.is_empty());
    assert!(village.app.verify().unwrap().sentence.contains("都对得上"));
    let before = village.today();
    village.app.rebuild().unwrap();
    assert_eq!(village.today(), before);
}

#[test]
fn settings_show_the_packs_and_what_is_not_configured() {
    let village = Village::new(DAY);
    let packs: Vec<String> = part(&village.app, "packs")
        .into_iter()
        .map(|line| line.text.text)
        .collect();
    assert!(
        packs.iter().any(|line| line.contains("示范县(虚构)")),
        "{packs:?}"
    );
    assert!(
        packs.iter().any(|line| line.contains("内容未配置:三个一")),
        "{packs:?}"
    );
    assert!(
        packs.iter().any(|line| line.contains("未注明失效日期")),
        "{packs:?}"
    );
}

#[test]
fn a_bad_month_is_said() {
    let village = Village::new(DAY);
    assert_eq!(
        village
            .app
            .ledger("L06", Some("11"), None)
            .unwrap_err()
            .code,
        "month_bad"
    );
    assert_eq!(
        village.app.ledger("L99", None, None).unwrap_err().code,
        "no_ledger"
    );
}

#[test]
fn a_store_opens_with_the_recovery_code_where_the_key_is_lost() {
    let village = Village::new(DAY);
    let code = village.app.recovery_code().unwrap().qr_text;
    let homes = village.app.homes("").unwrap();
    let Village {
        dir, clock, app, ..
    } = village;
    drop(app);
    std::fs::remove_dir_all(dir.path().join("keys")).unwrap();
    let error = App::recover(config(dir.path()), ports(&clock, 5), "0000").unwrap_err();
    assert_eq!(error.kind, ErrorKind::WrongKey);
    let app = App::recover(config(dir.path()), ports(&clock, 5), &code).unwrap();
    assert!(app.homes("").unwrap() == homes);
    drop(app);
    App::open_with(config(dir.path()), ports(&clock, 6)).unwrap();
}

#[test]
fn a_store_of_a_later_version_is_left_alone() {
    let village = Village::new(DAY);
    village
        .app
        .with_store_for_tests(|store| store.with_schema_for_tests(9_999))
        .unwrap();
    let Village {
        dir, clock, app, ..
    } = village;
    drop(app);
    let before = std::fs::read(dir.path().join("tanfang.db")).unwrap();
    let error = App::open_with(config(dir.path()), ports(&clock, 5)).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Newer);
    assert!(error.sentence.contains("先更新软件"), "{}", error.sentence);
    let after = std::fs::read(dir.path().join("tanfang.db")).unwrap();
    assert!(before == after, "nothing was touched");
}

#[test]
fn a_damaged_page_is_found_and_what_is_readable_is_saved() {
    let village = Village::new(DAY);
    let Village {
        dir, clock, app, ..
    } = village;
    drop(app);
    let path = dir.path().join("tanfang.db");
    let mut bytes = std::fs::read(&path).unwrap();
    let last = bytes.len() / 4096 - 1;
    bytes[last * 4096 + 2000] ^= 0xff;
    std::fs::write(&path, bytes).unwrap();
    match App::open_with(config(dir.path()), ports(&clock, 5)) {
        Err(error) => {
            assert_eq!(error.kind, ErrorKind::Damaged, "{error:?}");
            assert!(error.sentence.contains("别删"), "{}", error.sentence);
        }
        Ok(app) => {
            let report = app.check().unwrap();
            assert!(!report.sound);
            assert!(report.sentence.contains("别删"), "{}", report.sentence);
        }
    }
    let report = App::repair(&config(dir.path()), &ports(&clock, 5)).unwrap();
    assert!(report.sentence.contains("救出"), "{}", report.sentence);
    let app = App::open_with(config(dir.path()), ports(&clock, 6)).unwrap();
    assert!(app.check().unwrap().sound);
}

#[test]
fn a_full_disk_loses_nothing_that_was_saved() {
    let village = Village::new(DAY);
    let before = village.app.homes("").unwrap();
    village
        .app
        .with_store_for_tests(tanfang_store::Store::limit_pages_for_tests)
        .unwrap();
    let mut refused = None;
    for group in &before.groups {
        for row in &group.rows {
            let intent = tanfang_app::view::Intent::OpenVisit {
                household: row.household.clone(),
            };
            if let Err(error) = village.app.send(&intent) {
                refused.get_or_insert(error);
            }
        }
    }
    let look = village
        .app
        .import_look(&crate::help::roster("messy.xlsx"))
        .unwrap();
    let error = refused.unwrap_or_else(|| village.app.send(&look.primary.intent).unwrap_err());
    assert_eq!(error.kind, ErrorKind::DiskFull, "{error:?}");
    assert!(error.sentence.contains("以前的都在"), "{}", error.sentence);
    assert_eq!(village.app.homes("").unwrap().count, before.count);
}

#[test]
fn lists_that_cannot_be_used_say_what_to_do() {
    let village = Village::new(DAY);
    let path = village.dir.path().join("list.xlsx");
    let said = |bytes: &[u8]| {
        std::fs::write(&path, bytes).unwrap();
        let error = village.app.import_look(&path).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Unreadable);
        error.sentence
    };
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (at, title) in ["序号", "姓名", "电话"].iter().enumerate() {
        sheet
            .write_string(0, u16::try_from(at).unwrap(), *title)
            .unwrap();
    }
    let wrong = said(&book.save_to_buffer().unwrap());
    assert!(wrong.contains("身份证"), "{wrong}");
    let junk = said(b"PK\x03\x04 no workbook");
    assert!(junk.contains("没动"), "{junk}");
    let mut old = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    old.resize(4096, 0);
    assert!(said(&old).contains("没动"));
}

fn names(dir: &std::path::Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(dir)
        .unwrap()
        .map(|f| f.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn the_successor_takes_over_the_village_and_the_old_records_keep_their_name() {
    let village = Village::new(DAY);
    village.visit("赵满仓");
    assert!(village.app.hand_over_look().unwrap().code.is_empty());
    let file = village.dir.path().join("to-the-next.tanfang");
    let error = village.app.hand_over(&file, "  ").unwrap_err();
    assert_eq!(error.code, "name_missing");
    let made = village.app.hand_over(&file, "郑样例").unwrap();
    assert_eq!((made.code.len(), made.check.len()), (10, 3));
    assert_eq!(App::hand_over_check(&file).unwrap().check, made.check);
    let again = village.app.hand_over_look().unwrap();
    assert!(again.sentence.contains("郑样例"), "{}", again.sentence);
    // The new phone has been opened before, and nobody is set up.
    let other = tempfile::TempDir::new().unwrap();
    let app = App::open_with(config(other.path()), ports(&village.clock, 21)).unwrap();
    let input = SetupInput {
        village: String::new(),
        division: None,
        ..setup("郑样例", "GridMember")
    };
    let wrong = app.take_over_here(&file, &"00000".repeat(10), &input);
    assert_eq!(wrong.unwrap_err().code, "store_wrong_hand_over_code");
    assert!(!app.first().unwrap().ready, "nothing was written");
    let code = made.code.join(" ");
    let outcome = app.take_over_here(&file, &code, &input).unwrap();
    assert!(outcome.changed && outcome.sentence.contains("郑样例"));
    let list = |app: &App| serde_json::to_string(&app.homes("").unwrap()).unwrap();
    assert!(
        list(&app) == list(&village.app),
        "the same homes in the same state"
    );
    let home = village.find("赵满仓");
    let before = serde_json::to_string(&app.home(&home).unwrap()).unwrap();
    assert!(before.contains("赵小川"), "the visit is still who made it");
    // A recovery code of its own, and nobody takes over twice.
    assert_eq!(app.recovery_code().unwrap().groups.len(), 10);
    let error = app.take_over_here(&file, &code, &input).unwrap_err();
    assert_eq!(error.code, "taken_already");
    drop(app);
    let app = App::open_with(config(other.path()), ports(&village.clock, 22)).unwrap();
    assert!(app.first().unwrap().ready);
    // The successor may write, and says so as themselves.
    village.app.today().unwrap();
    let Village { clock, .. } = village;
    let theirs = Village {
        dir: other,
        clock,
        app,
        taps: std::cell::Cell::new(0),
    };
    theirs.now("2026-11-19 10:00");
    theirs.visit("赵满仓");
    let after = serde_json::to_string(&theirs.app.home(&home).unwrap()).unwrap();
    assert!(after.contains("郑样例") && after.contains("赵小川"));
}

#[test]
#[allow(clippy::redundant_closure_for_method_calls)] // the method has one lifetime too few
fn a_wiped_phone_holds_nothing_of_the_worker_and_goes_on_empty() {
    let village = Village::new(DAY);
    village.visit("赵满仓");
    let practice = SetupInput {
        practice: true,
        division: None,
        ..setup("赵小川", "GridMember")
    };
    village.app.setup(&practice).unwrap();
    let refused = [
        village.app.wipe("清空").unwrap_err().code,
        village.app.wipe_look().unwrap_err().code,
    ];
    assert_eq!(refused, ["not_in_practice", "not_in_practice"]);
    village.app.setup(&setup("赵小川", "GridMember")).unwrap();
    let look = village.app.wipe_look().unwrap();
    let words: Vec<&str> = look.lines.iter().map(|l| l.text.text.as_str()).collect();
    assert!(words.iter().any(|w| w.contains("没有备份")), "{words:?}");
    let error = village.app.wipe("好").unwrap_err();
    assert_eq!(error.code, "wipe_word");
    assert!(village.app.first().unwrap().ready, "nothing was wiped");
    let outcome = village.app.wipe(&look.word).unwrap();
    assert_eq!(outcome.go, Some(tanfang_app::view::Screen::First));
    assert!(!village.app.first().unwrap().ready);
    // A new, empty store with a key of its own lies there, and nothing else.
    let dir = village.dir.path();
    assert_eq!(
        names(dir)
            .into_iter()
            .filter(|n| !n.starts_with("tanfang.db"))
            .collect::<Vec<_>>(),
        ["keys"]
    );
    let held = village
        .app
        .with_store_for_tests(|store| store.read(|now| now.count_ops()));
    assert_eq!(
        held.map_err(|e: tanfang_store::StoreError| e.to_string()),
        Ok(0)
    );
    village.app.setup(&setup("郑样例", "GridMember")).unwrap();
    assert!(village.app.homes("").unwrap().groups.is_empty());
}
