//! The roster of a campaign held against what is received.

use tanfang_domain::people::{Household, Person};
use tanfang_domain::schedule::campaign::Campaign;
use tanfang_values::Day;

use super::{MOST, plain};
use crate::app::people::Snapshot;
use crate::say::Say;
use crate::texts::{Texts, key};
use crate::view::{Block, Screen, Tone};

/// Class of who left 低保 within a year, as a list says it.
const LEFT: &str = "dibao_left";
/// Class of who was refused 低保 within a year.
const REFUSED: &str = "dibao_refused";
/// Enum of the dictionary with the reasons for which something received ended.
const EXIT_WHY: &str = "exit_why";

/// Says who was on some list in the year before the last list came in and is
/// not any more: who left with the reason, who was refused.
fn within_a_year<'a>(
    campaign: &Campaign,
    snapshot: &'a Snapshot,
    imported: Day,
) -> [Vec<(&'a Household, &'a Person, Option<&'a str>)>; 2] {
    let concerns = |class: &String| campaign.classes.is_empty() || campaign.classes.contains(class);
    let from = imported.plus_months(-12);
    let within = |day: Option<Day>| day.is_some_and(|day| from < day && day <= imported);
    let (mut left, mut refused) = (Vec::new(), Vec::new());
    for home in &snapshot.homes {
        for person in &home.persons {
            let holds = |class: &str| {
                let mut held = person.memberships.iter().filter(|m| m.class == class);
                held.any(|m| m.from <= imported && m.until.is_none_or(|until| from < until))
            };
            if holds(REFUSED) {
                refused.push((home, person, None));
            }
            let mut benefits = person.benefits.iter().filter(|b| within(b.to));
            let ended = person.memberships.iter().any(|m| {
                ![LEFT, REFUSED].contains(&m.class.as_str())
                    && concerns(&m.class)
                    && within(m.until)
            });
            let benefit = benefits.next();
            if ended || benefit.is_some() || holds(LEFT) {
                let why = benefit.and_then(|benefit| benefit.why_ended.as_deref());
                left.push((home, person, why));
            }
        }
    }
    [left, refused]
}

/// Holds the roster against what is received: who is on a list and receives
/// nothing, and who left a list or was refused in the year before the last list
/// came in.
pub(super) fn block(
    say: &Say,
    campaign: &Campaign,
    snapshot: &Snapshot,
    imported: Option<Day>,
) -> Option<Block> {
    let texts = say.texts();
    let today = snapshot.today;
    let concerns = |class: &String| campaign.classes.is_empty() || campaign.classes.contains(class);
    let line = |home: &Household, person: &Person, why: Option<&str>| {
        let why = why.map_or("", |why| say.variant(EXIT_WHY, why));
        let household = home.id.as_str().to_owned();
        Say::line(
            say.dotted(&[say.name(&person.name), say.covered_unless_empty(why)]),
            Tone::Plain,
            Some(Screen::Home { household }),
        )
    };
    let mut lines = Vec::new();
    let without: Vec<(&Household, &Person)> = snapshot
        .homes
        .iter()
        .flat_map(|home| home.present(today).map(move |person| (home, person)))
        .filter(|(_, person)| {
            let listed = person.classes(today).any(|m| concerns(&m.class));
            listed && !person.benefits.iter().any(|benefit| benefit.runs(today))
        })
        .collect();
    if !without.is_empty() {
        lines.push(plain(
            texts.format("campaign.no_benefit", &[("n", without.len().into())]),
        ));
        let shown = without.iter().take(MOST);
        lines.extend(shown.map(|(home, person)| line(home, person, None)));
    }
    if let Some(imported) = imported {
        let found = within_a_year(campaign, snapshot, imported);
        let heads = [key("campaign.left_lists"), key("campaign.refused_lists")];
        for (head, people) in heads.into_iter().zip(found) {
            if people.is_empty() {
                continue;
            }
            let day = say.full_day(imported);
            let args = [("day", (&day).into()), ("n", people.len().into())];
            lines.push(plain(texts.format(head, &args)));
            let shown = people.into_iter().take(MOST);
            lines.extend(shown.map(|(home, person, why)| line(home, person, why)));
        }
    }
    (!lines.is_empty()).then(|| Block {
        title: Say::open(texts.get("campaign.gaps")),
        lines,
        actions: Vec::new(),
        go: None,
    })
}
