//! The numbers that rules compare with: where an answer can begin to matter.

use super::node::{Body, Leaf, Node, Place};
use crate::dict::Type;
use crate::limits;
use crate::scheme::{Part, Scheme};
use crate::table::Table;
use crate::world::Key;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Collects them from all rules of schemes, and from what those refer to; ascending, in base units.
pub(crate) fn of(schemes: &[Arc<Scheme>]) -> Vec<i64> {
    let mut walk = Walk::default();
    for expr in schemes.iter().flat_map(|scheme| scheme.exprs()) {
        walk.node(expr.root());
    }
    walk.marks.into_iter().collect()
}

/// Lists the facts with few answers, and the benefits, that the deciding rules of a scheme read more than once.
pub(crate) fn shared(scheme: &Scheme) -> Vec<Key> {
    let mut count = Count::default();
    count.scheme(scheme);
    let often = count.reads.into_iter().filter(|(_, times)| *times > 1);
    often.map(|(key, _)| key).collect()
}

/// Counts how often each fact is read, through everything a rule refers to.
#[derive(Default)]
struct Count {
    reads: BTreeMap<Key, u32>,
    steps: usize,
}

impl Count {
    fn scheme(&mut self, scheme: &Scheme) {
        let decides = |condition: &&crate::scheme::Condition| {
            !matches!(condition.part, Part::Action | Part::Caution)
        };
        let rules = scheme.conditions.iter().filter(decides);
        let rules = rules.filter_map(|condition| condition.expr.as_ref());
        for expr in scheme.for_whom.iter().chain(rules) {
            self.node(expr.root());
        }
    }

    fn leaf(&mut self, leaf: &Leaf) {
        if leaf.place == Place::Item {
            return;
        }
        if matches!(leaf.def.ty, Type::Bool | Type::Enum(_)) {
            *self.reads.entry(leaf.key).or_default() += 1;
        }
        if let Some(only_if) = &leaf.only_if {
            self.node(only_if.root());
        }
    }

    fn node(&mut self, node: &Node) {
        // Rules that refer to rules that refer to rules can unfold without end.
        self.steps += 1;
        if self.steps > limits::PACK_NODES {
            return;
        }
        match node {
            Node::Fact(leaf) => self.leaf(leaf),
            Node::Derived(derived, _) => match &derived.body {
                Body::Expr(expr) => self.node(expr.root()),
                Body::Age(leaf, _) => self.leaf(leaf),
            },
            Node::Qualifies(scheme, _) => self.scheme(scheme),
            Node::Receives(aid, _) => {
                *self.reads.entry(Key::of_benefit(&aid.code)).or_default() += 1;
            }
            Node::InTable(table, _) | Node::Lookup(table, _) => {
                for leaf in &table.by {
                    self.leaf(leaf);
                }
                for when in table.rows.iter().filter_map(|row| row.when.as_ref()) {
                    self.node(when.root());
                }
            }
            other => other.each(|node| self.node(node)),
        }
    }
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
            Node::Derived(derived, _) => {
                if self.seen.insert(Arc::as_ptr(derived) as usize)
                    && let Body::Expr(expr) = &derived.body
                {
                    self.node(expr.root());
                }
            }
            Node::InTable(table, _) | Node::Lookup(table, _) => self.table(table),
            // Schemes are walked one by one.
            other => other.each(|node| self.node(node)),
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
