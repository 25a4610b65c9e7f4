//! E5: the time that was said, beside what others saw and what the device's clocks did.

use super::log::{Looked, ReadOp};
use super::photo::{Around, Photo};
use super::{Check, Finding, Reason, Verdict};
use tanfang_domain::event::Grade;
use tanfang_values::Day;

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 86_400_000;
/// 2020-01-01 in UTC milliseconds: no clock that was ever set stands before it.
const UNSET_BEFORE: i64 = 1_577_836_800_000;

/// Looks at the time of a photo; the receipts of its log bracket it.
pub(super) fn look(around: &Around<'_>, index: usize, photo: &Photo<'_>, log: &Looked) -> Finding {
    let mut reasons = Vec::new();
    bracket(around, photo, log, &mut reasons);
    clocks(around, photo, &mut reasons);
    told_by_file(around, photo, &mut reasons);
    overlaps(around, photo, &mut reasons);
    order(around, index, photo, &mut reasons);
    around.explain(photo, Check::E5, &mut reasons);
    Finding::of(Check::E5, reasons)
}

/// Not before the receipt that it names, not after the first that covers it.
fn bracket(around: &Around<'_>, photo: &Photo<'_>, log: &Looked, reasons: &mut Vec<Reason>) {
    let limit = around.case.limits.clock_ms;
    let at = photo.taken.at.ms;
    let all = around.looked.iter().flat_map(|log| &log.receipts);
    let quoted = photo.taken.receipt.as_ref();
    let not_before = quoted.and_then(|sha| {
        all.clone()
            .find(|receipt| receipt.sha256 == *sha)
            .map(|receipt| receipt.time_ms)
    });
    let not_after = log
        .receipts
        .iter()
        .filter(|receipt| receipt.size >= photo.op.op.seq)
        .map(|receipt| receipt.time_ms)
        .min();
    let mut holds = true;
    if let Some(from) = not_before.filter(|from| at + limit < *from) {
        holds = false;
        reasons.push(
            Reason::new(Verdict::Mismatch, "time_before_receipt")
                .at("said", at)
                .at("receipt", from),
        );
    }
    if let Some(to) = not_after.filter(|to| at - limit > *to) {
        holds = false;
        reasons.push(
            Reason::new(Verdict::Mismatch, "time_after_receipt")
                .at("said", at)
                .at("receipt", to),
        );
    }
    if !holds {
        return;
    }
    reasons.push(match (not_before, not_after) {
        (Some(from), Some(to)) => Reason::new(Verdict::Pass, "time_between")
            .at("from", from)
            .at("to", to),
        (None, Some(to)) => Reason::new(Verdict::CannotTell, "time_only_until").at("to", to),
        (Some(from), None) => Reason::new(Verdict::CannotTell, "time_only_from").at("from", from),
        (None, None) => Reason::new(Verdict::CannotTell, "time_of_phone_only").at("said", at),
    });
    if quoted.is_some() && not_before.is_none() {
        reasons.push(Reason::new(Verdict::CannotTell, "receipt_named_not_here"));
    }
}

/// The clock of the wall beside the monotonic one, and beside that of the satellites.
fn clocks(around: &Around<'_>, photo: &Photo<'_>, reasons: &mut Vec<Reason>) {
    let limit = around.case.limits.clock_ms;
    let taken = photo.taken;
    if taken.at.ms < UNSET_BEFORE {
        reasons.push(Reason::new(Verdict::Note, "clock_unset").at("said", taken.at.ms));
    }
    if let Some(gnss) = taken.gnss_ms
        && (gnss - taken.at.ms).abs() > limit
    {
        reasons.push(
            Reason::new(Verdict::Note, "clock_not_of_satellites")
                .int("minutes", (taken.at.ms - gnss) / MINUTE_MS)
                .at("said", taken.at.ms),
        );
    }
    let Some(envelope) = &photo.op.envelope else {
        return;
    };
    if envelope.hlc.ms - envelope.wall_ms > limit {
        reasons.push(
            Reason::new(Verdict::Note, "clock_set_back")
                .int("minutes", (envelope.hlc.ms - envelope.wall_ms) / MINUTE_MS),
        );
    }
    // The photo's own moment, and the op that wrote it down: one start of the device, two clocks.
    if envelope.boot_id.as_deref() == Some(taken.boot_id.as_str())
        && let Some(elapsed) = envelope.elapsed_ms
    {
        moved(
            envelope.wall_ms - taken.at.ms,
            elapsed - taken.elapsed_ms,
            limit,
            reasons,
        );
    }
    let Some(log) = around.read.get(photo.log) else {
        return;
    };
    let seq = photo.op.op.seq;
    let same_boot = |op: &&ReadOp<'_>| {
        op.envelope.as_ref().is_some_and(|other| {
            other.boot_id.is_some()
                && other.boot_id == envelope.boot_id
                && other.elapsed_ms.is_some()
        })
    };
    let before = log
        .ops
        .iter()
        .filter(|op| op.op.seq < seq && op.placed)
        .filter(same_boot)
        .max_by_key(|op| op.op.seq);
    let after = log
        .ops
        .iter()
        .filter(|op| op.op.seq > seq && op.placed)
        .filter(same_boot)
        .min_by_key(|op| op.op.seq);
    for (other, sign) in [(before, 1), (after, -1)] {
        let Some(other) = other.and_then(|op| op.envelope.as_ref()) else {
            continue;
        };
        let (Some(mine), Some(theirs)) = (envelope.elapsed_ms, other.elapsed_ms) else {
            continue;
        };
        moved(
            (envelope.wall_ms - other.wall_ms) * sign,
            (mine - theirs) * sign,
            limit,
            reasons,
        );
    }
}

/// Between two moments of one start the two clocks go equally far, and neither goes back.
fn moved(wall: i64, elapsed: i64, limit: i64, reasons: &mut Vec<Reason>) {
    if elapsed < -limit {
        reasons.push(Reason::new(Verdict::Mismatch, "monotonic_back"));
    } else if (wall - elapsed).abs() > limit {
        reasons.push(
            Reason::new(Verdict::Note, "clock_moved").int("minutes", (wall - elapsed) / MINUTE_MS),
        );
    }
}

/// What the file says of itself; it is never believed against the record, only shown beside it.
fn told_by_file(around: &Around<'_>, photo: &Photo<'_>, reasons: &mut Vec<Reason>) {
    let exif = &photo.taken.exif;
    let Some(told) = exif
        .taken
        .as_deref()
        .and_then(|text| exif_ms(text, exif.offset.as_deref()))
    else {
        return;
    };
    let ahead = told - photo.taken.at.ms;
    let limit = around.case.limits.clock_ms;
    let code = match photo.taken.grade {
        Grade::Taken if ahead.abs() > limit => "file_other_time",
        Grade::Album | Grade::Screen if ahead > limit => "file_later",
        Grade::Album | Grade::Screen if -ahead > DAY_MS => "file_older",
        _ => return,
    };
    reasons.push(
        Reason::new(Verdict::Note, code)
            .at("file", told)
            .at("said", photo.taken.at.ms)
            .int("days", ahead.abs() / DAY_MS),
    );
}

/// Reads `2026:11-20 09:30:00`-like text of EXIF; without an offset it is taken as China's.
fn exif_ms(text: &str, offset: Option<&str>) -> Option<i64> {
    let (date, time) = text.trim().split_once([' ', 'T'])?;
    let day = Day::parse(&date.replace([':', '/'], "-")).ok()?;
    let mut parts = time.splitn(3, ':');
    let mut next = |most: i64| -> Option<i64> {
        let digits = parts.next()?.get(..2)?;
        let n = digits.parse::<i64>().ok()?;
        (n <= most).then_some(n)
    };
    let (hour, minute, second) = (next(23)?, next(59)?, next(60)?);
    let offset = match offset.map(str::trim) {
        None | Some("") => 480,
        Some("Z") => 0,
        Some(text) => {
            let (sign, rest) = match text.split_at_checked(1)? {
                ("+", rest) => (1, rest),
                ("-", rest) => (-1, rest),
                _ => return None,
            };
            let (hours, minutes) = rest.split_once(':')?;
            sign * (hours.parse::<i64>().ok()? * 60 + minutes.parse::<i64>().ok()?)
        }
    };
    let epoch = Day::parse("1970-01-01").ok()?;
    let days = epoch.days_until(day);
    Some(days * DAY_MS + ((hour * 60 + minute - offset) * 60 + second) * 1000)
}

/// Visits of one worker whose time windows overlap.
fn overlaps(around: &Around<'_>, photo: &Photo<'_>, reasons: &mut Vec<Reason>) {
    let Some((op, mine)) = photo
        .taken
        .visit
        .as_ref()
        .and_then(|visit| around.visits.get(visit))
    else {
        return;
    };
    let actor = |op: &ReadOp<'_>| op.envelope.as_ref().map(|e| e.actor.clone());
    for (other_op, other) in around.visits.values() {
        if other.visit != mine.visit
            && other.household != mine.household
            && actor(other_op) == actor(op)
            && other.mode == mine.mode
            && other.opened.ms < mine.closed.ms
            && mine.opened.ms < other.closed.ms
        {
            reasons.push(
                Reason::new(Verdict::Note, "visits_overlap")
                    .text("visit", other.visit.to_string())
                    .at("from", other.opened.ms)
                    .at("to", other.closed.ms),
            );
        }
    }
}

/// Photos of one log and one start are taken in the order in which they were written down.
fn order(around: &Around<'_>, index: usize, photo: &Photo<'_>, reasons: &mut Vec<Reason>) {
    let Some(before) = around
        .photos
        .get(..index)
        .unwrap_or_default()
        .iter()
        .rev()
        .find(|other| other.log == photo.log && other.taken.boot_id == photo.taken.boot_id)
    else {
        return;
    };
    moved(
        photo.taken.at.ms - before.taken.at.ms,
        photo.taken.elapsed_ms - before.taken.elapsed_ms,
        around.case.limits.clock_ms,
        reasons,
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_files_read_as_they_are_written() {
        let day = Day::parse("2026-11-20").unwrap();
        let epoch = Day::parse("1970-01-01").unwrap();
        let base = epoch.days_until(day) * DAY_MS;
        assert_eq!(base, 1_795_132_800_000);
        assert_eq!(exif_ms("2026:11:20 08:00:00", None), Some(base));
        assert_eq!(exif_ms("2026:11:20 08:00:00", Some("+08:00")), Some(base));
        assert_eq!(
            exif_ms("2026-11-20T00:00:30.5", Some("Z")),
            Some(base + 30_000)
        );
        assert_eq!(exif_ms("2026:11:19 19:00:00", Some("-05:00")), Some(base));
        for wrong in [
            "",
            "    :  :     :  :  ",
            "2026:13:40 00:00:00",
            "2026:11:20 99:00:00",
        ] {
            assert_eq!(exif_ms(wrong, None), None, "{wrong}");
        }
    }
}
