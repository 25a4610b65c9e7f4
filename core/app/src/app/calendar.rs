//! The working-day calendar: the one built in, with a newer file laid over it.

use std::path::Path;
use std::sync::{Arc, OnceLock};
use tanfang_values::calendar::{Calendar, CalendarError};

use super::App;
use super::kit::Kit;
use crate::error::{AppError, ErrorKind, Result};
use crate::say::Say;
use crate::texts::{Texts, key};
use crate::view::{Line, Outcome, Tone};

/// Where a calendar file that was taken is kept, as it was written.
pub(crate) const SETTING: &str = "calendar";

/// Bytes of a calendar file: a hundred years are far less.
const LONGEST: u64 = 256 * 1024;

/// Returns the calendar that is built in, read once; none where it does not read.
fn built_in() -> Option<Arc<Calendar>> {
    static BUILT_IN: OnceLock<Option<Arc<Calendar>>> = OnceLock::new();
    let read = || {
        Calendar::read(tanfang_packs::CALENDAR)
            .inspect_err(|error| tracing::error!(%error, "calendar"))
            .map(Arc::new)
            .ok()
    };
    BUILT_IN.get_or_init(read).clone()
}

/// Returns the calendar in force for working out days; none where the one that is
/// built in does not read, and what is due in working days has then no last day.
pub(crate) fn working(kept: Option<&str>) -> Option<Arc<Calendar>> {
    let built_in = built_in()?;
    Some(match kept.map(Calendar::read) {
        Some(Ok(newer)) => Arc::new(Calendar::clone(&built_in).merge(newer)),
        _ => built_in,
    })
}

/// Returns the calendar in force; a kept file that does not read is left out.
pub(crate) fn in_force(kit: &Kit, kept: Option<&str>) -> Result<Calendar> {
    let built_in = built_in().ok_or_else(|| kit.error(ErrorKind::Internal, "internal", &[]))?;
    let built_in = Calendar::clone(&built_in);
    Ok(match kept.map(Calendar::read) {
        Some(Ok(newer)) => built_in.merge(newer),
        Some(Err(error)) => {
            tracing::error!(%error, "kept calendar");
            built_in
        }
        None => built_in,
    })
}

/// Says which years it covers, by which notices, and what a year without one rests on.
pub(crate) fn lines(say: &Say, calendar: &Calendar, year: i32) -> Vec<Line> {
    let texts = say.texts();
    let plain = |words: String, tone| Line {
        text: Say::open(words),
        tone,
        go: None,
    };
    let years: Vec<i32> = calendar.years().map(|(year, _, _)| year).collect();
    let mut lines = Vec::new();
    if let (Some(first), Some(last)) = (years.first(), years.last()) {
        let words = texts.format(
            "settings.calendar_years",
            &[("first", (*first).into()), ("last", (*last).into())],
        );
        lines.push(plain(words, Tone::Plain));
    }
    for asked in [year, year.saturating_add(1)] {
        let notices = calendar
            .years()
            .find(|(known, _, _)| *known == asked)
            .map(|(_, notices, _)| notices);
        if let Some(notices) = notices {
            let numbers: Vec<String> = notices.iter().map(|notice| notice.no.clone()).collect();
            let words = texts.format(
                "settings.calendar_year",
                &[
                    ("year", asked.into()),
                    ("notice", (&say.listed(&numbers)).into()),
                ],
            );
            lines.push(plain(words, Tone::Quiet));
        } else {
            let words = texts.format("calendar.not_published", &[("year", asked.into())]);
            lines.push(plain(words, Tone::Amber));
        }
    }
    lines
}

fn refused(kit: &Kit, error: &CalendarError) -> AppError {
    tracing::warn!(%error, "calendar file");
    let kind = ErrorKind::Unreadable;
    match error {
        CalendarError::NoSource => kit.error(kind, "calendar_source", &[]),
        CalendarError::NoNotice { line, year } => kit.error(
            kind,
            "calendar_notice",
            &[("line", &line.to_string()), ("year", &year.to_string())],
        ),
        CalendarError::YearTwice { line, year } => kit.error(
            kind,
            "calendar_twice",
            &[("line", &line.to_string()), ("year", &year.to_string())],
        ),
        CalendarError::Form { line, .. } => {
            kit.error(kind, "calendar_form", &[("line", &line.to_string())])
        }
        CalendarError::BadDay { line, .. }
        | CalendarError::OtherYear { line, .. }
        | CalendarError::DayTwice { line, .. }
        | CalendarError::NoWeekend { line, .. } => {
            kit.error(kind, "calendar_day", &[("line", &line.to_string())])
        }
        // A finding of a later version: the file is refused all the same.
        _ => kit.error(kind, "calendar_form", &[("line", "1")]),
    }
}

impl App {
    /// Takes a working-day calendar from a file, such as that of next year.
    ///
    /// The years it names replace those known; every other stays. A file that
    /// does not read, or names no source, changes nothing.
    pub fn install_calendar(&self, path: &Path) -> Result<Outcome> {
        let unreadable = || self.kit.error(ErrorKind::Unreadable, "store_file", &[]);
        let size = std::fs::metadata(path).map_err(|_| unreadable())?.len();
        if size > LONGEST {
            return Err(self
                .kit
                .error(ErrorKind::Unreadable, "calendar_form", &[("line", "1")]));
        }
        let text = std::fs::read_to_string(path).map_err(|_| unreadable())?;
        let text = text.trim_start_matches('\u{feff}');
        let newer = Calendar::read(text).map_err(|error| refused(&self.kit, &error))?;
        let years: Vec<String> = newer.years().map(|(year, _, _)| year.to_string()).collect();
        let source = newer
            .years()
            .last()
            .map(|(_, _, source)| source.to_owned())
            .unwrap_or_default();
        let session = self.session();
        session.db.set_setting(&self.kit, SETTING, text)?;
        let texts = self.kit.say.texts();
        Ok(Outcome {
            sentence: texts.format(
                key("settings.calendar_done"),
                &[
                    ("years", (&self.kit.say.listed(&years)).into()),
                    ("source", (&source).into()),
                ],
            ),
            undo: None,
            go: None,
            changed: true,
        })
    }
}
