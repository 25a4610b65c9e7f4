//! 更多 and 设置: everything quieter.

use serde::{Deserialize, Serialize};

use super::part::Line;

/// Holds 更多.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoreView {
    /// Who works here, such as 赵小川 · 网格员 · 石板村.
    pub worker: String,
    /// Where one can go.
    pub entries: Vec<Line>,
}

/// Holds 设置.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsView {
    /// Packs in force, each with its dates and what is not configured.
    pub packs: Vec<Line>,
    /// 上次备份 N 天前, and what is on this phone.
    pub store: Vec<Line>,
}
