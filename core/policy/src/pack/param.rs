//! Dated parameters and slots.

use super::overlay::OwnedItem;
use crate::cite::Cite;
use crate::diag::{Code, Diagnostic};
use crate::dict::{EnumDef, Type};
use crate::doc::{Reader, Table, Value};
use crate::lang::node::Memo;
use crate::number::{Fraction, Interval, Span, parse_number, parse_span};
use std::collections::BTreeMap;
use std::sync::Arc;
use tanfang_values::Day;
use tanfang_values::text::half_width;

/// The one word for "not written".
pub const NOT_SET: &str = "未配置";

/// The value of a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParamValue {
    /// A number, from–to, at least or at most.
    Number(Span),
    /// Yes or no.
    Bool(bool),
    /// The code of one choice.
    One(String),
    /// Codes of several choices, ascending.
    Many(Vec<String>),
}

impl ParamValue {
    /// Reads a value as packs write it, such as `420.00元/月` or `{一级, 二级}`.
    pub fn parse(text: &str, ty: &Type) -> Option<Self> {
        match ty {
            Type::Bool => match text.trim() {
                "是" => Some(Self::Bool(true)),
                "否" => Some(Self::Bool(false)),
                _ => None,
            },
            Type::Enum(def) => def
                .by_name(text.trim())
                .map(|variant| Self::One(variant.code.clone())),
            Type::Many(def) => parse_set(text, def).map(Self::Many),
            Type::Text | Type::YuanPeriod => None,
            _ => parse_span(text, ty).map(Self::Number),
        }
    }
}

fn parse_set(text: &str, def: &EnumDef) -> Option<Vec<String>> {
    let text = half_width(text.trim());
    let inner = text.strip_prefix('{')?.strip_suffix('}')?;
    let mut codes = Vec::new();
    for label in inner.split(',').map(str::trim).filter(|l| !l.is_empty()) {
        codes.push(def.by_name(label)?.code.clone());
    }
    codes.sort_unstable();
    codes.dedup();
    Some(codes)
}

/// A value and the day from which it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated {
    /// First day.
    pub from: Day,
    /// The value.
    pub is: ParamValue,
    /// The value as written.
    pub written: String,
    /// Where it stands.
    pub cite: Option<Cite>,
    /// 原则上: as a rule.
    pub soft: bool,
    /// What to mind.
    pub warn: Option<String>,
    /// Who chooses within a range.
    pub chosen_by: Option<String>,
    /// The pack that set it.
    pub pack: String,
}

/// A standard with its values over time; none is 未配置.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Param {
    /// Id.
    pub id: String,
    /// Name in rules.
    pub name: String,
    /// Type of its values.
    pub ty: Type,
    /// Limit of sense below, also while it is not set.
    pub min: Option<Fraction>,
    /// Limit of sense above.
    pub max: Option<Fraction>,
    /// A remark for people.
    pub note: Option<String>,
    /// Values by first day, ascending.
    pub values: Vec<Dated>,
    /// The pack that names it.
    pub pack: String,
    pub(crate) memo: Option<Memo>,
}

impl Param {
    /// The value that holds on a day; `None` is 未配置.
    pub fn on(&self, day: Day) -> Option<&Dated> {
        self.values.iter().rev().find(|dated| dated.from <= day)
    }

    /// A bound below every value, also while it is not set.
    pub(crate) fn least(&self) -> Option<Fraction> {
        self.min
    }

    /// Closes the open ends of a range with the limits of sense.
    pub(crate) fn within(&self, interval: Interval) -> Interval {
        Interval {
            low: interval.low.or(self.min),
            high: interval.high.or(self.max),
        }
    }
}

/// A named slot: a term that a text uses and does not define.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// Id.
    pub id: String,
    /// The term.
    pub name: String,
    /// 条件, 问题, 选项 or 文字.
    pub kind: String,
    /// Most items it may have.
    pub most: Option<u32>,
    /// Where the term stands.
    pub cite: Option<Cite>,
    /// The content; empty is 内容未配置.
    pub items: Vec<SlotItem>,
    /// The pack that names it.
    pub pack: String,
}

/// One item of a slot that a child pack filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotItem {
    /// Id.
    pub id: String,
    /// What it is.
    pub text: String,
    /// The question, if it is asked.
    pub ask: Option<String>,
}

pub(crate) fn cite(reader: &mut Reader<'_, '_>, required: bool) -> Option<Cite> {
    let Some(text) = reader.opt_str("cite") else {
        if required && reader.table.get("cite").is_none() {
            reader.find("cite", Diagnostic::error(Code::NoCite));
        }
        return None;
    };
    // A citation that cannot be read is found by the walk over all files.
    Cite::parse(text)
}

fn limit(reader: &mut Reader<'_, '_>, key: &'static str, ty: &Type) -> Option<Fraction> {
    let node = reader.opt_node(key)?;
    let number = match &node.value {
        Value::Str(text) => parse_number(&half_width(text), ty),
        Value::Int(n) if *ty == Type::Int => Some(Fraction::whole(*n)),
        _ => None,
    };
    if number.is_none() {
        let finding = Diagnostic::error(Code::BadValue)
            .with("key", key)
            .with("wanted", ty.to_string());
        reader.find(key, finding);
    }
    number
}

pub(crate) fn read_param(
    item: &OwnedItem,
    enums: &BTreeMap<String, Arc<EnumDef>>,
    findings: &mut Vec<Diagnostic>,
) -> Option<(Param, Option<String>)> {
    let mut reader = item.table.reader(findings);
    let id = reader.str("id").unwrap_or_default().to_owned();
    let name = reader.str("name").unwrap_or_default().to_owned();
    let ty = crate::dict::read_type(&mut reader, enums);
    let same_as = reader.opt_str("same_as").map(str::to_owned);
    let note = reader.opt_str("note").map(str::to_owned);
    reader.skip("replaces");
    let values = reader.tables("value");
    let Some(ty) = ty else {
        reader.skip("min");
        reader.skip("max");
        reader.finish();
        return None;
    };
    // Money, shares, counts and spans are never less than nothing.
    let floor = (ty.is_ordered() && ty != Type::Date).then_some(Fraction::ZERO);
    let min = limit(&mut reader, "min", &ty).or(floor);
    let max = limit(&mut reader, "max", &ty);
    reader.finish();
    let values = read_values(&values, &ty, &item.pack, findings);
    let param = Param {
        id,
        name,
        ty,
        min,
        max,
        note,
        values,
        pack: item.pack.clone(),
        memo: None,
    };
    for value in &param.values {
        if let ParamValue::Number(span) = &value.is {
            let low = span
                .interval
                .low
                .is_some_and(|low| param.min.is_some_and(|min| low < min));
            let high = span
                .interval
                .high
                .is_some_and(|high| param.max.is_some_and(|max| high > max));
            if low || high {
                findings.push(
                    Diagnostic::error(Code::BadValue)
                        .with("key", "is")
                        .with("given", &value.written)
                        .with("wanted", "min…max")
                        .at(&item.table.file, item.table.line, None),
                );
            }
        }
    }
    Some((param, same_as))
}

pub(crate) fn read_values(
    tables: &[&Table],
    ty: &Type,
    pack: &str,
    findings: &mut Vec<Diagnostic>,
) -> Vec<Dated> {
    let mut out: Vec<Dated> = Vec::new();
    for table in tables {
        let mut reader = table.reader(findings);
        reader.require("from");
        let from = reader.opt_day("from");
        let written = reader.str("is").unwrap_or_default();
        let cite = cite(&mut reader, true);
        let soft = reader.flag("soft");
        let warn = reader.opt_str("warn").map(str::to_owned);
        let chosen_by = reader.opt_str("chosen_by").map(str::to_owned);
        let is = ParamValue::parse(written, ty);
        if is.is_none() && table.get("is").is_some() && written != NOT_SET {
            let finding = Diagnostic::error(Code::BadValue)
                .with("key", "is")
                .with("given", written)
                .with("wanted", ty.to_string());
            reader.find("is", finding);
        }
        if let (Some(last), Some(from)) = (out.last(), from)
            && from <= last.from
        {
            reader.find("from", Diagnostic::error(Code::ParamOrder));
        }
        reader.finish();
        if let (Some(from), Some(is)) = (from, is) {
            out.push(Dated {
                from,
                is,
                written: written.to_owned(),
                cite,
                soft,
                warn,
                chosen_by,
                pack: pack.to_owned(),
            });
        }
    }
    out
}

pub(crate) fn read_slot(item: &OwnedItem, findings: &mut Vec<Diagnostic>) -> Slot {
    let mut reader = item.table.reader(findings);
    let id = reader.str("id").unwrap_or_default().to_owned();
    let name = reader.str("name").unwrap_or_default().to_owned();
    let kind = reader
        .opt_word("kind", &["条件", "问题", "选项", "文字"])
        .unwrap_or_default();
    reader.require("kind");
    let most = reader.opt_int("most").and_then(|n| u32::try_from(n).ok());
    let cite = cite(&mut reader, true);
    reader.skip("replaces");
    let tables = reader.tables("items");
    reader.finish();
    let items = read_items(&tables, findings);
    Slot {
        id,
        name,
        kind: kind.to_owned(),
        most,
        cite,
        items,
        pack: item.pack.clone(),
    }
}

pub(crate) fn read_items(tables: &[&Table], findings: &mut Vec<Diagnostic>) -> Vec<SlotItem> {
    let mut out = Vec::new();
    for table in tables {
        let mut reader = table.reader(findings);
        let id = reader.str("id").unwrap_or_default().to_owned();
        let text = reader.str("text").unwrap_or_default().to_owned();
        let ask = reader.opt_str("ask").map(str::to_owned);
        reader.finish();
        crate::dict::check_id(&id, &table.file, table.line, findings);
        out.push(SlotItem { id, text, ask });
    }
    out
}
