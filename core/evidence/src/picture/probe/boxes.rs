//! HEIC: the sizes its properties give (ISO/IEC 23008-12 §6.5.3), looked for in its head.

use super::{Guard, Probe, take};
use crate::picture::Source;
use crate::picture::source::read_at;

/// Bytes of the head in which the properties stand.
const HEAD: usize = 64 * 1024;

pub(super) fn look(source: &mut dyn Source, probe: &mut Probe) -> Result<(), Guard> {
    let head = read_at(source, 0, HEAD)?;
    // A large picture is made of tiles, each with a size of its own: the largest is the picture's.
    let sizes = head
        .windows(16)
        .filter(|window| window.starts_with(b"ispe"))
        .filter_map(|window| Some((take(window, 8)?, take(window, 12)?)))
        .map(|(width, height)| (u32::from_be_bytes(width), u32::from_be_bytes(height)));
    if let Some((width, height)) = sizes.max_by_key(|(w, h)| u64::from(*w) * u64::from(*h)) {
        (probe.width, probe.height) = (width, height);
    }
    probe.bits = 8;
    probe.samples = 3;
    Ok(())
}
