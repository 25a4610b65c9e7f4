//! Finds a home by whatever a worker remembers of it.
//!
//! Name, part of a name, 小名, pinyin in full (`zhaomancang`) or by initials
//! (`zmc`), both mixed (`赵mc`), phone digits, group and house number; several
//! words narrow down (`二组 赵`). A surname is read as a surname: 单 is *shan*
//! and 曾 *zeng* (`core/packs/common/import/surnames.toml`).
//!
//! [`SearchIndex`] is built from [`SearchEntry`]s once for a list and asked at
//! every letter typed. It holds names in memory only; nothing is written. How a
//! character is typed stands there once, however many names have it.

use crate::words::{Words, WordsError, builtin};
use ib_pinyin::pinyin::{PinyinData, PinyinNotation};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use tanfang_values::text::{half_width, plain};

/// Path of the readings of surnames in the pack `common`.
const SURNAMES: &str = "import/surnames.toml";

/// Phone digits shorter than this match too much to be of use.
const SHORTEST_PHONE_PART: usize = 3;

/// What is known of one home for finding it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchEntry {
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// Place of its [`SearchEntry`] among those given.
    pub at: usize,
    /// By what it was found: the weakest of the words typed.
    pub by: MatchedBy,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Surnames {
    reading: BTreeMap<String, Vec<String>>,
}

/// All the ways to type a character, lower case.
type Ways = Arc<[Box<str>]>;

/// A name, and the ways to type each of its characters.
#[derive(Debug)]
struct Name {
    text: Box<str>,
    spelled: Box<[Ways]>,
    /// With what the ways to type its characters begin, as [`first_bit`] says it.
    firsts: u32,
}

/// Returns the bit of the letter with which a text begins, or of any digit; none of
/// any other character.
fn first_bit(text: &str) -> u32 {
    match text.chars().next() {
        Some(c @ 'a'..='z') => 1 << (u32::from(c) - u32::from('a')),
        Some('0'..='9') => 1 << 26,
        _ => 0,
    }
}

#[derive(Debug)]
struct Prepared {
    names: Box<[Name]>,
    nicknames: Box<[Name]>,
    group: Option<Box<str>>,
    house: Option<Box<str>>,
    phones: Box<[Box<str>]>,
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
        let mut speller = Speller::builtin()?;
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
            .enumerate()
            .filter_map(|(at, entry)| {
                let by = parts.iter().try_fold(MatchedBy::FullName, |worst, part| {
                    part.matches(entry).map(|by| worst.max(by))
                })?;
                Some(Hit { at, by })
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
    /// With what it begins.
    first: u32,
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
            first: first_bit(&text),
            digits: (digits.len() >= SHORTEST_PHONE_PART && digits.len() == bare).then_some(digits),
            text,
        }
    }

    fn matches(&self, entry: &Prepared) -> Option<MatchedBy> {
        let part = self.text.as_str();
        let mut best: Option<MatchedBy> = None;
        let mut found = |by: MatchedBy| best = Some(best.map_or(by, |old| old.min(by)));

        // What begins with a letter or a digit begins like a way to type a character.
        let begins = |name: &&Name| self.first == 0 || name.firsts & self.first != 0;
        for Name { text, spelled, .. } in entry.names.iter().filter(begins) {
            if **text == *part {
                found(MatchedBy::FullName);
            } else if text.starts_with(part) {
                found(MatchedBy::NameStart);
            } else if text.contains(part) {
                found(MatchedBy::NamePart);
            } else if typed_at(part, spelled, 0) {
                found(MatchedBy::PinyinStart);
            } else if (1..spelled.len()).any(|at| typed_at(part, spelled, at)) {
                found(MatchedBy::PinyinPart);
            }
        }
        for Name { text, spelled, .. } in entry.nicknames.iter().filter(begins) {
            if text.contains(part) {
                found(MatchedBy::Nickname);
            } else if (0..spelled.len()).any(|at| typed_at(part, spelled, at)) {
                found(MatchedBy::PinyinPart);
            }
        }
        if entry.group.is_some() && entry.group.as_deref() == self.group.as_deref() {
            found(MatchedBy::Group);
        }
        if entry.house.is_some() && entry.house.as_deref() == self.house.as_deref() {
            found(MatchedBy::House);
        }
        if let Some(digits) = &self.digits
            && entry
                .phones
                .iter()
                .any(|phone| phone.contains(digits.as_str()))
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
    /// What was looked up before: by character, and by surname.
    known: HashMap<char, Ways>,
    known_surnames: HashMap<String, Box<[Ways]>>,
}

impl Speller {
    fn builtin() -> Result<Self, WordsError> {
        Ok(Self {
            pinyin: PinyinData::new(PinyinNotation::Ascii),
            surnames: builtin::<Surnames>(SURNAMES)?.reading,
            known: HashMap::new(),
            known_surnames: HashMap::new(),
        })
    }

    fn prepare(&mut self, words: &Words, entry: SearchEntry) -> Prepared {
        let phones = entry.phones.iter();
        Prepared {
            names: self.names(&entry.names, true),
            nicknames: self.names(&entry.nicknames, false),
            group: entry.group.map(|group| words.group(&group).into()),
            house: entry.house_no.map(|house| words.house(&house).into()),
            phones: phones
                .map(|phone| phone_digits(&plain(phone)).into())
                .collect(),
        }
    }

    fn names(&mut self, names: &[String], surname: bool) -> Box<[Name]> {
        let names = names.iter().map(|name| plain(name));
        names
            .filter(|name| !name.is_empty())
            .map(|name| {
                let spelled = self.spell(&name, surname);
                let ways = spelled.iter().flat_map(|ways| ways.iter());
                Name {
                    firsts: ways.fold(0, |all, way| all | first_bit(way)),
                    spelled,
                    text: name.into(),
                }
            })
            .collect()
    }

    /// Spells each character; with `surname`, the first ones as a surname is read.
    fn spell(&mut self, name: &str, surname: bool) -> Box<[Ways]> {
        let mut spelled: Box<[Ways]> = name.chars().map(|c| self.readings(c)).collect();
        if !surname || spelled.len() < 2 {
            return spelled;
        }
        // Two-character surnames first: 单于 is not 单.
        for length in [2, 1] {
            let end = name.char_indices().nth(length).map_or(name.len(), |c| c.0);
            let Some(read) = name.get(..end).and_then(|head| self.surname(head)) else {
                continue;
            };
            for (slot, ways) in spelled.iter_mut().zip(read) {
                *slot = Arc::clone(ways);
            }
            break;
        }
        spelled
    }

    /// Returns how the characters of a surname are typed, if it is read in its own way.
    fn surname(&mut self, head: &str) -> Option<&[Ways]> {
        let readings = self.surnames.get(head)?;
        if !self.known_surnames.contains_key(head) {
            let spelled = head.chars().enumerate().map(|(at, c)| {
                let syllables = readings.iter().filter_map(|r| r.split(' ').nth(at));
                ways(c, syllables)
            });
            self.known_surnames
                .insert(head.to_owned(), spelled.collect());
        }
        self.known_surnames.get(head).map(AsRef::as_ref)
    }

    fn readings(&mut self, c: char) -> Ways {
        if let Some(known) = self.known.get(&c) {
            return Arc::clone(known);
        }
        let mut syllables = Vec::new();
        self.pinyin.get_pinyins_and_for_each(c, |pinyin| {
            if let Some(ascii) = pinyin.notation(PinyinNotation::Ascii) {
                syllables.push(ascii.to_owned());
            }
        });
        let ways = ways(c, syllables.iter().map(String::as_str));
        self.known.insert(c, Arc::clone(&ways));
        ways
    }
}

/// All the ways to type a character: itself, its syllables, their initials.
fn ways<'a>(c: char, syllables: impl Iterator<Item = &'a str>) -> Ways {
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
    ways.into_iter().map(String::into_boxed_str).collect()
}

/// True if `typed` spells the characters from `at` on; the last one may be unfinished.
fn typed_at(typed: &str, spelled: &[Ways], at: usize) -> bool {
    if typed.is_empty() {
        return true;
    }
    let Some(ways) = spelled.get(at) else {
        return false;
    };
    ways.iter().any(|way| {
        way.starts_with(typed)
            || typed
                .strip_prefix(&**way)
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

    fn entry(names: &[&str]) -> SearchEntry {
        SearchEntry {
            names: names.iter().map(|n| (*n).to_owned()).collect(),
            ..SearchEntry::default()
        }
    }

    /// The homes of the village, as it lists them.
    const HOMES: [&str; 7] = ["zhao", "li", "shan", "zeng", "xie", "yuchi", "lv"];

    fn village() -> SearchIndex {
        SearchIndex::new([
            SearchEntry {
                nicknames: vec!["老仓".into()],
                group: Some("二组".into()),
                house_no: Some("12号".into()),
                phones: vec!["139-0000-0001".into(), "１３９００００１００１".into()],
                ..entry(&["赵满仓"])
            },
            SearchEntry {
                group: Some("第三村民小组".into()),
                house_no: Some("二号".into()),
                ..entry(&["李秀兰"])
            },
            SearchEntry {
                group: Some("2组".into()),
                ..entry(&["单大山", "单小山"])
            },
            entry(&["曾样例"]),
            entry(&["解放"]),
            entry(&["尉迟样例"]),
            entry(&["吕样例"]),
        ])
        .unwrap()
    }

    fn found(query: &str) -> Vec<&'static str> {
        let hits = village().search(query).into_iter();
        hits.map(|hit| HOMES[hit.at]).collect()
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
            entry(&["李样例"]),
            entry(&["张li样"]),
            entry(&["li样例"]),
            entry(&["li"]),
        ])
        .unwrap();
        let found: Vec<usize> = index.search("li").into_iter().map(|hit| hit.at).collect();
        assert_eq!(found, [3, 2, 1, 0], "whole, start, part, pinyin");
    }

    #[test]
    fn one_home_can_be_asked_alone() {
        let home = entry(&["赵满仓"]);
        assert_eq!(matches("zmc", &home), Ok(Some(MatchedBy::PinyinStart)));
        assert_eq!(matches("x", &home), Ok(None));
    }

    /// What a name begins with only spares work.
    #[test]
    fn the_first_letter_hides_nobody() {
        let index = SearchIndex::new([entry(&["李2号"]), entry(&["赵li样"])]).unwrap();
        let found = |query: &str| -> Vec<usize> {
            let hits = index.search(query).into_iter();
            hits.map(|hit| hit.at).collect()
        };
        assert_eq!(found("2"), [0]);
        assert_eq!(found("l"), [1, 0]);
        assert_eq!(found("iy"), [1]);
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
            let before: Vec<usize> = all.search(&shorter).into_iter().map(|hit| hit.at).collect();
            for hit in all.search(&query) {
                prop_assert!(before.contains(&hit.at), "{} {}", query, HOMES[hit.at]);
            }
        }
    }
}
