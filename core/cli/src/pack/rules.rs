//! Which rule stands where: rule × pack × clause × cases.

use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use tanfang_policy::cases;
use tanfang_policy::doc::{Table, Value};
use tanfang_policy::pack::Resolved;

use super::load::{Loaded, over};
use super::words::words;
use crate::run::{Failure, REFUSED, Result, emit};
use std::path::Path;

/// Rules R01 to this one; `requirements` of the product number them.
const LAST: u32 = 46;
/// Cases that a rule needs at least.
const LEAST: usize = 2;

/// One rule in one pack.
#[derive(Debug, Serialize)]
struct Row {
    rule: String,
    pack: String,
    /// Schemes that carry the rule; empty where it is a flag, a table, a question left out …
    schemes: Vec<String>,
    /// Places: file and line.
    places: Vec<String>,
    /// Clauses, each once.
    clauses: Vec<String>,
    cases: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Rules {
    rows: Vec<Row>,
    missing: Vec<String>,
    few: Vec<String>,
}

/// Lists every rule; exits with 1 while one is missing or has fewer than two cases.
pub(super) fn rules(folder: Option<&Path>, json: bool) -> Result<()> {
    let loaded = over(folder)?;
    let rows = rows(&loaded);
    let (mut missing, mut few) = (Vec::new(), Vec::new());
    for number in 1..=LAST {
        let rule = format!("R{number:02}");
        let mut of_rule = rows.iter().filter(|row| row.rule == rule).peekable();
        if of_rule.peek().is_none() {
            missing.push(rule);
            continue;
        }
        let cases: BTreeSet<(&str, &str)> = of_rule
            .flat_map(|row| {
                row.cases
                    .iter()
                    .map(|case| (row.pack.as_str(), case.as_str()))
            })
            .collect();
        if cases.len() < LEAST {
            few.push(rule);
        }
    }
    let good = missing.is_empty() && few.is_empty();
    let rules = Rules { rows, missing, few };
    emit(json, &rules, |rules| {
        let mut lines = Vec::new();
        for row in &rules.rows {
            lines.push(format!(
                "{} {} {} {}",
                row.rule,
                row.pack,
                row.schemes.join("+"),
                row.places.first().map_or("", String::as_str)
            ));
            for clause in &row.clauses {
                lines.push(format!("    {clause}"));
            }
            lines.push(format!("    [{}] {}", row.cases.len(), row.cases.join(" ")));
        }
        if !rules.missing.is_empty() {
            lines.push(words(
                "rules_missing",
                &[("rules", &rules.missing.join(" "))],
            ));
        }
        if !rules.few.is_empty() {
            lines.push(words("rules_few", &[("rules", &rules.few.join(" "))]));
        }
        if rules.missing.is_empty() && rules.few.is_empty() {
            lines.push(words("rules_ok", &[("count", &LAST.to_string())]));
        }
        lines.join("\n")
    })?;
    if good {
        Ok(())
    } else {
        Err(Failure::quiet(REFUSED, "rules"))
    }
}

/// What was found of one rule in one pack.
#[derive(Default)]
struct Found {
    schemes: BTreeSet<String>,
    places: Vec<String>,
    clauses: BTreeSet<String>,
    cases: BTreeSet<String>,
}

fn rows(loaded: &Loaded) -> Vec<Row> {
    let mut out: BTreeMap<(String, String), Found> = BTreeMap::new();
    for pack in loaded
        .packs
        .ids()
        .into_iter()
        .filter_map(|id| loaded.packs.resolve(id))
    {
        let mut found: BTreeMap<String, Found> = BTreeMap::new();
        schemes(&pack, &mut found);
        others(&pack, &mut found);
        named_cases(&pack, &mut found);
        for (rule, found) in found {
            out.insert((rule, pack.id().to_owned()), found);
        }
    }
    out.into_iter()
        .map(|((rule, pack), found)| Row {
            rule,
            pack,
            schemes: found.schemes.into_iter().collect(),
            places: found.places,
            clauses: found.clauses.into_iter().collect(),
            cases: found.cases.into_iter().collect(),
        })
        .collect()
}

/// Rules that schemes carry, with the cases of those schemes.
fn schemes(pack: &Resolved, out: &mut BTreeMap<String, Found>) {
    let ran = cases::run(pack).cases;
    for scheme in pack.schemes().iter().filter(|s| s.pack == pack.id()) {
        let rule = scheme.rule.as_ref().unwrap_or(&scheme.id);
        let found = out.entry(rule.clone()).or_default();
        found.schemes.insert(scheme.id.clone());
        found
            .places
            .push(format!("{}/schemes/{}.toml", pack.id(), scheme.id));
        for condition in &scheme.conditions {
            found
                .clauses
                .extend(condition.cite.as_ref().map(ToString::to_string));
        }
        let own = ran.iter().filter(|ran| ran.hint.scheme == scheme.id);
        found.cases.extend(own.map(|ran| ran.id.clone()));
    }
}

/// Rules that are no scheme: named by a key `rule`, or by their number in a comment.
fn others(pack: &Resolved, out: &mut BTreeMap<String, Found>) {
    let Some(layer) = pack.layers().last() else {
        return;
    };
    for (path, text) in layer.files() {
        if path.starts_with("cases/") || path.starts_with("duties/") {
            continue;
        }
        let doc = layer.doc(path);
        for (at, line) in text.lines().enumerate() {
            // The rule that a scheme carries was taken from the scheme itself.
            if path.starts_with("schemes/") && line.trim_start().starts_with("rule") {
                continue;
            }
            let number = u32::try_from(at + 1).unwrap_or(u32::MAX);
            for rule in rules_of(line) {
                let found = out.entry(rule).or_default();
                found.places.push(format!("{}/{path}:{number}", pack.id()));
                found
                    .clauses
                    .extend(doc.and_then(|doc| clause_at(doc, number)));
            }
        }
    }
}

/// The rules that a line names: `rule = "R33"`, or `# R07` in a comment.
fn rules_of(line: &str) -> Vec<String> {
    let said = if line.trim_start().starts_with("rule") {
        line
    } else {
        match line.split_once('#') {
            Some((_, comment)) => comment,
            None => return Vec::new(),
        }
    };
    numbers(said)
}

/// Words of the form R01 … R46, with a letter behind or without.
fn numbers(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    let rules = words.filter_map(|word| {
        let digits = word.strip_prefix('R')?;
        let digits = digits.trim_end_matches(|c: char| c.is_ascii_lowercase());
        let number: u32 = digits.parse().ok().filter(|_| digits.len() == 2)?;
        (1..=LAST).contains(&number).then(|| format!("R{digits}"))
    });
    rules.collect()
}

/// The clause of the innermost item that begins at or above a line.
fn clause_at(doc: &Table, line: u32) -> Option<String> {
    fn walk<'t>(table: &'t Table, line: u32, best: &mut Option<(u32, &'t str)>) {
        for (key, node) in table.entries() {
            match &node.value {
                Value::Str(text)
                    if key == "cite"
                        && table.line <= line
                        && best.is_none_or(|(at, _)| at <= table.line) =>
                {
                    *best = Some((table.line, text));
                }
                Value::Table(inner) => walk(inner, line, best),
                Value::Array(items) => {
                    for item in items {
                        if let Value::Table(inner) = &item.value {
                            walk(inner, line, best);
                        }
                    }
                }
                _ => {}
            }
        }
    }
    let mut best = None;
    walk(doc, line, &mut best);
    best.map(|(_, text)| text.to_owned())
}

/// Cases whose id or note names a rule.
fn named_cases(pack: &Resolved, out: &mut BTreeMap<String, Found>) {
    let Some(layer) = pack.layers().last() else {
        return;
    };
    for (_, doc) in layer.docs_in("cases/") {
        for case in tables(doc, "case") {
            let text = |key| match case.get(key).map(|node| &node.value) {
                Some(Value::Str(text)) => text.as_str(),
                _ => "",
            };
            for rule in numbers(text("id")).into_iter().chain(numbers(text("note"))) {
                if let Some(found) = out.get_mut(&rule) {
                    found.cases.insert(text("id").to_owned());
                }
            }
        }
    }
}

/// The tables under a key.
pub(super) fn tables<'t>(doc: &'t Table, key: &str) -> Vec<&'t Table> {
    let Some(Value::Array(items)) = doc.get(key).map(|node| &node.value) else {
        return Vec::new();
    };
    let tables = items.iter().filter_map(|item| match &item.value {
        Value::Table(table) => Some(table),
        _ => None,
    });
    tables.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_read_from_keys_and_comments_only() {
        assert_eq!(rules_of("rule = \"R33\""), ["R33"]);
        assert_eq!(rules_of("hold_if = \"x\"   # R07:压住不办"), ["R07"]);
        assert_eq!(rules_of("# R28a、R39, T14"), ["R28", "R39"]);
        assert!(rules_of("redirect = \"R01\"").is_empty());
        assert!(rules_of("# R99 R1 R001").is_empty());
    }
}
