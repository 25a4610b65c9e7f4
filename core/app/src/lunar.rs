//! Names a day by the farmers' calendar, 农历, and finds the day of a name.

use tanfang_values::Day;
use tyme4rs::tyme::Culture;
use tyme4rs::tyme::lunar::{LunarDay, LunarMonth, LunarYear};
use tyme4rs::tyme::solar::SolarDay;

/// Returns month and day of the lunar calendar, such as `农历十月十二` or `农历闰六月初一`.
///
/// The words are the calendar library's own. The year is left out, as on a wall
/// calendar. Empty for a day the library does not know (none between year 1 and
/// 9999 was found).
pub fn lunar(day: Day) -> String {
    let Some(lunar) = known(day) else {
        return String::new();
    };
    let (Ok(of_year), Ok(of_month)) = (
        LunarYear::new(lunar.get_year()),
        LunarMonth::new(lunar.get_year(), lunar.get_month()),
    ) else {
        return String::new();
    };
    // The library's year reads 农历丙午年; what stands before the cycle is the calendar's name.
    let year_name = of_year.get_name();
    let cycle = of_year.get_sixty_cycle().get_name();
    let calendar = year_name
        .split_once(cycle.as_str())
        .map_or("", |(before, _)| before);
    format!("{calendar}{}{}", of_month.get_name(), lunar.get_name())
}

/// Returns the number of a day within its lunar month, 1 to 30; none for a day
/// the library does not know.
pub(crate) fn lunar_day(day: Day) -> Option<u32> {
    u32::try_from(known(day)?.get_day()).ok()
}

/// Returns a day as a cell of a calendar has room for: 十二, and the month on its first day.
pub(crate) fn lunar_short(day: Day) -> String {
    let Some(lunar) = known(day) else {
        return String::new();
    };
    if lunar.get_day() == 1 {
        let month = LunarMonth::new(lunar.get_year(), lunar.get_month());
        if let Ok(month) = month {
            return month.get_name();
        }
    }
    lunar.get_name()
}

fn known(day: Day) -> Option<LunarDay> {
    let (year, month, day) = day.ymd();
    let solar = SolarDay::new(
        isize::try_from(year).ok()?,
        usize::try_from(month).ok()?,
        usize::try_from(day).ok()?,
    );
    Some(solar.ok()?.get_lunar_day())
}

/// Returns the civil day of a lunar date; `None` if that year has no such month or day.
///
/// `month` counts from 1 (正月) to 12 (腊月), `leap` is the 闰 month of that number.
pub(crate) fn civil(year: u32, month: u32, leap: bool, day: u32) -> Option<Day> {
    let month = isize::try_from(month).ok()?;
    let month = if leap { -month } else { month };
    let year = isize::try_from(year).ok()?;
    // The library unwraps years and months that it does not know, so they are asked first.
    LunarYear::new(year).ok()?;
    LunarMonth::new(year, month).ok()?;
    let lunar = LunarDay::new(year, month, usize::try_from(day).ok()?).ok()?;
    let solar = lunar.get_solar_day();
    Day::from_ymd(
        i32::try_from(solar.get_year()).ok()?,
        u32::try_from(solar.get_month()).ok()?,
        u32::try_from(solar.get_day()).ok()?,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn on(y: i32, m: u32, d: u32) -> String {
        lunar(Day::from_ymd(y, m, d).unwrap())
    }

    #[test]
    fn known_days() {
        assert_eq!(on(2026, 11, 20), "农历十月十二");
        assert_eq!(on(2026, 2, 17), "农历正月初一");
        assert_eq!(on(2026, 2, 16), "农历十二月廿九");
        assert_eq!(on(2025, 7, 25), "农历闰六月初一");
        assert_eq!(on(2024, 9, 17), "农历八月十五");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]
        #[test]
        fn every_day_has_a_name(days in -36_000i32..55_000) {
            let name = lunar(Day::from_epoch_days(days));
            prop_assert!(name.starts_with("农历"), "{}", name);
            prop_assert!(name.chars().count() >= 6, "{}", name);
        }
    }

    #[test]
    fn a_cell_has_the_day_and_the_first_its_month() {
        let on = |y, m, d| lunar_short(Day::from_ymd(y, m, d).unwrap());
        assert_eq!(on(2026, 11, 20), "十二");
        assert_eq!(on(2026, 2, 17), "正月");
        assert_eq!(lunar_day(Day::from_ymd(2026, 11, 20).unwrap()), Some(12));
    }

    #[test]
    fn lunar_dates_are_civil_days() {
        assert_eq!(civil(2026, 10, false, 12), Day::from_ymd(2026, 11, 20));
        assert_eq!(civil(2025, 6, true, 1), Day::from_ymd(2025, 7, 25));
        assert_eq!(civil(2024, 6, true, 1), None, "no such leap month");
        assert_eq!(civil(2026, 13, false, 1), None);
        assert_eq!(civil(2026, 1, false, 31), None);
        assert_eq!(civil(0, 0, false, 0), None);
    }

    #[test]
    fn the_ends_of_the_calendar_do_not_break_it() {
        lunar(Day::MIN);
        lunar(Day::MAX);
    }
}
