//! Records of one store as a file for another, until there is a hub.
//!
//! The file is UTF-8 text: a line that says what it is, then a line an op,
//! `{"envelope":"…","body":"…"}`, each the op's own bytes as a JSON string, so
//! that hashes hold; `body` is null where it was purged.

use serde::{Deserialize, Serialize};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use super::App;
use crate::error::{ErrorKind, Result};
use crate::texts::Texts;
use crate::view::{Outcome, Screen};

const MAGIC: &str = "tanfang-exchange-1";

#[derive(Debug, Serialize, Deserialize)]
struct Head {
    format: String,
}

/// One op as it travels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Carried {
    pub(crate) envelope: String,
    pub(crate) body: Option<String>,
}

/// Writes every op of the store to a file, which must be free.
pub(crate) fn export(app: &App, path: &Path) -> Result<Outcome> {
    let session = app.session();
    let ops = session.db.carried(&app.kit)?;
    write(path, &ops).map_err(|error| {
        tracing::warn!(kind = ?error.kind(), "exchange");
        app.kit.error(ErrorKind::Unreadable, "store_file", &[])
    })?;
    Ok(Outcome {
        sentence: app
            .kit
            .say
            .texts()
            .format("settings.exchange_saved", &[("n", ops.len().into())]),
        undo: None,
        go: None,
        changed: false,
    })
}

fn write(path: &Path, ops: &[Carried]) -> std::io::Result<()> {
    let mut out = BufWriter::new(std::fs::File::create_new(path)?);
    let head = Head {
        format: MAGIC.to_owned(),
    };
    serde_json::to_writer(&mut out, &head)?;
    out.write_all(b"\n")?;
    for op in ops {
        serde_json::to_writer(&mut out, op)?;
        out.write_all(b"\n")?;
    }
    out.into_inner()?.sync_all()
}

/// Takes the ops of a file; those already here change nothing.
pub(crate) fn import(app: &App, path: &Path) -> Result<Outcome> {
    let bad = || app.kit.error(ErrorKind::Unreadable, "exchange_bad", &[]);
    let file = std::fs::File::open(path).map_err(|error| {
        tracing::warn!(kind = ?error.kind(), "exchange");
        app.kit.error(ErrorKind::Unreadable, "store_file", &[])
    })?;
    let mut lines = BufReader::new(file).lines();
    let head = lines.next().ok_or_else(bad)?.map_err(|_| bad())?;
    let head: Head = serde_json::from_str(&head).map_err(|_| bad())?;
    if head.format != MAGIC {
        return Err(bad());
    }
    let mut ops = Vec::new();
    for line in lines {
        let line = line.map_err(|_| bad())?;
        ops.push(serde_json::from_str(&line).map_err(|_| bad())?);
    }
    let session = app.session();
    let (taken, refused) = session.db.ingest(&app.kit, &app.ports, ops)?;
    let texts = app.kit.say.texts();
    Ok(Outcome {
        sentence: if refused == 0 {
            texts.format("settings.exchange_done", &[("n", taken.into())])
        } else {
            texts.format(
                "settings.exchange_partly",
                &[("n", taken.into()), ("refused", refused.into())],
            )
        },
        undo: None,
        go: Some(Screen::Today),
        changed: taken > 0,
    })
}
