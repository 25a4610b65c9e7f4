//! Looks at policy packs.

use serde::Serialize;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use tanfang_domain::pack::{Notice, Work};
use tanfang_policy::diag::{Diagnostic, Severity, Texts};
use tanfang_policy::dict::Dictionary;
use tanfang_policy::pack::{PackSet, Resolved, SourceFile};

use crate::args::PackCommand;
use crate::run::{BAD_INPUT, Failure, REFUSED, Result, emit};

/// Path of the sentences of findings in the pack `common`.
const CHECKS: &str = "texts/check.zh.toml";

/// One file of a pack, read.
struct File {
    pack: String,
    path: String,
    text: String,
}

/// Runs one command on packs.
pub(crate) fn run(command: &PackCommand, json: bool) -> Result<()> {
    match command {
        PackCommand::Check { folder, sources } => {
            check(folder.as_deref(), sources.as_deref(), json)
        }
        PackCommand::Find { words, pack } => find(words, pack, json),
        PackCommand::Show { pack } => show(pack, json),
    }
}

fn builtin() -> Vec<File> {
    tanfang_packs::sources()
        .iter()
        .map(|file| File {
            pack: file.pack.to_owned(),
            path: file.path.to_owned(),
            text: file.text.to_owned(),
        })
        .collect()
}

fn load(
    facts: &str,
    files: &[File],
) -> std::result::Result<(Arc<Dictionary>, PackSet), Vec<Diagnostic>> {
    let dictionary = Arc::new(Dictionary::load(facts)?);
    let sources: Vec<SourceFile<'_>> = files
        .iter()
        .map(|file| SourceFile {
            pack: &file.pack,
            path: &file.path,
            text: &file.text,
        })
        .collect();
    let packs = PackSet::load(&dictionary, &sources)?;
    Ok((dictionary, packs))
}

fn loaded() -> Result<(Arc<Dictionary>, PackSet)> {
    load(tanfang_packs::FACTS, &builtin()).map_err(|found| refused(&found))
}

fn refused(found: &[Diagnostic]) -> Failure {
    let lines: Vec<String> = found.iter().map(finding).collect();
    Failure::new(BAD_INPUT, "pack", lines.join("\n"))
}

/// Writes a finding as file, line, stable code and one sentence.
fn finding(found: &Diagnostic) -> String {
    let sentence = tanfang_packs::text("common", CHECKS)
        .and_then(|text| Texts::load(CHECKS, text).ok())
        .map(|texts| texts.sentence(found))
        .unwrap_or_default();
    let column = found.column.map_or_else(String::new, |c| format!(":{c}"));
    format!(
        "{}:{}{column}: {} {sentence}",
        found.file,
        found.line,
        found.code.as_str()
    )
}

fn resolve(packs: &PackSet, id: &str) -> Result<Resolved> {
    packs.resolve(id).ok_or_else(|| {
        let known = packs.ids().join(" ");
        Failure::said(REFUSED, "no_pack", &[("pack", id), ("known", &known)])
    })
}

#[derive(Debug, Serialize)]
struct Checked {
    packs: Vec<String>,
    cases: usize,
    warnings: Vec<String>,
}

fn check(folder: Option<&Path>, texts: Option<&Path>, json: bool) -> Result<()> {
    let mut files = builtin();
    let mut facts = tanfang_packs::FACTS.to_owned();
    if let Some(folder) = folder {
        // A dictionary beside the packs stands in the place of the built-in one.
        let beside = folder.join("facts.toml");
        if beside.is_file() {
            facts = std::fs::read_to_string(beside)
                .map_err(|_| Failure::said(BAD_INPUT, "file", &[]))?;
        }
        let given = read(folder)?;
        // A pack given by hand stands in the place of the built-in one.
        files.retain(|file| given.iter().all(|new| new.pack != file.pack));
        files.extend(given);
    }
    let (dictionary, packs) = load(&facts, &files).map_err(|found| refused(&found))?;
    let cases = tanfang_policy::cases::run_all(&packs);
    let mut faults = cases.findings;
    let mut warnings: Vec<String> = packs.warnings().iter().map(finding).collect();
    if let Some(texts) = texts {
        let found = packs.lint_quotes(&|path| std::fs::read_to_string(texts.join(path)).ok());
        for found in found {
            match found.severity {
                Severity::Error => faults.push(found),
                Severity::Warning => warnings.push(finding(&found)),
            }
        }
    }
    // A pack that stands beside another is checked there: alone it lacks what the other brings.
    let beside: BTreeSet<String> = packs
        .ids()
        .into_iter()
        .filter_map(|id| packs.resolve(id))
        .flat_map(|resolved| {
            let heads = resolved
                .beside()
                .iter()
                .filter_map(|other| other.layers().last());
            heads.map(|layer| layer.head.id.clone()).collect::<Vec<_>>()
        })
        .collect();
    for id in packs.ids() {
        if beside.contains(id) {
            continue;
        }
        // A root without a parent is only the ground for others: its rules name
        // schemes and slots that those bring.
        if let Some(resolved) = packs.resolve(id)
            && resolved.layers().len() > 1
            && let Err(found) = Work::assemble(&dictionary, &resolved)
        {
            faults.extend(found);
        }
    }
    if !faults.is_empty() {
        return Err(refused(&faults));
    }
    let checked = Checked {
        packs: packs.ids().into_iter().map(str::to_owned).collect(),
        cases: cases.ran,
        warnings,
    };
    emit(json, &checked, |checked| {
        let mut lines = checked.warnings.clone();
        lines.push(format!(
            "ok: {} ({})",
            checked.packs.join(" "),
            checked.cases
        ));
        lines.join("\n")
    })
}

/// Reads the folder of one pack (it has a `pack.toml`), or of several.
fn read(folder: &Path) -> Result<Vec<File>> {
    let mut files = Vec::new();
    if folder.join("pack.toml").is_file() {
        read_pack(folder, &mut files)?;
        return Ok(files);
    }
    for entry in entries(folder)? {
        if entry.join("pack.toml").is_file() {
            read_pack(&entry, &mut files)?;
        }
    }
    if files.is_empty() {
        return Err(Failure::said(BAD_INPUT, "no_pack_here", &[]));
    }
    Ok(files)
}

fn entries(folder: &Path) -> Result<Vec<std::path::PathBuf>> {
    let failed = |_| Failure::said(BAD_INPUT, "file", &[]);
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        paths.push(entry.map_err(failed)?.path());
    }
    paths.sort();
    Ok(paths)
}

fn read_pack(folder: &Path, files: &mut Vec<File>) -> Result<()> {
    let absolute =
        std::path::absolute(folder).map_err(|_| Failure::said(BAD_INPUT, "file", &[]))?;
    let pack = absolute.file_name().unwrap_or_default().to_string_lossy();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for path in entries(&next)? {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path)
                .map_err(|_| Failure::said(BAD_INPUT, "file", &[]))?;
            let relative = path.strip_prefix(folder).unwrap_or(&path);
            files.push(File {
                pack: pack.clone().into_owned(),
                path: relative.to_string_lossy().replace('\\', "/"),
                text,
            });
        }
    }
    Ok(())
}

#[derive(Debug, Serialize)]
struct Hit {
    pack: String,
    file: String,
    line: u32,
    text: String,
    cite: Option<String>,
}

fn find(words: &str, pack: &str, json: bool) -> Result<()> {
    let (_, packs) = loaded()?;
    let hits: Vec<Hit> = resolve(&packs, pack)?
        .find(words)
        .into_iter()
        .map(|found| Hit {
            pack: found.pack,
            file: found.path,
            line: found.line,
            text: found.text,
            cite: found.cite,
        })
        .collect();
    if hits.is_empty() {
        return Err(Failure::said(REFUSED, "not_found", &[("words", words)]));
    }
    emit(json, &hits, |hits| {
        let lines: Vec<String> = hits
            .iter()
            .map(|hit| {
                let place = format!("{}/{}:{}", hit.pack, hit.file, hit.line);
                let cite = hit.cite.as_deref().unwrap_or_default();
                format!("{place}: {}  {cite}", hit.text.trim())
            })
            .collect();
        lines.join("\n")
    })
}

#[derive(Debug, Serialize)]
struct Shown {
    id: String,
    hash: String,
    layers: Vec<ShownLayer>,
    not_configured: Vec<String>,
}

#[derive(Debug, Serialize)]
struct ShownLayer {
    id: String,
    name: String,
    version: String,
    region: String,
    from: String,
    until: Option<String>,
    sha256: String,
}

fn show(pack: &str, json: bool) -> Result<()> {
    let (dictionary, packs) = loaded()?;
    let resolved = resolve(&packs, pack)?;
    let work = Work::assemble(&dictionary, &resolved).map_err(|found| refused(&found))?;
    let shown = Shown {
        id: pack.to_owned(),
        hash: resolved.hash().to_owned(),
        layers: resolved
            .layers()
            .iter()
            .map(|layer| ShownLayer {
                id: layer.head.id.clone(),
                name: layer.head.name.clone(),
                version: layer.head.version.clone(),
                region: layer.head.region.clone(),
                from: layer.head.from.to_string(),
                until: layer.head.until.map(|day| day.to_string()),
                sha256: work
                    .packs()
                    .iter()
                    .find(|pack| pack.id == layer.head.id)
                    .map(|pack| pack.sha256.clone())
                    .unwrap_or_default(),
            })
            .collect(),
        not_configured: work
            .notices()
            .iter()
            .map(|notice| match notice {
                Notice::SlotUnset { slot, question } => format!("{slot} ({question})"),
                Notice::ObligationUnset { obligation } => obligation.clone(),
                Notice::NotScheduled { obligation, key } => format!("{obligation} ({key})"),
                Notice::LedgerNotMade { ledger, rows } => format!("{ledger} ({rows})"),
            })
            .collect(),
    };
    emit(json, &shown, |shown| {
        let mut lines = vec![format!("{} {}", shown.id, shown.hash)];
        for layer in &shown.layers {
            lines.push(format!(
                "  {} {} {} {} {}– {}",
                layer.id,
                layer.name,
                layer.version,
                layer.region,
                layer.from,
                layer.until.as_deref().unwrap_or_default()
            ));
        }
        for slot in &shown.not_configured {
            lines.push(format!("  - {slot}"));
        }
        lines.join("\n")
    })
}
