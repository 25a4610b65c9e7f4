//! Invented households: the same again from a seed, useful, and sound when facts are hidden.

use crate::packs::shipped;
use std::collections::{BTreeMap, BTreeSet};
use tanfang_policy::pack::Resolved;
use tanfang_policy::sample::{Dice, Sampler};
use tanfang_policy::scheme::{Sheet, Verdict};
use tanfang_policy::world::{Subject, World};
use tanfang_values::Day;

fn day() -> Day {
    Day::from_ymd(2026, 11, 25).unwrap()
}

fn roots() -> Vec<Resolved> {
    let packs = shipped();
    let all = packs.ids().into_iter().filter_map(|id| packs.resolve(id));
    all.filter(|pack| !pack.schemes().is_empty()).collect()
}

fn verdicts(pack: &Resolved, world: &World) -> BTreeMap<(String, Subject), Verdict> {
    let sheet = Sheet::of(pack, world);
    let all = sheet.entries();
    all.map(|one| ((one.scheme.id.clone(), one.subject), one.verdict))
        .collect()
}

#[test]
fn the_same_seed_gives_the_same_homes() {
    let pack = &roots()[0];
    let draw = |seed| {
        let mut sampler = Sampler::new(&[pack], seed, day());
        (0..20).map(|_| sampler.household()).collect::<Vec<_>>()
    };
    assert_eq!(draw(7), draw(7));
    assert_ne!(draw(7), draw(8));
    let mut dice = Dice::new(3);
    assert!((0..1_000).all(|_| dice.below(6) < 6));
    assert_eq!(dice.below(0), 0);
}

#[test]
fn whole_homes_leave_no_fact_to_ask() {
    for pack in roots() {
        let mut sampler = Sampler::new(&[&pack], 11, day());
        for _ in 0..30 {
            let world = sampler.household();
            for hint in Sheet::of(&pack, &world).hints() {
                assert!(
                    hint.hangs.facts.is_empty(),
                    "{} {:?}",
                    hint.scheme,
                    hint.hangs.facts
                );
            }
        }
    }
}

#[test]
fn most_schemes_are_both_possible_and_refused() {
    let (mut both, mut all, mut never) = (0, 0, BTreeSet::new());
    for pack in roots() {
        let mut seen: BTreeMap<String, BTreeSet<bool>> = BTreeMap::new();
        let mut sampler = Sampler::new(&[&pack], 5, day());
        for _ in 0..250 {
            let world = sampler.household();
            for ((scheme, _), verdict) in verdicts(&pack, &world) {
                if verdict.is_definite() {
                    seen.entry(scheme)
                        .or_default()
                        .insert(verdict == Verdict::MayQualify);
                }
            }
        }
        for scheme in pack.schemes() {
            all += 1;
            let ways = seen.get(&scheme.id).map_or(0, BTreeSet::len);
            if ways == 2 {
                both += 1;
            } else {
                never.insert(format!("{}/{}", pack.id(), scheme.id));
            }
        }
    }
    println!("{both} of {all} schemes both ways; not: {never:?}");
    // Where a standard is not set in the shipped pack no home can be told yes.
    assert!(both * 2 > all, "{never:?}");
}

#[test]
fn hidden_facts_change_no_definite_verdict() {
    for pack in roots() {
        let mut sampler = Sampler::new(&[&pack], 23, day());
        for _ in 0..25 {
            let world = sampler.household();
            let whole = verdicts(&pack, &world);
            for percent in [10, 30, 50] {
                let thin = sampler.hide(&world, percent);
                for (key, verdict) in verdicts(&pack, &thin) {
                    let same = whole.get(&key).is_none_or(|whole| {
                        *whole == verdict
                            || !verdict.is_definite()
                            // 不符合 and 不适用 are one class.
                            || (*whole != Verdict::MayQualify && verdict != Verdict::MayQualify)
                    });
                    assert!(
                        same,
                        "{} {key:?}: {verdict:?}, in full {:?}",
                        pack.id(),
                        whole.get(&key)
                    );
                }
            }
        }
    }
}

#[test]
fn money_that_is_about_so_much_changes_no_definite_verdict() {
    for pack in roots() {
        let mut sampler = Sampler::new(&[&pack], 29, day());
        for _ in 0..25 {
            let world = sampler.household();
            let about = sampler.blur(&world, 25);
            assert!(about != world || world.household == about.household);
            let whole = verdicts(&pack, &world);
            for (key, verdict) in verdicts(&pack, &about) {
                let same = whole[&key] == verdict
                    || !verdict.is_definite()
                    || (whole[&key] != Verdict::MayQualify && verdict != Verdict::MayQualify);
                assert!(same, "{} {key:?}", pack.id());
            }
        }
    }
}
