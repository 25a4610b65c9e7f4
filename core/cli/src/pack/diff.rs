//! Runs two packs over the same invented households and says who would be told something else.

use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use tanfang_policy::dict::Type;
use tanfang_policy::lang::Expr;
use tanfang_policy::number::shown;
use tanfang_policy::pack::Resolved;
use tanfang_policy::sample::Sampler;
use tanfang_policy::scheme::{Amount, Hint, Scheme, Sheet, Verdict};
use tanfang_policy::world::{Subject, World};
use tanfang_values::Day;

use super::load::{loaded, over, resolve};
use super::words::words;
use crate::run::{BAD_INPUT, Failure, Result, emit};

/// Examples that are shown for each change.
const SHOWN: usize = 3;

/// How the comparison runs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plan<'p> {
    /// The pack in a folder of several.
    pub(super) pack: Option<&'p str>,
    /// Day for which is judged.
    pub(super) day: Day,
    /// How many households.
    pub(super) households: u32,
    /// Where the dice begin.
    pub(super) seed: u64,
}

#[derive(Debug, Serialize)]
struct Diff {
    old: String,
    new: String,
    day: Day,
    households: u32,
    seed: u64,
    added: Vec<String>,
    removed: Vec<String>,
    params: Vec<ParamChange>,
    rules: Vec<RuleChange>,
    /// Verdicts that changed, by scheme and pair.
    changes: Vec<Change>,
    changed: u64,
    amounts: u64,
}

#[derive(Debug, Serialize)]
struct ParamChange {
    name: String,
    old: String,
    new: String,
}

#[derive(Debug, Serialize)]
struct RuleChange {
    scheme: String,
    id: String,
    old: String,
    new: String,
}

#[derive(Debug, Serialize)]
struct Change {
    scheme: String,
    name: String,
    /// Verdicts before and now; the same where only the amount changed.
    from: &'static str,
    to: &'static str,
    count: u64,
    examples: Vec<Example>,
}

#[derive(Debug, Serialize)]
struct Example {
    /// Number of the household, from 1: the same seed gives it again.
    household: u32,
    person: Option<String>,
    old: String,
    new: String,
    because: Vec<String>,
}

/// One side: a pack of the program, or of a folder.
fn side(given: &Path, pack: Option<&str>) -> Result<Resolved> {
    let name = given.to_string_lossy();
    if !given.is_dir() {
        return resolve(&loaded()?.packs, &name);
    }
    let loaded = over(Some(given))?;
    let mut own = loaded.given.iter();
    let id = match (pack, own.next(), own.next()) {
        (Some(id), ..) => id,
        (None, Some(id), None) => id,
        _ => {
            let sentence = words("not_both", &[("given", &name)]);
            return Err(Failure::new(BAD_INPUT, "no_pack", sentence));
        }
    };
    resolve(&loaded.packs, id)
}

/// Compares two packs.
pub(super) fn diff(old: &Path, new: &Path, plan: Plan<'_>, json: bool) -> Result<()> {
    let (before, after) = (side(old, plan.pack)?, side(new, plan.pack)?);
    let mut out = Diff {
        old: format!("{} {}", before.id(), version(&before)),
        new: format!("{} {}", after.id(), version(&after)),
        day: plan.day,
        households: plan.households,
        seed: plan.seed,
        added: lacks(&before, &after),
        removed: lacks(&after, &before),
        params: params(&before, &after, plan.day),
        rules: rules(&before, &after),
        changes: Vec::new(),
        changed: 0,
        amounts: 0,
    };
    run(&before, &after, plan, &mut out);
    emit(json, &out, text)
}

fn version(pack: &Resolved) -> &str {
    pack.head().map_or("", |head| head.version.as_str())
}

/// Schemes of the second pack that the first lacks.
fn lacks(first: &Resolved, second: &Resolved) -> Vec<String> {
    let all = second
        .schemes()
        .iter()
        .filter(|scheme| first.scheme(&scheme.id).is_none());
    all.map(|scheme| format!("{} {}", scheme.id, scheme.name))
        .collect()
}

fn params(before: &Resolved, after: &Resolved, day: Day) -> Vec<ParamChange> {
    let unset = || words("diff_none", &[]);
    let mut names: Vec<&str> = Vec::new();
    for param in before.params().iter().chain(after.params()) {
        if !names.contains(&param.name.as_str()) {
            names.push(&param.name);
        }
    }
    let mut out = Vec::new();
    for name in names {
        let on = |pack: &Resolved| pack.param(name, day).map(|dated| dated.written.clone());
        let (old, new) = (on(before), on(after));
        if old != new {
            out.push(ParamChange {
                name: name.to_owned(),
                old: old.unwrap_or_else(unset),
                new: new.unwrap_or_else(unset),
            });
        }
    }
    out
}

/// Conditions whose rule is another.
fn rules(before: &Resolved, after: &Resolved) -> Vec<RuleChange> {
    let written = |scheme: &Scheme| -> BTreeMap<String, String> {
        let conditions = scheme.conditions.iter().map(|c| {
            let text = c.expr.as_ref().map_or("", Expr::text);
            (c.id.clone(), text.to_owned())
        });
        let whom = scheme
            .for_whom()
            .map(|expr| ("for".to_owned(), expr.text().to_owned()));
        let amount = scheme.amount.as_ref();
        let amount = amount.map(|amount| ("amount".to_owned(), amount.expr.text().to_owned()));
        conditions.chain(whom).chain(amount).collect()
    };
    let mut out = Vec::new();
    for scheme in before.schemes() {
        let Some(other) = after.scheme(&scheme.id) else {
            continue;
        };
        let (old, new) = (written(scheme), written(other));
        let mut ids: Vec<&String> = old.keys().chain(new.keys()).collect();
        ids.sort();
        ids.dedup();
        for id in ids {
            let none = || words("diff_none", &[]);
            let (a, b) = (old.get(id), new.get(id));
            if a != b {
                out.push(RuleChange {
                    scheme: scheme.id.clone(),
                    id: id.clone(),
                    old: a.cloned().unwrap_or_else(none),
                    new: b.cloned().unwrap_or_else(none),
                });
            }
        }
    }
    out
}

/// Verdict and amount of a sheet's entry.
struct Seen {
    verdict: Verdict,
    at: usize,
}

fn seen(sheet: &Sheet<'_>) -> BTreeMap<(String, Subject), Seen> {
    let entries = sheet.entries().enumerate();
    let all = entries.map(|(at, entry)| {
        let key = (entry.scheme.id.clone(), entry.subject);
        (
            key,
            Seen {
                verdict: entry.verdict,
                at,
            },
        )
    });
    all.collect()
}

fn run(before: &Resolved, after: &Resolved, plan: Plan<'_>, out: &mut Diff) {
    let mut sampler = Sampler::new(&[before, after], plan.seed, plan.day);
    let mut found: BTreeMap<(String, Verdict, Verdict), Change> = BTreeMap::new();
    for household in 1..=plan.households {
        let world = sampler.household();
        let (mut old, mut new) = (Sheet::of(before, &world), Sheet::of(after, &world));
        let (was, is) = (seen(&old), seen(&new));
        for (key, now) in &is {
            let Some(then) = was.get(key) else { continue };
            let differs = then.verdict != now.verdict;
            let (scheme, subject) = key;
            let paid = now.verdict == Verdict::MayQualify
                && after.scheme(scheme).is_some_and(|s| s.amount.is_some());
            if !differs && !paid {
                continue;
            }
            let (Some(a), Some(b)) = (old.hint(then.at), new.hint(now.at)) else {
                continue;
            };
            if !differs && amount(&a) == amount(&b) {
                continue;
            }
            let change = found
                .entry((scheme.clone(), then.verdict, now.verdict))
                .or_insert_with(|| Change {
                    scheme: scheme.clone(),
                    name: name(after.scheme(scheme)),
                    from: then.verdict.word(),
                    to: now.verdict.word(),
                    count: 0,
                    examples: Vec::new(),
                });
            change.count += 1;
            if differs {
                out.changed += 1;
            } else {
                out.amounts += 1;
            }
            if change.examples.len() < SHOWN {
                change
                    .examples
                    .push(example(household, &world, *subject, &a, &b));
            }
        }
    }
    out.changes = found.into_values().collect();
}

fn name(scheme: Option<&Arc<Scheme>>) -> String {
    scheme.map(|scheme| scheme.name.clone()).unwrap_or_default()
}

fn amount(hint: &Hint) -> Option<(Option<i64>, Option<i64>)> {
    match &hint.amount {
        Amount::Fen { low, high, .. } => Some((*low, *high)),
        _ => None,
    }
}

fn example(household: u32, world: &World, subject: Subject, old: &Hint, new: &Hint) -> Example {
    let person = match subject {
        Subject::Household => None,
        Subject::Person(at) => world.members.get(at).map(|member| member.id.clone()),
    };
    let said = |hint: &Hint| {
        let unit = hint.unit.clone().unwrap_or(Type::Yuan);
        let end = |fen: Option<i64>| fen.map(|fen| shown(fen, &unit)).unwrap_or_default();
        match amount(hint) {
            Some((low, high)) if low == high => format!("{} {}", hint.verdict.word(), end(low)),
            Some((low, high)) => format!("{} {}~{}", hint.verdict.word(), end(low), end(high)),
            None => hint.verdict.word().to_owned(),
        }
    };
    // What decided on one side and not on the other, in the words of the pack.
    let ids = new.because.iter().chain(&old.because);
    let differing = ids.filter(|id| new.because.contains(id) != old.because.contains(id));
    let mut because: Vec<String> = Vec::new();
    for id in differing {
        let conditions = new.conditions.iter().chain(&old.conditions);
        let text = conditions
            .into_iter()
            .find(|c| c.id == **id)
            .map(|c| c.text.clone());
        let text = text.unwrap_or_else(|| id.clone());
        if !because.contains(&text) {
            because.push(text);
        }
    }
    if because.is_empty() {
        let facts = new.rests.facts.iter().map(|used| used.fact.name.clone());
        because.extend(facts.take(4));
    }
    Example {
        household,
        person,
        old: said(old),
        new: said(new),
        because,
    }
}

fn text(diff: &Diff) -> String {
    let count = diff.households.to_string();
    let (seed, day) = (diff.seed.to_string(), diff.day.to_string());
    let (changed, amounts) = (diff.changed.to_string(), diff.amounts.to_string());
    let head = if diff.changes.is_empty() {
        "diff_same"
    } else {
        "diff_head"
    };
    let mut lines = vec![words(
        head,
        &[
            ("households", count.as_str()),
            ("seed", &seed),
            ("day", &day),
            ("old", &diff.old),
            ("new", &diff.new),
            ("changed", &changed),
            ("amounts", &amounts),
        ],
    )];
    for (key, names) in [("diff_added", &diff.added), ("diff_removed", &diff.removed)] {
        if !names.is_empty() {
            lines.push(words(key, &[("names", &names.join("、"))]));
        }
    }
    for change in &diff.params {
        let args = [
            ("name", change.name.as_str()),
            ("old", &change.old),
            ("new", &change.new),
        ];
        lines.push(words("diff_param", &args));
    }
    for change in &diff.rules {
        let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let (old, new) = (flat(&change.old), flat(&change.new));
        let args = [
            ("scheme", change.scheme.as_str()),
            ("id", &change.id),
            ("old", &old),
            ("new", &new),
        ];
        lines.push(words("diff_rule", &args));
    }
    for change in &diff.changes {
        let count = change.count.to_string();
        let key = if change.from == change.to {
            "diff_money"
        } else {
            "diff_count"
        };
        let args = [
            ("scheme", change.scheme.as_str()),
            ("name", &change.name),
            ("from", change.from),
            ("to", change.to),
            ("count", &count),
        ];
        lines.push(words(key, &args));
        for example in &change.examples {
            let number = example.household.to_string();
            let because = example.because.join("、");
            let who = example.person.as_deref().unwrap_or_default();
            let args = [
                ("number", number.as_str()),
                ("who", who),
                ("old", &example.old),
                ("new", &example.new),
                ("because", &because),
            ];
            lines.push(words("diff_case", &args));
        }
    }
    lines.join("\n")
}
