//! What is known, in the shape in which a list is compared with it.

use std::collections::BTreeMap;
use tanfang_domain::people::{Household, Person};
use tanfang_policy::value::FactValue;
use tanfang_values::{Day, IdNumber, PersonId, Sex};

use crate::import::{ExistingPerson, PartialDay};

/// Returns everybody known.
///
/// `rows` are the hashes of rows applied before, by person; `class` is the
/// class the list is of, whose people it ought to name.
pub(crate) fn people(
    homes: &[Household],
    rows: &BTreeMap<PersonId, Vec<String>>,
    class: Option<&str>,
    today: Day,
) -> Vec<ExistingPerson> {
    homes
        .iter()
        .flat_map(|home| home.persons.iter().map(move |person| (home, person)))
        .map(|(home, person)| existing(home, person, rows, class, today))
        .collect()
}

fn existing(
    home: &Household,
    person: &Person,
    rows: &BTreeMap<PersonId, Vec<String>>,
    class: Option<&str>,
    today: Day,
) -> ExistingPerson {
    let code = |fact: &str| match person.fact(fact, today) {
        Some(FactValue::One(code)) => Some(code.clone()),
        _ => None,
    };
    let benefit = person
        .benefits
        .iter()
        .find(|benefit| class.is_none_or(|class| benefit.scheme == class));
    let in_class = |class: &str| {
        person.classes(today).any(|m| m.class == class)
            || person
                .benefits
                .iter()
                .any(|benefit| benefit.scheme == class && benefit.runs(today))
    };
    ExistingPerson {
        nickname: person.nickname.clone(),
        id_number: person
            .id_number
            .as_deref()
            .and_then(|text| IdNumber::parse(text).ok())
            .map(|parsed| parsed.number),
        birth: birth(person, today),
        sex: person.sex.as_deref().and_then(|code| {
            let code: u8 = code.parse().ok()?;
            Sex::try_from(code).ok()
        }),
        relation: person.relation.clone(),
        group: home.group.clone(),
        house_no: home.house_no.clone(),
        phone: person.phone.clone(),
        keep: code("keep"),
        selfcare: code("selfcare"),
        dis_kind: code("dis_kind"),
        dis_level: code("dis_level"),
        guardian: person.guardian.clone(),
        guardian_phone: person.guardian_phone.clone(),
        amount_per_month: benefit.and_then(|benefit| benefit.amount),
        from: benefit
            .and_then(|benefit| benefit.from)
            .map(PartialDay::from),
        row_hashes: rows.get(&person.id).cloned().unwrap_or_default(),
        expected: person.is_here(today) && class.is_some_and(in_class),
        ..ExistingPerson::new(person.id.clone(), home.id.clone(), person.name.clone())
    }
}

/// A birth of which only the year or month is known is kept as a range of days.
fn birth(person: &Person, today: Day) -> Option<PartialDay> {
    match person.fact("birth", today)? {
        FactValue::Day(day) => Some((*day).into()),
        FactValue::DayRange(first, last) => {
            let (year, month, _) = first.ymd();
            let (last_year, last_month, _) = last.ymd();
            (year == last_year).then_some(PartialDay {
                year,
                month: (month == last_month).then_some(month),
                day: None,
            })
        }
        _ => None,
    }
}

/// Returns a birth as a value: a day, or the range in which it lies.
pub(crate) fn birth_value(birth: PartialDay) -> Option<FactValue> {
    if let Some(day) = birth.full() {
        return Some(FactValue::Day(day));
    }
    let first = Day::from_ymd(birth.year, birth.month.unwrap_or(1), 1)?;
    let months = if birth.month.is_some() { 1 } else { 12 };
    let last = first.plus_months(months).plus_days(-1);
    Some(FactValue::DayRange(first, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_a_range_of_days() {
        let year = PartialDay {
            year: 1950,
            month: None,
            day: None,
        };
        let day = |text| Day::parse(text).unwrap();
        assert_eq!(
            birth_value(year),
            Some(FactValue::DayRange(day("1950-01-01"), day("1950-12-31")))
        );
        let month = PartialDay {
            month: Some(2),
            ..year
        };
        assert_eq!(
            birth_value(month),
            Some(FactValue::DayRange(day("1950-02-01"), day("1950-02-28")))
        );
    }
}
