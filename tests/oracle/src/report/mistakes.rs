//! Mistakes planted in the packs: who catches them, and which nobody does.

use super::{Ground, figure, number, seed};
use crate::mutate::{Caught, Watch};
use crate::rules;

/// Prints one line a pack, the survivors by file and line, and whether the figure holds.
pub(super) fn print(ground: &Ground, holds: &mut bool) {
    println!("Mistakes planted in the packs (signs, words, numbers, conditions left out)");
    let rules = rules::all();
    let mut names: Vec<&str> = rules.iter().map(|rule| rule.pack).collect();
    names.dedup();
    let (mut planted, mut caught) = (0, 0);
    let mut missed = Vec::new();
    for name in names {
        let Some(pack) = ground.packs.resolve(name) else {
            continue;
        };
        let watch = Watch::new(&pack, &rules, number("TANFANG_HOMES", 600) / 3, seed());
        let (mut refused, mut live, mut cases, mut hand, mut either) = (0, 0, 0, 0, 0);
        for mutant in watch.plant() {
            let Some(Caught { by_case, by_rule }) =
                watch.try_on(&ground.dictionary, &mutant, false)
            else {
                refused += 1;
                continue;
            };
            live += 1;
            cases += usize::from(by_case);
            hand += usize::from(by_rule);
            either += usize::from(by_case || by_rule);
            if !by_case && !by_rule {
                missed.push(mutant.to_string());
            }
        }
        println!(
            "  {name:<13} {live:>4} live ({refused} more do not load): {cases} caught by the pack's cases, {hand} by the rules by hand, {either} by either"
        );
        planted += live;
        caught += either;
    }
    for one in &missed {
        println!("      nobody notices {one}");
    }
    figure(holds, planted >= 200, &format!("{planted} planted (≥ 200)"));
    figure(
        holds,
        caught * 100 >= planted * 95,
        &format!(
            "{caught} caught, {} of a thousand (≥ 950)",
            caught * 1000 / planted.max(1)
        ),
    );
}
