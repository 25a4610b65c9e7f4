//! What becomes of each row of a list unless the worker says otherwise, and
//! what may be said instead.
//!
//! Whatever is sure is applied. Whatever needs a person's word waits: nothing is
//! matched by name and birth, moved, made head or overwritten without one.

use std::collections::{BTreeMap, BTreeSet};
use tanfang_values::PersonId;

use super::Look;
use crate::import::{
    ChangedPerson, Conflict, ConflictWhy, MatchedBy, RosterRow, RowKey, Unreadable,
};
use crate::view::{Decision, ImportKind, RowDecision};

/// What the worker may say of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Offer {
    pub(crate) decision: Decision,
    pub(crate) choices: &'static [Decision],
}

/// What a row, or a person whom the list does not name, was found to be.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Found<'a> {
    /// A new person; with people who may be the same, by name and nothing against it.
    New(&'a [PersonId]),
    /// A known person with other values.
    Changed(&'a ChangedPerson),
    /// Something that needs a word.
    Conflict(&'a Conflict),
    /// Nothing new.
    Same,
    /// A known person whom the list ought to name.
    Missing(&'a PersonId),
    /// A row that names nobody.
    Unreadable(&'a Unreadable),
}

/// One line of the difference list.
#[derive(Debug, Clone)]
pub(crate) struct Entry<'a> {
    /// Names it to [`crate::view::Intent::ApplyImport`].
    pub(crate) key: String,
    pub(crate) kind: ImportKind,
    pub(crate) found: Found<'a>,
    pub(crate) row: Option<&'a RosterRow>,
    pub(crate) offer: Offer,
}

impl Offer {
    const fn new(decision: Decision, choices: &'static [Decision]) -> Self {
        Self { decision, choices }
    }

    /// Tells whether any choice writes something.
    pub(crate) fn writes(&self) -> bool {
        self.choices
            .iter()
            .any(|choice| *choice != Decision::Postpone)
    }
}

const NONE: Offer = Offer::new(Decision::Postpone, &[]);
const SETTLED: Offer = Offer::new(Decision::Apply, &[]);
const TAKEN: Offer = Offer::new(Decision::Apply, &[Decision::Apply, Decision::Postpone]);
const WAITS: Offer = Offer::new(Decision::Postpone, &[Decision::Apply, Decision::Postpone]);
const SAME_OR_APART: Offer = Offer::new(
    Decision::Postpone,
    &[Decision::Same, Decision::Apart, Decision::Postpone],
);
const APART: Offer = Offer::new(Decision::Postpone, &[Decision::Apart, Decision::Postpone]);

fn of_new(similar: &[PersonId]) -> Offer {
    match similar {
        [] => TAKEN,
        [_] => SAME_OR_APART,
        _ => APART,
    }
}

fn of_changed(changed: &ChangedPerson) -> Offer {
    match (changed.matched_by, changed.confirm) {
        (MatchedBy::NameBirthGroup, _) => SAME_OR_APART,
        (_, true) => WAITS,
        (_, false) => TAKEN,
    }
}

fn of_conflict(conflict: &Conflict) -> Offer {
    let by_birth = conflict.matched_by == Some(MatchedBy::NameBirthGroup);
    match conflict.why {
        ConflictWhy::OneRowManyPeople => APART,
        // Nobody is revived by a list.
        ConflictWhy::Died if by_birth => APART,
        // The same words once more: the first row stands for both.
        ConflictWhy::Died | ConflictWhy::Repeated => NONE,
        ConflictWhy::RowsDiffer
        | ConflictWhy::OnePersonManyRows
        | ConflictWhy::Left
        | ConflictWhy::Moved
        | ConflictWhy::TwoHeads
        | ConflictWhy::ChangedByHand
        | ConflictWhy::SaidGone
        | ConflictWhy::OtherVillage => {
            if by_birth {
                SAME_OR_APART
            } else {
                WAITS
            }
        }
    }
}

/// Lists what was found, every row once: by kind, and then in the order of the list.
pub(crate) fn entries(look: &Look) -> Vec<Entry<'_>> {
    let rows = look.rows();
    let differences = &look.differences;
    let mut entries = Vec::new();
    let mut put = |key: &RowKey, kind, found, offer| {
        let row = rows.get(key).copied();
        // A row with a cell to be put right is listed for that, whatever else it is.
        let kind = match kind {
            ImportKind::New | ImportKind::Changed if row.is_some_and(RosterRow::needs_look) => {
                ImportKind::Problem
            }
            kind => kind,
        };
        entries.push(Entry {
            key: key.to_string(),
            kind,
            found,
            row,
            offer,
        });
    };
    for new in &differences.new {
        let similar = look.similar.get(&new.row).map_or(&[][..], Vec::as_slice);
        let kind = if similar.is_empty() {
            ImportKind::New
        } else {
            ImportKind::Conflict
        };
        put(&new.row, kind, Found::New(similar), of_new(similar));
    }
    for changed in &differences.changed {
        let found = Found::Changed(changed);
        let kind = if changed.matched_by == MatchedBy::NameBirthGroup {
            ImportKind::Conflict
        } else {
            ImportKind::Changed
        };
        put(&changed.row, kind, found, of_changed(changed));
    }
    for conflict in &differences.conflicts {
        let found = Found::Conflict(conflict);
        put(
            &conflict.row,
            ImportKind::Conflict,
            found,
            of_conflict(conflict),
        );
    }
    for same in &differences.same {
        put(&same.row, ImportKind::Same, Found::Same, SETTLED);
    }
    for row in &differences.unreadable {
        put(
            &row.key,
            ImportKind::Unreadable,
            Found::Unreadable(row),
            NONE,
        );
    }
    for person in &differences.missing {
        entries.push(Entry {
            key: person.as_str().to_owned(),
            kind: ImportKind::Missing,
            found: Found::Missing(person),
            row: None,
            offer: WAITS,
        });
    }
    // Sorting keeps the order of the list within a kind.
    let places: BTreeMap<&RowKey, usize> = look
        .book
        .people()
        .enumerate()
        .map(|(at, row)| (&row.key, at))
        .collect();
    entries.sort_by_key(|entry| {
        (
            order(entry.kind),
            entry.row.and_then(|row| places.get(&row.key).copied()),
        )
    });
    entries
}

/// The order in which kinds are shown.
fn order(kind: ImportKind) -> u8 {
    match kind {
        ImportKind::New => 0,
        ImportKind::Changed => 1,
        ImportKind::Conflict => 2,
        ImportKind::Missing => 3,
        ImportKind::Problem => 4,
        ImportKind::Unreadable => 5,
        ImportKind::Same => 6,
    }
}

/// What a worker said that cannot be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Wrong {
    /// The list has no such row.
    NoRow(String),
    /// That is not offered for the row.
    NotOffered(String),
}

/// Returns what becomes of each entry: its default, or what the worker said.
pub(crate) fn decided<'a>(
    entries: &[Entry<'a>],
    said: &[RowDecision],
) -> Result<Vec<(Entry<'a>, Decision)>, Wrong> {
    let mut by_key: BTreeMap<&str, Decision> = BTreeMap::new();
    for decision in said {
        by_key.insert(&decision.key, decision.decision);
    }
    let mut unknown: BTreeSet<&str> = by_key.keys().copied().collect();
    let mut out = Vec::new();
    for entry in entries {
        unknown.remove(entry.key.as_str());
        let decision = match by_key.get(entry.key.as_str()) {
            Some(said) if *said != entry.offer.decision => {
                if !entry.offer.choices.contains(said) {
                    return Err(Wrong::NotOffered(entry.key.clone()));
                }
                *said
            }
            _ => entry.offer.decision,
        };
        out.push((entry.clone(), decision));
    }
    match unknown.first() {
        Some(key) => Err(Wrong::NoRow((*key).to_owned())),
        None => Ok(out),
    }
}
