//! PNG, GIF, WebP and BMP: kinds whose head tells the size at a fixed place.

use super::{Guard, Kind, Probe, Tail, tail_after, tail_of_size, take};
use crate::picture::Source;
use crate::picture::source::read_at;

/// Most chunks or blocks looked at; what is after them is not seen.
const MOST_CHUNKS: usize = 4_000;

/// Most bytes of EXIF data in a chunk; a JPEG cannot hold more either.
const MOST_EXIF: u32 = 64 * 1024;

fn broken(kind: Kind, what: &'static str) -> Guard {
    Guard::Broken { kind, what }
}

/// PNG: IHDR, then the names of the chunks.
pub(super) fn png(source: &mut dyn Source, head: &[u8], probe: &mut Probe) -> Result<(), Guard> {
    let cut = || broken(Kind::Png, "its first chunk is cut");
    if take(head, 12) != Some(*b"IHDR") {
        return Err(broken(Kind::Png, "its first chunk is no IHDR"));
    }
    probe.width = u32::from_be_bytes(take(head, 16).ok_or_else(cut)?);
    probe.height = u32::from_be_bytes(take(head, 20).ok_or_else(cut)?);
    let [bits, colour, _, _, interlaced] = take(head, 24).ok_or_else(cut)?;
    probe.bits = bits;
    probe.samples = match colour {
        0 => 1,
        2 | 3 => 3,
        4 => 2,
        6 => 4,
        _ => return Err(broken(Kind::Png, "its colour type is none")),
    };
    probe.progressive = interlaced != 0;
    let mut at = 8;
    for _ in 0..MOST_CHUNKS {
        let chunk = read_at(source, at, 8)?;
        let (Some(length), Some(name)) = (take(&chunk, 0), take::<4>(&chunk, 4)) else {
            break;
        };
        let length = u32::from_be_bytes(length);
        match &name {
            b"acTL" => probe.animated = true,
            b"eXIf" if length <= MOST_EXIF => {
                let length = usize::try_from(length).unwrap_or_default();
                probe.exif = Some((at + 8, length));
            }
            b"IEND" => break,
            _ => {}
        }
        at += 12 + u64::from(length);
    }
    probe.tail = tail_after(source, probe.bytes, b"\0\0\0\0IEND\xAE\x42\x60\x82")?;
    Ok(())
}

/// GIF: the size of its screen, then its blocks until the second picture.
pub(super) fn gif(source: &mut dyn Source, head: &[u8], probe: &mut Probe) -> Result<(), Guard> {
    let cut = || broken(Kind::Gif, "its screen descriptor is cut");
    probe.width = u32::from(u16::from_le_bytes(take(head, 6).ok_or_else(cut)?));
    probe.height = u32::from(u16::from_le_bytes(take(head, 8).ok_or_else(cut)?));
    let [packed] = take(head, 10).ok_or_else(cut)?;
    probe.bits = 8;
    probe.samples = 3;
    probe.animated = pictures(source, 13 + colours(packed))? > 1;
    let last = read_at(source, probe.bytes - 1, 1)?;
    if last == [0x3B] {
        probe.tail = Tail::Clean;
    }
    Ok(())
}

/// Bytes of a GIF's colour table, as its packed field says.
fn colours(packed: u8) -> u64 {
    if packed & 0x80 == 0 {
        0
    } else {
        3 << ((packed & 7) + 1)
    }
}

/// Counts the pictures of a GIF, up to two.
fn pictures(source: &mut dyn Source, mut at: u64) -> std::io::Result<u32> {
    let mut pictures = 0;
    let mut inside = false;
    for _ in 0..MOST_CHUNKS {
        let block = read_at(source, at, 10)?;
        let Some(&first) = block.first() else { break };
        if inside {
            // Sub-blocks: a length byte and so many bytes, until a length of 0.
            at += 1 + u64::from(first);
            inside = first != 0;
            continue;
        }
        match first {
            0x2C => {
                pictures += 1;
                if pictures > 1 {
                    break;
                }
                let packed = block.get(9).copied().unwrap_or_default();
                at += 10 + colours(packed) + 1;
                inside = true;
            }
            0x21 => {
                at += 2;
                inside = true;
            }
            _ => break,
        }
    }
    Ok(pictures)
}

/// WebP: its first chunk, and the names of the others.
pub(super) fn webp(source: &mut dyn Source, head: &[u8], probe: &mut Probe) -> Result<(), Guard> {
    let cut = || broken(Kind::WebP, "its first chunk is cut");
    let size = u64::from(u32::from_le_bytes(take(head, 4).ok_or_else(cut)?));
    // An odd size is padded with one byte that it does not count.
    probe.tail = tail_of_size(8 + size + (size & 1), probe.bytes);
    probe.bits = 8;
    probe.samples = 3;
    match &take::<4>(head, 12).ok_or_else(cut)? {
        b"VP8X" => {
            let [flags] = take(head, 20).ok_or_else(cut)?;
            probe.animated = flags & 0x02 != 0;
            probe.samples = if flags & 0x10 == 0 { 3 } else { 4 };
            let side = |at| take(head, at).map(|[a, b, c]| u32::from_le_bytes([a, b, c, 0]) + 1);
            probe.width = side(24).ok_or_else(cut)?;
            probe.height = side(27).ok_or_else(cut)?;
            probe.exif = exif_chunk(source)?;
        }
        b"VP8L" => {
            let bits = u32::from_le_bytes(take(head, 21).ok_or_else(cut)?);
            probe.width = (bits & 0x3FFF) + 1;
            probe.height = ((bits >> 14) & 0x3FFF) + 1;
            probe.samples = 4;
        }
        b"VP8 " => {
            let side = |at| take(head, at).map(|two| u32::from(u16::from_le_bytes(two) & 0x3FFF));
            probe.width = side(26).ok_or_else(cut)?;
            probe.height = side(28).ok_or_else(cut)?;
        }
        _ => return Err(broken(Kind::WebP, "its first chunk is none of WebP")),
    }
    Ok(())
}

fn exif_chunk(source: &mut dyn Source) -> std::io::Result<Option<(u64, usize)>> {
    let mut at = 12;
    for _ in 0..MOST_CHUNKS {
        let chunk = read_at(source, at, 14)?;
        let (Some(name), Some(length)) = (take::<4>(&chunk, 0), take(&chunk, 4)) else {
            break;
        };
        let length = u32::from_le_bytes(length);
        if &name == b"EXIF" && length <= MOST_EXIF {
            // Some programs put the name of a JPEG's segment before the data.
            let named = take(&chunk, 8) == Some(*b"Exif\0\0");
            let named = if named { 6 } else { 0 };
            let length = usize::try_from(length.saturating_sub(named)).unwrap_or_default();
            return Ok(Some((at + 8 + u64::from(named), length)));
        }
        at += 8 + u64::from(length) + u64::from(length & 1);
    }
    Ok(None)
}

/// BMP: the header of the file and of the bitmap.
pub(super) fn bmp(head: &[u8], probe: &mut Probe) -> Result<(), Guard> {
    let cut = || broken(Kind::Bmp, "its header is cut");
    let declared = u32::from_le_bytes(take(head, 2).ok_or_else(cut)?);
    let header = u32::from_le_bytes(take(head, 14).ok_or_else(cut)?);
    let bits = if header == 12 {
        probe.width = u32::from(u16::from_le_bytes(take(head, 18).ok_or_else(cut)?));
        probe.height = u32::from(u16::from_le_bytes(take(head, 20).ok_or_else(cut)?));
        take(head, 24).ok_or_else(cut)?
    } else {
        // Negative heights are stored from the top.
        let side = |at| take(head, at).map(|four| i32::from_le_bytes(four).unsigned_abs());
        probe.width = side(18).ok_or_else(cut)?;
        probe.height = side(22).ok_or_else(cut)?;
        take(head, 28).ok_or_else(cut)?
    };
    let bits = u16::from_le_bytes(bits);
    (probe.bits, probe.samples) = match bits {
        16 => (5, 3),
        32 => (8, 4),
        _ => (8, 3),
    };
    probe.tail = match declared {
        0 => Tail::Unknown,
        declared => tail_of_size(u64::from(declared), probe.bytes),
    };
    Ok(())
}
