//! One judgement in one wording: a photo's screen, the check of the store, and the archive. And the
//! receipts that come home.

use crate::help::{self, Village};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tanfang_app::App;
use tanfang_app::desktop::HandClock;
use tanfang_app::ports::{Clock as _, DeviceKey, KeyError, Ports};
use tanfang_app::proof::{self, Known};
use tanfang_app::texts::StringTable;
use tanfang_app::view::PhotoView;
use tanfang_domain::event::{Event, HouseholdSet};
use tanfang_evidence::finding::{Check, Finding, PipelineEye, Report, Verdict};
use tanfang_evidence::vault;
use tanfang_evidence::{finding::Part, vault::Vault};
use tanfang_frauds::fraud::{self, Fraud};
use tanfang_frauds::{Phone, Township};
use tanfang_log::{BodyBytes, EnvelopeBytes, PublicKey, SoftwareKey};
use tanfang_store::{Moment, OpBytes};
use tanfang_values::{HouseholdId, PhotoId, Stamp};

const HOUR: i64 = 3_600_000;

/// What a screen says: the title of each block, then its lines.
fn shown(view: &PhotoView) -> Vec<Vec<String>> {
    let blocks = view.findings.iter().map(|block| {
        let lines = block.lines.iter().map(|line| line.text.text.clone());
        [block.title.text.clone()]
            .into_iter()
            .chain(lines)
            .collect()
    });
    blocks.collect()
}

/// The same of a report, in its words.
fn worded(report: &Report, photo: &PhotoId) -> Vec<Vec<String>> {
    let texts = StringTable::builtin().unwrap();
    let findings = &report.photo(photo).unwrap().findings;
    let blocks = findings.iter().map(|finding| {
        let reasons = finding.reasons.iter();
        let reasons = reasons.map(|reason| proof::sentence(&texts, reason));
        let headline = proof::headline(&texts, finding);
        [headline].into_iter().chain(reasons).collect()
    });
    blocks.collect()
}

/// Verdicts with the codes of their reasons.
fn judged(report: &Report, photo: &PhotoId) -> Vec<(Check, Verdict, Vec<&'static str>)> {
    let findings = &report.photo(photo).unwrap().findings;
    let of = |finding: &Finding| finding.reasons.iter().map(|reason| reason.code).collect();
    let judged = findings.iter().map(|one| (one.check, one.verdict, of(one)));
    judged.collect()
}

fn ops(phone: &Phone) -> Vec<OpBytes> {
    let ops = phone.log().ops.into_iter().map(|op| OpBytes {
        envelope: EnvelopeBytes::from_stored(op.envelope),
        body: op.body.map(BodyBytes::from_stored),
    });
    ops.collect()
}

/// A store that took in the log and the files of a phone.
fn took_in(fraud: &Fraud) -> Village {
    let village = Village::empty("2026-11-20 10:00", "赵小川", "GridMember", 7);
    village.clock.set(fraud.phone.wall_ms + HOUR);
    let mut list = Phone::new(99);
    for home in ["h-1", "h-2"] {
        list.append(&Event::HouseholdSet(HouseholdSet {
            household: HouseholdId::new(home),
            fields: Vec::new(),
            facts: Vec::new(),
            reason: None,
        }));
    }
    let now = Moment {
        stamp: Stamp {
            ms: fraud.phone.wall_ms + HOUR,
            offset_min: 480,
        },
        boot_id: "boot-9".into(),
        elapsed_ms: 1,
    };
    village.app.with_store_for_tests(|store| {
        let all = [ops(&list), ops(&fraud.phone)].concat();
        let taken = store.ingest(&all, &now).unwrap();
        assert_eq!(taken.refused, []);
        let key = fraud.township.key().to_text().unwrap();
        store.set_setting("evidence.witnesses", &key).unwrap();
        let folder = village.dir.path().join("photos");
        let disk = std::sync::Arc::new(vault::Disk);
        let vault = Vault::open(folder, store.files_key(), disk).unwrap();
        for (n, ((photo, part), bytes)) in (0_u128..).zip(&fraud.phone.files) {
            let part = match part {
                Part::Original => vault::Part::Original,
                Part::View => vault::Part::View,
                Part::Thumb => vault::Part::Thumb,
            };
            let photo = PhotoId::new(photo);
            let salt = n.to_le_bytes();
            vault
                .put(&photo, part, salt, &mut bytes.as_slice())
                .unwrap();
        }
    });
    village
}

/// Looks at a photo on its screen, in the whole store, and in an archive; all three must agree.
fn agree(fraud: &Fraud) -> Report {
    let village = took_in(fraud);
    let archive = village.dir.path().join("handed-out.zip");
    // First: it signs the head, so that all three look at the same log.
    village
        .app
        .evidence_export(&[], true, "石板镇民政办", &archive)
        .unwrap();
    let whole = village.app.evidence_report(&Known::default()).unwrap();
    let known = Known {
        witnesses: vec![fraud.township.key()],
        ..Known::default()
    };
    let now = fraud.phone.wall_ms + HOUR;
    let handed = proof::look_at(&archive, &PipelineEye, now, &known).unwrap();
    for found in &whole.photos {
        let photo = PhotoId::new(&found.photo);
        let screen = village.app.photo(&found.photo).unwrap();
        assert_eq!(shown(&screen), worded(&whole, &photo), "{}", fraud.name);
        assert_eq!(
            judged(&handed, &photo),
            judged(&whole, &photo),
            "{}",
            fraud.name
        );
    }
    whole
}

#[test]
fn a_photos_screen_says_what_verify_and_the_archive_say_for_every_fraud() {
    let mut seen = 0;
    for fraud in fraud::table() {
        // A store takes in no log from which an op was taken out.
        if fraud.shown.is_some() {
            continue;
        }
        let whole = agree(&fraud);
        let found = whole.photo(&fraud.photo).unwrap();
        for (check, verdict, code) in &fraud.expected {
            // Of another's log there is no head here, and where the home stands nobody wrote down.
            if matches!(check, Check::E2 | Check::E3) || *code == "at_home" {
                continue;
            }
            let finding = found.get(*check).unwrap();
            assert_eq!(finding.verdict, *verdict, "{}: {finding:?}", fraud.name);
            assert!(finding.says(code), "{}: {code} {finding:?}", fraud.name);
        }
        seen += 1;
    }
    assert_eq!(seen, 15);
}

#[test]
fn a_photos_screen_says_what_verify_and_the_archive_say_of_an_old_photo_changed() {
    // One of each kind: all of them go the same way, and each costs a store.
    let mut groups = Vec::new();
    for (variant, fraud) in fraud::variants(20) {
        let group = format!("{:?}", variant.group());
        if !groups.contains(&group) {
            groups.push(group);
            agree(&fraud);
        }
    }
    assert_eq!(groups.len(), 5);
}

impl Village {
    /// Hands out everything; returns the file, and the receipt that a township gives for it.
    fn seen_by(&self, township: &mut Township, name: &str) -> (PathBuf, String) {
        let file = self.dir.path().join(name);
        self.app
            .evidence_export(&[], true, "石板镇民政办", &file)
            .unwrap();
        let log = proof::logs(&file).unwrap().remove(0);
        let key = self.app.with_store_for_tests(|store| {
            let instance = store.instance().unwrap();
            assert_eq!(log.instance, instance);
            let began = log.ops.iter().find(|op| op.seq == 1).unwrap();
            let body: serde_json::Value =
                serde_json::from_slice(began.body.as_ref().unwrap()).unwrap();
            let key = hex::decode(body["public_key"].as_str().unwrap()).unwrap();
            PublicKey::from_sec1(&key).unwrap()
        });
        let now = self.clock.now().ms;
        let note = township.see_head(&log.heads[0], &key, &log.leaves, now);
        (file, note)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.dir.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    fn ops(&self) -> u64 {
        self.app
            .with_store_for_tests(|store| store.head().unwrap().seq)
    }

    /// The line of a check on a photo's screen, whole.
    fn says(&self, photo: &str, check: &str) -> String {
        let view = self.app.photo(photo).unwrap();
        let block = shown(&view).into_iter().find(|b| b[0].starts_with(check));
        block.unwrap().concat()
    }
}

fn key_file(village: &Village, township: &Township) -> PathBuf {
    village.write(
        "township.pub",
        &format!("{}\n", township.key().to_text().unwrap()),
    )
}

fn verdict(report: &Report, photo: &str, check: Check) -> Verdict {
    let found = report.photo(&PhotoId::new(photo)).unwrap();
    found.get(check).unwrap().verdict
}

#[test]
fn a_receipt_that_comes_home_brackets_the_photo_on_the_screen_in_verify_and_in_an_archive() {
    let village = Village::new("2026-11-20 10:00");
    let mut township = Township::new();
    // Seen once before the photo: it will quote that receipt.
    let (_, note) = village.seen_by(&mut township, "before.zip");
    let first = village.write("first.txt", &note);
    let key = key_file(&village, &township);
    let done = village.app.evidence_receipt(&first, Some(&key)).unwrap();
    assert!(
        done.changed && done.sentence.contains("township.example"),
        "{}",
        done.sentence
    );
    assert!(done.sentence.contains("公钥"), "{}", done.sentence);

    village.now("2026-11-20 11:00");
    let photo = village.shoot("赵满仓", 7);
    assert!(village.says(&photo, "回执").contains("未能判断"));
    assert!(
        village
            .says(&photo, "时间")
            .contains("2026年11月20日 10:00 以后")
    );

    village.now("2026-11-20 15:00");
    let (_, note) = village.seen_by(&mut township, "after.zip");
    let second = village.write("second.txt", &note);
    let before = village.ops();
    let done = village.app.evidence_receipt(&second, None).unwrap();
    assert!(done.sentence.contains("1 张照片"), "{}", done.sentence);
    assert_eq!(village.ops(), before + 1);

    let receipt = village.says(&photo, "回执");
    assert!(
        receipt.contains("通过") && receipt.contains("township.example"),
        "{receipt}"
    );
    let time = village.says(&photo, "时间");
    assert!(
        time.contains("通过") && time.contains("15:00 以前"),
        "{time}"
    );
    let own = village.app.evidence_report(&Known::default()).unwrap();
    let later = village.dir.path().join("later.zip");
    village
        .app
        .evidence_export(&[], true, "石板镇民政办", &later)
        .unwrap();
    let known = Known {
        witnesses: vec![township.key()],
        ..Known::default()
    };
    let handed = proof::look_at(&later, &PipelineEye, village.clock.now().ms, &known).unwrap();
    for check in [Check::E5, Check::E10] {
        assert_eq!(verdict(&own, &photo, check), Verdict::Pass, "{own:#?}");
        assert_eq!(verdict(&handed, &photo, check), Verdict::Pass);
    }
    // The page of the archive says it too, without being told a key.
    let page = village.app.evidence_verify(Some(&later)).unwrap();
    let said = format!("{page:?}");
    assert!(
        said.contains("township.example 在 2026年11月20日 15:00 见过它"),
        "{said}"
    );
}

#[test]
fn the_same_receipt_again_changes_nothing() {
    let village = Village::new("2026-11-20 10:00");
    let mut township = Township::new();
    let (_, note) = village.seen_by(&mut township, "a.zip");
    let file = village.write("receipt.txt", &note);
    let key = key_file(&village, &township);
    village.app.evidence_receipt(&file, Some(&key)).unwrap();
    let ops = village.ops();
    for by in [None, Some(key.as_path())] {
        let again = village.app.evidence_receipt(&file, by).unwrap();
        assert!(!again.changed);
        assert!(again.sentence.contains("早就收下了"), "{}", again.sentence);
    }
    assert_eq!(village.ops(), ops);
}

#[test]
fn a_receipt_is_kept_before_the_key_is_known_and_counts_only_then() {
    let village = Village::new("2026-11-20 10:00");
    let mut township = Township::new();
    let photo = village.shoot("赵满仓", 7);
    let (_, note) = village.seen_by(&mut township, "a.zip");
    let file = village.write("receipt.txt", &note);
    let done = village.app.evidence_receipt(&file, None).unwrap();
    assert!(done.sentence.contains("还不认得"), "{}", done.sentence);
    let receipt = village.says(&photo, "回执");
    assert!(
        receipt.contains("未能判断") && receipt.contains("不在认得的名单里"),
        "{receipt}"
    );
    // The key alone, chosen on purpose.
    let key = key_file(&village, &township);
    let done = village.app.evidence_receipt(&key, None).unwrap();
    assert!(done.sentence.contains("公钥"), "{}", done.sentence);
    assert!(village.says(&photo, "回执").contains("通过"));
    let again = village.app.evidence_receipt(&key, None).unwrap();
    assert!(!again.changed, "{}", again.sentence);
}

#[test]
fn a_key_that_comes_with_a_receipt_is_believed_only_while_none_is() {
    let village = Village::new("2026-11-20 10:00");
    let mut township = Township::new();
    let (_, note) = village.seen_by(&mut township, "a.zip");
    let key = township.key().to_text().unwrap();
    let file = village.write("both.txt", &format!("{key}\n\n{note}"));
    let done = village.app.evidence_receipt(&file, None).unwrap();
    assert!(
        done.sentence.contains("公钥") && done.sentence.contains("见过"),
        "{}",
        done.sentence
    );

    let other = tanfang_log::WitnessSigner::ed25519("other.example", &[12; 32]).unwrap();
    let (_, head) = village.seen_by(&mut township, "b.zip");
    let forged = other.cosign(&head_alone(&head), 1_795_150_000).unwrap();
    let key = other.public().to_text().unwrap();
    let file = village.write("forged.txt", &format!("{key}\n{forged}"));
    let refused = village.app.evidence_receipt(&file, None).unwrap_err();
    assert_eq!(refused.code, "receipt_by_other", "{}", refused.sentence);
    assert!(
        refused.sentence.contains("other.example"),
        "{}",
        refused.sentence
    );
}

/// A note without the lines of witnesses.
fn head_alone(note: &str) -> String {
    let lines = note.split_inclusive('\n');
    lines.filter(|line| !line.contains(".example ")).collect()
}

#[test]
fn what_is_no_receipt_of_this_log_is_refused_and_says_why() {
    let village = Village::new("2026-11-20 10:00");
    let mut township = Township::new();
    let (_, note) = village.seen_by(&mut township, "a.zip");
    let key = key_file(&village, &township);
    village.app.evidence_receipt(&key, None).unwrap();
    let ops = village.ops();
    let refused = |name: &str, text: &str| -> String {
        let file = village.write(name, text);
        let error = village.app.evidence_receipt(&file, None).unwrap_err();
        assert!(!error.sentence.is_ascii(), "{}", error.sentence);
        assert_eq!(village.ops(), ops, "{name}");
        error.code
    };
    // Another phone's.
    let mut other = Phone::new(3);
    let mut elsewhere = Township::new();
    let ms = other.wall_ms;
    other.shoot("v-1", "h-1", &tanfang_frauds::Shot::bytes(1));
    let foreign = elsewhere.see(&other, ms);
    assert_eq!(refused("foreign.txt", &foreign), "receipt_other_log");
    // More than there is, and another history of as much.
    let head = |size: u64, root: &str| {
        let lines: Vec<&str> = note.lines().collect();
        let origin = lines[0];
        let text = format!("{origin}\n{size}\n{root}\n");
        let own = lines
            .iter()
            .find(|line| line.starts_with("\u{2014} tanfang"))
            .unwrap();
        township.sign(&format!("{text}\n{own}\n"), ms)
    };
    let root = note.lines().nth(2).unwrap();
    assert_eq!(refused("long.txt", &head(ops + 9, root)), "receipt_longer");
    let zero = format!("{}=", "A".repeat(43));
    assert_eq!(
        refused("root.txt", &head(ops - 1, &zero)),
        "receipt_other_history"
    );
    // A changed time: the signature does not fit.
    let (line, rest) = (note.lines().last().unwrap(), note.lines().count());
    assert!(rest > 5);
    let (name, signature) = line.rsplit_once(' ').unwrap();
    let flipped: String = signature
        .char_indices()
        .map(|(at, c)| match (at, c) {
            (40, 'A') => 'B',
            (40, _) => 'A',
            _ => c,
        })
        .collect();
    let wrong = note.replace(line, &format!("{name} {flipped}"));
    assert_eq!(refused("wrong.txt", &wrong), "receipt_wrong");
    // The phone's own head; nothing at all; a file that is something else.
    assert_eq!(refused("own.txt", &head_alone(&note)), "receipt_no_line");
    assert_eq!(refused("empty.txt", " \n"), "receipt_form");
    assert_eq!(refused("other.txt", "交上来的回执\n"), "receipt_form");
    let missing = village
        .app
        .evidence_receipt(Path::new("nothing-here"), None);
    assert_eq!(missing.unwrap_err().code, "store_file");
    let bad = village
        .app
        .evidence_receipt(&key, Some(&village.write("bad.pub", "x\n")));
    assert_eq!(bad.unwrap_err().code, "receipt_no_key");
}

#[test]
fn a_file_of_several_logs_gives_the_receipt_of_this_one() {
    let village = Village::new("2026-11-20 10:00");
    let mut township = Township::new();
    let mut other = Phone::new(3);
    let ms = other.wall_ms;
    other.shoot("v-1", "h-1", &tanfang_frauds::Shot::bytes(1));
    let foreign = township.see(&other, ms);
    let (_, note) = village.seen_by(&mut township, "a.zip");
    let key = township.key().to_text().unwrap();
    let text = format!("{key}\n{foreign}{note}").replace('\n', "\r\n");
    let file = village.write("all.txt", &text);
    let before = village.ops();
    let done = village.app.evidence_receipt(&file, None).unwrap();
    assert!(done.sentence.contains("收下了"), "{}", done.sentence);
    assert_eq!(village.ops(), before + 1);
}

/// A key that a locked phone does not give.
struct Lockable {
    key: SoftwareKey,
    locked: Arc<AtomicBool>,
}

impl DeviceKey for Lockable {
    fn public_key(&self) -> PublicKey {
        self.key.public_key()
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        if self.locked.load(Ordering::Relaxed) {
            return Err(KeyError::Unavailable {
                reason: "locked".into(),
            });
        }
        self.key.sign(message)
    }
}

#[test]
fn what_cannot_be_signed_is_not_handed_out() {
    let dir = tempfile::TempDir::new().unwrap();
    let clock = Arc::new(HandClock::new(help::at("2026-11-20 10:00")));
    let locked = Arc::new(AtomicBool::new(false));
    let ports = Ports {
        device_key: Some(Arc::new(Lockable {
            key: SoftwareKey::from_bytes(&[7; 32]).unwrap(),
            locked: Arc::clone(&locked),
        })),
        ..help::ports(&clock, 7)
    };
    let app = App::open_with(help::config(dir.path()), ports).unwrap();
    app.setup(&help::setup("赵小川", "GridMember")).unwrap();
    let file = dir.path().join("handed-out.zip");
    locked.store(true, Ordering::Relaxed);
    let refused = app.evidence_export(&[], true, "石板镇民政办", &file);
    assert_eq!(refused.unwrap_err().code, "evidence_not_signed");
    assert!(!file.exists());
    locked.store(false, Ordering::Relaxed);
    app.evidence_export(&[], true, "石板镇民政办", &file)
        .unwrap();
    let report = proof::look_at(&file, &PipelineEye, clock.now().ms, &Known::default()).unwrap();
    assert!(report.mismatches().is_empty(), "{report:#?}");
}
