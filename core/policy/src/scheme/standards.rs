//! Which standards a scheme goes by, also where nothing is known of anybody.

use super::Scheme;
use crate::dict::Type;
use crate::lang::Expr;
use crate::lang::node::{Body, Node};
use crate::number::{Interval, unit};
use crate::table::{Cell, Out, Row, Table};
use std::sync::Arc;

/// What a scheme goes by: names of parameters and slots, and tables, each once,
/// in the order in which its rules name them.
#[derive(Debug, Clone, Default)]
pub struct Standards {
    /// Names of parameters.
    pub params: Vec<String>,
    /// Names of slots.
    pub slots: Vec<String>,
    /// Decision tables.
    pub tables: Vec<Arc<Table>>,
}

impl Scheme {
    /// Returns the rule that says whom it is for, if it is not for everybody.
    pub const fn whom(&self) -> Option<&Expr> {
        self.for_whom.as_ref()
    }

    /// Lists the standards its rules go by, those of derived values and tables too.
    ///
    /// What another scheme goes by that a rule asks for (可能符合) is that one's.
    pub fn standards(&self) -> Standards {
        let mut found = Standards::default();
        for expr in self.exprs() {
            found.node(expr.root());
        }
        for slot in &self.needs_slot {
            put(&mut found.slots, slot);
        }
        found
    }
}

fn put(names: &mut Vec<String>, name: &str) {
    if !names.iter().any(|have| have == name) {
        names.push(name.to_owned());
    }
}

impl Standards {
    fn node(&mut self, node: &Node) {
        match node {
            Node::Param(param) => put(&mut self.params, &param.name),
            Node::Hit(slot) => put(&mut self.slots, &slot.name),
            Node::Derived(derived, _) => {
                if let Body::Expr(expr) = &derived.body {
                    self.node(expr.root());
                }
            }
            Node::InTable(table, _) | Node::Lookup(table, _) => self.table(table),
            Node::And(all) | Node::Or(all) | Node::Extreme(_, all) => {
                for node in all {
                    self.node(node);
                }
            }
            Node::Add(parts) => parts.iter().for_each(|(_, node)| self.node(node)),
            Node::Not(a) | Node::OneOf(a, _) | Node::HasAny(a, _) | Node::Near(_, a) => {
                self.node(a);
            }
            Node::Compare(_, a, b)
            | Node::OneIn(a, b)
            | Node::HasAnyOf(a, b)
            | Node::Mul(a, b)
            | Node::Div(a, b) => {
                self.node(a);
                self.node(b);
            }
            Node::If(a, b, c) => {
                self.node(a);
                self.node(b);
                self.node(c);
            }
            Node::Over(_, _, filter, body) => {
                for node in filter.iter().chain(body) {
                    self.node(node);
                }
            }
            Node::Fact(leaf) => {
                if let Some(only_if) = &leaf.only_if {
                    self.node(only_if.root());
                }
            }
            Node::Number(_)
            | Node::Bool(_)
            | Node::Today
            | Node::Qualifies(..)
            | Node::Receives(..)
            | Node::Event(_) => {}
        }
    }

    fn table(&mut self, table: &Arc<Table>) {
        if self.tables.iter().any(|have| Arc::ptr_eq(have, table)) {
            return;
        }
        self.tables.push(Arc::clone(table));
        for row in &table.rows {
            if let Some(when) = &row.when {
                self.node(when.root());
            }
            if let Out::Param(param) = &row.out {
                put(&mut self.params, &param.name);
            }
        }
        if let Out::Param(param) = &table.otherwise {
            put(&mut self.params, &param.name);
        }
    }
}

impl Table {
    /// Returns the words for when a row holds: a word for each fact it goes by
    /// (nothing where any value does), or its condition.
    pub fn row_words(&self, row: &Row) -> Vec<String> {
        if let Some(when) = &row.when {
            return vec![when.text().to_owned()];
        }
        self.by
            .iter()
            .zip(&row.cells)
            .filter_map(|(leaf, cell)| cell_words(&leaf.def.ty, cell))
            .collect()
    }
}

fn cell_words(ty: &Type, cell: &Cell) -> Option<String> {
    match cell {
        Cell::Choices(bits) => {
            let variants = &ty.enum_def()?.variants;
            let named: Vec<&str> = variants
                .iter()
                .enumerate()
                .filter(|(at, _)| bits & (1_u64 << at) != 0)
                .map(|(_, variant)| variant.name.as_str())
                .collect();
            (named.len() < variants.len()).then(|| named.join("|"))
        }
        Cell::Numbers(Interval { low, high }) => {
            let end = |end: Option<crate::number::Fraction>| {
                end.and_then(crate::number::Fraction::as_whole)
                    .map_or_else(String::new, |n| format!("{n}{}", unit(ty)))
            };
            let (low, high) = (end(*low), end(*high));
            if low.is_empty() && high.is_empty() {
                None
            } else if low == high {
                Some(low)
            } else if high.is_empty() {
                Some(format!("≥{low}"))
            } else if low.is_empty() {
                Some(format!("≤{high}"))
            } else {
                Some(format!("{low}~{high}"))
            }
        }
    }
}
