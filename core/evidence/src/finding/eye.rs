//! Makes the fingerprint of a picture anew, as the pipeline does.

use std::collections::HashMap;
use std::io::{Cursor, Read};
use std::sync::{Mutex, PoisonError};
use tanfang_log::Hash;

use super::case::Eye;
use crate::mark::{Mark, Query};
use crate::picture::{Decoders, derive};

/// A photo longer than this is not made anew by a check: 48 megapixels are some twelve million.
const MOST: u64 = 80_000_000;

/// Decodes with the pipeline's own decoders.
#[derive(Debug, Clone, Copy, Default)]
pub struct PipelineEye;

impl Eye for PipelineEye {
    fn mark(&self, picture: &mut dyn Read) -> Option<Mark> {
        see(read(picture)?)
    }
}

/// So many pictures are remembered before it begins anew: some 40 KB.
const REMEMBERED: usize = 256;

/// Decodes as [`PipelineEye`] does, the same bytes once: a photo looked at again costs no decoding.
#[derive(Debug, Default)]
pub struct RememberingEye {
    seen: Mutex<HashMap<Hash, Option<Mark>>>,
}

impl Eye for RememberingEye {
    fn mark(&self, picture: &mut dyn Read) -> Option<Mark> {
        let bytes = read(picture)?;
        let hash = Hash::of(&bytes);
        let known = self.seen().get(&hash).copied();
        known.unwrap_or_else(|| {
            let mark = see(bytes);
            let mut seen = self.seen();
            if seen.len() >= REMEMBERED {
                seen.clear();
            }
            seen.insert(hash, mark);
            mark
        })
    }
}

impl RememberingEye {
    fn seen(&self) -> std::sync::MutexGuard<'_, HashMap<Hash, Option<Mark>>> {
        // What it holds is right at every moment: a panic elsewhere spoils nothing.
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn read(picture: &mut dyn Read) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    picture.take(MOST + 1).read_to_end(&mut bytes).ok()?;
    let fits = u64::try_from(bytes.len()).is_ok_and(|len| len <= MOST);
    fits.then_some(bytes)
}

fn see(bytes: Vec<u8>) -> Option<Mark> {
    let made = derive(&mut Cursor::new(bytes), &Decoders::default(), |small| {
        Query::of_rgb(small.width(), small.height(), small.rgb()).ok()
    })
    .ok()?;
    made.more.map(|query| *query.mark())
}
