//! No definite verdict of the engine contradicts the text, whatever is hidden.

use tanfang_oracle::packs;
use tanfang_oracle::rules;
use tanfang_oracle::sound::{Bench, Effort, Tally};
use tanfang_policy::pack::PackSet;

fn shipped() -> PackSet {
    packs::load(&packs::dictionary().unwrap(), &|_| true, None).unwrap()
}

fn seed() -> u64 {
    std::env::var("TANFANG_SEED").map_or(20_261_125, |seed| seed.parse().unwrap())
}

#[test]
fn definite_verdicts_are_those_of_the_text_whatever_is_hidden() {
    let set = shipped();
    let mut all = Tally::default();
    let mut bad = Vec::new();
    for rule in rules::all() {
        let pack = set.resolve(rule.pack).unwrap();
        let Some(bench) = Bench::new(rule, &pack) else {
            bad.push(format!("{} has no scheme {}", rule.pack, rule.scheme));
            continue;
        };
        let tally = bench.run(Effort {
            homes: 50,
            doubt_every: 4,
            seed: seed(),
        });
        let what = format!("{} {}", rule.pack, rule.scheme);
        if tally.wrong > 0 || tally.off > 0 || tally.shy > 0 {
            bad.push(format!("{what}\n    {}", tally.examples.join("\n    ")));
        }
        if !tally.missed.is_empty() {
            bad.push(format!("{what} has no standard {:?}", tally.missed));
        }
        if tally.yes == 0 || tally.yes == tally.homes || tally.pairs == 0 {
            bad.push(format!("{what}: {} yes of {}", tally.yes, tally.homes));
        }
        all.add(&tally);
    }
    println!(
        "{} verdicts, {} wrong; {} amounts, {} off; {} of {} undecided without two completions",
        all.verdicts, all.wrong, all.amounts, all.off, all.cautious, all.doubted
    );
    assert!(bad.is_empty(), "{}", bad.join("\n"));
    assert!(all.verdicts > 10_000);
    assert!(
        all.open_ranges < all.open,
        "money known roughly decides no more than money not known"
    );
}

#[test]
fn a_rule_that_reads_the_text_wrongly_is_noticed() {
    let set = shipped();
    let mut rule = rules::all()
        .into_iter()
        .find(|rule| rule.pack == "GZ-BZ" && rule.scheme == "R21")
        .unwrap();
    // “超过” read as “at least”.
    rule.judge = |scene| {
        let line = tanfang_oracle::exact::Exact::fen(400_000);
        let paid = scene.home.money(scene.me(), "self_paid");
        let insured = scene.home.is(scene.me(), "insured");
        let poor = scene.home.receives(scene.who, "dibao");
        rules::Ruling::all(&[insured, poor, paid >= line])
    };
    let pack = set.resolve("GZ-BZ").unwrap();
    let tally = Bench::new(rule, &pack).unwrap().run(Effort {
        homes: 200,
        doubt_every: 100,
        seed: 1,
    });
    assert!(tally.wrong > 0);
    assert!(!tally.examples.is_empty());
}
