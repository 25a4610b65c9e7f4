//! Walks a checked rule over a world.

use super::abs::{Class, F, Num, P, T};
use super::found::{
    Abs, Deps, Found, Join, at_unset, join_abs, larger, merge, negated, number, plain, settle,
};
use super::leaf::as_day;
use super::reasons::Dep;
use crate::lang::Expr;
use crate::lang::node::{Body, Derived, Node, Place};
use crate::number::{Fraction, Interval};
use crate::world::{Item, Subject, World};
use std::collections::HashMap;
use std::sync::Arc;

const BOTH: u8 = T | F;

/// For whom, and which item.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Env<'w> {
    /// The person concerned.
    pub(crate) own: Option<usize>,
    /// The member iterated, else the person concerned.
    pub(crate) person: Option<usize>,
    /// The item iterated, and whose list it is in.
    pub(crate) item: Option<(&'w Item, Option<usize>)>,
}

impl Env<'_> {
    pub(crate) const fn of(subject: Subject) -> Self {
        let person = match subject {
            Subject::Household => None,
            Subject::Person(at) => Some(at),
        };
        Env {
            own: person,
            person,
            item: None,
        }
    }

    pub(crate) const fn subject(person: Option<usize>) -> Self {
        Env {
            own: person,
            person,
            item: None,
        }
    }

    pub(crate) const fn at(&self, place: Place) -> Option<usize> {
        match place {
            Place::Household => None,
            Place::Person | Place::Item => self.person,
            Place::Own => self.own,
        }
    }
}

/// One evaluation: remembers derived values and collects reasons.
pub(crate) struct Run<'w> {
    pub(crate) world: &'w World,
    pub(crate) deps: Vec<Dep<'w>>,
    pub(crate) known: HashMap<(u8, Option<usize>, u64), u32>,
    memo: HashMap<(usize, Option<usize>), Found>,
}

impl<'w> Run<'w> {
    pub(crate) fn new(world: &'w World) -> Self {
        Self {
            world,
            deps: Vec::new(),
            known: HashMap::new(),
            memo: HashMap::new(),
        }
    }

    /// Evaluates a rule for somebody.
    pub(crate) fn expr(&mut self, expr: &Expr, env: Env<'w>) -> Found {
        self.node(expr.root(), env)
    }

    /// Evaluates a yes-no rule.
    pub(crate) fn truth(&mut self, expr: &Expr, env: Env<'w>) -> Found {
        self.bool(expr.root(), env)
    }

    pub(crate) fn overflow(&mut self) -> Found {
        let hang = self.dep(Dep::Overflow);
        Found {
            abs: Abs::Num(Num::of(Class::Set, Interval::ALL)),
            hang,
            used: Vec::new(),
        }
    }

    pub(crate) fn bool(&mut self, node: &Node, env: Env<'w>) -> Found {
        let found = self.node(node, env);
        match found.abs {
            Abs::Bool(_) => found,
            // The checker lets no other type come here.
            _ => Found {
                abs: Abs::Bool(BOTH),
                ..found
            },
        }
    }

    pub(crate) fn num(&mut self, node: &Node, env: Env<'w>) -> (Num, Deps, Deps) {
        let found = self.node(node, env);
        match found.abs {
            Abs::Num(num) => (num, found.hang, found.used),
            _ => (Num::of(Class::Set, Interval::ALL), found.hang, found.used),
        }
    }

    pub(crate) fn node(&mut self, node: &Node, env: Env<'w>) -> Found {
        match node {
            Node::And(all) => self.and(all.iter(), env),
            Node::Or(all) => self.or(all, env),
            Node::Not(inner) => negated(self.bool(inner, env)),
            Node::Compare(cmp, left, right) => {
                let (a, hang_a, used_a) = self.num(left, env);
                let (b, hang_b, used_b) = self.num(right, env);
                let bits = a.compare(*cmp, &b, [self.has_facts(&hang_a), self.has_facts(&hang_b)]);
                settle(bits, [hang_a, hang_b], [used_a, used_b])
            }
            Node::OneOf(inner, bits) => {
                let found = self.node(inner, env);
                let out = match found.abs {
                    Abs::One(one) => one.one_of(*bits),
                    _ => BOTH,
                };
                settle(out, [found.hang], [found.used])
            }
            Node::OneIn(inner, set) => {
                let (found, set) = (self.node(inner, env), self.node(set, env));
                let out = match (&found.abs, &set.abs) {
                    (Abs::One(one), Abs::Many(set)) => one.one_in(*set),
                    _ => BOTH,
                };
                settle(out, [found.hang, set.hang], [found.used, set.used])
            }
            Node::HasAny(inner, bits) => {
                let found = self.node(inner, env);
                let out = match found.abs {
                    Abs::Many(many) => many.has_any(*bits),
                    _ => BOTH,
                };
                settle(out, [found.hang], [found.used])
            }
            Node::HasAnyOf(inner, set) => {
                let (found, set) = (self.node(inner, env), self.node(set, env));
                let out = match (&found.abs, &set.abs) {
                    (Abs::Many(many), Abs::Many(set)) => many.has_any_of(*set),
                    _ => BOTH,
                };
                settle(out, [found.hang, set.hang], [found.used, set.used])
            }
            Node::Number(value) => plain(Abs::Num(Num::point(*value))),
            Node::Bool(flag) => plain(Abs::Bool(if *flag { T } else { F })),
            Node::Today => {
                let today = Fraction::whole(self.world.day.epoch_days().into());
                plain(Abs::Num(Num::point(today)))
            }
            Node::Fact(leaf) => self.fact(leaf, env),
            Node::Param(param) => self.param(param),
            Node::Derived(derived, place) => self.derived(derived, env.at(*place)),
            Node::Add(parts) => self.add(parts, env),
            Node::Mul(left, right) | Node::Div(left, right) => {
                let (a, mut hang, mut used) = self.num(left, env);
                let (b, hang_b, used_b) = self.num(right, env);
                merge(&mut hang, hang_b);
                merge(&mut used, used_b);
                let out = if matches!(node, Node::Mul(..)) {
                    a.mul(&b)
                } else {
                    a.div(&b)
                };
                match out {
                    Ok(num) => number(&num, hang, used),
                    Err(_) => self.overflow(),
                }
            }
            Node::Extreme(largest, all) => self.extreme(*largest, all, env),
            Node::If(when, yes, no) => self.choice(when, yes, no, env),
            Node::Near(months, date) => {
                let (num, hang, used) = self.num(date, env);
                let today = self.world.day;
                let reaches = |end: Option<Fraction>| {
                    end.and_then(as_day)
                        .map(|day| day.plus_months(*months) >= today)
                };
                let mut bits = if num.void { F } else { 0 };
                if let Some(interval) = num.hull_without(None) {
                    // Later days reach farther, so the ends decide.
                    if reaches(interval.high).unwrap_or(true) {
                        bits |= T;
                    }
                    if !reaches(interval.low).unwrap_or(false) {
                        bits |= F;
                    }
                }
                settle(if bits == 0 { BOTH } else { bits }, [hang], [used])
            }
            Node::Over(over, list, filter, body) => {
                self.over(*over, list, filter.as_deref(), body.as_deref(), env)
            }
            Node::Qualifies(scheme, place) => {
                let person = env.at(*place);
                let key = (Arc::as_ptr(scheme) as usize, person);
                if let Some(found) = self.memo.get(&key) {
                    return found.clone();
                }
                let found = scheme.qualifies(self, Env::subject(person));
                self.memo.insert(key, found.clone());
                found
            }
            Node::Receives(aid, place) => self.receives(aid, env.at(*place)),
            Node::InTable(table, place) => {
                let table = Arc::clone(table);
                table.contains(self, Env::subject(env.at(*place)))
            }
            Node::Lookup(table, place) => {
                let table = Arc::clone(table);
                table.lookup(self, Env::subject(env.at(*place)))
            }
            Node::Hit(slot) => self.hit(slot),
            Node::Event(name) => {
                let on = self.world.events.contains(name.as_ref());
                plain(Abs::Bool(if on { T } else { F }))
            }
        }
    }

    pub(crate) fn and<'n>(&mut self, all: impl Iterator<Item = &'n Node>, env: Env<'w>) -> Found {
        let mut join = Join::all();
        for node in all {
            let found = self.bool(node, env);
            if join.push(found) {
                break;
            }
        }
        join.finish()
    }

    pub(crate) fn or(&mut self, all: &[Node], env: Env<'w>) -> Found {
        let mut join = Join::any();
        for node in all {
            let found = self.bool(node, env);
            if join.push(found) {
                break;
            }
        }
        join.finish()
    }

    pub(crate) fn derived(&mut self, derived: &Arc<Derived>, person: Option<usize>) -> Found {
        let key = (Arc::as_ptr(derived) as usize, person);
        if let Some(found) = self.memo.get(&key) {
            return found.clone();
        }
        let env = Env::subject(person);
        let found = match &derived.body {
            Body::Expr(expr) => self.expr(expr, env),
            Body::Age(leaf, birthday) => {
                let found = self.fact(leaf, env);
                let abs = match found.abs {
                    Abs::Num(num) => Abs::Num(self.age(&num, *birthday)),
                    other => other,
                };
                Found { abs, ..found }
            }
        };
        self.memo.insert(key, found.clone());
        found
    }

    pub(crate) fn add(&mut self, parts: &[(bool, Node)], env: Env<'w>) -> Found {
        let mut sum = Num::point(Fraction::ZERO);
        let (mut hang, mut used) = (Vec::new(), Vec::new());
        for (minus, part) in parts {
            let (num, hang_part, used_part) = self.num(part, env);
            merge(&mut hang, hang_part);
            merge(&mut used, used_part);
            let num = if *minus { num.neg() } else { Ok(num) };
            match num.and_then(|num| sum.add(&num)) {
                Ok(next) => sum = next,
                Err(_) => return self.overflow(),
            }
        }
        number(&sum, hang, used)
    }

    pub(crate) fn extreme(&mut self, largest: bool, all: &[Node], env: Env<'w>) -> Found {
        let mut best: Option<Found> = None;
        for node in all {
            let (num, hang, used) = self.num(node, env);
            let next = Found {
                abs: Abs::Num(num),
                hang,
                used,
            };
            best = Some(match best {
                Some(best) => larger(best, next, largest),
                None => next,
            });
        }
        best.unwrap_or_else(|| plain(Abs::Num(Num::of(Class::Set, Interval::ALL))))
    }

    pub(crate) fn choice(&mut self, when: &Node, yes: &Node, no: &Node, env: Env<'w>) -> Found {
        let when = self.bool(when, env);
        let Abs::Bool(bits) = when.abs else {
            return when;
        };
        if bits == T || bits == F {
            let mut found = self.node(if bits == T { yes } else { no }, env);
            merge(&mut found.used, when.used);
            return found;
        }
        let (yes, no) = (self.node(yes, env), self.node(no, env));
        let mut abs = match (bits & T != 0, bits & F != 0) {
            (true, false) => yes.abs.clone(),
            (false, true) => no.abs.clone(),
            _ => join_abs(&yes.abs, &no.abs),
        };
        if bits & P != 0 {
            abs = join_abs(&abs, &at_unset(&join_abs(&yes.abs, &no.abs)));
            if bits == P {
                abs = at_unset(&abs);
            }
        }
        let mut hang = when.hang;
        merge(&mut hang, yes.hang);
        merge(&mut hang, no.hang);
        let mut used = yes.used;
        merge(&mut used, no.used);
        Found { abs, hang, used }
    }
}
