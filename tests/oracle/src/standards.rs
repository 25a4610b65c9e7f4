//! Values for the standards that a text leaves to the county, the same for both sides.
//!
//! A pack has them 未配置; a run supposes some. Only ids, types and limits of
//! sense are read from a pack here, never a rule.

use crate::dice::Dice;
use crate::exact::Exact;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use tanfang_policy::dict::Type;
use tanfang_policy::number::{Fraction, Interval, Span};
use tanfang_policy::pack::{Param, ParamValue, Resolved};
use tanfang_values::Day;

/// Standards that stand in every village: 农村、城市低保标准 and 最低工资标准, in fen a month.
const USUAL: &[(&str, i64)] = &[
    ("std_rural", 42_000),
    ("std_urban", 60_000),
    ("min_wage", 180_000),
];

/// One supposed value.
#[derive(Debug, Clone)]
struct Supposed {
    name: String,
    number: Exact,
    codes: Vec<String>,
    value: ParamValue,
}

/// The standards supposed in a run, by the id of their parameter.
#[derive(Debug, Clone, Default)]
pub struct Standards {
    all: BTreeMap<String, Supposed>,
    missed: RefCell<BTreeSet<String>>,
}

impl Standards {
    /// Supposes a value for every parameter that the pack has no value for on the day.
    pub fn suppose(pack: &Resolved, day: Day, dice: &mut Dice) -> Self {
        let mut all = BTreeMap::new();
        for param in pack.params() {
            if param.on(day).is_some() {
                continue;
            }
            if let Some(supposed) = suppose(param, dice) {
                all.insert(param.id.clone(), supposed);
            }
        }
        Self {
            all,
            missed: RefCell::default(),
        }
    }

    /// Name and value of each, as a world takes them.
    pub fn assumed(&self) -> BTreeMap<String, ParamValue> {
        self.all
            .values()
            .map(|one| (one.name.clone(), one.value.clone()))
            .collect()
    }

    fn get(&self, id: &str) -> Option<&Supposed> {
        let found = self.all.get(id);
        if found.is_none() {
            self.missed.borrow_mut().insert(id.to_owned());
        }
        found
    }

    /// Money in fen, an age, a number of months, a share.
    pub fn number(&self, id: &str) -> Exact {
        self.get(id).map_or(Exact::ZERO, |one| one.number)
    }

    /// Yes or no.
    pub fn flag(&self, id: &str) -> bool {
        self.codes(id) == ["1"]
    }

    /// The codes of several choices.
    pub fn codes(&self, id: &str) -> Vec<&str> {
        self.get(id)
            .map(|one| one.codes.iter().map(String::as_str).collect())
            .unwrap_or_default()
    }

    /// The whole numbers among them: mostly ages.
    pub fn ages(&self) -> Vec<i32> {
        let whole = |one: &Supposed| match &one.value {
            ParamValue::Number(span) => whole(span.interval.low),
            _ => None,
        };
        let ages = self.all.values().filter_map(whole);
        ages.filter_map(|n| i32::try_from(n).ok().filter(|n| (1..=100).contains(n)))
            .collect()
    }

    /// Ids that a rule asked for and the pack does not have: the two do not speak of the same.
    pub fn missed(&self) -> BTreeSet<String> {
        self.missed.borrow().clone()
    }
}

fn whole(fraction: Option<Fraction>) -> Option<i64> {
    fraction.and_then(Fraction::as_whole)
}

fn suppose(param: &Param, dice: &mut Dice) -> Option<Supposed> {
    let numbered = |number: Exact, fraction: Fraction| Supposed {
        name: param.name.clone(),
        number,
        codes: Vec::new(),
        value: ParamValue::Number(Span {
            interval: Interval::point(fraction),
            open: false,
        }),
    };
    let plain = |n: i64| numbered(Exact::fen(n), Fraction::whole(n));
    let coded = |codes: Vec<String>, value: ParamValue| Supposed {
        name: param.name.clone(),
        number: Exact::ZERO,
        codes,
        value,
    };
    let limited = |low: i64, high: i64, dice: &mut Dice| {
        let low = whole(param.min).unwrap_or(low);
        let high = whole(param.max).unwrap_or(high).max(low);
        dice.between(low, high)
    };
    Some(match &param.ty {
        Type::Yuan | Type::YuanMonth | Type::YuanYear => {
            let usual = USUAL.iter().find(|(id, _)| *id == param.id);
            let fen = match usual {
                Some((_, fen)) => *fen,
                None => limited(5_000, 80_000, dice) / 100 * 100 + 1_00,
            };
            plain(fen.max(whole(param.min).unwrap_or(fen)))
        }
        Type::Int => plain(limited(55, 70, dice)),
        Type::Months | Type::Days => plain(limited(1, 12, dice)),
        Type::Percent => {
            let hundredths = |end: Option<Fraction>, other: i64| {
                end.and_then(|end| end.checked_mul(Fraction::whole(100)))
                    .and_then(Fraction::as_whole)
                    .unwrap_or(other)
            };
            let low = hundredths(param.min, 10);
            let percent = dice.between(low, hundredths(param.max, 60).max(low));
            let fraction = Fraction::new(percent.into(), 100)?;
            numbered(Exact::of(percent, 100), fraction)
        }
        Type::Times => {
            let tenths = dice.between(11, 20);
            numbered(Exact::of(tenths, 10), Fraction::new(tenths.into(), 10)?)
        }
        Type::Bool => {
            let flag = dice.chance(50);
            coded(
                Vec::from([if flag { "1" } else { "0" }.to_owned()]),
                ParamValue::Bool(flag),
            )
        }
        Type::Enum(def) => {
            let code = dice.pick(&def.variants)?.code.clone();
            coded(Vec::from([code.clone()]), ParamValue::One(code))
        }
        Type::Many(def) => {
            let half = def.variants.len().div_ceil(2);
            let codes: Vec<String> = def
                .variants
                .iter()
                .take(half)
                .map(|v| v.code.clone())
                .collect();
            let mut sorted = codes.clone();
            sorted.sort_unstable();
            coded(codes, ParamValue::Many(sorted))
        }
        _ => return None,
    })
}
