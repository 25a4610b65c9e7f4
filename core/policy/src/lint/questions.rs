//! Checklists: questions for nothing, and proof that is not free.

use crate::diag::{Code, Diagnostic};
use crate::doc::{Table, Value};
use crate::pack::{Layer, Resolved, tables_of, text_of};
use std::collections::BTreeSet;

/// Forms of answers that are evidence, and so always the person's choice.
const PROOF: [&str; 3] = ["照片", "签名", "定位"];

/// The sign of a question that raises a flag.
const SIGN: char = '⚑';

pub(super) fn questions(
    layer: &Layer,
    family: &[&Resolved],
    used: &BTreeSet<String>,
    findings: &mut Vec<Diagnostic>,
) {
    let mut proof: BTreeSet<&str> = BTreeSet::new();
    for pack in family {
        for doc in pack.layers().iter().flat_map(|l| l.docs_in("checklists/")) {
            for question in tables_of(doc.1, "q") {
                if text_of(question, "type").is_some_and(|kind| PROOF.contains(&kind)) {
                    proof.extend(text_of(question, "id"));
                }
            }
        }
    }
    for (_, doc) in layer.docs_in("checklists/") {
        let questions = tables_of(doc, "q");
        let cited: BTreeSet<&str> = questions
            .iter()
            .filter(|question| question.get("cite").is_some())
            .filter_map(|question| text_of(question, "id").map(stem))
            .collect();
        for question in questions {
            one(question, used, &cited, findings);
        }
    }
    // An obligation that is only done with a proof requires it all the same.
    let obligations = layer.doc("obligations.toml");
    for table in obligations
        .into_iter()
        .flat_map(|doc| tables_of(doc, "obligation"))
    {
        let Some(Value::Array(must)) = table.get("must").map(|node| &node.value) else {
            continue;
        };
        for node in must {
            let Value::Str(id) = &node.value else {
                continue;
            };
            if proof.contains(id.as_str()) {
                findings.push(
                    Diagnostic::warning(Code::ForcedProof)
                        .with("id", text_of(table, "id").unwrap_or_default())
                        .with("what", id)
                        .at(&table.file, node.line, Some(node.column)),
                );
            }
        }
    }
}

/// A question and its follow-ups (5a, 5b) are one question of the document.
fn stem(id: &str) -> &str {
    id.trim_end_matches(|c: char| c.is_ascii_lowercase())
}

fn one(
    question: &Table,
    used: &BTreeSet<String>,
    cited: &BTreeSet<&str>,
    findings: &mut Vec<Diagnostic>,
) {
    let id = text_of(question, "id").unwrap_or_default();
    let optional = matches!(
        question.get("optional").map(|node| &node.value),
        Some(Value::Bool(true))
    );
    if let Some(kind) = text_of(question, "type").filter(|kind| PROOF.contains(kind))
        && !optional
    {
        findings.push(
            Diagnostic::warning(Code::ForcedProof)
                .with("id", id)
                .with("what", kind)
                .at(&question.file, question.line_of("type"), None),
        );
    }
    let raises = question.get("raises").is_some();
    if !raises && text_of(question, "ask").is_some_and(|ask| ask.contains(SIGN)) {
        findings.push(Diagnostic::warning(Code::NoFlag).with("name", id).at(
            &question.file,
            question.line_of("ask"),
            None,
        ));
    }
    // What goes into a ledger or a need is used there; what a document asks is asked for its sake.
    let Some(name) = text_of(question, "writes").filter(|name| !name.contains('.')) else {
        return;
    };
    let asked = cited.contains(stem(id)) && text_of(question, "origin").is_none();
    if !raises && !asked && !used.contains(name) {
        findings.push(
            Diagnostic::warning(Code::NoConsequence)
                .with("id", id)
                .with("name", name)
                .at(&question.file, question.line_of("writes"), None),
        );
    }
}
