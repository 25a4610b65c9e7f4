//! Mirrors `tanfang_app::view::first`.

use tanfang_app::view::{FirstView, RoleChoice, SetupInput};

/// Holds the first screen.
#[uniffi::remote(Record)]
pub struct FirstView {
    /// The three sentences that say what this is.
    pub sentences: Vec<String>,
    /// The roles to choose from; several may be held.
    pub roles: Vec<RoleChoice>,
    /// Button that opens the practice village.
    pub practice: String,
    /// What 练习 means, in one sentence.
    pub practice_note: String,
    /// Whether a worker is already set up in this store.
    pub ready: bool,
}

/// Holds one role to choose.
#[uniffi::remote(Record)]
pub struct RoleChoice {
    /// Name of the role in packs and ops.
    pub role: String,
    /// What people call it.
    pub label: String,
}

/// Holds what the first screen sends.
#[uniffi::remote(Record)]
pub struct SetupInput {
    /// Name of the worker.
    pub name: String,
    /// Roles held, by their names in packs and ops.
    pub roles: Vec<String>,
    /// Name of the village, such as 石板村.
    pub village: String,
    /// 12-digit division code of the village, if known.
    pub division: Option<String>,
    /// Whether this is 练习, kept apart.
    pub practice: bool,
}
