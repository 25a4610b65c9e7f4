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
    /// What it covers.
    pub period: Option<PeriodKind>,
    /// Whether each person has a book of their own (一人一本).
    pub per_person: bool,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Names that may stand in no column.
    pub never: Vec<String>,
    /// Where it is written.
    pub clause: Clause,
}

/// Says what a row is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowsOf {
    /// 走访对象: a person whom a visit met or was to meet.
    VisitSubjects,
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
    /// An expression.
    Expr(Expr),
}

impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Met(a), Self::Met(b)) | (Self::Fact(a), Self::Fact(b)) => a.id == b.id,
            (Self::Ledger(a), Self::Ledger(b)) => a == b,
            (Self::Expr(a), Self::Expr(b)) => a.text() == b.text(),
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }
}
