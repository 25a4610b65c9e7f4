//! Names periods in keys: `2026-11`, `2026-W47`, `2026-Q4`.

use tanfang_values::{Day, Period, PeriodKind, Weekday};

use crate::say::Say;
use crate::texts::Texts;

/// Reads a key that [`key`] writes; other lengths of period have none.
pub(crate) fn parse(text: &str, week_start: Weekday) -> Option<Period> {
    let text = text.trim();
    let plain = |part: &str, len| part.len() == len && part.bytes().all(|b| b.is_ascii_digit());
    let (year, rest) = text.split_once('-')?;
    if !plain(year, 4) {
        return None;
    }
    let year: i32 = year.parse().ok()?;
    let period = if let Some(week) = rest.strip_prefix('W') {
        let n: i64 = week.parse().ok().filter(|_| plain(week, 2))?;
        let first = Period::containing(PeriodKind::Week, Day::from_ymd(year, 1, 4)?, week_start);
        let day = first.first.plus_days((n - 1) * 7);
        Period::containing(PeriodKind::Week, day, week_start)
    } else if let Some(quarter) = rest.strip_prefix('Q') {
        let n: u32 = quarter.parse().ok().filter(|_| plain(quarter, 1))?;
        let first = Day::from_ymd(year, n.checked_sub(1)? * 3 + 1, 1)?;
        Period::containing(PeriodKind::Quarter, first, week_start)
    } else {
        let month: u32 = rest.parse().ok().filter(|_| plain(rest, 2))?;
        let first = Day::from_ymd(year, month, 1)?;
        Period::containing(PeriodKind::Month, first, week_start)
    };
    // A year has no week 54, and W00 belongs to the year before.
    (key(period) == text).then_some(period)
}

/// Writes the key of a week, a month or a quarter.
///
/// A week belongs to the year that most of its days lie in.
pub(crate) fn key(period: Period) -> String {
    let (year, month, _) = period.first.ymd();
    match period.kind {
        PeriodKind::Week => {
            let middle = period.first.plus_days(3);
            let (year, _, _) = middle.ymd();
            let before = Day::from_ymd(year, 1, 1).map_or(0, |first| first.days_until(middle));
            format!("{year:04}-W{:02}", before / 7 + 1)
        }
        PeriodKind::Quarter => format!("{year:04}-Q{}", (month - 1) / 3 + 1),
        _ => format!("{year:04}-{month:02}"),
    }
}

/// Says a period in a title, such as 11月.
pub(crate) fn short(say: &Say, period: Period) -> String {
    let texts = say.texts();
    let (_, month, _) = period.first.ymd();
    match period.kind {
        PeriodKind::Week => week(say, period),
        PeriodKind::Quarter => {
            texts.format("ledger.quarter", &[("n", ((month - 1) / 3 + 1).into())])
        }
        _ => texts.format("ledger.month", &[("month", month.into())]),
    }
}

/// Says a period with its year, as it is printed.
pub(crate) fn full(say: &Say, period: Period) -> String {
    let texts = say.texts();
    let (year, month, _) = period.first.ymd();
    let year = ("year", year.into());
    match period.kind {
        PeriodKind::Week => {
            let days = week(say, period);
            texts.format("ledger.period_week", &[year, ("days", (&days).into())])
        }
        PeriodKind::Quarter => {
            let n = (month - 1) / 3 + 1;
            texts.format("ledger.period_quarter", &[year, ("n", n.into())])
        }
        _ => texts.format("ledger.period", &[year, ("month", month.into())]),
    }
}

fn week(say: &Say, period: Period) -> String {
    say.texts().format(
        "ledger.week",
        &[("first", period.first.into()), ("last", period.last.into())],
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_period_is_read_only_as_written() {
        let first = |text: &str| parse(text, Weekday::Mon).map(|p| p.first.to_string());
        assert_eq!(first("2026-11").as_deref(), Some("2026-11-01"));
        assert_eq!(first("2026-W47").as_deref(), Some("2026-11-16"));
        assert_eq!(first("2026-Q4").as_deref(), Some("2026-10-01"));
        // The first days of a year can lie in the last week of the year before.
        assert_eq!(first("2020-W53").as_deref(), Some("2020-12-28"));
        for text in [
            "2026-13",
            "2026-1",
            "11",
            "2026-11-01",
            "２０２６-11",
            "",
            "2026-W54",
            "2026-W00",
            "2026-W7",
            "2026-Q5",
            "2026-Q0",
            "2026-Q",
            "2026-W",
            "2026-",
        ] {
            assert_eq!(first(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_key_reads_back(
            day in 0i64..40_000,
            kind in proptest::sample::select(vec![
                PeriodKind::Week, PeriodKind::Month, PeriodKind::Quarter,
            ]),
            start in proptest::sample::select(vec![Weekday::Mon, Weekday::Sun, Weekday::Thu]),
        ) {
            let day = Day::from_ymd(1970, 1, 1).unwrap().plus_days(day);
            let period = Period::containing(kind, day, start);
            prop_assert_eq!(parse(&key(period), start), Some(period));
        }
    }
}
