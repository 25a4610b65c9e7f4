//! Schemes: conditions with sources, and the hint they give for one subject.

mod judge;
pub(crate) mod sheet;
mod standards;

pub use judge::evaluate;
pub use sheet::{Entry, Sheet};
pub use standards::Standards;

use crate::cite::Cite;
use crate::dict::{About, FactDef, Type};
use crate::eval::found::{Join, Truth, negated};
use crate::eval::run::{Env, Run};
use crate::eval::{FactRef, Hangs, Outcomes, Rests};
use crate::lang::Expr;
use crate::lang::node::Memo;
use crate::number::Interval;
use crate::world::Key;
use std::collections::BTreeMap;
use std::sync::Arc;
use tanfang_values::Day;

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

impl Verdict {
    /// All six.
    pub const ALL: [Self; 6] = [
        Self::MayQualify,
        Self::NotByWhatIsKnown,
        Self::ToVerify,
        Self::StandardNotSet,
        Self::NeedsJudgement,
        Self::DoesNotApply,
    ];

    /// The key of its sentence in `hints.zh.toml` under `[verdict]`.
    pub const fn key(self) -> &'static str {
        match self {
            Self::MayQualify => "yes",
            Self::NotByWhatIsKnown => "no",
            Self::ToVerify => "ask",
            Self::StandardNotSet => "unset",
            Self::NeedsJudgement => "human",
            Self::DoesNotApply => "na",
        }
    }

    /// The word that case files write.
    pub const fn word(self) -> &'static str {
        match self {
            Self::MayQualify => "可能符合",
            Self::NotByWhatIsKnown => "按现有信息不符合",
            Self::ToVerify => "待核",
            Self::StandardNotSet => "本地标准未录入",
            Self::NeedsJudgement => "需人工判断",
            Self::DoesNotApply => "不适用",
        }
    }

    /// Whether it is definite, so that no missing fact could change it.
    pub const fn is_definite(self) -> bool {
        matches!(
            self,
            Self::MayQualify | Self::NotByWhatIsKnown | Self::DoesNotApply
        )
    }
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

/// One condition of a scheme, as the pack writes it.
#[derive(Debug)]
pub struct Condition {
    /// Part of the scheme.
    pub part: Part,
    /// Id of the condition.
    pub id: String,
    /// The sentence.
    pub text: String,
    /// Group of an `any_of`.
    pub group: Option<String>,
    /// The rule; a caution may be without.
    pub expr: Option<Expr>,
    /// Where it stands.
    pub cite: Option<Cite>,
    /// How the text was read, where it can be read two ways.
    pub reading: Option<String>,
    /// What to say when it decides against.
    pub say: Option<String>,
    /// Where to go instead.
    pub redirect: Option<String>,
    /// Flag to raise when it decides against.
    pub raises: Option<String>,
}

/// How a scheme reckons its amount.
#[derive(Debug)]
pub struct AmountRule {
    /// The amount.
    pub expr: Expr,
    /// How it is reckoned, such as 补差.
    pub mode: Option<String>,
    /// How the text was read.
    pub reading: Option<String>,
}

/// A next step.
#[derive(Debug)]
pub struct Next {
    /// Shown only where this is surely true.
    pub when: Option<Expr>,
    /// What to do.
    pub text: String,
    /// Deadline it opens.
    pub opens: Option<String>,
    /// Where it stands.
    pub cite: Option<Cite>,
}

/// One scheme of a pack, compiled.
#[derive(Debug)]
pub struct Scheme {
    /// Id, such as R02.
    pub id: String,
    /// Rule number, such as R02.
    pub rule: Option<String>,
    /// Name in rules and on screen.
    pub name: String,
    /// For a home or a person.
    pub about: About,
    /// Order in which schemes are judged and shown.
    pub order: i64,
    /// The pack it stands in.
    pub pack: String,
    /// Its text does not say how it is reckoned; only a judgement remains.
    pub stub: bool,
    /// Fund of 一折统 that pays it.
    pub fund: Option<String>,
    /// Slots whose content it needs said.
    pub needs_slot: Vec<String>,
    /// Schemes of which only one can be received.
    pub excludes: Vec<String>,
    /// Papers to bring.
    pub documents: Vec<String>,
    /// Where to go.
    pub where_to: Option<String>,
    /// How long it takes, as the text says.
    pub how_long: Option<String>,
    /// How long it lasts, as the text says.
    pub lasts: Option<String>,
    /// For people who have died; every other scheme is for the living.
    pub deceased: bool,
    pub(crate) memo: Memo,
    /// Facts with few answers, and benefits, that its rules read more than once.
    pub(crate) shared: Vec<Key>,
    pub(crate) for_whom: Option<Expr>,
    /// Its conditions in the order of the file.
    pub conditions: Vec<Condition>,
    /// Its amount.
    pub amount: Option<AmountRule>,
    /// Next steps.
    pub next: Vec<Next>,
}

impl Scheme {
    pub(crate) fn exprs(&self) -> impl Iterator<Item = &Expr> {
        self.for_whom
            .iter()
            .chain(self.conditions.iter().filter_map(|c| c.expr.as_ref()))
            .chain(self.amount.iter().map(|a| &a.expr))
            .chain(self.next.iter().filter_map(|n| n.when.as_ref()))
    }

    pub(crate) fn depth(&self) -> usize {
        1 + self.exprs().map(Expr::depth).max().unwrap_or(0)
    }

    /// Whom it is for at all, as the pack writes it.
    pub fn for_whom(&self) -> Option<&Expr> {
        self.for_whom.as_ref()
    }

    /// The facts its conditions can read; ordered by id, none twice.
    pub fn reads(&self) -> Vec<Arc<FactDef>> {
        let mut out = BTreeMap::new();
        for def in self.exprs().flat_map(Expr::reads) {
            out.insert(def.id.as_str().to_owned(), Arc::clone(def));
        }
        out.into_values().collect()
    }

    /// Evaluates 可能符合: every part that decides, joined.
    pub(crate) fn qualifies<'w>(&'w self, run: &mut Run<'w>, env: Env<'w>) -> Truth {
        let for_whom = self.for_whom.as_ref().map(|expr| run.truth(expr, env));
        self.join(for_whom, |_, expr| run.truth(expr, env))
    }

    /// Joins the parts that decide, asking for each condition until the rest cannot matter.
    pub(crate) fn join<'s>(
        &'s self,
        for_whom: Option<Truth>,
        mut truth: impl FnMut(usize, &'s Expr) -> Truth,
    ) -> Truth {
        let mut join = Join::all();
        if let Some(found) = for_whom
            && join.push(found)
        {
            return join.finish();
        }
        let mut groups: Vec<(&str, Join)> = Vec::new();
        for (at, condition) in self.conditions.iter().enumerate() {
            let Some(expr) = &condition.expr else {
                continue;
            };
            let found = match condition.part {
                Part::Require => truth(at, expr),
                Part::NotIf => negated(truth(at, expr)),
                Part::AnyOf => {
                    let found = truth(at, expr);
                    let group = condition.group.as_deref().unwrap_or_default();
                    let known = groups.iter_mut().find(|(name, _)| *name == group);
                    if let Some((_, join)) = known {
                        join.push(found);
                    } else {
                        let mut join = Join::any();
                        join.push(found);
                        groups.push((group, join));
                    }
                    continue;
                }
                Part::For | Part::Action | Part::Caution => continue,
            };
            if join.push(found) {
                return join.finish();
            }
        }
        for (_, group) in groups {
            join.push(group.finish());
        }
        join.finish()
    }
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
    /// Fen, rounded once; equal ends are an exact amount, no upper end is a floor.
    Fen {
        /// At least.
        low: Option<i64>,
        /// At most.
        high: Option<i64>,
        /// The interval before rounding, in fen.
        exact: Interval,
        /// What it hangs on, if not exact.
        hangs: Hangs,
    },
    /// Standards are not set: these.
    NotSet(Hangs),
    /// Not known yet: it hangs on these.
    Unknown(Hangs),
}

/// A standard that a hint rests or hangs on, as its pack gives it for the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standard {
    /// Name of the parameter or table.
    pub name: String,
    /// The value as written; 未配置 where there is none.
    pub written: String,
    /// First day from which it holds; `None` for a table, an assumption, or 未配置.
    pub from: Option<Day>,
    /// Where it stands.
    pub cite: Option<Cite>,
    /// 原则上: as a rule.
    pub soft: bool,
    /// What to mind.
    pub warn: Option<String>,
    /// Who chooses within a range.
    pub chosen_by: Option<String>,
    /// Id of the pack that set it.
    pub pack: String,
}

/// What a scheme says about one subject on one day, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// Id of the scheme.
    pub scheme: String,
    /// Rule number of the scheme.
    pub rule: Option<String>,
    /// Name of the scheme.
    pub name: String,
    /// Id of the pack in which the scheme stands; its sources are that pack's.
    pub pack: String,
    /// Id of the member concerned; `None` for the home.
    pub person: Option<String>,
    /// One of six.
    pub verdict: Verdict,
    /// Ids of the conditions that made it so; `for` and `any_of` stand for those parts.
    pub because: Vec<String>,
    /// All conditions with their states.
    pub conditions: Vec<ConditionResult>,
    /// What it hangs on altogether, if not definite.
    pub hangs: Hangs,
    /// What it rests on altogether.
    pub rests: Rests,
    /// The amount.
    pub amount: Amount,
    /// Type of the amount: 元, 元/月 or 元/年.
    pub unit: Option<Type>,
    /// What to say to the person.
    pub say: Option<String>,
    /// Where to go instead: a scheme id or a key of the texts.
    pub redirect: Option<String>,
    /// Flags to raise, by name.
    pub raises: Vec<String>,
    /// Slots that the scheme needs and that are 内容未配置.
    pub slots_unset: Vec<String>,
    /// Schemes of which only this or one can be received.
    pub excludes: Vec<String>,
    /// Standards it used whose value is in doubt: name and what to mind.
    pub doubts: Vec<(String, String)>,
    /// Standards it used or lacks, with value, first day and source; by name, none twice.
    pub standards: Vec<Standard>,
    /// Papers to bring.
    pub documents: Vec<String>,
    /// Where to go.
    pub where_to: Option<String>,
    /// How long it takes, as the text says.
    pub how_long: Option<String>,
    /// How long it lasts, as the text says.
    pub lasts: Option<String>,
    /// For people who have died.
    pub deceased: bool,
    /// Fund of 一折统 that pays it.
    pub fund: Option<String>,
    /// What to do next, with its source.
    pub next: Vec<(String, Option<Cite>)>,
}

impl Hint {
    /// The facts that are missing: to ask first, then to judge.
    pub fn missing(&self) -> impl Iterator<Item = &FactRef> {
        self.hangs.facts.iter().chain(&self.hangs.judgements)
    }

    /// The sources of the conditions that made the verdict.
    pub fn clauses(&self) -> impl Iterator<Item = &Cite> {
        self.conditions.iter().filter_map(|c| c.cite.as_ref())
    }
}
