//! Every byte of an archive is covered: whatever is changed in it is found, under the check that
//! stands for what was changed.
//!
//! `TANFANG_MUTATIONS` says how many are tried (3000; 100000 by night), `TANFANG_SEED` which.

use std::collections::{BTreeMap, BTreeSet};
use tanfang_evidence::bundle::look;
use tanfang_evidence::finding::{Check, NoEye, Report, Verdict};
use tanfang_frauds::{Phone, Shot, Township};

type Files = BTreeMap<String, Vec<u8>>;

const LATER: i64 = 86_400_000;

/// `SplitMix64`: enough to choose places, and the same on every machine.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(n.max(1)).unwrap()).unwrap()
    }
}

/// A phone with three visits, five photos and two receipts, its archive, and one made before.
fn sample() -> (Phone, Township, Files, Files) {
    let mut township = Township::new();
    let mut phone = Phone::new(7);
    phone.sync(&mut township);
    let mut older = Files::new();
    let mut seed = 0;
    for (visit, home, photos) in [("v-1", "h-1", 2), ("v-2", "h-2", 1), ("v-3", "h-3", 2)] {
        for _ in 0..photos {
            seed += 1;
            phone.shoot(visit, home, &Shot::bytes(seed));
            phone.wait(60_000);
        }
        phone.close_visit(visit, home, 5);
        phone.wait(1_800_000);
        if visit == "v-2" {
            older = phone.export(true);
        }
    }
    phone.sync(&mut township);
    let files = phone.export(true);
    (phone, township, files, older)
}

fn verify(files: &Files, phone: &Phone, township: &Township) -> Report {
    let now = phone.wall_ms + LATER;
    look(files, &NoEye, now, |case| {
        case.witnesses = vec![township.key()];
        case.enrolled = Some(vec![phone.public_key().to_sec1()]);
    })
}

/// Which check stands for a file.
fn check_of(path: &str) -> Check {
    match path {
        _ if path.contains(".original.") => Check::E1,
        _ if path.starts_with("photos/") => Check::E9,
        _ if path.ends_with(".envelope.json") || path.ends_with(".body.json") => Check::E2,
        _ if path.ends_with("head.txt") => Check::E4,
        _ => Check::E3,
    }
}

/// The sort of a file, so that one is replaced by another of its sort.
fn sort_of(path: &str) -> &str {
    path.split_once('.').map_or("", |(_, rest)| rest)
}

/// Changes one thing; returns what was done, and the checks of which at least one must say so.
fn mutate(files: &mut Files, other: &Files, dice: &mut Dice) -> (String, Vec<Check>) {
    let paths: Vec<String> = files.keys().cloned().collect();
    let path = paths[dice.below(paths.len())].clone();
    let check = vec![check_of(&path)];
    let bytes = files.get_mut(&path).unwrap();
    let len = bytes.len();
    match dice.below(11) {
        0 | 1 => {
            let (at, bit) = (dice.below(len), dice.below(8));
            bytes[at] ^= 1 << bit;
            (format!("bit {bit} of byte {at} of {path}"), check)
        }
        2 => {
            // A field: one letter or digit becomes another, so that the form still reads.
            let places: Vec<usize> = (0..len)
                .filter(|at| bytes[*at].is_ascii_alphanumeric())
                .collect();
            let at = places[dice.below(places.len())];
            let before = bytes[at];
            let range: &[u8] = if before.is_ascii_digit() {
                b"0123456789"
            } else {
                b"abcdefABCDEFxyz"
            };
            bytes[at] = range[dice.below(range.len())];
            (format!("field at {at} of {path}"), check)
        }
        3 => {
            // Two lines, or two halves, change places.
            let lines: Vec<Vec<u8>> = bytes
                .split_inclusive(|b| *b == b'\n')
                .map(<[u8]>::to_vec)
                .collect();
            if lines.len() > 1 {
                let mut lines = lines;
                let (a, b) = (dice.below(lines.len()), dice.below(lines.len()));
                lines.swap(a, b);
                *bytes = lines.concat();
                (format!("lines {a} and {b} of {path}"), check)
            } else {
                let at = dice.below(len);
                bytes.rotate_left(at);
                (format!("{path} turned by {at}"), check)
            }
        }
        4 => {
            // Two files of a sort change places.
            let like: Vec<&String> = paths
                .iter()
                .filter(|p| sort_of(p) == sort_of(&path) && **p != path)
                .collect();
            if like.is_empty() {
                return (String::new(), check);
            }
            let second = like[dice.below(like.len())].clone();
            let (a, b) = (files[&path].clone(), files[&second].clone());
            files.insert(path.clone(), b);
            files.insert(second.clone(), a);
            (format!("{path} and {second}"), check)
        }
        5 => {
            files.remove(&path);
            (format!("{path} taken out"), check)
        }
        6 => {
            // An entry is taken out whole, with its line in the list.
            let Some(stem) = path.strip_suffix(".envelope.json") else {
                return (String::new(), check);
            };
            files.remove(&path);
            files.remove(&format!("{stem}.body.json"));
            let seq: usize = stem.rsplit('/').next().unwrap().parse().unwrap();
            let list = paths.iter().find(|p| p.ends_with("leaves.txt")).unwrap();
            let lines = files.get_mut(list).unwrap();
            lines.drain((seq - 1) * 65..seq * 65);
            (format!("entry {seq} taken out"), vec![Check::E2, Check::E3])
        }
        7 => {
            let from = dice.below(len);
            let to = from + 1 + dice.below(len - from);
            bytes.drain(from..to);
            (format!("{from}..{to} cut out of {path}"), check)
        }
        8 => {
            // A piece of the same file of another archive, or of another file of its sort.
            let source = match other.get(&path) {
                Some(bytes) if dice.below(2) == 0 => bytes.clone(),
                _ => {
                    let like: Vec<&String> = paths
                        .iter()
                        .filter(|p| sort_of(p) == sort_of(&path))
                        .collect();
                    files[like[dice.below(like.len())]].clone()
                }
            };
            let bytes = files.get_mut(&path).unwrap();
            let at = dice.below(len.min(source.len()));
            let n = 1 + dice.below(len.min(source.len()) - at);
            bytes[at..at + n].copy_from_slice(&source[at..at + n]);
            (format!("{n} bytes at {at} of {path} from elsewhere"), check)
        }
        9 => {
            let to = dice.below(len);
            bytes.truncate(to);
            (format!("{path} ends at {to}"), check)
        }
        _ => {
            let name = match dice.below(4) {
                0 => "photos/extra.view.jpg".to_owned(),
                1 => path.replace("0000000", "0000099"),
                2 => format!("{path}.bak"),
                _ => format!("../{path}"),
            };
            let added = files[&path].clone();
            if files.insert(name.clone(), added).is_some() {
                return (String::new(), check);
            }
            (format!("{name} put in"), vec![Check::E2, Check::E3])
        }
    }
}

#[test]
fn what_nobody_changed_passes() {
    let (phone, township, files, _) = sample();
    let report = verify(&files, &phone, &township);
    assert_eq!(report.photos.len(), 5);
    assert_eq!(
        report.mismatches().into_iter().collect::<Vec<_>>(),
        [],
        "{report:#?}"
    );
    for check in [
        Check::E1,
        Check::E2,
        Check::E3,
        Check::E4,
        Check::E5,
        Check::E10,
    ] {
        for photo in &report.photos {
            let finding = photo.get(check).unwrap();
            assert_eq!(finding.verdict, Verdict::Pass, "{check} {finding:?}");
        }
    }
}

#[test]
fn every_mutation_is_found_under_its_own_check() {
    let number = |name: &str, otherwise: u64| {
        std::env::var(name)
            .ok()
            .and_then(|text| text.parse().ok())
            .unwrap_or(otherwise)
    };
    let (rounds, seed) = (
        number("TANFANG_MUTATIONS", 3000),
        number("TANFANG_SEED", 20_261_126),
    );
    let (phone, township, files, older) = sample();
    let mut dice = Dice(seed);
    let (mut tried, mut same) = (0, 0);
    while tried < rounds {
        let mut changed = files.clone();
        let (what, expected) = mutate(&mut changed, &older, &mut dice);
        if changed == files {
            same += 1;
            continue;
        }
        tried += 1;
        let report = verify(&changed, &phone, &township);
        let found = report.mismatches();
        assert!(
            expected.iter().any(|check| found.contains(check)),
            "seed {seed}, mutation {tried}: {what}: found {found:?}, expected one of {expected:?}"
        );
    }
    println!("{tried} mutations, all found; {same} changed nothing and were left out");
}

/// An older head is signed as well, and its root is that of the leaves before it: what
/// came after it would be vouched for by nobody.
#[test]
fn a_head_of_an_older_archive_does_not_vouch_for_a_later_one() {
    let (phone, township, mut files, older) = sample();
    let head = files
        .keys()
        .find(|path| path.ends_with("head.txt"))
        .unwrap();
    let head = head.clone();
    files.insert(head.clone(), older[&head].clone());
    let report = verify(&files, &phone, &township);
    assert_eq!(
        report.mismatches(),
        BTreeSet::from([Check::E4]),
        "{report:#?}"
    );
    assert!(format!("{report:?}").contains("head_before_export"));
}

/// The one change that no archive can show by itself: it is whole, and older.
#[test]
fn an_honest_older_archive_is_told_only_by_who_saw_a_later_one() {
    let (phone, mut township, _, older) = sample();
    let report = verify(&older, &phone, &township);
    assert!(report.mismatches().is_empty(), "{report:#?}");
    assert_eq!(report.photos.len(), 3);
    let receipt = township.see(&phone, phone.wall_ms + 1000);
    let report = look(&older, &NoEye, phone.wall_ms + LATER, |case| {
        case.witnesses = vec![township.key()];
        case.receipts = vec![receipt];
    });
    let log = report.log(&phone.instance).unwrap();
    let tree = log.findings.iter().find(|f| f.check == Check::E3).unwrap();
    assert!(tree.says("receipt_longer"), "{tree:?}");
}
