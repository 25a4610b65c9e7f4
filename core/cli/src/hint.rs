//! Judges the facts of a home, as JSON: what `docs/cli.md` describes.

use serde::Serialize;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use tanfang_policy::ask::{Asker, Goal, next_question};
use tanfang_policy::cite::Cite;
use tanfang_policy::dict::Type;
use tanfang_policy::doc::{self, Value};
use tanfang_policy::eval::{FactRef, Outcomes};
use tanfang_policy::number::shown;
use tanfang_policy::pack::{Resolved, Status};
use tanfang_policy::scheme::{Amount, ConditionResult, Hint, Part, Sheet, Standard};
use tanfang_policy::threshold::smallest;
use tanfang_policy::value::FactValue;
use tanfang_policy::world::{Subject, World};
use tanfang_values::Day;

use crate::facts;
use crate::pack::load::{Loaded, over, resolve};
use crate::pack::sign::{keys_of, verified};
use crate::pack::words::words;
use crate::run::{BAD_INPUT, Failure, REFUSED, Result, emit};

/// Path of the sentences of hints in the pack `common`.
const HINTS: &str = "texts/hints.zh.toml";

#[derive(Debug, Serialize)]
struct Judged {
    pack: String,
    hash: String,
    day: Day,
    /// 须经乡镇核查…: stands below every hint.
    note: String,
    hints: Vec<HintOf>,
    /// The one question that decides most; `null` where nothing is left to ask.
    ask: Option<AskOf>,
}

#[derive(Debug, Serialize)]
struct HintOf {
    scheme: String,
    rule: Option<String>,
    name: String,
    pack: String,
    person: Option<String>,
    verdict: &'static str,
    word: &'static str,
    because: Vec<String>,
    conditions: Vec<ConditionOf>,
    missing: Vec<FactOf>,
    judgements: Vec<FactOf>,
    unset: Vec<String>,
    overflow: bool,
    facts: Vec<UsedOf>,
    standards: Vec<StandardOf>,
    amount: AmountOf,
    say: Option<String>,
    redirect: Option<String>,
    raises: Vec<String>,
    slots_unset: Vec<String>,
    excludes: Vec<String>,
    documents: Vec<String>,
    #[serde(rename = "where")]
    where_to: Option<String>,
    how_long: Option<String>,
    lasts: Option<String>,
    fund: Option<String>,
    next: Vec<NextOf>,
    /// The smallest change of one fact that gives another verdict.
    change: Option<ChangeOf>,
}

#[derive(Debug, Serialize)]
struct ConditionOf {
    part: &'static str,
    id: String,
    text: String,
    group: Option<String>,
    /// `yes`, `no`, `open`, or `unset`.
    state: &'static str,
    missing: Vec<FactOf>,
    cite: Option<CiteOf>,
    reading: Option<String>,
}

#[derive(Debug, Serialize)]
struct FactOf {
    person: Option<String>,
    id: String,
    name: String,
}

#[derive(Debug, Serialize)]
struct UsedOf {
    person: Option<String>,
    id: String,
    name: String,
    value: FactValue,
    day: Option<Day>,
}

#[derive(Debug, Serialize)]
struct CiteOf {
    source: String,
    title: String,
    no: String,
    date: Option<String>,
    section: String,
    line: Option<u32>,
    quote: Option<String>,
}

#[derive(Debug, Serialize)]
struct StandardOf {
    name: String,
    written: String,
    from: Option<Day>,
    cite: Option<CiteOf>,
    warn: Option<String>,
    pack: String,
}

#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum AmountOf {
    None,
    Fen {
        low: Option<i64>,
        high: Option<i64>,
        unit: String,
        text: String,
    },
    NotSet {
        unset: Vec<String>,
    },
    Unknown {
        missing: Vec<FactOf>,
    },
}

#[derive(Debug, Serialize)]
struct NextOf {
    text: String,
    cite: Option<CiteOf>,
}

#[derive(Debug, Serialize)]
struct ChangeOf {
    name: String,
    to: FactValue,
    verdict: &'static str,
}

#[derive(Debug, Serialize)]
struct AskOf {
    person: Option<String>,
    name: String,
    wording: String,
    cost: u64,
    decides: Vec<DecidesOf>,
}

#[derive(Debug, Serialize)]
struct DecidesOf {
    scheme: String,
    person: Option<String>,
}

/// Judges the facts of a file for a pack on a day.
pub(crate) fn hint(
    pack: &str,
    day: Day,
    file: &Path,
    outside: Option<(&Path, &[PathBuf])>,
    json: bool,
) -> Result<()> {
    let loaded = over(outside.map(|(folder, _)| folder))?;
    let resolved = resolve(&loaded.packs, pack)?;
    if let Some((folder, keys)) = outside {
        vouched(&loaded, folder, keys)?;
    }
    let in_force = resolved
        .head()
        .is_some_and(|head| head.from <= day && head.until.is_none_or(|until| day <= until));
    if !in_force {
        let sentence = words("no_pack_day", &[("pack", pack), ("day", &day.to_string())]);
        return Err(Failure::new(REFUSED, "no_pack_day", sentence));
    }
    let name = file.to_string_lossy();
    let unreadable = |_| Failure::new(BAD_INPUT, "file", words("unreadable", &[("file", &name)]));
    let text = if name == "-" {
        let mut text = String::new();
        std::io::stdin()
            .read_to_string(&mut text)
            .map_err(unreadable)?;
        text
    } else {
        std::fs::read_to_string(file).map_err(unreadable)?
    };
    let world = facts::home(&text, &resolved, day)?;
    let mut hints = Vec::new();
    for chain in chains(&resolved) {
        // Packs side by side know the same dictionary, each its own facts besides.
        hints.extend(hints_of(chain, &world));
    }
    let ask = next_question(&resolved, &world, Asker::default(), Goal::All);
    let judged = Judged {
        pack: pack.to_owned(),
        hash: resolved.hash().to_owned(),
        day,
        note: tail(),
        hints,
        ask: ask.map(|ask| AskOf {
            person: ask.person,
            name: ask.name,
            wording: ask.wording,
            cost: ask.cost,
            decides: ask
                .decides
                .into_iter()
                .map(|(scheme, subject)| DecidesOf {
                    scheme,
                    person: person(&world, subject),
                })
                .collect(),
        }),
    };
    emit(json, &judged, |judged| {
        serde_json::to_string_pretty(judged).unwrap_or_default()
    })
}

/// A pack from outside judges only where somebody trusted signed it.
fn vouched(loaded: &Loaded, folder: &Path, keys: &[PathBuf]) -> Result<()> {
    let trusted = keys_of(keys)?;
    for id in &loaded.given {
        let pack = resolve(&loaded.packs, id)?;
        if let Some(layer) = pack.layers().last() {
            let own = if folder.join("pack.toml").is_file() {
                folder.to_owned()
            } else {
                folder.join(id)
            };
            verified(&own, layer, Some(&trusted))?;
        }
    }
    Ok(())
}

/// The chains that give hints: the pack's own, and those beside it that are in force or for practice.
fn chains(pack: &Resolved) -> impl Iterator<Item = &Resolved> {
    let beside = pack.beside().iter().filter(|other| {
        let status = other.head().and_then(|head| head.status);
        matches!(status, Some(Status::Current | Status::Demo))
    });
    std::iter::once(pack).chain(beside)
}

fn tail() -> String {
    let text = tanfang_packs::text("common", HINTS).unwrap_or_default();
    let Ok(table) = doc::parse(HINTS, text) else {
        return String::new();
    };
    match table.get("verdict").map(|node| &node.value) {
        Some(Value::Table(verdict)) => match verdict.get("tail").map(|node| &node.value) {
            Some(Value::Str(text)) => text.clone(),
            _ => String::new(),
        },
        _ => String::new(),
    }
}

fn person(world: &World, subject: Subject) -> Option<String> {
    match subject {
        Subject::Household => None,
        Subject::Person(at) => world.members.get(at).map(|member| member.id.clone()),
    }
}

fn hints_of(pack: &Resolved, world: &World) -> Vec<HintOf> {
    let mut sheet = Sheet::of(pack, world);
    let subjects: Vec<Subject> = sheet.entries().map(|entry| entry.subject).collect();
    let hints = sheet.hints();
    let all = hints.into_iter().zip(subjects);
    all.map(|(hint, subject)| {
        let change = smallest(pack, &hint.scheme, world, subject).map(|change| ChangeOf {
            name: change.def.map(|def| def.name.clone()).unwrap_or_default(),
            to: change.to,
            verdict: change.verdict.key(),
        });
        one(pack, hint, change)
    })
    .collect()
}

fn one(pack: &Resolved, hint: Hint, change: Option<ChangeOf>) -> HintOf {
    HintOf {
        verdict: hint.verdict.key(),
        word: hint.verdict.word(),
        conditions: hint.conditions.iter().map(|c| condition(pack, c)).collect(),
        missing: refs(&hint.hangs.facts),
        judgements: refs(&hint.hangs.judgements),
        unset: hint.hangs.params.clone(),
        overflow: hint.hangs.overflow,
        facts: hint
            .rests
            .facts
            .iter()
            .map(|used| UsedOf {
                person: used.fact.person.clone(),
                id: used.fact.id.to_string(),
                name: used.fact.name.clone(),
                value: used.value.clone(),
                day: used.day,
            })
            .collect(),
        standards: hint.standards.iter().map(|s| standard(pack, s)).collect(),
        amount: amount(&hint),
        next: hint
            .next
            .iter()
            .map(|(text, cite)| NextOf {
                text: text.clone(),
                cite: cite.as_ref().map(|cite| clause(pack, cite)),
            })
            .collect(),
        scheme: hint.scheme,
        rule: hint.rule,
        name: hint.name,
        pack: hint.pack,
        person: hint.person,
        because: hint.because,
        say: hint.say,
        redirect: hint.redirect,
        raises: hint.raises,
        slots_unset: hint.slots_unset,
        excludes: hint.excludes,
        documents: hint.documents,
        where_to: hint.where_to,
        how_long: hint.how_long,
        lasts: hint.lasts,
        fund: hint.fund,
        change,
    }
}

fn refs(facts: &[FactRef]) -> Vec<FactOf> {
    let all = facts.iter().map(|fact| FactOf {
        person: fact.person.clone(),
        id: fact.id.to_string(),
        name: fact.name.clone(),
    });
    all.collect()
}

fn clause(pack: &Resolved, cite: &Cite) -> CiteOf {
    let source = pack.source(&cite.source);
    CiteOf {
        source: cite.source.clone(),
        title: source
            .map(|source| source.title.clone())
            .unwrap_or_default(),
        no: source.map(|source| source.no.clone()).unwrap_or_default(),
        date: source.and_then(|source| source.date.clone()),
        section: cite.section.clone(),
        line: cite.line,
        quote: cite.quote.clone(),
    }
}

fn condition(pack: &Resolved, found: &ConditionResult) -> ConditionOf {
    ConditionOf {
        part: match found.part {
            Part::For => "for",
            Part::Require => "require",
            Part::Action => "action",
            Part::AnyOf => "any_of",
            Part::NotIf => "not_if",
            Part::Caution => "caution",
        },
        id: found.id.clone(),
        text: found.text.clone(),
        group: found.group.clone(),
        state: state(found.outcomes),
        missing: refs(&found.hangs.facts),
        cite: found.cite.as_ref().map(|cite| clause(pack, cite)),
        reading: found.reading.clone(),
    }
}

fn state(outcomes: Outcomes) -> &'static str {
    if outcomes.surely_true() {
        "yes"
    } else if outcomes.surely_false() {
        "no"
    } else if outcomes.can_be_unset() && !outcomes.can_be_true() {
        "unset"
    } else {
        "open"
    }
}

fn standard(pack: &Resolved, found: &Standard) -> StandardOf {
    StandardOf {
        name: found.name.clone(),
        written: found.written.clone(),
        from: found.from,
        cite: found.cite.as_ref().map(|cite| clause(pack, cite)),
        warn: found.warn.clone(),
        pack: found.pack.clone(),
    }
}

fn amount(hint: &Hint) -> AmountOf {
    let unit = hint.unit.clone().unwrap_or(Type::Yuan);
    match &hint.amount {
        Amount::None => AmountOf::None,
        Amount::Fen { low, high, .. } => AmountOf::Fen {
            low: *low,
            high: *high,
            unit: unit.to_string(),
            text: match (low, high) {
                (Some(low), Some(high)) if low == high => shown(*low, &unit),
                (Some(low), Some(high)) => {
                    format!("{}~{}", shown(*low, &unit), shown(*high, &unit))
                }
                (Some(low), None) => format!("≥{}", shown(*low, &unit)),
                (None, Some(high)) => format!("≤{}", shown(*high, &unit)),
                (None, None) => String::new(),
            },
        },
        Amount::NotSet(hangs) => AmountOf::NotSet {
            unset: hangs.params.clone(),
        },
        Amount::Unknown(hangs) => AmountOf::Unknown {
            missing: refs(&hangs.facts),
        },
    }
}
