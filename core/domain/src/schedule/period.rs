//! The periods an obligation is counted in: they tile the calendar, so that no
//! visit counts twice and none carries over.

use tanfang_values::{Day, Period, PeriodKind, Weekday};

/// Lists the periods that touch `first..=last`, in order, without gap or overlap.
pub fn periods(
    kind: PeriodKind,
    first: Day,
    last: Day,
    week_start: Weekday,
) -> impl Iterator<Item = Period> {
    let mut next = (first <= last).then(|| Period::containing(kind, first, week_start));
    std::iter::from_fn(move || {
        let period = next?;
        let after = period.next();
        next = (after != period && after.first <= last).then_some(after);
        Some(period)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn periods_tile_the_range(
            start in 0i32..40_000,
            days in 0i32..800,
            kind in proptest::sample::select(PeriodKind::ALL.to_vec()),
            week_start in proptest::sample::select(Weekday::ALL.to_vec()),
        ) {
            let (first, last) = (Day::from_epoch_days(start), Day::from_epoch_days(start + days));
            let tiles: Vec<Period> = periods(kind, first, last, week_start).collect();
            prop_assert!(tiles.first().unwrap().contains(first));
            prop_assert!(tiles.last().unwrap().contains(last));
            for pair in tiles.windows(2) {
                prop_assert_eq!(pair[0].last.plus_days(1), pair[1].first);
            }
            for tile in &tiles {
                prop_assert_eq!(*tile, Period::containing(kind, tile.first, week_start));
            }
        }
    }

    #[test]
    fn a_backward_range_has_no_period_and_the_calendar_ends() {
        let day = |text| Day::parse(text).unwrap();
        let none = periods(
            PeriodKind::Week,
            day("2026-11-20"),
            day("2026-11-19"),
            Weekday::Mon,
        );
        assert_eq!(none.count(), 0);
        let end = periods(PeriodKind::Month, Day::MAX, Day::MAX, Weekday::Mon);
        assert_eq!(end.count(), 1);
    }
}
