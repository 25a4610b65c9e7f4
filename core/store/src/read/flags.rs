//! Flags.

use super::{Of, Snapshot, day_of, unreadable};
use crate::error::Result;
use crate::project::PERSON;
use tanfang_domain::event::{DataClass, Subject};
use tanfang_domain::flag::OpenFlag;
use tanfang_values::{Day, FlagId, GridId, HouseholdId, OpId, PersonId, VisitId, WorkerId};

/// A flag as it was raised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlagRecord {
    /// The flag.
    pub flag: FlagId,
    /// Id of its class in the pack.
    pub code: String,
    /// Whom it concerns.
    pub about: Subject,
    /// The home.
    pub household: HouseholdId,
    /// The grid in whose scope it was raised.
    pub grid: GridId,
    /// Who may know of it.
    pub data: DataClass,
    /// Who raised it.
    pub worker: WorkerId,
    /// The visit that raised it.
    pub visit: Option<VisitId>,
    /// The question that raised it.
    pub q: Option<String>,
    /// Civil day.
    pub day: Day,
    /// In the worker's words.
    pub note: Option<String>,
    /// The open flag it was linked to.
    pub same_as: Option<FlagId>,
    /// The op that says so.
    pub op: OpId,
}

impl Snapshot<'_> {
    /// Lists flags, the newest day first; sightings linked to another flag are among them.
    pub fn flags(&self, of: Of<'_>) -> Result<Vec<FlagRecord>> {
        let sql = format!(
            "SELECT flag_id, code, about_kind, about_id, household_id, grid_id, data, worker_id,
                visit_id, q, day, note, same_as, op_id
             FROM p_flag f WHERE {} ORDER BY day DESC, flag_id",
            of.condition("f")
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut rows = statement.query([of.parameter()])?;
        let mut flags = Vec::new();
        while let Some(row) = rows.next()? {
            let (kind, id): (String, String) = (row.get(2)?, row.get(3)?);
            let data: String = row.get(6)?;
            flags.push(FlagRecord {
                flag: FlagId::new(row.get::<_, String>(0)?),
                code: row.get(1)?,
                about: if kind == PERSON {
                    Subject::Person(PersonId::new(id))
                } else {
                    Subject::Household(HouseholdId::new(id))
                },
                household: HouseholdId::new(row.get::<_, String>(4)?),
                grid: GridId::new(row.get::<_, String>(5)?),
                data: DataClass::parse(&data).ok_or_else(|| unreadable("p_flag.data"))?,
                worker: WorkerId::new(row.get::<_, String>(7)?),
                visit: row.get::<_, Option<String>>(8)?.map(VisitId::new),
                q: row.get(9)?,
                day: day_of("p_flag.day", &row.get::<_, String>(10)?)?,
                note: row.get(11)?,
                same_as: row.get::<_, Option<String>>(12)?.map(FlagId::new),
                op: OpId::new(row.get::<_, String>(13)?),
            });
        }
        Ok(flags)
    }

    /// Lists the flags that are open: raised for themselves, not linked to another.
    pub fn open_flags(&self, of: Of<'_>) -> Result<Vec<OpenFlag>> {
        let flags = self.flags(of)?.into_iter();
        Ok(flags
            .filter(|flag| flag.same_as.is_none())
            .map(|flag| OpenFlag {
                flag: flag.flag,
                code: flag.code,
                about: flag.about,
                household: flag.household,
                day: flag.day,
            })
            .collect())
    }
}
