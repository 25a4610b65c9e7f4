//! Duties to a place: patrols (巡查) of a village or a township, at no home.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tanfang_policy::eval::eval_open;
use tanfang_policy::world::{Subject, World};
use tanfang_values::{Day, DutyId, GridId, Period};

use super::Schedule;
use super::audience::running;
use super::duty::{Done, EndReason, Status};
use super::judge::tiles;
use super::obligation::{Area, NeedMode, Obligation};
use super::record::{Capacity, PatrolRecord, PlaceEvent};
use crate::people::Household;
use crate::role::Role;

/// Digits of a division code that name the township.
const TOWNSHIP: usize = 9;

/// Holds a duty to a place: obligation × actor role × place × period.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceDuty {
    /// The rule it comes from.
    pub obligation: Arc<Obligation>,
    /// The role that owes it.
    pub role: Role,
    /// What kind of place.
    pub area: Area,
    /// The place: a grid, or the first nine digits of a township.
    pub place: String,
    /// The grids of the place that are here.
    pub grids: Vec<GridId>,
    /// The period it belongs to.
    pub period: Period,
    /// First day on which it is owed.
    pub from: Day,
    /// Last day on which it can be done.
    pub due: Day,
    /// Whether it is the viewer's own, by role or by acting for it.
    pub own: bool,
    /// What has become of it; its [`Done`] names the patrol.
    pub status: Status,
    /// Last day of which records of the actor are here, for another's duty.
    pub heard_through: Option<Day>,
}

impl PlaceDuty {
    /// Returns its name as one text: `V15/VillageCommittee/place:<place>/2026-11-16`.
    pub fn id(&self) -> DutyId {
        DutyId::new(format!(
            "{}/{}/place:{}/{}",
            self.obligation.id, self.role, self.place, self.period.first
        ))
    }

    /// Returns by how many days it is past its last day without being done.
    pub fn late_days(&self, today: Day) -> Option<i64> {
        (self.status == Status::NotDone && today > self.due).then(|| self.due.days_until(today))
    }
}

/// What the rules of an obligation come to at a place, of which nothing is known
/// but its events.
struct Told<'a> {
    events: Vec<&'a PlaceEvent>,
    /// Whether only the events that are on matter, and not the day.
    steady: bool,
    /// What they came to while these were on.
    kept: Vec<(BTreeSet<String>, bool)>,
}

impl<'a> Told<'a> {
    fn new(obligation: &Obligation, events: &'a [PlaceEvent], grids: &[GridId]) -> Self {
        let mut rules = obligation.rules();
        Self {
            events: events
                .iter()
                .filter(|event| grids.contains(&event.grid))
                .collect(),
            steady: rules.all(|rule| rule.expr.is_steady_but_for_events()),
            kept: Vec::new(),
        }
    }

    fn hold(&mut self, obligation: &Obligation, day: Day) -> bool {
        let mut world = World::new(day);
        world.events = running(&self.events, day);
        if self.steady
            && let Some((_, found)) = self.kept.iter().find(|(on, _)| *on == world.events)
        {
            return *found;
        }
        let found = obligation.rules().all(|rule| {
            let (outcomes, _) = eval_open(&rule.expr, &world, Subject::Household);
            outcomes.surely_true()
        });
        if self.steady {
            self.kept.push((world.events, found));
        }
        found
    }
}

impl Schedule<'_> {
    /// Returns the patrols that are owed to the places where homes lie.
    pub fn places<'h>(
        &self,
        homes: impl IntoIterator<Item = &'h Household>,
        first: Day,
        last: Day,
    ) -> Vec<PlaceDuty> {
        let wanted =
            |o: &&Arc<Obligation>| o.target_area().is_some() && o.mode == Some(NeedMode::Patrol);
        let obligations: Vec<_> = self.work().obligations().iter().filter(wanted).collect();
        if obligations.is_empty() {
            return Vec::new();
        }
        let mut grids: BTreeSet<GridId> = BTreeSet::new();
        let mut townships: BTreeMap<String, BTreeSet<GridId>> = BTreeMap::new();
        for home in homes {
            if !grids.contains(&home.grid) {
                grids.insert(home.grid.clone());
            }
            let township = home.division.get(..TOWNSHIP).unwrap_or(&home.division);
            match townships.get_mut(township) {
                Some(grids) if grids.contains(&home.grid) => {}
                Some(grids) => {
                    grids.insert(home.grid.clone());
                }
                None => {
                    townships.insert(township.to_owned(), BTreeSet::from([home.grid.clone()]));
                }
            }
        }
        let mut duties = Vec::new();
        for obligation in obligations {
            let places: Vec<(String, Vec<GridId>)> = match obligation.target_area() {
                Some(Area::Village) => grids
                    .iter()
                    .map(|grid| (grid.to_string(), vec![grid.clone()]))
                    .collect(),
                Some(Area::Township) => townships
                    .iter()
                    .map(|(code, grids)| (code.clone(), grids.iter().cloned().collect()))
                    .collect(),
                None => Vec::new(),
            };
            for (place, grids) in places {
                let mut told = Told::new(obligation, self.book().events(), &grids);
                for tile in tiles(&obligation.cadence, first, last, self.work().week_start()) {
                    let Some((from, end)) = Self::in_force(obligation, &mut told, tile) else {
                        continue;
                    };
                    for role in &obligation.who {
                        duties.push(self.place(
                            obligation,
                            *role,
                            (&place, &grids),
                            tile,
                            from,
                            end.as_ref(),
                        ));
                    }
                }
            }
        }
        duties
    }

    /// Returns the first day of a period on which a rule is in force at a place,
    /// and the day on which it no longer is, with why.
    fn in_force(
        obligation: &Obligation,
        told: &mut Told<'_>,
        tile: Period,
    ) -> Option<(Day, Option<(Day, EndReason)>)> {
        let events = told.events.clone();
        let mut holds = |day: Day| {
            obligation.in_force(day) && obligation.runs(day) && told.hold(obligation, day)
        };
        let mut days = vec![tile.first];
        days.extend(events.iter().map(|event| event.from));
        days.extend(events.iter().filter_map(|e| e.to).map(|to| to.plus_days(1)));
        days.push(obligation.clause.from);
        days.extend(obligation.clause.until.map(|until| until.plus_days(1)));
        days.retain(|day| tile.contains(*day));
        days.sort_unstable();
        days.dedup();
        let from = days.iter().copied().find(|day| holds(*day))?;
        let end = days.iter().rev().copied().take_while(|day| *day > from);
        let end = end.take_while(|day| !holds(*day)).last().map(|day| {
            let ended = events
                .iter()
                .find(|event| event.to.is_some_and(|to| to.plus_days(1) == day));
            let reason = ended.map_or(EndReason::Rule, |event| {
                EndReason::Event(event.name.clone())
            });
            (day, reason)
        });
        Some((from, end))
    }

    fn place(
        &self,
        obligation: &Arc<Obligation>,
        role: Role,
        (place, grids): (&str, &[GridId]),
        period: Period,
        from: Day,
        end: Option<&(Day, EndReason)>,
    ) -> PlaceDuty {
        let own = self.is_own(obligation, role);
        let counts_to = end.map_or(period.last, |(day, _)| *day).min(self.day());
        let patrols: Vec<(&PatrolRecord, Capacity)> = self
            .book()
            .patrols()
            .iter()
            .filter(|patrol| grids.contains(&patrol.grid))
            .filter(|patrol| from <= patrol.day && patrol.day <= counts_to)
            .filter_map(|patrol| {
                let capacity = self.capacity_of(&patrol.roles, role, obligation)?;
                Some((*patrol, capacity))
            })
            .collect();
        let mut days: Vec<&(&PatrolRecord, Capacity)> = Vec::new();
        for patrol in &patrols {
            // Two patrols on one day are one time.
            if days.last().is_none_or(|last| last.0.day != patrol.0.day) {
                days.push(patrol);
            }
        }
        let needed = obligation.every().map_or(1, |(_, at_least)| at_least);
        let needed = usize::try_from(needed).unwrap_or(usize::MAX);
        let done =
            needed
                .checked_sub(1)
                .and_then(|last| days.get(last))
                .map(|(patrol, capacity)| Done {
                    visit: None,
                    contact: None,
                    patrol: Some(patrol.patrol.clone()),
                    non_contact: false,
                    doubt: None,
                    op: patrol.origin.op.clone(),
                    day: patrol.day,
                    worker: patrol.worker.clone(),
                    capacity: *capacity,
                    recorded: patrol.at.day(),
                    extra: u32::try_from(days.len() - needed).unwrap_or(u32::MAX),
                });
        let heard_through = if own {
            None
        } else {
            let heard = grids
                .iter()
                .filter_map(|grid| self.book().heard_through(grid, role, self.own()));
            heard.max()
        };
        let status = match (done, end) {
            (Some(done), _) => Status::Done(done),
            _ if !own && heard_through.is_none_or(|through| through < period.first) => {
                Status::Unknown
            }
            (None, Some((day, reason))) if *day <= self.day() => Status::Ended {
                day: *day,
                reason: reason.clone(),
            },
            _ => Status::NotDone,
        };
        PlaceDuty {
            obligation: Arc::clone(obligation),
            role,
            area: obligation.target_area().unwrap_or(Area::Village),
            place: place.to_owned(),
            grids: grids.to_vec(),
            period,
            from,
            due: end.map_or(period.last, |(day, _)| day.plus_days(-1)),
            own,
            status,
            heard_through,
        }
    }
}
