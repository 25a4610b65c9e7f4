//! The checked form of a rule.

use super::Expr;
use super::parse::{Cmp, Over};
use crate::dict::{About, FactDef, ListDef, Type};
use crate::number::Fraction;
use crate::pack::{Param, Slot};
use crate::scheme::Scheme;
use crate::table::Table;
use crate::world::Key;
use std::sync::Arc;
use tanfang_values::BirthdayRule;

/// A place in the memory of an evaluation: whatever has one is found once a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Memo(pub(crate) u32);

impl Memo {
    pub(crate) fn index(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }
}

/// Whose fact a name means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// The home's.
    Household,
    /// The person's: the member iterated, else the person concerned.
    Person,
    /// The person concerned, also while members are iterated (本人.x).
    Own,
    /// The item's of the innermost list.
    Item,
}

/// A fact read.
#[derive(Debug, Clone)]
pub(crate) struct Leaf {
    pub(crate) def: Arc<FactDef>,
    pub(crate) key: Key,
    pub(crate) place: Place,
    /// None for a field of an item, and for what a feature adds.
    pub(crate) memo: Option<Memo>,
    /// Where surely false, the fact does not apply.
    pub(crate) only_if: Option<Expr>,
}

/// A benefit that 正在享受 names.
#[derive(Debug)]
pub(crate) struct Aid {
    /// Code of the enum `aid`.
    pub(crate) code: String,
    /// The words of the rule, for explanations.
    pub(crate) shown: String,
    pub(crate) memo: Memo,
}

/// A value computed from others, once a subject and evaluation.
#[derive(Debug)]
pub(crate) struct Derived {
    pub(crate) about: About,
    pub(crate) ty: Type,
    pub(crate) body: Body,
    pub(crate) memo: Memo,
    pub(crate) depth: usize,
    pub(crate) reads: Vec<Arc<FactDef>>,
    pub(crate) least: Option<Fraction>,
}

/// How a derived value is computed.
#[derive(Debug)]
pub(crate) enum Body {
    Expr(Expr),
    /// Full years since a day.
    Age(Box<Leaf>, BirthdayRule),
}

/// A node; types were checked, so evaluation only matches what can be.
#[derive(Debug)]
pub(crate) enum Node {
    And(Vec<Node>),
    Or(Vec<Node>),
    Not(Box<Node>),
    /// Numbers and days.
    Compare(Cmp, Box<Node>, Box<Node>),
    /// A choice is one of these.
    OneOf(Box<Node>, u64),
    /// A choice is in a set.
    OneIn(Box<Node>, Box<Node>),
    /// A set has one of these.
    HasAny(Box<Node>, u64),
    /// A set has one of another set.
    HasAnyOf(Box<Node>, Box<Node>),
    Number(Fraction),
    Bool(bool),
    Today,
    Fact(Leaf),
    Param(Arc<Param>),
    Derived(Arc<Derived>, Place),
    /// Parts, each with "is taken off".
    Add(Vec<(bool, Node)>),
    Mul(Box<Node>, Box<Node>),
    Div(Box<Node>, Box<Node>),
    /// The largest (true) or smallest.
    Extreme(bool, Vec<Node>),
    If(Box<Node>, Box<Node>, Box<Node>),
    /// So many months after the day is not before today.
    Near(i32, Box<Node>),
    Over(Over, Arc<ListDef>, Option<Box<Node>>, Option<Box<Node>>),
    Qualifies(Arc<Scheme>, Place),
    Receives(Arc<Aid>, Place),
    InTable(Arc<Table>, Place),
    Lookup(Arc<Table>, Place),
    Hit(Arc<Slot>),
    Event(Arc<str>),
}

impl Node {
    /// Visits the nodes right below it, not those of what it refers to.
    pub(crate) fn each(&self, mut visit: impl FnMut(&Self)) {
        match self {
            Self::And(all) | Self::Or(all) | Self::Extreme(_, all) => all.iter().for_each(visit),
            Self::Not(inner)
            | Self::OneOf(inner, _)
            | Self::HasAny(inner, _)
            | Self::Near(_, inner) => visit(inner),
            Self::Compare(_, a, b)
            | Self::OneIn(a, b)
            | Self::HasAnyOf(a, b)
            | Self::Mul(a, b)
            | Self::Div(a, b) => {
                visit(a);
                visit(b);
            }
            Self::Add(parts) => parts.iter().for_each(|(_, part)| visit(part)),
            Self::If(when, yes, no) => {
                visit(when);
                visit(yes);
                visit(no);
            }
            Self::Over(_, _, filter, body) => {
                for node in [filter, body].into_iter().flatten() {
                    visit(node);
                }
            }
            Self::Number(_)
            | Self::Bool(_)
            | Self::Today
            | Self::Fact(_)
            | Self::Param(_)
            | Self::Derived(..)
            | Self::Qualifies(..)
            | Self::Receives(..)
            | Self::InTable(..)
            | Self::Lookup(..)
            | Self::Hit(_)
            | Self::Event(_) => {}
        }
    }
}

/// Whether nothing in a node looks at the day, at a dated standard or, unless that
/// is granted, at an event.
pub(crate) fn steady(node: &Node, events: bool) -> bool {
    let whole = |expr: &Expr| steady(expr.root(), events);
    let mut all = match node {
        Node::Today
        | Node::Near(..)
        | Node::Param(_)
        | Node::Qualifies(..)
        | Node::InTable(..)
        | Node::Lookup(..) => false,
        Node::Event(_) => events,
        Node::Fact(leaf) => leaf.only_if.as_ref().is_none_or(whole),
        Node::Derived(derived, _) => match &derived.body {
            Body::Expr(expr) => whole(expr),
            Body::Age(..) => false,
        },
        _ => true,
    };
    node.each(|below| all &= steady(below, events));
    all
}

/// A bound that the number is never below, whatever the facts; `None` if unknown.
pub(crate) fn least(node: &Node) -> Option<Fraction> {
    match node {
        Node::Number(n) => Some(*n),
        Node::Fact(leaf) => leaf.def.min.map(Fraction::whole),
        Node::Param(param) => param.least(),
        Node::Derived(derived, _) => derived.least,
        Node::Add(parts) => {
            let mut sum = Fraction::ZERO;
            for (minus, part) in parts {
                if *minus {
                    return None;
                }
                sum = sum.checked_add(least(part)?)?;
            }
            Some(sum)
        }
        Node::Mul(a, b) => {
            let (a, b) = (least(a)?, least(b)?);
            if a < Fraction::ZERO || b < Fraction::ZERO {
                return None;
            }
            a.checked_mul(b)
        }
        Node::Div(a, _) => (least(a)? >= Fraction::ZERO).then_some(Fraction::ZERO),
        Node::Extreme(true, all) => all.iter().filter_map(least).max(),
        Node::Extreme(false, all) => {
            let mut out = None;
            for node in all {
                let low = least(node)?;
                out = Some(out.map_or(low, |o: Fraction| o.min(low)));
            }
            out
        }
        Node::If(_, a, b) => Some(least(a)?.min(least(b)?)),
        Node::Over(Over::Count, list, filter, _) => Some(Fraction::whole(if filter.is_some() {
            0
        } else {
            list.min.into()
        })),
        Node::Over(Over::Sum, _, _, Some(body)) => {
            (least(body)? >= Fraction::ZERO).then_some(Fraction::ZERO)
        }
        Node::Lookup(table, _) => table.least(),
        _ => None,
    }
}
