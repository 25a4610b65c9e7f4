//! Holds the engine against the rules written by hand, with facts hidden.

use crate::dice::Dice;
use crate::hide::{Forget, Partial, hide};
use crate::home::{Home, Slot, What};
use crate::packs::day_of;
use crate::rules::{Rule, Ruling, Scene};
use crate::sample::{AGES, Sampler};
use crate::standards::Standards;
use std::collections::BTreeSet;
use tanfang_policy::number::Fraction;
use tanfang_policy::pack::{ParamValue, Resolved};
use tanfang_policy::scheme::{Amount, Hint, Verdict, evaluate};
use tanfang_policy::value::FactValue;
use tanfang_policy::world::{Subject, World};

/// Percent of facts that are hidden, one run each.
pub const HIDDEN: [usize; 3] = [10, 30, 50];

/// Most disagreements kept as examples of one rule.
const EXAMPLES: usize = 3;

/// What came out for one rule.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// Homes judged with all facts.
    pub homes: usize,
    /// Of them 可能符合 by the rule.
    pub yes: usize,
    /// Pairs of homes that differ in one place and in the verdict.
    pub pairs: usize,
    /// Verdicts by the engine, with all facts and with facts hidden.
    pub verdicts: usize,
    /// Definite verdicts with facts hidden, by share hidden.
    pub definite: [usize; 3],
    /// Definite verdicts that the rule contradicts.
    pub wrong: usize,
    /// Verdicts with all facts that are not definite though the rule is.
    pub shy: usize,
    /// Amounts compared.
    pub amounts: usize,
    /// Amounts outside their interval, or not exact with all facts.
    pub off: usize,
    /// Undecided verdicts for which a completion was looked for that decides otherwise.
    pub doubted: usize,
    /// Of them those where all completions tried agree.
    pub cautious: usize,
    /// Undecided at 30 % hidden.
    pub open: usize,
    /// Undecided at 30 % hidden where money is known to a quarter more or less instead.
    pub open_ranges: usize,
    /// Standards the rule asks for and the pack does not have.
    pub missed: BTreeSet<String>,
    /// The first disagreements.
    pub examples: Vec<String>,
}

impl Tally {
    /// Adds the counts of another rule.
    pub fn add(&mut self, other: &Self) {
        let pairs = [
            (&mut self.homes, other.homes),
            (&mut self.yes, other.yes),
            (&mut self.pairs, other.pairs),
            (&mut self.verdicts, other.verdicts),
            (&mut self.wrong, other.wrong),
            (&mut self.shy, other.shy),
            (&mut self.amounts, other.amounts),
            (&mut self.off, other.off),
            (&mut self.doubted, other.doubted),
            (&mut self.cautious, other.cautious),
            (&mut self.open, other.open),
            (&mut self.open_ranges, other.open_ranges),
        ];
        for (sum, more) in pairs {
            *sum += more;
        }
        for (sum, more) in self.definite.iter_mut().zip(other.definite) {
            *sum += more;
        }
    }
}

/// How much is tried.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    /// Homes for each rule; each gives seven verdicts.
    pub homes: usize,
    /// Of so many undecided verdicts one is searched for completions.
    pub doubt_every: usize,
    /// The seed.
    pub seed: u64,
}

/// One rule of a pack, with what its samples are made of.
pub struct Bench<'p> {
    /// The rule.
    pub rule: Rule,
    /// The pack.
    pub pack: &'p Resolved,
    sampler: Sampler,
}

/// One home with everything known, and what the rule says.
#[derive(Debug)]
pub struct Known {
    /// The home.
    pub world: World,
    /// The person concerned.
    pub who: usize,
    /// The standards supposed.
    pub standards: Standards,
    /// What the rule says.
    pub ruling: Ruling,
    /// The places the rule read.
    pub reads: BTreeSet<Slot>,
}

impl<'p> Bench<'p> {
    /// Prepares a rule; `None` if the pack has no such scheme or no day in force.
    pub fn new(rule: Rule, pack: &'p Resolved) -> Option<Self> {
        pack.scheme(rule.scheme)?;
        let day = day_of(pack)?;
        let mut bench = Self {
            rule,
            pack,
            sampler: Sampler::new(pack, day),
        };
        // What the rule reads is found by asking it about homes with every fact there is.
        let mut ids: BTreeSet<String> = pack
            .schemes()
            .iter()
            .flat_map(|scheme| scheme.reads())
            .map(|def| def.id.as_str().to_owned())
            .collect();
        let mut dice = Dice::new(1);
        for turn in 0..24 {
            for slot in bench.known(turn, &mut dice).reads {
                if let What::Fact(id) = slot.what {
                    ids.insert(id);
                }
            }
        }
        bench.sampler = bench.sampler.only(&ids);
        Some(bench)
    }

    /// Holds a rule against a pack that homes made for another pack are tried on.
    pub fn beside(rule: Rule, pack: &'p Resolved) -> Option<Self> {
        pack.scheme(rule.scheme)?;
        let day = day_of(pack)?;
        let sampler = Sampler::new(pack, day).only(&BTreeSet::new());
        Some(Self {
            rule,
            pack,
            sampler,
        })
    }

    fn subject(&self, who: usize) -> Subject {
        if self.rule.person {
            Subject::Person(who)
        } else {
            Subject::Household
        }
    }

    /// What the rule says of a complete home, and what it read.
    pub fn judge(
        &self,
        world: &World,
        who: usize,
        standards: &Standards,
    ) -> (Ruling, BTreeSet<Slot>) {
        let home = Home::new(world);
        let ruling = (self.rule.judge)(&Scene {
            home: &home,
            who,
            standards,
        });
        (ruling, home.into_reads())
    }

    /// What the engine says.
    pub fn hint(&self, world: &World, who: usize) -> Option<Hint> {
        evaluate(self.pack, self.rule.scheme, world, self.subject(who))
    }

    /// Makes a home: by chance, led to a yes, or led to a yes and then changed in a place or two.
    pub fn known(&self, turn: usize, dice: &mut Dice) -> Known {
        let standards = Standards::suppose(self.pack, self.sampler.day(), dice);
        let mut world = self.sampler.home(dice);
        let who = dice.below(world.members.len());
        if !turn.is_multiple_of(4) {
            self.steer(&mut world, None, None, who, &standards, true, 300, dice);
            for _ in 1..turn % 4 {
                let (_, reads) = self.judge(&world, who, &standards);
                let places: Vec<Slot> = reads.into_iter().collect();
                if let Some(slot) = dice.pick(&places) {
                    self.change(&mut world, None, slot, who, dice);
                }
            }
        }
        if dice.chance(25) {
            self.birthday(&mut world, who, &standards, dice);
        }
        let (ruling, reads) = self.judge(&world, who, &standards);
        Known {
            world,
            who,
            standards,
            ruling,
            reads,
        }
    }

    /// Lets the person concerned have just turned, or turn tomorrow, an age that the county set.
    fn birthday(&self, world: &mut World, who: usize, standards: &Standards, dice: &mut Dice) {
        let ages = [standards.ages(), AGES.to_vec()].concat();
        if let (Some(age), Some(member)) = (dice.pick(&ages), world.members.get_mut(who)) {
            let birth = self.sampler.day().plus_months(-12 * age);
            let birth = birth.plus_days(dice.between(-1, 1));
            member.facts.set("birth", FactValue::Day(birth));
        }
    }

    fn change(
        &self,
        world: &mut World,
        base: Option<&World>,
        slot: &Slot,
        who: usize,
        dice: &mut Dice,
    ) {
        if base.is_none() && slot.what == What::Members {
            // The person concerned stays; the home grows or shrinks behind.
            world.members.truncate(who + 1);
            for at in 0..dice.below(3) {
                let member = self.sampler.member(who + 1 + at, dice);
                world.members.push(member);
            }
            return;
        }
        self.sampler.again(world, base, slot, dice);
    }

    /// Changes places that the rule reads until it says what is wanted; whether it does.
    #[allow(
        clippy::too_many_arguments,
        reason = "one step of a search, called from two places"
    )]
    fn steer(
        &self,
        world: &mut World,
        base: Option<&World>,
        hidden: Option<&[Slot]>,
        who: usize,
        standards: &Standards,
        wanted: bool,
        budget: usize,
        dice: &mut Dice,
    ) -> bool {
        let (mut now, mut reads) = self.judge(world, who, standards);
        for step in 0..budget {
            if now.yes() == wanted {
                return true;
            }
            let places: Vec<Slot> = match hidden {
                // A place that lies in what is not known, or is one.
                Some(hidden) if step % 4 != 3 => {
                    let read = hidden.iter().filter(|slot| reads.contains(slot));
                    let fields = hidden.iter().filter(|slot| lies_in_list(slot, &reads));
                    read.chain(fields).cloned().collect()
                }
                Some(hidden) => hidden.to_vec(),
                None => reads.iter().cloned().collect(),
            };
            let Some(slot) = dice.pick(&places) else {
                if hidden.is_none_or(<[Slot]>::is_empty) {
                    return false;
                }
                continue;
            };
            let mut other = world.clone();
            self.change(&mut other, base, slot, who, dice);
            if base.is_none() && dice.chance(5) {
                self.sampler.on_the_line(&mut other, dice);
            }
            let (then, then_reads) = self.judge(&other, who, standards);
            let nearer = if wanted {
                (then.fails, then.lean) <= (now.fails, now.lean)
            } else {
                (then.fails, then.lean) >= (now.fails, now.lean)
            };
            if nearer || dice.chance(if wanted { 3 } else { 30 }) {
                *world = other;
                (now, reads) = (then, then_reads);
            }
        }
        now.yes() == wanted
    }

    /// Runs the rule against the engine.
    pub fn run(&self, effort: Effort) -> Tally {
        let mut tally = Tally::default();
        let name = self.rule.pack.bytes().chain(self.rule.scheme.bytes());
        let mix = name.fold(effort.seed, |hash, b| {
            (hash ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)
        });
        let mut dice = Dice::new(mix);
        for turn in 0..effort.homes {
            let known = self.known(turn, &mut dice);
            self.full(&known, &mut tally);
            self.neighbour(&known, &mut tally, &mut dice);
            for (at, percent) in HIDDEN.into_iter().enumerate() {
                // Every fifth time the county has not entered its standards either.
                let set = !dice.chance(20);
                let forget = Forget {
                    percent,
                    ranges: false,
                };
                let mut same = dice.clone();
                let part = self.part(&known, forget, set, &mut dice);
                let open = self.partial(&known, &part, Some(at), &mut tally);
                if open && set {
                    self.doubt(&known, &part, effort, &mut tally, &mut dice);
                }
                if percent == 30 {
                    let ranges = Forget {
                        percent,
                        ranges: true,
                    };
                    let part = self.part(&known, ranges, set, &mut same);
                    let open_ranges = self.partial(&known, &part, None, &mut tally);
                    tally.open += usize::from(open);
                    tally.open_ranges += usize::from(open_ranges);
                }
            }
            tally.missed.extend(known.standards.missed());
        }
        tally
    }

    /// A disagreement with all facts known: what the engine says against what the rule says.
    pub fn differs(&self, known: &Known) -> Option<String> {
        let mut world = known.world.clone();
        world.assume = known.standards.assumed();
        let hint = self.hint(&world, known.who)?;
        let yes = known.ruling.yes();
        let definite = hint.verdict.is_definite();
        let wrong = definite
            && known
                .ruling
                .contradicts(hint.verdict == Verdict::MayQualify);
        if wrong || (!definite && !known.ruling.silent) {
            return Some(format!(
                "the text says {}, the pack {:?} because of {:?}, hanging on {:?} {:?}",
                if known.ruling.silent {
                    "nothing"
                } else if yes {
                    "yes"
                } else {
                    "no"
                },
                hint.verdict,
                hint.because,
                hint.missing().map(|f| f.name.as_str()).collect::<Vec<_>>(),
                hint.hangs.params,
            ));
        }
        if let (true, Some(lasts)) = (yes, known.ruling.lasts) {
            let found = self.lasts(&hint);
            if found != Some(lasts) {
                return Some(format!(
                    "the text lasts {lasts:?} months, the pack {found:?}"
                ));
            }
        }
        if !yes || amount_is(&known.ruling, &hint.amount) {
            return None;
        }
        Some(format!(
            "the text gives {:?}, the pack {:?}",
            known.ruling.worth, hint.amount
        ))
    }

    /// The months for which a hint lasts: at least and at most.
    fn lasts(&self, hint: &Hint) -> Option<(i64, i64)> {
        let dated = self
            .pack
            .param(hint.lasts.as_deref()?, self.sampler.day())?;
        let ParamValue::Number(span) = &dated.is else {
            return None;
        };
        let whole = |end: Option<Fraction>| end.map_or(Some(0), Fraction::as_whole);
        Some((whole(span.interval.low)?, whole(span.interval.high)?))
    }

    fn full(&self, known: &Known, tally: &mut Tally) {
        let mut world = known.world.clone();
        world.assume = known.standards.assumed();
        let Some(hint) = self.hint(&world, known.who) else {
            return;
        };
        let yes = known.ruling.yes();
        tally.homes += 1;
        tally.verdicts += 1;
        tally.yes += usize::from(yes);
        let definite = hint.verdict.is_definite();
        let wrong = definite
            && known
                .ruling
                .contradicts(hint.verdict == Verdict::MayQualify);
        let shy = !definite && !known.ruling.silent;
        let other = known.ruling.lasts.filter(|_| yes && definite && !wrong);
        let wrong = wrong || other.is_some_and(|lasts| self.lasts(&hint) != Some(lasts));
        tally.wrong += usize::from(wrong);
        tally.shy += usize::from(shy);
        let mut bad = wrong || shy;
        if yes && known.ruling.worth.is_some() && hint.verdict == Verdict::MayQualify {
            tally.amounts += 1;
            let off = !amount_is(&known.ruling, &hint.amount);
            tally.off += usize::from(off);
            bad |= off;
        }
        if bad && tally.examples.len() < EXAMPLES {
            let read: Vec<String> = known.reads.iter().map(|slot| shown(&world, slot)).collect();
            let what = self.differs(known).unwrap_or_default();
            let line = format!("{what}\n      {}", read.join(" · "));
            tally.examples.push(line);
        }
    }

    /// Whether changing one place that the rule reads changes the verdict.
    fn neighbour(&self, known: &Known, tally: &mut Tally, dice: &mut Dice) {
        let places: Vec<Slot> = known.reads.iter().cloned().collect();
        let Some(slot) = dice.pick(&places) else {
            return;
        };
        let mut other = known.world.clone();
        self.change(&mut other, None, slot, known.who, dice);
        let (ruling, _) = self.judge(&other, known.who, &known.standards);
        tally.pairs += usize::from(ruling.yes() != known.ruling.yes());
    }

    fn part(&self, known: &Known, forget: Forget, set: bool, dice: &mut Dice) -> Partial {
        let mut part = hide(&self.sampler, &known.world, known.who, forget, dice);
        if set {
            part.world.assume = known.standards.assumed();
        }
        part
    }

    /// Judges with facts hidden, counted under the share hidden; whether it is undecided.
    fn partial(&self, known: &Known, part: &Partial, at: Option<usize>, tally: &mut Tally) -> bool {
        let Some(hint) = self.hint(&part.world, known.who) else {
            return false;
        };
        tally.verdicts += 1;
        let yes = known.ruling.yes();
        let definite = hint.verdict.is_definite();
        let wrong = definite
            && known
                .ruling
                .contradicts(hint.verdict == Verdict::MayQualify);
        tally.wrong += usize::from(wrong);
        if definite && let Some(count) = at.and_then(|at| tally.definite.get_mut(at)) {
            *count += 1;
        }
        let mut off = false;
        if let (true, Some(worth), Amount::Fen { low, high, .. }) =
            (yes, known.ruling.worth, &hint.amount)
        {
            tally.amounts += 1;
            let (least, most) = (worth.0.half_up(), worth.1.map(super::exact::Exact::half_up));
            off = low.is_some_and(|low| low > least)
                || high.is_some_and(|high| most.is_none_or(|most| high < most));
            tally.off += usize::from(off);
        }
        if (wrong || off) && tally.examples.len() < EXAMPLES {
            let read: Vec<String> = known
                .reads
                .iter()
                .map(|slot| shown(&part.world, slot))
                .collect();
            tally.examples.push(format!(
                "with facts hidden the pack says {:?} {:?}, all facts {yes} {:?}\n      {}",
                hint.verdict,
                hint.amount,
                known.ruling.worth,
                read.join(" · ")
            ));
        }
        !definite
    }

    /// Looks for two completions that differ.
    fn doubt(
        &self,
        known: &Known,
        part: &Partial,
        effort: Effort,
        tally: &mut Tally,
        dice: &mut Dice,
    ) {
        if dice.below(effort.doubt_every) != 0 {
            return;
        }
        tally.doubted += 1;
        // What is hidden is one completion; is there another that says the contrary?
        if known.ruling.silent {
            return;
        }
        let wanted = !known.ruling.yes();
        for _ in 0..3 {
            let mut other = known.world.clone();
            let found = self.steer(
                &mut other,
                Some(&part.world),
                Some(&part.hidden),
                known.who,
                &known.standards,
                wanted,
                400,
                dice,
            );
            if found {
                return;
            }
        }
        tally.cautious += 1;
        if std::env::var_os("TANFANG_SHOW").is_some() {
            let read = known.reads.iter().map(|slot| shown(&part.world, slot));
            let hint = self.hint(&part.world, known.who);
            let missing: Vec<String> = hint
                .iter()
                .flat_map(Hint::missing)
                .map(|fact| fact.name.clone())
                .collect();
            println!(
                "    cautious: {} {} though {}; missing {missing:?}\n      {}",
                self.rule.pack,
                self.rule.scheme,
                known.ruling.yes(),
                read.collect::<Vec<_>>().join(" · ")
            );
        }
    }
}

/// Whether a hidden place is a field, or a part, of a list that was read.
fn lies_in_list(slot: &Slot, reads: &BTreeSet<Slot>) -> bool {
    match &slot.what {
        What::Field(list, ..) => reads.contains(&Slot {
            whose: slot.whose,
            what: What::List(list.clone()),
        }),
        _ => false,
    }
}

/// Whether an amount is what the text gives, rounded once.
fn amount_is(ruling: &Ruling, amount: &Amount) -> bool {
    let Some((least, most)) = ruling.worth else {
        return true;
    };
    match amount {
        Amount::Fen { low, high, .. } => {
            *low == Some(least.half_up()) && *high == most.map(super::exact::Exact::half_up)
        }
        _ => false,
    }
}

/// A place and what stands there, for a report.
fn shown(world: &World, slot: &Slot) -> String {
    use tanfang_policy::world::Key;
    let whose = slot.whose.map_or_else(String::new, |at| format!("{at}."));
    match (&slot.what, slot.whose) {
        (What::Fact(id), whose_at) => {
            let facts = match whose_at {
                None => Some(&world.household),
                Some(at) => world.members.get(at).map(|member| &member.facts),
            };
            let value = facts.and_then(|facts| facts.get_id(id));
            let value = value.map_or_else(|| "-".to_owned(), |known| known.value.to_string());
            format!("{whose}{id}={value}")
        }
        (What::List(id), whose_at) => {
            let lists = match whose_at {
                None => Some(&world.lists),
                Some(at) => world.members.get(at).map(|member| &member.lists),
            };
            let items = lists.and_then(|lists| lists.get(Key::of(id)));
            let items = items.map_or(&[][..], |list| &list.items);
            let fields = [
                "scheme", "kind", "from", "to", "monthly", "claimed", "proved",
            ];
            let shown: Vec<String> = items
                .iter()
                .map(|item| {
                    let known = fields
                        .iter()
                        .filter_map(|field| item.facts.get_id(field).map(|v| v.value.to_string()));
                    known.collect::<Vec<_>>().join(" ")
                })
                .collect();
            format!("{whose}{id}=[{}]", shown.join(", "))
        }
        (What::Members, _) => format!("members={}", world.members.len()),
        (What::Field(..), _) => String::new(),
    }
}
