//! From conditions to a verdict, its reasons and its amount.

use super::{Amount, Condition, ConditionResult, Hint, Part, Scheme, Verdict};
use crate::dict::About;
use crate::eval::abs::{Class, F, P, T};
use crate::eval::found::{Abs, Deps, Found, merge};
use crate::eval::run::{Env, Run};
use crate::eval::{Hangs, Outcomes};
use crate::number::Fraction;
use crate::pack::Resolved;
use crate::world::{Subject, World};
use std::sync::Arc;

/// Evaluates a scheme of a pack for one subject, on the day of the world.
///
/// Returns `None` if the pack has no such scheme, or the scheme is about
/// persons and the subject a home, or the other way round.
pub fn evaluate(pack: &Resolved, scheme: &str, world: &World, subject: Subject) -> Option<Hint> {
    let scheme = pack.scheme(scheme)?;
    let fits = match subject {
        Subject::Household => scheme.about == About::Household,
        Subject::Person(at) => scheme.about == About::Person && at < world.members.len(),
    };
    fits.then(|| hint(pack, scheme, world, subject))
}

fn bits(found: &Found) -> u8 {
    match found.abs {
        Abs::Bool(bits) => bits,
        _ => T | F,
    }
}

struct Judged<'s> {
    condition: &'s Condition,
    found: Found,
}

fn hint(pack: &Resolved, scheme: &Arc<Scheme>, world: &World, subject: Subject) -> Hint {
    let mut run = Run::new(world);
    let env = Env::of(subject);
    let whole = scheme.qualifies(&mut run, env);
    let for_whom = scheme.for_whom.as_ref().map(|expr| run.truth(expr, env));
    let judged: Vec<Judged<'_>> = scheme
        .conditions
        .iter()
        .map(|condition| Judged {
            condition,
            found: match &condition.expr {
                Some(expr) => run.truth(expr, env),
                None => Found {
                    abs: Abs::Bool(T | F),
                    hang: Vec::new(),
                    used: Vec::new(),
                },
            },
        })
        .collect();
    let applies = for_whom.as_ref().is_none_or(|found| bits(found) != F);
    let refusals = if applies {
        refusals(&judged)
    } else {
        Vec::new()
    };
    let verdict = verdict(&run, &whole, applies);
    let because = because(scheme, &judged, &refusals, verdict);
    let deciding = deciding(&refusals);
    let hang = if verdict.is_definite() {
        Vec::new()
    } else {
        whole.hang.clone()
    };
    let mut used = whole.used.clone();
    let amount = amount(pack, &mut run, scheme, env, verdict, &mut used);
    let rests = run.rests(&used);
    let doubts = rests
        .params
        .iter()
        .filter_map(|name| {
            let warn = pack.param(name, world.day)?.warn.clone()?;
            Some((name.clone(), warn))
        })
        .collect();
    let next = scheme
        .next
        .iter()
        .filter(|next| {
            next.when
                .as_ref()
                .is_none_or(|when| bits(&run.truth(when, env)) == T)
        })
        .map(|next| (next.text.clone(), next.cite.clone()))
        .collect();
    let slots_unset = scheme
        .needs_slot
        .iter()
        .filter(|name| pack.slot(name).is_none_or(|slot| slot.items.is_empty()))
        .cloned()
        .collect();
    Hint {
        scheme: scheme.id.clone(),
        name: scheme.name.clone(),
        verdict,
        because,
        conditions: results(&run, scheme, for_whom.as_ref(), &judged),
        hangs: run.hangs(&hang),
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
        next,
    }
}

/// The conditions that surely speak against; of an `any_of` group all its members.
fn refusals<'s>(judged: &[Judged<'s>]) -> Vec<&'s Condition> {
    judged
        .iter()
        .filter(|one| match one.condition.part {
            Part::NotIf => bits(&one.found) == T,
            Part::Require => bits(&one.found) == F,
            Part::AnyOf => judged
                .iter()
                .filter(|other| {
                    other.condition.part == Part::AnyOf
                        && other.condition.group == one.condition.group
                })
                .all(|other| bits(&other.found) == F),
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

fn verdict(run: &Run<'_>, whole: &Found, applies: bool) -> Verdict {
    let outcomes = bits(whole);
    if !applies {
        return Verdict::DoesNotApply;
    }
    match outcomes {
        T => return Verdict::MayQualify,
        F => return Verdict::NotByWhatIsKnown,
        _ => {}
    }
    let hangs = run.hangs(&whole.hang);
    if hangs.overflow {
        Verdict::NeedsJudgement
    } else if outcomes & P != 0 && outcomes & T == 0 {
        Verdict::StandardNotSet
    } else if hangs.facts.is_empty() && hangs.params.is_empty() && !hangs.judgements.is_empty() {
        Verdict::NeedsJudgement
    } else {
        Verdict::ToVerify
    }
}

fn because(
    scheme: &Scheme,
    judged: &[Judged<'_>],
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
        }
        Verdict::MayQualify => {
            out.extend(scheme.for_whom.as_ref().map(|_| "for".to_owned()));
            for one in judged {
                let decides = match one.condition.part {
                    Part::Require | Part::AnyOf => bits(&one.found) == T,
                    Part::NotIf => bits(&one.found) == F,
                    Part::For | Part::Action | Part::Caution => false,
                };
                if decides {
                    out.push(one.condition.id.clone());
                }
            }
        }
        _ => {
            for one in judged {
                let open = !matches!(bits(&one.found), T | F);
                if open && !matches!(one.condition.part, Part::Action | Part::Caution) {
                    out.push(one.condition.id.clone());
                }
            }
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    out.retain(|id| seen.insert(id.clone()));
    out
}

fn results(
    run: &Run<'_>,
    scheme: &Scheme,
    for_whom: Option<&Found>,
    judged: &[Judged<'_>],
) -> Vec<ConditionResult> {
    let mut out = Vec::new();
    if let (Some(found), Some(expr)) = (for_whom, &scheme.for_whom) {
        out.push(ConditionResult {
            part: Part::For,
            id: "for".to_owned(),
            text: expr.text().to_owned(),
            group: None,
            outcomes: Outcomes(bits(found)),
            hangs: run.hangs(&found.hang),
            rests: run.rests(&found.used),
            cite: None,
            reading: None,
        });
    }
    for one in judged {
        let condition = one.condition;
        out.push(ConditionResult {
            part: condition.part,
            id: condition.id.clone(),
            text: condition.text.clone(),
            group: condition.group.clone(),
            outcomes: Outcomes(bits(&one.found)),
            hangs: run.hangs(&one.found.hang),
            rests: run.rests(&one.found.used),
            cite: condition.cite.clone(),
            reading: condition.reading.clone(),
        });
    }
    out
}

fn amount<'w>(
    pack: &Resolved,
    run: &mut Run<'w>,
    scheme: &Scheme,
    env: Env<'w>,
    verdict: Verdict,
    used: &mut Deps,
) -> Amount {
    let refused = matches!(verdict, Verdict::NotByWhatIsKnown | Verdict::DoesNotApply);
    let Some(rule) = scheme.amount.as_ref().filter(|_| !refused) else {
        return Amount::None;
    };
    let found = run.expr(&rule.expr, env);
    let mut hangs = run.hangs(&found.hang);
    merge(used, found.used);
    let Abs::Num(num) = found.abs else {
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
            let hangs = Hangs {
                overflow: true,
                ..hangs
            };
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
