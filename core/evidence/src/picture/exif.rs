//! What the camera wrote into a photo, read leniently and in bounds.
//!
//! Values are kept as they stand: a record says what the file says, and whether it is believed is
//! another question. The place is read only when it is asked for.

use super::source::{Limited, read_at};
use super::{Kind, Probe, Source, Turn};
use ::exif::{Field, In, Reader, Tag, Value};
use std::io::{BufReader, SeekFrom};

/// Most characters that are kept of a text.
const MOST_TEXT: usize = 64;

/// What reading the EXIF data of a HEIC file may cost, in bytes.
const MOST_HEIC: u64 = 1 << 20;

/// What the EXIF data of a photo say, as read; nothing of it is proof.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Exif {
    /// Who made the camera.
    pub make: Option<String>,
    /// The camera.
    pub model: Option<String>,
    /// The program that wrote the file last.
    pub software: Option<String>,
    /// When it was taken, as written (`2026:11:26 09:30:00`), on the camera's clock.
    pub taken: Option<String>,
    /// The offset of that time from UTC, as written (`+08:00`); many phones write none.
    pub offset: Option<String>,
    /// How the camera was held.
    pub turn: Turn,
    /// Whether the file holds a place, also when it was not asked for.
    pub has_place: bool,
    /// The place, if it was asked for and is written in full.
    pub place: Option<Place>,
    /// Date and time of the satellites in UTC, as written (`2026:11:26 01:30:00`).
    pub gps_time: Option<String>,
    /// The small picture inside (IFD1), a JPEG: it shows when the large one was changed.
    pub thumb: Option<Vec<u8>>,
    /// Whether something in the data could not be read.
    pub partial: bool,
}

/// A place in ten-millionths of a degree (about a centimetre), north and east positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Place {
    /// Latitude, 1e-7 degrees.
    pub lat_e7: i32,
    /// Longitude, 1e-7 degrees.
    pub lon_e7: i32,
}

/// Whether the worker gives the place of a photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ask {
    /// Leave the place unread.
    #[default]
    NoPlace,
    /// Read the place too.
    Place,
}

/// Shows what cannot tell where or whom: no place, no picture.
impl std::fmt::Debug for Exif {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Exif")
            .field("make", &self.make)
            .field("model", &self.model)
            .field("software", &self.software)
            .field("taken", &self.taken)
            .field("turn", &self.turn)
            .field("has_place", &self.has_place)
            .field("partial", &self.partial)
            .finish_non_exhaustive()
    }
}

impl Exif {
    /// Whether a camera is named: a screenshot or a forwarded picture names none.
    pub fn names_camera(&self) -> bool {
        self.make.is_some() || self.model.is_some()
    }
}

/// Reads the EXIF data of a photo that was probed.
///
/// A photo without any, or with some that nobody can read, gives an empty answer.
///
/// # Errors
///
/// Only if the source cannot be read.
pub fn read(source: &mut dyn Source, probe: &Probe, ask: Ask) -> std::io::Result<Exif> {
    let mut reader = Reader::new();
    reader.continue_on_error(true);
    let outcome = match (probe.kind, probe.exif) {
        (Kind::Heic, _) => {
            source.seek(SeekFrom::Start(0))?;
            let mut limited = BufReader::new(Limited::new(&mut *source, MOST_HEIC));
            reader.read_from_container(&mut limited)
        }
        (_, Some((at, length))) => reader.read_raw(read_at(source, at, length)?),
        (_, None) => return Ok(Exif::default()),
    };
    let mut partial = false;
    let read = outcome.or_else(|why| why.distill_partial_result(|_| partial = true));
    Ok(match read {
        Ok(data) => gather(&data, ask, partial),
        // A picture without EXIF data is no partial one.
        Err(::exif::Error::NotFound(_)) => Exif::default(),
        Err(_) => Exif {
            partial: true,
            ..Exif::default()
        },
    })
}

fn gather(data: &::exif::Exif, ask: Ask, partial: bool) -> Exif {
    let main = |tag| data.get_field(tag, In::PRIMARY);
    let number = |tag, ifd| data.get_field(tag, ifd).and_then(|f| f.value.get_uint(0));
    let has_place = main(Tag::GPSLatitude).is_some() || main(Tag::GPSLongitude).is_some();
    Exif {
        make: main(Tag::Make).and_then(text),
        model: main(Tag::Model).and_then(text),
        software: main(Tag::Software).and_then(text),
        taken: main(Tag::DateTimeOriginal).and_then(text),
        offset: main(Tag::OffsetTimeOriginal).and_then(text),
        turn: Turn::from_exif(number(Tag::Orientation, In::PRIMARY).unwrap_or(1)),
        has_place,
        place: match ask {
            Ask::Place => place(data),
            Ask::NoPlace => None,
        },
        gps_time: gps_time(data),
        thumb: thumb(data, number),
        partial,
    }
}

/// Returns a text in one line without control characters; `None` if nothing is left.
fn text(field: &Field) -> Option<String> {
    let Value::Ascii(lines) = &field.value else {
        return None;
    };
    let line = lines.first()?;
    let line = String::from_utf8_lossy(line.get(..line.len().min(MOST_TEXT * 4))?);
    let plain: String = line
        .chars()
        .filter(|c| !c.is_control())
        .take(MOST_TEXT)
        .collect();
    let plain = plain.trim();
    (!plain.is_empty()).then(|| plain.to_owned())
}

fn place(data: &::exif::Exif) -> Option<Place> {
    let angle = |tag, sign_tag, negative, most: i64| -> Option<i32> {
        let Value::Rational(parts) = &data.get_field(tag, In::PRIMARY)?.value else {
            return None;
        };
        let sign = text(data.get_field(sign_tag, In::PRIMARY)?)?;
        let mut sum: i64 = 0;
        for (part, share) in parts.iter().zip([1, 60, 3600]) {
            let over = i64::from(part.denom).checked_mul(share)?;
            let scaled = i64::from(part.num).checked_mul(10_000_000)?;
            // 0/0 stands for "not known" in files of some phones.
            sum = sum.checked_add(scaled.checked_div(over)?)?;
        }
        (sum <= most * 10_000_000).then_some(())?;
        let sum = i32::try_from(sum).ok()?;
        Some(if sign.starts_with(negative) {
            -sum
        } else {
            sum
        })
    };
    let lat_e7 = angle(Tag::GPSLatitude, Tag::GPSLatitudeRef, ['S', 's'], 90)?;
    let lon_e7 = angle(Tag::GPSLongitude, Tag::GPSLongitudeRef, ['W', 'w'], 180)?;
    Some(Place { lat_e7, lon_e7 })
}

fn gps_time(data: &::exif::Exif) -> Option<String> {
    let day = text(data.get_field(Tag::GPSDateStamp, In::PRIMARY)?)?;
    let Value::Rational(parts) = &data.get_field(Tag::GPSTimeStamp, In::PRIMARY)?.value else {
        return None;
    };
    let mut parts = parts.iter().map(|part| part.num.checked_div(part.denom));
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next()??);
    Some(format!("{day} {hour:02}:{minute:02}:{second:02}"))
}

fn thumb(data: &::exif::Exif, number: impl Fn(Tag, In) -> Option<u32>) -> Option<Vec<u8>> {
    let at = usize::try_from(number(Tag::JPEGInterchangeFormat, In::THUMBNAIL)?).ok()?;
    let length = number(Tag::JPEGInterchangeFormatLength, In::THUMBNAIL)?;
    let end = at.checked_add(usize::try_from(length).ok()?)?;
    let bytes = data.buf().get(at..end)?;
    bytes.starts_with(b"\xFF\xD8").then(|| bytes.to_vec())
}
