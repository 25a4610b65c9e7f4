//! Figures of the search for re-used pictures: `marks figures [SCENES]`, `marks speed`,
//! `marks vectors FOLDER` (the pictures of `tests/vectors/marks.json`, to be hashed by others).

mod figures;

use std::error::Error;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use tanfang_evidence::mark::{AMBER, Bits, Index, Mark, Query, View};
use tanfang_scenes::random::Random;
use tanfang_scenes::{Group, Image, Variant, plain, scene};

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["figures"] => figures_of(240),
        ["figures", scenes] => figures_of(scenes.parse()?),
        ["speed"] => speed(),
        ["vectors", folder] => vectors(Path::new(folder)),
        _ => {
            speed()?;
            figures_of(240)
        }
    }
}

fn percent(part: u32, whole: u32) -> f64 {
    100.0 * f64::from(part) / f64::from(whole.max(1))
}

fn figures_of(scenes: u64) -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    let figures = figures::measure(scenes, 512, 384)?;
    println!(
        "{scenes} scenes of 512 × 384, {:.0} s",
        start.elapsed().as_secs_f64()
    );
    println!(
        "{:16} {:>9} {:>8} {:>8} {:>6} {:>6}",
        "variant", "group", "amber %", "red %", "worst", "plain"
    );
    for (variant, row) in &figures.rows {
        println!(
            "{:16} {:>9} {:8.1} {:8.1} {:6} {:6}",
            variant.name(),
            format!("{:?}", variant.group()),
            percent(row.amber, row.asked),
            percent(row.red, row.asked),
            row.worst,
            row.plain
        );
    }
    for group in [
        Group::Light,
        Group::Watermark,
        Group::Crop,
        Group::Heavy,
        Group::Turn,
    ] {
        let (asked, red, amber) = figures.group(group);
        println!(
            "{group:?}: {asked} looked for, amber {:.2} %, red {:.2} %",
            percent(amber, asked),
            percent(red, asked)
        );
    }
    println!(
        "different scenes: {} pairs (7 pairs of views × 8 turns each), {} red, {} amber ({} without turning)",
        figures.pairs, figures.false_red, figures.false_amber, figures.false_amber_upright
    );
    println!("pairs by distance: {:?}", figures.apart);
    println!("nearest different: {:?}", figures.nearest);
    println!(
        "quality of scenes {:?} … median {:?}; {} of {scenes} tell too little",
        figures.quality.iter().take(8).collect::<Vec<_>>(),
        figures.quality.get(figures.quality.len() / 2),
        figures.plain_scenes
    );
    println!(
        "walls, dark rooms, fog: {} of {} let in, quality at most {:?}",
        figures.plain_let_in(),
        figures.quality_plain.len(),
        figures.quality_plain.iter().max()
    );
    let kept = [Group::Light, Group::Watermark].iter().all(|group| {
        let (asked, _, amber) = figures.group(*group);
        let plain: u32 = figures
            .rows
            .iter()
            .filter(|(variant, _)| variant.group() == *group)
            .map(|(_, row)| row.plain)
            .sum();
        amber + plain == asked
    });
    if !kept || figures.false_red > 0 || figures.plain_let_in() > 0 {
        return Err("the bars of the search are not held".into());
    }
    Ok(())
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times
        .get(times.len() / 2)
        .map_or(0.0, Duration::as_secs_f64)
        * 1000.0
}

/// Returns how long this thread has run so far; where the system does not say, how late it is.
///
/// The machine is shared: what a call takes by the clock says little, what it takes of a core does.
fn cpu(start: Instant) -> Duration {
    std::fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|text| text.split_whitespace().next()?.parse().ok())
        .map_or_else(|| start.elapsed(), Duration::from_nanos)
}

/// Runs something so often and returns the median of what it took of a core, in milliseconds.
fn timed<T>(times: u32, mut run: impl FnMut() -> T) -> f64 {
    let start = Instant::now();
    let taken = (0..times).map(|_| {
        let before = cpu(start);
        black_box(run());
        cpu(start).saturating_sub(before)
    });
    median(taken.collect())
}

fn random_bits(random: &Random) -> Result<Bits, Box<dyn Error>> {
    let words = [(); 4].map(|()| format!("{:016x}", random.bits()));
    Ok(words.concat().parse()?)
}

fn speed() -> Result<(), Box<dyn Error>> {
    let random = Random::new(1);
    let mut index = Index::default();
    for id in 0..1_000_000_u32 {
        let mark = Mark {
            full: random_bits(&random)?,
            top: random_bits(&random)?,
            centre: random_bits(&random)?,
            trimmed: random_bits(&random)?,
            quality: 90,
        };
        index.insert(id, &mark);
    }
    let picture = scene(5, 1600, 1200);
    let whole = figures::query(&picture)?;
    let framed = figures::query(&Variant::FullScreenshot.of(&picture, 5))?;
    let upright = Query::upright(*whole.mark());
    println!("milliseconds of one core, medians:");
    let making = timed(15, || figures::query(black_box(&picture)));
    println!("{making:8.2}  fingerprint of a copy of 1600 × 1200: four views, eight turns each");
    let one = timed(25, || {
        index.nearest_of(black_box(&whole.mark().full), View::Full)
    });
    println!("{one:8.2}  one fingerprint against 1,000,000");
    for (name, query) in [
        ("7 pairs of views against 1,000,000", &upright),
        ("7 pairs of views × 8 turns against 1,000,000", &whole),
        (
            "the same for a screenshot, whose four views all differ",
            &framed,
        ),
    ] {
        let full = timed(7, || index.near(black_box(query), AMBER));
        println!("{full:8.2}  {name}");
    }
    if one > 10.0 {
        return Err(
            format!("one fingerprint against 1,000,000 took {one:.1} ms, the bar is 10").into(),
        );
    }
    Ok(())
}

/// The pictures of the golden vectors: name, and how it is drawn.
fn recipes() -> Vec<(String, Image)> {
    let mut all = Vec::new();
    for seed in 1..=24 {
        all.push((format!("scene-{seed}"), scene(seed, 320, 240)));
    }
    for variant in Variant::ALL {
        all.push((
            format!("scene-7-{}", variant.name()),
            variant.of(&scene(7, 320, 240), 7),
        ));
    }
    for seed in 1..=4 {
        all.push((format!("plain-{seed}"), plain(seed, 320, 240)));
    }
    all.push(("scene-9-large".to_owned(), scene(9, 1280, 960)));
    all
}

fn vectors(folder: &Path) -> Result<(), Box<dyn Error>> {
    std::fs::create_dir_all(folder)?;
    for (name, image) in recipes() {
        let mut file = format!("P6\n{} {}\n255\n", image.width(), image.height()).into_bytes();
        file.extend(image.rgb());
        std::fs::write(folder.join(format!("{name}.ppm")), file)?;
        let query = figures::query(&image)?;
        let record = query.mark().to_record();
        println!(
            "{name} {} {} {} {} {}",
            record.full, record.top, record.centre, record.trimmed, record.quality
        );
    }
    Ok(())
}
