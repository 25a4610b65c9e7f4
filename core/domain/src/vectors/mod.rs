//! Worked cases of duties: what is known, what happens, and what must come out.
//!
//! A pack keeps them beside its obligations, `duties/<ID>.toml`, one file for
//! each obligation or deadline. They say what the document means, in lines that
//! a clerk reads aloud; `tanfang pack check` runs them, and so do the tests of
//! this crate. A tour:
//!
//! * [`run`] and [`run_all`] – run the cases of one pack, or of all.
//! * `scene` – one home with what is known of it and what happened there.
//! * `lines` – reads a line such as `2020-05-24 23:30 村委会成员 入户 见到甲 答完`;
//!   `acts` what workers do in it.
//! * `expect` – reads `甲 村委会成员 2020-05-18 已办` and compares.
//! * `say` – every word that is true of a duty; a line may use any of them.
//!
//! A line is words with spaces between; a word that is not true, or that nobody
//! knows, is a finding with its file and line.

mod acts;
mod expect;
mod lines;
mod say;
mod scene;

use std::collections::BTreeMap;
use tanfang_policy::diag::{Code, Diagnostic};
use tanfang_policy::doc::{Node, Table, Value};
use tanfang_policy::pack::{PackSet, Resolved};
use tanfang_values::{Calendar, Day};

use crate::pack::Work;
use crate::role::Role;

/// Folder of a pack in which the cases of its duties stand.
pub const FOLDER: &str = "duties/";
/// File of the pack `common` that says what roles are called.
const TEXTS: &str = "texts/ui.zh.toml";

/// How the cases of duties came out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// How many cases ran, by `pack/path` of their file.
    pub ran: BTreeMap<String, usize>,
    /// What was wrong with them or their results.
    pub findings: Vec<Diagnostic>,
}

impl Outcome {
    /// Returns how many cases ran in all.
    pub fn count(&self) -> usize {
        self.ran.values().sum()
    }
}

/// What every case of a pack is read and judged with.
struct Bench<'p> {
    pack: &'p Resolved,
    work: Work,
    calendar: &'p Calendar,
    roles: BTreeMap<String, Role>,
}

/// Runs the cases of every pack, each with its own pack as the last of its chain.
pub fn run_all(packs: &PackSet, calendar: &Calendar) -> Outcome {
    let mut out = Outcome::default();
    for pack in packs.ids().into_iter().filter_map(|id| packs.resolve(id)) {
        let one = run(&pack, calendar, |_| true);
        out.ran.extend(one.ran);
        out.findings.extend(one.findings);
    }
    out
}

/// Runs the cases that stand in one pack itself, of the files that `only` lets
/// through by the id they are named after.
pub fn run(pack: &Resolved, calendar: &Calendar, only: impl Fn(&str) -> bool) -> Outcome {
    let mut out = Outcome::default();
    let Some(layer) = pack.layers().last() else {
        return out;
    };
    let docs: Vec<(&str, &Table)> = layer
        .docs_in(FOLDER)
        .filter_map(|(path, doc)| Some((stem(path)?, doc)))
        .filter(|(id, _)| only(id))
        .collect();
    if docs.is_empty() {
        return out;
    }
    let work = match Work::assemble(pack.dictionary(), pack) {
        Ok(work) => work,
        Err(findings) => {
            out.findings.extend(findings);
            return out;
        }
    };
    let bench = Bench {
        pack,
        work,
        calendar,
        roles: role_names(pack),
    };
    for (id, doc) in docs {
        let mut reader = doc.reader(&mut out.findings);
        let cases = reader.tables("case");
        reader.finish();
        out.ran.insert(doc.file.clone(), cases.len());
        for case in cases {
            run_case(&bench, id, case, &mut out.findings);
        }
    }
    out
}

/// Returns the id that a file is named after.
fn stem(path: &str) -> Option<&str> {
    path.strip_prefix(FOLDER)?.strip_suffix(".toml")
}

/// Reads what roles are called from the string table of the packs.
fn role_names(pack: &Resolved) -> BTreeMap<String, Role> {
    let docs = pack.layers().iter().filter_map(|layer| layer.doc(TEXTS));
    let tables = docs.filter_map(|doc| match &doc.get("role")?.value {
        Value::Table(table) => Some(table),
        _ => None,
    });
    tables
        .flat_map(Table::entries)
        .filter_map(|(name, node)| match &node.value {
            Value::Str(text) => Some((text.clone(), Role::parse(name)?)),
            _ => None,
        })
        .collect()
}

fn run_case(bench: &Bench<'_>, id: &str, case: &Table, findings: &mut Vec<Diagnostic>) {
    let before = findings.len();
    let mut reader = case.reader(findings);
    let name = reader.str("id").unwrap_or_default();
    for key in ["note", "given", "happens", "expect"] {
        reader.skip(key);
    }
    reader.require("today");
    let today = reader.opt_day("today");
    reader.require("expect");
    reader.finish();
    let Some(today) = today else {
        return;
    };
    let mut scene = scene::Scene::new();
    for (node, line) in texts(case, "given", findings) {
        if let Err(why) = lines::read(bench, &mut scene, Some(Day::MIN), line) {
            findings.push(bad(case, node, name, line, why));
        }
    }
    for (node, line) in texts(case, "happens", findings) {
        if let Err(why) = lines::read(bench, &mut scene, None, line) {
            findings.push(bad(case, node, name, line, why));
        }
    }
    if findings.len() > before {
        return;
    }
    scene.settle();
    for (node, line) in texts(case, "expect", findings) {
        match expect::compare(bench, &scene, id, today, line) {
            Ok(None) => {}
            Ok(Some(found)) => findings.push(
                Diagnostic::error(Code::CaseFailed)
                    .with("id", name)
                    .with("what", id)
                    .with("wanted", line)
                    .with("found", found)
                    .at(&case.file, node.line, Some(node.column)),
            ),
            Err(why) => findings.push(bad(case, node, name, line, why)),
        }
    }
}

/// Lists the lines of a key, each with its place.
fn texts<'t>(
    case: &'t Table,
    key: &str,
    findings: &mut Vec<Diagnostic>,
) -> Vec<(&'t Node, &'t str)> {
    let items = match case.get(key).map(|node| &node.value) {
        None => return Vec::new(),
        Some(Value::Array(items)) => items.as_slice(),
        Some(other) => {
            findings.push(
                Diagnostic::error(Code::WrongKind)
                    .with("key", key)
                    .with("wanted", "list of texts")
                    .with("given", other.kind())
                    .at(&case.file, case.line_of(key), None),
            );
            return Vec::new();
        }
    };
    let mut lines = Vec::new();
    for node in items {
        match &node.value {
            Value::Str(text) => lines.push((node, text.as_str())),
            other => findings.push(
                Diagnostic::error(Code::WrongKind)
                    .with("key", key)
                    .with("wanted", "list of texts")
                    .with("given", other.kind())
                    .at(&case.file, node.line, Some(node.column)),
            ),
        }
    }
    lines
}

fn bad(case: &Table, node: &Node, id: &str, line: &str, why: &str) -> Diagnostic {
    Diagnostic::error(Code::BadCase)
        .with("id", id)
        .with("line_text", line)
        .with("why", why)
        .at(&case.file, node.line, Some(node.column))
}
