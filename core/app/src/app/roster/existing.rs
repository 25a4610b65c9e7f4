//! What is known, in the shape in which a list is compared with it.

use std::collections::{BTreeMap, BTreeSet};
use tanfang_domain::event::FactSource;
use tanfang_domain::people::classes::By;
use tanfang_domain::people::{Classes, Household, Person};
use tanfang_policy::value::FactValue;
use tanfang_values::{Day, IdNumber, PersonId, Sex};

use super::reads::Everybody;
use crate::import::{Change, ExistingPerson, FieldValue, PartialDay, Received};

/// What people are brought into shape with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shape<'a> {
    pub(crate) classes: &'a Classes,
    /// Hashes of rows applied before, by person.
    pub(crate) rows: &'a BTreeMap<PersonId, Vec<String>>,
    /// Classes whose people the list ought to name.
    pub(crate) listed: &'a BTreeSet<String>,
    pub(crate) today: Day,
}

/// Returns everybody known; of one who moved within the grid, the present home.
pub(crate) fn people(everybody: &Everybody, shape: Shape<'_>) -> Vec<ExistingPerson> {
    let mut at: BTreeMap<&PersonId, usize> = BTreeMap::new();
    let mut people: Vec<ExistingPerson> = Vec::new();
    for home in &everybody.homes {
        for person in &home.persons {
            let mut known = existing(home, person, shape);
            known.expected &= !everybody.hidden.contains(&person.id);
            match at.get(&person.id).and_then(|at| people.get_mut(*at)) {
                Some(other) if other.left.is_some() => *other = known,
                Some(_) => {}
                None => {
                    at.insert(&person.id, people.len());
                    people.push(known);
                }
            }
        }
    }
    people
}

fn existing(home: &Household, person: &Person, shape: Shape<'_>) -> ExistingPerson {
    let today = shape.today;
    let code = |fact: &str| match person.fact(fact, today) {
        Some(FactValue::One(code)) => Some(code.clone()),
        _ => None,
    };
    let held = shape.classes.of(home, person, today);
    let by_list = |by: &By<'_>| matches!(by, By::Membership(_) | By::Benefit(_));
    let expected = held
        .iter()
        .any(|held| by_list(&held.by) && shape.listed.contains(&held.class.id));
    let mut received: BTreeMap<String, Received> = BTreeMap::new();
    for benefit in person.benefits.iter().filter(|b| b.runs(today)) {
        received.insert(
            benefit.scheme.clone(),
            Received {
                level: benefit.level.clone(),
                amount_per_month: benefit.amount,
                from: benefit.from.map(PartialDay::from),
            },
        );
    }
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
        classes: held.iter().map(|held| held.class.id.clone()).collect(),
        was_in: person
            .memberships
            .iter()
            .flat_map(|m| shape.classes.with_parents(&m.class))
            .map(|class| class.id.clone())
            .collect(),
        received,
        is_head: home.head.as_ref() == Some(&person.id),
        died: person.died.as_ref().map(|death| death.day),
        left: person
            .left
            .as_ref()
            .map(|left| left.day)
            .filter(|day| *day <= today),
        row_hashes: shape.rows.get(&person.id).cloned().unwrap_or_default(),
        expected: expected && person.is_here(today),
        ..ExistingPerson::new(person.id.clone(), home.id.clone(), person.name.clone())
    }
}

/// Returns the day on which somebody said a fact on a visit or by hand, if its
/// value is from that.
pub(crate) fn said_by_hand(person: &Person, fact: &str, today: Day) -> Option<Day> {
    let record = person.facts.on(fact, today)?;
    (record.source != FactSource::Roster).then_some(record.day)
}

/// Returns the day on which the person was taken out of the class that a list
/// names again.
pub(crate) fn taken_out(person: &Person, change: &Change) -> Option<Day> {
    let Some(FieldValue::Code(class)) = &change.new else {
        return None;
    };
    let ended = person.memberships.iter().filter(|m| m.class == *class);
    ended.filter_map(|m| m.until).max()
}

/// Returns the birth of a person as lists write it.
///
/// A birth of which only the year or month is known is kept as a range of days.
pub(crate) fn birth(person: &Person, today: Day) -> Option<PartialDay> {
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
