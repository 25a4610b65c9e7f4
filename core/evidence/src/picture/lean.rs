//! A JPEG as a decoder should see it: without what it does not need, and with an end.
//!
//! Application segments (EXIF, colour profiles, second pictures) and comments can be as large as
//! the file and are of no use for the pixels, so they are left out; only JFIF (APP0) and Adobe
//! (APP14), which tell the colours, pass. A file that is cut short gets an end mark again and
//! again: the decoder draws what there is, and [`Lean::was_cut`] tells.

use memchr::memchr;
use std::io::{Error, ErrorKind, Read, Result};

/// Most scans a picture may have: a progressive one has about ten, a bomb has thousands.
const MOST_SCANS: u32 = 64;

/// Bytes read at a time.
const PIECE: usize = 32 * 1024;

/// How many bytes of end marks follow before the end is the end.
const PADDING: usize = 64 * 1024;

/// Reads a JPEG leanly, once, from the start.
pub(crate) struct Lean<R> {
    from: R,
    piece: Box<[u8]>,
    at: usize,
    filled: usize,
    /// Bytes of a segment that pass as they are.
    copy: usize,
    /// Bytes of a segment that are left out.
    skip: usize,
    /// A marker on its way out.
    marker: [u8; 4],
    marker_left: usize,
    scans: u32,
    end: End,
    padding: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    NotYet,
    Marked,
    Missing,
}

impl<R: Read> Lean<R> {
    pub(crate) fn new(from: R) -> Self {
        Self {
            from,
            piece: vec![0; PIECE].into_boxed_slice(),
            at: 0,
            filled: 0,
            copy: 0,
            skip: 0,
            marker: [0; 4],
            marker_left: 0,
            scans: 0,
            end: End::NotYet,
            padding: PADDING,
        }
    }

    /// Tells whether the file ended before its picture did.
    pub(crate) fn was_cut(&self) -> bool {
        self.end == End::Missing
    }

    /// The bytes at hand; none at the end of the file.
    fn at_hand(&mut self) -> Result<&[u8]> {
        if self.at >= self.filled {
            self.at = 0;
            self.filled = super::source::fill(&mut self.from, &mut self.piece)?;
        }
        Ok(self.piece.get(self.at..self.filled).unwrap_or_default())
    }

    fn next(&mut self) -> Result<Option<u8>> {
        let byte = self.at_hand()?.first().copied();
        self.at += usize::from(byte.is_some());
        Ok(byte)
    }

    /// Hands out up to `most` of the bytes at hand as they are.
    fn pass(&mut self, out: &mut [u8], most: usize) -> Result<usize> {
        let hand = self.at_hand()?;
        let count = hand.len().min(out.len()).min(most);
        if let (Some(out), Some(hand)) = (out.get_mut(..count), hand.get(..count)) {
            out.copy_from_slice(hand);
        }
        self.at += count;
        Ok(count)
    }

    fn say(&mut self, marker: &[u8]) {
        let (left, _) = self.marker.split_at_mut(marker.len().min(4));
        left.copy_from_slice(marker);
        // Kept from the front; `hand_over` takes from there.
        self.marker_left = left.len();
    }

    fn hand_over(&mut self, out: &mut [u8]) -> usize {
        let count = self.marker_left.min(out.len());
        if let (Some(out), Some(said)) = (out.get_mut(..count), self.marker.get(..count)) {
            out.copy_from_slice(said);
        }
        self.marker.rotate_left(count);
        self.marker_left -= count;
        count
    }

    /// Reads what follows a 0xFF and decides what becomes of it.
    fn meet_marker(&mut self) -> Result<()> {
        let kind = loop {
            match self.next()? {
                // Any number of 0xFF may stand before a marker.
                Some(0xFF) => {}
                Some(kind) => break kind,
                None => return Ok(()),
            }
        };
        match kind {
            0xD9 => {
                self.end = End::Marked;
                return Ok(());
            }
            0x00..=0x01 | 0xD0..=0xD8 => {
                self.say(&[0xFF, kind]);
                return Ok(());
            }
            0xDA => {
                self.scans += 1;
                if self.scans > MOST_SCANS {
                    return Err(Error::new(ErrorKind::InvalidData, "too many scans"));
                }
            }
            _ => {}
        }
        let (Some(high), Some(low)) = (self.next()?, self.next()?) else {
            return Ok(());
        };
        let body = usize::from(u16::from_be_bytes([high, low])).saturating_sub(2);
        if matches!(kind, 0xE1..=0xED | 0xEF | 0xFE) {
            self.skip = body;
        } else {
            self.say(&[0xFF, kind, high, low]);
            self.copy = body;
        }
        Ok(())
    }

    fn pad(&mut self, out: &mut [u8]) -> usize {
        let count = (out.len() & !1).min(self.padding);
        for pair in out.chunks_exact_mut(2).take(count / 2) {
            pair.copy_from_slice(&[0xFF, 0xD9]);
        }
        self.padding -= count;
        // A reader that asks for one byte gets the marker byte by byte.
        if count == 0 && self.padding >= 2 && !out.is_empty() {
            self.padding -= 2;
            self.say(&[0xFF, 0xD9]);
            return self.hand_over(out);
        }
        count
    }
}

impl<R: Read> Read for Lean<R> {
    fn read(&mut self, out: &mut [u8]) -> Result<usize> {
        if out.is_empty() {
            return Ok(0);
        }
        loop {
            if self.marker_left > 0 {
                return Ok(self.hand_over(out));
            }
            if self.end != End::NotYet {
                return Ok(self.pad(out));
            }
            let (skip, copy) = (self.skip, self.copy);
            let hand = self.at_hand()?;
            if hand.is_empty() {
                self.end = End::Missing;
                continue;
            }
            if skip > 0 {
                let count = hand.len().min(skip);
                self.at += count;
                self.skip -= count;
                continue;
            }
            if copy > 0 {
                let count = self.pass(out, copy)?;
                self.copy -= count;
                return Ok(count);
            }
            let plain = plain(hand);
            if plain > 0 {
                return self.pass(out, plain);
            }
            self.at += 1;
            self.meet_marker()?;
        }
    }
}

/// Returns how many bytes pass as they are before a marker, or what may become one at the end.
///
/// In the data of a scan every 256th byte is 0xFF or so, with a 0 behind it: that is data too.
fn plain(hand: &[u8]) -> usize {
    let mut plain = 0;
    while let Some(rest) = hand.get(plain..) {
        match memchr(0xFF, rest) {
            Some(at) if rest.get(at + 1) == Some(&0) => plain += at + 2,
            Some(at) => return plain + at,
            None => break,
        }
    }
    hand.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lean(bytes: &[u8], at_a_time: usize) -> (Vec<u8>, bool) {
        let mut lean = Lean::new(bytes);
        let mut all = Vec::new();
        let mut piece = vec![0; at_a_time];
        while all.len() < bytes.len() + 4 {
            match lean.read(&mut piece).unwrap() {
                0 => break,
                read => all.extend_from_slice(&piece[..read]),
            }
        }
        let end = all.windows(2).position(|w| w == [0xFF, 0xD9]).unwrap();
        all.truncate(end + 2);
        (all, lean.was_cut())
    }

    #[test]
    fn what_is_of_no_use_for_the_pixels_is_left_out() {
        let whole = b"\xFF\xD8\xFF\xE0\0\x04JF\xFF\xE1\0\x06\xFF\xD9\xFF\xD8\xFF\xFE\0\x03c\
            \xFF\xEE\0\x03A\xFF\xDB\0\x04\xFF\xD9\xFF\xDA\0\x03s12\xFF\x0034\xFF\xD0\x35\xFF\xFF\xD9after";
        let kept = b"\xFF\xD8\xFF\xE0\0\x04JF\xFF\xEE\0\x03A\xFF\xDB\0\x04\xFF\xD9";
        for at_a_time in [1, 2, 3, 7, 4096] {
            let mut lean = Lean::new(&whole[..]);
            let mut all = Vec::new();
            let mut piece = vec![0; at_a_time];
            while all.len() < 400 {
                let read = lean.read(&mut piece).unwrap();
                all.extend_from_slice(&piece[..read]);
            }
            assert_eq!(&all[..kept.len()], kept, "{at_a_time}");
            assert_eq!(
                &all[kept.len()..kept.len() + 18],
                b"\xFF\xDA\0\x03s12\xFF\x0034\xFF\xD05\xFF\xD9\xFF\xD9"
            );
            assert!(!lean.was_cut());
        }
    }

    #[test]
    fn a_cut_file_gets_an_end() {
        for bytes in [
            &b"\xFF\xD8\xFF\xDA\0\x03s12"[..],
            b"\xFF\xD8\xFF",
            b"\xFF\xD8\xFF\xE1\xFF",
        ] {
            let (seen, cut) = lean(bytes, 5);
            assert!(cut && seen.ends_with(&[0xFF, 0xD9]), "{seen:?}");
        }
    }

    #[test]
    fn the_padding_ends_and_scans_are_counted() {
        let mut all = Vec::new();
        Lean::new(&b"\xFF\xD8"[..]).read_to_end(&mut all).unwrap();
        assert_eq!(all.len(), 2 + PADDING);
        let bomb = b"\xFF\xDA\0\x02".repeat(100);
        assert!(Lean::new(&bomb[..]).read_to_end(&mut all).is_err());
    }
}
