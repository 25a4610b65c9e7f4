//! Files that lie, break off or attack: a typed answer or a poorer picture, never a panic, never
//! more memory than one photo may take.
//!
//! `TANFANG_FUZZ_SECONDS` sets how long files are damaged at random (10 s unless set),
//! `TANFANG_FUZZ_SEED` where to begin; both are printed.

// Random numbers are cut to bytes and places; each cut is meant.
#![allow(clippy::cast_possible_truncation)]

use crate::files::{self, directory, dynamic, of, photo, resized_head, with_exif};
use image::ImageFormat;
use std::io::Cursor;
use std::time::{Duration, Instant};
use tanfang_evidence::picture::exif::{Ask, Exif, read};
use tanfang_evidence::picture::{
    Decoders, Deferred, Guard, Small, Tail, Unreadable, decode_small, derive, probe,
};

/// What one hostile file may take on a busy machine, waiting for its turn included; an ordinary one
/// takes some milliseconds.
const MOST: Duration = Duration::from_mins(2);

fn seen(bytes: &[u8]) -> Result<Small, Unreadable> {
    let began = Instant::now();
    let seen = decode_small(&mut Cursor::new(bytes), &Decoders::default(), 256);
    assert!(began.elapsed() < MOST, "{:?}", began.elapsed());
    if let Ok(small) = &seen {
        assert!(small.picture.width() <= 256 && small.picture.height() <= 256);
    }
    seen
}

fn code(bytes: &[u8]) -> &'static str {
    seen(bytes).unwrap_err().code()
}

#[test]
fn an_empty_file_and_no_picture_are_said_to_be_so() {
    assert_eq!(code(b""), "empty");
    for bytes in [
        &b"\xFF"[..],
        b"BM",
        b"%PDF-1.7",
        b"MZ\x90\0",
        &[0; 5000],
        "照片".as_bytes(),
    ] {
        assert_eq!(code(bytes), "not_a_picture");
    }
    for bytes in [
        &b"\xFF\xD8\xFF"[..],
        b"GIF89a",
        b"\x89PNG\r\n\x1a\n",
        b"II*\0",
        b"RIFF\0\0\0\0WEBP",
    ] {
        assert_eq!(code(bytes), "broken_head");
    }
    let bmp = [&b"BM"[..], &[0; 20]].concat();
    assert_eq!(code(&bmp), "broken_head");
}

#[test]
fn a_wrong_ending_of_the_name_matters_to_nobody() {
    // There is no name in any call: the bytes alone tell. A text that calls itself a picture is none.
    assert_eq!(code(b"photo.jpg"), "not_a_picture");
    assert!(seen(&of(ImageFormat::Png, &dynamic(64, 48))).is_ok());
}

#[test]
fn a_photo_that_breaks_off_is_shown_as_far_as_it_goes() {
    for bytes in [photo(640, 480, 6), files::progressive(640, 480)] {
        let whole = seen(&bytes).unwrap();
        assert!(!whole.incomplete);
        for share in [9, 7, 5, 3] {
            let cut = &bytes[..bytes.len() * share / 10];
            let small = seen(cut).unwrap();
            assert!(small.incomplete, "{share}");
            let size = |s: &Small| (s.picture.width(), s.picture.height());
            assert_eq!(size(&small), size(&whole));
        }
    }
}

#[test]
fn no_length_of_a_file_makes_trouble() {
    let picture = dynamic(24, 16);
    let mut files: Vec<Vec<u8>> = [
        ImageFormat::Jpeg,
        ImageFormat::Png,
        ImageFormat::Gif,
        ImageFormat::WebP,
        ImageFormat::Bmp,
        ImageFormat::Tiff,
    ]
    .map(|format| of(format, &picture))
    .to_vec();
    files.push(files::moving());
    files.push(files::heic_head(64, 64));
    files.push(with_exif(&files[0], &directory(&[(0x0112, 3, 1, 6)], 0)));
    for bytes in files {
        for end in 0..bytes.len().min(1500) {
            let cut = &bytes[..end];
            let _ = seen(cut);
            if let Ok(probe) = probe(&mut Cursor::new(cut)) {
                let _ = read(&mut Cursor::new(cut), &probe, Ask::Place).unwrap();
            }
        }
    }
}

#[test]
fn a_bomb_of_dimensions_is_refused_from_its_head() {
    let jpeg = of(ImageFormat::Jpeg, &dynamic(64, 48));
    for bytes in [
        resized_head(&jpeg, 65_535, 65_535),
        files::png_head(4_000_000_000, 4_000_000_000),
        files::png_head(20_000, 10_001),
        files::heic_head(100_000, 100_000),
        directory(&[(256, 4, 1, u32::MAX), (257, 4, 1, u32::MAX)], 0),
    ] {
        let why = seen(&bytes).unwrap_err();
        assert!(
            matches!(why, Unreadable::Guard(Guard::TooLarge { .. })),
            "{why}"
        );
    }
    assert_eq!(code(&resized_head(&jpeg, 0, 100)), "broken_head");
    assert_eq!(code(&resized_head(&jpeg, 100, 0)), "broken_head");
}

#[test]
fn a_large_picture_without_data_costs_its_scaled_size_only() {
    let jpeg = of(ImageFormat::Jpeg, &dynamic(64, 48));
    // 196 million pixels said, a handful there.
    let small = seen(&resized_head(&jpeg, 14_000, 14_000)).unwrap();
    assert!(small.incomplete || small.picture.width() == 256);
    // As PNG it would have to be decoded row by row to its end, and ends at once.
    let _ = seen(&files::png_head(14_000, 14_000)).unwrap_err();
    // Kinds that can only be decoded whole are left to a larger machine.
    let mut bmp = of(ImageFormat::Bmp, &dynamic(64, 48));
    bmp[18..22].copy_from_slice(&9_000u32.to_le_bytes());
    bmp[22..26].copy_from_slice(&9_000u32.to_le_bytes());
    let why = seen(&bmp).unwrap_err();
    assert!(
        matches!(why, Unreadable::Deferred(Deferred::Memory)),
        "{why}"
    );
}

#[test]
fn a_large_progressive_photo_is_left_to_the_township() {
    let bytes = files::progressive(64, 48);
    let why = seen(&resized_head(&bytes, 8_000, 6_000)).unwrap_err();
    assert!(
        matches!(why, Unreadable::Deferred(Deferred::Progressive)),
        "{why}"
    );
    assert_eq!(why.code(), "deferred_progressive");
    // 24 million pixels are not.
    assert!(seen(&resized_head(&bytes, 6_000, 4_000)).is_ok());
}

#[test]
fn scans_without_end_are_no_work_without_end() {
    let bytes = files::progressive(320, 240);
    let scan = bytes.windows(2).position(|w| w == [0xFF, 0xDA]).unwrap();
    let rest = bytes[scan..bytes.len() - 2].to_vec();
    let mut bomb = bytes[..scan].to_vec();
    for _ in 0..200 {
        bomb.extend(&rest);
    }
    bomb.extend([0xFF, 0xD9]);
    assert_eq!(code(&bomb), "damaged");
}

#[test]
fn segments_that_are_larger_than_the_picture_are_passed_over() {
    let jpeg = of(ImageFormat::Jpeg, &dynamic(64, 48));
    let mut bytes = jpeg[..2].to_vec();
    for _ in 0..300 {
        bytes.extend([0xFF, 0xE2, 0xFF, 0xFF]);
        bytes.extend(b"ICC_PROFILE\0\x01\x01");
        bytes.resize(bytes.len() + 65_533 - 14, 0x20);
    }
    bytes.extend(&jpeg[2..]);
    assert!(!seen(&bytes).unwrap().incomplete);
}

#[test]
fn a_file_of_two_kinds_is_what_its_first_bytes_say_and_noted() {
    let mut bytes = photo(320, 240, 1);
    bytes.extend(b"PK\x03\x04");
    bytes.resize(bytes.len() + 100_000, 7);
    let probed = probe(&mut Cursor::new(&bytes)).unwrap();
    // The end mark is farther from the end than is looked.
    assert_eq!(probed.tail, Tail::Unknown);
    assert!(!seen(&bytes).unwrap().incomplete);
    let jpeg_then_png = [photo(64, 48, 1), of(ImageFormat::Png, &dynamic(9, 9))].concat();
    assert_eq!(seen(&jpeg_then_png).unwrap().picture.width(), 64);
}

#[test]
fn exif_that_loops_or_lies_says_what_it_can() {
    let jpeg = of(ImageFormat::Jpeg, &dynamic(64, 48));
    let exif = |block: &[u8]| {
        let bytes = with_exif(&jpeg, block);
        let probed = probe(&mut Cursor::new(&bytes)).unwrap();
        let read = read(&mut Cursor::new(&bytes), &probed, Ask::Place).unwrap();
        assert!(seen(&bytes).is_ok());
        read
    };
    // The next directory is the first again; the EXIF and GPS directories are the first, too.
    let looped = exif(&directory(
        &[(0x0112, 3, 1, 6), (0x8769, 4, 1, 8), (0x8825, 4, 1, 8)],
        8,
    ));
    assert_eq!(looped.turn.exif(), 6);
    // Values that stand outside of the data.
    let outside = exif(&directory(
        &[(0x010F, 2, 4_000_000_000, 4_000_000_000), (0x0112, 3, 1, 6)],
        0,
    ));
    assert_eq!(outside.make, None);
    // A place of 0/0 degrees, an orientation that is none, a thumbnail that is not there.
    let nonsense = exif(&directory(
        &[(0x0112, 3, 1, 99), (0x8825, 4, 1, u32::MAX)],
        u32::MAX,
    ));
    assert_eq!((nonsense.turn.exif(), nonsense.place), (1, None));
    assert_eq!(exif(b"").make, None);
    assert!(exif(b"no EXIF at all").partial);
    assert_ne!(
        exif(&vec![0xFF; 60_000]),
        Exif {
            make: Some(String::new()),
            ..Exif::default()
        }
    );
}

#[test]
fn a_spoilt_picture_is_shown_as_far_as_it_can_be() {
    let whole = photo(640, 480, 1);
    let scan = whole.windows(2).rposition(|w| w == [0xFF, 0xDA]).unwrap();
    let mut shown = 0;
    for n in 1..=20 {
        let mut bytes = whole.clone();
        let at = scan + (bytes.len() - scan) * n / 22;
        bytes[at..at + 6].copy_from_slice(&[0x55, 0, n as u8, 0xA7, 0x3E, 0x11]);
        match seen(&bytes) {
            Ok(_) => shown += 1,
            Err(why) => assert_eq!(why.code(), "damaged", "{why}"),
        }
    }
    assert!(shown >= 10, "{shown} of 20");
    // 12 bits a sample: no decoder here, and it says so.
    let mut deep = photo(64, 48, 1);
    let at = files::frame_header(&deep);
    deep[at + 4] = 12;
    assert_eq!(code(&deep), "damaged");
}

/// A file of 200 MB that is a photo with something hanging on it.
#[test]
fn two_hundred_megabytes_are_read_where_they_matter() {
    let mut bytes = photo(640, 480, 6);
    bytes.resize(200_000_000, 0);
    let made = derive(&mut Cursor::new(&bytes), &Decoders::default(), |_| ()).unwrap();
    assert_eq!(
        (made.width, made.height, made.incomplete),
        (480, 640, false)
    );
}

fn from_env(name: &str, usual: u64) -> u64 {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(usual)
}

/// Damages valid files in every way and asks everything of them.
#[test]
fn damaged_at_random() {
    let seconds = from_env("TANFANG_FUZZ_SECONDS", 10);
    let seed = from_env("TANFANG_FUZZ_SEED", 20_261_126);
    let mut state = seed;
    let mut random = move |below: usize| {
        // SplitMix64, so that a seed is a run.
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) as usize % below.max(1)
    };
    let picture = dynamic(96, 64);
    let deep = image::DynamicImage::ImageRgb16(picture.to_rgb16());
    let mut files: Vec<Vec<u8>> = [
        ImageFormat::Jpeg,
        ImageFormat::Png,
        ImageFormat::Gif,
        ImageFormat::WebP,
        ImageFormat::Bmp,
        ImageFormat::Tiff,
    ]
    .map(|format| of(format, &picture))
    .to_vec();
    files.extend([
        photo(96, 64, 6),
        photo(96, 64, 3),
        files::progressive(96, 64),
        files::inks([9, 99, 199, 29], jpeg_encoder::ColorType::CmykAsYcck),
        files::moving(),
        files::heic_head(640, 480),
        of(ImageFormat::Png, &deep),
        of(ImageFormat::Tiff, &deep),
        directory(&[(256, 4, 1, 9), (257, 4, 1, 9), (0x8769, 4, 1, 8)], 8),
    ]);
    let end = Instant::now() + Duration::from_secs(seconds);
    let (mut tried, mut shown) = (0u64, 0u64);
    while Instant::now() < end {
        let mut bytes = files[random(files.len())].clone();
        for _ in 0..=random(6) {
            damage(&mut bytes, &files, &mut random);
        }
        let outcome = std::panic::catch_unwind(|| {
            let small = seen(&bytes).is_ok();
            if let Ok(probed) = probe(&mut Cursor::new(&bytes)) {
                let exif = read(&mut Cursor::new(&bytes), &probed, Ask::Place).unwrap();
                assert!(exif.make.is_none_or(|make| make.chars().count() <= 64));
            }
            small
        });
        tried += 1;
        let Ok(small) = outcome else {
            panic!("seed {seed}, file {tried}: {}", hex::encode(&bytes));
        };
        shown += u64::from(small);
    }
    println!("seed {seed}, {seconds} s: {tried} damaged files, {shown} shown all the same");
    assert!(tried > 50 && shown > 0, "{tried} {shown}");
}

fn damage(bytes: &mut Vec<u8>, files: &[Vec<u8>], random: &mut impl FnMut(usize) -> usize) {
    let length = bytes.len();
    if length == 0 {
        return;
    }
    // Heads are short and matter most.
    let at = if random(2) == 0 {
        random(length)
    } else {
        random(length.min(400))
    };
    match random(9) {
        0 => bytes[at] ^= 1 << random(8),
        1 => bytes[at] = random(256) as u8,
        2 => bytes[at] = [0, 0xFF, 0x7F, 0x80][random(4)],
        3 => bytes.truncate(at),
        4 => drop(bytes.drain(at..(at + random(40)).min(length))),
        5 => {
            let piece = bytes[at..(at + random(200)).min(length)].to_vec();
            let to = random(length);
            bytes.splice(to..to, piece);
        }
        6 => {
            let other = &files[random(files.len())];
            let from = random(other.len());
            let piece = other[from..(from + random(300)).min(other.len())].to_vec();
            bytes.splice(at..at, piece);
        }
        7 => {
            let end = (at + 4).min(length);
            let value = [0, 1, u32::MAX, 0x7FFF_FFFF, 0x0001_0000][random(5)];
            let number: [u8; 4] = u32::to_be_bytes(value);
            bytes[at..end].copy_from_slice(&number[..end - at]);
        }
        _ => bytes
            .splice(
                at..at,
                [
                    0xFF,
                    [0xC0, 0xC2, 0xC4, 0xD8, 0xD9, 0xDA, 0xDB, 0xE1, 0xDD][random(9)],
                ],
            )
            .for_each(drop),
    }
}
