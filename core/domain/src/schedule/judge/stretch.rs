//! The stretches in which a duty is owed: periods, campaigns, seasons, triggers,
//! and the time before a day on record.

use tanfang_policy::value::FactValue;
use tanfang_values::{Calendar, Certainty, Day, Period, PeriodKind, Weekday};

use crate::people::FactHistory;
use crate::schedule::audience::{Applies, Span};
use crate::schedule::deadline::Clock;
use crate::schedule::duty::{ChangedFact, EndReason};
use crate::schedule::obligation::Cadence;
use crate::schedule::period::periods;

/// The stretch of a period in which a duty is owed.
pub(in crate::schedule) struct Owed {
    pub period: Period,
    pub from: Day,
    /// First day whose visits count: earlier than `from` while it could not be
    /// said whether the rule applied already, as before a list came in.
    pub counts_from: Day,
    /// Last day on which it ought to be done; [`Day::MAX`] where none is named.
    pub due: Day,
    /// Last day whose visits still count: the day itself on which it ended, and
    /// long after `due` where only being done ends it.
    pub counts_to: Day,
    /// What `due` rests on, where it hangs on which days are worked.
    pub certainty: Option<Certainty>,
    pub end: Option<(Day, EndReason)>,
}

/// Returns the stretch that no calendar period has, from a day on.
pub(super) fn from_on(first: Day) -> Period {
    Period {
        kind: PeriodKind::Day,
        first,
        last: Day::MAX,
    }
}

/// Lists the periods, the campaign or the seasons of a cadence that touch
/// `first..=last`; none for what no calendar counts.
pub(in crate::schedule) fn tiles(
    cadence: &Cadence,
    first: Day,
    last: Day,
    week_start: Weekday,
) -> Vec<Period> {
    let between = |from: Day, to: Day| Period {
        kind: PeriodKind::Day,
        first: from,
        last: to,
    };
    match cadence {
        Cadence::Every { kind, .. } => periods(*kind, first, last, week_start).collect(),
        Cadence::Once(campaign) => campaign
            .from
            .map(|from| between(from, campaign.last()))
            .into_iter()
            .filter(|tile| tile.first <= last && first <= tile.last)
            .collect(),
        Cadence::Window { from, to } => {
            let mut seasons = Vec::new();
            for year in first.ymd().0.saturating_sub(1)..=last.ymd().0 {
                let end = if from <= to {
                    year
                } else {
                    year.saturating_add(1)
                };
                if let (Some(from), Some(to)) = (from.in_year(year), to.in_year(end)) {
                    seasons.push(between(from, to));
                }
            }
            seasons.retain(|tile| tile.first <= last && first <= tile.last);
            seasons
        }
        _ => Vec::new(),
    }
}

/// Returns the last day of a clock and what it rests on; a clock of working
/// days has none without a calendar.
pub(in crate::schedule) fn ends(
    clock: Option<Clock>,
    start: Day,
    calendar: Option<&Calendar>,
) -> (Day, Option<Certainty>) {
    let Some(clock) = clock else {
        return (Day::MAX, None);
    };
    match (clock, calendar) {
        (Clock::WorkingDays(_), None) => (Day::MAX, None),
        (_, Some(calendar)) => {
            let due = clock.ends(start, calendar);
            (due.day, due.certainty)
        }
        (_, None) => (clock.plain(start).unwrap_or(Day::MAX), None),
    }
}

/// Returns the first day of a clock that ends on a day.
fn begins(clock: Clock, end: Day, calendar: Option<&Calendar>) -> Day {
    match clock {
        Clock::SameDay => end,
        Clock::Days(days) => end.plus_days(-i64::from(days)),
        Clock::Hours(hours) => end.plus_days(-i64::from(hours.div_ceil(24))),
        Clock::Months(months) => {
            end.plus_months(i32::try_from(months).map_or(i32::MIN, i32::wrapping_neg))
        }
        Clock::WorkingDays(days) => {
            let mut day = end;
            let mut left = days;
            while left > 0 && day != Day::MIN {
                day = day.plus_days(-1);
                let worked = calendar.map_or(day.weekday().days_after(Weekday::Mon) < 5, |all| {
                    all.is_working(day)
                });
                left -= u32::from(worked);
            }
            day
        }
    }
}

/// Lists the stretches that a trigger starts: from the day on which it becomes
/// surely true to the day on which it is surely no longer.
///
/// While it cannot be said it goes on: what once was surely so is not forgotten
/// because somebody no longer knows.
pub(in crate::schedule) fn triggered(
    spans: &[Span],
    within: Option<Clock>,
    calendar: Option<&Calendar>,
) -> Vec<Owed> {
    let mut all: Vec<Owed> = Vec::new();
    let mut open = false;
    for (at, span) in spans.iter().enumerate() {
        match span.applies {
            Applies::Yes if !open => {
                open = true;
                let (due, certainty) = ends(within, span.from, calendar);
                all.push(Owed {
                    period: from_on(span.from),
                    from: span.from,
                    // What was done before it happened is no answer to it.
                    counts_from: span.from,
                    due,
                    counts_to: Day::MAX,
                    certainty,
                    end: None,
                });
            }
            Applies::No if open => {
                open = false;
                let before = at.checked_sub(1).and_then(|at| spans.get(at));
                let reason = before
                    .and_then(|before| before.end.clone())
                    .unwrap_or(EndReason::Undecided);
                if let Some(owed) = all.last_mut() {
                    owed.close(span.from, reason);
                }
            }
            _ => {}
        }
    }
    all
}

/// Lists the stretches before each day that a fact held: from so long before it.
pub(super) fn before(
    history: &FactHistory,
    fact: &str,
    lead: Clock,
    calendar: Option<&Calendar>,
    until: Day,
) -> Vec<Owed> {
    let changes: Vec<_> = history.changes(fact).collect();
    let mut all: Vec<Owed> = Vec::new();
    for (at, record) in changes.iter().enumerate() {
        // Of a day that is only roughly known the earliest counts.
        let (FactValue::Day(end) | FactValue::DayRange(end, _)) = &record.value else {
            continue;
        };
        let first = begins(lead, *end, calendar);
        let from = first.max(record.day);
        if from > until {
            continue;
        }
        let next = changes.get(at + 1);
        if next.is_some_and(|next| next.day <= from && next.day <= first) {
            continue;
        }
        let mut owed = Owed {
            period: from_on(first),
            from,
            counts_from: from,
            due: *end,
            counts_to: Day::MAX,
            certainty: None,
            end: None,
        };
        if let Some(next) = next {
            let changed = ChangedFact {
                fact: fact.to_owned(),
                value: next.value.clone(),
            };
            owed.close(next.day, EndReason::Facts(vec![changed]));
            owed.due = owed.due.min(*end);
        }
        all.push(owed);
    }
    all
}

impl Owed {
    /// Ends the stretch on a day.
    pub(super) fn close(&mut self, until: Day, reason: EndReason) {
        // The dead cannot be visited; who moved on a day may have been seen that morning.
        let last_day = until.plus_days(-1);
        let (ended, counts_to) = match reason {
            EndReason::Died => (last_day, last_day),
            _ => (until, until),
        };
        if self.end.as_ref().is_none_or(|(day, _)| ended < *day) {
            self.due = self.due.min(last_day.max(self.from));
            self.counts_to = self.counts_to.min(counts_to);
            self.end = Some((ended, reason));
        }
    }

    /// Narrows the stretch to where a rule applied, none if it did nowhere.
    pub(super) fn within(mut self, spans: &[Span]) -> Option<Self> {
        let tile = Period {
            last: self.counts_to,
            ..self.period
        };
        let narrow = owed(tile, spans)?;
        self.from = self.from.max(narrow.from);
        self.counts_from = self.counts_from.max(narrow.counts_from.min(self.from));
        if let Some((day, reason)) = narrow.end {
            let until = match reason {
                EndReason::Died => day.plus_days(1),
                _ => day,
            };
            if until < self.from {
                return None;
            }
            self.close(until, reason);
        }
        Some(self)
    }
}

/// Returns the stretch of a period in which a rule applied, if it did at all.
pub(super) fn owed(period: Period, spans: &[Span]) -> Option<Owed> {
    let mut inside = spans.iter().filter(|span| {
        span.applies == Applies::Yes
            && span.from <= period.last
            && span.until.is_none_or(|until| until > period.first)
    });
    let first = inside.next()?;
    let last = inside.next_back().unwrap_or(first);
    let from = first.from.max(period.first);
    let mut counts_from = from;
    for span in spans.iter().rev() {
        if span.until == Some(counts_from) && matches!(span.applies, Applies::Undecided(_)) {
            counts_from = span.from.max(period.first);
        }
    }
    let mut owed = Owed {
        period,
        from,
        counts_from,
        due: period.last,
        counts_to: period.last,
        certainty: None,
        end: None,
    };
    let end = last
        .until
        .filter(|until| *until <= period.last)
        .zip(last.end.as_ref());
    if let Some((until, reason)) = end {
        owed.close(until, reason.clone());
    }
    Some(owed)
}
