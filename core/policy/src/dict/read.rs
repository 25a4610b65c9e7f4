//! Reads `facts.toml` and the facts of packs.

use super::{
    About, DerivedDef, Dictionary, EnumDef, FactDef, FactId, Formula, Fresh, How, ListDef,
    Sensitivity, Type, Variant,
};
use crate::diag::{Code, Diagnostic};
use crate::doc::{Reader, Table, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

impl Dictionary {
    pub(super) fn read_enums(&mut self, table: &Table, findings: &mut Vec<Diagnostic>) {
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
            let def = EnumDef::new(id.to_owned(), variants);
            self.enums.insert(id.to_owned(), Arc::new(def));
        }
    }

    pub(super) fn read_facts(&mut self, table: &Table, findings: &mut Vec<Diagnostic>) {
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

    pub(super) fn read_lists(&mut self, table: &Table, findings: &mut Vec<Diagnostic>) {
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

    pub(super) fn read_derived(&mut self, table: &Table, findings: &mut Vec<Diagnostic>) {
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
    pub(super) fn check_names(&self, findings: &mut Vec<Diagnostic>) {
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
    // Money, counts and spans are never less than nothing.
    let counts = ty.is_ordered() && ty != Type::Date || ty == Type::YuanPeriod;
    let min = read_bound(reader, "min", &ty).or(counts.then_some(0));
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
