//! The fingerprint of a picture, and the search for one like it.
//!
//! The fingerprint `dct16-1` is 256 bits: which of the 16 × 16 coarsest waves of the grey picture
//! stand above their median. Saved again, forwarded, made brighter, a picture keeps nearly all of
//! them; two different pictures differ in about half. Four views of each picture are kept, so that
//! a card burnt into its foot, an edge cut off, or the bars of a screenshot do not hide it, and a
//! new picture is looked for in all eight ways a picture can be turned and mirrored.
//!
//! A tour: [`Query::of_rgb`] makes the fingerprint of a picture as decoded; [`Query::mark`] is what
//! the log keeps of it; [`Index::near`] looks through all marks that the phone knows, one after
//! the other, which takes less time than any tree would at a million of them
//! (`specs/photo-evidence.md` §2). What is found is shown side by side to a person, and never said
//! to be anybody's fault.
//!
//! A phone, another phone and the township's computer must agree to the bit, years later and with
//! other libraries. So nothing here is a float and nothing is rounded twice: grey values, means
//! over areas and cosines are integers, and sums of them are exact ([`wave`] says why they fit). A
//! picture turned or mirrored gives exactly the turned mark. `tests/vectors/marks.json` fixes it.

mod bits;
mod index;
mod plane;
mod wave;

pub use bits::{BadBits, Bits};
pub use index::{Band, Index, Near, TooPlain};

use tanfang_domain::event::Fingerprint;

use plane::Plane;

/// The name of this way of making a fingerprint. Another way gets another name; marks of
/// different names are never compared.
pub const ALG: &str = "dct16-1";

/// At most so many of 256 bits apart, two pictures are surely of one origin.
pub const RED: u32 = 40;

/// At most so many of 256 bits apart, two pictures are worth being looked at side by side.
pub const AMBER: u32 = 72;

/// Below this quality a picture tells too little to be told from others.
pub const PLAIN: u8 = 8;

/// A part of a picture of which a mark is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum View {
    /// All of it.
    Full,
    /// The upper 76 %: a card burnt into the foot is left out.
    Top,
    /// The middle, 80 % wide and high: for a picture whose edges were cut off.
    Centre,
    /// What is left without bars of one colour at the edges: for screenshots and frames.
    Trimmed,
}

impl View {
    /// Every view, in the order in which marks list them.
    pub const ALL: [Self; 4] = [Self::Full, Self::Top, Self::Centre, Self::Trimmed];

    /// Returns its name in the log.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Top => "top",
            Self::Centre => "centre",
            Self::Trimmed => "trimmed",
        }
    }
}

/// Which view of a new picture is compared with which of a known one (`specs/photo-evidence.md` §3).
pub const PAIRS: [(View, View); 7] = [
    (View::Full, View::Full),
    (View::Top, View::Top),
    (View::Centre, View::Full),
    (View::Full, View::Centre),
    (View::Trimmed, View::Full),
    (View::Full, View::Trimmed),
    (View::Trimmed, View::Trimmed),
];

/// One of the eight ways to lay a picture: mirrored or not, then turned by quarters, clockwise.
///
/// Of something found it says what is to be done to the new picture so that it lies as the known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Turn(u8);

impl Turn {
    /// As it is.
    pub const UPRIGHT: Self = Self(0);

    /// Returns all eight, upright first.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..8).map(Self)
    }

    /// Returns the turn of a number as the log has it, if there is one.
    pub const fn of_number(number: u8) -> Option<Self> {
        if number < 8 { Some(Self(number)) } else { None }
    }

    /// Returns its number in the log: quarters, and 4 more if mirrored.
    pub const fn number(self) -> u8 {
        self.0
    }

    /// Reports whether left and right change places first.
    pub const fn is_mirrored(self) -> bool {
        self.0 >= 4
    }

    /// Returns by how many quarters it turns, clockwise.
    pub const fn quarters(self) -> u8 {
        self.0 % 4
    }
}

/// What is kept of a picture to find it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Mark {
    /// Of the whole picture.
    pub full: Bits,
    /// Of the upper 76 %; as `full` if that part tells too little.
    pub top: Bits,
    /// Of the middle 80 %; as `full` if that part tells too little.
    pub centre: Bits,
    /// Of what is left without bars; as `full` if there are none or the rest tells too little.
    pub trimmed: Bits,
    /// How much there is to tell apart, 0–100; below [`PLAIN`] it is not judged.
    pub quality: u8,
}

impl Mark {
    /// Returns the bits of a view.
    pub const fn view(&self, view: View) -> &Bits {
        match view {
            View::Full => &self.full,
            View::Top => &self.top,
            View::Centre => &self.centre,
            View::Trimmed => &self.trimmed,
        }
    }

    /// Reports whether the picture tells too little to be told from others.
    pub const fn is_plain(&self) -> bool {
        self.quality < PLAIN
    }

    /// Returns the mark as the log keeps it.
    pub fn to_record(&self) -> Fingerprint {
        Fingerprint {
            alg: ALG.to_owned(),
            full: self.full.to_string(),
            top: self.top.to_string(),
            centre: self.centre.to_string(),
            trimmed: self.trimmed.to_string(),
            quality: self.quality,
        }
    }

    /// Reads a mark as the log keeps it; one of another name or form is an error.
    pub fn of_record(record: &Fingerprint) -> Result<Self, BadMark> {
        if record.alg != ALG {
            return Err(BadMark::Alg(record.alg.clone()));
        }
        let bits = |view: View, text: &str| text.parse().map_err(|why| BadMark::Bits { view, why });
        Ok(Self {
            full: bits(View::Full, &record.full)?,
            top: bits(View::Top, &record.top)?,
            centre: bits(View::Centre, &record.centre)?,
            trimmed: bits(View::Trimmed, &record.trimmed)?,
            quality: record.quality.min(100),
        })
    }
}

/// Why a record is no mark that can be compared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadMark {
    /// It was made in another way.
    #[error("a fingerprint of the kind {0:?} cannot be compared with {ALG}")]
    Alg(String),
    /// A view is no 256 bits.
    #[error("the fingerprint of the view {view:?}: {why}")]
    Bits {
        /// Which.
        view: View,
        /// Why.
        why: BadBits,
    },
}

/// Why no fingerprint can be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "{bytes} bytes are no picture of {width} × {height} pixels in RGB, or one side is 0 or over 65,535"
)]
pub struct BadPicture {
    /// The width as given.
    pub width: u32,
    /// The height as given.
    pub height: u32,
    /// How many bytes came with it.
    pub bytes: usize,
}

/// A picture to look for: its mark, and the marks it would have turned and mirrored.
///
/// The turned ones follow exactly from the picture's waves, but not from its mark; so a search in
/// all eight ways is made when the picture is at hand, that is, when its copies are made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    mark: Mark,
    /// For each view in the order of [`View::ALL`], the bits in the order of [`Turn::all`].
    turned: [Vec<Bits>; 4],
}

impl Query {
    /// Makes the fingerprint of a picture: 8 bits each of red, green, blue, row by row, upright.
    ///
    /// Any size will do; of one as small as 512 pixels the result is the same as of a large one but
    /// for a few bits, so it is made from the copy to show and not from the original's pixels.
    pub fn of_rgb(width: u32, height: u32, rgb: &[u8]) -> Result<Self, BadPicture> {
        let plane = Plane::of_rgb(width, height, rgb).ok_or(BadPicture {
            width,
            height,
            bytes: rgb.len(),
        })?;
        let full = wave::Waves::of(&plane);
        let quality = full.quality();
        let all = full.turned();
        let view = |part: Option<Plane>| {
            part.map(|part| wave::Waves::of(&part))
                .filter(|waves| waves.quality() >= PLAIN)
                .map_or_else(|| all.clone(), |waves| waves.turned())
        };
        let turned = [
            all.clone(),
            view(plane.top()),
            view(plane.centre()),
            view(plane.trimmed()),
        ];
        let [full, top, centre, trimmed] = turned
            .each_ref()
            .map(|bits| bits.first().copied().unwrap_or_default());
        Ok(Self {
            mark: Mark {
                full,
                top,
                centre,
                trimmed,
                quality,
            },
            turned,
        })
    }

    /// Looks for a picture of which only the mark is left: as it lies, and not turned.
    pub fn upright(mark: Mark) -> Self {
        Self {
            mark,
            turned: View::ALL.map(|view| vec![*mark.view(view)]),
        }
    }

    /// Returns what is kept of the picture.
    pub const fn mark(&self) -> &Mark {
        &self.mark
    }

    /// Returns the bits of a view for each turn, upright first; only that one if no more is known.
    pub fn turned(&self, view: View) -> impl Iterator<Item = (Turn, &Bits)> {
        let [full, top, centre, trimmed] = &self.turned;
        let bits = match view {
            View::Full => full,
            View::Top => top,
            View::Centre => centre,
            View::Trimmed => trimmed,
        };
        Turn::all().zip(bits)
    }
}
