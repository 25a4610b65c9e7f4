//! Where something of a pack is written: pack, file, line, citation.

use tanfang_policy::cite::Cite;
use tanfang_values::Day;

/// Names the place of an item in a pack, and what it cites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// The pack it stands in.
    pub pack: String,
    /// `pack/path` of the file.
    pub file: String,
    /// Line in the file, from 1.
    pub line: u32,
    /// The citation.
    pub cite: Option<Cite>,
    /// How it is read, where it can be read two ways.
    pub reading: Option<String>,
    /// First day on which its pack is in force.
    pub from: Day,
    /// Last day on which its pack is in force; none where the text does not say.
    pub until: Option<Day>,
}

impl Clause {
    /// Tells whether its pack is in force on a day.
    pub fn in_force(&self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}
