//! Where a photo is read from: anything with a position, opened anew as often as it is read.

use std::io::{Read, Result, Seek, SeekFrom};

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
