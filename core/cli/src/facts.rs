//! Prints the fact dictionary, and reads the facts of a home.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use tanfang_policy::cases::read_value;
use tanfang_policy::dict::{About, Dictionary, FactDef, Formula, Fresh, How, Sensitivity, Type};
use tanfang_policy::pack::{ParamValue, Resolved};
use tanfang_policy::value::FactValue;
use tanfang_policy::world::{Item, Known, List, Lists, Member, World};
use tanfang_values::Day;

use crate::pack::words::words;
use crate::run::{BAD_INPUT, Failure, Result};

/// The dictionary as JSON.
#[derive(Debug, Serialize)]
pub(crate) struct Dict {
    enums: BTreeMap<String, Vec<Choice>>,
    facts: Vec<Fact>,
    lists: Vec<ListOf>,
    derived: Vec<Derived>,
}

#[derive(Debug, Serialize)]
struct Choice {
    code: String,
    name: String,
}

#[derive(Debug, Serialize)]
struct Fact {
    id: String,
    name: String,
    was: Vec<String>,
    about: About,
    /// As packs write it: 是否, 元/月, or the id of an enum.
    #[serde(rename = "type")]
    ty: String,
    unit: &'static str,
    how: &'static str,
    by: Vec<String>,
    /// `every_visit`, `forever`, or days.
    fresh: String,
    sensitivity: &'static str,
    ask: String,
    only_if: Option<String>,
    min: Option<i64>,
    max: Option<i64>,
}

#[derive(Debug, Serialize)]
struct ListOf {
    id: String,
    name: String,
    about: About,
    persons: bool,
    complete_ask: String,
    fields: Vec<Fact>,
}

#[derive(Debug, Serialize)]
struct Derived {
    id: String,
    name: String,
    about: About,
    #[serde(rename = "type")]
    ty: String,
    formula: String,
}

fn fact(def: &FactDef) -> Fact {
    Fact {
        id: def.id.to_string(),
        name: def.name.clone(),
        was: def.was.clone(),
        about: def.about,
        ty: def.ty.to_string(),
        unit: tanfang_policy::number::unit(&def.ty),
        how: match def.how {
            How::Ask => "ask",
            How::Look => "look",
            How::Database => "database",
            How::Judge => "judge",
        },
        by: def.by.clone(),
        fresh: match def.fresh {
            Fresh::EveryVisit => "every_visit".to_owned(),
            Fresh::Forever => "forever".to_owned(),
            Fresh::Days(days) => days.to_string(),
        },
        sensitivity: match def.sens {
            Sensitivity::Normal => "normal",
            Sensitivity::Sensitive => "sensitive",
            Sensitivity::Restricted => "restricted",
        },
        ask: def.ask.clone(),
        only_if: def.only_if.clone(),
        min: def.min,
        max: def.max,
    }
}

/// Makes the JSON form of the dictionary.
pub(crate) fn dictionary(dictionary: &Dictionary) -> Dict {
    let enums = dictionary.enums().iter().map(|(id, def)| {
        let choices = def.variants.iter().map(|variant| Choice {
            code: variant.code.clone(),
            name: variant.name.clone(),
        });
        (id.clone(), choices.collect())
    });
    Dict {
        enums: enums.collect(),
        facts: dictionary.facts().iter().map(|def| fact(def)).collect(),
        lists: dictionary
            .lists()
            .iter()
            .map(|list| ListOf {
                id: list.id.clone(),
                name: list.name.clone(),
                about: list.about,
                persons: list.persons,
                complete_ask: list.complete_ask.clone(),
                fields: list.fields.iter().map(|def| fact(def)).collect(),
            })
            .collect(),
        derived: dictionary
            .derived()
            .iter()
            .map(|def| Derived {
                id: def.id.clone(),
                name: def.name.clone(),
                about: def.about,
                ty: def.ty.to_string(),
                formula: match &def.formula {
                    Formula::Expr(text) => text.clone(),
                    Formula::Age(birth) => format!("age({birth})"),
                },
            })
            .collect(),
    }
}

/// The facts of a home as a person or a program writes them; what is left out is unknown.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Home {
    household: BTreeMap<String, Written>,
    lists: BTreeMap<String, WrittenList>,
    members: Vec<WrittenMember>,
    members_complete: bool,
    events: Vec<String>,
    assume: BTreeMap<String, String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct WrittenMember {
    id: String,
    facts: BTreeMap<String, Written>,
    lists: BTreeMap<String, WrittenList>,
    receives: BTreeMap<String, bool>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct WrittenList {
    items: Vec<BTreeMap<String, Written>>,
    complete: bool,
}

/// A value: as rules write it (`"农村"`, `"300.00元/月"`), plain, or as records hold it (`{"fen": 30000}`).
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Written {
    Bool(bool),
    Int(i64),
    Text(String),
    Record(FactValue),
}

/// Reads the facts of a home from JSON; keys are ids or names.
pub(crate) fn home(text: &str, pack: &Resolved, day: Day) -> Result<World> {
    let home: Home = serde_json::from_str(text).map_err(|error| {
        let line = error.line().to_string();
        let why = error.to_string();
        let sentence = words("facts_json", &[("line", &line), ("why", &why)]);
        Failure::new(BAD_INPUT, "facts", sentence)
    })?;
    let mut world = World::new(day);
    for (name, value) in &home.household {
        let def = fact_of(pack, name, About::Household)?;
        world.household.set(def.id.as_str(), known(&def, value)?);
    }
    lists(pack, &home.lists, &mut world.lists)?;
    for (at, written) in home.members.iter().enumerate() {
        let mut member = Member {
            id: if written.id.is_empty() {
                format!("p{}", at + 1)
            } else {
                written.id.clone()
            },
            ..Member::default()
        };
        for (name, value) in &written.facts {
            let def = fact_of(pack, name, About::Person)?;
            member.facts.set(def.id.as_str(), known(&def, value)?);
        }
        lists(pack, &written.lists, &mut member.lists)?;
        for (aid, receives) in &written.receives {
            let code = aid_code(pack, aid)?;
            member.receives.insert(code, FactValue::Bool(*receives));
        }
        world.members.push(member);
    }
    world.members_complete = home.members_complete;
    world.events = home.events.into_iter().collect();
    for (name, text) in home.assume {
        let value = pack
            .param_def(&name)
            .and_then(|param| ParamValue::parse(&text, &param.ty));
        let value = value.ok_or_else(|| bad(&name, &text))?;
        world.assume.insert(name, value);
    }
    Ok(world)
}

fn bad(name: &str, value: &str) -> Failure {
    let sentence = words("facts_value", &[("name", name), ("value", value)]);
    Failure::new(BAD_INPUT, "facts", sentence)
}

fn no_fact(name: &str) -> Failure {
    let sentence = words("facts_name", &[("name", name)]);
    Failure::new(BAD_INPUT, "facts", sentence)
}

fn fact_of(pack: &Resolved, name: &str, about: About) -> Result<std::sync::Arc<FactDef>> {
    let by_name = || pack.schema(About::Person).fact(name).cloned();
    let found = pack.fact(name).cloned().or_else(by_name);
    found
        .filter(|def| def.about == about)
        .ok_or_else(|| no_fact(name))
}

fn aid_code(pack: &Resolved, aid: &str) -> Result<String> {
    let list = pack.dictionary().list("aid");
    let def = list
        .and_then(|list| list.field("scheme"))
        .and_then(|field| field.ty.enum_def());
    let found = def.and_then(|def| def.by_code(aid).or_else(|| def.by_name(aid)));
    found
        .map(|variant| variant.code.clone())
        .ok_or_else(|| no_fact(aid))
}

fn known(def: &FactDef, written: &Written) -> Result<Known> {
    let known: Known = match written {
        Written::Bool(flag) => FactValue::Bool(*flag).into(),
        Written::Int(number) => FactValue::Int(*number).into(),
        Written::Record(value) => value.clone().into(),
        Written::Text(text) if def.ty == Type::Text => FactValue::Text(text.clone()).into(),
        Written::Text(text) => read_value(&def.ty, text).ok_or_else(|| bad(&def.name, text))?,
    };
    def.check_value(&known.value)
        .map_err(|error| bad(&def.name, &error.to_string()))?;
    Ok(known)
}

fn lists(pack: &Resolved, written: &BTreeMap<String, WrittenList>, out: &mut Lists) -> Result<()> {
    for (name, list) in written {
        let dictionary = pack.dictionary();
        let def = dictionary
            .list(name)
            .or_else(|| dictionary.list_named(name));
        let def = def.ok_or_else(|| no_fact(name))?;
        let mut items = Vec::new();
        for fields in &list.items {
            let mut item = Item::default();
            for (field, value) in fields {
                let own = def
                    .fields
                    .iter()
                    .find(|f| f.name == *field || f.id.as_str() == field);
                let own = own.ok_or_else(|| no_fact(field))?;
                item.facts.set(own.id.as_str(), known(own, value)?);
            }
            items.push(item);
        }
        *out.entry(&def.id) = List {
            items,
            complete: list.complete,
        };
    }
    Ok(())
}
