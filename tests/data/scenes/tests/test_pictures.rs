//! The same seed draws the same picture everywhere; files carry what they are told to.

use tanfang_scenes::exif::Thumbnail;
use tanfang_scenes::{Exif, Image, Jpeg, Kind, Place, Variant, jpeg, plain, scene, scene_of};

/// FNV-1a: enough to see a changed byte.
fn sum(image: &Image) -> u64 {
    image.rgb().iter().fold(0xcbf2_9ce4_8422_2325, |sum, byte| {
        (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[test]
fn a_seed_draws_the_same_bytes_on_every_machine() {
    let sums: Vec<String> = Kind::ALL
        .iter()
        .map(|kind| format!("{kind:?} {:016x}", sum(&scene_of(*kind, 7, 96, 72))))
        .chain([format!("plain {:016x}", sum(&plain(7, 96, 72)))])
        .collect();
    let expected = [
        "House e3af311bddd297e0",
        "Yard e129a5938529fb01",
        "Bedroom cce0861456fa8fac",
        "Kitchen 50c7e5dffbdb7160",
        "Roof 6d811e6592cfb909",
        "Papers 53f9e18936abe2a2",
        "Table 226c3d3cd2ff080f",
        "plain d1deba7220e3cd3d",
    ];
    assert_eq!(sums, expected);
}

#[test]
fn every_variant_changes_the_picture() {
    let image = scene(11, 200, 150);
    for variant in Variant::ALL {
        let changed = variant.of(&image, 3);
        assert_ne!(changed, image, "{}", variant.name());
        assert!(
            changed.width() >= 100 && changed.height() >= 75,
            "{}",
            variant.name()
        );
        assert_eq!(changed, variant.of(&image, 3), "{}", variant.name());
    }
}

#[test]
fn a_large_scene_is_the_small_one_seen_closer() {
    let large = scene(5, 2000, 1500).resized(100, 75);
    let small = scene(5, 1600, 1200).resized(100, 75);
    let apart: u64 = large
        .rgb()
        .iter()
        .zip(small.rgb())
        .map(|(a, b)| u64::from(a.abs_diff(*b)))
        .sum();
    assert!(apart / 22_500 < 4, "{}", apart / 22_500);
}

#[test]
fn a_file_carries_time_place_and_thumbnail() {
    let image = scene(3, 320, 240);
    let mut exif = Exif::test("2026:11:26 08:30:00");
    exif.orientation = 6;
    exif.place = Some(Place {
        latitude_e7: 271_234_567,
        longitude_e7: 1_096_543_210,
    });
    exif.satellite_time = Some(("2026:11:26".to_owned(), [0, 30, 1]));
    exif.thumbnail = Thumbnail::Own;
    let file = Jpeg::quality(85).exif(exif).bytes(&image).unwrap();
    let has = |part: &[u8]| file.windows(part.len()).any(|window| window == part);
    assert!(has(b"Exif\0\0II*\0"));
    assert!(has(b"TF-TEST\0") && has(b"2026:11:26 08:30:00\0") && has(b"+08:00\0"));
    // 27° 7' 24.4441" and the marker of a JPEG within the JPEG.
    assert!(has(&[27, 0, 0, 0, 1, 0, 0, 0, 7, 0, 0, 0, 1, 0, 0, 0]));
    let starts = file
        .windows(3)
        .filter(|window| window == &[0xff, 0xd8, 0xff])
        .count();
    assert_eq!(starts, 2);
    assert_eq!(jpeg::read(&file).unwrap().width(), 320);
    let passes = Jpeg::quality(85).progressive().bytes(&image).unwrap();
    assert_eq!(jpeg::read(&passes).unwrap().height(), 240);
}
