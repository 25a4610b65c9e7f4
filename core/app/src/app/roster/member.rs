//! Classes a list puts people into and takes them out of, and what they receive.

use std::collections::{BTreeMap, BTreeSet};
use tanfang_domain::event::{
    BenefitSet, DataClass, Event, MembershipAdd, MembershipEnd, NewOp, Scope, derive_id,
};
use tanfang_domain::people::{Benefit, Membership, Person};
use tanfang_values::{BatchId, Day, Money, PersonId};

use super::apply::Applying;
use crate::import::{Amount, PartialDay, Pays, RosterRow};

/// Puts a person into the classes of a row, and sets what is received by them.
///
/// A class that is a narrower kind of another (低保一类 of 低保) takes the place of
/// the other kinds. A class of those who left another (退出低保) ends that one.
/// `amounts` tells whether what the row says of amounts was seen as changed.
#[allow(clippy::too_many_arguments)] // one step of `Writer::row`
pub(super) fn joined(
    applying: &Applying<'_>,
    batch: &BatchId,
    row: &RosterRow,
    person: &PersonId,
    old: Option<&Person>,
    classes: &[String],
    pays: &BTreeMap<String, Pays>,
    amounts: bool,
) -> Vec<NewOp> {
    let from = row.from.and_then(PartialDay::full);
    let mut ops = Vec::new();
    for class in classes {
        let place = [
            batch.as_str(),
            row.key.sheet.as_str(),
            &row.key.row.to_string(),
            class,
        ];
        let is_in = |m: &&Membership| {
            m.holds(applying.today) && applying.classes.is_within(&m.class, class)
        };
        let held = old.is_some_and(|p| p.memberships.iter().any(|m| is_in(&m)));
        if !held {
            // Who left or was refused is on the list from the day it says, or of import.
            ops.push(NewOp::new(
                Scope::new(applying.grid.clone(), applying.classes.data(class)),
                Event::MembershipAdd(MembershipAdd {
                    membership: derive_id("membership", &place).into(),
                    person: person.clone(),
                    class: class.clone(),
                    from: from.unwrap_or(applying.today).min(applying.today),
                    source: Some(batch.clone()),
                }),
            ));
        }
        if let Some(old) = old {
            ops.extend(replaced(applying, batch, old, class));
        }
        if amounts && let Some(pays) = pays.get(class) {
            ops.extend(received(applying, batch, row, person, old, pays, &place));
        }
        let left = applying.classes.get(class).and_then(|c| c.after.as_ref());
        if let Some(left) = left {
            let day = from.unwrap_or(applying.today);
            ops.extend(left_by_list(
                applying, batch, person, old, left, day, from, &place,
            ));
        }
    }
    ops
}

/// Ends the other kinds of the same thing.
fn replaced(applying: &Applying<'_>, batch: &BatchId, old: &Person, class: &str) -> Vec<NewOp> {
    let classes = applying.classes;
    let Some(within) = classes.get(class).and_then(|class| class.within.as_deref()) else {
        return Vec::new();
    };
    if classes.aid(within).is_none() {
        return Vec::new();
    }
    let other_kind = |m: &&Membership| {
        m.holds(applying.today)
            && m.class != class
            && classes
                .get(&m.class)
                .is_some_and(|other| other.within.as_deref() == Some(within))
    };
    let others = old.memberships.iter().filter(other_kind);
    others
        .map(|m| end(applying, batch, old, m, applying.today))
        .collect()
}

fn end(
    applying: &Applying<'_>,
    batch: &BatchId,
    person: &Person,
    membership: &Membership,
    day: Day,
) -> NewOp {
    NewOp::new(
        Scope::new(applying.grid.clone(), membership.data),
        Event::MembershipEnd(MembershipEnd {
            membership: membership.id.clone(),
            person: person.id.clone(),
            day: day.max(membership.from),
            reason: None,
            adds: vec![membership.op.clone()],
            source: Some(batch.clone()),
        }),
    )
}

/// Sets what is received, if the row says something of it that is not known.
fn received(
    applying: &Applying<'_>,
    batch: &BatchId,
    row: &RosterRow,
    person: &PersonId,
    old: Option<&Person>,
    pays: &Pays,
    place: &[&str],
) -> Option<NewOp> {
    let from = row.from.and_then(PartialDay::full);
    let running = |b: &&Benefit| b.scheme == pays.scheme && b.runs(applying.today);
    let old = old.and_then(|p| p.benefits.iter().find(running));
    let level = row.level.clone().or_else(|| pays.level.clone());
    // What a whole home receives hangs on the person whose row says so.
    let listed = row
        .amount_per_month
        .or_else(|| row.home_amount.and_then(Amount::per_month));
    if listed.is_none() && from.is_none() && level.is_none() {
        return None;
    }
    let amount = listed.or_else(|| old.and_then(|b| b.amount));
    let from = from.or_else(|| old.and_then(|b| b.from));
    let level = level.or_else(|| old.and_then(|b| b.level.clone()));
    if old.is_some_and(|b| (b.amount, b.from, &b.level) == (amount, from, &level)) {
        return None;
    }
    Some(benefit(
        applying,
        BenefitSet {
            benefit: old.map_or_else(|| derive_id("benefit", place).into(), |b| b.id.clone()),
            person: person.clone(),
            scheme: pays.scheme.clone(),
            level,
            amount_fen_month: amount.map(Money::fen),
            from,
            to: old.and_then(|b| b.to),
            why_ended: old.and_then(|b| b.why_ended.clone()),
            tapering: old.is_some_and(|b| b.tapering),
            source: Some(batch.clone()),
            was: old.map(|b| b.op.clone()),
        },
    ))
}

fn benefit(applying: &Applying<'_>, set: BenefitSet) -> NewOp {
    NewOp::new(
        Scope::new(applying.grid.clone(), DataClass::Economic),
        Event::BenefitSet(set),
    )
}

/// Ends what a person is said to have left: memberships, and episodes with a last day.
#[allow(clippy::too_many_arguments)] // one private step of `joined`
fn left_by_list(
    applying: &Applying<'_>,
    batch: &BatchId,
    person: &PersonId,
    old: Option<&Person>,
    left: &str,
    day: Day,
    said: Option<Day>,
    place: &[&str],
) -> Vec<NewOp> {
    let classes = BTreeSet::from([left.to_owned()]);
    if let Some(old) = old {
        let ops = ended_on(applying, batch, old, &classes, day);
        if !ops.is_empty() {
            return ops;
        }
    }
    // Of somebody not known to receive it, a last day that the list gives is an
    // episode that ended; without one nothing is made up.
    let (Some(to), Some(scheme)) = (said, applying.classes.aid(left)) else {
        return Vec::new();
    };
    vec![benefit(
        applying,
        BenefitSet {
            benefit: derive_id("benefit", place).into(),
            person: person.clone(),
            scheme: scheme.to_owned(),
            level: None,
            amount_fen_month: None,
            from: None,
            to: Some(to),
            why_ended: None,
            tapering: false,
            source: Some(batch.clone()),
            was: None,
        },
    )]
}

/// Ends classes of a person from today on, because the list no longer names the person.
pub(super) fn ended(
    applying: &Applying<'_>,
    batch: &BatchId,
    person: &Person,
    classes: &BTreeSet<String>,
) -> Vec<NewOp> {
    ended_on(applying, batch, person, classes, applying.today)
}

/// Ends classes from a day on; what is received has the day before as its last.
fn ended_on(
    applying: &Applying<'_>,
    batch: &BatchId,
    person: &Person,
    classes: &BTreeSet<String>,
    day: Day,
) -> Vec<NewOp> {
    let within = |class: &str| {
        classes
            .iter()
            .any(|listed| applying.classes.is_within(class, listed))
    };
    let mut ops: Vec<NewOp> = person
        .memberships
        .iter()
        .filter(|m| m.holds(applying.today) && within(&m.class))
        .map(|m| end(applying, batch, person, m, day))
        .collect();
    let schemes: BTreeSet<&str> = classes
        .iter()
        .filter_map(|class| applying.classes.aid(class))
        .collect();
    let running = person
        .benefits
        .iter()
        .filter(|b| b.runs(applying.today) && schemes.contains(b.scheme.as_str()));
    for running in running {
        let last = day.plus_days(-1);
        let to = running.from.map_or(last, |from| last.max(from));
        ops.push(benefit(
            applying,
            BenefitSet {
                benefit: running.id.clone(),
                person: person.id.clone(),
                scheme: running.scheme.clone(),
                level: running.level.clone(),
                amount_fen_month: running.amount.map(Money::fen),
                from: running.from,
                to: Some(to),
                why_ended: running.why_ended.clone(),
                tapering: running.tapering,
                source: Some(batch.clone()),
                was: Some(running.op.clone()),
            },
        ));
    }
    ops
}
