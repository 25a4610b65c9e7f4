//! Compiles decision tables and looks for gaps and overlaps.

use super::Compiler;
use crate::diag::{Code, Diagnostic};
use crate::dict::{About, FactDef, Type};
use crate::doc::Table as DocTable;
use crate::lang::Binding;
use crate::lang::node::{Leaf, Place};
use crate::number::{Interval, parse_span};
use crate::pack::{overlay, param};
use crate::table::{Cell, HitRule, Out, Row, Table, any_choice};
use crate::world::Key;
use std::sync::Arc;

impl Compiler<'_> {
    pub(super) fn tables(&mut self) -> Vec<Arc<Table>> {
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

    pub(super) fn table(&mut self, source: &DocTable) -> Option<Table> {
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
            memo: self.names.memo(),
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
    pub(super) fn columns(
        &mut self,
        source: &DocTable,
        by: &[&str],
        about: About,
    ) -> Option<Vec<Leaf>> {
        let mut out = Vec::new();
        for name in by {
            let fact = match self.names.binding(name) {
                Some(Binding::Fact(fact, only_if, memo)) => Some((fact, only_if, *memo)),
                _ => None,
            };
            let usable = fact.filter(|(fact, ..)| {
                matches!(fact.ty, Type::Enum(_) | Type::Int)
                    && (fact.about == About::Household || about == About::Person)
            });
            let Some((fact, only_if, memo)) = usable else {
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
                memo: Some(memo),
                only_if: only_if.clone(),
            });
        }
        Some(out)
    }

    pub(super) fn out(
        &mut self,
        source: &DocTable,
        key: &str,
        text: &str,
        gives: &Type,
    ) -> Option<Out> {
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

    pub(super) fn row(&mut self, source: &DocTable, table: &Table) -> Option<Row> {
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
        let written = out?.to_owned();
        let out = self.out(source, "out", &written, &table.gives)?;
        Some(Row {
            cells,
            when,
            out,
            written,
            text,
            cite,
            reading,
        })
    }

    pub(super) fn cell(&mut self, source: &DocTable, text: &str, def: &FactDef) -> Option<Cell> {
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

    pub(super) fn check_cells(&mut self, source: &DocTable, rows: &[&DocTable], table: &Table) {
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
}
