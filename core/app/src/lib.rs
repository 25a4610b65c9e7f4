//! Ports, use cases and one ready view per screen.
//!
//! A tour: [`App`] is the one object that screens talk to. [`view`] holds one
//! record per screen, ready to draw; [`error`] what can go wrong. [`ports`]
//! are what the device gives.

pub mod app;
pub mod error;
pub mod ports;
pub mod view;

pub use app::{App, Fixed, OpenConfig};
pub use error::{AppError, ErrorKind, Result};
