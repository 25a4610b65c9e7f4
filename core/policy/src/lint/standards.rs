//! Dated values: gaps, ends, age, what documents demand of them, and lost noughts.

use crate::diag::{Code, Diagnostic};
use crate::dict::{About, Type};
use crate::doc::{Table, Value as DocValue};
use crate::eval::{Value, eval_value};
use crate::lang::check;
use crate::number::{Fraction, parse_number};
use crate::pack::{Dated, Layer, Param, ParamValue, Resolved, Status, tables_of, text_of};
use crate::world::{Subject, World};
use tanfang_values::Day;

/// Months after which an amount in force is old.
const OLD: i32 = 24;

/// Where a pack sets a parameter: the table and the tables of its values.
fn places<'l>(layer: &'l Layer, name: &str) -> Option<(&'l Table, Vec<&'l Table>)> {
    let doc = layer.doc("params.toml")?;
    let own = tables_of(doc, "param")
        .into_iter()
        .filter(|table| text_of(table, "name") == Some(name));
    let set = tables_of(doc, "set")
        .into_iter()
        .filter(|table| text_of(table, "param") == Some(name));
    own.chain(set)
        .map(|table| (table, tables_of(table, "value")))
        .find(|(_, values)| !values.is_empty())
}

fn line_of_value(place: &(&Table, Vec<&Table>), from: Day) -> u32 {
    let here = place.1.iter().find(|value| {
        matches!(value.get("from").map(|node| &node.value), Some(DocValue::Day(day)) if *day == from)
    });
    here.map_or(place.0.line, |value| value.line)
}

/// The parameters whose values this pack gives, with their places.
fn given<'p>(
    pack: &'p Resolved,
    layer: &'p Layer,
) -> impl Iterator<Item = (&'p Param, (&'p Table, Vec<&'p Table>))> {
    pack.params().iter().filter_map(move |param| {
        let here = param.values.iter().any(|dated| dated.pack == layer.head.id);
        let place = places(layer, &param.name).filter(|_| here)?;
        Some((param.as_ref(), place))
    })
}

pub(super) fn dates(
    pack: &Resolved,
    layer: &Layer,
    today: Option<Day>,
    findings: &mut Vec<Diagnostic>,
) {
    let head = &layer.head;
    let current = head.status == Some(Status::Current);
    for (param, place) in given(pack, layer) {
        let file = &place.0.file;
        if let Some(first) = param.values.first()
            && first.from > head.from
        {
            findings.push(
                Diagnostic::warning(Code::ParamGap)
                    .with("name", &param.name)
                    .with("from", head.from.to_string())
                    .with("until", first.from.plus_days(-1).to_string())
                    .at(file, line_of_value(&place, first.from), None),
            );
        }
        for dated in &param.values {
            if let Some(until) = head.until.filter(|until| dated.from > *until) {
                findings.push(
                    Diagnostic::warning(Code::ParamLate)
                        .with("name", &param.name)
                        .with("from", dated.from.to_string())
                        .with("until", until.to_string())
                        .at(file, line_of_value(&place, dated.from), None),
                );
            }
        }
        if let (true, Some(today), Some(last)) = (current, today, param.values.last())
            && param.ty.is_money()
            && last.from.plus_months(OLD) < today
        {
            findings.push(
                Diagnostic::warning(Code::ParamOld)
                    .with("name", &param.name)
                    .with("from", last.from.to_string())
                    .at(file, line_of_value(&place, last.from), None),
            );
        }
    }
    if let (true, Some(today), Some(until)) = (current, today, head.until)
        && until < today
        && let Some(doc) = layer.doc("pack.toml")
    {
        findings.push(
            Diagnostic::warning(Code::PackEnded)
                .with("until", until.to_string())
                .at(&doc.file, doc.line_of("until"), None),
        );
    }
}

fn low(dated: &Dated) -> Option<Fraction> {
    match &dated.is {
        ParamValue::Number(span) => span.interval.low,
        _ => None,
    }
}

fn high(dated: &Dated) -> Option<Fraction> {
    match &dated.is {
        ParamValue::Number(span) => span.interval.high.or(span.interval.low),
        _ => None,
    }
}

/// A share written out, or a parameter that holds it.
fn rise(pack: &Resolved, text: &str, from: Day) -> Option<Fraction> {
    parse_number(text, &Type::Percent).or_else(|| {
        let param = pack.param_def(text)?;
        low(param.on(from).or_else(|| param.values.first())?)
    })
}

/// `[[demand]]`: what a document of the chain asks of a standard.
pub(super) fn demands(pack: &Resolved, layer: &Layer, findings: &mut Vec<Diagnostic>) {
    let docs = pack.layers().iter().filter_map(|l| l.doc("params.toml"));
    for demand in docs.flat_map(|doc| tables_of(doc, "demand")) {
        let name = text_of(demand, "param").unwrap_or_default();
        let own = demand.file.split('/').next() == Some(layer.head.id.as_str());
        let Some(param) = pack.param_def(name) else {
            if own {
                findings.push(
                    Diagnostic::warning(Code::UnknownName)
                        .with("name", name)
                        .with("near", "")
                        .at(&demand.file, demand.line_of("param"), None),
                );
            }
            continue;
        };
        let Some(place) = places(layer, name) else {
            continue;
        };
        let mut below = |dated: &Dated, least: Fraction| {
            if dated.warn.is_some() || high(dated).is_none_or(|is| is >= least) {
                return;
            }
            let least = least.round(tanfang_values::Rounding::Up);
            findings.push(
                Diagnostic::warning(Code::BelowDemand)
                    .with("name", name)
                    .with("is", &dated.written)
                    .with(
                        "least",
                        least.map_or_else(String::new, |n| crate::number::shown(n, &param.ty)),
                    )
                    .with("cite", text_of(demand, "cite").unwrap_or_default())
                    .at(&place.0.file, line_of_value(&place, dated.from), None),
            );
        };
        let rise = text_of(demand, "rise").and_then(|text| rise(pack, text, layer.head.from));
        for pair in param.values.windows(2) {
            let ([old, new], Some(rise)) = (pair, rise) else {
                continue;
            };
            let least = low(old).and_then(|old| old.checked_mul(Fraction::ONE.checked_add(rise)?));
            if let Some(least) = least {
                below(new, least);
            }
        }
        if let Some(text) = text_of(demand, "at_least") {
            let schema = pack.schema(About::Household);
            match check(text, &schema, Some(&param.ty)) {
                Ok(expr) => {
                    for dated in &param.values {
                        let world = World::new(dated.from);
                        let answer = eval_value(&expr, &world, Subject::Household);
                        if let Value::Number(interval) = answer.value
                            && let Some(least) = interval.low
                        {
                            below(dated, least);
                        }
                    }
                }
                Err(finding) if own => {
                    findings.push(finding.at(&demand.file, demand.line_of("at_least"), None));
                }
                Err(_) => {}
            }
        }
    }
}

/// Parameters of one name before `_`, one of them ten times the other, without a remark.
pub(super) fn ten_times(pack: &Resolved, layer: &Layer, findings: &mut Vec<Diagnostic>) {
    let ten = Fraction::whole(10);
    let given: Vec<_> = given(pack, layer).collect();
    for (param, place) in &given {
        let Some((stem, _)) = param.name.split_once('_') else {
            continue;
        };
        for (other, _) in &given {
            let like = other.ty == param.ty
                && other.name != param.name
                && other.name.split_once('_').is_some_and(|(s, _)| s == stem);
            let (Some(small), Some(large)) = (param.values.last(), other.values.last()) else {
                continue;
            };
            if !like || small.warn.is_some() || large.warn.is_some() {
                continue;
            }
            let lost = low(small)
                .filter(|small| *small > Fraction::ZERO)
                .and_then(|small| small.checked_mul(ten))
                .zip(low(large))
                .is_some_and(|(small, large)| small <= large);
            if lost {
                findings.push(
                    Diagnostic::warning(Code::TenTimes)
                        .with("name", &param.name)
                        .with("is", &small.written)
                        .with("other", &other.name)
                        .with("other_is", &large.written)
                        .at(&place.0.file, line_of_value(place, small.from), None),
                );
            }
        }
    }
}
