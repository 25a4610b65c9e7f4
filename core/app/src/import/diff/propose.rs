//! Which rows make a home.

use std::collections::{BTreeMap, BTreeSet};
use tanfang_values::HouseholdId;

use super::ProposedHome;
use super::known::{Known, door};
use crate::import::columns::Columns;
use crate::import::homes::{GroupedBy, listed_homes};
use crate::import::sheet::{RosterRow, RowKey};

pub(super) fn propose_homes(
    people: &[&RosterRow],
    (repeats, moved): (&BTreeSet<&RowKey>, &BTreeSet<RowKey>),
    homes_of: &BTreeMap<RowKey, HouseholdId>,
    known: &Known<'_>,
    columns: &Columns,
) -> Vec<ProposedHome> {
    let rows: BTreeMap<&RowKey, &RosterRow> = people.iter().map(|row| (&row.key, *row)).collect();
    let kept = people
        .iter()
        .copied()
        .filter(|row| !repeats.contains(&row.key) && !moved.contains(&row.key));
    let mut out: Vec<ProposedHome> = Vec::new();
    let mut at_home: BTreeMap<HouseholdId, usize> = BTreeMap::new();
    // Who leaves a home lives behind the door the row names, whoever the list puts
    // the person beside.
    let mut at_door: BTreeMap<(String, String), usize> = BTreeMap::new();
    for row in people.iter().filter(|row| moved.contains(&row.key)) {
        let door = door(row.group.as_deref(), row.house_no.as_deref(), columns);
        let place = door.as_ref().and_then(|door| at_door.get(door));
        if let Some(home) = place.and_then(|at| out.get_mut(*at)) {
            home.rows.push(row.key.clone());
            continue;
        }
        if let Some(door) = door {
            at_door.insert(door, out.len());
        }
        let household = known.home_at(row);
        if let Some(household) = &household {
            at_home.insert(household.clone(), out.len());
        }
        out.push(ProposedHome {
            rows: vec![row.key.clone()],
            household,
            why: GroupedBy::Door,
        });
    }
    for home in listed_homes(kept, columns) {
        let known_home = home.rows.iter().find_map(|row| homes_of.get(row).cloned());
        let default = known_home.or_else(|| {
            home.rows
                .iter()
                .filter_map(|row| rows.get(row))
                .find_map(|row| known.home_at(row))
        });
        let mut newly: Vec<RowKey> = Vec::new();
        for row in home.rows {
            // A list does not move known people: each stays in the home it is known in.
            let Some(household) = homes_of.get(&row).or(default.as_ref()).cloned() else {
                newly.push(row);
                continue;
            };
            if let Some(place) = at_home.get(&household).and_then(|at| out.get_mut(*at)) {
                place.rows.push(row);
            } else {
                at_home.insert(household.clone(), out.len());
                out.push(ProposedHome {
                    rows: vec![row],
                    household: Some(household),
                    why: home.why,
                });
            }
        }
        if !newly.is_empty() {
            out.push(ProposedHome {
                rows: newly,
                household: None,
                why: home.why,
            });
        }
    }
    out
}
