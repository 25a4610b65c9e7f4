//! A plan: who goes where on which day, and what cannot be done.

use tanfang_values::Day;

use super::input::Need;

/// Holds a plan.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// Trips by day and worker, each day in the order in which to walk, urgent ones first.
    pub trips: Vec<Trip>,
    /// Calls by day and worker: only for what no trip closes.
    pub calls: Vec<Trip>,
    /// Tasks that stay open, each with why.
    pub uncovered: Vec<Uncovered>,
    /// Tasks that may still be done after the horizon and that no trip of it closes.
    pub waiting: Vec<usize>,
    /// How it compares.
    pub figures: Figures,
}

/// Holds one trip to one home, or one call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trip {
    /// Who goes.
    pub worker: usize,
    /// When.
    pub day: Day,
    /// Where.
    pub home: usize,
    /// A trip, or a call.
    pub need: Need,
    /// Every task it closes, by place in the input; one that takes several days
    /// stands in several trips.
    pub closes: Vec<usize>,
    /// Whether one of them is urgent.
    pub urgent: bool,
}

/// Names a task that stays open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uncovered {
    /// The task.
    pub task: usize,
    /// How many of its days are missing.
    pub missing: u32,
    /// Why.
    pub why: WhyNot,
}

/// Says why a task stays open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WhyNot {
    /// Its last day is before the horizon.
    Past,
    /// Nobody of the role is there.
    NoWorker,
    /// None of those who may do it is free on a day of it.
    NoFreeDay,
    /// Somebody is free, but nobody is at home on those days.
    NoOpenDay,
    /// It takes more different days than there are.
    TooFewDays,
    /// There are days, but more has to be done on them than workers can.
    Capacity,
}

/// Compares a plan with what is possible and with what people do without one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Figures {
    /// Trips of the plan.
    pub trips: usize,
    /// Days of tasks left open by the plan (trips only, calls apart).
    pub missing: u64,
    /// Trips each home needs by itself, added up: fewer is impossible while as
    /// much is done.
    pub least_trips: u64,
    /// Days of tasks that stay open at each home taken by itself, added up: fewer
    /// is impossible.
    pub least_missing: u64,
    /// Whether the plan is proven best: nothing left open that could be done,
    /// and no trip too many.
    pub proven: bool,
}

/// Holds what a way of going without a plan comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Naive {
    /// Its trips.
    pub trips: u64,
    /// Days of tasks it leaves open.
    pub missing: u64,
}
