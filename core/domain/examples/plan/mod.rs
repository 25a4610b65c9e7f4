//! Times the planner for a worker and for a township, beside going without a plan.

use std::time::Instant;
use tanfang_domain::plan::{
    Home, Input, Need, Plan, Task, Told, Worker, earliest_due_first, one_trip_a_task, plan,
};
use tanfang_values::Day;

/// A month of a township: villages of 100 homes, each with a 网格员 and two of
/// the village committee; an officer of the township for every ten villages.
fn month(homes: usize, first: Day, capacity: u32) -> Input {
    let mut input = Input::new(first, first.plus_days(27));
    // Five days a week.
    let free: Vec<Day> = (0..28)
        .filter(|day| day % 7 < 5)
        .map(|day| first.plus_days(day))
        .collect();
    let villages = homes.div_ceil(100).max(1);
    for _ in 0..villages * 3 + villages.div_ceil(10) {
        input.workers.push(Worker {
            free: free.clone(),
            capacity,
        });
    }
    for home in 0..homes {
        let village = home / 100;
        let group = u32::try_from(home / 20).unwrap_or(u32::MAX);
        input.homes.push(Home {
            group,
            order: u32::try_from(home).unwrap_or(u32::MAX),
            // Every seventh home is away for a week.
            closed: if home % 7 == 0 {
                (0..7).map(|day| first.plus_days(day + 7)).collect()
            } else {
                Vec::new()
            },
            ..Home::default()
        });
        let (grid, committee) = (village * 3, vec![village * 3 + 1, village * 3 + 2]);
        let officer = villages * 3 + village / 10;
        let mut task = |workers: Vec<usize>, from: i64, to: i64, need: Need| {
            input.tasks.push(Task {
                home,
                first: first.plus_days(from),
                last: first.plus_days(to),
                need,
                workers,
                urgent: home % 97 == 0,
                repeats: 1,
                prefer: Vec::new(),
            });
        };
        // One in six is 特困: weekly by the village, monthly by the township.
        if home % 6 == 0 {
            for week in 0..4 {
                let mut village = committee.clone();
                village.push(grid);
                task(village, week * 7, week * 7 + 6, Need::AtHome);
            }
            task(vec![officer], 0, 27, Need::AtHome);
        }
        // Every home once by the 网格员, by visit or call; some until the middle of the month.
        task(vec![grid], 0, 27, Need::Phone);
        if home % 3 == 0 {
            task(vec![grid], 0, 14, Need::AtHome);
            task(committee, 7, 27, Need::AtHome);
        }
    }
    input
}

fn told(plan: &Plan) -> Vec<Told> {
    plan.trips
        .iter()
        .map(|trip| Told {
            home: trip.home,
            worker: trip.worker,
            day: trip.day,
        })
        .collect()
}

/// The median time of some runs, in milliseconds.
fn time(runs: usize, mut what: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..runs)
        .map(|_| {
            let begin = Instant::now();
            what();
            begin.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn measure(name: &str, input: &Input, runs: usize, bar: &str) {
    let made = plan(input).expect("a plan");
    let planning = time(runs, || {
        std::hint::black_box(plan(input).expect("a plan"));
    });
    let mut after = input.clone();
    after.told = told(&made);
    if let Some(trip) = made.trips.first() {
        let mut number = 0;
        after.tasks.retain(|_| {
            number += 1;
            !trip.closes.contains(&(number - 1))
        });
        after
            .told
            .retain(|told| (told.home, told.day) != (trip.home, trip.day));
    }
    let again = time(runs, || {
        std::hint::black_box(plan(&after).expect("a plan"));
    });
    let replanned = plan(&after).expect("a plan");
    let kept = told(&replanned);
    let same = kept.iter().filter(|trip| after.told.contains(trip)).count();
    let figures = made.figures;
    let naive = earliest_due_first(input).expect("a plan");
    println!(
        "{name}: {} homes, {} tasks",
        input.homes.len(),
        input.tasks.len()
    );
    println!("  planned in {planning:.1} ms, again after one visit in {again:.1} ms (bar: {bar})");
    println!(
        "  {} trips and {} calls; the homes by themselves need {}; left open {} (bound {}); proven best: {}",
        figures.trips,
        made.calls.len(),
        figures.least_trips,
        figures.missing,
        figures.least_missing,
        if figures.proven { "yes" } else { "no" }
    );
    println!(
        "  without a plan: one trip a duty {} trips; earliest due first {} trips, left open {}",
        one_trip_a_task(input, &made),
        naive.trips,
        naive.missing
    );
    println!(
        "  of {} trips told before, {same} stay as they were",
        after.told.len()
    );
}

/// Prints the figures of the planner.
pub(crate) fn report(first: Day) {
    let team = month(500, first, 30);
    measure("trips of five villages", &team, 15, "20 ms again");
    let full = month(500, first, 2);
    measure("the same with 2 trips a day each", &full, 5, "none");
    let township = month(10_000, first, 30);
    measure("trips of a township, a month", &township, 5, "1 s");
}
