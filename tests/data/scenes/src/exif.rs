//! What a camera writes into a photo: itself, time, place, how it was held, a thumbnail.

use crate::image::Image;
use crate::jpeg::{BadJpeg, Jpeg};

/// A place as EXIF has it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Degrees north of the equator in ten-millionths; south is below 0.
    pub latitude_e7: i32,
    /// Degrees east of Greenwich in ten-millionths; west is below 0.
    pub longitude_e7: i32,
}

/// What a camera says of a photo. `Exif::test()` is a camera that does not exist.
#[derive(Debug, Clone, PartialEq)]
pub struct Exif {
    /// Who made the camera.
    pub make: String,
    /// Which camera.
    pub model: String,
    /// Which program wrote the file last.
    pub software: Option<String>,
    /// When, as `2026:11:26 08:30:00`; a wrong time can be written as well.
    pub time: Option<String>,
    /// The offset of that time, as `+08:00`.
    pub offset: Option<String>,
    /// Where.
    pub place: Option<Place>,
    /// The time of the satellites (UTC), as `2026:11:26` with hour, minute, second.
    pub satellite_time: Option<(String, [u32; 3])>,
    /// How the camera was held, 1 to 8; other numbers can be written as well.
    pub orientation: u16,
    /// The thumbnail of the picture, or of another one.
    pub thumbnail: Thumbnail,
}

/// Which thumbnail the file carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Thumbnail {
    /// None.
    None,
    /// The one of the picture, 160 pixels wide.
    Own,
    /// One of another picture, as an editor leaves it behind.
    Other(Image),
}

impl Exif {
    /// Returns what the camera `TF-TEST` says, at a time, held upright, without place or thumbnail.
    pub fn test(time: &str) -> Self {
        Self {
            make: "TF-TEST".to_owned(),
            model: "TF-1".to_owned(),
            software: None,
            time: Some(time.to_owned()),
            offset: Some("+08:00".to_owned()),
            place: None,
            satellite_time: None,
            orientation: 1,
            thumbnail: Thumbnail::None,
        }
    }

    /// Returns the block of bytes that stands in the file after `Exif\0\0`.
    pub(crate) fn tiff(&self, image: &Image) -> Result<Vec<u8>, BadJpeg> {
        let thumbnail = match &self.thumbnail {
            Thumbnail::None => None,
            Thumbnail::Own => Some(image.fitted(160)),
            Thumbnail::Other(other) => Some(other.fitted(160)),
        };
        let thumbnail = match thumbnail {
            Some(small) => Some(Jpeg::quality(70).bytes(&small)?),
            None => None,
        };

        let mut first = Directory::default();
        first.text(0x010f, &self.make);
        first.text(0x0110, &self.model);
        first.short(0x0112, self.orientation);
        if let Some(software) = &self.software {
            first.text(0x0131, software);
        }
        if let Some(time) = &self.time {
            first.text(0x0132, time);
        }
        let mut exif = Directory::default();
        exif.push(0x9000, 7, 4, b"0232".to_vec());
        if let Some(time) = &self.time {
            exif.text(0x9003, time);
        }
        if let Some(offset) = &self.offset {
            exif.text(0x9011, offset);
        }
        exif.long(0xa002, image.width());
        exif.long(0xa003, image.height());
        let mut gps = Directory::default();
        if let Some(place) = self.place {
            gps.text(1, if place.latitude_e7 < 0 { "S" } else { "N" });
            gps.ratios(2, &degrees(place.latitude_e7));
            gps.text(3, if place.longitude_e7 < 0 { "W" } else { "E" });
            gps.ratios(4, &degrees(place.longitude_e7));
        }
        if let Some((day, clock)) = &self.satellite_time {
            gps.ratios(7, &clock.map(|part| (part, 1)));
            gps.text(0x1d, day);
        }

        // The directories follow each other; each is measured before the pointers to it are known.
        let has_place = !gps.entries.is_empty();
        first.long(0x8769, 0);
        if has_place {
            first.long(0x8825, 0);
        }
        let exif_at = 8 + first.size();
        let gps_at = exif_at + exif.size();
        let second_at = gps_at + if has_place { gps.size() } else { 0 };
        first.set_long(0x8769, exif_at);
        first.set_long(0x8825, gps_at);

        let mut bytes = b"II*\0\x08\0\0\0".to_vec();
        first.write(&mut bytes, if thumbnail.is_some() { second_at } else { 0 });
        exif.write(&mut bytes, 0);
        if has_place {
            gps.write(&mut bytes, 0);
        }
        if let Some(thumbnail) = thumbnail {
            let mut second = Directory::default();
            second.short(0x0103, 6);
            second.long(0x0201, 0);
            second.long(0x0202, thumbnail.len() as u32);
            second.set_long(0x0201, second_at + second.size());
            second.write(&mut bytes, 0);
            bytes.extend(thumbnail);
        }
        Ok(bytes)
    }
}

fn degrees(e7: i32) -> [(u32, u32); 3] {
    let e7 = e7.unsigned_abs();
    let minutes = u64::from(e7 % 10_000_000) * 60;
    let seconds = (minutes % 10_000_000) * 60;
    [
        (e7 / 10_000_000, 1),
        ((minutes / 10_000_000) as u32, 1),
        ((seconds / 1_000) as u32, 10_000),
    ]
}

/// A directory of TIFF in little-endian order.
#[derive(Default)]
struct Directory {
    entries: Vec<(u16, u16, u32, Vec<u8>)>,
}

impl Directory {
    fn push(&mut self, tag: u16, kind: u16, count: u32, value: Vec<u8>) {
        self.entries.push((tag, kind, count, value));
    }

    fn text(&mut self, tag: u16, text: &str) {
        let mut value = text.as_bytes().to_vec();
        value.push(0);
        self.push(tag, 2, value.len() as u32, value);
    }

    fn short(&mut self, tag: u16, value: u16) {
        self.push(tag, 3, 1, value.to_le_bytes().to_vec());
    }

    fn long(&mut self, tag: u16, value: u32) {
        self.push(tag, 4, 1, value.to_le_bytes().to_vec());
    }

    fn set_long(&mut self, tag: u16, value: u32) {
        for entry in self.entries.iter_mut().filter(|entry| entry.0 == tag) {
            entry.3 = value.to_le_bytes().to_vec();
        }
    }

    fn ratios(&mut self, tag: u16, values: &[(u32, u32)]) {
        let bytes = values
            .iter()
            .flat_map(|(over, under)| [over.to_le_bytes(), under.to_le_bytes()])
            .flatten()
            .collect();
        self.push(tag, 5, values.len() as u32, bytes);
    }

    /// Returns the size with all values that do not fit into their entry.
    fn size(&self) -> u32 {
        let values: usize = self
            .entries
            .iter()
            .map(|(.., value)| {
                if value.len() > 4 {
                    value.len().next_multiple_of(2)
                } else {
                    0
                }
            })
            .sum();
        (2 + 12 * self.entries.len() + 4 + values) as u32
    }

    fn write(mut self, bytes: &mut Vec<u8>, next: u32) {
        self.entries.sort_by_key(|(tag, ..)| *tag);
        let mut at = bytes.len() + 2 + 12 * self.entries.len() + 4;
        let mut after = Vec::new();
        bytes.extend((self.entries.len() as u16).to_le_bytes());
        for (tag, kind, count, mut value) in self.entries {
            bytes.extend(tag.to_le_bytes());
            bytes.extend(kind.to_le_bytes());
            bytes.extend(count.to_le_bytes());
            if value.len() > 4 {
                bytes.extend((at as u32).to_le_bytes());
                value.resize(value.len().next_multiple_of(2), 0);
                at += value.len();
                after.extend(value);
            } else {
                value.resize(4, 0);
                bytes.extend(value);
            }
        }
        bytes.extend(next.to_le_bytes());
        bytes.extend(after);
    }
}
