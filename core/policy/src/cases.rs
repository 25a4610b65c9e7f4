//! Worked cases of a pack: what is given, what must come out.
//!
//! A clerk writes cases in the language of the rules (`pack-format.md`, *cases*).
//! `tanfang pack check` runs them, and so do the tests of this crate.

use crate::diag::{Code, Diagnostic};
use crate::dict::{About, FactDef, ListDef, Type};
use crate::doc::{Reader, Table, Value};
use crate::eval::FactRef;
use crate::lang::{AID_LIST, AID_SCHEME, MEMBERS_NAME, Schema};
use crate::number::{Fraction, parse_number, parse_span};
use crate::pack::{PackSet, ParamValue, Resolved};
use crate::scheme::{Amount, Hint, evaluate};
use crate::value::FactValue;
use crate::world::{Item, Known, Member, Subject, World};
use std::collections::BTreeSet;
use std::sync::Arc;
use tanfang_values::Day;
use tanfang_values::text::{half_width, squeeze};

/// How the cases of a pack came out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Cases that ran.
    pub ran: usize,
    /// What was wrong with them or their results.
    pub findings: Vec<Diagnostic>,
    /// Every case that could be read, with what came out.
    pub cases: Vec<Ran>,
}

/// One case that ran.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ran {
    /// Id of the case.
    pub id: String,
    /// `pack/path` of its file.
    pub file: String,
    /// Line at which it begins.
    pub line: u32,
    /// What came out.
    pub hint: Hint,
}

/// Runs the cases of every pack, each with its own pack as root.
pub fn run_all(packs: &PackSet) -> Outcome {
    let mut out = Outcome::default();
    for id in packs.ids() {
        if let Some(pack) = packs.resolve(id) {
            let one = run(&pack);
            out.ran += one.ran;
            out.findings.extend(one.findings);
            out.cases.extend(one.cases);
        }
    }
    out
}

/// Runs the cases that stand in one pack itself.
pub fn run(pack: &Resolved) -> Outcome {
    let mut out = Outcome::default();
    let Some(layer) = pack.layers().last() else {
        return out;
    };
    for (_, doc) in layer.docs_in("cases/") {
        let mut reader = doc.reader(&mut out.findings);
        let cases = reader.tables("case");
        reader.finish();
        for case in cases {
            out.ran += 1;
            let ran = run_case(pack, case, &mut out.findings);
            out.cases.extend(ran);
        }
    }
    out
}

fn run_case(pack: &Resolved, case: &Table, findings: &mut Vec<Diagnostic>) -> Option<Ran> {
    let before = findings.len();
    let mut reader = case.reader(findings);
    let id = reader.str("id").unwrap_or_default();
    reader.skip("note");
    let scheme = reader.str("scheme").unwrap_or_default();
    reader.require("day");
    let day = reader.opt_day("day");
    let params = reader.strs("params");
    let given = reader.strs("given");
    let events = reader.strs("events");
    reader.require("expect");
    let expect = reader.opt_table("expect");
    reader.finish();
    let (Some(day), Some(expect)) = (day, expect) else {
        return None;
    };
    let mut reading = Reading {
        pack,
        schema: pack.schema(About::Person),
        world: World::new(day),
    };
    reading.world.events = events.into_iter().map(str::to_owned).collect();
    for line in params {
        if let Err(why) = reading.param(line) {
            findings.push(bad(case, "params", id, line, why));
        }
    }
    for line in given {
        if let Err(why) = reading.given(line) {
            findings.push(bad(case, "given", id, line, why));
        }
    }
    if findings.len() > before {
        return None;
    }
    let world = reading.world;
    let who = match expect.get("who").map(|node| &node.value) {
        Some(Value::Str(name)) => world.member(name).map(Subject::Person),
        _ => Some(Subject::Household),
    };
    let hint = who.and_then(|who| evaluate(pack, scheme, &world, who));
    let Some(hint) = hint else {
        findings.push(bad(case, "scheme", id, scheme, "no such scheme or subject"));
        return None;
    };
    let mut reader = expect.reader(findings);
    compare(&mut reader, id, &hint);
    reader.finish();
    Some(Ran {
        id: id.to_owned(),
        file: case.file.clone(),
        line: case.line,
        hint,
    })
}

fn bad(case: &Table, key: &str, id: &str, line: &str, why: &str) -> Diagnostic {
    Diagnostic::error(Code::BadCase)
        .with("id", id)
        .with("line_text", line)
        .with("why", why)
        .at(&case.file, case.line_of(key), None)
}

fn compare(reader: &mut Reader<'_, '_>, id: &str, hint: &Hint) {
    let differ =
        |reader: &mut Reader<'_, '_>, what: &'static str, wanted: String, found: String| {
            let finding = Diagnostic::error(Code::CaseFailed)
                .with("id", id)
                .with("what", what)
                .with("wanted", wanted)
                .with("found", found);
            reader.find(what, finding);
        };
    reader.skip("who");
    let verdict = reader.str("verdict").unwrap_or_default();
    if verdict != hint.verdict.word() {
        differ(
            reader,
            "verdict",
            verdict.to_owned(),
            hint.verdict.word().to_owned(),
        );
    }
    for wanted in reader.strs("because") {
        if !hint.because.iter().any(|found| found == wanted) {
            differ(reader, "because", wanted.to_owned(), hint.because.join(" "));
        }
    }
    let set = |list: Vec<String>| -> BTreeSet<String> {
        list.into_iter().map(|text| squeeze(&text)).collect()
    };
    let shown = |list: &BTreeSet<String>| list.iter().cloned().collect::<Vec<_>>().join(" ");
    if reader.table.get("missing").is_some() {
        let wanted = set(reader
            .strs("missing")
            .into_iter()
            .map(str::to_owned)
            .collect());
        let mut missing: Vec<String> = hint.missing().map(shown_fact).collect();
        missing.extend(hint.hangs.params.iter().cloned());
        let found = set(missing);
        if wanted != found {
            differ(reader, "missing", shown(&wanted), shown(&found));
        }
    }
    if let Some(wanted) = reader.opt_str("amount") {
        let unit = hint.unit.clone().unwrap_or(Type::Yuan);
        let ends = parse_span(wanted, &unit).map(|span| {
            let fen = |end: Option<Fraction>| end.and_then(Fraction::as_whole);
            (fen(span.interval.low), fen(span.interval.high))
        });
        let same = match (&hint.amount, ends) {
            (Amount::Fen { low, high, .. }, Some(ends)) => (*low, *high) == ends,
            _ => false,
        };
        if !same {
            differ(
                reader,
                "amount",
                wanted.to_owned(),
                shown_amount(&hint.amount, &unit),
            );
        }
    }
    if reader.table.get("amount_missing").is_some() {
        let wanted = set(reader
            .strs("amount_missing")
            .into_iter()
            .map(str::to_owned)
            .collect());
        let found = match &hint.amount {
            Amount::NotSet(hangs) | Amount::Unknown(hangs) | Amount::Fen { hangs, .. } => {
                let facts = hangs.facts.iter().chain(&hangs.judgements).map(shown_fact);
                set(facts.chain(hangs.params.iter().cloned()).collect())
            }
            Amount::None => BTreeSet::new(),
        };
        if wanted != found {
            differ(reader, "amount_missing", shown(&wanted), shown(&found));
        }
    }
    for (key, found) in [("redirect", &hint.redirect), ("say", &hint.say)] {
        if let Some(wanted) = reader.opt_str(key)
            && found.as_deref() != Some(wanted)
        {
            differ(
                reader,
                key,
                wanted.to_owned(),
                found.clone().unwrap_or_default(),
            );
        }
    }
    if let Some(wanted) = reader.opt_str("flag")
        && !hint.raises.iter().any(|found| found == wanted)
    {
        differ(reader, "flag", wanted.to_owned(), hint.raises.join(" "));
    }
    for wanted in reader.strs("next") {
        if !hint.next.iter().any(|(found, _)| found == wanted) {
            let found: Vec<&str> = hint.next.iter().map(|(text, _)| text.as_str()).collect();
            differ(reader, "next", wanted.to_owned(), found.join(" "));
        }
    }
    // Duties and questions are the business of the features that own them.
    reader.skip("duty");
    reader.skip("asks");
}

/// An amount as cases write it.
fn shown_amount(amount: &Amount, unit: &Type) -> String {
    let end = |fen: Option<i64>| fen.map(|fen| crate::number::shown(fen, unit));
    match amount {
        Amount::None => "无".to_owned(),
        Amount::Fen { low, high, .. } => match (end(*low), end(*high)) {
            (Some(low), Some(high)) if low == high => low,
            (Some(low), Some(high)) => format!("{low}~{high}"),
            (Some(low), None) => format!("≥{low}"),
            (None, Some(high)) => format!("≤{high}"),
            (None, None) => "?".to_owned(),
        },
        Amount::NotSet(hangs) => format!("未配置({})", hangs.params.join(" ")),
        Amount::Unknown(hangs) => {
            let missing = hangs.facts.iter().chain(&hangs.judgements).map(shown_fact);
            format!("待核({})", missing.collect::<Vec<_>>().join(" "))
        }
    }
}

fn shown_fact(fact: &FactRef) -> String {
    match &fact.person {
        Some(person) => format!("{person}.{}", fact.name),
        None => fact.name.clone(),
    }
}

/// Turns lines of a case into a world.
struct Reading<'c> {
    pack: &'c Resolved,
    schema: Schema,
    world: World,
}

const COMPLETE: &str = "齐全";

impl Reading<'_> {
    fn param(&mut self, line: &str) -> Result<(), &'static str> {
        let (name, value) = line.split_once('=').ok_or("needs =")?;
        let name = name.trim();
        let param = self.pack.param_def(name).ok_or("no such parameter")?;
        let value = ParamValue::parse(value, &param.ty).ok_or("not a value of the parameter")?;
        self.world.assume.insert(name.to_owned(), value);
        Ok(())
    }

    fn given(&mut self, line: &str) -> Result<(), &'static str> {
        let line = half_width(line);
        let line = line.trim();
        if let Some(names) = line
            .strip_prefix(MEMBERS_NAME)
            .and_then(|rest| rest.trim().strip_prefix('='))
        {
            for name in names.split_whitespace() {
                if name == COMPLETE {
                    self.world.members_complete = true;
                } else {
                    self.person(name);
                }
            }
            return Ok(());
        }
        if let Some(list) = line.strip_suffix(COMPLETE) {
            return self.complete(list.trim());
        }
        let (left, _) = line.split_once('=').ok_or("needs =")?;
        match left.split_whitespace().collect::<Vec<_>>().as_slice() {
            [fact] => {
                let value = line.split_once('=').map_or("", |(_, value)| value.trim());
                self.fact(fact, value)
            }
            // 甲 收入项 收入种类 = 务工, …   or   支出项 支出种类 = …
            [person, list, _] => {
                let fields = line.split_once(list).map_or("", |(_, rest)| rest);
                self.item(Some(person), list, fields)
            }
            [list, _] => {
                let fields = line.split_once(list).map_or("", |(_, rest)| rest);
                self.item(None, list, fields)
            }
            _ => Err("cannot be read"),
        }
    }

    fn person(&mut self, name: &str) -> usize {
        if let Some(at) = self.world.member(name) {
            return at;
        }
        self.world.members.push(Member {
            id: name.to_owned(),
            ..Member::default()
        });
        self.world.members.len() - 1
    }

    fn fact(&mut self, name: &str, value: &str) -> Result<(), &'static str> {
        let (person, name) = match name.split_once('.') {
            Some((person, name)) => (Some(self.person(person)), name),
            None => (None, name),
        };
        let benefit = name
            .strip_prefix("正在享受(")
            .and_then(|rest| rest.strip_suffix(')'));
        if let Some(benefit) = benefit {
            let at = person.ok_or("needs a person")?;
            let aid = self.pack.dictionary().list(AID_LIST);
            let ty = aid.and_then(|list| list.field(AID_SCHEME)).map(|f| &f.ty);
            let code = ty
                .and_then(Type::enum_def)
                .and_then(|def| def.by_name(benefit))
                .ok_or("no such benefit")?;
            let value = read_value(&Type::Bool, value).ok_or("needs 是 or 否")?;
            let member = self.world.members.get_mut(at).ok_or("no such person")?;
            member.receives.insert(code.code.clone(), value.value);
            return Ok(());
        }
        let def = self
            .schema
            .fact(name)
            .map(Arc::clone)
            .ok_or("no such fact")?;
        let known = read_value(&def.ty, value).ok_or("not a value of the fact")?;
        def.check_value(&known.value)
            .map_err(|_| "not a value of the fact")?;
        let facts = match (def.about, person) {
            (About::Household, None) => &mut self.world.household,
            (About::Person, Some(at)) => {
                &mut self
                    .world
                    .members
                    .get_mut(at)
                    .ok_or("no such person")?
                    .facts
            }
            (About::Household, Some(_)) => return Err("is about the home"),
            (About::Person, None) => return Err("is about a person"),
        };
        facts.set(def.id.as_str(), known);
        Ok(())
    }

    fn list(&self, name: &str) -> Result<Arc<ListDef>, &'static str> {
        let list = self.pack.dictionary().list_named(name);
        list.map(Arc::clone).ok_or("no such list")
    }

    fn complete(&mut self, text: &str) -> Result<(), &'static str> {
        let (person, name) = match text.split_once('.') {
            Some((person, name)) => (Some(self.person(person)), name),
            None => (None, text),
        };
        let list = self.list(name)?;
        let lists = match person {
            Some(at) => {
                &mut self
                    .world
                    .members
                    .get_mut(at)
                    .ok_or("no such person")?
                    .lists
            }
            None => &mut self.world.lists,
        };
        lists.entry(&list.id).complete = true;
        Ok(())
    }

    fn item(&mut self, person: Option<&str>, name: &str, fields: &str) -> Result<(), &'static str> {
        let list = self.list(name)?;
        let mut item = Item::default();
        for field in fields.split(',') {
            let (field, value) = field.split_once('=').ok_or("needs =")?;
            let def: Option<&Arc<FactDef>> =
                list.fields.iter().find(|def| def.name == field.trim());
            let def = def.ok_or("no such field")?;
            let known = read_value(&def.ty, value.trim()).ok_or("not a value of the field")?;
            item.facts.set(def.id.as_str(), known);
        }
        let lists = match person {
            Some(person) => {
                let at = self.person(person);
                &mut self
                    .world
                    .members
                    .get_mut(at)
                    .ok_or("no such person")?
                    .lists
            }
            None => &mut self.world.lists,
        };
        lists.entry(&list.id).items.push(item);
        Ok(())
    }
}

/// Reads a value as rules and cases write it, such as `农村`, `420.00元/月`, `1~2`, `不清楚`.
pub fn read_value(ty: &Type, text: &str) -> Option<Known> {
    let text = half_width(text.trim());
    match text.as_str() {
        "不清楚" => return Some(FactValue::Unclear.into()),
        "不愿说" => return Some(FactValue::Declined.into()),
        _ => {}
    }
    let (low, high) = match text.split_once('~') {
        Some((low, high)) => (low, high),
        None => (text.as_str(), text.as_str()),
    };
    let whole = |text: &str| parse_number(text, ty)?.as_whole();
    let day = |text: &str| Day::parse(text.trim()).ok();
    let value = match ty {
        Type::Bool if text == "是" => FactValue::Bool(true),
        Type::Bool if text == "否" => FactValue::Bool(false),
        Type::Enum(def) => FactValue::One(def.by_name(&text)?.code.clone()),
        Type::Many(def) => {
            let inner = text.strip_prefix('{')?.strip_suffix('}')?;
            let labels = inner.split(',').map(str::trim).filter(|l| !l.is_empty());
            let mut codes = Vec::new();
            let mut partial = false;
            for label in labels {
                if label == "…" {
                    partial = true;
                } else {
                    codes.push(def.by_name(label)?.code.clone());
                }
            }
            return Some(Known {
                partial,
                ..FactValue::many(codes).into()
            });
        }
        Type::Date if low == high => FactValue::Day(day(low)?),
        Type::Date => FactValue::DayRange(day(low)?, day(high)?),
        Type::Text => FactValue::Text(text),
        ty if ty.is_money() && low == high => FactValue::Fen(whole(low)?),
        ty if ty.is_money() => FactValue::FenRange(whole(low)?, whole(high)?),
        Type::Int | Type::Months | Type::Days if low == high => FactValue::Int(whole(low)?),
        Type::Int | Type::Months | Type::Days => FactValue::IntRange(whole(low)?, whole(high)?),
        _ => return None,
    };
    Some(value.into())
}
