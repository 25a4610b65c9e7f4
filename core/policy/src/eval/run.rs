//! Walks a checked rule over a world.

use super::abs::{Class, F, Num, P, T};
use super::found::{
    Abs, Deps, Found, Join, Truth, at_unset, join_abs, larger, merge, negated, number, plain,
    settle,
};
use super::leaf::as_day;
use super::reasons::{Dep, Known};
use crate::dict::ListDef;
use crate::lang::Expr;
use crate::lang::node::{Body, Derived, Memo, Node, Place};
use crate::lang::parse::Over;
use crate::number::{Fraction, Interval};
use crate::world::{Item, Subject, World};
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
        Self::subject(person)
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

/// One evaluation: remembers what was found and collects reasons.
///
/// Rules and world outlive it, so that reasons point into them; whatever has a
/// [`Memo`] is found once for the home and once for each member.
pub(crate) struct Run<'w> {
    pub(crate) world: &'w World,
    pub(super) deps: Vec<Dep<'w>>,
    /// Those of them that are standards.
    pub(super) standard: Deps,
    pub(super) known: Known,
    /// The home and the members.
    seats: usize,
    /// By memo and seat: position in `values` from 1, or 0.
    cells: Vec<u32>,
    values: Vec<Found>,
    /// Answers assumed for facts that are not fully known.
    pub(super) assumed: Vec<Assumed>,
}

/// An answer assumed while a case is looked at.
#[derive(Debug, Clone)]
pub(crate) struct Assumed {
    /// Of which member.
    pub(crate) person: Option<usize>,
    /// Key of the fact, or of the code of a benefit.
    pub(crate) key: crate::world::Key,
    /// The answer.
    pub(crate) abs: Abs,
}

impl<'w> Run<'w> {
    pub(crate) fn new(world: &'w World) -> Self {
        Self {
            world,
            deps: Vec::new(),
            standard: Deps::NONE,
            known: Known::default(),
            seats: world.members.len() + 1,
            cells: Vec::new(),
            values: Vec::new(),
            assumed: Vec::new(),
        }
    }

    /// Makes room for a whole chain that remembers so much.
    pub(crate) fn for_chain(world: &'w World, memos: usize) -> Self {
        let mut run = Self::new(world);
        run.cells = vec![0; memos * run.seats];
        // Room for what a small home reads; more is made when needed.
        run.values.reserve(160);
        run.deps.reserve(256);
        run
    }

    /// The same rules again, with some answers assumed.
    pub(crate) fn assuming(world: &'w World, assumed: Vec<Assumed>) -> Self {
        let mut run = Self::new(world);
        run.assumed = assumed;
        run
    }

    /// Evaluates a rule for somebody.
    pub(crate) fn expr(&mut self, expr: &'w Expr, env: Env<'w>) -> Found {
        self.node(expr.root(), env)
    }

    /// Evaluates a yes-no rule.
    pub(crate) fn truth(&mut self, expr: &'w Expr, env: Env<'w>) -> Truth {
        self.bool(expr.root(), env)
    }

    pub(crate) fn overflow(&mut self) -> Found {
        let hang = self.dep(Dep::Overflow);
        Found {
            abs: Abs::Num(Num::of(Class::Set, Interval::ALL)),
            hang,
            used: Deps::NONE,
        }
    }

    /// What is remembered under a memo for somebody; found the first time.
    pub(crate) fn once(
        &mut self,
        memo: Memo,
        person: Option<usize>,
        find: impl Fn(&mut Self) -> Found,
    ) -> Found {
        match self.kept(memo, person, &find) {
            Some(found) => found.clone(),
            None => find(self),
        }
    }

    /// The same where it lies; `None` for a stranger, of whom nothing is remembered.
    fn kept(
        &mut self,
        memo: Memo,
        person: Option<usize>,
        find: impl FnOnce(&mut Self) -> Found,
    ) -> Option<&Found> {
        let seat = person.map_or(0, |at| at.saturating_add(1));
        if seat >= self.seats {
            return None;
        }
        let cell = memo.index() * self.seats + seat;
        let mut at = self.cells.get(cell).copied().unwrap_or(0);
        if at == 0 {
            let found = find(self);
            self.values.push(found);
            at = u32::try_from(self.values.len()).unwrap_or(0);
            if self.cells.len() <= cell {
                self.cells.resize(cell + 1, 0);
            }
            if let Some(slot) = self.cells.get_mut(cell) {
                *slot = at;
            }
        }
        let at = usize::try_from(at).ok()?.checked_sub(1)?;
        self.values.get(at)
    }

    /// A value that is remembered, where it lies.
    fn lying(&mut self, node: &'w Node, env: Env<'w>) -> Option<&Found> {
        match node {
            Node::Fact(leaf) => self.kept(leaf.memo?, env.at(leaf.place), |run| {
                run.look(leaf, env, true)
            }),
            Node::Derived(derived, place) => {
                let person = env.at(*place);
                self.kept(derived.memo, person, |run| run.reckoned(derived, person))
            }
            _ => None,
        }
    }

    pub(crate) fn num(&mut self, node: &'w Node, env: Env<'w>) -> (Num, Deps, Deps) {
        let found = self.node(node, env);
        match found.abs {
            Abs::Num(num) => (num, found.hang, found.used),
            _ => (Num::of(Class::Set, Interval::ALL), found.hang, found.used),
        }
    }

    /// Evaluates a node of the type 是否.
    pub(crate) fn bool(&mut self, node: &'w Node, env: Env<'w>) -> Truth {
        match node {
            Node::And(all) => self.join(Join::all(), all, env),
            Node::Or(all) => self.join(Join::any(), all, env),
            Node::Not(inner) => negated(self.bool(inner, env)),
            Node::Compare(cmp, left, right) => {
                let (a, hang_a, used_a) = self.num(left, env);
                let (b, hang_b, used_b) = self.num(right, env);
                let open = if a.is_set() && b.is_set() {
                    [false; 2]
                } else {
                    [self.has_facts(&hang_a), self.has_facts(&hang_b)]
                };
                let bits = a.compare(*cmp, &b, open);
                settle(bits, hang_a, &hang_b, used_a, &used_b)
            }
            Node::OneOf(inner, bits) => {
                let test = |found: &Found| {
                    found.tested(match &found.abs {
                        Abs::One(one) => one.one_of(*bits),
                        _ => BOTH,
                    })
                };
                match self.lying(inner, env) {
                    Some(found) => test(found),
                    None => test(&self.node(inner, env)),
                }
            }
            Node::OneIn(inner, set) => {
                let (found, set) = (self.node(inner, env), self.node(set, env));
                let out = match (&found.abs, &set.abs) {
                    (Abs::One(one), Abs::Many(set)) => one.one_in(*set),
                    _ => BOTH,
                };
                settle(out, found.hang, &set.hang, found.used, &set.used)
            }
            Node::HasAny(inner, bits) => {
                let test = |found: &Found| {
                    found.tested(match &found.abs {
                        Abs::Many(many) => many.has_any(*bits),
                        _ => BOTH,
                    })
                };
                match self.lying(inner, env) {
                    Some(found) => test(found),
                    None => test(&self.node(inner, env)),
                }
            }
            Node::HasAnyOf(inner, set) => {
                let (found, set) = (self.node(inner, env), self.node(set, env));
                let out = match (&found.abs, &set.abs) {
                    (Abs::Many(many), Abs::Many(set)) => many.has_any_of(*set),
                    _ => BOTH,
                };
                settle(out, found.hang, &set.hang, found.used, &set.used)
            }
            Node::Bool(flag) => Truth::plain(if *flag { T } else { F }),
            Node::Near(months, date) => self.near(*months, date, env),
            Node::Over(over @ (Over::Any | Over::All), list, filter, Some(body)) => {
                self.some(*over == Over::Any, list, filter.as_deref(), body, env)
            }
            Node::Qualifies(scheme, place) => {
                let person = env.at(*place);
                let scheme = scheme.as_ref();
                let find = |run: &mut Self| scheme.qualifies(run, Env::subject(person)).into();
                self.once(scheme.memo, person, find).into()
            }
            Node::Receives(aid, place) => {
                let person = env.at(*place);
                let aid = aid.as_ref();
                let find = |run: &mut Self| run.receives(aid, person).into();
                self.once(aid.memo, person, find).into()
            }
            Node::InTable(table, place) => {
                table.as_ref().contains(self, Env::subject(env.at(*place)))
            }
            Node::Hit(slot) => self.hit(slot),
            Node::Event(name) => {
                let on = self.world.events.contains(name.as_ref());
                Truth::plain(if on { T } else { F })
            }
            Node::Fact(_) | Node::Derived(..) => match self.lying(node, env) {
                Some(found) => Truth {
                    bits: match &found.abs {
                        Abs::Bool(bits) => *bits,
                        _ => BOTH,
                    },
                    hang: found.hang.clone(),
                    used: found.used.clone(),
                },
                None => self.node(node, env).into(),
            },
            Node::Param(_)
            | Node::If(..)
            | Node::Number(_)
            | Node::Today
            | Node::Add(_)
            | Node::Mul(..)
            | Node::Div(..)
            | Node::Extreme(..)
            | Node::Over(..)
            | Node::Lookup(..) => self.node(node, env).into(),
        }
    }

    pub(crate) fn node(&mut self, node: &'w Node, env: Env<'w>) -> Found {
        match node {
            Node::Number(value) => plain(Abs::Num(Num::point(*value))),
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
                merge(&mut hang, &hang_b);
                merge(&mut used, &used_b);
                let out = if matches!(node, Node::Mul(..)) {
                    a.mul(&b)
                } else {
                    a.div(&b)
                };
                match out {
                    Ok(num) => number(num, hang, used),
                    Err(_) => self.overflow(),
                }
            }
            Node::Extreme(largest, all) => self.extreme(*largest, all, env),
            Node::If(when, yes, no) => self.choice(when, yes, no, env),
            Node::Over(over, list, filter, body)
                if !matches!((over, body), (Over::Any | Over::All, Some(_))) =>
            {
                self.reckon(*over, list, filter.as_deref(), body.as_deref(), env)
            }
            Node::Lookup(table, place) => table.as_ref().lookup(self, Env::subject(env.at(*place))),
            Node::And(_)
            | Node::Or(_)
            | Node::Not(_)
            | Node::Compare(..)
            | Node::OneOf(..)
            | Node::OneIn(..)
            | Node::HasAny(..)
            | Node::HasAnyOf(..)
            | Node::Bool(_)
            | Node::Near(..)
            | Node::Over(..)
            | Node::Qualifies(..)
            | Node::Receives(..)
            | Node::InTable(..)
            | Node::Hit(_)
            | Node::Event(_) => self.bool(node, env).into(),
        }
    }

    fn join(&mut self, mut join: Join, all: &'w [Node], env: Env<'w>) -> Truth {
        for node in all {
            let found = self.bool(node, env);
            if join.push(found) {
                break;
            }
        }
        join.finish()
    }

    /// 近: so many months after the day is not before today.
    fn near(&mut self, months: i32, date: &'w Node, env: Env<'w>) -> Truth {
        let (num, hang, used) = self.num(date, env);
        let today = self.world.day;
        let reaches = |end: Option<Fraction>| {
            end.and_then(as_day)
                .map(|day| day.plus_months(months) >= today)
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
        let bits = if bits == 0 { BOTH } else { bits };
        settle(bits, hang, &Deps::NONE, used, &Deps::NONE)
    }

    fn derived(&mut self, derived: &'w Derived, person: Option<usize>) -> Found {
        self.once(derived.memo, person, |run| run.reckoned(derived, person))
    }

    fn reckoned(&mut self, derived: &'w Derived, person: Option<usize>) -> Found {
        let env = Env::subject(person);
        match &derived.body {
            Body::Expr(expr) => self.expr(expr, env),
            Body::Age(leaf, birthday) => {
                let found = self.fact(leaf, env);
                let abs = match found.abs {
                    Abs::Num(num) => Abs::Num(self.age(&num, *birthday)),
                    other => other,
                };
                Found { abs, ..found }
            }
        }
    }

    fn add(&mut self, parts: &'w [(bool, Node)], env: Env<'w>) -> Found {
        let mut sum = Num::point(Fraction::ZERO);
        let (mut hang, mut used) = (Deps::NONE, Deps::NONE);
        for (minus, part) in parts {
            let (num, hang_part, used_part) = self.num(part, env);
            merge(&mut hang, &hang_part);
            merge(&mut used, &used_part);
            let num = if *minus { num.neg() } else { Ok(num) };
            match num.and_then(|num| sum.add(&num)) {
                Ok(next) => sum = next,
                Err(_) => return self.overflow(),
            }
        }
        number(sum, hang, used)
    }

    fn extreme(&mut self, largest: bool, all: &'w [Node], env: Env<'w>) -> Found {
        let mut best: Option<Found> = None;
        for node in all {
            let (num, hang, used) = self.num(node, env);
            let next = Found {
                abs: Abs::Num(num),
                hang,
                used,
            };
            best = Some(match best {
                Some(best) => larger(best, &next, largest),
                None => next,
            });
        }
        best.unwrap_or_else(|| plain(Abs::Num(Num::of(Class::Set, Interval::ALL))))
    }

    fn choice(&mut self, when: &'w Node, yes: &'w Node, no: &'w Node, env: Env<'w>) -> Found {
        let when = self.bool(when, env);
        let bits = when.bits;
        if bits == T || bits == F {
            let mut found = self.node(if bits == T { yes } else { no }, env);
            merge(&mut found.used, &when.used);
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
        merge(&mut hang, &yes.hang);
        merge(&mut hang, &no.hang);
        let mut used = yes.used;
        merge(&mut used, &no.used);
        Found { abs, hang, used }
    }

    /// 有 and 都.
    fn some(
        &mut self,
        any: bool,
        list: &'w Arc<ListDef>,
        filter: Option<&'w Node>,
        body: &'w Node,
        env: Env<'w>,
    ) -> Truth {
        let items = self.items(list, env);
        if items.too_many() {
            return self.overflow().into();
        }
        self.quantify(any, &items, filter, body)
    }

    /// 数, 合计, 最大, 最小.
    fn reckon(
        &mut self,
        over: Over,
        list: &'w Arc<ListDef>,
        filter: Option<&'w Node>,
        body: Option<&'w Node>,
        env: Env<'w>,
    ) -> Found {
        let items = self.items(list, env);
        if items.too_many() {
            return self.overflow();
        }
        match over {
            Over::Max | Over::Min => self.best(over == Over::Max, items, filter, body),
            _ => self.total(list, items, filter, body),
        }
    }
}
