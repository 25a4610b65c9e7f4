//! The fact dictionary: every fact the product may ask, see, look up or judge.
//!
//! Ids stand in records and never change; names stand in rules and on forms,
//! and a renamed fact keeps its old names in `was`. Facts that only one pack
//! knows are [`FactDef`]s too, made by [`crate::pack`].

use crate::diag::{Code, Diagnostic};
use crate::doc::{self, Reader, Table, Value};
use crate::value::{FactValue, ValueError};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use tanfang_values::Day;

/// The id of a fact as it stands in records, such as `health`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FactId(String);

impl FactId {
    /// Takes an id as it stands in the dictionary or a record.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FactId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for FactId {
    fn from(id: &str) -> Self {
        Self(id.to_owned())
    }
}

/// Whether something is about a home (户) or a person (人).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// 户.
    Household,
    /// 人.
    Person,
}

impl About {
    /// Reads 户 or 人.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "户" => Some(Self::Household),
            "人" => Some(Self::Person),
            _ => None,
        }
    }
}

/// One choice of an enum.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Variant {
    /// The code that records hold.
    pub code: String,
    /// The label that rules and forms use.
    pub name: String,
}

/// A closed list of choices.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct EnumDef {
    /// Id, such as `health`.
    pub id: String,
    /// The choices in the order of the dictionary; at most [`EnumDef::MOST`].
    pub variants: Vec<Variant>,
}

impl EnumDef {
    /// Most variants an enum may have: one bit is kept for "does not apply".
    pub const MOST: usize = 62;

    /// Finds the position of a code.
    pub fn index_of_code(&self, code: &str) -> Option<usize> {
        self.variants.iter().position(|v| v.code == code)
    }

    /// Finds the position of a label.
    pub fn index_of_name(&self, name: &str) -> Option<usize> {
        self.variants.iter().position(|v| v.name == name)
    }

    /// Finds a choice by its code.
    pub fn by_code(&self, code: &str) -> Option<&Variant> {
        self.variants.iter().find(|v| v.code == code)
    }

    /// Finds a choice by its label.
    pub fn by_name(&self, name: &str) -> Option<&Variant> {
        self.variants.iter().find(|v| v.name == name)
    }

    fn codes(&self) -> String {
        let codes: Vec<&str> = self.variants.iter().map(|v| v.code.as_str()).collect();
        codes.join(" ")
    }

    fn labels(&self) -> String {
        let names: Vec<&str> = self.variants.iter().map(|v| v.name.as_str()).collect();
        names.join(" ")
    }

    /// The labels separated by spaces, for findings.
    pub fn label_list(&self) -> String {
        self.labels()
    }
}

/// The types of facts, parameters and expressions.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Type {
    /// 是否.
    Bool,
    /// 整数.
    Int,
    /// 倍数: a factor such as 1.3.
    Times,
    /// 百分比.
    Percent,
    /// 月数.
    Months,
    /// 天数.
    Days,
    /// 日期.
    Date,
    /// 元: an amount once.
    Yuan,
    /// 元/月.
    YuanMonth,
    /// 元/年.
    YuanYear,
    /// 元/周期: as said, with its own period; rules cannot read it.
    YuanPeriod,
    /// 文字: free text; rules cannot compare it.
    Text,
    /// One choice of an enum.
    Enum(Arc<EnumDef>),
    /// 多选: several choices of an enum.
    Many(Arc<EnumDef>),
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Bool => "是否",
            Self::Int => "整数",
            Self::Times => "倍数",
            Self::Percent => "百分比",
            Self::Months => "月数",
            Self::Days => "天数",
            Self::Date => "日期",
            Self::Yuan => "元",
            Self::YuanMonth => "元/月",
            Self::YuanYear => "元/年",
            Self::YuanPeriod => "元/周期",
            Self::Text => "文字",
            Self::Enum(def) => return write!(f, "{}", def.id),
            Self::Many(def) => return write!(f, "多选 {}", def.id),
        })
    }
}

impl Type {
    /// Reads a type as packs write it.
    pub fn parse(text: &str, enums: &BTreeMap<String, Arc<EnumDef>>) -> Option<Self> {
        Some(match text {
            "是否" => Self::Bool,
            "整数" => Self::Int,
            "倍数" => Self::Times,
            "百分比" => Self::Percent,
            "月数" => Self::Months,
            "天数" => Self::Days,
            "日期" => Self::Date,
            "元" => Self::Yuan,
            "元/月" => Self::YuanMonth,
            "元/年" => Self::YuanYear,
            "元/周期" => Self::YuanPeriod,
            "文字" => Self::Text,
            other => match other.strip_prefix("多选 ") {
                Some(id) => Self::Many(Arc::clone(enums.get(id.trim())?)),
                None => Self::Enum(Arc::clone(enums.get(other)?)),
            },
        })
    }

    /// Whether values of the type have an order.
    pub const fn is_ordered(&self) -> bool {
        matches!(
            self,
            Self::Int
                | Self::Times
                | Self::Percent
                | Self::Months
                | Self::Days
                | Self::Date
                | Self::Yuan
                | Self::YuanMonth
                | Self::YuanYear
        )
    }

    /// Whether it is an amount of money that rules can read.
    pub const fn is_money(&self) -> bool {
        matches!(self, Self::Yuan | Self::YuanMonth | Self::YuanYear)
    }

    /// Returns the enum of a choice or of several.
    pub const fn enum_def(&self) -> Option<&Arc<EnumDef>> {
        match self {
            Self::Enum(def) | Self::Many(def) => Some(def),
            _ => None,
        }
    }
}

/// How a fact becomes known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum How {
    /// 问: by asking.
    Ask,
    /// 看: by looking.
    Look,
    /// 库: from a database; never asked.
    Database,
    /// 判: by judgement of the roles in `by`.
    Judge,
}

/// How long an answer stays fresh.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fresh {
    /// 每次: asked at every visit.
    EveryVisit,
    /// 不变: never asked again.
    Forever,
    /// So many days, the day of the answer not counted.
    Days(u32),
}

/// How carefully a fact is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sensitivity {
    /// 普通.
    Normal,
    /// 敏感.
    Sensitive,
    /// 限制: minors, HIV and the like; absent for roles without the class.
    Restricted,
}

/// One fact: what it is, how it is asked, and what values it may take.
#[derive(Debug, PartialEq, Eq)]
pub struct FactDef {
    /// Id in records.
    pub id: FactId,
    /// Name in rules and on forms.
    pub name: String,
    /// Old names, still understood.
    pub was: Vec<String>,
    /// About a home or a person.
    pub about: About,
    /// Type of its values.
    pub ty: Type,
    /// How it becomes known.
    pub how: How,
    /// Roles that may judge it (判 only).
    pub by: Vec<String>,
    /// How long an answer stays fresh.
    pub fresh: Fresh,
    /// How carefully it is shown.
    pub sens: Sensitivity,
    /// Wording of the question.
    pub ask: String,
    /// Expression; where it is surely false the fact does not apply: neither asked nor missing.
    pub only_if: Option<String>,
    /// Least value: a count, fen, or days since 1970.
    pub min: Option<i64>,
    /// Greatest value, in the unit of `min`.
    pub max: Option<i64>,
    /// Line in its file.
    pub line: u32,
}

impl FactDef {
    /// Checks that a value can be the value of this fact; 不清楚 and 不愿说 always can.
    pub fn check_value(&self, value: &FactValue) -> Result<(), ValueError> {
        match (&self.ty, value) {
            (_, FactValue::Unclear | FactValue::Declined)
            | (Type::Bool, FactValue::Bool(_))
            | (Type::Text, FactValue::Text(_)) => Ok(()),
            (Type::Int | Type::Months | Type::Days | Type::Times, FactValue::Int(n)) => {
                self.within(*n, *n, value)
            }
            (Type::Int | Type::Months | Type::Days | Type::Times, FactValue::IntRange(a, b)) => {
                self.within(*a, *b, value)
            }
            (
                Type::Yuan | Type::YuanMonth | Type::YuanYear | Type::YuanPeriod,
                FactValue::Fen(n),
            ) => self.within(*n, *n, value),
            (
                Type::Yuan | Type::YuanMonth | Type::YuanYear | Type::YuanPeriod,
                FactValue::FenRange(a, b),
            ) => self.within(*a, *b, value),
            (Type::Date, FactValue::Day(d)) => {
                self.within(d.epoch_days().into(), d.epoch_days().into(), value)
            }
            (Type::Date, FactValue::DayRange(a, b)) => {
                self.within(a.epoch_days().into(), b.epoch_days().into(), value)
            }
            (Type::Enum(def), FactValue::One(code)) => self.known_code(def, code),
            (Type::Many(def), FactValue::Many(codes)) => {
                for code in codes {
                    self.known_code(def, code)?;
                }
                if codes.is_sorted_by(|a, b| a < b) {
                    Ok(())
                } else {
                    Err(ValueError::NotSorted {
                        fact: self.id.to_string(),
                    })
                }
            }
            _ => Err(ValueError::WrongKind {
                fact: self.id.to_string(),
                wanted: self.ty.to_string(),
                given: value.tag(),
            }),
        }
    }

    fn known_code(&self, def: &EnumDef, code: &str) -> Result<(), ValueError> {
        if def.index_of_code(code).is_some() {
            return Ok(());
        }
        Err(ValueError::NoSuchCode {
            fact: self.id.to_string(),
            code: code.to_owned(),
            allowed: def.codes(),
        })
    }

    fn within(&self, low: i64, high: i64, value: &FactValue) -> Result<(), ValueError> {
        let below = self.min.is_some_and(|min| low < min);
        let above = self.max.is_some_and(|max| high > max);
        if low <= high && !below && !above {
            return Ok(());
        }
        let end = |bound: Option<i64>| match bound {
            Some(n) if self.ty == Type::Date => i32::try_from(n)
                .map_or_else(|_| n.to_string(), |n| Day::from_epoch_days(n).to_string()),
            Some(n) => n.to_string(),
            None => "-".to_owned(),
        };
        Err(ValueError::OutOfRange {
            fact: self.id.to_string(),
            value: value.to_string(),
            min: end(self.min),
            max: end(self.max),
        })
    }
}

/// Things a home or a person has several of: members, incomes, benefits.
#[derive(Debug, PartialEq, Eq)]
pub struct ListDef {
    /// Id in records.
    pub id: String,
    /// Name in rules.
    pub name: String,
    /// Whose list it is.
    pub about: About,
    /// Whether its items are the persons of the home (成员).
    pub persons: bool,
    /// The fields of an item; empty for 成员.
    pub fields: Vec<Arc<FactDef>>,
    /// The question whose answer closes the list.
    pub complete_ask: String,
    /// Least number of items.
    pub min: u32,
    /// Greatest number of items.
    pub max: u32,
    /// Line in its file.
    pub line: u32,
}

impl ListDef {
    /// Finds a field by id.
    pub fn field(&self, id: &str) -> Option<&Arc<FactDef>> {
        self.fields.iter().find(|f| f.id.as_str() == id)
    }
}

/// How a derived value is computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Formula {
    /// By an expression.
    Expr(String),
    /// 周岁: full years since the date fact of this name.
    Age(String),
}

/// A value computed from facts, before its names are resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DerivedDef {
    /// Id.
    pub id: String,
    /// Name in rules.
    pub name: String,
    /// About a home or a person.
    pub about: About,
    /// Type of the value.
    pub ty: Type,
    /// How it is computed.
    pub formula: Formula,
    /// Line in its file.
    pub line: u32,
    /// Column of the expression.
    pub column: u32,
}

/// The dictionary, read and checked; expressions are checked with the packs.
#[derive(Debug)]
pub struct Dictionary {
    file: String,
    enums: BTreeMap<String, Arc<EnumDef>>,
    facts: Vec<Arc<FactDef>>,
    lists: Vec<Arc<ListDef>>,
    derived: Vec<DerivedDef>,
    by_id: BTreeMap<String, usize>,
    by_name: BTreeMap<String, usize>,
    hash: [u8; 32],
}

impl Dictionary {
    /// The name under which findings about the dictionary are reported.
    pub const FILE: &'static str = "facts.toml";

    /// Reads the text of `facts.toml`.
    pub fn load(text: &str) -> Result<Self, Vec<Diagnostic>> {
        let root = doc::parse(Self::FILE, text)?;
        let mut findings = Vec::new();
        let mut dictionary = Self {
            file: Self::FILE.to_owned(),
            enums: BTreeMap::new(),
            facts: Vec::new(),
            lists: Vec::new(),
            derived: Vec::new(),
            by_id: BTreeMap::new(),
            by_name: BTreeMap::new(),
            hash: crate::hash::of_text(text),
        };
        let mut reader = root.reader(&mut findings);
        let (enums, facts) = (reader.opt_table("enum"), reader.opt_table("fact"));
        let (lists, derived) = (reader.opt_table("list"), reader.opt_table("derived"));
        reader.finish();
        if let Some(enums) = enums {
            dictionary.read_enums(enums, &mut findings);
        }
        if let Some(facts) = facts {
            dictionary.read_facts(facts, &mut findings);
        }
        if let Some(lists) = lists {
            dictionary.read_lists(lists, &mut findings);
        }
        if let Some(derived) = derived {
            dictionary.read_derived(derived, &mut findings);
        }
        dictionary.check_names(&mut findings);
        if findings.is_empty() {
            Ok(dictionary)
        } else {
            Err(findings)
        }
    }

    /// Returns the fact with this id.
    pub fn fact(&self, id: &str) -> Option<&Arc<FactDef>> {
        self.by_id.get(id).and_then(|at| self.facts.get(*at))
    }

    /// Returns the fact with this name, or with this old name.
    pub fn fact_named(&self, name: &str) -> Option<&Arc<FactDef>> {
        self.by_name.get(name).and_then(|at| self.facts.get(*at))
    }

    /// Lists all facts in the order of the file.
    pub fn facts(&self) -> &[Arc<FactDef>] {
        &self.facts
    }

    /// Returns an enum by id.
    pub fn enum_def(&self, id: &str) -> Option<&Arc<EnumDef>> {
        self.enums.get(id)
    }

    /// All enums by id.
    pub const fn enums(&self) -> &BTreeMap<String, Arc<EnumDef>> {
        &self.enums
    }

    /// Lists the lists in the order of the file.
    pub fn lists(&self) -> &[Arc<ListDef>] {
        &self.lists
    }

    /// Returns a list by id.
    pub fn list(&self, id: &str) -> Option<&Arc<ListDef>> {
        self.lists.iter().find(|list| list.id == id)
    }

    /// Returns a list by name.
    pub fn list_named(&self, name: &str) -> Option<&Arc<ListDef>> {
        self.lists.iter().find(|list| list.name == name)
    }

    /// Lists the shared derived values in the order of the file.
    pub fn derived(&self) -> &[DerivedDef] {
        &self.derived
    }

    /// The file name used in findings.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// SHA-256 of the text.
    pub const fn hash(&self) -> &[u8; 32] {
        &self.hash
    }

    fn read_enums(&mut self, table: &Table, findings: &mut Vec<Diagnostic>) {
        for (id, node) in table.entries() {
            let finding = |code: Code| {
                Diagnostic::error(code).with("id", id).with("key", id).at(
                    &table.file,
                    node.line,
                    Some(node.column),
                )
            };
            check_id(id, &table.file, node.line, findings);
            let Value::Array(items) = &node.value else {
                findings.push(finding(Code::WrongKind).with("wanted", "[\"1 A\", \"2 B\"]"));
                continue;
            };
            let mut variants: Vec<Variant> = Vec::new();
            for item in items {
                let parts = match &item.value {
                    Value::Str(text) => text.split_once(' '),
                    _ => None,
                };
                let Some((code, name)) = parts else {
                    findings.push(finding(Code::BadValue).with("wanted", "\"1 A\""));
                    continue;
                };
                let name = name.trim();
                check_id(code, &table.file, item.line, findings);
                check_name(name, &table.file, item.line, findings);
                if variants.iter().any(|v| v.code == code) {
                    findings.push(finding(Code::IdTwice).with("other", code));
                }
                if variants.iter().any(|v| v.name == name) {
                    findings.push(
                        finding(Code::NameTwice)
                            .with("name", name)
                            .with("other", id),
                    );
                }
                variants.push(Variant {
                    code: code.to_owned(),
                    name: name.to_owned(),
                });
            }
            if variants.is_empty() || variants.len() > EnumDef::MOST {
                findings
                    .push(finding(Code::TooManyVariants).with("most", EnumDef::MOST.to_string()));
                continue;
            }
            let def = EnumDef {
                id: id.to_owned(),
                variants,
            };
            self.enums.insert(id.to_owned(), Arc::new(def));
        }
    }

    fn read_facts(&mut self, table: &Table, findings: &mut Vec<Diagnostic>) {
        for (id, node) in table.entries() {
            let Value::Table(inner) = &node.value else {
                findings.push(
                    Diagnostic::error(Code::WrongKind)
                        .with("key", id)
                        .with("wanted", "table")
                        .at(&table.file, node.line, Some(node.column)),
                );
                continue;
            };
            let mut reader = inner.reader(findings);
            let about = reader.str("of").and_then(About::parse);
            if about.is_none() && inner.get("of").is_some() {
                let finding = Diagnostic::error(Code::NotAllowed)
                    .with("key", "of")
                    .with("allowed", "户 人");
                reader.find("of", finding);
            }
            let fact = read_fact(&mut reader, id, about, &self.enums, Defaults::Fact);
            reader.finish();
            let Some(fact) = fact else { continue };
            if self.by_id.insert(id.to_owned(), self.facts.len()).is_some() {
                findings.push(
                    Diagnostic::error(Code::IdTwice)
                        .with("id", id)
                        .with("other", id)
                        .at(&table.file, node.line, None),
                );
            }
            for name in std::iter::once(&fact.name).chain(&fact.was) {
                self.by_name.insert(name.clone(), self.facts.len());
            }
            self.facts.push(Arc::new(fact));
        }
    }

    fn read_lists(&mut self, table: &Table, findings: &mut Vec<Diagnostic>) {
        for (id, node) in table.entries() {
            let Value::Table(inner) = &node.value else {
                continue;
            };
            check_id(id, &table.file, node.line, findings);
            let mut reader = inner.reader(findings);
            let name = reader.str("name").unwrap_or_default().to_owned();
            let about = reader.str("of").and_then(About::parse);
            let persons = reader.opt_word("item", &["人"]).is_some();
            let complete_ask = reader.str("complete_ask").unwrap_or_default().to_owned();
            let bound = |n: Option<i64>, default: u32| {
                n.and_then(|n| u32::try_from(n).ok()).unwrap_or(default)
            };
            let min = bound(reader.opt_int("min"), 0);
            let max = bound(reader.opt_int("max"), crate::limits::LIST_ITEMS)
                .min(crate::limits::LIST_ITEMS);
            let fields_table = reader.opt_table("field");
            reader.finish();
            let Some(about) = about else {
                findings.push(
                    Diagnostic::error(Code::NotAllowed)
                        .with("key", "of")
                        .with("allowed", "户 人")
                        .at(&table.file, node.line, None),
                );
                continue;
            };
            let mut fields = Vec::new();
            if let Some(fields_table) = fields_table {
                for (field, node) in fields_table.entries() {
                    let Value::Table(inner) = &node.value else {
                        continue;
                    };
                    let mut reader = inner.reader(findings);
                    reader.skip("derived");
                    fields.extend(
                        read_fact(
                            &mut reader,
                            field,
                            Some(about),
                            &self.enums,
                            Defaults::Field,
                        )
                        .map(Arc::new),
                    );
                    reader.finish();
                }
            }
            self.lists.push(Arc::new(ListDef {
                id: id.to_owned(),
                name,
                about,
                persons,
                fields,
                complete_ask,
                min,
                max,
                line: node.line,
            }));
        }
    }

    fn read_derived(&mut self, table: &Table, findings: &mut Vec<Diagnostic>) {
        for (id, node) in table.entries() {
            let Value::Table(inner) = &node.value else {
                continue;
            };
            check_id(id, &table.file, node.line, findings);
            let mut reader = inner.reader(findings);
            let name = reader.str("name").unwrap_or_default().to_owned();
            let about = reader.str("of").and_then(About::parse);
            let ty = read_type(&mut reader, &self.enums);
            let builtin = reader.opt_str("builtin");
            let formula = if let Some(builtin) = builtin {
                let fact = builtin
                    .strip_prefix("周岁(")
                    .and_then(|rest| rest.strip_suffix(')'));
                if fact.is_none() {
                    let finding = Diagnostic::error(Code::NotAllowed)
                        .with("key", "builtin")
                        .with("given", builtin)
                        .with("allowed", "周岁(…)");
                    reader.find("builtin", finding);
                }
                fact.map(|name| Formula::Age(name.to_owned()))
            } else {
                reader
                    .str("expr")
                    .map(|text| Formula::Expr(text.to_owned()))
            };
            let place = inner
                .get("expr")
                .map_or((node.line, node.column), |node| (node.line, node.column));
            reader.finish();
            if let (Some(about), Some(ty), Some(formula)) = (about, ty, formula) {
                self.derived.push(DerivedDef {
                    id: id.to_owned(),
                    name,
                    about,
                    ty,
                    formula,
                    line: place.0,
                    column: place.1,
                });
            }
        }
    }

    /// One name, one meaning: over facts, fields, lists and derived values.
    fn check_names(&self, findings: &mut Vec<Diagnostic>) {
        let mut names: BTreeMap<&str, &str> = BTreeMap::new();
        let mut ids: BTreeMap<&str, &str> = BTreeMap::new();
        let facts = self.facts.iter().map(|f| (f, f.id.as_str()));
        let fields = self.lists.iter().flat_map(|l| &l.fields);
        let named = facts
            .flat_map(|(f, id)| {
                std::iter::once(&f.name)
                    .chain(&f.was)
                    .map(move |name| (name.as_str(), id, f.line))
            })
            .chain(fields.map(|f| (f.name.as_str(), f.id.as_str(), f.line)))
            .chain(
                self.lists
                    .iter()
                    .map(|l| (l.name.as_str(), l.id.as_str(), l.line)),
            )
            .chain(
                self.derived
                    .iter()
                    .map(|d| (d.name.as_str(), d.id.as_str(), d.line)),
            );
        for (name, id, line) in named {
            check_name(name, &self.file, line, findings);
            if let Some(other) = names.insert(name, id) {
                findings.push(
                    Diagnostic::error(Code::NameTwice)
                        .with("name", name)
                        .with("other", other)
                        .at(&self.file, line, None),
                );
            }
        }
        let with_ids = self
            .facts
            .iter()
            .map(|f| (f.id.as_str(), f.name.as_str(), f.line))
            .chain(
                self.derived
                    .iter()
                    .map(|d| (d.id.as_str(), d.name.as_str(), d.line)),
            );
        for (id, name, line) in with_ids {
            if let Some(other) = ids.insert(id, name) {
                findings.push(
                    Diagnostic::error(Code::IdTwice)
                        .with("id", id)
                        .with("other", other)
                        .at(&self.file, line, None),
                );
            }
        }
    }
}

/// Which keys may be left out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Defaults {
    /// A fact of the dictionary: everything is written.
    Fact,
    /// A field of a list: asked, fresh as its list.
    Field,
    /// A fact that one pack adds: fresh for a year unless written.
    Pack,
}

pub(crate) fn read_type(
    reader: &mut Reader<'_, '_>,
    enums: &BTreeMap<String, Arc<EnumDef>>,
) -> Option<Type> {
    let given = reader.str("type")?;
    let ty = Type::parse(given, enums);
    if ty.is_none() {
        let finding = Diagnostic::error(Code::UnknownType).with("given", given);
        reader.find("type", finding);
    }
    ty
}

pub(crate) fn read_fact(
    reader: &mut Reader<'_, '_>,
    id: &str,
    about: Option<About>,
    enums: &BTreeMap<String, Arc<EnumDef>>,
    defaults: Defaults,
) -> Option<FactDef> {
    let line = reader.table.line;
    let file = reader.table.file.clone();
    let mut own = Vec::new();
    if defaults != Defaults::Pack {
        check_id(id, &file, line, &mut own);
    }
    let name = reader.str("name").unwrap_or_default().to_owned();
    let was = reader.strs("was").into_iter().map(str::to_owned).collect();
    let ty = read_type(reader, enums);
    if defaults == Defaults::Fact {
        reader.require("how");
        reader.require("fresh");
        reader.require("ask");
    }
    let how = match reader.opt_word("how", &["问", "看", "库", "判"]) {
        Some("看") => How::Look,
        Some("库") => How::Database,
        Some("判") => How::Judge,
        _ => How::Ask,
    };
    let by: Vec<String> = reader.strs("by").into_iter().map(str::to_owned).collect();
    if how == How::Judge && by.is_empty() {
        reader.require("by");
    }
    let fresh = reader.opt_str("fresh").map(parse_fresh);
    if let Some(None) = fresh {
        let finding = Diagnostic::error(Code::NotAllowed)
            .with("key", "fresh")
            .with("allowed", "每次 不变 N天");
        reader.find("fresh", finding);
    }
    let sens = match reader.opt_word("sens", &["普通", "敏感", "限制"]) {
        Some("敏感") => Sensitivity::Sensitive,
        Some("限制") => Sensitivity::Restricted,
        _ => Sensitivity::Normal,
    };
    let ask = reader.opt_str("ask").unwrap_or_default().to_owned();
    let only_if = reader.opt_str("only_if").map(str::to_owned);
    let ty = ty?;
    let min = read_bound(reader, "min", &ty);
    let max = read_bound(reader, "max", &ty);
    for finding in own {
        reader.push(finding);
    }
    Some(FactDef {
        id: FactId::new(id),
        name,
        was,
        about: about?,
        ty,
        how,
        by,
        fresh: fresh.flatten().unwrap_or(Fresh::Days(365)),
        sens,
        ask,
        only_if,
        min,
        max,
        line,
    })
}

fn parse_fresh(text: &str) -> Option<Fresh> {
    match text {
        "每次" => Some(Fresh::EveryVisit),
        "不变" => Some(Fresh::Forever),
        other => other
            .strip_suffix('天')
            .and_then(|n| n.parse().ok())
            .map(Fresh::Days),
    }
}

/// Reads `min` or `max` as text with its unit; a whole count may be an integer.
pub(crate) fn read_bound(reader: &mut Reader<'_, '_>, key: &'static str, ty: &Type) -> Option<i64> {
    let node = reader.opt_node(key)?;
    let read = match &node.value {
        Value::Int(n) if matches!(ty, Type::Int | Type::Months | Type::Days) => Some(*n),
        Value::Day(day) if *ty == Type::Date => Some(day.epoch_days().into()),
        Value::Str(text) => crate::number::parse_whole(text, ty),
        _ => None,
    };
    if read.is_none() {
        let finding = Diagnostic::error(Code::BadValue)
            .with("key", key)
            .with("wanted", ty.to_string());
        reader.find(key, finding);
    }
    read
}

/// Ids are ASCII: letters, digits, `_`, `-`, `.`.
pub(crate) fn check_id(id: &str, file: &str, line: u32, findings: &mut Vec<Diagnostic>) {
    let good = !id.is_empty()
        && id.len() <= 64
        && id
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'));
    if !good {
        findings.push(
            Diagnostic::error(Code::BadId)
                .with("id", id)
                .at(file, line, None),
        );
    }
}

/// Names are Chinese letters first, then also latin letters, digits and `_`.
pub(crate) fn check_name(name: &str, file: &str, line: u32, findings: &mut Vec<Diagnostic>) {
    if !crate::lang::lex::is_name(name) {
        findings.push(
            Diagnostic::error(Code::BadName)
                .with("name", name)
                .at(file, line, None),
        );
    } else if crate::lang::lex::is_word(name) {
        findings.push(
            Diagnostic::error(Code::NameIsWord)
                .with("name", name)
                .at(file, line, None),
        );
    }
}
