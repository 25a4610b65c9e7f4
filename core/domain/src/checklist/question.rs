//! Checklists and their questions, as packs write them.

use std::sync::Arc;
use tanfang_policy::dict::{About, FactDef};

use crate::event::DataClass;
use crate::pack::cite::Clause;
use crate::pack::rule::Rule;
use crate::people::clearance::class_of;
use crate::role::Role;

/// Holds one checklist; what a slot of the pack fills is already spread out.
#[derive(Debug, Clone, PartialEq)]
pub struct Checklist {
    /// Id, such as `CL-03`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Where it is asked.
    pub setting: Setting,
    /// Whether each person or the home answers it; the rules of a list that is
    /// asked of no home are said as of a home of which nothing is known.
    pub about: About,
    /// Whether every visit brings it along where it surely is for the subject,
    /// whoever owes what there.
    pub every_visit: bool,
    /// For whom it is shown: hidden only where this is surely false.
    pub show_if: Option<Rule>,
    /// Place among the sections of a visit.
    pub order: i64,
    /// Its questions in order.
    pub questions: Vec<Question>,
    /// What its answers come to, said while they are given.
    pub shows: Vec<Shows>,
    /// Where it is written.
    pub clause: Clause,
}

/// Says what the answers of a checklist come to.
#[derive(Debug, Clone, PartialEq)]
pub struct Shows {
    /// Said only where this is surely true.
    pub when: Rule,
    /// The sentence.
    pub say: String,
    /// Where it is written, if it says more than the answers do.
    pub clause: Clause,
}

/// Holds one question.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Id, kept through rewording; `CL-03-7.2` is the second item of a slot.
    pub id: String,
    /// The question as asked.
    pub ask: String,
    /// The item of a slot that it asks about.
    pub item: Option<String>,
    /// What form the answer takes.
    pub kind: AnswerKind,
    /// What the answer is written to.
    pub writes: Writes,
    /// The name of that, see [`Writes::key`].
    pub key: String,
    /// Where it stands among the questions of a visit.
    pub topic: Topic,
    /// About whom it is asked, once for each.
    pub each: Each,
    /// What becomes of the last answer.
    pub carry: Carry,
    /// When it is shown: hidden only where this is surely false.
    pub show_if: Option<Rule>,
    /// When the fact it writes applies at all, from the dictionary.
    pub only_if: Option<Rule>,
    /// Flags that its answer raises.
    pub raises: Vec<Raise>,
    /// Needs that its answer shows.
    pub needs: Vec<NeedRule>,
    /// Evidence that may be offered, never demanded.
    pub evidence: Option<String>,
    /// Roles that are asked; empty means every role.
    pub by_role: Vec<Role>,
    /// Whether a duty may be done without it.
    pub optional: bool,
    /// Whether it is a suggestion of ours (†) and not in the sources.
    pub suggestion: bool,
    /// The term of the source that nobody has filled in (内容未配置).
    pub unset_slot: Option<String>,
    /// Whether it is left out, and said so, while that term is not filled in.
    pub needs_slot: bool,
    /// Where it is written.
    pub clause: Clause,
}

/// Says where a checklist is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Setting {
    /// At a home, about its people or about the home.
    Home,
    /// 地方: on a patrol, about what was seen somewhere.
    Place,
    /// 本人: of the worker; it stays on the phone and is never written into an op.
    Worker,
}

/// Says what a question is about, in the order in which one asks: first the
/// person, money last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// 见人: whom one met, or reached.
    Meeting,
    /// 身体.
    Health,
    /// 吃穿.
    Food,
    /// 照料: who looks after the person.
    Care,
    /// 住处.
    Housing,
    /// 家人.
    Family,
    /// 证件: papers, books, agreements.
    Papers,
    /// 办事: what is to be done, and whatever else there is.
    Matters,
    /// 钱.
    Money,
}

impl Topic {
    /// The topics and the words by which packs name them, in the order of asking.
    pub const WORDS: [(&'static str, Self); 9] = [
        ("见人", Self::Meeting),
        ("身体", Self::Health),
        ("吃穿", Self::Food),
        ("照料", Self::Care),
        ("住处", Self::Housing),
        ("家人", Self::Family),
        ("证件", Self::Papers),
        ("办事", Self::Matters),
        ("钱", Self::Money),
    ];
}

/// Says what form an answer takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AnswerKind {
    /// 是否.
    YesNo,
    /// 单选.
    One,
    /// 多选.
    Many,
    /// 数字.
    Number,
    /// 文字.
    Text,
    /// 日期.
    Day,
    /// 照片.
    Photo,
    /// 签名.
    Signature,
}

/// Says about whom a question is asked, once for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Each {
    /// The subject of its section.
    Section,
    /// 成员: every member of the home.
    Members,
    /// 要见的人: everybody whom the visit is to meet; the head of the home where
    /// nobody in particular is.
    ToMeet,
}

/// Says what an answer is written to.
#[derive(Debug, Clone, PartialEq)]
pub enum Writes {
    /// A fact of the dictionary.
    Fact(Arc<FactDef>),
    /// Whom the visit met (走访.见面).
    Met(Arc<FactDef>),
    /// Whom a call reached (走访.联系); asked on a visit by phone alone.
    Reached(Arc<FactDef>),
    /// A ledger (台账.x), by the name of the pack.
    Ledger(String),
    /// Nothing but a need, by its name.
    Need(String),
}

/// Says what becomes of the last answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Carry {
    /// 必问: asked every time.
    Always,
    /// 都一样: the last answer can be confirmed together with others.
    Same,
    /// 带出: the last answer is shown and stays as it is.
    Carried,
}

/// Says when an answer raises a flag.
#[derive(Debug, Clone, PartialEq)]
pub struct Raise {
    /// Raised only where this is surely true.
    pub when: Rule,
    /// Id of the flag class.
    pub flag: String,
}

/// Says when an answer shows a need.
#[derive(Debug, Clone, PartialEq)]
pub struct NeedRule {
    /// Only where this is surely true.
    pub when: Rule,
    /// Name of the need.
    pub need: String,
}

impl Writes {
    /// Returns the name that answers carry: a dictionary id, `visit.met` or
    /// `ledger.<name>`.
    ///
    /// Questions that write the same name about the same subject are one.
    pub fn key(&self) -> String {
        match self {
            Self::Fact(def) => def.id.as_str().to_owned(),
            Self::Met(_) => Self::MET.to_owned(),
            Self::Reached(_) => Self::REACHED.to_owned(),
            Self::Ledger(name) => format!("ledger.{name}"),
            Self::Need(name) => format!("need.{name}"),
        }
    }

    /// Returns the name that an op carries; a need is not written down by its answer.
    pub fn in_op(&self) -> Option<String> {
        match self {
            Self::Need(_) => None,
            Self::Fact(_) | Self::Met(_) | Self::Reached(_) | Self::Ledger(_) => Some(self.key()),
        }
    }

    /// The name under which it stands whom a visit met.
    pub const MET: &'static str = "visit.met";

    /// The name under which it stands whom a call reached.
    pub const REACHED: &'static str = "visit.reached";

    /// Tells whether it says whom one met or reached, which nothing of before
    /// can say.
    pub const fn is_meeting(&self) -> bool {
        matches!(self, Self::Met(_) | Self::Reached(_))
    }

    /// Returns the class of data that the answer belongs to.
    pub fn class(&self) -> DataClass {
        match self {
            Self::Fact(def) => class_of(def),
            Self::Met(_) | Self::Reached(_) | Self::Ledger(_) | Self::Need(_) => DataClass::Core,
        }
    }

    /// Returns the fact, or the choices of whom a visit met or a call reached.
    pub fn def(&self) -> Option<&Arc<FactDef>> {
        match self {
            Self::Fact(def) | Self::Met(def) | Self::Reached(def) => Some(def),
            Self::Ledger(_) | Self::Need(_) => None,
        }
    }
}

impl Question {
    /// Returns about whom the answer is, where the section is about `section`:
    /// a fact of the home is the home's, also in a person's section.
    pub fn about<'s, T>(&self, section: &'s T, home: &'s T) -> &'s T {
        match self.writes.def().map(|def| def.about) {
            Some(About::Household) => home,
            _ => section,
        }
    }

    /// Tells whether it is left out because the term it asks about has no content.
    pub fn is_unset(&self) -> bool {
        self.needs_slot && self.unset_slot.is_some()
    }

    /// Tells whether somebody of these roles is asked it.
    pub fn asks(&self, roles: impl IntoIterator<Item = Role>) -> bool {
        self.by_role.is_empty() || roles.into_iter().any(|role| self.by_role.contains(&role))
    }
}

impl Checklist {
    /// Finds a question by its id.
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == id)
    }
}
