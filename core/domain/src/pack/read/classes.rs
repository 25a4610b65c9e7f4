//! `classes.toml`.

use std::sync::Arc;
use tanfang_policy::diag::{Code, Diagnostic};
use tanfang_policy::dict::{About, Dictionary, FactDef, Type};
use tanfang_policy::doc::Reader;
use tanfang_policy::value::FactValue;
use tanfang_values::Months;

use super::{Reading, clause, not_allowed, unknown};
use crate::people::classes::{CLASS_FACT, ClassDef, Given, KnownBy};

/// Enum of the dictionary with the benefits.
const AID_ENUM: &str = "aid";
/// Enum of the dictionary with the levels of a benefit.
const LEVEL_ENUM: &str = "dibao_cls";
/// The word that ends a span of months.
const MONTHS: &str = "个月";
/// The labels of a fact that is yes or no.
const YES_NO: [&str; 2] = ["是", "否"];

/// Reads the classes; names of other classes are looked up when all are read.
pub(super) fn read(reading: &mut Reading<'_>) -> Vec<ClassDef> {
    let items = reading.items("classes.toml", "class");
    let dictionary = Arc::clone(reading.dictionary);
    let codes = dictionary.enum_def(CLASS_FACT);
    let named: Vec<(String, String)> = items
        .iter()
        .filter_map(|item| {
            let mut unused = Vec::new();
            let name = item.table.reader(&mut unused).opt_str("name")?.to_owned();
            Some((name, item.id.clone()))
        })
        .collect();
    let mut defs = Vec::new();
    for item in items {
        let days = reading.days(&item.pack);
        let mut findings = Vec::new();
        let mut reader = item.table.reader(&mut findings);
        reader.skip("replaces");
        let id = reader.str("id").unwrap_or_default().to_owned();
        let name = reader.str("name").unwrap_or_default().to_owned();
        if codes.and_then(|def| def.by_code(&id)).map(|v| &v.name) != Some(&name) {
            unknown(&mut reader, "id", &id);
        }
        reader.require("about");
        let about = reader
            .opt_word("about", &["人", "户"])
            .and_then(About::parse)
            .unwrap_or(About::Person);
        reader.require("words");
        let words: Vec<String> = reader
            .strs("words")
            .into_iter()
            .map(str::to_owned)
            .collect();
        let mut class = |key: &'static str| {
            let name = reader.opt_str(key)?;
            let found = named.iter().find(|(known, _)| known == name);
            if found.is_none() {
                unknown(&mut reader, key, name);
            }
            found.map(|(_, id)| id.clone())
        };
        let (within, after) = (class("within"), class("after"));
        let aid = label(&mut reader, &dictionary, "aid", AID_ENUM);
        let level = label(&mut reader, &dictionary, "level", LEVEL_ENUM);
        let gives = gives(&mut reader, &dictionary);
        let known_by = known_by(&mut reader, &dictionary);
        let lasts = lasts(&mut reader);
        if after.is_some() && lasts.is_none() {
            let finding = Diagnostic::error(Code::MissingKey).with("key", "lasts");
            reader.find("after", finding);
        }
        let restricted = reader.opt_word("sens", &["限制"]).is_some();
        let suggested = reader.opt_word("origin", &["建议"]).is_some();
        let clause = clause(&mut reader, &item, days, reading.resolved, !suggested);
        reader.finish();
        reading.findings.extend(findings);
        defs.push(ClassDef {
            id,
            name,
            about,
            words,
            within,
            aid,
            level,
            gives,
            known_by,
            after,
            lasts,
            restricted,
            suggested,
            clause,
        });
    }
    defs
}

/// Reads the label of an enum as its code.
fn label<'r>(
    reader: &mut Reader<'r, '_>,
    dictionary: &Dictionary,
    key: &'r str,
    list: &str,
) -> Option<String> {
    let label = reader.opt_str(key)?;
    let choices = dictionary.enum_def(list)?;
    let found = choices.by_name(label);
    if found.is_none() {
        not_allowed(reader, key, label, &choices.label_list());
    }
    found.map(|variant| variant.code.clone())
}

/// Reads `gives = { fact, is }`.
fn gives(reader: &mut Reader<'_, '_>, dictionary: &Dictionary) -> Option<Given> {
    let table = reader.opt_table("gives")?;
    let mut findings = Vec::new();
    let mut inner = table.reader(&mut findings);
    let fact = fact(&mut inner, dictionary);
    let value = inner
        .str("is")
        .and_then(|label| value(&mut inner, fact?, label));
    inner.finish();
    for finding in findings {
        reader.push(finding);
    }
    let fact = fact?;
    Some(Given {
        fact: fact.id.as_str().to_owned(),
        about: fact.about,
        value: value?,
    })
}

/// Reads `fact = { fact, is = [labels] }`.
fn known_by(reader: &mut Reader<'_, '_>, dictionary: &Dictionary) -> Option<KnownBy> {
    let table = reader.opt_table("fact")?;
    let mut findings = Vec::new();
    let mut inner = table.reader(&mut findings);
    let fact = fact(&mut inner, dictionary);
    inner.require("is");
    let mut values = Vec::new();
    for label in inner.strs("is") {
        values.extend(fact.and_then(|fact| value(&mut inner, fact, label)));
    }
    inner.finish();
    for finding in findings {
        reader.push(finding);
    }
    let fact = fact?;
    Some(KnownBy {
        fact: fact.id.as_str().to_owned(),
        about: fact.about,
        values,
    })
}

fn fact<'d>(reader: &mut Reader<'_, '_>, dictionary: &'d Dictionary) -> Option<&'d FactDef> {
    let name = reader.str("fact")?;
    let found = dictionary.fact_named(name);
    if found.is_none() {
        unknown(reader, "fact", name);
    }
    found.map(Arc::as_ref)
}

/// Reads a label as the value of a fact: one choice, or yes or no.
fn value(reader: &mut Reader<'_, '_>, fact: &FactDef, label: &str) -> Option<FactValue> {
    let (found, allowed) = match &fact.ty {
        Type::Bool => (
            YES_NO
                .iter()
                .position(|word| *word == label)
                .map(|at| FactValue::Bool(at == 0)),
            YES_NO.join(" "),
        ),
        Type::Enum(choices) => (
            choices
                .by_name(label)
                .map(|variant| FactValue::One(variant.code.clone())),
            choices.label_list(),
        ),
        _ => (None, YES_NO.join(" ")),
    };
    if found.is_none() {
        not_allowed(reader, "is", label, &allowed);
    }
    found
}

/// Reads `lasts = "12个月"`.
fn lasts(reader: &mut Reader<'_, '_>) -> Option<Months> {
    let text = reader.opt_str("lasts")?;
    let months = text
        .strip_suffix(MONTHS)
        .and_then(|number| number.parse().ok())
        .filter(|number| *number >= 1);
    if months.is_none() {
        let finding = Diagnostic::error(Code::BadValue)
            .with("key", "lasts")
            .with("given", text)
            .with("wanted", "12个月");
        reader.find("lasts", finding);
    }
    months.map(Months)
}
