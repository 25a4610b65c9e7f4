//! What a worker said of the columns of a form, kept on this device.
//!
//! A form is known by the fingerprint of its titles; nothing of a person is in
//! it. What is kept is one JSON text a form, with its version.

use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::app::db::Db;
use crate::app::errors;
use crate::error::Result;
use crate::import::{
    Choice, Choices, Columns, ImportError, RawBook, Workbook, guess_raw, read_raw,
};

/// Before the fingerprint in the name of a setting.
const SETTING: &str = "import.template.";
/// Version of what is kept.
const VERSION: u32 = 1;

#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    v: u32,
    choice: Choice,
}

/// Returns what was said of a form; what a later version kept is left alone.
pub(super) fn remembered(app: &App, db: &Db, template: &str) -> Result<Option<Choice>> {
    if template.is_empty() {
        return Ok(None);
    }
    let Some(text) = db.setting(&app.kit, &format!("{SETTING}{template}"))? else {
        return Ok(None);
    };
    match serde_json::from_str::<Kept>(&text) {
        Ok(kept) if kept.v == VERSION => Ok(Some(kept.choice)),
        Ok(_) => Ok(None),
        Err(error) => {
            tracing::warn!(%error, "template");
            Ok(None)
        }
    }
}

/// Keeps what was said of a form.
pub(super) fn remember(app: &App, db: &Db, template: &str, choice: &Choice) -> Result<()> {
    let kept = Kept {
        v: VERSION,
        choice: choice.clone(),
    };
    let text = serde_json::to_string(&kept).map_err(|error| {
        tracing::error!(%error, "template");
        app.kit
            .error(crate::error::ErrorKind::Internal, "internal", &[])
    })?;
    db.store()
        .set_setting(&format!("{SETTING}{template}"), &text)
        .map_err(|error| errors::store(&app.kit, &error))
}

/// Takes a file for a list, and once more if something was said of its forms before.
pub(super) fn read(
    app: &App,
    db: &Db,
    raw: &RawBook,
    columns: &Columns,
) -> Result<Result<(Workbook, bool), ImportError>> {
    let plain = read_raw(raw, &Choices::default(), columns);
    let templates: Vec<String> = match &plain {
        Ok(book) => book
            .sheets
            .iter()
            .map(|sheet| sheet.guess.template.clone())
            .collect(),
        // What is no list as it stands may be one by what was said of it.
        Err(_) => guess_raw(raw, &Choices::default(), columns)
            .into_iter()
            .map(|guess| guess.template)
            .collect(),
    };
    let mut choices = Choices::default();
    for template in templates {
        if let Some(choice) = remembered(app, db, &template)? {
            choices.remember(template, choice);
        }
    }
    if choices.templates.is_empty() {
        return Ok(plain.map(|book| (book, false)));
    }
    let chosen = read_raw(raw, &choices, columns);
    Ok(chosen.map(|book| (book, true)))
}
