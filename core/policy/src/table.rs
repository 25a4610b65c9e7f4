//! Decision tables: by facts (every cell in exactly one row) or by conditions.

use crate::cite::Cite;
use crate::dict::{About, FactDef, Type};
use crate::eval::abs::{Class, F, NOT_APPLICABLE, Num, P, T};
use crate::eval::found::{
    Abs, Deps, Found, Join, Truth, all_bits, join_abs, larger, merge, negated,
};
use crate::eval::run::{Env, Run};
use crate::lang::Expr;
use crate::lang::node::{Leaf, Memo};
use crate::number::{Fraction, Interval, Span};
use crate::pack::Param;
use std::sync::Arc;

/// What a cell of a row takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cell {
    /// These variants.
    Choices(u64),
    /// Whole numbers in this interval.
    Numbers(Interval),
}

/// What a row gives.
#[derive(Debug, Clone)]
pub(crate) enum Out {
    /// A number.
    Value(Span),
    /// A parameter.
    Param(Arc<Param>),
    /// 无: not in the table.
    Nothing,
    /// 未配置: the text is silent.
    Unset,
}

/// One row.
#[derive(Debug)]
pub struct Row {
    /// One cell for each fact the table goes by.
    pub(crate) cells: Vec<Cell>,
    /// The condition, in a table without `by`.
    pub(crate) when: Option<Expr>,
    pub(crate) out: Out,
    /// The result as written.
    pub written: String,
    /// What the text says or does not say here.
    pub text: Option<String>,
    /// Where it stands.
    pub cite: Option<Cite>,
    /// How the text was read.
    pub reading: Option<String>,
}

/// How rows combine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HitRule {
    /// 一格: exactly one row.
    One,
    /// 最高.
    Highest,
    /// 最低.
    Lowest,
    /// 合计.
    Sum,
    /// 先到.
    First,
}

/// A decision table.
#[derive(Debug)]
pub struct Table {
    /// Id.
    pub id: String,
    /// Name in rules.
    pub name: String,
    /// About a home or a person.
    pub about: About,
    /// Type of what it gives.
    pub gives: Type,
    pub(crate) by: Vec<Leaf>,
    pub(crate) hit: HitRule,
    pub(crate) memo: Memo,
    /// Its rows in the order of the file.
    pub rows: Vec<Row>,
    pub(crate) otherwise: Out,
}

impl Table {
    /// The words for a row on which the text is silent.
    pub(crate) fn unset_words(&self, row: usize) -> String {
        match self.rows.get(row).and_then(|row| row.text.as_ref()) {
            Some(text) => format!("{}:{text}", self.name),
            None => self.name.clone(),
        }
    }

    pub(crate) fn depth(&self) -> usize {
        let rows = self.rows.iter().filter_map(|row| row.when.as_ref());
        1 + rows.map(Expr::depth).max().unwrap_or(0)
    }

    pub(crate) fn nodes(&self) -> usize {
        let rows = self.rows.iter().filter_map(|row| row.when.as_ref());
        self.rows.len() + rows.map(Expr::nodes).sum::<usize>()
    }

    pub(crate) fn reads(&self) -> Vec<Arc<FactDef>> {
        let rows = self.rows.iter().filter_map(|row| row.when.as_ref());
        let mut out: Vec<Arc<FactDef>> = self.by.iter().map(|leaf| Arc::clone(&leaf.def)).collect();
        out.extend(rows.flat_map(|expr| expr.reads().iter().map(Arc::clone)));
        out
    }

    /// A bound below everything the table gives.
    pub(crate) fn least(&self) -> Option<Fraction> {
        let mut least: Option<Fraction> = None;
        for out in self
            .rows
            .iter()
            .map(|row| &row.out)
            .chain([&self.otherwise])
        {
            let low = match out {
                Out::Value(span) => span.interval.low?,
                Out::Param(param) => param.least()?,
                Out::Nothing => continue,
                Out::Unset => Fraction::ZERO,
            };
            least = Some(least.map_or(low, |have| have.min(low)));
        }
        least
    }

    /// 在表内: whether some row gives something.
    pub(crate) fn contains<'w>(&'w self, run: &mut Run<'w>, env: Env<'w>) -> Truth {
        if self.hit == HitRule::One {
            return self.contains_cell(run, env);
        }
        let mut join = Join::any();
        // In 先到 a row without result hides those below it.
        let mut before = Join::all();
        for (at, row) in self.rows.iter().enumerate() {
            let Some(when) = &row.when else { continue };
            let mut found = run.truth(when, env);
            if self.hit == HitRule::First {
                let mut reach = Join::all();
                reach.push(before.clone().finish());
                reach.push(found.clone());
                before.push(negated(found));
                found = reach.finish();
            }
            match row.out {
                Out::Nothing => continue,
                Out::Unset => {
                    let mut both = Join::all();
                    both.push(found);
                    both.push(Truth {
                        bits: P,
                        hang: run.cell(self, at),
                        used: Deps::NONE,
                    });
                    found = both.finish();
                }
                Out::Value(_) | Out::Param(_) => {}
            }
            join.push(found);
        }
        // 否则: holds only where no row does; in 先到 also not where a row without result does.
        let mut otherwise = match self.otherwise {
            Out::Nothing => Truth::plain(F),
            Out::Unset => Truth {
                bits: P,
                hang: run.cell(self, self.rows.len()),
                used: Deps::NONE,
            },
            Out::Value(_) | Out::Param(_) => Truth::plain(T),
        };
        if self.hit == HitRule::First {
            let mut reach = Join::all();
            reach.push(before.finish());
            reach.push(otherwise);
            otherwise = reach.finish();
        }
        join.push(otherwise);
        join.finish()
    }

    fn contains_cell<'w>(&'w self, run: &mut Run<'w>, env: Env<'w>) -> Truth {
        let (rows, mut hang, used, void) = self.possible(run, env);
        let mut bits = if void { F } else { 0 };
        for row in rows {
            bits |= match self.rows.get(row).map(|row| &row.out) {
                Some(Out::Unset) => {
                    merge(&mut hang, &run.cell(self, row));
                    P
                }
                Some(Out::Nothing) | None => F,
                Some(_) => T,
            };
        }
        let bits = if bits == 0 { T | F } else { bits };
        if bits == T || bits == F {
            hang = Deps::NONE;
        }
        Truth { bits, hang, used }
    }

    /// 查表: what the rows give; found once a subject.
    pub(crate) fn lookup<'w>(&'w self, run: &mut Run<'w>, env: Env<'w>) -> Found {
        run.once(self.memo, env.person, |run| match self.hit {
            HitRule::One => self.lookup_cell(run, env),
            HitRule::First => self.lookup_first(run, env),
            _ => self.lookup_all(run, env),
        })
    }

    fn out<'w>(&'w self, run: &mut Run<'w>, out: &'w Out, row: usize) -> Option<Found> {
        match out {
            Out::Value(span) => {
                let class = if span.open { Class::Choice } else { Class::Set };
                let cell = run.cell(self, row);
                Some(Found {
                    abs: Abs::Num(Num::of(class, span.interval)),
                    hang: if span.open { cell.clone() } else { Deps::NONE },
                    used: cell,
                })
            }
            Out::Param(param) => Some(run.param(param)),
            Out::Nothing => None,
            Out::Unset => Some(Found {
                abs: Abs::Num(Num::of(Class::Unset, NOT_NEGATIVE)),
                hang: run.cell(self, row),
                used: Deps::NONE,
            }),
        }
    }

    fn lookup_cell<'w>(&'w self, run: &mut Run<'w>, env: Env<'w>) -> Found {
        let (rows, hang, used, void) = self.possible(run, env);
        let mut all: Option<Found> = None;
        let mut none = void;
        for at in rows {
            let Some(row) = self.rows.get(at) else {
                continue;
            };
            match self.out(run, &row.out, at) {
                Some(next) => {
                    all = Some(match all {
                        Some(have) => either(have, &next),
                        None => next,
                    });
                }
                None => none = true,
            }
        }
        let mut all = all.unwrap_or_else(nothing);
        if none {
            may_be_nothing(&mut all);
        }
        merge(&mut all.hang, &hang);
        merge(&mut all.used, &used);
        tidy(all)
    }

    fn lookup_first<'w>(&'w self, run: &mut Run<'w>, env: Env<'w>) -> Found {
        let mut all: Option<Found> = None;
        let (mut hang, mut used) = (Deps::NONE, Deps::NONE);
        let mut decided = false;
        let mut none = false;
        let mut join = |all: &mut Option<Found>, next: Option<Found>| match next {
            Some(next) => {
                *all = Some(match all.take() {
                    Some(have) => either(have, &next),
                    None => next,
                });
            }
            None => none = true,
        };
        for (at, row) in self.rows.iter().enumerate() {
            let Some(when) = &row.when else { continue };
            let found = run.truth(when, env);
            merge(&mut used, &found.used);
            if found.bits == F {
                continue;
            }
            decided = found.bits == T;
            merge(&mut hang, &found.hang);
            let next = self.out(run, &row.out, at);
            join(
                &mut all,
                if found.bits & P == 0 {
                    next
                } else {
                    next.map(unset_too)
                },
            );
            if decided {
                break;
            }
        }
        if !decided {
            let next = self.out(run, &self.otherwise, self.rows.len());
            join(&mut all, next);
        }
        let mut all = all.unwrap_or_else(nothing);
        if none {
            may_be_nothing(&mut all);
        }
        merge(&mut all.hang, &hang);
        merge(&mut all.used, &used);
        tidy(all)
    }

    /// 最高, 最低, 合计 over the rows that hold.
    fn lookup_all<'w>(&'w self, run: &mut Run<'w>, env: Env<'w>) -> Found {
        let mut sure: Option<Found> = None;
        let mut maybe: Vec<(Found, u8)> = Vec::new();
        let mut used = Deps::NONE;
        let mut overflow = false;
        for (at, row) in self.rows.iter().enumerate() {
            let Some(when) = &row.when else { continue };
            let found = run.truth(when, env);
            merge(&mut used, &found.used);
            let bits = found.bits;
            if bits == F {
                continue;
            }
            let Some(mut next) = self.out(run, &row.out, at) else {
                continue;
            };
            if bits == T {
                sure = Some(match sure {
                    Some(have) => self.combine(have, &next, &mut overflow),
                    None => next,
                });
            } else {
                merge(&mut next.hang, &found.hang);
                maybe.push((next, bits));
            }
        }
        let always = sure.is_some();
        let mut all = sure;
        for (next, bits) in maybe {
            let next = if bits & P != 0 { unset_too(next) } else { next };
            all = Some(match all {
                Some(have) => {
                    let both = self.combine(have.clone(), &next, &mut overflow);
                    let both = either(have, &both);
                    // Where no row surely holds, this one may hold alone.
                    if always { both } else { either(both, &next) }
                }
                None => next,
            });
        }
        if !always {
            match self.out(run, &self.otherwise, self.rows.len()) {
                Some(otherwise) => {
                    all = Some(match all {
                        Some(have) => either(have, &otherwise),
                        None => otherwise,
                    });
                }
                None => {
                    if let Some(all) = &mut all {
                        may_be_nothing(all);
                    }
                }
            }
        }
        if overflow {
            return run.overflow();
        }
        let mut all = all.unwrap_or_else(nothing);
        merge(&mut all.used, &used);
        tidy(all)
    }

    fn combine(&self, a: Found, b: &Found, overflow: &mut bool) -> Found {
        match self.hit {
            HitRule::Sum => {
                let (Abs::Num(x), Abs::Num(y)) = (&a.abs, &b.abs) else {
                    return a;
                };
                let abs = x.add(y).unwrap_or_else(|_| {
                    *overflow = true;
                    Num::of(Class::Set, Interval::ALL)
                });
                let mut out = Found {
                    abs: Abs::Num(abs),
                    hang: a.hang,
                    used: a.used,
                };
                merge(&mut out.hang, &b.hang);
                merge(&mut out.used, &b.used);
                out
            }
            HitRule::Lowest => larger(a, b, false),
            _ => larger(a, b, true),
        }
    }

    /// Rows that the facts can still fall in; whether a fact may not apply at all.
    fn possible<'w>(&'w self, run: &mut Run<'w>, env: Env<'w>) -> (Vec<usize>, Deps, Deps, bool) {
        let (mut hang, mut used) = (Deps::NONE, Deps::NONE);
        let mut void = false;
        let mut values = Vec::with_capacity(self.by.len());
        for leaf in &self.by {
            let found = run.fact(leaf, env);
            void |= match &found.abs {
                Abs::One(one) => one.bits & NOT_APPLICABLE != 0,
                Abs::Num(num) => num.void,
                _ => false,
            };
            merge(&mut hang, &found.hang);
            merge(&mut used, &found.used);
            values.push(found.abs);
        }
        let rows = self.rows.iter().enumerate().filter(|(_, row)| {
            row.cells
                .iter()
                .zip(&values)
                .all(|(cell, value)| match (cell, value) {
                    (Cell::Choices(bits), Abs::One(one)) => one.bits & bits != 0,
                    (Cell::Numbers(numbers), Abs::Num(num)) => {
                        num.parts().any(|(_, interval)| meets(interval, *numbers))
                    }
                    _ => true,
                })
        });
        (rows.map(|(at, _)| at).collect(), hang, used, void)
    }

    /// Finds cells that fall in no row or in two: words for the cell, and the rows.
    pub(crate) fn cell_faults(&self) -> Vec<(String, Vec<usize>)> {
        if self.hit != HitRule::One || self.by.is_empty() {
            return Vec::new();
        }
        let axes: Vec<Vec<(String, Cell)>> = self
            .by
            .iter()
            .enumerate()
            .map(|(column, leaf)| self.axis(column, &leaf.def))
            .collect();
        let count = axes
            .iter()
            .fold(1_usize, |count, axis| count.saturating_mul(axis.len()));
        if count > crate::limits::TABLE_CELLS {
            return vec![(count.to_string(), Vec::new())];
        }
        let mut faults = Vec::new();
        for mut number in 0..count {
            let mut words = Vec::new();
            let mut cells = Vec::new();
            for axis in &axes {
                if let Some((word, cell)) = axis.get(number % axis.len().max(1)) {
                    words.push(word.clone());
                    cells.push(cell.clone());
                }
                number /= axis.len().max(1);
            }
            let hits: Vec<usize> = self
                .rows
                .iter()
                .enumerate()
                .filter(|(_, row)| {
                    row.cells.iter().zip(&cells).all(|(a, b)| match (a, b) {
                        (Cell::Choices(a), Cell::Choices(b)) => a & b != 0,
                        (Cell::Numbers(a), Cell::Numbers(b)) => meets(*a, *b),
                        _ => false,
                    })
                })
                .map(|(at, _)| at)
                .collect();
            if hits.len() != 1 {
                faults.push((words.join(" "), hits));
            }
        }
        faults
    }

    /// The values of one fact that rows can tell apart.
    fn axis(&self, column: usize, def: &FactDef) -> Vec<(String, Cell)> {
        if let Some(choices) = def.ty.enum_def() {
            return choices
                .variants
                .iter()
                .enumerate()
                .map(|(at, variant)| (variant.name.clone(), Cell::Choices(1 << at)))
                .collect();
        }
        // Between two neighbouring ends of intervals all numbers fall alike.
        let mut points = std::collections::BTreeSet::new();
        points.extend(def.min);
        points.extend(def.max);
        for row in &self.rows {
            if let Some(Cell::Numbers(interval)) = row.cells.get(column) {
                for end in [interval.low, interval.high].into_iter().flatten() {
                    let Some(end) = end.as_whole() else { continue };
                    points.extend([end.saturating_sub(1), end, end.saturating_add(1)]);
                }
            }
        }
        points
            .into_iter()
            .filter(|n| def.min.is_none_or(|min| *n >= min))
            .filter(|n| def.max.is_none_or(|max| *n <= max))
            .map(|n| (n.to_string(), Cell::Numbers(Interval::whole(n, n))))
            .collect()
    }
}

/// What a standard that no text gives can be: money and shares are never negative.
const NOT_NEGATIVE: Interval = Interval {
    low: Some(Fraction::ZERO),
    high: None,
};

/// The bits of all variants of an enum fact, for the cell `*`.
pub(crate) fn any_choice(ty: &Type) -> u64 {
    ty.enum_def().map_or(0, |def| all_bits(def.variants.len()))
}

fn meets(a: Interval, b: Interval) -> bool {
    let apart =
        |x: Option<Fraction>, y: Option<Fraction>| matches!((x, y), (Some(x), Some(y)) if x < y);
    !apart(a.high, b.low) && !apart(b.high, a.low)
}

fn either(a: Found, b: &Found) -> Found {
    let mut out = Found {
        abs: join_abs(&a.abs, &b.abs),
        hang: a.hang,
        used: a.used,
    };
    merge(&mut out.hang, &b.hang);
    merge(&mut out.used, &b.used);
    out
}

/// It can also be that somebody does not stand in the table at all.
fn may_be_nothing(found: &mut Found) {
    if let Abs::Num(num) = &mut found.abs {
        num.void = true;
    }
}

fn unset_too(mut found: Found) -> Found {
    if let Abs::Num(num) = &mut found.abs {
        let hull = num.hull_without(None).unwrap_or(Interval::ALL);
        num.add_part(Class::Unset, hull);
    }
    found
}

/// The value of a table in which somebody does not stand.
fn nothing() -> Found {
    Found {
        abs: Abs::Num(Num::VOID),
        hang: Deps::NONE,
        used: Deps::NONE,
    }
}

fn tidy(mut found: Found) -> Found {
    if let Abs::Num(num) = &found.abs
        && num.is_exact()
    {
        found.hang = Deps::NONE;
    }
    found
}
