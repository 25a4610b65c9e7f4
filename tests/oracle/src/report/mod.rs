//! The bench: what is measured, printed beside what it is held to.

mod mistakes;
mod peer;
mod sound;
mod speed;

use crate::packs;
use std::sync::Arc;
use tanfang_policy::diag::Diagnostic;
use tanfang_policy::dict::Dictionary;
use tanfang_policy::pack::PackSet;

/// The seed of a run: `TANFANG_SEED`, or that of the gate.
pub fn seed() -> u64 {
    let given = std::env::var("TANFANG_SEED").ok();
    given
        .and_then(|seed| seed.parse().ok())
        .unwrap_or(20_261_125)
}

fn number(name: &str, usual: usize) -> usize {
    let given = std::env::var(name).ok();
    given.and_then(|n| n.parse().ok()).unwrap_or(usual)
}

fn said(findings: &[Diagnostic]) -> String {
    let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

/// What every part of the report reads.
struct Ground {
    dictionary: Arc<Dictionary>,
    packs: PackSet,
}

/// One figure and whether it holds.
fn figure(holds: &mut bool, good: bool, what: &str) {
    println!("  {} {what}", if good { "ok " } else { "NO " });
    *holds &= good;
}

/// Runs every part; whether every figure holds.
pub fn all() -> Result<bool, String> {
    let dictionary = packs::dictionary().map_err(|f| said(&f))?;
    let packs = packs::load(&dictionary, &|_| true, None).map_err(|f| said(&f))?;
    let ground = Ground { dictionary, packs };
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let asked = |part: &str| wanted.is_empty() || wanted.iter().any(|word| word == part);
    let mut holds = true;
    if asked("sound") {
        sound::print(&ground, &mut holds);
    }
    if asked("mistakes") {
        mistakes::print(&ground, &mut holds);
    }
    if asked("speed") {
        speed::print(&ground, &mut holds);
    }
    if asked("peer") {
        peer::print(&ground, &mut holds);
    }
    println!(
        "{}",
        if holds {
            "every figure holds"
        } else {
            "NOT every figure holds"
        }
    );
    Ok(holds)
}
