//! Shows a pack: layers, dates, hashes, what is not configured.

use serde::Serialize;
use tanfang_domain::pack::{Notice, Work};

use super::load::{loaded, refused, resolve};
use crate::run::{Result, emit};

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

pub(super) fn show(pack: &str, json: bool) -> Result<()> {
    let loaded = loaded()?;
    let resolved = resolve(&loaded.packs, pack)?;
    let work = Work::assemble(&loaded.dictionary, &resolved).map_err(|found| refused(&found))?;
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
