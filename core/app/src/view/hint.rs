//! 提示: what a home may be entitled to, why, and the one question that decides most.

use serde::{Deserialize, Serialize};

use super::home::KnownLine;
use super::part::{Action, Line, Masked, Screen, Tone};
use super::visit::QuestionView;
use super::why::WhyClause;

/// Holds hints that belong together: 可能能办, 还差几句话, 按现有信息不符合, 其他.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HintGroup {
    /// `may`, `ask`, `no` or `other`.
    pub key: String,
    /// What stands above it.
    pub title: String,
    /// Whether it starts folded.
    pub folded: bool,
    /// The hints, a scheme and a subject each.
    pub cards: Vec<HintCard>,
    /// What is left out and why, such as how many schemes are not for this home.
    pub note: Option<String>,
}

/// Holds one hint in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HintCard {
    /// Names the hint to the call that opens it.
    pub key: String,
    /// The scheme.
    pub name: Masked,
    /// Whom it is for: a person, or the home.
    pub whom: Masked,
    /// One of the six verdicts, with what is missing.
    pub verdict: Masked,
    /// The tone of the verdict.
    pub tone: Tone,
    /// How much, or within what; absent where nothing can be said.
    pub amount: Option<Masked>,
    /// One more thing to know, such as 正在领, or where to go instead.
    pub note: Option<Masked>,
    /// The next question of this hint, if one can be asked here.
    pub ask: Option<HintAsk>,
    /// Where a tap leads.
    pub go: Screen,
}

/// Holds a question that can be asked in place (问这一句).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HintAsk {
    /// About whom; absent where the home has one person.
    pub about: Option<Masked>,
    /// The question; its key goes back with the answer. Absent where only `go` answers it.
    pub question: Option<QuestionView>,
    /// How it becomes known: 问, 看, 查 or 判, in a word.
    pub how: String,
    /// What it would settle.
    pub why: String,
    /// Where several things are written down instead, such as an item of income.
    pub go: Option<Line>,
}

/// Says how a condition came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum HintMark {
    /// 通过.
    Passed,
    /// 不符.
    Failed,
    /// 待核: something is not known.
    Open,
    /// 未录入: a standard is not set.
    Unset,
    /// 判断: a person must judge.
    Judge,
    /// 还要做: something to do, which decides nothing.
    Action,
    /// 留意: shown, decides nothing.
    Note,
}

/// Holds one condition of a hint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HintCondition {
    /// How it came out.
    pub mark: HintMark,
    /// The mark in a word.
    pub word: String,
    /// The condition, in the pack's words.
    pub text: String,
    /// Such as 满足一条就行, where it stands with others.
    pub group: Option<String>,
    /// What decided it, or what it hangs on.
    pub why: Masked,
    /// Where it stands.
    pub clause: Option<WhyClause>,
}

/// Holds a standard of the place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HintNumber {
    /// What it is called.
    pub name: String,
    /// Its value, or 内容未配置.
    pub value: String,
    /// Since when.
    pub since: Option<String>,
    /// Where it stands: document and place.
    pub source: Option<String>,
    /// What to mind, such as a value in doubt.
    pub note: Option<String>,
    /// Whether nobody has set it.
    pub unset: bool,
}

/// Holds one thing that is missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HintMissing {
    /// What, and of whom.
    pub text: Masked,
    /// How it can be written down here, if it can.
    pub ask: Option<HintAsk>,
}

/// Holds 提示: one scheme for one person or home.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HintView {
    /// The home.
    pub household: String,
    /// Names the hint.
    pub key: String,
    /// The scheme.
    pub title: Masked,
    /// Whom it is for.
    pub whom: Masked,
    /// One of the six verdicts, with what is missing.
    pub verdict: Masked,
    /// The tone of the verdict.
    pub tone: Tone,
    /// How much, or within what.
    pub amount: Option<Masked>,
    /// What the amount depends on, and how it is reckoned.
    pub amount_note: Option<String>,
    /// Such as 正在领.
    pub note: Option<Masked>,
    /// A plain sentence to read to the family.
    pub aloud: Masked,
    /// The one question that decides most for this hint.
    pub ask: Option<HintAsk>,
    /// What is missing, each with how to write it down.
    pub missing: Vec<HintMissing>,
    /// The conditions with what decided each.
    pub conditions: Vec<HintCondition>,
    /// The standards it rests on, and those that are not set.
    pub numbers: Vec<HintNumber>,
    /// The facts it rests on, each with its day and source.
    pub facts: Vec<KnownLine>,
    /// The smallest change that alters it.
    pub threshold: Option<Masked>,
    /// Where to go instead, if the text says so.
    pub redirect: Option<Line>,
    /// What to do next, each with its source behind it.
    pub steps: Vec<Line>,
    /// Papers to bring.
    pub documents: Vec<String>,
    /// Where to go; 内容未配置 where nobody has said.
    pub where_to: String,
    /// How long it takes; 内容未配置 where nobody has said.
    pub how_long: String,
    /// Schemes of which only this or one can be received.
    pub excludes: Option<String>,
    /// Terms it needs that are 内容未配置.
    pub unset: Vec<String>,
    /// What no hint is without: 须经乡镇核查 ….
    pub caveat: String,
    /// The hint as it stood at earlier visits, newest first; never recomputed.
    pub earlier: Vec<Line>,
    /// The pack and the day it was judged by.
    pub judged: String,
    /// Leads to the scheme on 政策.
    pub policy: Screen,
    /// The one thing to do: 去走访 while something is missing, else nothing.
    pub primary: Option<Action>,
}
