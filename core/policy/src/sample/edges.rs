//! Boundaries on which the rules of a pack turn.

use crate::dict::Type;
use crate::doc::{Table, Value};
use crate::number::{Fraction, parse_number};
use crate::pack::{ParamValue, Resolved};
use std::collections::BTreeSet;
use tanfang_values::Day;

/// Boundaries of the rules, in the base units of their types.
#[derive(Debug, Default)]
pub(super) struct Edges {
    pub(super) counts: BTreeSet<i64>,
    pub(super) month: BTreeSet<i64>,
    pub(super) once: BTreeSet<i64>,
    pub(super) year: BTreeSet<i64>,
    pub(super) events: BTreeSet<String>,
}

impl Edges {
    pub(super) fn of(pack: &Resolved, day: Day) -> Self {
        let mut out = Self::default();
        for param in pack.params() {
            let Some(ParamValue::Number(span)) = param.on(day).map(|dated| &dated.is) else {
                continue;
            };
            for end in [span.interval.low, span.interval.high]
                .into_iter()
                .flatten()
            {
                out.add(&param.ty, end);
            }
        }
        for layer in pack.layers() {
            for (_, doc) in layer.docs_in("") {
                out.read(doc);
            }
        }
        out
    }

    fn add(&mut self, ty: &Type, number: Fraction) {
        let Some(whole) = number.as_whole() else {
            return;
        };
        match ty {
            Type::Int | Type::Months | Type::Days => self.counts.insert(whole),
            Type::Yuan => self.once.insert(whole),
            Type::YuanMonth => self.month.insert(whole),
            Type::YuanYear => self.year.insert(whole),
            _ => false,
        };
    }

    /// Numbers and events in the rules of a file.
    fn read(&mut self, table: &Table) {
        for (key, node) in table.entries() {
            match &node.value {
                Value::Table(inner) => self.read(inner),
                Value::Array(items) => {
                    for item in items {
                        match &item.value {
                            Value::Table(inner) => self.read(inner),
                            Value::Str(text) if key == "is" => self.rule(text),
                            _ => {}
                        }
                    }
                }
                Value::Str(text) if matches!(key, "expr" | "when" | "if" | "for") => {
                    self.rule(text);
                }
                _ => {}
            }
        }
    }

    fn rule(&mut self, text: &str) {
        let is_number = |c: char| c.is_ascii_digit() || c == '.';
        let mut rest = text;
        while let Some(at) = rest.find(is_number) {
            let (_, from) = rest.split_at(at);
            let end = from.find(|c| !is_number(c)).unwrap_or(from.len());
            let (digits, after) = from.split_at(end);
            for ty in [Type::YuanMonth, Type::YuanYear, Type::Yuan] {
                let unit = crate::number::unit(&ty);
                if after.starts_with(unit) {
                    if let Some(number) = parse_number(&format!("{digits}{unit}"), &ty) {
                        self.add(&ty, number);
                    }
                    break;
                }
            }
            if let Some(number) = parse_number(digits, &Type::Int) {
                self.add(&Type::Int, number);
            }
            rest = after;
        }
        for part in text.split("事件(").skip(1) {
            if let Some((name, _)) = part.split_once(')') {
                self.events.insert(name.trim().to_owned());
            }
        }
    }
}
