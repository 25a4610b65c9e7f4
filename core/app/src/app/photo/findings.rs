//! What can be said about one photo on this phone, each with its reason: never a score.
//!
//! The judgement and the words are those of a check of everything (`proof`), so that a photo's
//! own screen, `tanfang verify` and what is handed out say the same.

use tanfang_evidence::finding::PhotoFindings;

use crate::proof;
use crate::say::Say;
use crate::view::Block;

/// Words what was found about a photo: a block a check, a line a reason.
pub(super) fn of(say: &Say, found: &PhotoFindings) -> Vec<Block> {
    let texts = say.texts();
    let blocks = found.findings.iter().map(|finding| Block {
        title: Say::open(proof::headline(texts, finding)),
        lines: finding
            .reasons
            .iter()
            .map(|reason| {
                let words = say.covered(proof::sentence(texts, reason));
                Say::line(words, proof::tone(reason.verdict), None)
            })
            .collect(),
        actions: Vec::new(),
        go: None,
    });
    blocks.collect()
}
