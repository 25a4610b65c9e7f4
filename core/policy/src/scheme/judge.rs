//! From conditions to a verdict, its reasons and its amount.

use super::sheet::Judged;
use super::{Amount, Condition, ConditionResult, Hint, Part, Scheme, Sheet, Standard, Verdict};
use crate::eval::abs::{Class, F, P, T};
use crate::eval::found::{Abs, Deps, Found, Truth, merge};
use crate::eval::reasons::Dep;
use crate::eval::run::{Env, Run};
use crate::eval::{Hangs, Outcomes};
use crate::number::Fraction;
use crate::pack::{NOT_SET, Resolved};
use crate::world::{Subject, World};
use std::collections::BTreeSet;

/// Evaluates a scheme of a pack for one subject, on the day of the world.
///
/// Returns `None` if the pack has no such scheme, or the scheme is about
/// persons and the subject a home, or the other way round.
pub fn evaluate(pack: &Resolved, scheme: &str, world: &World, subject: Subject) -> Option<Hint> {
    let mut sheet = Sheet::of_one(pack, scheme, world, subject)?;
    sheet.hint(0)
}

/// One condition and how it came out.
struct State<'s> {
    condition: &'s Condition,
    found: &'s Truth,
}

/// Writes out a verdict with everything it stands on.
pub(super) fn hint<'w>(
    pack: &'w Resolved,
    run: &mut Run<'w>,
    judged: &Judged<'w>,
    states: &[Truth],
) -> Hint {
    let scheme = judged.scheme;
    let env = Env::of(judged.subject);
    let missing: Vec<Truth>;
    let states = if states.len() == scheme.conditions.len() {
        states
    } else {
        // Of somebody whom the scheme is not for, the conditions were not looked at.
        let mut found = Vec::new();
        truths(run, scheme, env, &mut found);
        missing = found;
        &missing
    };
    let states: Vec<State<'_>> = scheme
        .conditions
        .iter()
        .zip(states)
        .map(|(condition, found)| State { condition, found })
        .collect();
    let verdict = judged.verdict;
    let refusals = if verdict == Verdict::DoesNotApply {
        Vec::new()
    } else {
        refusals(&states)
    };
    let deciding = deciding(&refusals);
    let mut hangs = if verdict.is_definite() {
        Hangs::default()
    } else {
        run.hangs(&judged.whole.hang)
    };
    let mut used = judged.whole.used.clone();
    let amount = match &judged.amount {
        Some(found) => {
            merge(&mut used, &found.used);
            amount(pack, run, found)
        }
        None => Amount::None,
    };
    if let Amount::Unknown(of) = &amount {
        hangs.overflow |= of.overflow;
    }
    let rests = run.rests(&used);
    let mut about = used;
    if !verdict.is_definite() {
        merge(&mut about, &judged.whole.hang);
    }
    if let Some(found) = &judged.amount {
        merge(&mut about, &found.hang);
    }
    let standards = standards(run, &about);
    let doubts = standards
        .iter()
        .filter(|standard| rests.params.contains(&standard.name))
        .filter_map(|standard| Some((standard.name.clone(), standard.warn.clone()?)))
        .collect();
    let next = scheme
        .next
        .iter()
        .filter(|next| {
            next.when
                .as_ref()
                .is_none_or(|when| run.truth(when, env).bits == T)
        })
        .map(|next| (next.text.clone(), next.cite.clone()))
        .collect();
    let slots_unset = scheme
        .needs_slot
        .iter()
        .filter(|name| pack.slot(name).is_none_or(|slot| slot.items.is_empty()))
        .cloned()
        .collect();
    let person = match judged.subject {
        Subject::Household => None,
        Subject::Person(at) => run.world.members.get(at).map(|member| member.id.clone()),
    };
    Hint {
        scheme: scheme.id.clone(),
        rule: scheme.rule.clone(),
        name: scheme.name.clone(),
        pack: scheme.pack.clone(),
        person,
        verdict,
        because: because(scheme, &states, &refusals, verdict),
        conditions: results(run, scheme, judged.for_whom.as_ref(), &states),
        hangs,
        rests,
        amount,
        unit: scheme.amount.as_ref().map(|rule| rule.expr.ty().clone()),
        say: deciding.and_then(|c| c.say.clone()),
        redirect: deciding.and_then(|c| c.redirect.clone()),
        raises: deciding
            .and_then(|c| c.raises.clone())
            .into_iter()
            .collect(),
        slots_unset,
        excludes: scheme.excludes.clone(),
        doubts,
        standards,
        documents: scheme.documents.clone(),
        where_to: scheme.where_to.clone(),
        how_long: scheme.how_long.clone(),
        lasts: scheme.lasts.clone(),
        deceased: scheme.deceased,
        fund: scheme.fund.clone(),
        next,
    }
}

/// Evaluates every condition; one without a rule is open.
pub(super) fn truths<'w>(
    run: &mut Run<'w>,
    scheme: &'w Scheme,
    env: Env<'w>,
    out: &mut Vec<Truth>,
) {
    for condition in &scheme.conditions {
        out.push(match &condition.expr {
            Some(expr) => run.truth(expr, env),
            None => Truth::plain(T | F),
        });
    }
}

/// The conditions that surely speak against; of an `any_of` group all its members.
fn refusals<'s>(states: &[State<'s>]) -> Vec<&'s Condition> {
    states
        .iter()
        .filter(|one| match one.condition.part {
            Part::NotIf => one.found.bits == T,
            Part::Require => one.found.bits == F,
            Part::AnyOf => states
                .iter()
                .filter(|other| {
                    other.condition.part == Part::AnyOf
                        && other.condition.group == one.condition.group
                })
                .all(|other| other.found.bits == F),
            Part::For | Part::Action | Part::Caution => false,
        })
        .map(|one| one.condition)
        .collect()
}

/// The condition whose `say`, `redirect` and `raises` hold: the first `not_if`, else the first `require`.
fn deciding<'s>(refusals: &[&'s Condition]) -> Option<&'s Condition> {
    let first = |part| refusals.iter().find(|c| c.part == part).copied();
    first(Part::NotIf).or_else(|| first(Part::Require))
}

/// The verdict that outcomes give for somebody whom the scheme is for.
pub(super) fn verdict(run: &Run<'_>, whole: &Truth) -> Verdict {
    let outcomes = whole.bits;
    match outcomes {
        T => return Verdict::MayQualify,
        F => return Verdict::NotByWhatIsKnown,
        _ => {}
    }
    let kinds = run.kinds(&whole.hang);
    if kinds.overflow {
        Verdict::NeedsJudgement
    } else if outcomes & P != 0 && outcomes & T == 0 {
        Verdict::StandardNotSet
    } else if !kinds.facts && !kinds.params && kinds.judgements {
        Verdict::NeedsJudgement
    } else {
        Verdict::ToVerify
    }
}

fn because(
    scheme: &Scheme,
    states: &[State<'_>],
    refusals: &[&Condition],
    verdict: Verdict,
) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    match verdict {
        Verdict::DoesNotApply => out.push("for".to_owned()),
        Verdict::NotByWhatIsKnown => {
            for condition in refusals {
                let id = if condition.part == Part::AnyOf {
                    "any_of"
                } else {
                    condition.id.as_str()
                };
                out.push(id.to_owned());
            }
            if out.is_empty() {
                // No condition fails alone, but they cannot hold together.
                out.extend(open_ids(states));
            }
        }
        Verdict::MayQualify => {
            out.extend(scheme.for_whom.as_ref().map(|_| "for".to_owned()));
            for one in states {
                let decides = match one.condition.part {
                    Part::Require | Part::AnyOf => one.found.bits == T,
                    Part::NotIf => one.found.bits == F,
                    Part::For | Part::Action | Part::Caution => false,
                };
                if decides {
                    out.push(one.condition.id.clone());
                }
            }
        }
        _ => out.extend(open_ids(states)),
    }
    let mut seen = BTreeSet::new();
    out.retain(|id| seen.insert(id.clone()));
    out
}

/// Ids of the conditions that decide and are not decided.
fn open_ids(states: &[State<'_>]) -> Vec<String> {
    states
        .iter()
        .filter(|one| !matches!(one.found.bits, T | F))
        .filter(|one| !matches!(one.condition.part, Part::Action | Part::Caution))
        .map(|one| one.condition.id.clone())
        .collect()
}

fn results(
    run: &Run<'_>,
    scheme: &Scheme,
    for_whom: Option<&Truth>,
    states: &[State<'_>],
) -> Vec<ConditionResult> {
    let mut out = Vec::new();
    if let (Some(found), Some(expr)) = (for_whom, &scheme.for_whom) {
        out.push(ConditionResult {
            part: Part::For,
            id: "for".to_owned(),
            text: expr.text().to_owned(),
            group: None,
            outcomes: Outcomes(found.bits),
            hangs: run.hangs(&found.hang),
            rests: run.rests(&found.used),
            cite: None,
            reading: None,
        });
    }
    for one in states {
        let condition = one.condition;
        out.push(ConditionResult {
            part: condition.part,
            id: condition.id.clone(),
            text: condition.text.clone(),
            group: condition.group.clone(),
            outcomes: Outcomes(one.found.bits),
            hangs: run.hangs(&one.found.hang),
            rests: run.rests(&one.found.used),
            cite: condition.cite.clone(),
            reading: condition.reading.clone(),
        });
    }
    out
}

/// The standards among what an answer stands on, as the packs write them.
fn standards(run: &Run<'_>, deps: &Deps) -> Vec<Standard> {
    let day = run.world.day;
    let mut out: Vec<Standard> = Vec::new();
    for dep in run.listed(deps) {
        let standard = match dep {
            Dep::Param(param) => {
                let dated = param.on(day);
                let assumed = run.world.assume.contains_key(&param.name);
                let said = dated.filter(|_| !assumed);
                Standard {
                    name: param.name.clone(),
                    written: said.map_or_else(
                        || {
                            if assumed {
                                String::new()
                            } else {
                                NOT_SET.to_owned()
                            }
                        },
                        |dated| dated.written.clone(),
                    ),
                    from: said.map(|dated| dated.from),
                    cite: said.and_then(|dated| dated.cite.clone()),
                    soft: said.is_some_and(|dated| dated.soft),
                    warn: said.and_then(|dated| dated.warn.clone()),
                    chosen_by: said.and_then(|dated| dated.chosen_by.clone()),
                    pack: said.map_or_else(|| param.pack.clone(), |dated| dated.pack.clone()),
                }
            }
            Dep::Cell(table, row) => {
                let row = table.rows.get(*row);
                Standard {
                    name: table.name.clone(),
                    written: row.map_or_else(String::new, |row| row.written.clone()),
                    from: None,
                    cite: row.and_then(|row| row.cite.clone()),
                    soft: false,
                    warn: None,
                    chosen_by: None,
                    pack: String::new(),
                }
            }
            Dep::Slot(slot) => Standard {
                name: slot.name.clone(),
                written: if slot.items.is_empty() {
                    NOT_SET.to_owned()
                } else {
                    String::new()
                },
                from: None,
                cite: slot.cite.clone(),
                soft: false,
                warn: None,
                chosen_by: None,
                pack: slot.pack.clone(),
            },
            _ => continue,
        };
        if !out.contains(&standard) {
            out.push(standard);
        }
    }
    out.sort_by(|a, b| (&a.name, &a.written).cmp(&(&b.name, &b.written)));
    out
}

/// Whether the amount leaves its bits, so that a person must look.
pub(super) fn overflows(pack: &Resolved, run: &Run<'_>, found: &Found) -> bool {
    if run.kinds(&found.hang).overflow {
        return true;
    }
    let Abs::Num(num) = &found.abs else {
        return false;
    };
    let Some(exact) = num.hull_without(Some(Class::Unset)) else {
        return false;
    };
    let ends = [exact.low, exact.high].into_iter().flatten();
    ends.into_iter()
        .any(|end| end.round(pack.round()).is_none())
}

fn amount(pack: &Resolved, run: &Run<'_>, found: &Found) -> Amount {
    let mut hangs = run.hangs(&found.hang);
    let Abs::Num(num) = &found.abs else {
        return Amount::Unknown(hangs);
    };
    if hangs.overflow {
        return Amount::Unknown(hangs);
    }
    let Some(exact) = num.hull_without(Some(Class::Unset)) else {
        // Only through standards that are not set, or nothing applies at all.
        return if num.part(Class::Unset).is_some() {
            // A range within which somebody chooses is not what is missing.
            let world = run.world;
            hangs.params.retain(|name| {
                !world.assume.contains_key(name)
                    && pack
                        .param_def(name)
                        .is_none_or(|param| param.on(world.day).is_none())
            });
            Amount::NotSet(hangs)
        } else {
            Amount::None
        };
    };
    let by_facts = !hangs.facts.is_empty() || !hangs.judgements.is_empty();
    if by_facts && exact.high.is_none() {
        return Amount::Unknown(hangs);
    }
    let fen = |end: Option<Fraction>| end.map(|end| end.round(pack.round()));
    match (fen(exact.low), fen(exact.high)) {
        (Some(None), _) | (_, Some(None)) => {
            hangs.overflow = true;
            Amount::Unknown(hangs)
        }
        (low, high) => Amount::Fen {
            low: low.flatten(),
            high: high.flatten(),
            exact,
            hangs,
        },
    }
}
