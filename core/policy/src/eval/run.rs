//! Walks a checked rule over a world.

use super::abs::{Class, F, Many, NOT_APPLICABLE, Num, One, P, T, and, not, or};
use super::{FactRef, Hangs, Rests, UsedFact};
use crate::dict::{FactDef, FactId, How, ListDef, Type};
use crate::lang::node::{Aid, Body, Derived, Leaf, Node, Place};
use crate::lang::parse::Over;
use crate::lang::{AID_FROM, AID_LIST, AID_SCHEME, AID_TO, Expr, MEMBERS_LIST, MEMBERS_NAME};
use crate::limits;
use crate::number::{Fraction, Interval};
use crate::pack::{Param, ParamValue, Slot};
use crate::table::Table;
use crate::value::FactValue;
use crate::world::{Item, Key, Known, List, Subject, World};
use std::collections::HashMap;
use std::sync::Arc;
use tanfang_values::{BirthdayRule, Day, age_on};

/// A value as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Abs {
    Bool(u8),
    Num(Num),
    One(One),
    Many(Many),
    Text(Option<Arc<str>>),
}

/// A value, what it hangs on while undecided, and what it rests on.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(crate) abs: Abs,
    pub(crate) hang: Deps,
    pub(crate) used: Deps,
}

/// Numbers of dependencies, ascending.
pub(crate) type Deps = Vec<u32>;

/// Merges ascending lists.
pub(crate) fn merge(into: &mut Deps, other: Deps) {
    if other.is_empty() {
        return;
    }
    if into.is_empty() {
        *into = other;
        return;
    }
    into.extend(other);
    into.sort_unstable();
    into.dedup();
}

/// Something that an answer can hang on or rest on.
#[derive(Debug, Clone)]
enum Dep<'w> {
    Fact(Option<usize>, Arc<FactDef>),
    Field(Option<usize>, Arc<FactDef>),
    List(Option<usize>, Arc<ListDef>),
    Members,
    Aid(Option<usize>, Arc<Aid>, Option<&'w Known>),
    Param(Arc<Param>),
    Cell(Arc<Table>, usize),
    Slot(Arc<Slot>),
    SlotItem(String, String),
    Overflow,
}

/// For whom, and which item.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Env<'w> {
    /// The person concerned.
    own: Option<usize>,
    /// The member iterated, else the person concerned.
    person: Option<usize>,
    item: Option<(&'w Item, Option<usize>)>,
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

    const fn subject(person: Option<usize>) -> Self {
        Env {
            own: person,
            person,
            item: None,
        }
    }

    const fn at(&self, place: Place) -> Option<usize> {
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
    deps: Vec<Dep<'w>>,
    known: HashMap<(u8, Option<usize>, u64), u32>,
    memo: HashMap<(usize, Option<usize>), Found>,
}

const BOTH: u8 = T | F;

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

    fn dep(&mut self, dep: Dep<'w>) -> Deps {
        let pointer = |p: *const u8| p as usize as u64;
        let key = match &dep {
            Dep::Fact(person, def) => (0, *person, Key::of(def.id.as_str()).number()),
            Dep::List(person, def) => (1, *person, Key::of(&def.id).number()),
            Dep::Aid(person, aid, from) => {
                let from = from.map_or(0, |known| pointer(std::ptr::from_ref(known).cast()));
                (2, *person, Key::of(&aid.code).number() ^ from)
            }
            Dep::Param(param) => (3, None, pointer(Arc::as_ptr(param).cast())),
            Dep::Cell(table, row) => (4, Some(*row), pointer(Arc::as_ptr(table).cast())),
            Dep::Slot(slot) => (5, None, pointer(Arc::as_ptr(slot).cast())),
            Dep::SlotItem(slot, item) => (6, None, Key::of(&format!("{slot}.{item}")).number()),
            Dep::Overflow => (7, None, 0),
            Dep::Field(person, def) => (8, *person, Key::of(&def.name).number()),
            Dep::Members => (9, None, 0),
        };
        let next = u32::try_from(self.deps.len()).unwrap_or(u32::MAX);
        let number = *self.known.entry(key).or_insert(next);
        if number == next {
            self.deps.push(dep);
        }
        vec![number]
    }

    fn overflow(&mut self) -> Found {
        let hang = self.dep(Dep::Overflow);
        Found {
            abs: Abs::Num(Num::of(Class::Set, Interval::ALL)),
            hang,
            used: Vec::new(),
        }
    }

    /// Whether unknown facts (not only standards) are among these.
    fn has_facts(&self, deps: &Deps) -> bool {
        deps.iter().any(|number| {
            let dep = self
                .deps
                .get(usize::try_from(*number).unwrap_or(usize::MAX));
            !matches!(
                dep,
                Some(Dep::Param(_) | Dep::Cell(..) | Dep::Slot(_)) | None
            )
        })
    }

    /// What an answer hangs on, in plain records.
    pub(crate) fn hangs(&self, deps: &Deps) -> Hangs {
        let mut out = Hangs::default();
        for number in deps {
            let Some(dep) = self
                .deps
                .get(usize::try_from(*number).unwrap_or(usize::MAX))
            else {
                continue;
            };
            match dep {
                Dep::Fact(person, def) => {
                    let fact = self.fact_ref(*person, def.id.clone(), &def.name);
                    if def.how == How::Judge {
                        out.judgements.push(fact);
                    } else {
                        out.facts.push(fact);
                    }
                }
                Dep::List(person, def) => {
                    out.facts
                        .push(self.fact_ref(*person, FactId::new(&def.id), &def.name));
                }
                Dep::Field(person, def) => {
                    out.facts
                        .push(self.fact_ref(*person, def.id.clone(), &def.name));
                }
                Dep::Members => {
                    out.facts
                        .push(self.fact_ref(None, FactId::new(MEMBERS_LIST), MEMBERS_NAME));
                }
                Dep::Aid(person, aid, _) => {
                    // Kept apart from the list: the question is about this one benefit.
                    let id = FactId::new(format!("{AID_LIST}.{}", aid.code));
                    out.facts.push(self.fact_ref(*person, id, &aid.shown));
                }
                Dep::SlotItem(slot, item) => {
                    let id = FactId::new(slot_fact(slot, item));
                    out.facts.push(self.fact_ref(None, id, item));
                }
                Dep::Param(param) => out.params.push(param.name.clone()),
                Dep::Cell(table, row) => out.params.push(table.unset_words(*row)),
                Dep::Slot(slot) => out.params.push(slot.name.clone()),
                Dep::Overflow => out.overflow = true,
            }
        }
        out
    }

    /// What an answer rests on, in plain records.
    pub(crate) fn rests(&self, deps: &Deps) -> Rests {
        let mut out = Rests::default();
        for number in deps {
            let Some(dep) = self
                .deps
                .get(usize::try_from(*number).unwrap_or(usize::MAX))
            else {
                continue;
            };
            match dep {
                Dep::Fact(person, def) => {
                    let facts = match person {
                        Some(at) => self.world.members.get(*at).map(|m| &m.facts),
                        None => Some(&self.world.household),
                    };
                    if let Some(known) = facts.and_then(|facts| facts.get_id(def.id.as_str())) {
                        out.facts.push(UsedFact {
                            fact: self.fact_ref(*person, def.id.clone(), &def.name),
                            value: known.value.clone(),
                            tag: known.tag.clone(),
                            day: known.day,
                        });
                    }
                }
                Dep::List(person, def) => {
                    let lists = match person {
                        Some(at) => self.world.members.get(*at).map(|m| &m.lists),
                        None => Some(&self.world.lists),
                    };
                    let count = if def.persons {
                        self.world.members.len()
                    } else {
                        lists
                            .and_then(|lists| lists.get(Key::of(&def.id)))
                            .map_or(0, |list| list.items.len())
                    };
                    out.facts.push(UsedFact {
                        fact: self.fact_ref(*person, FactId::new(&def.id), &def.name),
                        value: FactValue::Int(i64::try_from(count).unwrap_or(i64::MAX)),
                        tag: None,
                        day: None,
                    });
                }
                Dep::Aid(person, aid, from) => out.facts.push(UsedFact {
                    fact: self.fact_ref(*person, FactId::new(AID_LIST), &aid.shown),
                    value: FactValue::One(aid.code.clone()),
                    tag: from.and_then(|known| known.tag.clone()),
                    day: from.and_then(|known| known.day),
                }),
                Dep::SlotItem(slot, item) => {
                    let id = slot_fact(slot, item);
                    if let Some(known) = self.world.household.get_id(&id) {
                        out.facts.push(UsedFact {
                            fact: self.fact_ref(None, FactId::new(id), item),
                            value: known.value.clone(),
                            tag: known.tag.clone(),
                            day: known.day,
                        });
                    }
                }
                Dep::Param(param) => out.params.push(param.name.clone()),
                Dep::Cell(table, _) => out.params.push(table.name.clone()),
                Dep::Slot(slot) => out.params.push(slot.name.clone()),
                Dep::Overflow | Dep::Field(..) | Dep::Members => {}
            }
        }
        out.params.sort_unstable();
        out.params.dedup();
        out
    }

    fn fact_ref(&self, person: Option<usize>, id: FactId, name: &str) -> FactRef {
        FactRef {
            person: person
                .and_then(|at| self.world.members.get(at))
                .map(|m| m.id.clone()),
            id,
            name: name.to_owned(),
        }
    }

    fn bool(&mut self, node: &Node, env: Env<'w>) -> Found {
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

    fn num(&mut self, node: &Node, env: Env<'w>) -> (Num, Deps, Deps) {
        let found = self.node(node, env);
        match found.abs {
            Abs::Num(num) => (num, found.hang, found.used),
            _ => (Num::of(Class::Set, Interval::ALL), found.hang, found.used),
        }
    }

    fn node(&mut self, node: &Node, env: Env<'w>) -> Found {
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
                    Ok(num) => number(num, hang, used),
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

    fn and<'n>(&mut self, all: impl Iterator<Item = &'n Node>, env: Env<'w>) -> Found {
        let mut join = Join::all();
        for node in all {
            let found = self.bool(node, env);
            if join.push(found) {
                break;
            }
        }
        join.finish()
    }

    fn or(&mut self, all: &[Node], env: Env<'w>) -> Found {
        let mut join = Join::any();
        for node in all {
            let found = self.bool(node, env);
            if join.push(found) {
                break;
            }
        }
        join.finish()
    }

    fn fact(&mut self, leaf: &Leaf, env: Env<'w>) -> Found {
        let world = self.world;
        let person = env.at(leaf.place);
        let facts = match leaf.place {
            Place::Household => Some(&world.household),
            Place::Item => env.item.map(|(item, _)| &item.facts),
            Place::Person | Place::Own => person
                .and_then(|at| world.members.get(at))
                .map(|member| &member.facts),
        };
        let known = facts.and_then(|facts| facts.get(leaf.key));
        let (abs, exact) = read(&leaf.def, known);
        let dep = self.dep(match (leaf.place, env.item) {
            (Place::Item, Some((_, whose))) => Dep::Field(whose, Arc::clone(&leaf.def)),
            _ => Dep::Fact(person, Arc::clone(&leaf.def)),
        });
        let found = if exact {
            Found {
                abs,
                hang: Vec::new(),
                used: dep,
            }
        } else {
            Found {
                abs,
                hang: dep,
                used: Vec::new(),
            }
        };
        match &leaf.only_if {
            Some(only_if) => self.applicable(only_if, found, person),
            None => found,
        }
    }

    /// A fact that need not apply: nothing where the condition is surely false.
    fn applicable(&mut self, only_if: &Expr, found: Found, person: Option<usize>) -> Found {
        let when = self.truth(only_if, Env::subject(person));
        let Abs::Bool(bits) = when.abs else {
            return found;
        };
        if bits == T {
            let mut used = found.used;
            merge(&mut used, when.used);
            return Found { used, ..found };
        }
        let nothing = |abs: &Abs| match abs {
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
            Abs::Text(_) => Abs::Text(None),
        };
        if bits == F {
            return Found {
                abs: nothing(&found.abs),
                hang: Vec::new(),
                used: when.used,
            };
        }
        let mut hang = found.hang;
        merge(&mut hang, when.hang);
        Found {
            abs: join_abs(&found.abs, &nothing(&found.abs)),
            hang,
            used: found.used,
        }
    }

    fn param(&mut self, param: &Arc<Param>) -> Found {
        let world = self.world;
        let value = world
            .assume
            .get(&param.name)
            .or_else(|| param.on(world.day).map(|dated| &dated.is));
        let dep = self.dep(Dep::Param(Arc::clone(param)));
        let set = |abs| Found {
            abs,
            hang: Vec::new(),
            used: dep.clone(),
        };
        let bits = |codes: &[String]| -> u64 {
            let def = param.ty.enum_def();
            codes
                .iter()
                .filter_map(|code| def.and_then(|def| def.index_of_code(code)))
                .fold(0, |bits, index| bits | (1_u64 << index))
        };
        match value {
            Some(ParamValue::Number(span)) => {
                let class = if span.open { Class::Choice } else { Class::Set };
                let abs = Abs::Num(Num::of(class, param.within(span.interval)));
                if span.open {
                    Found {
                        abs,
                        hang: dep.clone(),
                        used: dep,
                    }
                } else {
                    set(abs)
                }
            }
            Some(ParamValue::Bool(flag)) => set(Abs::Bool(if *flag { T } else { F })),
            Some(ParamValue::One(code)) => set(Abs::One(One {
                bits: bits(std::slice::from_ref(code)),
                unset: false,
            })),
            Some(ParamValue::Many(codes)) => {
                let bits = bits(codes);
                set(Abs::Many(Many {
                    sure: bits,
                    maybe: bits,
                    unset: false,
                    set: true,
                }))
            }
            None => {
                let limits = Interval {
                    low: param.min,
                    high: param.max,
                };
                let abs = match &param.ty {
                    Type::Bool => Abs::Bool(P),
                    Type::Enum(_) => Abs::One(One {
                        bits: 0,
                        unset: true,
                    }),
                    Type::Many(_) => Abs::Many(Many {
                        sure: 0,
                        maybe: 0,
                        unset: true,
                        set: false,
                    }),
                    Type::Text => Abs::Text(None),
                    _ => Abs::Num(Num::of(Class::Unset, limits)),
                };
                Found {
                    abs,
                    hang: dep,
                    used: Vec::new(),
                }
            }
        }
    }

    fn derived(&mut self, derived: &Arc<Derived>, person: Option<usize>) -> Found {
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

    fn age(&self, birth: &Num, birthday: BirthdayRule) -> Num {
        let mut out = Num::NOTHING;
        out.void = birth.void;
        let age = |end: Option<Fraction>| {
            end.and_then(as_day)
                .map(|day| Fraction::whole(age_on(day, self.world.day, birthday).into()))
        };
        for (class, interval) in birth.parts() {
            // Born later is younger.
            let interval = Interval {
                low: age(interval.high),
                high: age(interval.low),
            };
            out.add_part(class, interval);
        }
        out
    }

    fn add(&mut self, parts: &[(bool, Node)], env: Env<'w>) -> Found {
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
        number(sum, hang, used)
    }

    fn extreme(&mut self, largest: bool, all: &[Node], env: Env<'w>) -> Found {
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

    fn choice(&mut self, when: &Node, yes: &Node, no: &Node, env: Env<'w>) -> Found {
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

    /// The items of a list as seen from somebody, and the lists that are not 齐全.
    fn items(&mut self, list: &Arc<ListDef>, env: Env<'w>) -> (Vec<Env<'w>>, Deps, Deps) {
        let world = self.world;
        let key = Key::of(&list.id);
        if list.persons {
            let envs = (0..world.members.len()).map(|at| Env {
                own: env.own,
                person: Some(at),
                item: None,
            });
            let dep = self.dep(Dep::List(None, Arc::clone(list)));
            let envs = envs.collect();
            return if world.members_complete {
                (envs, Vec::new(), dep)
            } else {
                (envs, dep, Vec::new())
            };
        }
        let (mut envs, mut open, mut closed) = (Vec::new(), Vec::new(), Vec::new());
        let mut take = |found: Option<&'w List>, whose: Option<usize>| {
            for item in found.into_iter().flat_map(|list| &list.items) {
                envs.push(Env {
                    item: Some((item, whose)),
                    ..env
                });
            }
        };
        let persons: Vec<usize> = match (list.about, env.person) {
            (crate::dict::About::Household, _) => Vec::new(),
            (crate::dict::About::Person, Some(at)) => vec![at],
            (crate::dict::About::Person, None) => (0..world.members.len()).collect(),
        };
        let of_home = world.lists.get(key);
        // A benefit paid to the home as one counts for each of its persons.
        if list.about == crate::dict::About::Household || list.id == AID_LIST {
            take(of_home, None);
        }
        for at in &persons {
            take(
                world.members.get(*at).and_then(|m| m.lists.get(key)),
                Some(*at),
            );
        }
        if list.about == crate::dict::About::Household {
            let dep = self.dep(Dep::List(None, Arc::clone(list)));
            if of_home.is_some_and(|list| list.complete) {
                closed = dep;
            } else {
                open = dep;
            }
        } else {
            for at in persons {
                let complete = world
                    .members
                    .get(at)
                    .and_then(|m| m.lists.get(key))
                    .is_some_and(|list| list.complete);
                let dep = self.dep(Dep::List(Some(at), Arc::clone(list)));
                merge(if complete { &mut closed } else { &mut open }, dep);
            }
            if env.person.is_none() && !world.members_complete {
                let dep = self.dep(Dep::Members);
                merge(&mut open, dep);
            }
        }
        (envs, open, closed)
    }

    fn over(
        &mut self,
        over: Over,
        list: &Arc<ListDef>,
        filter: Option<&Node>,
        body: Option<&Node>,
        env: Env<'w>,
    ) -> Found {
        let (envs, open, closed) = self.items(list, env);
        if envs.len() > usize::try_from(limits::LIST_ITEMS).unwrap_or(usize::MAX) * 31 {
            return self.overflow();
        }
        let body = match (over, body) {
            (Over::Any | Over::All, Some(body)) => {
                return self.quantify(over == Over::Any, &envs, filter, body, (open, closed));
            }
            (_, body) => body,
        };
        match over {
            Over::Max | Over::Min => {
                self.best(over == Over::Max, &envs, filter, body, (open, closed))
            }
            _ => self.total(list, &envs, filter, body, (open, closed)),
        }
    }

    fn passes(&mut self, filter: Option<&Node>, env: Env<'w>) -> Found {
        match filter {
            Some(filter) => self.bool(filter, env),
            None => plain(Abs::Bool(T)),
        }
    }

    /// 有 and 都: some item passes and fulfils; every item that passes fulfils.
    fn quantify(
        &mut self,
        any: bool,
        envs: &[Env<'w>],
        filter: Option<&Node>,
        body: &Node,
        (open, closed): (Deps, Deps),
    ) -> Found {
        let mut join = if any { Join::any() } else { Join::all() };
        for env in envs {
            let mut inner = if any { Join::all() } else { Join::any() };
            let passes = self.passes(filter, *env);
            let decided = inner.push(if any { passes } else { negated(passes) });
            if !decided {
                let body = self.bool(body, *env);
                inner.push(body);
            }
            if join.push(inner.finish()) {
                return join.finish();
            }
        }
        let rest = if open.is_empty() {
            Found {
                abs: Abs::Bool(if any { F } else { T }),
                hang: Vec::new(),
                used: closed,
            }
        } else {
            Found {
                abs: Abs::Bool(BOTH),
                hang: open,
                used: Vec::new(),
            }
        };
        join.push(rest);
        join.finish()
    }

    /// 数 and 合计.
    fn total(
        &mut self,
        list: &ListDef,
        envs: &[Env<'w>],
        filter: Option<&Node>,
        body: Option<&Node>,
        (mut hang, mut used): (Deps, Deps),
    ) -> Found {
        let whole = hang.is_empty();
        let mut sum = Num::point(Fraction::ZERO);
        for env in envs {
            let passes = self.passes(filter, *env);
            let Abs::Bool(bits) = passes.abs else {
                continue;
            };
            if bits == F {
                merge(&mut used, passes.used);
                continue;
            }
            let mut num = match body {
                Some(body) => {
                    let (num, hang_body, used_body) = self.num(body, *env);
                    merge(&mut hang, hang_body);
                    merge(&mut used, used_body);
                    num
                }
                None => Num::point(Fraction::ONE),
            };
            merge(&mut used, passes.used);
            merge(&mut hang, passes.hang);
            if bits & F != 0 {
                num = num.join(&Num::point(Fraction::ZERO));
            }
            if bits & P != 0 {
                let mut stopped = num.hull_without(None).unwrap_or(Interval::ALL);
                stopped = stopped.hull(Interval::point(Fraction::ZERO));
                num.add_part(Class::Unset, stopped);
            }
            match sum.add(&num) {
                Ok(next) => sum = next,
                Err(_) => return self.overflow(),
            }
        }
        if !whole {
            let most = i64::from(list.max) - i64::try_from(envs.len()).unwrap_or(i64::MAX);
            let more = match body {
                None => Interval::whole(0, most.max(0)),
                Some(body) => Interval {
                    low: crate::lang::node::least(body)
                        .filter(|least| *least >= Fraction::ZERO)
                        .map(|_| Fraction::ZERO),
                    high: None,
                },
            };
            match sum.add(&Num::of(Class::Set, more)) {
                Ok(next) => sum = next,
                Err(_) => return self.overflow(),
            }
        }
        if body.is_none() && filter.is_none() {
            // A home has at least one member even when none is known yet.
            let least = Num::point(Fraction::whole(list.min.into()));
            sum = sum.extreme(&least, true);
        }
        number(sum, hang, used)
    }

    /// 最大 and 最小.
    fn best(
        &mut self,
        largest: bool,
        envs: &[Env<'w>],
        filter: Option<&Node>,
        body: Option<&Node>,
        (mut hang, mut used): (Deps, Deps),
    ) -> Found {
        let whole = hang.is_empty();
        let mut best: Option<Num> = None;
        let mut sure = false;
        for env in envs {
            let passes = self.passes(filter, *env);
            let Abs::Bool(bits) = passes.abs else {
                continue;
            };
            merge(&mut used, passes.used);
            if bits == F {
                continue;
            }
            merge(&mut hang, passes.hang);
            let Some(body) = body else { continue };
            let (mut num, hang_body, used_body) = self.num(body, *env);
            merge(&mut hang, hang_body);
            merge(&mut used, used_body);
            if bits & P != 0 {
                let hull = num.hull_without(None).unwrap_or(Interval::ALL);
                num.add_part(Class::Unset, hull);
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
        let all = Num::of(Class::Set, Interval::ALL);
        match best {
            // The largest of none is nothing anybody wrote down: a person must look.
            None if whole => self.overflow(),
            Some(num) if whole && sure => number(num, hang, used),
            _ => {
                if whole {
                    let overflow = self.dep(Dep::Overflow);
                    merge(&mut hang, overflow);
                }
                number(all, hang, used)
            }
        }
    }

    /// 正在享受: an episode of the benefit holds on the day.
    fn receives(&mut self, aid: &Arc<Aid>, person: Option<usize>) -> Found {
        let world = self.world;
        let key = Key::of(AID_LIST);
        let persons: Vec<usize> = match person {
            Some(at) => vec![at],
            None => (0..world.members.len()).collect(),
        };
        let mut join = Join::any();
        if let Some(list) = world.lists.get(key) {
            for item in &list.items {
                let found = self.episode(item, aid, None);
                join.push(found);
            }
        }
        for at in persons {
            let Some(member) = world.members.get(at) else {
                continue;
            };
            if let Some(known) = member.receives.get(&aid.code) {
                let dep = self.dep(Dep::Aid(Some(at), Arc::clone(aid), None));
                join.push(match known {
                    FactValue::Bool(flag) => Found {
                        abs: Abs::Bool(if *flag { T } else { F }),
                        hang: Vec::new(),
                        used: dep,
                    },
                    _ => Found {
                        abs: Abs::Bool(BOTH),
                        hang: dep,
                        used: Vec::new(),
                    },
                });
                continue;
            }
            let list = member.lists.get(key);
            for item in list.into_iter().flat_map(|list| &list.items) {
                let found = self.episode(item, aid, Some(at));
                join.push(found);
            }
            if list.is_none_or(|list| !list.complete) {
                let hang = self.dep(Dep::Aid(Some(at), Arc::clone(aid), None));
                join.push(Found {
                    abs: Abs::Bool(BOTH),
                    hang,
                    used: Vec::new(),
                });
            }
        }
        if person.is_none() && !world.members_complete {
            let hang = self.dep(Dep::Aid(None, Arc::clone(aid), None));
            join.push(Found {
                abs: Abs::Bool(BOTH),
                hang,
                used: Vec::new(),
            });
        }
        if person.is_some_and(|at| world.members.get(at).is_none()) {
            join.push(plain(Abs::Bool(BOTH)));
        }
        join.finish()
    }

    fn episode(&mut self, item: &'w Item, aid: &Arc<Aid>, person: Option<usize>) -> Found {
        let scheme = item.facts.get(Key::of(AID_SCHEME));
        let is = match scheme.map(|known| &known.value) {
            Some(FactValue::One(found)) => {
                if aid.code == *found {
                    T
                } else {
                    F
                }
            }
            _ => BOTH,
        };
        // A missing end is no end; an end that exists and is not known decides nothing.
        let day = self.world.day;
        let end = |id: &str, holds: &dyn Fn(Day) -> bool| match item
            .facts
            .get(Key::of(id))
            .map(|known| &known.value)
        {
            None => T,
            Some(FactValue::Day(end)) => {
                if holds(*end) {
                    T
                } else {
                    F
                }
            }
            Some(FactValue::DayRange(low, high)) => match (holds(*low), holds(*high)) {
                (true, true) => T,
                (false, false) => F,
                _ => BOTH,
            },
            Some(_) => BOTH,
        };
        let began = end(AID_FROM, &|from| from <= day);
        let lasts = end(AID_TO, &|to| to >= day);
        let bits = and(is, and(began, lasts));
        let dep = self.dep(Dep::Aid(person, Arc::clone(aid), scheme));
        settle(bits, [dep.clone()], [dep])
    }

    fn hit(&mut self, slot: &Arc<Slot>) -> Found {
        let dep = self.dep(Dep::Slot(Arc::clone(slot)));
        if slot.items.is_empty() {
            return Found {
                abs: Abs::Bool(P),
                hang: dep,
                used: Vec::new(),
            };
        }
        let mut join = Join::any();
        for item in &slot.items {
            let known = self.world.household.get_id(&slot_fact(&slot.id, &item.id));
            let dep = self.dep(Dep::SlotItem(slot.id.clone(), item.id.clone()));
            join.push(match known.map(|known| &known.value) {
                Some(FactValue::Bool(flag)) => Found {
                    abs: Abs::Bool(if *flag { T } else { F }),
                    hang: Vec::new(),
                    used: dep,
                },
                _ => Found {
                    abs: Abs::Bool(BOTH),
                    hang: dep,
                    used: Vec::new(),
                },
            });
        }
        join.finish()
    }

    /// Notes a cell of a table as what an answer hangs on.
    pub(crate) fn cell(&mut self, table: &Arc<Table>, row: usize) -> Deps {
        self.dep(Dep::Cell(Arc::clone(table), row))
    }

    /// Evaluates a parameter that a table names.
    pub(crate) fn standard(&mut self, param: &Arc<Param>) -> Found {
        self.param(param)
    }

    /// Reads a fact that a table goes by.
    pub(crate) fn leaf(&mut self, leaf: &Leaf, env: Env<'w>) -> Found {
        self.fact(leaf, env)
    }
}

/// Id of the fact that says whether an item of a slot holds for a home.
pub(crate) fn slot_fact(slot: &str, item: &str) -> String {
    format!("slot.{slot}.{item}")
}

fn as_day(value: Fraction) -> Option<Day> {
    let days = value.as_whole()?;
    i32::try_from(days).ok().map(Day::from_epoch_days)
}

fn plain(abs: Abs) -> Found {
    Found {
        abs,
        hang: Vec::new(),
        used: Vec::new(),
    }
}

fn number(num: Num, hang: Deps, used: Deps) -> Found {
    // What is exact hangs on nothing any more.
    let hang = if num.is_exact() { Vec::new() } else { hang };
    Found {
        abs: Abs::Num(num),
        hang,
        used,
    }
}

fn settle<const N: usize>(bits: u8, hangs: [Deps; N], useds: [Deps; N]) -> Found {
    let (mut hang, mut used) = (Vec::new(), Vec::new());
    if bits != T && bits != F {
        for deps in hangs {
            merge(&mut hang, deps);
        }
    }
    for deps in useds {
        merge(&mut used, deps);
    }
    Found {
        abs: Abs::Bool(bits),
        hang,
        used,
    }
}

pub(crate) fn negated(found: Found) -> Found {
    match found.abs {
        Abs::Bool(bits) => Found {
            abs: Abs::Bool(not(bits)),
            ..found
        },
        _ => found,
    }
}

/// Joins conditions by 且 or 或, keeping only the reasons that matter.
#[derive(Clone)]
pub(crate) struct Join {
    all: bool,
    bits: u8,
    hang: Deps,
    used: Deps,
}

impl Join {
    /// 且.
    pub(crate) const fn all() -> Self {
        Self {
            all: true,
            bits: T,
            hang: Vec::new(),
            used: Vec::new(),
        }
    }

    /// 或.
    pub(crate) const fn any() -> Self {
        Self {
            all: false,
            bits: F,
            hang: Vec::new(),
            used: Vec::new(),
        }
    }

    /// Adds one; says whether the rest cannot matter any more.
    pub(crate) fn push(&mut self, found: Found) -> bool {
        let bits = match found.abs {
            Abs::Bool(bits) => bits,
            _ => BOTH,
        };
        let end = if self.all { F } else { T };
        if self.bits == end {
            return true;
        }
        if bits == end {
            self.bits = end;
            self.hang = Vec::new();
            self.used = found.used;
            return true;
        }
        self.bits = if self.all {
            and(self.bits, bits)
        } else {
            or(self.bits, bits)
        };
        merge(&mut self.hang, found.hang);
        merge(&mut self.used, found.used);
        false
    }

    pub(crate) fn finish(self) -> Found {
        Found {
            abs: Abs::Bool(self.bits),
            hang: self.hang,
            used: self.used,
        }
    }
}

/// Keeps the larger or smaller; the reasons of one that surely loses are dropped.
pub(crate) fn larger(a: Found, b: Found, largest: bool) -> Found {
    let (Abs::Num(x), Abs::Num(y)) = (&a.abs, &b.abs) else {
        return a;
    };
    let num = x.extreme(y, largest);
    let (mut hang, mut used) = (Vec::new(), Vec::new());
    if !y.wins(x, largest) || y.void {
        merge(&mut hang, a.hang);
    }
    if !x.wins(y, largest) || x.void {
        merge(&mut hang, b.hang);
    }
    merge(&mut used, a.used);
    merge(&mut used, b.used);
    number(num, hang, used)
}

pub(crate) fn join_abs(a: &Abs, b: &Abs) -> Abs {
    match (a, b) {
        (Abs::Bool(x), Abs::Bool(y)) => Abs::Bool(x | y),
        (Abs::Num(x), Abs::Num(y)) => Abs::Num(x.join(y)),
        (Abs::One(x), Abs::One(y)) => Abs::One(One {
            bits: x.bits | y.bits,
            unset: x.unset || y.unset,
        }),
        (Abs::Many(x), Abs::Many(y)) => Abs::Many(x.join(*y)),
        (Abs::Text(x), Abs::Text(y)) if x == y => Abs::Text(x.clone()),
        _ => Abs::Text(None),
    }
}

/// The same value as it is where a standard that is not set decides which.
fn at_unset(abs: &Abs) -> Abs {
    match abs {
        Abs::Bool(_) => Abs::Bool(P),
        Abs::Num(num) => {
            let mut out = Num::NOTHING;
            out.void = num.void;
            out.add_part(
                Class::Unset,
                num.hull_without(None).unwrap_or(Interval::ALL),
            );
            Abs::Num(out)
        }
        Abs::One(_) => Abs::One(One {
            bits: 0,
            unset: true,
        }),
        Abs::Many(many) => Abs::Many(Many {
            unset: true,
            set: false,
            ..*many
        }),
        Abs::Text(_) => Abs::Text(None),
    }
}

/// Reads a recorded value as far as it is known, and whether that is fully.
fn read(def: &FactDef, known: Option<&Known>) -> (Abs, bool) {
    let value = known.map(|known| &known.value);
    let ends = Interval {
        low: def.min.map(Fraction::whole),
        high: def.max.map(Fraction::whole),
    };
    let range = |low: i64, high: i64| {
        let interval = Interval::whole(low.min(high), high.max(low));
        (Abs::Num(Num::of(Class::Set, interval)), low == high)
    };
    let days = |low: Day, high: Day| range(low.epoch_days().into(), high.epoch_days().into());
    match (&def.ty, value) {
        (Type::Bool, Some(FactValue::Bool(flag))) => (Abs::Bool(if *flag { T } else { F }), true),
        (Type::Bool, _) => (Abs::Bool(BOTH), false),
        (Type::Enum(choices), value) => {
            let index = match value {
                Some(FactValue::One(code)) => choices.index_of_code(code),
                _ => None,
            };
            let bits = index.map_or_else(|| all_bits(choices.variants.len()), |at| 1 << at);
            (Abs::One(One { bits, unset: false }), index.is_some())
        }
        (Type::Many(choices), Some(FactValue::Many(codes))) => {
            let mut bits = 0_u64;
            let mut good = !known.is_some_and(|known| known.partial);
            for code in codes {
                match choices.index_of_code(code) {
                    Some(at) => bits |= 1 << at,
                    None => good = false,
                }
            }
            // A code of a newer dictionary is a choice we cannot read: anything may be besides.
            let maybe = if good {
                bits
            } else {
                all_bits(choices.variants.len())
            };
            let many = Many {
                sure: bits,
                maybe,
                unset: false,
                set: true,
            };
            (Abs::Many(many), good)
        }
        (Type::Many(choices), _) => {
            let all = all_bits(choices.variants.len());
            (Abs::Many(Many::unknown(all)), false)
        }
        (Type::Text, Some(FactValue::Text(text))) => (Abs::Text(Some(text.as_str().into())), true),
        (Type::Text, _) => (Abs::Text(None), false),
        (Type::Date, Some(FactValue::Day(day))) => days(*day, *day),
        (Type::Date, Some(FactValue::DayRange(low, high))) => days(*low, *high),
        (
            Type::Yuan | Type::YuanMonth | Type::YuanYear | Type::YuanPeriod,
            Some(FactValue::Fen(fen)),
        ) => range(*fen, *fen),
        (
            Type::Yuan | Type::YuanMonth | Type::YuanYear | Type::YuanPeriod,
            Some(FactValue::FenRange(low, high)),
        ) => range(*low, *high),
        (Type::Int | Type::Months | Type::Days | Type::Times, Some(FactValue::Int(n))) => {
            range(*n, *n)
        }
        (
            Type::Int | Type::Months | Type::Days | Type::Times,
            Some(FactValue::IntRange(low, high)),
        ) => range(*low, *high),
        _ => (Abs::Num(Num::of(Class::Set, ends)), false),
    }
}

/// The bits of the first `count` variants.
pub(crate) const fn all_bits(count: usize) -> u64 {
    if count >= 63 {
        u64::MAX >> 1
    } else {
        (1 << count) - 1
    }
}
