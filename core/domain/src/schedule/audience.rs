//! From when to when an obligation applies to somebody, and what ended it.
//!
//! Time enters a rule only through dated things, so the days on which its
//! outcome can change are computed, and the rule is evaluated on those alone.

mod looks;
mod worlds;

use std::collections::BTreeSet;
use tanfang_policy::eval::Hangs;
use tanfang_values::Day;

pub use looks::Looks;
pub(crate) use looks::Numbers;
pub use worlds::Worlds;

use crate::pack::Work;
use crate::pack::cite::Clause;
use crate::pack::rule::Rule;
use crate::people::{Household, Person};
use crate::schedule::duty::{ChangedFact, EndReason};
use crate::schedule::obligation::{Cadence, Obligation};
use crate::schedule::record::PlaceEvent;
use worlds::Found;

/// Says whether an obligation applies from a day on.
#[derive(Debug, Clone, PartialEq)]
pub struct Span {
    /// First day.
    pub from: Day,
    /// First day on which it is otherwise; none if that is not within sight.
    pub until: Option<Day>,
    /// Whether it applies.
    pub applies: Applies,
    /// What ended it, where it applied and then no longer.
    pub end: Option<EndReason>,
}

/// Says whether an obligation applies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Applies {
    /// Surely.
    Yes,
    /// Surely not.
    No,
    /// It cannot be said without knowing these: 待核.
    Undecided(Vec<String>),
}

/// Holds what has to hold, for an obligation or a deadline to apply.
#[derive(Debug, Clone, Copy)]
pub struct Asks<'a> {
    /// All of them have to be surely true.
    pub rules: [Option<&'a Rule>; 3],
    /// Ids of the facts that they read.
    pub reads: &'a [String],
    /// What looking it up takes.
    pub looks: &'a Looks,
    /// Where it is written, and from when to when that is in force.
    pub clause: &'a Clause,
    /// When it falls due: a campaign or a season is in force on some days alone.
    pub cadence: Option<&'a Cadence>,
}

impl<'a> Asks<'a> {
    fn rules(&self) -> impl Iterator<Item = &'a Rule> + use<'a> {
        self.rules.into_iter().flatten()
    }

    fn runs(&self, day: Day) -> bool {
        self.clause.in_force(day) && self.cadence.is_none_or(|cadence| cadence.runs(day))
    }

    /// The classes of a campaign, where nothing else says for whom it is.
    fn classes(&self) -> &'a [String] {
        match self.cadence {
            Some(Cadence::Once(campaign)) if self.rules.first() == Some(&None) => &campaign.classes,
            _ => &[],
        }
    }

    fn is_bound(&self) -> bool {
        self.rules().any(|rule| !rule.expr.events().is_empty())
    }
}

/// Returns how an obligation applies to a subject from `first` to `last`: spans
/// that tile the range, no two neighbours alike.
pub fn spans(
    obligation: &Obligation,
    worlds: &mut Worlds<'_>,
    person: Option<&Person>,
    first: Day,
    last: Day,
) -> Vec<Span> {
    spans_of(obligation.asks(), worlds, person, first, last)
}

/// Returns the same of whatever has to hold.
pub fn spans_of(
    asks: Asks<'_>,
    worlds: &mut Worlds<'_>,
    person: Option<&Person>,
    first: Day,
    last: Day,
) -> Vec<Span> {
    let (work, home) = (worlds.work(), worlds.home());
    let seat = worlds.seat(person);
    let ages = asks.rules().any(|rule| rule.ages);
    let daily = asks.rules().any(|rule| rule.daily) && worlds.has_dates(asks.looks, seat);
    let mut days = vec![first];
    let inside = |day: &Day| first < *day && *day <= last;
    worlds.change_days(asks.looks, seat, &mut |day| {
        if inside(&day) {
            days.push(day);
        }
    });
    if ages {
        days.extend(worlds.birthdays(seat, first, last).filter(inside));
    }
    days.extend(work.standard_days().iter().copied().filter(inside));
    if daily {
        let mut next = first;
        while next < last {
            next = next.plus_days(1);
            days.push(next);
        }
    }
    for edge in [
        Some(asks.clause.from),
        asks.clause.until.map(|until| until.plus_days(1)),
    ]
    .into_iter()
    .flatten()
    {
        if inside(&edge) {
            days.push(edge);
        }
    }
    if let Some(cadence) = asks.cadence {
        days.extend(season_edges(cadence, first, last).filter(inside));
    }
    for event in worlds.events() {
        days.extend(std::iter::once(event.from).filter(inside));
        days.extend(event.to.map(|to| to.plus_days(1)).filter(inside));
    }
    days.sort_unstable();
    days.dedup();
    let mut spans: Vec<Span> = Vec::new();
    for day in days {
        let applies = applies_to(asks, worlds, person, seat, day);
        match spans.last_mut() {
            Some(before) if before.applies == applies => {}
            before => {
                if let Some(before) = before {
                    before.until = Some(day);
                    if before.applies != Applies::No {
                        let ended = worlds.events().iter().find(|event| {
                            asks.is_bound() && event.to.is_some_and(|to| to.plus_days(1) == day)
                        });
                        let reason = match ended {
                            Some(event) if applies == Applies::No => {
                                EndReason::Event(event.name.clone())
                            }
                            _ => reason(asks, work, person, home, day, &applies),
                        };
                        before.end = Some(reason);
                    }
                }
                spans.push(Span {
                    from: day,
                    until: None,
                    applies,
                    end: None,
                });
            }
        }
    }
    spans
}

/// Returns whether it applies to a subject on a day.
pub fn applies(
    asks: Asks<'_>,
    worlds: &mut Worlds<'_>,
    person: Option<&Person>,
    day: Day,
) -> Applies {
    let seat = worlds.seat(person);
    applies_to(asks, worlds, person, seat, day)
}

fn applies_to(
    asks: Asks<'_>,
    worlds: &mut Worlds<'_>,
    person: Option<&Person>,
    seat: usize,
    day: Day,
) -> Applies {
    let home = worlds.home();
    let here = match person {
        Some(person) => person.is_here(day),
        None => home.present(day).next().is_some(),
    };
    if !here || !asks.runs(day) {
        return Applies::No;
    }
    let classes = asks.classes();
    if !classes.is_empty() && !is_in(worlds.work(), home, person, classes, day) {
        return Applies::No;
    }
    let mut undecided: Vec<String> = Vec::new();
    let mut open = false;
    for (rule, number) in asks.rules.into_iter().zip(asks.looks.numbers()) {
        let Some(rule) = rule else {
            continue;
        };
        match worlds.test(rule, number, seat, day) {
            Found::No => return Applies::No,
            Found::Yes => {}
            Found::Open(hangs) => {
                open = true;
                undecided.extend(hangs);
            }
        }
    }
    if open {
        undecided.sort_unstable();
        undecided.dedup();
        Applies::Undecided(undecided)
    } else {
        Applies::Yes
    }
}

/// Tells whether a person, or anybody of the home, is in one of some classes.
fn is_in(
    work: &Work,
    home: &Household,
    person: Option<&Person>,
    classes: &[String],
    day: Day,
) -> bool {
    let everybody = home.persons.iter();
    everybody
        .filter(|someone| person.is_none_or(|only| only.id == someone.id))
        .flat_map(|someone| work.classes().of(home, someone, day))
        .any(|held| classes.contains(&held.class.id))
}

/// Lists the days on which a campaign or a season begins, and those after its end.
fn season_edges(cadence: &Cadence, first: Day, last: Day) -> impl Iterator<Item = Day> {
    let mut days = Vec::new();
    match cadence {
        Cadence::Once(campaign) => {
            days.extend(campaign.from);
            days.extend(campaign.until.map(|until| until.plus_days(1)));
        }
        Cadence::Window { from, to } => {
            for year in first.ymd().0..=last.ymd().0 {
                days.extend(from.in_year(year));
                days.extend(to.in_year(year).map(|day| day.plus_days(1)));
            }
        }
        _ => {}
    }
    days.into_iter()
}

/// Returns the names of the events that are on, on a day.
pub fn running(events: &[&PlaceEvent], day: Day) -> BTreeSet<String> {
    let on = events.iter().filter(|event| event.runs(day));
    on.map(|event| event.name.clone()).collect()
}

/// Lists what an undecided rule hangs on: facts by id, standards by name.
pub fn hangs(hangs: &Hangs) -> Vec<String> {
    let facts = hangs.facts.iter().chain(&hangs.judgements);
    facts
        .map(|fact| fact.id.as_str().to_owned())
        .chain(hangs.params.iter().cloned())
        .collect()
}

fn reason(
    asks: Asks<'_>,
    work: &Work,
    person: Option<&Person>,
    home: &Household,
    day: Day,
    after: &Applies,
) -> EndReason {
    if !asks.runs(day) {
        return EndReason::Rule;
    }
    if let Some(person) = person {
        if person.died.as_ref().is_some_and(|death| death.day < day) {
            return EndReason::Died;
        }
        if let Some(left) = &person.left
            && left.day <= day
        {
            return EndReason::Left(left.why);
        }
    }
    if matches!(after, Applies::Undecided(_)) {
        return EndReason::Undecided;
    }
    let concerned = || {
        home.persons
            .iter()
            .filter(|someone| person.is_none_or(|only| only.id == someone.id))
    };
    let mut changed = Vec::new();
    let histories = concerned().map(|someone| &someone.facts);
    for history in histories.chain([&home.facts]) {
        for fact in asks.reads {
            if let Some(record) = history.changes(fact).find(|record| record.day == day) {
                changed.push(ChangedFact {
                    fact: fact.clone(),
                    value: record.value.clone(),
                });
            }
        }
    }
    if !changed.is_empty() {
        return EndReason::Facts(changed);
    }
    for someone in concerned() {
        if let Some(membership) = someone.memberships.iter().find(|m| m.until == Some(day)) {
            return EndReason::Membership(membership.class.clone());
        }
        let ended = someone
            .benefits
            .iter()
            .find(|benefit| benefit.to.is_some_and(|to| to.plus_days(1) == day));
        if let Some(benefit) = ended {
            return EndReason::Benefit(benefit.scheme.clone());
        }
        let expired = work.classes().change_days(someone);
        if let Some((_, class)) = expired.into_iter().find(|(on, _)| *on == day) {
            return EndReason::Membership(class.to_owned());
        }
        // The last one for whom the home was visited died or left.
        if person.is_none() {
            if someone
                .died
                .as_ref()
                .is_some_and(|d| d.day.plus_days(1) == day)
            {
                return EndReason::Died;
            }
            if let Some(left) = someone.left.as_ref().filter(|left| left.day == day) {
                return EndReason::Left(left.why);
            }
        }
    }
    EndReason::Rule
}
