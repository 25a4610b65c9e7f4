//! Duties as tasks of the planner. 2026-11-16 is a Monday.

use crate::kit::*;
use tanfang_domain::event::PauseWhy;
use tanfang_domain::people::Household;
use tanfang_domain::plan::{Home, Input, Need, Plan, Task, Worker, plan};
use tanfang_domain::schedule::outing::{Errand, errands};
use tanfang_domain::schedule::{DutyState, Missing, Schedule, Status};
use tanfang_values::Day;

/// The own duties of a grid member in the rest of November.
fn own(homes: &[Household]) -> Vec<DutyState> {
    let (visits, attempts) = ([], []);
    let book = tanfang_domain::schedule::Book::new(&visits, &attempts);
    let viewer = grid_member();
    let schedule = Schedule::new(work(), &book, &viewer, day("2026-11-16"));
    let mut duties = schedule
        .between(homes, day("2026-11-16"), day("2026-11-30"))
        .duties;
    duties.retain(|duty| duty.own);
    duties
}

/// Plans two weeks of homes, with the duties that each task is of.
fn two_weeks<'d>(homes: &[Household], duties: &'d [DutyState]) -> (Plan, Vec<&'d DutyState>) {
    let first = day("2026-11-16");
    let mut input = Input::new(first, first.plus_days(13));
    input.workers.push(Worker {
        free: (0..14).map(|ahead| first.plus_days(ahead)).collect(),
        capacity: 8,
    });
    input.homes.resize(homes.len(), Home::default());
    let mut of_task = Vec::new();
    for duty in duties {
        let home = homes.iter().position(|home| home.id == duty.household);
        for errand in errands(duty, first) {
            input.tasks.push(Task {
                workers: vec![0],
                ..errand.task(home.unwrap())
            });
            of_task.push(duty);
        }
    }
    (plan(&input).unwrap(), of_task)
}

#[test]
fn two_brothers_of_one_home_are_one_trip_a_week_that_closes_the_duties_of_both() {
    let homes = [zhao(), brothers()];
    let duties = own(&homes);
    let (plan, of_task) = two_weeks(&homes, &duties);
    for home in 0..2 {
        let trips = plan.trips.iter().filter(|trip| trip.home == home);
        assert_eq!(trips.count(), 2, "one a week");
    }
    let brothers = plan.trips.iter().find(|trip| trip.home == 1).unwrap();
    let about = |person: &str| {
        let closed = brothers.closes.iter().map(|task| of_task[*task]);
        let mut about = closed.filter(|duty| duty.duty.about == on(person));
        about.any(|duty| duty.is_open_on(brothers.day))
    };
    assert!(about("p2") && about("p3"));
    assert!(plan.figures.proven && plan.uncovered.is_empty());
}

#[test]
fn a_duty_asks_only_for_what_it_still_takes() {
    let today = day("2026-11-18");
    let duties = own(&[zhao()]);
    let weekly = duties.iter().find(|duty| duty.duty.obligation == "V02");
    let weekly = weekly.unwrap();
    let of = |change: &dyn Fn(&mut DutyState)| {
        let mut duty = weekly.clone();
        change(&mut duty);
        let errands = errands(&duty, today);
        let short = |errand: &Errand| (errand.need, errand.first, errand.repeats);
        errands.iter().map(short).collect::<Vec<(Need, Day, u32)>>()
    };
    assert_eq!(of(&|_| {}), [(Need::AtHome, today, 1)]);
    assert_eq!(of(&|duty| duty.status = Status::Unknown), []);
    let until = day("2026-11-19");
    let paused = of(&|duty| {
        duty.status = Status::Paused {
            until,
            why: PauseWhy::Hospital,
        };
    });
    assert_eq!(paused, [(Need::AtHome, day("2026-11-20"), 1)]);
    let twice = of(&|duty| duty.why.missing.push(Missing::MoreVisits(2)));
    assert_eq!(twice, [(Need::AtHome, today, 2)]);
    // A visit and a call, and only the call is missing.
    let call = of(&|duty| {
        let mut both = (*duty.obligation).clone();
        both.modes_all = true;
        duty.obligation = both.into();
        duty.why.missing = vec![Missing::NoCall];
    });
    assert_eq!(call, [(Need::Call, today, 1)]);
}
