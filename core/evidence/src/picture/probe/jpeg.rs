//! The segments of a JPEG before its first scan.

use super::{Guard, Kind, Probe, tail_after};
use crate::picture::Source;
use sha2::{Digest, Sha256};
use std::io::{BufReader, Read, Seek, SeekFrom};
use tanfang_log::Hash;

/// Most segments before the picture; a camera writes about twenty.
const MOST_SEGMENTS: usize = 2_000;

pub(super) fn look(source: &mut dyn Source, probe: &mut Probe) -> Result<(), Guard> {
    source.seek(SeekFrom::Start(2))?;
    let mut reader = BufReader::with_capacity(4096, &mut *source);
    let mut tables = Sha256::new();
    let mut has_tables = false;
    let mut position = 2;
    for _ in 0..MOST_SEGMENTS {
        let mut byte = [0];
        // Garbage between segments is passed over, as decoders do.
        loop {
            read(&mut reader, &mut byte)?;
            position += 1;
            if byte == [0xFF] {
                break;
            }
        }
        while byte == [0xFF] {
            read(&mut reader, &mut byte)?;
            position += 1;
        }
        let [marker] = byte;
        if matches!(marker, 0x00 | 0x01 | 0xD0..=0xD9) {
            continue;
        }
        let mut length = [0; 2];
        read(&mut reader, &mut length)?;
        position += 2;
        let body = u64::from(u16::from_be_bytes(length)).saturating_sub(2);
        let next = position + body;
        match marker {
            0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => {
                frame(&segment(&mut reader, body)?, marker, probe)?;
            }
            0xDB => {
                tables.update(segment(&mut reader, body)?);
                has_tables = true;
            }
            0xE1 if body > 6 && probe.exif.is_none() => {
                let mut name = [0; 6];
                read(&mut reader, &mut name)?;
                if &name == b"Exif\0\0" {
                    let length = usize::try_from(body - 6).unwrap_or_default();
                    probe.exif = Some((position + 6, length));
                }
            }
            0xDA => {
                if has_tables {
                    probe.tables = Some(Hash::from_bytes(tables.finalize().into()));
                }
                drop(reader);
                probe.tail = tail_after(source, probe.bytes, b"\xFF\xD9")?;
                return Ok(());
            }
            _ => {}
        }
        reader.seek(SeekFrom::Start(next))?;
        position = next;
    }
    Err(broken("no picture among its segments"))
}

fn broken(what: &'static str) -> Guard {
    Guard::Broken {
        kind: Kind::Jpeg,
        what,
    }
}

fn read(reader: &mut impl Read, bytes: &mut [u8]) -> Result<(), Guard> {
    reader.read_exact(bytes).map_err(|why| match why.kind() {
        std::io::ErrorKind::UnexpectedEof => broken("it ends before its picture begins"),
        _ => Guard::Read(why),
    })
}

fn segment(reader: &mut impl Read, body: u64) -> Result<Vec<u8>, Guard> {
    let mut bytes = vec![0; usize::try_from(body).unwrap_or_default()];
    read(reader, &mut bytes)?;
    Ok(bytes)
}

/// Reads a frame header (SOF): precision, size, components with their sampling.
fn frame(body: &[u8], marker: u8, probe: &mut Probe) -> Result<(), Guard> {
    let &[bits, h1, h0, w1, w0, samples, ref components @ ..] = body else {
        return Err(broken("its frame header is cut"));
    };
    probe.bits = bits;
    probe.height = u32::from(u16::from_be_bytes([h1, h0]));
    probe.width = u32::from(u16::from_be_bytes([w1, w0]));
    probe.samples = samples;
    probe.progressive = matches!(marker, 0xC2 | 0xC6 | 0xCA | 0xCE);
    let factors = components.chunks_exact(3).take(usize::from(samples));
    let factors: Vec<(u64, u64)> = factors
        .filter_map(|component| component.get(1))
        .map(|sampling| (u64::from(sampling >> 4), u64::from(sampling & 15)))
        .collect();
    let across = factors.iter().map(|(h, _)| *h).max().unwrap_or(1).max(1);
    let down = factors.iter().map(|(_, v)| *v).max().unwrap_or(1).max(1);
    let pixels = u64::from(probe.width) * u64::from(probe.height);
    let shares: u64 = factors.iter().map(|(h, v)| h * v).sum();
    probe.coefficients = pixels * shares / (across * down) * 2;
    Ok(())
}
