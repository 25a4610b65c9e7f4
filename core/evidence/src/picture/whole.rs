//! Pictures that have to be decoded whole, and so may not be large: all that is no JPEG, and a JPEG
//! that the scaled decoder refuses.

use super::decode::{Loose, Unreadable};
use super::lean::Lean;
use super::source::read_at;
use super::{Deferred, Kind, Picture, Probe, Source};
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};
use std::io::{Cursor, ErrorKind, Read, SeekFrom};

/// What a picture that has to be decoded whole may take, in bytes.
const MOST_WHOLE: u64 = 36 << 20;

/// The same for kinds whose decoder holds the picture twice.
const MOST_TWICE: u64 = 24 << 20;

/// What a decoder may allocate besides.
const MOST_BESIDES: u64 = 48 << 20;

/// Most bytes of the file itself, which is held in memory here and nowhere else: the decoders are
/// compiled once, in their crate, for bytes in memory.
const MOST_FILE: u64 = 12 << 20;

/// Decodes PNG, GIF (the first picture), WebP, BMP and TIFF to about `edge` pixels, or larger.
pub(super) fn decode(
    source: &mut dyn Source,
    probe: &Probe,
    edge: u32,
) -> Result<Loose, Unreadable> {
    let (format, most) = match probe.kind {
        Kind::Png => (ImageFormat::Png, MOST_WHOLE),
        Kind::Gif => (ImageFormat::Gif, MOST_TWICE),
        Kind::WebP => (ImageFormat::WebP, MOST_WHOLE),
        Kind::Bmp => (ImageFormat::Bmp, MOST_WHOLE),
        Kind::Tiff => (ImageFormat::Tiff, MOST_TWICE),
        Kind::Jpeg | Kind::Heic => return Err(damaged("no kind for this decoder")),
    };
    if probe.bytes > MOST_FILE {
        return Err(Unreadable::Deferred(Deferred::Memory));
    }
    let file = read_at(source, 0, usize::try_from(probe.bytes).unwrap_or_default());
    decode_bytes(&file.map_err(Unreadable::Read)?, format, most, edge)
}

/// Decodes a JPEG at full size, leniently; what is missing is grey.
///
/// `None` if it is too large for that.
pub(super) fn forgiving(
    source: &mut dyn Source,
    probe: &Probe,
    edge: u32,
) -> Option<Result<Loose, Unreadable>> {
    let pixels = u64::from(probe.width) * u64::from(probe.height);
    if probe.bytes > MOST_FILE || pixels * 3 > MOST_WHOLE {
        return None;
    }
    let mut file = Vec::new();
    let read = source.seek(SeekFrom::Start(0)).and_then(|_| {
        let mut lean = Lean::new(&mut *source).take(MOST_FILE);
        lean.read_to_end(&mut file)
    });
    match read {
        Ok(_) => {}
        // More scans than a picture has: no decoder is to see them.
        Err(why) if why.kind() == ErrorKind::InvalidData => return None,
        Err(why) => return Some(Err(Unreadable::Read(why))),
    }
    let decoded = decode_bytes(&file, ImageFormat::Jpeg, MOST_WHOLE, edge);
    Some(decoded.map(|loose| Loose {
        incomplete: true,
        ..loose
    }))
}

fn decode_bytes(
    file: &[u8],
    format: ImageFormat,
    most: u64,
    edge: u32,
) -> Result<Loose, Unreadable> {
    let mut reader = ImageReader::with_format(Cursor::new(file), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_BESIDES);
    reader.limits(limits);
    let decoder = reader.into_decoder().map_err(|why| refused(&why))?;
    if decoder.total_bytes() > most {
        return Err(Unreadable::Deferred(Deferred::Memory));
    }
    let whole = DynamicImage::from_decoder(decoder).map_err(|why| refused(&why))?;
    Ok(Loose {
        picture: smaller(&whole, edge).ok_or_else(|| damaged("it has no pixels"))?,
        incomplete: false,
    })
}

fn damaged(reason: &'static str) -> Unreadable {
    Unreadable::Damaged {
        reason: reason.into(),
    }
}

fn refused(why: &ImageError) -> Unreadable {
    match why {
        ImageError::Limits(_) => Unreadable::Deferred(Deferred::Memory),
        ImageError::IoError(why) if why.kind() != ErrorKind::UnexpectedEof => {
            Unreadable::Read(std::io::Error::new(why.kind(), why.to_string()))
        }
        why => Unreadable::Damaged {
            reason: why.to_string().into(),
        },
    }
}

/// Makes RGB of any layout, `Rows` at a time.
fn smaller(whole: &DynamicImage, edge: u32) -> Option<Picture> {
    let mut rows = Rows::new(whole.width(), whole.height(), edge);
    let width = usize::try_from(whole.width()).ok()?.max(1);
    match whole {
        DynamicImage::ImageLuma8(image) => {
            let bytes: &[u8] = image.as_raw();
            bytes
                .chunks_exact(width)
                .for_each(|row| rows.push(row.iter().map(|grey| [*grey; 3])));
        }
        DynamicImage::ImageRgb8(image) => {
            let (pixels, _) = image.as_raw().as_chunks::<3>();
            pixels
                .chunks_exact(width)
                .for_each(|row| rows.push(row.iter().copied()));
        }
        DynamicImage::ImageRgba8(image) => {
            let (pixels, _) = image.as_raw().as_chunks::<4>();
            pixels
                .chunks_exact(width)
                .for_each(|row| rows.push(row.iter().map(|pixel| on_white(*pixel))));
        }
        DynamicImage::ImageLumaA8(image) => {
            let (pixels, _) = image.as_raw().as_chunks::<2>();
            let grey = |&[grey, alpha]: &[u8; 2]| on_white([grey, grey, grey, alpha]);
            pixels
                .chunks_exact(width)
                .for_each(|row| rows.push(row.iter().map(grey)));
        }
        // 16 bits a sample and floats: rare, and small enough to be converted whole.
        other => {
            let rgba = other.to_rgba8();
            let (pixels, _) = rgba.as_raw().as_chunks::<4>();
            pixels
                .chunks_exact(width)
                .for_each(|row| rows.push(row.iter().map(|pixel| on_white(*pixel))));
        }
    }
    rows.finish()
}

/// Lays a pixel with alpha on white, as a screenshot with cut corners is shown.
fn on_white([red, green, blue, alpha]: [u8; 4]) -> [u8; 3] {
    if alpha == 255 {
        return [red, green, blue];
    }
    let alpha = u32::from(alpha);
    [red, green, blue].map(|sample| {
        let mixed = (u32::from(sample) * alpha + 255 * (255 - alpha) + 127) / 255;
        u8::try_from(mixed).unwrap_or(255)
    })
}

/// Averages squares of pixels as rows come in, so that only a small picture is ever held.
struct Rows {
    /// Side of a square in pixels; 1 keeps every pixel.
    side: usize,
    /// Width of the last square of a row, which may be narrower.
    last_across: u32,
    width: u32,
    height: u32,
    sums: Vec<[u32; 3]>,
    summed: u32,
    rgb: Vec<u8>,
}

impl Rows {
    /// Prepares for a picture of this size, to be at least `edge` long unless it was smaller.
    fn new(width: u32, height: u32, edge: u32) -> Self {
        let side = (width.max(height) / edge.max(1)).max(1);
        let last_across = match width % side {
            0 => side,
            rest => rest,
        };
        let (width, height) = (width.div_ceil(side), height.div_ceil(side));
        let row = usize::try_from(width).unwrap_or_default();
        let bytes = row * usize::try_from(height).unwrap_or_default() * 3;
        Self {
            side: usize::try_from(side).unwrap_or(1),
            last_across,
            width,
            height,
            sums: vec![[0; 3]; row],
            summed: 0,
            rgb: Vec::with_capacity(bytes),
        }
    }

    /// Takes the next row.
    fn push(&mut self, row: impl Iterator<Item = [u8; 3]>) {
        if self.side == 1 {
            row.for_each(|pixel| self.rgb.extend_from_slice(&pixel));
            return;
        }
        let mut row = row;
        for sum in &mut self.sums {
            for pixel in row.by_ref().take(self.side) {
                for (sum, sample) in sum.iter_mut().zip(pixel) {
                    *sum += u32::from(sample);
                }
            }
        }
        self.summed += 1;
        if usize::try_from(self.summed).is_ok_and(|rows| rows == self.side) {
            self.write();
        }
    }

    fn write(&mut self) {
        let rows = std::mem::take(&mut self.summed);
        if rows == 0 {
            return;
        }
        let full = u32::try_from(self.side).unwrap_or(1);
        let mut left = self.sums.len();
        for sum in &mut self.sums {
            left -= 1;
            let across = if left == 0 { self.last_across } else { full };
            let count = rows * across.max(1);
            for sample in std::mem::take(sum) {
                let mean = (sample + count / 2) / count;
                self.rgb.push(u8::try_from(mean).unwrap_or(255));
            }
        }
    }

    /// Returns the picture; rows that never came are left grey.
    fn finish(mut self) -> Option<Picture> {
        self.write();
        let whole = (u64::from(self.width) * u64::from(self.height)).saturating_mul(3);
        self.rgb.resize(usize::try_from(whole).ok()?, 128);
        Picture::new(self.width, self.height, self.rgb)
    }
}
