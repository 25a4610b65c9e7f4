//! 照片, 签字, 值得看一眼的, 存储: kept at once, never required, found when used again.

use crate::help::{Village, config, photo_of, ports, questions};
use std::borrow::Cow;
use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use tanfang_app::ports::{HeicDecoder, Picture, Ports, Source};
use tanfang_app::view::{Block, Intent, PhotoPlace, PhotoView, SignInput, StrokePoint};
use tanfang_app::{App, ErrorKind};
use tanfang_scenes::{Exif, Jpeg, Place, scene};
use tanfang_values::PhotoId;

impl Village {
    /// Photos of a home, the last first.
    fn photos(&self, words: &str) -> Vec<PhotoView> {
        let view = self.app.photos(&self.find(words), None).unwrap();
        let cards = view.cards.iter();
        cards.map(|c| self.app.photo(&c.photo).unwrap()).collect()
    }

    fn stored_files(&self) -> Vec<String> {
        let folder = std::fs::read_dir(self.dir.path().join("photos"));
        let names = folder.unwrap().map(|f| f.unwrap().file_name());
        let mut names: Vec<String> = names.map(|n| n.into_string().unwrap()).collect();
        names.sort();
        names
    }
}

fn village() -> Village {
    Village::new("2026-11-20 10:00")
}

fn finding<'a>(view: &'a PhotoView, what: &str) -> &'a Block {
    let mut all = view.findings.iter();
    let found = all.find(|block| block.title.text.starts_with(what));
    found.unwrap_or_else(|| panic!("{what}: {:?}", view.findings))
}

fn has(view: &PhotoView, words: &str) -> bool {
    view.lines.iter().any(|line| line.text.text.contains(words))
}

#[test]
fn a_photo_is_saved_before_anything_is_made_of_it() {
    let village = village();
    let home = village.find("赵满仓");
    let path = village.drawn("a.jpg", 7, None);
    let before = std::fs::read(&path).unwrap();
    let done = village.app.photo_add(&photo_of(&home, &path)).unwrap();
    assert!(done.sentence.contains("已存本机"), "{}", done.sentence);
    assert_eq!(
        std::fs::read(&path).unwrap(),
        before,
        "the file is left alone"
    );
    let view = village.app.photos(&home, None).unwrap();
    assert_eq!((view.cards.len(), view.waiting), (1, 1));
    assert!(!view.cards[0].thumb);
    assert!(view.hint.contains("拍物不拍人"));
    let one = village.app.photo(&view.cards[0].photo).unwrap();
    assert!(one.missing.is_some());
    assert_eq!(village.work(), 1);
    let view = village.app.photos(&home, None).unwrap();
    assert_eq!(view.waiting, 0);
    assert!(view.cards[0].thumb);
    let id = &view.cards[0].photo;
    for thumb in [false, true] {
        let jpeg = village.app.photo_picture(id, thumb).unwrap();
        assert_eq!(jpeg[..3], [0xFF, 0xD8, 0xFF]);
        // Neither the encrypted folder nor the copy holds what the original says of itself.
        assert!(!jpeg.windows(4).any(|four| four == b"Exif"));
    }
    let one = village.app.photo(id).unwrap();
    assert!(finding(&one, "原图").title.text.contains("通过"));
    assert!(finding(&one, "重复").title.text.contains("通过"));
    // Nothing on the disk is a picture that anybody can open.
    for name in village.stored_files() {
        let bytes = std::fs::read(village.dir.path().join("photos").join(&name)).unwrap();
        assert_ne!(bytes[..3], [0xFF, 0xD8, 0xFF], "{name}");
    }
}

#[test]
fn what_was_not_made_yet_is_made_after_the_next_opening() {
    let village = village();
    let home = village.find("赵满仓");
    let path = village.drawn("a.jpg", 7, None);
    village.app.photo_add(&photo_of(&home, &path)).unwrap();
    let Village {
        dir, clock, app, ..
    } = village;
    drop(app);
    let app = App::open_with(config(dir.path()), ports(&clock, 8)).unwrap();
    assert_eq!(app.photos(&home, None).unwrap().waiting, 1);
    assert_eq!(app.photo_work().unwrap(), 0);
    assert!(app.photos(&home, None).unwrap().cards[0].thumb);
}

#[test]
fn a_file_without_a_record_of_an_intake_cut_short_goes_and_a_strange_one_stays() {
    let village = village();
    let home = village.find("赵满仓");
    let path = village.drawn("a.jpg", 7, None);
    village.app.photo_add(&photo_of(&home, &path)).unwrap();
    let folder = village.dir.path().join("photos");
    let kept = village.stored_files();
    let stray = folder.join(format!("{}.original", "ab".repeat(16)));
    let cut = folder.join(format!("{}.original", "cd".repeat(16)));
    std::fs::copy(folder.join(&kept[0]), &stray).unwrap();
    std::fs::copy(folder.join(&kept[0]), &cut).unwrap();
    village.app.with_store_for_tests(|store| {
        let pending = "cd".repeat(16);
        store.set_setting("photo.pending", &pending).unwrap();
    });
    let Village {
        dir, clock, app, ..
    } = village;
    drop(app);
    let app = App::open_with(config(dir.path()), ports(&clock, 8)).unwrap();
    let page = app.storage().unwrap();
    assert!(!cut.exists(), "nobody's: it goes");
    assert!(stray.exists(), "perhaps somebody's: it stays");
    let lines: Vec<&str> = page
        .blocks
        .iter()
        .map(|b| b.lines[0].text.text.as_str())
        .collect();
    assert!(
        lines.iter().any(|line| line.contains("说不清来历")),
        "{lines:?}"
    );
    let free = page.blocks.iter().flat_map(|b| &b.actions);
    let free = free.last().unwrap().intent.clone();
    app.send(&free).unwrap();
    assert!(!stray.exists());
    assert!(folder.join(&kept[0]).exists());
}

#[test]
fn misreading_6_3_2_a_photo_stands_in_the_chain_with_who_when_and_what_came_before() {
    let village = village();
    let home = village.find("赵满仓");
    let path = village.drawn("a.jpg", 7, None);
    village.app.photo_add(&photo_of(&home, &path)).unwrap();
    let id = village.app.photos(&home, None).unwrap().cards[0]
        .photo
        .clone();
    village.app.with_store_for_tests(|store| {
        let record = store
            .read(|s| s.photo(&PhotoId::new(&id)))
            .unwrap()
            .unwrap();
        let op = store.read(|s| s.op(&record.origin.op)).unwrap().unwrap();
        assert_eq!(op.envelope.actor, record.worker);
        assert!(op.envelope.seq > 1);
        let before = store
            .export_ops(None, &std::collections::BTreeMap::new())
            .unwrap();
        let before = before
            .iter()
            .find(|one| one.envelope.read().unwrap().seq == op.envelope.seq - 1)
            .unwrap();
        assert_eq!(op.envelope.prev, before.envelope.leaf());
        for report in store.verify().unwrap() {
            assert!(report.is_sound());
        }
    });
}

#[test]
fn misreading_6_3_3_the_phones_clock_and_place_are_kept_and_never_called_proof() {
    let village = village();
    let home = village.find("赵满仓");
    let path = village.drawn("a.jpg", 7, None);
    let mut input = photo_of(&home, &path);
    input.place = Some(PhotoPlace {
        lat_e7: 250_000_000,
        lon_e7: 1_050_000_000,
        accuracy_m: Some(12),
        provider: Some("gps".to_owned()),
        mock: Some(true),
        age_s: Some(1),
        satellites: Some(9),
    });
    village.app.photo_add(&input).unwrap();
    let one = village.photos("赵满仓").remove(0);
    assert!(finding(&one, "时间").title.text.contains("未能判断"));
    // The phone itself says that the place is made up.
    assert!(finding(&one, "地点").title.text.contains("不符"));
    assert!(finding(&one, "回执").title.text.contains("未能判断"));
    village.app.with_store_for_tests(|store| {
        let id = PhotoId::new(&one.photo);
        let taken = store.read(|s| s.photo(&id)).unwrap().unwrap().taken;
        assert_eq!(taken.at.ms, crate::help::at("2026-11-20 10:00"));
        assert!(!taken.boot_id.is_empty());
    });
    // The day after, it is said how long the township has not seen it.
    village.now("2026-11-23 10:00");
    let one = village.photos("赵满仓").remove(0);
    assert!(finding(&one, "回执").lines[0].text.text.contains("3 天"));
}

#[test]
fn the_same_picture_in_two_homes_is_shown_side_by_side_and_can_be_explained() {
    let village = village();
    let (first, second) = (village.find("赵满仓"), village.find("李秀兰"));
    let path = village.drawn("a.jpg", 7, None);
    village.app.photo_add(&photo_of(&first, &path)).unwrap();
    village.work();
    village.now("2026-11-21 10:00");
    // Saved again at another quality: another file, the same picture.
    let again = village.dir.path().join("b.jpg");
    std::fs::write(
        &again,
        Jpeg::quality(50).bytes(&scene(7, 400, 300)).unwrap(),
    )
    .unwrap();
    village.app.photo_add(&photo_of(&second, &again)).unwrap();
    let same = village.app.photo_add(&photo_of(&second, &path)).unwrap();
    assert!(same.sentence.contains("同一个文件"), "{}", same.sentence);
    assert_eq!(village.work(), 2);
    let photos = village.photos("李秀兰");
    assert_eq!(photos.len(), 2);
    for (photo, verdict) in photos.iter().zip(["不符", "提示"]) {
        // One file for two homes contradicts itself; one that is like another is worth a look.
        assert!(finding(photo, "重复").title.text.contains(verdict));
        assert!(
            photo
                .pairs
                .iter()
                .any(|pair| pair.title.text.contains("赵满仓"))
        );
        assert!(photo.pairs.iter().all(|pair| pair.picture));
    }
    let page = village.app.evidence(None).unwrap();
    assert!(!page.blocks.is_empty());
    let pair = &photos[0].pairs[0];
    let explain = &pair.actions[0];
    assert_eq!(explain.label, "同一个地方,隔了些日子再拍的");
    village.send(&explain.intent).unwrap();
    let photo = village.app.photo(&photos[0].photo).unwrap();
    assert!(photo.pairs[0].sentence.text.contains("11月21日说明"));
    // Another home altogether is like none.
    let other = village.drawn("c.jpg", 1234, None);
    village.app.photo_add(&photo_of(&first, &other)).unwrap();
    village.work();
    assert_eq!(village.photos("赵满仓")[0].pairs, []);
}

#[test]
fn misreading_6_3_5_a_photo_is_never_edited_only_added_to_and_removed_with_a_reason() {
    let village = village();
    let home = village.find("赵满仓");
    let path = village.drawn("a.jpg", 7, None);
    let done = village.app.photo_add(&photo_of(&home, &path)).unwrap();
    village.work();
    let kept = village.stored_files();
    assert_eq!(kept.len(), 3);
    let before = village.photos("赵满仓").remove(0);
    village.send(&done.undo.unwrap().intent).unwrap();
    let after = village.photos("赵满仓").remove(0);
    assert_eq!(after.photo, before.photo, "it is still listed");
    assert!(has(&after, "拍错了"));
    assert!(has(&after, "指纹"), "the hash stays");
    assert!(after.actions.is_empty());
    assert!(finding(&after, "原图").title.text.contains("未能判断"));
    assert_eq!(village.stored_files(), Vec::<String>::new());
    let gone = village.app.photo_picture(&after.photo, false).unwrap_err();
    assert_eq!(gone.code, "photo_gone");
    let again = Intent::VoidPhoto {
        photo: after.photo.clone(),
        why: "asked".to_owned(),
        note: String::new(),
    };
    assert!(!village.send(&again).unwrap().changed);
}

#[test]
fn misreading_6_3_6_no_photo_is_ever_needed_and_no_is_an_answer() {
    let village = village();
    let visit = village.open("赵满仓");
    let home = village.find("赵满仓");
    let said = village
        .send(&Intent::PhotoConsent {
            visit: visit.clone(),
            person: None,
            consent: "declined".to_owned(),
        })
        .unwrap();
    assert!(said.sentence.contains("不同意"), "{}", said.sentence);
    let path = village.drawn("a.jpg", 7, None);
    let mut input = photo_of(&home, &path);
    input.visit = Some(visit.clone());
    input.consent = None;
    let refused = village.app.photo_add(&input).unwrap_err();
    assert_eq!(
        (refused.kind, refused.code.as_str()),
        (ErrorKind::Conflict, "photo_declined")
    );
    village.choose(&visit, "见到本人了吗", "见到本人");
    village.rest(&visit);
    village.close(&visit).unwrap();
    assert_eq!(village.app.photos(&home, Some(&visit)).unwrap().cards, []);
    // No question of any checklist asks for a photo that must be there.
    let visit = village.open("李秀兰");
    let view = village.app.visit(&visit).unwrap();
    assert!(questions(&view).all(|q| !q.ask.contains("拍照")));
    // What a visit offers it says to be free.
    let words = village
        .app
        .photos(&village.find("李秀兰"), Some(&visit))
        .unwrap();
    assert!(words.sentence.contains("可拍可不拍"));
}

#[test]
fn only_things_means_no_person() {
    let village = village();
    let home = village.find("赵满仓");
    let path = village.drawn("a.jpg", 7, None);
    let mut input = photo_of(&home, &path);
    input.consent = Some("things_only".to_owned());
    input.matter = "person".to_owned();
    let refused = village.app.photo_add(&input).unwrap_err();
    assert_eq!(refused.code, "photo_things_only");
    input.matter = "thing".to_owned();
    village.app.photo_add(&input).unwrap();
}

#[test]
fn misreading_6_3_7_a_medical_paper_is_of_the_class_of_health_and_in_no_gallery() {
    let village = village();
    let home = village.find("赵满仓");
    let path = village.drawn("a.jpg", 7, None);
    let mut input = photo_of(&home, &path);
    input.matter = "medical".to_owned();
    village.app.photo_add(&input).unwrap();
    village.work();
    let view = village.app.photos(&home, None).unwrap();
    let card = &view.cards[0];
    assert!(card.title.text.contains("病历"));
    assert!(!card.title.masked.contains("病历"), "{}", card.title.masked);
    village.app.with_store_for_tests(|store| {
        let id = PhotoId::new(&card.photo);
        let record = store.read(|s| s.photo(&id)).unwrap().unwrap();
        assert_eq!(record.class.name(), "health");
    });
    // What lies in the folder is named by a number and can be opened by nobody else.
    for name in village.stored_files() {
        assert!(!name.to_lowercase().contains("jp"), "{name}");
    }
}

#[test]
fn a_place_is_kept_only_if_it_was_given() {
    let village = village();
    let home = village.find("赵满仓");
    let exif = Exif {
        place: Some(Place {
            latitude_e7: 251_234_567,
            longitude_e7: 1_051_234_567,
        }),
        ..Exif::test("2026:11:20 09:59:00")
    };
    let path = village.drawn("a.jpg", 7, Some(exif));
    village.app.photo_add(&photo_of(&home, &path)).unwrap();
    let mut input = photo_of(&home, &path);
    input.keep_exif_place = true;
    village.app.photo_add(&input).unwrap();
    village.app.with_store_for_tests(|store| {
        let photos = store.read(|s| s.photos(tanfang_store::Of::All)).unwrap();
        let mut places: Vec<_> = photos.iter().map(|p| p.taken.exif.place).collect();
        places.sort();
        // Degrees, minutes and seconds are fractions in the file: a decimetre may be lost.
        let metres = |place: &(i32, i32)| (place.0 / 100, place.1 / 100);
        let places: Vec<_> = places.iter().map(|p| p.as_ref().map(metres)).collect();
        assert_eq!(places, [None, Some((2_512_345, 10_512_345))]);
        assert!(photos.iter().all(|p| p.taken.exif.make.is_some()));
        assert!(photos.iter().all(|p| p.taken.place.is_none()));
    });
}

#[test]
fn what_is_no_picture_is_refused_with_a_plain_word_and_leaves_nothing() {
    let village = village();
    let home = village.find("赵满仓");
    let path = village.dir.path().join("note.jpg");
    for (bytes, code) in [
        (&b""[..], "photo_empty"),
        (b"no picture at all", "photo_not_picture"),
    ] {
        std::fs::write(&path, bytes).unwrap();
        let refused = village.app.photo_add(&photo_of(&home, &path)).unwrap_err();
        assert_eq!(refused.code, code);
    }
    let refused = village
        .app
        .photo_add(&photo_of(&home, &village.dir.path().join("none")))
        .unwrap_err();
    assert_eq!(refused.code, "photo_no_file");
    assert_eq!(village.app.photos(&home, None).unwrap().cards, []);
}

#[test]
fn a_broken_picture_is_kept_and_says_that_it_cannot_be_shown() {
    let village = village();
    let home = village.find("赵满仓");
    let path = village.drawn("a.jpg", 7, None);
    let bytes = std::fs::read(&path).unwrap();
    std::fs::write(&path, &bytes[..300]).unwrap();
    village.app.photo_add(&photo_of(&home, &path)).unwrap();
    assert_eq!(
        village.work(),
        1,
        "it does not stand in the way of the next"
    );
    let one = village.photos("赵满仓").remove(0);
    assert!(finding(&one, "原图").title.text.contains("通过"));
    assert!(one.picture || one.missing.unwrap().contains("图坏了"));
}

/// A platform that decodes HEIC to one colour, or gives up.
struct Platform {
    gives_up: bool,
}

impl HeicDecoder for Platform {
    fn id(&self) -> Cow<'static, str> {
        "platform-1".into()
    }
    fn decode(&self, source: &mut dyn Source, edge: u32) -> Result<Option<Picture>, String> {
        let mut head = Vec::new();
        source.read_to_end(&mut head).unwrap();
        assert!(head.starts_with(b"\0\0\0\x18ftypheic"), "the very file");
        assert!(!self.gives_up, "a decoder of a platform may do anything");
        let size = usize::try_from(edge * (edge * 3 / 4) * 3).unwrap();
        Ok(Picture::new(edge, edge * 3 / 4, vec![90; size]))
    }
}

fn heic(village: &Village) -> PathBuf {
    let path = village.dir.path().join("a.heic");
    let mut bytes = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\0\x14ispe\0\0\0\0".to_vec();
    for side in [4032_u32, 3024] {
        bytes.extend(side.to_be_bytes());
    }
    std::fs::write(&path, bytes).unwrap();
    path
}

#[test]
fn a_heic_is_decoded_by_the_platform_and_kept_where_that_cannot() {
    for (platform, copy) in [
        (None, false),
        (Some(Platform { gives_up: false }), true),
        (Some(Platform { gives_up: true }), false),
    ] {
        let Village {
            dir, clock, app, ..
        } = village();
        drop(app);
        let ports = Ports {
            heic: platform.map(|platform| Arc::new(platform) as _),
            ..ports(&clock, 8)
        };
        let app = App::open_with(config(dir.path()), ports).unwrap();
        let village = Village {
            dir,
            clock,
            app,
            taps: Cell::new(0),
        };
        let home = village.find("赵满仓");
        village
            .app
            .photo_add(&photo_of(&home, &heic(&village)))
            .unwrap();
        village.work();
        let one = village.photos("赵满仓").remove(0);
        assert!(finding(&one, "原图").title.text.contains("通过"));
        assert_eq!(one.picture, copy);
        assert_eq!(one.stamp.is_some(), copy);
        let shown = village.app.photo_picture(&one.photo, false);
        if copy {
            assert_eq!(shown.unwrap()[..3], [0xFF, 0xD8, 0xFF]);
        } else {
            assert!(shown.is_err());
            assert!(one.missing.is_some_and(|why| why.contains("打不开")));
        }
    }
}

/// A platform that says how often it was asked, and decodes from now on or never.
#[derive(Default)]
struct Asked {
    times: AtomicU32,
    decodes: AtomicBool,
}

impl HeicDecoder for Asked {
    fn id(&self) -> Cow<'static, str> {
        "asked-1".into()
    }
    fn decode(&self, _: &mut dyn Source, edge: u32) -> Result<Option<Picture>, String> {
        self.times.fetch_add(1, Ordering::Relaxed);
        let decodes = self.decodes.load(Ordering::Relaxed);
        let grey = || vec![90; usize::try_from(edge * edge * 3).unwrap()];
        Ok(decodes.then(|| Picture::new(edge, edge, grey())).flatten())
    }
}

#[test]
fn a_heic_is_tried_again_once_a_start_when_a_decoder_has_come() {
    let Village {
        dir, clock, app, ..
    } = village();
    drop(app);
    // Opens the same store as a new process does, with what this device can decode now.
    let opened = |seed, heic: Option<&Arc<Asked>>, dir| {
        let heic = heic.map(|asked| Arc::clone(asked) as Arc<dyn HeicDecoder>);
        let ports = Ports {
            heic,
            ..ports(&clock, seed)
        };
        let app = App::open_with(config(Path::new(&dir)), ports).unwrap();
        (app, dir)
    };
    let path = dir.path().to_path_buf();
    let waiting = |app: &App, home: &str| app.photos(home, None).unwrap().waiting;
    let ops = |app: &App| app.with_store_for_tests(|store| store.head().unwrap().seq);

    let (app, path) = opened(8, None, path);
    let village = Village {
        dir,
        clock: Arc::clone(&clock),
        app,
        taps: Cell::new(0),
    };
    let home = village.find("赵满仓");
    let file = heic(&village);
    village.app.photo_add(&photo_of(&home, &file)).unwrap();
    village.work();
    assert_eq!(
        waiting(&village.app, &home),
        0,
        "nothing here can decode it"
    );
    let Village { dir, app, .. } = village;
    let written = ops(&app);
    drop(app);

    // A decoder that cannot do this one is asked once, and nothing new is written.
    let asked = Arc::new(Asked::default());
    let (app, path) = opened(9, Some(&asked), path);
    assert_eq!(waiting(&app, &home), 1);
    assert_eq!(app.photo_work().unwrap(), 0);
    assert_eq!(waiting(&app, &home), 0, "once a start is enough");
    assert_eq!(app.photo_work().unwrap(), 0);
    assert_eq!(asked.times.load(Ordering::Relaxed), 1);
    assert_eq!(ops(&app), written);
    drop(app);

    asked.decodes.store(true, Ordering::Relaxed);
    let (app, _) = opened(10, Some(&asked), path);
    assert_eq!(waiting(&app, &home), 1);
    assert_eq!(app.photo_work().unwrap(), 0);
    let view = app.photos(&home, None).unwrap();
    assert!(view.cards[0].thumb && view.waiting == 0);
    let one = app.photo(&view.cards[0].photo).unwrap();
    assert!(one.picture && one.missing.is_none());
    drop(dir);
}

#[test]
fn misreading_6_3_9_a_signature_is_bound_to_the_very_bytes_of_the_answers() {
    let village = village();
    let visit = village.open("赵满仓");
    village.choose(&visit, "见到本人了吗", "见到本人");
    village.rest(&visit);
    village.close(&visit).unwrap();
    let view = village.app.signing(&visit).unwrap();
    assert!(view.sentence.contains("签不签都行"));
    assert!(!view.answers.is_empty());
    let resident = view
        .signers
        .iter()
        .find(|s| s.key.starts_with("resident:"))
        .unwrap();
    let mut input = SignInput {
        visit: visit.clone(),
        signer: resident.key.clone(),
        how: "strokes".to_owned(),
        strokes: vec![],
        path: None,
    };
    assert_eq!(village.app.sign(&input).unwrap_err().code, "sign_empty");
    input.strokes = vec![vec![
        StrokePoint { x: 1, y: 2, ms: 0 },
        StrokePoint { x: 3, y: 4, ms: 16 },
    ]];
    village.app.sign(&input).unwrap();
    village.app.with_store_for_tests(|store| {
        let id = tanfang_values::VisitId::new(&visit);
        let signed = store.read(|s| s.signatures(&id)).unwrap().remove(0).signed;
        let closing = store.read(|s| s.closing(&id)).unwrap();
        assert_eq!(signed.signs, closing);
        assert!(closing.len() > 1, "the closing and its answers");
        let leaves: Vec<u8> = closing
            .iter()
            .flat_map(|one| hex::decode(&one.leaf).unwrap())
            .collect();
        let hash = hex::encode(<sha2::Sha256 as sha2::Digest>::digest(leaves));
        assert_eq!(signed.answers_sha256, hash);
        for one in &closing {
            let op = store.read(|s| s.op(&one.op)).unwrap().unwrap();
            assert_eq!(op.leaf.to_string(), one.leaf);
        }
        let image = signed.image.unwrap();
        let bytes = br"[[[1,2,0],[3,4,16]]]";
        let hash = hex::encode(<sha2::Sha256 as sha2::Digest>::digest(bytes));
        assert_eq!((image.sha256, image.kind.as_str()), (hash, "strokes"));
    });
    let view = village.app.signing(&visit).unwrap();
    let resident = view.signers.iter().find(|s| s.key == input.signer).unwrap();
    assert!(resident.done.as_ref().unwrap().text.text.contains("手写"));
    assert_eq!(view.later, None);
    // It stands: nothing is left to tap, and nothing written over it.
    assert_eq!(resident.ways, []);
    for how in ["strokes", "declined"] {
        input.how = how.to_owned();
        assert_eq!(village.app.sign(&input).unwrap_err().code, "sign_done");
    }
}

#[test]
fn whoever_could_not_or_would_not_sign_may_still_sign() {
    let village = village();
    let visit = village.open("赵满仓");
    village.choose(&visit, "见到本人了吗", "见到本人");
    village.rest(&visit);
    village.close(&visit).unwrap();
    let row = || {
        let view = village.app.signing(&visit).unwrap();
        let mut rows = view.signers.into_iter();
        rows.find(|s| s.key.starts_with("resident:")).unwrap()
    };
    let ways = || row().ways.into_iter().map(|way| way.code);
    let sign = |how: &str, strokes: Vec<Vec<StrokePoint>>| {
        let input = SignInput {
            visit: visit.clone(),
            signer: row().key,
            how: how.to_owned(),
            strokes,
            path: None,
        };
        village.app.sign(&input).unwrap()
    };
    assert_eq!(ways().count(), 4);
    // 不愿签 is an answer like any other, with its time; so is 不会签 after it.
    assert!(sign("declined", vec![]).sentence.contains("不愿签"));
    assert_eq!(
        ways().collect::<Vec<_>>(),
        ["strokes", "fingermark", "cannot"]
    );
    village.now("2026-11-20 10:30");
    assert!(sign("cannot", vec![]).sentence.contains("不会签"));
    assert_eq!(
        ways().collect::<Vec<_>>(),
        ["strokes", "fingermark", "declined"]
    );
    assert_eq!(row().done.unwrap().text.text, "11月20日 10:30 不会签");
    sign("strokes", vec![vec![StrokePoint { x: 1, y: 2, ms: 0 }]]);
    assert_eq!(ways().count(), 0);
    assert!(row().done.unwrap().text.text.contains("手写"));
    // Who else may sign is asked as before.
    let view = village.app.signing(&visit).unwrap();
    assert!(view.signers.iter().any(|row| row.ways.len() == 4));
}

#[test]
fn three_homes_photographed_within_minutes_are_shown_to_the_worker_who_may_explain() {
    let village = village();
    for (n, name) in ["赵满仓", "李秀兰", "任样本"].into_iter().enumerate() {
        village.now(&format!("2026-11-20 10:0{n}"));
        let visit = village.open(name);
        let path = village.drawn("x.jpg", 100 + u64::try_from(n).unwrap(), None);
        let mut input = photo_of(&village.find(name), &path);
        input.visit = Some(visit);
        village.app.photo_add(&input).unwrap();
    }
    let page = village.app.evidence(None).unwrap();
    let words = &page.blocks[0].lines[0].text.text;
    assert!(words.contains("3家的照片在2分钟里拍完"), "{words}");
    assert!(page.blocks[0].lines[0].text.masked.contains('*'));
    let explain = page.blocks[0].actions[0].intent.clone();
    village.send(&explain).unwrap();
    let page = village.app.evidence(None).unwrap();
    assert_eq!(page.blocks[0].actions, []);
    assert!(page.blocks[0].lines[1].text.text.contains("两家挨着"));
    let other = village.find("查样本");
    assert_eq!(village.app.evidence(Some(&other)).unwrap().blocks, []);
}

#[test]
fn a_thrown_away_draft_leaves_its_photos() {
    let village = village();
    let visit = village.open("赵满仓");
    let home = village.find("赵满仓");
    let path = village.drawn("a.jpg", 7, None);
    let mut input = photo_of(&home, &path);
    input.visit = Some(visit.clone());
    village.app.photo_add(&input).unwrap();
    village.app.with_store_for_tests(|store| {
        store
            .discard_draft(&tanfang_values::VisitId::new(&visit))
            .unwrap();
    });
    assert_eq!(village.app.photos(&home, None).unwrap().cards.len(), 1);
}

#[test]
fn freeing_copies_loses_nothing_and_unhanded_originals_are_not_offered() {
    let village = village();
    let home = village.find("赵满仓");
    let path = village.drawn("a.jpg", 7, None);
    village.app.photo_add(&photo_of(&home, &path)).unwrap();
    village.work();
    let page = village.app.storage().unwrap();
    let actions: Vec<_> = page.blocks.iter().flat_map(|b| &b.actions).collect();
    assert_eq!(actions.len(), 1, "{actions:?}");
    assert_eq!(actions[0].label, "清掉小图");
    let photo = village.photos("赵满仓").remove(0).photo;
    let before = village.app.photo_picture(&photo, true).unwrap();
    let freed = village.send(&actions[0].intent).unwrap();
    assert!(freed.sentence.contains("腾出"), "{}", freed.sentence);
    assert_eq!(village.stored_files().len(), 1);
    assert_eq!(village.app.photo_picture(&photo, true).unwrap(), before);
    assert!(
        page.sentence
            .unwrap()
            .text
            .contains("备份文件和交接文件里没有照片")
    );
}

#[test]
fn wiping_takes_the_photos_too() {
    let village = village();
    let home = village.find("赵满仓");
    let path = village.drawn("a.jpg", 7, None);
    village.app.photo_add(&photo_of(&home, &path)).unwrap();
    let look = village.app.wipe_look().unwrap();
    village.app.wipe(&look.word).unwrap();
    assert!(!village.dir.path().join("photos").exists());
}

#[test]
fn the_watermark_says_what_the_record_says_and_that_it_is_no_evidence() {
    let village = village();
    let home = village.find("赵满仓");
    let path = village.drawn("a.jpg", 7, None);
    village.app.photo_add(&photo_of(&home, &path)).unwrap();
    village.work();
    let one = village.photos("赵满仓").remove(0);
    let stamp = one.lines.iter().map(|line| &line.text.text);
    let stamp = stamp
        .clone()
        .find(|line| line.starts_with("水印:"))
        .unwrap();
    let code = tanfang_evidence::stamp::code::of(&one.photo);
    for words in [
        "2026年11月20日",
        "10:00",
        "房屋环境",
        "赵小川",
        "赵**",
        &code,
    ] {
        assert!(stamp.contains(words), "{words}: {stamp}");
    }
    assert!(
        !stamp.contains("满仓"),
        "a picture that is handed on names nobody"
    );
    assert!(stamp.contains("不是证据"));
    assert_eq!(one.stamp.as_deref(), Some("水印由记录生成,不是证据"));
    // Without a font of the platform there is the picture alone.
    let none = village.app.photo_stamped(&one.photo, &path, 0).unwrap_err();
    assert_eq!(none.code, "photo_no_font");
}
