//! The planner against brute force, and what it promises besides.

// Small numbers of small cases.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss
)]

use std::collections::{BTreeMap, HashMap};

use tanfang_domain::plan::{
    Area, Home, Input, Need, Plan, PlanError, Point, Task, Told, WhyNot, Worker,
    earliest_due_first, one_trip_a_task, plan,
};
use tanfang_values::Day;

/// Draws numbers, the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, count: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % count
    }

    fn pick(&mut self, count: usize) -> usize {
        self.below(count as u64) as usize
    }

    fn days(&mut self, first: Day, count: i64, one_in: u64) -> Vec<Day> {
        (0..count)
            .filter(|_| self.below(one_in) == 0)
            .map(|day| first.plus_days(day))
            .collect()
    }
}

fn start() -> Day {
    Day::from_ymd(2026, 3, 2).unwrap()
}

/// A case of up to 8 duties, 31 days and 3 workers, with closed days and full days.
fn small_case(dice: &mut Dice, longest: u64) -> Input {
    let first = start();
    let days = 1 + dice.below(longest) as i64;
    let mut input = Input::new(first, first.plus_days(days - 1));
    let workers = 1 + dice.pick(3);
    for _ in 0..workers {
        let away = dice.days(first, days, 3);
        input.workers.push(Worker {
            free: (0..days)
                .map(|day| first.plus_days(day))
                .filter(|day| !away.contains(day))
                .collect(),
            capacity: [1, 1, 2, 3, 0][dice.pick(5)],
        });
    }
    let homes = 1 + dice.pick(8);
    for home in 0..homes {
        let one_in = 1 + dice.below(6);
        input.homes.push(Home {
            group: dice.below(3) as u32,
            order: home as u32,
            closed: if one_in == 1 {
                Vec::new()
            } else {
                dice.days(first, days, one_in)
            },
            ..Home::default()
        });
    }
    let close = dice.below(3) == 0;
    for _ in 0..=dice.pick(8) {
        let from = dice.below(days as u64) as i64;
        let long = if close { 3 } else { days as u64 };
        let to = (from + dice.below(long) as i64).min(days - 1);
        let mut allowed: Vec<usize> = (0..workers).filter(|_| dice.below(2) == 0).collect();
        if allowed.is_empty() && dice.below(10) > 0 {
            allowed.push(dice.pick(workers));
        }
        input.tasks.push(Task {
            home: dice.pick(homes),
            first: first.plus_days(from),
            last: first.plus_days(to),
            need: if dice.below(8) == 0 {
                Need::Phone
            } else {
                Need::AtHome
            },
            workers: allowed,
            urgent: dice.below(6) == 0,
            repeats: [1, 1, 1, 1, 2, 3][dice.pick(6)],
            prefer: Vec::new(),
        });
    }
    input
}

/// Urgent days open, days open, trips: the least first.
type Score = (u32, u32, u32);

/// What may be done on a day, straight from the input.
fn may(input: &Input, task: &Task, worker: usize, day: Day) -> bool {
    task.need == Need::AtHome
        && task.workers.contains(&worker)
        && task.first <= day
        && day <= task.last
        && input.workers[worker].free.contains(&day)
        && !input.homes[task.home].closed.contains(&day)
}

/// Tries every set of homes for every worker on every day; only remembers what
/// is left to do, so that it ends.
fn brute_force(input: &Input) -> Score {
    let mut states: HashMap<Vec<u32>, Score> = HashMap::new();
    let left = input.tasks.iter().map(|task| {
        if task.need == Need::AtHome {
            task.repeats
        } else {
            0
        }
    });
    states.insert(left.collect(), (0, 0, 0));
    let mut day = input.first;
    while day <= input.last {
        // What is left, and what was done today already.
        let mut now: HashMap<(Vec<u32>, u32), Score> = HashMap::new();
        for (left, score) in states {
            now.insert((left, 0), score);
        }
        for (worker, who) in input.workers.iter().enumerate() {
            let mut next = now.clone();
            for ((left, today), score) in now {
                let homes: Vec<usize> = (0..input.homes.len())
                    .filter(|home| {
                        input.tasks.iter().enumerate().any(|(number, task)| {
                            task.home == *home
                                && left[number] > 0
                                && today & (1 << number) == 0
                                && may(input, task, worker, day)
                        })
                    })
                    .collect();
                for set in 1u32..1 << homes.len() {
                    if set.count_ones() > who.capacity {
                        continue;
                    }
                    let (mut left, mut today) = (left.clone(), today);
                    for (bit, home) in homes.iter().enumerate() {
                        if set & (1 << bit) == 0 {
                            continue;
                        }
                        for (number, task) in input.tasks.iter().enumerate() {
                            if task.home == *home
                                && left[number] > 0
                                && today & (1 << number) == 0
                                && may(input, task, worker, day)
                            {
                                left[number] -= 1;
                                today |= 1 << number;
                            }
                        }
                    }
                    let score = (score.0, score.1, score.2 + set.count_ones());
                    let best = next.entry((left, today)).or_insert(score);
                    *best = (*best).min(score);
                }
            }
            now = next;
        }
        states = HashMap::new();
        for ((left, _), score) in now {
            let best = states.entry(left).or_insert(score);
            *best = (*best).min(score);
        }
        day = day.plus_days(1);
    }
    states
        .into_iter()
        .map(|(left, score)| {
            let open = |urgent: bool| -> u32 {
                let tasks = input.tasks.iter().zip(&left);
                tasks
                    .filter(|(task, _)| task.urgent || !urgent)
                    .map(|(_, left)| left)
                    .sum()
            };
            (score.0 + open(true), score.1 + open(false), score.2)
        })
        .min()
        .unwrap()
}

/// Tries every set of trips there is.
fn every_set(input: &Input) -> Option<Score> {
    let mut cells = Vec::new();
    let mut day = input.first;
    while day <= input.last {
        for worker in 0..input.workers.len() {
            for home in 0..input.homes.len() {
                let mut tasks = input.tasks.iter();
                if tasks.any(|task| task.home == home && may(input, task, worker, day)) {
                    cells.push((worker, day, home));
                }
            }
        }
        day = day.plus_days(1);
    }
    if cells.len() > 13 {
        return None;
    }
    let sets = (0u32..1 << cells.len()).filter_map(|set| {
        let trips: Vec<(usize, Day, usize)> = cells
            .iter()
            .enumerate()
            .filter(|(bit, _)| set & (1 << bit) != 0)
            .map(|(_, cell)| *cell)
            .collect();
        let room = trips.iter().all(|(worker, day, _)| {
            let same = trips.iter().filter(|(w, d, _)| (w, d) == (worker, day));
            same.count() <= input.workers[*worker].capacity as usize
        });
        let (mut urgent, mut missing) = (0, 0);
        for task in input.tasks.iter().filter(|task| task.need == Need::AtHome) {
            let mut days: Vec<Day> = trips
                .iter()
                .filter(|(worker, day, home)| *home == task.home && may(input, task, *worker, *day))
                .map(|(_, day, _)| *day)
                .collect();
            days.sort_unstable();
            days.dedup();
            let left = task.repeats.saturating_sub(days.len() as u32);
            missing += left;
            urgent += if task.urgent { left } else { 0 };
        }
        room.then_some((urgent, missing, trips.len() as u32))
    });
    sets.min()
}

fn score(input: &Input, plan: &Plan) -> Score {
    let open = |urgent: bool| {
        plan.uncovered
            .iter()
            .filter(|open| {
                let task = &input.tasks[open.task];
                task.need == Need::AtHome && (task.urgent || !urgent)
            })
            .map(|open| open.missing)
            .sum()
    };
    (open(true), open(false), plan.trips.len() as u32)
}

/// Checks that a plan keeps to its input, trip by trip.
fn assert_sound(input: &Input, plan: &Plan) {
    let mut done: BTreeMap<usize, Vec<Day>> = BTreeMap::new();
    let mut load: BTreeMap<(usize, Day), u32> = BTreeMap::new();
    let mut cells = Vec::new();
    for trip in plan.trips.iter().chain(&plan.calls) {
        assert!(input.workers[trip.worker].free.contains(&trip.day));
        assert!(!trip.closes.is_empty());
        assert!((input.first..=input.last).contains(&trip.day));
        if trip.need == Need::AtHome {
            assert!(!input.homes[trip.home].closed.contains(&trip.day));
            *load.entry((trip.worker, trip.day)).or_default() += 1;
            let cell = (trip.worker, trip.day, trip.home);
            assert!(!cells.contains(&cell));
            cells.push(cell);
        }
        let mut urgent = false;
        for number in &trip.closes {
            let task = &input.tasks[*number];
            urgent |= task.urgent;
            assert_eq!(task.home, trip.home);
            assert!(task.workers.contains(&trip.worker));
            assert!(task.first <= trip.day && trip.day <= task.last);
            assert!(trip.need == Need::AtHome || task.need != Need::AtHome);
            assert!(trip.need != Need::AtHome || task.need != Need::Call);
            let days = done.entry(*number).or_default();
            assert!(!days.contains(&trip.day), "twice on one day");
            days.push(trip.day);
        }
        assert_eq!(trip.urgent, urgent);
    }
    for ((worker, _), load) in load {
        assert!(
            load <= input.workers[worker].capacity,
            "{input:#?}\n{plan:#?}"
        );
    }
    for (number, task) in input.tasks.iter().enumerate() {
        let days = done.get(&number).map_or(0, Vec::len) as u32;
        let open = plan.uncovered.iter().find(|open| open.task == number);
        let missing = open.map_or(0, |open| open.missing);
        if plan.waiting.contains(&number) {
            assert!(task.last > input.last && missing == 0);
        } else {
            assert_eq!(days + missing, task.repeats.max(1), "task {number}");
        }
    }
}

#[test]
fn trips_are_the_fewest_in_ten_thousand_small_cases() {
    let mut dice = Dice(0x7461_6e66_616e_6701);
    let (mut each, mut earliest, mut earliest_open, mut full) = (0, 0, 0, 0);
    let cases = 10_000;
    for case in 0..cases {
        let input = small_case(&mut dice, 31);
        let best = brute_force(&input);
        let plan = plan(&input).unwrap();
        assert_sound(&input, &plan);
        assert_eq!(
            score(&input, &plan),
            best,
            "case {case}: {input:#?}\n{plan:#?}"
        );
        assert!(plan.figures.proven, "case {case}");
        assert_eq!(plan.figures.trips, plan.trips.len());
        assert_eq!(plan.figures.missing, u64::from(best.1));
        assert!(plan.figures.least_missing <= plan.figures.missing);
        if plan.figures.least_missing < plan.figures.missing {
            full += 1;
        } else {
            assert!(plan.figures.least_trips <= plan.figures.trips as u64);
        }
        if one_trip_a_task(&input, &plan) > u64::from(best.2) {
            each += 1;
        }
        let naive = earliest_due_first(&input).unwrap();
        assert!(
            naive.missing >= u64::from(best.1)
                || best.0 > 0
                || input.tasks.iter().any(|task| task.urgent)
        );
        if naive.missing > u64::from(best.1) {
            earliest_open += 1;
        } else if naive.trips > u64::from(best.2) {
            earliest += 1;
        }
    }
    println!("plan: {cases} random cases, every one as brute force finds it");
    println!("  in {full} of them days were full, and something had to stay open");
    println!("  one trip a duty takes more trips in {each}");
    println!(
        "  earliest due first takes more trips in {earliest}, and leaves more open in {earliest_open}"
    );
    assert!(each > 0 && earliest > 0 && earliest_open > 0 && full > 0);
}

#[test]
fn brute_force_is_right_where_every_set_can_be_tried() {
    let mut dice = Dice(0x7461_6e66_616e_6702);
    let mut tried = 0;
    while tried < 400 {
        let input = small_case(&mut dice, 5);
        if let Some(best) = every_set(&input) {
            assert_eq!(brute_force(&input), best, "{input:#?}");
            tried += 1;
        }
    }
}

fn free(first: Day, days: i64) -> Vec<Day> {
    (0..days).map(|day| first.plus_days(day)).collect()
}

fn task(home: usize, from: i64, to: i64) -> Task {
    Task {
        home,
        first: start().plus_days(from),
        last: start().plus_days(to),
        need: Need::AtHome,
        workers: vec![0],
        urgent: false,
        repeats: 1,
        prefer: Vec::new(),
    }
}

/// A month of so many homes, one worker.
fn month(homes: usize, capacity: u32) -> Input {
    let mut input = Input::new(start(), start().plus_days(29));
    input.workers.push(Worker {
        free: free(start(), 30),
        capacity,
    });
    for home in 0..homes {
        input.homes.push(Home {
            group: (home / 10) as u32,
            order: home as u32,
            ..Home::default()
        });
        input.tasks.push(task(home, 0, 29));
    }
    input
}

#[test]
fn one_trip_closes_all_it_may_and_says_which() {
    let mut input = month(1, 5);
    input.tasks.push(task(0, 10, 12));
    input.tasks.push(Task {
        need: Need::Phone,
        ..task(0, 11, 20)
    });
    input.tasks.push(task(0, 12, 60));
    let plan = plan(&input).unwrap();
    assert_eq!(plan.trips.len(), 1);
    assert!(plan.calls.is_empty() && plan.uncovered.is_empty());
    let trip = &plan.trips[0];
    let closes = |number: usize| trip.closes.contains(&number);
    assert!(closes(0) && closes(1));
    // The call is saved wherever the trip falls into its days; else there is one.
    assert_eq!(closes(2), trip.day >= start().plus_days(11));
    assert_eq!(plan.waiting.contains(&3), !closes(3));
}

#[test]
fn what_can_wait_past_the_horizon_asks_for_no_trip() {
    let mut input = month(0, 5);
    input.homes.push(Home::default());
    input.tasks.push(task(0, 0, 30));
    let plan = plan(&input).unwrap();
    assert!(plan.trips.is_empty() && plan.uncovered.is_empty());
    assert_eq!(plan.waiting, [0]);
}

#[test]
fn what_cannot_be_done_says_why() {
    let mut input = month(0, 1);
    let all = free(start(), 30);
    input.homes = vec![
        Home::default(),
        Home {
            closed: all.clone(),
            ..Home::default()
        },
        Home::default(),
        Home::default(),
    ];
    input.workers.push(Worker {
        free: vec![start().plus_days(20)],
        capacity: 1,
    });
    input.tasks = vec![
        task(0, -9, -1),
        Task {
            workers: Vec::new(),
            ..task(0, 0, 9)
        },
        Task {
            workers: vec![1],
            ..task(0, 0, 9)
        },
        task(1, 0, 9),
        Task {
            repeats: 3,
            ..task(2, 0, 1)
        },
        task(3, 1, 1),
        Task {
            urgent: true,
            ..task(0, 1, 1)
        },
    ];
    let plan = plan(&input).unwrap();
    let why: Vec<(usize, WhyNot)> = plan
        .uncovered
        .iter()
        .map(|open| (open.task, open.why))
        .collect();
    assert_eq!(
        why,
        [
            (0, WhyNot::Past),
            (1, WhyNot::NoWorker),
            (2, WhyNot::NoFreeDay),
            (3, WhyNot::NoOpenDay),
            (4, WhyNot::Capacity),
            (5, WhyNot::Capacity),
        ]
    );
    assert_eq!(plan.uncovered[4].missing, 2);
    assert!(plan.figures.proven);
    // With a day of its own more, only the days themselves are too few.
    input.tasks.truncate(5);
    let plan = tanfang_domain::plan::plan(&input).unwrap();
    assert_eq!(plan.uncovered[4].why, WhyNot::TooFewDays);
    assert_eq!(plan.uncovered[4].missing, 1);
}

#[test]
fn days_are_level_and_neighbours_fall_on_the_same_day() {
    let input = month(60, 10);
    let plan = plan(&input).unwrap();
    let mut days: BTreeMap<Day, Vec<u32>> = BTreeMap::new();
    for trip in &plan.trips {
        days.entry(trip.day)
            .or_default()
            .push(input.homes[trip.home].group);
    }
    assert_eq!(plan.trips.len(), 60);
    assert_eq!(days.len(), 30);
    assert!(days.values().all(|groups| groups.len() == 2));
    let apart = days.values().filter(|groups| groups[0] != groups[1]);
    assert_eq!(apart.count(), 0, "{days:?}");
}

#[test]
fn urgent_is_first_and_early_and_busy_days_are_left_alone() {
    let mut input = month(20, 3);
    input.tasks[7].urgent = true;
    let market = |day: &i64| day % 5 == 0;
    input.areas.push(Area {
        costs: (0..30)
            .filter(market)
            .map(|day| (start().plus_days(day), 5))
            .collect(),
    });
    let plan = plan(&input).unwrap();
    assert_eq!(plan.trips[0].home, 7);
    assert!(plan.trips[0].urgent);
    assert_eq!(plan.trips[0].day, start());
    for trip in &plan.trips[1..] {
        assert!(!market(&start().days_until(trip.day)), "{trip:?}");
    }
}

#[test]
fn what_is_urgent_and_can_be_said_by_phone_does_not_wait_for_a_trip() {
    let mut input = month(1, 3);
    input.tasks[0] = task(0, 5, 9);
    input.tasks.push(Task {
        need: Need::Phone,
        urgent: true,
        ..task(0, 1, 20)
    });
    let plan = plan(&input).unwrap();
    assert_eq!(plan.calls.len(), 1);
    assert_eq!(plan.calls[0].day, start().plus_days(1));
    assert_eq!(plan.calls[0].closes, [1]);
}

#[test]
fn a_call_that_is_asked_for_beside_a_visit_is_not_saved_by_it() {
    let mut input = month(1, 3);
    input.tasks.push(Task {
        need: Need::Call,
        ..task(0, 0, 29)
    });
    let plan = plan(&input).unwrap();
    assert_eq!((plan.trips.len(), plan.calls.len()), (1, 1));
    assert_eq!(plan.calls[0].closes, [1]);
}

#[test]
fn a_preferred_day_is_kept_and_a_worker_without_trips_still_calls() {
    let mut input = month(1, 3);
    let wish = start().plus_days(17);
    input.tasks[0].prefer = vec![wish];
    input.workers.push(Worker {
        free: free(start(), 30),
        capacity: 0,
    });
    input.tasks.push(Task {
        need: Need::Phone,
        workers: vec![1],
        repeats: 2,
        ..task(0, 3, 6)
    });
    let plan = plan(&input).unwrap();
    assert_eq!(plan.trips[0].day, wish);
    assert_eq!(plan.calls.len(), 2);
    assert_ne!(plan.calls[0].day, plan.calls[1].day);
}

#[test]
fn a_replan_keeps_what_the_worker_was_told() {
    let mut dice = Dice(0x7461_6e66_616e_6703);
    let mut input = month(120, 8);
    for home in 0..120 {
        for week in 0..4 {
            if dice.below(3) == 0 {
                input.tasks.push(task(home, week * 7, week * 7 + 6));
            }
        }
    }
    let before = plan(&input).unwrap();
    assert_eq!(
        before,
        plan(&input).unwrap(),
        "the same input, the same plan"
    );
    let told = |plan: &Plan| -> Vec<Told> {
        let trips = plan.trips.iter();
        trips
            .map(|trip| Told {
                home: trip.home,
                worker: trip.worker,
                day: trip.day,
            })
            .collect()
    };
    // The first trip is made; the rest is planned again from the next day.
    let mut after = input.clone();
    after.told = told(&before);
    let made = &before.trips[0];
    let mut number = 0;
    after.tasks.retain(|_| {
        number += 1;
        !made.closes.contains(&(number - 1))
    });
    let again = plan(&after).unwrap();
    assert_sound(&after, &again);
    let mut kept = told(&before);
    kept.retain(|trip| (trip.home, trip.day) != (made.home, made.day));
    kept.sort_unstable();
    let mut now = told(&again);
    now.sort_unstable();
    assert_eq!(now, kept);
}

#[test]
fn homes_move_aside_in_chains() {
    // Home k can go on days k and k+1; the last one only on the first day.
    let mut input = month(0, 1);
    let homes = 24;
    for home in 0..homes {
        input.homes.push(Home {
            order: home as u32,
            ..Home::default()
        });
        input.tasks.push(task(home, home as i64, home as i64 + 1));
    }
    input.homes.push(Home {
        order: 99,
        ..Home::default()
    });
    input.tasks.push(task(homes, 0, 0));
    let plan = plan(&input).unwrap();
    assert_eq!(plan.uncovered, []);
    assert_eq!(plan.trips.len(), homes + 1);
    assert!(plan.figures.proven);
}

#[test]
fn a_short_way_within_a_group() {
    let mut input = month(6, 10);
    for (home, lon) in [0, 50, 10, 40, 20, 30].into_iter().enumerate() {
        input.homes[home].at = Some(Point {
            lat: 43_000_000,
            lon: 126_000_000 + lon * 1_000,
        });
        input.tasks[home] = task(home, 3, 3);
    }
    let way: Vec<usize> = plan(&input)
        .unwrap()
        .trips
        .iter()
        .map(|trip| trip.home)
        .collect();
    assert_eq!(way, [0, 2, 4, 5, 3, 1]);
}

#[test]
fn an_input_that_contradicts_itself_is_refused() {
    let mut input = month(1, 1);
    input.tasks[0].home = 9;
    assert_eq!(plan(&input), Err(PlanError::NoHome { task: 0, home: 9 }));
    let mut input = month(1, 1);
    input.tasks[0].workers = vec![0, 7];
    assert_eq!(
        plan(&input),
        Err(PlanError::NoWorker { task: 0, worker: 7 })
    );
    let backward = Input::new(start(), start().plus_days(-1));
    assert!(matches!(plan(&backward), Err(PlanError::Horizon { .. })));
    let endless = Input::new(start(), start().plus_days(1_000));
    assert!(matches!(
        earliest_due_first(&endless),
        Err(PlanError::Horizon { .. })
    ));
}

#[test]
fn two_homes_with_one_day_between_them() {
    let mut input = month(0, 1);
    input.last = start().plus_days(5);
    input.workers[0].free = [0, 1, 4, 5].map(|day| start().plus_days(day)).to_vec();
    for order in 0..2 {
        input.homes.push(Home {
            order,
            ..Home::default()
        });
    }
    input.homes[0].closed = vec![start()];
    input.tasks = vec![task(0, 0, 2), task(0, 2, 4), task(1, 1, 1)];
    let plan = plan(&input).unwrap();
    assert_sound(&input, &plan);
    assert_eq!(plan.figures.missing, 1);
}
