//! Compiles parameters and slots, with what children set and fill.

use super::Compiler;
use crate::diag::{Code, Diagnostic};
use crate::doc::Table as DocTable;
use crate::lang::Binding;
use crate::pack::overlay;
use crate::pack::param::{self, Param, ParamValue, Slot};
use std::sync::Arc;

impl Compiler<'_> {
    pub(super) fn slots(&mut self) -> Vec<Arc<Slot>> {
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

    pub(super) fn fill(&mut self, table: &DocTable, pack: &str, slots: &mut [Slot]) {
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

    pub(super) fn params(&mut self) -> Vec<Arc<Param>> {
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
            let param = Arc::new(Param {
                memo: Some(self.names.memo()),
                ..param
            });
            let binding = Binding::Param(Arc::clone(&param));
            let table = &item.table;
            self.bind(&param.name, &param.id, binding, &table.file, table.line);
            out.push(param);
        }
        out
    }

    pub(super) fn set(&mut self, table: &DocTable, pack: &str, params: &mut [Param]) {
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
}
