//! The work itself, pure: what happened, who lives where, what is due, what is
//! asked, what a visit becomes, and what stands in a ledger.
//!
//! Nothing here knows a clock, a random number, a file or a database: days and
//! stamps are arguments, records come in as snapshots, and decisions come out
//! as events. What is shown is derived every time and never stored. A tour, in
//! reading order:
//!
//! * [`event`] – everything that can happen; `docs/ops.md` is its catalogue.
//! * [`role`] – who a worker is.
//! * [`people`] – homes, persons, classes, benefits, workers, and the world
//!   that rules read.
//! * [`pack`] – a whole pack made ready: [`pack::Work`].
//! * [`schedule`] – duties: what is due, done, unknown or ended, and why.
//! * [`checklist`] – what to ask on a visit, and what to bring along from the
//!   last one.
//! * [`visit`] – the draft, and what its closing becomes.
//! * [`trips`] – pauses, another contact allowed for visits, rounds, what was handed in.
//! * [`flag`] – when a flag is raised, or joined to one that is open.
//! * [`vectors`] – worked cases of duties, as packs write them.
//! * [`ledger`] – rows and cells, each traced to the ops it comes from.
//! * [`plan`] – the fewest trips that do what is due.
//! * [`merge`] – how records of several devices become one truth.
//! * [`overlap`] – what times and places of one worker's visits say side by side.

pub mod checklist;
pub mod event;
pub mod flag;
pub mod ledger;
pub mod merge;
pub mod overlap;
pub mod pack;
pub mod people;
pub mod plan;
pub mod role;
pub mod schedule;
pub mod trips;
pub mod vectors;
pub mod visit;
