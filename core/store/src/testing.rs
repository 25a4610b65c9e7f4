//! Doors for tests of this crate and of others: they break what must be broken on purpose.

use crate::error::Result;
use crate::read::Snapshot;
use crate::store::{Store, current_meta};
use rusqlite::trace::{TraceEvent, TraceEventCodes};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

impl Store {
    /// Returns name and DDL of every table.
    pub fn schema(&self) -> Result<Vec<(String, String)>> {
        let db = self.reader();
        let mut statement = db.prepare(
            "SELECT name, sql FROM sqlite_master
             WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
        )?;
        let rows = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    #[doc(hidden)]
    pub fn settings_for_tests(&self) -> Result<String> {
        let writer = self.writer();
        let mut lines = Vec::new();
        for pragma in [
            "cipher_page_size",
            "cipher_hmac_algorithm",
            "cipher_use_hmac",
            "page_size",
            "journal_mode",
            "synchronous",
            "secure_delete",
            "cache_size",
            "temp_store",
            "foreign_keys",
            "encoding",
            "auto_vacuum",
        ] {
            let value = writer.db.pragma_query_value(None, pragma, |r| {
                let value: rusqlite::types::Value = r.get(0)?;
                Ok(match value {
                    rusqlite::types::Value::Integer(n) => n.to_string(),
                    rusqlite::types::Value::Text(text) => text,
                    other => format!("{other:?}"),
                })
            })?;
            lines.push(format!("{pragma} = {value}"));
        }
        Ok(lines.join("\n"))
    }

    #[doc(hidden)]
    pub fn with_schema_for_tests(&self, schema: u32) -> Result<()> {
        let writer = self.writer();
        writer.db.pragma_update(None, "user_version", schema)?;
        let mut meta = current_meta(&writer)?;
        meta.schema = schema;
        meta.write(&self.path)
    }

    #[doc(hidden)]
    pub fn limit_pages_for_tests(&self) -> Result<()> {
        let writer = self.writer();
        let pages: i64 = writer
            .db
            .pragma_query_value(None, "page_count", |r| r.get(0))?;
        let limit = format!("PRAGMA max_page_count = {}", pages + 4);
        writer.db.execute_batch(&limit)?;
        Ok(())
    }

    #[doc(hidden)]
    pub fn touch_meta_for_tests(&self) {
        self.mark_behind();
        self.catch_up();
    }

    /// Counts the commits of the writing connection from now on.
    #[doc(hidden)]
    pub fn count_commits_for_tests(&self) -> Result<Arc<AtomicU64>> {
        let count = Arc::new(AtomicU64::new(0));
        let counter = Arc::clone(&count);
        self.writer().db.commit_hook(Some(move || {
            counter.fetch_add(1, Ordering::SeqCst);
            false
        }))?;
        Ok(count)
    }

    /// Empties a projection behind the store's back.
    #[doc(hidden)]
    pub fn spoil_projections_for_tests(&self) -> Result<()> {
        self.writer().db.execute_batch("DELETE FROM p_person;")?;
        Ok(())
    }

    /// Lists the pages of tables, in the order SQLite walks them.
    #[doc(hidden)]
    pub fn pages_for_tests(&self, tables: &[&str]) -> Result<Vec<usize>> {
        let writer = self.writer();
        let mut pages = Vec::new();
        for table in tables {
            let mut statement = writer
                .db
                .prepare("SELECT pageno FROM dbstat WHERE name = ?1 ORDER BY path")?;
            let rows = statement.query_map([table], |r| r.get::<_, i64>(0))?;
            for page in rows {
                pages.push(usize::try_from(page?).unwrap_or_default());
            }
        }
        Ok(pages)
    }

    /// Runs reads and returns the SQL of each statement with SQLite's plan for it.
    #[doc(hidden)]
    pub fn plans_for_tests(
        &self,
        read: impl FnOnce(&Snapshot<'_>) -> Result<()>,
    ) -> Result<Vec<(String, Vec<String>)>> {
        let seen: Arc<Mutex<Vec<String>>> = Arc::default();
        let log = Arc::clone(&seen);
        let mut db = self.reader();
        db.trace_v2(
            TraceEventCodes::SQLITE_TRACE_STMT,
            Some(move |event: TraceEvent<'_>| {
                if let TraceEvent::Stmt(_, sql) = event {
                    let mut log = log.lock().unwrap_or_else(PoisonError::into_inner);
                    log.push(sql.to_owned());
                }
            }),
        )?;
        let done = read(&Snapshot::new(&db));
        db.trace_v2(TraceEventCodes::empty(), None::<fn(TraceEvent<'_>)>)?;
        done?;
        let seen = std::mem::take(&mut *seen.lock().unwrap_or_else(PoisonError::into_inner));
        let mut plans = Vec::new();
        for sql in seen {
            let mut statement = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
            for n in 1..=statement.parameter_count() {
                statement.raw_bind_parameter(n, "x")?;
            }
            let mut rows = statement.raw_query();
            let mut plan = Vec::new();
            while let Some(row) = rows.next()? {
                plan.push(row.get::<_, String>(3)?);
            }
            drop(rows);
            plans.push((sql, plan));
        }
        Ok(plans)
    }
}
