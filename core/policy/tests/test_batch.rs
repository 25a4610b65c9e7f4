//! A plan over many homes says what the sheet says, for every scheme and subject.

use crate::packs::shipped;
use tanfang_policy::batch::{Columns, Machine, Plan};
use tanfang_policy::pack::Resolved;
use tanfang_policy::sample::Sampler;
use tanfang_policy::scheme::Sheet;
use tanfang_policy::world::World;
use tanfang_values::Day;

const PACKS: [&str; 4] = ["GS-HN-2020", "GZ-BZ", "SN-2019", "DEMO-COUNTY"];
/// Homes drawn for each pack; each is judged with facts hidden four ways.
const HOMES: usize = 1_300;

fn day() -> Day {
    Day::parse("2026-11-25").unwrap()
}

fn homes(pack: &Resolved, seed: u64, count: usize) -> Vec<World> {
    let mut sampler = Sampler::new(&[pack], seed, day());
    let mut out = Vec::new();
    for at in 0..count {
        let full = sampler.household();
        for percent in [10, 30, 50] {
            let mut hidden = sampler.hide(&full, percent);
            if at % 5 == 0 {
                hidden = sampler.blur(&hidden, 20);
            }
            out.push(hidden);
        }
        out.push(full);
    }
    out
}

/// Holds a plan against the sheet; gives how many verdicts there were and how many the plan left open.
fn agree(pack: &Resolved, worlds: &[World]) -> (usize, usize) {
    let plan = Plan::of(pack, day());
    let (mut columns, mut machine) = (Columns::default(), Machine::default());
    let (mut all, mut left) = (0, 0);
    for some in worlds.chunks(100) {
        columns.clear();
        for world in some {
            plan.load(&mut columns, world);
        }
        for (at, world) in some.iter().enumerate() {
            let mut out = Vec::new();
            left += plan.judge(&columns, at, &mut machine, &mut out);
            let sheet = Sheet::of(pack, world);
            assert_eq!(out.len(), sheet.entries().count());
            for (said, entry) in out.iter().zip(sheet.entries()) {
                let scheme = &pack.schemes()[usize::from(said.scheme)];
                assert_eq!(scheme.id, entry.scheme.id);
                assert_eq!(said.subject(), entry.subject);
                if let Some(verdict) = said.verdict {
                    assert_eq!(
                        verdict,
                        entry.verdict,
                        "{} {} {:?}: {world:?}",
                        pack.id(),
                        scheme.id,
                        entry.subject
                    );
                }
                all += 1;
            }
        }
    }
    (all, left)
}

#[test]
fn every_verdict_is_the_sheets() {
    let packs = shipped();
    for (seed, id) in (0_u64..).zip(PACKS) {
        let pack = packs.resolve(id).unwrap();
        let plan = Plan::of(&pack, day());
        assert!(
            plan.falls_back().is_empty(),
            "{id}: {:?}",
            plan.falls_back()
        );
        let (all, left) = agree(&pack, &homes(&pack, 0xba7c + seed, HOMES));
        assert!(all > HOMES);
        // What the plan leaves to the sheet must stay the exception, or it is no plan.
        assert!(left * 20 <= all, "{id}: {left} of {all} left to the sheet");
    }
}

#[test]
fn what_a_plan_leaves_open_the_sheet_says() {
    let packs = shipped();
    let pack = packs.resolve("DEMO-COUNTY").unwrap();
    let mut worlds = homes(&pack, 7, 20);
    // Another day than the plan's: nothing of it may be used.
    worlds[3].day = Day::parse("2024-03-01").unwrap();
    let plan = Plan::of(&pack, day());
    let (mut columns, mut machine) = (Columns::default(), Machine::default());
    let mut seen = 0;
    let asked = plan.verdicts(&worlds, &mut columns, &mut machine, |world, said| {
        let sheet = Sheet::of(&pack, world);
        let wanted: Vec<_> = sheet.entries().map(|entry| Some(entry.verdict)).collect();
        let found: Vec<_> = said.iter().map(|said| said.verdict).collect();
        assert_eq!(found, wanted);
        seen += 1;
    });
    assert_eq!(seen, worlds.len());
    assert!(asked >= 1);
}

#[test]
fn amounts_beyond_all_bounds_are_left_to_the_sheet() {
    let packs = shipped();
    let pack = packs.resolve("DEMO-COUNTY").unwrap();
    let mut worlds = homes(&pack, 11, 10);
    for world in &mut worlds {
        for member in &mut world.members {
            for item in &mut member.lists.entry("income").items {
                item.facts.set(
                    "monthly",
                    tanfang_policy::value::FactValue::Fen(i64::MAX - 1),
                );
            }
        }
    }
    agree(&pack, &worlds);
}
