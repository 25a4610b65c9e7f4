//! What a check of evidence came to, in words: for a screen, the command line, and the report
//! that goes into an archive.
//!
//! [`look_at`] checks an archive or the folder it was unpacked into; [`page`] and [`sentence`]
//! word what `tanfang_evidence::finding` found; [`html`] writes the report that a clerk reads in
//! a browser. None of it needs a store.

mod html;

use std::fs::File;
use std::path::Path;

use tanfang_evidence::bundle::{Archive, Folder, Members, OpenError, Zip, look};
use tanfang_evidence::finding::{Arg as Filled, Case, Eye, Finding, Log, Reason, Report, Verdict};
use tanfang_log::WitnessKey;
use tanfang_values::Stamp;

use crate::say::Say;
use crate::texts::{Arg, StringTable, Texts};
use crate::view::{Block, Line, Masked, PageView, Tone};

pub use html::{Handed, HandedPhoto, html};

/// Minutes east of UTC in China, for times that are shown.
const CHINA_MIN: i32 = 480;

/// Holds what the one who checks knows of himself, beside the archive.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Who may give receipts.
    pub witnesses: Vec<WitnessKey>,
    /// Keys of devices on the township's list, SEC1 compressed; none if there is no list.
    pub enrolled: Option<Vec<Vec<u8>>>,
    /// Receipts that came beside the archive, as notes.
    pub receipts: Vec<String>,
}

impl Known {
    /// Puts what is known into a case.
    pub(crate) fn tell(&self, case: &mut Case<'_>) {
        case.witnesses.clone_from(&self.witnesses);
        case.enrolled.clone_from(&self.enrolled);
        case.receipts.clone_from(&self.receipts);
    }
}

/// Checks an archive, or the folder it was unpacked into.
///
/// # Errors
/// [`OpenError`] if it cannot be opened at all; whatever lies in it gives a report.
pub fn look_at(
    path: &Path,
    eye: &dyn Eye,
    now_ms: i64,
    known: &Known,
) -> Result<Report, OpenError> {
    with(path, |members| {
        look(members, eye, now_ms, |case| known.tell(case))
    })
}

/// Reads the logs of an archive, as they stand there, for a witness to look at.
///
/// # Errors
/// [`OpenError`] if it cannot be opened at all.
pub fn logs(path: &Path) -> Result<Vec<Log>, OpenError> {
    with(path, |members| Archive::open(members).logs)
}

fn with<T>(path: &Path, act: impl FnOnce(&dyn Members) -> T) -> Result<T, OpenError> {
    if path.is_dir() {
        Ok(act(&Folder::open(path)?))
    } else {
        Ok(act(&Zip::open(File::open(path)?)?))
    }
}

/// Says why a check came out as it did.
pub fn sentence(texts: &StringTable, reason: &Reason) -> String {
    let key = format!("finding.reason.{}", reason.code);
    let holes = texts.holes(&key).unwrap_or_default();
    let values: Vec<(&str, Value)> = reason
        .args
        .iter()
        .filter(|(name, _)| holes.contains(name))
        .map(|(name, arg)| (*name, value(texts, name, arg)))
        .collect();
    let args: Vec<(&str, Arg<'_>)> = values
        .iter()
        .map(|(name, value)| match value {
            Value::Int(n) => (*name, (*n).into()),
            Value::Text(text) => (*name, text.as_str().into()),
        })
        .collect();
    texts.format(&key, &args)
}

/// Says a reason of a report as [`sentence`] does; where it names a file of one of the photos, by the
/// number that [`page`] gives the photo too, for nobody knows a photo by its path.
pub fn told(texts: &StringTable, report: &Report, reason: &Reason) -> String {
    let said = sentence(texts, reason);
    match number(report, reason) {
        Some(n) => texts.format(
            "finding.page.file_of",
            &[("n", n.into()), ("said", said.as_str().into())],
        ),
        None => said,
    }
}

/// The place of a photo among all, from 1, if a reason names a file of it.
fn number(report: &Report, reason: &Reason) -> Option<i64> {
    let path = reason.args.iter().find_map(|(name, arg)| match arg {
        Filled::Text(path) if *name == "path" => Some(path),
        _ => None,
    })?;
    let (photo, _) = path.strip_prefix("photos/")?.split_once('.')?;
    let mut numbered = (1_i64..).zip(&report.photos);
    numbered.find_map(|(n, found)| (found.photo == photo).then_some(n))
}

enum Value {
    Int(i64),
    Text(String),
}

fn value(texts: &StringTable, name: &str, arg: &Filled) -> Value {
    match arg {
        Filled::Int(n) => Value::Int(*n),
        Filled::At(ms) => Value::Text(at(texts, *ms)),
        // A code has words of its own, if there are any; what a worker wrote has none.
        Filled::Text(text) => Value::Text(match name {
            "why" | "part" | "cue" | "flag" => texts
                .try_get(&format!("finding.{name}.{text}"))
                .map_or_else(|_| text.clone(), str::to_owned),
            _ => text.clone(),
        }),
    }
}

/// Says an instant as a clock in China shows it.
pub fn at(texts: &StringTable, ms: i64) -> String {
    let stamp = Stamp {
        ms,
        offset_min: CHINA_MIN,
    };
    let (year, month, day) = stamp.day().ymd();
    let (hour, minute) = stamp.shanghai_hm();
    let day = texts.format(
        "form.full_day",
        &[
            ("year", year.into()),
            ("month", month.into()),
            ("day", day.into()),
        ],
    );
    format!("{day} {hour:02}:{minute:02}")
}

/// Says a verdict: 通过, 提示, 不符, 未能判断.
pub fn verdict(texts: &StringTable, verdict: Verdict) -> String {
    texts
        .get(&format!("finding.verdict.{}", verdict.name()))
        .to_owned()
}

/// Says a check and how it came out: 原图:通过.
pub fn headline(texts: &StringTable, finding: &Finding) -> String {
    let check = texts
        .get(&format!("finding.check.{}", finding.check.name()))
        .to_owned();
    let verdict = verdict(texts, finding.verdict);
    texts.format(
        "finding.page.line",
        &[
            ("check", check.as_str().into()),
            ("verdict", verdict.as_str().into()),
        ],
    )
}

/// Says in one sentence what a report comes to.
pub fn summary(texts: &StringTable, report: &Report) -> String {
    let entries: u64 = report.logs.iter().map(|log| log.entries).sum();
    let entries = i64::try_from(entries).unwrap_or(i64::MAX);
    let heaviest = verdict(texts, report.verdict());
    texts.format(
        "finding.page.sum",
        &[
            ("photos", report.photos.len().into()),
            ("entries", entries.into()),
            ("verdict", heaviest.as_str().into()),
        ],
    )
}

/// Puts a report on a page: the archive, each photo, each log, and what no check can tell.
pub fn page(texts: &StringTable, report: &Report) -> PageView {
    let open = |text: &str| Say::open(text.to_owned());
    let mut blocks = Vec::new();
    if !report.archive.is_empty() {
        let title = open(texts.get("finding.page.archive"));
        blocks.push(block(texts, report, title, &report.archive));
    }
    for (n, photo) in (1_i64..).zip(&report.photos) {
        let title = texts.format("finding.page.photo", &[("n", n.into())]);
        blocks.push(block(texts, report, Say::open(title), &photo.findings));
    }
    for log in &report.logs {
        let title = open(texts.get("finding.page.log"));
        blocks.push(block(texts, report, title, &log.findings));
    }
    let beyond = report
        .beyond
        .iter()
        .map(|code| {
            let words = texts.get(&format!("finding.beyond.{code}")).to_owned();
            Say::line(Say::open(words), Tone::Quiet, None)
        })
        .collect();
    blocks.push(Block {
        title: open(texts.get("finding.beyond.head")),
        lines: beyond,
        actions: Vec::new(),
        go: None,
    });
    PageView {
        title: open(texts.get("finding.page.title")),
        sentence: Some(Say::open(format!(
            "{}{}",
            summary(texts, report),
            texts.get("finding.page.no_score")
        ))),
        blocks,
        primary: None,
        empty: None,
    }
}

fn block(texts: &StringTable, report: &Report, title: Masked, findings: &[Finding]) -> Block {
    let mut lines = Vec::new();
    for finding in findings {
        let tone = tone(finding.verdict);
        lines.push(line(headline(texts, finding), tone));
        for reason in &finding.reasons {
            lines.push(line(told(texts, report, reason), Tone::Quiet));
        }
    }
    Block {
        title,
        lines,
        actions: Vec::new(),
        go: None,
    }
}

fn line(text: String, tone: Tone) -> Line {
    Say::line(Say::open(text), tone, None)
}

/// 不符 is worth a look as 提示 is: it accuses nobody.
pub(crate) const fn tone(verdict: Verdict) -> Tone {
    match verdict {
        Verdict::Pass => Tone::Done,
        Verdict::CannotTell => Tone::Quiet,
        Verdict::Note | Verdict::Mismatch => Tone::Amber,
    }
}
