//! Files for tests: drawn pictures as every kind of file, and bytes put together by hand.

// Lengths of small files are written as the formats have them.
#![allow(clippy::cast_possible_truncation)]

use image::{DynamicImage, Frame, ImageFormat, RgbImage};
use jpeg_encoder::{ColorType, Encoder};
use std::io::Cursor;
use tanfang_scenes::{Exif, Image, Jpeg, Place, scene};

/// A drawn home, as RGB.
pub(crate) fn drawn(width: u32, height: u32) -> Image {
    scene(7, width, height)
}

/// The same as the image crate holds it.
pub(crate) fn dynamic(width: u32, height: u32) -> DynamicImage {
    let rgb = drawn(width, height).into_rgb();
    DynamicImage::ImageRgb8(RgbImage::from_raw(width, height, rgb).unwrap())
}

/// A picture of this kind without EXIF.
pub(crate) fn of(format: ImageFormat, picture: &DynamicImage) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// What a phone writes: EXIF with place, satellites' time and orientation.
pub(crate) fn photo(width: u32, height: u32, orientation: u16) -> Vec<u8> {
    Jpeg::quality(85)
        .exif(camera(orientation))
        .bytes(&drawn(width, height))
        .unwrap()
}

pub(crate) fn camera(orientation: u16) -> Exif {
    Exif {
        place: Some(Place {
            latitude_e7: 265_812_345,
            longitude_e7: -1_067_700_001,
        }),
        satellite_time: Some(("2026:11:26".to_owned(), [0, 30, 5])),
        orientation,
        thumbnail: tanfang_scenes::exif::Thumbnail::Own,
        software: Some("TF-SOFT 1.0".to_owned()),
        ..Exif::test("2026:11:26 08:30:00")
    }
}

pub(crate) fn progressive(width: u32, height: u32) -> Vec<u8> {
    let picture = drawn(width, height);
    Jpeg::quality(85).progressive().bytes(&picture).unwrap()
}

/// A JPEG of one colour in four inks, as Adobe writes it.
pub(crate) fn inks(ink: [u8; 4], kind: ColorType) -> Vec<u8> {
    let mut bytes = Vec::new();
    let pixels = ink.repeat(64 * 48);
    Encoder::new(&mut bytes, 95)
        .encode(&pixels, 64, 48, kind)
        .unwrap();
    bytes
}

/// A GIF of two pictures: red, then blue.
pub(crate) fn moving() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = image::codecs::gif::GifEncoder::new(&mut bytes);
    for colour in [[255, 0, 0, 255], [0, 0, 255, 255]] {
        let picture = image::RgbaImage::from_pixel(40, 30, image::Rgba(colour));
        encoder.encode_frame(Frame::new(picture)).unwrap();
    }
    drop(encoder);
    bytes
}

/// A TIFF block as EXIF is, little-endian, of entries (tag, format, count, value).
pub(crate) fn directory(entries: &[(u16, u16, u32, u32)], next: u32) -> Vec<u8> {
    let mut bytes = b"II*\0\x08\0\0\0".to_vec();
    bytes.extend((entries.len() as u16).to_le_bytes());
    for (tag, format, count, value) in entries {
        bytes.extend(tag.to_le_bytes());
        bytes.extend(format.to_le_bytes());
        bytes.extend(count.to_le_bytes());
        bytes.extend(value.to_le_bytes());
    }
    bytes.extend(next.to_le_bytes());
    bytes
}

/// Puts EXIF data into a JPEG after its first mark.
pub(crate) fn with_exif(jpeg: &[u8], exif: &[u8]) -> Vec<u8> {
    let mut bytes = jpeg[..2].to_vec();
    bytes.extend([0xFF, 0xE1]);
    bytes.extend((exif.len() as u16 + 8).to_be_bytes());
    bytes.extend(b"Exif\0\0");
    bytes.extend(exif);
    bytes.extend(&jpeg[2..]);
    bytes
}

/// Writes another size into the frame header of a JPEG.
pub(crate) fn resized_head(jpeg: &[u8], width: u16, height: u16) -> Vec<u8> {
    let mut bytes = jpeg.to_vec();
    let at = frame_header(&bytes);
    bytes[at + 5..at + 7].copy_from_slice(&height.to_be_bytes());
    bytes[at + 7..at + 9].copy_from_slice(&width.to_be_bytes());
    bytes
}

/// Where the frame header (SOF) begins.
pub(crate) fn frame_header(jpeg: &[u8]) -> usize {
    let mut at = 2;
    loop {
        if matches!(jpeg[at + 1], 0xC0..=0xC2) {
            return at;
        }
        at += 2 + usize::from(u16::from_be_bytes([jpeg[at + 2], jpeg[at + 3]]));
    }
}

/// A PNG of this size with nothing but its head and an end.
pub(crate) fn png_head(width: u32, height: u32) -> Vec<u8> {
    let small = of(ImageFormat::Png, &DynamicImage::new_rgb8(4, 4));
    let mut bytes = small;
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    let sum = crc(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&sum.to_be_bytes());
    bytes
}

/// Puts a chunk behind a PNG's head.
pub(crate) fn with_chunk(png: &[u8], name: [u8; 4], data: &[u8]) -> Vec<u8> {
    let mut bytes = png[..33].to_vec();
    let mut chunk = name.to_vec();
    chunk.extend(data);
    bytes.extend((data.len() as u32).to_be_bytes());
    bytes.extend(&chunk);
    bytes.extend(crc(&chunk).to_be_bytes());
    bytes.extend(&png[33..]);
    bytes
}

/// The checksum of a PNG's chunk (ISO 3309).
pub(crate) fn crc(bytes: &[u8]) -> u32 {
    let sum = bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            (sum >> 1) ^ (0xEDB8_8320 & (sum & 1).wrapping_neg())
        })
    });
    !sum
}

/// A HEIC file as far as its head: brand, and the sizes of a tile and of the picture.
pub(crate) fn heic_head(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec();
    for (width, height) in [(512u32, 512u32), (width, height)] {
        bytes.extend(b"\0\0\0\x14ispe\0\0\0\0");
        bytes.extend(u32::to_be_bytes(width));
        bytes.extend(u32::to_be_bytes(height));
    }
    bytes
}
