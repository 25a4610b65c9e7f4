//! Verdicts, amounts, standards and sources in words.

use tanfang_domain::event::{FactSource, Subject};
use tanfang_domain::pack::cite::Clause;
use tanfang_domain::people::Household;
use tanfang_domain::people::items::{AID, MEMBERS};
use tanfang_policy::cite::Cite;
use tanfang_policy::dict::Type;
use tanfang_policy::eval::UsedFact;
use tanfang_policy::pack::{NOT_SET, Resolved};
use tanfang_policy::scheme::{Amount, Hint, Verdict};
use tanfang_policy::value::FactValue;
use tanfang_policy::world::World;
use tanfang_values::text::half_width;
use tanfang_values::{Day, Money};

use super::ask::Asker;
use crate::app::why;
use crate::say::Say;
use crate::texts::{Texts, key};
use crate::view::{HintNumber, KnownLine, Masked, Tone, WhyClause};

/// How many missing things a verdict names.
const NAMED: usize = 3;

/// Says one of the six verdicts, with what is missing.
pub(crate) fn verdict(asker: &Asker<'_>, hint: &Hint, about: &Subject) -> String {
    let texts = asker.say.texts();
    match hint.verdict {
        Verdict::MayQualify => texts.get("hint.verdict_yes").to_owned(),
        Verdict::NotByWhatIsKnown => texts.get("hint.verdict_no").to_owned(),
        Verdict::DoesNotApply => texts.get("hint.verdict_na").to_owned(),
        Verdict::ToVerify => {
            let mut missing = asker.missing_names(hint.missing(), about);
            missing.extend(hint.hangs.params.iter().cloned());
            let missing = asker.say.some_of(&missing, NAMED);
            texts.format("hint.verdict_ask", &[("missing", (&missing).into())])
        }
        Verdict::StandardNotSet => {
            let missing = asker.say.some_of(&hint.hangs.params, NAMED);
            texts.format("hint.verdict_unset", &[("missing", (&missing).into())])
        }
        Verdict::NeedsJudgement => {
            let mut what = asker.missing_names(&hint.hangs.judgements, about);
            if hint.hangs.overflow {
                what.push(texts.get("hint.overflow").to_owned());
            }
            let what = asker.say.some_of(&what, NAMED);
            texts.format("hint.verdict_human", &[("what", (&what).into())])
        }
    }
}

/// The tone of a verdict.
pub(crate) const fn tone(verdict: Verdict) -> Tone {
    match verdict {
        Verdict::MayQualify => Tone::Done,
        Verdict::ToVerify => Tone::Amber,
        Verdict::StandardNotSet | Verdict::NeedsJudgement => Tone::Plain,
        Verdict::NotByWhatIsKnown | Verdict::DoesNotApply => Tone::Quiet,
    }
}

/// Says how much: exact, within what, at least.
pub(crate) fn amount(say: &Say, hint: &Hint) -> Option<String> {
    let texts = say.texts();
    let span = |words: String| {
        let unit = match hint.unit {
            Some(Type::YuanMonth) => key("hint.a_month"),
            Some(Type::YuanYear) => key("hint.a_year"),
            _ => key("hint.once"),
        };
        texts.format(unit, &[("amount", (&words).into())])
    };
    let money = |fen: i64| say.money(Money::from_fen(fen));
    match &hint.amount {
        Amount::None => None,
        // Not knowing how many people share, an interval up to the largest home says nothing.
        Amount::Fen {
            low, high, hangs, ..
        } if low != high && hangs.facts.iter().any(|fact| fact.id.as_str() == MEMBERS) => {
            Some(texts.get("hint.amount_open").to_owned())
        }
        Amount::Fen { low, high, .. } => {
            let words = match (low, high) {
                (Some(low), Some(high)) if low == high => money(*low),
                (Some(low), Some(high)) => {
                    let (low, high) = (money(*low), money(*high));
                    let args = [("low", (&low).into()), ("high", (&high).into())];
                    texts.format("say.range", &args)
                }
                (Some(low), None) => {
                    texts.format("hint.at_least", &[("low", (&money(*low)).into())])
                }
                (None, Some(high)) => {
                    texts.format("hint.at_most", &[("high", (&money(*high)).into())])
                }
                (None, None) => return Some(texts.get("hint.amount_open").to_owned()),
            };
            Some(span(words))
        }
        Amount::NotSet(hangs) => {
            let missing = say.some_of(&hangs.params, NAMED);
            Some(texts.format("hint.amount_unset", &[("missing", (&missing).into())]))
        }
        Amount::Unknown(_) => Some(texts.get("hint.amount_open").to_owned()),
    }
}

/// Says what an amount that is not exact depends on.
pub(crate) fn amount_note(asker: &Asker<'_>, hint: &Hint, about: &Subject) -> Option<String> {
    let (Amount::Fen { hangs, .. } | Amount::NotSet(hangs) | Amount::Unknown(hangs)) = &hint.amount
    else {
        return None;
    };
    let facts = hangs.facts.iter().chain(&hangs.judgements);
    let mut what = asker.missing_names(facts, about);
    what.extend(hangs.params.iter().cloned());
    if what.is_empty() {
        return None;
    }
    let what = asker.say.some_of(&what, NAMED);
    let args = [("what", (&what).into())];
    Some(asker.say.texts().format("hint.amount_by", &args))
}

/// Puts a value into words as a pack writes it: `420.00元/月`, `≥1.3`, `10%~30%`, `{一级, 二级}`.
pub(crate) fn written(say: &Say, text: &str) -> String {
    let texts = say.texts();
    let text = half_width(text.trim());
    let text = text.as_str();
    if let Some(inner) = text.strip_prefix('{').and_then(|t| t.strip_suffix('}')) {
        let names: Vec<&str> = inner.split(',').map(str::trim).collect();
        return say.listed(&names);
    }
    // An amount for a span is said as people say it: 每月420元.
    let short = |text: &str| {
        let text = text.trim().replacen(".00", "", 1);
        let spans = [
            (texts.get("hint.written_month"), key("hint.a_month")),
            (texts.get("hint.written_year"), key("hint.a_year")),
        ];
        let found = spans
            .into_iter()
            .find_map(|(unit, key)| Some((key, text.strip_suffix(unit)?)));
        match found {
            Some((key, amount)) => texts.format(key, &[("amount", amount.into())]),
            None => text,
        }
    };
    if let Some(low) = text.strip_prefix('≥') {
        return texts.format("hint.at_least", &[("low", (&short(low)).into())]);
    }
    if let Some(high) = text.strip_prefix('≤') {
        return texts.format("hint.at_most", &[("high", (&short(high)).into())]);
    }
    if let Some((low, high)) = text.split_once('~') {
        let (low, high) = (short(low), short(high));
        let args = [("low", (&low).into()), ("high", (&high).into())];
        return texts.format("say.range", &args);
    }
    short(text)
}

/// Says a standard aloud, with the day since when it holds.
pub(crate) fn spoken(say: &Say, number: &HintNumber) -> String {
    let name = ("name", (&number.name).into());
    let value = ("value", (&number.value).into());
    match &number.since {
        Some(since) => say
            .texts()
            .format("hint.aloud_number", &[name, value, ("since", since.into())]),
        None => say.texts().format("hint.aloud_plain", &[name, value]),
    }
}

/// Names the document, number and place of a citation, in one line.
pub(crate) fn source(say: &Say, pack: &Resolved, cite: &Cite) -> String {
    let found = pack.source(&cite.source);
    let title = found.map_or(cite.source.as_str(), |source| &source.title);
    let mut parts = vec![say.texts().format("hint.title", &[("title", title.into())])];
    if let Some(no) = found.map(|source| &source.no).filter(|no| is_given(no)) {
        parts.push(no.clone());
    }
    if !cite.section.is_empty() {
        parts.push(cite.section.clone());
    }
    say.dotted(&parts.into_iter().map(Say::open).collect::<Vec<_>>())
        .text
}

fn is_given(text: &str) -> bool {
    text != tanfang_policy::pack::NOT_SAID
}

/// Returns the clause of a citation, with the pack it stands in.
pub(crate) fn clause(
    say: &Say,
    chain: &Resolved,
    pack: &str,
    cite: Option<&Cite>,
    reading: Option<&String>,
) -> Option<WhyClause> {
    let head = chain
        .layers()
        .iter()
        .map(|layer| &layer.head)
        .find(|head| head.id == pack)
        .or_else(|| chain.head())?;
    let place = Clause {
        pack: head.id.clone(),
        file: String::new(),
        line: 0,
        cite: cite.cloned(),
        reading: reading.cloned(),
        from: head.from,
        until: head.until,
    };
    why::clause(say, chain, &place)
}

/// Puts a standard into words, by its name; `None` for what is no standard of the chain.
pub(crate) fn number(say: &Say, pack: &Resolved, name: &str, day: Day) -> Option<HintNumber> {
    let texts = say.texts();
    let unset = |source: Option<&Cite>| HintNumber {
        name: name.to_owned(),
        value: texts.get("hint.not_set").to_owned(),
        since: None,
        source: source.map(|cite| self::source(say, pack, cite)),
        note: None,
        unset: true,
    };
    if let Some(param) = pack.param_def(name) {
        let Some(dated) = param.on(day) else {
            return Some(unset(None));
        };
        let mut notes: Vec<String> = Vec::new();
        if dated.soft {
            notes.push(texts.get("hint.as_a_rule").to_owned());
        }
        if let Some(who) = &dated.chosen_by {
            notes.push(texts.format("hint.chosen_by", &[("who", who.into())]));
        }
        if let Some(warn) = &dated.warn {
            notes.push(texts.format("hint.doubt", &[("warn", warn.into())]));
        }
        return Some(HintNumber {
            // A name of two parts, a standard and its step, is written with a low line.
            name: param.name.replace('_', texts.get("say.dot")),
            value: written(say, &dated.written),
            since: Some(texts.format("hint.since", &[("day", dated.from.into())])),
            source: dated.cite.as_ref().map(|cite| source(say, pack, cite)),
            note: (!notes.is_empty()).then(|| say.listed(&notes)),
            unset: false,
        });
    }
    if let Some(slot) = pack.slot(name) {
        if slot.items.is_empty() {
            return Some(unset(slot.cite.as_ref()));
        }
        let items: Vec<&str> = slot.items.iter().map(|item| item.text.as_str()).collect();
        return Some(HintNumber {
            name: slot.name.clone(),
            value: say.listed(&items),
            since: None,
            source: slot.cite.as_ref().map(|cite| source(say, pack, cite)),
            note: None,
            unset: false,
        });
    }
    None
}

/// Tells whether a value as written stands for nothing.
pub(crate) fn is_unset(written: &str) -> bool {
    written.is_empty() || written == NOT_SET
}

/// Puts a fact that a hint rests on into words, with its day and source.
pub(crate) fn used(
    asker: &Asker<'_>,
    pack: &Resolved,
    world: &World,
    used: &UsedFact,
    about: &Subject,
) -> KnownLine {
    let say = asker.say;
    let texts = say.texts();
    let id = used.fact.id.as_str();
    let label = asker.name(&used.fact, about);
    let is_aid = id == AID && used.fact.name != list_name(pack, AID);
    let value = match (&used.value, pack.dictionary().list(id)) {
        (FactValue::One(code), _) if is_aid => {
            let person = used.fact.person.as_deref().and_then(|id| world.member(id));
            let known = person
                .and_then(|at| world.members.get(at))
                .and_then(|member| member.receives.get(code));
            match known {
                Some(FactValue::Bool(true)) => texts.get("hint.receives").to_owned(),
                Some(FactValue::Bool(false)) => texts.get("hint.receives_not").to_owned(),
                _ => say.variant(AID, code).to_owned(),
            }
        }
        (FactValue::Int(n), Some(list)) if list.persons => {
            texts.format("say.people", &[("n", (*n).into())])
        }
        (FactValue::Int(n), Some(_)) => texts.format("hint.items", &[("n", (*n).into())]),
        (value, _) => say.value(pack.fact(id).map(AsRef::as_ref), id, value),
    };
    KnownLine {
        // The label names the person, if it is another one.
        label: label.text,
        value: say.covered(value),
        source: origin(asker.home, say, used),
    }
}

fn list_name<'a>(pack: &'a Resolved, id: &'a str) -> &'a str {
    pack.dictionary()
        .list(id)
        .map_or(id, |list| list.name.as_str())
}

/// Says since when and from where a used fact is known.
fn origin(home: &Household, say: &Say, used: &UsedFact) -> String {
    let (Some(tag), Some(day)) = (used.tag.as_deref(), used.day) else {
        return String::new();
    };
    let histories = home
        .persons
        .iter()
        .map(|person| &person.facts)
        .chain([&home.facts]);
    let record = histories
        .flat_map(tanfang_domain::people::FactHistory::iter)
        .find(|record| record.op().as_str() == tag);
    let args = [("day", day.into())];
    say.texts().format(
        match record.map(|record| record.source) {
            // Nobody wrote the fact itself: a list of the class says it.
            Some(FactSource::Roster) | None => key("home.known_roster"),
            Some(FactSource::Visit) => key("home.known_visit"),
            Some(FactSource::Worker) => key("home.known_worker"),
        },
        &args,
    )
}

/// Covers what tells something private; 遮 leaves nothing of it.
pub(crate) fn covered(say: &Say, text: Option<String>) -> Option<Masked> {
    text.map(|text| say.covered(text))
}
