//! The only crate that names `uniffi`: mirrors of the views and one root object.
//!
//! Nothing here knows the work of a village. A tour:
//!
//! * [`Tanfang`] – the one object: a call a screen, all synchronous, all
//!   returning a result. Platforms call it off the main thread.
//! * [`ApiError`] – few variants, each something a screen does differently.
//! * [`SecretStore`], [`DeviceKey`] – what Kotlin and Swift implement over their
//!   keystore, [`PictureDecoder`] over their decoder of HEIC; the desktop does without.
//! * The other modules mirror `tanfang_app::view`, a file a screen. A field
//!   added there and not here does not compile.

mod contact;
mod error;
mod first;
mod hint;
mod home;
mod homes;
mod import;
mod items;
mod ledger;
mod month;
mod more;
mod object;
mod page;
mod part;
mod photo;
mod policy;
mod ports;
mod roster;
mod settings;
mod today;
mod visit;
mod why;

pub use error::ApiError;
pub use object::{Fault, Tanfang, fault, hand_over_check};
pub use ports::{DecodeError, DecodedPicture, DeviceKey, PictureDecoder, SecretError, SecretStore};

uniffi::setup_scaffolding!("tanfang");
