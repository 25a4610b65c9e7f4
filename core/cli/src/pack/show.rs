//! Shows a pack: layers, dates, hashes, what is not configured.

use serde::Serialize;
use tanfang_domain::pack::{Notice, Work};
use tanfang_values::Day;

use super::load::{loaded, refused, resolve};
use super::words::words;
use crate::run::{Result, emit};

#[derive(Debug, Serialize)]
struct Shown {
    id: String,
    hash: String,
    layers: Vec<ShownLayer>,
    not_configured: Vec<String>,
    /// Standards without a value on the day.
    params_unset: Vec<String>,
    /// Terms whose content nobody has filled in.
    slots_unset: Vec<String>,
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

/// Shows a pack as it stands on a day; without a day, on the last that its standards know.
pub(super) fn show(pack: &str, day: Option<Day>, json: bool) -> Result<()> {
    let loaded = loaded()?;
    let resolved = resolve(&loaded.packs, pack)?;
    let work = Work::assemble(&loaded.dictionary, &resolved).map_err(|found| refused(&found))?;
    let day = day.unwrap_or(Day::MAX);
    let shown = Shown {
        params_unset: resolved
            .params()
            .iter()
            .filter(|param| param.on(day).is_none())
            .map(|param| param.name.clone())
            .collect(),
        slots_unset: resolved
            .slots()
            .iter()
            .filter(|slot| slot.items.is_empty())
            .map(|slot| slot.name.clone())
            .collect(),
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
        let unset = [
            ("show_params", &shown.params_unset),
            ("show_slots", &shown.slots_unset),
        ];
        for (key, names) in unset {
            if !names.is_empty() {
                lines.push(words(key, &[("names", &names.join("、"))]));
            }
        }
        lines.join("\n")
    })
}
