//! Where a photo is read from: anything with a position, opened anew as often as it is read.

use std::io::{Error, ErrorKind, Read, Result, Seek, SeekFrom};

/// A photo to read: a file, a part of the vault, bytes in memory.
///
/// Everything here reads it in small pieces and goes back to the start by seeking.
pub trait Source: Read + Seek {}

impl<T: Read + Seek + ?Sized> Source for T {}

/// Fills as much of `buffer` as there is, and returns how much.
pub(crate) fn fill(from: &mut (impl Read + ?Sized), buffer: &mut [u8]) -> Result<usize> {
    let mut filled = 0;
    while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match from.read(rest) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(why) if why.kind() == std::io::ErrorKind::Interrupted => {}
            Err(why) => return Err(why),
        }
    }
    Ok(filled)
}

/// Reads at most `most` bytes from `at` on; fewer where the source ends.
pub(crate) fn read_at(from: &mut dyn Source, at: u64, most: usize) -> Result<Vec<u8>> {
    from.seek(SeekFrom::Start(at))?;
    let mut bytes = vec![0; most];
    let filled = fill(from, &mut bytes)?;
    bytes.truncate(filled);
    Ok(bytes)
}

/// Hands a source on byte by byte.
///
/// A decoder of JPEG asks for one byte at a time, some millions of them: here that costs a
/// comparison and no call: a tenth of the computing of a photo.
#[derive(Debug)]
pub(crate) struct ByByte<R> {
    from: R,
    /// No longer than what is in it, so that one comparison tells whether a byte is at hand.
    piece: Vec<u8>,
    size: usize,
    at: usize,
}

impl<R: Read> ByByte<R> {
    pub(crate) fn new(from: R, piece: usize) -> Self {
        Self {
            from,
            piece: Vec::new(),
            size: piece.max(1),
            at: 0,
        }
    }

    /// The bytes at hand, read anew where there are none; none at the end.
    fn at_hand(&mut self) -> Result<&[u8]> {
        if self.at >= self.piece.len() {
            self.at = 0;
            self.piece.resize(self.size, 0);
            let filled = fill(&mut self.from, &mut self.piece);
            self.piece
                .truncate(filled.as_ref().map_or(0, |filled| *filled));
            filled?;
        }
        Ok(self.piece.get(self.at..).unwrap_or_default())
    }

    #[cold]
    #[inline(never)]
    fn read_exact_slowly(&mut self, buffer: &mut [u8]) -> Result<()> {
        let mut done = 0;
        while let Some(rest) = buffer.get_mut(done..).filter(|rest| !rest.is_empty()) {
            match self.read(rest)? {
                0 => return Err(Error::from(ErrorKind::UnexpectedEof)),
                read => done += read,
            }
        }
        Ok(())
    }
}

impl<R: Read> Read for ByByte<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let hand = self.at_hand()?;
        let count = hand.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..count), hand.get(..count)) {
            to.copy_from_slice(from);
        }
        self.at += count;
        Ok(count)
    }

    #[inline]
    fn read_exact(&mut self, buffer: &mut [u8]) -> Result<()> {
        if let ([one], Some(byte)) = (&mut *buffer, self.piece.get(self.at)) {
            *one = *byte;
            self.at += 1;
            return Ok(());
        }
        self.read_exact_slowly(buffer)
    }
}

/// A source that ends after so many bytes read, wherever it was moved to meanwhile.
///
/// What a library would read whole on a lie in the file costs this much and no more.
#[derive(Debug)]
pub(crate) struct Limited<S> {
    inner: S,
    left: u64,
}

impl<S> Limited<S> {
    pub(crate) fn new(inner: S, most: u64) -> Self {
        Self { inner, left: most }
    }
}

impl<S: Read> Read for Limited<S> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let most = usize::try_from(self.left).unwrap_or(usize::MAX);
        let most = buffer.len().min(most);
        let Some(buffer) = buffer.get_mut(..most) else {
            return Ok(0);
        };
        let read = self.inner.read(buffer)?;
        self.left = self
            .left
            .saturating_sub(u64::try_from(read).unwrap_or(u64::MAX));
        Ok(read)
    }
}

impl<S: Seek> Seek for Limited<S> {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        self.inner.seek(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn byte_by_byte_is_the_same_as_at_once() {
        let bytes: Vec<u8> = (0..100).collect();
        for piece in [1, 2, 7, 100, 1000] {
            let mut reader = ByByte::new(&bytes[..], piece);
            let mut seen = Vec::new();
            let mut one = [0];
            for _ in 0..10 {
                reader.read_exact(&mut one).unwrap();
                seen.push(one[0]);
            }
            let mut some = [0; 23];
            reader.read_exact(&mut some).unwrap();
            seen.extend(some);
            reader.read_exact(&mut []).unwrap();
            reader.read_to_end(&mut seen).unwrap();
            assert_eq!(seen, bytes, "{piece}");
            let ended = reader.read_exact(&mut one).unwrap_err();
            assert_eq!(ended.kind(), ErrorKind::UnexpectedEof);
        }
    }
}
