//! What is shown on 今天: in which order, of which 组, of which kind, how late.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use tanfang_domain::people::Household;
use tanfang_values::Day;

use super::super::owed::Open;
use super::super::people::PlaceKey;
use super::Due;
use crate::say::Say;
use crate::texts::{Texts, key};
use crate::view::{LedgerChoice, TodayFilter};
use crate::words::Words;

/// Says what is shown; written into the key of a choice, so that no screen
/// keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Filter {
    /// Whether the homes stand in the order of the way, not by 组.
    pub(crate) route: bool,
    /// Only this 组; an empty one is of the homes of which none is written.
    pub(crate) group: Option<String>,
    /// Only homes where this obligation is open.
    pub(crate) kind: Option<String>,
    /// Only homes that press so much.
    pub(crate) late: Option<Late>,
    /// How many cards are shown; the first page where nobody asked for more.
    #[serde(skip_serializing_if = "is_first_page")]
    pub(crate) shown: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_first_page(shown: &u32) -> bool {
    *shown == 0
}

/// Says how much a duty presses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Late {
    /// Its last day has passed.
    Past,
    /// Today or tomorrow is the last day.
    Soon,
    /// There is time.
    Time,
}

impl Late {
    const ALL: [Self; 3] = [Self::Past, Self::Soon, Self::Time];

    fn of(duty: &Open, today: Day) -> Self {
        // Without a last day it lies as far ahead as days go.
        match today.days_until(duty.due) {
            ..0 => Self::Past,
            0..=1 => Self::Soon,
            _ => Self::Time,
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Past => key("today.filter_late"),
            Self::Soon => key("today.filter_soon"),
            Self::Time => key("today.filter_time"),
        }
    }
}

impl Filter {
    /// Reads what [`Filter::key`] writes; anything else shows everything.
    pub(crate) fn read(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }

    /// Writes it; what shows everything is empty.
    pub(crate) fn key(&self) -> String {
        if *self == Self::default() {
            return String::new();
        }
        // A struct of texts always has a JSON form.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Returns the same filter, with the first page of what it shows.
    pub(crate) fn first_page(&self) -> Self {
        Self {
            shown: 0,
            ..self.clone()
        }
    }

    /// Tells whether a home is shown, with the duties that are open there.
    pub(crate) fn shows(&self, home: &Household, duties: &[Open], today: Day) -> bool {
        self.group.as_deref().is_none_or(|only| only == group(home))
            && self
                .kind
                .as_deref()
                .is_none_or(|only| duties.iter().any(|duty| duty.obligation.id == only))
            && self
                .late
                .is_none_or(|only| duties.iter().any(|duty| Late::of(duty, today) == only))
    }

    /// Makes the rows of choices above the list; a row with one choice is left out.
    /// Each begins with the first page again.
    pub(crate) fn rows(
        &self,
        say: &Say,
        words: &Words,
        open: &[Due<'_>],
        today: Day,
    ) -> Vec<TodayFilter> {
        self.first_page().rows_of_page(say, words, open, today)
    }

    fn rows_of_page(
        &self,
        say: &Say,
        words: &Words,
        open: &[Due<'_>],
        today: Day,
    ) -> Vec<TodayFilter> {
        let texts = say.texts();
        let groups: BTreeSet<&str> = open.iter().map(|(home, _)| group(home)).collect();
        let groups: BTreeSet<(PlaceKey, &str)> = groups
            .into_iter()
            .map(|of| (PlaceKey::group(words, Some(of)), of))
            .collect();
        let mut kinds: BTreeMap<&str, &str> = BTreeMap::new();
        let mut late: BTreeSet<Late> = BTreeSet::new();
        for duty in open.iter().flat_map(|(_, duties)| *duties) {
            kinds.insert(&duty.obligation.id, &duty.obligation.name);
            late.insert(Late::of(duty, today));
        }
        let all = |label: &str, filter: Self, chosen: bool| LedgerChoice {
            key: filter.key(),
            label: texts.get(label).to_owned(),
            chosen,
        };
        let choice = |label: &str, filter: Self| LedgerChoice {
            chosen: filter == *self,
            key: filter.key(),
            label: label.to_owned(),
        };
        let order = vec![
            choice(
                texts.get("today.order_group"),
                Self {
                    route: false,
                    ..self.clone()
                },
            ),
            choice(
                texts.get("today.order_route"),
                Self {
                    route: true,
                    ..self.clone()
                },
            ),
        ];
        let with_group = |group: Option<String>| Self {
            group,
            ..self.clone()
        };
        let mut by_group = vec![all(
            key("today.filter_all_groups"),
            with_group(None),
            self.group.is_none(),
        )];
        by_group.extend(groups.into_iter().map(|(_, of)| {
            let label = if of.is_empty() {
                texts.get("today.filter_no_group")
            } else {
                of
            };
            choice(label, with_group(Some(of.to_owned())))
        }));
        let with_kind = |kind: Option<String>| Self {
            kind,
            ..self.clone()
        };
        let mut by_kind = vec![all(
            key("today.filter_all_kinds"),
            with_kind(None),
            self.kind.is_none(),
        )];
        by_kind.extend(
            kinds
                .into_iter()
                .map(|(id, name)| choice(name, with_kind(Some(id.to_owned())))),
        );
        let with_late = |late: Option<Late>| Self {
            late,
            ..self.clone()
        };
        let mut by_late = vec![all(
            key("today.filter_any_time"),
            with_late(None),
            self.late.is_none(),
        )];
        by_late.extend(
            Late::ALL
                .into_iter()
                .filter(|one| late.contains(one) || self.late == Some(*one))
                .map(|one| choice(texts.get(one.label()), with_late(Some(one)))),
        );
        [
            (key("today.filter_order"), order, 1),
            (key("today.filter_group"), by_group, 2),
            (key("today.filter_kind"), by_kind, 2),
            (key("today.filter_lateness"), by_late, 2),
        ]
        .into_iter()
        .filter(|(_, choices, least)| !open.is_empty() && choices.len() > *least)
        .map(|(title, choices, _)| TodayFilter {
            title: texts.get(title).to_owned(),
            choices,
        })
        .collect()
    }
}

/// Returns the 组 of a home as it is written; empty where none is.
pub(crate) fn group(home: &Household) -> &str {
    home.group.as_deref().map(str::trim).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_reads_back_and_nothing_is_everything() {
        let filter = Filter {
            route: true,
            group: Some("二组;\"甲\"".into()),
            kind: Some("V02".into()),
            late: Some(Late::Soon),
            shown: 1000,
        };
        assert_eq!(Filter::read(&filter.key()), filter);
        assert_eq!(Filter::default().key(), "");
        for text in ["", "{", "[]", "{\"x\":1}", "route"] {
            assert_eq!(Filter::read(text), Filter::default(), "{text}");
        }
    }
}
