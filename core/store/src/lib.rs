//! The encrypted store: operations are the truth, everything else is made from them.

mod backup;
mod error;
pub mod fakes;
mod keys;
mod local;
mod meta;
mod migrate;
mod ports;
mod purge;
mod rebuild;
mod repair;
mod sqlcipher;
mod store;
mod testing;

pub use backup::{BackupInfo, backup_info};
pub use error::{Result, StoreError};
pub use keys::{RecoveryCode, RecoveryError};
pub use meta::Head;
pub use migrate::VERSION;
pub use ports::{FileSecretStore, Moment, Random, SecretStore};
pub use repair::{Damage, Repaired, Salvage};
pub use store::{Created, OpenNote, Opened, Store};
