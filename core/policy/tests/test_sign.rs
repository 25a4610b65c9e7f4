//! Signatures of packs: one changed letter, another key or none, and the pack is not used.

use crate::packs::{ROOT, with_root};
use tanfang_policy::pack::Layer;
use tanfang_policy::sign::{PublicKey, SecretKey, SignError, sign, verify};

fn layer(more: &str) -> Layer {
    let packs = with_root(&[("common", "texts/a.zh.toml", more)]).unwrap();
    packs.resolve("common").unwrap().layers()[0].clone()
}

fn key(byte: u8) -> SecretKey {
    SecretKey::from_random([byte; 32])
}

#[test]
fn a_signed_pack_is_known_by_its_key() {
    let layer = layer("a = \"甲\"");
    let (mine, other) = (key(1), key(2));
    let text = sign(&layer, &mine);
    assert_eq!(verify(&layer, Some(&text), None), Ok(mine.public()));
    assert_eq!(
        verify(&layer, Some(&text), Some(&[mine.public()])),
        Ok(mine.public())
    );
    let not_trusted = SignError::NotTrusted { key: mine.public() };
    assert_eq!(
        verify(&layer, Some(&text), Some(&[other.public()])),
        Err(not_trusted.clone())
    );
    assert_eq!(verify(&layer, Some(&text), Some(&[])), Err(not_trusted));
    assert_eq!(verify(&layer, None, None), Err(SignError::Missing));
}

#[test]
fn whatever_is_changed_is_noticed() {
    let first = layer("a = \"甲\"");
    let text = sign(&first, &key(1));
    let changed = layer("a = \"乙\"");
    assert_eq!(verify(&changed, Some(&text), None), Err(SignError::Changed));
    // Somebody writes the new hash into the old signature.
    let forged = text.replace(&hash(&first), &hash(&changed));
    assert_eq!(verify(&changed, Some(&forged), None), Err(SignError::Wrong));
    // Somebody puts another key there.
    let stolen = text.replace(&key(1).public().to_string(), &key(2).public().to_string());
    assert_eq!(verify(&first, Some(&stolen), None), Err(SignError::Wrong));
    let version = text.replace("0.1.0", "0.2.0");
    assert!(matches!(
        verify(&first, Some(&version), None),
        Err(SignError::OtherPack { .. })
    ));
    for key in ["pack", "version", "hash", "key", "signature"] {
        let without: Vec<&str> = text.lines().filter(|line| !line.starts_with(key)).collect();
        let found = verify(&first, Some(&without.join("\n")), None);
        assert!(matches!(found, Err(SignError::Unreadable { .. })), "{key}");
    }
    assert!(ROOT.contains("0.1.0"));
}

fn hash(layer: &Layer) -> String {
    hex::encode(layer.hash)
}

#[test]
fn keys_are_read_as_they_are_written_and_never_shown() {
    let secret = key(7);
    let again = SecretKey::parse(&format!("{}\n", secret.to_text())).unwrap();
    assert_eq!(again.public(), secret.public());
    assert_eq!(
        PublicKey::parse(&secret.public().to_string()),
        Some(secret.public())
    );
    assert_eq!(format!("{secret:?}"), "SecretKey");
    assert!(SecretKey::parse("12").is_none() && PublicKey::parse("zz").is_none());
}
