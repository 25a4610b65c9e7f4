//! The witness: what it signs, what it refuses, and how its line is checked.

use crate::meta;
use tanfang_log::{
    Algorithm, Checkpoint, CheckpointError, DeviceKey, Hash, KeyError, Memory, RefusedHead,
    SoftwareKey, WitnessKey, WitnessSigner, merkle, notes,
};

fn key(n: u8) -> SoftwareKey {
    SoftwareKey::from_bytes(&[n; 32]).unwrap()
}

fn leaves(n: usize) -> Vec<Hash> {
    (0..n).map(|n| Hash::leaf(&n.to_le_bytes())).collect()
}

fn head(leaves: &[Hash]) -> String {
    Checkpoint::new(&meta(1).instance, leaves.len() as u64, merkle::root(leaves))
        .sign(&key(7))
        .unwrap()
}

fn witnesses() -> [WitnessSigner; 2] {
    [
        WitnessSigner::ed25519("township.example", &[3; 32]).unwrap(),
        WitnessSigner::p256("township.example", key(4)).unwrap(),
    ]
}

#[test]
fn a_cosigned_head_opens_with_the_witness_and_still_with_the_device() {
    let note = head(&leaves(5));
    for witness in witnesses() {
        let answer = witness.cosign(&note, 1_795_000_000).unwrap();
        let (checkpoint, time) = witness.public().open(&answer).unwrap();
        assert_eq!((checkpoint.size, time), (5, 1_795_000_000));
        let instance = meta(1).instance;
        assert!(Checkpoint::open(&answer, &instance, &key(7).public_key()).is_ok());
        assert!(matches!(
            witness.public().open(&note),
            Err(CheckpointError::Unsigned { .. })
        ));
        // Another size under the same line does not hold.
        let forged = answer.replacen("\n5\n", "\n6\n", 1);
        assert_eq!(
            witness.public().open(&forged),
            Err(CheckpointError::Key(KeyError::Signature))
        );
    }
}

#[test]
fn a_verifier_key_reads_as_it_was_written() {
    for witness in witnesses() {
        let public = witness.public();
        let text = public.to_text().unwrap();
        assert_eq!(WitnessKey::parse(&text).unwrap(), public);
        let wrong = text.replacen("township", "tovnship", 1);
        if public.algorithm() == Algorithm::Ed25519 {
            assert!(WitnessKey::parse(&wrong).is_err(), "{wrong}");
        }
        for cut in 0..text.len() {
            assert!(WitnessKey::parse(&text[..cut]).is_err(), "{cut}");
        }
    }
}

#[test]
fn a_key_of_sm2_reads_and_says_that_it_cannot_be_checked() {
    use base64::Engine as _;
    let material = [&[3u8], [9u8; 64].as_slice()].concat();
    let id = Hash::of(&[b"machine\n", material.as_slice()].concat());
    let text = format!(
        "machine+{}+{}",
        hex::encode(&id.as_bytes()[..4]),
        base64::engine::general_purpose::STANDARD.encode(&material)
    );
    let key = WitnessKey::parse(&text).unwrap();
    assert_eq!(key.algorithm(), Algorithm::Sm2);
    assert_eq!(key.to_text().unwrap(), text);
    assert_eq!(Algorithm::from_byte(9), None);
}

#[test]
fn it_signs_what_grew_and_refuses_what_did_not() {
    let [witness, _] = witnesses();
    let public = key(7).public_key();
    let mut memory = Memory::default();
    let all = leaves(12);
    for size in [4usize, 4, 9, 12] {
        let part = &all[..size];
        memory
            .answer(&head(part), &public, part, &witness, 10)
            .unwrap();
    }
    assert_eq!(
        memory.answer(&head(&all[..9]), &public, &all[..9], &witness, 11),
        Err(RefusedHead::Shorter { seen: 12, shown: 9 })
    );
    let mut other = leaves(14);
    other[3] = Hash::of(b"another history");
    assert_eq!(
        memory.answer(&head(&other), &public, &other, &witness, 11),
        Err(RefusedHead::Inconsistent { seen: 12 })
    );
    // One of the same length, too.
    assert_eq!(
        memory.answer(&head(&other[..12]), &public, &other[..12], &witness, 11),
        Err(RefusedHead::Inconsistent { seen: 12 })
    );
    assert_eq!(
        memory.answer(&head(&leaves(14)), &public, &all, &witness, 11),
        Err(RefusedHead::OtherLeaves)
    );
    let instance = meta(1).instance;
    let theirs = Checkpoint::new(&instance, 12, merkle::root(&all))
        .sign(&key(8))
        .unwrap();
    assert_eq!(
        memory.answer(&theirs, &key(8).public_key(), &all, &witness, 11),
        Err(RefusedHead::OtherKey)
    );
    assert!(matches!(
        memory.answer(&theirs, &public, &all, &witness, 11),
        Err(RefusedHead::Note(CheckpointError::Unsigned { .. }))
    ));
    assert_eq!(memory.heads.len(), 1);
    assert_eq!(memory.heads.values().next().unwrap().size, 12);
}

#[test]
fn several_notes_in_one_text_are_told_apart_byte_for_byte() {
    let one = "tanfang/a\n1\nroot\n\n\u{2014} tanfang/a AAAA\n\u{2014} w BBBB\n";
    let two = "tanfang/b\n2\nroot\nmore\n\n\u{2014} w CCCC\n";
    assert_eq!(notes(one), [one]);
    assert_eq!(notes(&format!("{one}{two}")), [one, two]);
    assert_eq!(notes(&format!("\n{one}\n\n{two}\n")), [one, two]);
    assert_eq!(notes(""), Vec::<&str>::new());
    assert_eq!(notes("\n \n"), Vec::<&str>::new());
    // What is none comes whole, to be refused.
    assert_eq!(notes("nothing"), ["nothing"]);
}
