//! 各户: every home of the grid, searched by whatever one remembers.

use std::collections::BTreeMap;
use tanfang_domain::pack::Work;
use tanfang_domain::people::{Household, Person};
use tanfang_domain::schedule::{DutyState, Schedule, Status};
use tanfang_values::HouseholdId;

use super::people::{PlaceKey, Snapshot, home_chips, home_dial, home_name};
use crate::say::Say;
use crate::search::{SearchEntry, SearchIndex};
use crate::texts::Texts;
use crate::view::{Action, Empty, HomeGroup, HomeRow, HomesView, Intent, Screen, Tone};
use crate::words::{Words, WordsError};

/// Makes 各户 of a snapshot for a search text.
pub(crate) fn view(
    say: &Say,
    words: &Words,
    work: &Work,
    snapshot: &Snapshot,
    query: &str,
) -> Result<HomesView, WordsError> {
    let texts = say.texts();
    let today = snapshot.today;
    let book = snapshot.book();
    let found = find(snapshot, query)?;
    let homes: Vec<&Household> = found
        .iter()
        .filter_map(|at| snapshot.homes.get(*at))
        .collect();
    let duties = Schedule::new(work, &book, &snapshot.viewer, today).today(homes.iter().copied());
    let mut own: BTreeMap<&HouseholdId, Vec<&DutyState>> = BTreeMap::new();
    for duty in duties.duties.iter().filter(|duty| duty.own) {
        own.entry(&duty.household).or_default().push(duty);
    }
    let people: usize = homes.iter().map(|home| home.present(today).count()).sum();
    let count = if query.trim().is_empty() {
        texts.format(
            "homes.count",
            &[("homes", homes.len().into()), ("people", people.into())],
        )
    } else {
        texts.format("homes.found", &[("homes", homes.len().into())])
    };
    let mut groups: BTreeMap<(PlaceKey, Option<&str>), Vec<&Household>> = BTreeMap::new();
    for home in &homes {
        let group = home
            .group
            .as_deref()
            .map(str::trim)
            .filter(|g| !g.is_empty());
        groups
            .entry((PlaceKey::group(words, group), group))
            .or_default()
            .push(home);
    }
    let groups: Vec<HomeGroup> = groups
        .into_iter()
        .map(|((_, group), mut homes)| {
            homes.sort_by_cached_key(|home| {
                (
                    home.present(today).next().is_none(),
                    PlaceKey::house(words, home.house_no.as_deref()),
                    home_name(say, home, today).text,
                    home.id.clone(),
                )
            });
            let n = homes.len();
            let title = match group {
                Some(group) => {
                    texts.format("homes.group", &[("group", group.into()), ("n", n.into())])
                }
                None => texts.format("homes.group_none", &[("n", n.into())]),
            };
            let rows = homes
                .into_iter()
                .map(|home| {
                    let duties = own.get(&home.id).map_or(&[][..], Vec::as_slice);
                    row(say, snapshot, home, duties)
                })
                .collect();
            HomeGroup { title, rows }
        })
        .collect();
    let empty = groups.is_empty().then(|| {
        if snapshot.homes.is_empty() {
            Empty {
                sentence: texts.get("today.no_roster").to_owned(),
                action: Some(Action {
                    label: texts.get("today.import").to_owned(),
                    intent: Intent::Go {
                        screen: Screen::Import,
                    },
                    enabled: true,
                    note: None,
                }),
            }
        } else {
            Empty {
                sentence: texts.format("homes.not_found", &[("query", query.trim().into())]),
                action: None,
            }
        }
    });
    Ok(HomesView {
        query: query.to_owned(),
        count,
        groups,
        empty,
    })
}

/// Returns the positions of the homes that match.
fn find(snapshot: &Snapshot, query: &str) -> Result<Vec<usize>, WordsError> {
    if query.trim().is_empty() {
        return Ok((0..snapshot.homes.len()).collect());
    }
    let entries = snapshot.homes.iter().enumerate().map(|(at, home)| {
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
    });
    let hits = SearchIndex::new(entries)?.search(query);
    Ok(hits.iter().filter_map(|hit| hit.id.parse().ok()).collect())
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
