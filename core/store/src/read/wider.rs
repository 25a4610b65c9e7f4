//! Calls, control totals, match lists, events of a place, feedback, hand-overs.

use super::{Of, Snapshot, day_of, day_or_none, from_json, unreadable};
use crate::error::Result;
use crate::project::{by_name, origin_at};
use rusqlite::{OptionalExtension, Row};
use tanfang_domain::event::{MatchCell, MatchSheet, Mode, Whose};
use tanfang_domain::merge::Origin;
use tanfang_domain::role::Role;
use tanfang_domain::schedule::record;
use tanfang_values::{
    BatchId, ContactId, Day, EventId, FeedbackId, GridId, HouseholdId, InstanceId, OpId, PersonId,
    Stamp, TaskId, VisitId, WorkerId,
};

/// A call or message to a home (电话联系).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactRecord {
    /// The contact.
    pub contact: ContactId,
    /// The home.
    pub household: HouseholdId,
    /// The grid in whose scope it was recorded.
    pub grid: GridId,
    /// Who called.
    pub worker: WorkerId,
    /// Civil day.
    pub day: Day,
    /// When it was written down.
    pub at: Stamp,
    /// By phone or by message.
    pub mode: Mode,
    /// Whose number it was.
    pub whose: Whose,
    /// Persons who were reached, or who should have been.
    pub persons: Vec<PersonId>,
    /// Code of the dictionary's `call`.
    pub result: String,
    /// Roles held on that day.
    pub roles: Vec<Role>,
    /// In the worker's words.
    pub note: Option<String>,
    /// Who wrote it and when.
    pub origin: Origin,
}

impl ContactRecord {
    /// Returns what the schedule needs of it: the note stays here.
    pub fn for_schedule(&self) -> record::ContactRecord {
        record::ContactRecord {
            contact: self.contact.clone(),
            household: self.household.clone(),
            grid: self.grid.clone(),
            worker: self.worker.clone(),
            day: self.day,
            at: self.at,
            mode: self.mode,
            whose: self.whose,
            persons: self.persons.clone(),
            result: self.result.clone(),
            roles: self.roles.clone(),
            origin: self.origin.clone(),
        }
    }
}

/// How many there ought to be of a class in a division.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ControlTotalRecord {
    /// The grid in whose scope it was said.
    pub grid: GridId,
    /// Code of the class.
    pub class: String,
    /// The division, 12 digits.
    pub division: String,
    /// Homes, if they were counted.
    pub households: Option<u32>,
    /// Persons, if they were counted.
    pub persons: Option<u32>,
    /// Day on which it was said.
    pub day: Day,
    /// The list that says so.
    pub source: Option<BatchId>,
    /// Who says so.
    pub note: Option<String>,
    /// The op that says so: what the next one names as `was`.
    pub op: OpId,
}

/// A match list that was applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchBatchRecord {
    /// The batch.
    pub batch: BatchId,
    /// The grid it was applied to.
    pub grid: GridId,
    /// Name of the file.
    pub file_name: String,
    /// SHA-256 of the file, lower-case hex.
    pub file_sha256: String,
    /// Id in the packs' import words.
    pub match_kind: String,
    /// Who compared what, as written.
    pub source: Option<String>,
    /// Day on which it was applied.
    pub day: Day,
    /// What became of the rows, a sheet each, with the titles of the columns.
    pub sheets: Vec<MatchSheet>,
    /// Tasks it made.
    pub tasks: u32,
    /// How many of those that are here are answered.
    pub answered: u32,
    /// Who applied it.
    pub worker: WorkerId,
    /// The op that says so.
    pub op: OpId,
}

/// A row of a match list that is to be looked at (核实任务).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchTaskRecord {
    /// The task.
    pub task: TaskId,
    /// Its batch.
    pub batch: BatchId,
    /// The grid in whose scope it was recorded.
    pub grid: GridId,
    /// Kind of the match, if its batch is here.
    pub match_kind: Option<String>,
    /// Day on which the list was applied, if its batch is here.
    pub day: Option<Day>,
    /// Name of the sheet.
    pub sheet: String,
    /// Row in the sheet, from 1.
    pub row: u32,
    /// SHA-256 of the row's cells.
    pub row_sha256: String,
    /// Name as written.
    pub name: String,
    /// The home, once it is known who is meant.
    pub household: Option<HouseholdId>,
    /// The person, once it is known who is meant.
    pub person: Option<PersonId>,
    /// Every cell as the sender wrote it.
    pub cells: Vec<MatchCell>,
    /// What the sender doubts.
    pub doubt: Option<String>,
    /// The op that asks for it.
    pub op: OpId,
    /// The op by which a person said who is meant; what the next one names as `was`.
    pub linked: Option<OpId>,
    /// What was found.
    pub answer: Option<MatchAnswer>,
}

/// What was found about a row of a match list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchAnswer {
    /// Civil day.
    pub day: Day,
    /// The visit on which it was looked at.
    pub visit: Option<VisitId>,
    /// Code of the dictionary's `finding`.
    pub finding: String,
    /// In the worker's words.
    pub note: Option<String>,
    /// Who looked.
    pub worker: WorkerId,
    /// The op that says so: what the next one names as `was`.
    pub op: OpId,
}

/// An event of a place, such as an epidemic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventRecord {
    /// The event.
    pub event: EventId,
    /// The grid in whose scope it was recorded.
    pub grid: GridId,
    /// Name, as packs say it in 事件(…).
    pub name: String,
    /// Division it holds in; none: the whole grid.
    pub area: Option<String>,
    /// First day.
    pub from: Day,
    /// Last day, once that is known.
    pub to: Option<Day>,
    /// Who announced it.
    pub source: Option<String>,
    /// Who wrote it down.
    pub worker: WorkerId,
    /// The op that says so: what the next one names as `was`.
    pub op: OpId,
}

/// A word of feedback (投诉建议).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedbackRecord {
    /// The feedback.
    pub feedback: FeedbackId,
    /// Who wrote it.
    pub worker: WorkerId,
    /// Civil day.
    pub day: Day,
    /// When it was written.
    pub at: Stamp,
    /// What it is about.
    pub topic: String,
    /// The text.
    pub text: String,
    /// Whether the writer may be called.
    pub call_back: bool,
    /// The op that says so.
    pub op: OpId,
}

/// A hand-over of this store, or of one it continues, to a successor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandOverRecord {
    /// The instance handed over.
    pub instance: InstanceId,
    /// Civil day.
    pub day: Day,
    /// Name of the successor.
    pub to_name: String,
    /// Last sequence number that the file holds.
    pub upto_seq: u64,
    /// Leaf of that op.
    pub upto_leaf: String,
    /// Who handed over.
    pub worker: WorkerId,
}

/// Which tasks of match lists are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tasks {
    /// All.
    All,
    /// Those not answered.
    Open,
    /// Those of whom nobody has said who is meant.
    Unlinked,
}

const CONTACT: &str = "contact_id, household_id, grid_id, worker_id, day, at_ms, at_offset, mode,
    whose, persons, result, roles, note, op_id, instance, hlc_ms, hlc_n";

const TASK: &str = "t.task_id, t.batch_id, t.grid_id, b.match_kind, b.day, t.sheet, t.row,
    t.row_sha256, t.name, t.household_id, t.person_id, t.cells, t.doubt, t.op_id, t.linked_op,
    t.answered_day, t.visit_id, t.finding, t.answer_note, t.answered_by, t.answered_op
    FROM p_match_task t LEFT JOIN p_match_batch b ON b.batch_id = t.batch_id";

impl Snapshot<'_> {
    /// Lists calls and messages from a day on, by day: of today with that day.
    pub fn contacts(&self, of: Of<'_>, from: Day) -> Result<Vec<ContactRecord>> {
        let sql = format!(
            "SELECT {CONTACT} FROM p_contact c WHERE {} AND c.day >= ?2
             ORDER BY c.day, c.hlc_ms, c.hlc_n, c.instance, c.op_id",
            of.condition("c")
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut rows = statement.query((of.parameter(), from.to_string()))?;
        let mut contacts = Vec::new();
        while let Some(row) = rows.next()? {
            contacts.push(contact(row)?);
        }
        Ok(contacts)
    }

    /// Lists the control totals, by division and class.
    pub fn control_totals(&self) -> Result<Vec<ControlTotalRecord>> {
        let mut statement = self.db.prepare_cached(
            "SELECT grid_id, class, division, households, persons, day, source, note, op_id
             FROM p_control_total ORDER BY division, class",
        )?;
        let mut rows = statement.query([])?;
        let mut totals = Vec::new();
        while let Some(row) = rows.next()? {
            totals.push(ControlTotalRecord {
                grid: GridId::new(row.get::<_, String>(0)?),
                class: row.get(1)?,
                division: row.get(2)?,
                households: row.get(3)?,
                persons: row.get(4)?,
                day: day_of("p_control_total.day", &row.get::<_, String>(5)?)?,
                source: row.get::<_, Option<String>>(6)?.map(BatchId::new),
                note: row.get(7)?,
                op: OpId::new(row.get::<_, String>(8)?),
            });
        }
        Ok(totals)
    }

    /// Lists the match lists that were applied, the newest first.
    pub fn match_batches(&self) -> Result<Vec<MatchBatchRecord>> {
        let mut statement = self.db.prepare_cached(
            "SELECT batch_id, grid_id, file_name, file_sha256, match_kind, source, day, sheets,
                tasks, worker_id, op_id, (SELECT count(*) FROM p_match_task t
                    WHERE t.batch_id = b.batch_id AND t.answered_op IS NOT NULL)
             FROM p_match_batch b ORDER BY day DESC, op_id DESC",
        )?;
        let mut rows = statement.query([])?;
        let mut batches = Vec::new();
        while let Some(row) = rows.next()? {
            batches.push(MatchBatchRecord {
                batch: BatchId::new(row.get::<_, String>(0)?),
                grid: GridId::new(row.get::<_, String>(1)?),
                file_name: row.get(2)?,
                file_sha256: row.get(3)?,
                match_kind: row.get(4)?,
                source: row.get(5)?,
                day: day_of("p_match_batch.day", &row.get::<_, String>(6)?)?,
                sheets: from_json("p_match_batch.sheets", &row.get::<_, String>(7)?)?,
                tasks: row.get(8)?,
                worker: WorkerId::new(row.get::<_, String>(9)?),
                op: OpId::new(row.get::<_, String>(10)?),
                answered: row.get(11)?,
            });
        }
        Ok(batches)
    }

    /// Tells whether a match list with this SHA-256 was applied before, and returns its batch.
    pub fn match_batch_of_file(&self, file_sha256: &str) -> Result<Option<BatchId>> {
        let found: Option<String> = self
            .db
            .prepare_cached(
                "SELECT batch_id FROM p_match_batch WHERE file_sha256 = ?1 ORDER BY op_id LIMIT 1",
            )?
            .query_row([file_sha256], |r| r.get(0))
            .optional()?;
        Ok(found.map(BatchId::new))
    }

    /// Lists tasks of match lists by list, sheet and row.
    pub fn match_tasks(&self, of: Of<'_>, which: Tasks) -> Result<Vec<MatchTaskRecord>> {
        let wanted = match which {
            Tasks::All => "",
            Tasks::Open => "AND t.answered_op IS NULL",
            Tasks::Unlinked => "AND t.person_id IS NULL",
        };
        let condition = of.condition("t");
        self.tasks(&format!("{condition} {wanted}"), of.parameter())
    }

    /// Lists the tasks of one match list by sheet and row.
    pub fn match_tasks_of(&self, batch: &BatchId) -> Result<Vec<MatchTaskRecord>> {
        self.tasks("t.batch_id = ?1", batch.as_str())
    }

    /// Returns one task of a match list.
    pub fn match_task(&self, task: &TaskId) -> Result<Option<MatchTaskRecord>> {
        Ok(self.tasks("t.task_id = ?1", task.as_str())?.pop())
    }

    fn tasks(&self, condition: &str, id: &str) -> Result<Vec<MatchTaskRecord>> {
        let sql = format!(
            "SELECT {TASK} WHERE {condition} ORDER BY t.batch_id, t.sheet, t.row, t.task_id"
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut rows = statement.query([id])?;
        let mut tasks = Vec::new();
        while let Some(row) = rows.next()? {
            tasks.push(task(row)?);
        }
        Ok(tasks)
    }

    /// Lists the events that run on a day, by name.
    pub fn events_on(&self, day: Day) -> Result<Vec<EventRecord>> {
        let mut events = self.events()?;
        events.retain(|event| event.from <= day && event.to.is_none_or(|to| day <= to));
        Ok(events)
    }

    /// Lists all events of the place, by name and first day.
    pub fn events(&self) -> Result<Vec<EventRecord>> {
        let mut statement = self.db.prepare_cached(
            "SELECT event_id, grid_id, name, area, from_day, to_day, source, worker_id, op_id
             FROM p_event ORDER BY name, from_day, event_id",
        )?;
        let mut rows = statement.query([])?;
        let mut events = Vec::new();
        while let Some(row) = rows.next()? {
            events.push(EventRecord {
                event: EventId::new(row.get::<_, String>(0)?),
                grid: GridId::new(row.get::<_, String>(1)?),
                name: row.get(2)?,
                area: row.get(3)?,
                from: day_of("p_event.from_day", &row.get::<_, String>(4)?)?,
                to: day_or_none("p_event.to_day", row.get(5)?)?,
                source: row.get(6)?,
                worker: WorkerId::new(row.get::<_, String>(7)?),
                op: OpId::new(row.get::<_, String>(8)?),
            });
        }
        Ok(events)
    }

    /// Lists feedback, the newest first.
    pub fn feedback(&self) -> Result<Vec<FeedbackRecord>> {
        let mut statement = self.db.prepare_cached(
            "SELECT feedback_id, worker_id, day, at_ms, at_offset, topic, text, call_back, op_id
             FROM p_feedback ORDER BY at_ms DESC, feedback_id",
        )?;
        let mut rows = statement.query([])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            all.push(FeedbackRecord {
                feedback: FeedbackId::new(row.get::<_, String>(0)?),
                worker: WorkerId::new(row.get::<_, String>(1)?),
                day: day_of("p_feedback.day", &row.get::<_, String>(2)?)?,
                at: Stamp {
                    ms: row.get(3)?,
                    offset_min: row.get(4)?,
                },
                topic: row.get(5)?,
                text: row.get(6)?,
                call_back: row.get(7)?,
                op: OpId::new(row.get::<_, String>(8)?),
            });
        }
        Ok(all)
    }

    /// Lists the hand-overs recorded here, the newest first.
    pub fn hand_overs(&self) -> Result<Vec<HandOverRecord>> {
        let mut statement = self.db.prepare_cached(
            "SELECT instance_id, day, to_name, upto_seq, upto_leaf, worker_id
             FROM p_handed_over ORDER BY day DESC, op_id DESC",
        )?;
        let mut rows = statement.query([])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            all.push(HandOverRecord {
                instance: InstanceId::new(row.get::<_, String>(0)?),
                day: day_of("p_handed_over.day", &row.get::<_, String>(1)?)?,
                to_name: row.get(2)?,
                upto_seq: row.get::<_, i64>(3)?.cast_unsigned(),
                upto_leaf: row.get(4)?,
                worker: WorkerId::new(row.get::<_, String>(5)?),
            });
        }
        Ok(all)
    }
}

fn contact(row: &Row<'_>) -> Result<ContactRecord> {
    Ok(ContactRecord {
        contact: ContactId::new(row.get::<_, String>(0)?),
        household: HouseholdId::new(row.get::<_, String>(1)?),
        grid: GridId::new(row.get::<_, String>(2)?),
        worker: WorkerId::new(row.get::<_, String>(3)?),
        day: day_of("p_contact.day", &row.get::<_, String>(4)?)?,
        at: Stamp {
            ms: row.get(5)?,
            offset_min: row.get(6)?,
        },
        mode: by_name(&row.get::<_, String>(7)?).ok_or_else(|| unreadable("p_contact.mode"))?,
        whose: by_name(&row.get::<_, String>(8)?).ok_or_else(|| unreadable("p_contact.whose"))?,
        persons: from_json("p_contact.persons", &row.get::<_, String>(9)?)?,
        result: row.get(10)?,
        roles: from_json("p_contact.roles", &row.get::<_, String>(11)?)?,
        note: row.get(12)?,
        origin: origin_at(row, 13)?,
    })
}

fn task(row: &Row<'_>) -> Result<MatchTaskRecord> {
    let text = |n: usize| row.get::<_, Option<String>>(n);
    let answer = match (
        day_or_none("p_match_task.answered_day", text(15)?)?,
        text(17)?,
        text(19)?,
        text(20)?,
    ) {
        (Some(day), Some(finding), Some(worker), Some(op)) => Some(MatchAnswer {
            day,
            visit: text(16)?.map(VisitId::new),
            finding,
            note: text(18)?,
            worker: WorkerId::new(worker),
            op: OpId::new(op),
        }),
        _ => None,
    };
    Ok(MatchTaskRecord {
        task: TaskId::new(row.get::<_, String>(0)?),
        batch: BatchId::new(row.get::<_, String>(1)?),
        grid: GridId::new(row.get::<_, String>(2)?),
        match_kind: row.get(3)?,
        day: day_or_none("p_match_batch.day", row.get(4)?)?,
        sheet: row.get(5)?,
        row: row.get(6)?,
        row_sha256: row.get(7)?,
        name: row.get(8)?,
        household: text(9)?.map(HouseholdId::new),
        person: text(10)?.map(PersonId::new),
        cells: from_json("p_match_task.cells", &row.get::<_, String>(11)?)?,
        doubt: row.get(12)?,
        op: OpId::new(row.get::<_, String>(13)?),
        linked: text(14)?.map(OpId::new),
        answer,
    })
}
