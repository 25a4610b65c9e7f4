//! The rules of the schemes written by hand from their texts, and what the policy engine is held against.
//!
//! Not shipped. A tour in reading order:
//!
//! * [`rules`] – what each document says, in plain Rust, loading no pack.
//! * [`home`] – what such a rule reads; [`exact`] – fractions of its own;
//!   [`standards`] – values for what a text leaves to the county.
//! * [`sample`] – homes at random, on the lines that texts draw; [`hide`] – facts forgotten.
//! * [`sound`] – the engine against the rules: no wrong definite verdict, amounts inside
//!   their interval, not more cautious than it must be.
//! * [`mutate`] – mistakes planted in the packs, and who catches them.
//! * [`packs`] – the shipped packs, whole or with one file changed.
//! * [`report`] – the bench: all of this in numbers, with speed and the peer.
//! * [`dice`] – random numbers that a seed tells.

pub mod dice;
pub mod exact;
pub mod hide;
pub mod home;
pub mod mutate;
pub mod packs;
pub mod report;
pub mod rules;
pub mod sample;
pub mod sound;
pub mod standards;
