//! Puts the people of a list into homes.

use super::columns::{Columns, plain};
use super::sheet::{RosterRow, RowKey};
use std::collections::BTreeMap;

/// What tells that people of a list share a home.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GroupedBy {
    /// The office's number of the home.
    HouseholdNo,
    /// The same head in the same group.
    Head,
    /// They follow their head in the list (与户主关系).
    Relation,
    /// The same group and house number.
    Door,
    /// Nothing: a home of one.
    Alone,
}

/// People of a list who share a home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedHome {
    /// Their rows, in the order of the list.
    pub rows: Vec<RowKey>,
    /// Why they are together.
    pub why: GroupedBy,
}

/// Groups the people of a list into homes, in the order of their first rows.
///
/// Whoever cannot be placed has a home of one: two homes can be joined later,
/// but a stranger's record in a home is hard to take apart.
pub fn listed_homes<'a>(
    people: impl IntoIterator<Item = &'a RosterRow>,
    columns: &Columns,
) -> Vec<ListedHome> {
    let mut homes: Vec<ListedHome> = Vec::new();
    let mut places: BTreeMap<(GroupedBy, String), usize> = BTreeMap::new();
    // Sheet of the last head met, and the home it began.
    let mut under_head: Option<(&str, usize)> = None;
    for row in people {
        let key = home_key(row, columns);
        let follows = match (&key, row.relation.as_deref()) {
            (GroupKey::Known(GroupedBy::HouseholdNo | GroupedBy::Head, _), _)
            | (_, None | Some(SELF | HEAD)) => None,
            (_, Some(_)) => under_head.filter(|(sheet, _)| *sheet == row.key.sheet),
        };
        let place = if let Some((_, home)) = follows {
            if let Some(home) = homes.get_mut(home)
                && home.why != GroupedBy::HouseholdNo
            {
                home.why = GroupedBy::Relation;
            }
            Some(home)
        } else if let GroupKey::Known(why, key) = &key {
            places.get(&(*why, key.clone())).copied()
        } else {
            None
        };
        let at = if let Some(at) = place {
            if let Some(home) = homes.get_mut(at) {
                home.rows.push(row.key.clone());
            }
            at
        } else {
            homes.push(ListedHome {
                rows: vec![row.key.clone()],
                why: GroupedBy::Alone,
            });
            homes.len() - 1
        };
        if let GroupKey::Known(why, key) = key {
            if place.is_some()
                && follows.is_none()
                && let Some(home) = homes.get_mut(at)
            {
                home.why = why;
            }
            places.entry((why, key)).or_insert(at);
        }
        if matches!(row.relation.as_deref(), Some(SELF | HEAD)) {
            under_head = Some((&row.key.sheet, at));
        }
    }
    homes
}

/// 本人 of GB/T 4761.
const SELF: &str = "01";
/// 户主 of GB/T 4761.
const HEAD: &str = "02";

enum GroupKey {
    Known(GroupedBy, String),
    Unknown,
}

fn home_key(row: &RosterRow, columns: &Columns) -> GroupKey {
    // A list of one village a sheet need not name the village.
    let place = row.village.as_deref().unwrap_or(&row.key.sheet);
    let village = plain(place);
    let group = row
        .group
        .as_deref()
        .map(|group| columns.words().group(group));
    if let Some(no) = &row.household_no {
        // Numbers of homes are the office's; two villages may both count from 1.
        return GroupKey::Known(GroupedBy::HouseholdNo, format!("{village}\0{}", plain(no)));
    }
    let Some(group) = group else {
        return GroupKey::Unknown;
    };
    if let Some(head) = &row.head {
        return GroupKey::Known(
            GroupedBy::Head,
            format!("{village}\0{group}\0{}", plain(head)),
        );
    }
    match &row.house_no {
        Some(house) => GroupKey::Known(
            GroupedBy::Door,
            format!("{village}\0{group}\0{}", columns.words().house(house)),
        ),
        None => GroupKey::Unknown,
    }
}
