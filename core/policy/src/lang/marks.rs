//! The numbers that rules compare with: where an answer can begin to matter.

use super::node::{Body, Node};
use crate::scheme::Scheme;
use crate::table::Table;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Collects them from all rules of schemes, and from what those refer to; ascending, in base units.
pub(crate) fn of(schemes: &[Arc<Scheme>]) -> Vec<i64> {
    let mut walk = Walk::default();
    for expr in schemes.iter().flat_map(|scheme| scheme.exprs()) {
        walk.node(expr.root());
    }
    walk.marks.into_iter().collect()
}

#[derive(Default)]
struct Walk {
    marks: BTreeSet<i64>,
    /// Addresses of derived values and tables already walked.
    seen: BTreeSet<usize>,
}

impl Walk {
    fn node(&mut self, node: &Node) {
        match node {
            Node::Number(number) => self.marks.extend(number.as_whole()),
            Node::And(all) | Node::Or(all) | Node::Extreme(_, all) => self.all(all),
            Node::Not(inner)
            | Node::OneOf(inner, _)
            | Node::HasAny(inner, _)
            | Node::Near(_, inner) => self.node(inner),
            Node::Compare(_, a, b)
            | Node::OneIn(a, b)
            | Node::HasAnyOf(a, b)
            | Node::Mul(a, b)
            | Node::Div(a, b) => {
                self.node(a);
                self.node(b);
            }
            Node::Add(parts) => {
                for (_, part) in parts {
                    self.node(part);
                }
            }
            Node::If(when, yes, no) => {
                self.node(when);
                self.node(yes);
                self.node(no);
            }
            Node::Over(_, _, filter, body) => {
                for node in [filter, body].into_iter().flatten() {
                    self.node(node);
                }
            }
            Node::Derived(derived, _) => {
                if self.seen.insert(Arc::as_ptr(derived) as usize)
                    && let Body::Expr(expr) = &derived.body
                {
                    self.node(expr.root());
                }
            }
            Node::InTable(table, _) | Node::Lookup(table, _) => self.table(table),
            // Schemes are walked one by one; the rest holds no number.
            Node::Qualifies(..)
            | Node::Receives(..)
            | Node::Hit(_)
            | Node::Event(_)
            | Node::Param(_)
            | Node::Fact(_)
            | Node::Bool(_)
            | Node::Today => {}
        }
    }

    fn all(&mut self, nodes: &[Node]) {
        for node in nodes {
            self.node(node);
        }
    }

    fn table(&mut self, table: &Arc<Table>) {
        if self.seen.insert(Arc::as_ptr(table) as usize) {
            for when in table.rows.iter().filter_map(|row| row.when.as_ref()) {
                self.node(when.root());
            }
        }
    }
}
