//! A fortnight of a village, tap by tap.

use std::path::PathBuf;

use tanfang_e2e::month::{Month, play};

#[test]
fn a_fortnight_of_sixty_homes() {
    let folder = tempfile::tempdir().unwrap();
    let roster = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../data/rosters/month.xlsx");
    let told = play(
        &Month {
            village: folder.path().join("village"),
            township: folder.path().join("township"),
            roster,
            temporary: folder.path().join("tmp"),
            first: "2026-11-02".to_owned(),
            last: "2026-11-13".to_owned(),
        },
        |_| (),
    )
    .unwrap();
    println!("{told}");
    assert!(
        told.visits >= 40 && told.missed > 0 && told.again >= 10,
        "{told}"
    );
    assert!(told.most_taps <= 6, "{told}");
    assert_eq!(told.typed, 0, "{told}");
    assert!(told.prefilled_percent() >= 90, "{told}");
}
