//! The archive: the same bytes for the same files, and hostile ones that are told and never
//! followed.

use std::collections::BTreeMap;
use std::io::{Cursor, Write as _};
use tanfang_evidence::bundle::{Folder, Members, OpenError, Sink as _, Zip, ZipSink, look};
use tanfang_evidence::finding::{Check, NoEye, Verdict};
use tanfang_frauds::{Phone, Shot};

type Files = BTreeMap<String, Vec<u8>>;

fn phone() -> (Phone, Files) {
    let mut phone = Phone::new(3);
    phone.shoot("v-1", "h-1", &Shot::bytes(1));
    phone.close_visit("v-1", "h-1", 4);
    let files = phone.export(true);
    (phone, files)
}

fn zipped(files: &Files) -> Vec<u8> {
    let mut sink = ZipSink::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        sink.put(path, true, &mut bytes.as_slice()).unwrap();
    }
    sink.finish().unwrap().into_inner()
}

#[test]
fn the_same_files_give_the_same_bytes() {
    let (_, files) = phone();
    assert_eq!(zipped(&files), zipped(&phone().1));
}

#[test]
fn zip_folder_and_memory_are_judged_alike() {
    let (phone, files) = phone();
    let now = phone.wall_ms;
    let memory = look(&files, &NoEye, now, |_| ());
    let zip = Zip::open(Cursor::new(zipped(&files))).unwrap();
    assert_eq!(look(&zip, &NoEye, now, |_| ()), memory);
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in &files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let opened = Folder::open(folder.path()).unwrap();
    assert_eq!(look(&opened, &NoEye, now, |_| ()), memory);
    assert!(memory.mismatches().is_empty(), "{memory:#?}");
}

#[test]
fn a_zip_with_a_name_twice_or_a_path_out_of_it_is_told() {
    let (phone, files) = phone();
    let odd = |add: &[(&str, &[u8])]| {
        let mut sink = ZipSink::new(Cursor::new(Vec::new()));
        for (path, bytes) in &files {
            sink.put(path, true, &mut bytes.as_slice()).unwrap();
        }
        for (path, bytes) in add {
            let mut bytes = *bytes;
            sink.put(path, false, &mut bytes).unwrap();
        }
        let zip = Zip::open(Cursor::new(sink.finish().unwrap().into_inner())).unwrap();
        look(&zip, &NoEye, phone.wall_ms, |_| ())
    };
    for path in ["../../etc/x", "/abs", "C:\\x", "a\\..\\b", "照片.jpg"] {
        let report = odd(&[(path, b"x")]);
        assert!(
            report.archive[0].says("file_odd"),
            "{path}: {:?}",
            report.archive
        );
        assert_eq!(report.archive[0].check, Check::E3);
    }
    // Two files of one name: the writer refuses it, so the directory is doctored by hand.
    let mut bytes = zipped(&BTreeMap::from([
        ("aa.txt".to_owned(), b"1".to_vec()),
        ("ab.txt".to_owned(), b"2".to_vec()),
    ]));
    let places: Vec<usize> = bytes
        .windows(6)
        .enumerate()
        .filter(|(_, window)| window == b"ab.txt")
        .map(|(at, _)| at)
        .collect();
    for at in places {
        bytes[at + 1] = b'a';
    }
    match Zip::open(Cursor::new(bytes)) {
        Ok(zip) => assert!(!zip.odd().is_empty(), "{zip:?}"),
        Err(error) => assert!(matches!(error, OpenError::NotAnArchive { .. })),
    }
}

#[test]
fn a_bomb_is_read_no_further_than_it_was_recorded() {
    let (phone, mut files) = phone();
    files.insert("report.html".into(), vec![b' '; 40_000_000]);
    files.insert("head.txt".into(), vec![b'\n'; 40_000_000]);
    let log = files
        .keys()
        .find(|k| k.ends_with("head.txt") && k.contains('/'))
        .unwrap();
    files.insert(log.clone(), vec![b'\n'; 40_000_000]);
    let zip = zipped(&files);
    assert!(zip.len() < 1_000_000);
    let zip = Zip::open(Cursor::new(zip)).unwrap();
    let report = look(&zip, &NoEye, phone.wall_ms, |_| ());
    assert!(report.mismatches().contains(&Check::E3));
    assert!(report.mismatches().contains(&Check::E4));
    let head = zip
        .names()
        .into_iter()
        .find(|n| n.contains('/') && n.ends_with("head.txt"));
    let error = zip.read(&head.unwrap(), 65_536).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::FileTooLarge);
}

#[test]
fn two_hundred_thousand_files_that_nobody_recorded_are_told_and_not_read() {
    let (phone, mut files) = phone();
    for n in 0..200_000 {
        files.insert(format!("log/x/{n:08}.txt"), Vec::new());
    }
    let report = look(&files, &NoEye, phone.wall_ms, |_| ());
    assert!(report.mismatches().contains(&Check::E3));
    // What is wrong 200,000 times is said some times and counted.
    let told: usize = report.archive.iter().map(|f| f.reasons.len()).sum();
    assert!(told <= 200, "{told}");
}

#[test]
fn what_is_no_archive_is_said_to_be_none() {
    for bytes in [&b""[..], b"PK", b"hello", &[0; 5000]] {
        assert!(matches!(
            Zip::open(Cursor::new(bytes.to_vec())),
            Err(OpenError::NotAnArchive { .. })
        ));
    }
    let (_, files) = phone();
    let whole = zipped(&files);
    for cut in (0..whole.len()).step_by(97) {
        if let Ok(zip) = Zip::open(Cursor::new(whole[..cut].to_vec())) {
            let report = look(&zip, &NoEye, 0, |_| ());
            assert_eq!(report.verdict(), Verdict::Mismatch, "cut at {cut}");
        }
    }
    let empty = look(&Files::new(), &NoEye, 0, |_| ());
    assert_eq!(empty.verdict(), Verdict::Mismatch);
    assert!(empty.photos.is_empty());
}

#[test]
fn a_file_that_is_added_later_is_no_part_of_it() {
    let (phone, files) = phone();
    let mut bytes = zipped(&files);
    // Behind the end of a zip nothing is read.
    bytes.write_all(b"trailing").unwrap();
    if let Ok(zip) = Zip::open(Cursor::new(bytes)) {
        let report = look(&zip, &NoEye, phone.wall_ms, |_| ());
        assert!(!report.mismatches().contains(&Check::E1));
    }
}
