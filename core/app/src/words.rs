//! Reads numbers, groups and house numbers as villagers write them.
//!
//! 二组, 第二村民小组, 2组 and ２ 组 are one group; 12号 and 十二号院 one door.
//! The words are data: `core/packs/common/import/words.toml`.

use serde::Deserialize;
use std::collections::BTreeMap;
use tanfang_values::text::{half_width, plain, squeeze};

/// Path of the words in the pack `common`.
const FILE: &str = "import/words.toml";

/// Why a table of words cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {reason}")]
pub struct WordsError {
    /// The file.
    pub file: String,
    /// What is wrong, with the line.
    pub reason: String,
}

/// Reads a TOML file of the pack `common` into a typed table.
pub(crate) fn builtin<T: serde::de::DeserializeOwned>(file: &str) -> Result<T, WordsError> {
    let text = tanfang_packs::text("common", file).ok_or_else(|| WordsError {
        file: file.to_owned(),
        reason: "not in the program: list it in tanfang-packs".to_owned(),
    })?;
    toml::from_str(text).map_err(|error| WordsError {
        file: file.to_owned(),
        reason: error.to_string(),
    })
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Affixes {
    before: Vec<String>,
    after: Vec<String>,
}

/// The words of numbers, groups and doors.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    numeral: BTreeMap<char, u32>,
    group: Affixes,
    house: Affixes,
}

impl Words {
    /// Loads the words built into the program.
    pub fn builtin() -> Result<Self, WordsError> {
        builtin(FILE)
    }

    /// Reads a whole number in digits or numerals (`12`, `１２`, 十二, 二十三); `None` for anything else.
    pub fn number(&self, text: &str) -> Option<u32> {
        let plain = squeeze(&half_width(text));
        if plain.is_empty() || plain.chars().count() > 9 {
            return None;
        }
        if plain.bytes().all(|b| b.is_ascii_digit()) {
            return plain.parse().ok();
        }
        let values: Vec<u32> = plain
            .chars()
            .map(|c| self.numeral.get(&c).copied())
            .collect::<Option<_>>()?;
        if values.iter().all(|v| *v < 10) {
            return values
                .iter()
                .try_fold(0u32, |n, v| n.checked_mul(10)?.checked_add(*v));
        }
        let (mut total, mut ones) = (0u32, None);
        for value in values {
            match value {
                0 => ones = None,
                1..=9 => ones = Some(value),
                unit if unit % 10 == 0 && (unit == 10 || unit == 100) => {
                    total = total.checked_add(ones.take().unwrap_or(1).checked_mul(unit)?)?;
                }
                // 廿 stands for two tens by itself.
                whole => total = total.checked_add(whole)?,
            }
        }
        total.checked_add(ones.unwrap_or(0))
    }

    /// Returns the bare form of a group's name: `2` for 二组; other names as they are, without spaces.
    pub fn group(&self, text: &str) -> String {
        self.bare(text, &self.group)
    }

    /// Returns the bare form of a house number: `12` for 12号.
    pub fn house(&self, text: &str) -> String {
        self.bare(text, &self.house)
    }

    /// True if the text says itself that it is a group (二组, not 二).
    pub fn is_group(&self, text: &str) -> bool {
        says(text, &self.group) && self.number(&self.group(text)).is_some()
    }

    /// True if the text says itself that it is a house number (12号, not 12).
    pub fn is_house(&self, text: &str) -> bool {
        says(text, &self.house)
    }

    fn bare(&self, text: &str, affixes: &Affixes) -> String {
        let plain = plain(text);
        let mut core = plain.as_str();
        for before in &affixes.before {
            core = core.strip_prefix(before.as_str()).unwrap_or(core);
        }
        if let Some(short) = affixes
            .after
            .iter()
            .find_map(|after| core.strip_suffix(after.as_str()))
        {
            core = short;
        }
        match self.number(core) {
            Some(n) => n.to_string(),
            // 张家组 keeps its whole name; only numbered groups are cut short.
            None => plain,
        }
    }
}

fn says(text: &str, affixes: &Affixes) -> bool {
    let plain = squeeze(&half_width(text));
    affixes
        .after
        .iter()
        .any(|after| plain.len() > after.len() && plain.ends_with(after.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_as_people_write_them() {
        let words = Words::builtin().unwrap();
        for (text, want) in [
            ("12", Some(12)),
            ("１２", Some(12)),
            ("三", Some(3)),
            ("十", Some(10)),
            ("十二", Some(12)),
            ("二十", Some(20)),
            ("二十三", Some(23)),
            ("廿三", Some(23)),
            ("一百零八", Some(108)),
            ("一二", Some(12)),
            ("", None),
            ("老", None),
            ("99999999999", None),
        ] {
            assert_eq!(words.number(text), want, "{text}");
        }
    }

    #[test]
    fn one_group_however_written() {
        let words = Words::builtin().unwrap();
        for text in ["二组", "2组", "２ 组", "第二村民小组", "二社", "2"] {
            assert_eq!(words.group(text), "2", "{text}");
        }
        assert_eq!(words.group("张家组"), "张家组");
        assert_eq!(words.house("十二号院"), "12");
        assert_eq!(words.house("3-1号"), "3-1号");
        assert!(words.is_group("二组") && !words.is_group("二") && !words.is_group("张家组"));
        assert!(words.is_house("12号"));
    }

    proptest! {
        #[test]
        fn bare_forms_are_stable(s in "\\PC{0,12}") {
            let words = Words::builtin().unwrap();
            let once = words.group(&s);
            prop_assert_eq!(words.group(&once), once);
        }
    }
}
