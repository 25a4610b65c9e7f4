//! The one question that decides most for the least trouble.
//!
//! Every open hint hangs on some facts. Each of them that may be asked is tried:
//! its reachable answers are put into the world one by one and the hints that
//! hang on it judged again. What counts is how many hints an answer settles,
//! and how far it brings the others, by unit of the trouble of asking. The
//! order of schemes, members and facts breaks ties, so that the same home is
//! always asked the same.

use crate::dict::{FactDef, Fresh, How, ListDef, Sensitivity, Type};
use crate::eval::found::Truth;
use crate::eval::reasons::Dep;
use crate::eval::run::{Env, Run};
use crate::pack::{ParamValue, Resolved};
use crate::scheme::{Scheme, Sheet};
use crate::spot::{Reply, Spot, of_dep};
use crate::threshold::value;
use crate::value::FactValue;
use crate::world::{Known, Subject, World};
use std::collections::BTreeSet;
use std::sync::Arc;
use tanfang_values::Day;

/// How many facts are tried; the rest is less promising at first sight.
const TRIED: usize = 16;
/// How many answers of one fact are tried at most.
const REPLIES: usize = 8;
/// What settling one hint is worth.
const SETTLED: u64 = 1_200;
/// What an open hint is worth, divided by the number of facts it still lacks.
const OPEN: u64 = 480;

/// Who asks.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asker<'a> {
    /// Roles held; a judgement is asked only of a role that may make it.
    pub roles: &'a [&'a str],
    /// Whether facts of the class 限制 may be asked.
    pub restricted: bool,
}

/// Which hints a question should decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goal<'a> {
    /// All of the chain.
    All,
    /// One scheme for one subject.
    One(&'a str, Subject),
}

/// A question worth asking.
#[derive(Debug, Clone)]
pub struct Ask {
    /// What the answer fills.
    pub spot: Spot,
    /// Id of the member concerned; `None` for the home.
    pub person: Option<String>,
    /// Definition of the fact or field; none for a list to close and for a benefit.
    pub def: Option<Arc<FactDef>>,
    /// The list to close, or that the field is in.
    pub list: Option<Arc<ListDef>>,
    /// What it is about, in the words of rules.
    pub name: String,
    /// The question as the dictionary words it; empty where it has no words.
    pub wording: String,
    /// Schemes, each with its subject, that at least one answer settles.
    pub decides: Vec<(String, Subject)>,
    /// The trouble of asking: 2 for a plain choice, more for numbers, lists, sensitive facts.
    pub cost: u64,
}

/// Finds the question that newly decides most schemes by unit of the trouble of asking.
///
/// Never one that a database answers (库), that `[[dont_ask]]` bars, that does
/// not apply (`only_if`), that was answered with 不清楚 or 不愿说 and is still
/// fresh, or that only another role may judge. `None` if nothing is left to ask.
pub fn next_question(
    pack: &Resolved,
    world: &World,
    asker: Asker<'_>,
    goal: Goal<'_>,
) -> Option<Ask> {
    let sheet = match goal {
        Goal::All => Sheet::of(pack, world),
        Goal::One(scheme, subject) => Sheet::of_one(pack, scheme, world, subject)?,
    };
    let mut search = Search::new(pack, world, asker);
    search.collect(&sheet);
    search.shortlist();
    search.best(world)
}

/// A hint that questions can still settle.
struct Open<'w> {
    scheme: &'w Arc<Scheme>,
    subject: Subject,
    missing: u64,
}

/// A fact that may be asked, and the open hints that hang on it.
struct Candidate {
    spot: Spot,
    def: Option<Arc<FactDef>>,
    name: String,
    cost: u64,
    opens: Vec<usize>,
}

struct Search<'w> {
    pack: &'w Resolved,
    asker: Asker<'w>,
    barred: BTreeSet<&'w str>,
    opens: Vec<Open<'w>>,
    candidates: Vec<Candidate>,
}

impl<'w> Search<'w> {
    fn new(pack: &'w Resolved, world: &World, asker: Asker<'w>) -> Self {
        Self {
            pack,
            asker,
            barred: pack.must_not_ask(world),
            opens: Vec::new(),
            candidates: Vec::new(),
        }
    }

    /// Lists the open hints and the facts they hang on.
    fn collect(&mut self, sheet: &Sheet<'w>) {
        let run = sheet.run();
        for judged in sheet.judged() {
            if judged.verdict.is_definite() {
                continue;
            }
            let open = self.opens.len();
            let mut missing = 0;
            for dep in run.listed(&judged.whole.hang) {
                if !self.may_ask(run.world, dep) {
                    continue;
                }
                let Some(spot) = of_dep(self.pack, run.world, dep) else {
                    continue;
                };
                missing += 1;
                match self.candidates.iter_mut().find(|c| c.spot == spot) {
                    Some(candidate) => {
                        if !candidate.opens.contains(&open) {
                            candidate.opens.push(open);
                        }
                    }
                    None => self
                        .candidates
                        .push(self.candidate(run.world, dep, spot, open)),
                }
            }
            self.opens.push(Open {
                scheme: judged.scheme,
                subject: judged.subject,
                missing,
            });
        }
    }

    fn candidate(&self, world: &World, dep: &Dep<'_>, spot: Spot, open: usize) -> Candidate {
        let def = spot.def(self.pack).map(Arc::clone);
        let name = match dep {
            Dep::Fact(_, def) | Dep::Field(_, def, _) => def.name.clone(),
            Dep::Aid(_, aid, _) => aid.shown.clone(),
            Dep::SlotItem(slot, at) => slot
                .items
                .get(*at)
                .map_or_else(String::new, |item| item.text.clone()),
            _ => spot
                .list(self.pack)
                .map_or_else(String::new, |list| list.name.clone()),
        };
        let known = spot.known(world);
        let cost = cost(&spot, def.as_deref(), known);
        Candidate {
            spot,
            def,
            name,
            cost,
            opens: vec![open],
        }
    }

    /// Whether this asker may ask for it here and now.
    fn may_ask(&self, world: &World, dep: &Dep<'_>) -> bool {
        match dep {
            Dep::Fact(person, def) => {
                let facts = match person {
                    Some(at) => world.members.get(*at).map(|member| &member.facts),
                    None => Some(&world.household),
                };
                let known = facts.and_then(|facts| facts.get_id(def.id.as_str()));
                self.may_ask_fact(def) && !told(def, known, world.day)
            }
            Dep::Field(_, def, item) => {
                let known = item.facts.get_id(def.id.as_str());
                let list = self.pack.dictionary().lists().iter();
                let mut lists = list.filter(|list| list.fields.iter().any(|f| Arc::ptr_eq(f, def)));
                self.may_ask_fact(def)
                    && !told(def, known, world.day)
                    && !lists.any(|list| self.barred.contains(list.id.as_str()))
            }
            Dep::List(_, def) => !self.barred.contains(def.id.as_str()),
            Dep::Members | Dep::SlotItem(..) => true,
            Dep::Aid(person, ..) => person.is_some(),
            Dep::Param(_) | Dep::Cell(..) | Dep::Slot(_) | Dep::Overflow => false,
        }
    }

    fn may_ask_fact(&self, def: &FactDef) -> bool {
        let learned = match def.how {
            How::Database => false,
            How::Judge => def
                .by
                .iter()
                .any(|role| self.asker.roles.contains(&role.as_str())),
            How::Ask | How::Look => true,
        };
        learned
            && (self.asker.restricted || def.sens != Sensitivity::Restricted)
            && !self.barred.contains(def.id.as_str())
    }

    /// Keeps the facts that many nearly settled hints hang on.
    fn shortlist(&mut self) {
        if self.candidates.len() <= TRIED {
            return;
        }
        let opens = &self.opens;
        let promise = |candidate: &Candidate| -> u64 {
            let each = candidate.opens.iter().filter_map(|at| opens.get(*at));
            let all: u64 = each.map(|open| SETTLED * 16 / open.missing.max(1)).sum();
            all / candidate.cost
        };
        // A stable sort keeps the order of appearance among equals.
        self.candidates
            .sort_by_cached_key(|candidate| std::cmp::Reverse(promise(candidate)));
        self.candidates.truncate(TRIED);
    }

    fn best(self, world: &World) -> Option<Ask> {
        let mut trial = world.clone();
        let mut best: Option<(u64, usize, Vec<usize>)> = None;
        for (at, candidate) in self.candidates.iter().enumerate() {
            let (score, settled) = self.score(candidate, &mut trial);
            if best.as_ref().is_none_or(|(most, ..)| score > *most) {
                best = Some((score, at, settled));
            }
        }
        let (_, at, settled) = best?;
        let candidate = self.candidates.get(at)?;
        let list = candidate.spot.list(self.pack).map(Arc::clone);
        let wording = match (&candidate.def, &list) {
            (Some(def), _) => def.ask.clone(),
            (None, Some(list)) => list.complete_ask.clone(),
            (None, None) => String::new(),
        };
        let decides = settled
            .into_iter()
            .filter_map(|open| self.opens.get(open))
            .map(|open| (open.scheme.id.clone(), open.subject))
            .collect();
        Some(Ask {
            person: candidate
                .spot
                .person()
                .and_then(|at| world.members.get(at))
                .map(|member| member.id.clone()),
            spot: candidate.spot.clone(),
            def: candidate.def.clone(),
            list,
            name: candidate.name.clone(),
            wording,
            decides,
            cost: candidate.cost,
        })
    }

    /// Tries the answers of one fact: worth by unit of cost, and the hints that some answer settles.
    fn score(&self, candidate: &Candidate, trial: &mut World) -> (u64, Vec<usize>) {
        let replies = replies(self.pack, trial, candidate);
        let mut worth = 0_u64;
        let mut settled = BTreeSet::new();
        for reply in &replies {
            candidate.spot.with(trial, reply, |world| {
                let mut run = Run::for_chain(world, self.pack.memos());
                for at in &candidate.opens {
                    let Some(open) = self.opens.get(*at) else {
                        continue;
                    };
                    // Only what is still missing counts here, not the amount.
                    let found = open.scheme.qualifies(&mut run, Env::of(open.subject));
                    match self.missing(&run, &found) {
                        0 => {
                            settled.insert(*at);
                            worth += SETTLED - OPEN / open.missing.max(1);
                        }
                        left => {
                            worth += (OPEN / left).saturating_sub(OPEN / open.missing.max(1));
                        }
                    }
                }
            });
        }
        // Closing a list is one of two answers; the other leaves it open.
        let ways = match candidate.spot {
            Spot::List { .. } | Spot::Members => 2,
            _ => u64::try_from(replies.len()).unwrap_or(1).max(1),
        };
        (
            worth * 64 / (ways * candidate.cost),
            settled.into_iter().collect(),
        )
    }

    /// How many facts a hint lacks that may be asked; none if it is definite.
    fn missing(&self, run: &Run<'_>, found: &Truth) -> u64 {
        let all = run.listed(&found.hang);
        all.map(|dep| u64::from(self.may_ask(run.world, dep))).sum()
    }
}

/// Whether somebody was asked and did not know or would not say, not long ago.
fn told(def: &FactDef, known: Option<&Known>, today: Day) -> bool {
    let Some(known) = known.filter(|known| known.value.is_unknown()) else {
        return false;
    };
    let Some(day) = known.day else {
        return true;
    };
    match def.fresh {
        Fresh::EveryVisit => day >= today,
        Fresh::Days(days) => day.plus_days(days.into()) >= today,
        Fresh::Forever => true,
    }
}

/// The trouble of asking.
fn cost(spot: &Spot, def: Option<&FactDef>, known: Option<&Known>) -> u64 {
    let Some(def) = def else {
        return match spot {
            Spot::List { .. } | Spot::Members => 4,
            _ => 2,
        };
    };
    let kind = match def.ty {
        Type::Bool | Type::Enum(_) => 2,
        Type::Many(_) => 3,
        _ => 4,
    };
    let judged = if def.how == How::Judge { 2 } else { 0 };
    let tender = match def.sens {
        Sensitivity::Normal => 0,
        Sensitivity::Sensitive => 4,
        Sensitivity::Restricted => 8,
    };
    // Somebody who said "about so much" has said what he can.
    let again = match known.map(|known| &known.value) {
        Some(FactValue::IntRange(..) | FactValue::FenRange(..) | FactValue::DayRange(..)) => 4,
        _ => 1,
    };
    (kind + judged + tender) * again
}

/// The answers worth trying: every choice; of numbers, one in each stretch between two marks.
fn replies(pack: &Resolved, world: &World, candidate: &Candidate) -> Vec<Reply> {
    let yes_no = || {
        vec![
            Reply::Value(FactValue::Bool(true)),
            Reply::Value(FactValue::Bool(false)),
        ]
    };
    match (&candidate.spot, candidate.def.as_ref()) {
        (Spot::List { .. } | Spot::Members, _) => vec![Reply::NoMore],
        (Spot::Benefit { .. } | Spot::Fact { .. } | Spot::Field { .. }, None) => yes_no(),
        (_, Some(def)) => match &def.ty {
            Type::Bool => yes_no(),
            Type::Enum(choices) => choices
                .variants
                .iter()
                .map(|variant| Reply::Value(FactValue::One(variant.code.clone())))
                .take(REPLIES * 2)
                .collect(),
            Type::Many(choices) => {
                let one = |code: &String| Reply::Value(FactValue::Many(vec![code.clone()]));
                let none = std::iter::once(Reply::Value(FactValue::Many(Vec::new())));
                let each = choices.variants.iter().map(|variant| one(&variant.code));
                none.chain(each).take(REPLIES * 2).collect()
            }
            Type::Text | Type::YuanPeriod => Vec::new(),
            ty => points(pack, world.day, def)
                .into_iter()
                .map(|at| Reply::Value(value(ty, at, at)))
                .collect(),
        },
    }
}

/// Values of a number, one in each stretch that rules may tell apart.
fn points(pack: &Resolved, day: Day, def: &FactDef) -> Vec<i64> {
    let mut out = BTreeSet::new();
    let marks = pack.marks().iter().copied();
    if def.ty == Type::Date {
        let today = i64::from(day.epoch_days());
        let years = marks.filter(|mark| (1..=110).contains(mark));
        let birthdays = years.filter_map(|years| {
            let months = i32::try_from(years.checked_mul(12)?).ok()?;
            Some(i64::from(day.plus_months(-months).epoch_days()))
        });
        out.extend(birthdays);
        out.insert(today);
    } else if def.ty.is_money() {
        let standards = pack.params().iter().filter(|param| param.ty.is_money());
        let standards = standards.filter_map(|param| match &param.on(day)?.is {
            ParamValue::Number(span) => span.interval.low?.as_whole(),
            _ => None,
        });
        out.extend(marks.filter(|mark| *mark >= 100).chain(standards));
        out.insert(0);
    } else {
        out.extend(marks.filter(|mark| (0..=200).contains(mark)));
        out.insert(def.min.unwrap_or(0));
    }
    out.extend(def.min);
    let within =
        |n: &i64| def.min.is_none_or(|min| *n >= min) && def.max.is_none_or(|max| *n <= max);
    let all: Vec<i64> = out.into_iter().filter(within).collect();
    if all.len() <= REPLIES {
        return all;
    }
    // Evenly thinned, both ends kept.
    let last = all.len() - 1;
    let chosen = (0..REPLIES).filter_map(|at| all.get(at * last / (REPLIES - 1)).copied());
    chosen.collect()
}
