//! Mistakes planted in the packs, and who catches them.
//!
//! Each mistake is one a clerk makes: a sign, a word, a number, a condition
//! left out. It is planted in the text of a file; whoever judges with the pack
//! so changed must notice: the pack's own cases, or the rules written by hand.

use crate::dice::Dice;
use crate::packs::{Changed, load};
use crate::rules::Rule;
use crate::sound::{Bench, Known};
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;
use tanfang_policy::cases;
use tanfang_policy::dict::Dictionary;
use tanfang_policy::pack::{Layer, PackSet, Resolved};

/// One planted mistake.
#[derive(Debug, Clone)]
pub struct Mutant {
    /// Id of the pack.
    pub pack: String,
    /// Path in its folder.
    pub path: String,
    /// Line in the file.
    pub line: usize,
    /// What was changed: before and after.
    pub what: String,
    /// The file with the mistake.
    text: String,
}

impl fmt::Display for Mutant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}:{} {}", self.pack, self.path, self.line, self.what)
    }
}

/// Who noticed a mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caught {
    /// A case of the pack.
    pub by_case: bool,
    /// A rule written by hand.
    pub by_rule: bool,
}

/// Files and keys that hold rules.
const KEYS: [&str; 6] = ["expr", "for", "if", "is", "out", "when"];

/// Words and signs that are mistaken for each other.
const SWAPS: [(&str, &str); 8] = [
    ("≤", "<"),
    ("≥", ">"),
    ("<", "≤"),
    (">", "≥"),
    (" 且 ", " 或 "),
    (" 或 ", " 且 "),
    ("城市", "农村"),
    ("农村", "城市"),
];

/// Blocks of a scheme that may be left out.
const BLOCKS: [&str; 3] = ["[[require]]", "[[not_if]]", "[[any_of]]"];

/// Plants every mistake there is in one file.
pub fn plant(pack: &str, path: &str, text: &str) -> Vec<Mutant> {
    let holds_rules = path == "derive.toml"
        || path == "tables.toml"
        || path == "params.toml"
        || path.starts_with("schemes/");
    if !holds_rules {
        return Vec::new();
    }
    let lines: Vec<&str> = text.lines().collect();
    let mut out = Vec::new();
    let mut inside = false;
    let mut decides = true;
    for (at, line) in lines.iter().enumerate() {
        if line.starts_with('[') {
            // A caution, a next step and something to do are shown and decide nothing.
            let block = lines
                .iter()
                .skip(at + 1)
                .take_while(|l| !l.starts_with('['));
            let shown = ["[[caution]]", "[[next]]"].contains(&line.trim());
            decides = !shown && !block.into_iter().any(|l| l.starts_with("action"));
        }
        if !decides {
            continue;
        }
        let mut put = |what: String, new: Vec<String>| {
            out.push(Mutant {
                pack: pack.to_owned(),
                path: path.to_owned(),
                line: at + 1,
                what,
                text: new.join("\n"),
            });
        };
        if BLOCKS.contains(&line.trim()) {
            let until = lines
                .iter()
                .skip(at + 1)
                .position(|line| line.starts_with('['))
                .map_or(lines.len(), |n| at + 1 + n);
            let rest = lines.iter().enumerate();
            let rest = rest.filter(|(n, _)| *n < at || *n >= until);
            put(
                format!("{} left out", line.trim()),
                rest.map(|(_, line)| (*line).to_owned()).collect(),
            );
            continue;
        }
        let rule = rule_in(line, &mut inside);
        let Some((before, rule, after)) = rule else {
            continue;
        };
        for (what, rule) in mistakes(rule) {
            let new = lines.iter().enumerate().map(|(n, other)| {
                if n == at {
                    format!("{before}{rule}{after}")
                } else {
                    (*other).to_owned()
                }
            });
            put(what, new.collect());
        }
    }
    out
}

/// The part of a line that is a rule: between the quotes of a key that holds one.
fn rule_in<'l>(line: &'l str, inside: &mut bool) -> Option<(&'l str, &'l str, &'l str)> {
    const LONG: &str = "\"\"\"";
    if *inside {
        if let Some(end) = line.find(LONG) {
            *inside = false;
            let (rule, after) = line.split_at_checked(end)?;
            return Some(("", rule, after));
        }
        return Some(("", line, ""));
    }
    let (key, value) = line.split_once('=')?;
    if !KEYS.contains(&key.trim()) {
        return None;
    }
    if let Some(start) = value.find(LONG) {
        let from = key.len() + 1 + start + LONG.len();
        let (before, rest) = line.split_at_checked(from)?;
        if let Some(end) = rest.find(LONG) {
            let (rule, after) = rest.split_at_checked(end)?;
            return Some((before, rule, after));
        }
        *inside = true;
        return Some((before, rest, ""));
    }
    let start = key.len() + 1 + value.find('"')? + 1;
    let (before, rest) = line.split_at_checked(start)?;
    let (rule, after) = rest.split_at_checked(rest.find('"')?)?;
    Some((before, rule, after))
}

/// Every mistake that can be made in one rule: what, and the rule with it.
fn mistakes(rule: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for (right, wrong) in SWAPS {
        for (at, _) in rule.match_indices(right) {
            if let Some(new) = replaced(rule, at, right.len(), wrong) {
                out.push((format!("{} → {}", right.trim(), wrong.trim()), new));
            }
        }
        // One of several joined by the same word would mix 且 and 或, which does not load.
        if right.starts_with(' ') && rule.matches(right).count() > 1 && !rule.contains(wrong) {
            let what = format!("every {} → {}", right.trim(), wrong.trim());
            out.push((what, rule.replace(right, wrong)));
        }
    }
    for (at, word) in rule.match_indices("非 ") {
        if let Some(new) = replaced(rule, at, word.len(), "") {
            out.push(("非 left out".to_owned(), new));
        }
    }
    for (at, digits) in numbers(rule) {
        for step in [1_i64, -1] {
            if let Some(other) = stepped(digits, step)
                && let Some(new) = replaced(rule, at, digits.len(), &other)
            {
                out.push((format!("{digits} → {other}"), new));
            }
        }
    }
    out
}

fn replaced(rule: &str, at: usize, len: usize, with: &str) -> Option<String> {
    let (before, rest) = rule.split_at_checked(at)?;
    let (_, after) = rest.split_at_checked(len)?;
    Some(format!("{before}{with}{after}"))
}

/// The numbers of a rule that are no part of a name or a date.
fn numbers(rule: &str) -> Vec<(usize, &str)> {
    let mut out = Vec::new();
    let digit = |c: char| c.is_ascii_digit() || c == '.';
    let mut rest = 0;
    while let Some(start) = rule.get(rest..).and_then(|tail| tail.find(digit)) {
        let start = rest + start;
        let tail = rule.get(start..).unwrap_or_default();
        let len = tail.find(|c| !digit(c)).unwrap_or(tail.len());
        rest = start + len;
        let before = rule.get(..start).and_then(|head| head.chars().next_back());
        let after = rule.get(rest..).and_then(|tail| tail.chars().next());
        let of_name = before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '-');
        if of_name || after == Some('-') {
            continue;
        }
        if let Some(digits) = rule.get(start..rest) {
            out.push((start, digits));
        }
    }
    out
}

/// A number one more or less in its last place; `None` below zero.
fn stepped(digits: &str, step: i64) -> Option<String> {
    let decimals = digits.split_once('.').map_or(0, |(_, part)| part.len());
    let whole: i64 = digits.replace('.', "").parse().ok()?;
    let other = whole.checked_add(step).filter(|n| *n >= 0)?;
    if decimals == 0 {
        return Some(other.to_string());
    }
    let padded = format!("{other:0>width$}", width = decimals + 1);
    let (head, tail) = padded.split_at_checked(padded.len() - decimals)?;
    Some(format!("{head}.{tail}"))
}

/// A pack with the homes that its rules are tried on.
pub struct Watch<'p> {
    pack: &'p Resolved,
    wanted: BTreeSet<String>,
    known: Vec<(Rule, Vec<Known>)>,
}

impl<'p> Watch<'p> {
    /// Makes homes on which the pack and the rules agree, so many for each rule.
    pub fn new(pack: &'p Resolved, rules: &[Rule], homes: usize, seed: u64) -> Self {
        let mut wanted = BTreeSet::new();
        for one in std::iter::once(pack).chain(pack.beside()) {
            wanted.extend(one.layers().iter().map(|layer| layer.head.id.clone()));
        }
        let mut known = Vec::new();
        for rule in rules.iter().filter(|rule| rule.pack == pack.id()) {
            let Some(bench) = Bench::new(*rule, pack) else {
                continue;
            };
            let mut dice = Dice::new(seed);
            let homes = (0..homes)
                .map(|turn| bench.known(turn, &mut dice))
                .filter(|known| bench.differs(known).is_none());
            known.push((*rule, homes.collect()));
        }
        Self {
            pack,
            wanted,
            known,
        }
    }

    /// Plants every mistake in the pack's own files.
    pub fn plant(&self) -> Vec<Mutant> {
        let files = self.pack.layers().last();
        let files = files.into_iter().flat_map(Layer::files);
        files
            .flat_map(|(path, text)| plant(self.pack.id(), path, text))
            .collect()
    }

    /// Who notices a mistake; `None` if the pack does not even load with it.
    ///
    /// With `first` it is enough that somebody does.
    pub fn try_on(
        &self,
        dictionary: &Arc<Dictionary>,
        mutant: &Mutant,
        first: bool,
    ) -> Option<Caught> {
        let changed = Changed {
            pack: &mutant.pack,
            path: &mutant.path,
            text: &mutant.text,
        };
        let loaded: Result<PackSet, _> =
            load(dictionary, &|id| self.wanted.contains(id), Some(changed));
        let pack = loaded.ok()?.resolve(self.pack.id())?;
        let by_case = !cases::run(&pack).findings.is_empty();
        let differs = |(rule, homes): &(Rule, Vec<Known>)| {
            Bench::beside(*rule, &pack)
                .is_none_or(|bench| homes.iter().any(|known| bench.differs(known).is_some()))
        };
        let by_rule = !(first && by_case) && self.known.iter().any(differs);
        Some(Caught { by_case, by_rule })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_are_planted_in_rules_only() {
        let text = "id = \"R99\"\ntext = \"70 岁 以上 且 什么\"\nexpr = \"年龄 ≥ 70 且 非 重病\"\n[[require]]\nid = \"a\"\nexpr = \"城乡 = 城市\"\n";
        let all = plant("X", "schemes/R99.toml", text);
        let what: Vec<String> = all
            .iter()
            .map(|m| format!("{}:{}", m.line, m.what))
            .collect();
        assert_eq!(
            what,
            [
                "3:≥ → >",
                "3:且 → 或",
                "3:非 left out",
                "3:70 → 71",
                "3:70 → 69",
                "4:[[require]] left out",
                "6:城市 → 农村"
            ]
        );
        assert!(plant("X", "cases/R99.toml", text).is_empty());
    }

    #[test]
    fn a_number_moves_in_its_last_place() {
        assert_eq!(stepped("4000.00", 1).as_deref(), Some("4000.01"));
        assert_eq!(stepped("0.01", -1).as_deref(), Some("0.00"));
        assert_eq!(stepped("0", -1), None);
        assert_eq!(stepped("150", 1).as_deref(), Some("151"));
        assert_eq!(stepped("1.3", -1).as_deref(), Some("1.2"));
        let found = numbers("年龄 ≥ 70 且 生活补贴_12 < 4000.00元 2020-05-01");
        let found: Vec<&str> = found.into_iter().map(|(_, digits)| digits).collect();
        assert_eq!(found, ["70", "4000.00"]);
    }

    #[test]
    fn a_rule_over_several_lines_is_one_rule() {
        let text = "expr = \"\"\"甲 = 1\n  且 乙 = 2\"\"\"\nsay = \"3\"";
        let lines: Vec<usize> = plant("X", "derive.toml", text)
            .iter()
            .map(|m| m.line)
            .collect();
        assert_eq!(lines, [1, 1, 2, 2, 2]);
    }
}
