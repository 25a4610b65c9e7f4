//! Packs and rules damaged at random: refused or judged, never a panic, never slow.
//!
//! `TANFANG_FUZZ_SECONDS` sets how long (10 s for each of the two tests unless
//! set), `TANFANG_FUZZ_SEED` where to begin; both are printed.

use crate::packs::{dictionary, patience, shipped};
use std::time::{Duration, Instant};
use tanfang_policy::ask::{Asker, Goal, next_question};
use tanfang_policy::dict::About;
use tanfang_policy::lang::check;
use tanfang_policy::pack::{PackSet, SourceFile};
use tanfang_policy::sample::{Dice, Sampler};
use tanfang_policy::scheme::Sheet;
use tanfang_values::Day;

/// What loading one hostile pack may take.
const MOST: Duration = Duration::from_millis(100);

/// What is put in the place of other words, or between them.
const WORDS: [&str; 40] = [
    "且",
    "或",
    "非",
    "(",
    ")",
    "{",
    "}",
    "有(成员: ",
    "合计(收入项: 月额)",
    "÷",
    "×",
    "+",
    "-",
    "=",
    "≠",
    "<",
    "≥",
    "属于",
    "含任一",
    "如果(",
    ",",
    "查表(",
    "正在享受(",
    "可能符合(",
    "事件(",
    "年龄",
    "9223372036854775808",
    "92233720368547758.07元/月",
    "0",
    "0元",
    "100000%",
    "1~2",
    "≥1.3",
    "\"",
    "\"\"\"",
    "[[",
    "]]",
    "\n",
    "\u{FEFF}",
    "本人.",
];

fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(usual)
}

fn until() -> Instant {
    Instant::now() + Duration::from_secs(number("TANFANG_FUZZ_SECONDS", 10))
}

fn seed(what: &str) -> u64 {
    let seed = number("TANFANG_FUZZ_SEED", 20_261_125);
    println!("{what}: TANFANG_FUZZ_SEED={seed}");
    seed
}

/// Where a character begins, near a random place.
fn place(text: &str, dice: &mut Dice) -> usize {
    let mut at = dice.below(text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Damages a text a little.
fn damage(text: &str, dice: &mut Dice) -> String {
    let mut out = text.to_owned();
    for _ in 0..=dice.below(3) {
        let (a, b) = (place(&out, dice), place(&out, dice));
        let (a, b) = (a.min(b), a.max(b));
        let word = dice.one(&WORDS).copied().unwrap_or_default();
        match dice.below(9) {
            0 => out.insert_str(a, word),
            1 => out.insert_str(a, &word.repeat(1 + dice.below(400))),
            2 => {
                let end = out[a..]
                    .chars()
                    .take(1 + dice.below(12))
                    .map(char::len_utf8)
                    .sum::<usize>();
                out.replace_range(a..a + end, word);
            }
            3 => {
                let end = out[a..]
                    .chars()
                    .take(1 + dice.below(12))
                    .map(char::len_utf8)
                    .sum::<usize>();
                out.replace_range(a..a + end, "");
            }
            4 => out.truncate(a),
            5 if b - a < 2_000 => {
                let part = out[a..b].to_owned();
                out.insert_str(b, &part);
            }
            6 => {
                // One line in the place of another.
                let lines: Vec<&str> = out.lines().collect();
                let (from, to) = (dice.below(lines.len()), dice.below(lines.len()));
                let mut lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
                if let (Some(line), Some(place)) = (lines.get(from).cloned(), lines.get_mut(to)) {
                    *place = line;
                }
                out = lines.join("\n");
            }
            7 => out.insert_str(a, &"(".repeat(1 + dice.below(3_000))),
            _ => {
                let c = char::from_u32(u32::try_from(dice.below(0x11_0000)).unwrap_or(65));
                out.insert(a, c.unwrap_or('x'));
            }
        }
    }
    out
}

#[test]
fn damaged_packs_are_refused_or_judged_and_never_slow() {
    let dictionary = dictionary();
    let ids = tanfang_packs::pack_ids();
    let roots: Vec<&str> = ids
        .into_iter()
        .filter(|id| {
            let head = tanfang_packs::text(id, "pack.toml").unwrap();
            head.contains("overlay = \"common\"") && !head.contains("\nwith =")
        })
        .collect();
    assert!(!roots.is_empty());
    let mut dice = Dice::new(seed("packs"));
    let end = until();
    let (mut loaded, mut refused, mut slowest) = (0, 0, Duration::ZERO);
    while Instant::now() < end {
        let root = *dice.one(&roots).unwrap();
        let mut files: Vec<(&str, &str, String)> = tanfang_packs::sources()
            .iter()
            .filter(|file| file.pack == root || file.pack == "common")
            .map(|file| (file.pack, file.path, file.text.to_owned()))
            .collect();
        for _ in 0..=dice.below(2) {
            let at = dice.below(files.len());
            files[at].2 = damage(&files[at].2, &mut dice);
        }
        let files: Vec<SourceFile<'_>> = files
            .iter()
            .map(|(pack, path, text)| SourceFile { pack, path, text })
            .collect();
        // The machine may be busy with something else: the best of five counts.
        let mut took = Duration::MAX;
        let mut out = None;
        for _ in 0..5 {
            let start = Instant::now();
            out = Some(PackSet::load(&dictionary, &files));
            took = took.min(start.elapsed());
            if took < MOST * patience() {
                break;
            }
        }
        slowest = slowest.max(took);
        assert!(
            took < MOST * patience(),
            "loading a damaged {root} took {took:?}"
        );
        match out.unwrap() {
            Ok(packs) => {
                loaded += 1;
                let pack = packs.resolve(root).unwrap();
                let mut sampler =
                    Sampler::new(&[&pack], dice.draw(), Day::from_ymd(2026, 11, 25).unwrap());
                let world = sampler.household();
                let thin = sampler.hide(&world, 40);
                let _ = Sheet::of(&pack, &world).hints();
                let _ = next_question(&pack, &thin, Asker::default(), Goal::All);
            }
            Err(findings) => {
                refused += 1;
                assert!(findings.iter().all(|found| !found.file.is_empty()));
            }
        }
    }
    println!("packs: {loaded} judged, {refused} refused, slowest load {slowest:?}");
    assert!(refused > 0, "damage is noticed");
}

#[test]
fn damaged_rules_are_refused_or_judged() {
    let packs = shipped();
    let mut rules: Vec<(String, String, About)> = Vec::new();
    for id in packs.ids() {
        let pack = packs.resolve(id).unwrap();
        for scheme in pack.schemes() {
            for condition in &scheme.conditions {
                if let Some(expr) = &condition.expr {
                    rules.push((id.to_owned(), expr.text().to_owned(), scheme.about));
                }
            }
        }
    }
    assert!(rules.len() > 10);
    let mut dice = Dice::new(seed("rules"));
    let end = until();
    let (mut read, mut refused) = (0_u32, 0_u32);
    while Instant::now() < end {
        let (id, text, about) = dice.one(&rules).unwrap();
        let pack = packs.resolve(id).unwrap();
        let text = damage(text, &mut dice);
        let schema = pack.schema(*about);
        let mut took = Duration::MAX;
        let mut out = None;
        for _ in 0..5 {
            let start = Instant::now();
            out = Some(check(&text, &schema, None));
            took = took.min(start.elapsed());
            if took < MOST * patience() {
                break;
            }
        }
        assert!(took < MOST * patience(), "{text}");
        match out.unwrap() {
            Ok(_) => read += 1,
            Err(finding) => {
                refused += 1;
                assert!(finding.line <= u32::try_from(text.len() + 1).unwrap());
            }
        }
    }
    println!("rules: {read} read, {refused} refused");
    assert!(read > 0 && refused > 0);
}
