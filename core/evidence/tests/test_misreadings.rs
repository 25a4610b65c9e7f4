//! Ways in which this was built wrong elsewhere (mechanisms §6.3), each as a test by its number.

use tanfang_domain::event::{Event, PhotoVoid, VoidWhy};
use tanfang_evidence::finding::{Case, Check, NoEye, Part, Verdict, examine};
use tanfang_frauds::{Phone, Shot, Township};
use tanfang_log::Hash;
use tanfang_values::Day;

/// 6.3-1: hashing a path, a thumbnail or a re-encoded file instead of the stored original bytes.
#[test]
fn m1_the_hash_is_that_of_the_stored_original_and_of_nothing_else() {
    let shot = Shot::bytes(1);
    let mut phone = Phone::new(5);
    let photo = phone.shoot("v-1", "h-1", &shot);
    let body = phone.log().ops[1].body.clone().unwrap();
    let body = String::from_utf8(body).unwrap();
    assert!(body.contains(&Hash::of(&shot.original).to_hex()));
    assert!(!body.contains(&Hash::of(&shot.view).to_hex()));
    // The copy in the place of the original is another file, however alike it looks.
    let view = phone.files[&(photo.to_string(), Part::View)].clone();
    phone
        .files
        .insert((photo.to_string(), Part::Original), view);
    let report = examine(&Case::new(vec![phone.log()], &phone, &NoEye, phone.wall_ms));
    let finding = report.photo(&photo).unwrap().get(Check::E1).unwrap();
    assert_eq!(finding.verdict, Verdict::Mismatch);
}

/// 6.3-4: the same photo reused for two visits not detected.
#[test]
fn m4_one_file_for_two_visits_is_found_and_an_album_is_no_place() {
    let mut phone = Phone::new(5);
    phone.shoot("v-1", "h-1", &Shot::bytes(1));
    phone.wait(86_400_000);
    let again = phone.shoot("v-2", "h-2", &Shot::bytes(1));
    let report = examine(&Case::new(vec![phone.log()], &phone, &NoEye, phone.wall_ms));
    let finding = report.photo(&again).unwrap().get(Check::E7).unwrap();
    assert_eq!(finding.verdict, Verdict::Mismatch);
    assert!(finding.says("same_file"), "{finding:?}");
}

/// 6.3-8: deleting originals after upload with no trace.
#[test]
fn m8_a_removed_original_leaves_its_hash_and_why() {
    let mut phone = Phone::new(5);
    let photo = phone.shoot("v-1", "h-1", &Shot::bytes(1));
    phone.files.remove(&(photo.to_string(), Part::Original));
    let lost = examine(&Case::new(vec![phone.log()], &phone, &NoEye, phone.wall_ms));
    let finding = lost.photo(&photo).unwrap().get(Check::E1).unwrap();
    assert_eq!(finding.verdict, Verdict::Mismatch);
    phone.append(&Event::PhotoVoid(PhotoVoid {
        photo: photo.clone(),
        copies: false,
        why: VoidWhy::Space,
        day: Day::parse("2026-12-01").unwrap(),
        note: None,
    }));
    let told = examine(&Case::new(vec![phone.log()], &phone, &NoEye, phone.wall_ms));
    let found = told.photo(&photo).unwrap();
    assert!(found.get(Check::E1).unwrap().says("original_removed"));
    // The record and its hash stand as before, in the tree.
    assert_eq!(found.get(Check::E2).unwrap().verdict, Verdict::Pass);
}

/// 6.3-10: EXIF stripped or kept by accident; the hash is over what is kept.
#[test]
fn m10_the_original_is_kept_with_all_that_is_in_it_and_the_place_is_recorded_only_if_given() {
    let shot = Shot::bytes(1);
    assert!(shot.place.is_none());
    let mut phone = Phone::new(5);
    let mut township = Township::new();
    let photo = phone.shoot("v-1", "h-1", &shot);
    phone.sync(&mut township);
    assert_eq!(
        phone.files[&(photo.to_string(), Part::Original)],
        shot.original
    );
    let body = String::from_utf8(phone.log().ops[1].body.clone().unwrap()).unwrap();
    assert!(body.contains("\"place\":null"), "{body}");
    let report = examine(&Case::new(vec![phone.log()], &phone, &NoEye, phone.wall_ms));
    let found = report.photo(&photo).unwrap();
    // No place is nothing against anybody.
    assert_eq!(found.get(Check::E6).unwrap().verdict, Verdict::CannotTell);
}
