//! Which deadlines somebody owes, and whether they were kept.

use std::sync::Arc;
use tanfang_policy::dict::About;
use tanfang_policy::eval::eval_bool;
use tanfang_policy::world::{Subject as Place, World};
use tanfang_values::{Calendar, Day, Period, PeriodKind};

use super::Schedule;
use super::audience::{Worlds, running, spans_of};
use super::deadline::{Deadline, DeadlineState, Due, DueDay, Handed};
use super::judge::triggered;
use super::obligation::Target;
use super::period::periods;
use super::record::PlaceEvent;
use crate::event::Subject;
use crate::people::{Household, Person};
use crate::role::Role;

impl Schedule<'_> {
    /// Returns the deadlines that the viewer owes in the periods that hold today.
    ///
    /// An event of any part of the place puts its deadlines in force: a report
    /// is the township's.
    pub fn deadlines(&self, calendar: &Calendar) -> Vec<DeadlineState> {
        self.deadlines_between([], self.day(), self.day(), calendar)
    }

    /// Returns the deadlines that the viewer owes in `first..=last`: by period,
    /// once in a campaign, and for each subject or place for which a clock runs.
    pub fn deadlines_between<'h>(
        &self,
        homes: impl IntoIterator<Item = &'h Household>,
        first: Day,
        last: Day,
        calendar: &Calendar,
    ) -> Vec<DeadlineState> {
        let homes: Vec<&Household> = homes.into_iter().collect();
        let mut states = Vec::new();
        for deadline in self.work().deadlines() {
            let roles: Vec<Role> = deadline
                .who
                .iter()
                .copied()
                .filter(|role| self.viewer.roles.contains(role))
                .collect();
            if roles.is_empty() || first > last {
                continue;
            }
            if let Some(kind) = deadline.every {
                for period in periods(kind, first, last, self.work().week_start()) {
                    if !self.is_on(deadline, self.day().clamp(period.first, period.last)) {
                        continue;
                    }
                    let due = deadline.due_in(period, calendar);
                    self.put(deadline, &roles, period, due.as_ref(), None, &mut states);
                }
            } else if let Some(campaign) = &deadline.once {
                let from = campaign.from.unwrap_or(Day::MIN);
                if from > last || campaign.last() < first {
                    continue;
                }
                let period = Period {
                    kind: PeriodKind::Day,
                    first: campaign.from.unwrap_or(campaign.last()),
                    last: campaign.last(),
                };
                let due = campaign.until.map(DueDay::on);
                self.put(deadline, &roles, period, due.as_ref(), None, &mut states);
            } else if deadline.on.is_some() {
                let before = states.len();
                match deadline.about {
                    Target::Area(_) => {
                        self.on_place(deadline, &roles, last, calendar, &mut states);
                    }
                    Target::Agreement | Target::Subject(_) => {
                        for home in &homes {
                            self.on_home(deadline, &roles, home, last, calendar, &mut states);
                        }
                    }
                }
                let mut at = 0;
                states.retain(|state| {
                    at += 1;
                    at <= before || state.period.last >= first
                });
            }
        }
        states
    }

    fn is_on(&self, deadline: &Deadline, day: Day) -> bool {
        let events: Vec<&PlaceEvent> = self.book().events().iter().collect();
        let mut world = World::new(day);
        world.events = running(&events, day);
        deadline.in_force(day)
            && deadline
                .rules()
                .all(|rule| eval_bool(&rule.expr, &world, Place::Household).surely_true())
    }

    /// Adds the clocks that an event of the place started: each time that the
    /// rule became true, not that it always was.
    fn on_place(
        &self,
        deadline: &Arc<Deadline>,
        roles: &[Role],
        last: Day,
        calendar: &Calendar,
        out: &mut Vec<DeadlineState>,
    ) {
        let events = self.book().events().iter();
        let mut days: Vec<Day> = events
            .flat_map(|event| [Some(event.from), event.to.map(|to| to.plus_days(1))])
            .flatten()
            .filter(|day| *day <= last)
            .collect();
        days.sort_unstable();
        days.dedup();
        for day in days {
            if self.is_on(deadline, day) && !self.is_on(deadline, day.plus_days(-1)) {
                let period = Period {
                    kind: PeriodKind::Day,
                    first: day,
                    last: Day::MAX,
                };
                let due = deadline.due_from(day, calendar);
                self.put(deadline, roles, period, due.as_ref(), None, out);
            }
        }
    }

    fn on_home(
        &self,
        deadline: &Arc<Deadline>,
        roles: &[Role],
        home: &Household,
        last: Day,
        calendar: &Calendar,
        out: &mut Vec<DeadlineState>,
    ) {
        let mut worlds = Worlds::new(self.work(), home, self.book().events());
        let persons: Vec<Option<&Person>> = match deadline.about {
            Target::Subject(About::Household) => vec![None],
            _ => home.persons.iter().map(Some).collect(),
        };
        let from = deadline.clause.from.min(last);
        for person in persons {
            let spans = spans_of(deadline.asks(), &mut worlds, person, from, last);
            for owed in triggered(&spans, None, None) {
                let subject = person.map_or_else(
                    || Subject::Household(home.id.clone()),
                    |person| Subject::Person(person.id.clone()),
                );
                let last = owed.end.as_ref().map_or(Day::MAX, |(day, _)| *day);
                let period = Period {
                    last,
                    ..owed.period
                };
                let due = deadline.due_from(owed.from, calendar);
                let about = Some((home, &subject));
                self.put(deadline, roles, period, due.as_ref(), about, out);
            }
        }
    }

    fn put(
        &self,
        deadline: &Arc<Deadline>,
        roles: &[Role],
        period: Period,
        due: Option<&DueDay>,
        about: Option<(&Household, &Subject)>,
        out: &mut Vec<DeadlineState>,
    ) {
        for role in roles {
            let subject = about.map(|(_, subject)| subject);
            let record = self
                .book()
                .handed(&deadline.id, *role, period.first, subject)
                .filter(|record| record.day <= self.day());
            out.push(DeadlineState {
                deadline: Arc::clone(deadline),
                role: *role,
                period,
                about: deadline.about(period),
                household: about.map(|(home, _)| home.id.clone()),
                subject: subject.cloned(),
                handed: record.map(|record| Handed {
                    day: record.day,
                    op: record.origin.op.clone(),
                    late: due.is_some_and(|due| due.day < record.day),
                }),
                due: due.cloned(),
            });
        }
    }
}

impl Deadline {
    /// Returns when it is due, where its clock began on a day; none is 未配置.
    fn due_from(&self, day: Day, calendar: &Calendar) -> Option<DueDay> {
        match self.due {
            Due::Within(clock) => Some(clock.ends(day, calendar)),
            _ => None,
        }
    }
}
