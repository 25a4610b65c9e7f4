//! 练习村: invented people to practise with, from the pack `common`.

use serde::Deserialize;
use sha2::{Digest, Sha256};
use tanfang_domain::event::{
    Certainty, DataClass, Event, FactSet, FactSource, FieldSet, MembershipAdd, NewOp, RosterBatch,
    RosterRow, Scope, derive_id,
};
use tanfang_policy::value::FactValue;
use tanfang_values::{Day, GridId, IdNumber};

use super::kit::Kit;
use crate::error::{ErrorKind, Result};

const FILE: &str = "import/sample.toml";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Village {
    name: String,
    home: Vec<Home>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Home {
    group: String,
    house_no: String,
    person: Vec<Person>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Person {
    name: String,
    id_number: String,
    phone: Option<String>,
    guardian: Option<String>,
    guardian_phone: Option<String>,
    class: String,
    keep: String,
    selfcare: String,
    from: String,
}

/// Returns the ops that fill an empty practice store.
pub(crate) fn ops(kit: &Kit, grid: &GridId, today: Day) -> Result<Vec<NewOp>> {
    let broken = || kit.error(ErrorKind::Internal, "internal", &[]);
    let text = tanfang_packs::text("common", FILE).ok_or_else(broken)?;
    let village: Village = toml::from_str(text).map_err(|error| {
        tracing::error!(%error, "sample");
        broken()
    })?;
    let sha256 = hex::encode(Sha256::digest(text.as_bytes()));
    let batch: tanfang_values::BatchId = derive_id("batch", &[&sha256]).into();
    let scope = Scope::new(grid.clone(), DataClass::Core);
    let mut rows: Vec<NewOp> = Vec::new();
    let mut row = 0;
    for home in &village.home {
        let household = derive_id("household", &[&sha256, &(row + 1).to_string()]);
        for person in &home.person {
            row += 1;
            let id = derive_id("person", &[&sha256, &row.to_string()]);
            rows.push(NewOp::new(
                scope.clone(),
                Event::RosterRow(RosterRow {
                    batch: batch.clone(),
                    sheet: village.name.clone(),
                    row,
                    row_sha256: derive_id("row", &[&sha256, &row.to_string()]),
                    household: household.as_str().into(),
                    person: id.as_str().into(),
                    fields: person.fields(),
                    household_fields: vec![
                        field("group", Some(&home.group)),
                        field("house_no", Some(&home.house_no)),
                    ],
                    facts: person.facts(today),
                    problems: Vec::new(),
                }),
            ));
            rows.push(NewOp::new(
                scope.clone(),
                Event::MembershipAdd(MembershipAdd {
                    membership: derive_id("membership", &[&sha256, &row.to_string()]).into(),
                    person: id.as_str().into(),
                    class: person.class.clone(),
                    from: Day::parse(&person.from).unwrap_or(today),
                    source: Some(batch.clone()),
                }),
            ));
        }
    }
    let mut ops = vec![NewOp::new(
        scope,
        Event::RosterBatch(RosterBatch {
            batch,
            file_name: village.name,
            file_sha256: sha256,
            class: None,
            sheets: Vec::new(),
            day: today,
            changed: row,
            postponed: Vec::new(),
        }),
    )];
    ops.append(&mut rows);
    Ok(ops)
}

fn field(name: &str, value: Option<&String>) -> FieldSet {
    FieldSet {
        name: name.to_owned(),
        value: value.cloned(),
        was: None,
    }
}

impl Person {
    fn fields(&self) -> Vec<FieldSet> {
        let sex = IdNumber::parse(&self.id_number)
            .ok()
            .map(|parsed| u8::from(parsed.number.sex()).to_string());
        [
            ("name", Some(&self.name)),
            ("id_number", Some(&self.id_number)),
            ("sex", sex.as_ref()),
            ("phone", self.phone.as_ref()),
            ("guardian", self.guardian.as_ref()),
            ("guardian_phone", self.guardian_phone.as_ref()),
        ]
        .into_iter()
        .filter(|(_, value)| value.is_some())
        .map(|(name, value)| field(name, value))
        .collect()
    }

    fn facts(&self, today: Day) -> Vec<FactSet> {
        let birth = IdNumber::parse(&self.id_number)
            .ok()
            .map(|parsed| FactValue::Day(parsed.number.birth()));
        [
            ("birth", birth),
            ("keep", Some(FactValue::One(self.keep.clone()))),
            ("selfcare", Some(FactValue::One(self.selfcare.clone()))),
        ]
        .into_iter()
        .filter_map(|(fact, value)| {
            Some(FactSet {
                fact: fact.to_owned(),
                value: value?,
                day: today,
                source: FactSource::Roster,
                certainty: Certainty::Said,
                was: None,
            })
        })
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_in_it_is_invented() {
        let kit = Kit::builtin().unwrap();
        let day = Day::parse("2026-11-20").unwrap();
        let ops = ops(&kit, &GridId::new("g"), day).unwrap();
        assert_eq!(ops.len(), 11);
        let text = tanfang_packs::text("common", FILE).unwrap();
        let village: Village = toml::from_str(text).unwrap();
        for person in village.home.iter().flat_map(|home| &home.person) {
            let id = IdNumber::parse(&person.id_number).unwrap().number;
            assert_eq!(id.area(), "990101");
            let phones = person.phone.iter().chain(&person.guardian_phone);
            for phone in phones {
                assert!(phone.starts_with("139-0000"));
            }
        }
    }
}
