//! `checklists/*.toml`.

use std::collections::BTreeMap;
use std::sync::Arc;
use tanfang_policy::diag::{Code, Diagnostic};
use tanfang_policy::dict::{About, Dictionary, FactDef, Type};
use tanfang_policy::doc::{Node, Reader, Table, Value};
use tanfang_policy::pack::{OwnedItem, Slot};

use super::super::Notice;
use super::{MET, REACHED, Reading, clause, flag_named, roles, unknown};
use crate::checklist::question::{
    AnswerKind, Carry, Checklist, Each, NeedRule, Question, Raise, Setting, Shows, Topic, Writes,
};
use crate::flag::FlagClass;

/// Word of a checklist that is asked about a place, on a patrol.
const PLACE: &str = "地方";
/// Word of a checklist that the worker answers about himself.
const WORKER: &str = "本人";

const KINDS: [(&str, AnswerKind); 8] = [
    ("是否", AnswerKind::YesNo),
    ("单选", AnswerKind::One),
    ("多选", AnswerKind::Many),
    ("数字", AnswerKind::Number),
    ("文字", AnswerKind::Text),
    ("日期", AnswerKind::Day),
    ("照片", AnswerKind::Photo),
    ("签名", AnswerKind::Signature),
];

pub(super) fn read(reading: &mut Reading<'_>, flags: &[FlagClass]) -> Vec<Checklist> {
    let mut checklists = Vec::new();
    let mut ids: BTreeMap<String, String> = BTreeMap::new();
    for item in reading.documents("checklists") {
        let days = reading.days(&item.pack);
        let mut findings = Vec::new();
        let mut reader = item.table.reader(&mut findings);
        reader.skip("replaces");
        let id = reader.str("id").unwrap_or_default().to_owned();
        let name = reader.str("name").unwrap_or_default().to_owned();
        reader.require("about");
        let asked = reader.opt_word("about", &["人", "户", PLACE, WORKER]);
        let about = asked.and_then(About::parse).unwrap_or(About::Household);
        let setting = match asked {
            Some(PLACE) => Setting::Place,
            Some(WORKER) => Setting::Worker,
            _ => Setting::Home,
        };
        let every_visit = reader.flag("every_visit");
        let topic = topic(&mut reader);
        reader.require("order");
        let order = reader.opt_int("order").unwrap_or_default();
        let show_if = reader.opt_node("show_if");
        let tables = reader.tables("q");
        let shown = reader.tables("shows");
        let head = clause(&mut reader, &item, days, reading.resolved, true);
        reader.finish();
        reading.findings.extend(findings);
        let show_if = show_if.and_then(|node| reading.rule(&item.table.file, node, about));
        let shows = shows(reading, &item, &shown, about);
        let mut questions = Vec::new();
        for table in tables {
            questions.extend(question(reading, &item, table, about, topic, flags));
        }
        for question in &questions {
            if let Some(other) = ids.insert(question.id.clone(), id.clone()) {
                reading.findings.push(
                    Diagnostic::error(Code::IdTwice)
                        .with("id", question.id.as_str())
                        .with("other", other)
                        .at(&question.clause.file, question.clause.line, None),
                );
            }
        }
        checklists.push(Checklist {
            id,
            name,
            setting,
            about,
            every_visit,
            show_if,
            order,
            questions,
            shows,
            clause: head,
        });
    }
    checklists
}

fn shows(
    reading: &mut Reading<'_>,
    item: &OwnedItem,
    tables: &[&Table],
    about: About,
) -> Vec<Shows> {
    let days = reading.days(&item.pack);
    let mut shows = Vec::new();
    for table in tables {
        let mut findings = Vec::new();
        let mut reader = table.reader(&mut findings);
        reader.require("if");
        let when = reader.opt_node("if");
        let say = reader.str("say").map(str::to_owned);
        let clause = clause(&mut reader, item, days, reading.resolved, false);
        reader.finish();
        reading.findings.extend(findings);
        let when = when.and_then(|node| reading.rule(&table.file, node, about));
        if let (Some(when), Some(say)) = (when, say) {
            shows.push(Shows { when, say, clause });
        }
    }
    shows
}

fn topic(reader: &mut Reader<'_, '_>) -> Option<Topic> {
    let word = reader.opt_word("topic", &Topic::WORDS.map(|(word, _)| word))?;
    let named = Topic::WORDS.into_iter().find(|(known, _)| *known == word);
    named.map(|(_, topic)| topic)
}

/// Says where a question stands whose topic nobody named.
fn topic_of(writes: &Writes) -> Topic {
    if writes.is_meeting() {
        Topic::Meeting
    } else if writes.def().is_some_and(|def| def.ty.is_money()) {
        Topic::Money
    } else {
        Topic::Matters
    }
}

/// What a question is spread over: subjects, or the items of a slot.
enum Spread {
    Subjects(Each),
    Slot(Box<Slot>),
}

/// Reads one question; one that asks the items of a slot becomes several.
fn question(
    reading: &mut Reading<'_>,
    item: &OwnedItem,
    table: &Table,
    about: About,
    of_list: Option<Topic>,
    flags: &[FlagClass],
) -> Vec<Question> {
    let days = reading.days(&item.pack);
    let mut findings = Vec::new();
    let mut reader = table.reader(&mut findings);
    let id = reader.str("id").unwrap_or_default().to_owned();
    let ask = reader.str("ask").unwrap_or_default().to_owned();
    reader.require("type");
    let words = KINDS.map(|(word, _)| word);
    let kind = reader.opt_word("type", &words);
    let kind = KINDS
        .iter()
        .find(|(word, _)| Some(*word) == kind)
        .map_or(AnswerKind::Text, |(_, kind)| *kind);
    let carry = match reader.opt_word("carry", &["必问", "都一样", "带出"]) {
        Some("都一样") => Carry::Same,
        Some("带出") => Carry::Carried,
        _ => Carry::Always,
    };
    let each = each(reading, &mut reader, about);
    let scope = match each {
        Spread::Subjects(Each::Members | Each::ToMeet) => About::Person,
        Spread::Subjects(Each::Section) | Spread::Slot(_) => about,
    };
    let needed = reader.opt_str("needs_slot").and_then(|name| {
        let slot = reading.resolved.slot(name).filter(|s| s.kind == "问题");
        if slot.is_none() {
            unknown(&mut reader, "needs_slot", name);
        }
        slot.cloned()
    });
    let raises = reader.tables("raises");
    let needs = reader.tables("needs");
    let writes = writes(reading, &mut reader, kind, scope, needs.first().copied());
    let own_topic = topic(&mut reader);
    let by_role = roles(&mut reader, "by_role");
    let optional = reader.flag("optional");
    let suggestion = reader.opt_word("origin", &["建议"]).is_some();
    let evidence = reader.opt_str("evidence").map(str::to_owned);
    let show_if = reader.opt_node("show_if");
    let clause = clause(&mut reader, item, days, reading.resolved, false);
    reader.finish();
    reading.findings.extend(findings);

    let file = &item.table.file;
    let show_if = show_if.and_then(|node| reading.rule(file, node, scope));
    let raises = raise_rules(reading, &raises, scope, flags);
    let needs = need_rules(reading, &needs, scope);
    let Some(writes) = writes else {
        return Vec::new();
    };
    let only_if = writes.def().cloned().and_then(|def| {
        let text = def.only_if.clone()?;
        let node = Node {
            value: Value::Str(text),
            line: def.line,
            column: 1,
            inside: (def.line, 1),
        };
        reading.rule(Dictionary::FILE, &node, def.about)
    });
    let question = Question {
        id,
        ask,
        item: needed.as_ref().and_then(items),
        kind,
        key: writes.key(),
        topic: match topic_of(&writes) {
            Topic::Matters => own_topic.or(of_list).unwrap_or(Topic::Matters),
            fitting => own_topic.unwrap_or(fitting),
        },
        writes,
        each: match each {
            Spread::Subjects(each) => each,
            Spread::Slot(_) => Each::Section,
        },
        carry,
        show_if,
        only_if,
        raises,
        needs,
        evidence,
        by_role,
        optional,
        suggestion,
        unset_slot: needed
            .as_ref()
            .filter(|slot| slot.items.is_empty())
            .map(|slot| slot.name.clone()),
        needs_slot: needed.is_some(),
        clause,
    };
    if let Some(slot) = &question.unset_slot {
        reading.notices.push(Notice::SlotUnset {
            slot: slot.clone(),
            question: question.id.clone(),
        });
    }
    spread(reading, question, each)
}

/// Makes one question of each item of a slot; an unset slot asks once and is a notice.
fn spread(reading: &mut Reading<'_>, question: Question, each: Spread) -> Vec<Question> {
    let Spread::Slot(slot) = each else {
        return vec![question];
    };
    if slot.items.is_empty() {
        reading.notices.push(Notice::SlotUnset {
            slot: slot.name.clone(),
            question: question.id.clone(),
        });
        return vec![Question {
            unset_slot: Some(slot.name.clone()),
            ..question
        }];
    }
    slot.items
        .iter()
        .map(|item| {
            let writes = match &question.writes {
                Writes::Ledger(name) => Writes::Ledger(format!("{name}.{}", item.id)),
                other => other.clone(),
            };
            Question {
                id: format!("{}.{}", question.id, item.id),
                ask: item.ask.clone().unwrap_or_else(|| question.ask.clone()),
                item: Some(item.text.clone()),
                key: writes.key(),
                writes,
                ..question.clone()
            }
        })
        .collect()
}

/// Lists the items of a slot in words, as the source writes lists.
fn items(slot: &Slot) -> Option<String> {
    let texts: Vec<&str> = slot.items.iter().map(|item| item.text.as_str()).collect();
    (!texts.is_empty()).then(|| texts.join("、"))
}

fn each(reading: &Reading<'_>, reader: &mut Reader<'_, '_>, about: About) -> Spread {
    match reader.opt_str("each") {
        None => Spread::Subjects(Each::Section),
        Some("成员") if about == About::Household => Spread::Subjects(Each::Members),
        Some("要见的人") if about == About::Household => Spread::Subjects(Each::ToMeet),
        Some(name) => match reading.resolved.slot(name) {
            Some(slot) if slot.kind == "问题" => Spread::Slot(Box::new(slot.clone())),
            _ => {
                unknown(reader, "each", name);
                Spread::Subjects(Each::Section)
            }
        },
    }
}

/// Reads what the answer is written to, and checks that its form fits.
fn writes<'r>(
    reading: &Reading<'_>,
    reader: &mut Reader<'r, '_>,
    kind: AnswerKind,
    about: About,
    need: Option<&'r Table>,
) -> Option<Writes> {
    let Some(name) = reader.opt_str("writes") else {
        if let Some(need) = need
            && let Some(node) = need.get("need")
            && let Value::Str(name) = &node.value
        {
            return Some(Writes::Need(name.clone()));
        }
        // A question that writes nothing is a question for nothing.
        reader.find(
            "writes",
            Diagnostic::error(Code::MissingKey).with("key", "writes"),
        );
        return None;
    };
    if let Some(ledger) = name.strip_prefix("台账.") {
        return Some(Writes::Ledger(ledger.to_owned()));
    }
    let (def, target): (_, fn(Arc<FactDef>) -> Writes) = match name {
        MET => (reading.met.clone(), Writes::Met),
        REACHED => (reading.reached.clone(), Writes::Reached),
        _ => (reading.dictionary.fact_named(name).cloned(), Writes::Fact),
    };
    let Some(def) = def else {
        unknown(reader, "writes", name);
        return None;
    };
    if about == About::Household && def.about == About::Person {
        let finding = Diagnostic::error(Code::PersonInHousehold).with("name", name);
        reader.find("writes", finding);
    }
    if !fits(kind, &def.ty) {
        let finding = Diagnostic::error(Code::TypeMismatch)
            .with("left", word(kind))
            .with("right", def.ty.to_string());
        reader.find("type", finding);
    }
    Some(target(def))
}

fn word(kind: AnswerKind) -> &'static str {
    KINDS
        .iter()
        .find(|(_, known)| *known == kind)
        .map_or("", |(word, _)| word)
}

fn fits(kind: AnswerKind, ty: &Type) -> bool {
    match ty {
        Type::Bool => kind == AnswerKind::YesNo,
        Type::Enum(_) => kind == AnswerKind::One,
        Type::Many(_) => kind == AnswerKind::Many,
        Type::Date => kind == AnswerKind::Day,
        Type::Text => kind == AnswerKind::Text,
        Type::Int
        | Type::Times
        | Type::Percent
        | Type::Months
        | Type::Days
        | Type::Yuan
        | Type::YuanMonth
        | Type::YuanYear
        | Type::YuanPeriod => kind == AnswerKind::Number,
    }
}

fn raise_rules(
    reading: &mut Reading<'_>,
    tables: &[&Table],
    about: About,
    flags: &[FlagClass],
) -> Vec<Raise> {
    let mut raises = Vec::new();
    for table in tables {
        let mut findings = Vec::new();
        let mut reader = table.reader(&mut findings);
        reader.require("if");
        let when = reader.opt_node("if");
        let flag = reader.str("flag").and_then(|name| {
            let flag = flag_named(flags, name);
            if flag.is_none() {
                unknown(&mut reader, "flag", name);
            }
            flag.map(|flag| flag.id.clone())
        });
        reader.finish();
        reading.findings.extend(findings);
        let when = when.and_then(|node| reading.rule(&table.file, node, about));
        if let (Some(when), Some(flag)) = (when, flag) {
            raises.push(Raise { when, flag });
        }
    }
    raises
}

fn need_rules(reading: &mut Reading<'_>, tables: &[&Table], about: About) -> Vec<NeedRule> {
    let mut needs = Vec::new();
    for table in tables {
        let mut findings = Vec::new();
        let mut reader = table.reader(&mut findings);
        reader.require("if");
        let when = reader.opt_node("if");
        let need = reader.str("need").map(str::to_owned);
        reader.finish();
        reading.findings.extend(findings);
        let when = when.and_then(|node| reading.rule(&table.file, node, about));
        if let (Some(when), Some(need)) = (when, need) {
            needs.push(NeedRule { when, need });
        }
    }
    needs
}
