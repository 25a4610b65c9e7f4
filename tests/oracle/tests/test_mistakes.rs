//! Mistakes that a clerk makes in a pack are noticed. The bench plants them all; here some.

use tanfang_oracle::mutate::Watch;
use tanfang_oracle::packs;
use tanfang_oracle::rules;

#[test]
fn planted_mistakes_are_noticed() {
    let dictionary = packs::dictionary().unwrap();
    let set = packs::load(&dictionary, &|_| true, None).unwrap();
    let rules = rules::all();
    let (mut live, mut missed) = (0, Vec::new());
    for id in ["GZ-BZ", "SN-2019"] {
        let pack = set.resolve(id).unwrap();
        let watch = Watch::new(&pack, &rules, 24, 7);
        for mutant in watch.plant().iter().step_by(9) {
            let Some(caught) = watch.try_on(&dictionary, mutant, true) else {
                continue;
            };
            live += 1;
            if !caught.by_case && !caught.by_rule {
                missed.push(mutant.to_string());
            }
        }
    }
    println!("{live} mistakes planted, not noticed: {missed:?}");
    assert!(live >= 15, "{live} mistakes are too few to tell");
    assert!(missed.len() * 10 <= live, "{}", missed.join("\n"));
}

#[test]
fn the_rules_by_hand_notice_what_they_are_about() {
    let dictionary = packs::dictionary().unwrap();
    let set = packs::load(&dictionary, &|_| true, None).unwrap();
    let pack = set.resolve("GZ-BZ").unwrap();
    let watch = Watch::new(&pack, &rules::all(), 60, 7);
    let times = watch
        .plant()
        .into_iter()
        .find(|mutant| mutant.path == "params.toml" && mutant.what == "1.3 → 1.4")
        .unwrap();
    let caught = watch.try_on(&dictionary, &times, false).unwrap();
    assert!(caught.by_case && caught.by_rule, "{times}");
}
