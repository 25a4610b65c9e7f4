//! Finds a home by whatever a worker remembers of it.
//!
//! Name, part of a name, 小名, pinyin in full (`zhaomancang`) or by initials
//! (`zmc`), both mixed (`赵mc`), phone digits, group and house number; several
//! words narrow down (`二组 赵`). A surname is read as a surname: 单 is *shan*
//! and 曾 *zeng* (`core/packs/common/import/surnames.toml`).
//!
//! [`SearchIndex`] is built from [`SearchEntry`]s once for a list and asked at
//! every letter typed. It holds names in memory only; nothing is written.

use crate::words::{Words, WordsError, builtin};
use ib_pinyin::pinyin::{PinyinData, PinyinNotation};
use serde::Deserialize;
use std::collections::BTreeMap;
use tanfang_values::text::{half_width, plain};

/// Path of the readings of surnames in the pack `common`.
const SURNAMES: &str = "import/surnames.toml";

/// Phone digits shorter than this match too much to be of use.
const SHORTEST_PHONE_PART: usize = 3;

/// What is known of one home for finding it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchEntry {
    /// Id of the home (or person), given back in [`Hit`].
    pub id: String,
    /// Names of the people of the home.
    pub names: Vec<String>,
    /// 小名 and what neighbours call them.
    pub nicknames: Vec<String>,
    /// Group, as written (`二组`).
    pub group: Option<String>,
    /// House number, as written (`12号`).
    pub house_no: Option<String>,
    /// Phone numbers of the people and their guardians, as written.
    pub phones: Vec<String>,
}

/// By what a home was found; earlier is the better match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MatchedBy {
    /// The whole name.
    FullName,
    /// The beginning of a name.
    NameStart,
    /// A nickname, or part of one.
    Nickname,
    /// Some part of a name.
    NamePart,
    /// The group.
    Group,
    /// The house number.
    House,
    /// Pinyin syllables or initials from the surname on.
    PinyinStart,
    /// Pinyin from a later character on.
    PinyinPart,
    /// Digits of a phone number.
    Phone,
}

/// One home found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The id given in [`SearchEntry`].
    pub id: String,
    /// By what it was found: the weakest of the words typed.
    pub by: MatchedBy,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Surnames {
    reading: BTreeMap<String, Vec<String>>,
}

/// One character with all the ways to type it, lower case.
type Spelled = Vec<Vec<String>>;

#[derive(Debug)]
struct Prepared {
    id: String,
    names: Vec<(String, Spelled)>,
    nicknames: Vec<(String, Spelled)>,
    group: Option<String>,
    house: Option<String>,
    phones: Vec<String>,
}

/// A list of homes, ready to be searched.
#[derive(Debug)]
pub struct SearchIndex {
    words: Words,
    entries: Vec<Prepared>,
}

impl SearchIndex {
    /// Builds the index; hits keep the order of `entries` among equals.
    pub fn new(entries: impl IntoIterator<Item = SearchEntry>) -> Result<Self, WordsError> {
        let words = Words::builtin()?;
        let speller = Speller::builtin()?;
        let entries = entries
            .into_iter()
            .map(|entry| speller.prepare(&words, entry))
            .collect();
        Ok(Self { words, entries })
    }

    /// Finds the homes that match every word of the query, best first.
    ///
    /// An empty query finds all, in their order.
    pub fn search(&self, query: &str) -> Vec<Hit> {
        let parts: Vec<Typed> = split(query)
            .into_iter()
            .map(|part| Typed::new(part, &self.words))
            .collect();
        let mut hits: Vec<Hit> = self
            .entries
            .iter()
            .filter_map(|entry| {
                let by = parts.iter().try_fold(MatchedBy::FullName, |worst, part| {
                    part.matches(entry).map(|by| worst.max(by))
                })?;
                Some(Hit {
                    id: entry.id.clone(),
                    by,
                })
            })
            .collect();
        hits.sort_by_key(|hit| hit.by);
        hits
    }

    /// How many homes there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// True if there is no home at all.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

/// One word of what is typed, with what it means worked out once for all homes.
#[derive(Debug)]
struct Typed {
    text: String,
    /// As a group, unless it says that it is a house.
    group: Option<String>,
    /// As a house, unless it says that it is a group.
    house: Option<String>,
    /// As part of a phone number, if it is nothing but digits and long enough.
    digits: Option<String>,
}

impl Typed {
    fn new(text: String, words: &Words) -> Self {
        let digits = phone_digits(&text);
        let bare = text.chars().filter(|c| *c != '-').count();
        Self {
            group: (!words.is_house(&text)).then(|| words.group(&text)),
            house: (!words.is_group(&text)).then(|| words.house(&text)),
            digits: (digits.len() >= SHORTEST_PHONE_PART && digits.len() == bare).then_some(digits),
            text,
        }
    }

    fn matches(&self, entry: &Prepared) -> Option<MatchedBy> {
        let part = self.text.as_str();
        let mut best: Option<MatchedBy> = None;
        let mut found = |by: MatchedBy| best = Some(best.map_or(by, |old| old.min(by)));

        for (name, spelled) in &entry.names {
            if name == part {
                found(MatchedBy::FullName);
            } else if name.starts_with(part) {
                found(MatchedBy::NameStart);
            } else if name.contains(part) {
                found(MatchedBy::NamePart);
            } else if typed_at(part, spelled, 0) {
                found(MatchedBy::PinyinStart);
            } else if (1..spelled.len()).any(|at| typed_at(part, spelled, at)) {
                found(MatchedBy::PinyinPart);
            }
        }
        for (name, spelled) in &entry.nicknames {
            if name.contains(part) {
                found(MatchedBy::Nickname);
            } else if (0..spelled.len()).any(|at| typed_at(part, spelled, at)) {
                found(MatchedBy::PinyinPart);
            }
        }
        if entry.group.is_some() && entry.group == self.group {
            found(MatchedBy::Group);
        }
        if entry.house.is_some() && entry.house == self.house {
            found(MatchedBy::House);
        }
        if let Some(digits) = &self.digits
            && entry.phones.iter().any(|phone| phone.contains(digits))
        {
            found(MatchedBy::Phone);
        }
        best
    }
}

/// Tells by what one home matches a query, if it does.
pub fn matches(query: &str, entry: &SearchEntry) -> Result<Option<MatchedBy>, WordsError> {
    let index = SearchIndex::new([entry.clone()])?;
    Ok(index.search(query).first().map(|hit| hit.by))
}

/// Knows how names are typed.
struct Speller {
    pinyin: PinyinData,
    surnames: BTreeMap<String, Vec<String>>,
}

impl Speller {
    fn builtin() -> Result<Self, WordsError> {
        Ok(Self {
            pinyin: PinyinData::new(PinyinNotation::Ascii),
            surnames: builtin::<Surnames>(SURNAMES)?.reading,
        })
    }

    fn prepare(&self, words: &Words, entry: SearchEntry) -> Prepared {
        let spelled = |names: Vec<String>, surname: bool| {
            names
                .into_iter()
                .map(|name| plain(&name))
                .filter(|name| !name.is_empty())
                .map(|name| {
                    let spelled = self.spell(&name, surname);
                    (name, spelled)
                })
                .collect()
        };
        Prepared {
            id: entry.id,
            names: spelled(entry.names, true),
            nicknames: spelled(entry.nicknames, false),
            group: entry.group.map(|group| words.group(&group)),
            house: entry.house_no.map(|house| words.house(&house)),
            phones: entry
                .phones
                .iter()
                .map(|phone| phone_digits(&plain(phone)))
                .collect(),
        }
    }

    /// Spells each character; with `surname`, the first ones as a surname is read.
    fn spell(&self, name: &str, surname: bool) -> Spelled {
        let chars: Vec<char> = name.chars().collect();
        let mut spelled: Spelled = chars.iter().map(|c| self.readings(*c)).collect();
        if !surname || chars.len() < 2 {
            return spelled;
        }
        // Two-character surnames first: 单于 is not 单.
        for length in [2, 1] {
            let head: String = chars.iter().take(length).collect();
            let Some(readings) = self.surnames.get(&head) else {
                continue;
            };
            for (at, (slot, c)) in spelled.iter_mut().zip(&chars).take(length).enumerate() {
                let syllables = readings.iter().filter_map(|r| r.split(' ').nth(at));
                *slot = ways(*c, syllables);
            }
            break;
        }
        spelled
    }

    fn readings(&self, c: char) -> Vec<String> {
        let mut syllables = Vec::new();
        self.pinyin.get_pinyins_and_for_each(c, |pinyin| {
            if let Some(ascii) = pinyin.notation(PinyinNotation::Ascii) {
                syllables.push(ascii.to_owned());
            }
        });
        ways(c, syllables.iter().map(String::as_str))
    }
}

/// All the ways to type a character: itself, its syllables, their initials.
fn ways<'a>(c: char, syllables: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut ways = vec![c.to_string()];
    for syllable in syllables {
        ways.push(syllable.to_owned());
        // 吕 is typed lv on a phone, lu by those who read it off a card.
        if syllable.contains('v') {
            ways.push(syllable.replace('v', "u"));
        }
        let first: String = syllable.chars().take(1).collect();
        if syllable.get(1..2) == Some("h") {
            ways.push(syllable.chars().take(2).collect());
        }
        ways.push(first);
    }
    ways.sort();
    ways.dedup();
    ways
}

/// True if `typed` spells the characters from `at` on; the last one may be unfinished.
fn typed_at(typed: &str, spelled: &Spelled, at: usize) -> bool {
    if typed.is_empty() {
        return true;
    }
    let Some(ways) = spelled.get(at) else {
        return false;
    };
    ways.iter().any(|way| {
        way.starts_with(typed)
            || typed
                .strip_prefix(way.as_str())
                .is_some_and(|rest| typed_at(rest, spelled, at + 1))
    })
}

fn phone_digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Cuts a query at spaces, except inside a phone number.
fn split(query: &str) -> Vec<String> {
    let half = half_width(query);
    let whole = plain(&half);
    let phone =
        whole.len() > SHORTEST_PHONE_PART && whole.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    if phone {
        return vec![whole];
    }
    half.split_whitespace()
        .map(plain)
        .filter(|part| !part.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn entry(id: &str, names: &[&str]) -> SearchEntry {
        SearchEntry {
            id: id.to_owned(),
            names: names.iter().map(|n| (*n).to_owned()).collect(),
            ..SearchEntry::default()
        }
    }

    fn village() -> SearchIndex {
        SearchIndex::new([
            SearchEntry {
                nicknames: vec!["老仓".into()],
                group: Some("二组".into()),
                house_no: Some("12号".into()),
                phones: vec!["139-0000-0001".into(), "１３９００００１００１".into()],
                ..entry("zhao", &["赵满仓"])
            },
            SearchEntry {
                group: Some("第三村民小组".into()),
                house_no: Some("二号".into()),
                ..entry("li", &["李秀兰"])
            },
            SearchEntry {
                group: Some("2组".into()),
                ..entry("shan", &["单大山", "单小山"])
            },
            entry("zeng", &["曾样例"]),
            entry("xie", &["解放"]),
            entry("yuchi", &["尉迟样例"]),
            entry("lv", &["吕样例"]),
        ])
        .unwrap()
    }

    fn found(query: &str) -> Vec<String> {
        village().search(query).into_iter().map(|h| h.id).collect()
    }

    #[test]
    fn by_name_and_part_of_it() {
        assert_eq!(found("赵满仓"), ["zhao"]);
        assert_eq!(found("秀"), ["li"]);
        assert_eq!(found(" 赵 满 仓 "), ["zhao"]);
        assert_eq!(found("小山"), ["shan"], "any person of the home");
        assert!(found("王").is_empty());
    }

    #[test]
    fn by_pinyin_whole_short_mixed_and_unfinished() {
        for query in [
            "zhaomancang",
            "zmc",
            "ZMC",
            "zhaomc",
            "zhmc",
            "zhaomanc",
            "赵mc",
            "mancang",
            "ｚｍｃ",
        ] {
            assert_eq!(found(query), ["zhao"], "{query}");
        }
        assert_eq!(found("lvyangli"), ["lv"]);
        assert_eq!(found("luyl"), ["lv"]);
    }

    #[test]
    fn a_surname_is_read_as_a_surname() {
        assert_eq!(found("shandashan"), ["shan"]);
        assert_eq!(found("sds"), ["shan"]);
        assert!(found("dandashan").is_empty());
        assert!(found("ceng").is_empty());
        assert_eq!(found("zeng"), ["zeng"]);
        assert_eq!(found("xief"), ["xie"]);
        assert_eq!(found("yuchi"), ["yuchi"]);
        assert_eq!(found("ycyl"), ["yuchi"]);
    }

    #[test]
    fn by_phone_group_house_and_nickname() {
        assert_eq!(found("0001001"), ["zhao"], "the guardian's number");
        assert_eq!(found("139 0000 0001"), ["zhao"]);
        assert_eq!(found("139-0000-0001"), ["zhao"]);
        assert_eq!(found("二组"), ["zhao", "shan"]);
        assert_eq!(found("3组"), ["li"]);
        assert_eq!(found("12号"), ["zhao"]);
        assert_eq!(found("2号"), ["li"]);
        assert_eq!(found("老仓"), ["zhao"]);
        assert_eq!(found("laocang"), ["zhao"]);
    }

    #[test]
    fn a_bare_number_may_be_group_or_house() {
        assert_eq!(found("2"), ["zhao", "shan", "li"]);
    }

    #[test]
    fn words_narrow_down() {
        assert_eq!(found("二组 s"), ["shan"]);
        assert!(found("三组 赵").is_empty());
        assert_eq!(found("").len(), 7);
    }

    #[test]
    fn better_matches_come_first() {
        let index = SearchIndex::new([
            entry("pinyin", &["李样例"]),
            entry("part", &["张li样"]),
            entry("start", &["li样例"]),
            entry("whole", &["li"]),
        ])
        .unwrap();
        let ids: Vec<String> = index.search("li").into_iter().map(|h| h.id).collect();
        assert_eq!(ids, ["whole", "start", "part", "pinyin"]);
    }

    #[test]
    fn one_home_can_be_asked_alone() {
        let home = entry("zhao", &["赵满仓"]);
        assert_eq!(matches("zmc", &home), Ok(Some(MatchedBy::PinyinStart)));
        assert_eq!(matches("x", &home), Ok(None));
    }

    proptest! {
        #[test]
        fn any_query_is_answered(query in "\\PC{0,30}") {
            let all = village();
            prop_assert!(all.search(&query).len() <= all.len());
        }

        #[test]
        fn typing_on_never_finds_more(query in "[a-z赵李单山]{1,6}") {
            let all = village();
            let shorter: String = query.chars().take(query.chars().count() - 1).collect();
            let before: Vec<String> = all.search(&shorter).into_iter().map(|h| h.id).collect();
            for hit in all.search(&query) {
                prop_assert!(before.contains(&hit.id), "{} {}", query, hit.id);
            }
        }
    }
}
