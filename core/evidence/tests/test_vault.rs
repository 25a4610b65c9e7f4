//! Sealed files: whole or not at all, whatever the disk does, and nothing changed unseen.

use proptest::prelude::*;
use std::collections::BTreeMap;
use std::io::{ErrorKind, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;
use tanfang_evidence::vault::{Disk, Fault, FaultyFiles, Files, Part, Vault, VaultError};
use tanfang_log::Hash;
use tanfang_values::PhotoId;

const KEY: [u8; 32] = [7; 32];
const SALT: [u8; 16] = *b"salt of a test!!";
const FRAME: usize = 64 * 1024;

fn id(name: &str) -> PhotoId {
    PhotoId::new(name)
}

fn vault(folder: &Path) -> Vault {
    Vault::open(folder, KEY, Arc::new(Disk)).unwrap()
}

/// Bytes that differ everywhere.
fn content(bytes: usize) -> Vec<u8> {
    let mut state = 1u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    };
    (0..bytes).map(|_| next()).collect()
}

fn read_all(vault: &Vault, photo: &PhotoId, part: Part) -> std::io::Result<Vec<u8>> {
    let mut all = Vec::new();
    let mut opened = vault.get(photo, part).map_err(std::io::Error::other)?;
    opened.read_to_end(&mut all)?;
    Ok(all)
}

#[test]
fn what_is_put_is_got_with_its_hash() {
    let folder = tempfile::tempdir().unwrap();
    let vault = vault(&folder.path().join("photos"));
    let sizes = [
        0,
        1,
        100,
        FRAME - 1,
        FRAME,
        FRAME + 1,
        3 * FRAME,
        3 * FRAME + 5,
    ];
    for (n, size) in sizes.into_iter().enumerate() {
        let photo = id(&format!("p{n}"));
        let bytes = content(size);
        let stored = vault
            .put(&photo, Part::Original, SALT, &mut &bytes[..])
            .unwrap();
        assert_eq!(stored.sha256, Hash::of(&bytes));
        assert_eq!(stored.bytes, bytes.len() as u64);
        assert_eq!(read_all(&vault, &photo, Part::Original).unwrap(), bytes);
        assert_eq!(vault.check(&photo, Part::Original).unwrap(), stored);
        let opened = vault.get(&photo, Part::Original).unwrap();
        assert_eq!(opened.size(), bytes.len() as u64);
        let frames = size.div_ceil(FRAME).max(1) as u64;
        let on_disk = vault.size(&photo, Part::Original).unwrap();
        assert_eq!(on_disk, Some(32 + bytes.len() as u64 + 16 * frames));
    }
    assert_eq!(vault.list().unwrap().len(), sizes.len());
    assert!(vault.used().unwrap().originals > 0);
}

#[test]
fn a_position_in_the_content_is_gone_back_to() {
    let folder = tempfile::tempdir().unwrap();
    let vault = vault(folder.path());
    let bytes = content(2 * FRAME + 9);
    vault
        .put(&id("a"), Part::Original, SALT, &mut &bytes[..])
        .unwrap();
    let mut opened = vault.get(&id("a"), Part::Original).unwrap();
    for at in [0, 2 * FRAME, 5, FRAME - 2, 2 * FRAME + 8] {
        opened.seek(SeekFrom::Start(at as u64)).unwrap();
        let mut three = Vec::new();
        opened.by_ref().take(3).read_to_end(&mut three).unwrap();
        assert_eq!(three, bytes[at..(at + 3).min(bytes.len())], "{at}");
    }
    assert_eq!(
        opened.seek(SeekFrom::End(-1)).unwrap(),
        bytes.len() as u64 - 1
    );
    assert!(opened.seek(SeekFrom::End(-1_000_000)).is_err());
    opened.seek(SeekFrom::Start(u64::MAX)).unwrap();
    assert_eq!(opened.read(&mut [0; 4]).unwrap(), 0);
}

/// The format is for ever: these bytes were written by the first release.
#[test]
fn the_bytes_of_a_file_are_golden() {
    let folder = tempfile::tempdir().unwrap();
    let vault = vault(folder.path());
    vault
        .put(&id("photo-1"), Part::Thumb, SALT, &mut &b"golden"[..])
        .unwrap();
    let file = std::fs::read(folder.path().join("photo-1.thumb")).unwrap();
    insta::assert_snapshot!(hex::encode(&file));
    let long = content(FRAME + 1);
    vault
        .put(&id("photo-1"), Part::Original, SALT, &mut &long[..])
        .unwrap();
    let file = std::fs::read(folder.path().join("photo-1.original")).unwrap();
    insta::assert_snapshot!(Hash::of(&file).to_hex());
}

#[test]
fn no_part_opens_as_another_or_with_another_key() {
    let folder = tempfile::tempdir().unwrap();
    let own = vault(folder.path());
    own.put(&id("a"), Part::Original, SALT, &mut &b"bytes"[..])
        .unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::copy(path("a.original"), path("b.original")).unwrap();
    std::fs::copy(path("a.original"), path("a.view")).unwrap();
    let renamed = own.check(&id("b"), Part::Original).unwrap_err();
    assert_eq!(renamed.code(), "damaged");
    assert_eq!(
        own.check(&id("a"), Part::View).unwrap_err().code(),
        "damaged"
    );
    let other = Vault::open(folder.path(), [8; 32], Arc::new(Disk)).unwrap();
    assert_eq!(
        other.check(&id("a"), Part::Original).unwrap_err().code(),
        "damaged"
    );
}

#[test]
fn every_change_of_a_file_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    let vault = vault(folder.path());
    let bytes = content(3 * FRAME);
    vault
        .put(&id("a"), Part::Original, SALT, &mut &bytes[..])
        .unwrap();
    let path = folder.path().join("a.original");
    let whole = std::fs::read(&path).unwrap();
    let frame = FRAME + 16;
    let mut spoilt: Vec<(&str, Vec<u8>)> = Vec::new();
    for at in (0..whole.len()).step_by(7919).chain(0..32) {
        let mut one = whole.clone();
        one[at] ^= 1;
        spoilt.push(("a bit", one));
    }
    for keep in [
        0,
        1,
        31,
        32,
        40,
        48,
        32 + frame,
        32 + 2 * frame,
        whole.len() - 1,
    ] {
        spoilt.push(("cut", whole[..keep].to_vec()));
    }
    let frames: Vec<&[u8]> = whole[32..].chunks(frame).collect();
    let put = |order: &[usize]| {
        let mut made = whole[..32].to_vec();
        for n in order {
            made.extend_from_slice(frames[*n]);
        }
        made
    };
    for order in [
        &[1, 0, 2][..],
        &[0, 2],
        &[1, 2],
        &[0, 0, 2],
        &[0, 1, 2, 2],
        &[0, 1, 2, 1],
        &[2],
    ] {
        spoilt.push(("order", put(order)));
    }
    let mut longer = whole.clone();
    longer.extend_from_slice(&[0; 16]);
    spoilt.push(("longer by a tag", longer.clone()));
    longer.push(0);
    spoilt.push(("longer", longer));
    for (what, file) in spoilt {
        std::fs::write(&path, &file).unwrap();
        let seen = vault.check(&id("a"), Part::Original).unwrap_err();
        assert!(matches!(seen.code(), "damaged" | "newer"), "{what}: {seen}");
    }
    std::fs::write(&path, &whole).unwrap();
    assert!(vault.check(&id("a"), Part::Original).is_ok());
}

#[test]
fn a_file_of_a_newer_release_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let vault = vault(folder.path());
    vault
        .put(&id("a"), Part::View, SALT, &mut &b"bytes"[..])
        .unwrap();
    let path = folder.path().join("a.view");
    let mut newer = std::fs::read(&path).unwrap();
    newer[8] = 2;
    std::fs::write(&path, &newer).unwrap();
    let seen = vault.get(&id("a"), Part::View).unwrap_err();
    assert!(
        matches!(seen, VaultError::Newer { version: 2, .. }),
        "{seen}"
    );
    assert_eq!(std::fs::read(&path).unwrap(), newer);
}

#[test]
fn a_finished_file_is_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let vault = vault(folder.path());
    vault
        .put(&id("a"), Part::Original, SALT, &mut &b"first"[..])
        .unwrap();
    let again = vault.put(&id("a"), Part::Original, [1; 16], &mut &b"second"[..]);
    assert_eq!(again.unwrap_err().code(), "already_there");
    assert_eq!(
        read_all(&vault, &id("a"), Part::Original).unwrap(),
        b"first"
    );
}

#[test]
fn what_may_go_goes_and_is_counted() {
    let folder = tempfile::tempdir().unwrap();
    let vault = vault(folder.path());
    for part in Part::ALL {
        vault.put(&id("a"), part, SALT, &mut &b"bytes"[..]).unwrap();
    }
    vault
        .put(&id("b"), Part::Original, SALT, &mut &b"bytes"[..])
        .unwrap();
    std::fs::write(folder.path().join("notes.txt"), "a stranger's").unwrap();
    let each = 32 + 5 + 16;
    let used = vault.used().unwrap();
    assert_eq!(
        (used.originals, used.copies, used.strokes),
        (2 * each, 2 * each, each)
    );
    assert_eq!(used.total(), 5 * each);
    assert_eq!(vault.remove(&id("a"), Part::View).unwrap(), each);
    assert_eq!(vault.remove(&id("a"), Part::View).unwrap(), 0);
    assert_eq!(
        vault.get(&id("a"), Part::View).unwrap_err().code(),
        "missing"
    );
    let unnamed = vault.unnamed(|photo| photo.as_str() == "a").unwrap();
    assert_eq!(unnamed.len(), 1);
    assert_eq!(unnamed[0].photo, id("b"));
    let remade: Vec<Part> = Part::ALL
        .into_iter()
        .filter(|p| p.can_be_remade())
        .collect();
    assert_eq!(remade, [Part::View, Part::Thumb]);
}

#[test]
fn an_id_that_could_leave_the_folder_names_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let vault = vault(folder.path());
    let long = "a".repeat(65);
    for name in ["", "../a", "a/b", "A", "a.b", "a b", "照片", &long] {
        let put = vault.put(&id(name), Part::Original, SALT, &mut &b"x"[..]);
        assert_eq!(put.unwrap_err().code(), "bad_id", "{name}");
    }
}

/// Fails once at every step, with every error of a disk, and then kills at every step.
#[test]
fn whatever_step_fails_the_part_is_there_whole_or_not_at_all() {
    let bytes = content(2 * FRAME + 3);
    let steps = {
        let folder = tempfile::tempdir().unwrap();
        let files = FaultyFiles::counting();
        let vault = Vault::open(folder.path().join("v"), KEY, Arc::new(files.clone())).unwrap();
        vault
            .put(&id("old"), Part::Original, SALT, &mut &b"old"[..])
            .unwrap();
        vault
            .put(&id("new"), Part::Original, SALT, &mut &bytes[..])
            .unwrap();
        vault.remove(&id("old"), Part::Original).unwrap();
        files.steps()
    };
    assert!(steps > 15, "{steps}");
    let faults = [
        Fault::Once(ErrorKind::StorageFull),
        Fault::Once(ErrorKind::Other),
        Fault::Once(ErrorKind::ReadOnlyFilesystem),
        Fault::Once(ErrorKind::PermissionDenied),
        Fault::Killed,
    ];
    let mut seen = BTreeMap::<&str, u32>::new();
    for fault in faults {
        for step in 0..steps {
            let folder = tempfile::tempdir().unwrap();
            let place = folder.path().join("v");
            let files: Arc<dyn Files> = Arc::new(FaultyFiles::new(step, fault));
            let put = Vault::open(&place, KEY, files).and_then(|vault| {
                vault.put(&id("old"), Part::Original, SALT, &mut &b"old"[..])?;
                vault.put(&id("new"), Part::Original, SALT, &mut &bytes[..])?;
                vault.remove(&id("old"), Part::Original)
            });
            // Only cleaning up after a finished work may fail unseen; there is none here.
            let why = put.unwrap_err();
            *seen.entry(why.code()).or_default() += 1;
            let after = vault(&place);
            for kept in after.list().unwrap() {
                let stored = after.check(&kept.photo, kept.part).unwrap();
                let expected: &[u8] = if kept.photo == id("old") {
                    b"old"
                } else {
                    &bytes
                };
                assert_eq!(stored.sha256, Hash::of(expected), "{fault:?} at {step}");
            }
            let names: Vec<String> = Disk
                .list(&place)
                .unwrap()
                .into_iter()
                .map(|f| f.0)
                .collect();
            assert!(!names.iter().any(|name| name.contains(".tmp")), "{names:?}");
            // The same photo can be kept now, unless it was.
            let again = after.put(&id("new"), Part::Original, SALT, &mut &bytes[..]);
            assert!(again.is_ok() || again.unwrap_err().code() == "already_there");
        }
    }
    for code in ["full", "disk", "not_writable"] {
        assert!(seen.contains_key(code), "{seen:?}");
    }
}

#[test]
fn a_photo_that_cannot_be_read_to_its_end_is_not_kept() {
    struct Fails(u32);
    impl Read for Fails {
        fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
            self.0 += 1;
            if self.0 > 3 {
                return Err(ErrorKind::ConnectionReset.into());
            }
            out.fill(1);
            Ok(out.len())
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let vault = vault(folder.path());
    let put = vault.put(&id("a"), Part::Original, SALT, &mut Fails(0));
    assert_eq!(put.unwrap_err().code(), "source");
    assert_eq!(Disk.list(folder.path()).unwrap(), []);
}

/// A file that an interrupted release left is swept; a stranger's is not.
#[test]
fn opening_sweeps_unfinished_files_only() {
    let folder = tempfile::tempdir().unwrap();
    for name in [
        "a.original.tmp",
        "b.view.tmp",
        "c.tmp",
        "D.original.tmp",
        "notes.tmp.txt",
    ] {
        std::fs::write(folder.path().join(name), "half").unwrap();
    }
    vault(folder.path());
    let names: Vec<String> = Disk
        .list(folder.path())
        .unwrap()
        .into_iter()
        .map(|f| f.0)
        .collect();
    assert_eq!(names, ["D.original.tmp", "c.tmp", "notes.tmp.txt"]);
}

/// 200 MB pass; what is held at a time is two frames (`bench photo` measures it).
#[test]
fn a_file_of_200_mb_passes() {
    let folder = tempfile::tempdir().unwrap();
    let vault = vault(folder.path());
    let bytes = 200_000_000;
    let mut zeros = std::io::repeat(0).take(bytes);
    let stored = vault
        .put(&id("a"), Part::Original, SALT, &mut zeros)
        .unwrap();
    assert_eq!(stored.bytes, bytes);
    let mut opened = vault.get(&id("a"), Part::Original).unwrap();
    opened.seek(SeekFrom::Start(bytes - 3)).unwrap();
    let mut end = Vec::new();
    opened.read_to_end(&mut end).unwrap();
    assert_eq!(end, [0; 3]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// However the content comes in pieces, it is kept the same.
    #[test]
    fn pieces_do_not_matter(size in 0usize..200_000, piece in 1usize..70_000) {
        struct Pieces<'a>(&'a [u8], usize);
        impl Read for Pieces<'_> {
            fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
                let count = self.1.min(out.len());
                self.0.read(&mut out[..count])
            }
        }
        let folder = tempfile::tempdir().unwrap();
        let vault = vault(folder.path());
        let bytes = content(size);
        let stored = vault.put(&id("a"), Part::Original, SALT, &mut Pieces(&bytes, piece)).unwrap();
        prop_assert_eq!(stored.sha256, Hash::of(&bytes));
        prop_assert_eq!(read_all(&vault, &id("a"), Part::Original).unwrap(), bytes);
    }
}
