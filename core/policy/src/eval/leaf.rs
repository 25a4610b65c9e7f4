//! Reads facts and parameters as far as they are known.

use super::abs::{Class, F, Many, NOT_APPLICABLE, Num, One, P, T};
use super::found::{Abs, Deps, Found, all_bits, join_abs, merge};
use super::reasons::Dep;
use super::run::{Env, Run};
use crate::dict::{FactDef, Type};
use crate::lang::Expr;
use crate::lang::node::{Leaf, Place};
use crate::number::{Fraction, Interval};
use crate::pack::{Param, ParamValue};
use crate::value::FactValue;
use crate::world::{Key, Known};
use tanfang_values::{BirthdayRule, Day, age_on};

const BOTH: u8 = T | F;

impl<'w> Run<'w> {
    /// The answer assumed for somebody's fact or benefit.
    pub(super) fn supposed(&self, person: Option<usize>, key: Key) -> Option<Abs> {
        let all = self.assumed.iter();
        let mut own = all.filter(|one| one.person == person && one.key == key);
        own.next().map(|one| one.abs.clone())
    }

    /// Reads a fact; what has a memo is read once a subject.
    pub(crate) fn fact(&mut self, leaf: &'w Leaf, env: Env<'w>) -> Found {
        match leaf.memo {
            Some(memo) => self.once(memo, env.at(leaf.place), |run| run.look(leaf, env, true)),
            None => self.look(leaf, env, false),
        }
    }

    pub(super) fn look(&mut self, leaf: &'w Leaf, env: Env<'w>, once: bool) -> Found {
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
        let (mut abs, mut exact) = read(&leaf.def, known);
        if !exact
            && !self.assumed.is_empty()
            && leaf.place != Place::Item
            && let Some(supposed) = self.supposed(person, leaf.key)
        {
            (abs, exact) = (supposed, true);
        }
        let there = person.is_none_or(|at| at < world.members.len());
        let dep = match (leaf.place, env.item) {
            (Place::Item, Some((item, whose))) => self.dep(Dep::Field(whose, &leaf.def, item)),
            // Read once, it cannot be among them yet.
            _ if once && there => self.push(Dep::Fact(person, &leaf.def)),
            _ => self.dep(Dep::Fact(person, &leaf.def)),
        };
        let found = if exact {
            Found {
                abs,
                hang: Deps::NONE,
                used: dep,
            }
        } else {
            Found {
                abs,
                hang: dep,
                used: Deps::NONE,
            }
        };
        match &leaf.only_if {
            Some(only_if) => self.applicable(only_if, found, person),
            None => found,
        }
    }

    /// A fact that need not apply: nothing where the condition is surely false.
    fn applicable(&mut self, only_if: &'w Expr, found: Found, person: Option<usize>) -> Found {
        let when = self.truth(only_if, Env::subject(person));
        let bits = when.bits;
        if bits == T {
            let mut used = found.used;
            merge(&mut used, &when.used);
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
                hang: Deps::NONE,
                used: when.used,
            };
        }
        let mut hang = found.hang;
        merge(&mut hang, &when.hang);
        Found {
            abs: join_abs(&found.abs, &nothing(&found.abs)),
            hang,
            used: found.used,
        }
    }

    /// Reads a standard, once.
    pub(crate) fn param(&mut self, param: &'w Param) -> Found {
        match param.memo {
            Some(memo) => self.once(memo, None, |run| run.standard(param)),
            None => self.standard(param),
        }
    }

    fn standard(&mut self, param: &'w Param) -> Found {
        let world = self.world;
        let value = world
            .assume
            .get(&param.name)
            .or_else(|| param.on(world.day).map(|dated| &dated.is));
        let dep = self.dep(Dep::Param(param));
        let set = |abs| Found {
            abs,
            hang: Deps::NONE,
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
                    used: Deps::NONE,
                }
            }
        }
    }

    pub(crate) fn age(&self, birth: &Num, birthday: BirthdayRule) -> Num {
        let mut out = Num::NOTHING;
        out.void = birth.void;
        let age = |end: Option<Fraction>| {
            end.and_then(as_day)
                .map(|day| Fraction::whole(age_on(day, self.world.day, birthday).into()))
        };
        for (class, interval) in birth.parts() {
            // Born later is younger.
            let low = age(interval.high);
            let high = if interval.low == interval.high {
                low
            } else {
                age(interval.low)
            };
            let interval = Interval { low, high };
            out.add_part(class, interval);
        }
        out
    }
}

pub(crate) fn as_day(value: Fraction) -> Option<Day> {
    let days = value.as_whole()?;
    i32::try_from(days).ok().map(Day::from_epoch_days)
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
        (ty, Some(FactValue::Fen(fen))) if is_money(ty) => range(*fen, *fen),
        (ty, Some(FactValue::Int(n))) if is_count(ty) => range(*n, *n),
        (ty, Some(FactValue::FenRange(low, high))) if is_money(ty) => range(*low, *high),
        (ty, Some(FactValue::IntRange(low, high))) if is_count(ty) => range(*low, *high),
        _ => (Abs::Num(Num::of(Class::Set, ends)), false),
    }
}

const fn is_money(ty: &Type) -> bool {
    matches!(
        ty,
        Type::Yuan | Type::YuanMonth | Type::YuanYear | Type::YuanPeriod
    )
}

const fn is_count(ty: &Type) -> bool {
    matches!(ty, Type::Int | Type::Months | Type::Days | Type::Times)
}
