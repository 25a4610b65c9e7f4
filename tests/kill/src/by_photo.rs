//! Keeps photos as the screens do: kept first, worked on afterwards, some removed again.

use std::path::Path;
use tanfang_app::App;
use tanfang_app::view::{Intent, PhotoInput};
use tanfang_kill::Said;
use tanfang_store::fakes::SeededRandom;

use crate::by_app::{households, opened};
use crate::{Failed, pick, say};

/// Opens or makes the store, applies the roster, and keeps one photo after the other.
pub(crate) fn record(dir: &Path, roster: &Path, mut random: SeededRandom) -> Result<(), Failed> {
    let app = opened(dir, roster)?;
    let homes = households(&app)?;
    say(&Said::Homes { count: homes.len() })?;
    let picture = dir.join("picture.png");
    std::fs::write(&picture, PICTURE)?;
    loop {
        let household = pick(&homes, &mut random).ok_or("no homes")?;
        one(&app, household, &picture, &mut random)?;
    }
}

fn one(
    app: &App,
    household: &str,
    picture: &Path,
    random: &mut SeededRandom,
) -> Result<(), Failed> {
    let done = app.photo_add(&PhotoInput {
        visit: None,
        household: household.to_owned(),
        person: None,
        matter: "house".to_owned(),
        grade: "album".to_owned(),
        path: picture.to_string_lossy().into_owned(),
        consent: None,
        place: None,
        keep_exif_place: false,
        gnss_ms: None,
    })?;
    let undo = done.undo.ok_or("a photo that cannot be taken back")?;
    let Intent::VoidPhoto { photo, .. } = &undo.intent else {
        return Err("taking a photo back is another tap".into());
    };
    say(&Said::Photo {
        photo: photo.clone(),
        void: false,
    })?;
    match random.next_u64() % 4 {
        0 => {
            app.send(&undo.intent)?;
            say(&Said::Photo {
                photo: photo.clone(),
                void: true,
            })?;
        }
        // Now and then the copies wait, as when a screen is left at once.
        1 => {}
        _ => while app.photo_work()? > 0 {},
    }
    Ok(())
}

/// A picture of 8 × 8 pixels.
const PICTURE: &[u8] = include_bytes!("picture.png");
