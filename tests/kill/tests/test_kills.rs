//! SIGKILL at seeded random moments: nothing acknowledged is lost, doubled or corrupt.
//!
//! `TANFANG_KILLS` says how many kills (2000), `TANFANG_SEED` where to begin,
//! `TANFANG_KILL_MODE` (`app`, `store`, `form`) keeps to one way of writing; else
//! one store in seven records visits and the others fill in forms.
//! The seed decides what the writer does and how long it lives; the scheduler
//! decides at which instruction it dies, so a failure need not come back at once.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, mpsc};
use std::time::{Duration, Instant};
use tanfang_kill::{Broken, Left, Promise, STORE, Said, open};
use tanfang_store::fakes::SeededRandom;
use tanfang_store::{Store, StoreError};

/// Kills on one store before a new one is made.
const KILLS_A_STORE: u64 = 12;
/// Stores that are worked on at the same time.
const LANES: u64 = 2;
/// How long a writer may take to open its store before that is a failure.
const PATIENCE: Duration = Duration::from_mins(1);
const SIGKILL: i32 = 9;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    App,
    Store,
    Form,
    Photo,
}

impl Mode {
    fn name(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::Store => "store",
            Self::Form => "form",
            Self::Photo => "photo",
        }
    }

    /// Longest life of a writer after its store is ready.
    fn life_ms(self) -> u64 {
        match self {
            Self::App | Self::Photo => 400,
            Self::Store => 150,
            Self::Form => 40,
        }
    }
}

#[derive(Debug, Default)]
struct Count {
    kills: u64,
    while_opening: u64,
    while_closing: u64,
    visits: u64,
    answers: u64,
    ops: u64,
    broken: Vec<String>,
}

pub(crate) fn from_env(name: &str, usual: u64) -> u64 {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(usual)
}

#[test]
fn nothing_acknowledged_is_lost_doubled_or_corrupt() {
    let kills = from_env("TANFANG_KILLS", 2000);
    let seed = from_env("TANFANG_SEED", 20_261_125);
    let only = match std::env::var("TANFANG_KILL_MODE").as_deref() {
        Ok("app") => Some(Mode::App),
        Ok("store") => Some(Mode::Store),
        Ok("form") => Some(Mode::Form),
        _ => None,
    };
    let began = Instant::now();
    let stores = kills.div_ceil(KILLS_A_STORE);
    let next = AtomicU64::new(0);
    let total = Mutex::new(Count::default());
    std::thread::scope(|scope| {
        for _ in 0..LANES {
            scope.spawn(|| {
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    if n >= stores {
                        return;
                    }
                    let here = KILLS_A_STORE.min(kills - n * KILLS_A_STORE);
                    let mode = only.unwrap_or(match n % 21 {
                        7 => Mode::App,
                        0 | 14 => Mode::Store,
                        _ => Mode::Form,
                    });
                    let count = one_store(mode, seed, n, here);
                    let mut total = total.lock().unwrap();
                    total.kills += count.kills;
                    total.while_opening += count.while_opening;
                    total.while_closing += count.while_closing;
                    total.visits += count.visits;
                    total.answers += count.answers;
                    total.ops += count.ops;
                    total.broken.extend(count.broken);
                }
            });
        }
    });
    let total = total.into_inner().unwrap();
    let lost = |kind: &str| total.broken.iter().filter(|b| b.contains(kind)).count();
    // Straight to stderr: the harness keeps what a passing test prints to itself.
    let _ = writeln!(
        std::io::stderr(),
        "kills: seed {seed}, {} kills on {stores} stores ({} while opening, {} while closing) in \
         {} s; acknowledged {} visits, {} answers, {} operations; {} lost, {} doubled, {} corrupt",
        total.kills,
        total.while_opening,
        total.while_closing,
        began.elapsed().as_secs(),
        total.visits,
        total.answers,
        total.ops,
        lost("Lost"),
        lost("Doubled"),
        lost("Corrupt"),
    );
    assert_eq!(total.broken, Vec::<String>::new());
    assert_eq!(total.kills, kills);
    // A suite in which nothing was written would prove nothing.
    assert!(kills < 100 || total.answers > kills, "{total:?}");
    let visiting = only != Some(Mode::Form) && kills >= 100;
    assert!(!visiting || total.visits > kills / 40, "{total:?}");
    assert!(!visiting || total.while_closing > 0, "{total:?}");
}

/// Kills writers of one store, one after the other, and looks after each.
fn one_store(mode: Mode, seed: u64, n: u64, kills: u64) -> Count {
    let mut random = SeededRandom::new(seed.wrapping_mul(1_000_003).wrapping_add(n));
    let folder = tempfile::tempdir().unwrap();
    let mut promise = Promise::default();
    let mut count = Count::default();
    let mut instance: Option<String> = None;
    for kill in 0..kills {
        // The first writer dies while the store is made; of the others one in four while it opens.
        let opening = kill == 0 || random.next_u64().is_multiple_of(4);
        let life = if opening {
            random.next_u64() % 60
        } else {
            random.next_u64() % mode.life_ms()
        };
        let place = format!("seed {seed}, {} store {n}, kill {kill}", mode.name());
        let heard = run(mode, folder.path(), random.next_u64(), opening, life);
        let ready = heard.iter().any(|said| matches!(said, Said::Homes { .. }));
        for said in heard {
            promise.hear(said);
        }
        count.kills += 1;
        count.while_opening += u64::from(!ready);
        count.while_closing += u64::from(!promise.closing.is_empty());
        if !folder.path().join(STORE).exists() {
            if promise.set_up {
                count.broken.push(format!("{place}: Lost(the store)"));
            }
            continue;
        }
        let (store, left) = match look(folder.path(), &promise, &mut random) {
            Ok(found) => found,
            Err(error) => {
                count.broken.push(format!("{place}: Corrupt({error})"));
                break;
            }
        };
        let mut broken = promise.check(&left);
        if instance.get_or_insert_with(|| left.instance.clone()) != &left.instance {
            broken.push(Broken::Corrupt("a new instance".to_owned()));
        }
        if kill + 1 == kills {
            broken.extend(rebuilds(&store));
        }
        count.ops = left.ops;
        for broken in broken {
            count.broken.push(format!("{place}: {broken:?}"));
        }
    }
    count.visits = u64::try_from(promise.closed.len()).unwrap();
    count.answers = promise.answers;
    if !count.broken.is_empty() {
        let kept = folder.keep();
        let _ = writeln!(std::io::stderr(), "kept for looking: {}", kept.display());
    }
    count
}

fn look(
    dir: &Path,
    promise: &Promise,
    random: &mut SeededRandom,
) -> Result<(Store, Left), StoreError> {
    let (store, notes) = open(dir, random)?;
    let left = Left::look(&store, &notes, promise.set_up)?;
    Ok((store, left))
}

/// What projecting step by step gave is what projecting anew gives.
fn rebuilds(store: &Store) -> Option<Broken> {
    let before = store.dump().unwrap();
    store.rebuild().unwrap();
    (store.dump().unwrap() != before).then(|| Broken::Corrupt("projections".to_owned()))
}

fn roster() -> PathBuf {
    PathBuf::from(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../data/rosters/clean.xlsx"
    ))
}

/// Starts a writer, lets it live, kills it, and returns what it said.
pub(crate) fn run(mode: Mode, dir: &Path, seed: u64, opening: bool, life_ms: u64) -> Vec<Said> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_kill-writer"))
        .arg(mode.name())
        .arg(dir)
        .arg(roster())
        .arg(seed.to_string())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let (ready, wait) = mpsc::channel();
    let ear = std::thread::spawn(move || {
        let mut heard = Vec::new();
        for line in lines {
            let said: Said = serde_json::from_str(&line.unwrap()).unwrap();
            let now = match said {
                Said::Started => opening,
                Said::Homes { .. } => true,
                _ => false,
            };
            if now {
                let _ = ready.send(());
            }
            heard.push(said);
        }
        heard
    });
    // The end of a writer that fails closes its side, which ends the waiting as well.
    let began = wait.recv_timeout(PATIENCE);
    std::thread::sleep(Duration::from_millis(life_ms));
    child.kill().unwrap();
    let status = child.wait().unwrap();
    let mut complaint = String::new();
    let mut stderr = child.stderr.take().unwrap();
    stderr.read_to_string(&mut complaint).unwrap();
    assert!(began.is_ok(), "the writer did not get ready: {complaint}");
    assert_eq!(
        status.signal(),
        Some(SIGKILL),
        "the writer ended by itself: {complaint}"
    );
    ear.join().unwrap()
}
