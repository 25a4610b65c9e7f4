//! Obligations: who must see whom, how often, and what completes it.

use std::collections::BTreeSet;
use std::sync::Arc;
use tanfang_policy::dict::About;
use tanfang_values::{Day, PeriodKind};

use crate::event::Mode;
use crate::pack::cite::Clause;
use crate::pack::rule::Rule;
use crate::role::Role;

/// Holds one rule of `obligations.toml`.
#[derive(Debug, Clone, PartialEq)]
pub struct Obligation {
    /// Id, such as `V02`.
    pub id: String,
    /// Its name, as a clerk says it.
    pub name: String,
    /// Roles that owe it, one duty each.
    pub who: Vec<Role>,
    /// To whom it is owed.
    pub about: Target,
    /// For whom it applies; none means for every subject.
    pub whom: Option<Rule>,
    /// While which event it is in force; without an event it is always.
    pub event: Option<Rule>,
    /// Ids of the facts that `whom` and `event` can read.
    pub reads: Arc<[String]>,
    /// How often.
    pub cadence: Cadence,
    /// What kind of contact it takes; none is 未配置.
    pub mode: Option<NeedMode>,
    /// Whether it takes a contact and a visit both.
    pub modes_all: bool,
    /// Who has to be met, where the mode is 见面.
    pub meet: Meet,
    /// Checklists whose required questions have to be answered.
    pub done: Vec<String>,
    /// Questions that have to be answered besides.
    pub must: BTreeSet<String>,
    /// Whether the source says 原则上.
    pub principle: bool,
    /// Whether another role may act for the one that owes it, where a county
    /// lets it; `stand_in = false` bars it.
    pub stand_in: bool,
    /// Where it is written.
    pub clause: Clause,
}

/// Says to whom an obligation is owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A person or a home.
    Subject(About),
    /// A village, a township or an agreement: it makes no duty at a home.
    Other,
}

/// Says how often an obligation falls due.
#[derive(Debug, Clone, PartialEq)]
pub enum Cadence {
    /// So many times a period, at least.
    Every {
        /// The period.
        kind: PeriodKind,
        /// How many times.
        at_least: u32,
    },
    /// 未配置: the source names no interval and the county has set none.
    Unset,
    /// Once for each task that a list of this kind brings.
    OnImport(String),
    /// Anything that no period counts; the word is the key it stands under.
    Event(&'static str),
}

/// Says what kind of contact an obligation takes, the nearest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NeedMode {
    /// 巡查: going round, no home.
    Patrol,
    /// 电话 or 微信.
    Phone,
    /// 上门: at the home.
    AtHome,
    /// 见面: the person seen.
    Met,
}

/// Says who has to be met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meet {
    /// 本人.
    Person,
    /// 监护人 or 家人: family is enough.
    Family,
}

impl Obligation {
    /// Tells whether a contact of this kind can complete it at all.
    ///
    /// A visit is more than a call, and a call never replaces a visit.
    pub fn takes(&self, mode: Mode) -> bool {
        match self.mode {
            Some(NeedMode::Patrol) => mode == Mode::Patrol,
            Some(NeedMode::Phone) => mode != Mode::Patrol,
            Some(NeedMode::AtHome | NeedMode::Met) => mode == Mode::InPerson,
            None => false,
        }
    }

    /// Returns the interval it is counted in, where it has one.
    pub fn every(&self) -> Option<(PeriodKind, u32)> {
        match self.cadence {
            Cadence::Every { kind, at_least } => Some((kind, at_least)),
            Cadence::Unset | Cadence::OnImport(_) | Cadence::Event(_) => None,
        }
    }

    /// Returns by which of two under one id is the stricter: how often a year,
    /// then how near the contact is.
    pub fn strictness(&self) -> (u32, Option<NeedMode>) {
        let times = self.every().map_or(0, |(kind, at_least)| {
            let a_year = match kind {
                PeriodKind::Day => 365,
                PeriodKind::Week => 52,
                PeriodKind::Month => 12,
                PeriodKind::Quarter => 4,
                PeriodKind::HalfYear => 2,
                PeriodKind::Year => 1,
            };
            at_least.saturating_mul(a_year)
        });
        (times, self.mode)
    }

    /// Tells whether it makes duties at homes that can be scheduled.
    pub fn is_scheduled(&self) -> bool {
        self.every().is_some()
            && self.mode.is_some()
            && !self.modes_all
            && self.target_subject().is_some()
    }

    /// Returns whether it is owed to persons or homes, if to either.
    pub fn target_subject(&self) -> Option<About> {
        match self.about {
            Target::Subject(about) => Some(about),
            Target::Other => None,
        }
    }

    /// Tells whether the rule is in force on a day.
    pub fn in_force(&self, day: Day) -> bool {
        self.clause.in_force(day)
    }
}
