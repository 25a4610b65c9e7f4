//! 各户: every home of the grid, searched by whatever one remembers.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tanfang_domain::people::{Household, Person};
use tanfang_values::HouseholdId;

use super::db::Span;
use super::open::Session;
use super::owed::{Owed, Stands};
use super::people::{PlaceKey, Snapshot, home_chips, home_dial, home_name};
use super::today::no_roster;
use super::{App, Scene};
use crate::error::{ErrorKind, Result};
use crate::say::Say;
use crate::search::{SearchEntry, SearchIndex};
use crate::texts::{Texts, key};
use crate::view::{Empty, HomeGroup, HomeRow, HomesView, MoreHomes, Screen, Tone};
use crate::words::{Words, WordsError};

/// So many homes are shown at once: a grid has 60 to 500 and is never cut.
const PAGE: u32 = 500;

/// Returns how many homes to show where so many were asked for: a page at least.
pub(crate) fn page(asked: u32) -> usize {
    usize::try_from(asked.max(PAGE)).unwrap_or(usize::MAX)
}

/// Says what is left of a list of which the first are shown, and how many to ask
/// for next; nothing where it ends.
pub(crate) fn left(say: &Say, shown: usize, all: usize) -> Option<(String, u32)> {
    let left = all.checked_sub(shown).filter(|left| *left > 0)?;
    let texts = say.texts();
    let label = match usize::try_from(PAGE) {
        Ok(page) if page < left => {
            texts.format("homes.more", &[("n", page.into()), ("left", left.into())])
        }
        _ => texts.format("homes.rest", &[("n", left.into())]),
    };
    let shown = u32::try_from(shown).unwrap_or(u32::MAX);
    Some((label, shown.saturating_add(PAGE)))
}

/// The homes of a grid in order, ready to be searched.
///
/// It holds what homes are ordered, grouped and counted by; what the row of a home
/// says is made of the snapshot when the row is shown.
#[derive(Debug)]
pub(crate) struct HomeList {
    /// In the order in which they are shown.
    homes: Vec<Listed>,
    /// The 组 as they are written, in their order.
    groups: Vec<Option<String>>,
    index: SearchIndex,
}

#[derive(Debug, Clone, Copy)]
struct Listed {
    /// Its place in the snapshot.
    home: usize,
    /// Its place in the groups.
    group: usize,
    people: usize,
}

/// Returns the 组 of a home as it is written, if it is.
fn group(home: &Household) -> Option<&str> {
    let group = home.group.as_deref().map(str::trim);
    group.filter(|group| !group.is_empty())
}

impl HomeList {
    /// Orders the homes of a snapshot.
    pub(crate) fn new(say: &Say, words: &Words, snapshot: &Snapshot) -> Result<Self, WordsError> {
        let today = snapshot.today;
        let groups: BTreeSet<Option<&str>> = snapshot.homes.iter().map(group).collect();
        let mut groups: Vec<(PlaceKey, Option<&str>)> = groups
            .into_iter()
            .map(|group| (PlaceKey::group(words, group), group))
            .collect();
        groups.sort();
        let ranks: BTreeMap<Option<&str>, usize> = groups
            .iter()
            .enumerate()
            .map(|(rank, (_, group))| (*group, rank))
            .collect();
        let mut homes: Vec<_> = snapshot
            .homes
            .iter()
            .enumerate()
            .map(|(at, home)| {
                let listed = Listed {
                    home: at,
                    group: ranks.get(&group(home)).copied().unwrap_or_default(),
                    people: home.present(today).count(),
                };
                let key = (
                    listed.group,
                    listed.people == 0,
                    PlaceKey::house(words, home.house_no.as_deref()),
                    home_name(say, home, today).text,
                    &home.id,
                );
                (key, listed)
            })
            .collect();
        homes.sort_by(|(a, _), (b, _)| a.cmp(b));
        let homes: Vec<Listed> = homes.into_iter().map(|(_, listed)| listed).collect();
        let ordered = homes
            .iter()
            .filter_map(|home| snapshot.homes.get(home.home));
        let index = SearchIndex::new(ordered.map(entry))?;
        let groups = groups
            .into_iter()
            .map(|(_, group)| group.map(str::to_owned))
            .collect();
        Ok(Self {
            homes,
            groups,
            index,
        })
    }

    /// Finds the homes of the snapshot that a search text means.
    pub(crate) fn found(&self, snapshot: &Snapshot, query: &str) -> BTreeSet<HouseholdId> {
        let hits = self.index.search(query).into_iter();
        hits.filter_map(|hit| snapshot.homes.get(self.homes.get(hit.at)?.home))
            .map(|home| home.id.clone())
            .collect()
    }

    /// Makes 各户 for a search text, with the rows of so many homes.
    pub(crate) fn view(
        &self,
        say: &Say,
        snapshot: &Snapshot,
        owed: &Owed,
        query: &str,
        most: usize,
    ) -> HomesView {
        let texts = say.texts();
        let all = query.trim().is_empty();
        let mut found: Vec<usize> = if all {
            (0..self.homes.len()).collect()
        } else {
            let hits = self.index.search(query);
            hits.into_iter().map(|hit| hit.at).collect()
        };
        found.sort_unstable();
        let homes: Vec<Listed> = found
            .iter()
            .filter_map(|at| self.homes.get(*at).copied())
            .collect();
        let people: usize = homes.iter().map(|home| home.people).sum();
        let count = if all {
            texts.format(
                "homes.count",
                &[("homes", homes.len().into()), ("people", people.into())],
            )
        } else {
            texts.format("homes.found", &[("homes", homes.len().into())])
        };
        let mut rest = most;
        let groups: Vec<HomeGroup> = homes
            .chunk_by(|a, b| a.group == b.group)
            .map_while(|homes| {
                let n = homes.len();
                let group = homes.first().and_then(|home| self.groups.get(home.group));
                let title = match group {
                    Some(Some(group)) => {
                        texts.format("homes.group", &[("group", group.into()), ("n", n.into())])
                    }
                    _ => texts.format("homes.group_none", &[("n", n.into())]),
                };
                let rows: Vec<HomeRow> = homes
                    .iter()
                    .take(rest)
                    .filter_map(|listed| {
                        let home = snapshot.homes.get(listed.home)?;
                        Some(row(say, snapshot, home, owed.stands(listed.home)))
                    })
                    .collect();
                rest = rest.saturating_sub(rows.len());
                (!rows.is_empty()).then_some(HomeGroup { title, rows })
            })
            .collect();
        let empty = groups.is_empty().then(|| self.empty(say, query));
        HomesView {
            query: query.to_owned(),
            count,
            groups,
            more: left(say, most, homes.len()).map(|(label, shown)| MoreHomes { label, shown }),
            empty,
        }
    }

    fn empty(&self, say: &Say, query: &str) -> Empty {
        let texts = say.texts();
        if !self.homes.is_empty() {
            return Empty {
                sentence: texts.format("homes.not_found", &[("query", query.trim().into())]),
                action: None,
            };
        }
        no_roster(say)
    }
}

impl App {
    /// Returns 各户 for a search text, the first page of it; all homes are meant when
    /// it is empty.
    pub fn homes(&self, query: &str) -> Result<HomesView> {
        self.homes_to(query, 0)
    }

    /// Returns 各户 for a search text, with the rows of so many homes, a page at least.
    pub fn homes_to(&self, query: &str, shown: u32) -> Result<HomesView> {
        let mut session = self.session();
        let scene = self.scene(&mut session, Span::Today)?;
        let list = self.list(&mut session, &scene)?;
        let owed = Self::owed(&mut session, &scene);
        Ok(list.view(&self.kit.say, &scene.snapshot, &owed, query, page(shown)))
    }

    /// Returns the homes as they are searched, made once a reading.
    pub(super) fn list(&self, session: &mut Session, scene: &Scene) -> Result<Arc<HomeList>> {
        if let Some(list) = session.read.as_ref().and_then(|read| read.list.clone()) {
            return Ok(list);
        }
        let list = HomeList::new(&self.kit.say, &self.kit.words, &scene.snapshot);
        let list = Arc::new(list.map_err(|error| {
            tracing::error!(%error, "words");
            self.kit.error(ErrorKind::Internal, "internal", &[])
        })?);
        if let Some(read) = &mut session.read {
            read.list = Some(Arc::clone(&list));
        }
        Ok(list)
    }
}

/// What one may remember of a home.
fn entry(home: &Household) -> SearchEntry {
    let people = |of: fn(&Person) -> Option<&String>| -> Vec<String> {
        home.persons.iter().filter_map(of).cloned().collect()
    };
    let mut phones = people(|p| p.phone.as_ref());
    phones.extend(people(|p| p.guardian_phone.as_ref()));
    phones.extend(home.phone.clone());
    SearchEntry {
        names: people(|p| Some(&p.name)),
        nicknames: people(|p| p.nickname.as_ref()),
        group: home.group.clone(),
        house_no: home.house_no.clone(),
        phones,
    }
}

fn row(say: &Say, snapshot: &Snapshot, home: &Household, stands: Stands) -> HomeRow {
    let texts = say.texts();
    let today = snapshot.today;
    let of =
        |sentence: &str, period| texts.format(sentence, &[("period", say.period(period).into())]);
    let (state, tone) = if home.present(today).next().is_none() {
        (texts.get("homes.state_empty").to_owned(), Tone::Quiet)
    } else {
        match stands {
            Stands::Todo(period) => (of(key("homes.state_todo"), period), Tone::Plain),
            Stands::Done(period) => (of(key("homes.state_done"), period), Tone::Done),
            Stands::None => (texts.get("homes.state_none").to_owned(), Tone::Quiet),
        }
    };
    let house = home.house_no.as_deref().unwrap_or_default().trim();
    let line = say.dotted(&[say.covered_unless_empty(house), Say::open(state)]);
    HomeRow {
        household: home.id.as_str().to_owned(),
        name: names(say, home, snapshot),
        chips: home_chips(say, home, today),
        line,
        tone,
        dial: home_dial(say, home, today),
        go: Screen::Home {
            household: home.id.as_str().to_owned(),
        },
    }
}

/// Names everybody in the home, the head first.
fn names(say: &Say, home: &Household, snapshot: &Snapshot) -> crate::view::Masked {
    let mut names = vec![home_name(say, home, snapshot.today)];
    for person in home.present(snapshot.today) {
        let name = say.name(&person.name);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Say::join(&names, say.texts().get("say.join"))
}
