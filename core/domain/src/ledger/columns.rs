//! Ledgers as packs write them: whose rows, and what stands in each column.

use std::sync::Arc;
use tanfang_policy::dict::FactDef;
use tanfang_values::PeriodKind;

use crate::pack::cite::Clause;
use crate::pack::rule::Rule;
use tanfang_policy::lang::Expr;

/// Holds one ledger.
#[derive(Debug, Clone, PartialEq)]
pub struct LedgerDef {
    /// Id, such as `L06`.
    pub id: String,
    /// Its title.
    pub name: String,
    /// What a row is.
    pub rows: RowsOf,
    /// Who gets a row: surely true; the undecided are counted apart.
    pub filter: Option<Rule>,
    /// What it covers: lengths of period to choose from, the usual one first.
    pub periods: Vec<PeriodKind>,
    /// How it is split into parts.
    pub split: Split,
    /// The books it consists of (各一册); none when it is one book.
    pub books: Vec<Book>,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Names that may stand in no column.
    pub never: Vec<String>,
    /// Where it is written.
    pub clause: Clause,
}

/// Holds one book of a ledger: the rows for which its rule surely holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Book {
    /// Id, kept for ever.
    pub id: String,
    /// Its title.
    pub name: String,
    /// Whom it holds.
    pub filter: Rule,
}

/// Says how a ledger is split into parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Split {
    /// It is one part.
    None,
    /// Each person has a book of their own (一人一本).
    Person,
    /// Each village has its part.
    Village,
}

/// Says what a row is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowsOf {
    /// 走访对象: a person whom a visit met or was to meet.
    VisitSubjects,
    /// 户: a home as it stands at the end of the period, or today.
    Homes,
    /// 责任: the duties of one obligation and role, counted.
    Duties,
    /// Anything else, by the word of the pack; no rows are made of it yet.
    Other(String),
}

/// Holds one column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its title.
    pub title: String,
    /// Whether its cells are recorded, computed or left to be filled in by hand.
    pub kind: CellKind,
    /// What stands in it, joined by 、; empty for a column filled in by hand.
    pub from: Vec<Source>,
    /// Whether it is masked on a printed list.
    pub mask: bool,
}

/// Says where a cell comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CellKind {
    /// 记录: as it was answered.
    Record,
    /// 计算: worked out.
    Computed,
    /// 手填: left empty, to be written by hand.
    Manual,
}

/// Names one part of a cell.
#[derive(Debug, Clone)]
pub enum Source {
    /// 走访.日期.
    VisitDay,
    /// 走访.走访人.
    VisitWorker,
    /// 走访.以何身份: role held, and for which role the worker acted.
    VisitCapacity,
    /// 走访.方式.
    VisitMode,
    /// 走访.见面.
    Met(Arc<FactDef>),
    /// 线索(走访): flags that the visit raised.
    Flags,
    /// 线索处理(走访): what became of them.
    FlagHandling,
    /// A fact, as answered on the visit.
    Fact(Arc<FactDef>),
    /// 台账.x, as answered on the visit.
    Ledger(String),
    /// 序号: the number of the row.
    Number,
    /// 地方.村.
    Village,
    /// 户.组.
    Group,
    /// 户.户主.
    Head,
    /// 户.户主身份证号.
    HeadId,
    /// 户.人口: how many live there.
    People,
    /// 户.已享受: what its people receive.
    Receives,
    /// 责任.x: a count of duties, or what they have in common.
    Duty(DutyCount),
    /// An expression.
    Expr(Expr),
}

/// Names what a cell says of the duties of its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DutyCount {
    /// 责任.名称.
    Name,
    /// 责任.责任人: the role that owes them.
    Role,
    /// 责任.应访户: homes, each once.
    Homes,
    /// 责任.应访人: persons or homes they are owed to, each once.
    Persons,
    /// 责任.应访: duties owed; those that ended undone are not.
    Due,
    /// 责任.已访.
    Done,
    /// 责任.未访.
    Open,
    /// 责任.未遇: not done, though somebody went and did not meet the person.
    NotMet,
    /// 责任.补传: done, and written down on a later day.
    EnteredLate,
    /// 责任.超期: not done, and past the last day.
    Late,
    /// 责任.不知道: of another actor, whose records have not come in.
    Unknown,
    /// 责任.中途结束: ended before it was done.
    Ended,
    /// 责任.暂停: not done, and an approved pause runs.
    Paused,
    /// 责任.非接触替代: done only because the mode was overridden.
    NonContact,
}

impl DutyCount {
    /// Every name with the word that packs use.
    pub const ALL: [(&'static str, Self); 14] = [
        ("名称", Self::Name),
        ("责任人", Self::Role),
        ("应访户", Self::Homes),
        ("应访人", Self::Persons),
        ("应访", Self::Due),
        ("已访", Self::Done),
        ("未访", Self::Open),
        ("未遇", Self::NotMet),
        ("补传", Self::EnteredLate),
        ("超期", Self::Late),
        ("不知道", Self::Unknown),
        ("中途结束", Self::Ended),
        ("暂停", Self::Paused),
        ("非接触替代", Self::NonContact),
    ];
}

impl LedgerDef {
    /// Finds a book; the first where none is named.
    pub fn book(&self, id: Option<&str>) -> Option<&Book> {
        match id {
            Some(id) => self.books.iter().find(|book| book.id == id),
            None => self.books.first(),
        }
    }

    /// Tells whether this version makes its rows.
    pub fn is_made(&self) -> bool {
        !matches!(self.rows, RowsOf::Other(_))
    }
}

impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Met(a), Self::Met(b)) | (Self::Fact(a), Self::Fact(b)) => a.id == b.id,
            (Self::Ledger(a), Self::Ledger(b)) => a == b,
            (Self::Expr(a), Self::Expr(b)) => a.text() == b.text(),
            (Self::Duty(a), Self::Duty(b)) => a == b,
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }
}
