//! Deadlines: what is to be handed in by a day, and how the day is worked out.
//!
//! Only a deadline whose source says 顺延 moves over holidays; the others stand
//! on their day whatever it is. A [`DeadlineState`] says until when it is due,
//! and whether it was handed in.

use std::sync::Arc;
use tanfang_values::{Calendar, Certainty, Day, HouseholdId, OpId, Period, PeriodKind};

use crate::event::Subject;
use crate::pack::cite::Clause;
use crate::pack::rule::Rule;
use crate::role::Role;
use crate::schedule::audience::{Asks, Looks};
use crate::schedule::campaign::Campaign;
use crate::schedule::obligation::Target;

/// Holds one `[[deadline]]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Deadline {
    /// Id, such as `D01`.
    pub id: String,
    /// Its name, as a clerk says it.
    pub name: String,
    /// Roles that owe it.
    pub who: Vec<Role>,
    /// To whom or to which place it belongs.
    pub about: Target,
    /// While which event it is in force; without one it is always.
    pub event: Option<Rule>,
    /// Ids of the facts that its rules can read.
    pub reads: Arc<[String]>,
    /// What looking up for whom it applies takes, worked out when the pack is read.
    pub looks: Looks,
    /// The ledger that is handed in.
    pub makes: Option<String>,
    /// Once in every such period.
    pub every: Option<PeriodKind>,
    /// Once, on the last day of a campaign.
    pub once: Option<Arc<Campaign>>,
    /// Whether it is about the period before the one it is due in (上月).
    pub for_previous: bool,
    /// What starts its clock, where no period does.
    pub on: Option<Rule>,
    /// When it is due.
    pub due: Due,
    /// Whether a day that is not worked moves it to the next that is (顺延).
    pub rolls: bool,
    /// Where it is written.
    pub clause: Clause,
}

/// Says when a deadline is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// On this day of the first month of the period, or its last if it is shorter.
    Day(u32),
    /// Between these days of the first month of the period.
    Window {
        /// First day.
        from: u32,
        /// Last day.
        to: u32,
    },
    /// On this day of the year.
    Date {
        /// Month, 1 to 12.
        month: u32,
        /// Day of the month.
        day: u32,
    },
    /// So long after what starts its clock.
    Within(Clock),
    /// 未配置: the source names no day.
    Unset,
}

/// Says how long a clock runs; the kinds are never mixed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// 工作日.
    WorkingDays(u32),
    /// Calendar days.
    Days(u32),
    /// Hours; whole days are counted, a begun one as a day.
    Hours(u32),
    /// Calendar months.
    Months(u32),
    /// 当日.
    SameDay,
}

/// Holds the day on which a deadline is due, worked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueDay {
    /// First day on which it can be handed in, where the source names one.
    pub from: Option<Day>,
    /// Last day.
    pub day: Day,
    /// The day that the source names, where it moved from there.
    pub shifted_from: Option<Day>,
    /// What the day rests on, where it hangs on which days are worked.
    pub certainty: Option<Certainty>,
}

/// Says that something was handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handed {
    /// The day.
    pub day: Day,
    /// The op that says so.
    pub op: OpId,
    /// Whether that was after its last day.
    pub late: bool,
}

/// Holds a deadline of one period, or of one clock that runs.
#[derive(Debug, Clone, PartialEq)]
pub struct DeadlineState {
    /// The rule.
    pub deadline: Arc<Deadline>,
    /// The role that owes it.
    pub role: Role,
    /// The period it is due in; one of a clock begins with the day on which that
    /// began, and ends when it is no longer asked for.
    pub period: Period,
    /// The period it is about.
    pub about: Period,
    /// The home it is about, where it is about one.
    pub household: Option<HouseholdId>,
    /// The person or home it is about, where it is about one.
    pub subject: Option<Subject>,
    /// When it is due; none is 未配置.
    pub due: Option<DueDay>,
    /// When it was handed in; none: not yet.
    pub handed: Option<Handed>,
}

impl DeadlineState {
    /// Returns by how many days it is past its last day without being handed in.
    pub fn late_days(&self, today: Day) -> Option<i64> {
        let due = self.due.as_ref().filter(|due| due.day < today)?;
        self.handed.is_none().then(|| due.day.days_until(today))
    }
}

impl DueDay {
    /// Makes a last day that hangs on nothing.
    pub fn on(day: Day) -> Self {
        Self {
            from: None,
            day,
            shifted_from: None,
            certainty: None,
        }
    }
}

impl Clock {
    /// Reads `5个工作日`, `3天`, `24小时`, `12个月` or `当日`.
    pub fn parse(text: &str) -> Option<Self> {
        if text == "当日" {
            return Some(Self::SameDay);
        }
        let number = |unit: &str| text.strip_suffix(unit)?.parse::<u32>().ok();
        number("个工作日")
            .map(Self::WorkingDays)
            .or_else(|| number("天").map(Self::Days))
            .or_else(|| number("小时").map(Self::Hours))
            .or_else(|| number("个月").map(Self::Months))
    }

    /// Returns the last day of a span that starts on a day; that day is not counted.
    pub fn ends(self, start: Day, calendar: &Calendar) -> DueDay {
        let plain = DueDay::on;
        match self {
            Self::WorkingDays(days) => {
                let end = calendar.add_working_days(start, days);
                DueDay {
                    certainty: Some(end.certainty),
                    ..plain(end.day)
                }
            }
            _ => plain(self.plain(start).unwrap_or(start)),
        }
    }

    /// Returns the last day of a span where no calendar is needed for it.
    pub fn plain(self, start: Day) -> Option<Day> {
        match self {
            Self::WorkingDays(_) => None,
            Self::Days(days) => Some(start.plus_days(days.into())),
            Self::Hours(hours) => Some(start.plus_days(hours.div_ceil(24).into())),
            Self::Months(months) => {
                Some(start.plus_months(i32::try_from(months).unwrap_or(i32::MAX)))
            }
            Self::SameDay => Some(start),
        }
    }
}

impl Deadline {
    /// Returns what has to hold for it to be owed.
    pub fn asks(&self) -> Asks<'_> {
        Asks {
            rules: [None, self.event.as_ref(), self.on.as_ref()],
            reads: &self.reads,
            looks: &self.looks,
            clause: &self.clause,
            cadence: None,
        }
    }

    /// Lists the rules that have to hold: during which event, and what starts
    /// its clock.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        [self.event.as_ref(), self.on.as_ref()]
            .into_iter()
            .flatten()
    }

    /// Tells whether the rule is in force on a day.
    pub fn in_force(&self, day: Day) -> bool {
        self.clause.in_force(day)
    }

    /// Returns the period a deadline of `period` is about.
    pub fn about(&self, period: Period) -> Period {
        if self.for_previous {
            period.previous()
        } else {
            period
        }
    }

    /// Returns when the deadline of a period is due; none is 未配置, or hangs
    /// on something else than a period ([`Clock::ends`]).
    pub fn due_in(&self, period: Period, calendar: &Calendar) -> Option<DueDay> {
        let (year, month, _) = period.first.ymd();
        let (from, day) = match self.due {
            Due::Day(day) => (None, day_of(year, month, day)?),
            Due::Window { from, to } => {
                (Some(day_of(year, month, from)?), day_of(year, month, to)?)
            }
            Due::Date { month, day } => (None, day_of(year, month, day)?),
            Due::Within(clock) => return Some(clock.ends(period.first, calendar)),
            Due::Unset => return None,
        };
        if !self.rolls {
            return Some(DueDay {
                from,
                day,
                shifted_from: None,
                certainty: None,
            });
        }
        let reckoned = calendar.next_working(day);
        Some(DueDay {
            from,
            day: reckoned.day,
            shifted_from: (reckoned.day != day).then_some(day),
            certainty: Some(reckoned.certainty),
        })
    }
}

/// Returns a day of a month, its last day where it has fewer.
fn day_of(year: i32, month: u32, day: u32) -> Option<Day> {
    (0..4).find_map(|back| Day::from_ymd(year, month, day.checked_sub(back)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn clocks_are_never_mixed() {
        let cn = Calendar::read(tanfang_packs::CALENDAR).unwrap();
        let ends = |text: &str, from: &str| Clock::parse(text).unwrap().ends(day(from), &cn);
        // Friday before the National Day: working days step over it, days do not.
        assert_eq!(ends("5个工作日", "2026-09-30").day, day("2026-10-13"));
        assert!(ends("5个工作日", "2026-09-30").certainty.is_some());
        assert_eq!(ends("3天", "2026-09-30").day, day("2026-10-03"));
        assert_eq!(ends("3天", "2026-09-30").certainty, None);
        assert_eq!(ends("24小时", "2026-09-30").day, day("2026-10-01"));
        assert_eq!(ends("25小时", "2026-09-30").day, day("2026-10-02"));
        assert_eq!(ends("12个月", "2028-02-29").day, day("2029-02-28"));
        assert_eq!(ends("当日", "2026-09-30").day, day("2026-09-30"));
        for wrong in ["五天", "3", "个月", "3个星期", ""] {
            assert_eq!(Clock::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_day_that_a_month_lacks_is_its_last() {
        assert_eq!(day_of(2026, 2, 31), Some(day("2026-02-28")));
        assert_eq!(day_of(2026, 12, 31), Some(day("2026-12-31")));
    }
}
