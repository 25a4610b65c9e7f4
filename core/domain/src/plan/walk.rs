//! The order in which to walk to the homes of one day.
//!
//! Homes of one 组 stay together. Within a 组 whose homes all have a place, the
//! way is the nearest neighbour's, made shorter by turning pieces of it round
//! (2-opt); else the order of house numbers. Urgent homes come first, by
//! themselves. Whole numbers only: a degree of longitude is shortened by the
//! cosine of the latitude as a fraction of 1024.

use super::input::{Home, Point};

/// Puts stops in walking order: place of the home in `homes`, and whether it is urgent.
pub(super) fn order(homes: &[Home], stops: &mut Vec<(usize, bool)>) {
    let (urgent, rest): (Vec<_>, Vec<_>) = stops.drain(..).partition(|(_, urgent)| *urgent);
    let mut at = None;
    for (part, is_urgent) in [(urgent, true), (rest, false)] {
        let mut part: Vec<usize> = part.into_iter().map(|(home, _)| home).collect();
        part.sort_by_key(|home| (key(homes, *home), *home));
        for home in by_group(homes, &part, &mut at) {
            stops.push((home, is_urgent));
        }
    }
}

fn key(homes: &[Home], home: usize) -> (usize, u32, u32) {
    homes
        .get(home)
        .map_or((0, 0, 0), |home| (home.area, home.group, home.order))
}

fn by_group(homes: &[Home], sorted: &[usize], at: &mut Option<Point>) -> Vec<usize> {
    let point = |home: &usize| homes.get(*home).and_then(|home| home.at);
    let mut way = Vec::with_capacity(sorted.len());
    for group in sorted.chunk_by(|one, other| {
        let (one, other) = (key(homes, *one), key(homes, *other));
        (one.0, one.1) == (other.0, other.1)
    }) {
        let points: Option<Vec<(usize, Point)>> = group
            .iter()
            .map(|home| point(home).map(|point| (*home, point)))
            .collect();
        match points {
            Some(points) => way.extend(shorten(nearest(points, *at))),
            None => way.extend(group),
        }
        *at = way.last().and_then(point).or(*at);
    }
    way
}

/// Goes to the nearest that is left, from where one stands.
fn nearest(mut left: Vec<(usize, Point)>, from: Option<Point>) -> Vec<(usize, Point)> {
    let mut way: Vec<(usize, Point)> = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let from = way.last().map(|(_, point)| *point).or(from);
        let next = from.map_or(0, |from| {
            let nearest = left
                .iter()
                .enumerate()
                .min_by_key(|(_, (home, point))| (distance(from, *point), *home));
            nearest.map_or(0, |(place, _)| place)
        });
        way.push(left.remove(next));
    }
    way
}

/// Turns pieces of the way round while that makes it shorter.
fn shorten(mut way: Vec<(usize, Point)>) -> Vec<usize> {
    const ROUNDS: usize = 20;
    for _ in 0..ROUNDS {
        let mut better = false;
        for from in 0..way.len() {
            for to in from + 1..way.len() {
                if turning(&way, from, to) {
                    if let Some(piece) = way.get_mut(from..=to) {
                        piece.reverse();
                    }
                    better = true;
                }
            }
        }
        if !better {
            break;
        }
    }
    way.into_iter().map(|(home, _)| home).collect()
}

/// Tells whether a way is shorter with the piece `from..=to` turned round. The
/// first stop stays: it is the one nearest to where one comes from.
fn turning(way: &[(usize, Point)], from: usize, to: usize) -> bool {
    let at = |place: usize| way.get(place).map(|(_, point)| *point);
    let Some(before) = from.checked_sub(1).and_then(at) else {
        return false;
    };
    let (Some(first), Some(last)) = (at(from), at(to)) else {
        return false;
    };
    let after = at(to + 1);
    let leg = |one, other: Option<Point>| other.map_or(0, |other| distance(one, other));
    distance(before, last) + leg(first, after) < distance(before, first) + leg(last, after)
}

/// Returns a distance in millionths of a degree of latitude (about 11 cm).
pub(super) fn distance(one: Point, other: Point) -> u64 {
    let north = i64::from(one.lat) - i64::from(other.lat);
    let east = i64::from(one.lon) - i64::from(other.lon);
    let east = east * cosine(i64::midpoint(i64::from(one.lat), i64::from(other.lat))) / 1024;
    (north * north + east * east).unsigned_abs().isqrt()
}

/// Returns 1024 × cos of a latitude in millionths of a degree, from its series; 4 off at most below 60°.
fn cosine(latitude: i64) -> i64 {
    // Radians × 1024.
    let angle = latitude.abs().min(90_000_000) * 17_872 / 1_000_000 / 1_000;
    let square = angle * angle / 1024;
    let fourth = square * square / 1024;
    let sixth = fourth * square / 1024;
    (1024 - square / 2 + fourth / 24 - sixth / 720).clamp(0, 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cosine_is_near() {
        for (degrees, thousandth) in [(0, 1024), (30, 887), (45, 724), (60, 512)] {
            let near = cosine(degrees * 1_000_000);
            assert!((near - thousandth).abs() <= 4, "{degrees}: {near}");
        }
    }

    fn home(group: u32, order: u32, at: Option<(i32, i32)>) -> Home {
        Home {
            group,
            order,
            at: at.map(|(lat, lon)| Point { lat, lon }),
            ..Home::default()
        }
    }

    #[test]
    fn groups_stay_together_and_urgent_homes_come_first() {
        let homes = [
            home(2, 1, None),
            home(1, 2, None),
            home(2, 0, None),
            home(1, 1, None),
        ];
        let mut stops = vec![(0, false), (1, false), (2, true), (3, false)];
        order(&homes, &mut stops);
        let way: Vec<usize> = stops.iter().map(|(home, _)| *home).collect();
        assert_eq!(way, [2, 3, 1, 0]);
    }

    #[test]
    fn a_way_along_a_road_is_walked_once() {
        let homes: Vec<Home> = [0, 50, 10, 40, 20, 30]
            .iter()
            .zip(0..)
            .map(|(lon, order)| home(1, order, Some((26_000_000, lon * 1_000))))
            .collect();
        let mut stops: Vec<(usize, bool)> = (0..homes.len()).map(|home| (home, false)).collect();
        order(&homes, &mut stops);
        let way: Vec<usize> = stops.iter().map(|(home, _)| *home).collect();
        assert_eq!(way, [0, 2, 4, 5, 3, 1]);
    }
}
