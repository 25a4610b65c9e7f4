//! The working-day calendar that ships, held against the calendar library's
//! own list of holidays and its lunar days.

use std::collections::{BTreeMap, BTreeSet};
use tanfang_values::{Calendar, Certainty, Day, Weekday};
use tyme4rs::tyme::Culture;
use tyme4rs::tyme::holiday::LEGAL_HOLIDAY_DATA;
use tyme4rs::tyme::lunar::LunarDay;
use tyme4rs::tyme::solar::{SolarDay, SolarTerm};

/// Characters of one record of the library: the day, whether it is worked, the
/// holiday, how far it is from it.
const RECORD: usize = 13;

fn cn() -> Calendar {
    Calendar::read(tanfang_packs::CALENDAR).unwrap()
}

fn day(year: i32, month: u32, day: u32) -> Day {
    Day::from_ymd(year, month, day).unwrap()
}

fn civil(solar: SolarDay) -> Day {
    day(
        i32::try_from(solar.get_year()).unwrap(),
        u32::try_from(solar.get_month()).unwrap(),
        u32::try_from(solar.get_day()).unwrap(),
    )
}

#[test]
fn every_day_from_2019_to_2026_is_worked_or_off_as_the_library_says() {
    let records: Vec<char> = LEGAL_HOLIDAY_DATA.chars().collect();
    let mut theirs: BTreeMap<String, bool> = BTreeMap::new();
    for record in records.chunks(RECORD) {
        let date: String = record[..8].iter().collect();
        theirs.insert(date, record[8] == '0');
    }
    let cn = cn();
    let mut at = day(2019, 1, 1);
    let (mut off, mut worked) = (0, 0);
    while at <= day(2026, 12, 31) {
        let (year, month, date) = at.ymd();
        let weekend = matches!(at.weekday(), Weekday::Sat | Weekday::Sun);
        let expected = match theirs.get(&format!("{year:04}{month:02}{date:02}")) {
            Some(work) => *work,
            None => !weekend,
        };
        assert_eq!(cn.is_working(at), expected, "{at}");
        off += i32::from(!weekend && !expected);
        worked += i32::from(weekend && expected);
        at = at.plus_days(1);
    }
    // Both directions are really there.
    assert!(off > 100 && worked > 40, "{off} off, {worked} worked");
}

#[test]
fn every_year_names_its_notice() {
    let cn = cn();
    let years: Vec<i32> = cn.years().map(|(year, _, _)| year).collect();
    assert_eq!(years, (2019..=2026).collect::<Vec<i32>>());
    for (year, notices, source) in cn.years() {
        assert!(!source.is_empty());
        for notice in notices {
            assert!(notice.no.starts_with("国办发明电〔"), "{year}");
            assert!(notice.date < day(year, 5, 1), "{year}");
        }
    }
    assert_eq!(
        cn.certainty(day(2027, 3, 1), day(2027, 3, 1)),
        Certainty::NotPublished { year: 2027 }
    );
}

#[test]
fn the_statutory_days_of_the_years_to_come_are_those_of_the_lunar_calendar() {
    let mut expected: BTreeSet<Day> = BTreeSet::new();
    for year in 2027..=2035 {
        let lunar = |month: isize, date: usize| {
            let of = isize::try_from(year).unwrap();
            civil(LunarDay::from_ymd(of, month, date).get_solar_day())
        };
        let first = lunar(1, 1);
        expected.extend((-1..=2).map(|at| first.plus_days(at)));
        expected.extend([lunar(5, 5), lunar(8, 15), day(year, 1, 1)]);
        expected.extend([day(year, 5, 1), day(year, 5, 2)]);
        expected.extend((1..=3).map(|date| day(year, 10, date)));
        // 清明 is the day on which the sun stands there: 4 or 5 April.
        let clear = SolarTerm::from_name(isize::try_from(year).unwrap(), "清明");
        assert_eq!(clear.get_name(), "清明");
        expected.insert(civil(clear.get_julian_day().get_solar_day()));
    }
    assert_eq!(cn().statutory().collect::<BTreeSet<Day>>(), expected);
}
