//! The compiled form of a chain: operations in a flat list, schemes, tables, places of facts.

use super::columns::{ListPlan, Slots};
use super::num::{Iv, Num};
use crate::dict::Type;
use crate::eval::abs::{Many, One};
use crate::lang::node::Place;
use crate::lang::parse::{Cmp, Over};
use crate::table::HitRule;
use crate::world::Key;
use std::sync::Arc;
use tanfang_values::BirthdayRule;

/// What an undecided answer hangs on, by kind; higher bits are facts that cases may split.
pub(super) type Hang = u64;
/// Facts to ask.
pub(super) const FACTS: Hang = 1;
/// Standards that are not set.
pub(super) const PARAMS: Hang = 2;
/// Facts that only a person may judge.
pub(super) const JUDGED: Hang = 4;
/// A calculation left its bits.
pub(super) const OVERFLOW: Hang = 8;
/// Facts that cases may split and that have no bit of their own.
pub(super) const CROWD: Hang = 16;
/// The first bit of a fact that cases may split.
pub(super) const FIRST: u32 = 5;

/// A value as far as it is known.
#[derive(Debug, Clone, Copy)]
pub(super) enum Abs {
    Bool(u8),
    Num(Num),
    One(One),
    Many(Many),
}

/// A value and what it hangs on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub(super) abs: Abs,
    pub(super) hang: Hang,
}

/// Position of an operation.
pub(super) type At = u32;

/// So many children from a place on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kids {
    pub(super) from: u32,
    pub(super) to: u32,
}

/// Where a fact stands and what reading it needs.
#[derive(Debug, Clone, Copy)]
pub(super) struct FactOp {
    pub(super) place: Place,
    pub(super) slot: u32,
    pub(super) kind: Kind,
    pub(super) hang: Hang,
    /// Cases may split it.
    pub(super) shared: bool,
}

/// In which form a fact lies in its cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Bool,
    One,
    Many,
    Num,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Op {
    Const(u32),
    And(Kids),
    Or(Kids),
    Not(At),
    Compare(Cmp, At, At),
    OneOf(At, u64),
    OneIn(At, At),
    HasAny(At, u64),
    HasAnyOf(At, At),
    Fact(FactOp),
    /// A fact that need not apply: fact, condition, memo.
    FactIf(At, At, u32),
    Derived(At, u32, Place),
    Age(At, BirthdayRule),
    /// Children doubled; odd ones are taken off.
    Add(Kids),
    Mul(At, At),
    Div(At, At),
    Extreme(bool, Kids),
    If(At, At, At),
    Near(i32, At),
    /// What, list, filter, body.
    Over(Over, u32, Option<At>, Option<At>),
    Qualifies(u32, Place),
    /// Aid, memo.
    Receives(u32, u32, Place),
    InTable(u32, Place),
    Lookup(u32, Place),
    Event(u32),
}

/// A scheme, compiled.
#[derive(Debug)]
pub(super) struct SchemePlan {
    pub(super) for_whom: Option<At>,
    pub(super) rest: At,
    /// All conditions in the order of the file, also those that decide nothing; `None` if one cannot be said.
    pub(super) conditions: Option<Vec<At>>,
    pub(super) amount: Option<At>,
    pub(super) memo: u32,
    pub(super) shared: Vec<Key>,
}

/// A row of a table, compiled.
#[derive(Debug)]
pub(super) struct RowPlan {
    pub(super) cells: Vec<CellPlan>,
    pub(super) when: Option<At>,
    pub(super) out: OutPlan,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum CellPlan {
    Choices(u64),
    Numbers(Iv),
}

#[derive(Debug, Clone, Copy)]
pub(super) enum OutPlan {
    Value(Num, Hang),
    Nothing,
    Unset,
}

/// A table, compiled.
#[derive(Debug)]
pub(super) struct TablePlan {
    pub(super) by: Vec<At>,
    pub(super) hit: HitRule,
    pub(super) memo: u32,
    pub(super) rows: Vec<RowPlan>,
    pub(super) otherwise: OutPlan,
}

/// The whole of a chain, compiled.
#[derive(Debug, Default)]
pub(super) struct Code {
    pub(super) ops: Vec<Op>,
    pub(super) kids: Vec<u32>,
    pub(super) consts: Vec<Found>,
    pub(super) tables: Vec<TablePlan>,
    /// By position among the schemes; `None` falls back.
    pub(super) schemes: Vec<Option<SchemePlan>>,
    pub(super) house: Slots,
    pub(super) person: Slots,
    pub(super) lists: Vec<ListPlan>,
    /// Codes of the benefits asked about.
    pub(super) aids: Vec<(String, Key)>,
    pub(super) events: Vec<Arc<str>>,
    pub(super) memos: u32,
}

/// The plan cannot say this: the scheme is left to the sheet.
pub(super) struct Unsaid;

/// In which form facts of a type lie; no rule reads text.
pub(super) fn kind(ty: &Type) -> Result<Kind, Unsaid> {
    Ok(match ty {
        Type::Bool => Kind::Bool,
        Type::Enum(_) => Kind::One,
        Type::Many(_) => Kind::Many,
        Type::Text => return Err(Unsaid),
        _ => Kind::Num,
    })
}
