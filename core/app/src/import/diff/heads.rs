//! One head a home: who else is called head needs a person's word.

use super::super::columns::plain;
use super::super::sheet::{RosterRow, RowKey};
use super::known::Known;
use super::{Conflict, ConflictWhy, Differences, ExistingPerson, MatchedBy};
use std::collections::{BTreeMap, BTreeSet};
use tanfang_values::{HouseholdId, PersonId};

/// 户主 of GB/T 4761.
const HEAD: &str = "02";

impl RosterRow {
    /// True if the row calls its person the head of the home (户主).
    pub fn is_head(&self) -> bool {
        match &self.head {
            Some(head) => plain(head) == plain(&self.name),
            None => self.relation.as_deref() == Some(HEAD),
        }
    }
}

/// Moves rows that would give a home a second head to the conflicts.
pub(super) fn settle(found: &mut Differences, people: &[&RosterRow], known: &Known<'_>) {
    let rows: BTreeMap<&RowKey, &RosterRow> = people.iter().map(|row| (&row.key, *row)).collect();
    let matched: BTreeMap<RowKey, (PersonId, MatchedBy)> = found
        .changed
        .iter()
        .map(|c| (c.row.clone(), (c.person.clone(), c.matched_by)))
        .chain(
            found
                .same
                .iter()
                .map(|s| (s.row.clone(), (s.person.clone(), s.matched_by))),
        )
        .collect();
    let mut second: BTreeMap<RowKey, Conflict> = BTreeMap::new();
    for home in &found.homes {
        let known_head = home.household.as_ref().and_then(|id| head_of(known, id));
        let mut first: Option<&RowKey> = None;
        for key in &home.rows {
            let Some(row) = rows.get(key).filter(|row| row.is_head()) else {
                continue;
            };
            let person = matched.get(key);
            // The same row was settled when it was applied.
            if person.is_some_and(|(_, by)| *by == MatchedBy::Row) {
                first.get_or_insert(key);
                continue;
            }
            let other_known =
                known_head.filter(|head| person.is_none_or(|(person, _)| *person != head.person));
            if other_known.is_none() && first.is_none() {
                first = Some(key);
                continue;
            }
            let mut persons: Vec<PersonId> =
                person.iter().map(|(person, _)| person.clone()).collect();
            persons.extend(other_known.map(|head| head.person.clone()));
            second.insert(
                key.clone(),
                Conflict {
                    row: row.key.clone(),
                    why: ConflictWhy::TwoHeads,
                    rows: first.into_iter().cloned().collect(),
                    persons,
                    matched_by: person.map(|(_, by)| *by),
                    changes: Vec::new(),
                },
            );
        }
    }
    if second.is_empty() {
        return;
    }
    for changed in &mut found.changed {
        if let Some(conflict) = second.get_mut(&changed.row) {
            conflict.changes = std::mem::take(&mut changed.changes);
        }
    }
    let waits: BTreeSet<RowKey> = second.keys().cloned().collect();
    found.new.retain(|new| !waits.contains(&new.row));
    found
        .changed
        .retain(|changed| !waits.contains(&changed.row));
    found.same.retain(|same| !waits.contains(&same.row));
    // A row that waits for another reason already waits.
    let already: BTreeSet<RowKey> = found.conflicts.iter().map(|c| c.row.clone()).collect();
    found
        .conflicts
        .extend(second.into_values().filter(|c| !already.contains(&c.row)));
    let places: BTreeMap<&RowKey, usize> = people
        .iter()
        .enumerate()
        .map(|(at, row)| (&row.key, at))
        .collect();
    found
        .conflicts
        .sort_by_key(|conflict| places.get(&conflict.row).copied());
}

fn head_of<'a>(known: &Known<'a>, home: &HouseholdId) -> Option<&'a ExistingPerson> {
    known
        .in_home(home)
        .iter()
        .filter_map(|at| known.people.get(*at))
        .find(|person| person.is_head && person.is_here())
}
