//! What is read of a photo: head, EXIF, the picture small and upright, and the copies.

use crate::files::{self, camera, drawn, dynamic, inks, of, photo, with_exif};
use image::ImageFormat;
use jpeg_encoder::ColorType;
use std::borrow::Cow;
use std::io::{Cursor, Read, Seek, SeekFrom};
use tanfang_evidence::picture::exif::{Ask, Exif, Place, read};
use tanfang_evidence::picture::{
    Decoders, Deferred, HeicDecoder, Kind, Loose, MOST_HEIC_BYTES, Picture, Probe, ScaledDecoder,
    Small, Source, Tail, Turn, Unreadable, decode_small, derive, jpeg, probe, shrink,
};

fn probed(bytes: &[u8]) -> Probe {
    probe(&mut Cursor::new(bytes)).unwrap()
}

fn small(bytes: &[u8], edge: u32) -> Small {
    decode_small(&mut Cursor::new(bytes), &Decoders::default(), edge).unwrap()
}

fn exif(bytes: &[u8], ask: Ask) -> Exif {
    read(&mut Cursor::new(bytes), &probed(bytes), ask).unwrap()
}

/// How far two pictures differ: the mean difference of their samples.
fn difference(one: &Picture, other: &Picture) -> u64 {
    assert_eq!((one.width(), one.height()), (other.width(), other.height()));
    let pairs = one.rgb().iter().zip(other.rgb());
    let sum: u64 = pairs.map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    sum / one.rgb().len() as u64
}

fn as_drawn(width: u32, height: u32) -> Picture {
    Picture::new(width, height, drawn(width, height).into_rgb()).unwrap()
}

#[test]
fn the_head_tells_kind_and_size_whatever_the_name() {
    let picture = dynamic(64, 48);
    for (format, kind, mime) in [
        (ImageFormat::Jpeg, Kind::Jpeg, "image/jpeg"),
        (ImageFormat::Png, Kind::Png, "image/png"),
        (ImageFormat::Gif, Kind::Gif, "image/gif"),
        (ImageFormat::WebP, Kind::WebP, "image/webp"),
        (ImageFormat::Bmp, Kind::Bmp, "image/bmp"),
        (ImageFormat::Tiff, Kind::Tiff, "image/tiff"),
    ] {
        let bytes = of(format, &picture);
        let probe = probed(&bytes);
        assert_eq!((probe.kind, probe.kind.mime()), (kind, mime));
        assert_eq!((probe.width, probe.height), (64, 48), "{kind:?}");
        assert_eq!(
            (probe.bits, probe.progressive, probe.animated),
            (8, false, false),
            "{kind:?}"
        );
        assert_eq!(probe.bytes, bytes.len() as u64);
        let ends = if kind == Kind::Tiff {
            Tail::Unknown
        } else {
            Tail::Clean
        };
        assert_eq!(probe.tail, ends, "{kind:?}");
    }
    let heic = probed(&files::heic_head(4032, 3024));
    assert_eq!(
        (heic.kind, heic.width, heic.height),
        (Kind::Heic, 4032, 3024)
    );
}

#[test]
fn the_head_of_a_jpeg_tells_more() {
    let plain = probed(&photo(320, 240, 6));
    assert_eq!((plain.width, plain.height, plain.samples), (320, 240, 3));
    assert!(plain.tables.is_some());
    let progressive = probed(&files::progressive(320, 240));
    assert!(progressive.progressive);
    // Another quality is another set of tables; the same quality is the same.
    assert_eq!(progressive.tables, plain.tables);
    let again = jpeg(&as_drawn(320, 240), 60).unwrap();
    assert_ne!(probed(&again).tables, plain.tables);
    let cmyk = probed(&inks([1, 2, 3, 4], ColorType::Cmyk));
    assert_eq!(cmyk.samples, 4);
}

#[test]
fn what_hangs_on_a_picture_is_noted() {
    let picture = dynamic(64, 48);
    for format in [
        ImageFormat::Jpeg,
        ImageFormat::Png,
        ImageFormat::WebP,
        ImageFormat::Bmp,
    ] {
        let mut bytes = of(format, &picture);
        let another = b"PK\x03\x04 another file";
        bytes.extend(another);
        let more = Tail::More(another.len() as u64);
        assert_eq!(probed(&bytes).tail, more, "{format:?}");
        assert!(small(&bytes, 256).picture.width() == 64);
    }
}

#[test]
fn exif_is_kept_as_it_stands() {
    let read = exif(&photo(320, 240, 6), Ask::Place);
    assert_eq!(read.make.as_deref(), Some("TF-TEST"));
    assert_eq!(read.model.as_deref(), Some("TF-1"));
    assert_eq!(read.software.as_deref(), Some("TF-SOFT 1.0"));
    assert_eq!(read.taken.as_deref(), Some("2026:11:26 08:30:00"));
    assert_eq!(read.offset.as_deref(), Some("+08:00"));
    assert_eq!(read.gps_time.as_deref(), Some("2026:11:26 00:30:05"));
    assert_eq!(read.turn, Turn::Right);
    let place = read.place.unwrap();
    let exact = Place {
        lat_e7: 265_812_345,
        lon_e7: -1_067_700_001,
    };
    assert!(place.lat_e7.abs_diff(exact.lat_e7) < 40, "{place:?}");
    assert!(place.lon_e7.abs_diff(exact.lon_e7) < 40, "{place:?}");
    assert!(read.names_camera());
    let thumb = read.thumb.unwrap();
    assert_eq!(probed(&thumb).width, 160);
}

#[test]
fn a_place_is_read_only_when_asked_for_and_never_shown() {
    let read = exif(&photo(320, 240, 1), Ask::NoPlace);
    assert!(read.has_place);
    assert_eq!(read.place, None);
    let asked = exif(&photo(320, 240, 1), Ask::Place);
    assert!(!format!("{asked:?}").contains("2658"));
}

#[test]
fn a_photo_without_exif_says_nothing() {
    let plain = jpeg(&as_drawn(64, 48), 80).unwrap();
    assert_eq!(exif(&plain, Ask::Place), Exif::default());
    assert_eq!(
        exif(&of(ImageFormat::Png, &dynamic(64, 48)), Ask::Place),
        Exif::default()
    );
}

#[test]
fn exif_is_found_in_png_and_tiff_too() {
    let block = files::directory(&[(0x0112, 3, 1, 3)], 0);
    let png = files::with_chunk(&of(ImageFormat::Png, &dynamic(64, 48)), *b"eXIf", &block);
    assert_eq!(exif(&png, Ask::NoPlace).turn, Turn::Half);
    let turned = small(&png, 256).picture;
    let upright = Turn::Half.apply(as_drawn(64, 48));
    assert_eq!(turned, upright);
}

#[test]
fn a_picture_stands_upright_however_the_camera_was_held() {
    let stored = as_drawn(800, 600);
    for orientation in 1..=8 {
        let bytes = photo(800, 600, orientation);
        let seen = small(&bytes, 400).picture;
        let turn = Turn::from_exif(u32::from(orientation));
        let expected = turn.apply(shrink(&stored, 400).unwrap());
        assert!(difference(&seen, &expected) < 6, "{orientation}");
    }
}

#[test]
fn decoding_small_shows_the_same_picture_at_every_scale() {
    let stored = as_drawn(1000, 750);
    let bytes = photo(1000, 750, 1);
    for edge in [1000, 700, 300, 125, 100, 20] {
        let seen = small(&bytes, edge);
        assert_eq!(seen.picture.width(), edge);
        assert!(
            difference(&seen.picture, &shrink(&stored, edge).unwrap()) < 7,
            "{edge}"
        );
        assert_eq!(
            (&*seen.decoder, seen.incomplete),
            ("jpeg-decoder-0.3", false)
        );
    }
    // A small picture is never blown up.
    assert_eq!(small(&bytes, 1600).picture.width(), 1000);
}

#[test]
fn every_kind_shows_the_same_picture() {
    let stored = shrink(&as_drawn(640, 480), 256).unwrap();
    let picture = dynamic(640, 480);
    for format in [
        ImageFormat::Png,
        ImageFormat::WebP,
        ImageFormat::Bmp,
        ImageFormat::Tiff,
    ] {
        let seen = small(&of(format, &picture), 256);
        assert!(difference(&seen.picture, &stored) < 4, "{format:?}");
        assert_eq!(seen.decoder, "image-0.25");
    }
    let gif = small(&of(ImageFormat::Gif, &picture), 256);
    assert!(difference(&gif.picture, &stored) < 16);
    let progressive = small(&files::progressive(640, 480), 256);
    assert!(difference(&progressive.picture, &stored) < 7);
}

#[test]
fn sixteen_bits_grey_and_alpha_become_eight_bits_of_colour() {
    let picture = dynamic(640, 480);
    let stored = shrink(&as_drawn(640, 480), 256).unwrap();
    let deep = image::DynamicImage::ImageRgb16(picture.to_rgb16());
    for format in [ImageFormat::Png, ImageFormat::Tiff] {
        let bytes = of(format, &deep);
        assert_eq!(probed(&bytes).bits, 16);
        assert!(
            difference(&small(&bytes, 256).picture, &stored) < 4,
            "{format:?}"
        );
    }
    let grey = image::DynamicImage::ImageLuma8(picture.to_luma8());
    let seen = small(&of(ImageFormat::Png, &grey), 256).picture;
    assert!(seen.rgb().chunks(3).all(|p| p[0] == p[1] && p[1] == p[2]));
    let clear = image::RgbaImage::from_pixel(30, 20, image::Rgba([200, 0, 0, 0]));
    let seen = small(&of(ImageFormat::Png, &clear.into()), 256).picture;
    assert!(
        seen.rgb().iter().all(|sample| *sample == 255),
        "nothing on white is white"
    );
}

#[test]
fn four_inks_are_mixed_as_a_screen_shows_them() {
    // No ink is paper; cyan takes the red away; black takes all.
    for kind in [ColorType::Cmyk, ColorType::CmykAsYcck] {
        for (ink, colour) in [
            ([0, 0, 0, 0], [255, 255, 255]),
            ([255, 0, 0, 0], [0, 255, 255]),
            ([0, 0, 255, 0], [255, 255, 0]),
            ([0, 0, 0, 255], [0, 0, 0]),
            ([0, 128, 0, 128], [127, 63, 127]),
        ] {
            let seen = small(&inks(ink, kind), 256).picture;
            let near = seen.rgb()[..3]
                .iter()
                .zip(colour)
                .all(|(a, b)| a.abs_diff(b) < 8);
            assert!(
                near,
                "{kind:?} {ink:?}: {:?} is not {colour:?}",
                &seen.rgb()[..3]
            );
        }
    }
}

#[test]
fn of_a_moving_picture_the_first_is_shown() {
    let bytes = files::moving();
    assert!(probed(&bytes).animated);
    let seen = small(&bytes, 256);
    assert!(seen.first_of_many);
    assert_eq!(seen.picture.rgb()[..3], [255, 0, 0]);
    let apng = files::with_chunk(
        &of(ImageFormat::Png, &dynamic(64, 48)),
        *b"acTL",
        &[0, 0, 0, 2, 0, 0, 0, 0],
    );
    assert!(probed(&apng).animated);
}

#[test]
fn copies_are_small_and_tell_nothing_of_the_camera() {
    let bytes = photo(2400, 1800, 6);
    let made = derive(
        &mut Cursor::new(&bytes),
        &Decoders::default(),
        Picture::width,
    )
    .unwrap();
    assert_eq!((made.width, made.height), (1200, 1600));
    assert_eq!(made.more, 1200, "the caller sees the same picture");
    let thumb = probed(&made.thumb);
    assert_eq!((thumb.width, thumb.height), (192, 256));
    for copy in [&made.view, &made.thumb] {
        assert_eq!(exif(copy, Ask::Place), Exif::default());
        assert!(!copy.windows(4).any(|w| w == b"Exif" || w == b"TF-T"));
    }
    assert!(made.view.len() < bytes.len());
    // The same original gives the same copies, to the byte: they can be made again and compared.
    let again = derive(&mut Cursor::new(&bytes), &Decoders::default(), |_| ()).unwrap();
    assert_eq!((again.view, again.thumb), (made.view, made.thumb));
}

#[test]
fn heic_is_left_to_the_platform() {
    struct Platform;
    impl HeicDecoder for Platform {
        fn id(&self) -> Cow<'static, str> {
            "platform-1".into()
        }
        fn decode(&self, _: &mut dyn Source, edge: u32) -> Result<Option<Picture>, String> {
            Ok(Picture::new(
                edge * 2,
                edge,
                vec![9; (edge * edge * 6) as usize],
            ))
        }
    }
    let bytes = files::heic_head(4032, 3024);
    let without = decode_small(&mut Cursor::new(&bytes), &Decoders::default(), 100);
    let why = without.unwrap_err();
    assert!(matches!(why, Unreadable::Deferred(Deferred::NoDecoder)));
    assert_eq!(why.code(), "deferred_no_decoder");
    let decoders = Decoders {
        heic: &Platform,
        ..Decoders::default()
    };
    let seen = decode_small(&mut Cursor::new(&bytes), &decoders, 100).unwrap();
    assert_eq!((seen.picture.width(), seen.picture.height()), (100, 50));
    assert_eq!(seen.decoder, "platform-1");
    // What the platform might take too much memory for is not given to it.
    let wide = files::heic_head(8000, 6000);
    let mut long = bytes;
    long.resize(usize::try_from(MOST_HEIC_BYTES).unwrap() + 1, 0);
    for large in [wide, long] {
        let why = decode_small(&mut Cursor::new(&large), &decoders, 100).unwrap_err();
        assert_eq!(why.code(), "deferred_memory");
    }
}

#[test]
fn another_decoder_may_stand_in_its_place() {
    struct Grey;
    impl ScaledDecoder for Grey {
        fn id(&self) -> &'static str {
            "grey-1"
        }
        fn decode(&self, _: &mut dyn Source, probe: &Probe, _: u32) -> Result<Loose, Unreadable> {
            let bytes = (probe.width * probe.height * 3) as usize;
            let picture = Picture::new(probe.width, probe.height, vec![128; bytes]).unwrap();
            Ok(Loose {
                picture,
                incomplete: false,
            })
        }
    }
    let decoders = Decoders {
        jpeg: &Grey,
        ..Decoders::default()
    };
    let seen = decode_small(&mut Cursor::new(photo(320, 240, 6)), &decoders, 160).unwrap();
    assert_eq!(seen.decoder, "grey-1");
    assert_eq!((seen.picture.width(), seen.picture.height()), (120, 160));
}

/// A source that fails like a disk is no damaged picture.
#[test]
fn a_source_that_cannot_be_read_is_told_from_a_damaged_picture() {
    struct Breaks(Cursor<Vec<u8>>, u64);
    impl Read for Breaks {
        fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
            if self.0.position() >= self.1 {
                return Err(std::io::ErrorKind::TimedOut.into());
            }
            let most = out.len().min(512);
            self.0.read(&mut out[..most])
        }
    }
    impl Seek for Breaks {
        fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
            self.0.seek(to)
        }
    }
    let bytes = photo(640, 480, 1);
    let broken_at = bytes.len() as u64 / 2;
    let mut source = Breaks(Cursor::new(bytes), broken_at);
    let seen = decode_small(&mut source, &Decoders::default(), 256).unwrap_err();
    assert_eq!(seen.code(), "read", "{seen}");
}

#[test]
fn the_camera_of_the_tests_writes_what_it_says() {
    let bytes = with_exif(
        &of(ImageFormat::Jpeg, &dynamic(64, 48)),
        &files::directory(&[], 0),
    );
    assert!(!exif(&bytes, Ask::Place).names_camera());
    assert_eq!(camera(6).orientation, 6);
}
