//! Campaigns (专项行动): everybody of a roster is seen once, between two days.

use std::sync::Arc;

use tanfang_policy::dict::FactDef;
use tanfang_values::Day;

use crate::pack::cite::Clause;

/// Holds one campaign of `campaigns.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Campaign {
    /// Id, as `once` names it.
    pub id: String,
    /// Its name.
    pub name: String,
    /// First day; none is 未配置.
    pub from: Option<Day>,
    /// Last day; none is 未配置.
    pub until: Option<Day>,
    /// Codes of the classes it covers; empty leaves that to its obligations.
    pub classes: Vec<String>,
    /// What a visit of its days answers to say what was found, such as the five
    /// omissions; none where it screens nobody.
    pub screening: Option<Arc<FactDef>>,
    /// Where it is written.
    pub clause: Clause,
}

impl Campaign {
    /// Tells whether it runs on a day; one without a first day never does.
    pub fn runs(&self, day: Day) -> bool {
        self.from.is_some_and(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// Returns its last day; [`Day::MAX`] where no source names one.
    pub fn last(&self) -> Day {
        self.until.unwrap_or(Day::MAX)
    }
}
