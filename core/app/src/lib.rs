//! Ports, use cases and one ready view per screen.
//!
//! A tour: [`view`] holds one record per screen, ready to draw.

pub mod view;
