//! Compiles one pack with its parents: names, parameters, tables, schemes.

mod schemes;
mod standards;
mod tables;

use super::overlay::{self, OwnedItem};
use super::param::{self, Param, Slot};
use super::{Layer, table_of_drops};
use crate::diag::{Code, Diagnostic};
use crate::dict::{About, Defaults, DerivedDef, Dictionary, FactDef, Formula, Type, read_fact};
use crate::doc::{Node as DocNode, Table as DocTable, Value};
use crate::lang::node::{Body, Derived, Leaf, Place, least};
use crate::lang::{Binding, Expr, Names, check_in, shift};
use crate::limits;
use crate::scheme::Scheme;
use crate::table::Table;
use crate::world::Key;
use std::sync::Arc;
use tanfang_values::BirthdayRule;

/// A pack with its parents, compiled.
#[derive(Debug)]
pub(crate) struct Chain {
    pub(crate) names: Arc<Names>,
    pub(crate) params: Vec<Arc<Param>>,
    pub(crate) slots: Vec<Arc<Slot>>,
    pub(crate) tables: Vec<Arc<Table>>,
    pub(crate) schemes: Vec<Arc<Scheme>>,
    pub(crate) facts: Vec<Arc<FactDef>>,
    pub(crate) dont_ask: Vec<Barred>,
    /// Numbers that rules compare with, ascending, in base units.
    pub(crate) marks: Vec<i64>,
    pub(crate) warnings: Vec<Diagnostic>,
}

/// Facts and lists that must not be asked while a rule holds.
#[derive(Debug)]
pub(crate) struct Barred {
    pub(crate) when: Expr,
    /// Ids of facts and lists.
    pub(crate) ids: Vec<String>,
}

pub(crate) fn compile(
    dictionary: &Dictionary,
    layers: &[Layer],
    birthday: BirthdayRule,
    findings: &mut Vec<Diagnostic>,
) -> Chain {
    let mut compiler = Compiler {
        dictionary,
        layers,
        birthday,
        names: Names::default(),
        findings,
        warnings: Vec::new(),
        dropped: Vec::new(),
        nodes: 0,
        steps: 0,
        facts: Vec::new(),
    };
    compiler.dictionary_facts();
    let slots = compiler.slots();
    let params = compiler.params();
    for derived in dictionary.derived() {
        compiler.dictionary_derived(derived);
    }
    let derives = compiler.items("derive.toml", "derive");
    for item in &derives {
        compiler.derive(&item.table);
    }
    let tables = compiler.tables();
    let schemes = compiler.schemes();
    let dont_ask = compiler.dont_ask();
    compiler.check_drops();
    compiler.check_nodes();
    let marks = crate::lang::marks::of(&schemes);
    Chain {
        dont_ask,
        marks,
        names: Arc::new(compiler.names),
        params,
        slots,
        tables,
        schemes,
        facts: compiler.facts,
        warnings: compiler.warnings,
    }
}

struct Compiler<'c> {
    dictionary: &'c Dictionary,
    layers: &'c [Layer],
    birthday: BirthdayRule,
    names: Names,
    findings: &'c mut Vec<Diagnostic>,
    warnings: Vec<Diagnostic>,
    dropped: Vec<String>,
    nodes: usize,
    steps: u64,
    facts: Vec<Arc<FactDef>>,
}

impl Compiler<'_> {
    fn items(&mut self, path: &str, key: &str) -> Vec<OwnedItem> {
        overlay::items(self.layers, path, key, self.findings, &mut self.dropped)
    }

    fn bind(&mut self, name: &str, id: &str, binding: Binding, file: &str, line: u32) {
        crate::dict::check_name(name, file, line, self.findings);
        if let Err(finding) = self.names.bind(name, id, binding) {
            self.findings.push(finding.at(file, line, None));
        }
    }

    /// Reads a rule under a key; a finding is kept and gives `None`.
    fn rule(
        &mut self,
        table: &DocTable,
        key: &str,
        about: About,
        want: Option<&Type>,
    ) -> Option<Expr> {
        let node = table.get(key)?;
        let Value::Str(text) = &node.value else {
            self.findings.push(
                Diagnostic::error(Code::WrongKind)
                    .with("key", key)
                    .with("wanted", "text")
                    .at(&table.file, node.line, Some(node.column)),
            );
            return None;
        };
        match check_in(text, &self.names, &[], about, want) {
            Ok(expr) => {
                self.nodes += expr.nodes();
                self.cost(&expr, about);
                Some(expr)
            }
            Err(finding) => {
                self.findings.push(shift(finding, &table.file, node));
                None
            }
        }
    }

    /// Adds what judging a full home by a rule takes.
    fn cost(&mut self, expr: &Expr, about: About) {
        let subjects = match about {
            About::Household => 1,
            About::Person => u64::from(limits::LIST_ITEMS),
        };
        self.steps = self
            .steps
            .saturating_add(expr.steps().saturating_mul(subjects));
    }

    fn dictionary_facts(&mut self) {
        let dictionary = self.dictionary;
        for list in dictionary.lists() {
            if let Err(finding) = self.names.add_list(list) {
                self.findings
                    .push(finding.at(dictionary.file(), list.line, None));
            }
        }
        for fact in dictionary.facts() {
            self.fact(fact, dictionary.file(), None);
        }
    }

    /// Binds a fact and its old names.
    fn fact(&mut self, fact: &Arc<FactDef>, file: &str, node: Option<&DocNode>) {
        // `only_if` sees the facts above it, so that none hangs on itself.
        let only_if = fact.only_if.as_ref().and_then(|text| {
            match check_in(text, &self.names, &[], fact.about, Some(&Type::Bool)) {
                Ok(expr) => Some(expr),
                Err(finding) => {
                    let finding = match node {
                        Some(node) => shift(finding, file, node),
                        None => finding.at(file, fact.line, None),
                    };
                    self.findings.push(finding);
                    None
                }
            }
        });
        let id = fact.id.as_str();
        let memo = self.names.memo();
        for name in std::iter::once(&fact.name).chain(&fact.was) {
            let binding = Binding::Fact(Arc::clone(fact), only_if.clone(), memo);
            self.bind(name, id, binding, file, fact.line);
        }
    }

    fn dictionary_derived(&mut self, def: &DerivedDef) {
        let file = self.dictionary.file().to_owned();
        let body = match &def.formula {
            Formula::Expr(text) => {
                match check_in(text, &self.names, &[], def.about, Some(&def.ty)) {
                    Ok(expr) => Body::Expr(expr),
                    Err(finding) => {
                        let column = finding.column.map_or(def.column, |c| c + def.column);
                        self.findings
                            .push(finding.at(&file, def.line, Some(column)));
                        return;
                    }
                }
            }
            Formula::Age(name) => match self.names.binding(name) {
                Some(Binding::Fact(fact, only_if, memo))
                    if fact.ty == Type::Date && fact.about == def.about =>
                {
                    let place = match def.about {
                        About::Household => Place::Household,
                        About::Person => Place::Person,
                    };
                    let leaf = Leaf {
                        def: Arc::clone(fact),
                        key: Key::of(fact.id.as_str()),
                        place,
                        memo: Some(*memo),
                        only_if: only_if.clone(),
                    };
                    Body::Age(Box::new(leaf), self.birthday)
                }
                _ => {
                    self.findings.push(
                        Diagnostic::error(Code::UnknownName)
                            .with("name", name)
                            .with("near", "")
                            .at(&file, def.line, Some(def.column)),
                    );
                    return;
                }
            },
        };
        self.bind_derived(
            &def.id, &def.name, def.about, &def.ty, body, &file, def.line,
        );
    }

    #[allow(clippy::too_many_arguments)] // one value each, all of different kinds
    fn bind_derived(
        &mut self,
        id: &str,
        name: &str,
        about: About,
        ty: &Type,
        body: Body,
        file: &str,
        line: u32,
    ) {
        let memo = self.names.memo();
        let derived = match &body {
            Body::Expr(expr) => {
                self.nodes += expr.nodes();
                Derived {
                    about,
                    ty: ty.clone(),
                    memo,
                    depth: expr.depth() + 1,
                    reads: expr.reads().to_vec(),
                    least: least(expr.root()),
                    body,
                }
            }
            Body::Age(leaf, _) => Derived {
                about,
                ty: ty.clone(),
                memo,
                depth: 2,
                reads: vec![Arc::clone(&leaf.def)],
                least: None,
                body,
            },
        };
        self.bind(name, id, Binding::Derived(Arc::new(derived)), file, line);
    }

    /// A value that a pack computes, or a fact that only it knows.
    fn derive(&mut self, table: &DocTable) {
        let name = overlay::text_of(table, "name")
            .unwrap_or_default()
            .to_owned();
        let id = overlay::text_of(table, "id").unwrap_or(&name).to_owned();
        let about = overlay::text_of(table, "about").and_then(About::parse);
        let asked = table.get("how").is_some();
        let mut reader = table.reader(self.findings);
        for key in ["id", "rule", "reading", "replaces", "note"] {
            reader.skip(key);
        }
        reader.require("name");
        reader.require("about");
        if about.is_none() && table.get("about").is_some() {
            let finding = Diagnostic::error(Code::NotAllowed)
                .with("key", "about")
                .with("allowed", "户 人");
            reader.find("about", finding);
        }
        reader.skip("about");
        if asked {
            param::cite(&mut reader, false);
            let fact = read_fact(
                &mut reader,
                &id,
                about,
                self.dictionary.enums(),
                Defaults::Pack,
            );
            reader.finish();
            if let Some(fact) = fact {
                let fact = Arc::new(fact);
                self.fact(&fact, &table.file, table.get("only_if"));
                self.facts.push(fact);
            }
            return;
        }
        reader.skip("name");
        reader.require("expr");
        reader.skip("expr");
        param::cite(&mut reader, true);
        let ty = crate::dict::read_type(&mut reader, self.dictionary.enums());
        reader.finish();
        let (Some(about), Some(ty)) = (about, ty) else {
            return;
        };
        if let Some(expr) = self.rule(table, "expr", about, Some(&ty)) {
            self.nodes -= expr.nodes();
            let (file, line) = (table.file.clone(), table.line);
            self.bind_derived(&id, &name, about, &ty, Body::Expr(expr), &file, line);
        }
    }

    /// What must not be asked: the condition is a home's, the names are known.
    fn dont_ask(&mut self) -> Vec<Barred> {
        let layers = self.layers;
        let docs = layers.iter().filter_map(|layer| layer.doc("pack.toml"));
        let mut out = Vec::new();
        for table in docs.flat_map(|doc| overlay::tables_of(doc, "dont_ask")) {
            let when = self.rule(table, "if", About::Household, Some(&Type::Bool));
            let Some(Value::Array(names)) = table.get("facts").map(|node| &node.value) else {
                continue;
            };
            let mut ids = Vec::new();
            for node in names {
                let Value::Str(name) = &node.value else {
                    continue;
                };
                let fact = match self.names.binding(name) {
                    Some(Binding::Fact(def, ..)) => Some(def.id.as_str().to_owned()),
                    _ => self.names.list(name).map(|list| list.id.clone()),
                };
                match fact {
                    Some(id) => ids.push(id),
                    None => self.findings.push(
                        Diagnostic::error(Code::UnknownName)
                            .with("name", name)
                            .with("near", "")
                            .at(&table.file, node.line, Some(node.column)),
                    ),
                }
            }
            out.extend(when.map(|when| Barred { when, ids }));
        }
        out
    }

    fn check_drops(&mut self) {
        for (table, id, parent) in table_of_drops(self.layers) {
            if !self.dropped.iter().any(|dropped| dropped == id) {
                let elsewhere = super::owned_elsewhere(self.layers, id, parent);
                if !elsewhere {
                    self.findings.push(
                        Diagnostic::error(Code::NothingToReplace)
                            .with("id", id)
                            .with("parent", parent)
                            .at(&table.file, table.line, None),
                    );
                }
            }
        }
    }

    fn check_nodes(&mut self) {
        if self.steps > limits::PACK_STEPS {
            let layer = self.layers.last();
            let file = layer.map_or("", |layer| layer.head.id.as_str());
            self.findings.push(
                Diagnostic::error(Code::TooCostly)
                    .with("steps", self.steps.to_string())
                    .with("most", limits::PACK_STEPS.to_string())
                    .at(&format!("{file}/pack.toml"), 0, None),
            );
        }
        if self.nodes > limits::PACK_NODES {
            let file = self
                .layers
                .last()
                .map_or("", |layer| layer.head.id.as_str());
            self.findings.push(
                Diagnostic::error(Code::TooManyNodes)
                    .with("nodes", self.nodes.to_string())
                    .with("most", limits::PACK_NODES.to_string())
                    .at(&format!("{file}/pack.toml"), 0, None),
            );
        }
    }
}
