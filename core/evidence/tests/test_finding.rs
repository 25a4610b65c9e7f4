//! Each check, what makes it come out one way or the other, and the order of weight.

use std::collections::BTreeMap;
use tanfang_domain::event::{Event, FindingExplained, Grade, PhotoVoid, VoidWhy};
use tanfang_evidence::finding::{Case, Check, HomePlace, NoEye, Part, Report, Verdict, examine};
use tanfang_frauds::{Phone, Shot, Township};
use tanfang_values::{Day, HouseholdId, PhotoId};

const HOUR: i64 = 3_600_000;
const HOME: (i32, i32) = (256_000_000, 1_061_000_000);

/// Two receipts around whatever `act` does, as an honest phone has them.
fn phone(act: impl FnOnce(&mut Phone) -> PhotoId) -> (Phone, Township, PhotoId) {
    let mut township = Township::new();
    let mut phone = Phone::new(5);
    phone.sync(&mut township);
    phone.wait(HOUR);
    let photo = act(&mut phone);
    phone.wait(HOUR);
    phone.sync(&mut township);
    (phone, township, photo)
}

fn examined(phone: &Phone, township: &Township, fill: impl FnOnce(&mut Case<'_>)) -> Report {
    let mut case = Case::new(vec![phone.log()], phone, &NoEye, phone.wall_ms + HOUR);
    case.witnesses = vec![township.key()];
    case.homes = BTreeMap::from([(
        HouseholdId::new("h-1"),
        HomePlace {
            lat_e7: HOME.0,
            lon_e7: HOME.1,
        },
    )]);
    fill(&mut case);
    examine(&case)
}

#[track_caller]
fn says(report: &Report, photo: &PhotoId, check: Check, verdict: Verdict, code: &str) {
    let finding = report.photo(photo).unwrap().get(check).unwrap();
    assert_eq!(finding.verdict, verdict, "{finding:?}");
    assert!(finding.says(code), "{code}: {finding:?}");
}

#[test]
fn an_honest_photo_passes_wherever_it_can() {
    let (phone, township, photo) =
        phone(|p| p.shoot("v-1", "h-1", &Shot::bytes(1).at(HOME.0, HOME.1)));
    let report = examined(&phone, &township, |_| ());
    for (check, code) in [
        (Check::E1, "original_same"),
        (Check::E2, "entry_in_log"),
        (Check::E4, "signed"),
        (Check::E5, "time_between"),
        (Check::E6, "at_home"),
        (Check::E7, "none_alike"),
        (Check::E8, "taken_in_app"),
        (Check::E10, "seen_by"),
    ] {
        says(&report, &photo, check, Verdict::Pass, code);
    }
    assert!(report.mismatches().is_empty());
    assert_eq!(report.beyond, Report::BEYOND);
}

#[test]
fn the_heaviest_verdict_decides_how_a_program_exits() {
    let mut order = [
        Verdict::Mismatch,
        Verdict::Pass,
        Verdict::Note,
        Verdict::CannotTell,
    ];
    order.sort();
    let exits: Vec<u8> = order.iter().map(|verdict| verdict.exit()).collect();
    assert_eq!(exits, [0, 3, 1, 2]);
}

#[test]
fn an_original_is_changed_gone_or_removed_with_a_reason() {
    let (mut phone, township, photo) = phone(|p| p.shoot("v-1", "h-1", &Shot::bytes(1)));
    let key = (photo.to_string(), Part::Original);
    phone.files.get_mut(&key).unwrap()[7] ^= 1;
    let report = examined(&phone, &township, |_| ());
    says(
        &report,
        &photo,
        Check::E1,
        Verdict::Mismatch,
        "original_differs",
    );
    phone.files.remove(&key);
    let report = examined(&phone, &township, |_| ());
    says(
        &report,
        &photo,
        Check::E1,
        Verdict::Mismatch,
        "original_missing",
    );
    let report = examined(&phone, &township, |case| case.originals = false);
    says(
        &report,
        &photo,
        Check::E1,
        Verdict::CannotTell,
        "original_not_here",
    );
    phone.append(&Event::PhotoVoid(PhotoVoid {
        photo: photo.clone(),
        copies: false,
        why: VoidWhy::Asked,
        day: Day::parse("2026-11-21").unwrap(),
        note: None,
    }));
    let report = examined(&phone, &township, |_| ());
    says(
        &report,
        &photo,
        Check::E1,
        Verdict::CannotTell,
        "original_removed",
    );
}

#[test]
fn a_copy_of_other_bytes_does_not_fit() {
    let (mut phone, township, photo) = phone(|p| p.shoot("v-1", "h-1", &Shot::bytes(1)));
    phone
        .files
        .get_mut(&(photo.to_string(), Part::View))
        .unwrap()[0] ^= 1;
    let report = examined(&phone, &township, |_| ());
    says(
        &report,
        &photo,
        Check::E9,
        Verdict::Mismatch,
        "copy_differs",
    );
}

#[test]
fn a_log_with_one_op_taken_out_does_not_fit_its_head() {
    let (phone, township, photo) = phone(|p| p.shoot("v-1", "h-1", &Shot::bytes(1)));
    let report = examined(&phone, &township, |case| {
        let log = &mut case.logs[0];
        log.leaves.remove(2);
        log.ops.retain(|op| op.seq != 3);
    });
    let tree = report.photo(&photo);
    assert!(tree.is_none() || report.mismatches().contains(&Check::E3));
    assert!(report.mismatches().contains(&Check::E3), "{report:#?}");
}

#[test]
fn a_key_is_listed_vouched_for_or_unknown() {
    let (phone, township, photo) = phone(|p| p.shoot("v-1", "h-1", &Shot::bytes(1)));
    let with = |fill: &dyn Fn(&mut Case<'_>)| examined(&phone, &township, |case| fill(case));
    let report = with(&|_| ());
    says(&report, &photo, Check::E4, Verdict::Pass, "key_vouched");
    let report = with(&|case| case.witnesses = Vec::new());
    says(
        &report,
        &photo,
        Check::E4,
        Verdict::CannotTell,
        "key_unknown",
    );
    let own = phone.public_key().to_sec1();
    let report = with(&|case| case.enrolled = Some(vec![own.clone()]));
    says(&report, &photo, Check::E4, Verdict::Pass, "key_listed");
    let report = with(&|case| case.enrolled = Some(Vec::new()));
    says(
        &report,
        &photo,
        Check::E4,
        Verdict::Mismatch,
        "key_not_listed",
    );
}

#[test]
fn a_key_in_software_is_said() {
    let (phone, township, photo) = phone(|p| {
        p.level = "software".into();
        p.shoot("v-1", "h-1", &Shot::bytes(1))
    });
    let report = examined(&phone, &township, |_| ());
    says(&report, &photo, Check::E4, Verdict::Note, "key_in_software");
}

#[test]
fn a_time_outside_its_bracket_does_not_fit() {
    for (shift, code) in [
        (-3 * HOUR, "time_before_receipt"),
        (3 * HOUR, "time_after_receipt"),
    ] {
        let (phone, township, photo) = phone(|p| {
            let at_ms = Some(p.wall_ms + shift);
            p.shoot(
                "v-1",
                "h-1",
                &Shot {
                    at_ms,
                    ..Shot::bytes(1)
                },
            )
        });
        let report = examined(&phone, &township, |_| ());
        says(&report, &photo, Check::E5, Verdict::Mismatch, code);
    }
}

#[test]
fn the_clock_of_the_satellites_and_one_that_was_moved_are_said() {
    let (phone, township, photo) = phone(|p| {
        let gnss_ms = Some(p.wall_ms + 2 * HOUR);
        p.shoot(
            "v-1",
            "h-1",
            &Shot {
                gnss_ms,
                ..Shot::bytes(1)
            },
        )
    });
    let report = examined(&phone, &township, |_| ());
    says(
        &report,
        &photo,
        Check::E5,
        Verdict::Note,
        "clock_not_of_satellites",
    );

    let (phone, township, photo) = phone_moved();
    let report = examined(&phone, &township, |_| ());
    says(&report, &photo, Check::E5, Verdict::Note, "clock_moved");
}

fn phone_moved() -> (Phone, Township, PhotoId) {
    phone(|p| {
        p.wall_ms -= HOUR / 2;
        let photo = p.shoot("v-1", "h-1", &Shot::bytes(1));
        p.wall_ms += HOUR / 2;
        photo
    })
}

#[test]
fn a_place_is_made_up_far_or_not_given() {
    let shot = |change: fn(&mut Shot)| {
        let mut shot = Shot::bytes(1).at(HOME.0, HOME.1);
        change(&mut shot);
        let (phone, township, photo) = phone(|p| p.shoot("v-1", "h-1", &shot));
        (examined(&phone, &township, |_| ()), photo)
    };
    let (report, photo) = shot(|s| s.place.as_mut().unwrap().mock = Some(true));
    says(
        &report,
        &photo,
        Check::E6,
        Verdict::Mismatch,
        "place_made_up",
    );
    let (report, photo) = shot(|s| s.place.as_mut().unwrap().lat_e7 += 1_000_000);
    says(&report, &photo, Check::E6, Verdict::Note, "far_from_home");
    let (report, photo) = shot(|s| s.place = None);
    says(&report, &photo, Check::E6, Verdict::CannotTell, "no_place");
    let (report, photo) = shot(|s| s.place.as_mut().unwrap().accuracy_m = Some(3000));
    says(
        &report,
        &photo,
        Check::E6,
        Verdict::CannotTell,
        "place_too_wide",
    );
}

#[test]
fn the_worker_may_explain_what_was_noticed() {
    let (mut phone, township, second) = phone(|p| {
        let mut shot = Shot::bytes(1);
        p.shoot("v-1", "h-1", &shot);
        p.wait(HOUR);
        shot.original = Shot::bytes(2).original;
        p.shoot("v-2", "h-1", &shot)
    });
    let report = examined(&phone, &township, |_| ());
    says(&report, &second, Check::E7, Verdict::Note, "nearly_same");
    for (note, code) in [(None, "explained"), (Some("同一个角落"), "explained_note")] {
        phone.append(&Event::FindingExplained(FindingExplained {
            photo: Some(second.clone()),
            visit: None,
            finding: "E7".into(),
            other: None,
            why: "same_corner".into(),
            note: note.map(Into::into),
            day: Day::parse("2026-11-21").unwrap(),
        }));
        let report = examined(&phone, &township, |_| ());
        says(&report, &second, Check::E7, Verdict::Note, code);
    }
}

#[test]
fn a_picture_with_too_little_in_it_is_not_judged() {
    let mut plain = Shot::bytes(1);
    plain.mark.as_mut().unwrap().quality = 3;
    let (phone, township, photo) = phone(|p| {
        p.shoot("v-1", "h-1", &plain);
        let mut other = plain.clone();
        other.original = Shot::bytes(2).original;
        p.shoot("v-2", "h-2", &other)
    });
    let report = examined(&phone, &township, |_| ());
    says(
        &report,
        &photo,
        Check::E7,
        Verdict::CannotTell,
        "too_little_to_see",
    );
}

#[test]
fn where_it_came_from_caps_what_can_be_said() {
    for (grade, verdict, code) in [
        (Grade::Taken, Verdict::Pass, "taken_in_app"),
        (Grade::Album, Verdict::CannotTell, "from_album"),
        (Grade::Screen, Verdict::Note, "screenshot"),
    ] {
        let shot = Shot {
            grade,
            ..Shot::bytes(1)
        };
        let (phone, township, photo) = phone(|p| p.shoot("v-1", "h-1", &shot));
        let report = examined(&phone, &township, |_| ());
        says(&report, &photo, Check::E8, verdict, code);
    }
}

#[test]
fn what_nobody_saw_is_said_with_its_days() {
    let mut phone = Phone::new(9);
    let photo = phone.shoot("v-1", "h-1", &Shot::bytes(1));
    let township = Township::new();
    let report = examined(&phone, &township, |_| ());
    says(
        &report,
        &photo,
        Check::E10,
        Verdict::CannotTell,
        "not_synced",
    );
    says(
        &report,
        &photo,
        Check::E5,
        Verdict::CannotTell,
        "time_of_phone_only",
    );
    let report = examined(&phone, &township, |case| case.now_ms += 20 * 24 * HOUR);
    says(&report, &photo, Check::E10, Verdict::Note, "not_synced");
}

#[test]
fn bytes_that_are_no_log_give_a_report() {
    let (phone, township, _) = phone(|p| p.shoot("v-1", "h-1", &Shot::bytes(1)));
    let report = examined(&phone, &township, |case| {
        for op in &mut case.logs[0].ops {
            op.envelope = b"{".to_vec();
            op.body = Some(vec![0xff; 9]);
        }
        case.logs[0].heads = vec!["?".into(), String::new()];
        case.receipts = vec!["\u{0}".into()];
    });
    assert_eq!(report.verdict(), Verdict::Mismatch);
}
