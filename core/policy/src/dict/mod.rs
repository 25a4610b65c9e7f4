//! The fact dictionary: every fact the product may ask, see, look up or judge.
//!
//! Ids stand in records and never change; names stand in rules and on forms,
//! and a renamed fact keeps its old names in `was`. Facts that only one pack
//! knows are [`FactDef`]s too, made by [`crate::pack`].

mod read;

pub(crate) use read::{Defaults, check_id, check_name, read_fact, read_type};

use crate::diag::Diagnostic;
use crate::doc;
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
    /// Their codes packed, to find one quickly.
    packed: Vec<u64>,
}

/// A code of up to seven bytes with its length in one number; 0 for a longer one.
const fn packed(code: &str) -> u64 {
    let mut rest = code.as_bytes();
    if rest.len() > 7 {
        return 0;
    }
    let mut out = rest.len() as u64;
    while let [byte, tail @ ..] = rest {
        out = (out << 8) | *byte as u64;
        rest = tail;
    }
    out
}

impl EnumDef {
    /// Most variants an enum may have: one bit is kept for "does not apply".
    pub const MOST: usize = 62;

    /// Makes an enum of its choices.
    pub(crate) fn new(id: String, variants: Vec<Variant>) -> Self {
        Self {
            id,
            packed: variants.iter().map(|v| packed(&v.code)).collect(),
            variants,
        }
    }

    /// Finds the position of a code.
    pub fn index_of_code(&self, code: &str) -> Option<usize> {
        match packed(code) {
            0 => self.variants.iter().position(|v| v.code == code),
            key => self.packed.iter().position(|own| *own == key),
        }
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
}
