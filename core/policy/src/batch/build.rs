//! Compiles the schemes of a chain for one day.

use super::code::{
    Abs, At, CellPlan, Code, FACTS, FactOp, Found, Hang, JUDGED, Kids, Kind, Op, OutPlan, PARAMS,
    RowPlan, SchemePlan, TablePlan, Unsaid,
};
use super::columns::ListPlan;
use super::num::{Iv, Num};
use crate::dict::{FactDef, How, ListDef};
use crate::eval::abs::{Class, F, P, T};
use crate::eval::found::Abs as Wide;
use crate::eval::run::Run;
use crate::eval::slot_fact_id;
use crate::lang::Expr;
use crate::lang::node::{Body, Derived, Leaf, Memo, Node, Place};
use crate::pack::{Param, Resolved, Slot};
use crate::scheme::{Part, Scheme};
use crate::table::{Cell as TableCell, Out, Table};
use crate::world::{Key, World};
use std::collections::BTreeMap;
use std::sync::Arc;
use tanfang_values::Day;

type Made<T> = Result<T, Unsaid>;

pub(super) struct Builder<'p> {
    pack: &'p Resolved,
    /// Nothing but the day: what standards are read from.
    world: World,
    pub(super) code: Code,
    memos: BTreeMap<u32, u32>,
    derived: BTreeMap<u32, At>,
    tables: BTreeMap<u32, u32>,
    schemes: BTreeMap<u32, u32>,
    shared: Vec<Key>,
}

fn short(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

impl<'p> Builder<'p> {
    pub(super) fn new(pack: &'p Resolved, day: Day) -> Self {
        let mut shared: Vec<Key> = pack
            .schemes()
            .iter()
            .flat_map(|scheme| scheme.shared.iter().copied())
            .collect();
        shared.sort_unstable();
        shared.dedup();
        Self {
            pack,
            world: World::new(day),
            code: Code::default(),
            memos: BTreeMap::new(),
            derived: BTreeMap::new(),
            tables: BTreeMap::new(),
            schemes: BTreeMap::new(),
            shared,
        }
    }

    pub(super) fn all(mut self) -> Code {
        for scheme in self.pack.schemes() {
            let made = self.scheme(scheme).ok();
            if made.is_some() {
                let at = short(self.code.schemes.len());
                self.schemes.insert(scheme.memo.0, at);
            }
            self.code.schemes.push(made);
        }
        self.code.memos = short(self.memos.len());
        self.code.house.sort();
        self.code.person.sort();
        let mut blank = self.code.person.len();
        for list in &mut self.code.lists {
            list.fields.sort();
            list.blank = short(blank);
            blank += list.fields.len();
        }
        self.code
    }

    fn memo(&mut self, memo: Memo) -> u32 {
        let next = short(self.memos.len());
        *self.memos.entry(memo.0).or_insert(next)
    }

    fn op(&mut self, op: Op) -> At {
        self.code.ops.push(op);
        short(self.code.ops.len() - 1)
    }

    fn fixed(&mut self, abs: Abs, hang: Hang) -> At {
        self.code.consts.push(Found { abs, hang });
        let at = short(self.code.consts.len() - 1);
        self.op(Op::Const(at))
    }

    fn kids(&mut self, all: &[u32]) -> Kids {
        let from = short(self.code.kids.len());
        self.code.kids.extend_from_slice(all);
        Kids {
            from,
            to: short(self.code.kids.len()),
        }
    }

    fn expr(&mut self, expr: &Expr) -> Made<At> {
        self.node(expr.root())
    }

    fn scheme(&mut self, scheme: &Scheme) -> Made<SchemePlan> {
        let for_whom = match &scheme.for_whom {
            Some(expr) => Some(self.expr(expr)?),
            None => None,
        };
        let mut all = Vec::new();
        let mut conditions = Some(Vec::new());
        let mut groups: Vec<(&str, Vec<At>)> = Vec::new();
        for condition in &scheme.conditions {
            let Some(expr) = &condition.expr else {
                continue;
            };
            let made = self.expr(expr);
            conditions = conditions.zip(made.as_ref().ok()).map(|(mut all, at)| {
                all.push(*at);
                all
            });
            match condition.part {
                Part::Require => all.push(made?),
                Part::NotIf => {
                    let inner = made?;
                    all.push(self.op(Op::Not(inner)));
                }
                Part::AnyOf => {
                    let at = made?;
                    let name = condition.group.as_deref().unwrap_or_default();
                    match groups.iter_mut().find(|(group, _)| *group == name) {
                        Some((_, group)) => group.push(at),
                        None => groups.push((name, vec![at])),
                    }
                }
                Part::For | Part::Action | Part::Caution => {}
            }
        }
        for (_, group) in groups {
            let kids = self.kids(&group);
            all.push(self.op(Op::Or(kids)));
        }
        let kids = self.kids(&all);
        let rest = self.op(Op::And(kids));
        let amount = match &scheme.amount {
            Some(rule) => Some(self.expr(&rule.expr)?),
            None => None,
        };
        let memo = self.memo(scheme.memo);
        let mut shared = scheme.shared.clone();
        shared.sort_unstable();
        Ok(SchemePlan {
            for_whom,
            rest,
            conditions,
            amount,
            memo,
            shared,
        })
    }

    fn leaf(&mut self, leaf: &Leaf, list: Option<&Arc<ListDef>>) -> Made<At> {
        let slots = match leaf.place {
            Place::Household => &mut self.code.house,
            Place::Person | Place::Own => &mut self.code.person,
            Place::Item => {
                let list = list.ok_or(Unsaid)?;
                let at = self.list(list);
                let plan = usize::try_from(at)
                    .ok()
                    .and_then(|at| self.code.lists.get_mut(at));
                &mut plan.ok_or(Unsaid)?.fields
            }
        };
        let (slot, kind) = slots.of(leaf.key, &leaf.def)?;
        let one = matches!(kind, Kind::Bool | Kind::One);
        let fact = self.op(Op::Fact(FactOp {
            place: leaf.place,
            slot,
            kind,
            hang: hang_of(&leaf.def, leaf.place),
            shared: one
                && leaf.place != Place::Item
                && self.shared.binary_search(&leaf.key).is_ok(),
        }));
        let Some(only_if) = &leaf.only_if else {
            return Ok(fact);
        };
        let when = self.expr(only_if)?;
        // What has no memo is looked up anew each time; a number no cell has says so.
        let memo = leaf.memo.map_or(u32::MAX, |memo| self.memo(memo));
        Ok(self.op(Op::FactIf(fact, when, memo)))
    }

    fn list(&mut self, list: &Arc<ListDef>) -> u32 {
        let key = Key::of(&list.id);
        let known = self.code.lists.iter().position(|have| have.key == key);
        short(known.unwrap_or_else(|| {
            self.code.lists.push(ListPlan::of(key, list));
            self.code.lists.len() - 1
        }))
    }

    fn param(&mut self, param: &Param) -> Made<(Abs, Hang)> {
        let mut run = Run::new(&self.world);
        let found = run.param(param);
        let open = if found.hang.is_empty() { 0 } else { PARAMS };
        let abs = match &found.abs {
            Wide::Bool(bits) => Abs::Bool(*bits),
            Wide::Num(num) => Abs::Num(Num::exact(num).ok_or(Unsaid)?),
            Wide::One(one) => Abs::One(*one),
            Wide::Many(many) => Abs::Many(*many),
            Wide::Text(_) => return Err(Unsaid),
        };
        Ok((abs, open))
    }

    fn derived(&mut self, derived: &Derived) -> Made<At> {
        if let Some(at) = self.derived.get(&derived.memo.0) {
            return Ok(*at);
        }
        let at = match &derived.body {
            Body::Expr(expr) => self.expr(expr)?,
            Body::Age(leaf, birthday) => {
                let birth = self.leaf(leaf, None)?;
                self.op(Op::Age(birth, *birthday))
            }
        };
        self.derived.insert(derived.memo.0, at);
        Ok(at)
    }

    fn node(&mut self, node: &Node) -> Made<At> {
        self.inside(node, None)
    }

    #[allow(clippy::too_many_lines)] // one arm an operation
    fn inside(&mut self, node: &Node, list: Option<&Arc<ListDef>>) -> Made<At> {
        let op = match node {
            Node::And(all) => Op::And(self.many(all, list)?),
            Node::Or(all) => Op::Or(self.many(all, list)?),
            Node::Not(inner) => Op::Not(self.inside(inner, list)?),
            Node::Compare(cmp, a, b) => {
                Op::Compare(*cmp, self.inside(a, list)?, self.inside(b, list)?)
            }
            Node::OneOf(inner, bits) => Op::OneOf(self.inside(inner, list)?, *bits),
            Node::OneIn(a, b) => Op::OneIn(self.inside(a, list)?, self.inside(b, list)?),
            Node::HasAny(inner, bits) => Op::HasAny(self.inside(inner, list)?, *bits),
            Node::HasAnyOf(a, b) => Op::HasAnyOf(self.inside(a, list)?, self.inside(b, list)?),
            Node::Number(value) => {
                let point = crate::number::Interval::point(*value);
                let iv = Iv::exact(point).ok_or(Unsaid)?;
                return Ok(self.fixed(Abs::Num(Num::set(iv)), 0));
            }
            Node::Bool(flag) => {
                return Ok(self.fixed(Abs::Bool(if *flag { T } else { F }), 0));
            }
            Node::Today => {
                let today = self.world.day.epoch_days();
                return Ok(self.fixed(Abs::Num(Num::whole(today.into())), 0));
            }
            Node::Fact(leaf) => return self.leaf(leaf, list),
            Node::Param(param) => {
                let (abs, hang) = self.param(param)?;
                return Ok(self.fixed(abs, hang));
            }
            Node::Derived(derived, place) => {
                let at = self.derived(derived)?;
                Op::Derived(at, self.memo(derived.memo), *place)
            }
            Node::Add(parts) => {
                let mut kids = Vec::new();
                for (minus, part) in parts {
                    let at = self.inside(part, list)?;
                    kids.push(at * 2 + u32::from(*minus));
                }
                Op::Add(self.kids(&kids))
            }
            Node::Mul(a, b) => Op::Mul(self.inside(a, list)?, self.inside(b, list)?),
            Node::Div(a, b) => Op::Div(self.inside(a, list)?, self.inside(b, list)?),
            Node::Extreme(largest, all) => Op::Extreme(*largest, self.many(all, list)?),
            Node::If(when, yes, no) => Op::If(
                self.inside(when, list)?,
                self.inside(yes, list)?,
                self.inside(no, list)?,
            ),
            Node::Near(months, date) => Op::Near(*months, self.inside(date, list)?),
            Node::Over(over, own, filter, body) => {
                let at = self.list(own);
                // Members have no fields of their own: those of the outer list stay in sight of nobody.
                let inner = if own.persons { None } else { Some(own) };
                let mut part = |node: &Option<Box<Node>>| match node {
                    Some(node) => self.inside(node, inner).map(Some),
                    None => Ok(None),
                };
                Op::Over(*over, at, part(filter)?, part(body)?)
            }
            Node::Qualifies(scheme, place) => {
                let at = self.schemes.get(&scheme.memo.0).ok_or(Unsaid)?;
                Op::Qualifies(*at, *place)
            }
            Node::Receives(aid, place) => {
                let known = self
                    .code
                    .aids
                    .iter()
                    .position(|(code, _)| *code == aid.code);
                let at = known.unwrap_or_else(|| {
                    self.code
                        .aids
                        .push((aid.code.clone(), Key::of_benefit(&aid.code)));
                    self.code.aids.len() - 1
                });
                Op::Receives(short(at), self.memo(aid.memo), *place)
            }
            Node::InTable(table, place) => Op::InTable(self.table(table)?, *place),
            Node::Lookup(table, place) => Op::Lookup(self.table(table)?, *place),
            Node::Hit(slot) => return self.hit(slot),
            Node::Event(name) => {
                let known = self.code.events.iter().position(|have| have == name);
                let at = known.unwrap_or_else(|| {
                    self.code.events.push(Arc::clone(name));
                    self.code.events.len() - 1
                });
                if at >= 64 {
                    return Err(Unsaid);
                }
                Op::Event(short(at))
            }
        };
        if let Some(Found { abs, hang }) = self.folded(op) {
            return Ok(self.fixed(abs, hang));
        }
        Ok(self.op(op))
    }

    /// The number of a calculation with standards alone; `None` is reckoned home by home.
    fn folded(&self, op: Op) -> Option<Found> {
        let fixed = |at: u32| match self.code.ops.get(usize::try_from(at).ok()?)? {
            Op::Const(at) => {
                let found = self.code.consts.get(usize::try_from(*at).ok()?)?;
                match found.abs {
                    Abs::Num(num) => Some((num, found.hang)),
                    _ => None,
                }
            }
            _ => None,
        };
        let (num, hang) = match op {
            Op::Mul(a, b) => {
                let ((a, hang_a), (b, hang_b)) = (fixed(a)?, fixed(b)?);
                (a.mul(&b)?, hang_a | hang_b)
            }
            Op::Div(a, b) => {
                let ((a, hang_a), (b, hang_b)) = (fixed(a)?, fixed(b)?);
                (a.div(&b)?, hang_a | hang_b)
            }
            _ => return None,
        };
        Some(Found::number(num, hang))
    }

    fn many(&mut self, all: &[Node], list: Option<&Arc<ListDef>>) -> Made<Kids> {
        let made: Vec<At> = all
            .iter()
            .map(|node| self.inside(node, list))
            .collect::<Made<_>>()?;
        Ok(self.kids(&made))
    }

    fn hit(&mut self, slot: &Slot) -> Made<At> {
        if slot.items.is_empty() {
            return Ok(self.fixed(Abs::Bool(P), PARAMS));
        }
        let mut all = Vec::new();
        for item in &slot.items {
            let key = Key::of(&slot_fact_id(&slot.id, &item.id));
            let at = self.code.house.yes_no(key)?;
            all.push(self.op(Op::Fact(FactOp {
                place: Place::Household,
                slot: at,
                kind: Kind::Bool,
                hang: FACTS,
                shared: false,
            })));
        }
        let kids = self.kids(&all);
        Ok(self.op(Op::Or(kids)))
    }

    fn out(&mut self, out: &Out) -> Made<OutPlan> {
        Ok(match out {
            Out::Value(span) => {
                let class = if span.open { Class::Choice } else { Class::Set };
                let iv = Iv::exact(span.interval).ok_or(Unsaid)?;
                let hang = if span.open { PARAMS } else { 0 };
                OutPlan::Value(Num::of(class, iv), hang)
            }
            Out::Param(param) => match self.param(param)? {
                (Abs::Num(num), hang) => OutPlan::Value(num, hang),
                _ => return Err(Unsaid),
            },
            Out::Nothing => OutPlan::Nothing,
            Out::Unset => OutPlan::Unset,
        })
    }

    fn table(&mut self, table: &Table) -> Made<u32> {
        if let Some(at) = self.tables.get(&table.memo.0) {
            return Ok(*at);
        }
        let by = table
            .by
            .iter()
            .map(|leaf| self.leaf(leaf, None))
            .collect::<Made<Vec<At>>>()?;
        let mut rows = Vec::new();
        for row in &table.rows {
            let cells = row.cells.iter().map(|cell| match cell {
                TableCell::Choices(bits) => Ok(CellPlan::Choices(*bits)),
                TableCell::Numbers(numbers) => {
                    Iv::exact(*numbers).map(CellPlan::Numbers).ok_or(Unsaid)
                }
            });
            let cells = cells.collect::<Made<Vec<CellPlan>>>()?;
            let when = match &row.when {
                Some(expr) => Some(self.expr(expr)?),
                None => None,
            };
            let out = self.out(&row.out)?;
            rows.push(RowPlan { cells, when, out });
        }
        let otherwise = self.out(&table.otherwise)?;
        let memo = self.memo(table.memo);
        self.code.tables.push(TablePlan {
            by,
            hit: table.hit,
            memo,
            rows,
            otherwise,
        });
        let at = short(self.code.tables.len() - 1);
        self.tables.insert(table.memo.0, at);
        Ok(at)
    }
}

fn hang_of(def: &FactDef, place: Place) -> Hang {
    if def.how == How::Judge && place != Place::Item {
        JUDGED
    } else {
        FACTS
    }
}
