//! The figures of the store beside plain SQLite, in one run on one machine.
//!
//! `cargo bench -p tanfang-store`, or `cargo xtask bench store`. Absolute times
//! vary by machine; the ratios are what is held. Exits with 1 only when it
//! cannot measure.

#![allow(
    clippy::redundant_closure_for_method_calls,
    reason = "a method of a snapshot is not general over its lifetime, a closure is"
)]

use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tanfang_domain::event::{
    Answer, Certainty, DataClass, Event, FactSet, FactSource, FieldSet, GridAssigned, How,
    MembershipAdd, Mode, NewOp, RosterRow, Scope, Seen, Subject, VisitAnswers, VisitClosed,
};
use tanfang_domain::role::Role;
use tanfang_policy::value::FactValue;
use tanfang_store::bench::{PlainStore, export_plain, scan_seconds};
use tanfang_store::fakes::{SeededRandom, moment};
use tanfang_store::{Author, Depth, FileSecretStore, Of, SecretStore, Snapshot, Store, StoreError};
use tanfang_values::{Day, GridId, HouseholdId, OpId, PersonId, VisitId};

/// 2026-11-20, nine in the morning in China.
const NOW: i64 = 1_795_136_400_000;
const DAY: i64 = 86_400_000;
const HOMES: usize = 300;
const ROWS: u64 = 100_000;
const RUNS: usize = 31;

fn main() -> Result<(), Box<dyn Error>> {
    // `cargo bench` and `cargo test --benches` pass flags of a harness that is not here.
    let quick = std::env::args().any(|a| a == "--test");
    let rows = if quick { 600 } else { ROWS };
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("village.db");
    let secrets: Arc<dyn SecretStore> =
        Arc::new(FileSecretStore::new(folder.path().join("secrets")));
    let mut random = SeededRandom::new(7);
    let start = Instant::now();
    let store = Store::create(&path, Arc::clone(&secrets), &moment(NOW), &mut random)?.store;
    fill(&store, rows, &mut random)?;
    let plain_path = folder.path().join("plain.db");
    export_plain(&store, &plain_path)?;
    println!(
        "store: {HOMES} homes, {} operations, {:.1} MiB (plain {:.1} MiB), made in {:.1} s",
        store.read::<_, StoreError>(|s| s.count_ops())?,
        mib(&path),
        mib(&plain_path),
        start.elapsed().as_secs_f64()
    );
    drop(store);

    let (mut ours, mut plain) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        // In turns, so that a busy machine is busy for both.
        let t = Instant::now();
        let opened = Store::open(&path, Arc::clone(&secrets), &moment(NOW), &mut random)?;
        opened.store.read(today)?;
        ours.push(t.elapsed());
        drop(opened);
        let t = Instant::now();
        PlainStore::open(&plain_path)?.read(today)?;
        plain.push(t.elapsed());
    }
    report(
        "open to today's list",
        &mut ours,
        Some(&mut plain),
        "≤ 30 ms, ≤ 4 ×",
    );

    let store = Store::open(&path, secrets, &moment(NOW), &mut random)?.store;
    parts(&store)?;
    let mut saves = Vec::new();
    let commits = store.count_commits_for_tests()?;
    for n in 0..RUNS {
        let t = Instant::now();
        store.append(
            &author(),
            &moment(NOW),
            &mut random,
            visit(n, 1_000_000 + n, NOW),
        )?;
        saves.push(t.elapsed());
    }
    let commits = commits.load(std::sync::atomic::Ordering::SeqCst);
    report("save a visit (3 operations)", &mut saves, None, "≤ 50 ms");
    println!(
        "commits a visit: {:.2} (bar: 1)",
        f64_of(commits) / f64_of(RUNS as u64)
    );

    let mut one = Vec::new();
    for n in 0..RUNS {
        let t = Instant::now();
        let home = home_id(n % HOMES);
        store.read::<_, StoreError>(|s| {
            s.household(&home, Depth::All)?;
            s.visits(Of::Home(&home), Day::MIN)
        })?;
        one.push(t.elapsed());
    }
    report("one home with its whole history", &mut one, None, "-");

    let t = Instant::now();
    store.rebuild()?;
    println!("rebuild of everything: {:.1} s", t.elapsed().as_secs_f64());

    let scans = scan_seconds(folder.path(), if quick { 200 } else { 20_000 })?;
    println!(
        "full scan of 1.4 kB rows: plain 1.00, HMAC_SHA256 {:.2} ×, HMAC_SHA512 {:.2} ×",
        scans.sha256 / scans.plain,
        scans.sha512 / scans.plain
    );
    Ok(())
}

/// Where the time of 今天 goes, on an open store.
fn parts(store: &Store) -> Result<(), StoreError> {
    let grid = GridId::new("g1");
    let (of, day) = (Of::Grid(&grid), moment(NOW).stamp.day());
    let since = day.plus_days(-31);
    let mut homes = Vec::new();
    let mut visits = Vec::new();
    let mut last = Vec::new();
    let mut count = 0;
    for _ in 0..RUNS {
        let t = Instant::now();
        store.read(|s| s.households(of, Depth::On(day)))?;
        homes.push(t.elapsed());
        let t = Instant::now();
        count = store.read(|s| s.visits(of, since))?.len();
        visits.push(t.elapsed());
        let t = Instant::now();
        store.read(|s| s.last_visits(of))?;
        last.push(t.elapsed());
    }
    report("  of it: homes with facts", &mut homes, None, "-");
    let what = format!("  of it: {count} visits with answers");
    report(&what, &mut visits, None, "-");
    report("  of it: last visits", &mut last, None, "-");
    Ok(())
}

/// What 今天 reads.
fn today(snapshot: &Snapshot<'_>) -> Result<usize, StoreError> {
    let grid = GridId::new("g1");
    let day = moment(NOW).stamp.day();
    let homes = snapshot.households(Of::Grid(&grid), Depth::On(day))?;
    let since = day.plus_days(-31);
    let visits = snapshot.visits(Of::Grid(&grid), since)?;
    let attempts = snapshot.attempts(Of::Grid(&grid), since)?;
    let flags = snapshot.open_flags(Of::Grid(&grid))?;
    let last = snapshot.last_visits(Of::Grid(&grid))?;
    Ok(homes.len() + visits.len() + attempts.len() + flags.len() + last.len())
}

fn fill(store: &Store, rows: u64, random: &mut SeededRandom) -> Result<(), Box<dyn Error>> {
    let mut ops = vec![NewOp::new(
        core(),
        Event::GridAssigned(GridAssigned {
            grid: "g1".into(),
            name: "第一网格".to_owned(),
            division: "990101001001".to_owned(),
            worker: Some("w1".into()),
            role: Role::GridMember,
            from: Day::parse("2020-01-01")?,
            was: None,
        }),
    )];
    for n in 0..HOMES {
        ops.extend(row(n)?);
    }
    store.append(&author(), &moment(NOW - 2000 * DAY), random, ops)?;
    let mut n = 0;
    while store.head()?.seq < rows {
        let mut ops = Vec::new();
        // Over the years before, the last ones yesterday.
        let left = i64::try_from(rows - store.head()?.seq)?;
        let at = NOW - DAY - left * DAY / 60;
        for _ in 0..200 {
            ops.extend(visit(n % HOMES, n, at));
            n += 1;
        }
        store.append(&author(), &moment(at), random, ops)?;
    }
    Ok(())
}

fn author() -> Author {
    Author {
        worker: "w1".into(),
        software: "bench".to_owned(),
        public_key: None,
    }
}

fn core() -> Scope {
    Scope::new(GridId::new("g1"), DataClass::Core)
}

fn home_id(n: usize) -> HouseholdId {
    HouseholdId::new(format!("h{n:030}"))
}

fn person_id(n: usize) -> PersonId {
    PersonId::new(format!("p{n:030}"))
}

fn row(n: usize) -> Result<Vec<NewOp>, Box<dyn Error>> {
    let day = Day::parse("2020-01-01")?;
    let field = |name: &str, value: String| FieldSet {
        name: name.to_owned(),
        value: Some(value),
        was: None,
    };
    let fact = |fact: &str, value| FactSet {
        fact: fact.to_owned(),
        value,
        day,
        source: FactSource::Roster,
        certainty: Certainty::Seen,
        was: None,
    };
    Ok(vec![
        NewOp::new(
            core(),
            Event::RosterRow(RosterRow {
                batch: "b1".into(),
                sheet: "名册".to_owned(),
                row: u32::try_from(n)? + 4,
                row_sha256: format!("{n:064}"),
                household: home_id(n),
                person: person_id(n),
                fields: vec![
                    field("name", format!("样例{n}")),
                    field("id_number", format!("990101{n:012}")),
                    field("phone", format!("1390000{n:04}")),
                    field("guardian", format!("监护{n}")),
                ],
                household_fields: vec![
                    field("group", format!("{}组", n % 6 + 1)),
                    field("house_no", format!("{n}号")),
                ],
                facts: vec![
                    fact("birth", FactValue::Day(Day::parse("1950-01-01")?)),
                    fact("selfcare", FactValue::One("1".to_owned())),
                ],
                problems: Vec::new(),
            }),
        ),
        NewOp::new(
            core(),
            Event::MembershipAdd(MembershipAdd {
                membership: format!("m{n:030}").into(),
                person: person_id(n),
                class: "tekun".to_owned(),
                from: day,
                source: None,
            }),
        ),
    ])
}

/// A visit as it closes: what happened, ten answers of two classes.
fn visit(home: usize, n: usize, at: i64) -> Vec<NewOp> {
    let stamp = moment(at).stamp;
    let visit = VisitId::new(format!("v{n:030}"));
    let about = Subject::Person(person_id(home));
    let answer = |k: usize| Answer {
        q: format!("CL-03-{k}"),
        about: about.clone(),
        writes: Some(format!("fact_{k}")),
        value: Some(FactValue::Bool(!(n + k).is_multiple_of(7))),
        how: if k.is_multiple_of(2) {
            How::Same
        } else {
            How::Asked
        },
        same_as: k.is_multiple_of(2).then(|| OpId::new(format!("{k:036}"))),
    };
    let answers = |class, range: std::ops::Range<usize>| {
        Event::VisitAnswers(VisitAnswers {
            visit: visit.clone(),
            household: home_id(home),
            day: stamp.day(),
            class,
            answers: range.map(answer).collect(),
            hints: Vec::new(),
            parts: 2,
        })
    };
    vec![
        NewOp::new(
            core(),
            Event::VisitClosed(VisitClosed {
                visit: visit.clone(),
                household: home_id(home),
                day: stamp.day(),
                opened: stamp,
                closed: stamp,
                mode: Mode::InPerson,
                seen: vec![Seen {
                    person: person_id(home),
                    met: "1".to_owned(),
                }],
                roles: vec![Role::GridMember],
                acts_for: Vec::new(),
                duties: Vec::new(),
                sections: Vec::new(),
                packs: Vec::new(),
                engine: 1,
                with: Vec::new(),
                place: None,
            }),
        ),
        NewOp::new(core(), answers(DataClass::Core, 0..6)),
        NewOp::new(
            Scope::new(GridId::new("g1"), DataClass::Health),
            answers(DataClass::Health, 6..10),
        ),
    ]
}

fn report(what: &str, ours: &mut [Duration], plain: Option<&mut Vec<Duration>>, bar: &str) {
    let (best, median, slow) = (at(ours, 0), at(ours, 50), at(ours, 95));
    print!(
        "{what}: best {:.2} ms, median {:.2} ms, p95 {:.2} ms",
        ms(best),
        ms(median),
        ms(slow)
    );
    if let Some(plain) = plain {
        let (least, middle) = (at(plain, 0), at(plain, 50));
        print!(
            "; plain SQLite best {:.2} ms, median {:.2} ms; ratio of medians {:.2} ×",
            ms(least),
            ms(middle),
            median.as_secs_f64() / middle.as_secs_f64()
        );
    }
    println!(" (bar: {bar})");
}

fn at(times: &mut [Duration], percent: usize) -> Duration {
    times.sort();
    let n = (times.len().saturating_sub(1)) * percent / 100;
    times.get(n).copied().unwrap_or_default()
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn mib(path: &Path) -> f64 {
    std::fs::metadata(path).map_or(0.0, |m| f64_of(m.len()) / 1_048_576.0)
}

fn f64_of(n: u64) -> f64 {
    u32::try_from(n).map_or(f64::MAX, f64::from)
}
