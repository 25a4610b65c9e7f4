//! Rules over members and other lists: 有, 都, 数, 合计, 最大, 最小.

use super::abs::{Class, F, Num, P, T};
use super::found::{Abs, Deps, Found, Join, Truth, merge, negated, number, settle};
use super::reasons::Dep;
use super::run::{Env, Run};
use crate::dict::{About, ListDef};
use crate::lang::AID_LIST;
use crate::lang::node::Node;
use crate::limits;
use crate::number::{Fraction, Interval};
use crate::world::{BLANK, Key, List};
use std::sync::Arc;

/// The items of a list as seen from somebody.
pub(crate) struct Items<'w> {
    /// One an item.
    envs: Vec<Env<'w>>,
    /// An item that may be there besides: a stranger, or an entry with nothing filled in.
    blank: Env<'w>,
    /// The lists that are not 齐全.
    open: Deps,
    /// Those that are.
    closed: Deps,
}

impl Items<'_> {
    /// More than any home may have: of all its members together.
    pub(crate) fn too_many(&self) -> bool {
        let most = usize::try_from(limits::LIST_ITEMS).unwrap_or(usize::MAX);
        self.envs.len() > most.saturating_mul(31)
    }
}

impl<'w> Run<'w> {
    /// The items of a list as seen from somebody, and the lists that are not 齐全.
    pub(crate) fn items(&mut self, list: &'w Arc<ListDef>, env: Env<'w>) -> Items<'w> {
        let world = self.world;
        let (mut open, mut closed) = (Deps::NONE, Deps::NONE);
        if list.persons {
            let envs = (0..world.members.len()).map(|at| Env {
                own: env.own,
                person: Some(at),
                item: None,
            });
            let dep = self.dep(Dep::List(None, list));
            *(if world.members_complete {
                &mut closed
            } else {
                &mut open
            }) = dep;
            return Items {
                envs: envs.collect(),
                blank: Env {
                    person: Some(usize::MAX),
                    item: None,
                    ..env
                },
                open,
                closed,
            };
        }
        let key = Key::of(&list.id);
        let mut envs = Vec::new();
        let mut take = |found: Option<&'w List>, whose: Option<usize>| {
            for item in found.into_iter().flat_map(|list| &list.items) {
                envs.push(Env {
                    item: Some((item, whose)),
                    ..env
                });
            }
        };
        let of_home = world.lists.get(key);
        // A benefit paid to the home as one counts for each of its persons.
        if list.about == About::Household || list.id == AID_LIST {
            take(of_home, None);
        }
        if list.about == About::Household {
            let dep = self.dep(Dep::List(None, list));
            if of_home.is_some_and(|list| list.complete) {
                closed = dep;
            } else {
                open = dep;
            }
        } else {
            // A stranger has no place among the members, but may have such a list.
            let all = (0..world.members.len()).filter(|_| env.person.is_none());
            let persons = env.person.into_iter().chain(all);
            for at in persons {
                let own = world.members.get(at).and_then(|m| m.lists.get(key));
                take(own, Some(at));
                let dep = self.dep(Dep::List(Some(at), list));
                let complete = own.is_some_and(|list| list.complete);
                merge(if complete { &mut closed } else { &mut open }, &dep);
            }
            if env.person.is_none() && !world.members_complete {
                let dep = self.dep(Dep::Members);
                merge(&mut open, &dep);
            }
        }
        Items {
            envs,
            blank: Env {
                item: Some((&BLANK, env.person)),
                ..env
            },
            open,
            closed,
        }
    }

    fn passes(&mut self, filter: Option<&'w Node>, env: Env<'w>) -> Truth {
        match filter {
            Some(filter) => self.bool(filter, env),
            None => Truth::plain(T),
        }
    }

    /// One item: 有 wants that it passes and fulfils, 都 that it fulfils if it passes.
    fn each(&mut self, any: bool, filter: Option<&'w Node>, body: &'w Node, env: Env<'w>) -> Truth {
        let mut inner = if any { Join::all() } else { Join::any() };
        let passes = self.passes(filter, env);
        let decided = inner.push(if any { passes } else { negated(passes) });
        if !decided {
            let body = self.bool(body, env);
            inner.push(body);
        }
        inner.finish()
    }

    /// 有 and 都: some item passes and fulfils; every item that passes fulfils.
    pub(crate) fn quantify(
        &mut self,
        any: bool,
        items: &Items<'w>,
        filter: Option<&'w Node>,
        body: &'w Node,
    ) -> Truth {
        let mut join = if any { Join::any() } else { Join::all() };
        for env in &items.envs {
            let found = self.each(any, filter, body, *env);
            if join.push(found) {
                return join.finish();
            }
        }
        let end = if any { F } else { T };
        let rest = if items.open.is_empty() {
            Truth {
                bits: end,
                hang: Deps::NONE,
                used: items.closed.clone(),
            }
        } else {
            let unknown = self.each(any, filter, body, items.blank);
            // There may be no other item at all, or any that could still be.
            let standards = self.standards(&unknown.hang);
            let (hang, used) = (items.open.clone(), Deps::NONE);
            settle(unknown.bits | end, hang, &standards, used, &Deps::NONE)
        };
        join.push(rest);
        join.finish()
    }

    /// 数 and 合计.
    pub(crate) fn total(
        &mut self,
        list: &ListDef,
        items: Items<'w>,
        filter: Option<&'w Node>,
        body: Option<&'w Node>,
    ) -> Found {
        let (mut hang, mut used) = (items.open, items.closed);
        let whole = hang.is_empty();
        let mut sum = Num::point(Fraction::ZERO);
        for env in &items.envs {
            let one = self.summand(filter, body, *env);
            let Abs::Num(num) = &one.abs else { continue };
            merge(&mut hang, &one.hang);
            merge(&mut used, &one.used);
            match sum.add(num) {
                Ok(next) => sum = next,
                Err(_) => return self.overflow(),
            }
        }
        if !whole {
            let one = self.summand(filter, body, items.blank);
            merge(&mut hang, &self.standards(&one.hang));
            let most = i64::from(list.max) - i64::try_from(items.envs.len()).unwrap_or(i64::MAX);
            let most = Interval::whole(0, most.max(0));
            let Abs::Num(each) = &one.abs else {
                return self.overflow();
            };
            let mut more = Num::point(Fraction::ZERO);
            for (class, each) in each.parts() {
                // Up to so many more, each of them within what one can be.
                match Num::of(class, each).mul(&Num::of(Class::Set, most)) {
                    Ok(all) => more = more.join(&all),
                    Err(_) => return self.overflow(),
                }
            }
            match sum.add(&more) {
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

    /// What one item adds to 数 or 合计.
    fn summand(&mut self, filter: Option<&'w Node>, body: Option<&'w Node>, env: Env<'w>) -> Found {
        let passes = self.passes(filter, env);
        let bits = passes.bits;
        if bits == F {
            return Found {
                abs: Abs::Num(Num::point(Fraction::ZERO)),
                hang: passes.hang,
                used: passes.used,
            };
        }
        let (num, mut hang, mut used) = match body {
            Some(body) => self.num(body, env),
            None => (Num::point(Fraction::ONE), Deps::NONE, Deps::NONE),
        };
        merge(&mut hang, &passes.hang);
        merge(&mut used, &passes.used);
        if bits == T {
            return Found {
                abs: Abs::Num(num),
                hang,
                used,
            };
        }
        let mut out = Num::NOTHING;
        if bits & T != 0 {
            out = out.join(&num);
        }
        if bits & F != 0 {
            out = out.join(&Num::point(Fraction::ZERO));
        }
        if bits & P != 0 {
            let stopped = num.hull_without(None).unwrap_or(Interval::ALL);
            out.add_part(Class::Unset, stopped.hull(Interval::point(Fraction::ZERO)));
        }
        Found {
            abs: Abs::Num(out),
            hang,
            used,
        }
    }

    /// 最大 and 最小.
    pub(crate) fn best(
        &mut self,
        largest: bool,
        items: Items<'w>,
        filter: Option<&'w Node>,
        body: Option<&'w Node>,
    ) -> Found {
        let (mut hang, mut used) = (items.open, items.closed);
        let whole = hang.is_empty();
        let mut best: Option<Num> = None;
        let mut sure = false;
        for env in &items.envs {
            let passes = self.passes(filter, *env);
            let bits = passes.bits;
            merge(&mut used, &passes.used);
            if bits == F {
                continue;
            }
            merge(&mut hang, &passes.hang);
            let Some(body) = body else { continue };
            let (mut num, hang_body, used_body) = self.num(body, *env);
            merge(&mut hang, &hang_body);
            merge(&mut used, &used_body);
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
        let mut all = Num::of(Class::Set, Interval::ALL);
        if !whole {
            let one = self.summand(filter, body, items.blank);
            merge(&mut hang, &self.standards(&one.hang));
            if let Abs::Num(num) = &one.abs {
                for (class, _) in num.parts() {
                    all.add_part(class, Interval::ALL);
                }
            }
        }
        match best {
            // The largest of none is nothing anybody wrote down: a person must look.
            None if whole => self.overflow(),
            Some(num) if whole && sure => number(num, hang, used),
            _ => {
                if whole {
                    let overflow = self.dep(Dep::Overflow);
                    merge(&mut hang, &overflow);
                }
                number(all, hang, used)
            }
        }
    }
}
