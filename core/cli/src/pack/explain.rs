//! Explains a scheme in plain words: for whom, each condition with its clause, what comes of it.

use serde::Serialize;
use std::path::Path;
use std::sync::Arc;
use tanfang_policy::cases;
use tanfang_policy::cite::Cite;
use tanfang_policy::dict::About;
use tanfang_policy::doc::{Table as Doc, Value};
use tanfang_policy::lang::Expr;
use tanfang_policy::pack::Resolved;
use tanfang_policy::scheme::{Part, Scheme};

use super::load::{Loaded, over, resolve};
use super::rules::tables;
use super::words::words;
use crate::run::{Failure, REFUSED, Result, emit};

#[derive(Debug, Serialize)]
struct Explained {
    pack: String,
    pack_name: String,
    place: String,
    scheme: String,
    rule: Option<String>,
    name: String,
    lines: Vec<String>,
}

/// Explains a rule, a scheme or a name in one pack, or in all.
pub(super) fn explain(
    rule: &str,
    pack: Option<&str>,
    folder: Option<&Path>,
    json: bool,
) -> Result<()> {
    let loaded = over(folder)?;
    let found = all(&loaded, rule, pack)?;
    if found.is_empty() {
        let sentence = words("no_rule", &[("rule", rule)]);
        return Err(Failure::new(REFUSED, "no_rule", sentence));
    }
    emit(json, &found, |found| {
        let shown = found.iter().map(|one| {
            let head = format!(
                "{} {}({} {})",
                one.name, one.scheme, one.pack, one.pack_name
            );
            format!("{head}\n  {}\n  {}", one.place, one.lines.join("\n  "))
        });
        shown.collect::<Vec<_>>().join("\n\n")
    })
}

fn all(loaded: &Loaded, rule: &str, pack: Option<&str>) -> Result<Vec<Explained>> {
    let packs = if let Some(id) = pack {
        vec![resolve(&loaded.packs, id)?]
    } else {
        let ids = loaded.packs.ids().into_iter();
        ids.filter_map(|id| loaded.packs.resolve(id)).collect()
    };
    let mut out = Vec::new();
    for resolved in &packs {
        for scheme in resolved.schemes() {
            let here = pack.is_some() || scheme.pack == resolved.id();
            let meant =
                scheme.id == rule || scheme.rule.as_deref() == Some(rule) || scheme.name == rule;
            if here && meant {
                out.push(one(resolved, scheme));
            }
        }
    }
    Ok(out)
}

fn one(pack: &Resolved, scheme: &Arc<Scheme>) -> Explained {
    let layer = pack
        .layers()
        .iter()
        .find(|layer| layer.head.id == scheme.pack);
    let doc = layer.and_then(|layer| {
        let mut docs = layer.docs_in("schemes/").map(|(_, doc)| doc);
        docs.find(|doc| text(doc, "id") == scheme.id)
    });
    Explained {
        pack: scheme.pack.clone(),
        pack_name: layer
            .map(|layer| layer.head.name.clone())
            .unwrap_or_default(),
        place: doc
            .map(|doc| format!("{}:{}", doc.file, doc.line_of("id")))
            .unwrap_or_default(),
        scheme: scheme.id.clone(),
        rule: scheme.rule.clone(),
        name: scheme.name.clone(),
        lines: lines(pack, scheme, doc),
    }
}

fn text<'t>(doc: &'t Doc, key: &str) -> &'t str {
    match doc.get(key).map(|node| &node.value) {
        Some(Value::Str(text)) => text,
        _ => "",
    }
}

fn list<'t>(doc: &'t Doc, key: &str) -> Vec<&'t str> {
    match doc.get(key).map(|node| &node.value) {
        Some(Value::Str(text)) => vec![text],
        Some(Value::Array(items)) => items
            .iter()
            .filter_map(|item| match &item.value {
                Value::Str(text) => Some(text.as_str()),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// A clause with the title, number and date of its document.
fn clause(pack: &Resolved, cite: Option<&Cite>) -> String {
    let Some(cite) = cite else {
        return words("explain_no_cite", &[]);
    };
    let source = pack.source(&cite.source);
    let title = source.map_or(cite.source.as_str(), |source| source.title.as_str());
    let no = source.map_or("", |source| source.no.as_str());
    let date = source
        .and_then(|source| source.date.as_deref())
        .unwrap_or_default();
    let line = cite.line.map(|line| line.to_string()).unwrap_or_default();
    words(
        if cite.quote.is_some() {
            "explain_clause"
        } else {
            "explain_clause_short"
        },
        &[
            ("title", title),
            ("no", no),
            ("date", date),
            ("section", &cite.section),
            ("line", &line),
            ("quote", cite.quote.as_deref().unwrap_or_default()),
        ],
    )
}

fn lines(pack: &Resolved, scheme: &Scheme, doc: Option<&Doc>) -> Vec<String> {
    let mut out = Vec::new();
    let whose = match scheme.about {
        About::Household => "explain_home",
        About::Person => "explain_person",
    };
    let whom = scheme
        .for_whom()
        .map_or_else(|| words("explain_all", &[]), |expr| expr.text().to_owned());
    out.push(words(whose, &[("for", &whom)]));
    let parts = [
        (Part::Require, "explain_require"),
        (Part::AnyOf, "explain_any_of"),
        (Part::NotIf, "explain_not_if"),
        (Part::Action, "explain_action"),
        (Part::Caution, "explain_caution"),
    ];
    for (part, key) in parts {
        let mut of_part = scheme
            .conditions
            .iter()
            .filter(|c| c.part == part)
            .peekable();
        if of_part.peek().is_none() {
            continue;
        }
        out.push(words(key, &[]));
        for condition in of_part {
            out.push(format!("  · {} [{}]", condition.text, condition.id));
            if let Some(expr) = &condition.expr {
                let flat: Vec<&str> = expr.text().split_whitespace().collect();
                out.push(words("explain_rule", &[("expr", &flat.join(" "))]));
            }
            out.push(format!("    {}", clause(pack, condition.cite.as_ref())));
            for (key, said) in [
                ("explain_reading", &condition.reading),
                ("explain_say", &condition.say),
                ("explain_redirect", &condition.redirect),
                ("explain_raises", &condition.raises),
            ] {
                if let Some(said) = said {
                    out.push(words(key, &[("text", said)]));
                }
            }
        }
    }
    if let Some(amount) = &scheme.amount {
        let unit = amount.expr.ty().to_string();
        out.push(words(
            "explain_amount",
            &[("expr", amount.expr.text()), ("unit", &unit)],
        ));
        standards(pack, amount.expr.text(), &mut out);
    }
    if let Some(doc) = doc {
        for (key, name) in [
            ("lasts", "explain_lasts"),
            ("documents", "explain_documents"),
            ("where", "explain_where"),
            ("how_long", "explain_how_long"),
            ("deceased", "explain_deceased"),
        ] {
            let said = list(doc, key);
            if !said.is_empty() {
                out.push(words(name, &[("text", &said.join("、"))]));
            }
        }
    }
    if !scheme.excludes.is_empty() {
        let names: Vec<String> = scheme
            .excludes
            .iter()
            .map(|id| {
                pack.scheme(id)
                    .map_or_else(|| id.clone(), |other| other.name.clone())
            })
            .collect();
        out.push(words("explain_excludes", &[("names", &names.join("、"))]));
    }
    for next in &scheme.next {
        let when = next.when.as_ref().map_or("", Expr::text);
        let key = if when.is_empty() {
            "explain_next"
        } else {
            "explain_next_if"
        };
        out.push(words(key, &[("text", &next.text), ("when", when)]));
    }
    for slot in &scheme.needs_slot {
        if pack.slot(slot).is_none_or(|slot| slot.items.is_empty()) {
            out.push(words("explain_slot", &[("name", slot)]));
        }
    }
    let ran = cases::run(pack).cases;
    let own: Vec<&str> = ran
        .iter()
        .filter(|ran| ran.hint.scheme == scheme.id)
        .map(|ran| ran.id.as_str())
        .collect();
    let count = own.len().to_string();
    out.push(words(
        "explain_cases",
        &[("count", &count), ("cases", &own.join(" "))],
    ));
    out
}

/// Standards and tables that an amount names, with their values and dates.
fn standards(pack: &Resolved, expr: &str, out: &mut Vec<String>) {
    for param in pack
        .params()
        .iter()
        .filter(|param| expr.contains(&param.name))
    {
        if param.values.is_empty() {
            out.push(words("explain_unset", &[("name", &param.name)]));
        }
        for dated in &param.values {
            let from = dated.from.to_string();
            out.push(words(
                "explain_standard",
                &[
                    ("name", &param.name),
                    ("from", &from),
                    ("is", &dated.written),
                ],
            ));
            out.push(format!("    {}", clause(pack, dated.cite.as_ref())));
            if let Some(warn) = &dated.warn {
                out.push(words("explain_warn", &[("text", warn)]));
            }
        }
    }
    for table in pack
        .tables()
        .iter()
        .filter(|table| expr.contains(&table.name))
    {
        out.push(words("explain_table", &[("name", &table.name)]));
        let docs = pack
            .layers()
            .iter()
            .rev()
            .filter_map(|layer| layer.doc("tables.toml"));
        let source = docs
            .flat_map(|doc| tables(doc, "table"))
            .find(|doc| text(doc, "name") == table.name);
        for row in source.into_iter().flat_map(|doc| tables(doc, "row")) {
            let mut is = list(row, "is").join(" × ");
            if is.is_empty() {
                text(row, "when").clone_into(&mut is);
            }
            out.push(format!("  · {is} → {}", text(row, "out")));
            let cite = Cite::parse(text(row, "cite"));
            if cite.is_some() {
                out.push(format!("    {}", clause(pack, cite.as_ref())));
            }
            for (key, said) in [
                ("explain_reading", text(row, "reading")),
                ("explain_text", text(row, "text")),
            ] {
                if !said.is_empty() {
                    out.push(words(key, &[("text", said)]));
                }
            }
        }
    }
}
