//! Evidence checked by hand: exit codes, JSON, and the witness that remembers.

use crate::{refused, said, tanfang};
use serde_json::Value;
use std::path::Path;
use tanfang_frauds::{Phone, Shot, Township};

/// Writes an archive as if unpacked, and the key of the township.
fn unpacked(root: &Path, originals: bool) -> (String, String) {
    let mut township = Township::new();
    let mut phone = Phone::new(7);
    phone.sync(&mut township);
    phone.shoot("v-1", "h-1", &Shot::bytes(1));
    phone.wait(60_000);
    phone.sync(&mut township);
    for (path, bytes) in phone.export(originals) {
        let path = root.join("archive").join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let key = root.join("township.pub");
    std::fs::write(&key, township.key().to_text().unwrap()).unwrap();
    let text = |path: &Path| path.to_str().unwrap().to_owned();
    (text(&root.join("archive")), text(&key))
}

#[test]
fn a_changed_byte_exits_with_two_and_says_where() {
    let folder = tempfile::tempdir().unwrap();
    let (archive, key) = unpacked(folder.path(), true);
    let args = [
        "--day",
        "2026-11-20T12:00",
        "--json",
        "verify",
        &archive,
        "--witness",
        &key,
    ];
    let out = tanfang(&args);
    let report: Value = serde_json::from_slice(&out.stdout).unwrap();
    // No place was given, and nobody makes the copy again from bytes that are no picture.
    assert_eq!(report["verdict"], "cannot_tell", "{report:#}");
    assert_eq!(out.status.code(), Some(3));
    let photos = report["report"]["photos"].as_array().unwrap();
    assert_eq!(photos.len(), 1);

    let victim = walk(Path::new(&archive))
        .into_iter()
        .find(|path| path.to_string_lossy().contains(".original."))
        .unwrap();
    let mut bytes = std::fs::read(&victim).unwrap();
    bytes[9] ^= 1;
    std::fs::write(&victim, bytes).unwrap();
    let (exit, text) = refused(&["--day", "2026-11-20T12:00", "verify", &archive]);
    assert_eq!(exit, 2, "{text}");
    assert!(text.contains("不符") && text.contains("原图"), "{text}");
    // Nobody knows a photo by its path.
    let said = format!("照片 1,文件改过:photos/{}", name(&victim));
    assert!(text.contains(&said), "{text}");
    let json: Value = serde_json::from_slice(&tanfang(&args).stdout).unwrap();
    assert_eq!(json["sentences"]["file_differs"][0], said, "{json:#}");
    std::fs::remove_file(&victim).unwrap();
    let (exit, text) = refused(&["--day", "2026-11-20T12:00", "verify", &archive]);
    assert_eq!(exit, 2, "{text}");
    let said = format!("照片 1,少了文件:photos/{}", name(&victim));
    assert!(text.contains(&said), "{text}");
    // Of no photo, by its path alone.
    std::fs::write(Path::new(&archive).join("note.txt"), "x").unwrap();
    let (_, text) = refused(&["--day", "2026-11-20T12:00", "verify", &archive]);
    assert!(text.contains("多出来的文件:note.txt"), "{text}");
    assert!(!text.contains(",多出来的文件"), "{text}");
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_str().unwrap().to_owned()
}

/// The words that set up a store for a worker.
fn init(name: &str) -> [&str; 9] {
    [
        "init",
        "--name",
        name,
        "--role",
        "GridMember",
        "--village",
        "石板村",
        "--division",
        "990101001001",
    ]
}

#[test]
fn what_is_no_archive_exits_with_three() {
    let (exit, text) = refused(&["verify", "Cargo.toml"]);
    assert_eq!(exit, 3, "{text}");
}

#[test]
fn a_witness_signs_what_grew_and_refuses_another_history() {
    let folder = tempfile::tempdir().unwrap();
    let (archive, _) = unpacked(folder.path(), false);
    let file = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (key, state) = (file("w.key"), file("state.json"));
    let public = said(&["evidence", "key", &key, "--name", "township.example"]);
    assert!(public.starts_with("township.example+"), "{public}");
    let cosign = |archive: &str| {
        tanfang(&[
            "evidence",
            "cosign",
            archive,
            "--key",
            &key,
            "--name",
            "township.example",
            "--state",
            &state,
        ])
    };
    let first = cosign(&archive);
    assert!(first.status.success(), "{first:?}");
    assert!(String::from_utf8_lossy(&first.stdout).contains("\u{2014} township.example "));
    // The same again is signed again; a shorter log is not.
    assert!(cosign(&archive).status.success());
    let shorter = tempfile::tempdir().unwrap();
    let mut phone = Phone::new(7);
    for (path, bytes) in phone.export(false) {
        let path = shorter.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let refused = cosign(shorter.path().to_str().unwrap());
    assert_eq!(refused.status.code(), Some(1), "{refused:?}");
}

fn walk(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(walk(&path));
        } else {
            found.push(path);
        }
    }
    found
}

#[test]
fn a_receipt_comes_home_to_the_store_and_its_check_knows_the_township() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (dir, key, state) = (file("store"), file("w.key"), file("state.json"));
    let day = ["--dir", dir.as_str(), "--day", "2026-11-20T10:00"];
    let on = |args: &[&str]| tanfang(&[&day, args].concat());
    let text = |out: &std::process::Output| {
        [&out.stdout, &out.stderr]
            .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
            .concat()
    };
    let done = |args: &[&str]| {
        let out = on(args);
        assert!(out.status.success(), "{args:?}: {}", text(&out));
        text(&out)
    };
    done(&init("赵小川"));
    let (archive, note, public) = (file("out.zip"), file("note.txt"), file("w.key.pub"));
    done(&["evidence", "export", &archive, "--to", "石板镇民政办"]);
    done(&["evidence", "key", &key, "--name", "township.example"]);
    done(&[
        "evidence",
        "cosign",
        &archive,
        "--key",
        &key,
        "--name",
        "township.example",
        "--state",
        &state,
        "--out",
        &note,
    ]);
    // Whoever checks the store brings what he knows, as for an archive.
    let checked = text(&on(&["verify", "--receipt", &note, "--witness", &public]));
    assert!(checked.contains("township.example"), "{checked}");
    let checked = text(&on(&["verify"]));
    assert!(!checked.contains("township.example"), "{checked}");

    let kept = done(&["evidence", "receipt", &note, "--by", &public]);
    assert!(kept.contains("township.example"), "{kept}");
    let again = done(&["evidence", "receipt", &note]);
    assert!(again.contains("早就收下了"), "{again}");
    // Now the store knows by itself.
    let checked = text(&on(&["verify"]));
    assert!(checked.contains("township.example"), "{checked}");
    let list = file("devices.txt");
    std::fs::write(&list, format!("{}\n", "02".repeat(33))).unwrap();
    let out = on(&["verify", "--enrolled", &list]);
    assert_eq!(out.status.code(), Some(2), "{}", text(&out));
    assert!(text(&out).contains("不在乡镇的名单上"), "{}", text(&out));
    // Another store refuses it.
    let other = file("other");
    let args = ["--dir", other.as_str(), "--day", "2026-11-20T10:00"];
    assert!(
        tanfang(&[&args[..], &init("李小溪")].concat())
            .status
            .success()
    );
    let (exit, said) = refused(&[&args[..], &["evidence", "receipt", &note]].concat());
    assert_eq!(exit, 1, "{said}");
    assert!(said.contains("另一部手机"), "{said}");
}
