//! Schemes: conditions with sources, and the hint they give for one subject.

use crate::cite::Cite;
use crate::eval::{FactRef, Hangs, Outcomes, Rests};
use crate::number::Interval;
use crate::pack::Resolved;
use crate::world::{Subject, World};

/// What a hint says; exactly these six, and never "entitled".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// 可能符合.
    MayQualify,
    /// 按现有信息不符合.
    NotByWhatIsKnown,
    /// 待核(缺…).
    ToVerify,
    /// 本地标准未录入.
    StandardNotSet,
    /// 需人工判断.
    NeedsJudgement,
    /// 不适用.
    DoesNotApply,
}

/// In which part of a scheme a condition stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// `for`: whom the scheme is for at all.
    For,
    /// `[[require]]`: must hold.
    Require,
    /// `[[require]]` with `action`: something to do, decides nothing.
    Action,
    /// `[[any_of]]`: one of its group must hold.
    AnyOf,
    /// `[[not_if]]`: must not hold.
    NotIf,
    /// `[[caution]]`: shown, decides nothing.
    Caution,
}

/// One condition as it came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConditionResult {
    /// Part of the scheme.
    pub part: Part,
    /// Id of the condition.
    pub id: String,
    /// The sentence.
    pub text: String,
    /// Group of an `any_of`.
    pub group: Option<String>,
    /// The outcomes left.
    pub outcomes: Outcomes,
    /// What it hangs on.
    pub hangs: Hangs,
    /// What it rests on.
    pub rests: Rests,
    /// Where it stands.
    pub cite: Option<Cite>,
    /// How the text was read, where it can be read two ways.
    pub reading: Option<String>,
}

/// The amount a hint gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Amount {
    /// The scheme has no amount.
    None,
    /// Fen within an interval, rounded once; equal ends are an exact amount,
    /// no upper end is a floor.
    Fen {
        /// At least.
        low: Option<i64>,
        /// At most.
        high: Option<i64>,
        /// The exact interval before rounding.
        exact: Interval,
        /// What it hangs on, if not exact.
        hangs: Hangs,
    },
    /// Standards are not set: these.
    NotSet(Hangs),
    /// Not known: it hangs on these.
    Unknown(Hangs),
}

/// What a scheme says about one subject on one day, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// Id of the scheme.
    pub scheme: String,
    /// Name of the scheme.
    pub name: String,
    /// One of six.
    pub verdict: Verdict,
    /// Ids of the conditions that made it so.
    pub because: Vec<String>,
    /// All conditions with their states.
    pub conditions: Vec<ConditionResult>,
    /// What it hangs on altogether.
    pub hangs: Hangs,
    /// What it rests on altogether.
    pub rests: Rests,
    /// The amount.
    pub amount: Amount,
    /// Unit of the amount: 元 or 元/月.
    pub unit: Option<String>,
    /// What to say to the person.
    pub say: Option<String>,
    /// Where to go instead: a scheme id or a key of the texts.
    pub redirect: Option<String>,
    /// Flags to raise, by name.
    pub raises: Vec<String>,
    /// Slots that the scheme needs and that are 内容未配置.
    pub slots_unset: Vec<String>,
    /// What to do next, with its source.
    pub next: Vec<(String, Option<Cite>)>,
}

impl Hint {
    /// The facts that are missing: to ask first, then to judge.
    pub fn missing(&self) -> impl Iterator<Item = &FactRef> {
        self.hangs.facts.iter().chain(&self.hangs.judgements)
    }
}

/// Evaluates a scheme of a pack for one subject, on the day of the world.
///
/// Returns `None` if the pack has no such scheme, or the scheme is about
/// persons and the subject a home.
pub fn evaluate(pack: &Resolved, scheme: &str, world: &World, subject: Subject) -> Option<Hint> {
    let _ = (pack, scheme, world, subject);
    None
}
