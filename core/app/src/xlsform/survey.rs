//! The rows of a form: questions, groups around them, and who is asked.

use std::collections::{BTreeMap, BTreeSet};

use super::finding::{Findings, Place};
use super::name::is_id;
use super::path::{self, Path};
use super::table::{Table, short};

/// Says what a row of the form is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Sort {
    Text,
    Integer,
    Decimal,
    Date,
    One(String),
    Many(String),
    Image,
    Calculate,
}

/// Holds a condition with its cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Condition {
    pub(super) path: Path,
    pub(super) at: Place,
}

/// Holds a question of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) sort: Sort,
    pub(super) name: String,
    pub(super) label: String,
    pub(super) at: Place,
    pub(super) relevant: Option<Condition>,
    pub(super) constraint: Option<Condition>,
    pub(super) calculation: Option<Condition>,
    /// Conditions of the groups around it, by place in [`Survey::groups`].
    pub(super) groups: Vec<usize>,
    pub(super) member: bool,
}

/// Holds a form as it stands.
#[derive(Debug, Default)]
pub(super) struct Survey {
    pub(super) rows: Vec<Row>,
    /// Conditions of groups.
    pub(super) groups: Vec<Condition>,
    /// Names of repeats.
    pub(super) repeats: Vec<String>,
    /// Names of questions that are not taken over.
    pub(super) left_out: BTreeSet<String>,
    /// Lists that questions choose from, with the first cell that names each.
    pub(super) lists: BTreeMap<String, Place>,
}

/// Columns that are read, besides label and hint.
const KNOWN: [&str; 8] = [
    "type",
    "name",
    "relevant",
    "constraint",
    "required",
    "calculation",
    "choice_filter",
    "",
];

struct Open {
    repeat: bool,
    condition: Option<usize>,
    at: Place,
}

/// Reads the sheet of questions.
pub(super) fn read(table: &Table<'_>, findings: &mut Findings) -> Survey {
    let mut survey = Survey::default();
    let sort_column = table.column("type");
    let name_column = table.column("name");
    if sort_column.is_none() || name_column.is_none() {
        findings.refuse("no_column", &table.head(), &[("column", "type, name")]);
        return survey;
    }
    let (label_column, hint_column) = (table.spoken("label"), table.spoken("hint"));
    table.tell_unread(&KNOWN, &[label_column, hint_column], findings);
    let mut reader = Reader {
        table,
        findings,
        seen: BTreeMap::new(),
        open: Vec::new(),
    };
    for row in table.rows() {
        let word = table.text(row, sort_column).trim();
        if word.is_empty() || word.starts_with('#') {
            continue;
        }
        let at = table.at(row, sort_column);
        let (word, rest) = word.split_once(char::is_whitespace).unwrap_or((word, ""));
        // begin_group is also written "begin group".
        let (word, rest) = match (word, rest.trim()) {
            ("begin" | "end", part @ ("group" | "repeat")) => (format!("{word}_{part}"), ""),
            (word, rest) => (word.to_lowercase(), rest),
        };
        match word.as_str() {
            "begin_group" | "begin_repeat" => {
                let repeat = word == "begin_repeat";
                reader.begin(&mut survey, row, repeat, table.text(row, name_column), at);
            }
            "end_group" | "end_repeat" => reader.end(word == "end_repeat", &at),
            "note" => {
                reader.check_name(&mut survey, row, name_column, true);
                reader.findings.tell("note_left_out", &at, &[]);
            }
            _ => {
                let Some(sort) = sort(&word, rest) else {
                    reader.check_name(&mut survey, row, name_column, true);
                    let words = [("type", word.as_str())];
                    reader.findings.tell("type_unread", &at, &words);
                    continue;
                };
                if let Sort::One(list) | Sort::Many(list) = &sort {
                    survey.lists.entry(list.clone()).or_insert(at);
                }
                let label = (table.text(row, label_column), table.text(row, hint_column));
                reader.question(&mut survey, row, name_column, sort, label);
            }
        }
    }
    for open in reader.open {
        reader.findings.refuse("not_ended", &open.at, &[]);
    }
    survey
}

fn sort(word: &str, rest: &str) -> Option<Sort> {
    let list = || {
        rest.split_whitespace()
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    Some(match word {
        "text" | "string" => Sort::Text,
        "integer" | "int" => Sort::Integer,
        "decimal" => Sort::Decimal,
        "date" => Sort::Date,
        "select_one" => Sort::One(list()),
        "select_multiple" => Sort::Many(list()),
        "image" | "photo" => Sort::Image,
        "calculate" => Sort::Calculate,
        _ => return None,
    })
}

struct Reader<'a, 'b> {
    table: &'a Table<'b>,
    findings: &'a mut Findings,
    /// Names with the cell in which each first stands.
    seen: BTreeMap<String, String>,
    open: Vec<Open>,
}

impl Reader<'_, '_> {
    fn begin(&mut self, survey: &mut Survey, row: u32, repeat: bool, name: &str, at: Place) {
        if repeat && self.open.iter().any(|open| open.repeat) {
            self.findings
                .refuse("repeat_in_repeat", &at, &[("name", name)]);
        }
        let condition = self.condition(row, "relevant").map(|condition| {
            survey.groups.push(condition);
            survey.groups.len() - 1
        });
        if repeat {
            survey.repeats.push(name.to_owned());
            self.findings
                .tell("repeat_is_members", &at, &[("name", name)]);
        }
        self.open.push(Open {
            repeat,
            condition,
            at,
        });
    }

    fn end(&mut self, repeat: bool, at: &Place) {
        match self.open.pop() {
            Some(open) if open.repeat == repeat => {}
            Some(open) => {
                let words = [("cell", open.at.cell.as_str())];
                self.findings.refuse("ends_other", at, &words);
            }
            None => self.findings.refuse("ends_nothing", at, &[]),
        }
    }

    /// Takes a question in, with the conditions around it.
    fn question(
        &mut self,
        survey: &mut Survey,
        row: u32,
        name_column: Option<u32>,
        sort: Sort,
        (label, hint): (&str, &str),
    ) {
        let Some(name) = self.check_name(survey, row, name_column, false) else {
            return;
        };
        let label = match (label, hint) {
            ("", "") if sort != Sort::Calculate => name.clone(),
            (label, "") => label.to_owned(),
            (label, hint) => format!("{label}({hint})"),
        };
        let calculation = self.condition(row, "calculation");
        if sort == Sort::Calculate && calculation.is_none() {
            let at = self.table.at(row, self.table.column("calculation"));
            self.findings
                .tell("no_calculation", &at, &[("name", &name)]);
            survey.left_out.insert(name);
            return;
        }
        let required = self.table.text(row, self.table.column("required"));
        if !matches!(
            required.to_lowercase().as_str(),
            "" | "no" | "false" | "false()"
        ) {
            self.tell_cell("required", row);
        }
        if !self
            .table
            .text(row, self.table.column("choice_filter"))
            .is_empty()
        {
            self.tell_cell("choice_filter", row);
        }
        let row = Row {
            sort,
            label,
            at: self.table.at(row, name_column),
            relevant: self.condition(row, "relevant"),
            constraint: self.condition(row, "constraint"),
            calculation,
            groups: self.open.iter().filter_map(|open| open.condition).collect(),
            member: self.open.iter().any(|open| open.repeat),
            name,
        };
        survey.rows.push(row);
    }

    /// Tells of a cell that is read and not followed; the sentence is called as its column.
    fn tell_cell(&mut self, column: &'static str, row: u32) {
        let number = self.table.column(column);
        let text = short(self.table.text(row, number));
        let at = self.table.at(row, number);
        self.findings.tell(column, &at, &[("text", &text)]);
    }

    /// Checks the name of a row; none if it cannot be used.
    fn check_name(
        &mut self,
        survey: &mut Survey,
        row: u32,
        column: Option<u32>,
        left_out: bool,
    ) -> Option<String> {
        let name = self.table.text(row, column).to_owned();
        let at = self.table.at(row, column);
        if left_out && name.is_empty() {
            return None;
        }
        if !is_id(&name) {
            let code = if name.is_empty() {
                "no_name"
            } else {
                "bad_name"
            };
            self.findings.refuse(code, &at, &[("name", &name)]);
            return None;
        }
        if let Some(first) = self.seen.get(&name) {
            let words = [("name", name.as_str()), ("cell", first.as_str())];
            self.findings.refuse("name_twice", &at, &words);
            return None;
        }
        self.seen.insert(name.clone(), at.cell);
        if left_out {
            survey.left_out.insert(name.clone());
        }
        Some(name)
    }

    /// Reads the condition in a cell; one that cannot be read is told.
    fn condition(&mut self, row: u32, column: &str) -> Option<Condition> {
        let column = self.table.column(column);
        let text = self.table.text(row, column);
        if text.is_empty() {
            return None;
        }
        let at = self.table.at(row, column);
        match path::parse(text) {
            Ok(path) => Some(Condition { path, at }),
            Err(piece) => {
                let (text, piece) = (short(text), short(&piece));
                let words = [("text", text.as_str()), ("piece", piece.as_str())];
                self.findings.tell("rule_unclear", &at, &words);
                None
            }
        }
    }
}
