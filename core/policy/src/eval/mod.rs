//! Evaluates rules over what is known: three values, intervals, reasons.

pub(crate) mod abs;
mod benefits;
pub(crate) mod found;
mod leaf;
mod lists;
pub(crate) mod reasons;
pub(crate) mod run;

use crate::dict::{FactId, Type};
use crate::lang::Expr;
use crate::number::Interval;
use crate::value::FactValue;
use crate::world::{Subject, World};
use found::Abs;
use run::{Env, Run};
use std::sync::Arc;
use tanfang_values::Day;

/// The outcomes a condition can still have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Outcomes(pub(crate) u8);

impl Outcomes {
    /// True.
    pub const TRUE: Self = Self(1);
    /// False.
    pub const FALSE: Self = Self(2);
    /// Stops at a standard that is not set.
    pub const UNSET: Self = Self(4);
    /// True or false, depending on facts.
    pub const EITHER: Self = Self(3);

    /// Whether it is true whatever the unknown facts and standards are.
    pub const fn surely_true(self) -> bool {
        self.0 == 1
    }

    /// Whether it is false whatever the unknown facts and standards are.
    pub const fn surely_false(self) -> bool {
        self.0 == 2
    }

    /// Whether it is decided.
    pub const fn is_decided(self) -> bool {
        self.surely_true() || self.surely_false()
    }

    /// Whether facts can make it true.
    pub const fn can_be_true(self) -> bool {
        self.0 & 1 != 0
    }

    /// Whether facts can make it false.
    pub const fn can_be_false(self) -> bool {
        self.0 & 2 != 0
    }

    /// Whether it can stop at a standard that is not set.
    pub const fn can_be_unset(self) -> bool {
        self.0 & 4 != 0
    }
}

/// A fact of a home or of one member.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactRef {
    /// Id of the person; `None` for the home.
    pub person: Option<String>,
    /// Id of the fact, or of the list that is not 齐全.
    pub id: FactId,
    /// Its name.
    pub name: String,
}

/// A fact that was read and decided something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsedFact {
    /// Which fact.
    pub fact: FactRef,
    /// Its value.
    pub value: FactValue,
    /// Id of the operation that recorded it.
    pub tag: Option<Arc<str>>,
    /// The day it was true.
    pub day: Option<Day>,
}

/// What an undecided answer hangs on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hangs {
    /// Facts that could be asked, looked at or looked up.
    pub facts: Vec<FactRef>,
    /// Standards that are not set: names of parameters, tables with their words, slots.
    pub params: Vec<String>,
    /// Facts that only a person may judge.
    pub judgements: Vec<FactRef>,
    /// A calculation left its bits; a person must look.
    pub overflow: bool,
}

/// What a decided answer rests on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rests {
    /// Facts used.
    pub facts: Vec<UsedFact>,
    /// Names of parameters used.
    pub params: Vec<String>,
}

/// The answer to a yes-no rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tri {
    /// The outcomes left.
    pub outcomes: Outcomes,
    /// What it hangs on, if undecided.
    pub hangs: Hangs,
    /// What it rests on.
    pub rests: Rests,
}

impl Tri {
    /// Whether it is true whatever is unknown.
    pub const fn surely_true(&self) -> bool {
        self.outcomes.surely_true()
    }

    /// Whether it is false whatever is unknown.
    pub const fn surely_false(&self) -> bool {
        self.outcomes.surely_false()
    }

    /// Whether it is neither.
    pub const fn undecided(&self) -> bool {
        !self.outcomes.is_decided()
    }
}

/// A value as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Yes, no, or not yet known.
    Bool(Outcomes),
    /// A number or day within an interval, in the base unit of its type.
    Number(Interval),
    /// Codes of the choices left; more than one is not yet known.
    One(Vec<String>),
    /// Codes surely chosen, and codes perhaps chosen besides.
    Many {
        /// Surely chosen.
        sure: Vec<String>,
        /// Perhaps chosen.
        maybe: Vec<String>,
    },
    /// Text.
    Text(String),
    /// Nothing is known.
    Unknown,
}

/// The answer to a rule of any type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Type of the value.
    pub ty: Type,
    /// The value as far as known.
    pub value: Value,
    /// What it hangs on, if not fully known.
    pub hangs: Hangs,
    /// What it rests on.
    pub rests: Rests,
}

/// Evaluates a yes-no rule for a home or a member, on the day of the world.
///
/// A rule of another type is undecided, and so is everything about a member
/// who is not there.
pub fn eval_bool(expr: &Expr, world: &World, subject: Subject) -> Tri {
    let mut run = Run::new(world);
    let found = run.truth(expr, Env::of(subject));
    Tri {
        outcomes: Outcomes(found.bits),
        hangs: run.hangs(&found.hang),
        rests: run.rests(&found.used),
    }
}

/// Evaluates a yes-no rule as [`eval_bool`] does, without saying what it rests on; what it
/// hangs on is told only while it is undecided.
///
/// For many homes and days at a time, where nobody asks for the reasons.
pub fn eval_open(expr: &Expr, world: &World, subject: Subject) -> (Outcomes, Hangs) {
    let mut run = Run::new(world);
    let found = run.truth(expr, Env::of(subject));
    let outcomes = Outcomes(found.bits);
    let hangs = if outcomes.is_decided() {
        Hangs::default()
    } else {
        run.hangs(&found.hang)
    };
    (outcomes, hangs)
}

/// Evaluates a rule of any type, such as a ledger column.
pub fn eval_value(expr: &Expr, world: &World, subject: Subject) -> Answer {
    let mut run = Run::new(world);
    let found = run.expr(expr, Env::of(subject));
    Answer {
        ty: expr.ty().clone(),
        value: value_of(&found.abs, expr.ty()),
        hangs: run.hangs(&found.hang),
        rests: run.rests(&found.used),
    }
}

fn value_of(abs: &Abs, ty: &Type) -> Value {
    let codes = |bits: u64| -> Vec<String> {
        let Some(def) = ty.enum_def() else {
            return Vec::new();
        };
        let chosen = def
            .variants
            .iter()
            .enumerate()
            .filter(|(index, _)| bits & (1_u64 << index) != 0);
        let mut codes: Vec<String> = chosen.map(|(_, v)| v.code.clone()).collect();
        codes.sort_unstable();
        codes
    };
    match abs {
        Abs::Bool(bits) => Value::Bool(Outcomes(*bits)),
        Abs::Num(num) => num.hull_without(None).map_or(Value::Unknown, Value::Number),
        Abs::One(one) => Value::One(codes(one.bits)),
        Abs::Many(many) => Value::Many {
            sure: codes(many.sure),
            maybe: codes(many.maybe & !many.sure),
        },
        Abs::Text(Some(text)) => Value::Text(text.to_string()),
        Abs::Text(None) => Value::Unknown,
    }
}

/// Id of the fact that says whether an item of a filled slot holds for a home.
pub fn slot_fact_id(slot: &str, item: &str) -> String {
    reasons::slot_fact(slot, item)
}
