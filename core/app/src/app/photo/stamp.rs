//! The watermark: what the record says, drawn on the copy to show. It is no evidence.
//!
//! The copy that is kept stays without it; it is drawn when a picture is to be shown or handed on.
//! The font is the platform's: none is in the program.

use std::io::Cursor;
use std::path::Path;
use tanfang_evidence::picture::{Decoders, Picture, VIEW_EDGE, VIEW_QUALITY, decode_small, jpeg};
use tanfang_evidence::stamp::{Font, NoStamp, Row, Words, code, draw};
use tanfang_store::PhotoRecord;

use super::intake;
use super::words::{MATTERS, word};
use crate::app::people::home_name;
use crate::app::{App, Scene};
use crate::error::{ErrorKind, Result};
use crate::texts::{Texts, key};

/// Largest file that is read as a font, in bytes.
const MOST_FONT: u64 = 64 << 20;

/// Makes the texts of a watermark; the home is named as under 遮.
pub(super) fn words(app: &App, scene: &Scene, photo: &PhotoRecord) -> Words {
    let say = &app.kit.say;
    let texts = say.texts();
    let taken = &photo.taken;
    let (hour, minute) = taken.at.shanghai_hm();
    let day = taken.at.day();
    let row = |name: &str, text: String, may_go: bool| Row {
        name: texts.get(name).to_owned(),
        text,
        may_go,
    };
    let home = scene.snapshot.home(taken.household.as_str());
    let home = home.map(|home| home_name(say, home, day).masked);
    let place = taken.place.as_ref();
    let place = place.map(|at| format!("{}, {}", degrees(at.lat_e7), degrees(at.lon_e7)));
    let matter = word(say, &MATTERS, &taken.matter).to_owned();
    let worker = scene.snapshot.worker_name(&photo.worker).to_owned();
    let rows = [
        place.map(|place| row(key("photo.stamp_place"), place, true)),
        home.map(|home| row(key("photo.stamp_home"), home, true)),
        Some(row(key("photo.stamp_matter"), matter, true)),
        Some(row(key("photo.stamp_worker"), worker, true)),
        Some(row(
            key("photo.stamp_code"),
            code::of(taken.photo.as_str()),
            false,
        )),
    ];
    Words {
        time: format!("{hour:02}:{minute:02}"),
        day: say.full_day(day),
        under_day: say.weekday(day).to_owned(),
        rows: rows.into_iter().flatten().collect(),
        label: texts.get("photo.stamp_note").to_owned(),
    }
}

/// 1e-7 degrees as 25.1234: about ten metres.
fn degrees(e7: i32) -> String {
    let sign = if e7 < 0 { "-" } else { "" };
    let e4 = e7.unsigned_abs() / 1000;
    format!("{sign}{}.{:04}", e4 / 10_000, e4 % 10_000)
}

/// Returns the copy to show with its watermark drawn on it, as a JPEG.
pub(super) fn stamped(app: &App, photo: &str, font: &Path, index: u32) -> Result<Vec<u8>> {
    let unreadable = |code: &str| app.kit.error(ErrorKind::Unreadable, code, &[]);
    let copy = app.photo_picture(photo, false)?;
    let words = {
        let mut session = app.session();
        let (record, scene) = intake::find(app, &mut session, photo)?;
        words(app, &scene, &record)
    };
    let size = std::fs::metadata(font).map(|about| about.len());
    let bytes = match size {
        Ok(size) if size <= MOST_FONT => std::fs::read(font),
        _ => return Err(unreadable("photo_no_font")),
    };
    let bytes = bytes.map_err(|_| unreadable("photo_no_font"))?;
    let font = Font::from_bytes(bytes, index).map_err(|_| unreadable("photo_no_font"))?;
    let damaged = |code: &str| {
        tracing::warn!(code, "stamp");
        unreadable("photo_damaged")
    };
    let small = decode_small(&mut Cursor::new(&copy), &Decoders::default(), VIEW_EDGE)
        .map_err(|why| damaged(why.code()))?;
    let (width, height) = (small.picture.width(), small.picture.height());
    let mut rgb = small.picture.into_rgb();
    match draw(width, height, &mut rgb, &words, &font) {
        Ok(layout) => {
            if !layout.missing.is_empty() {
                tracing::warn!(n = layout.missing.len(), "the font lacks characters");
            }
        }
        // Without room for a legible one the picture is as it was.
        Err(NoStamp::TooSmall { .. }) => return Ok(copy),
        Err(NoStamp::BadPicture { .. }) => return Err(damaged("size")),
    }
    let picture = Picture::new(width, height, rgb).ok_or_else(|| damaged("size"))?;
    jpeg(&picture, VIEW_QUALITY).map_err(|why| damaged(why.code()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_are_cut_and_never_rounded_up_to_another_house() {
        assert_eq!(degrees(251_239_999), "25.1239");
        assert_eq!(degrees(-5_000_000), "-0.5000");
    }
}
