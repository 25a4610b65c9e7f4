//! Compiles one pack with its parents: names, parameters, tables, schemes.

use super::overlay::{self, OwnedItem};
use super::param::{self, Param, ParamValue, Slot};
use super::{Layer, table_of_drops};
use crate::diag::{Code, Diagnostic};
use crate::dict::{About, Defaults, DerivedDef, Dictionary, FactDef, Formula, Type, read_fact};
use crate::doc::{Node as DocNode, Table as DocTable, Value};
use crate::lang::node::{Body, Derived, Leaf, Place, least};
use crate::lang::{Binding, Expr, Names, check_in, shift};
use crate::limits;
use crate::number::{Interval, parse_span};
use crate::scheme::{AmountRule, Condition, Next, Part, Scheme};
use crate::table::{Cell, HitRule, Out, Row, Table, any_choice};
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
    pub(crate) warnings: Vec<Diagnostic>,
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
    compiler.check_drops();
    compiler.check_nodes();
    Chain {
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
                Some(expr)
            }
            Err(finding) => {
                self.findings.push(shift(finding, &table.file, node));
                None
            }
        }
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
        for name in std::iter::once(&fact.name).chain(&fact.was) {
            let binding = Binding::Fact(Arc::clone(fact), only_if.clone());
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
                Some(Binding::Fact(fact, only_if))
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
        let derived = match &body {
            Body::Expr(expr) => {
                self.nodes += expr.nodes();
                Derived {
                    about,
                    ty: ty.clone(),
                    depth: expr.depth() + 1,
                    reads: expr.reads().to_vec(),
                    least: least(expr.root()),
                    body,
                }
            }
            Body::Age(leaf, _) => Derived {
                about,
                ty: ty.clone(),
                depth: 2,
                reads: vec![Arc::clone(&leaf.def)],
                least: None,
                body,
            },
        };
        self.bind(name, id, Binding::Derived(Arc::new(derived)), file, line);
    }

    fn slots(&mut self) -> Vec<Arc<Slot>> {
        let items = self.items("params.toml", "slot");
        let mut slots: Vec<Slot> = items
            .iter()
            .map(|item| param::read_slot(item, self.findings))
            .collect();
        for layer in self.layers {
            let Some(doc) = layer.doc("params.toml") else {
                continue;
            };
            for table in overlay::tables_of(doc, "fill") {
                self.fill(table, &layer.head.id, &mut slots);
            }
        }
        let mut out = Vec::new();
        for slot in slots {
            let slot = Arc::new(slot);
            self.names.add_slot(&slot);
            out.push(slot);
        }
        out
    }

    fn fill(&mut self, table: &DocTable, pack: &str, slots: &mut [Slot]) {
        let mut reader = table.reader(self.findings);
        let name = reader.str("slot").unwrap_or_default();
        let replaces = reader.opt_str("replaces");
        param::cite(&mut reader, true);
        let items = reader.tables("items");
        let slot = slots.iter_mut().find(|slot| slot.name == name);
        let Some(slot) = slot else {
            let finding = Diagnostic::error(Code::UnknownTarget)
                .with("call", "slot")
                .with("name", name);
            reader.find("slot", finding);
            reader.finish();
            return;
        };
        if !slot.items.is_empty() && replaces.is_none() {
            let finding = Diagnostic::error(Code::NoReplaces)
                .with("id", name)
                .with("parent", &slot.pack);
            reader.find("slot", finding);
        }
        reader.finish();
        slot.items = param::read_items(&items, self.findings);
        if slot
            .most
            .is_some_and(|most| slot.items.len() > usize::try_from(most).unwrap_or(0))
        {
            self.findings.push(
                Diagnostic::error(Code::NotAllowed)
                    .with("key", "items")
                    .with("given", slot.items.len().to_string())
                    .with("allowed", slot.most.unwrap_or(0).to_string())
                    .at(&table.file, table.line, None),
            );
        }
        pack.clone_into(&mut slot.pack);
    }

    fn params(&mut self) -> Vec<Arc<Param>> {
        let items = self.items("params.toml", "param");
        let mut params: Vec<Param> = Vec::new();
        let mut same: Vec<(usize, String, String, u32)> = Vec::new();
        for item in &items {
            let Some((param, same_as)) =
                param::read_param(item, self.dictionary.enums(), self.findings)
            else {
                continue;
            };
            crate::dict::check_id(&param.id, &item.table.file, item.table.line, self.findings);
            if let Some(other) = same_as {
                same.push((
                    params.len(),
                    other,
                    item.table.file.clone(),
                    item.table.line_of("same_as"),
                ));
            }
            params.push(param);
        }
        for layer in self.layers {
            let Some(doc) = layer.doc("params.toml") else {
                continue;
            };
            for table in overlay::tables_of(doc, "set") {
                self.set(table, &layer.head.id, &mut params);
            }
        }
        for (at, other, file, line) in same {
            let values = params.iter().find(|p| p.name == other);
            let Some(values) = values.map(|p| p.values.clone()) else {
                self.findings.push(
                    Diagnostic::error(Code::UnknownName)
                        .with("name", &other)
                        .with("near", "")
                        .at(&file, line, None),
                );
                continue;
            };
            if let Some(param) = params.get_mut(at).filter(|p| p.values.is_empty()) {
                param.values = values;
            }
        }
        let mut out = Vec::new();
        for (param, item) in params.into_iter().zip(&items) {
            let param = Arc::new(param);
            let binding = Binding::Param(Arc::clone(&param));
            let table = &item.table;
            self.bind(&param.name, &param.id, binding, &table.file, table.line);
            out.push(param);
        }
        out
    }

    fn set(&mut self, table: &DocTable, pack: &str, params: &mut [Param]) {
        let mut reader = table.reader(self.findings);
        let name = reader.str("param").unwrap_or_default();
        let replaces = reader.opt_str("replaces");
        reader.require("value");
        let values = reader.tables("value");
        let Some(param) = params.iter_mut().find(|param| param.name == name) else {
            let finding = Diagnostic::error(Code::UnknownName)
                .with("name", name)
                .with("near", "");
            reader.find("param", finding);
            reader.finish();
            return;
        };
        let owner = param.values.last().map(|dated| dated.pack.clone());
        match (&owner, replaces) {
            (Some(owner), None) => {
                let finding = Diagnostic::error(Code::NoReplaces)
                    .with("id", name)
                    .with("parent", owner);
                reader.find("param", finding);
            }
            (owner, Some(replaces)) if owner.as_deref() != Some(replaces) => {
                let finding = Diagnostic::error(Code::NothingToReplace)
                    .with("id", name)
                    .with("parent", replaces);
                reader.find("replaces", finding);
            }
            _ => {}
        }
        reader.finish();
        param.values = param::read_values(&values, &param.ty, pack, self.findings);
        for dated in &param.values {
            let ParamValue::Number(span) = &dated.is else {
                continue;
            };
            let low = matches!((span.interval.low, param.min), (Some(low), Some(min)) if low < min);
            let high =
                matches!((span.interval.high, param.max), (Some(high), Some(max)) if high > max);
            if low || high {
                self.findings.push(
                    Diagnostic::error(Code::BadValue)
                        .with("key", "is")
                        .with("given", &dated.written)
                        .with("wanted", "min…max")
                        .at(&table.file, table.line, None),
                );
            }
        }
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

    fn tables(&mut self) -> Vec<Arc<Table>> {
        let mut out: Vec<Arc<Table>> = Vec::new();
        for item in self.items("tables.toml", "table") {
            let Some(table) = self.table(&item.table) else {
                continue;
            };
            if out.iter().any(|other| other.name == table.name) {
                self.findings.push(
                    Diagnostic::error(Code::NameTwice)
                        .with("name", &table.name)
                        .with("other", &table.id)
                        .at(&item.table.file, item.table.line_of("name"), None),
                );
            }
            self.nodes += table.nodes();
            let table = Arc::new(table);
            self.names.add_table(&table);
            out.push(table);
        }
        out
    }

    fn table(&mut self, source: &DocTable) -> Option<Table> {
        let mut reader = source.reader(self.findings);
        let id = reader.str("id").unwrap_or_default().to_owned();
        let name = reader.str("name").unwrap_or_default().to_owned();
        let about = reader
            .opt_word("about", &["户", "人"])
            .and_then(About::parse);
        reader.require("about");
        let by = reader.strs("by");
        reader.require("gives");
        let gives = reader.opt_str("gives");
        let gives = gives.and_then(|text| Type::parse(text, self.dictionary.enums()));
        let hit = reader.opt_word("hit", &["一格", "最高", "最低", "合计", "先到"]);
        reader.require("hit");
        let otherwise = reader.opt_str("else");
        param::cite(&mut reader, false);
        for key in ["reading", "replaces"] {
            reader.skip(key);
        }
        let rows = reader.tables("row");
        if gives.as_ref().is_none_or(|ty| !ty.is_ordered()) {
            let given = overlay::text_of(source, "gives").unwrap_or_default();
            let finding = Diagnostic::error(Code::UnknownType).with("given", given);
            reader.find("gives", finding);
        }
        let hit = match hit {
            Some("最高") => HitRule::Highest,
            Some("最低") => HitRule::Lowest,
            Some("合计") => HitRule::Sum,
            Some("先到") => HitRule::First,
            _ => HitRule::One,
        };
        if (hit == HitRule::One) == by.is_empty() {
            let finding = Diagnostic::error(Code::NotAllowed)
                .with("key", "hit")
                .with("given", overlay::text_of(source, "hit").unwrap_or_default())
                .with(
                    "allowed",
                    if by.is_empty() {
                        "最高 最低 合计 先到"
                    } else {
                        "一格"
                    },
                );
            reader.find("hit", finding);
        }
        reader.finish();
        let (about, gives) = (about?, gives?);
        let by = self.columns(source, &by, about)?;
        let otherwise = match otherwise {
            Some(text) => self.out(source, "else", text, &gives)?,
            None => Out::Nothing,
        };
        let mut table = Table {
            id,
            name,
            about,
            gives,
            by,
            hit,
            rows: Vec::new(),
            otherwise,
        };
        for row in &rows {
            let row = self.row(row, &table)?;
            table.rows.push(row);
        }
        self.check_cells(source, &rows, &table);
        Some(table)
    }

    /// The facts a table goes by.
    fn columns(&mut self, source: &DocTable, by: &[&str], about: About) -> Option<Vec<Leaf>> {
        let mut out = Vec::new();
        for name in by {
            let fact = match self.names.binding(name) {
                Some(Binding::Fact(fact, only_if)) => Some((fact, only_if)),
                _ => None,
            };
            let usable = fact.filter(|(fact, _)| {
                matches!(fact.ty, Type::Enum(_) | Type::Int)
                    && (fact.about == About::Household || about == About::Person)
            });
            let Some((fact, only_if)) = usable else {
                self.findings.push(
                    Diagnostic::error(Code::UnknownName)
                        .with("name", *name)
                        .with("near", "")
                        .at(&source.file, source.line_of("by"), None),
                );
                return None;
            };
            out.push(Leaf {
                def: Arc::clone(fact),
                key: Key::of(fact.id.as_str()),
                place: match fact.about {
                    About::Household => Place::Household,
                    About::Person => Place::Person,
                },
                only_if: only_if.clone(),
            });
        }
        Some(out)
    }

    fn out(&mut self, source: &DocTable, key: &str, text: &str, gives: &Type) -> Option<Out> {
        if text == "无" {
            return Some(Out::Nothing);
        }
        if text == param::NOT_SET {
            return Some(Out::Unset);
        }
        if let Some(span) = parse_span(text, gives) {
            return Some(Out::Value(span));
        }
        let param = match self.names.binding(text) {
            Some(Binding::Param(param)) => Some(Arc::clone(param)),
            _ => None,
        };
        if let Some(param) = param.filter(|param| param.ty == *gives) {
            return Some(Out::Param(param));
        }
        self.findings.push(
            Diagnostic::error(Code::BadValue)
                .with("key", key)
                .with("given", text)
                .with("wanted", gives.to_string())
                .at(&source.file, source.line_of(key), None),
        );
        None
    }

    fn row(&mut self, source: &DocTable, table: &Table) -> Option<Row> {
        let mut reader = source.reader(self.findings);
        let is = reader.strs("is");
        reader.skip("when");
        let out = reader.str("out");
        let text = reader.opt_str("text").map(str::to_owned);
        let reading = reader.opt_str("reading").map(str::to_owned);
        // A row without its own words says how the silence was read.
        let silent = text.is_some() || reading.is_some() || table.hit != HitRule::One;
        let cite = param::cite(&mut reader, !silent);
        reader.flag("soft");
        if table.hit == HitRule::One {
            if is.len() != table.by.len() {
                let finding = Diagnostic::error(Code::WrongKind)
                    .with("key", "is")
                    .with("wanted", table.by.len().to_string());
                reader.find("is", finding);
                reader.finish();
                return None;
            }
        } else {
            reader.require("when");
        }
        reader.finish();
        let mut cells = Vec::new();
        for (cell, leaf) in is.iter().zip(&table.by) {
            cells.push(self.cell(source, cell, &leaf.def)?);
        }
        let when = if table.hit == HitRule::One {
            None
        } else {
            Some(self.rule(source, "when", table.about, Some(&Type::Bool))?)
        };
        let out = self.out(source, "out", out?, &table.gives)?;
        Some(Row {
            cells,
            when,
            out,
            text,
            cite,
            reading,
        })
    }

    fn cell(&mut self, source: &DocTable, text: &str, def: &FactDef) -> Option<Cell> {
        let read = match &def.ty {
            Type::Enum(_) if text == "*" => Some(Cell::Choices(any_choice(&def.ty))),
            Type::Enum(choices) => text
                .split('|')
                .map(|label| choices.index_of_name(label.trim()).map(|at| 1_u64 << at))
                .try_fold(0, |bits, bit| Some(bits | bit?))
                .map(Cell::Choices),
            _ if text == "*" => Some(Cell::Numbers(Interval::ALL)),
            ty => parse_span(text, ty).map(|span| Cell::Numbers(span.interval)),
        };
        if read.is_none() {
            let wanted = match &def.ty {
                Type::Enum(choices) => choices.label_list(),
                ty => ty.to_string(),
            };
            self.findings.push(
                Diagnostic::error(Code::BadValue)
                    .with("key", "is")
                    .with("given", text)
                    .with("wanted", wanted)
                    .at(&source.file, source.line_of("is"), None),
            );
        }
        read
    }

    fn check_cells(&mut self, source: &DocTable, rows: &[&DocTable], table: &Table) {
        for (cell, hits) in table.cell_faults() {
            let finding = match hits.as_slice() {
                [] => Diagnostic::error(Code::TableGap).at(&source.file, source.line, None),
                [first, .., last] => {
                    let line = |at: &usize| rows.get(*at).map_or(source.line, |row| row.line);
                    Diagnostic::error(Code::TableOverlap)
                        .with("other", line(first).to_string())
                        .at(&source.file, line(last), None)
                }
                [_] => continue,
            };
            self.findings
                .push(finding.with("table", &table.name).with("cell", cell));
        }
    }

    fn schemes(&mut self) -> Vec<Arc<Scheme>> {
        let mut items =
            overlay::documents(self.layers, "schemes/", self.findings, &mut self.dropped);
        let order = |item: &OwnedItem| match item.table.get("order").map(|node| &node.value) {
            Some(Value::Int(order)) => *order,
            _ => i64::MAX,
        };
        items.sort_by_key(order);
        let mut out: Vec<Arc<Scheme>> = Vec::new();
        for item in &items {
            let Some(scheme) = self.scheme(item) else {
                continue;
            };
            if out.iter().any(|other| other.name == scheme.name) {
                self.findings.push(
                    Diagnostic::error(Code::NameTwice)
                        .with("name", &scheme.name)
                        .with("other", &scheme.id)
                        .at(&item.table.file, item.table.line_of("name"), None),
                );
            }
            self.nodes = self.nodes.saturating_add(scheme.conditions.len());
            self.check_constants(&scheme, &item.table);
            let scheme = Arc::new(scheme);
            self.names.add_scheme(&scheme);
            out.push(scheme);
        }
        out
    }

    fn scheme(&mut self, item: &OwnedItem) -> Option<Scheme> {
        let table = &item.table;
        for derive in overlay::tables_of(table, "derive") {
            self.derive(derive);
        }
        let strings = |list: Vec<&str>| list.into_iter().map(str::to_owned).collect::<Vec<_>>();
        let mut reader = table.reader(self.findings);
        let id = reader.str("id").unwrap_or_default().to_owned();
        let rule = reader.opt_str("rule").map(str::to_owned);
        let name = reader.str("name").unwrap_or_default().to_owned();
        let about = reader
            .opt_word("about", &["户", "人"])
            .and_then(About::parse);
        reader.require("about");
        reader.require("order");
        let order = reader.opt_int("order").unwrap_or(i64::MAX);
        let stub = reader.flag("stub");
        let fund = reader.opt_str("fund").map(str::to_owned);
        let needs_slot = strings(reader.strs("needs_slot"));
        let excludes = strings(reader.strs("excludes"));
        let documents = strings(reader.strs("documents"));
        for key in [
            "for", "derive", "replaces", "lasts", "deceased", "where", "how_long",
        ] {
            reader.skip(key);
        }
        let parts = [
            ("require", Part::Require),
            ("any_of", Part::AnyOf),
            ("not_if", Part::NotIf),
            ("caution", Part::Caution),
        ];
        let mut sources = Vec::new();
        for (key, part) in parts {
            sources.extend(reader.tables(key).into_iter().map(|table| (part, table)));
        }
        let amount = reader.opt_table("amount");
        let next = reader.tables("next");
        if !sources.iter().any(|(part, _)| *part != Part::Caution) {
            let finding = Diagnostic::error(Code::MissingKey).with("key", "require");
            reader.find("require", finding);
        }
        for slot in &needs_slot {
            if !self.names.has_slot(slot) {
                let finding = Diagnostic::error(Code::UnknownTarget)
                    .with("call", "needs_slot")
                    .with("name", slot);
                reader.find("needs_slot", finding);
            }
        }
        reader.finish();
        crate::dict::check_id(&id, &table.file, table.line_of("id"), self.findings);
        crate::dict::check_name(&name, &table.file, table.line_of("name"), self.findings);
        let about = about?;
        let for_whom = self.rule(table, "for", about, Some(&Type::Bool));
        let mut conditions: Vec<Condition> = Vec::new();
        for (part, source) in sources {
            let condition = self.condition(source, part, about);
            if conditions.iter().any(|other| other.id == condition.id) {
                self.findings.push(
                    Diagnostic::error(Code::IdTwice)
                        .with("id", &condition.id)
                        .with("other", &id)
                        .at(&source.file, source.line_of("id"), None),
                );
            }
            conditions.push(condition);
        }
        let amount = amount.and_then(|source| self.amount(source, about));
        let next = next
            .into_iter()
            .map(|source| self.next(source, about))
            .collect();
        Some(Scheme {
            id,
            rule,
            name,
            about,
            order,
            pack: item.pack.clone(),
            stub,
            fund,
            needs_slot,
            excludes,
            documents,
            for_whom,
            conditions,
            amount,
            next,
        })
    }

    fn condition(&mut self, source: &DocTable, part: Part, about: About) -> Condition {
        let mut reader = source.reader(self.findings);
        let id = reader.str("id").unwrap_or_default().to_owned();
        let text = reader.str("text").unwrap_or_default().to_owned();
        let group = reader.opt_str("group").map(str::to_owned);
        let action = reader.flag("action");
        let own = |text: Option<&str>| text.map(str::to_owned);
        let say = own(reader.opt_str("say"));
        let redirect = own(reader.opt_str("redirect"));
        let raises = own(reader.opt_str("raises"));
        let reading = own(reader.opt_str("reading"));
        if part != Part::Caution {
            reader.require("expr");
        }
        reader.skip("expr");
        let cite = param::cite(&mut reader, part != Part::Caution);
        reader.finish();
        let expr = self.rule(source, "expr", about, Some(&Type::Bool));
        let part = if part == Part::Require && action {
            Part::Action
        } else {
            part
        };
        Condition {
            part,
            id,
            text,
            group,
            expr,
            cite,
            reading,
            say,
            redirect,
            raises,
        }
    }

    fn amount(&mut self, source: &DocTable, about: About) -> Option<AmountRule> {
        let mut reader = source.reader(self.findings);
        reader.require("expr");
        reader.skip("expr");
        let unit = reader.opt_word("unit", &["元", "元/月", "元/年"]);
        reader.require("unit");
        let mode = reader.opt_str("mode").map(str::to_owned);
        let reading = reader.opt_str("reading").map(str::to_owned);
        reader.skip("rule");
        param::cite(&mut reader, false);
        reader.finish();
        let ty = Type::parse(unit?, self.dictionary.enums())?;
        let expr = self.rule(source, "expr", about, Some(&ty))?;
        if least(expr.root()).is_none() {
            self.warnings.push(
                Diagnostic::warning(Code::NegativeAmount)
                    .with("id", expr.text())
                    .at(&source.file, source.line_of("expr"), None),
            );
        }
        Some(AmountRule {
            expr,
            mode,
            reading,
        })
    }

    fn next(&mut self, source: &DocTable, about: About) -> Next {
        let mut reader = source.reader(self.findings);
        let text = reader.str("text").unwrap_or_default().to_owned();
        let opens = reader.opt_str("opens").map(str::to_owned);
        reader.skip("if");
        let cite = param::cite(&mut reader, true);
        reader.finish();
        Next {
            when: self.rule(source, "if", about, Some(&Type::Bool)),
            text,
            opens,
            cite,
        }
    }

    /// A condition that is the same for everybody is a slip of the pen.
    fn check_constants(&mut self, scheme: &Scheme, table: &DocTable) {
        let mut world = crate::world::World::new(tanfang_values::Day::MIN);
        world.members.push(crate::world::Member::default());
        let subject = match scheme.about {
            About::Household => crate::world::Subject::Household,
            About::Person => crate::world::Subject::Person(0),
        };
        for condition in &scheme.conditions {
            let Some(expr) = &condition.expr else {
                continue;
            };
            let outcomes = crate::eval::eval_bool(expr, &world, subject).outcomes;
            // On a day before every parameter only logic can decide.
            if outcomes.is_decided() {
                self.warnings.push(
                    Diagnostic::warning(Code::Constant)
                        .with("id", &condition.id)
                        .with("always", if outcomes.surely_true() { "是" } else { "否" })
                        .at(&table.file, table.line, None),
                );
            }
        }
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
