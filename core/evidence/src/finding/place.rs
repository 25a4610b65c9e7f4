//! E6: the place that the worker gave, beside the home and the photo before.

use super::photo::{Around, Photo};
use super::{Check, Finding, Reason, Verdict};
use tanfang_domain::event::GivenPlace;

/// Looks at the place of a photo. None was asked for, so none being there is nothing against it.
pub(super) fn look(around: &Around<'_>, index: usize, photo: &Photo<'_>) -> Finding {
    let limits = &around.case.limits;
    let mut reasons = Vec::new();
    let Some(place) = &photo.taken.place else {
        let reason = Reason::new(Verdict::CannotTell, "no_place");
        return Finding::of(Check::E6, vec![reason]);
    };
    let at = (place.lat_e7, place.lon_e7);
    if place.mock == Some(true) {
        reasons.push(Reason::new(Verdict::Mismatch, "place_made_up"));
    }
    let accuracy = i64::from(place.accuracy_m.unwrap_or(0));
    if accuracy > limits.accuracy_m {
        reasons.push(Reason::new(Verdict::CannotTell, "place_too_wide").int("metres", accuracy));
    }
    match around.case.homes.get(&photo.taken.household) {
        None => reasons.push(Reason::new(Verdict::CannotTell, "home_place_unknown")),
        Some(home) => {
            let metres = metres(at, (home.lat_e7, home.lon_e7));
            let (verdict, code) = if metres > limits.home_m + accuracy {
                (Verdict::Note, "far_from_home")
            } else {
                (Verdict::Pass, "at_home")
            };
            reasons.push(
                Reason::new(verdict, code)
                    .int("metres", metres)
                    .int("accuracy", accuracy),
            );
        }
    }
    if let Some(exif) = photo.taken.exif.place {
        let metres = metres(at, exif);
        if metres > limits.home_m + accuracy {
            reasons.push(Reason::new(Verdict::Note, "file_other_place").int("metres", metres));
        }
    }
    travelled(around, index, photo, place, &mut reasons);
    around.explain(photo, Check::E6, &mut reasons);
    Finding::of(Check::E6, reasons)
}

/// From the photo before that has a place: too fast, or two homes in one moment.
fn travelled(
    around: &Around<'_>,
    index: usize,
    photo: &Photo<'_>,
    place: &GivenPlace,
    reasons: &mut Vec<Reason>,
) {
    let limits = &around.case.limits;
    let earlier = around.photos.get(..index).unwrap_or_default();
    let before = earlier.iter().rev().find_map(|other| {
        let theirs = other.taken.place.as_ref()?;
        (other.log == photo.log).then_some((other, theirs))
    });
    let Some((before, theirs)) = before else {
        return;
    };
    let ms = if before.taken.boot_id == photo.taken.boot_id {
        photo.taken.elapsed_ms - before.taken.elapsed_ms
    } else {
        photo.taken.at.ms - before.taken.at.ms
    };
    let (here, there) = ((place.lat_e7, place.lon_e7), (theirs.lat_e7, theirs.lon_e7));
    let metres = metres(here, there);
    let blur = i64::from(place.accuracy_m.unwrap_or(0)) + i64::from(theirs.accuracy_m.unwrap_or(0));
    let seconds = (ms / 1000).max(1);
    if metres - blur > limits.speed_m_s * seconds {
        reasons.push(
            Reason::new(Verdict::Note, "too_fast")
                .int("metres", metres)
                .int("seconds", seconds)
                .text("photo", before.id().to_string()),
        );
    }
    let other_home = before.taken.household != photo.taken.household;
    if other_home && ms.abs() <= limits.burst_ms && metres <= limits.burst_m {
        reasons.push(
            Reason::new(Verdict::Note, "homes_in_one_moment")
                .int("metres", metres)
                .int("seconds", seconds)
                .text("photo", before.id().to_string()),
        );
    }
}

/// How far two places are apart on a round earth, to a metre or so over a county.
fn metres(a: (i32, i32), b: (i32, i32)) -> i64 {
    const RADIUS_M: f64 = 6_371_008.8;
    let radians = |e7: i32| (f64::from(e7) / 1e7).to_radians();
    let (lat_a, lat_b) = (radians(a.0), radians(b.0));
    let (d_lat, d_lon) = (lat_b - lat_a, radians(b.1) - radians(a.1));
    let h = (d_lat / 2.0).sin().powi(2) + lat_a.cos() * lat_b.cos() * (d_lon / 2.0).sin().powi(2);
    // At most half the circumference, and only shown: nothing of it is stored.
    #[allow(clippy::cast_possible_truncation)]
    let metres = (2.0 * RADIUS_M * h.clamp(0.0, 1.0).sqrt().asin()).round() as i64;
    metres
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_degree_is_as_long_as_it_is() {
        let here = (256_000_000, 1_061_000_000);
        assert_eq!(metres(here, here), 0);
        let north = metres(here, (266_000_000, 1_061_000_000));
        assert!((111_000..111_400).contains(&north), "{north}");
        let east = metres(here, (256_000_000, 1_071_000_000));
        assert!((100_100..100_500).contains(&east), "{east}");
        let far = metres((-900_000_000, 0), (900_000_000, 0));
        assert!((20_000_000..20_100_000).contains(&far), "{far}");
    }
}
