//! Fact dictionary, rule language, policy packs and schemes; pure.
//!
//! A pack is text that a clerk writes and this crate judges with: what a person
//! may be entitled to, whose home is due, which question is worth asking. There
//! is no clock here, no random, no file; a fact that is missing is unknown and
//! never "no". A tour in reading order:
//!
//! * [`value`] – [`value::FactValue`], the form of an answer in records.
//! * [`dict`] – the fact dictionary: [`dict::FactDef`], types, enums, lists.
//! * [`doc`] – TOML with line numbers; [`diag`] – findings; [`cite`] – citations.
//! * [`lang`] – the rule language: [`lang::Schema`] names what a rule may say,
//!   [`lang::check`] turns text into a typed [`lang::Expr`].
//! * [`world`] – what an evaluation reads.
//! * [`eval`] – [`eval::eval_bool`] and [`eval::eval_value`]: three values,
//!   intervals, and what an answer hangs on.
//! * [`number`] – exact fractions and intervals.
//! * [`pack`] – [`pack::PackSet`] loads and checks packs,
//!   [`pack::Resolved`] is one pack with its parents on one day.
//! * [`table`] – decision tables, without gaps and overlaps.
//! * [`scheme`] – [`scheme::Sheet`] judges a home by all schemes of a chain at once,
//!   [`scheme::evaluate`] by one: a [`scheme::Hint`] with one of six verdicts.
//! * [`batch`] – the same verdicts for many homes at once, without reasons:
//!   [`batch::Plan`], a chain compiled for one day.
//! * [`ask`] – [`ask::next_question`], the one question that decides most.
//! * [`threshold`] – how far an amount may change before a verdict does.
//! * [`spot`] – the places of a world that an answer can fill.
//! * [`cases`] – worked cases of a pack, run by `tanfang pack check`.
//! * [`lint`] – what a careful colleague would notice in a pack.
//! * [`sign`] – who vouches for a pack, and that nothing was changed since.
//! * [`sample`] – invented households for any dictionary.
//! * [`limits`] – what a pack may cost.

pub mod ask;
pub mod batch;
pub mod cases;
pub mod cite;
pub mod diag;
pub mod dict;
pub mod doc;
pub mod eval;
mod hash;
pub mod lang;
pub mod limits;
pub mod lint;
pub mod number;
pub mod pack;
pub mod sample;
pub mod scheme;
pub mod sign;
pub mod spot;
pub mod table;
pub mod threshold;
pub mod value;
pub mod world;
