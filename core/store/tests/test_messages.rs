//! SQLCipher's own messages never reach stderr.

use crate::help::Place;
use tanfang_store::{SecretStore, StoreError};

const CHILD: &str = "TANFANG_TEST_MESSAGES_CHILD";

#[test]
fn a_wrong_key_prints_nothing() {
    if std::env::var_os(CHILD).is_some() {
        let mut place = Place::new();
        drop(place.create());
        // A page that does not authenticate is what SQLCipher writes about.
        let mut bytes = std::fs::read(place.path()).unwrap();
        bytes[100] ^= 1;
        std::fs::write(place.path(), bytes).unwrap();
        assert!(matches!(place.open(), Err(StoreError::Damaged { .. })));
        place.secrets.set("village.kek", &[7; 32]).unwrap();
        assert!(matches!(place.open(), Err(StoreError::WrongKey)));
        return;
    }
    // Under an interpreter of another processor the child needs it too (`cargo xtask phones`).
    let emulated = std::env::var("TANFANG_EMULATED").unwrap_or_default();
    let me = std::env::current_exe().unwrap();
    let mut words: Vec<&std::ffi::OsStr> = emulated.split(' ').map(AsRef::as_ref).collect();
    words.retain(|word| !word.is_empty());
    words.push(me.as_ref());
    let output = std::process::Command::new(words[0])
        .args(&words[1..])
        .args([
            "--exact",
            "test_messages::a_wrong_key_prints_nothing",
            "--nocapture",
        ])
        .env(CHILD, "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let out = String::from_utf8_lossy(&output.stdout);
    assert!(out.contains("1 passed"), "{out}");
    assert_eq!(said, "");
    assert!(!out.contains("sqlcipher"), "{out}");
}
