//! Random operations about photos, signatures, exports and receipts.

use crate::random_ops::World;
use tanfang_domain::event::{
    Alike, AppMark, Consent, DeviceMark, Event, EvidenceExported, ExifRead, ExportMember,
    FindingExplained, Fingerprint, GivenPlace, Grade, Matter, Original, PhotoConsent, PhotoDerived,
    PhotoTaken, PhotoVoid, ReceiptKept, Rendition, SignedHow, Signer, Signs, VisitSigned, VoidWhy,
};
use tanfang_values::{PhotoId, VisitId};

pub(crate) fn taken(photo: &str, household: &str) -> PhotoTaken {
    PhotoTaken {
        photo: photo.into(),
        visit: Some("v1".into()),
        household: household.into(),
        person: None,
        matter: Matter::House,
        grade: Grade::Taken,
        original: Original {
            sha256: "0a".repeat(32),
            bytes: 9,
            kind: "jpeg".to_owned(),
            width: Some(4000),
            height: Some(3000),
            turn: 1,
        },
        exif: ExifRead::default(),
        at: tanfang_values::Stamp {
            ms: 1_795_136_400_000,
            offset_min: 480,
        },
        boot_id: "boot".to_owned(),
        elapsed_ms: 5,
        gnss_ms: None,
        receipt: None,
        place: None,
        consent: Some(Consent::Agreed),
        nonce: None,
        device: DeviceMark {
            key: "02".repeat(33),
            level: "software".to_owned(),
        },
        app: AppMark {
            version: "tanfang test".to_owned(),
            build: None,
            flags: Vec::new(),
        },
        sealed: "tf-vault-1".to_owned(),
    }
}

pub(crate) fn derived(photo: &str, mark: Option<u8>) -> PhotoDerived {
    PhotoDerived {
        photo: photo.into(),
        taken: "op".into(),
        pipeline: "tf-photo-1".to_owned(),
        decoder: Some("jpeg-decoder".to_owned()),
        view: Some(Rendition {
            sha256: "0b".repeat(32),
            bytes: 5,
            width: 1600,
            height: 1200,
        }),
        thumb: None,
        mark: mark.map(|n| Fingerprint {
            alg: "dct16-1".to_owned(),
            full: hex::encode([n; 32]),
            top: hex::encode([n; 32]),
            centre: hex::encode([n; 32]),
            trimmed: hex::encode([n; 32]),
            quality: 80,
        }),
        cues: vec!["no_camera".to_owned()],
        incomplete: false,
        deferred: None,
        alike: vec![Alike {
            photo: "ph0".into(),
            distance: 12,
            views: "full-full".to_owned(),
            turn: 0,
            same_file: false,
        }],
        stamp: vec!["10:00".to_owned()],
    }
}

impl World {
    fn photo(&mut self) -> PhotoId {
        PhotoId::new(self.id("ph", 3))
    }

    /// The next of what concerns photos.
    pub(crate) fn of_photos(&mut self) -> Event {
        match self.below(9) {
            0 | 1 => {
                let photo = self.photo();
                let home = self.household();
                let mut taken = taken(photo.as_str(), home.as_str());
                taken.original.sha256 = self.id("f", 3);
                taken.place = (self.below(2) == 0).then_some(GivenPlace {
                    lat_e7: 250_000_000,
                    lon_e7: 1_050_000_000,
                    accuracy_m: Some(9),
                    provider: Some("gps".to_owned()),
                    mock: Some(false),
                    age_s: None,
                    satellites: Some(7),
                });
                Event::PhotoTaken(taken)
            }
            2 | 3 => {
                let photo = self.photo();
                let mark = u8::try_from(self.below(4)).unwrap();
                Event::PhotoDerived(derived(photo.as_str(), (mark > 0).then_some(mark)))
            }
            4 => Event::PhotoVoid(PhotoVoid {
                photo: self.photo(),
                copies: self.below(2) == 0,
                why: [VoidWhy::Asked, VoidWhy::Space][usize::try_from(self.below(2)).unwrap()],
                day: self.day(),
                note: None,
            }),
            5 => Event::PhotoConsent(PhotoConsent {
                visit: VisitId::new(self.id("v", 3)),
                household: self.household(),
                person: None,
                consent: Consent::Declined,
                day: self.day(),
                at: self.stamp(),
            }),
            6 => Event::FindingExplained(FindingExplained {
                photo: (self.below(2) == 0).then(|| self.photo()),
                visit: (self.below(2) == 0).then(|| VisitId::new(self.id("v", 3))),
                finding: "E7".to_owned(),
                other: None,
                why: self.id("same", 2),
                note: None,
                day: self.day(),
            }),
            7 => Event::VisitSigned(VisitSigned {
                signature: self.id("s", 2).into(),
                visit: VisitId::new(self.id("v", 3)),
                household: self.household(),
                who: Signer::Resident,
                worker: None,
                person: Some(self.person()),
                how: SignedHow::Cannot,
                signs: vec![Signs {
                    op: self.op_of(&["visit.closed"]),
                    leaf: "00".repeat(32),
                }],
                answers_sha256: "00".repeat(32),
                image: None,
                own_unlock: None,
                at: self.stamp(),
            }),
            _ => Event::EvidenceExported(EvidenceExported {
                export: self.id("x", 2).into(),
                day: self.day(),
                at: self.stamp(),
                to: Some(self.id("镇", 2)),
                visits: vec![VisitId::new(self.id("v", 3))],
                originals: true,
                photos: 1,
                ops: 3,
                members: vec![ExportMember {
                    path: "photos/a.jpg".to_owned(),
                    sha256: "00".repeat(32),
                    bytes: 4,
                }],
            }),
        }
    }

    /// What another party saw of the chain.
    pub(crate) fn receipt(&mut self) -> Event {
        Event::Receipt(ReceiptKept {
            size: self.below(20),
            root: self.id("r", 3),
            by: "样例镇".to_owned(),
            time_ms: 1_795_000_000_000 + self.below(9).cast_signed(),
            note: "note".to_owned(),
        })
    }
}
