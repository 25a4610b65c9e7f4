//! Takes a form of ODK, `KoboToolbox` or `SurveyCTO` (`XLSForm`) over as a checklist.
//!
//! Bytes in, two texts out: the checklist, and what it needs of the dictionary,
//! for a person to merge. Whatever is not taken over is told by sheet and cell;
//! whatever makes the form wrong keeps it from being taken over at all. A tour:
//!
//! * [`import`] – the whole way; [`Form`] and [`Finding`] come out.
//! * `table` – sheets by the names of their columns.
//! * `survey`, `choices` – what the form says.
//! * `path` reads its conditions, `rule` says them in the language of packs,
//!   `order` finds circles.
//! * `name` – names that rules can read.
//! * `write` – TOML.
//!
//! What becomes of what: `docs/policy-pack-guide.zh.md`.

mod choices;
mod finding;
mod name;
mod order;
mod path;
mod rule;
mod survey;
mod table;
mod write;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use tanfang_policy::dict::Dictionary;

use crate::import::RawBook;
use choices::List;
use finding::{Findings, Place};
use rule::{Answer, Kind, Names, Said, Target, bounds};
use survey::{Condition, Row, Sort, Survey};
use write::{Choices, Derived, Fact, Line};

pub use finding::Finding;

/// Order of a checklist that came from a form: after those of the packs.
const ORDER: u32 = 900;

/// Holds a form that was taken over, or why not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Form {
    /// Id of the checklist.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The checklist as TOML; none if the form is wrong.
    pub checklist: Option<String>,
    /// What it needs of the dictionary as TOML; none if the form is wrong.
    pub facts: Option<String>,
    /// Everything there is to say, in the order of the form.
    pub findings: Vec<Finding>,
}

/// Takes a form over; `dictionary` says which ids and names are taken.
pub fn import(book: &RawBook, dictionary: &Dictionary) -> Form {
    let mut findings = Findings::default();
    let stem = book.file_name.rsplit_once('.');
    let stem = stem.map_or(book.file_name.as_str(), |(stem, _)| stem);
    let (id, title) = settings(book, stem, &mut findings);
    let mut form = Form {
        id,
        name: title,
        checklist: None,
        facts: None,
        findings: Vec::new(),
    };
    let Some(survey_table) = table::find(book, "survey") else {
        findings.refuse("no_survey", &Place::default(), &[]);
        form.findings = findings.into_list();
        return form;
    };
    let survey = survey::read(&survey_table, &mut findings);
    let lists = match table::find(book, "choices") {
        Some(table) => choices::read(&table, &mut findings),
        None => BTreeMap::new(),
    };
    for (list, at) in &survey.lists {
        if !lists.contains_key(list) {
            findings.refuse("unknown_list", at, &[("list", list)]);
        }
    }
    if survey.rows.is_empty() {
        findings.tell("no_questions", &survey_table.head(), &[]);
    }
    let order = circle_free(&survey, &mut findings);
    let taking = Taking::new(&form.id, &survey, &lists, dictionary, &mut findings);
    let (checklist, facts) = taking.run(&form, &order, &mut findings);
    if !findings.is_refused() {
        form.checklist = Some(checklist);
        form.facts = Some(facts);
    }
    form.findings = findings.into_list();
    form
}

/// Reads id and title of the form; without the sheet they are those of the file.
fn settings(book: &RawBook, stem: &str, findings: &mut Findings) -> (String, String) {
    let table = table::find(book, "settings");
    let row = table.as_ref().and_then(|table| table.rows().next());
    let said = |column: &str| match (&table, row) {
        (Some(table), Some(row)) => table.text(row, table.column(column)).to_owned(),
        _ => String::new(),
    };
    let (own, title) = (said("form_id"), said("form_title"));
    if let Some(table) = &table {
        let known = ["form_id", "form_title", "version", "default_language"];
        table.tell_unread(&known, &[], findings);
    }
    let id = name::id(&own).or_else(|| name::id(stem));
    let id = id.unwrap_or_else(|| "FORM".to_owned());
    if !own.is_empty() && own != id {
        let words = [("given", own.as_str()), ("id", id.as_str())];
        findings.tell("form_id", &Place::default(), &words);
    }
    let title = if title.is_empty() {
        stem.to_owned()
    } else {
        title
    };
    (id, title)
}

/// Returns the order in which names can be worked out; a circle is refused.
fn circle_free(survey: &Survey, findings: &mut Findings) -> Vec<String> {
    let mut needs: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut cells: BTreeMap<&str, &Place> = BTreeMap::new();
    for row in &survey.rows {
        let needed = needs.entry(&row.name).or_default();
        let groups = row
            .groups
            .iter()
            .filter_map(|group| survey.groups.get(*group));
        let own = row.relevant.iter().chain(&row.calculation);
        for condition in own.chain(groups) {
            needed.extend(path::refs(&condition.path));
            cells.entry(&row.name).or_insert(&condition.at);
        }
    }
    match order::order(&needs) {
        Ok(order) => order.into_iter().map(str::to_owned).collect(),
        Err(circle) => {
            let way: Vec<&str> = circle.iter().chain(circle.first()).copied().collect();
            let at = circle.first().and_then(|name| cells.get(name));
            let at = at.copied().cloned().unwrap_or_default();
            findings.refuse("circle", &at, &[("names", &way.join(" → "))]);
            survey.rows.iter().map(|row| row.name.clone()).collect()
        }
    }
}

/// Holds what is needed to take the questions over.
struct Taking<'a> {
    survey: &'a Survey,
    lists: &'a BTreeMap<String, List>,
    /// Ids of enums by list, and whether the dictionary has the same one.
    enums: BTreeMap<String, (String, bool)>,
    targets: BTreeMap<String, Target>,
    /// Ids of facts by name in the form.
    ids: BTreeMap<String, String>,
}

impl<'a> Taking<'a> {
    fn new(
        form: &str,
        survey: &'a Survey,
        lists: &'a BTreeMap<String, List>,
        dictionary: &Dictionary,
        findings: &mut Findings,
    ) -> Self {
        let mut taken = names_of(dictionary);
        let mut targets = BTreeMap::new();
        let mut ids = BTreeMap::new();
        for name in survey.left_out.iter().chain(&survey.repeats) {
            targets.insert(
                name.clone(),
                Target {
                    name: name.clone(),
                    answer: Answer::Unread,
                    member: false,
                },
            );
        }
        for row in &survey.rows {
            let answer = match &row.sort {
                Sort::Text => Answer::Text,
                Sort::Integer => Answer::Int,
                Sort::Decimal => Answer::Decimal,
                Sort::Date => Answer::Day,
                Sort::One(list) => lists
                    .get(list)
                    .map_or(Answer::Unread, |list| list.answer(false)),
                Sort::Many(list) => lists
                    .get(list)
                    .map_or(Answer::Unread, |list| list.answer(true)),
                // A calculation has a type once it is said.
                Sort::Image | Sort::Calculate => Answer::Unread,
            };
            let answer = match answer {
                Answer::One(items) => Answer::One(choices::enumerated(&items)),
                Answer::Many(items) => Answer::Many(choices::enumerated(&items)),
                other => other,
            };
            let name = name::question(&row.label, &row.name, &mut taken);
            let known = dictionary
                .facts()
                .iter()
                .any(|fact| fact.id.as_str() == row.name)
                || dictionary
                    .derived()
                    .iter()
                    .any(|value| value.id == row.name);
            let id = if known {
                let id = format!("{form}_{}", row.name);
                let words = [("name", row.name.as_str()), ("id", id.as_str())];
                findings.tell("id_taken", &row.at, &words);
                id
            } else {
                row.name.clone()
            };
            ids.insert(row.name.clone(), id);
            targets.insert(
                row.name.clone(),
                Target {
                    name,
                    answer,
                    member: row.member,
                },
            );
        }
        let mut enums = BTreeMap::new();
        for name in survey.lists.keys() {
            let Some(list) = lists.get(name) else {
                continue;
            };
            let own = name::id(name).unwrap_or_else(|| format!("list{}", enums.len() + 1));
            let items = choices::enumerated(&list.items);
            let same = dictionary.enum_def(&own).map(|def| {
                let theirs = def.variants.iter().map(|v| (&v.code, &v.name));
                theirs.eq(items.iter().map(|(code, label)| (code, label)))
            });
            let id = if same == Some(false) {
                format!("{form}_{own}")
            } else {
                own
            };
            enums.insert(name.clone(), (id, same == Some(true)));
        }
        Self {
            survey,
            lists,
            enums,
            targets,
            ids,
        }
    }

    fn run(mut self, form: &Form, order: &[String], findings: &mut Findings) -> (String, String) {
        let derived = self.calculations(order, findings);
        let names = Names {
            targets: &self.targets,
            repeats: &self.survey.repeats,
        };
        let groups: Vec<Option<Said>> = self
            .survey
            .groups
            .iter()
            .map(|condition| holds(condition, &names, false, findings))
            .collect();
        let (mut lines, mut facts) = (Vec::new(), Vec::new());
        let mut used: BTreeSet<&str> = BTreeSet::new();
        for row in &self.survey.rows {
            let Some(target) = self.targets.get(&row.name) else {
                continue;
            };
            let Some((kind, ty)) = self.kind(row, target, findings) else {
                continue;
            };
            let mut parts: Vec<Said> = row
                .groups
                .iter()
                .filter_map(|group| groups.get(*group).cloned().flatten())
                .collect();
            if let Some(relevant) = &row.relevant {
                parts.extend(holds(relevant, &names, row.member, findings));
            }
            let id = self.ids.get(&row.name).cloned().unwrap_or_default();
            lines.push(Line {
                id: format!("{}-{}", form.id, row.name),
                ask: row.label.clone(),
                kind,
                writes: match ty {
                    Some(_) => target.name.clone(),
                    None => format!("台账.{}", target.name),
                },
                show_if: rule::all(&parts),
                member: row.member,
            });
            let Some(ty) = ty else {
                continue;
            };
            if let (Sort::One(list) | Sort::Many(list), Answer::One(_) | Answer::Many(_)) =
                (&row.sort, &target.answer)
            {
                used.insert(list);
            }
            facts.push(Fact {
                id,
                name: target.name.clone(),
                member: row.member,
                ty,
                ask: row.label.clone(),
                bounds: limits(row, &target.answer, findings),
                whole: target.answer == Answer::Int,
            });
        }
        let choices: Vec<Choices> = used
            .into_iter()
            .filter_map(|list| {
                let (id, same) = self.enums.get(list)?;
                let items = choices::enumerated(&self.lists.get(list)?.items);
                (!same).then(|| Choices {
                    id: id.clone(),
                    items,
                })
            })
            .collect();
        if !facts.is_empty() {
            findings.tell("to_decide", &Place::default(), &[]);
        }
        (
            write::checklist(&form.id, &form.name, ORDER, &lines),
            write::facts(&choices, &facts, &derived),
        )
    }

    /// Returns the word of the format and the type of the fact; no type for a
    /// photo, which is no fact.
    fn kind(
        &self,
        row: &Row,
        target: &Target,
        findings: &mut Findings,
    ) -> Option<(&'static str, Option<String>)> {
        let list = |list: &str| self.enums.get(list).map(|(id, _)| id.clone());
        Some(match (&row.sort, &target.answer) {
            (Sort::Calculate, _) => return None,
            (Sort::Image, _) => ("照片", None),
            (Sort::Text, _) => ("文字", Some("文字".to_owned())),
            (Sort::Integer, _) => ("数字", Some("整数".to_owned())),
            (Sort::Decimal, _) => {
                findings.tell("decimal", &row.at, &[("name", &row.name)]);
                ("数字", Some("倍数".to_owned()))
            }
            (Sort::Date, _) => ("日期", Some("日期".to_owned())),
            (Sort::One(_), Answer::YesNo { .. }) => ("是否", Some("是否".to_owned())),
            (Sort::One(name), _) => ("单选", Some(list(name)?)),
            (Sort::Many(name), _) => ("多选", Some(format!("多选 {}", list(name)?))),
        })
    }

    /// Says the calculations, each after those it needs.
    fn calculations(&mut self, order: &[String], findings: &mut Findings) -> Vec<Derived> {
        let rows: BTreeMap<&str, &Row> = self
            .survey
            .rows
            .iter()
            .filter(|row| row.sort == Sort::Calculate)
            .map(|row| (row.name.as_str(), row))
            .collect();
        let mut derived = Vec::new();
        for row in order.iter().filter_map(|name| rows.get(name.as_str())) {
            let Some(calculation) = &row.calculation else {
                continue;
            };
            let names = Names {
                targets: &self.targets,
                repeats: &self.survey.repeats,
            };
            let Some(said) = said(calculation, &names, row.member, findings) else {
                continue;
            };
            let (ty, answer) = match said.kind {
                Kind::YesNo => (
                    "是否",
                    Answer::YesNo {
                        yes: "true".to_owned(),
                        no: "false".to_owned(),
                    },
                ),
                Kind::Int => ("整数", Answer::Int),
                Kind::Decimal => ("倍数", Answer::Decimal),
                Kind::Day => ("日期", Answer::Day),
                Kind::Number => {
                    let words = [("piece", said.text.as_str())];
                    findings.tell("rule_number", &calculation.at, &words);
                    continue;
                }
            };
            if let Some(target) = self.targets.get_mut(&row.name) {
                target.answer = answer;
                derived.push(Derived {
                    id: self.ids.get(&row.name).cloned().unwrap_or_default(),
                    name: target.name.clone(),
                    member: row.member,
                    ty,
                    expr: said.text,
                });
            }
        }
        derived
    }
}

/// Says a condition; what cannot be said is told by its cell.
fn said(
    condition: &Condition,
    names: &Names<'_>,
    member: bool,
    findings: &mut Findings,
) -> Option<Said> {
    match rule::say(&condition.path, names, member) {
        Ok(said) => Some(said),
        Err(why) if why.fatal => {
            findings.refuse(why.code, &condition.at, &[("piece", &why.word)]);
            None
        }
        Err(why) => {
            findings.tell(why.code, &condition.at, &[("piece", &why.word)]);
            None
        }
    }
}

/// Says a condition that holds or not.
fn holds(
    condition: &Condition,
    names: &Names<'_>,
    member: bool,
    findings: &mut Findings,
) -> Option<Said> {
    let said = said(condition, names, member, findings)?;
    if said.kind == Kind::YesNo {
        return Some(said);
    }
    findings.tell("rule_type", &condition.at, &[("piece", &said.text)]);
    None
}

/// Reads the limits of a number; another constraint is told.
fn limits(row: &Row, answer: &Answer, findings: &mut Findings) -> rule::Bounds {
    let Some(constraint) = &row.constraint else {
        return rule::Bounds::default();
    };
    bounds(&constraint.path, answer).unwrap_or_else(|| {
        findings.tell("constraint", &constraint.at, &[("name", &row.name)]);
        rule::Bounds::default()
    })
}

/// Lists the names that the dictionary uses.
fn names_of(dictionary: &Dictionary) -> BTreeSet<String> {
    let facts = dictionary.facts().iter().flat_map(|fact| {
        let was = fact.was.iter().cloned();
        was.chain([fact.name.clone()])
    });
    let lists = dictionary.lists().iter().flat_map(|list| {
        let fields = list.fields.iter().map(|field| field.name.clone());
        fields.chain([list.name.clone()])
    });
    let derived = dictionary.derived().iter().map(|value| value.name.clone());
    facts.chain(lists).chain(derived).collect()
}
