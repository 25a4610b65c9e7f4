//! SIGKILL while photos are kept: nothing is left, or a photo with its record and its file.
//!
//! `TANFANG_PHOTO_KILLS` says how many kills (24), `TANFANG_SEED` where to begin.

use crate::test_kills::{Mode, from_env, run};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use tanfang_app::{App, OpenConfig};
use tanfang_kill::Said;
use tanfang_store::Of;
use tanfang_store::fakes::SeededRandom;

/// Kills on one store before a new one is made.
const KILLS_A_STORE: u64 = 8;

#[test]
fn a_photo_is_whole_or_not_there_whenever_the_process_is_killed() {
    let kills = from_env("TANFANG_PHOTO_KILLS", 24);
    let seed = from_env("TANFANG_SEED", 20_261_126);
    let mut photos = 0;
    for n in 0..kills.div_ceil(KILLS_A_STORE) {
        let mut random = SeededRandom::new(seed.wrapping_mul(1_000_003).wrapping_add(n));
        let folder = tempfile::tempdir().unwrap();
        let mut promised: BTreeMap<String, bool> = BTreeMap::new();
        for kill in 0..KILLS_A_STORE.min(kills - n * KILLS_A_STORE) {
            let life = random.next_u64() % 300;
            let heard = run(Mode::Photo, folder.path(), random.next_u64(), false, life);
            for said in heard {
                if let Said::Photo { photo, void } = said {
                    promised.insert(photo, void);
                }
            }
            let place = format!("seed {seed}, store {n}, kill {kill}");
            look(folder.path(), &promised, &place);
        }
        photos += promised.len();
    }
    // A suite in which nothing was kept would prove nothing.
    assert!(kills < 8 || photos > 0);
}

/// Opens what is left as the app does, and holds every record against its file.
fn look(dir: &Path, promised: &BTreeMap<String, bool>, place: &str) {
    let app = App::open(OpenConfig {
        dir: dir.to_owned(),
        practice: false,
        fixed: None,
    })
    .unwrap();
    while app.photo_work().unwrap() > 0 {}
    let (records, sound) = app.with_store_for_tests(|store| {
        let sound = store
            .verify()
            .unwrap()
            .iter()
            .all(tanfang_log::ChainReport::is_sound);
        (store.read(|s| s.photos(Of::All)).unwrap(), sound)
    });
    assert!(sound, "{place}: the chain");
    let mut files = BTreeSet::new();
    for record in &records {
        let id = record.taken.photo.as_str();
        assert_eq!(record.copies, 0, "{place}: {id} twice");
        if record.void.is_some() {
            continue;
        }
        let view = app.photo(id).unwrap();
        let original = view.findings.first().unwrap();
        assert!(
            original.title.text.contains("通过"),
            "{place}: {id}: {:?}",
            original.lines
        );
        app.photo_picture(id, true).unwrap();
        for part in ["original", "view", "thumb"] {
            files.insert(format!("{id}.{part}"));
        }
    }
    for (photo, void) in promised {
        let found = records.iter().find(|one| one.taken.photo.as_str() == photo);
        let found = found.unwrap_or_else(|| panic!("{place}: Lost({photo})"));
        assert!(!void || found.void.is_some(), "{place}: {photo} is back");
    }
    let left: BTreeSet<String> = std::fs::read_dir(dir.join("photos"))
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(left, files, "{place}: files and records");
}
