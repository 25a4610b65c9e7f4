//! All schemes of a chain over one home, judged in one pass.

use super::{Hint, Scheme, Verdict, judge};
use crate::dict::{About, Type};
use crate::eval::abs::{F, One, T};
use crate::eval::found::{Abs, Deps, Found, Truth};
use crate::eval::reasons::Dep;
use crate::eval::run::{Assumed, Env, Run};
use crate::pack::Resolved;
use crate::value::FactValue;
use crate::world::{Key, Subject, World};
use std::ops::Range;
use std::sync::Arc;

/// Id of the fact that says on which day a person died.
const DIED: Key = Key::of("died");

/// One scheme for one subject, judged; what it stands on is kept by number.
#[derive(Debug)]
pub(crate) struct Judged<'w> {
    pub(crate) scheme: &'w Arc<Scheme>,
    pub(crate) subject: Subject,
    pub(crate) verdict: Verdict,
    pub(crate) whole: Truth,
    pub(crate) for_whom: Option<Truth>,
    /// Where its conditions stand among those of the sheet; none where the scheme is not for the subject.
    states: Range<usize>,
    pub(crate) amount: Option<Found>,
}

/// A verdict of a [`Sheet`].
#[derive(Debug, Clone, Copy)]
pub struct Entry<'s> {
    /// The scheme.
    pub scheme: &'s Arc<Scheme>,
    /// For whom.
    pub subject: Subject,
    /// One of six.
    pub verdict: Verdict,
}

/// The verdicts of all schemes of a chain over one home, with their reasons.
///
/// What schemes share (incomes, ages, tables) is computed once. Reasons are
/// kept as numbers and written out by [`Sheet::hint`] when somebody reads them.
/// A scheme for the dead is judged for members who died by the day, every other
/// for the rest.
pub struct Sheet<'w> {
    pack: &'w Resolved,
    run: Run<'w>,
    judged: Vec<Judged<'w>>,
    /// How every condition came out, scheme after scheme.
    states: Vec<Truth>,
}

impl std::fmt::Debug for Sheet<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.entries()).finish()
    }
}

impl<'w> Sheet<'w> {
    /// Judges every scheme for everybody whom it can concern, in the order of the schemes.
    pub fn of(pack: &'w Resolved, world: &'w World) -> Self {
        let mut sheet = Self {
            pack,
            run: Run::for_chain(world, pack.memos()),
            judged: Vec::with_capacity(pack.schemes().len() * 2),
            states: Vec::with_capacity(pack.schemes().len() * 8),
        };
        for scheme in pack.schemes() {
            if scheme.about == About::Household {
                sheet.add(scheme, Subject::Household);
                continue;
            }
            for at in 0..world.members.len() {
                if has_died(world, at) == scheme.deceased {
                    sheet.add(scheme, Subject::Person(at));
                }
            }
        }
        sheet
    }

    fn add(&mut self, scheme: &'w Arc<Scheme>, subject: Subject) {
        let mut judged = judge(self.pack, &mut self.run, &mut self.states, scheme, subject);
        split(self.pack, &self.run, &mut judged);
        self.judged.push(judged);
    }

    /// Judges one scheme for one subject; `None` if there is none such or it is not about the subject.
    pub fn of_one(
        pack: &'w Resolved,
        scheme: &str,
        world: &'w World,
        subject: Subject,
    ) -> Option<Self> {
        let scheme = pack.scheme(scheme)?;
        let fits = match subject {
            Subject::Household => scheme.about == About::Household,
            Subject::Person(at) => scheme.about == About::Person && at < world.members.len(),
        };
        if !fits {
            return None;
        }
        let mut sheet = Self {
            pack,
            run: Run::new(world),
            judged: Vec::new(),
            states: Vec::new(),
        };
        sheet.add(scheme, subject);
        Some(sheet)
    }

    /// Lists the verdicts.
    pub fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        self.judged.iter().map(|one| Entry {
            scheme: one.scheme,
            subject: one.subject,
            verdict: one.verdict,
        })
    }

    /// Writes out the verdict at this position of [`Sheet::entries`] with all its reasons.
    pub fn hint(&mut self, at: usize) -> Option<Hint> {
        let judged = self.judged.get(at)?;
        let states = self.states.get(judged.states.clone()).unwrap_or_default();
        Some(judge::hint(self.pack, &mut self.run, judged, states))
    }

    /// Writes out all verdicts.
    pub fn hints(&mut self) -> Vec<Hint> {
        let all = 0..self.judged.len();
        all.filter_map(|at| self.hint(at)).collect()
    }

    pub(crate) const fn run(&self) -> &Run<'w> {
        &self.run
    }

    pub(crate) fn judged(&self) -> &[Judged<'w>] {
        &self.judged
    }
}

/// Whether a member is known to have died by the day.
fn has_died(world: &World, at: usize) -> bool {
    let died = world.members.get(at).and_then(|m| m.facts.get(DIED));
    matches!(died.map(|known| &known.value), Some(FactValue::Day(day)) if *day <= world.day)
}

/// Judges one scheme for one subject.
pub(crate) fn judge<'w>(
    pack: &Resolved,
    run: &mut Run<'w>,
    states: &mut Vec<Truth>,
    scheme: &'w Arc<Scheme>,
    subject: Subject,
) -> Judged<'w> {
    let env = Env::of(subject);
    let from = states.len();
    let for_whom = scheme.for_whom.as_ref().map(|expr| run.truth(expr, env));
    if let Some(found) = &for_whom
        && found.bits == F
    {
        return Judged {
            scheme,
            subject,
            verdict: Verdict::DoesNotApply,
            whole: found.clone(),
            for_whom,
            states: from..from,
            amount: None,
        };
    }
    judge::truths(run, scheme, env, states);
    let whole = scheme.join(for_whom.clone(), |at, expr| match states.get(from + at) {
        Some(found) => found.clone(),
        None => run.truth(expr, env),
    });
    let mut verdict = judge::verdict(run, &whole);
    let mut amount = None;
    if verdict != Verdict::NotByWhatIsKnown
        && let Some(rule) = &scheme.amount
    {
        let found = run.expr(&rule.expr, env);
        if judge::overflows(pack, run, &found) {
            verdict = Verdict::NeedsJudgement;
        }
        amount = Some(found);
    }
    Judged {
        scheme,
        subject,
        verdict,
        whole,
        for_whom,
        states: from..states.len(),
        amount,
    }
}

/// How many facts are tried together.
const SPLIT: usize = 3;
/// How many cases are looked at in all.
const CASES: usize = 64;

/// Tries every case of up to three facts that stand in several conditions.
///
/// Conditions joined one by one cannot see that they speak of the same fact: a
/// home that is either rural or urban may fail in both cases and still look
/// open. The outcomes that some case can reach are all that is left.
fn split(pack: &Resolved, run: &Run<'_>, judged: &mut Judged<'_>) {
    let open = judged.whole.bits;
    if matches!(judged.verdict, Verdict::NeedsJudgement) || judged.verdict.is_definite() {
        return;
    }
    let facts = shared(run, judged);
    if facts.is_empty() {
        return;
    }
    let count: usize = facts.iter().map(|(_, ways)| ways.len()).product();
    let mut reached = 0;
    for mut case in 0..count {
        let mut assumed = Vec::with_capacity(facts.len());
        for (fact, ways) in &facts {
            if let Some(abs) = ways.get(case % ways.len().max(1)) {
                assumed.push(Assumed {
                    abs: abs.clone(),
                    ..fact.clone()
                });
            }
            case /= ways.len().max(1);
        }
        let mut trial = Run::assuming(run.world, assumed);
        let found = judged.scheme.qualifies(&mut trial, Env::of(judged.subject));
        reached |= found.bits;
        if reached & open == open {
            return;
        }
    }
    judged.whole.bits &= reached;
    let left = judged.whole.bits;
    if left == T || left == F {
        judged.whole.hang = Deps::NONE;
    }
    judged.verdict = judge::verdict(run, &judged.whole);
    if judged.verdict == Verdict::NotByWhatIsKnown {
        judged.amount = None;
    } else if let Some(found) = &judged.amount
        && judge::overflows(pack, run, found)
    {
        judged.verdict = Verdict::NeedsJudgement;
    }
}

/// Facts with few answers that several conditions read and that are not known, each with its answers.
fn shared(run: &Run<'_>, judged: &Judged<'_>) -> Vec<(Assumed, Vec<Abs>)> {
    let yes_no = || vec![Abs::Bool(T), Abs::Bool(F)];
    let mut out: Vec<(Assumed, Vec<Abs>)> = Vec::new();
    let mut cases = 1;
    for dep in run.listed(&judged.whole.hang) {
        let (person, key, ways) = match dep {
            Dep::Fact(person, def) => {
                let key = Key::of(def.id.as_str());
                let ways = match &def.ty {
                    Type::Bool => yes_no(),
                    Type::Enum(choices) => (0..choices.variants.len())
                        .map(|at| {
                            Abs::One(One {
                                bits: 1 << at,
                                unset: false,
                            })
                        })
                        .collect(),
                    _ => continue,
                };
                (*person, key, ways)
            }
            Dep::Aid(Some(person), aid, None) => {
                (Some(*person), Key::of_benefit(&aid.code), yes_no())
            }
            _ => continue,
        };
        if !judged.scheme.shared.contains(&key) || cases * ways.len() > CASES {
            continue;
        }
        cases *= ways.len();
        let assumed = Assumed {
            person,
            key,
            abs: Abs::Bool(T | F),
        };
        out.push((assumed, ways));
        if out.len() == SPLIT {
            break;
        }
    }
    out
}
