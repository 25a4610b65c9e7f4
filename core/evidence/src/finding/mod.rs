//! What can be said about a photo: ten checks, each with its reason, and never a score.
//!
//! A tour, in reading order:
//!
//! * this file – [`Check`] E1–E10, [`Verdict`], [`Reason`], [`Report`] and how a program exits;
//! * [`case`](mod@case) – [`Case`], what is looked at, wherever it came from: logs, files, homes,
//!   keys of witnesses;
//! * `log` – what holds for a whole log: entries, tree, signature, receipts;
//! * `photo` – what holds for one photo;
//! * [`examine`] – puts both together; [`examine_photo`] for one photo.
//!
//! Nothing here asks a clock, a file or a store of its own, and nothing here is a sentence: a
//! reason is a code with arguments, and whoever shows it words it.
//!
//! What no check can tell stands in [`Report::beyond`]: that a scene was not staged, whose hand
//! held the phone, what was before the first receipt. It is said beside every report.

pub mod case;
mod eye;
mod log;
mod near;
mod photo;
mod place;
mod when;

use serde::{Deserialize, Serialize};
use std::fmt;
use tanfang_values::{InstanceId, PhotoId};

pub use case::{Case, Eye, Files, HomePlace, Known, Limits, Log, LogOp, NoEye, NoFiles, Part};
pub use eye::{PipelineEye, RememberingEye};
pub(crate) use photo::digest;

/// Names one of the ten checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Check {
    /// The original is byte for byte what was recorded (原图).
    E1,
    /// The entry stands in the log (记录).
    E2,
    /// The log is complete, and so is what was handed out (链条).
    E3,
    /// The log is signed by a key that is known (签名).
    E4,
    /// The time said fits what others saw (时间).
    E5,
    /// The place said fits the home (地点).
    E6,
    /// No earlier picture looks alike (重复).
    E7,
    /// Where the picture came from (来源).
    E8,
    /// The copy was made of the original (副本).
    E9,
    /// Another party has seen it (回执).
    E10,
}

impl Check {
    /// Every check, in order.
    pub const ALL: [Self; 10] = [
        Self::E1,
        Self::E2,
        Self::E3,
        Self::E4,
        Self::E5,
        Self::E6,
        Self::E7,
        Self::E8,
        Self::E9,
        Self::E10,
    ];

    /// Returns its name, `E1` to `E10`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::E1 => "E1",
            Self::E2 => "E2",
            Self::E3 => "E3",
            Self::E4 => "E4",
            Self::E5 => "E5",
            Self::E6 => "E6",
            Self::E7 => "E7",
            Self::E8 => "E8",
            Self::E9 => "E9",
            Self::E10 => "E10",
        }
    }
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Says how a check came out. The order is that of weight: the heaviest is last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// 通过: what can be checked here holds.
    Pass,
    /// 未能判断: what would be needed is not here, or cannot be known.
    CannotTell,
    /// 提示: somebody should look at it; there may be a good reason.
    Note,
    /// 不符: two things contradict each other.
    Mismatch,
}

impl Verdict {
    /// Returns how a program exits that found this as the heaviest: 0, 3, 1, 2.
    pub const fn exit(self) -> u8 {
        match self {
            Self::Pass => 0,
            Self::Note => 1,
            Self::Mismatch => 2,
            Self::CannotTell => 3,
        }
    }

    /// Returns its name as in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::CannotTell => "cannot_tell",
            Self::Note => "note",
            Self::Mismatch => "mismatch",
        }
    }
}

/// What is wrong in more places than this is said so often, and counted.
const MOST_REASONS: usize = 50;

/// Holds an argument of a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Arg {
    /// A number: a place in the log, metres, minutes, days.
    Int(i64),
    /// A name: a file, a photo, a model of a camera.
    Text(String),
    /// An instant in UTC milliseconds.
    At(i64),
}

/// Says why a check came out as it did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// How this reason alone would have it.
    pub verdict: Verdict,
    /// Stable code; its sentence stands under `finding.<code>`.
    pub code: &'static str,
    /// What fills the sentence, by name.
    pub args: Vec<(&'static str, Arg)>,
}

impl Reason {
    /// Makes a reason without arguments.
    pub const fn new(verdict: Verdict, code: &'static str) -> Self {
        Self {
            verdict,
            code,
            args: Vec::new(),
        }
    }

    /// Adds a number.
    #[must_use]
    pub fn int(mut self, name: &'static str, value: impl TryInto<i64>) -> Self {
        let value = value.try_into().unwrap_or(i64::MAX);
        self.args.push((name, Arg::Int(value)));
        self
    }

    /// Adds a text.
    #[must_use]
    pub fn text(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.args.push((name, Arg::Text(value.into())));
        self
    }

    /// Adds an instant in UTC milliseconds.
    #[must_use]
    pub fn at(mut self, name: &'static str, ms: i64) -> Self {
        self.args.push((name, Arg::At(ms)));
        self
    }
}

/// Holds how one check came out, with every reason, the heaviest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Which check.
    pub check: Check,
    /// The heaviest of its reasons.
    pub verdict: Verdict,
    /// Why.
    pub reasons: Vec<Reason>,
}

impl Finding {
    /// Puts reasons together; without any there is nothing to say against it.
    pub fn of(check: Check, mut reasons: Vec<Reason>) -> Self {
        // Stable: reasons of one weight keep the order in which they were met.
        reasons.sort_by_key(|reason| std::cmp::Reverse(reason.verdict));
        let verdict = reasons.first().map_or(Verdict::Pass, |r| r.verdict);
        if reasons.len() > MOST_REASONS {
            let more = reasons.len() - MOST_REASONS;
            reasons.truncate(MOST_REASONS);
            reasons.push(Reason::new(verdict, "more").int("n", more));
        }
        Self {
            check,
            verdict,
            reasons,
        }
    }

    /// Says whether one of the reasons has this code.
    pub fn says(&self, code: &str) -> bool {
        self.reasons.iter().any(|reason| reason.code == code)
    }
}

/// Holds what was found about one photo: E1 to E10, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PhotoFindings {
    /// The photo.
    pub photo: String,
    /// Whose log it stands in.
    pub instance: String,
    /// Its place there.
    pub seq: u64,
    /// One finding a check.
    pub findings: Vec<Finding>,
}

impl PhotoFindings {
    /// Returns the finding of a check.
    pub fn get(&self, check: Check) -> Option<&Finding> {
        self.findings.iter().find(|finding| finding.check == check)
    }
}

/// Holds what was found about a whole log: E2, E3, E4 and E10.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LogFindings {
    /// Whose log.
    pub instance: String,
    /// How many entries it has.
    pub entries: u64,
    /// How many of them are here whole.
    pub whole: u64,
    /// One finding a check.
    pub findings: Vec<Finding>,
}

/// Holds all that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Of each photo, in the order of the logs.
    pub photos: Vec<PhotoFindings>,
    /// Of each log.
    pub logs: Vec<LogFindings>,
    /// Of the archive itself, if it is one.
    pub archive: Vec<Finding>,
    /// What no check can tell, as codes; see the module.
    pub beyond: &'static [&'static str],
}

impl Report {
    /// What no check can tell; each is 未能判断 for every photo there will ever be.
    ///
    /// They do not count in [`Report::verdict`]: nothing could ever pass.
    pub const BEYOND: &'static [&'static str] = &[
        "staged",
        "hand",
        "rephotographed",
        "before_receipt",
        "not_taken",
    ];

    /// Returns the heaviest of all verdicts: 不符, else 提示, else 未能判断, else 通过.
    pub fn verdict(&self) -> Verdict {
        self.findings()
            .map(|finding| finding.verdict)
            .max()
            .unwrap_or(Verdict::CannotTell)
    }

    /// Returns every finding: of photos, of logs, of the archive.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.photos
            .iter()
            .flat_map(|photo| &photo.findings)
            .chain(self.logs.iter().flat_map(|log| &log.findings))
            .chain(&self.archive)
    }

    /// Returns the checks that came out as 不符, each once.
    pub fn mismatches(&self) -> std::collections::BTreeSet<Check> {
        self.findings()
            .filter(|finding| finding.verdict == Verdict::Mismatch)
            .map(|finding| finding.check)
            .collect()
    }

    /// Returns what was found about a photo.
    pub fn photo(&self, photo: &PhotoId) -> Option<&PhotoFindings> {
        self.photos
            .iter()
            .find(|found| found.photo == photo.as_str())
    }

    /// Returns what was found about a log.
    pub fn log(&self, instance: &InstanceId) -> Option<&LogFindings> {
        self.logs
            .iter()
            .find(|found| found.instance == instance.as_str())
    }
}

/// Looks at a case and says what can be said.
///
/// Total: whatever the bytes are, there is a report. It reads each file at most twice.
pub fn examine(case: &Case<'_>) -> Report {
    let read: Vec<log::ReadLog<'_>> = case.logs.iter().map(log::ReadLog::of).collect();
    let looked: Vec<log::Looked> = read.iter().map(|log| log::look(case, log, &read)).collect();
    let photos = photo::look(case, &read, &looked, None);
    let logs = read
        .iter()
        .zip(looked)
        .map(|(log, looked)| LogFindings {
            instance: log.instance().to_string(),
            entries: log.leaves(),
            whole: log.whole(),
            findings: looked.findings,
        })
        .collect();
    Report {
        photos,
        logs,
        archive: Vec::new(),
        beyond: Report::BEYOND,
    }
}

/// Looks at one photo of a case, by the same checks; none if none of the logs has it.
///
/// The logs may hold of other ops only what bears on it: their beginnings, receipts and purges,
/// the photo before it, the visits at its time. Only its own files are read.
pub fn examine_photo(case: &Case<'_>, photo: &PhotoId) -> Option<PhotoFindings> {
    let read: Vec<log::ReadLog<'_>> = case.logs.iter().map(log::ReadLog::of).collect();
    let looked: Vec<log::Looked> = read.iter().map(|log| log::look(case, log, &read)).collect();
    photo::look(case, &read, &looked, Some(photo))
        .into_iter()
        .next()
}
