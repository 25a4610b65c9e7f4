//! How people go without a plan, to compare with.

use super::input::{Input, Need, PlanError};
use super::outcome::{Naive, Plan};
use super::part::{Frame, When};

/// Counts the trips if each task a plan closes on a trip had a trip of its own.
pub fn one_trip_a_task(input: &Input, plan: &Plan) -> u64 {
    plan.trips
        .iter()
        .flat_map(|trip| &trip.closes)
        .filter_map(|task| input.tasks.get(*task))
        .filter(|task| task.need == Need::AtHome && task.last <= input.last)
        .count() as u64
}

/// Goes each day to the homes whose task is due earliest, as many as there is
/// room for, and closes there what can be closed.
///
/// # Errors
///
/// Input that contradicts itself.
pub fn earliest_due_first(input: &Input) -> Result<Naive, PlanError> {
    input.check()?;
    let frame = Frame::new(input);
    let mut left: Vec<u32> = Vec::new();
    let mut due: Vec<(usize, usize)> = Vec::new();
    for (number, task) in input.tasks.iter().enumerate() {
        let within = matches!(frame.when(number), When::Within(..) if task.need == Need::AtHome);
        left.push(if within { task.repeats.max(1) } else { 0 });
        if let (true, When::Within(_, last)) = (within, frame.when(number)) {
            due.push((last, number));
        }
    }
    due.sort_unstable();
    let mut naive = Naive::default();
    let mut on: Vec<Option<usize>> = vec![None; input.tasks.len()];
    for day in 0..frame.days {
        for (worker, who) in input.workers.iter().enumerate() {
            if !frame.is_free(Need::AtHome, worker, day) {
                continue;
            }
            let can = |number: usize, left: &[u32], on: &[Option<usize>]| {
                input.tasks.get(number).is_some_and(|task| {
                    task.workers.contains(&worker)
                        && left.get(number).is_some_and(|left| *left > 0)
                        && on.get(number).is_some_and(|on| *on != Some(day))
                        && frame.is_open(task.home, day)
                        && matches!(frame.when(number), When::Within(first, last)
                            if first <= day && day <= last)
                })
            };
            let mut homes: Vec<usize> = Vec::new();
            for (_, number) in &due {
                let Some(task) = input.tasks.get(*number) else {
                    continue;
                };
                if homes.len() < who.capacity as usize
                    && !homes.contains(&task.home)
                    && can(*number, &left, &on)
                {
                    homes.push(task.home);
                }
            }
            for home in homes {
                naive.trips += 1;
                for number in frame.tasks.get(home).into_iter().flatten() {
                    if can(*number, &left, &on) {
                        if let Some(left) = left.get_mut(*number) {
                            *left -= 1;
                        }
                        if let Some(on) = on.get_mut(*number) {
                            *on = Some(day);
                        }
                    }
                }
            }
        }
    }
    naive.missing = left.iter().map(|left| u64::from(*left)).sum();
    Ok(naive)
}
