//! The watermark: where its texts go at any size, what it names, the code that leads back.

use proptest::prelude::*;
use std::path::PathBuf;
use tanfang_evidence::mark::{AMBER, Index, Query};
use tanfang_evidence::stamp::{Area, Font, Layout, NoStamp, Role, Row, Words, code, draw, layout};
use tanfang_scenes::scene;

/// The fonts with Chinese characters that `cargo xtask test` looks for, and the simplified one in each.
const FONTS: [(&str, u32); 2] = [("wqy-microhei.ttc", 0), ("NotoSansCJK-Regular.ttc", 2)];

fn font() -> Font {
    let mut folders = vec![PathBuf::from("/usr/share/fonts")];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else {
            continue;
        };
        for path in entries.map(|entry| entry.unwrap().path()) {
            let name = path.file_name().and_then(|name| name.to_str());
            let known = FONTS.iter().find(|(known, _)| Some(*known) == name);
            if let Some((_, index)) = known {
                return Font::from_bytes(std::fs::read(&path).unwrap(), *index).unwrap();
            }
            if path.is_dir() {
                folders.push(path);
            }
        }
    }
    panic!("no font: install fonts-wqy-microhei, as `cargo xtask test` does");
}

fn row(name: &str, text: &str, may_go: bool) -> Row {
    Row {
        name: name.to_owned(),
        text: text.to_owned(),
        may_go,
    }
}

fn words() -> Words {
    Words {
        time: "14:05".to_owned(),
        day: "2026-11-26".to_owned(),
        under_day: "周四".to_owned(),
        rows: vec![
            row("地点", "虚构县虚构镇虚构村三组", true),
            row("走访", "张*三家(单人户)", true),
            row("事项", "每周探视:屋顶漏雨,看过厨房", true),
            row("记录码", &code::of("photo-1"), false),
        ],
        label: "水印由记录生成,不是证据".to_owned(),
    }
}

fn inside(outer: Area, inner: Area) -> bool {
    inner.x >= outer.x
        && inner.y >= outer.y
        && inner.x + inner.width <= outer.x + outer.width
        && inner.y + inner.height <= outer.y + outer.height
}

fn apart(one: Area, other: Area) -> bool {
    one.x + one.width <= other.x
        || other.x + other.width <= one.x
        || one.y + one.height <= other.y
        || other.y + other.height <= one.y
}

/// What holds for every layout.
fn check(width: u32, height: u32, layout: &Layout) {
    let picture = Area {
        x: 0,
        y: 0,
        width,
        height,
    };
    assert!(
        inside(picture, layout.card),
        "{width} × {height}: {:?}",
        layout.card
    );
    let covered = u64::from(layout.card.width) * u64::from(layout.card.height) * 4;
    assert!(
        covered <= u64::from(width) * u64::from(height),
        "{width} × {height}"
    );
    for (at, piece) in layout.pieces.iter().enumerate() {
        assert!(
            inside(layout.card, piece.area),
            "{width} × {height}: {piece:?}"
        );
        assert!(
            piece.area.height >= 9,
            "{width} × {height}: {piece:?} is legible"
        );
        assert!(apart(layout.bar, piece.area), "{piece:?}");
        for other in layout.pieces.iter().skip(at + 1) {
            assert!(
                apart(piece.area, other.area),
                "{width} × {height}: {piece:?} {other:?}"
            );
        }
    }
}

fn said(layout: &Layout, role: Role) -> String {
    let pieces = layout.pieces.iter().filter(|piece| piece.role == role);
    pieces.map(|piece| piece.text.as_str()).collect()
}

#[test]
fn the_card_lies_in_the_lower_left_and_says_all_of_it() {
    let font = font();
    for (width, height) in [
        (1600, 1200),
        (1200, 1600),
        (1600, 900),
        (900, 1600),
        (800, 600),
        (4000, 3000),
    ] {
        let layout = layout(width, height, &words(), &font).unwrap();
        check(width, height, &layout);
        assert_eq!(layout.left_out, 0, "{width} × {height}");
        assert_eq!(said(&layout, Role::Time), "14:05");
        assert_eq!(said(&layout, Role::Label), "水印由记录生成,不是证据");
        assert!(said(&layout, Role::Text).contains("每周探视:屋顶漏雨,看过厨房"));
        let card = layout.card;
        assert!(card.x * 10 < width && card.y * 2 > height, "{card:?}");
        let time = layout
            .pieces
            .iter()
            .find(|piece| piece.role == Role::Time)
            .unwrap();
        let text = layout
            .pieces
            .iter()
            .find(|piece| piece.role == Role::Text)
            .unwrap();
        assert!(
            time.area.height >= 2 * text.area.height - 1,
            "the time is large"
        );
    }
}

#[test]
fn long_text_is_wrapped_and_nothing_of_it_is_lost() {
    let font = font();
    let mut words = words();
    let long =
        "走到村口,雨后路滑;屋后山坡有裂缝,约三指宽,已请村里来看,老人暂住堂屋,被褥干燥".repeat(2);
    words.rows[2].text = long.clone();
    let layout = layout(1600, 1200, &words, &font).unwrap();
    check(1600, 1200, &layout);
    assert_eq!(layout.left_out, 0);
    assert!(said(&layout, Role::Text).contains(&long));
    for piece in layout
        .pieces
        .iter()
        .filter(|piece| piece.role == Role::Text)
    {
        assert!(!piece.text.starts_with([',', ';', '。']), "{}", piece.text);
    }
}

#[test]
fn a_small_picture_loses_rows_but_never_time_code_and_label() {
    let font = font();
    let mut words = words();
    words.rows[2].text = "很长的说明".repeat(40);
    let (width, height) = (320, 240);
    let layout = layout(width, height, &words, &font).unwrap();
    check(width, height, &layout);
    assert!(layout.left_out > 0);
    assert!(said(&layout, Role::Text).contains(&code::of("photo-1")));
    assert_eq!(said(&layout, Role::Time), "14:05");
    assert_eq!(said(&layout, Role::Label), words.label);
    assert!(
        words.lines().join("").contains(&words.rows[2].text),
        "the log keeps all of it"
    );
}

#[test]
fn a_tiny_picture_is_left_as_it_is() {
    let font = font();
    let mut rgb = vec![77; 60 * 40 * 3];
    let before = rgb.clone();
    let why = draw(60, 40, &mut rgb, &words(), &font).unwrap_err();
    assert_eq!(
        why,
        NoStamp::TooSmall {
            width: 60,
            height: 40
        }
    );
    assert_eq!(rgb, before);
    let why = draw(60, 41, &mut rgb, &words(), &font).unwrap_err();
    assert!(matches!(why, NoStamp::BadPicture { .. }));
    assert!(layout(0, 0, &words(), &font).is_err());
}

#[test]
fn only_the_card_is_drawn_on() {
    let font = font();
    let (width, height) = (800_u32, 600_u32);
    let mut rgb = vec![120; 800 * 600 * 3];
    let layout = draw(width, height, &mut rgb, &words(), &font).unwrap();
    let card = layout.card;
    let mut bright = 0;
    for (at, pixel) in rgb.chunks_exact(3).enumerate() {
        let at = u32::try_from(at).unwrap();
        let point = Area {
            x: at % width,
            y: at / width,
            width: 1,
            height: 1,
        };
        if inside(card, point) {
            assert_ne!(pixel, [120, 120, 120]);
            bright += usize::from(pixel.iter().all(|part| *part > 230));
        } else {
            assert_eq!(pixel, [120, 120, 120], "{point:?}");
        }
    }
    assert!(bright > 800, "white text was drawn: {bright}");
}

#[test]
fn our_own_watermark_does_not_hide_a_picture() {
    let font = font();
    for seed in 0..12 {
        let (width, height) = if seed % 3 == 0 {
            (600, 800)
        } else {
            (800, 600)
        };
        let image = scene(seed, width, height);
        let mark = |rgb: &[u8]| Query::of_rgb(width, height, rgb).unwrap();
        let index: Index<u64> = [(seed, *mark(image.rgb()).mark())].into_iter().collect();
        let mut rgb = image.into_rgb();
        draw(width, height, &mut rgb, &words(), &font).unwrap();
        let near = index.near(&mark(&rgb), AMBER).unwrap();
        assert_eq!(near.len(), 1, "{seed}");
    }
}

#[test]
fn a_row_that_says_nothing_is_not_drawn() {
    let mut words = words();
    words.rows[0].text = " ".to_owned();
    let layout = layout(1600, 1200, &words, &font()).unwrap();
    check(1600, 1200, &layout);
    assert!(!said(&layout, Role::Name).contains("地点"));
}

#[test]
fn characters_that_a_font_lacks_are_named() {
    let Ok(bytes) = std::fs::read("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf") else {
        // Another machine's fonts: a private character is in none of them.
        let mut words = words();
        words.time = "\u{f8f1}14:05".to_owned();
        assert!(
            layout(1600, 1200, &words, &font())
                .unwrap()
                .missing
                .contains(&'\u{f8f1}')
        );
        return;
    };
    let font = Font::from_bytes(bytes, 0).unwrap();
    let layout = layout(1600, 1200, &words(), &font).unwrap();
    assert!(layout.missing.contains(&'村') && layout.missing.contains(&'水'));
    assert!(!layout.missing.contains(&'1'));
    assert_eq!(
        layout.missing.iter().filter(|sign| **sign == '村').count(),
        1
    );
}

#[test]
fn bytes_that_are_no_font_are_refused() {
    assert!(Font::from_bytes(b"no font".to_vec(), 0).is_err());
    assert!(Font::from_bytes(Vec::new(), 3).is_err());
}

#[test]
fn a_code_is_read_back_as_people_type_it() {
    let code = code::of("photo-1");
    assert_eq!(code.len(), 11);
    assert_eq!(
        code::read(&code.to_lowercase().replace('-', " ")),
        Ok(code.clone())
    );
    assert_eq!(code::read(&code.replace('-', "")), Ok(code));
    assert_eq!(code::read("123"), Err(code::BadCode::Length(3)));
    assert_eq!(code::read("0000-0000-0"), Err(code::BadCode::Sign('0')));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_wrong_sign_and_two_that_changed_places_are_found(
        photo in "[0-9a-f]{32}", at in 0_usize..9, by in 1_usize..31
    ) {
        let code = code::of(&photo);
        let signs: Vec<char> = code.chars().filter(|sign| *sign != '-').collect();
        let known = "123456789ABCDEFGHJKMNPQRSTVWXYZ";
        let mut wrong = signs.clone();
        let was = known.find(wrong[at]).unwrap();
        wrong[at] = known.chars().nth((was + by) % 31).unwrap();
        prop_assert_eq!(code::read(&wrong.iter().collect::<String>()), Err(code::BadCode::Check));
        let mut swapped = signs.clone();
        let other = (at + by) % 8;
        swapped.swap(at.min(7), other);
        if swapped != signs {
            prop_assert_eq!(code::read(&swapped.iter().collect::<String>()), Err(code::BadCode::Check));
        }
    }

    #[test]
    fn a_layout_holds_its_rules_at_any_size(
        width in 1_u32..3000, height in 1_u32..3000, long in 0_usize..120, latin in any::<bool>()
    ) {
        let mut words = words();
        words.rows[0].text = if latin { "a long way up the hill ".repeat(long / 8) } else { "坡上".repeat(long) };
        match layout(width, height, &words, &font()) {
            Ok(layout) => check(width, height, &layout),
            Err(why) => {
                prop_assert_eq!(why, NoStamp::TooSmall { width, height });
                prop_assert!(width < 360 || height < 360, "{} × {}", width, height);
            }
        }
    }
}
