//! Runs a plan over one home: the same steps as [`crate::eval::run::Run`], without reasons.

use super::code::{
    Abs, At, CROWD, Code, FIRST, FactOp, Found, Hang, Kids, Kind, OVERFLOW, Op, PARAMS, SchemePlan,
};
use super::columns::{Cell, Columns, Home};
use super::num::{Frac, Iv, Num};
use super::state::{BOTH, Env, Machine, Open, Truth, short, wide};
use crate::eval::abs::{F, Many, NOT_APPLICABLE, One, P, T};
use crate::lang::node::Place;
use crate::lang::parse::{Cmp, Over};
use crate::world::Key;
use tanfang_values::{BirthdayRule, Day, age_on};

/// One home under one plan.
pub(super) struct Eval<'e> {
    pub(super) code: &'e Code,
    pub(super) day: Day,
    pub(super) columns: &'e Columns,
    pub(super) home: Home,
    pub(super) machine: &'e mut Machine,
}

impl<'e> Eval<'e> {
    pub(super) const fn stranger(&self) -> u32 {
        self.home.members + 1
    }

    pub(super) const fn lose(&mut self) -> Found {
        self.machine.lost = true;
        Found {
            abs: Abs::Num(Num::ALL),
            hang: OVERFLOW,
        }
    }

    pub(super) fn kids(&self, kids: Kids) -> &'e [u32] {
        let range = wide(kids.from)..wide(kids.to);
        self.code.kids.get(range).unwrap_or_default()
    }

    #[inline]
    fn op(&self, at: At) -> &'e Op {
        const NOTHING: &Op = &Op::And(Kids { from: 0, to: 0 });
        self.code.ops.get(wide(at)).unwrap_or(NOTHING)
    }

    fn cell(&mut self, fact: FactOp, env: Env) -> Cell {
        let slot = wide(fact.slot);
        let at = match fact.place {
            Place::Household => self.home.house + slot,
            Place::Item => wide(env.item) + slot,
            Place::Person | Place::Own => {
                let seat = env.at(fact.place);
                if seat == 0 {
                    self.machine.lost = true;
                    return Cell::UNKNOWN;
                }
                if seat > self.home.members {
                    slot
                } else {
                    self.home.persons + wide(seat - 1) * self.code.person.len() + slot
                }
            }
        };
        let cell = self.columns.cells.get(at).copied();
        cell.unwrap_or(Cell::UNKNOWN)
    }

    /// Reads a fact: its cell with what is assumed, and what it hangs on.
    #[inline]
    fn look(&mut self, fact: FactOp, env: Env) -> (Cell, Hang) {
        let cell = self.cell(fact, env);
        if cell.exact {
            return (cell, 0);
        }
        if !fact.shared || env.at(fact.place) > self.home.members {
            return (cell, fact.hang);
        }
        let open = Open::Fact {
            seat: env.at(fact.place),
            slot: fact.slot,
        };
        let seat = env.at(fact.place);
        let key = if self.machine.assumed.is_empty() {
            None
        } else if seat == 0 {
            self.code.house.key(wide(fact.slot))
        } else {
            self.code.person.key(wide(fact.slot))
        };
        match key.and_then(|key| self.supposed(seat, key)) {
            Some(bits) => {
                let cell = Cell {
                    a: bits.cast_signed(),
                    b: 0,
                    exact: true,
                };
                (cell, 0)
            }
            None => (cell, fact.hang | self.number(open)),
        }
    }

    /// The answer assumed for somebody's fact or benefit: the first of the same key, as in the engine.
    pub(super) fn supposed(&self, seat: u32, key: Key) -> Option<u64> {
        let mut all = self.machine.assumed.iter();
        let found = all.find(|(own, of, _)| *own == seat && *of == key);
        found.map(|(_, _, bits)| *bits)
    }

    /// The bit of a fact that cases may split.
    pub(super) fn number(&mut self, open: Open) -> Hang {
        if !self.machine.assumed.is_empty() {
            // Within a case nobody asks what it hangs on.
            return 0;
        }
        let known = self.machine.open.iter().position(|have| *have == open);
        let at = known.unwrap_or_else(|| {
            self.machine.open.push(open);
            self.machine.open.len() - 1
        });
        let bit = short(at).saturating_add(FIRST);
        if bit < 64 { 1 << bit } else { CROWD }
    }

    fn fact(&mut self, fact: FactOp, env: Env) -> Found {
        let (cell, hang) = self.look(fact, env);
        let abs = match fact.kind {
            Kind::Bool => Abs::Bool(outcomes(cell)),
            Kind::One => Abs::One(One {
                bits: cell.a.cast_unsigned(),
                unset: false,
            }),
            Kind::Many => Abs::Many(many(cell)),
            Kind::Num => Abs::Num(num(cell)),
        };
        Found { abs, hang }
    }

    pub(super) fn kept(
        &mut self,
        memo: u32,
        seat: u32,
        find: impl FnOnce(&mut Self) -> Found,
    ) -> Found {
        let seats = wide(self.home.members) + 2;
        let at = wide(memo).saturating_mul(seats) + wide(seat);
        if let Some(found) = self.machine.memory.get(at) {
            return *found;
        }
        let found = find(self);
        self.machine.memory.put(at, found);
        found
    }

    /// The same for yes and no, without carrying the whole.
    pub(super) fn kept_truth(
        &mut self,
        memo: u32,
        seat: u32,
        find: impl FnOnce(&mut Self) -> Truth,
    ) -> Truth {
        let seats = wide(self.home.members) + 2;
        let at = wide(memo).saturating_mul(seats) + wide(seat);
        if let Some(found) = self.machine.memory.get(at) {
            return found.truth();
        }
        let truth = find(self);
        self.machine.memory.put(at, truth.into());
        truth
    }

    pub(super) fn num(&mut self, at: At, env: Env) -> (Num, Hang) {
        let found = self.node(at, env);
        match found.abs {
            Abs::Num(num) => (num, found.hang),
            _ => (Num::ALL, found.hang),
        }
    }

    /// Evaluates an operation of the type 是否.
    pub(super) fn bool(&mut self, at: At, env: Env) -> Truth {
        match *self.op(at) {
            Op::And(kids) => self.join(true, kids, env),
            Op::Or(kids) => self.join(false, kids, env),
            Op::Not(inner) => self.bool(inner, env).negated(),
            Op::Compare(cmp, left, right) => self.compare(cmp, left, right, env),
            Op::OneOf(inner, bits) => {
                if let Op::Fact(fact) = *self.op(inner) {
                    let (cell, hang) = self.look(fact, env);
                    let one = One {
                        bits: cell.a.cast_unsigned(),
                        unset: false,
                    };
                    return Truth::settle(one.one_of(bits), hang);
                }
                self.one_of(inner, bits, env)
            }
            Op::HasAny(inner, bits) => {
                if let Op::Fact(fact) = *self.op(inner) {
                    let (cell, hang) = self.look(fact, env);
                    return Truth::settle(many(cell).has_any(bits), hang);
                }
                self.has_any(inner, bits, env)
            }
            Op::OneIn(inner, set) => self.one_in(inner, set, env),
            Op::HasAnyOf(inner, set) => self.has_any_of(inner, set, env),
            Op::Fact(fact) if fact.kind == Kind::Bool => {
                let (cell, hang) = self.look(fact, env);
                Truth {
                    bits: outcomes(cell),
                    hang,
                }
            }
            Op::Derived(body, memo, place) => {
                let seat = env.at(place);
                self.kept_truth(memo, seat, |eval| eval.bool(body, Env::subject(seat)))
            }
            Op::Near(months, date) => self.near(months, date, env),
            Op::Over(over @ (Over::Any | Over::All), list, filter, Some(body)) => {
                self.some(over == Over::Any, list, filter, body, env)
            }
            Op::Qualifies(scheme, place) => self.qualifies(scheme, env.at(place)),
            Op::Receives(aid, memo, place) => {
                let seat = env.at(place);
                self.kept_truth(memo, seat, |eval| eval.receives(aid, seat))
            }
            Op::InTable(table, place) => self.contains(table, env.at(place)),
            Op::Event(at) => {
                let on = self.home.events & (1 << at) != 0;
                Truth::plain(if on { T } else { F })
            }
            _ => self.other(at, env),
        }
    }

    // What follows carries whole values; kept out of `bool` so that most steps stay light.

    #[inline(never)]
    fn other(&mut self, at: At, env: Env) -> Truth {
        self.node(at, env).truth()
    }

    #[inline(never)]
    fn compare(&mut self, cmp: Cmp, left: At, right: At, env: Env) -> Truth {
        let (a, hang_a) = self.num(left, env);
        let (b, hang_b) = self.num(right, env);
        let open = if a.is_set() && b.is_set() {
            [false; 2]
        } else {
            [hang_a & !PARAMS != 0, hang_b & !PARAMS != 0]
        };
        Truth::settle(a.compare(cmp, &b, open), hang_a | hang_b)
    }

    #[inline(never)]
    fn one_of(&mut self, inner: At, bits: u64, env: Env) -> Truth {
        let found = self.node(inner, env);
        let out = match found.abs {
            Abs::One(one) => one.one_of(bits),
            _ => BOTH,
        };
        Truth::settle(out, found.hang)
    }

    #[inline(never)]
    fn has_any(&mut self, inner: At, bits: u64, env: Env) -> Truth {
        let found = self.node(inner, env);
        let out = match found.abs {
            Abs::Many(many) => many.has_any(bits),
            _ => BOTH,
        };
        Truth::settle(out, found.hang)
    }

    #[inline(never)]
    fn one_in(&mut self, inner: At, set: At, env: Env) -> Truth {
        let (found, set) = (self.node(inner, env), self.node(set, env));
        let out = match (found.abs, set.abs) {
            (Abs::One(one), Abs::Many(set)) => one.one_in(set),
            _ => BOTH,
        };
        Truth::settle(out, found.hang | set.hang)
    }

    #[inline(never)]
    fn has_any_of(&mut self, inner: At, set: At, env: Env) -> Truth {
        let (found, set) = (self.node(inner, env), self.node(set, env));
        let out = match (found.abs, set.abs) {
            (Abs::Many(many), Abs::Many(set)) => many.has_any_of(set),
            _ => BOTH,
        };
        Truth::settle(out, found.hang | set.hang)
    }

    pub(super) fn node(&mut self, at: At, env: Env) -> Found {
        match *self.op(at) {
            Op::Const(at) => {
                let found = self.code.consts.get(wide(at)).copied();
                found.unwrap_or_else(|| self.lose())
            }
            Op::Fact(fact) => self.fact(fact, env),
            Op::FactIf(fact, when, memo) => self.applicable(fact, when, memo, env),
            Op::Derived(body, memo, place) => {
                let seat = env.at(place);
                self.kept(memo, seat, |eval| eval.node(body, Env::subject(seat)))
            }
            Op::Age(birth, birthday) => {
                let found = self.node(birth, env);
                let abs = match found.abs {
                    Abs::Num(num) => Abs::Num(self.age(&num, birthday)),
                    other => other,
                };
                Found { abs, ..found }
            }
            Op::Add(kids) => self.add(kids, env),
            Op::Mul(left, right) => {
                let (a, hang_a) = self.num(left, env);
                let (b, hang_b) = self.num(right, env);
                match a.mul(&b) {
                    Some(num) => Found::number(num, hang_a | hang_b),
                    None => self.lose(),
                }
            }
            Op::Div(left, right) => {
                let (a, hang_a) = self.num(left, env);
                let (b, hang_b) = self.num(right, env);
                match a.div(&b) {
                    Some(num) => Found::number(num, hang_a | hang_b),
                    None => self.lose(),
                }
            }
            Op::Extreme(largest, kids) => {
                let mut best: Option<(Num, Hang)> = None;
                for kid in self.kids(kids) {
                    let next = self.num(*kid, env);
                    best = Some(match best {
                        Some(best) => larger(best, next, largest),
                        None => next,
                    });
                }
                let (num, hang) = best.unwrap_or((Num::ALL, 0));
                Found {
                    abs: Abs::Num(num),
                    hang,
                }
            }
            Op::If(when, yes, no) => self.choice(when, yes, no, env),
            Op::Over(over, list, filter, body)
                if !matches!((over, body), (Over::Any | Over::All, Some(_))) =>
            {
                self.reckon(over, list, filter, body, env)
            }
            Op::Lookup(table, place) => self.lookup(table, env.at(place)),
            _ => self.bool(at, env).into(),
        }
    }

    fn join(&mut self, all: bool, kids: Kids, env: Env) -> Truth {
        let mut out = Truth::plain(if all { T } else { F });
        for kid in self.kids(kids) {
            let next = self.bool(*kid, env);
            if out.push(all, next) {
                break;
            }
        }
        out
    }

    fn near(&mut self, months: i32, date: At, env: Env) -> Truth {
        let (num, hang) = self.num(date, env);
        let today = self.day;
        let reaches = |end: Frac| as_day(end).map(|day| day.plus_months(months) >= today);
        let mut bits = if num.void { F } else { 0 };
        if let Some(iv) = num.hull() {
            if reaches(iv.high).unwrap_or(true) {
                bits |= T;
            }
            if !reaches(iv.low).unwrap_or(false) {
                bits |= F;
            }
        }
        Truth::settle(if bits == 0 { BOTH } else { bits }, hang)
    }

    fn age(&self, birth: &Num, birthday: BirthdayRule) -> Num {
        let mut out = Num::NOTHING;
        out.void = birth.void;
        let age = |end: Frac, none: Frac| {
            as_day(end).map_or(none, |day| {
                Frac::whole(age_on(day, self.day, birthday).into())
            })
        };
        for (class, iv) in birth.parts() {
            // Born later is younger.
            let low = age(iv.high, Frac::BELOW);
            let high = if iv.is_point() && low != Frac::BELOW {
                low
            } else {
                age(iv.low, Frac::ABOVE)
            };
            out.add_part(class, Iv { low, high });
        }
        out
    }

    fn add(&mut self, kids: Kids, env: Env) -> Found {
        let mut sum = Num::ZERO;
        let mut all = 0;
        for kid in self.kids(kids) {
            let (num, hang) = self.num(*kid / 2, env);
            all |= hang;
            let num = if *kid % 2 == 1 { num.neg() } else { Some(num) };
            match num.and_then(|num| sum.add(&num)) {
                Some(next) => sum = next,
                None => return self.lose(),
            }
        }
        Found::number(sum, all)
    }

    fn choice(&mut self, when: At, yes: At, no: At, env: Env) -> Found {
        let when = self.bool(when, env);
        let bits = when.bits;
        if bits == T || bits == F {
            return self.node(if bits == T { yes } else { no }, env);
        }
        let (yes, no) = (self.node(yes, env), self.node(no, env));
        let mut abs = match (bits & T != 0, bits & F != 0) {
            (true, false) => yes.abs,
            (false, true) => no.abs,
            _ => self.both(yes.abs, no.abs),
        };
        if bits & P != 0 {
            let stopped = at_unset(self.both(yes.abs, no.abs));
            abs = self.both(abs, stopped);
            if bits == P {
                abs = at_unset(abs);
            }
        }
        Found {
            abs,
            hang: when.hang | yes.hang | no.hang,
        }
    }

    /// Everything that either can be.
    fn both(&mut self, a: Abs, b: Abs) -> Abs {
        match (a, b) {
            (Abs::Bool(x), Abs::Bool(y)) => Abs::Bool(x | y),
            (Abs::Num(x), Abs::Num(y)) => Abs::Num(x.join(&y)),
            (Abs::One(x), Abs::One(y)) => Abs::One(One {
                bits: x.bits | y.bits,
                unset: x.unset || y.unset,
            }),
            (Abs::Many(x), Abs::Many(y)) => Abs::Many(x.join(y)),
            _ => self.lose().abs,
        }
    }

    /// A fact that need not apply: nothing where the condition is surely false.
    fn applicable(&mut self, fact: At, when: At, memo: u32, env: Env) -> Found {
        let place = match *self.op(fact) {
            Op::Fact(fact) => fact.place,
            _ => Place::Household,
        };
        let seat = env.at(place);
        let find = |eval: &mut Self| {
            let found = eval.node(fact, env);
            let when = eval.bool(when, Env::subject(seat));
            if when.bits == T {
                return found;
            }
            let nothing = match found.abs {
                Abs::Bool(_) => Abs::Bool(F),
                Abs::Num(_) => Abs::Num(Num::VOID),
                Abs::One(_) => Abs::One(One {
                    bits: NOT_APPLICABLE,
                    unset: false,
                }),
                Abs::Many(_) => Abs::Many(Many {
                    sure: 0,
                    maybe: 0,
                    unset: false,
                    set: true,
                }),
            };
            if when.bits == F {
                return Found {
                    abs: nothing,
                    hang: 0,
                };
            }
            Found {
                abs: eval.both(found.abs, nothing),
                hang: found.hang | when.hang,
            }
        };
        if memo == u32::MAX || place == Place::Item {
            find(self)
        } else {
            self.kept(memo, seat, find)
        }
    }

    /// 可能符合: every part that decides, joined.
    pub(super) fn qualifies(&mut self, scheme: u32, seat: u32) -> Truth {
        let code = self.code;
        let Some(Some(plan)) = code.schemes.get(wide(scheme)) else {
            return self.lose().truth();
        };
        self.whole(plan, seat, None)
    }

    /// The same, with whom it is for already found.
    pub(super) fn whole(&mut self, plan: &SchemePlan, seat: u32, for_whom: Option<Truth>) -> Truth {
        self.kept_truth(plan.memo, seat, |eval| {
            let mut out = Truth::plain(T);
            let found = match (for_whom, plan.for_whom) {
                (Some(found), _) => found,
                (None, Some(at)) => eval.bool(at, Env::subject(seat)),
                (None, None) => Truth::plain(T),
            };
            if out.push(true, found) {
                return out;
            }
            let rest = eval.bool(plan.rest, Env::subject(seat));
            out.push(true, rest);
            out
        })
    }
}

fn outcomes(cell: Cell) -> u8 {
    u8::try_from(cell.a).unwrap_or(BOTH)
}

const fn many(cell: Cell) -> Many {
    Many {
        sure: cell.a.cast_unsigned(),
        maybe: cell.b.cast_unsigned(),
        unset: false,
        set: true,
    }
}

const fn num(cell: Cell) -> Num {
    Num::set(Iv {
        low: if cell.a == i64::MIN {
            Frac::BELOW
        } else {
            Frac::whole(cell.a)
        },
        high: if cell.b == i64::MAX {
            Frac::ABOVE
        } else {
            Frac::whole(cell.b)
        },
    })
}

fn as_day(end: Frac) -> Option<Day> {
    let days = end.as_whole()?;
    i32::try_from(days).ok().map(Day::from_epoch_days)
}

/// The same value as it is where a standard that is not set decides which.
fn at_unset(abs: Abs) -> Abs {
    match abs {
        Abs::Bool(_) => Abs::Bool(P),
        Abs::Num(num) => Abs::Num(num.at_unset()),
        Abs::One(_) => Abs::One(One {
            bits: 0,
            unset: true,
        }),
        Abs::Many(many) => Abs::Many(Many {
            unset: true,
            set: false,
            ..many
        }),
    }
}

/// Keeps the larger or smaller; what one that surely loses hangs on is dropped.
pub(super) fn larger(a: (Num, Hang), b: (Num, Hang), largest: bool) -> (Num, Hang) {
    let ((x, hang_x), (y, hang_y)) = (a, b);
    let num = x.extreme(&y, largest);
    let mut hang = 0;
    if !y.wins(&x, largest) || y.void {
        hang |= hang_x;
    }
    if !x.wins(&y, largest) || x.void {
        hang |= hang_y;
    }
    if num.is_exact() {
        hang = 0;
    }
    (num, hang)
}
