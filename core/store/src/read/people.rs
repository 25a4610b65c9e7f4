//! Homes with their people, classes, benefits and facts.

use super::{Of, Snapshot, day_of, day_or_none, from_json, unreadable};
use crate::error::Result;
use crate::project::{HOUSEHOLD, PERSON, by_name};
use rusqlite::types::ValueRef;
use rusqlite::{OptionalExtension, Row};
use std::collections::BTreeMap;
use tanfang_domain::event::{DataClass, Subject};
use tanfang_domain::merge::Origin;
use tanfang_domain::people::{
    Benefit, Death, FactHistory, FactRecord, Household, Left, Membership, Person,
};
use tanfang_values::{
    BatchId, BenefitId, Day, GridId, Hlc, HouseholdId, InstanceId, MembershipId, Money, OpId,
    PersonId, VisitId,
};

/// How far back facts are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// Of each fact what is known on this day, and what is known for later.
    On(Day),
    /// Every value with its day.
    All,
}

impl Snapshot<'_> {
    /// Returns a home with everybody who lives or lived there.
    pub fn household(&self, id: &HouseholdId, depth: Depth) -> Result<Option<Household>> {
        Ok(self.households(Of::Home(id), depth)?.into_iter().next())
    }

    /// Lists homes by id, each with everybody who lives or lived there, by name.
    ///
    /// Nothing is left out by class: the caller passes each home through the
    /// viewer's [`tanfang_domain::people::Clearance`].
    pub fn households(&self, of: Of<'_>, depth: Depth) -> Result<Vec<Household>> {
        let divisions = self.divisions()?;
        let mut homes = self.bare_homes(of, &divisions)?;
        let mut memberships = self.memberships(of)?;
        let mut benefits = self.benefits(of)?;
        let mut facts = self.facts(of, depth)?;
        let persons = self.persons(of)?;
        let mut stands: BTreeMap<PersonId, usize> = BTreeMap::new();
        for (_, person) in &persons {
            *stands.entry(person.id.clone()).or_default() += 1;
        }
        for (household, mut person) in persons {
            let about = (PERSON, person.id.as_str().to_owned());
            // A person who moved stands in both homes, with the same history.
            let once = stands.get(&person.id) == Some(&1);
            person.memberships = taken(&mut memberships, &about.1, once);
            person.benefits = taken(&mut benefits, &about.1, once);
            person.facts = FactHistory::new(taken(&mut facts, &about, once));
            if let Some(home) = homes.get_mut(&household) {
                // Most homes of a list are one person: no room for three more.
                home.persons.reserve_exact(1);
                home.persons.push(person);
            }
        }
        Ok(homes
            .into_values()
            .map(|mut home| {
                let about = (HOUSEHOLD, home.id.as_str().to_owned());
                home.facts = FactHistory::new(facts.remove(&about).unwrap_or_default());
                home
            })
            .collect())
    }

    /// Returns the home in which a person is counted.
    pub fn home_of(&self, person: &PersonId) -> Result<Option<HouseholdId>> {
        let home: Option<Option<String>> = self
            .db
            .prepare_cached("SELECT household_id FROM p_person WHERE person_id = ?1")?
            .query_row([person.as_str()], |r| r.get(0))
            .optional()?;
        Ok(home.flatten().map(HouseholdId::new))
    }

    /// Counts the homes.
    pub fn count_households(&self, of: Of<'_>) -> Result<u64> {
        let sql = format!(
            "SELECT count(*) FROM p_household h WHERE {}",
            of.condition("h")
        );
        let count: i64 = self
            .db
            .prepare_cached(&sql)?
            .query_row([of.parameter()], |r| r.get(0))?;
        Ok(count.cast_unsigned())
    }

    /// Returns of each register field of a subject the op whose value it has:
    /// what the next change names as `was`.
    pub fn field_ops(&self, about: &Subject) -> Result<BTreeMap<String, OpId>> {
        let (kind, id) = crate::project::subject_columns(about);
        let mut statement = self.db.prepare_cached(
            "SELECT field, op_id FROM p_field WHERE kind = ?1 AND id = ?2 AND field NOT GLOB '@*'
             ORDER BY field, hlc_ms, hlc_n, instance, op_id",
        )?;
        let rows = statement.query_map((kind, id), |r| {
            Ok((r.get(0)?, OpId::new(r.get::<_, String>(1)?)))
        })?;
        // Later rows of a field take the place of earlier ones.
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the op whose value a register field of a subject has.
    pub fn field_op(&self, about: &Subject, field: &str) -> Result<Option<OpId>> {
        let (kind, id) = crate::project::subject_columns(about);
        let found: Option<String> = self
            .db
            .prepare_cached(
                "SELECT op_id FROM p_field WHERE kind = ?1 AND id = ?2 AND field = ?3
                 ORDER BY hlc_ms DESC, hlc_n DESC, instance DESC, op_id DESC LIMIT 1",
            )?
            .query_row((kind, id, field), |r| r.get(0))
            .optional()?;
        Ok(found.map(OpId::new))
    }

    /// Returns the register fields of a subject, unknown names among them.
    pub fn fields(&self, about: &Subject) -> Result<BTreeMap<String, Option<String>>> {
        let (kind, id) = crate::project::subject_columns(about);
        let mut statement = self.db.prepare_cached(
            "SELECT field, value FROM p_field WHERE kind = ?1 AND id = ?2 AND field NOT GLOB '@*'
             ORDER BY field, hlc_ms, hlc_n, instance, op_id",
        )?;
        let rows = statement.query_map((kind, id), |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Lists the adds of a membership that are here: what an end of it names.
    pub fn membership_adds(&self, membership: &MembershipId) -> Result<Vec<OpId>> {
        let mut statement = self.db.prepare_cached(
            "SELECT op_id FROM op_log WHERE entity = ?1 AND kind = 'membership.add' ORDER BY op_id",
        )?;
        let rows = statement.query_map([membership.as_str()], |r| {
            Ok(OpId::new(r.get::<_, String>(0)?))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn bare_homes(
        &self,
        of: Of<'_>,
        divisions: &BTreeMap<GridId, String>,
    ) -> Result<BTreeMap<String, Household>> {
        let sql = format!(
            "SELECT household_id, grid_id, head, grp, house_no, phone FROM p_household h
             WHERE {} ORDER BY household_id",
            of.condition("h")
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut rows = statement.query([of.parameter()])?;
        let mut homes = BTreeMap::new();
        let mut grids = None;
        while let Some(row) = rows.next()? {
            let id: String = row.get(0)?;
            let grid: GridId = shared(&mut grids, &row.get::<_, String>(1)?);
            homes.insert(
                id.clone(),
                Household {
                    id: HouseholdId::new(id),
                    division: divisions.get(&grid).cloned().unwrap_or_default(),
                    grid,
                    head: row.get::<_, Option<String>>(2)?.map(PersonId::new),
                    group: row.get(3)?,
                    house_no: row.get(4)?,
                    phone: row.get(5)?,
                    persons: Vec::new(),
                    persons_complete: false,
                    facts: FactHistory::default(),
                },
            );
        }
        Ok(homes)
    }

    fn persons(&self, of: Of<'_>) -> Result<Vec<(String, Person)>> {
        let sql = format!(
            "SELECT h.household_id, p.person_id, p.name, p.nickname, p.id_number, p.sex,
                p.relation, p.phone, p.guardian, p.guardian_phone, p.died_day, p.died_op,
                r.joined, r.left_day, r.left_why, r.left_op
             FROM p_household h
             CROSS JOIN p_residence r ON r.household_id = h.household_id
             CROSS JOIN p_person p ON p.person_id = r.person_id
             WHERE {} ORDER BY h.household_id, p.name, p.person_id",
            of.condition("h")
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut rows = statement.query([of.parameter()])?;
        let mut persons = Vec::new();
        while let Some(row) = rows.next()? {
            persons.push((row.get(0)?, person(row)?));
        }
        Ok(persons)
    }

    fn memberships(&self, of: Of<'_>) -> Result<BTreeMap<String, Vec<Membership>>> {
        let sql = format!(
            "SELECT DISTINCT m.person_id, m.membership_id, m.class, m.data, m.from_day,
                m.until_day, m.source, m.op_id
             FROM p_household h
             CROSS JOIN p_residence r ON r.household_id = h.household_id
             CROSS JOIN p_membership m ON m.person_id = r.person_id
             WHERE {} ORDER BY m.person_id, m.from_day, m.membership_id",
            of.condition("h")
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut rows = statement.query([of.parameter()])?;
        let mut found: BTreeMap<String, Vec<Membership>> = BTreeMap::new();
        let mut batch: Option<BatchId> = None;
        while let Some(row) = rows.next()? {
            let source: Option<String> = row.get(6)?;
            let data: String = row.get(3)?;
            found.entry(row.get(0)?).or_default().push(Membership {
                id: MembershipId::new(row.get::<_, String>(1)?),
                class: row.get(2)?,
                data: DataClass::parse(&data).ok_or_else(|| unreadable("p_membership.data"))?,
                from: day_of("p_membership.from_day", &row.get::<_, String>(4)?)?,
                until: day_or_none("p_membership.until_day", row.get(5)?)?,
                source: source.map(|id| shared(&mut batch, &id)),
                op: OpId::new(row.get::<_, String>(7)?),
            });
        }
        Ok(found)
    }

    fn benefits(&self, of: Of<'_>) -> Result<BTreeMap<String, Vec<Benefit>>> {
        let sql = format!(
            "SELECT DISTINCT b.person_id, b.benefit_id, b.scheme, b.level, b.amount_fen,
                b.from_day, b.to_day, b.why_ended, b.tapering, b.op_id
             FROM p_household h
             CROSS JOIN p_residence r ON r.household_id = h.household_id
             CROSS JOIN p_benefit b ON b.person_id = r.person_id
             WHERE {} ORDER BY b.person_id, b.from_day, b.benefit_id",
            of.condition("h")
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut rows = statement.query([of.parameter()])?;
        let mut found: BTreeMap<String, Vec<Benefit>> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            found.entry(row.get(0)?).or_default().push(Benefit {
                id: BenefitId::new(row.get::<_, String>(1)?),
                scheme: row.get(2)?,
                level: row.get(3)?,
                amount: row.get::<_, Option<i64>>(4)?.map(Money::from_fen),
                from: day_or_none("p_benefit.from_day", row.get(5)?)?,
                to: day_or_none("p_benefit.to_day", row.get(6)?)?,
                why_ended: row.get(7)?,
                tapering: row.get(8)?,
                op: OpId::new(row.get::<_, String>(9)?),
            });
        }
        Ok(found)
    }

    /// Facts by subject, of the homes and of everybody in them.
    fn facts(&self, of: Of<'_>, depth: Depth) -> Result<Facts> {
        let table = match depth {
            Depth::On(_) => "p_fact_now",
            Depth::All => "p_fact",
        };
        let columns = "f.kind, f.id, f.fact, f.op_id, f.instance, f.hlc_ms, f.hlc_n, f.day,
            f.value, f.source, f.certainty, f.visit_id";
        let condition = of.condition("h");
        let mut found = Facts::new();
        let mut named = Named::default();
        // CROSS JOIN keeps the order of the loops: without statistics the planner
        // would go over every fact of a kind for each home.
        for join in [
            format!(
                "CROSS JOIN p_residence r ON r.household_id = h.household_id
                 CROSS JOIN {table} f ON f.kind = 'person' AND f.id = r.person_id"
            ),
            format!("CROSS JOIN {table} f ON f.kind = 'household' AND f.id = h.household_id"),
        ] {
            let sql = format!("SELECT {columns} FROM p_household h {join} WHERE {condition}");
            let mut statement = self.db.prepare_cached(&sql)?;
            let mut rows = statement.query([of.parameter()])?;
            // Those of one subject follow each other.
            let mut run: Option<(About, Vec<FactRecord>)> = None;
            while let Some(row) = rows.next()? {
                let (about, record) = fact(row, &mut named)?;
                let before = match depth {
                    Depth::On(day) if record.day > day => {
                        self.fact_before(about.0, &about.1, &record.fact, day)?
                    }
                    Depth::On(_) | Depth::All => None,
                };
                if let Some((of, records)) = &mut run
                    && *of == about
                {
                    records.extend(before);
                    records.push(record);
                    continue;
                }
                let records = before.into_iter().chain([record]).collect();
                keep(&mut found, run.replace((about, records)));
            }
            keep(&mut found, run);
        }
        Ok(found)
    }

    /// What was known on a day of a fact whose newest record is of a later one.
    fn fact_before(
        &self,
        kind: &str,
        id: &str,
        name: &str,
        day: Day,
    ) -> Result<Option<FactRecord>> {
        let mut statement = self.db.prepare_cached(
            "SELECT kind, id, fact, op_id, instance, hlc_ms, hlc_n, day, value, source, certainty,
                visit_id
             FROM p_fact WHERE kind = ?1 AND id = ?2 AND fact = ?3 AND day <= ?4
             ORDER BY day DESC, hlc_ms DESC, hlc_n DESC, instance DESC, op_id DESC LIMIT 1",
        )?;
        let mut rows = statement.query((kind, id, name, day.to_string()))?;
        match rows.next()? {
            Some(row) => Ok(Some(fact(row, &mut Named::default())?.1)),
            None => Ok(None),
        }
    }
}

/// A kind of subject and its id.
type About = (&'static str, String);
type Facts = BTreeMap<About, Vec<FactRecord>>;

/// Adds what was read of one subject, no longer than it is.
fn keep(found: &mut Facts, run: Option<(About, Vec<FactRecord>)>) {
    if let Some((about, mut records)) = run {
        records.shrink_to_fit();
        match found.get_mut(&about) {
            Some(there) => there.append(&mut records),
            None => {
                found.insert(about, records);
            }
        }
    }
}

/// The ids that rows named last, to be shared with the next that name the same.
#[derive(Default)]
struct Named {
    op: Option<OpId>,
    instance: Option<InstanceId>,
    visit: Option<VisitId>,
}

/// Returns the id named last where a text is the same, and a new one where not.
fn shared<T>(last: &mut Option<T>, text: &str) -> T
where
    T: Clone + AsRef<str> + for<'t> From<&'t str>,
{
    match last {
        Some(id) if (*id).as_ref() == text => id.clone(),
        _ => last.insert(T::from(text)).clone(),
    }
}

/// Takes what a map holds of somebody, or a copy of it, no longer than it is.
fn taken<K: Ord, T: Clone>(of: &mut BTreeMap<K, Vec<T>>, id: &K, once: bool) -> Vec<T> {
    let found = if once {
        of.remove(id)
    } else {
        of.get(id).cloned()
    };
    let mut found = found.unwrap_or_default();
    found.shrink_to_fit();
    found
}

fn fact(row: &Row<'_>, named: &mut Named) -> Result<(About, FactRecord)> {
    let kind = row.get_ref(0)?.as_str().unwrap_or_default();
    let kind = if kind == PERSON { PERSON } else { HOUSEHOLD };
    let text = |n: usize| -> Result<&str> {
        let value = row.get_ref(n)?;
        value.as_str().map_err(|_| unreadable("p_fact"))
    };
    let record = FactRecord {
        fact: row.get(2)?,
        origin: Origin {
            op: shared(&mut named.op, text(3)?),
            instance: shared(&mut named.instance, text(4)?),
            hlc: Hlc {
                ms: row.get(5)?,
                n: row.get(6)?,
            },
        },
        day: day_of("p_fact.day", text(7)?)?,
        value: from_json("p_fact.value", text(8)?)?,
        source: by_name(text(9)?).ok_or_else(|| unreadable("p_fact.source"))?,
        certainty: by_name(text(10)?).ok_or_else(|| unreadable("p_fact.certainty"))?,
        visit: match row.get_ref(11)? {
            ValueRef::Null => None,
            _ => Some(shared(&mut named.visit, text(11)?)),
        },
    };
    Ok(((kind, row.get(1)?), record))
}

fn person(row: &Row<'_>) -> Result<Person> {
    let died_day = day_or_none("p_person.died_day", row.get(10)?)?;
    let died_op: Option<String> = row.get(11)?;
    let left_day = day_or_none("p_residence.left_day", row.get(13)?)?;
    let left_why: Option<String> = row.get(14)?;
    let left_op: Option<String> = row.get(15)?;
    Ok(Person {
        id: PersonId::new(row.get::<_, String>(1)?),
        name: row.get::<_, Option<String>>(2)?.unwrap_or_default(),
        nickname: row.get(3)?,
        id_number: row.get(4)?,
        sex: row.get(5)?,
        relation: row.get(6)?,
        phone: row.get(7)?,
        guardian: row.get(8)?,
        guardian_phone: row.get(9)?,
        joined: day_or_none("p_residence.joined", row.get(12)?)?,
        left: match (left_day, left_why, left_op) {
            (Some(day), Some(why), Some(op)) => Some(Left {
                day,
                why: by_name(&why).ok_or_else(|| unreadable("p_residence.left_why"))?,
                op: OpId::new(op),
            }),
            _ => None,
        },
        died: match (died_day, died_op) {
            (Some(day), Some(op)) => Some(Death {
                day,
                op: OpId::new(op),
            }),
            _ => None,
        },
        memberships: Vec::new(),
        benefits: Vec::new(),
        benefits_complete: false,
        facts: FactHistory::default(),
    })
}
