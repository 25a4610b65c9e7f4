//! How far a fact may change before a verdict does, exactly.
//!
//! A fact is widened to a range and the scheme judged over the whole range at
//! once: a verdict that stands over a range stands for every value in it. The
//! end of the range is then found by halving, exact to the fen, the day or the
//! one; a point beyond it is judged alone, so that the bound is never a guess.

use crate::dict::{FactDef, Type};
use crate::pack::Resolved;
use crate::scheme::{Sheet, Verdict};
use crate::spot::{Reply, Spot, of_deps};
use crate::value::FactValue;
use crate::world::{Subject, World};
use std::sync::Arc;
use tanfang_values::Day;

/// Beyond this no amount of money and no count is looked at.
const FAR: i64 = 1_000_000_000_000_000;
/// Days from 1970 that are looked at, either way.
const FAR_DAYS: i64 = 73_000;
/// How often a range that only looks undecided is gone past.
const HOPS: usize = 8;

/// The values of one fact for which a verdict stands, all else being as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holds {
    /// Which fact.
    pub spot: Spot,
    /// Its definition.
    pub def: Arc<FactDef>,
    /// The verdict.
    pub verdict: Verdict,
    /// Least value for which it stands: fen, a count, or days since 1970; `None` without end.
    pub low: Option<i64>,
    /// Greatest value for which it stands.
    pub high: Option<i64>,
    /// The verdict one below `low`; `None` where it was not found to change.
    pub below: Option<Verdict>,
    /// The verdict one above `high`; `None` where it was not found to change.
    pub above: Option<Verdict>,
}

/// A change of one fact that gives another verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Which fact.
    pub spot: Spot,
    /// Its definition; a benefit has none.
    pub def: Option<Arc<FactDef>>,
    /// The value it would need.
    pub to: FactValue,
    /// The verdict then.
    pub verdict: Verdict,
    /// For a number, how far it is from the value now, in thousandths of that value.
    pub distance: Option<u64>,
}

/// Finds for which values of a number or day the verdict of a scheme stands.
///
/// `None` if the verdict is not definite, or the fact is not one exact number or day.
pub fn holds(
    pack: &Resolved,
    scheme: &str,
    world: &World,
    subject: Subject,
    spot: &Spot,
) -> Option<Holds> {
    let def = Arc::clone(spot.def(pack)?);
    let now = number(&spot.known(world)?.value)?;
    let mut search = Search {
        pack,
        scheme,
        subject,
        spot,
        ty: &def.ty,
        world: world.clone(),
        verdict: Verdict::ToVerify,
    };
    search.verdict = search.judge(now, now)?;
    if !search.verdict.is_definite() {
        return None;
    }
    let (least, most) = limits(&def);
    let (low, below) = search.bound(now, least, -1)?;
    let (high, above) = search.bound(now, most, 1)?;
    let verdict = search.verdict;
    Some(Holds {
        spot: spot.clone(),
        def,
        verdict,
        low,
        high,
        below,
        above,
    })
}

/// Lists the changes of one fact that give another verdict: numbers first, nearest first.
///
/// Only facts on which the verdict rests are tried. Empty if the verdict is not definite.
pub fn changes(pack: &Resolved, scheme: &str, world: &World, subject: Subject) -> Vec<Change> {
    let Some(sheet) = Sheet::of_one(pack, scheme, world, subject) else {
        return Vec::new();
    };
    let Some(judged) = sheet.judged().first() else {
        return Vec::new();
    };
    let verdict = judged.verdict;
    if !verdict.is_definite() {
        return Vec::new();
    }
    let spots = of_deps(pack, sheet.run(), &judged.whole.used);
    let mut out = Vec::new();
    let mut trial = world.clone();
    for (spot, _) in &spots {
        let def = spot.def(pack);
        if def.is_some_and(|def| def.ty.is_ordered()) {
            if let Some(holds) = holds(pack, scheme, world, subject, spot) {
                out.extend(from_bounds(&holds, spot, world));
            }
            continue;
        }
        let mut seen = Vec::new();
        for to in others(spot, def, world) {
            let reply = Reply::Value(to.clone());
            let then = spot.with(&mut trial, &reply, |world| {
                verdict_of(pack, scheme, world, subject)
            });
            let Some(then) = then.filter(|then| *then != verdict && !seen.contains(then)) else {
                continue;
            };
            seen.push(then);
            out.push(Change {
                spot: spot.clone(),
                def: def.map(Arc::clone),
                to,
                verdict: then,
                distance: None,
            });
        }
    }
    out.sort_by_key(|change| change.distance.unwrap_or(u64::MAX));
    out
}

/// The smallest change that alters the verdict; from a "no" preferably one towards 可能符合.
pub fn smallest(pack: &Resolved, scheme: &str, world: &World, subject: Subject) -> Option<Change> {
    let all = changes(pack, scheme, world, subject);
    let yes = all
        .iter()
        .find(|change| change.verdict == Verdict::MayQualify);
    let definite = || all.iter().find(|change| change.verdict.is_definite());
    yes.or_else(definite).or_else(|| all.first()).cloned()
}

fn verdict_of(pack: &Resolved, scheme: &str, world: &World, subject: Subject) -> Option<Verdict> {
    let sheet = Sheet::of_one(pack, scheme, world, subject)?;
    sheet.judged().first().map(|judged| judged.verdict)
}

fn from_bounds(holds: &Holds, spot: &Spot, world: &World) -> Vec<Change> {
    let Some(now) = spot.known(world).and_then(|known| number(&known.value)) else {
        return Vec::new();
    };
    let below = holds.low.zip(holds.below).map(|(low, v)| (low - 1, v));
    let above = holds.high.zip(holds.above).map(|(high, v)| (high + 1, v));
    let change = |(to, verdict): (i64, Verdict)| Change {
        spot: spot.clone(),
        def: Some(Arc::clone(&holds.def)),
        to: value(&holds.def.ty, to, to),
        verdict,
        distance: Some(to.abs_diff(now).saturating_mul(1_000) / now.unsigned_abs().max(1)),
    };
    below.into_iter().chain(above).map(change).collect()
}

/// The other values that a fact with few values can have.
fn others(spot: &Spot, def: Option<&Arc<FactDef>>, world: &World) -> Vec<FactValue> {
    let now = spot.known(world).map(|known| &known.value);
    let all = match (spot, def.map(|def| &def.ty)) {
        (Spot::Benefit { .. }, _) | (Spot::Fact { .. }, None) | (_, Some(Type::Bool)) => {
            vec![FactValue::Bool(true), FactValue::Bool(false)]
        }
        (_, Some(Type::Enum(choices))) => choices
            .variants
            .iter()
            .map(|variant| FactValue::One(variant.code.clone()))
            .collect(),
        _ => Vec::new(),
    };
    all.into_iter().filter(|other| Some(other) != now).collect()
}

/// The number of an exact value, in its base unit.
fn number(value: &FactValue) -> Option<i64> {
    match value {
        FactValue::Int(n) | FactValue::Fen(n) => Some(*n),
        FactValue::Day(day) => Some(day.epoch_days().into()),
        _ => None,
    }
}

/// A value from one number to another.
pub(crate) fn value(ty: &Type, low: i64, high: i64) -> FactValue {
    let day = |n: i64| Day::from_epoch_days(i32::try_from(n).unwrap_or(i32::MAX));
    match (ty, low == high) {
        (Type::Date, true) => FactValue::Day(day(low)),
        (Type::Date, false) => FactValue::DayRange(day(low), day(high)),
        (ty, true) if ty.is_money() => FactValue::Fen(low),
        (ty, false) if ty.is_money() => FactValue::FenRange(low, high),
        (_, true) => FactValue::Int(low),
        (_, false) => FactValue::IntRange(low, high),
    }
}

/// The values that the dictionary allows, or that are looked at.
fn limits(def: &FactDef) -> (i64, i64) {
    let far = if def.ty == Type::Date { FAR_DAYS } else { FAR };
    let least = if def.ty == Type::Date { -FAR_DAYS } else { 0 };
    (def.min.unwrap_or(least), def.max.unwrap_or(far))
}

struct Search<'s> {
    pack: &'s Resolved,
    scheme: &'s str,
    subject: Subject,
    spot: &'s Spot,
    ty: &'s Type,
    world: World,
    verdict: Verdict,
}

impl Search<'_> {
    fn judge(&mut self, low: i64, high: i64) -> Option<Verdict> {
        let reply = Reply::Value(value(self.ty, low, high));
        let (pack, scheme, subject) = (self.pack, self.scheme, self.subject);
        self.spot.with(&mut self.world, &reply, |world| {
            verdict_of(pack, scheme, world, subject)
        })
    }

    /// The last value towards `end` for which the verdict stands, and the verdict after it.
    fn bound(&mut self, now: i64, end: i64, step: i64) -> Option<(Option<i64>, Option<Verdict>)> {
        let mut from = now;
        for _ in 0..HOPS {
            let last = self.reach(from, end, step)?;
            if last == end {
                return Some((None, None));
            }
            let next = last.checked_add(step)?;
            let beyond = self.judge(next, next)?;
            if beyond != self.verdict {
                return Some((Some(last), Some(beyond)));
            }
            // The range only looked undecided: go on from the point that stands.
            from = next;
        }
        Some((Some(from), None))
    }

    /// The farthest value so that the verdict stands for everything from `from` to it.
    fn reach(&mut self, from: i64, end: i64, step: i64) -> Option<i64> {
        let distance = end.abs_diff(from);
        // `sure` stands, `lost` does not.
        let (mut sure, mut lost) = (0_u64, distance.checked_add(1)?);
        let mut probe = distance;
        while sure + 1 < lost || probe == distance {
            let away = i64::try_from(probe).ok()?.checked_mul(step)?;
            let at = from.checked_add(away)?;
            let found = self.judge(from.min(at), from.max(at))?;
            if found == self.verdict {
                sure = probe;
            } else {
                lost = probe;
            }
            if lost - sure <= 1 {
                break;
            }
            probe = sure + (lost - sure) / 2;
        }
        from.checked_add(i64::try_from(sure).ok()?.checked_mul(step)?)
    }
}
