//! Soundness: the engine against the rules written by hand.

use super::{Ground, figure, number, seed};
use crate::rules;
use crate::sound::{Bench, Effort, HIDDEN, Tally};

/// Prints one line a rule, the sums, and whether they hold.
pub(super) fn print(ground: &Ground, holds: &mut bool) {
    println!("Soundness (rules from the source texts; facts hidden at random)");
    println!(
        "  pack          scheme  homes   yes%  pairs verdicts wrong amounts  off  definite at 10/30/50 %"
    );
    let mut all = Tally::default();
    let (mut thin, mut schemes) = (Vec::new(), 0);
    for rule in rules::all() {
        let name = format!("{} {}", rule.pack, rule.scheme);
        let Some(pack) = ground.packs.resolve(rule.pack) else {
            thin.push(format!("{name}: no such pack"));
            continue;
        };
        let Some(bench) = Bench::new(rule, &pack) else {
            thin.push(format!("{name}: no such scheme"));
            continue;
        };
        let tally = bench.run(Effort {
            homes: number("TANFANG_HOMES", 600),
            doubt_every: 5,
            seed: seed(),
        });
        schemes += 1;
        let yes = tally.yes * 100;
        if yes < tally.homes || yes > tally.homes * 99 || tally.pairs == 0 {
            thin.push(format!("{name}: {} yes of {}", tally.yes, tally.homes));
        }
        if !tally.missed.is_empty() {
            thin.push(format!("{name}: no standard {:?}", tally.missed));
        }
        let definite: Vec<String> = tally
            .definite
            .iter()
            .map(|n| format!("{}%", n * 100 / tally.homes.max(1)))
            .collect();
        println!(
            "  {:<13} {:<6} {:>6} {:>5}% {:>6} {:>8} {:>5} {:>7} {:>4}  {}{}",
            rule.pack,
            rule.scheme,
            tally.homes,
            yes / tally.homes.max(1),
            tally.pairs,
            tally.verdicts,
            tally.wrong,
            tally.amounts,
            tally.off,
            definite.join(" "),
            if tally.shy > 0 {
                format!("  ({} undecided with all facts)", tally.shy)
            } else {
                String::new()
            }
        );
        for example in &tally.examples {
            println!("      {example}");
        }
        all.add(&tally);
    }
    let share = |part: usize, whole: usize| {
        let hundredths = part * 10_000 / whole.max(1);
        format!("{}.{:02} %", hundredths / 100, hundredths % 100)
    };
    let enough = all.verdicts >= 100_000;
    figure(
        holds,
        enough,
        &format!(
            "{} verdicts over {schemes} schemes (≥ 100,000)",
            all.verdicts
        ),
    );
    figure(
        holds,
        all.wrong == 0,
        &format!("{} definite verdicts wrong (0)", all.wrong),
    );
    figure(
        holds,
        all.off == 0,
        &format!(
            "{} of {} amounts outside their interval (0)",
            all.off, all.amounts
        ),
    );
    figure(
        holds,
        all.shy == 0,
        &format!("{} undecided though every fact is known (0)", all.shy),
    );
    figure(
        holds,
        thin.is_empty(),
        &format!(
            "each scheme ≥ 1 % yes, ≥ 1 % no, with pairs one fact apart {}",
            thin.join("; ")
        ),
    );
    figure(
        holds,
        all.cautious * 50 <= all.doubted,
        &format!(
            "{} of the undecided have no two completions that differ (≤ 2 %; {} of {} searched)",
            share(all.cautious, all.doubted),
            all.cautious,
            all.doubted
        ),
    );
    figure(
        holds,
        all.open_ranges < all.open,
        &format!(
            "undecided at 30 % hidden: {}; with money to ±25 % instead {}",
            share(all.open, all.homes),
            share(all.open_ranges, all.homes)
        ),
    );
    for (percent, definite) in HIDDEN.into_iter().zip(all.definite) {
        println!(
            "      {percent} % hidden: {} definite",
            share(definite, all.homes)
        );
    }
}
