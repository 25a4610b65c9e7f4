//! Lists and tables of a plan: the same steps as the engine's.

use super::code::{
    Abs, At, CellPlan, FACTS, Found, Hang, OVERFLOW, OutPlan, PARAMS, RowPlan, TablePlan,
};
use super::machine::{Eval, larger};
use super::num::{Frac, Iv, Num};
use super::state::{BOTH, Env, Truth, short, wide};
use crate::dict::About;
use crate::eval::abs::{Class, F, NOT_APPLICABLE, P, T};
use crate::lang::parse::Over;
use crate::limits;
use crate::table::HitRule;

/// The items of a list as seen from somebody; they lie on the stack.
#[derive(Clone, Copy)]
struct Items {
    from: usize,
    to: usize,
    persons: bool,
    env: Env,
    blank: Env,
    /// What is not 齐全.
    open: Hang,
    min: u32,
    max: u32,
}

/// What a standard that no text gives can be: money and shares are never negative.
const NOT_NEGATIVE: Iv = Iv {
    low: Frac::ZERO,
    high: Frac::ABOVE,
};

impl Eval<'_> {
    /// Lays the items of a list on the stack; [`Self::done`] takes them off.
    fn items(&mut self, list: u32, env: Env) -> Option<Items> {
        let plan = self.code.lists.get(wide(list))?;
        let from = self.machine.stack.len();
        let members = self.home.members;
        let mut open = 0;
        let blank = if plan.persons {
            self.machine.stack.extend(1..=members);
            if !self.home.complete {
                open = FACTS;
            }
            Env {
                person: self.stranger(),
                item: u32::MAX,
                ..env
            }
        } else {
            let stride = short(plan.fields.len());
            let spans = self.home.spans + wide(list) * (wide(members) + 1);
            let columns = self.columns;
            let stack = &mut self.machine.stack;
            let mut take = |seat: u32| {
                let span = columns.spans.get(spans + wide(seat));
                let span = span.copied().unwrap_or_default();
                stack.extend((0..span.count).map(|at| span.from + at * stride));
                span.complete
            };
            let of_home = plan.about == About::Household;
            if of_home || plan.aid {
                let complete = take(0);
                if of_home && !complete {
                    open = FACTS;
                }
            }
            if !of_home {
                let seats = if env.person == 0 {
                    1..=members
                } else {
                    env.person..=env.person
                };
                for seat in seats {
                    if seat > members || !take(seat) {
                        open = FACTS;
                    }
                }
                if env.person == 0 && !self.home.complete {
                    open = FACTS;
                }
            }
            Env {
                item: plan.blank,
                ..env
            }
        };
        let to = self.machine.stack.len();
        if to - from > wide(limits::LIST_ITEMS).saturating_mul(31) {
            self.machine.lost = true;
        }
        Some(Items {
            from,
            to,
            persons: plan.persons,
            env,
            blank,
            open,
            min: plan.min,
            max: plan.max,
        })
    }

    fn done(&mut self, items: Items) {
        self.machine.stack.truncate(items.from);
    }

    fn at(&self, items: Items, at: usize) -> Env {
        let spot = self.machine.stack.get(at).copied().unwrap_or(u32::MAX);
        if items.persons {
            Env {
                own: items.env.own,
                person: spot,
                item: u32::MAX,
            }
        } else {
            Env {
                item: spot,
                ..items.env
            }
        }
    }

    fn passes(&mut self, filter: Option<At>, env: Env) -> Truth {
        match filter {
            Some(filter) => self.bool(filter, env),
            None => Truth::plain(T),
        }
    }

    fn each(&mut self, any: bool, filter: Option<At>, body: At, env: Env) -> Truth {
        let mut inner = Truth::plain(if any { T } else { F });
        let passes = self.passes(filter, env);
        let decided = inner.push(any, if any { passes } else { passes.negated() });
        if !decided {
            let body = self.bool(body, env);
            inner.push(any, body);
        }
        inner
    }

    /// 有 and 都.
    pub(super) fn some(
        &mut self,
        any: bool,
        list: u32,
        filter: Option<At>,
        body: At,
        env: Env,
    ) -> Truth {
        let Some(items) = self.items(list, env) else {
            return self.lose().truth();
        };
        let end = if any { F } else { T };
        let mut out = Truth::plain(end);
        for at in items.from..items.to {
            let env = self.at(items, at);
            let found = self.each(any, filter, body, env);
            if out.push(!any, found) {
                self.done(items);
                return out;
            }
        }
        let rest = if items.open == 0 {
            Truth::plain(end)
        } else {
            let unknown = self.each(any, filter, body, items.blank);
            Truth::settle(unknown.bits | end, items.open | (unknown.hang & PARAMS))
        };
        out.push(!any, rest);
        self.done(items);
        out
    }

    /// 数, 合计, 最大, 最小.
    pub(super) fn reckon(
        &mut self,
        over: Over,
        list: u32,
        filter: Option<At>,
        body: Option<At>,
        env: Env,
    ) -> Found {
        let Some(items) = self.items(list, env) else {
            return self.lose();
        };
        let found = match over {
            Over::Max | Over::Min => self.best(over == Over::Max, items, filter, body),
            _ => self.total(items, filter, body),
        };
        self.done(items);
        found.unwrap_or_else(|| self.lose())
    }

    fn total(&mut self, items: Items, filter: Option<At>, body: Option<At>) -> Option<Found> {
        let mut hang = items.open;
        let mut sum = Num::ZERO;
        for at in items.from..items.to {
            let env = self.at(items, at);
            let (num, more) = self.summand(filter, body, env);
            hang |= more;
            sum = sum.add(&num)?;
        }
        if items.open != 0 {
            let (each, more) = self.summand(filter, body, items.blank);
            hang |= more & PARAMS;
            let count = i64::try_from(items.to - items.from).unwrap_or(i64::MAX);
            let most = i64::from(items.max).saturating_sub(count).max(0);
            let most = Num::set(Iv {
                low: Frac::ZERO,
                high: Frac::whole(most),
            });
            let mut others = Num::ZERO;
            for (class, iv) in each.parts() {
                // Up to so many more, each of them within what one can be.
                others = others.join(&Num::of(class, iv).mul(&most)?);
            }
            sum = sum.add(&others)?;
        }
        if body.is_none() && filter.is_none() {
            sum = sum.extreme(&Num::whole(items.min.into()), true);
        }
        Some(Found::number(sum, hang))
    }

    fn summand(&mut self, filter: Option<At>, body: Option<At>, env: Env) -> (Num, Hang) {
        let passes = self.passes(filter, env);
        let bits = passes.bits;
        if bits == F {
            return (Num::ZERO, passes.hang);
        }
        let (num, mut hang) = match body {
            Some(body) => self.num(body, env),
            None => (Num::whole(1), 0),
        };
        hang |= passes.hang;
        if bits == T {
            return (num, hang);
        }
        let mut out = Num::NOTHING;
        if bits & T != 0 {
            out = out.join(&num);
        }
        if bits & F != 0 {
            out = out.join(&Num::ZERO);
        }
        if bits & P != 0 {
            let stopped = num.hull().unwrap_or(Iv::ALL);
            out.add_part(Class::Unset, stopped.hull(Iv::ZERO));
        }
        (out, hang)
    }

    fn best(
        &mut self,
        largest: bool,
        items: Items,
        filter: Option<At>,
        body: Option<At>,
    ) -> Option<Found> {
        let mut hang = items.open;
        let whole = hang == 0;
        let mut best: Option<Num> = None;
        let mut sure = false;
        for at in items.from..items.to {
            let env = self.at(items, at);
            let passes = self.passes(filter, env);
            let bits = passes.bits;
            if bits == F {
                continue;
            }
            hang |= passes.hang;
            let (mut num, more) = self.num(body?, env);
            hang |= more;
            if bits & P != 0 {
                num = num.unset_too();
            }
            best = Some(match best {
                None => num,
                Some(have) if bits == T && sure => have.extreme(&num, largest),
                // One of the two may not count: each alone, and both.
                Some(have) => {
                    let both = have.extreme(&num, largest);
                    let both = if bits == T { both } else { both.join(&have) };
                    if sure { both } else { both.join(&num) }
                }
            });
            sure |= bits == T;
        }
        let mut all = Num::ALL;
        if !whole {
            let (one, more) = self.summand(filter, body, items.blank);
            hang |= more & PARAMS;
            for (class, _) in one.parts() {
                all.add_part(class, Iv::ALL);
            }
        }
        Some(match best {
            // The largest of none is nothing anybody wrote down: a person must look.
            None if whole => Found {
                abs: Abs::Num(Num::ALL),
                hang: OVERFLOW,
            },
            Some(num) if whole && sure => Found::number(num, hang),
            _ => Found::number(all, if whole { hang | OVERFLOW } else { hang }),
        })
    }

    /// 在表内: whether some row gives something.
    pub(super) fn contains(&mut self, table: u32, seat: u32) -> Truth {
        let code = self.code;
        let Some(plan) = code.tables.get(wide(table)) else {
            return self.lose().truth();
        };
        let env = Env::subject(seat);
        if plan.hit == HitRule::One {
            return self.contains_cell(plan, env);
        }
        let first = plan.hit == HitRule::First;
        let unset = Truth {
            bits: P,
            hang: PARAMS,
        };
        let mut out = Truth::plain(F);
        // In 先到 a row without result hides those below it.
        let mut before = Truth::plain(T);
        for row in &plan.rows {
            let Some(when) = row.when else { continue };
            let mut found = self.bool(when, env);
            if first {
                let mut reach = Truth::plain(T);
                reach.push(true, before);
                reach.push(true, found);
                before.push(true, found.negated());
                found = reach;
            }
            match row.out {
                OutPlan::Nothing => continue,
                OutPlan::Unset => {
                    let mut both = Truth::plain(T);
                    both.push(true, found);
                    both.push(true, unset);
                    found = both;
                }
                OutPlan::Value(..) => {}
            }
            out.push(false, found);
        }
        let mut otherwise = match plan.otherwise {
            OutPlan::Nothing => Truth::plain(F),
            OutPlan::Unset => unset,
            OutPlan::Value(..) => Truth::plain(T),
        };
        if first {
            let mut reach = Truth::plain(T);
            reach.push(true, before);
            reach.push(true, otherwise);
            otherwise = reach;
        }
        out.push(false, otherwise);
        out
    }

    /// Rows that the facts can still fall in are told one by one; gives what they hang on, and whether a fact may not apply.
    fn possible(
        &mut self,
        plan: &TablePlan,
        env: Env,
        mut tell: impl FnMut(&RowPlan),
    ) -> (Hang, bool) {
        const MOST: usize = 8;
        let mut values = [None; MOST];
        let (mut hang, mut void) = (0, false);
        if plan.by.len() > MOST {
            self.machine.lost = true;
        }
        for (value, at) in values.iter_mut().zip(&plan.by) {
            let found = self.node(*at, env);
            void |= match found.abs {
                Abs::One(one) => one.bits & NOT_APPLICABLE != 0,
                Abs::Num(num) => num.void,
                _ => false,
            };
            hang |= found.hang;
            *value = Some(found.abs);
        }
        for row in &plan.rows {
            let fits = row
                .cells
                .iter()
                .zip(&values)
                .all(|(cell, value)| match (cell, value) {
                    (CellPlan::Choices(bits), Some(Abs::One(one))) => one.bits & bits != 0,
                    (CellPlan::Numbers(numbers), Some(Abs::Num(num))) => {
                        num.parts().any(|(_, iv)| iv.meets(*numbers))
                    }
                    _ => true,
                });
            if fits {
                tell(row);
            }
        }
        (hang, void)
    }

    fn contains_cell(&mut self, plan: &TablePlan, env: Env) -> Truth {
        let (mut bits, mut more) = (0, 0);
        let (hang, void) = self.possible(plan, env, |row| {
            bits |= match row.out {
                OutPlan::Unset => {
                    more = PARAMS;
                    P
                }
                OutPlan::Nothing => F,
                OutPlan::Value(..) => T,
            }
        });
        if void {
            bits |= F;
        }
        Truth::settle(if bits == 0 { BOTH } else { bits }, hang | more)
    }

    /// 查表: what the rows give; found once a subject.
    pub(super) fn lookup(&mut self, table: u32, seat: u32) -> Found {
        let code = self.code;
        let Some(plan) = code.tables.get(wide(table)) else {
            return self.lose();
        };
        self.kept(plan.memo, seat, |eval| {
            let env = Env::subject(seat);
            let (num, hang) = match plan.hit {
                HitRule::One => eval.lookup_cell(plan, env),
                HitRule::First => eval.lookup_first(plan, env),
                _ => eval.lookup_all(plan, env),
            };
            Found::number(num, hang)
        })
    }

    fn lookup_cell(&mut self, plan: &TablePlan, env: Env) -> (Num, Hang) {
        let mut all: Option<Num> = None;
        let (mut none, mut more) = (false, 0);
        let (hang, void) = self.possible(plan, env, |row| match out(row.out) {
            Some((num, hang)) => {
                more |= hang;
                all = Some(all.map_or(num, |have| have.join(&num)));
            }
            None => none = true,
        });
        (ended(all, none || void), hang | more)
    }

    fn lookup_first(&mut self, plan: &TablePlan, env: Env) -> (Num, Hang) {
        let mut all: Option<Num> = None;
        let (mut hang, mut none, mut decided) = (0, false, false);
        for row in &plan.rows {
            let Some(when) = row.when else { continue };
            let found = self.bool(when, env);
            if found.bits == F {
                continue;
            }
            decided = found.bits == T;
            hang |= found.hang;
            match out(row.out) {
                Some((num, more)) => {
                    hang |= more;
                    let num = if found.bits & P == 0 {
                        num
                    } else {
                        num.unset_too()
                    };
                    all = Some(all.map_or(num, |have| have.join(&num)));
                }
                None => none = true,
            }
            if decided {
                break;
            }
        }
        if !decided {
            match out(plan.otherwise) {
                Some((num, more)) => {
                    hang |= more;
                    all = Some(all.map_or(num, |have| have.join(&num)));
                }
                None => none = true,
            }
        }
        (ended(all, none), hang)
    }

    /// 最高, 最低, 合计 over the rows that hold.
    fn lookup_all(&mut self, plan: &TablePlan, env: Env) -> (Num, Hang) {
        // Rows that hold surely come first, so the others are seen again.
        let mut sure: Option<(Num, Hang)> = None;
        let mut open = false;
        for row in &plan.rows {
            let Some(when) = row.when else { continue };
            let found = self.bool(when, env);
            if found.bits != T {
                open |= found.bits != F;
                continue;
            }
            let Some(next) = out(row.out) else { continue };
            sure = Some(match sure {
                Some(have) => self.combine(plan, have, next),
                None => next,
            });
        }
        let always = sure.is_some();
        let mut all = sure;
        for row in plan.rows.iter().filter(|_| open) {
            let Some(when) = row.when else { continue };
            let found = self.bool(when, env);
            if found.bits == T || found.bits == F {
                continue;
            }
            let Some((num, hang)) = out(row.out) else {
                continue;
            };
            let num = if found.bits & P != 0 {
                num.unset_too()
            } else {
                num
            };
            let next = (num, hang | found.hang);
            all = Some(match all {
                Some(have) => {
                    let both = self.combine(plan, have, next);
                    let both = (have.0.join(&both.0), have.1 | both.1);
                    // Where no row surely holds, this one may hold alone.
                    if always {
                        both
                    } else {
                        (both.0.join(&num), both.1 | next.1)
                    }
                }
                None => next,
            });
        }
        if !always {
            match out(plan.otherwise) {
                Some((num, hang)) => {
                    all = Some(match all {
                        Some(have) => (have.0.join(&num), have.1 | hang),
                        None => (num, hang),
                    });
                }
                None => {
                    if let Some((num, _)) = &mut all {
                        num.void = true;
                    }
                }
            }
        }
        all.unwrap_or((Num::VOID, 0))
    }

    fn combine(&mut self, plan: &TablePlan, a: (Num, Hang), b: (Num, Hang)) -> (Num, Hang) {
        match plan.hit {
            HitRule::Sum => {
                let sum = a.0.add(&b.0);
                self.machine.lost |= sum.is_none();
                (sum.unwrap_or(a.0), a.1 | b.1)
            }
            HitRule::Lowest => larger(a, b, false),
            _ => larger(a, b, true),
        }
    }
}

const fn out(out: OutPlan) -> Option<(Num, Hang)> {
    match out {
        OutPlan::Value(num, hang) => Some((num, hang)),
        OutPlan::Nothing => None,
        OutPlan::Unset => Some((Num::of(Class::Unset, NOT_NEGATIVE), PARAMS)),
    }
}

/// The value of a table; somebody may not stand in it at all.
fn ended(all: Option<Num>, none: bool) -> Num {
    let mut all = all.unwrap_or(Num::VOID);
    all.void |= none;
    all
}
