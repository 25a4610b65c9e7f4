//! All schemes of a chain over one home, judged in one pass.

use super::{Hint, Scheme, Verdict, judge};
use crate::dict::About;
use crate::eval::abs::F;
use crate::eval::found::Found;
use crate::eval::run::{Env, Run};
use crate::pack::Resolved;
use crate::value::FactValue;
use crate::world::{Key, Subject, World};
use std::sync::Arc;

/// Id of the fact that says on which day a person died.
const DIED: Key = Key::of("died");

/// One scheme for one subject, judged; what it stands on is kept by number.
#[derive(Debug)]
pub(crate) struct Judged<'w> {
    pub(crate) scheme: &'w Arc<Scheme>,
    pub(crate) subject: Subject,
    pub(crate) verdict: Verdict,
    pub(crate) whole: Found,
    pub(crate) for_whom: Option<Found>,
    /// One a condition; empty where the scheme is not for the subject.
    pub(crate) states: Vec<Found>,
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
}

impl std::fmt::Debug for Sheet<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.entries()).finish()
    }
}

impl<'w> Sheet<'w> {
    /// Judges every scheme for everybody whom it can concern, in the order of the schemes.
    pub fn of(pack: &'w Resolved, world: &'w World) -> Self {
        let mut run = Run::new(world);
        let mut judged = Vec::new();
        for scheme in pack.schemes() {
            if scheme.about == About::Household {
                judged.push(judge(pack, &mut run, scheme, Subject::Household));
                continue;
            }
            for at in 0..world.members.len() {
                if has_died(world, at) == scheme.deceased {
                    judged.push(judge(pack, &mut run, scheme, Subject::Person(at)));
                }
            }
        }
        Self { pack, run, judged }
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
        let mut run = Run::new(world);
        let judged = vec![judge(pack, &mut run, scheme, subject)];
        Some(Self { pack, run, judged })
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
        Some(judge::hint(self.pack, &mut self.run, judged))
    }

    /// Writes out all verdicts.
    pub fn hints(&mut self) -> Vec<Hint> {
        let (pack, run) = (self.pack, &mut self.run);
        let all = self.judged.iter();
        all.map(|judged| judge::hint(pack, run, judged)).collect()
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
    scheme: &'w Arc<Scheme>,
    subject: Subject,
) -> Judged<'w> {
    let env = Env::of(subject);
    let for_whom = scheme.for_whom.as_ref().map(|expr| run.truth(expr, env));
    if let Some(found) = &for_whom
        && judge::bits(found) == F
    {
        return Judged {
            scheme,
            subject,
            verdict: Verdict::DoesNotApply,
            whole: found.clone(),
            for_whom,
            states: Vec::new(),
            amount: None,
        };
    }
    let states = judge::truths(run, scheme, env);
    let whole = scheme.join(for_whom.clone(), |at, expr| match states.get(at) {
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
        states,
        amount,
    }
}
