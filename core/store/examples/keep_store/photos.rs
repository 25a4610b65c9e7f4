//! Photos, a signature, an export and a receipt of the kept store.

use std::error::Error;
use tanfang_domain::event::{
    Alike, AppMark, Consent, DataClass, DeviceMark, Event, EvidenceExported, ExifRead,
    ExportMember, FindingExplained, Fingerprint, Grade, Matter, NewOp, Original, PhotoConsent,
    PhotoDerived, PhotoTaken, PhotoVoid, ReceiptKept, Rendition, Scope, SignatureImage, SignedHow,
    Signer, Signs, VisitSigned, VoidWhy,
};
use tanfang_values::{Day, GridId, Stamp};

const AT: Stamp = Stamp {
    ms: super::NOW,
    offset_min: 480,
};

fn hash(n: u8) -> String {
    hex::encode([n; 32])
}

fn taken(photo: &str, n: u8) -> Event {
    Event::PhotoTaken(PhotoTaken {
        photo: photo.into(),
        visit: Some("v1".into()),
        household: "h1".into(),
        person: None,
        matter: Matter::House,
        grade: Grade::Album,
        original: Original {
            sha256: hash(n),
            bytes: 3_400_000,
            kind: "jpeg".to_owned(),
            width: Some(4000),
            height: Some(3000),
            turn: 6,
        },
        exif: ExifRead {
            make: Some("TF-TEST".to_owned()),
            ..ExifRead::default()
        },
        at: AT,
        boot_id: "boot-1".to_owned(),
        elapsed_ms: 12,
        gnss_ms: None,
        receipt: None,
        place: None,
        consent: Some(Consent::ThingsOnly),
        nonce: None,
        device: DeviceMark {
            key: "02".repeat(33),
            level: "software".to_owned(),
        },
        app: AppMark {
            version: "tanfang 0.5.0".to_owned(),
            build: None,
            flags: Vec::new(),
        },
        sealed: "tf-vault-1".to_owned(),
    })
}

fn derived() -> Event {
    Event::PhotoDerived(PhotoDerived {
        photo: "ph2".into(),
        taken: "op".into(),
        pipeline: "tf-photo-1".to_owned(),
        decoder: Some("jpeg-decoder".to_owned()),
        view: Some(Rendition {
            sha256: hash(11),
            bytes: 200_000,
            width: 1200,
            height: 1600,
        }),
        thumb: None,
        mark: Some(Fingerprint {
            alg: "dct16-1".to_owned(),
            full: hash(1),
            top: hash(2),
            centre: hash(3),
            trimmed: hash(4),
            quality: 77,
        }),
        cues: Vec::new(),
        incomplete: false,
        deferred: None,
        alike: vec![Alike {
            photo: "ph1".into(),
            distance: 0,
            views: "full-full".to_owned(),
            turn: 0,
            same_file: true,
        }],
        stamp: vec!["2026-11-20".to_owned()],
    })
}

fn signed() -> Event {
    Event::VisitSigned(VisitSigned {
        signature: "s1".into(),
        visit: "v1".into(),
        household: "h1".into(),
        who: Signer::Resident,
        worker: None,
        person: Some("p1".into()),
        how: SignedHow::Fingermark,
        signs: vec![Signs {
            op: "op".into(),
            leaf: hash(0),
        }],
        answers_sha256: hash(0),
        image: Some(SignatureImage {
            sha256: hash(9),
            bytes: 7,
            kind: "jpeg".to_owned(),
        }),
        own_unlock: None,
        at: AT,
    })
}

/// Every kind that came with photos.
pub(super) fn all() -> Result<Vec<NewOp>, Box<dyn Error>> {
    let day = Day::parse("2026-11-20")?;
    let core = |event| NewOp::new(Scope::new(GridId::new("g1"), DataClass::Core), event);
    let own = |event| NewOp::new(Scope::own(), event);
    Ok(vec![
        core(taken("ph1", 10)),
        core(taken("ph2", 10)),
        core(derived()),
        core(Event::PhotoVoid(PhotoVoid {
            photo: "ph1".into(),
            copies: true,
            why: VoidWhy::Asked,
            day,
            note: None,
        })),
        core(Event::PhotoConsent(PhotoConsent {
            visit: "v1".into(),
            household: "h1".into(),
            person: Some("p1".into()),
            consent: Consent::Declined,
            day,
            at: AT,
        })),
        core(Event::FindingExplained(FindingExplained {
            photo: Some("ph2".into()),
            visit: None,
            finding: "E7".to_owned(),
            other: Some("ph1".to_owned()),
            why: "same_place".to_owned(),
            note: None,
            day,
        })),
        core(signed()),
        own(Event::EvidenceExported(EvidenceExported {
            export: "x1".into(),
            day,
            at: AT,
            to: Some("样例镇".to_owned()),
            visits: Vec::new(),
            originals: true,
            photos: 2,
            ops: 9,
            members: vec![ExportMember {
                path: "photos/ph2.jpg".to_owned(),
                sha256: hash(10),
                bytes: 3_400_000,
            }],
        })),
        own(Event::Receipt(ReceiptKept {
            size: 9,
            root: hash(5),
            by: "样例镇".to_owned(),
            time_ms: super::NOW,
            note: "note".to_owned(),
        })),
    ])
}
