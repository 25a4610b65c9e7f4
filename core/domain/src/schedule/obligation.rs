//! Obligations: who must see whom, how often, and what completes it.

use std::collections::BTreeSet;
use std::sync::Arc;
use tanfang_policy::dict::About;
use tanfang_values::{Day, PeriodKind};

use crate::event::Mode;
use crate::pack::cite::Clause;
use crate::pack::rule::Rule;
use crate::role::Role;
use crate::schedule::audience::{Asks, Looks};
use crate::schedule::campaign::Campaign;
use crate::schedule::deadline::Clock;

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
    /// What looking up for whom it applies takes, worked out when the pack is read.
    pub looks: Looks,
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
    /// Who asks for it, where that is said; none: the document of its pack.
    pub level: Option<Level>,
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
    /// An agreement (协议): owed to the person it is about.
    Agreement,
    /// A place: it makes no duty at a home.
    Area(Area),
}

/// Says which place an obligation is owed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Area {
    /// 村: each grid.
    Village,
    /// 乡镇.
    Township,
}

/// Says who asks for an obligation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// 国家.
    National,
    /// 地方.
    Local,
    /// 建议: nobody has to; a suggestion of ours.
    Suggested,
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
    OnImport {
        /// Kind of the list.
        kind: String,
        /// How long it may take; none is 未配置.
        within: Option<Clock>,
    },
    /// Once in a campaign.
    Once(Arc<Campaign>),
    /// Each time that this becomes surely true.
    On {
        /// What starts the clock.
        rule: Rule,
        /// How long it may take; none is 未配置.
        within: Option<Clock>,
    },
    /// Before a day on record, such as the end of a term.
    Before {
        /// Dictionary id of the fact that holds the day.
        fact: String,
        /// Whose fact it is.
        of: About,
        /// How long before it may be done; none is 未配置.
        lead: Option<Clock>,
    },
    /// Once a year between two days of the year.
    Window {
        /// First day.
        from: YearDay,
        /// Last day; in the next year where it comes before the first.
        to: YearDay,
    },
    /// Now and then, of some: no duty.
    Sample,
}

/// Names a day of every year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct YearDay {
    /// Month, 1 to 12.
    pub month: u32,
    /// Day of the month.
    pub day: u32,
}

impl Cadence {
    /// Tells whether a campaign or a season is on, on a day; the others always are.
    pub fn runs(&self, day: Day) -> bool {
        match self {
            // Without a first day it is 未配置, and shown so all the time.
            Self::Once(campaign) => campaign.from.is_none() || campaign.runs(day),
            Self::Window { from, to } => {
                let (year, ..) = day.ymd();
                let (from, to) = (from.in_year(year), to.in_year(year));
                from.zip(to).is_some_and(|(from, to)| {
                    if from <= to {
                        from <= day && day <= to
                    } else {
                        from <= day || day <= to
                    }
                })
            }
            _ => true,
        }
    }
}

impl YearDay {
    /// Reads `11-01`; 02-29 is the last day of February.
    pub fn parse(text: &str) -> Option<Self> {
        let (month, day) = text.split_once('-')?;
        let number = |text: &str| {
            (text.len() == 2)
                .then(|| text.parse::<u32>().ok())
                .flatten()
        };
        let (month, day) = (number(month)?, number(day)?);
        // A leap year has every day that a year can have.
        Day::from_ymd(2024, month, day).map(|_| Self { month, day })
    }

    /// Returns the day in a year, the last of its month where the year lacks it.
    pub fn in_year(self, year: i32) -> Option<Day> {
        (0..2).find_map(|back| Day::from_ymd(year, self.month, self.day.checked_sub(back)?))
    }
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
            _ => None,
        }
    }

    /// Lists the rules that all have to hold: for whom, during which event, and
    /// what starts its clock.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.asks().rules.into_iter().flatten()
    }

    /// Tells whether a campaign or a season has it in force on a day; one
    /// without either always is.
    pub fn runs(&self, day: Day) -> bool {
        self.cadence.runs(day)
    }

    /// Returns what has to hold for it to apply.
    pub fn asks(&self) -> Asks<'_> {
        let on = match &self.cadence {
            Cadence::On { rule, .. } => Some(rule),
            _ => None,
        };
        Asks {
            rules: [self.whom.as_ref(), self.event.as_ref(), on],
            reads: &self.reads,
            looks: &self.looks,
            clause: &self.clause,
            cadence: Some(&self.cadence),
        }
    }

    /// Tells whether a call without a checklist can complete it.
    pub fn takes_contact(&self) -> bool {
        self.mode == Some(NeedMode::Phone) || self.modes_all
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

    /// Tells whether it makes duties at homes that can be put on a list: it says
    /// when and how, and asks for somebody.
    pub fn is_scheduled(&self) -> bool {
        let when = match &self.cadence {
            Cadence::Every { .. } | Cadence::On { .. } | Cadence::Window { .. } => true,
            Cadence::Once(campaign) => campaign.from.is_some(),
            Cadence::Before { lead, .. } => lead.is_some(),
            Cadence::Unset | Cadence::OnImport { .. } | Cadence::Sample => false,
        };
        when && self.mode.is_some_and(|mode| mode != NeedMode::Patrol)
            && self.target_subject().is_some()
    }

    /// Tells whether the sources ask for it and leave open when or how: it is
    /// shown as 未配置 and has no day.
    pub fn is_unset(&self) -> bool {
        let when = match &self.cadence {
            Cadence::Unset => true,
            Cadence::Before { lead, .. } => lead.is_none(),
            Cadence::Once(campaign) => campaign.from.is_none(),
            _ => false,
        };
        !matches!(self.cadence, Cadence::Sample) && (when || self.mode.is_none())
    }

    /// Returns whether it is owed to persons or homes, if to either.
    pub fn target_subject(&self) -> Option<About> {
        match self.about {
            Target::Subject(about) => Some(about),
            Target::Agreement => Some(About::Person),
            Target::Area(_) => None,
        }
    }

    /// Returns the place it is owed to, if to one.
    pub fn target_area(&self) -> Option<Area> {
        match self.about {
            Target::Area(area) => Some(area),
            Target::Subject(_) | Target::Agreement => None,
        }
    }

    /// Tells whether the rule is in force on a day.
    pub fn in_force(&self, day: Day) -> bool {
        self.clause.in_force(day)
    }
}
