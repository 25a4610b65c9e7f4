//! What looking up an audience takes, worked out once a pack: names as numbers.

use std::collections::BTreeMap;
use tanfang_policy::dict::{About, Dictionary, Type};

use super::Asks;
use crate::people::classes::CLASS_FACT;

/// Holds what looking up for whom something applies takes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Looks {
    /// The facts that its rules read: places in
    /// [`audience_reads`](crate::pack::Work::audience_reads), ascending.
    pub(super) facts: Vec<usize>,
    /// Those of them that are days.
    pub(super) dates: Vec<usize>,
    /// Whether the classes of a person are among them.
    pub(super) classes: bool,
    numbers: [Option<Number>; 3],
}

/// Names a rule: alike ones of one chain of packs are one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Number {
    pub(super) at: usize,
    /// Whether it comes to the same as long as the same is known, see
    /// [`is_steady`](tanfang_policy::lang::Expr::is_steady).
    pub(super) steady: bool,
}

impl Looks {
    pub(super) fn numbers(&self) -> [Option<Number>; 3] {
        self.numbers
    }
}

/// Gives numbers to the rules of a pack and of those beside it.
#[derive(Debug, Default)]
pub(crate) struct Numbers {
    /// In which chain the rules of a pack are read: names mean what they mean there.
    chains: BTreeMap<String, usize>,
    rules: BTreeMap<(usize, bool, String), usize>,
}

impl Numbers {
    /// Adds a chain of packs; what another one has already is read there.
    pub(crate) fn chain(&mut self, packs: &[String]) {
        let next = self.chains.len();
        for pack in packs {
            self.chains.entry(pack.clone()).or_insert(next);
        }
    }

    /// Works out what looking something up takes; `audience` names the facts in
    /// ascending order.
    pub(crate) fn looks(
        &mut self,
        asks: &Asks<'_>,
        audience: &[String],
        dictionary: &Dictionary,
    ) -> Looks {
        let place = |fact: &String| audience.binary_search(fact).ok();
        let is_date = |fact: &&String| {
            let def = dictionary.fact(fact);
            def.is_none_or(|def| matches!(def.ty, Type::Date))
        };
        let mut facts: Vec<usize> = asks.reads.iter().filter_map(place).collect();
        let dates = asks.reads.iter().filter(is_date);
        let mut dates: Vec<usize> = dates.filter_map(place).collect();
        facts.sort_unstable();
        dates.sort_unstable();
        let chain = self.chains.get(&asks.clause.pack).copied();
        let numbers = asks.rules.map(|rule| {
            let (rule, chain) = (rule?, chain?);
            let key = (
                chain,
                rule.about == About::Person,
                rule.expr.text().to_owned(),
            );
            let next = self.rules.len();
            Some(Number {
                at: *self.rules.entry(key).or_insert(next),
                steady: rule.expr.is_steady(),
            })
        });
        Looks {
            facts,
            dates,
            classes: asks.reads.iter().any(|fact| fact == CLASS_FACT),
            numbers,
        }
    }
}
