//! The choices of a form, by list.

use std::collections::{BTreeMap, BTreeSet};

use super::finding::{Findings, Place};
use super::name::{self, is_id};
use super::rule::Answer;
use super::table::Table;
use tanfang_policy::dict::EnumDef;

/// Holds one list of choices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct List {
    /// Code and label.
    pub(super) items: Vec<(String, String)>,
    /// Where it begins.
    pub(super) place: Place,
    /// Whether something in it keeps it from being used.
    pub(super) broken: bool,
}

/// Codes that say yes, no, and not known.
const YES: [&str; 5] = ["yes", "y", "true", "1", "是"];
const NO: [&str; 6] = ["no", "n", "false", "0", "2", "否"];
const UNSAID: [&str; 6] = ["dk", "unknown", "dont_know", "99", "9", "88"];
/// Labels that say yes, no, and not known.
const YES_WORDS: [&str; 3] = ["是", "有", "是的"];
const NO_WORDS: [&str; 4] = ["否", "没有", "无", "不是"];

impl List {
    /// Tells what the answer to one of this list is: a list of yes and no is 是否,
    /// and its "not known" is the 不清楚 that is always offered.
    pub(super) fn answer(&self, several: bool) -> Answer {
        if several {
            return Answer::Many(self.items.clone());
        }
        let is = |(code, label): &(String, String), codes: &[&str], words: &[&str]| {
            let code = code.to_lowercase();
            // Bare digits mean yes and no only where the labels say so.
            codes.contains(&code.as_str())
                && (words.contains(&label.as_str()) || !code.bytes().all(|b| b.is_ascii_digit()))
        };
        let yes = self.items.iter().find(|item| is(item, &YES, &YES_WORDS));
        let no = self.items.iter().find(|item| is(item, &NO, &NO_WORDS));
        let rest: Vec<&(String, String)> = self
            .items
            .iter()
            .filter(|item| Some(*item) != yes && Some(*item) != no)
            .collect();
        let unsaid = rest.len() <= 1
            && rest
                .iter()
                .all(|(code, _)| UNSAID.contains(&code.to_lowercase().as_str()));
        match (yes, no) {
            (Some((yes, _)), Some((no, _))) if unsaid => Answer::YesNo {
                yes: yes.clone(),
                no: no.clone(),
            },
            _ => Answer::One(self.items.clone()),
        }
    }
}

/// Reads the sheet of choices.
pub(super) fn read(table: &Table<'_>, findings: &mut Findings) -> BTreeMap<String, List> {
    let list_column = table.column("list_name").or_else(|| table.column("list"));
    let code_column = table.column("name").or_else(|| table.column("value"));
    let label_column = table.spoken("label");
    let mut lists: BTreeMap<String, List> = BTreeMap::new();
    if list_column.is_none() || code_column.is_none() {
        findings.refuse("no_column", &table.head(), &[("column", "list_name, name")]);
        return lists;
    }
    let mut labels: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in table.rows() {
        let (name, code) = (table.text(row, list_column), table.text(row, code_column));
        if name.is_empty() && code.is_empty() {
            continue;
        }
        let at = table.at(row, code_column);
        let list = lists.entry(name.to_owned()).or_insert_with(|| List {
            items: Vec::new(),
            place: table.at(row, list_column),
            broken: false,
        });
        if list.items.len() >= EnumDef::MOST {
            // Counted on, said once at the end.
            list.items.push((code.to_owned(), String::new()));
            continue;
        }
        if !is_id(code) {
            findings.refuse("bad_code", &at, &[("code", code)]);
            list.broken = true;
        }
        if list.items.iter().any(|(own, _)| own == code) {
            findings.refuse("code_twice", &at, &[("code", code), ("list", name)]);
            list.broken = true;
        }
        let said = table.text(row, label_column);
        let label = if list.items.len() < 3 && is_plain_yes_no(said) {
            said.to_owned()
        } else {
            name::choice(said, code)
        };
        if label != said {
            let words = [("text", said), ("name", label.as_str())];
            findings.tell("label_changed", &table.at(row, label_column), &words);
        }
        if !labels
            .entry(name.to_owned())
            .or_default()
            .insert(label.clone())
        {
            let at = table.at(row, label_column);
            findings.refuse("label_twice", &at, &[("text", said), ("list", name)]);
            list.broken = true;
        }
        list.items.push((code.to_owned(), label));
    }
    for (name, list) in &mut lists {
        let (count, most) = (list.items.len().to_string(), EnumDef::MOST.to_string());
        if list.items.len() > EnumDef::MOST {
            let words = [("list", name.as_str()), ("count", &count), ("most", &most)];
            findings.refuse("too_many_choices", &list.place, &words);
            list.broken = true;
            list.items.truncate(EnumDef::MOST);
        }
    }
    lists
}

fn is_plain_yes_no(label: &str) -> bool {
    YES_WORDS.contains(&label) || NO_WORDS.contains(&label)
}

/// Makes labels that are words of the rule language usable; only a list that is no 是否 needs it.
pub(super) fn enumerated(items: &[(String, String)]) -> Vec<(String, String)> {
    items
        .iter()
        .map(|(code, label)| (code.clone(), name::choice(label, code)))
        .collect()
}
