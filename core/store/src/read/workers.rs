//! Workers, and the grids they look after.

use super::{Snapshot, day_of, day_or_none, unreadable};
use crate::error::Result;
use crate::project::origin_at;
use std::collections::BTreeMap;
use tanfang_domain::merge::Origin;
use tanfang_domain::people::{GridPost, RoleHeld, Worker};
use tanfang_domain::role::Role;
use tanfang_values::{GridId, WorkerId};

/// A grid with its newest name and place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GridRecord {
    /// The grid.
    pub grid: GridId,
    /// Name as shown.
    pub name: String,
    /// Village it lies in, 12 digits.
    pub division: String,
}

impl Snapshot<'_> {
    /// Lists every worker known, by id.
    ///
    /// Name and phone are the newest said. Of a role, the newest record of the
    /// same role, area and first day counts, so that its end can be told later.
    pub fn workers(&self) -> Result<Vec<Worker>> {
        let mut statement = self.db.prepare_cached(
            "SELECT worker_id, name, phone, role, area, from_day, until_day FROM p_worker_role
             ORDER BY worker_id, hlc_ms, hlc_n, instance, op_id",
        )?;
        let mut rows = statement.query([])?;
        let mut workers: BTreeMap<String, Worker> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let id: String = row.get(0)?;
            let role: String = row.get(3)?;
            let held = RoleHeld {
                role: Role::parse(&role).ok_or_else(|| unreadable("p_worker_role.role"))?,
                area: row.get(4)?,
                from: day_of("p_worker_role.from_day", &row.get::<_, String>(5)?)?,
                until: day_or_none("p_worker_role.until_day", row.get(6)?)?,
            };
            let worker = workers.entry(id.clone()).or_insert_with(|| Worker {
                id: WorkerId::new(id),
                name: String::new(),
                phone: None,
                roles: Vec::new(),
            });
            worker.name = row.get(1)?;
            worker.phone = row.get::<_, Option<String>>(2)?.or(worker.phone.take());
            let same =
                |r: &RoleHeld| (r.role, &r.area, r.from) == (held.role, &held.area, held.from);
            match worker.roles.iter_mut().find(|r| same(r)) {
                Some(there) => *there = held,
                None => worker.roles.push(held),
            }
        }
        Ok(workers.into_values().collect())
    }

    /// Returns one worker.
    pub fn worker(&self, id: &WorkerId) -> Result<Option<Worker>> {
        Ok(self.workers()?.into_iter().find(|worker| worker.id == *id))
    }

    /// Lists every assignment of a grid to a worker, for
    /// [`tanfang_domain::people::worker::in_charge`].
    pub fn posts(&self) -> Result<Vec<GridPost>> {
        Ok(self
            .assignments()?
            .into_iter()
            .map(|(_, post)| post)
            .collect())
    }

    /// Lists every grid with the newest name and place said of it.
    pub fn grids(&self) -> Result<Vec<GridRecord>> {
        let mut newest: BTreeMap<GridId, (Origin, GridRecord)> = BTreeMap::new();
        for (record, post) in self.assignments()? {
            let known = newest.get(&record.grid);
            if known.is_none_or(|(origin, _)| *origin < post.origin) {
                newest.insert(record.grid.clone(), (post.origin, record));
            }
        }
        Ok(newest.into_values().map(|(_, record)| record).collect())
    }

    pub(super) fn divisions(&self) -> Result<BTreeMap<GridId, String>> {
        let grids = self.grids()?.into_iter();
        Ok(grids.map(|grid| (grid.grid, grid.division)).collect())
    }

    fn assignments(&self) -> Result<Vec<(GridRecord, GridPost)>> {
        let mut statement = self.db.prepare_cached(
            "SELECT grid_id, name, division, worker_id, role, from_day, op_id, instance, hlc_ms, hlc_n
             FROM p_grid_post ORDER BY grid_id, hlc_ms, hlc_n, instance, op_id",
        )?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let grid = GridId::new(row.get::<_, String>(0)?);
            let role: String = row.get(4)?;
            found.push((
                GridRecord {
                    grid: grid.clone(),
                    name: row.get(1)?,
                    division: row.get(2)?,
                },
                GridPost {
                    grid,
                    role: Role::parse(&role).ok_or_else(|| unreadable("p_grid_post.role"))?,
                    worker: row.get::<_, Option<String>>(3)?.map(WorkerId::new),
                    from: day_of("p_grid_post.from_day", &row.get::<_, String>(5)?)?,
                    origin: origin_at(row, 6)?,
                },
            ));
        }
        Ok(found)
    }
}
