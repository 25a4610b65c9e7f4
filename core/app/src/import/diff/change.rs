//! What a row says otherwise than is known.

use super::super::columns::{Columns, Field, plain};
use super::super::phone::Phone;
use super::super::sheet::{RosterRow, Workbook};
use super::super::value::Amount;
use super::{Change, ExistingPerson, FieldValue, Pays};
use std::collections::BTreeMap;
use tanfang_values::Sex;

/// Lists what a row says otherwise than is known; blank cells say nothing.
///
/// Village, address and remarks are compared only if they are known, and so is a
/// first day of which the list has but the year. Amounts are compared only for
/// classes that pay something.
pub(super) fn changes(
    row: &RosterRow,
    current: &ExistingPerson,
    columns: &Columns,
    classes: &[String],
    pays: &BTreeMap<String, Pays>,
) -> Vec<Change> {
    let words = columns.words();
    let mut out = Vec::new();
    let mut compare = |field: Field, old: Option<FieldValue>, new: Option<FieldValue>| {
        let Some(new) = new else { return };
        // What a store may not keep cannot have changed when it is not known.
        let kept = match (field, &new) {
            (Field::Village | Field::Address | Field::Note, _) => old.is_some(),
            (Field::From, FieldValue::Day(day)) => old.is_some() || day.full().is_some(),
            _ => true,
        };
        if !kept {
            return;
        }
        let same = old.as_ref().is_some_and(|old| match (field, old, &new) {
            (Field::Group, FieldValue::Text(a), FieldValue::Text(b)) => {
                words.group(a) == words.group(b)
            }
            (Field::HouseNo, FieldValue::Text(a), FieldValue::Text(b)) => {
                words.house(a) == words.house(b)
            }
            (Field::Phone | Field::GuardianPhone, FieldValue::Text(a), FieldValue::Text(b)) => {
                digits(a) == digits(b)
            }
            (_, FieldValue::Text(a), FieldValue::Text(b)) => plain(a) == plain(b),
            // A list that knows only the year says nothing against the day.
            (_, FieldValue::Day(a), FieldValue::Day(b)) => {
                a == b || a.full().is_some_and(|day| b.fits(day))
            }
            (_, old, new) => old == new,
        });
        if !same {
            out.push(Change {
                field,
                cell: row
                    .cell(field)
                    .or_else(|| {
                        matches!(field, Field::DisKind | Field::DisLevel)
                            .then(|| row.cell(Field::Disability))
                            .flatten()
                    })
                    .map_or(String::new(), |cell| cell.cell.clone()),
                old,
                new: Some(new),
            });
        }
    };
    let text = |value: &Option<String>| value.clone().map(FieldValue::Text);
    let code = |value: &Option<String>| value.clone().map(FieldValue::Code);
    let sex = |value: Option<Sex>| value.map(|sex| FieldValue::Code(u8::from(sex).to_string()));
    let phone = |value: &Phone| value.number().map(|n| FieldValue::Text(n.to_owned()));

    compare(
        Field::Relation,
        code(&current.relation),
        code(&row.relation),
    );
    compare(
        Field::Name,
        Some(FieldValue::Text(current.name.clone())),
        Some(FieldValue::Text(row.name.clone())),
    );
    compare(
        Field::Nickname,
        text(&current.nickname),
        text(&row.nickname),
    );
    compare(
        Field::IdNumber,
        current.id_number.clone().map(FieldValue::Id),
        row.id_number.clone().map(FieldValue::Id),
    );
    compare(
        Field::Birth,
        current.birth.map(FieldValue::Day),
        row.birth.map(FieldValue::Day),
    );
    compare(Field::Sex, sex(current.sex), sex(row.sex));
    compare(Field::Village, text(&current.village), text(&row.village));
    compare(Field::Group, text(&current.group), text(&row.group));
    compare(Field::HouseNo, text(&current.house_no), text(&row.house_no));
    compare(Field::Address, text(&current.address), text(&row.address));
    compare(Field::Phone, text(&current.phone), phone(&row.phone));
    compare(Field::Keep, code(&current.keep), code(&row.keep));
    compare(
        Field::Selfcare,
        code(&current.selfcare),
        code(&row.selfcare),
    );
    compare(Field::DisKind, code(&current.dis_kind), code(&row.dis_kind));
    compare(
        Field::DisLevel,
        code(&current.dis_level),
        code(&row.dis_level),
    );
    compare(
        Field::Guardian,
        text(&current.guardian),
        text(&row.guardian),
    );
    compare(
        Field::GuardianPhone,
        text(&current.guardian_phone),
        phone(&row.guardian_phone),
    );
    if let Some(paid) = classes.iter().find_map(|class| pays.get(class)) {
        let received = current.received.get(&paid.scheme);
        compare(
            Field::From,
            received.and_then(|r| r.from).map(FieldValue::Day),
            row.from.map(FieldValue::Day),
        );
        compare(
            Field::Amount,
            received
                .and_then(|r| r.amount_per_month)
                .map(FieldValue::Money),
            row.amount_per_month
                .or_else(|| row.home_amount.and_then(Amount::per_month))
                .map(FieldValue::Money),
        );
    }
    compare(Field::Note, text(&current.note), text(&row.note));
    for (field, listed, known) in [
        (Field::Phone, &row.phone, &current.phone),
        (
            Field::GuardianPhone,
            &row.guardian_phone,
            &current.guardian_phone,
        ),
    ] {
        if *listed == Phone::None && known.is_some() {
            out.push(Change {
                field,
                cell: row.cell(field).map_or(String::new(), |c| c.cell.clone()),
                old: text(known),
                new: None,
            });
        }
    }
    out.extend(added(row, classes, |class| current.classes.contains(class)));
    out.sort_by_key(|change| Field::ALL.iter().position(|field| *field == change.field));
    out
}

/// Lists the classes of a row in which the person never was.
///
/// A row that was applied before says nothing new, unless it now stands in a list
/// of another class; a class that ended since does not come back by it.
pub(super) fn never_in(book: &Workbook, row: &RosterRow, current: &ExistingPerson) -> Vec<Change> {
    let classes = book.classes_of(row);
    added(row, &classes, |class| current.was_in.contains(class)).collect()
}

fn added(
    row: &RosterRow,
    classes: &[String],
    is_in: impl Fn(&str) -> bool,
) -> impl Iterator<Item = Change> {
    classes
        .iter()
        .filter(move |class| !is_in(class))
        .map(|class| Change {
            field: Field::Class,
            cell: row
                .cell(Field::Class)
                .map_or(String::new(), |cell| cell.cell.clone()),
            old: None,
            new: Some(FieldValue::Code(class.clone())),
        })
}

fn digits(text: &str) -> String {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    // “问村长” has no digits and is compared as it stands.
    if digits.is_empty() {
        plain(text)
    } else {
        digits
    }
}
