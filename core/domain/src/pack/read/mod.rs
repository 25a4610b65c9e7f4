//! Reads the items of a pack that the features of this crate own.

mod cadence;
mod campaigns;
mod checklists;
mod classes;
mod county;
mod deadlines;
mod flags;
mod ledgers;
mod never;
mod obligations;

use std::collections::BTreeMap;
use std::sync::Arc;
use tanfang_policy::cite::Cite;
use tanfang_policy::diag::{Code, Diagnostic};
use tanfang_policy::dict::{About, Dictionary, FactDef, Formula, Type};
use tanfang_policy::doc::{Node, Reader, Value};
use tanfang_policy::lang::{Expr, Schema, check, feature_fact};
use tanfang_policy::pack::{OwnedItem, Resolved};
use tanfang_values::Day;

use super::cite::Clause;
use super::rule::Rule;
use super::{Inner, Notice, Work};
use crate::checklist::question::{Checklist, Writes};
use crate::event::PackRef;
use crate::flag::FlagClass;
use crate::ledger::columns::LedgerDef;
use crate::people::classes::{CLASS_FACT, Classes};
use crate::role::Role;
use crate::schedule::audience::Numbers;
use crate::schedule::campaign::Campaign;
use crate::schedule::deadline::Deadline;
use crate::schedule::obligation::Obligation;

/// Name of the fact that holds whom a visit met.
const MET: &str = "走访.见面";
/// Enum of the dictionary with its choices.
const MET_ENUM: &str = "met";
/// Name of the fact that holds whom a call reached.
const REACHED: &str = "走访.联系";
/// Enum of the dictionary with its choices.
const REACHED_ENUM: &str = "call";

/// What every reader needs, and where findings go.
struct Reading<'a> {
    dictionary: &'a Arc<Dictionary>,
    resolved: &'a Resolved,
    /// Packs whose items are read already: those of the chain that this one
    /// stands beside.
    skip: Vec<String>,
    met: Option<Arc<FactDef>>,
    reached: Option<Arc<FactDef>>,
    classes: Classes,
    findings: Vec<Diagnostic>,
    notices: Vec<Notice>,
}

pub(super) fn assemble(
    dictionary: &Arc<Dictionary>,
    resolved: &Resolved,
) -> Result<Work, Vec<Diagnostic>> {
    let of_visit = |id, name, choices| {
        let choices = dictionary.enum_def(choices)?;
        let ty = Type::Enum(Arc::clone(choices));
        Some(feature_fact(id, name, About::Person, ty))
    };
    let met = of_visit(Writes::MET, MET, MET_ENUM);
    let reached = of_visit(Writes::REACHED, REACHED, REACHED_ENUM);
    let chain: Vec<String> = ids(resolved);
    let mut all: Vec<Reading<'_>> = std::iter::once(resolved)
        .chain(resolved.beside())
        .map(|of| Reading {
            dictionary,
            resolved: of,
            skip: Vec::new(),
            met: met.clone(),
            reached: reached.clone(),
            classes: Classes::default(),
            findings: Vec::new(),
            notices: Vec::new(),
        })
        .collect();
    let mut known: Vec<String> = Vec::new();
    let mut numbers = Numbers::default();
    for reading in &mut all {
        reading.skip.clone_from(&known);
        known.extend(ids(reading.resolved));
        numbers.chain(&ids(reading.resolved));
    }
    let classes = Classes::new(each(&mut all, classes::read));
    for reading in &mut all {
        reading.classes = classes.clone();
    }
    let flags = each(&mut all, flags::read);
    let mut checklists = each(&mut all, |reading| checklists::read(reading, &flags));
    checklists.sort_by(|a, b| (a.order, &a.id).cmp(&(b.order, &b.id)));
    let campaigns = each(&mut all, campaigns::read);
    let mut obligations = each(&mut all, |reading| {
        obligations::read(reading, &checklists, &campaigns)
    });
    // Of two under one id the stricter comes first: more often, then nearer.
    obligations.sort_by(|a, b| (&a.id, b.strictness()).cmp(&(&b.id, a.strictness())));
    let mut deadlines = each(&mut all, |reading| deadlines::read(reading, &campaigns));
    let ledgers = each(&mut all, |reading| ledgers::read(reading, &checklists));
    let mut all = all.into_iter();
    let Some(mut reading) = all.next() else {
        return Err(Vec::new());
    };
    for other in all {
        reading.findings.extend(other.findings);
        reading.notices.extend(other.notices);
    }
    twice(
        &mut reading,
        &flags,
        &checklists,
        &ledgers,
        &deadlines,
        &campaigns,
    );
    let acts_for = county::acts_for(&mut reading, &obligations);
    let clearances = county::clearances(&mut reading);
    let calls = county::calls(&mut reading, &flags);
    let host = county::host(&mut reading);
    let rhythm = county::rhythm(&mut reading);
    let mut event_names: Vec<String> = Vec::new();
    let rules = obligations
        .iter()
        .flat_map(Obligation::rules)
        .chain(deadlines.iter().flat_map(Deadline::rules));
    for rule in rules {
        for event in rule.expr.events() {
            if !event_names.iter().any(|known| known == &**event) {
                event_names.push(event.to_string());
            }
        }
    }
    let questions = index(&checklists);
    let mut audience: Vec<String> = obligations
        .iter()
        .flat_map(|obligation| obligation.reads.iter().cloned())
        .chain(deadlines.iter().flat_map(|deadline| {
            let rules = deadline.rules();
            rules.flat_map(|rule| rule.reads.iter().cloned())
        }))
        .collect();
    audience.sort_unstable();
    audience.dedup();
    for obligation in &mut obligations {
        obligation.looks = numbers.looks(&obligation.asks(), &audience, dictionary);
    }
    for deadline in &mut deadlines {
        deadline.looks = numbers.looks(&deadline.asks(), &audience, dictionary);
    }
    let mut standards: Vec<Day> = std::iter::once(resolved)
        .chain(resolved.beside())
        .flat_map(Resolved::params)
        .flat_map(|param| &param.values)
        .map(|value| value.from)
        .collect();
    standards.sort_unstable();
    standards.dedup();
    let Reading {
        findings, notices, ..
    } = reading;
    if findings.iter().any(Diagnostic::is_error) {
        return Err(findings);
    }
    Ok(Work {
        inner: Arc::new(Inner {
            id: resolved
                .layers()
                .last()
                .map(|layer| layer.head.id.clone())
                .unwrap_or_default(),
            packs: resolved
                .layers()
                .iter()
                .chain(
                    resolved
                        .beside()
                        .iter()
                        .flat_map(Resolved::layers)
                        .filter(|layer| !chain.contains(&layer.head.id)),
                )
                .map(|layer| PackRef {
                    id: layer.head.id.clone(),
                    sha256: hex::encode(layer.hash),
                })
                .collect(),
            chains: std::iter::once(resolved)
                .chain(resolved.beside())
                .cloned()
                .collect(),
            week_start: resolved.week_start(),
            dictionary: Arc::clone(dictionary),
            classes,
            audience,
            obligations: obligations.into_iter().map(Arc::new).collect(),
            deadlines: deadlines.into_iter().map(Arc::new).collect(),
            campaigns,
            rhythm,
            checklists,
            questions,
            standards,
            flags,
            ledgers,
            acts_for,
            clearances,
            calls,
            host,
            event_names,
            notices,
        }),
    })
}

fn ids(resolved: &Resolved) -> Vec<String> {
    let layers = resolved.layers().iter();
    layers.map(|layer| layer.head.id.clone()).collect()
}

/// Reads the same of the chain and of every pack beside it.
fn each<'a, T>(all: &mut [Reading<'a>], read: impl FnMut(&mut Reading<'a>) -> Vec<T>) -> Vec<T> {
    all.iter_mut().flat_map(read).collect()
}

/// Finds what two packs that stand beside each other both define; only of
/// obligations may there be two, and the stricter is shown.
fn twice(
    reading: &mut Reading<'_>,
    flags: &[FlagClass],
    checklists: &[Checklist],
    ledgers: &[LedgerDef],
    deadlines: &[Deadline],
    campaigns: &[Arc<Campaign>],
) {
    let flags = flags.iter().map(|flag| (&flag.id, &flag.clause));
    let lists = checklists.iter().map(|list| (&list.id, &list.clause));
    let books = ledgers.iter().map(|book| (&book.id, &book.clause));
    let deadlines = deadlines.iter().map(|line| (&line.id, &line.clause));
    let campaigns = campaigns.iter().map(|one| (&one.id, &one.clause));
    let mut seen: BTreeMap<&str, &Clause> = BTreeMap::new();
    for (id, clause) in flags
        .chain(lists)
        .chain(books)
        .chain(deadlines)
        .chain(campaigns)
    {
        if let Some(first) = seen.insert(id, clause)
            && first.pack != clause.pack
        {
            let finding = Diagnostic::error(Code::IdTwice)
                .with("id", id.as_str())
                .with("other", &first.file);
            reading
                .findings
                .push(finding.at(&clause.file, clause.line, None));
        }
    }
}

fn index(checklists: &[Checklist]) -> BTreeMap<String, (usize, usize)> {
    let mut questions = BTreeMap::new();
    for (list, checklist) in checklists.iter().enumerate() {
        for (place, question) in checklist.questions.iter().enumerate() {
            questions.insert(question.id.clone(), (list, place));
        }
    }
    questions
}

impl Reading<'_> {
    /// Returns the merged `[[key]]` items of a file; findings are kept.
    fn items(&mut self, path: &str, key: &str) -> Vec<OwnedItem> {
        match self.resolved.items(path, key) {
            Ok(items) => self.new_ones(items),
            Err(findings) => {
                self.findings.extend(findings);
                Vec::new()
            }
        }
    }

    /// Leaves out what was read with another chain.
    fn new_ones(&self, mut items: Vec<OwnedItem>) -> Vec<OwnedItem> {
        items.retain(|item| !self.skip.contains(&item.pack));
        items
    }

    /// Returns the merged files of a folder; findings are kept.
    fn documents(&mut self, folder: &str) -> Vec<OwnedItem> {
        match self.resolved.documents(folder) {
            Ok(items) => self.new_ones(items),
            Err(findings) => {
                self.findings.extend(findings);
                Vec::new()
            }
        }
    }

    /// Returns the days between which a pack is in force.
    fn days(&self, pack: &str) -> (Day, Option<Day>) {
        self.resolved
            .layers()
            .iter()
            .find(|layer| layer.head.id == pack)
            .map_or((Day::MIN, None), |layer| {
                (layer.head.from, layer.head.until)
            })
    }

    /// Returns the names that rules about a home or a person may use.
    fn schema(&self, about: About) -> Schema {
        [&self.met, &self.reached]
            .into_iter()
            .flatten()
            .fold(self.resolved.schema(about), |schema, fact| {
                schema.with(Arc::clone(fact))
            })
    }

    /// Checks one yes-no expression; a wrong one is a finding at its place.
    fn rule(&mut self, file: &str, node: &Node, about: About) -> Option<Rule> {
        let Value::Str(text) = &node.value else {
            let finding = Diagnostic::error(Code::WrongKind)
                .with("key", "expr")
                .with("wanted", "text")
                .with("given", node.value.kind());
            self.findings
                .push(finding.at(file, node.line, Some(node.column)));
            return None;
        };
        match check(text, &self.schema(about), Some(&Type::Bool)) {
            Ok(expr) => {
                let (reads, ages) = reads(&expr, &self.classes);
                let daily = moves_daily(self.dictionary, text);
                Some(Rule {
                    expr,
                    about,
                    reads,
                    ages,
                    daily,
                })
            }
            Err(finding) => {
                self.findings.push(placed(finding, file, node));
                None
            }
        }
    }
}

/// Moves a finding of an expression to its place in the file.
fn placed(finding: Diagnostic, file: &str, node: &Node) -> Diagnostic {
    let (line, column) = node.inside;
    let within = finding.column.unwrap_or(1).saturating_sub(1);
    match finding.line {
        0 | 1 => finding.at(file, line, Some(column + within)),
        below => {
            let column = finding.column;
            finding.at(file, line + below - 1, column)
        }
    }
}

/// Fact from which ages are counted.
const BIRTH: &str = "birth";

/// Returns the facts a rule can read, and whether one of them is the birthday.
///
/// A rule that reads the classes of a person reads every fact that can put
/// somebody into one.
fn reads(expr: &Expr, classes: &Classes) -> (Arc<[String]>, bool) {
    let mut facts: Vec<String> = expr
        .reads()
        .iter()
        .map(|fact| fact.id.as_str().to_owned())
        .collect();
    if facts.iter().any(|fact| fact == CLASS_FACT) {
        facts.extend(classes.facts().map(str::to_owned));
        facts.sort_unstable();
        facts.dedup();
    }
    let ages = facts.iter().any(|fact| fact == BIRTH);
    (facts.into(), ages)
}

/// Lists the facts that say in which classes somebody is.
fn reads_classes(classes: &Classes) -> Vec<String> {
    let facts = classes.facts().map(str::to_owned);
    facts.chain([CLASS_FACT.to_owned()]).collect()
}

/// Tells whether the passing of days alone can change a rule: it says 近 or
/// 当日, itself or through a derived value it names.
fn moves_daily(dictionary: &Dictionary, text: &str) -> bool {
    let says = |text: &str| {
        ["近(", "近（", "近 (", "当日"]
            .iter()
            .any(|word| text.contains(word))
    };
    let mut texts = vec![text];
    let mut seen: Vec<&str> = Vec::new();
    while let Some(text) = texts.pop() {
        if says(text) {
            return true;
        }
        for derived in dictionary.derived() {
            if let Formula::Expr(formula) = &derived.formula
                && text.contains(&derived.name)
                && !seen.contains(&derived.name.as_str())
            {
                seen.push(&derived.name);
                texts.push(formula);
            }
        }
    }
    false
}

/// Reads `cite`, `reading` and the place of an item.
///
/// A citation must be there where `needed` says so; it must read, and its
/// source must be one that the chain lists.
fn clause(
    reader: &mut Reader<'_, '_>,
    item: &OwnedItem,
    days: (Day, Option<Day>),
    resolved: &Resolved,
    needed: bool,
) -> Clause {
    let text = reader.opt_str("cite");
    let reading = reader.opt_str("reading").map(str::to_owned);
    let cite = text.and_then(|text| {
        let cite = Cite::parse(text);
        if let Some(cite) = &cite {
            if resolved.source(&cite.source).is_none() {
                let finding =
                    Diagnostic::error(Code::UnknownSource).with("source", cite.source.as_str());
                reader.find("cite", finding);
            }
        } else {
            reader.find("cite", Diagnostic::error(Code::BadCite).with("given", text));
        }
        cite
    });
    if needed && text.is_none() {
        reader.find("cite", Diagnostic::error(Code::NoCite));
    }
    Clause {
        pack: item.pack.clone(),
        file: reader.table.file.clone(),
        line: reader.table.line,
        cite,
        reading,
        from: days.0,
        until: days.1,
    }
}

/// Reads a list of roles; an unknown one is a finding.
fn roles<'r>(reader: &mut Reader<'r, '_>, key: &'r str) -> Vec<Role> {
    let mut roles = Vec::new();
    for name in reader.strs(key) {
        match Role::parse(name) {
            Some(role) => roles.push(role),
            None => not_allowed(reader, key, name, &role_names()),
        }
    }
    roles
}

fn role_names() -> String {
    let names: Vec<&str> = Role::ALL.iter().map(|role| role.name()).collect();
    names.join(" ")
}

/// Adds the finding that a value is not one of those allowed.
fn not_allowed(reader: &mut Reader<'_, '_>, key: &str, given: &str, allowed: &str) {
    let finding = Diagnostic::error(Code::NotAllowed)
        .with("key", key)
        .with("given", given)
        .with("allowed", allowed);
    reader.find(key, finding);
}

/// Adds the finding that something names a thing that does not exist.
fn unknown(reader: &mut Reader<'_, '_>, key: &'static str, name: &str) {
    let finding = Diagnostic::error(Code::UnknownTarget)
        .with("call", key)
        .with("name", name);
    reader.find(key, finding);
}

/// Finds a flag class by the name that packs use.
fn flag_named<'f>(flags: &'f [FlagClass], name: &str) -> Option<&'f FlagClass> {
    flags.iter().find(|flag| flag.name == name)
}
