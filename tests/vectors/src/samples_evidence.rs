//! The samples of evidence: photos, signatures, exports, receipts.

use tanfang_domain::event::{
    Alike, AppMark, Consent, DataClass, DeviceMark, Event, EvidenceExported, ExifRead,
    ExportMember, FindingExplained, Fingerprint, GivenPlace, Grade, Matter, NewOp, Original,
    PhotoConsent, PhotoDerived, PhotoTaken, PhotoVoid, ReceiptKept, Rendition, Scope,
    SignatureImage, SignedHow, Signer, Signs, VisitSigned, VoidWhy,
};

use crate::samples::{day, hex, op, stamp, text};

fn own(event: Event) -> NewOp {
    NewOp::new(Scope::own(), event)
}

fn rendition(width: u32, height: u32) -> Rendition {
    Rendition {
        sha256: hex("c"),
        bytes: 345_678,
        width,
        height,
    }
}

/// Returns one sample of each kind that came with evidence.
pub(crate) fn all() -> Vec<NewOp> {
    vec![
        op(
            DataClass::Economic,
            Event::PhotoTaken(PhotoTaken {
                photo: "photo-1".into(),
                visit: Some("visit-1".into()),
                household: "h-1".into(),
                person: Some("p-1".into()),
                matter: Matter::Paper,
                grade: Grade::Taken,
                original: Original {
                    sha256: hex("a"),
                    bytes: 3_456_789,
                    kind: "jpeg".to_owned(),
                    width: Some(4000),
                    height: Some(3000),
                    turn: 6,
                },
                exif: ExifRead {
                    make: text("示例"),
                    model: text("样机一号"),
                    software: None,
                    taken: text("2026:11-20 09:30:00"),
                    offset: text("+08:00"),
                    place: Some((256_000_000, 1_061_000_000)),
                    gps_time: text("01:30:00"),
                },
                at: stamp(),
                boot_id: "boot-1".to_owned(),
                elapsed_ms: 86_400_001,
                gnss_ms: Some(1_795_000_000_500),
                receipt: Some(hex("b")),
                place: Some(GivenPlace {
                    lat_e7: 256_000_001,
                    lon_e7: 1_061_000_002,
                    accuracy_m: Some(12),
                    provider: text("gps"),
                    mock: Some(false),
                    age_s: Some(4),
                    satellites: Some(9),
                }),
                consent: Some(Consent::Agreed),
                nonce: text("task-7"),
                device: DeviceMark {
                    key: "02".repeat(33),
                    level: "tee".to_owned(),
                },
                app: AppMark {
                    version: "tanfang 0.5.0".to_owned(),
                    build: Some(hex("b")),
                    flags: vec!["debug".to_owned()],
                },
                sealed: "tfp1".to_owned(),
            }),
        ),
        op(
            DataClass::Core,
            Event::PhotoConsent(PhotoConsent {
                visit: "visit-1".into(),
                household: "h-1".into(),
                person: Some("p-1".into()),
                consent: Consent::ThingsOnly,
                day: day(0),
                at: stamp(),
            }),
        ),
        op(
            DataClass::Economic,
            Event::PhotoDerived(PhotoDerived {
                photo: "photo-1".into(),
                taken: "0198c0de-0000-7000-9000-000000000001".into(),
                pipeline: "tf-photo-1".to_owned(),
                decoder: text("jpeg-decoder 0.3.2"),
                view: Some(rendition(1600, 1200)),
                thumb: Some(rendition(256, 192)),
                mark: Some(Fingerprint {
                    alg: "dct16-1".to_owned(),
                    full: hex("a"),
                    top: hex("a"),
                    centre: hex("a"),
                    trimmed: hex("a"),
                    quality: 88,
                }),
                cues: vec!["no_camera_exif".to_owned()],
                incomplete: false,
                deferred: None,
                alike: vec![Alike {
                    photo: "photo-0".into(),
                    distance: 12,
                    views: "full-top".to_owned(),
                    turn: 0,
                    same_file: false,
                }],
                stamp: vec!["2026-11-20 09:30".to_owned(), "石桥村二组".to_owned()],
            }),
        ),
        op(
            DataClass::Economic,
            Event::PhotoVoid(PhotoVoid {
                photo: "photo-1".into(),
                copies: false,
                why: VoidWhy::Asked,
                day: day(9),
                note: text("本人不愿意留"),
            }),
        ),
        op(
            DataClass::Core,
            Event::FindingExplained(FindingExplained {
                photo: Some("photo-1".into()),
                visit: None,
                finding: "E7".to_owned(),
                other: text("photo-0"),
                why: "same_place".to_owned(),
                note: text("同一处漏雨,每月拍一次"),
                day: day(1),
            }),
        ),
        op(
            DataClass::Core,
            Event::VisitSigned(VisitSigned {
                signature: "signature-1".into(),
                visit: "visit-1".into(),
                household: "h-1".into(),
                who: Signer::Resident,
                worker: None,
                person: Some("p-1".into()),
                how: SignedHow::Strokes,
                signs: vec![Signs {
                    op: "0198c0de-0000-7000-9000-000000000001".into(),
                    leaf: hex("a"),
                }],
                answers_sha256: hex("a"),
                image: Some(SignatureImage {
                    sha256: hex("a"),
                    bytes: 2_048,
                    kind: "strokes".to_owned(),
                }),
                own_unlock: None,
                at: stamp(),
            }),
        ),
        own(Event::EvidenceExported(EvidenceExported {
            export: "export-1".into(),
            day: day(9),
            at: stamp(),
            to: text("示例镇"),
            visits: vec!["visit-1".into()],
            originals: true,
            photos: 1,
            ops: 9,
            members: vec![ExportMember {
                path: "photos/photo-1.jpg".to_owned(),
                sha256: hex("a"),
                bytes: 3_456_789,
            }],
        })),
        own(Event::Receipt(ReceiptKept {
            size: 9,
            root: hex("a"),
            by: "township.example".to_owned(),
            time_ms: 1_795_000_100_000,
            note: "a signed note\n".to_owned(),
        })),
    ]
}
