//! What lies on this phone besides the homes: settings, counts, the calendar, feedback, backups.

use std::path::Path;
use tanfang_domain::pack::Call;
use tanfang_store::{ClockBack, EventRecord, FeedbackRecord, Moment, Of, RecoveryCode, Tasks};
use tanfang_values::calendar::Calendar;
use tanfang_values::{Day, GridId, Stamp};

use super::super::kit::Kit;
use super::super::notes::Due;
use super::super::people::Snapshot;
use super::super::settings::{self, Held};
use super::super::{calendar, errors};
use super::{Db, Numbers};
use crate::error::Result;
use crate::ports::Ports;
use crate::view::LookSetting;

impl Db {
    /// Counts what is on this device.
    pub(crate) fn held(&self, kit: &Kit, snapshot: &Snapshot, now: Stamp) -> Result<Held> {
        let today = snapshot.today;
        let (ops, visits) = self.read(kit, |reads| {
            let visits = reads.0.visits(Of::Grid(&snapshot.post.grid), Day::MIN)?;
            Ok((reads.0.count_ops()?, visits.len()))
        })?;
        Ok(Held {
            homes: snapshot.homes.len(),
            people: snapshot
                .homes
                .iter()
                .map(|home| home.present(today).count())
                .sum(),
            visits,
            ops: usize::try_from(ops).unwrap_or(usize::MAX),
            days_since_backup: self
                .store
                .days_since_backup(now)
                .map_err(|error| errors::store(kit, &error))?,
        })
    }

    /// Keeps a setting of this device.
    pub(crate) fn set_setting(&self, kit: &Kit, key: &str, value: &str) -> Result<()> {
        self.store
            .set_setting(key, value)
            .map_err(|error| errors::store(kit, &error))
    }

    /// Reads how the screens look.
    pub(crate) fn look(&self, kit: &Kit) -> Result<LookSetting> {
        let text = self.setting(kit, settings::look_key())?;
        Ok(settings::read_look(text.as_deref()))
    }

    /// Reads what 设置 tells besides: events going on, and numbers written down by hand.
    pub(crate) fn settings_parts(
        &self,
        kit: &Kit,
        grid: &GridId,
        today: Day,
        calls: &[Call],
    ) -> Result<(Vec<EventRecord>, Numbers)> {
        let events = self.read(kit, |reads| reads.events_on(grid, today))?;
        let mut numbers = Vec::new();
        for call in calls {
            let number = self.setting(kit, &settings::number_key(&call.key))?;
            if let Some(number) = number.filter(|number| !number.is_empty()) {
                numbers.push((call.key.clone(), number));
            }
        }
        Ok((events, numbers))
    }

    /// Tells when the clock of the phone last went back, if it did.
    pub(crate) fn clock_back(&self, kit: &Kit, now: &Moment) -> Result<Option<ClockBack>> {
        self.store
            .clock_back(now)
            .map_err(|error| errors::store(kit, &error))
    }

    /// Reads the working-day calendar in force.
    pub(crate) fn calendar(&self, kit: &Kit) -> Result<Calendar> {
        let kept = self.setting(kit, calendar::SETTING)?;
        calendar::in_force(kit, kept.as_deref())
    }

    /// Reads what is due besides visits.
    pub(crate) fn due(&self, kit: &Kit, snapshot: &Snapshot, now: &Moment) -> Result<Due> {
        let tasks = self.read(kit, |reads| {
            reads
                .0
                .match_tasks(Of::Grid(&snapshot.post.grid), Tasks::Open)
        })?;
        Ok(Due {
            matches: tasks.len(),
            backup: self
                .store
                .days_since_backup(now.stamp)
                .map_err(|error| errors::store(kit, &error))?,
            visits: snapshot.visits.len(),
            clock_back: self
                .clock_back(kit, now)?
                .filter(|back| back.still)
                .map(|back| back.day),
        })
    }

    /// Reads what was written as 投诉建议, the last first.
    pub(crate) fn feedback(&self, kit: &Kit) -> Result<Vec<FeedbackRecord>> {
        self.read(kit, |reads| reads.0.feedback())
    }

    /// Returns up to which op of each instance a report reads.
    pub(crate) fn cut(&self, kit: &Kit) -> Result<Vec<(String, u64)>> {
        let heads = self.read(kit, |reads| reads.0.heads())?;
        Ok(heads
            .into_iter()
            .map(|(instance, seq)| (instance.as_str().to_owned(), seq))
            .collect())
    }

    /// Writes a backup file.
    pub(crate) fn backup(&self, kit: &Kit, path: &Path, now: &Moment) -> Result<()> {
        self.store
            .backup(path, now)
            .map(|_| ())
            .map_err(|error| errors::store(kit, &error))
    }

    /// Makes another recovery code.
    pub(crate) fn new_recovery_code(&self, kit: &Kit, ports: &Ports) -> Result<RecoveryCode> {
        self.store
            .new_recovery_code(&mut ports.draw())
            .map_err(|error| errors::store(kit, &error))
    }
}
