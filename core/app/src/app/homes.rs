//! 各户: every home of the grid, searched by whatever one remembers.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tanfang_domain::pack::Work;
use tanfang_domain::people::{Household, Person};
use tanfang_domain::schedule::{DutyState, Status};
use tanfang_values::HouseholdId;

use super::db::Span;
use super::open::Session;
use super::people::{PlaceKey, Snapshot, home_chips, home_dial, home_name};
use super::today::no_roster;
use super::{App, Scene};
use crate::error::{ErrorKind, Result};
use crate::say::Say;
use crate::search::{SearchEntry, SearchIndex};
use crate::texts::Texts;
use crate::view::{Empty, HomeGroup, HomeRow, HomesView, Screen, Tone};
use crate::words::{Words, WordsError};

/// The homes of a grid, each worked out once and ready to be searched.
///
/// What a row says depends on the snapshot alone; a letter typed only chooses
/// among them.
#[derive(Debug)]
pub(crate) struct HomeList {
    /// In the order of their places, as they are shown.
    homes: Vec<Listed>,
    index: SearchIndex,
}

#[derive(Debug)]
struct Listed {
    group: (PlaceKey, Option<String>),
    people: usize,
    row: HomeRow,
}

impl HomeList {
    /// Works out the rows of all homes of a snapshot.
    pub(crate) fn new(
        say: &Say,
        words: &Words,
        work: &Work,
        snapshot: &Snapshot,
    ) -> Result<Self, WordsError> {
        let today = snapshot.today;
        let book = snapshot.book();
        let duties = snapshot.schedule(work, &book).today(&snapshot.homes);
        let mut own: BTreeMap<&HouseholdId, Vec<&DutyState>> = BTreeMap::new();
        for duty in duties.duties.iter().filter(|duty| duty.own) {
            own.entry(&duty.household).or_default().push(duty);
        }
        let mut homes: Vec<(Listed, &Household)> = snapshot
            .homes
            .iter()
            .map(|home| {
                let group = home.group.as_deref().map(str::trim);
                let group = group.filter(|g| !g.is_empty());
                let duties = own.get(&home.id).map_or(&[][..], Vec::as_slice);
                let listed = Listed {
                    group: (PlaceKey::group(words, group), group.map(str::to_owned)),
                    people: home.present(today).count(),
                    row: row(say, snapshot, home, duties),
                };
                (listed, home)
            })
            .collect();
        homes.sort_by_cached_key(|(listed, home)| {
            (
                listed.group.clone(),
                listed.people == 0,
                PlaceKey::house(words, home.house_no.as_deref()),
                home_name(say, home, today).text,
                home.id.clone(),
            )
        });
        let entries = homes.iter().enumerate();
        let index = SearchIndex::new(entries.map(|(at, (_, home))| entry(at, home)))?;
        let homes = homes.into_iter().map(|(listed, _)| listed).collect();
        Ok(Self { homes, index })
    }

    /// Finds the homes that a search text means.
    pub(crate) fn found(&self, query: &str) -> BTreeSet<HouseholdId> {
        let hits = self.index.search(query).into_iter();
        hits.filter_map(|hit| self.homes.get(hit.id.parse::<usize>().ok()?))
            .map(|home| HouseholdId::new(home.row.household.clone()))
            .collect()
    }

    /// Makes 各户 for a search text.
    pub(crate) fn view(&self, say: &Say, query: &str) -> HomesView {
        let texts = say.texts();
        let all = query.trim().is_empty();
        let mut found: Vec<usize> = if all {
            (0..self.homes.len()).collect()
        } else {
            let hits = self.index.search(query);
            hits.iter().filter_map(|hit| hit.id.parse().ok()).collect()
        };
        found.sort_unstable();
        let homes: Vec<&Listed> = found.iter().filter_map(|at| self.homes.get(*at)).collect();
        let people: usize = homes.iter().map(|home| home.people).sum();
        let count = if all {
            texts.format(
                "homes.count",
                &[("homes", homes.len().into()), ("people", people.into())],
            )
        } else {
            texts.format("homes.found", &[("homes", homes.len().into())])
        };
        let groups: Vec<HomeGroup> = homes
            .chunk_by(|a, b| a.group == b.group)
            .map(|homes| {
                let n = homes.len();
                let group = homes.first().and_then(|home| home.group.1.as_ref());
                let title = match group {
                    Some(group) => {
                        texts.format("homes.group", &[("group", group.into()), ("n", n.into())])
                    }
                    None => texts.format("homes.group_none", &[("n", n.into())]),
                };
                let rows = homes.iter().map(|home| home.row.clone()).collect();
                HomeGroup { title, rows }
            })
            .collect();
        let empty = groups.is_empty().then(|| self.empty(say, query));
        HomesView {
            query: query.to_owned(),
            count,
            groups,
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
    /// Returns 各户 for a search text; all homes when it is empty.
    pub fn homes(&self, query: &str) -> Result<HomesView> {
        let mut session = self.session();
        let scene = self.scene(&mut session, Span::Today)?;
        let list = self.list(&mut session, &scene)?;
        Ok(list.view(&self.kit.say, query))
    }

    /// Returns the homes as they are searched, made once a reading.
    pub(super) fn list(&self, session: &mut Session, scene: &Scene) -> Result<Arc<HomeList>> {
        if let Some(list) = session.read.as_ref().and_then(|read| read.list.clone()) {
            return Ok(list);
        }
        let (work, snapshot) = (&scene.pack.work, &scene.snapshot);
        let list = HomeList::new(&self.kit.say, &self.kit.words, work, snapshot);
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
fn entry(at: usize, home: &Household) -> SearchEntry {
    let people = |of: fn(&Person) -> Option<&String>| -> Vec<String> {
        home.persons.iter().filter_map(of).cloned().collect()
    };
    let mut phones = people(|p| p.phone.as_ref());
    phones.extend(people(|p| p.guardian_phone.as_ref()));
    phones.extend(home.phone.clone());
    SearchEntry {
        id: at.to_string(),
        names: people(|p| Some(&p.name)),
        nicknames: people(|p| p.nickname.as_ref()),
        group: home.group.clone(),
        house_no: home.house_no.clone(),
        phones,
    }
}

fn row(say: &Say, snapshot: &Snapshot, home: &Household, duties: &[&DutyState]) -> HomeRow {
    let texts = say.texts();
    let today = snapshot.today;
    let open = duties.iter().find(|duty| duty.is_open_on(today));
    let done = duties
        .iter()
        .find(|duty| matches!(duty.status, Status::Done(_)));
    let (state, tone) = if home.present(today).next().is_none() {
        (texts.get("homes.state_empty").to_owned(), Tone::Quiet)
    } else if let Some(duty) = open {
        let period = say.period(duty.period.kind);
        let words = texts.format("homes.state_todo", &[("period", period.into())]);
        (words, Tone::Plain)
    } else if let Some(duty) = done {
        let period = say.period(duty.period.kind);
        let words = texts.format("homes.state_done", &[("period", period.into())]);
        (words, Tone::Done)
    } else {
        (texts.get("homes.state_none").to_owned(), Tone::Quiet)
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
