//! Where it is searched.

use std::fs;

use tanfang_scan::{Secrets, look};

fn secrets() -> Secrets {
    let mut secrets = Secrets::default();
    secrets.add_rows(&[
        vec!["姓名".to_owned(), "电话".to_owned()],
        vec!["赵满仓".to_owned(), "13900000001".to_owned()],
    ]);
    secrets
}

#[test]
fn a_word_is_found_in_text_in_wide_text_and_in_a_file_name() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("deep")).unwrap();
    fs::write(at("deep/run.log"), "opened the home of 赵满仓").unwrap();
    let wide: Vec<u8> = "x13900000001"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    fs::write(at("wide.bin"), wide).unwrap();
    fs::write(at("赵满仓.png"), "nothing").unwrap();
    fs::write(at("clean.txt"), "赵满 仓 1390000000").unwrap();
    let looked = look(&secrets(), &[folder.path().to_path_buf()], &[]).unwrap();
    assert_eq!(looked.files, 4);
    let mut names: Vec<String> = looked
        .found
        .iter()
        .map(|found| {
            found
                .path
                .file_name()
                .unwrap()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names.dedup();
    assert_eq!(names, ["run.log", "wide.bin", "赵满仓.png"]);
    assert!(looked.found.iter().all(|found| !found.what.contains("赵")));
}

#[test]
fn chosen_exports_may_hold_anything_but_their_names_may_not() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("l06.html"), "赵满仓").unwrap();
    fs::write(folder.path().join("赵满仓.html"), "").unwrap();
    let looked = look(
        &secrets(),
        &[folder.path().to_path_buf()],
        &[".html".to_owned()],
    )
    .unwrap();
    assert_eq!(
        (looked.files, looked.allowed, looked.found.len()),
        (0, 2, 1)
    );
}

#[test]
fn what_cannot_be_looked_into_is_a_finding() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("copy.zip"), b"PK\x03\x04rest").unwrap();
    let looked = look(&secrets(), &[folder.path().to_path_buf()], &[]).unwrap();
    assert_eq!(looked.found.len(), 1);
    assert!(look(&secrets(), &[folder.path().join("none")], &[]).is_err());
}
