//! Times the screens on the real store: `cargo bench -p tanfang-app --bench screens [people]`.
//!
//! A list of invented people is looked at and applied, then 今天 is opened in a
//! fresh object, as after a process death, and 各户 is searched letter by letter;
//! each is timed once.

use std::error::Error;
use std::time::Instant;
use tanfang_app::view::SetupInput;
use tanfang_app::{App, OpenConfig};

fn timed<T, E>(what: &str, run: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    let start = Instant::now();
    let out = run()?;
    println!("{what}: {} ms", start.elapsed().as_millis());
    Ok(out)
}

fn main() -> Result<(), Box<dyn Error>> {
    let people = std::env::args().find_map(|arg| arg.parse().ok());
    let people: u32 = people.unwrap_or(10_000);
    let dir = tempfile::TempDir::new()?;
    let list = dir.path().join("big.xlsx");
    std::fs::write(&list, tanfang_rosters::big::big(people).xlsx()?)?;
    let config = OpenConfig {
        dir: dir.path().join("store"),
        practice: false,
        fixed: None,
    };
    let app = timed("new store opened", || App::open(config.clone()))?;
    app.setup(&SetupInput {
        name: "bench".into(),
        roles: vec!["GridMember".into()],
        village: "石板村".into(),
        division: Some("990101001001".into()),
        practice: false,
    })?;
    let look = timed("list looked at", || app.import_look(&list))?;
    let applied = timed("list applied", || app.send(&look.primary.intent))?;
    println!("  {}", applied.sentence);
    drop(app);
    let app = timed("store opened again", || App::open(config))?;
    let today = timed("today, first", || app.today())?;
    let today_again = timed("today, again", || app.today())?;
    assert_eq!(today, today_again);
    let homes: usize = today.groups.iter().map(|group| group.cards.len()).sum();
    println!("{homes} homes on the list");
    timed("homes, all", || app.homes(""))?;
    // As a finger types: each letter is a call. The bar is 30 ms a letter.
    for typed in ["z", "zs", "zs ", "zs 二组", "张", "1390"] {
        timed(&format!("homes, {typed:?}"), || app.homes(typed))?;
    }
    Ok(())
}
