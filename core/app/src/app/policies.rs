//! 政策: every scheme in force here, with numbers, steps, papers, source and date (政策一口清).

use std::collections::BTreeSet;
use std::sync::Arc;
use tanfang_policy::cite::Cite;
use tanfang_policy::dict::About;
use tanfang_policy::pack::Resolved;
use tanfang_policy::scheme::{Part, Scheme};
use tanfang_values::Day;
use tanfang_values::text::{half_width, squeeze};

use super::App;
use super::calling::Numbers;
use super::hint::judge::packs;
use super::hint::view::{excluded, or_not_set, step};
use super::hint::words;
use crate::error::Result;
use crate::say::Say;
use crate::texts::{Texts, key};
use crate::view::{Dial, Empty, HintNumber, PoliciesView, PolicyCondition, PolicyRow, PolicyView};

/// How many things a row names.
const NAMED: usize = 2;

/// One scheme with the chain it is judged in.
pub(super) struct Listed {
    pack: Resolved,
    scheme: Arc<Scheme>,
}

impl Listed {
    /// Names the scheme to the call that opens it.
    pub(super) fn key(&self) -> String {
        format!("{}:{}", self.pack.id(), self.scheme.id)
    }

    /// Returns the name of the scheme.
    pub(super) fn name(&self) -> &str {
        &self.scheme.name
    }

    /// Returns the id of the pack whose chain it is judged in.
    pub(super) fn pack_id(&self) -> &str {
        self.pack.id()
    }
}

/// Lists every scheme of some chains once.
pub(super) fn listed(chains: &[Resolved]) -> Vec<Listed> {
    let mut seen: BTreeSet<(String, String)> = BTreeSet::new();
    let mut out = Vec::new();
    for pack in chains {
        for scheme in pack.schemes() {
            if seen.insert((scheme.pack.clone(), scheme.id.clone())) {
                out.push(Listed {
                    pack: pack.clone(),
                    scheme: Arc::clone(scheme),
                });
            }
        }
    }
    out
}

/// What 政策 is made from; no home is read for it.
struct Here {
    chains: Vec<Resolved>,
    dials: Vec<Dial>,
    today: Day,
}

impl Here {
    fn read(app: &App) -> Result<Self> {
        let mut session = app.session();
        let today = app.today_day();
        let post = session.db.post(&app.kit)?;
        let pack = session.pack(&app.kit, &post.division)?;
        let events = session
            .db
            .read(&app.kit, |reads| reads.events_on(&post.grid, today))?;
        let events = events.into_iter().map(|event| event.name).collect();
        let numbers = Numbers::read(app, &session, &pack.work)?;
        Ok(Self {
            chains: packs(&pack, &events, today),
            dials: numbers.dials(&app.kit.say),
            today,
        })
    }
}

impl App {
    /// Returns 政策 for a search text; every scheme in force when it is empty.
    pub fn policies(&self, query: &str) -> Result<PoliciesView> {
        all(self, query)
    }

    /// Returns 政策 of one scheme.
    pub fn policy(&self, key: &str) -> Result<PolicyView> {
        one(self, key)
    }
}

/// Lists the schemes in force; a search finds words of names, conditions and papers.
fn all(app: &App, query: &str) -> Result<PoliciesView> {
    let here = Here::read(app)?;
    let (say, today, chains) = (&app.kit.say, here.today, &here.chains);
    let texts = say.texts();
    let wanted = plain(query);
    let rows: Vec<PolicyRow> = listed(chains)
        .into_iter()
        .filter(|listed| wanted.is_empty() || has(listed, &wanted))
        .map(|listed| row(say, &listed, today))
        .collect();
    let empty = if chains.is_empty() {
        Some(texts.get("hint.no_pack").to_owned())
    } else if rows.is_empty() {
        Some(texts.format("policy.none", &[("words", query.trim().into())]))
    } else {
        None
    };
    Ok(PoliciesView {
        packs: chains.iter().map(|pack| dates(say, pack)).collect(),
        query: query.to_owned(),
        unset: chains.iter().flat_map(|pack| unset(pack, today)).collect(),
        dials: here.dials,
        empty: empty.map(|sentence| Empty {
            sentence,
            action: None,
        }),
        rows,
    })
}

fn plain(text: &str) -> String {
    squeeze(&half_width(text)).to_lowercase()
}

fn has(listed: &Listed, wanted: &str) -> bool {
    let scheme = &listed.scheme;
    let conditions = scheme.conditions.iter().map(|c| c.text.as_str());
    let mut words = [scheme.name.as_str(), scheme.id.as_str()]
        .into_iter()
        .chain(conditions)
        .chain(scheme.documents.iter().map(String::as_str))
        .chain(scheme.next.iter().map(|next| next.text.as_str()));
    words.any(|text| plain(text).contains(wanted))
}

/// Names a pack with its dates.
fn dates(say: &Say, pack: &Resolved) -> String {
    let texts = say.texts();
    let Some(head) = pack.head() else {
        return pack.id().to_owned();
    };
    let until = match head.until {
        Some(day) => texts.format("why.pack_until", &[("day", day.into())]),
        None => texts.get("why.pack_open").to_owned(),
    };
    let args = [
        ("name", (&head.name).into()),
        ("from", head.from.into()),
        ("until", (&until).into()),
    ];
    texts.format("why.pack", &args)
}

/// Lists the standards and terms of a chain that nobody has set.
fn unset(pack: &Resolved, day: Day) -> Vec<String> {
    let params = pack.params().iter().filter(|param| param.on(day).is_none());
    let slots = pack.slots().iter().filter(|slot| slot.items.is_empty());
    params
        .map(|param| param.name.clone())
        .chain(slots.map(|slot| slot.name.clone()))
        .collect()
}

/// The standards that a scheme goes by; of a table every row.
pub(super) fn numbers(say: &Say, listed: &Listed, day: Day) -> Vec<HintNumber> {
    let standards = listed.scheme.standards();
    let named = standards.params.iter().chain(&standards.slots);
    // A parameter that a table gives stands in its row, with the case it is for.
    let rows = || standards.tables.iter().flat_map(|table| &table.rows);
    let mut numbers: Vec<HintNumber> = named
        .filter(|name| rows().all(|row| row.written != **name))
        .filter_map(|name| words::number(say, &listed.pack, name, day))
        .collect();
    for table in &standards.tables {
        for row in &table.rows {
            let mut when = vec![Say::open(&table.name)];
            when.extend(table.row_words(row).into_iter().map(|word| {
                let word: Vec<&str> = word.split('|').collect();
                Say::open(say.listed(&word))
            }));
            let unset = words::is_unset(&row.written);
            // A row that gives a parameter stands with that parameter's value.
            let value = words::number(say, &listed.pack, &row.written, day);
            numbers.push(HintNumber {
                name: say.dotted(&when).text,
                since: value.as_ref().and_then(|number| number.since.clone()),
                unset: unset || value.as_ref().is_some_and(|number| number.unset),
                value: match value {
                    Some(number) => number.value,
                    None if unset => say.texts().get("hint.not_set").to_owned(),
                    None => words::written(say, &row.written),
                },
                source: row
                    .cite
                    .as_ref()
                    .map(|cite| words::source(say, &listed.pack, cite)),
                note: row.text.clone().or_else(|| row.reading.clone()),
            });
        }
    }
    numbers
}

fn row(say: &Say, listed: &Listed, day: Day) -> PolicyRow {
    let texts = say.texts();
    let numbers = numbers(say, listed, day);
    let set: Vec<String> = numbers
        .iter()
        .filter(|number| !number.unset)
        .map(|number| {
            let args = [
                ("label", (&number.name).into()),
                ("value", (&number.value).into()),
            ];
            texts.format("say.colon", &args)
        })
        .collect();
    let missing: Vec<&str> = numbers
        .iter()
        .filter(|number| number.unset)
        .map(|number| number.name.as_str())
        .collect();
    let whom = texts.get(match listed.scheme.about {
        About::Household => key("policy.household"),
        About::Person => key("policy.person"),
    });
    let mut parts = vec![Say::open(whom)];
    if !set.is_empty() {
        parts.push(Say::open(say.some_of(&set, NAMED)));
    }
    PolicyRow {
        key: listed.key(),
        name: listed.scheme.name.clone(),
        line: say.dotted(&parts).text,
        pack: pack_name(&listed.pack, &listed.scheme.pack).to_owned(),
        unset: (!missing.is_empty()).then(|| {
            let names = say.some_of(&missing, NAMED);
            texts.format("policy.unset", &[("names", (&names).into())])
        }),
    }
}

fn pack_name<'a>(chain: &'a Resolved, id: &'a str) -> &'a str {
    let heads = chain.layers().iter().map(|layer| &layer.head);
    let mut named = heads.filter(|head| head.id == id);
    named.next().map_or(id, |head| &head.name)
}

/// Shows one scheme in full.
fn one(app: &App, policy: &str) -> Result<PolicyView> {
    let here = Here::read(app)?;
    let (say, today) = (&app.kit.say, here.today);
    let texts = say.texts();
    let found = listed(&here.chains)
        .into_iter()
        .find(|listed| policy == listed.key())
        .ok_or_else(|| app.not_found("no_policy"))?;
    let (pack, scheme) = (&found.pack, &found.scheme);
    let numbers = numbers(say, &found, today);
    let clause = |cite: Option<&Cite>, reading: Option<&String>| {
        words::clause(say, pack, &scheme.pack, cite, reading)
    };
    let conditions: Vec<PolicyCondition> = scheme
        .conditions
        .iter()
        .map(|condition| PolicyCondition {
            word: texts.get(part_word(condition.part)).to_owned(),
            text: condition.text.clone(),
            clause: clause(condition.cite.as_ref(), condition.reading.as_ref()),
        })
        .collect();
    let mut sources: Vec<String> = Vec::new();
    let cites = scheme.conditions.iter().filter_map(|c| c.cite.as_ref());
    for cite in cites.chain(scheme.next.iter().filter_map(|next| next.cite.as_ref())) {
        let line = document(say, pack, cite);
        if !sources.contains(&line) {
            sources.push(line);
        }
    }
    Ok(PolicyView {
        key: policy.to_owned(),
        title: scheme.name.clone(),
        whom: whom(say, scheme),
        aloud: aloud(say, scheme, &conditions, &numbers, &sources),
        amount: scheme.amount.as_ref().map(|rule| {
            let mut parts = vec![{
                // A table is said by its name; a name of two parts is written with a low line.
                let plain = rule.expr.plain();
                plain.replace('_', texts.get("say.dot"))
            }];
            parts.extend(rule.mode.clone());
            parts.extend(rule.reading.clone());
            say.listed(&parts)
        }),
        steps: scheme
            .next
            .iter()
            .map(|next| step(say, pack, &next.text, next.cite.as_ref()))
            .collect(),
        documents: scheme.documents.clone(),
        where_to: or_not_set(say, scheme.where_to.as_ref()),
        how_long: or_not_set(say, scheme.how_long.as_ref()),
        lasts: scheme
            .lasts
            .iter()
            .map(|lasts| lasting(say, pack, lasts, today))
            .collect(),
        excludes: excluded(say, pack, &scheme.excludes),
        unset: scheme
            .needs_slot
            .iter()
            .filter(|name| pack.slot(name).is_none_or(|slot| slot.items.is_empty()))
            .cloned()
            .collect(),
        dials: here.dials,
        sources,
        pack: dates(say, pack),
        caveat: texts.get("hint.caveat").to_owned(),
        conditions,
        numbers,
    })
}

/// Says how long a scheme lasts: in the text's words, or by a standard that it names.
fn lasting(say: &Say, pack: &Resolved, lasts: &str, day: Day) -> String {
    match words::number(say, pack, lasts, day) {
        Some(number) => {
            let args = [
                ("label", (&number.name).into()),
                ("value", (&number.value).into()),
            ];
            say.texts().format("say.colon", &args)
        }
        None => lasts.to_owned(),
    }
}

fn whom(say: &Say, scheme: &Scheme) -> String {
    let texts = say.texts();
    let about = texts.get(match scheme.about {
        About::Household => key("policy.household"),
        About::Person => key("policy.person"),
    });
    match scheme.whom() {
        Some(rule) => {
            let args = [("label", about.into()), ("value", rule.text().into())];
            texts.format("say.colon", &args)
        }
        None => about.to_owned(),
    }
}

const fn part_word(part: Part) -> &'static str {
    match part {
        Part::For | Part::Require => key("policy.require"),
        Part::Action => key("hint.mark_todo"),
        Part::AnyOf => key("hint.any_of"),
        Part::NotIf => key("hint.not_if"),
        Part::Caution => key("hint.mark_note"),
    }
}

/// Names a document with number and date.
fn document(say: &Say, pack: &Resolved, cite: &Cite) -> String {
    let Some(source) = pack.source(&cite.source) else {
        return cite.source.clone();
    };
    let mut parts = vec![
        say.texts()
            .format("hint.title", &[("title", (&source.title).into())]),
        source.no.clone(),
    ];
    parts.extend(source.date.clone());
    say.dotted(&parts.into_iter().map(Say::open).collect::<Vec<_>>())
        .text
}

/// Says in one breath what a scheme is: whom it is for, numbers, source, whom to ask.
fn aloud(
    say: &Say,
    scheme: &Scheme,
    conditions: &[PolicyCondition],
    numbers: &[HintNumber],
    sources: &[String],
) -> String {
    let texts = say.texts();
    let scheme_arg = ("scheme", (&scheme.name).into());
    let wanted: Vec<&str> = scheme
        .conditions
        .iter()
        .zip(conditions)
        .filter(|(condition, _)| matches!(condition.part, Part::Require | Part::AnyOf))
        .map(|(_, shown)| shown.text.as_str())
        .collect();
    let wanted = say.some_of(&wanted, 3);
    let mut parts = vec![texts.format(
        "policy.aloud",
        &[scheme_arg, ("conditions", (&wanted).into())],
    )];
    let set: Vec<String> = numbers
        .iter()
        .filter(|number| !number.unset)
        .map(|number| words::spoken(say, number))
        .collect();
    if !set.is_empty() {
        let set = say.some_of(&set, 3);
        parts.push(texts.format("hint.aloud_numbers", &[("numbers", (&set).into())]));
    }
    if let Some(source) = sources.first() {
        parts.push(texts.format("hint.aloud_source", &[("source", source.into())]));
    }
    parts.push(texts.get("policy.aloud_end").to_owned());
    parts.concat()
}
