//! Finds words in packs: pack, file, line, clause.

use serde::Serialize;

use super::load::{loaded, resolve};
use super::words::words as say;
use crate::run::{Failure, REFUSED, Result, emit};

#[derive(Debug, Serialize)]
struct Hit {
    pack: String,
    file: String,
    line: u32,
    text: String,
    cite: Option<String>,
}

/// Finds words in one pack with its parents, or in all packs.
pub(super) fn find(words: &str, pack: Option<&str>, json: bool) -> Result<()> {
    let loaded = loaded()?;
    let all = if let Some(pack) = pack {
        vec![resolve(&loaded.packs, pack)?]
    } else {
        let ids = loaded.packs.ids().into_iter();
        ids.filter_map(|id| loaded.packs.resolve(id)).collect()
    };
    let mut hits: Vec<Hit> = Vec::new();
    for resolved in all {
        for found in resolved.find(words) {
            // Among all packs each says only what stands in itself.
            if pack.is_some() || found.pack == resolved.id() {
                hits.push(Hit {
                    pack: found.pack,
                    file: found.path,
                    line: found.line,
                    text: found.text,
                    cite: found.cite,
                });
            }
        }
    }
    if hits.is_empty() {
        let sentence = say("not_found", &[("words", words)]);
        return Err(Failure::new(REFUSED, "not_found", sentence));
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
