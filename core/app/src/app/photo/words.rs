//! What the codes of photos are called, and the numbers that are data.

use serde::Deserialize;
use serde::de::value::StrDeserializer;
use serde::de::{DeserializeOwned, IntoDeserializer};
use tanfang_domain::event::{Consent, Grade, Matter, VoidWhy};
use tanfang_domain::overlap::Near;
use tanfang_values::Stamp;

use crate::app::kit::Kit;
use crate::error::{ErrorKind, Result};
use crate::say::Say;
use crate::texts::{Texts, key};
use crate::view::QuestionOption;
use crate::words::builtin;

/// Path of the numbers in the pack `common`.
const FILE: &str = "texts/photos.zh.toml";
/// The word for a number that no source gives.
const NOT_SET: &str = "未配置";

pub(super) const MATTERS: [(Matter, &str, &str); 6] = [
    (Matter::House, "house", key("photo.matter_house")),
    (Matter::Thing, "thing", key("photo.matter_thing")),
    (Matter::Paper, "paper", key("photo.matter_paper")),
    (Matter::Medical, "medical", key("photo.matter_medical")),
    (Matter::Person, "person", key("photo.matter_person")),
    (Matter::Other, "other", key("photo.matter_other")),
];

pub(super) const GRADES: [(Grade, &str, &str); 3] = [
    (Grade::Taken, "taken", key("photo.grade_taken")),
    (Grade::Album, "album", key("photo.grade_album")),
    (Grade::Screen, "screen", key("photo.grade_screen")),
];

pub(super) const CONSENTS: [(Consent, &str, &str); 3] = [
    (Consent::Agreed, "agreed", key("photo.consent_agreed")),
    (Consent::Declined, "declined", key("photo.consent_declined")),
    (
        Consent::ThingsOnly,
        "things_only",
        key("photo.consent_things_only"),
    ),
];

pub(super) const VOIDS: [(VoidWhy, &str, &str); 5] = [
    (VoidWhy::Asked, "asked", key("photo.void_asked")),
    (VoidWhy::Mistake, "mistake", key("photo.void_mistake")),
    (VoidWhy::Space, "space", key("photo.void_space")),
    (VoidWhy::Retention, "retention", key("photo.void_retention")),
    (VoidWhy::Lost, "lost", key("photo.void_lost")),
];

/// Why a picture looks alike, as the worker says.
pub(super) const WHY_ALIKE: [(&str, &str); 4] = [
    ("same_place", key("photo.why_same_place")),
    ("wrong_file", key("photo.why_wrong_file")),
    ("on_purpose", key("photo.why_on_purpose")),
    ("other", key("photo.why_other")),
];

/// Why visits lie close, as the worker says.
pub(super) const WHY_NEAR: [(&str, &str); 5] = [
    ("neighbours", key("photo.why_neighbours")),
    ("written_later", key("photo.why_written_later")),
    ("together", key("photo.why_together")),
    ("clock", key("photo.why_clock")),
    ("other", key("photo.why_other")),
];

/// Finds an entry of a table by its code.
pub(super) fn by_code<T: Copy>(table: &[(T, &str, &str)], code: &str) -> Option<T> {
    let mut rows = table.iter();
    rows.find(|(_, of, _)| *of == code)
        .map(|(value, _, _)| *value)
}

/// Returns what an entry of a table is called.
pub(super) fn word<'a, T: PartialEq>(
    say: &'a Say,
    table: &[(T, &'static str, &'static str)],
    value: &T,
) -> &'a str {
    let mut rows = table.iter();
    let found = rows.find(|(of, _, _)| of == value);
    found.map_or("", |(_, _, key)| say.texts().get(key))
}

/// Returns what a reason is called; the code if it is of a later version.
pub(super) fn reason<'a>(say: &'a Say, code: &'a str) -> &'a str {
    let mut all = WHY_ALIKE.iter().chain(&WHY_NEAR);
    all.find(|(of, _)| *of == code)
        .map_or(code, |(_, key)| say.texts().get(key))
}

/// Lists a table as choices.
pub(super) fn choices<T: PartialEq>(
    say: &Say,
    table: &[(T, &'static str, &'static str)],
    chosen: Option<&T>,
) -> Vec<QuestionOption> {
    table
        .iter()
        .map(|(value, code, key)| QuestionOption {
            code: (*code).to_owned(),
            label: say.texts().get(key).to_owned(),
            chosen: chosen == Some(value),
            flag: false,
            masked: None,
        })
        .collect()
}

/// Returns 11月20日 10:05.
pub(super) fn when(say: &Say, at: Stamp) -> String {
    let day = say.day(at.day());
    let (hour, minute) = at.shanghai_hm();
    let clock = format!("{hour}:{minute:02}");
    say.texts().format(
        "photo.when",
        &[("day", (&day).into()), ("clock", (&clock).into())],
    )
}

/// Returns 3.4 MB or 12 KB.
pub(super) fn size(say: &Say, bytes: u64) -> String {
    const MB: u64 = 1_000_000;
    if bytes < MB {
        let kb = i64::try_from(bytes.div_ceil(1000)).unwrap_or(i64::MAX);
        return say.texts().format("photo.size_kb", &[("kb", kb.into())]);
    }
    let (whole, tenth) = (bytes / MB, bytes % MB / (MB / 10));
    let (whole, tenth) = (whole.to_string(), tenth.to_string());
    say.texts().format(
        "photo.size_mb",
        &[("whole", (&whole).into()), ("tenth", (&tenth).into())],
    )
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    near: NearRow,
    retention: Vec<Retention>,
}

// `why`, `basis` and `note` of a row are for who reads the file.
#[derive(Debug, Clone, Deserialize)]
struct NearRow {
    basis: String,
    minutes: u32,
    metres: u32,
    homes: u32,
    longest_minutes: u32,
}

#[derive(Debug, Clone, Deserialize)]
struct Retention {
    matter: String,
    days: Days,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Days {
    Set(u32),
    Unset(String),
}

/// The numbers of photos.
#[derive(Debug, Clone)]
pub(super) struct Numbers {
    pub(super) near: Near,
    /// On what the numbers of `near` stand.
    pub(super) basis: String,
    retention: Vec<(Matter, Option<u32>)>,
}

impl Numbers {
    /// Reads what is built in.
    pub(super) fn builtin(kit: &Kit) -> Result<Self> {
        let broken = |reason: &str| {
            tracing::error!(reason, "photos.zh.toml");
            kit.error(ErrorKind::Internal, "internal", &[])
        };
        let table: Table = builtin(FILE).map_err(|error| broken(&error.reason))?;
        let mut retention = Vec::new();
        for row in table.retention {
            let matter = by_name(&row.matter).ok_or_else(|| broken(&row.matter))?;
            let days = match row.days {
                Days::Set(days) => Some(days),
                Days::Unset(word) if word == NOT_SET => None,
                Days::Unset(word) => return Err(broken(&word)),
            };
            retention.push((matter, days));
        }
        Ok(Self {
            near: Near {
                minutes: table.near.minutes,
                metres: table.near.metres,
                homes: table.near.homes,
                longest_minutes: table.near.longest_minutes,
            },
            basis: table.near.basis,
            retention,
        })
    }

    /// Returns how many days an original is kept; none is 未配置: for ever.
    pub(super) fn days(&self, matter: Matter) -> Option<u32> {
        let mut rows = self.retention.iter();
        rows.find(|(of, _)| *of == matter)?.1
    }
}

fn by_name<T: DeserializeOwned>(name: &str) -> Option<T> {
    let name: StrDeserializer<'_, serde::de::value::Error> = name.into_deserializer();
    T::deserialize(name).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_read_and_every_matter_has_its_row() {
        let kit = Kit::builtin().unwrap();
        let numbers = Numbers::builtin(&kit).unwrap();
        assert!(
            numbers.near.homes > 2,
            "two neighbours are nothing to remark on"
        );
        assert_eq!(numbers.retention.len(), MATTERS.len());
        for (matter, code, _) in MATTERS {
            assert_eq!(by_name::<Matter>(code), Some(matter), "{code}");
            assert_eq!(
                numbers.days(matter),
                None,
                "no source gives a number of days"
            );
        }
        for (grade, code, _) in GRADES {
            assert_eq!(by_name::<Grade>(code), Some(grade), "{code}");
        }
    }

    #[test]
    fn a_size_is_said_in_what_people_know() {
        let kit = Kit::builtin().unwrap();
        assert_eq!(size(&kit.say, 3_460_000), "3.4 MB");
        assert_eq!(size(&kit.say, 12_001), "13 KB");
    }
}
