//! Times the screens on the real store: `cargo bench -p tanfang-app --bench screens [people]`.
//!
//! A list of invented people is looked at and applied, then 今天 is opened in a
//! fresh object, as after a process death (and in a process of its own, whose memory
//! is measured), and 各户 is searched as fingers type:
//! every letter of some hundred searches is a call, and the bar of 30 ms is for each.
//! In stores of 500 homes the ledgers are shown and written as files. Then a visit
//! is opened, answered to the last question and closed, by somebody who holds the
//! roles of village and township both, so that the form is long.

use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};
use tanfang_app::view::{ExportFormat, InputValue, Screen, SetupInput, VisitInput};
use tanfang_app::{App, OpenConfig};

/// Homes of the store in which ledgers are made: one row a home.
const LEDGER_HOMES: u32 = 500;

/// Runs of each ledger.
const RUNS: usize = 7;

/// What is typed, letter by letter: initials, syllables, names, places, digits, and nobody.
const SEARCHES: [&str; 24] = [
    "zsl",
    "oyyl",
    "shanshifan",
    "zengyb",
    "qiuyanshi",
    "赵样例",
    "张样本",
    "欧阳示范",
    "葛虚构",
    "任模拟",
    "二组",
    "二组 赵",
    "zs 三组",
    "十组 wys",
    "1390000",
    "13900004999",
    "4321",
    "128号",
    "7000号 z",
    "尉迟试用 6组",
    "hys 1390",
    "xxyyzz",
    "无此人",
    "z z z z",
];

fn timed<T, E>(what: &str, run: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    let start = Instant::now();
    let out = run()?;
    println!("{what}: {} ms", start.elapsed().as_millis());
    Ok(out)
}

fn main() -> Result<(), Box<dyn Error>> {
    if let Some(dir) = std::env::var_os(LOOKS_AT) {
        return look(Path::new(&dir));
    }
    let people = std::env::args().find_map(|arg| arg.parse().ok());
    let people: u32 = people.unwrap_or(10_000);
    let dir = tempfile::TempDir::new()?;
    let app = filled(dir.path(), people, None, &ONE)?;
    drop(app);
    memory(dir.path())?;
    let app = timed("store opened again", || App::open(config(dir.path())))?;
    let today = timed("today, first", || app.today())?;
    let today_again = timed("today, again", || app.today())?;
    assert_eq!(today, today_again);
    let homes: usize = today.groups.iter().map(|group| group.cards.len()).sum();
    let more = today.more.map(|more| more.label).unwrap_or_default();
    println!("{homes} homes on the first page; {more}");
    timed("homes, the first page", || app.homes(""))?;
    timed("homes, all", || app.homes_to("", u32::MAX))?;
    keys(&app)?;
    ledgers()?;
    visits()
}

/// Names the store to the process whose memory is measured.
const LOOKS_AT: &str = "TANFANG_BENCH_LOOKS_AT";

/// Says how much memory a process of its own takes for the first screens of a store.
fn memory(dir: &Path) -> Result<(), Box<dyn Error>> {
    let child = std::process::Command::new(std::env::current_exe()?)
        .env(LOOKS_AT, dir)
        .output()?;
    if !child.status.success() {
        return Err(String::from_utf8_lossy(&child.stderr).into());
    }
    print!("{}", String::from_utf8_lossy(&child.stdout));
    Ok(())
}

/// Opens a store, 今天, a home and a visit, and prints the most memory that took.
fn look(dir: &Path) -> Result<(), Box<dyn Error>> {
    let peak = || -> Result<u64, Box<dyn Error>> {
        let status = std::fs::read_to_string("/proc/self/status")?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = line.and_then(|line| line.split_whitespace().next());
        Ok(kib.ok_or("no VmHWM")?.parse::<u64>()? / 1024)
    };
    let app = App::open(config(dir))?;
    let opened = peak()?;
    let today = app.today()?;
    let listed = peak()?;
    let mut cards = today.groups.into_iter().flat_map(|group| group.cards);
    let card = cards.next().ok_or("nobody is due")?;
    app.home(&card.household)?;
    let Some(Screen::Visit { visit }) = app.send(&card.visit.intent)?.go else {
        return Err("no visit was opened".into());
    };
    app.visit(&visit)?;
    let visited = peak()?;
    app.homes("z")?;
    println!(
        "memory at most: store opened {opened} MiB, 今天 {listed} MiB, a home and a visit \
         {visited} MiB (bar: 120 MB), 各户 searched {} MiB",
        peak()?
    );
    Ok(())
}

/// Types every search, a call a letter, and prints how long a letter takes.
fn keys(app: &App) -> Result<(), Box<dyn Error>> {
    let mut times = Vec::new();
    let mut slowest = (Duration::ZERO, String::new());
    for search in SEARCHES {
        let ends = search.char_indices().map(|(at, c)| at + c.len_utf8());
        for typed in ends.filter_map(|end| search.get(..end)) {
            let start = Instant::now();
            std::hint::black_box(app.homes(typed)?);
            let took = start.elapsed();
            times.push(took);
            if took > slowest.0 {
                slowest = (took, typed.to_owned());
            }
        }
    }
    println!(
        "search, {} keys: p50 {:.1} ms, p99 {:.1} ms, slowest {:.1} ms ({:?}) (bar: 30 ms a key)",
        times.len(),
        ms(at(&mut times, 50)),
        ms(at(&mut times, 99)),
        ms(slowest.0),
        slowest.1,
    );
    Ok(())
}

/// Makes each ledger of 500 homes: as the screen shows it, as a workbook and as a page.
fn ledgers() -> Result<(), Box<dyn Error>> {
    // A row a home of the class that the book is about; and the duties of all homes, counted.
    for (ledger, book, title) in [
        ("L01", Some("watch"), Some("脱贫监测户")),
        ("L15", None, None),
    ] {
        let dir = tempfile::TempDir::new()?;
        let app = filled(dir.path(), LEDGER_HOMES, title, &ONE)?;
        let rows = app.ledger(ledger, None, book)?.rows.len();
        let mut shown = Vec::new();
        let mut files = [Vec::new(), Vec::new()];
        let kinds = [
            (ExportFormat::Xlsx, "ledger.xlsx"),
            (ExportFormat::Print, "ledger.html"),
        ];
        for _ in 0..RUNS {
            let start = Instant::now();
            std::hint::black_box(app.ledger(ledger, None, book)?);
            shown.push(start.elapsed());
            for ((format, name), times) in kinds.iter().zip(&mut files) {
                let start = Instant::now();
                app.ledger_export(ledger, None, book, *format, &dir.path().join(name))?;
                times.push(start.elapsed());
            }
        }
        let [xlsx, page] = &mut files;
        println!(
            "{ledger} of {LEDGER_HOMES} homes, {rows} rows: shown {:.0} ms, xlsx {:.0} ms, page {:.0} ms; medians of {RUNS} (bar: 1000 ms)",
            ms(at(&mut shown, 50)),
            ms(at(xlsx, 50)),
            ms(at(page, 50)),
        );
    }
    Ok(())
}

/// Whose screens are timed.
const ONE: [&str; 1] = ["GridMember"];

/// Who asks everything there is to ask.
const MANY: [&str; 4] = ["GridMember", "TownshipOfficer", "CivilAffairs", "CaseClerk"];

/// Visits of the form.
const VISITS: usize = 5;

/// Opens visits, answers everything and closes them; beside it stands what a peer
/// published of its own forms.
fn visits() -> Result<(), Box<dyn Error>> {
    let dir = tempfile::TempDir::new()?;
    let app = filled(dir.path(), LEDGER_HOMES, None, &MANY)?;
    let homes = app
        .today()?
        .groups
        .into_iter()
        .flat_map(|group| group.cards);
    let (mut opened, mut answered, mut closed) = (Vec::new(), Vec::new(), Vec::new());
    let mut questions = 0;
    for card in homes.take(VISITS) {
        let start = Instant::now();
        let Some(Screen::Visit { visit }) = app.send(&card.visit.intent)?.go else {
            return Err("no visit was opened".into());
        };
        let mut view = app.visit(&visit)?;
        opened.push(start.elapsed());
        loop {
            let all = view.groups.iter().flat_map(|group| &group.questions);
            questions = questions.max(all.clone().count());
            let next = all.clone().find(|q| !q.answered && !q.options.is_empty());
            let Some((key, option)) = next.and_then(|q| Some((&q.key, q.options.first()?))) else {
                break;
            };
            let input = VisitInput {
                key: key.clone(),
                value: InputValue::Choose {
                    codes: vec![option.code.clone()],
                },
            };
            let start = Instant::now();
            view = app.visit_answer(&visit, &input)?;
            answered.push(start.elapsed());
        }
        let start = Instant::now();
        app.send(&view.primary.intent)?;
        closed.push(start.elapsed());
    }
    println!(
        "visit of up to {questions} questions: opened {:.0} ms (bar: 100 ms); an answer saved and \
         shown p50 {:.1} ms, p99 {:.1} ms (bar: 16 ms); closed and saved {:.0} ms (bar: 50 ms)",
        ms(at(&mut opened, 50)),
        ms(at(&mut answered, 50)),
        ms(at(&mut answered, 99)),
        ms(at(&mut closed, 50)),
    );
    println!(
        "beside it, published by a peer on a 3 GB phone (OpenSRP 2, fhircore#3181, 2024): open \
         form 2400-2600 ms, save a household 45000 ms"
    );
    Ok(())
}

/// Makes a store and takes a list of so many homes into it, under another title if one is given.
fn filled(
    dir: &Path,
    people: u32,
    title: Option<&str>,
    roles: &[&str],
) -> Result<App, Box<dyn Error>> {
    let list = dir.join("big.xlsx");
    let mut book = tanfang_rosters::big::big(people);
    if let (Some(title), Some(sheet)) = (title, book.sheets.first_mut()) {
        title.clone_into(&mut sheet.name);
    }
    std::fs::write(&list, book.xlsx()?)?;
    let app = timed("new store opened", || App::open(config(dir)))?;
    app.setup(&SetupInput {
        name: "bench".into(),
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
        village: "石板村".into(),
        division: Some("990101001001".into()),
        practice: false,
    })?;
    let look = timed("list looked at", || app.import_look(&list))?;
    let applied = timed("list applied", || app.send(&look.primary.intent))?;
    println!("  {}", applied.sentence);
    Ok(app)
}

fn config(dir: &Path) -> OpenConfig {
    OpenConfig {
        dir: dir.join("store"),
        practice: false,
        fixed: None,
    }
}

fn at(times: &mut [Duration], percent: usize) -> Duration {
    times.sort_unstable();
    let n = times.len().saturating_sub(1) * percent / 100;
    times.get(n).copied().unwrap_or_default()
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
