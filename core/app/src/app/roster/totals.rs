//! How many a list says there are, a class each.

use std::collections::BTreeMap;

use super::Look;

/// How many of a class there ought to be, as a list says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) class: String,
    pub(super) households: Option<u32>,
    pub(super) persons: Option<u32>,
}

/// Returns what the list says in its titles and feet, of classes that a whole
/// sheet is of; sheets of one class add up.
///
/// A sheet that names people of another village counts for more than ours, and
/// so for none.
pub(super) fn said(look: &Look) -> Vec<Said> {
    let mut by_class: BTreeMap<&str, (Option<u32>, Option<u32>)> = BTreeMap::new();
    let mut unsure: Vec<&str> = Vec::new();
    for sheet in &look.book.sheets {
        let Some(class) = super::only(&sheet.classes).or_else(|| super::only(&look.book.classes))
        else {
            continue;
        };
        if sheet.people.is_empty() {
            continue;
        }
        let control = sheet.control();
        let other = |row| look.context.is_other_village(row);
        if sheet.people.iter().any(other) || (control.households, control.persons) == (None, None) {
            unsure.push(class);
            continue;
        }
        let sum = by_class.entry(class).or_default();
        let add = |sum: Option<u32>, n: Option<u32>| match (sum, n) {
            (Some(sum), Some(n)) => Some(sum.saturating_add(n)),
            (None, n) => n,
            (sum, None) => sum,
        };
        *sum = (add(sum.0, control.households), add(sum.1, control.persons));
    }
    by_class
        .into_iter()
        .filter(|(class, _)| !unsure.contains(class))
        .map(|(class, (households, persons))| Said {
            class: class.to_owned(),
            households,
            persons,
        })
        .collect()
}
