//! The store as the screens need it: snapshots out, decisions in.

mod drafts;
mod happened;
mod local;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use tanfang_domain::event::Subject;
use tanfang_domain::flag::OpenFlag;
use tanfang_domain::ledger::FlagRow;
use tanfang_domain::people::{Clearance, Household};
use tanfang_domain::schedule::{MatchTask, PlaceEvent};
use tanfang_domain::visit::AlreadyClosed;
use tanfang_store::{
    Author, ContactRecord, Decision, Depth, EventRecord, FlagRecord, HandedOver, MatchTaskRecord,
    Of, Snapshot as Moments, Store, StoreError, Tasks, VisitDetail,
};
use tanfang_values::{Day, GridId, HouseholdId, OpId, PersonId, VisitId, WorkerId};

use super::first::{Setup, ops as setup_ops};
use super::home::Problem;
use super::kit::{Kit, Pack};
use super::people::{Places, Post, Snapshot};
use super::{calendar, errors};
use crate::error::{AppError, ErrorKind, Result};
use crate::import::MatchKind;
use crate::ports::{DeviceKey, Ports};
use crate::texts::Texts;
pub(crate) use happened::first_needed;

/// What the program calls itself in its ops.
pub(crate) const SOFTWARE: &str = concat!("tanfang ", env!("CARGO_PKG_VERSION"));
/// Settings that say who works here.
pub(crate) const WORKER: &str = "worker";
pub(crate) const GRID: &str = "grid";

/// Numbers written down by hand, by the key of their call.
type Numbers = Vec<(String, String)>;

/// Says how much of the grid a snapshot holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Span<'a> {
    /// Every home with what is known now, what happened in the present periods,
    /// and the last visit of each.
    Today,
    /// One home with its whole history.
    Home(&'a str),
    /// Every home, and what happened in the month of a day.
    Month(Day),
    /// Every home, and nothing that happened.
    Roster,
}

/// What reading or deciding can fail with.
pub(crate) enum Failed {
    App(AppError),
    Store(StoreError),
}

impl From<AppError> for Failed {
    fn from(error: AppError) -> Self {
        Self::App(error)
    }
}

impl From<StoreError> for Failed {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Failed {
    pub(crate) fn said(self, kit: &Kit) -> AppError {
        match self {
            Self::App(error) => error,
            Self::Store(error) => errors::store(kit, &error),
        }
    }
}

/// The open store and the key that signs its head.
pub(crate) struct Db {
    store: Store,
    key: Arc<dyn DeviceKey>,
}

/// Reads over one moment, for a screen or inside a decision.
pub(crate) struct Reads<'a>(pub(in crate::app) &'a Moments<'a>);

impl Reads<'_> {
    /// Reads what is going on in a grid on a day.
    pub(crate) fn events_on(
        &self,
        grid: &GridId,
        day: Day,
    ) -> Result<Vec<EventRecord>, StoreError> {
        let mut events = self.0.events_on(day)?;
        events.retain(|event| event.grid == *grid);
        Ok(events)
    }

    /// Reads what a screen works on, as the viewer may know it.
    pub(crate) fn snapshot(
        &self,
        pack: &Pack,
        post: Post,
        today: Day,
        span: Span<'_>,
    ) -> Result<Snapshot, StoreError> {
        let reads = self.0;
        let viewer = post.worker.viewer(today);
        let clearance = pack.work.clearance(&viewer.roles);
        let one = match span {
            Span::Home(id) => Some(HouseholdId::new(id)),
            _ => None,
        };
        let of = match &one {
            Some(id) => Of::Home(id),
            None => Of::Grid(&post.grid),
        };
        let depth = match span {
            Span::Today | Span::Roster => Depth::On(today),
            Span::Home(_) | Span::Month(_) => Depth::All,
        };
        let dictionary = pack.work.dictionary();
        let homes: Vec<Household> = reads
            .households(of, depth)?
            .into_iter()
            .filter_map(|home| clearance.seen(home, dictionary))
            .collect();
        let happened = self.happened(pack, of, span, &post, today)?;
        let tasks = match span {
            Span::Roster => Vec::new(),
            _ => reads.match_tasks(of, Tasks::All)?,
        };
        // Records hold the id of a kind, obligations say its name.
        let kinds = if tasks.is_empty() {
            Vec::new()
        } else {
            crate::import::match_kinds().unwrap_or_default()
        };
        let tasks = tasks
            .into_iter()
            .filter_map(|task| match_task(task, &kinds))
            .collect();
        let mut events = reads.events()?;
        events.retain(|event| event.grid == post.grid);
        let events = events.into_iter().map(place_event).collect();
        let flags = self.flags(of, &clearance)?;
        let workers = reads
            .workers()?
            .into_iter()
            .map(|worker| (worker.id, worker.name))
            .collect();
        let drafts = reads
            .drafts()?
            .into_iter()
            .map(|draft| (draft.household, draft.visit))
            .collect();
        Ok(Snapshot {
            today,
            viewer,
            places: Places::of(&homes),
            homes,
            visits: happened.visits,
            attempts: happened.attempts,
            calls: happened
                .contacts
                .iter()
                .map(ContactRecord::for_schedule)
                .collect(),
            contacts: happened.contacts,
            pauses: happened.pauses,
            overrides: happened.overrides,
            patrols: happened.patrols,
            handed: happened.handed,
            calendar: calendar::working(reads.setting(calendar::SETTING)?.as_deref()),
            events,
            tasks,
            flags: open(&flags),
            drafts,
            workers,
            post,
        })
    }

    /// Lists flags of the classes that the viewer may hold.
    fn flags(&self, of: Of<'_>, clearance: &Clearance) -> Result<Vec<FlagRecord>, StoreError> {
        let mut flags = self.0.flags(of)?;
        flags.retain(|flag| clearance.allows(flag.data));
        Ok(flags)
    }

    /// Returns what a visit became when it was closed before.
    pub(crate) fn already_closed(
        &self,
        visit: &VisitId,
    ) -> Result<Option<AlreadyClosed>, StoreError> {
        self.0.already_closed(visit)
    }

    /// Returns a closed visit with its corrections applied.
    pub(crate) fn visit(&self, visit: &VisitId) -> Result<Option<VisitDetail>, StoreError> {
        self.0.visit(visit)
    }

    /// Returns the hashes of rows applied before, by person.
    pub(crate) fn row_hashes(&self) -> Result<BTreeMap<PersonId, Vec<String>>, StoreError> {
        let mut hashes: BTreeMap<PersonId, Vec<String>> = BTreeMap::new();
        for batch in self.0.batches()? {
            for row in self.0.roster_rows(&batch.batch)? {
                if row.undone {
                    continue;
                }
                let of = hashes.entry(row.person).or_default();
                if !of.contains(&row.row_sha256) {
                    of.push(row.row_sha256);
                }
            }
        }
        Ok(hashes)
    }

    /// Returns the op of each register field of a subject; none if it cannot be read.
    pub(crate) fn field_op(&self, about: &Subject, field: &str) -> Option<OpId> {
        match self.0.field_ops(about) {
            Ok(mut ops) => ops.remove(field),
            Err(error) => {
                // A missing `was` only says that the author did not see the value.
                tracing::warn!(code = error.code(), "fields");
                None
            }
        }
    }

    fn post(&self, worker: &WorkerId, grid: &GridId) -> Result<Option<Post>, StoreError> {
        let Some(worker) = self.0.worker(worker)? else {
            return Ok(None);
        };
        let mut grids = self.0.grids()?.into_iter();
        let Some(found) = grids.find(|record| record.grid == *grid) else {
            return Ok(None);
        };
        Ok(Some(Post {
            worker,
            grid: found.grid,
            village: found.name,
            division: found.division,
        }))
    }
}

fn place_event(event: EventRecord) -> PlaceEvent {
    PlaceEvent {
        name: event.name,
        grid: event.grid,
        area: event.area,
        from: event.from,
        to: event.to,
    }
}

/// A task of which it is not known who is meant, or whose batch is not here,
/// makes no duty yet; the list of matches shows it.
fn match_task(task: MatchTaskRecord, kinds: &[MatchKind]) -> Option<MatchTask> {
    let id = task.match_kind?;
    let named = kinds.iter().find(|kind| kind.id == id);
    Some(MatchTask {
        task: task.task.to_string(),
        batch: task.batch,
        kind: named.map_or(id, |kind| kind.name.clone()),
        day: task.day?,
        household: task.household?,
        person: task.person?,
        answered: task.answer.map(|answer| answer.day),
    })
}

/// Raised for themselves, not linked to another.
fn open(flags: &[FlagRecord]) -> Vec<OpenFlag> {
    flags
        .iter()
        .filter(|flag| flag.same_as.is_none())
        .map(|flag| OpenFlag {
            flag: flag.flag.clone(),
            code: flag.code.clone(),
            about: flag.about.clone(),
            household: flag.household.clone(),
            day: flag.day,
        })
        .collect()
}

impl Db {
    /// Takes an open store.
    pub(crate) fn new(store: Store, key: Arc<dyn DeviceKey>) -> Self {
        Self { store, key }
    }

    /// Returns the store itself, for looking after it.
    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    /// Returns a number that is another one after anything was written.
    pub(crate) fn version(&self, kit: &Kit) -> Result<i64> {
        self.store
            .data_version()
            .map_err(|error| errors::store(kit, &error))
    }

    /// Returns a number that is another one after another process wrote anything.
    pub(crate) fn others_version(&self, kit: &Kit) -> Result<i64> {
        self.store
            .others_version()
            .map_err(|error| errors::store(kit, &error))
    }

    /// Reads one moment.
    pub(crate) fn read<T>(
        &self,
        kit: &Kit,
        read: impl FnOnce(&Reads<'_>) -> Result<T, StoreError>,
    ) -> Result<T> {
        self.store
            .read(|moment| read(&Reads(moment)).map_err(Failed::Store))
            .map_err(|failed: Failed| failed.said(kit))
    }

    /// Writes the whole store to a file for a successor.
    pub(crate) fn hand_over(
        &self,
        kit: &Kit,
        ports: &Ports,
        (path, to_name): (&Path, &str),
    ) -> Result<HandedOver> {
        let author = self.author(&self.post(kit)?.worker.id);
        let (now, mut draw) = (ports.moment(), ports.draw());
        self.store
            .hand_over(path, to_name, &[WORKER], &author, &now, &mut draw)
            .map_err(|error| errors::store(kit, &error))
    }

    /// Returns to whom this store was last handed over, and on which day.
    pub(crate) fn handed_over(&self, kit: &Kit) -> Result<Option<(String, Day)>> {
        let all = self.read(kit, |reads| reads.0.hand_overs())?;
        let own = self
            .store
            .instance()
            .map_err(|error| errors::store(kit, &error))?;
        let mut of_this = all.into_iter().filter(|said| said.instance == own);
        Ok(of_this.next().map(|said| (said.to_name, said.day)))
    }

    /// Returns the key of this device.
    pub(crate) fn device(&self) -> &dyn DeviceKey {
        self.key.as_ref()
    }

    fn author(&self, worker: &WorkerId) -> Author {
        Author {
            worker: worker.clone(),
            software: SOFTWARE.to_owned(),
            public_key: Some(hex::encode(self.key.public_key().to_sec1())),
        }
    }

    /// Reads, decides and appends in one transaction.
    pub(crate) fn write<T>(
        &self,
        kit: &Kit,
        ports: &Ports,
        post: &Post,
        decide: impl FnOnce(&Reads<'_>) -> Result<Decision<T>, Failed>,
    ) -> Result<T> {
        let (_, value) = self.write_named(kit, ports, post, decide)?;
        Ok(value)
    }

    /// Writes as [`Db::write`], and returns the ids of the ops too.
    pub(crate) fn write_named<T>(
        &self,
        kit: &Kit,
        ports: &Ports,
        post: &Post,
        decide: impl FnOnce(&Reads<'_>) -> Result<Decision<T>, Failed>,
    ) -> Result<(Vec<OpId>, T)> {
        self.store
            .write(
                &self.author(&post.worker.id),
                &ports.moment(),
                &mut ports.draw(),
                |moment| decide(&Reads(moment)),
            )
            .map(|written| (written.ops, written.value))
            .map_err(|failed: Failed| failed.said(kit))
    }

    /// Signs the head outside the transaction; a missing one is covered by the next.
    pub(crate) fn checkpoint(&self, ports: &Ports) {
        let signed = self
            .store
            .sign_checkpoint(self.key.as_ref(), &ports.moment());
        if let Err(error) = signed {
            tracing::warn!(code = error.code(), "checkpoint");
        }
    }

    /// Returns a setting of this device.
    pub(crate) fn setting(&self, kit: &Kit, key: &str) -> Result<Option<String>> {
        self.store
            .setting(key)
            .map_err(|error| errors::store(kit, &error))
    }

    /// Finds who works here and where, if that was said.
    fn find_post(&self, kit: &Kit) -> Result<Option<Post>> {
        let (Some(worker), Some(grid)) = (self.setting(kit, WORKER)?, self.setting(kit, GRID)?)
        else {
            return Ok(None);
        };
        self.read(kit, |reads| {
            reads.post(&WorkerId::new(worker), &GridId::new(grid))
        })
    }

    /// Tells whether it was said who works here.
    pub(crate) fn is_set_up(&self, kit: &Kit) -> Result<bool> {
        Ok(self.find_post(kit)?.is_some())
    }

    /// Returns who works here and where.
    pub(crate) fn post(&self, kit: &Kit) -> Result<Post> {
        self.find_post(kit)?
            .ok_or_else(|| kit.error(ErrorKind::NotFound, "not_set_up", &[]))
    }

    /// Records who works here; the same again changes nothing.
    pub(crate) fn set_up(&self, kit: &Kit, ports: &Ports, setup: &Setup, today: Day) -> Result<()> {
        let failed = |error: StoreError| errors::store(kit, &error);
        let known = self.find_post(kit)?;
        if let Some(post) = &known {
            let held = post.worker.roles_on(today);
            if post.worker.name == setup.name && post.grid == setup.grid && held == setup.roles {
                return Ok(());
            }
        }
        let worker = match &known {
            Some(post) => post.worker.id.clone(),
            None => WorkerId::new(ports.new_id()),
        };
        self.store
            .append(
                &self.author(&worker),
                &ports.moment(),
                &mut ports.draw(),
                setup_ops(setup, &worker, today),
            )
            .map_err(failed)?;
        // Settings come last: without them nothing was said, and it is said again.
        self.store
            .set_setting(GRID, setup.grid.as_str())
            .map_err(failed)?;
        self.store
            .set_setting(WORKER, worker.as_str())
            .map_err(failed)?;
        self.checkpoint(ports);
        Ok(())
    }

    /// Reads what a screen works on.
    pub(crate) fn snapshot(
        &self,
        kit: &Kit,
        pack: &Pack,
        post: Post,
        today: Day,
        span: Span<'_>,
    ) -> Result<Snapshot> {
        self.read(kit, |reads| reads.snapshot(pack, post, today, span))
    }

    /// Lists what lists said of the people of a home and could not be read.
    pub(crate) fn problems(&self, kit: &Kit, home: &Household) -> Result<Vec<Problem>> {
        let texts = kit.say.texts();
        self.read(kit, |reads| {
            let batches: BTreeMap<_, _> = reads
                .0
                .batches()?
                .into_iter()
                .map(|batch| (batch.batch, batch.file_name))
                .collect();
            let mut problems = Vec::new();
            for person in &home.persons {
                // What a later list says takes the place of the earlier.
                let rows = reads.0.roster_rows_of(&person.id)?;
                let newest = rows.last().map(|row| (&row.batch, &row.sheet, row.row));
                for row in &rows {
                    if Some((&row.batch, &row.sheet, row.row)) != newest {
                        continue;
                    }
                    for problem in &row.problems {
                        let key = format!("problem.{}", problem.code);
                        // Mere remarks have no sentence here.
                        if let Ok(sentence) = texts.try_get(&key) {
                            problems.push(Problem {
                                file: batches.get(&row.batch).cloned().unwrap_or_default(),
                                row: row.row,
                                sentence: sentence.to_owned(),
                            });
                        }
                    }
                }
            }
            Ok(problems)
        })
    }

    /// Finds the home of a subject.
    pub(crate) fn household_of(&self, kit: &Kit, about: &Subject) -> Result<Option<String>> {
        match about {
            Subject::Household(id) => Ok(Some(id.as_str().to_owned())),
            Subject::Person(id) => {
                let home = self.read(kit, |reads| reads.0.home_of(id))?;
                Ok(home.map(|home| home.as_str().to_owned()))
            }
        }
    }

    /// Lists the flags that visits raised in the homes of a snapshot.
    pub(crate) fn raised(
        &self,
        kit: &Kit,
        pack: &Pack,
        snapshot: &Snapshot,
    ) -> Result<Vec<FlagRow>> {
        let clearance = pack.work.clearance(&snapshot.viewer.roles);
        let flags = self.read(kit, |reads| {
            reads.flags(Of::Grid(&snapshot.post.grid), &clearance)
        })?;
        Ok(flags
            .into_iter()
            .filter_map(|flag| {
                Some(FlagRow {
                    visit: flag.visit?,
                    flag: flag.flag,
                    code: flag.code,
                    about: flag.about,
                    same_as: flag.same_as,
                    op: flag.op,
                })
            })
            .collect())
    }
}
