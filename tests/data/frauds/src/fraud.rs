//! One case a row of the fraud table (specs/photo-evidence.md §1), and one a variant of its §3:
//! what somebody does, and what a check must say of it.
//!
//! Rows that cannot be detected expect 未能判断, and the sentence of [`Report::BEYOND`] that
//! says so in every report.

use crate::phone::{Phone, Shot, Township};
use std::collections::BTreeMap;
use tanfang_domain::event::{ExifRead, Grade};
use tanfang_evidence::finding::{Case, Check, HomePlace, Log, NoEye, Report, Verdict, examine};
use tanfang_evidence::mark::Query;
use tanfang_scenes::{Image, Jpeg, Variant, scene};
use tanfang_values::{HouseholdId, PhotoId};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// Where the home of the samples stands: nowhere in particular.
const HOME: (i32, i32) = (256_000_000, 1_061_000_000);

/// Holds a fraud as it lies on the phone, and what must be found.
#[derive(Debug)]
pub struct Fraud {
    /// Its row, as a name of a folder.
    pub name: String,
    /// The phone afterwards.
    pub phone: Phone,
    /// Who saw its log.
    pub township: Township,
    /// The log as it is shown, if it is not the phone's own.
    pub shown: Option<Log>,
    /// The photo it is about.
    pub photo: PhotoId,
    /// The check, how it must come out, and the reason that must be among its reasons.
    pub expected: Vec<(Check, Verdict, &'static str)>,
    /// What every report says that no check can tell, if this is of that kind.
    pub beyond: Option<&'static str>,
}

impl Fraud {
    /// Looks at it as a township would, with the homes and the keys it knows.
    pub fn report(&self) -> Report {
        let log = self.shown.clone().unwrap_or_else(|| self.phone.log());
        let mut case = Case::new(vec![log], &self.phone, &NoEye, self.phone.wall_ms + HOUR);
        case.witnesses = vec![self.township.key()];
        case.homes = BTreeMap::from([(
            HouseholdId::new("h-1"),
            HomePlace {
                lat_e7: HOME.0,
                lon_e7: HOME.1,
            },
        )]);
        examine(&case)
    }
}

/// Makes a photo of a drawn picture, with its copy, thumbnail and fingerprint.
pub fn picture(image: &Image) -> Shot {
    let jpeg = |image: &Image, quality| Jpeg::quality(quality).bytes(image).unwrap();
    let query = Query::of_rgb(image.width(), image.height(), image.rgb()).unwrap();
    Shot {
        original: jpeg(image, 90),
        view: jpeg(&image.fitted(640), 80),
        thumb: jpeg(&image.fitted(256), 75),
        mark: Some(query.mark().to_record()),
        ..Shot::bytes(0)
    }
}

fn drawn(seed: u64) -> Image {
    scene(seed, 640, 480)
}

/// An honest start: seen by the township an hour before.
fn begun(seed: u8) -> (Phone, Township) {
    let mut township = Township::new();
    let mut phone = Phone::new(seed);
    phone.sync(&mut township);
    phone.wait(HOUR);
    (phone, township)
}

fn done(
    name: impl Into<String>,
    (mut phone, mut township): (Phone, Township),
    photo: PhotoId,
    expected: &[(Check, Verdict, &'static str)],
) -> Fraud {
    phone.wait(HOUR);
    phone.sync(&mut township);
    Fraud {
        name: name.into(),
        phone,
        township,
        shown: None,
        photo,
        expected: expected.to_vec(),
        beyond: None,
    }
}

/// Makes every row of the table that a program can say something about, and those it cannot.
pub fn table() -> Vec<Fraud> {
    vec![
        honest(),
        same_file(),
        screenshot(),
        change_of_clothes(),
        one_moment(),
        clock_back(),
        time_not_in_bracket(),
        false_place(),
        too_fast(),
        edited_exif(),
        edited_picture(),
        deleted(),
        rewritten(),
        beyond("photo-of-a-screen", "rephotographed"),
        beyond("somebody-else-takes-it", "hand"),
        beyond("staged-scene", "staged"),
    ]
}

/// Makes one case a variant: an old photo, changed in that way, for another visit.
pub fn variants(seed: u64) -> impl Iterator<Item = (Variant, Fraud)> {
    let image = drawn(seed);
    Variant::ALL.iter().map(move |variant| {
        let (mut phone, township) = begun(31);
        phone.shoot("v-1", "h-1", &picture(&image));
        phone.wait(40 * DAY);
        let photo = phone.shoot("v-2", "h-1", &picture(&variant.of(&image, seed)));
        let name = format!("old-photo-{}", variant.name());
        (*variant, done(name, (phone, township), photo, &[]))
    })
}

fn honest() -> Fraud {
    let (mut phone, township) = begun(1);
    let photo = phone.shoot("v-1", "h-1", &picture(&drawn(1)).at(HOME.0, HOME.1));
    done(
        "honest",
        (phone, township),
        photo,
        &[
            (Check::E1, Verdict::Pass, "original_same"),
            (Check::E2, Verdict::Pass, "entry_in_log"),
            (Check::E5, Verdict::Pass, "time_between"),
            (Check::E6, Verdict::Pass, "at_home"),
            (Check::E7, Verdict::Pass, "none_alike"),
            (Check::E10, Verdict::Pass, "seen_by"),
        ],
    )
}

fn same_file() -> Fraud {
    let (mut phone, township) = begun(2);
    let shot = picture(&drawn(2));
    phone.shoot("v-1", "h-1", &shot);
    phone.wait(30 * DAY);
    let photo = phone.shoot("v-2", "h-2", &shot);
    done(
        "same-file-for-two-visits",
        (phone, township),
        photo,
        &[(Check::E7, Verdict::Mismatch, "same_file")],
    )
}

fn screenshot() -> Fraud {
    let (mut phone, township) = begun(3);
    let image = drawn(3);
    phone.shoot("v-1", "h-1", &picture(&image));
    phone.wait(30 * DAY);
    let mut shot = picture(&Variant::FullScreenshot.of(&image, 3));
    shot.grade = Grade::Screen;
    let photo = phone.shoot("v-2", "h-1", &shot);
    done(
        "screenshot-of-a-photo",
        (phone, township),
        photo,
        &[(Check::E8, Verdict::Note, "screenshot")],
    )
}

fn change_of_clothes() -> Fraud {
    let (mut phone, township) = begun(4);
    let photo = phone.shoot("v-1", "h-1", &picture(&drawn(4)));
    phone.wait(10 * MINUTE);
    phone.shoot("v-2", "h-2", &picture(&drawn(40)));
    phone.wait(10 * MINUTE);
    phone.close_visit("v-1", "h-1", 25);
    phone.close_visit("v-2", "h-2", 25);
    done(
        "one-trip-many-visits",
        (phone, township),
        photo,
        &[(Check::E5, Verdict::Note, "visits_overlap")],
    )
}

fn one_moment() -> Fraud {
    let (mut phone, township) = begun(5);
    phone.shoot("v-1", "h-1", &picture(&drawn(5)).at(HOME.0, HOME.1));
    phone.wait(20_000);
    let photo = phone.shoot("v-2", "h-2", &picture(&drawn(50)).at(HOME.0 + 200, HOME.1));
    done(
        "two-homes-in-one-moment",
        (phone, township),
        photo,
        &[(Check::E6, Verdict::Note, "homes_in_one_moment")],
    )
}

fn clock_back() -> Fraud {
    let (mut phone, township) = begun(6);
    phone.wait(2 * HOUR);
    phone.wall_ms -= HOUR / 2;
    let photo = phone.shoot("v-1", "h-1", &picture(&drawn(6)));
    phone.wall_ms += HOUR / 2;
    done(
        "clock-moved-back",
        (phone, township),
        photo,
        &[(Check::E5, Verdict::Note, "clock_moved")],
    )
}

fn time_not_in_bracket() -> Fraud {
    let (mut phone, township) = begun(7);
    let mut shot = picture(&drawn(7));
    shot.at_ms = Some(phone.wall_ms - 20 * DAY);
    let photo = phone.shoot("v-1", "h-1", &shot);
    done(
        "time-before-the-receipt-it-names",
        (phone, township),
        photo,
        &[(Check::E5, Verdict::Mismatch, "time_before_receipt")],
    )
}

fn false_place() -> Fraud {
    let (mut phone, township) = begun(8);
    let mut shot = picture(&drawn(8)).at(HOME.0, HOME.1);
    if let Some(place) = &mut shot.place {
        place.mock = Some(true);
    }
    let photo = phone.shoot("v-1", "h-1", &shot);
    done(
        "place-made-up",
        (phone, township),
        photo,
        &[(Check::E6, Verdict::Mismatch, "place_made_up")],
    )
}

fn too_fast() -> Fraud {
    let (mut phone, township) = begun(9);
    phone.shoot(
        "v-1",
        "h-1",
        &picture(&drawn(9)).at(HOME.0 + 5_000_000, HOME.1),
    );
    phone.wait(2 * MINUTE);
    let photo = phone.shoot("v-2", "h-1", &picture(&drawn(90)).at(HOME.0, HOME.1));
    done(
        "place-too-far-from-the-last",
        (phone, township),
        photo,
        &[(Check::E6, Verdict::Note, "too_fast")],
    )
}

fn edited_exif() -> Fraud {
    let (mut phone, township) = begun(10);
    let mut shot = picture(&drawn(10));
    shot.grade = Grade::Album;
    shot.exif = ExifRead {
        make: Some("TF-TEST".into()),
        taken: Some("2027:08:01 09:00:00".into()),
        ..ExifRead::default()
    };
    let photo = phone.shoot("v-1", "h-1", &shot);
    done(
        "edited-exif",
        (phone, township),
        photo,
        &[
            (Check::E8, Verdict::CannotTell, "from_album"),
            (Check::E5, Verdict::Note, "file_later"),
        ],
    )
}

fn edited_picture() -> Fraud {
    let (mut phone, township) = begun(11);
    let mut shot = picture(&drawn(11));
    shot.grade = Grade::Album;
    shot.exif.software = Some("TF-EDITOR".into());
    shot.cues = vec!["thumbnail_differs".into()];
    let photo = phone.shoot("v-1", "h-1", &shot);
    done(
        "edited-picture",
        (phone, township),
        photo,
        &[(Check::E8, Verdict::Note, "cue")],
    )
}

/// The entry of the bad photo is taken out of the list, and the rest moved up.
fn deleted() -> Fraud {
    let (mut phone, township) = begun(12);
    let bad = phone.shoot("v-1", "h-1", &picture(&drawn(12)));
    let photo = phone.shoot("v-1", "h-1", &picture(&drawn(13)));
    phone.files.retain(|(id, _), _| id != bad.as_str());
    let mut fraud = done(
        "bad-photo-deleted",
        (phone, township),
        photo,
        &[(Check::E3, Verdict::Mismatch, "other_root")],
    );
    let mut log = fraud.phone.log();
    let gone = log
        .ops
        .iter()
        .find(|op| {
            op.body
                .as_ref()
                .is_some_and(|body| contains(body, bad.as_str().as_bytes()))
        })
        .unwrap()
        .seq;
    log.ops.retain(|op| op.seq != gone);
    // Its line is replaced, so that the number of entries stays what the head says.
    let at = usize::try_from(gone).unwrap() - 1;
    log.leaves.copy_within(at - 1..at, at);
    fraud.shown = Some(log);
    fraud
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// A whole phone made up at home, before anybody saw its log.
fn rewritten() -> Fraud {
    let mut phone = Phone::new(14);
    let photo = phone.shoot("v-1", "h-1", &picture(&drawn(14)));
    Fraud {
        name: "history-rewritten-before-the-first-receipt".into(),
        phone,
        township: Township::new(),
        shown: None,
        photo,
        expected: vec![
            (Check::E10, Verdict::CannotTell, "not_synced"),
            (Check::E5, Verdict::CannotTell, "time_of_phone_only"),
        ],
        beyond: Some("before_receipt"),
    }
}

/// A photo like any other: nothing in it tells.
fn beyond(name: &str, code: &'static str) -> Fraud {
    let (mut phone, township) = begun(15);
    let mut image = drawn(15);
    if code == "rephotographed" {
        image = Variant::Recapture.of(&image, 15);
    }
    let photo = phone.shoot("v-1", "h-1", &picture(&image));
    Fraud {
        beyond: Some(code),
        ..done(name, (phone, township), photo, &[])
    }
}

/// Writes a case as files: the archive unpacked, and what is expected of it.
pub fn files(fraud: &mut Fraud) -> BTreeMap<String, Vec<u8>> {
    // What was deleted from the shown log is deleted from the archive's as well.
    let shown = fraud.shown.take();
    let mut files = fraud.phone.export(true);
    if let Some(shown) = shown {
        let path = files
            .keys()
            .find(|path| path.ends_with("leaves.txt"))
            .cloned();
        if let Some(path) = path {
            let mut leaves: Vec<String> = shown.leaves.iter().map(ToString::to_string).collect();
            let all = fraud.phone.leaves();
            leaves.extend(all.iter().skip(leaves.len()).map(ToString::to_string));
            files.insert(path, format!("{}\n", leaves.join("\n")).into_bytes());
        }
    }
    let mut expected: Vec<String> = fraud
        .expected
        .iter()
        .map(|(check, verdict, code)| format!("{check} {} {code}\n", verdict.name()))
        .collect();
    expected.extend(
        fraud
            .beyond
            .map(|code| format!("beyond cannot_tell {code}\n")),
    );
    files.insert("../expected.txt".into(), expected.concat().into_bytes());
    files
}
