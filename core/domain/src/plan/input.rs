//! What is to be planned: tasks at homes, and the workers who may go.

use tanfang_values::Day;
use thiserror::Error;

/// Holds all a plan is made from; indices point into the lists given here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// First day of the horizon: today, as a rule.
    pub first: Day,
    /// Last day of the horizon; at most [`super::LONGEST`] days from the first.
    pub last: Day,
    /// What is to be done.
    pub tasks: Vec<Task>,
    /// Where.
    pub homes: Vec<Home>,
    /// By whom.
    pub workers: Vec<Worker>,
    /// Days of a village on which people are not at home, as costs.
    pub areas: Vec<Area>,
    /// Trips that workers were told of before; kept where they are still good.
    pub told: Vec<Told>,
}

/// Holds one thing to be done at one home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// The home, by its place in [`Input::homes`].
    pub home: usize,
    /// First day on which it may be done.
    pub first: Day,
    /// Last day on which it may be done; a task that may still be done after the
    /// horizon asks for no trip in it.
    pub last: Day,
    /// What it takes.
    pub need: Need,
    /// Who may do it, by place in [`Input::workers`].
    pub workers: Vec<usize>,
    /// Whether it goes before everything that is not.
    pub urgent: bool,
    /// On how many different days it is still to be done; 0 counts as 1.
    pub repeats: u32,
    /// Days that would be best; empty for no wish.
    pub prefer: Vec<Day>,
}

/// Says what a task takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Need {
    /// Going there.
    AtHome,
    /// A call is enough; a trip that is made anyway closes it too.
    Phone,
    /// A call, and no trip in its place.
    Call,
}

/// Holds where a home lies and when nobody is there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Home {
    /// The village, by its place in [`Input::areas`]; a village not listed has no costs.
    pub area: usize,
    /// Its 组, as a number in the order in which one walks them.
    pub group: u32,
    /// Its place within the 组, such as the order of house numbers.
    pub order: u32,
    /// Where it is, if that was ever written down.
    pub at: Option<Point>,
    /// Days on which a trip is in vain (不在家); a call is not.
    pub closed: Vec<Day>,
}

/// Holds a place in millionths of a degree (WGS 84 or GCJ-02, but one of them).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Point {
    /// Latitude, millionths of a degree, north positive.
    pub lat: i32,
    /// Longitude, millionths of a degree, east positive.
    pub lon: i32,
}

/// Holds when a worker can go, and how often.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Worker {
    /// Days on which the worker can go; others are ignored.
    pub free: Vec<Day>,
    /// Trips the worker can make on one day; calls are not counted.
    pub capacity: u32,
}

/// Holds what is known of the days of a village.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Area {
    /// Days to be avoided (集日, 农忙) and how much, 1 to 255; a cost never
    /// costs a trip more.
    pub costs: Vec<(Day, u8)>,
}

/// Names a trip that a worker was told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Told {
    /// The home.
    pub home: usize,
    /// The worker.
    pub worker: usize,
    /// The day.
    pub day: Day,
}

/// Says why no plan can be made: the input contradicts itself.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PlanError {
    /// The horizon ends before it begins, or is too long.
    #[error(
        "the horizon {first} to {last} is empty or longer than {} days",
        super::LONGEST
    )]
    Horizon {
        /// Its first day.
        first: Day,
        /// Its last day.
        last: Day,
    },
    /// A task names a home that is not there.
    #[error("task {task} names home {home}, which is not in the list")]
    NoHome {
        /// The task.
        task: usize,
        /// The home it names.
        home: usize,
    },
    /// A task names a worker who is not there.
    #[error("task {task} names worker {worker}, who is not in the list")]
    NoWorker {
        /// The task.
        task: usize,
        /// The worker it names.
        worker: usize,
    },
}

impl Input {
    /// Makes an input without anything to do.
    pub fn new(first: Day, last: Day) -> Self {
        Self {
            first,
            last,
            tasks: Vec::new(),
            homes: Vec::new(),
            workers: Vec::new(),
            areas: Vec::new(),
            told: Vec::new(),
        }
    }

    /// Checks that indices and horizon are sound.
    pub(super) fn check(&self) -> Result<(), PlanError> {
        let days = self.first.days_until(self.last);
        if usize::try_from(days).map_or(true, |days| days >= super::LONGEST) {
            return Err(PlanError::Horizon {
                first: self.first,
                last: self.last,
            });
        }
        for (number, task) in self.tasks.iter().enumerate() {
            if task.home >= self.homes.len() {
                return Err(PlanError::NoHome {
                    task: number,
                    home: task.home,
                });
            }
            if let Some(worker) = task.workers.iter().find(|w| **w >= self.workers.len()) {
                return Err(PlanError::NoWorker {
                    task: number,
                    worker: *worker,
                });
            }
        }
        Ok(())
    }
}
