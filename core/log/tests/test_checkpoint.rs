//! Checkpoints: signing, opening, and everything that must not open.

use crate::meta;
use proptest::prelude::*;
use tanfang_log::{
    Checkpoint, CheckpointError, DeviceKey, Hash, KeyError, PublicKey, SoftwareKey, verifier_key,
};
use tanfang_values::InstanceId;

fn key(n: u8) -> SoftwareKey {
    SoftwareKey::from_bytes(&[n; 32]).unwrap()
}

fn note() -> (InstanceId, String) {
    let instance = meta(1).instance;
    let note = Checkpoint::new(&instance, 42, Hash::of(b"root"))
        .sign(&key(7))
        .unwrap();
    (instance, note)
}

#[test]
fn opens_with_its_key_and_its_instance_only() {
    let (instance, note) = note();
    let opened = Checkpoint::open(&note, &instance, &key(7).public_key()).unwrap();
    assert_eq!(opened, Checkpoint::new(&instance, 42, Hash::of(b"root")));
    assert_eq!(opened.instance(), Some(instance.clone()));

    let other = key(8).public_key();
    assert_eq!(
        Checkpoint::open(&note, &instance, &other),
        Err(CheckpointError::Unsigned {
            key_id: other.key_id().unwrap()
        })
    );
    assert!(matches!(
        Checkpoint::open(&note, &"another".into(), &key(7).public_key()),
        Err(CheckpointError::Origin { .. })
    ));
}

#[test]
fn one_text_has_one_signature() {
    assert_eq!(note(), note());
}

#[test]
fn a_township_may_add_its_line_and_extensions_are_kept() {
    let (instance, _) = note();
    let mut checkpoint = Checkpoint::new(&instance, 0, Hash::of(b""));
    checkpoint.extensions = vec!["later: 1".into(), "more".into()];
    let note = checkpoint.sign(&key(7)).unwrap();
    let line = note.lines().last().unwrap();
    let foreign = line.replace("tanfang/", "township/");
    let more = format!("{note}{foreign}\n");
    let opened = Checkpoint::open(&more, &instance, &key(7).public_key()).unwrap();
    assert_eq!(opened, checkpoint);
    assert_eq!(Checkpoint::parse(&more).unwrap().1.len(), 2);
    // A second line of the same key must hold as well.
    let other = Checkpoint::new(&instance, 9, Hash::ZERO)
        .sign(&key(7))
        .unwrap();
    let forged = format!("{note}{}\n", other.lines().last().unwrap());
    assert_eq!(
        Checkpoint::open(&forged, &instance, &key(7).public_key()),
        Err(CheckpointError::Key(KeyError::Signature))
    );
}

#[test]
fn each_wrong_form_names_its_line() {
    let (_, good) = note();
    let root = good.lines().nth(2).unwrap().to_owned();
    let cases = [
        (good.trim_end().to_owned(), 5),
        (good.replacen("\n42\n", "\n042\n", 1), 2),
        (good.replacen("\n42\n", "\n-1\n", 1), 2),
        (good.replacen("\n42\n", "\n+42\n", 1), 2),
        (good.replacen(&root, "AAAA", 1), 3),
        (good.replacen(&root, root.trim_end_matches('='), 1), 3),
        (good.replacen("tanfang/", "tan fang/", 1), 1),
        (good.replacen("\n42\n", "\r\n42\n", 1), 1),
        (good.replacen("\n\n", "\n\nx\n\n", 1), 4),
        (good.replacen('\u{2014}', "-", 1), 5),
        (good.replacen("\n\n", "\n", 1), 4),
    ];
    for (text, line) in cases {
        match Checkpoint::parse(&text) {
            Err(CheckpointError::Form { line: found, .. }) => assert_eq!(found, line, "{text}"),
            other => panic!("{other:?} for {text}"),
        }
    }
    assert!(Checkpoint::parse("").is_err());
    assert!(Checkpoint::parse(&"x".repeat(70_000)).is_err());
}

#[test]
fn refuses_to_write_what_it_would_not_read() {
    for bad in ["", "two words", "a+b", "a\nb", "全 角"] {
        let checkpoint = Checkpoint::new(&bad.into(), 1, Hash::ZERO);
        // The prefix makes an empty instance a name that can be read; the others cannot.
        assert_eq!(checkpoint.text().is_ok(), bad.is_empty(), "{bad:?}");
    }
    let mut checkpoint = Checkpoint::new(&"i".into(), 1, Hash::ZERO);
    checkpoint.extensions = vec!["fine".into(), String::new()];
    assert!(matches!(
        checkpoint.text(),
        Err(CheckpointError::Form { line: 5, .. })
    ));
    assert!(verifier_key(&"a b".into(), &key(7).public_key()).is_err());
}

#[test]
fn keys_travel_in_both_forms() {
    let key = key(7);
    let pkcs8 = SoftwareKey::from_pkcs8(&key.to_pkcs8().unwrap()).unwrap();
    assert_eq!(pkcs8.to_bytes(), key.to_bytes());
    let public = key.public_key();
    let spki = public.to_spki().unwrap();
    assert_eq!(spki.len(), 91);
    assert_eq!(PublicKey::from_spki(&spki).unwrap(), public);
    assert_eq!(PublicKey::from_sec1(&spki[26..]).unwrap(), public);
    assert_eq!(public.to_sec1().len(), 33);
    assert_eq!(PublicKey::from_sec1(&public.to_sec1()).unwrap(), public);
    assert!(PublicKey::from_spki(&spki[1..]).is_err());
    assert!(PublicKey::from_sec1(&[4; 65]).is_err());
    assert!(SoftwareKey::from_bytes(&[0; 32]).is_err());
    assert!(SoftwareKey::from_bytes(&[0xff; 32]).is_err());
    assert!(SoftwareKey::from_pkcs8(b"no").is_err());
}

#[test]
fn a_printed_key_shows_nothing_private() {
    let shown = format!("{:?}", key(7));
    assert!(!shown.contains(&"07".repeat(4)), "{shown}");
    assert!(shown.len() < 60, "{shown}");
}

#[test]
fn a_key_that_does_not_sign_is_an_error_and_no_panic() {
    struct Locked;
    impl DeviceKey for Locked {
        fn public_key(&self) -> PublicKey {
            key(7).public_key()
        }
        fn sign(&self, _: &[u8]) -> Result<Vec<u8>, KeyError> {
            Err(KeyError::Unavailable {
                reason: "locked".into(),
            })
        }
    }
    assert!(matches!(
        Checkpoint::new(&"i".into(), 1, Hash::ZERO).sign(&Locked),
        Err(CheckpointError::Key(KeyError::Unavailable { .. }))
    ));
}

proptest! {
    #[test]
    fn no_changed_byte_opens(at in any::<prop::sample::Index>(), bit in 0u8..8) {
        let (instance, note) = note();
        let mut bytes = note.clone().into_bytes();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        if let Ok(changed) = String::from_utf8(bytes) {
            let opened = Checkpoint::open(&changed, &instance, &key(7).public_key());
            prop_assert!(opened.is_err(), "{changed}");
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "(?s).{0,300}", tail in "[\u{2014}a-z0-9+/= \n]{0,80}") {
        let _ = Checkpoint::parse(&text);
        let _ = Checkpoint::parse(&format!("o\n1\n{text}\n\n{tail}\n"));
    }

    #[test]
    fn what_was_signed_opens(size in any::<u64>(), seed in any::<[u8; 32]>(), scalar in 1u8..255) {
        let instance = InstanceId::new("i-1");
        let checkpoint = Checkpoint::new(&instance, size, Hash::from_bytes(seed));
        let note = checkpoint.sign(&key(scalar)).unwrap();
        prop_assert_eq!(Checkpoint::open(&note, &instance, &key(scalar).public_key()), Ok(checkpoint));
    }
}
