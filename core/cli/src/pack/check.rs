//! Checks packs: what makes them wrong, what makes them doubtful, and their cases.

use serde::Serialize;
use std::collections::BTreeSet;
use std::path::Path;
use tanfang_domain::pack::Work;
use tanfang_domain::vectors;
use tanfang_policy::cases;
use tanfang_policy::diag::{Diagnostic, Severity};
use tanfang_policy::lint::{Banned, Rules};
use tanfang_policy::pack::Resolved;
use tanfang_values::{Calendar, Day};

use super::load::{Finding, Loaded, over, refused};
use super::words::words;
use crate::run::{Failure, REFUSED, Result, emit};

/// Path of the words that must not be said, in the pack `common`.
const BANNED: &str = "texts/banned.zh.toml";

#[derive(Debug, Serialize)]
struct Checked {
    packs: Vec<String>,
    cases: usize,
    findings: Vec<Finding>,
}

impl Checked {
    fn of(concerned: &BTreeSet<String>, cases: usize, findings: &[Diagnostic]) -> Self {
        Self {
            packs: concerned.iter().cloned().collect(),
            cases,
            findings: findings.iter().map(Finding::of).collect(),
        }
    }

    fn lines(&self) -> Vec<String> {
        let lines = self.findings.iter().map(Finding::line);
        lines.map(str::to_owned).collect()
    }
}

/// The packs that a change of those given can touch: they and all that stand on or beside them.
fn concerned(loaded: &Loaded) -> BTreeSet<String> {
    let ids = loaded.packs.ids().into_iter();
    let all: Vec<_> = ids.filter_map(|id| loaded.packs.resolve(id)).collect();
    let touched = all.iter().filter(|pack| {
        loaded.given.is_empty()
            || pack
                .layers()
                .iter()
                .chain(pack.beside().iter().flat_map(Resolved::layers))
                .any(|layer| loaded.given.contains(&layer.head.id))
    });
    touched.map(|pack| pack.id().to_owned()).collect()
}

/// Quotes that are not in their line, and sources that are not at hand.
fn quotes(loaded: &Loaded, texts: Option<&Path>) -> Vec<Diagnostic> {
    texts.map_or_else(Vec::new, |texts| {
        let found = loaded
            .packs
            .lint_quotes(&|path| std::fs::read_to_string(texts.join(path)).ok());
        found.into_iter().filter(|one| ours(loaded, one)).collect()
    })
}

/// Whether a finding is about a pack that was given.
fn ours(loaded: &Loaded, found: &Diagnostic) -> bool {
    let pack = found.file.split('/').next().unwrap_or_default();
    loaded.given.is_empty() || loaded.given.contains(pack)
}

/// Faults of obligations, checklists and ledgers.
fn assembled(loaded: &Loaded, concerned: &BTreeSet<String>) -> Vec<Diagnostic> {
    // A pack that stands beside another is checked there: alone it lacks what the other brings.
    let beside: BTreeSet<String> = loaded
        .packs
        .ids()
        .into_iter()
        .filter_map(|id| loaded.packs.resolve(id))
        .flat_map(|resolved| {
            let others = resolved.beside().iter();
            others
                .map(|other| other.id().to_owned())
                .collect::<Vec<_>>()
        })
        .collect();
    let mut faults = Vec::new();
    for id in concerned.iter().filter(|id| !beside.contains(*id)) {
        // A root without a parent is only the ground for others: its rules name
        // schemes and slots that those bring.
        if let Some(resolved) = loaded.packs.resolve(id)
            && resolved.layers().len() > 1
            && let Err(found) = Work::assemble(&loaded.dictionary, &resolved)
        {
            faults.extend(found);
        }
    }
    faults
}

/// Runs the cases of some packs, of schemes and of duties: how many, and what came out otherwise.
fn run_cases(loaded: &Loaded, concerned: &BTreeSet<String>) -> (usize, Vec<Diagnostic>) {
    let (mut ran, mut faults) = (0, Vec::new());
    let calendar = Calendar::read(tanfang_packs::CALENDAR).ok();
    for pack in concerned.iter().filter_map(|id| loaded.packs.resolve(id)) {
        let out = cases::run(&pack);
        ran += out.ran;
        faults.extend(out.findings);
        if let Some(calendar) = &calendar {
            let out = vectors::run(&pack, calendar, |_| true);
            ran += out.count();
            faults.extend(out.findings);
        }
    }
    (ran, faults)
}

/// Findings of loading and of the second look.
fn doubts(loaded: &Loaded, day: Option<Day>) -> Vec<Diagnostic> {
    let banned = tanfang_packs::text("common", BANNED)
        .and_then(|text| Banned::load(BANNED, text).ok())
        .unwrap_or_default();
    let rules = Rules { banned, day };
    let mut out: BTreeSet<Diagnostic> = loaded
        .packs
        .warnings()
        .iter()
        .filter(|found| ours(loaded, found))
        .cloned()
        .collect();
    out.extend(tanfang_policy::lint::lint(
        &loaded.packs,
        &loaded.given,
        &rules,
    ));
    out.into_iter().collect()
}

/// Checks everything: types, cases, quotes, and what a colleague would notice.
pub(super) fn check(folder: Option<&Path>, texts: Option<&Path>, json: bool) -> Result<()> {
    let loaded = over(folder)?;
    let concerned = concerned(&loaded);
    let (ran, mut faults) = run_cases(&loaded, &concerned);
    faults.extend(assembled(&loaded, &concerned));
    let mut findings = doubts(&loaded, None);
    for found in quotes(&loaded, texts) {
        match found.severity {
            Severity::Error => faults.push(found),
            Severity::Warning => findings.push(found),
        }
    }
    if !faults.is_empty() {
        return Err(refused(&faults));
    }
    let checked = Checked::of(&concerned, ran, &findings);
    emit(json, &checked, |checked| {
        let mut lines = checked.lines();
        lines.push(format!(
            "ok: {} ({})",
            checked.packs.join(" "),
            checked.cases
        ));
        lines.join("\n")
    })
}

/// Refuses a folder whose packs do not load, or whose cases fail.
pub(super) fn sound(folder: &Path) -> Result<()> {
    let loaded = over(Some(folder))?;
    let concerned = concerned(&loaded);
    let (_, mut faults) = run_cases(&loaded, &concerned);
    faults.extend(assembled(&loaded, &concerned));
    if faults.is_empty() {
        Ok(())
    } else {
        Err(refused(&faults))
    }
}

/// Looks over packs; exits with 1 while anything is left to look at.
pub(super) fn lint(
    folder: Option<&Path>,
    texts: Option<&Path>,
    day: Option<Day>,
    json: bool,
) -> Result<()> {
    let loaded = over(folder)?;
    let concerned = concerned(&loaded);
    let mut findings = doubts(&loaded, day);
    findings.extend(assembled(&loaded, &concerned));
    findings.extend(quotes(&loaded, texts));
    let checked = Checked::of(&concerned, 0, &findings);
    emit(json, &checked, |checked| {
        let mut lines = checked.lines();
        let packs = checked.packs.join(" ");
        lines.push(if checked.findings.is_empty() {
            words("lint_clean", &[("packs", &packs)])
        } else {
            let count = checked.findings.len().to_string();
            words("lint_found", &[("count", &count)])
        });
        lines.join("\n")
    })?;
    if findings.is_empty() {
        Ok(())
    } else {
        Err(Failure::quiet(REFUSED, "lint"))
    }
}

/// Runs the cases of packs.
pub(super) fn test(folder: Option<&Path>, json: bool) -> Result<()> {
    let loaded = over(folder)?;
    let concerned = concerned(&loaded);
    let (ran, faults) = run_cases(&loaded, &concerned);
    if !faults.is_empty() {
        return Err(refused(&faults));
    }
    let checked = Checked::of(&concerned, ran, &[]);
    emit(json, &checked, |checked| {
        let packs = checked.packs.join(" ");
        let cases = checked.cases.to_string();
        words("test_ok", &[("packs", &packs), ("cases", &cases)])
    })
}
