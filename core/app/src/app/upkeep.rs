//! Looking after the store: for the command line and for repair.

use tanfang_log::ChainReport;
use tanfang_store::{Damage, Salvage};

use super::App;
use super::open::{self, Session};
use super::{OpenConfig, errors, kit::Kit};
use crate::error::Result;
use crate::ports::Ports;
use crate::texts::Texts;
use crate::view::Report;

impl App {
    /// Reads every page of the store file and says what is damaged.
    pub fn check(&self) -> Result<Report> {
        let session = self.session();
        let damage = session
            .db
            .store()
            .check_pages()
            .map_err(|error| errors::store(&self.kit, &error))?;
        Ok(damaged(&self.kit, damage))
    }

    /// Makes every projection again from the operations.
    pub fn rebuild(&self) -> Result<Report> {
        let session = self.session();
        session
            .db
            .store()
            .rebuild()
            .map_err(|error| errors::store(&self.kit, &error))?;
        Ok(Report {
            sound: true,
            sentence: self.kit.say.texts().get("upkeep.rebuilt").to_owned(),
            lines: Vec::new(),
        })
    }

    /// Verifies the chain of operations of every instance that is here.
    pub fn verify(&self) -> Result<Report> {
        let session = self.session();
        let reports = session
            .db
            .store()
            .verify()
            .map_err(|error| errors::store(&self.kit, &error))?;
        Ok(verified(&self.kit, &reports))
    }

    /// Copies every readable record of a damaged store to a new file, and sets
    /// the old one aside; nothing is deleted. No [`App`] may be open on it.
    pub fn repair(config: &OpenConfig, ports: &Ports) -> Result<Report> {
        let kit = Kit::builtin()?;
        let practice = config.practice || open::was_practice(&config.dir);
        let salvage = Session::repair(&kit, ports, &config.dir, practice)?;
        Ok(salvaged(&kit, &salvage))
    }
}

fn damaged(kit: &Kit, damage: Damage) -> Report {
    let texts = kit.say.texts();
    let sound = damage.is_none();
    let sentence = if sound {
        texts.get("upkeep.whole")
    } else {
        texts.get("error.store_damaged")
    };
    let mut lines = damage.tables;
    lines.extend(damage.findings);
    Report {
        sound,
        sentence: sentence.to_owned(),
        lines,
    }
}

fn verified(kit: &Kit, reports: &[ChainReport]) -> Report {
    let texts = kit.say.texts();
    let sound = reports.iter().all(ChainReport::is_sound);
    let ops: u64 = reports.iter().map(|report| report.ops).sum();
    let sentence = if sound {
        texts.format("upkeep.sound", &[("n", ops.into())])
    } else {
        texts.get("upkeep.unsound").to_owned()
    };
    let mut lines = Vec::new();
    for report in reports {
        lines.push(texts.format(
            "upkeep.chain",
            &[
                ("instance", report.instance.as_str().into()),
                ("n", report.ops.into()),
                ("purged", report.purged.into()),
            ],
        ));
        lines.extend(report.findings.iter().map(|finding| format!("{finding:?}")));
    }
    Report {
        sound,
        sentence,
        lines,
    }
}

fn salvaged(kit: &Kit, salvage: &Salvage) -> Report {
    let texts = kit.say.texts();
    let mut lines: Vec<String> = salvage
        .missing
        .iter()
        .map(|(instance, seq)| format!("{instance} {seq}"))
        .collect();
    lines.extend(salvage.local_damaged.iter().cloned());
    if let Some(path) = &salvage.set_aside {
        lines.push(path.display().to_string());
    }
    Report {
        sound: salvage.missing.is_empty() && salvage.local_damaged.is_empty(),
        sentence: texts.format(
            "upkeep.salvaged",
            &[
                ("n", salvage.ops.into()),
                ("missing", salvage.missing.len().into()),
            ],
        ),
        lines,
    }
}
