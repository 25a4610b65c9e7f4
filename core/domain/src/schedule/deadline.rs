//! Deadlines: what is to be handed in by a day, and how the day is worked out.
//!
//! Only a deadline whose source says 顺延 moves over holidays; the others stand
//! on their day whatever it is. Whether a report was handed in is not known
//! here: a [`DeadlineState`] says that it is due, and until when.

use std::sync::Arc;
use tanfang_values::{Calendar, Certainty, Day, Period, PeriodKind, Weekday};

use crate::pack::cite::Clause;
use crate::pack::rule::Rule;
use crate::role::Role;

/// Holds one `[[deadline]]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Deadline {
    /// Id, such as `D01`.
    pub id: String,
    /// Its name, as a clerk says it.
    pub name: String,
    /// Roles that owe it.
    pub who: Vec<Role>,
    /// While which event it is in force; without one it is always.
    pub event: Option<Rule>,
    /// The ledger that is handed in.
    pub makes: Option<String>,
    /// Once in every such period.
    pub every: Option<PeriodKind>,
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

/// Holds a deadline of one period.
#[derive(Debug, Clone, PartialEq)]
pub struct DeadlineState {
    /// The rule.
    pub deadline: Arc<Deadline>,
    /// The role that owes it.
    pub role: Role,
    /// The period it is due in.
    pub period: Period,
    /// The period it is about.
    pub about: Period,
    /// When it is due; none is 未配置.
    pub due: Option<DueDay>,
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
        let plain = |day: Day| DueDay {
            from: None,
            day,
            shifted_from: None,
            certainty: None,
        };
        match self {
            Self::WorkingDays(days) => {
                let end = calendar.add_working_days(start, days);
                DueDay {
                    certainty: Some(end.certainty),
                    ..plain(end.day)
                }
            }
            Self::Days(days) => plain(start.plus_days(days.into())),
            Self::Hours(hours) => plain(start.plus_days(hours.div_ceil(24).into())),
            Self::Months(months) => {
                plain(start.plus_months(i32::try_from(months).unwrap_or(i32::MAX)))
            }
            Self::SameDay => plain(start),
        }
    }
}

impl Deadline {
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
            Due::Within(_) | Due::Unset => return None,
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

/// Lists the deadlines that somebody of these roles owes in the periods that
/// hold a day, in the order given.
///
/// `is_on` tells whether the events of a rule are on that day.
pub fn deadlines_on<'a>(
    deadlines: impl IntoIterator<Item = &'a Arc<Deadline>>,
    roles: impl Fn(Role) -> bool,
    is_on: impl Fn(&Rule) -> bool,
    day: Day,
    week_start: Weekday,
    calendar: &Calendar,
) -> Vec<DeadlineState> {
    let mut states = Vec::new();
    for deadline in deadlines {
        let Some(kind) = deadline.every else {
            continue;
        };
        if !deadline.in_force(day) || deadline.event.as_ref().is_some_and(|rule| !is_on(rule)) {
            continue;
        }
        let period = Period::containing(kind, day, week_start);
        for role in deadline.who.iter().copied().filter(|role| roles(*role)) {
            states.push(DeadlineState {
                deadline: Arc::clone(deadline),
                role,
                period,
                about: deadline.about(period),
                due: deadline.due_in(period, calendar),
            });
        }
    }
    states
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
