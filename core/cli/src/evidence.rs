//! Evidence by hand: checking what was handed out, and the witness in its simplest form.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;
use tanfang_app::proof::{self, Known};
use tanfang_app::texts::StringTable;
use tanfang_domain::event::{Decoded, Event};
use tanfang_evidence::bundle::OpenError;
use tanfang_evidence::finding::{Log, PipelineEye, Report};
use tanfang_log::{Envelope, Memory, PublicKey, SeenHead, WitnessKey, WitnessSigner, notes};

use crate::args::{EvidenceCommand, Trusted};
use crate::print;
use crate::run::{BAD_INPUT, Failure, INTERNAL, REFUSED, Result, emit};

/// The state file of a witness.
#[derive(Debug, Default, Serialize, Deserialize)]
struct State {
    /// By origin: the last head seen.
    heads: BTreeMap<String, Head>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Head {
    size: u64,
    root: String,
    key: String,
}

/// A report with its sentences, as JSON.
#[derive(Serialize)]
struct Said<'a> {
    exit: u8,
    verdict: &'static str,
    summary: String,
    report: &'a Report,
    sentences: BTreeMap<&'static str, Vec<String>>,
}

impl EvidenceCommand {
    /// Tells whether it is about the store in `--dir`.
    pub(crate) const fn needs_store(&self) -> bool {
        matches!(self, Self::Export { .. } | Self::Receipt { .. })
    }
}

/// Checks an archive or a folder; the exit code is that of the heaviest verdict.
pub(crate) fn verify(path: &Path, trusted: &Trusted, now_ms: i64, json: bool) -> Result<()> {
    let known = known(trusted)?;
    let report =
        proof::look_at(path, &PipelineEye, now_ms, &known).map_err(|error| closed(path, &error))?;
    tell(&report, json)
}

/// Prints a report; the exit code is that of the heaviest verdict.
pub(crate) fn tell(report: &Report, json: bool) -> Result<()> {
    let texts = table()?;
    let exit = report.verdict().exit();
    if json {
        let mut sentences: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
        for reason in report.findings().flat_map(|finding| &finding.reasons) {
            let said = proof::told(&texts, report, reason);
            let list = sentences.entry(reason.code).or_default();
            if !list.contains(&said) {
                list.push(said);
            }
        }
        let said = Said {
            exit,
            verdict: report.verdict().name(),
            summary: proof::summary(&texts, report),
            report,
            sentences,
        };
        emit(true, &said, |_| String::new())?;
    } else {
        emit(false, &proof::page(&texts, report), print::page)?;
    }
    if exit == 0 {
        Ok(())
    } else {
        Err(Failure::quiet(exit, report.verdict().name()))
    }
}

/// Runs a command of `tanfang evidence` that needs no store.
pub(crate) fn run(command: &EvidenceCommand, now_ms: i64, json: bool) -> Result<()> {
    match command {
        // They need the store, and `run` does them.
        EvidenceCommand::Export { .. } | EvidenceCommand::Receipt { .. } => Ok(()),
        EvidenceCommand::Key { file, name } => key(file, name, json),
        EvidenceCommand::Cosign {
            archive,
            key,
            name,
            state,
            out,
        } => cosign(archive, key, name, state, out.as_deref(), now_ms, json),
    }
}

fn key(file: &Path, name: &str, json: bool) -> Result<()> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed)
        .map_err(|error| Failure::new(INTERNAL, "random", error.to_string()))?;
    let signer = WitnessSigner::ed25519(name, &seed).map_err(|error| refused(&error))?;
    let public = signer.public().to_text().map_err(|error| refused(&error))?;
    write_new(file, &format!("{}\n", hex::encode(seed)))?;
    write_new(&beside(file), &format!("{public}\n"))?;
    emit(json, &public, Clone::clone)
}

fn cosign(
    archive: &Path,
    key: &Path,
    name: &str,
    state: &Path,
    out: Option<&Path>,
    now_ms: i64,
    json: bool,
) -> Result<()> {
    let seed = read(key)?;
    let mut bytes = [0; 32];
    hex::decode_to_slice(seed.trim(), &mut bytes).map_err(|_| unusable(key))?;
    let signer = WitnessSigner::ed25519(name, &bytes).map_err(|error| refused(&error))?;
    let mut memory = remembered(state)?;
    let time = u64::try_from(now_ms / 1000).unwrap_or(0);
    let logs = proof::logs(archive).map_err(|error| closed(archive, &error))?;
    let mut receipts = Vec::new();
    for log in logs {
        let (Some(head), Some(key)) = (log.heads.last(), device_key(&log)) else {
            continue;
        };
        let answer = memory
            .answer(head, &key, &log.leaves, &signer, time)
            .map_err(|error| refused(&error))?;
        receipts.push(answer);
    }
    if receipts.is_empty() {
        return Err(Failure::said(REFUSED, "no_head", &[]));
    }
    // First what was seen is remembered, then the receipt goes out: never the other way round.
    remember(state, &memory)?;
    let text = receipts.concat();
    match out {
        Some(out) => write(out, &text),
        None => emit(json, &text, Clone::clone),
    }
}

/// The key that a log says is its own; the witness keeps to the first it saw.
fn device_key(log: &Log) -> Option<PublicKey> {
    let op = log.ops.iter().find(|op| op.seq == 1)?;
    let envelope = Envelope::read(&op.envelope).ok()?;
    let Decoded::Known(event) = Event::decode(&envelope.kind, envelope.v, op.body.as_deref()?)
    else {
        return None;
    };
    let Event::InstanceBegan(began) = *event else {
        return None;
    };
    PublicKey::from_sec1(&hex::decode(began.public_key?).ok()?).ok()
}

/// Reads whom the one who checks believes.
pub(crate) fn known(trusted: &Trusted) -> Result<Known> {
    let mut known = Known::default();
    for file in &trusted.witnesses {
        for line in read(file)?.lines().filter(|line| !line.trim().is_empty()) {
            let key = WitnessKey::parse(line.trim()).map_err(|_| unusable(file))?;
            known.witnesses.push(key);
        }
    }
    if let Some(file) = &trusted.enrolled {
        let mut keys = Vec::new();
        for line in read(file)?.lines().filter(|line| !line.trim().is_empty()) {
            keys.push(hex::decode(line.trim()).map_err(|_| unusable(file))?);
        }
        known.enrolled = Some(keys);
    }
    for file in &trusted.receipts {
        known
            .receipts
            .extend(notes(&read(file)?).into_iter().map(str::to_owned));
    }
    Ok(known)
}

fn remembered(file: &Path) -> Result<Memory> {
    let state: State = match std::fs::read(file) {
        Ok(bytes) => serde_json::from_slice(&bytes).map_err(|_| unusable(file))?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => State::default(),
        Err(_) => return Err(unusable(file)),
    };
    let mut memory = Memory::default();
    for (origin, head) in state.heads {
        let seen = SeenHead {
            size: head.size,
            root: head.root.parse().map_err(|_| unusable(file))?,
            key: hex::decode(&head.key).map_err(|_| unusable(file))?,
        };
        memory.heads.insert(origin, seen);
    }
    Ok(memory)
}

fn remember(file: &Path, memory: &Memory) -> Result<()> {
    let heads = memory
        .heads
        .iter()
        .map(|(origin, head)| {
            let head = Head {
                size: head.size,
                root: head.root.to_hex(),
                key: hex::encode(&head.key),
            };
            (origin.clone(), head)
        })
        .collect();
    let text = serde_json::to_string_pretty(&State { heads })?;
    // Through a file beside it: a torn state would make the witness forget.
    let mut new = file.as_os_str().to_owned();
    new.push(".new");
    write(Path::new(&new), &format!("{text}\n"))?;
    std::fs::rename(&new, file).map_err(|_| unusable(file))
}

fn table() -> Result<StringTable> {
    StringTable::builtin().map_err(|_| Failure::quiet(INTERNAL, "texts"))
}

fn read(file: &Path) -> Result<String> {
    std::fs::read_to_string(file).map_err(|_| unusable(file))
}

fn write(file: &Path, text: &str) -> Result<()> {
    std::fs::write(file, text).map_err(|_| unusable(file))
}

fn write_new(file: &Path, text: &str) -> Result<()> {
    use std::io::Write as _;
    std::fs::File::create_new(file)
        .and_then(|mut new| new.write_all(text.as_bytes()))
        .map_err(|_| unusable(file))
}

/// Where the public half of a key goes.
fn beside(file: &Path) -> std::path::PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".pub");
    name.into()
}

fn unusable(file: &Path) -> Failure {
    let name = file.display().to_string();
    Failure::said(BAD_INPUT, "evidence_file", &[("file", &name)])
}

fn closed(file: &Path, error: &OpenError) -> Failure {
    let (name, why) = (file.display().to_string(), error.to_string());
    Failure::said(BAD_INPUT, "no_archive", &[("file", &name), ("why", &why)])
}

fn refused(error: &impl std::fmt::Display) -> Failure {
    let why = error.to_string();
    Failure::said(REFUSED, "not_signed", &[("why", &why)])
}
