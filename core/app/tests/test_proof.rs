//! Every reason that a check can give has its sentence, and the sentence its values.

use std::path::Path;
use tanfang_app::proof;
use tanfang_app::texts::{StringTable, Texts as _};
use tanfang_evidence::finding::{Check, Reason, Report, Verdict};

/// The codes in the source of the checks: words of small letters in quotes that a reason begins with.
fn codes() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../evidence/src");
    let mut codes = Vec::new();
    for file in [
        "finding/log.rs",
        "finding/photo.rs",
        "finding/place.rs",
        "finding/when.rs",
        "bundle/open.rs",
    ] {
        let text = std::fs::read_to_string(folder.join(file)).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        for (at, _) in code.match_indices("Verdict::") {
            let rest = &code[at..];
            let Some((_, rest)) = rest.split_once(',') else {
                continue;
            };
            let literal = rest.trim_start().strip_prefix('"');
            let Some((word, _)) = literal.and_then(|rest| rest.split_once('"')) else {
                continue;
            };
            codes.push(word.to_owned());
        }
    }
    codes.sort();
    codes.dedup();
    codes
}

#[test]
fn every_reason_has_its_sentence() {
    let texts = StringTable::builtin().unwrap();
    let codes = codes();
    assert!(codes.len() > 60, "{codes:?}");
    for code in &codes {
        let key = format!("finding.reason.{code}");
        assert!(
            texts.try_get(&key).is_ok() || texts.holes(&key).is_ok(),
            "{key}"
        );
    }
    for check in Check::ALL {
        assert!(texts.try_get(&format!("finding.check.{check}")).is_ok());
    }
    for verdict in [
        Verdict::Pass,
        Verdict::Note,
        Verdict::Mismatch,
        Verdict::CannotTell,
    ] {
        assert!(!proof::verdict(&texts, verdict).contains("finding"));
    }
    for code in Report::BEYOND {
        assert!(texts.try_get(&format!("finding.beyond.{code}")).is_ok());
    }
}

#[test]
fn no_code_stands_in_a_sentence() {
    let texts = StringTable::builtin().unwrap();
    let cues = [
        "no_camera",
        "more_after_end",
        "cut",
        "first_of_many",
        "software",
    ];
    let noticed = cues.map(|cue| Reason::new(Verdict::Note, "cue").text("cue", cue));
    let flagged = ["debug", "rooted"]
        .map(|flag| Reason::new(Verdict::Note, "device_flags").text("flag", flag));
    for reason in noticed.iter().chain(&flagged) {
        let said = proof::sentence(&texts, reason);
        assert!(!said.contains(|c: char| c.is_ascii_alphabetic()), "{said}");
    }
}

#[test]
fn a_sentence_gets_its_values() {
    let texts = StringTable::builtin().unwrap();
    let reason = Reason::new(Verdict::Mismatch, "time_before_receipt")
        .at("said", 1_795_140_000_000)
        .at("receipt", 1_795_147_200_000);
    let said = proof::sentence(&texts, &reason);
    assert!(said.contains("2026年11月20日 10:00"), "{said}");
    assert!(said.contains("2026年11月20日 12:00"), "{said}");
    let reason = Reason::new(Verdict::CannotTell, "original_removed")
        .text("why", "asked")
        .text("day", "2026-11-21");
    let said = proof::sentence(&texts, &reason);
    assert!(said.contains("本人要求删的"), "{said}");
}
