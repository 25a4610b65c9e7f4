//! Verdicts of many homes, without reasons: a chain compiled for one day.
//!
//! [`Plan::of`] folds the standards of the day into a flat list of operations.
//! [`Plan::load`] lays the facts of homes out by place in [`Columns`];
//! [`Plan::judge`] walks them with a [`Machine`] whose memory is kept between
//! homes, so that nothing is allocated while it judges. What an answer hangs on
//! is only remembered by kind, which is all that a verdict needs.
//!
//! A plan answers as [`Sheet`] does or not at all: operations it does not
//! know, numbers that leave 64 bits, more cases than it can lay out alike,
//! another day or assumed standards leave the verdict open, and
//! [`Plan::verdicts`] then asks the sheet.

mod aids;
mod build;
mod code;
mod columns;
mod lists;
mod machine;
mod num;
mod state;

pub use columns::Columns;
pub use state::Machine;

use crate::dict::About;
use crate::eval::abs::{F, P, T};
use crate::pack::Resolved;
use crate::scheme::{Sheet, Verdict};
use crate::world::{Key, Subject, World};
use build::Builder;
use code::{CROWD, Code, FACTS, FIRST, Hang, JUDGED, OVERFLOW, PARAMS, SchemePlan};
use columns::Home;
use machine::Eval;
use state::{Env, Open, Truth, short, wide};
use tanfang_values::Day;

/// How many facts are tried together, and how many cases in all: as in a sheet.
const SPLIT: usize = 3;
const CASES: u32 = 64;
/// Homes laid out at a time.
const AT_ONCE: usize = 64;

/// One scheme for one subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    /// Position of the scheme in [`Resolved::schemes`].
    pub scheme: u16,
    /// Position of the member from 1; 0 is the home.
    pub seat: u16,
    /// The verdict; `None` only where the plan cannot say and nobody asked the sheet.
    pub verdict: Option<Verdict>,
}

impl Said {
    /// Returns for whom it is.
    pub fn subject(self) -> Subject {
        match usize::from(self.seat).checked_sub(1) {
            Some(at) => Subject::Person(at),
            None => Subject::Household,
        }
    }
}

/// All schemes of a chain, compiled for one day.
#[derive(Debug)]
pub struct Plan {
    pack: Resolved,
    day: Day,
    code: Code,
}

impl Plan {
    /// Compiles all schemes of a chain for a day.
    pub fn of(pack: &Resolved, day: Day) -> Self {
        Self {
            code: Builder::new(pack, day).all(),
            pack: pack.clone(),
            day,
        }
    }

    /// Returns the day for which it judges.
    pub const fn day(&self) -> Day {
        self.day
    }

    /// Lists the ids of the schemes it cannot judge at all.
    pub fn falls_back(&self) -> Vec<&str> {
        let all = self.pack.schemes().iter().zip(&self.code.schemes);
        all.filter(|(_, plan)| plan.is_none())
            .map(|(scheme, _)| scheme.id.as_str())
            .collect()
    }

    /// Lays a home out after the others.
    pub fn load(&self, columns: &mut Columns, world: &World) {
        columns.push(&self.code, self.day, world);
    }

    /// Judges the home at a position of the columns, in the order of [`Sheet::entries`].
    ///
    /// Adds one line for each scheme and subject to `out` and returns how many
    /// of them the plan leaves open.
    pub fn judge(
        &self,
        columns: &Columns,
        at: usize,
        machine: &mut Machine,
        out: &mut Vec<Said>,
    ) -> usize {
        let Some(home) = columns.homes.get(at).copied() else {
            return 0;
        };
        let from = out.len();
        machine.ordered = false;
        machine.wants_order = false;
        let left = self.pass(columns, home, machine, out);
        if left == 0 || !machine.wants_order || machine.lost {
            return left;
        }
        // Once more, meeting the facts in the order in which a sheet meets them.
        out.truncate(from);
        machine.ordered = true;
        self.pass(columns, home, machine, out)
    }

    /// Judges a home by all schemes.
    fn pass(
        &self,
        columns: &Columns,
        home: Home,
        machine: &mut Machine,
        out: &mut Vec<Said>,
    ) -> usize {
        let seats = wide(home.members) + 2;
        machine.memory.clear(wide(self.code.memos) * seats);
        machine.open.clear();
        machine.assumed.clear();
        machine.lost = home.lost;
        let mut eval = Eval {
            code: &self.code,
            day: self.day,
            columns,
            home,
            machine,
        };
        let (mut left, mut whole) = (0, true);
        for (number, scheme) in self.pack.schemes().iter().enumerate() {
            let plan = self.code.schemes.get(number).and_then(Option::as_ref);
            // What was not looked at leaves the order of all that follows open.
            whole &= plan.is_some_and(|plan| plan.conditions.is_some());
            eval.machine.ordered &= whole;
            let mut add = |seat: u32| {
                let verdict = plan.and_then(|plan| eval.verdict(plan, short(number), seat));
                left += usize::from(verdict.is_none());
                out.push(Said {
                    scheme: u16::try_from(number).unwrap_or(u16::MAX),
                    seat: u16::try_from(seat).unwrap_or(u16::MAX),
                    verdict,
                });
            };
            if scheme.about == About::Household {
                add(0);
                continue;
            }
            for seat in 1..=home.members {
                if dead(columns, &home, seat) == scheme.deceased {
                    add(seat);
                }
            }
        }
        left
    }

    /// Judges homes one after the other; what the plan leaves open the sheet says.
    ///
    /// Gives each home and its lines to `each` and returns for how many homes
    /// the sheet was asked.
    pub fn verdicts(
        &self,
        worlds: &[World],
        columns: &mut Columns,
        machine: &mut Machine,
        mut each: impl FnMut(&World, &[Said]),
    ) -> usize {
        let mut asked = 0;
        let mut out = Vec::new();
        for some in worlds.chunks(AT_ONCE) {
            columns.clear();
            for world in some {
                self.load(columns, world);
            }
            for (at, world) in some.iter().enumerate() {
                out.clear();
                if self.judge(columns, at, machine, &mut out) > 0 {
                    asked += 1;
                    self.ask(world, &mut out);
                }
                each(world, &out);
            }
        }
        asked
    }

    /// Fills in what the plan left open.
    fn ask(&self, world: &World, out: &mut [Said]) {
        let sheet = Sheet::of(&self.pack, world);
        for (said, entry) in out.iter_mut().zip(sheet.entries()) {
            said.verdict = said.verdict.or(Some(entry.verdict));
        }
    }
}

fn dead(columns: &Columns, home: &Home, seat: u32) -> bool {
    let at = home.dead + wide(seat).saturating_sub(1);
    columns.dead.get(at).copied().unwrap_or(false)
}

/// The verdict that outcomes give for somebody whom the scheme is for.
const fn verdict(bits: u8, hang: Hang) -> Verdict {
    if bits == T {
        Verdict::MayQualify
    } else if bits == F {
        Verdict::NotByWhatIsKnown
    } else if hang & OVERFLOW != 0 {
        Verdict::NeedsJudgement
    } else if bits & P != 0 && bits & T == 0 {
        Verdict::StandardNotSet
    } else if hang & (FACTS | PARAMS) == 0 && hang & JUDGED != 0 {
        Verdict::NeedsJudgement
    } else {
        Verdict::ToVerify
    }
}

impl Eval<'_> {
    /// The verdict of one scheme for somebody; `None` is the sheet's to say.
    fn verdict(&mut self, plan: &SchemePlan, scheme: u32, seat: u32) -> Option<Verdict> {
        let mut for_whom = None;
        if let Some(at) = plan.for_whom {
            let found = self.bool(at, Env::subject(seat));
            if found.bits == F {
                return (!self.machine.lost).then_some(Verdict::DoesNotApply);
            }
            for_whom = Some(found);
        }
        if self.machine.ordered {
            for at in plan.conditions.iter().flatten() {
                self.bool(*at, Env::subject(seat));
            }
        }
        let whole = self.whole(plan, seat, for_whom);
        let mut said = verdict(whole.bits, whole.hang);
        if said != Verdict::NotByWhatIsKnown
            && let Some(at) = plan.amount
        {
            let found = self.node(at, Env::subject(seat));
            if found.hang & OVERFLOW != 0 {
                said = Verdict::NeedsJudgement;
            }
        }
        if self.machine.lost {
            return None;
        }
        if said == Verdict::NeedsJudgement || said.is_definite() {
            return Some(said);
        }
        self.split(plan, scheme, seat, whole, said)
    }

    /// Tries every case of up to three facts that stand in several conditions, as a sheet does.
    fn split(
        &mut self,
        plan: &SchemePlan,
        scheme: u32,
        seat: u32,
        whole: Truth,
        said: Verdict,
    ) -> Option<Verdict> {
        let mut cases: [Option<(u32, Key, u32)>; SPLIT] = [None; SPLIT];
        let (mut count, mut found) = (1, 0);
        if plan.shared.is_empty() {
            return Some(said);
        }
        if whole.hang & CROWD != 0 {
            return None;
        }
        let mut left = whole.hang >> FIRST;
        while left != 0 {
            let at = left.trailing_zeros();
            left &= left - 1;
            let open = self.machine.open.get(wide(at)).copied()?;
            let (of, key, ways) = self.ways(open)?;
            if plan.shared.binary_search(&key).is_err() || ways > CASES {
                continue;
            }
            if !self.machine.ordered && (found == SPLIT || count * ways > CASES) {
                // Which of more a sheet takes depends on the order in which it met them.
                self.machine.wants_order = true;
                return None;
            }
            if count * ways > CASES {
                continue;
            }
            if let Some(case) = cases.get_mut(found) {
                *case = Some((of, key, ways));
            }
            found += 1;
            count *= ways;
            if self.machine.ordered && found == SPLIT {
                break;
            }
        }
        if found == 0 {
            return Some(said);
        }
        let seats = wide(self.home.members) + 2;
        let machine = &mut *self.machine;
        std::mem::swap(&mut machine.memory, &mut machine.aside);
        machine.memory.clear(wide(self.code.memos) * seats);
        let mut reached = 0;
        for case in 0..count {
            self.machine.assumed.clear();
            self.machine.memory.forget();
            let mut rest = case;
            for (of, key, ways) in cases.iter().flatten() {
                let way = rest % ways;
                rest /= ways;
                self.machine.assumed.push((*of, *key, 1 << way));
            }
            reached |= self.qualifies(scheme, seat).bits;
            if reached & whole.bits == whole.bits {
                break;
            }
        }
        let machine = &mut *self.machine;
        machine.assumed.clear();
        std::mem::swap(&mut machine.memory, &mut machine.aside);
        if machine.lost {
            return None;
        }
        let bits = whole.bits & reached;
        let settled = Truth::settle(bits, whole.hang);
        Some(verdict(settled.bits, settled.hang))
    }

    /// Whose fact it is that cases may split, its key, and how many answers it has.
    fn ways(&self, open: Open) -> Option<(u32, Key, u32)> {
        match open {
            Open::Fact { seat, slot } => {
                let slots = if seat == 0 {
                    &self.code.house
                } else {
                    &self.code.person
                };
                let (key, ways) = (slots.key(wide(slot))?, slots.ways(wide(slot))?);
                // Yes or no assumed for a benefit of this key would be no answer here.
                let clash = seat != 0 && self.code.aids.iter().any(|(_, aid)| *aid == key);
                (!clash || slots.yes_or_no(wide(slot))).then_some((seat, key, ways))
            }
            Open::Aid { seat, aid } => {
                let (_, key) = self.code.aids.get(wide(aid))?;
                let fact = self.code.person.find(*key);
                let alike = fact.is_none_or(|at| self.code.person.yes_or_no(at));
                alike.then_some((seat, *key, 2))
            }
        }
    }
}
