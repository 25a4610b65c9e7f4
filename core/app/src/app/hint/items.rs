//! 收入、支出、财产、申请: items of a list, written down one by one.
//!
//! An amount is kept as it was said, with its span (a month, a year); what was
//! claimed and what can be proved are two fields. See `docs/ops.md`, "item".

use tanfang_domain::event::{Certainty, DataClass, FactSet, FactSource, Subject};
use tanfang_domain::people::items::{
    AMOUNT, ListItem, MONTH, MONTHLY, PERIOD, YEAR, complete_name, field_name, gone_name, items,
};
use tanfang_policy::dict::{FactDef, ListDef, Type};
use tanfang_policy::value::FactValue;
use tanfang_store::Decision;
use tanfang_values::{Day, Money};

use super::answer::{alive, facts_op, of_def, undo};
use super::ask::{kind, last_words, of_type};
use crate::app::db::Span;
use crate::app::visit::answer::Refused;
use crate::app::visit::view::UNCLEAR;
use crate::app::visit::{parse_question_key, question_key};
use crate::app::{App, Scene, errors};
use crate::error::{ErrorKind, Result};
use crate::say::Say;
use crate::texts::{Texts, key};
use crate::view::{
    Action, InputValue, Intent, ItemLine, ItemsView, Line, Outcome, QuestionKind, QuestionOption,
    QuestionView, Screen, Tone, VisitInput,
};

/// The lists whose items are written down here; benefits come as episodes of their own.
const KEPT: [&str; 4] = ["income", "expense", "property", "refused"];

/// Tells whether items of a list are written down here.
pub(crate) fn kept(list: &str) -> bool {
    KEPT.contains(&list)
}

/// Finds list and subject of a key.
fn list_of<'a>(app: &'a App, of: &str) -> Result<(&'a ListDef, Subject)> {
    let missing = || app.not_found("no_question");
    let (id, about) = parse_question_key(of).ok_or_else(missing)?;
    let list = app.kit.say.dictionary().list(id).ok_or_else(missing)?;
    let fits = match list.about {
        tanfang_policy::dict::About::Household => about.person().is_none(),
        tanfang_policy::dict::About::Person => about.person().is_some(),
    };
    if !kept(id) || !fits {
        return Err(missing());
    }
    Ok((list, about))
}

/// The fields that are asked: what is computed from the others is not.
fn asked(list: &ListDef) -> impl Iterator<Item = &FactDef> {
    list.fields
        .iter()
        .map(AsRef::as_ref)
        .filter(|def| def.id.as_str() != MONTHLY)
}

/// Shows the items of a list.
pub(crate) fn view(app: &App, household: &str, of: &str) -> Result<ItemsView> {
    let mut session = app.session();
    let scene = app.scene(&mut session, Span::Home(household))?;
    let home = scene
        .snapshot
        .home(household)
        .ok_or_else(|| app.not_found("no_home"))?;
    let (list, about) = list_of(app, of)?;
    let history = home
        .facts_of(&about)
        .ok_or_else(|| app.not_found("no_person"))?;
    let (say, today) = (&app.kit.say, scene.snapshot.today);
    let texts = say.texts();
    let found = items(history, &list.id, today);
    let record = complete_name(&list.id);
    let last = history.on(&record, today);
    Ok(ItemsView {
        household: household.to_owned(),
        key: of.to_owned(),
        title: list.name.clone(),
        whom: scene.snapshot.subject_name(say, &about),
        items: found
            .iter()
            .map(|item| line(say, list, item, household))
            .collect(),
        complete: QuestionView {
            key: question_key(&record, &about),
            ask: list.complete_ask.clone(),
            kind: QuestionKind::One,
            options: super::ask::closing(say),
            value: None,
            last: last.map(|last| last_words(say, None, &record, &last.value, last.day)),
            required: false,
            answered: false,
            same: false,
            why: Screen::Home {
                household: household.to_owned(),
            },
        },
        fields: fields(say, list, &about, household),
        add: texts.get("items.add").to_owned(),
        totals: totals(say, list, &found),
    })
}

/// The form for one more: a question a field; an amount said for a span also asks which.
fn fields(say: &Say, list: &ListDef, about: &Subject, household: &str) -> Vec<QuestionView> {
    let question = |field: &str, ask: &str, kind, options, required| QuestionView {
        key: question_key(&format!("{}/{field}", list.id), about),
        ask: ask.to_owned(),
        kind,
        options,
        value: None,
        last: None,
        required,
        answered: false,
        same: false,
        why: Screen::Home {
            household: household.to_owned(),
        },
    };
    let mut fields = Vec::new();
    for (at, def) in asked(list).enumerate() {
        let id = def.id.as_str();
        fields.push(question(
            id,
            &def.ask,
            kind(&def.ty),
            of_type(say, def, false),
            at == 0,
        ));
        if def.ty == Type::YuanPeriod {
            let texts = say.texts();
            let option = |code: &str, label: &str| QuestionOption {
                masked: None,
                code: code.to_owned(),
                label: label.to_owned(),
                chosen: false,
                flag: false,
            };
            let spans = vec![
                option(MONTH, texts.get("items.month")),
                option(YEAR, texts.get("items.year")),
            ];
            let ask = texts.get("items.period");
            fields.push(question(PERIOD, ask, QuestionKind::One, spans, true));
        }
    }
    fields
}

fn line(say: &Say, list: &ListDef, item: &ListItem<'_>, household: &str) -> ItemLine {
    let texts = say.texts();
    let mut words = Vec::new();
    for def in asked(list) {
        let id = def.id.as_str();
        let Some(value) = item.value(id) else {
            continue;
        };
        let said = say.value(Some(def), id, value);
        let spoken = match (&def.ty, item.value(PERIOD)) {
            (Type::YuanPeriod, Some(FactValue::One(span))) => {
                let key = if span == YEAR {
                    key("hint.a_year")
                } else {
                    key("hint.a_month")
                };
                texts.format(key, &[("amount", (&said).into())])
            }
            (Type::YuanMonth, _) => texts.format("hint.a_month", &[("amount", (&said).into())]),
            _ => said,
        };
        // What it is speaks for itself; every other field says which it is.
        words.push(if words.is_empty() || id == AMOUNT {
            spoken
        } else {
            let args = [("label", (&def.name).into()), ("value", (&spoken).into())];
            texts.format("say.colon", &args)
        });
    }
    let newest = item.fields.values().map(|record| record.day).max();
    ItemLine {
        text: say.covered(say.listed(&words)),
        source: newest.map_or_else(String::new, |day| {
            texts.format("home.known_worker", &[("day", day.into())])
        }),
        remove: Action {
            label: texts.get("items.remove").to_owned(),
            intent: Intent::DropItem {
                household: household.to_owned(),
                item: format!("{}/{}", list.id, item.id),
            },
            enabled: true,
            note: None,
        },
    }
}

/// What a month comes to of what is known; claimed and verifiable apart, never added up.
fn totals(say: &Say, list: &ListDef, found: &[ListItem<'_>]) -> Vec<Line> {
    let texts = say.texts();
    let mut lines = Vec::new();
    for def in &list.fields {
        if def.ty != Type::YuanMonth {
            continue;
        }
        let (mut low, mut high, mut n) = (Some(0_i64), Some(0_i64), 0);
        for item in found {
            let value = if def.id.as_str() == MONTHLY {
                item.monthly()
            } else {
                item.value(def.id.as_str()).cloned()
            };
            let (a, b) = match value {
                Some(FactValue::Fen(fen)) => (fen, fen),
                Some(FactValue::FenRange(a, b)) => (a, b),
                _ => continue,
            };
            n += 1;
            low = low.and_then(|sum| sum.checked_add(a));
            high = high.and_then(|sum| sum.checked_add(b));
        }
        let (Some(low), Some(high)) = (low, high) else {
            continue;
        };
        if n == 0 {
            continue;
        }
        let money = |fen| say.money(Money::from_fen(fen));
        let words = if low == high {
            money(low)
        } else {
            let (low, high) = (money(low), money(high));
            let args = [("low", (&low).into()), ("high", (&high).into())];
            texts.format("say.range", &args)
        };
        let args = [("label", (&def.name).into()), ("amount", (&words).into())];
        let sentence = texts.format("items.total", &args);
        lines.push(Say::line(say.covered(sentence), Tone::Quiet, None));
    }
    lines
}

/// Writes one more item down; each input names its field as the form does.
pub(crate) fn add(app: &App, household: &str, of: &str, inputs: &[VisitInput]) -> Result<Outcome> {
    let (list, about) = list_of(app, of)?;
    let today = app.today_day();
    let mut values: Vec<(String, FactValue)> = Vec::new();
    let refused = |refused: Refused| errors::refused(&app.kit, &refused);
    for input in inputs {
        let (name, whose) =
            parse_question_key(&input.key).ok_or_else(|| refused(Refused::NotAsked))?;
        let field = name
            .split_once('/')
            .filter(|(of, _)| *of == list.id && whose == about)
            .map(|(_, field)| field)
            .ok_or_else(|| refused(Refused::NotAsked))?;
        if is_empty(&input.value) {
            continue;
        }
        let value = if field == PERIOD {
            span(app, &input.value)?
        } else {
            let def = asked(list)
                .find(|def| def.id.as_str() == field)
                .ok_or_else(|| refused(Refused::NotAsked))?;
            of_def(def, &def.ask, &input.value).map_err(refused)?
        };
        values.push((field.to_owned(), value));
    }
    require(app, list, &values)?;
    let item = app.ports.new_id();
    let facts = values
        .iter()
        .map(|(field, value)| fact(&field_name(&list.id, &item, field), value, today))
        .collect();
    let named = write(app, household, &about, facts)?;
    Ok(Outcome {
        sentence: app.kit.say.texts().get("items.added").to_owned(),
        undo: undo(app, household, &about, &named)?,
        go: Some(Screen::Items {
            household: household.to_owned(),
            key: of.to_owned(),
        }),
        changed: true,
    })
}

fn is_empty(value: &InputValue) -> bool {
    match value {
        InputValue::Choose { codes } => codes.is_empty(),
        InputValue::Type { text } => text.trim().is_empty(),
        _ => true,
    }
}

fn span(app: &App, value: &InputValue) -> Result<FactValue> {
    let ask = app.kit.say.texts().get("items.period");
    match value {
        InputValue::Choose { codes } => match codes.as_slice() {
            [code] if code == MONTH || code == YEAR => Ok(FactValue::One(code.clone())),
            [code] if code == UNCLEAR => Ok(FactValue::Unclear),
            _ => Err(errors::refused(&app.kit, &Refused::Code(ask.to_owned()))),
        },
        _ => Err(errors::refused(&app.kit, &Refused::Kind(ask.to_owned()))),
    }
}

/// An item says what it is; an amount for a span says for which.
fn require(app: &App, list: &ListDef, values: &[(String, FactValue)]) -> Result<()> {
    let texts = app.kit.say.texts();
    let has = |field: &str| values.iter().any(|(name, _)| name == field);
    let missing = |what: &str| {
        app.kit
            .error(ErrorKind::Invalid, "item_missing", &[("what", what)])
    };
    if let Some(first) = asked(list).next()
        && !has(first.id.as_str())
    {
        return Err(missing(&first.name));
    }
    let spanned = asked(list).find(|def| def.ty == Type::YuanPeriod);
    if spanned.is_some_and(|def| has(def.id.as_str())) && !has(PERIOD) {
        return Err(missing(texts.get("items.period_label")));
    }
    Ok(())
}

fn fact(name: &str, value: &FactValue, day: Day) -> FactSet {
    FactSet {
        fact: name.to_owned(),
        value: value.clone(),
        day,
        source: FactSource::Worker,
        certainty: Certainty::Said,
        was: None,
    }
}

/// Reads the home and writes facts of one subject of it, in one transaction.
fn write(
    app: &App,
    household: &str,
    about: &Subject,
    facts: Vec<FactSet>,
) -> Result<Vec<tanfang_values::OpId>> {
    let mut session = app.session();
    let scene = app.scene(&mut session, Span::Home(household))?;
    let Scene { pack, snapshot } = scene;
    let (post, today) = (snapshot.post.clone(), snapshot.today);
    let (named, ()) = session
        .db
        .write_named(&app.kit, &app.ports, &post, |reads| {
            let snapshot = reads.snapshot(&pack, post.clone(), today, Span::Home(household))?;
            let home = snapshot
                .home(household)
                .ok_or_else(|| app.not_found("no_home"))?;
            alive(home, about, today).map_err(|refused| errors::refused(&app.kit, &refused))?;
            let op = facts_op(home, about, DataClass::Economic, facts);
            Ok(Decision::new(vec![op], ()))
        })?;
    session.db.checkpoint(&app.ports);
    Ok(named)
}

/// Takes an item away from today on; it stays on record until then.
pub(crate) fn remove(app: &App, household: &str, item: &str) -> Result<Outcome> {
    let missing = || app.not_found("no_item");
    let (list, id) = item.split_once('/').ok_or_else(missing)?;
    let today = app.today_day();
    let about = {
        let mut session = app.session();
        let scene = app.scene(&mut session, Span::Home(household))?;
        let home = scene
            .snapshot
            .home(household)
            .ok_or_else(|| app.not_found("no_home"))?;
        let has = |history| items(history, list, today).iter().any(|i| i.id == id);
        if has(&home.facts) {
            Subject::Household(home.id.clone())
        } else {
            let mut persons = home.persons.iter();
            let whose = persons.find(|person| has(&person.facts));
            Subject::Person(whose.ok_or_else(missing)?.id.clone())
        }
    };
    let gone = fact(&gone_name(list, id), &FactValue::Bool(true), today);
    let named = write(app, household, &about, vec![gone])?;
    Ok(Outcome {
        sentence: app.kit.say.texts().get("items.removed").to_owned(),
        undo: undo(app, household, &about, &named)?,
        go: Some(Screen::Items {
            household: household.to_owned(),
            key: question_key(list, &about),
        }),
        changed: true,
    })
}
