//! `ledgers/*.toml`.

use std::sync::Arc;
use tanfang_policy::diag::{Code, Diagnostic};
use tanfang_policy::dict::About;
use tanfang_policy::doc::{Node, Reader, Table, Value};
use tanfang_policy::lang::check;
use tanfang_values::PeriodKind;

use super::super::Notice;
use super::{MET, Reading, clause, not_allowed, placed};
use crate::checklist::question::{Checklist, Writes};
use crate::ledger::columns::{Book, CellKind, Column, DutyCount, LedgerDef, RowsOf, Source, Split};

/// The rows that this version makes.
const VISIT_SUBJECTS: &str = "走访对象";
/// The day of a visit; by it the rows are ordered.
const VISIT_DAY: &str = "走访.日期";
const ROWS: [&str; 12] = [
    "人",
    "户",
    "走访",
    VISIT_SUBJECTS,
    "线索",
    "帮扶",
    "救助",
    "到账",
    "责任",
    "事件",
    "导入行",
    "手工",
];

pub(super) fn read(reading: &mut Reading<'_>, checklists: &[Checklist]) -> Vec<LedgerDef> {
    let mut ledgers = Vec::new();
    for item in reading.documents("ledgers") {
        let days = reading.days(&item.pack);
        let mut findings = Vec::new();
        let mut reader = item.table.reader(&mut findings);
        reader.skip("replaces");
        let id = reader.str("id").unwrap_or_default().to_owned();
        let name = reader.str("name").unwrap_or_default().to_owned();
        reader.require("rows");
        let rows = reader.opt_word("rows", &ROWS).unwrap_or_default();
        let periods = periods(&mut reader);
        let split = match reader.opt_word("split_by", &["人", "村"]) {
            Some("人") => Split::Person,
            Some(_) => Split::Village,
            None => Split::None,
        };
        // Duties are counted by what they have in common.
        reader.opt_word("group", &["责任"]);
        let books = reader.tables("book");
        let never = reader
            .strs("never")
            .into_iter()
            .map(str::to_owned)
            .collect();
        let filter = reader.opt_node("where");
        let sort = reader.opt_node("sort");
        reader.require("col");
        let tables = reader.tables("col");
        let clause = clause(&mut reader, &item, days, reading.resolved, true);
        reader.finish();
        reading.findings.extend(findings);
        let about = if rows == "户" {
            About::Household
        } else {
            About::Person
        };
        let file = &item.table.file;
        let filter = filter.and_then(|node| reading.rule(file, node, about));
        let books = books
            .iter()
            .filter_map(|table| book(reading, table, about))
            .collect();
        if let Some(node) = sort
            && rows == VISIT_SUBJECTS
        {
            let sort = sources(reading, file, node, about, checklists);
            if sort != [Source::VisitDay] {
                let finding = Diagnostic::error(Code::NotAllowed)
                    .with("key", "sort")
                    .with("given", list(node))
                    .with("allowed", VISIT_DAY);
                reading
                    .findings
                    .push(finding.at(file, node.line, Some(node.column)));
            }
        }
        let columns = tables
            .iter()
            .filter_map(|table| column(reading, table, about, checklists))
            .collect();
        let rows = match rows {
            VISIT_SUBJECTS => RowsOf::VisitSubjects,
            "户" => RowsOf::Homes,
            "责任" => RowsOf::Duties,
            other => RowsOf::Other(other.to_owned()),
        };
        if let RowsOf::Other(word) = &rows {
            reading.notices.push(Notice::LedgerNotMade {
                ledger: id.clone(),
                rows: word.clone(),
            });
        }
        ledgers.push(LedgerDef {
            id,
            name,
            rows,
            filter,
            periods,
            split,
            books,
            columns,
            never,
            clause,
        });
    }
    ledgers.sort_by(|a, b| a.id.cmp(&b.id));
    ledgers
}

/// Writes a text or a list of texts as one text.
fn list(node: &Node) -> String {
    match &node.value {
        Value::Str(text) => text.clone(),
        Value::Array(items) => items.iter().map(list).collect::<Vec<_>>().join(" "),
        other => other.kind().to_owned(),
    }
}

/// Reads the lengths of period: one word, or several to choose from.
fn periods(reader: &mut Reader<'_, '_>) -> Vec<PeriodKind> {
    let mut periods = Vec::new();
    for word in reader.strs("period") {
        match period_kind(word) {
            Some(kind) => periods.push(kind),
            None => not_allowed(reader, "period", word, "日 周 月 季 半年 年"),
        }
    }
    periods
}

/// Reads one `[[book]]`.
fn book(reading: &mut Reading<'_>, table: &Table, about: About) -> Option<Book> {
    let mut findings = Vec::new();
    let mut reader = table.reader(&mut findings);
    let id = reader.str("id").map(str::to_owned);
    let name = reader.str("name").map(str::to_owned);
    reader.require("where");
    let filter = reader.opt_node("where");
    reader.finish();
    reading.findings.extend(findings);
    let filter = filter.and_then(|node| reading.rule(&table.file, node, about))?;
    Some(Book {
        id: id?,
        name: name?,
        filter,
    })
}

fn period_kind(word: &str) -> Option<PeriodKind> {
    Some(match word {
        "日" => PeriodKind::Day,
        "周" => PeriodKind::Week,
        "月" => PeriodKind::Month,
        "季" => PeriodKind::Quarter,
        "半年" => PeriodKind::HalfYear,
        "年" => PeriodKind::Year,
        _ => return None,
    })
}

fn column(
    reading: &mut Reading<'_>,
    table: &Table,
    about: About,
    checklists: &[Checklist],
) -> Option<Column> {
    let mut findings = Vec::new();
    let mut reader = table.reader(&mut findings);
    let title = reader.str("title").map(str::to_owned);
    reader.require("cell");
    let kind = match reader.opt_word("cell", &["记录", "计算", "手填"]) {
        Some("记录") => CellKind::Record,
        Some("计算") => CellKind::Computed,
        _ => CellKind::Manual,
    };
    if kind != CellKind::Manual {
        reader.require("from");
    }
    let mask = reader.opt_node("mask").is_some();
    let from = reader.opt_node("from");
    reader.finish();
    reading.findings.extend(findings);
    let from = from.map_or_else(Vec::new, |node| {
        sources(reading, &table.file, node, about, checklists)
    });
    Some(Column {
        title: title?,
        kind,
        from,
        mask,
    })
}

fn sources(
    reading: &mut Reading<'_>,
    file: &str,
    node: &Node,
    about: About,
    checklists: &[Checklist],
) -> Vec<Source> {
    match &node.value {
        Value::Array(items) => items
            .iter()
            .filter_map(|item| source(reading, file, item, about, checklists))
            .collect(),
        _ => source(reading, file, node, about, checklists)
            .into_iter()
            .collect(),
    }
}

fn source(
    reading: &mut Reading<'_>,
    file: &str,
    node: &Node,
    about: About,
    checklists: &[Checklist],
) -> Option<Source> {
    let Value::Str(text) = &node.value else {
        let finding = Diagnostic::error(Code::WrongKind)
            .with("key", "from")
            .with("wanted", "text")
            .with("given", node.value.kind());
        reading
            .findings
            .push(finding.at(file, node.line, Some(node.column)));
        return None;
    };
    match text.as_str() {
        VISIT_DAY => return Some(Source::VisitDay),
        "走访.走访人" => return Some(Source::VisitWorker),
        "走访.以何身份" => return Some(Source::VisitCapacity),
        "走访.方式" => return Some(Source::VisitMode),
        "线索(走访)" => return Some(Source::Flags),
        "线索处理(走访)" => return Some(Source::FlagHandling),
        "序号" => return Some(Source::Number),
        "地方.村" => return Some(Source::Village),
        "户.组" => return Some(Source::Group),
        "户.户主" => return Some(Source::Head),
        "户.户主身份证号" => return Some(Source::HeadId),
        "户.人口" => return Some(Source::People),
        "户.已享受" => return Some(Source::Receives),
        _ => {}
    }
    if text == MET {
        return reading.met.clone().map(Source::Met);
    }
    if let Some(word) = text.strip_prefix("责任.")
        && let Some((_, count)) = DutyCount::ALL.iter().find(|(name, _)| *name == word)
    {
        return Some(Source::Duty(*count));
    }
    if let Some(name) = text.strip_prefix("台账.") {
        let written = checklists.iter().flat_map(|list| &list.questions).any(|q| {
            matches!(&q.writes, Writes::Ledger(to) if to == name
                || to.strip_prefix(name).is_some_and(|rest| rest.starts_with('.')))
        });
        if written {
            return Some(Source::Ledger(name.to_owned()));
        }
        let finding = Diagnostic::error(Code::UnknownTarget)
            .with("call", "from")
            .with("name", text.as_str());
        reading
            .findings
            .push(finding.at(file, node.line, Some(node.column)));
        return None;
    }
    if let Some(def) = reading.dictionary.fact_named(text) {
        return Some(Source::Fact(Arc::clone(def)));
    }
    match check(text, &reading.schema(about), None) {
        Ok(expr) => Some(Source::Expr(expr)),
        Err(finding) => {
            reading.findings.push(placed(finding, file, node));
            None
        }
    }
}
