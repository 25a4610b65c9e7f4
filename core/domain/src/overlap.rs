//! What times and places of one worker's visits say when they are laid side by side.
//!
//! Nothing is tracked for this: only what visits and photos record anyway is compared, and
//! whatever is found is a remark to the worker, who may explain it. Neighbours that were honestly
//! visited one after the other look the same as one trip of which several visits were made.
//! The numbers are data, see [`Near`]; nothing here has one of its own.

use std::collections::BTreeSet;
use tanfang_values::{HouseholdId, PhotoId, VisitId, WorkerId};

use crate::event::Mode;
use crate::schedule::record::VisitRecord;

/// Within what visits and photos are called near.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Near {
    /// Photos of different homes within so many minutes are near in time.
    pub minutes: u32,
    /// Photos farther apart than this are not near, where both have a place.
    pub metres: u32,
    /// How many different homes within those minutes are worth a remark.
    pub homes: u32,
    /// A visit that stood open for longer was left and taken up again: its window says nothing.
    pub longest_minutes: u32,
}

/// A photo as it is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shot {
    /// The photo.
    pub photo: PhotoId,
    /// The visit it was taken on.
    pub visit: VisitId,
    /// The home.
    pub household: HouseholdId,
    /// Who took it.
    pub worker: WorkerId,
    /// When, UTC milliseconds.
    pub at_ms: i64,
    /// The start of the device, and milliseconds in it: a clock that nobody can set.
    pub monotonic: Option<(String, i64)>,
    /// Where, in 1e-7 degrees, if the worker gave it.
    pub place: Option<(i32, i32)>,
    /// Other photos that its fingerprint is near to.
    pub alike: Vec<PhotoId>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Overlap {
    /// Two visits were open at the same time.
    Windows {
        /// The one opened first.
        first: VisitId,
        /// The other.
        second: VisitId,
        /// For how many minutes, rounded down.
        minutes: u32,
    },
    /// Several homes were photographed within minutes, in one spot as far as places are known.
    Close {
        /// The visits, in the order of their photos.
        visits: Vec<VisitId>,
        /// Minutes between the first and the last photo, rounded down.
        minutes: u32,
    },
    /// Two pictures taken shortly after one another look alike and belong to different visits.
    Burst {
        /// The earlier photo.
        first: PhotoId,
        /// The later photo.
        second: PhotoId,
        /// The visit of the earlier photo.
        visit: VisitId,
        /// The visit of the later photo.
        other: VisitId,
    },
}

impl Overlap {
    /// Returns the visit that an explanation is about: the later one.
    pub fn about(&self) -> Option<&VisitId> {
        match self {
            Self::Windows { second, .. } => Some(second),
            Self::Close { visits, .. } => visits.last(),
            Self::Burst { other, .. } => Some(other),
        }
    }

    /// Returns what an explanation names as the other of the pair.
    pub fn other(&self) -> Option<&str> {
        match self {
            Self::Windows { first, .. } => Some(first.as_str()),
            Self::Close { visits, .. } => visits.first().map(VisitId::as_str),
            Self::Burst { first, .. } => Some(first.as_str()),
        }
    }

    /// Returns the finding it is a remark under: E5 time, E6 place, E7 pictures.
    pub const fn finding(&self) -> &'static str {
        match self {
            Self::Windows { .. } => "E5",
            Self::Close { .. } => "E6",
            Self::Burst { .. } => "E7",
        }
    }
}

const MINUTE: i64 = 60_000;

fn minutes(ms: i64) -> u32 {
    u32::try_from((ms / MINUTE).max(0)).unwrap_or(u32::MAX)
}

/// Lays the visits and photos of one worker side by side.
///
/// What others made is left out. A visit by phone, one written down on another day than it took
/// place, and one that stood open for long are not compared by their windows.
pub fn overlaps(
    worker: &WorkerId,
    visits: &[VisitRecord],
    shots: &[Shot],
    near: Near,
) -> Vec<Overlap> {
    let mut found = windows(worker, visits, near);
    let mut own: Vec<&Shot> = shots.iter().filter(|shot| shot.worker == *worker).collect();
    own.sort_by(|a, b| (a.at_ms, &a.photo).cmp(&(b.at_ms, &b.photo)));
    found.extend(close(&own, near));
    found.extend(bursts(&own, near));
    found
}

fn windows(worker: &WorkerId, visits: &[VisitRecord], near: Near) -> Vec<Overlap> {
    let longest = i64::from(near.longest_minutes) * MINUTE;
    let mut own: Vec<&VisitRecord> = visits
        .iter()
        .filter(|visit| {
            let lasted = visit.closed.ms - visit.opened.ms;
            visit.worker == *worker
                && visit.mode == Mode::InPerson
                && visit.day == visit.opened.day()
                && (0..=longest).contains(&lasted)
        })
        .collect();
    own.sort_by(|a, b| (a.opened.ms, &a.visit).cmp(&(b.opened.ms, &b.visit)));
    let mut found = Vec::new();
    for (n, first) in own.iter().enumerate() {
        for second in own.iter().skip(n + 1) {
            if second.opened.ms >= first.closed.ms {
                break;
            }
            if second.household != first.household {
                let together = first.closed.ms.min(second.closed.ms) - second.opened.ms;
                found.push(Overlap::Windows {
                    first: first.visit.clone(),
                    second: second.visit.clone(),
                    minutes: minutes(together),
                });
            }
        }
    }
    found
}

/// How long after one another two photos were taken: by the clock that nobody can set where both
/// have it of the same start of the device, else by the wall clock.
fn apart(a: &Shot, b: &Shot) -> i64 {
    match (&a.monotonic, &b.monotonic) {
        (Some((boot, from)), Some((other, to))) if boot == other => (to - from).abs(),
        _ => (b.at_ms - a.at_ms).abs(),
    }
}

fn close(own: &[&Shot], near: Near) -> Vec<Overlap> {
    let within = i64::from(near.minutes) * MINUTE;
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(first) = own.get(from) {
        let group: Vec<&&Shot> = own
            .iter()
            .skip(from)
            .take_while(|shot| apart(first, shot) <= within)
            .filter(|shot| !far(first, shot, near.metres))
            .collect();
        let homes: BTreeSet<&HouseholdId> = group.iter().map(|shot| &shot.household).collect();
        if u32::try_from(homes.len()).is_ok_and(|homes| near.homes > 1 && homes >= near.homes) {
            let mut visits: Vec<VisitId> = Vec::new();
            for shot in &group {
                if !visits.contains(&shot.visit) {
                    visits.push(shot.visit.clone());
                }
            }
            let last = group.last().map_or(0, |last| apart(first, last));
            found.push(Overlap::Close {
                visits,
                minutes: minutes(last),
            });
            // The same minutes are remarked on once.
            let past = own.iter().skip(from);
            from += past
                .take_while(|shot| apart(first, shot) <= within)
                .count()
                .max(1);
        } else {
            from += 1;
        }
    }
    found
}

fn bursts(own: &[&Shot], near: Near) -> Vec<Overlap> {
    let within = i64::from(near.minutes) * MINUTE;
    let mut found = Vec::new();
    for (n, first) in own.iter().enumerate() {
        for second in own.iter().skip(n + 1) {
            if apart(first, second) > within {
                continue;
            }
            let alike = second.alike.contains(&first.photo) || first.alike.contains(&second.photo);
            if alike && first.visit != second.visit && first.household != second.household {
                found.push(Overlap::Burst {
                    first: first.photo.clone(),
                    second: second.photo.clone(),
                    visit: first.visit.clone(),
                    other: second.visit.clone(),
                });
            }
        }
    }
    found
}

fn far(a: &Shot, b: &Shot, metres: u32) -> bool {
    match (a.place, b.place) {
        (Some(a), Some(b)) => metres_between(a, b) > f64::from(metres),
        _ => false,
    }
}

/// Returns about how many metres lie between two places in 1e-7 degrees; good for a county.
fn metres_between(a: (i32, i32), b: (i32, i32)) -> f64 {
    /// Metres a degree of latitude.
    const DEGREE: f64 = 111_320.0;
    let degrees = |from: i32, to: i32| (f64::from(to) - f64::from(from)) / 1e7;
    let lat = (f64::from(a.0) / 1e7).to_radians();
    let north = degrees(a.0, b.0) * DEGREE;
    let east = degrees(a.1, b.1) * DEGREE * lat.cos();
    north.hypot(east)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::Origin;
    use tanfang_values::{Hlc, Stamp};

    const NEAR: Near = Near {
        minutes: 10,
        metres: 200,
        homes: 3,
        longest_minutes: 180,
    };
    /// 2026-11-20, nine in the morning in China.
    const T0: i64 = 1_795_136_400_000;

    fn visit(id: &str, home: &str, from: i64, to: i64) -> VisitRecord {
        let stamp = |minute: i64| Stamp {
            ms: T0 + minute * MINUTE,
            offset_min: 480,
        };
        VisitRecord {
            visit: id.into(),
            household: home.into(),
            grid: "g1".into(),
            worker: "w1".into(),
            day: stamp(from).day(),
            opened: stamp(from),
            closed: stamp(to),
            mode: Mode::InPerson,
            seen: Vec::new(),
            roles: Vec::new(),
            acts_for: Vec::new(),
            place: None,
            answers: crate::schedule::Answers::default(),
            origin: Origin {
                hlc: Hlc::default(),
                instance: "i".into(),
                op: id.into(),
            },
        }
    }

    fn shot(id: &str, home: &str, minute: i64) -> Shot {
        Shot {
            photo: id.into(),
            visit: format!("v-{home}").into(),
            household: home.into(),
            worker: "w1".into(),
            at_ms: T0 + minute * MINUTE,
            monotonic: None,
            place: None,
            alike: Vec::new(),
        }
    }

    fn run(visits: &[VisitRecord], shots: &[Shot]) -> Vec<Overlap> {
        overlaps(&"w1".into(), visits, shots, NEAR)
    }

    #[test]
    fn two_homes_cannot_be_visited_at_once_by_one_worker() {
        let visits = [visit("a", "h1", 0, 20), visit("b", "h2", 15, 30)];
        let found = run(&visits, &[]);
        let expected = Overlap::Windows {
            first: "a".into(),
            second: "b".into(),
            minutes: 5,
        };
        assert_eq!(found, [expected]);
        // One after the other, the same home, another worker: nothing.
        assert_eq!(
            run(&[visit("a", "h1", 0, 15), visit("b", "h2", 15, 30)], &[]),
            []
        );
        assert_eq!(
            run(&[visit("a", "h1", 0, 20), visit("b", "h1", 15, 30)], &[]),
            []
        );
        let mut other = visit("b", "h2", 15, 30);
        other.worker = "w2".into();
        assert_eq!(run(&[visit("a", "h1", 0, 20), other], &[]), []);
    }

    #[test]
    fn a_draft_left_open_a_call_and_a_visit_written_down_later_are_not_compared() {
        let visits = [visit("a", "h1", 0, 181), visit("b", "h2", 15, 30)];
        assert_eq!(run(&visits, &[]), []);
        let mut call = visit("b", "h2", 5, 10);
        call.mode = Mode::Phone;
        assert_eq!(run(&[visit("a", "h1", 0, 20), call], &[]), []);
        let mut later = visit("b", "h2", 5, 10);
        later.day = later.day.plus_days(-2);
        assert_eq!(run(&[visit("a", "h1", 0, 20), later], &[]), []);
    }

    #[test]
    fn three_homes_within_ten_minutes_are_remarked_on_once_and_two_are_not() {
        let two = [shot("p1", "h1", 0), shot("p2", "h2", 4)];
        assert_eq!(run(&[], &two), []);
        let three = [two.as_slice(), &[shot("p3", "h3", 9), shot("p4", "h3", 10)]].concat();
        let expected = Overlap::Close {
            visits: vec!["v-h1".into(), "v-h2".into(), "v-h3".into()],
            minutes: 10,
        };
        assert_eq!(run(&[], &three), [expected]);
    }

    #[test]
    fn homes_known_to_be_far_apart_are_not_one_spot() {
        let mut shots = [
            shot("p1", "h1", 0),
            shot("p2", "h2", 4),
            shot("p3", "h3", 8),
        ];
        shots[0].place = Some((250_000_000, 1_050_000_000));
        shots[1].place = Some((250_000_500, 1_050_000_500));
        shots[2].place = Some((250_100_000, 1_050_000_000));
        // 0.01 degrees are a kilometre.
        assert_eq!(run(&[], &shots), []);
        shots[2].place = Some((250_001_000, 1_050_000_000));
        assert_eq!(run(&[], &shots).len(), 1);
    }

    #[test]
    fn a_clock_that_was_set_does_not_hide_a_burst() {
        let mut shots = [shot("p1", "h1", 0), shot("p2", "h2", 3 * 24 * 60)];
        shots[1].alike = vec!["p1".into()];
        assert_eq!(run(&[], &shots), []);
        shots[0].monotonic = Some(("boot".to_owned(), 1_000));
        shots[1].monotonic = Some(("boot".to_owned(), 31_000));
        let expected = Overlap::Burst {
            first: "p1".into(),
            second: "p2".into(),
            visit: "v-h1".into(),
            other: "v-h2".into(),
        };
        assert_eq!(run(&[], &shots), std::slice::from_ref(&expected));
        assert_eq!(expected.finding(), "E7");
        assert_eq!(expected.about(), Some(&"v-h2".into()));
    }
}
