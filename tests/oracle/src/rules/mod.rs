//! The schemes' rules, written by hand from the texts of their documents.
//!
//! A rule here is read from the source and from nothing else: no expression, no
//! number and no table of a pack. Only ids are shared: of packs, schemes, facts
//! and of the standards that a text leaves open ([`crate::standards`]).

mod cn;
mod gs_hn;
mod gz_bz;
mod jl_epi;
mod sn;
mod x_s0b;

use crate::exact::Exact;
use crate::home::{Entry, Home};
use crate::standards::Standards;

/// What a rule is asked about: a home, a person of it, the standards.
#[derive(Debug, Clone, Copy)]
pub struct Scene<'s> {
    /// The home, of which everything is known.
    pub home: &'s Home<'s>,
    /// The person concerned; of no meaning in a rule about a home.
    pub who: usize,
    /// The standards that the text leaves to the county.
    pub standards: &'s Standards,
}

/// What a rule says.
#[derive(Debug, Clone)]
pub struct Ruling {
    /// How many of its conditions fail; none means 可能符合.
    pub fails: u32,
    /// The text says nothing of this case, so that nothing definite may be said.
    pub silent: bool,
    /// How far money is from a yes, in fen: the less the nearer. Leads a search, decides nothing.
    pub lean: Exact,
    /// What it is worth, if the text says so: at least, and at most unless it sets a floor.
    pub worth: Option<(Exact, Option<Exact>)>,
    /// How many months it lasts, if the text says so: at least and at most; zero is no lower end.
    pub lasts: Option<(i64, i64)>,
}

impl Ruling {
    /// Makes a ruling of conditions that must all hold.
    pub fn all(conditions: &[bool]) -> Self {
        let fails = conditions.iter().filter(|holds| !**holds).count();
        Self {
            fails: u32::try_from(fails).unwrap_or(u32::MAX),
            silent: false,
            lean: Exact::ZERO,
            worth: None,
            lasts: None,
        }
    }

    /// Whether it is 可能符合.
    pub const fn yes(&self) -> bool {
        self.fails == 0 && !self.silent
    }

    /// Marks that the text says nothing of this case; what fails for another reason still fails.
    #[must_use]
    pub const fn silent_if(mut self, silent: bool) -> Self {
        self.silent = silent && self.fails == 0;
        self
    }

    /// Whether a definite verdict contradicts it.
    pub const fn contradicts(&self, yes: bool) -> bool {
        self.silent || yes != self.yes()
    }

    /// Says how far money is from a yes.
    #[must_use]
    pub const fn leaning(mut self, lean: Exact) -> Self {
        self.lean = lean;
        self
    }

    /// Says how many months it lasts.
    #[must_use]
    pub const fn lasting(mut self, least: i64, most: i64) -> Self {
        self.lasts = Some((least, most));
        self
    }

    /// Adds an exact amount.
    #[must_use]
    pub const fn worth(mut self, amount: Exact) -> Self {
        self.worth = Some((amount, Some(amount)));
        self
    }

    /// Adds an amount that somebody chooses between two.
    #[must_use]
    pub const fn between(mut self, low: Exact, high: Exact) -> Self {
        self.worth = Some((low, Some(high)));
        self
    }

    /// Adds an amount that is at least so much.
    #[must_use]
    pub const fn at_least(mut self, low: Exact) -> Self {
        self.worth = Some((low, None));
        self
    }
}

/// One rule.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Id of the pack whose document it is read from.
    pub pack: &'static str,
    /// Id of the scheme.
    pub scheme: &'static str,
    /// Whether it is about a person; else about the home.
    pub person: bool,
    /// The rule.
    pub judge: fn(&Scene<'_>) -> Ruling,
}

/// All rules.
pub fn all() -> Vec<Rule> {
    [
        gs_hn::RULES,
        x_s0b::RULES,
        sn::RULES,
        jl_epi::RULES,
        gz_bz::RULES,
        cn::RULES,
    ]
    .concat()
}

/// Rules of one document are written as (scheme, about a person, rule).
const fn rule(
    pack: &'static str,
    scheme: &'static str,
    person: bool,
    judge: fn(&Scene<'_>) -> Ruling,
) -> Rule {
    Rule {
        pack,
        scheme,
        person,
        judge,
    }
}

// What several texts mean by the same word. 重度残疾: which grades count is left to the county.

impl Scene<'_> {
    /// The person concerned.
    pub const fn me(&self) -> Option<usize> {
        Some(self.who)
    }

    /// Whether the home counts as rural.
    pub fn rural(&self) -> bool {
        self.home.code(None, "area") == "r"
    }

    /// 当地低保标准: of the town or of the country, as the home counts.
    pub fn standard(&self) -> Exact {
        self.standards.number(if self.rural() {
            "std_rural"
        } else {
            "std_urban"
        })
    }

    /// 残疾人: with a certificate, or plain to see.
    pub fn disabled(&self, who: usize) -> bool {
        !self.home.among(Some(who), "cert", &["0", ""])
    }

    /// 重度残疾人.
    pub fn severe(&self, who: usize) -> bool {
        let grades = self.standards.codes("severe_levels");
        self.disabled(who) && self.home.among(Some(who), "dis_level", &grades)
    }

    /// 重病患者.
    pub fn ill(&self, who: usize) -> bool {
        self.home.is(Some(who), "ill_severe")
    }

    /// Income of all members, a month.
    pub fn income(&self) -> Exact {
        let members = self.home.members();
        let items = members.flat_map(|at| self.home.items(Some(at), "income"));
        items.fold(Exact::ZERO, |sum, item| {
            sum.plus(Entry(item).money("monthly"))
        })
    }
}
