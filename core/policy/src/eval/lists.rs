//! Rules over members and other lists: 有, 都, 数, 合计, 最大, 最小.

use super::abs::{Class, F, Num, P, T};
use super::found::{Abs, Deps, Found, Join, merge, negated, number, plain, settle};
use super::reasons::Dep;
use super::run::{Env, Run};
use crate::dict::{About, ListDef};
use crate::lang::AID_LIST;
use crate::lang::node::Node;
use crate::lang::parse::Over;
use crate::limits;
use crate::number::{Fraction, Interval};
use crate::world::{BLANK, Key, List};
use std::sync::Arc;

const BOTH: u8 = T | F;

impl<'w> Run<'w> {
    /// The items of a list as seen from somebody, and the lists that are not 齐全.
    pub(crate) fn items(
        &mut self,
        list: &Arc<ListDef>,
        env: Env<'w>,
    ) -> (Vec<Env<'w>>, Deps, Deps) {
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
            (About::Household, _) => Vec::new(),
            (About::Person, Some(at)) => vec![at],
            (About::Person, None) => (0..world.members.len()).collect(),
        };
        let of_home = world.lists.get(key);
        // A benefit paid to the home as one counts for each of its persons.
        if list.about == About::Household || list.id == AID_LIST {
            take(of_home, None);
        }
        for at in &persons {
            take(
                world.members.get(*at).and_then(|m| m.lists.get(key)),
                Some(*at),
            );
        }
        if list.about == About::Household {
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

    pub(crate) fn over(
        &mut self,
        over: Over,
        list: &Arc<ListDef>,
        filter: Option<&Node>,
        body: Option<&Node>,
        env: Env<'w>,
    ) -> Found {
        let (envs, open, closed) = self.items(list, env);
        // An item that may be there besides: a stranger, or an entry with nothing filled in.
        let blank = if list.persons {
            Env {
                person: Some(usize::MAX),
                item: None,
                ..env
            }
        } else {
            Env {
                item: Some((&BLANK, env.person)),
                ..env
            }
        };
        if envs.len() > usize::try_from(limits::LIST_ITEMS).unwrap_or(usize::MAX) * 31 {
            return self.overflow();
        }
        let body = match (over, body) {
            (Over::Any | Over::All, Some(body)) => {
                return self.quantify(
                    over == Over::Any,
                    &envs,
                    blank,
                    (filter, body),
                    (open, closed),
                );
            }
            (_, body) => body,
        };
        match over {
            Over::Max | Over::Min => self.best(
                over == Over::Max,
                &envs,
                blank,
                (filter, body),
                (open, closed),
            ),
            _ => self.total(list, &envs, blank, (filter, body), (open, closed)),
        }
    }

    pub(crate) fn passes(&mut self, filter: Option<&Node>, env: Env<'w>) -> Found {
        match filter {
            Some(filter) => self.bool(filter, env),
            None => plain(Abs::Bool(T)),
        }
    }

    /// One item: 有 wants that it passes and fulfils, 都 that it fulfils if it passes.
    fn each(&mut self, any: bool, filter: Option<&Node>, body: &Node, env: Env<'w>) -> Found {
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
        envs: &[Env<'w>],
        blank: Env<'w>,
        (filter, body): (Option<&Node>, &Node),
        (open, closed): (Deps, Deps),
    ) -> Found {
        let mut join = if any { Join::any() } else { Join::all() };
        for env in envs {
            let found = self.each(any, filter, body, *env);
            if join.push(found) {
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
            let unknown = self.each(any, filter, body, blank);
            let bits = match unknown.abs {
                Abs::Bool(bits) => bits,
                _ => BOTH,
            };
            // There may be no other item at all, or any that could still be.
            let mut hang = open;
            merge(&mut hang, self.standards(&unknown.hang));
            settle(bits | if any { F } else { T }, [hang], [Vec::new()])
        };
        join.push(rest);
        join.finish()
    }

    /// 数 and 合计.
    pub(crate) fn total(
        &mut self,
        list: &ListDef,
        envs: &[Env<'w>],
        blank: Env<'w>,
        (filter, body): (Option<&Node>, Option<&Node>),
        (mut hang, mut used): (Deps, Deps),
    ) -> Found {
        let whole = hang.is_empty();
        let mut sum = Num::point(Fraction::ZERO);
        for env in envs {
            let one = self.summand(filter, body, *env);
            let Abs::Num(num) = &one.abs else { continue };
            merge(&mut hang, one.hang);
            merge(&mut used, one.used);
            match sum.add(num) {
                Ok(next) => sum = next,
                Err(_) => return self.overflow(),
            }
        }
        if !whole {
            let one = self.summand(filter, body, blank);
            merge(&mut hang, self.standards(&one.hang));
            let most = i64::from(list.max) - i64::try_from(envs.len()).unwrap_or(i64::MAX);
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
        number(&sum, hang, used)
    }

    /// What one item adds to 数 or 合计.
    fn summand(&mut self, filter: Option<&Node>, body: Option<&Node>, env: Env<'w>) -> Found {
        let passes = self.passes(filter, env);
        let bits = match passes.abs {
            Abs::Bool(bits) => bits,
            _ => BOTH,
        };
        if bits == F {
            return Found {
                abs: Abs::Num(Num::point(Fraction::ZERO)),
                ..passes
            };
        }
        let (num, mut hang, mut used) = match body {
            Some(body) => self.num(body, env),
            None => (Num::point(Fraction::ONE), Vec::new(), Vec::new()),
        };
        merge(&mut hang, passes.hang);
        merge(&mut used, passes.used);
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
        envs: &[Env<'w>],
        blank: Env<'w>,
        (filter, body): (Option<&Node>, Option<&Node>),
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
        let mut all = Num::of(Class::Set, Interval::ALL);
        if !whole {
            let one = self.summand(filter, body, blank);
            merge(&mut hang, self.standards(&one.hang));
            if let Abs::Num(num) = &one.abs {
                for (class, _) in num.parts() {
                    all.add_part(class, Interval::ALL);
                }
            }
        }
        match best {
            // The largest of none is nothing anybody wrote down: a person must look.
            None if whole => self.overflow(),
            Some(num) if whole && sure => number(&num, hang, used),
            _ => {
                if whole {
                    let overflow = self.dep(Dep::Overflow);
                    merge(&mut hang, overflow);
                }
                number(&all, hang, used)
            }
        }
    }
}
