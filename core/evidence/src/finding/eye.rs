//! Makes the fingerprint of a picture anew, as the pipeline does.

use std::io::{Cursor, Read};

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
        let mut bytes = Vec::new();
        picture.take(MOST + 1).read_to_end(&mut bytes).ok()?;
        if u64::try_from(bytes.len()).is_ok_and(|len| len > MOST) {
            return None;
        }
        let made = derive(&mut Cursor::new(bytes), &Decoders::default(), |small| {
            Query::of_rgb(small.width(), small.height(), small.rgb()).ok()
        })
        .ok()?;
        made.more.map(|query| *query.mark())
    }
}
