//! How far two recorded fingerprints are from each other, as they lie.
//!
//! The turns of a picture do not follow from its mark; they were looked for on the phone while the
//! picture was at hand, and stand in `photo.derived` as `alike`.

use crate::mark::{Mark, PAIRS};

/// The nearest pair of views of two marks, and its name as the log writes it.
pub(super) fn nearest(new: &Mark, known: &Mark) -> Option<(u32, String)> {
    PAIRS
        .into_iter()
        .map(|(a, b)| (new.view(a).distance(known.view(b)), a, b))
        .min_by_key(|(distance, ..)| *distance)
        .map(|(distance, a, b)| (distance, format!("{}-{}", a.name(), b.name())))
}
