//! TOML with a line number at every key and value, and no floats.
//!
//! Packs are read by walking this tree rather than by derived structs, so that
//! every finding names its line and unknown keys are findings too. `domain`
//! reads the files that its features own with it.

use crate::diag::{Code, Diagnostic};
use tanfang_values::Day;
use toml::de::{DeTable, DeValue};

/// A value and the place where it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// What stands there.
    pub value: Value,
    /// Line in the file, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// Line and column of the first character inside the quotes, for text.
    pub inside: (u32, u32),
}

/// The kinds of values a pack may hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Text.
    Str(String),
    /// A whole number.
    Int(i64),
    /// `true` or `false`.
    Bool(bool),
    /// A day.
    Day(Day),
    /// A row of values.
    Array(Vec<Node>),
    /// Keys with values.
    Table(Table),
}

impl Value {
    /// The word for the kind in findings.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Str(_) => "text",
            Self::Int(_) => "integer",
            Self::Bool(_) => "true/false",
            Self::Day(_) => "day",
            Self::Array(_) => "array",
            Self::Table(_) => "table",
        }
    }
}

/// Keys with values, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// `pack/path` of the file.
    pub file: String,
    /// Line where the table begins.
    pub line: u32,
    entries: Vec<(String, Node)>,
}

/// Reads a whole file; findings name `file`.
pub fn parse(file: &str, text: &str) -> Result<Table, Vec<Diagnostic>> {
    if text.starts_with('\u{feff}') {
        return Err(vec![Diagnostic::error(Code::Bom).at(file, 1, Some(1))]);
    }
    let lines = Lines::of(text);
    let root = DeTable::parse(text).map_err(|error| {
        let (line, column) = lines.place(error.span().map_or(0, |span| span.start));
        vec![
            Diagnostic::error(Code::Toml)
                .with("why", error.message())
                .at(file, line, Some(column)),
        ]
    })?;
    let mut findings = Vec::new();
    let table = convert_table(file, &lines, root.get_ref(), 1, &mut findings);
    if findings.is_empty() {
        Ok(table)
    } else {
        Err(findings)
    }
}

/// Starts of lines, to turn an offset into a line and column.
struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    fn of(text: &'t str) -> Self {
        let mut starts = vec![0];
        starts.extend(text.match_indices('\n').map(|(at, _)| at + 1));
        Self { text, starts }
    }

    fn place(&self, offset: usize) -> (u32, u32) {
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self
            .starts
            .get(line.saturating_sub(1))
            .copied()
            .unwrap_or(0);
        let column = self
            .text
            .get(start..offset)
            .map_or(0, |before| before.chars().count());
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        (number(line), number(column + 1))
    }

    /// The place of the first character inside the quotes that begin at `offset`.
    fn inside(&self, offset: usize) -> (u32, u32) {
        let rest = self.text.get(offset..).unwrap_or_default();
        let opening = [
            "\"\"\"\r\n",
            "\"\"\"\n",
            "'''\r\n",
            "'''\n",
            "\"\"\"",
            "'''",
            "\"",
            "'",
        ];
        let skip = opening
            .iter()
            .find(|quotes| rest.starts_with(**quotes))
            .map_or(0, |quotes| quotes.len());
        self.place(offset + skip)
    }
}

fn convert_table(
    file: &str,
    lines: &Lines<'_>,
    table: &DeTable<'_>,
    line: u32,
    findings: &mut Vec<Diagnostic>,
) -> Table {
    let mut entries = Vec::new();
    for (key, value) in table {
        let name = key.get_ref().to_string();
        // A [table] header's value has no place of its own: take the key's.
        let start = value.span().start.max(key.span().start);
        let (at, column) = lines.place(start);
        if let Some(mut node) = convert(file, lines, value.get_ref(), at, column, &name, findings) {
            node.inside = lines.inside(start);
            entries.push((name, node));
        }
    }
    Table {
        file: file.to_owned(),
        line,
        entries,
    }
}

fn convert(
    file: &str,
    lines: &Lines<'_>,
    value: &DeValue<'_>,
    line: u32,
    column: u32,
    key: &str,
    findings: &mut Vec<Diagnostic>,
) -> Option<Node> {
    let bad = |code, wanted: &str| {
        Diagnostic::error(code)
            .with("key", key)
            .with("wanted", wanted)
            .at(file, line, Some(column))
    };
    let value = match value {
        DeValue::String(text) => Value::Str(text.to_string()),
        DeValue::Integer(number) => {
            let Ok(number) = i64::from_str_radix(number.as_str(), number.radix()) else {
                findings.push(bad(Code::WrongKind, "64-bit integer"));
                return None;
            };
            Value::Int(number)
        }
        DeValue::Float(_) => {
            findings.push(bad(Code::Float, "text"));
            return None;
        }
        DeValue::Boolean(flag) => Value::Bool(*flag),
        DeValue::Datetime(when) => {
            let day = match (when.date, when.time, when.offset) {
                (Some(date), None, None) => {
                    Day::from_ymd(date.year.into(), date.month.into(), date.day.into())
                }
                _ => None,
            };
            let Some(day) = day else {
                findings.push(bad(Code::WrongKind, "YYYY-MM-DD"));
                return None;
            };
            Value::Day(day)
        }
        DeValue::Array(items) => {
            let mut out = Vec::new();
            for item in items {
                let (at, col) = lines.place(item.span().start);
                out.extend(convert(file, lines, item.get_ref(), at, col, key, findings));
            }
            Value::Array(out)
        }
        DeValue::Table(table) => Value::Table(convert_table(file, lines, table, line, findings)),
    };
    Some(Node {
        value,
        line,
        column,
        inside: (line, column),
    })
}

impl Table {
    /// Lists keys and values in the order of the file.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &Node)> {
        self.entries.iter().map(|(key, node)| (key.as_str(), node))
    }

    /// Returns the value of a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries.iter().find(|(k, _)| k == key).map(|(_, n)| n)
    }

    /// Returns the line of a key, or of the table.
    pub fn line_of(&self, key: &str) -> u32 {
        self.get(key).map_or(self.line, |node| node.line)
    }

    /// Starts reading with findings collected.
    pub fn reader<'t, 'f>(&'t self, findings: &'f mut Vec<Diagnostic>) -> Reader<'t, 'f> {
        Reader {
            table: self,
            findings,
            seen: Vec::new(),
        }
    }
}

/// Reads the keys of one table; [`Reader::finish`] reports those nobody asked for.
pub struct Reader<'t, 'f> {
    /// The table being read.
    pub table: &'t Table,
    findings: &'f mut Vec<Diagnostic>,
    seen: Vec<&'t str>,
}

impl<'t> Reader<'t, '_> {
    fn take(&mut self, key: &'t str) -> Option<&'t Node> {
        self.seen.push(key);
        self.table.get(key)
    }

    /// Adds a finding at a key of this table.
    pub fn find(&mut self, key: &str, finding: Diagnostic) {
        let (line, column) = match self.table.get(key) {
            Some(node) => (node.line, Some(node.column)),
            None => (self.table.line, None),
        };
        self.findings
            .push(finding.at(&self.table.file, line, column));
    }

    /// Adds a finding that already knows its place.
    pub fn push(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }

    fn wrong(&mut self, key: &str, node: &Node, wanted: &str) {
        let finding = Diagnostic::error(Code::WrongKind)
            .with("key", key)
            .with("wanted", wanted)
            .with("given", node.value.kind());
        self.findings
            .push(finding.at(&self.table.file, node.line, Some(node.column)));
    }

    /// Reads text, if the key is there.
    pub fn opt_str(&mut self, key: &'t str) -> Option<&'t str> {
        let node = self.take(key)?;
        if let Value::Str(text) = &node.value {
            return Some(text);
        }
        self.wrong(key, node, "text");
        None
    }

    /// Reads text that must be there.
    pub fn str(&mut self, key: &'t str) -> Option<&'t str> {
        self.require(key);
        self.opt_str(key)
    }

    /// Reports a key that must be there and is not.
    pub fn require(&mut self, key: &'t str) {
        if self.table.get(key).is_none() {
            self.find(key, Diagnostic::error(Code::MissingKey).with("key", key));
        }
    }

    /// Reads a whole number, if the key is there.
    pub fn opt_int(&mut self, key: &'t str) -> Option<i64> {
        let node = self.take(key)?;
        if let Value::Int(number) = &node.value {
            return Some(*number);
        }
        self.wrong(key, node, "integer");
        None
    }

    /// Reads `true` or `false`; a missing key is `false`.
    pub fn flag(&mut self, key: &'t str) -> bool {
        let Some(node) = self.take(key) else {
            return false;
        };
        if let Value::Bool(flag) = &node.value {
            return *flag;
        }
        self.wrong(key, node, "true/false");
        false
    }

    /// Reads a day, if the key is there.
    pub fn opt_day(&mut self, key: &'t str) -> Option<Day> {
        let node = self.take(key)?;
        if let Value::Day(day) = &node.value {
            return Some(*day);
        }
        self.wrong(key, node, "YYYY-MM-DD");
        None
    }

    /// Reads a list of texts; a single text counts as a list of one.
    pub fn strs(&mut self, key: &'t str) -> Vec<&'t str> {
        let Some(node) = self.take(key) else {
            return Vec::new();
        };
        match &node.value {
            Value::Str(text) => vec![text],
            Value::Array(items) => {
                let mut out = Vec::new();
                for item in items {
                    if let Value::Str(text) = &item.value {
                        out.push(text.as_str());
                    } else {
                        self.wrong(key, item, "text");
                    }
                }
                out
            }
            _ => {
                self.wrong(key, node, "list of texts");
                Vec::new()
            }
        }
    }

    /// Reads a table, if the key is there.
    pub fn opt_table(&mut self, key: &'t str) -> Option<&'t Table> {
        let node = self.take(key)?;
        if let Value::Table(table) = &node.value {
            return Some(table);
        }
        self.wrong(key, node, "table");
        None
    }

    /// Reads a list of tables; a missing key is an empty list.
    pub fn tables(&mut self, key: &'t str) -> Vec<&'t Table> {
        let Some(node) = self.take(key) else {
            return Vec::new();
        };
        let Value::Array(items) = &node.value else {
            self.wrong(key, node, "list of tables");
            return Vec::new();
        };
        let mut out = Vec::new();
        for item in items {
            if let Value::Table(table) = &item.value {
                out.push(table);
            } else {
                self.wrong(key, item, "table");
            }
        }
        out
    }

    /// Reads any value, if the key is there.
    pub fn opt_node(&mut self, key: &'t str) -> Option<&'t Node> {
        self.take(key)
    }

    /// Reads one of a few words, if the key is there.
    pub fn opt_word(&mut self, key: &'t str, allowed: &[&'static str]) -> Option<&'static str> {
        let given = self.opt_str(key)?;
        let found = allowed.iter().find(|word| **word == given).copied();
        if found.is_none() {
            let finding = Diagnostic::error(Code::NotAllowed)
                .with("key", key)
                .with("given", given)
                .with("allowed", allowed.join(" "));
            self.find(key, finding);
        }
        found
    }

    /// Marks a key as known without reading it.
    pub fn skip(&mut self, key: &'t str) {
        self.seen.push(key);
    }

    /// Reports every key that was never asked for.
    pub fn finish(self) {
        for (key, node) in &self.table.entries {
            if !self.seen.contains(&key.as_str()) {
                self.findings
                    .push(Diagnostic::error(Code::UnknownKey).with("key", key).at(
                        &self.table.file,
                        node.line,
                        Some(node.column),
                    ));
            }
        }
    }
}
