//! A whole pack made ready for work: obligations, checklists, flags, ledgers.
//!
//! `tanfang-policy` loads packs and hands out, overlaid and with their lines,
//! the items that a feature owns; here each is read by its feature's rules. A
//! tour:
//!
//! * [`Work::assemble`] reads one pack with its parents, or lists every finding
//!   with file and line.
//! * [`cite::Clause`] – where an item is written; [`rule::Rule`] – one checked
//!   expression.
//! * `read` – the readers, one file a feature.
//! * [`Notice`] – 内容未配置: what the sources name and nobody has filled in.

pub mod cite;
mod read;
pub mod rule;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tanfang_policy::diag::Diagnostic;
use tanfang_policy::dict::Dictionary;
use tanfang_policy::pack::Resolved;
use tanfang_policy::world::World;
use tanfang_values::{Day, Weekday};

use crate::checklist::question::{Checklist, Question, Setting};
use crate::event::{ActsFor, DataClass, PackRef};
use crate::flag::FlagClass;
use crate::ledger::columns::LedgerDef;
use crate::pack::cite::Clause;
use crate::people::{Classes, Clearance};
use crate::role::Role;
use crate::schedule::campaign::Campaign;
use crate::schedule::deadline::Deadline;
use crate::schedule::obligation::Obligation;

/// Holds everything of a pack that the work at homes needs; cheap to clone.
#[derive(Debug, Clone)]
pub struct Work {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    id: String,
    packs: Vec<PackRef>,
    /// The chain of the pack, then those beside it.
    chains: Vec<Resolved>,
    week_start: Weekday,
    dictionary: Arc<Dictionary>,
    classes: Classes,
    audience: Vec<String>,
    obligations: Vec<Arc<Obligation>>,
    deadlines: Vec<Arc<Deadline>>,
    campaigns: Vec<Arc<Campaign>>,
    rhythm: Rhythm,
    checklists: Vec<Checklist>,
    questions: BTreeMap<String, (usize, usize)>,
    standards: Vec<Day>,
    flags: Vec<FlagClass>,
    ledgers: Vec<LedgerDef>,
    acts_for: Vec<ActsForRule>,
    clearances: Vec<ClearanceRule>,
    calls: Vec<Call>,
    host: Option<Host>,
    event_names: Vec<String>,
    notices: Vec<Notice>,
}

/// Says who runs the program in a county; county data (国办函〔2026〕12号 备案).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Host {
    /// The office.
    pub name: String,
    /// Its filing number, if it was filed.
    pub filing: Option<String>,
    /// Where it is written.
    pub clause: Clause,
}

/// Holds what the sources leave to the county about the rhythm of visits; none
/// is 未配置.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rhythm {
    /// Days in which somebody new is first visited, where that is earlier than
    /// the end of the period.
    pub first_visit_days: Option<u32>,
    /// Trips in a row that met nobody after which somebody may be lost (失联).
    pub missed_in_row: Option<u32>,
}

/// Lets holders of one role act for another under some obligations; county data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActsForRule {
    /// The role held.
    pub role: Role,
    /// The role acted for.
    pub for_role: Role,
    /// Under which obligations, such as `V02`.
    pub on: Vec<String>,
    /// Where it is written.
    pub clause: Clause,
}

/// Holds a number to call when somebody is in danger; county data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Names it in flags and settings, such as `township`.
    pub key: String,
    /// Who answers, as a button says it.
    pub name: String,
    /// The number as dialled; none is 未配置.
    pub number: Option<String>,
    /// Whether it is the same everywhere (110, 120) and nobody writes it down.
    pub fixed: bool,
    /// Where it is written.
    pub clause: Clause,
}

/// Lets holders of a role see classes of data; county data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClearanceRule {
    /// The role held.
    pub role: Role,
    /// The classes.
    pub data: Vec<DataClass>,
    /// Where it is written.
    pub clause: Clause,
}

/// Names what the sources leave open and nobody has filled in: 内容未配置.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// A term that is used and not defined, such as 三个一.
    SlotUnset {
        /// The term.
        slot: String,
        /// The question that would ask its items.
        question: String,
    },
    /// An obligation without an interval or a kind of contact.
    ObligationUnset {
        /// The obligation.
        obligation: String,
    },
    /// A ledger whose kind of rows this version does not make.
    LedgerNotMade {
        /// The ledger.
        ledger: String,
        /// The word for its rows.
        rows: String,
    },
}

impl Work {
    /// Reads one pack with its parents, and the packs that its head puts beside
    /// it (`with`): their duties, deadlines, checklists, flags and ledgers count
    /// as well, each under the names and standards of its own chain.
    ///
    /// Returns every finding, with file and line, when anything in it is wrong:
    /// an unknown name, a missing citation, a question that writes nothing, an
    /// expression of the wrong type.
    pub fn assemble(
        dictionary: &Arc<Dictionary>,
        resolved: &Resolved,
    ) -> Result<Self, Vec<Diagnostic>> {
        read::assemble(dictionary, resolved)
    }

    /// Returns the id of the pack, the last of its chain.
    pub fn id(&self) -> &str {
        &self.inner.id
    }

    /// Lists the packs by content: the chain from its farthest parent, then
    /// those beside it.
    pub fn packs(&self) -> &[PackRef] {
        &self.inner.packs
    }

    /// Returns the first day of the week.
    pub fn week_start(&self) -> Weekday {
        self.inner.week_start
    }

    /// Returns the dictionary the pack was checked against.
    pub fn dictionary(&self) -> &Arc<Dictionary> {
        &self.inner.dictionary
    }

    /// Returns the classes of people.
    pub fn classes(&self) -> &Classes {
        &self.inner.classes
    }

    /// Lists the obligations, by id; of two packs' under one id the stricter first.
    pub fn obligations(&self) -> &[Arc<Obligation>] {
        &self.inner.obligations
    }

    /// Finds an obligation.
    pub fn obligation(&self, id: &str) -> Option<&Arc<Obligation>> {
        self.inner.obligations.iter().find(|o| o.id == id)
    }

    /// Lists the ids under which two packs have an obligation.
    pub fn twins(&self) -> impl Iterator<Item = &str> {
        let next = self.inner.obligations.iter().skip(1);
        let pairs = self.inner.obligations.iter().zip(next);
        let same = pairs.filter(|(one, other)| one.id == other.id);
        same.map(|(one, _)| one.id.as_str())
    }

    /// Lists the facts that decide to whom any obligation applies.
    pub fn audience_reads(&self) -> &[String] {
        &self.inner.audience
    }

    /// Lists what is to be handed in by a day: reports, lists, decisions.
    pub fn deadlines(&self) -> &[Arc<Deadline>] {
        &self.inner.deadlines
    }

    /// Lists the campaigns (专项行动).
    pub fn campaigns(&self) -> &[Arc<Campaign>] {
        &self.inner.campaigns
    }

    /// Finds a campaign.
    pub fn campaign(&self, id: &str) -> Option<&Arc<Campaign>> {
        self.inner.campaigns.iter().find(|one| one.id == id)
    }

    /// Returns what the county sets about the rhythm of visits.
    pub fn rhythm(&self) -> Rhythm {
        self.inner.rhythm
    }

    /// Lists the days on which a parameter takes another value, ascending.
    pub fn standard_days(&self) -> &[Day] {
        &self.inner.standards
    }

    /// Lists the checklists in the order of a visit, those asked of no home too.
    pub fn checklists(&self) -> &[Checklist] {
        &self.inner.checklists
    }

    /// Lists the checklists that are asked in a setting.
    pub fn checklists_in(&self, setting: Setting) -> impl Iterator<Item = &Checklist> {
        let lists = self.inner.checklists.iter();
        lists.filter(move |list| list.setting == setting)
    }

    /// Lists the checklists of a patrol (地方); an answer is {q, writes, value}.
    pub fn checklists_about_place(&self) -> impl Iterator<Item = &Checklist> {
        self.checklists_in(Setting::Place)
    }

    /// Lists the checklists that the worker answers about himself (本人); what is
    /// answered stays on the phone.
    pub fn checklists_about_worker(&self) -> impl Iterator<Item = &Checklist> {
        self.checklists_in(Setting::Worker)
    }

    /// Lists the ids of facts and lists that must not be asked of a home in a
    /// world (`[[dont_ask]]`), by any pack that holds on its day.
    pub fn must_not_ask(&self, world: &World) -> BTreeSet<&str> {
        let holds = |chain: &&Resolved| {
            chain.layers().iter().all(|layer| {
                let head = &layer.head;
                head.from <= world.day && head.until.is_none_or(|until| world.day <= until)
            })
        };
        let chains = self.inner.chains.iter().filter(holds);
        chains.flat_map(|chain| chain.must_not_ask(world)).collect()
    }

    /// Finds a checklist.
    pub fn checklist(&self, id: &str) -> Option<&Checklist> {
        self.inner.checklists.iter().find(|c| c.id == id)
    }

    /// Finds a question with its checklist.
    pub fn question(&self, q: &str) -> Option<(&Checklist, &Question)> {
        let (list, place) = self.inner.questions.get(q)?;
        let checklist = self.inner.checklists.get(*list)?;
        Some((checklist, checklist.questions.get(*place)?))
    }

    /// Lists the flag classes, by id.
    pub fn flags(&self) -> &[FlagClass] {
        &self.inner.flags
    }

    /// Finds a flag class by its id.
    pub fn flag(&self, id: &str) -> Option<&FlagClass> {
        self.inner.flags.iter().find(|flag| flag.id == id)
    }

    /// Lists the ledgers, by id.
    pub fn ledgers(&self) -> &[LedgerDef] {
        &self.inner.ledgers
    }

    /// Finds a ledger.
    pub fn ledger(&self, id: &str) -> Option<&LedgerDef> {
        self.inner.ledgers.iter().find(|ledger| ledger.id == id)
    }

    /// Lists who may act for whom.
    pub fn acts_for(&self) -> &[ActsForRule] {
        &self.inner.acts_for
    }

    /// Lists the numbers to call in danger, in the order of the packs.
    pub fn calls(&self) -> &[Call] {
        &self.inner.calls
    }

    /// Says who runs the program here, if the county says so.
    pub fn host(&self) -> Option<&Host> {
        self.inner.host.as_ref()
    }

    /// Lists the events that these packs speak of (事件(…)), in their order.
    pub fn event_names(&self) -> &[String] {
        &self.inner.event_names
    }

    /// Lists what is 内容未配置.
    pub fn notices(&self) -> &[Notice] {
        &self.inner.notices
    }

    /// Returns the roles under which somebody of these roles may count for
    /// `role` under an obligation, none if by no right.
    pub fn may_act(
        &self,
        roles: &BTreeSet<Role>,
        role: Role,
        obligation: &Obligation,
    ) -> Option<Role> {
        self.acts(|held| roles.contains(&held), role, obligation)
    }

    /// Returns the same of whoever holds the roles that `holds` says.
    pub(crate) fn acts(
        &self,
        holds: impl Fn(Role) -> bool,
        role: Role,
        obligation: &Obligation,
    ) -> Option<Role> {
        if !obligation.stand_in {
            return None;
        }
        self.inner
            .acts_for
            .iter()
            .find(|rule| {
                rule.for_role == role && holds(rule.role) && rule.on.contains(&obligation.id)
            })
            .map(|rule| rule.role)
    }

    /// Lists for whom somebody of these roles acts, as a visit records it.
    pub fn acting(&self, roles: &BTreeSet<Role>) -> Vec<ActsFor> {
        let mut acting = Vec::new();
        for obligation in &self.inner.obligations {
            for role in &obligation.who {
                if roles.contains(role) {
                    continue;
                }
                if let Some(held) = self.may_act(roles, *role, obligation) {
                    acting.push(ActsFor {
                        role: held,
                        for_role: *role,
                        obligation: obligation.id.clone(),
                    });
                }
            }
        }
        acting
    }

    /// Returns what somebody of these roles may see: everything but what is
    /// restricted, and what the county grants besides.
    pub fn clearance(&self, roles: &BTreeSet<Role>) -> Clearance {
        let granted = self
            .inner
            .clearances
            .iter()
            .filter(|rule| roles.contains(&rule.role))
            .flat_map(|rule| rule.data.iter().copied());
        let ordinary = DataClass::ALL
            .into_iter()
            .filter(|class| *class != DataClass::Restricted);
        Clearance::new(ordinary.chain(granted))
    }
}
