//! Repair: every readable record goes to a new file; the old one is set aside.
//!
//! SQLCipher authenticates each page, so that damage never reads as wrong data:
//! a page reads as it was written, or not at all.

use crate::error::{Result, StoreError};
use crate::keys::DataKey;
use crate::meta::{Found, Meta, beside};
use crate::migrate;
use crate::ports::{self, Moment, Random, SecretStore};
use crate::sqlcipher::{self, Use};
use crate::store::{Opened, Store, mint_instance, own_head, remove_store_files, seal_file};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params_from_iter};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tanfang_domain::event::BeganWhy;

/// Suffix of the finished new file before it takes the store's name.
pub(crate) const READY: &str = ".repaired";

/// How far to look for rows when nothing tells where they end.
const BLIND: i64 = 20_000;

/// What a repair kept and what it could not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Salvage {
    /// Operations copied.
    pub ops: u64,
    /// Operations whose envelope was not readable: instance, sequence number.
    pub missing: Vec<(String, u64)>,
    /// Operations copied without their body: instance, sequence number.
    pub without_body: Vec<(String, u64)>,
    /// Rows of local tables (drafts, settings) copied, by table.
    pub local: BTreeMap<String, u64>,
    /// Local tables some rows of which were not readable.
    pub local_damaged: Vec<String>,
    /// Where the damaged file lies now; it is never deleted.
    pub set_aside: Option<PathBuf>,
}

/// A store after repair.
#[derive(Debug)]
pub struct Repaired {
    /// The store, opened again.
    pub opened: Opened,
    /// What was kept and what was not.
    pub salvage: Salvage,
}

/// What reading a whole file found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Damage {
    /// Tables some page of which does not read.
    pub tables: Vec<String>,
    /// What SQLCipher and SQLite say of the file, one finding a line.
    pub findings: Vec<String>,
}

impl Damage {
    /// Whether nothing was found.
    pub fn is_none(&self) -> bool {
        self.tables.is_empty() && self.findings.is_empty()
    }
}

impl Store {
    /// Reads the whole file: the authentication of every page, then the
    /// structure of every table.
    pub fn check_pages(&self) -> Result<Damage> {
        check_pages(&self.path, &self.key)
    }

    /// Copies every readable operation and draft to a new file, sets the old one
    /// aside under another name, and opens the new one.
    ///
    /// Close the store first (drop it). If own operations are missing, the
    /// store goes on as a new instance, whose chain has no gap. A file whose very
    /// first page does not read gives [`StoreError::Damaged`] and stays as it
    /// is: only a backup helps.
    pub fn repair(
        path: &Path,
        secrets: Arc<dyn SecretStore>,
        now: &Moment,
        random: &mut dyn Random,
    ) -> Result<Repaired> {
        let key = Self::key_of(path, secrets.as_ref())?;
        // Without the first page SQLite reads nothing; an empty store must not take its place.
        sqlcipher::read_first_page(&sqlcipher::connect(path, &key, Use::Probe)?)?;
        let known_end = match Meta::read(path) {
            Found::Whole(meta) => i64::try_from(meta.pos).unwrap_or(i64::MAX),
            Found::Torn | Found::Missing => 0,
        };
        let fresh = beside(path, ".repairing");
        remove_store_files(&fresh)?;
        let mut salvage = copy_readable(path, &fresh, &key, known_end, now, random)?;
        let ready = beside(path, READY);
        std::fs::rename(&fresh, &ready).map_err(StoreError::file("renaming", &fresh))?;
        salvage.set_aside = Some(set_aside(path, now)?);
        std::fs::rename(&ready, path).map_err(StoreError::file("renaming", &ready))?;
        ports::sync_folder(path)?;
        let opened = Self::open(path, secrets, now, random)?;
        Ok(Repaired { opened, salvage })
    }
}

pub(crate) fn check_pages(path: &Path, key: &DataKey) -> Result<Damage> {
    let mut damage = Damage::default();
    let db = sqlcipher::connect(path, key, Use::Read)?;
    for pragma in ["cipher_integrity_check", "integrity_check"] {
        let lines: rusqlite::Result<Vec<String>> = db
            .prepare(&format!("PRAGMA {pragma}"))
            .and_then(|mut s| s.query_map([], |r| r.get(0))?.collect());
        match lines {
            Ok(lines) => damage
                .findings
                .extend(lines.into_iter().filter(|line| line != "ok")),
            Err(error) => damage.findings.push(StoreError::from(error).to_string()),
        }
    }
    drop(db);
    let Ok(tables) = tables(path, key) else {
        damage.tables.push("sqlite_master".to_owned());
        return Ok(damage);
    };
    for table in tables {
        let db = sqlcipher::connect(path, key, Use::Read)?;
        if scan(&db, &table).is_err() {
            damage.tables.push(table);
        }
    }
    Ok(damage)
}

fn tables(path: &Path, key: &DataKey) -> Result<Vec<String>> {
    let db = sqlcipher::connect(path, key, Use::Read)?;
    let mut statement = db.prepare(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
    )?;
    let names = statement.query_map([], |r| r.get(0))?;
    Ok(names.collect::<rusqlite::Result<_>>()?)
}

fn scan(db: &Connection, table: &str) -> Result<()> {
    let mut statement = db.prepare(&format!("SELECT * FROM \"{table}\""))?;
    let columns = statement.column_count();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        for column in 0..columns {
            let _: Value = row.get(column)?;
        }
    }
    Ok(())
}

/// A damaged page leaves a connection unusable, so each failure opens a new one.
struct Source<'a> {
    path: &'a Path,
    key: &'a DataKey,
    db: Connection,
}

impl<'a> Source<'a> {
    fn open(path: &'a Path, key: &'a DataKey) -> Result<Self> {
        let db = sqlcipher::connect(path, key, Use::Read)?;
        Ok(Self { path, key, db })
    }

    fn again(&mut self) -> Result<()> {
        self.db = sqlcipher::connect(self.path, self.key, Use::Read)?;
        Ok(())
    }

    /// One number, or `None` if the page does not read.
    fn number(&mut self, sql: &str) -> Result<Option<i64>> {
        let got: rusqlite::Result<Option<i64>> = self
            .db
            .query_row(sql, [], |r| r.get(0))
            .optional()
            .map(Option::flatten);
        match got {
            Ok(number) => Ok(number),
            Err(error) => {
                only_damage(error)?;
                self.again()?;
                Ok(None)
            }
        }
    }
}

fn only_damage(error: rusqlite::Error) -> Result<()> {
    match StoreError::from(error) {
        StoreError::Damaged { .. } => Ok(()),
        // SQLCipher reports a page that fails its check as a plain error, too.
        StoreError::Sql(rusqlite::Error::SqliteFailure(e, _))
            if matches!(
                e.code,
                rusqlite::ErrorCode::SystemIoFailure | rusqlite::ErrorCode::Unknown
            ) =>
        {
            Ok(())
        }
        other => Err(other),
    }
}

/// Copies the rows of a table one range at a time, stepping over what does not read.
///
/// Returns the rows copied and whether any step failed.
fn copy_table(
    source: &mut Source<'_>,
    target: &Connection,
    table: &str,
    known_end: i64,
) -> Result<(u64, bool)> {
    let columns: Vec<String> = target
        .prepare(&format!("SELECT name FROM pragma_table_info('{table}')"))?
        .query_map([], |r| r.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let list = columns.join(", ");
    let marks = vec!["?"; columns.len() + 1].join(", ");
    let mut insert = target.prepare(&format!(
        "INSERT OR REPLACE INTO {table} (rowid, {list}) VALUES ({marks})"
    ))?;
    let select = format!("SELECT rowid, {list} FROM {table} WHERE rowid >= ?1 ORDER BY rowid");
    let one = format!("SELECT rowid, {list} FROM {table} WHERE rowid = ?1");
    let (mut copied, mut damaged) = (0u64, false);
    let mut next = i64::MIN;
    let mut blind = 0;
    loop {
        // A run until the table or the readable part of it ends.
        let run: rusqlite::Result<()> = (|| {
            let mut statement = source.db.prepare(&select)?;
            let mut rows = statement.query([next])?;
            while let Some(row) = rows.next()? {
                let values: Vec<Value> = (0..=columns.len())
                    .map(|n| row.get(n))
                    .collect::<rusqlite::Result<_>>()?;
                if let Some(Value::Integer(id)) = values.first() {
                    next = id.saturating_add(1);
                }
                insert.execute(params_from_iter(values))?;
                copied += 1;
            }
            Ok(())
        })();
        let Err(error) = run else {
            return Ok((copied, damaged));
        };
        only_damage(error)?;
        damaged = true;
        source.again()?;
        let end = source
            .number(&format!("SELECT max(rowid) FROM {table}"))?
            .map_or(known_end, |m| m.max(known_end));
        next = next.max(1);
        // Row by row, until one reads again; then the next run begins after it.
        loop {
            if next > end.max(0) {
                blind += 1;
                if end > 0 || blind > BLIND {
                    return Ok((copied, damaged));
                }
            }
            let row: rusqlite::Result<Option<Vec<Value>>> = source
                .db
                .query_row(&one, [next], |row| {
                    (0..=columns.len()).map(|n| row.get(n)).collect()
                })
                .optional();
            next = next.saturating_add(1);
            match row {
                Ok(Some(values)) => {
                    insert.execute(params_from_iter(values))?;
                    copied += 1;
                    break;
                }
                Ok(None) => {}
                Err(error) => {
                    only_damage(error)?;
                    source.again()?;
                }
            }
        }
    }
}

fn copy_readable(
    path: &Path,
    fresh: &Path,
    key: &DataKey,
    known_end: i64,
    now: &Moment,
    random: &mut dyn Random,
) -> Result<Salvage> {
    drop(ports::private_file(fresh)?);
    let mut target = sqlcipher::connect(fresh, key, Use::Create)?;
    sqlcipher::prepare_writer(&target)?;
    migrate::migrate(&mut target)?;
    let mut source = Source::open(path, key)?;
    let mut salvage = Salvage::default();
    let names: Vec<String> = target
        .prepare(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'l\\_%' ESCAPE '\\' ORDER BY name",
        )?
        .query_map([], |r| r.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    // Bodies and draft answers may outlive what they belong to while rows are missing.
    target.execute_batch("PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE;")?;
    salvage.ops = copy_table(&mut source, &target, "op_log", known_end)?.0;
    copy_table(&mut source, &target, "op_body", known_end)?;
    for table in names {
        let (rows, damaged) = copy_table(&mut source, &target, &table, 0)?;
        if damaged {
            salvage.local_damaged.push(table.clone());
        }
        salvage.local.insert(table, rows);
    }
    list_missing(&mut source, &target, path, &mut salvage)?;
    target.execute(
        "DELETE FROM op_body WHERE pos NOT IN (SELECT pos FROM op_log)",
        [],
    )?;
    let instances: i64 = target.query_row("SELECT count(*) FROM l_instance", [], |r| r.get(0))?;
    let own = if instances == 0 {
        None
    } else {
        Some(own_head(&target)?)
    };
    let whole = own.as_ref().is_some_and(|head| {
        let own = |(instance, _): &&(String, u64)| *instance == head.instance;
        !salvage.missing.iter().any(|m| own(&m))
    });
    if !whole {
        mint_instance(&target, BeganWhy::Restored, own.as_ref(), now, random)?;
    }
    target.execute_batch("COMMIT; PRAGMA foreign_keys = ON;")?;
    crate::rebuild::rebuild_on(&mut target)?;
    seal_file(target)?;
    Ok(salvage)
}

/// Lists what each instance must have written and is not in the copy.
fn list_missing(
    source: &mut Source<'_>,
    target: &Connection,
    path: &Path,
    salvage: &mut Salvage,
) -> Result<()> {
    let mut ends: BTreeMap<String, u64> = BTreeMap::new();
    let mut seen: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    let mut statement = target.prepare(
        "SELECT instance, seq, b.pos IS NULL FROM op_log l LEFT JOIN op_body b ON b.pos = l.pos ORDER BY 1, 2",
    )?;
    let mut rows = statement.query([])?;
    let mut bare = Vec::new();
    while let Some(row) = rows.next()? {
        let (instance, seq): (String, u64) = (row.get(0)?, row.get::<_, i64>(1)?.cast_unsigned());
        if row.get::<_, bool>(2)? {
            bare.push((instance.clone(), seq));
        }
        ends.insert(instance.clone(), seq);
        seen.entry(instance).or_default().push(seq);
    }
    // The index over (instance, seq) lies on other pages and may still know the ends.
    let by_index: rusqlite::Result<Vec<(String, i64)>> = source
        .db
        .prepare("SELECT instance, max(seq) FROM op_log GROUP BY instance")
        .and_then(|mut s| s.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?.collect());
    match by_index {
        Ok(list) => {
            for (instance, end) in list {
                let known = ends.entry(instance).or_default();
                *known = (*known).max(end.cast_unsigned());
            }
        }
        Err(error) => {
            only_damage(error)?;
            source.again()?;
        }
    }
    if let Found::Whole(meta) = Meta::read(path) {
        let known = ends.entry(meta.head.instance).or_default();
        *known = (*known).max(meta.head.seq);
    }
    for (instance, end) in ends {
        let have = seen.remove(&instance).unwrap_or_default();
        let mut have = have.into_iter().peekable();
        for seq in 1..=end {
            if have.next_if_eq(&seq).is_none() {
                salvage.missing.push((instance.clone(), seq));
            }
        }
    }
    let purged = crate::purge::purged_ranges(target)?;
    bare.retain(|(instance, seq)| !purged.covers(instance, *seq));
    salvage.without_body = bare;
    Ok(())
}

/// Renames the damaged file and SQLite's files beside it.
pub(crate) fn set_aside(path: &Path, now: &Moment) -> Result<PathBuf> {
    let mut n = 0;
    let aside = loop {
        let name = match n {
            0 => format!(".damaged-{}", now.stamp.day()),
            n => format!(".damaged-{}-{n}", now.stamp.day()),
        };
        let candidate = beside(path, &name);
        if !candidate.exists() {
            break candidate;
        }
        n += 1;
    };
    for suffix in ["-wal", "-shm", ""] {
        let from = beside(path, suffix);
        if from.exists() {
            std::fs::rename(&from, beside(&aside, suffix))
                .map_err(StoreError::file("renaming", &from))?;
        }
    }
    ports::sync_folder(path)?;
    Ok(aside)
}
