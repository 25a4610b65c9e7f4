//! Mirrors `tanfang_app::view::policy`.

use tanfang_app::view::{
    Dial, Empty, HintNumber, Line, PoliciesView, PolicyCondition, PolicyRow, PolicyView, WhyClause,
};

/// Holds 政策.
#[uniffi::remote(Record)]
pub struct PoliciesView {
    /// The packs in force here with their dates.
    pub packs: Vec<String>,
    /// What was searched for.
    pub query: String,
    /// The schemes, a pack after the other in their order.
    pub rows: Vec<PolicyRow>,
    /// Standards and terms of these packs that are 内容未配置.
    pub unset: Vec<String>,
    /// Whom to ask.
    pub dials: Vec<Dial>,
    /// What stands here when there is nothing.
    pub empty: Option<Empty>,
}

/// Holds one scheme in a list.
#[uniffi::remote(Record)]
pub struct PolicyRow {
    /// Names the scheme to the call that opens it.
    pub key: String,
    /// The scheme.
    pub name: String,
    /// For a home or a person, and how much in short.
    pub line: String,
    /// The pack it stands in.
    pub pack: String,
    /// How much of it is 内容未配置, if anything.
    pub unset: Option<String>,
}

/// Holds one scheme in full.
#[uniffi::remote(Record)]
pub struct PolicyView {
    /// Names the scheme.
    pub key: String,
    /// The scheme.
    pub title: String,
    /// For whom, in the pack's words.
    pub whom: String,
    /// A plain sentence to say what it is, with local numbers and source.
    pub aloud: String,
    /// The conditions, each with its clause.
    pub conditions: Vec<PolicyCondition>,
    /// How the amount is reckoned.
    pub amount: Option<String>,
    /// The standards of the place, 内容未配置 shown as such.
    pub numbers: Vec<HintNumber>,
    /// What to do, in order.
    pub steps: Vec<Line>,
    /// Papers to bring.
    pub documents: Vec<String>,
    /// Where to go; 内容未配置 where nobody has said.
    pub where_to: String,
    /// How long it takes; 内容未配置 where nobody has said.
    pub how_long: String,
    /// How long it lasts, and what happens on a death, where the text says so.
    pub lasts: Vec<String>,
    /// Schemes of which only this or one can be received.
    pub excludes: Option<String>,
    /// Terms it needs that are 内容未配置.
    pub unset: Vec<String>,
    /// Whom to ask.
    pub dials: Vec<Dial>,
    /// The documents it rests on, with number and date.
    pub sources: Vec<String>,
    /// The pack and its dates.
    pub pack: String,
    /// What no hint is without: 须经乡镇核查 ….
    pub caveat: String,
}

/// Holds one condition of a scheme.
#[uniffi::remote(Record)]
pub struct PolicyCondition {
    /// Such as 要符合, 满足一条就行, 有就不行, in a word.
    pub word: String,
    /// The condition, in the pack's words.
    pub text: String,
    /// Where it stands.
    pub clause: Option<WhyClause>,
}
