//! TIFF: the entries of its first directory.

use super::{Guard, Kind, Probe, take};
use crate::picture::Source;
use crate::picture::source::read_at;

/// Most entries of a directory that are looked at.
const MOST_ENTRIES: u16 = 512;

pub(super) fn look(source: &mut dyn Source, head: &[u8], probe: &mut Probe) -> Result<(), Guard> {
    let broken = |what| Guard::Broken {
        kind: Kind::Tiff,
        what,
    };
    let little = head.starts_with(b"II");
    let short = |bytes: [u8; 2]| {
        if little {
            u16::from_le_bytes(bytes)
        } else {
            u16::from_be_bytes(bytes)
        }
    };
    let long = |bytes: [u8; 4]| {
        if little {
            u32::from_le_bytes(bytes)
        } else {
            u32::from_be_bytes(bytes)
        }
    };
    let first = u64::from(long(
        take(head, 4).ok_or_else(|| broken("its head is cut"))?,
    ));
    let count = read_at(source, first, 2)?;
    let count = short(take(&count, 0).ok_or_else(|| broken("its directory is cut"))?);
    let count = count.min(MOST_ENTRIES);
    let directory = read_at(source, first + 2, usize::from(count) * 12)?;
    let mut more_pages = false;
    for entry in directory.chunks_exact(12) {
        let (Some(tag), Some(format), Some(values)) =
            (take(entry, 0), take(entry, 2), take::<4>(entry, 8))
        else {
            break;
        };
        let times = take(entry, 4).map(long).unwrap_or_default();
        let value = match short(format) {
            3 => take(&values, 0).map(|two| u32::from(short(two))),
            4 => Some(long(values)),
            _ => None,
        };
        match (short(tag), value) {
            (256, Some(value)) => probe.width = value,
            (257, Some(value)) => probe.height = value,
            (258, Some(value)) if times <= 2 => probe.bits = u8::try_from(value).unwrap_or(0),
            (258, _) => {
                let at = u64::from(long(values));
                let bits = read_at(source, at, 2)?;
                probe.bits = take(&bits, 0).map_or(0, |two| u8::try_from(short(two)).unwrap_or(0));
            }
            (277, Some(value)) => probe.samples = u8::try_from(value).unwrap_or(0),
            _ => {}
        }
    }
    let next = read_at(source, first + 2 + u64::from(count) * 12, 4)?;
    if let Some(next) = take(&next, 0) {
        more_pages |= long(next) != 0;
    }
    probe.animated = more_pages;
    probe.exif = Some((
        0,
        usize::try_from(probe.bytes.min(256 * 1024)).unwrap_or_default(),
    ));
    Ok(())
}
