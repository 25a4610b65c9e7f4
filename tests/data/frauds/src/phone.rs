//! A phone without a screen, and the township that sees its log.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use tanfang_domain::event::{
    Alike, AppMark, BeganWhy, DataClass, DeviceMark, Event, ExifRead, Fingerprint, GivenPlace,
    Grade, InstanceBegan, Matter, Mode, Original, PhotoDerived, PhotoTaken, ReceiptKept, Rendition,
    Scope, VisitClosed, derive_id,
};
use tanfang_evidence::bundle::{About, Writer, choose};
use tanfang_evidence::finding::case::Reading;
use tanfang_evidence::finding::{Files, Log, LogOp, Part};
use tanfang_log::{
    Checkpoint, DeviceKey as _, Hash, Leaf, Memory, OpMeta, PublicKey, SealedOp, SoftwareKey,
    WitnessKey, WitnessSigner, merkle, seal,
};
use tanfang_values::{
    ExportId, GridId, Hlc, HouseholdId, InstanceId, OpId, PhotoId, Stamp, VisitId, WorkerId,
};

/// 2026-11-20, ten in the morning in China, in UTC milliseconds.
pub const MORNING: i64 = 1_795_140_000_000;
const MINUTE: i64 = 60_000;

/// The grid of the village that tests set up, so that a store of it can take these ops in.
fn grid() -> GridId {
    GridId::new(derive_id("grid", &["990101001001"]))
}

/// Signs what it saw, and remembers it.
#[derive(Debug, Clone)]
pub struct Township {
    signer: WitnessSigner,
    /// What it remembers.
    pub memory: Memory,
}

impl Township {
    /// Makes a township with a key of its own.
    pub fn new() -> Self {
        Self {
            signer: WitnessSigner::ed25519("township.example", &[11; 32]).unwrap(),
            memory: Memory::default(),
        }
    }

    /// Returns the key by which its receipts are checked.
    pub fn key(&self) -> WitnessKey {
        self.signer.public()
    }

    /// Looks at the head of a phone; gives a receipt.
    pub fn see(&mut self, phone: &Phone, ms: i64) -> String {
        self.see_head(&phone.head(), &phone.public_key(), &phone.leaves(), ms)
    }

    /// Looks at a signed head with all its leaves; gives a receipt.
    pub fn see_head(&mut self, head: &str, key: &PublicKey, leaves: &[Leaf], ms: i64) -> String {
        let time = u64::try_from(ms / 1000).unwrap();
        self.memory
            .answer(head, key, leaves, &self.signer, time)
            .unwrap()
    }

    /// Signs any head, as no honest witness would.
    pub fn sign(&self, head: &str, ms: i64) -> String {
        let time = u64::try_from(ms / 1000).unwrap();
        self.signer.cosign(head, time).unwrap()
    }
}

impl Default for Township {
    fn default() -> Self {
        Self::new()
    }
}

/// Holds a photo as it goes into the phone.
#[derive(Debug, Clone)]
pub struct Shot {
    /// Where it came from.
    pub grade: Grade,
    /// The file.
    pub original: Vec<u8>,
    /// The copy.
    pub view: Vec<u8>,
    /// The thumbnail.
    pub thumb: Vec<u8>,
    /// The fingerprint, if there is one.
    pub mark: Option<Fingerprint>,
    /// What the file says of itself.
    pub exif: ExifRead,
    /// What was noticed about it.
    pub cues: Vec<String>,
    /// Earlier photos as the phone found them.
    pub alike: Vec<Alike>,
    /// The place, if it is given.
    pub place: Option<GivenPlace>,
    /// The time that is written down, if another than the phone's.
    pub at_ms: Option<i64>,
    /// The satellites' clock.
    pub gnss_ms: Option<i64>,
}

impl Shot {
    /// Makes a photo of arbitrary bytes, for tests in which nobody looks at the picture.
    pub fn bytes(seed: u64) -> Self {
        let bytes = |tag: &str, n: usize| -> Vec<u8> {
            (0..n)
                .flat_map(|i| {
                    Hash::of(format!("{tag}{seed}-{i}").as_bytes())
                        .as_bytes()
                        .to_vec()
                })
                .collect()
        };
        let hash = |tag: &str| hex::encode(bytes(tag, 1));
        Self {
            grade: Grade::Taken,
            original: bytes("original", 40),
            view: bytes("view", 12),
            thumb: bytes("thumb", 4),
            mark: Some(Fingerprint {
                alg: "dct16-1".into(),
                full: hash("full"),
                top: hash("top"),
                centre: hash("centre"),
                trimmed: hash("trimmed"),
                quality: 90,
            }),
            exif: ExifRead::default(),
            cues: Vec::new(),
            alike: Vec::new(),
            place: None,
            at_ms: None,
            gnss_ms: None,
        }
    }

    /// Puts it at a place, as a phone with a good fix says it.
    #[must_use]
    pub fn at(mut self, lat_e7: i32, lon_e7: i32) -> Self {
        self.place = Some(GivenPlace {
            lat_e7,
            lon_e7,
            accuracy_m: Some(8),
            provider: Some("gps".into()),
            mock: Some(false),
            age_s: Some(2),
            satellites: Some(9),
        });
        self
    }
}

/// A phone without a screen: a chain of sealed ops, a key, clocks, and files of photos.
#[derive(Debug, Clone)]
pub struct Phone {
    /// Whose log it is.
    pub instance: InstanceId,
    /// Where its key says to live.
    pub level: String,
    /// The wall clock, UTC milliseconds.
    pub wall_ms: i64,
    /// The monotonic clock.
    pub elapsed_ms: i64,
    /// This start of the device.
    pub boot_id: String,
    /// The files of photos.
    pub files: BTreeMap<(String, Part), Vec<u8>>,
    key: SoftwareKey,
    ops: Vec<SealedOp>,
    hlc: Hlc,
    made: u64,
    seed: u8,
    last_receipt: Option<String>,
    kinds: BTreeMap<String, String>,
}

impl Files for Phone {
    fn with(&self, photo: &PhotoId, part: Part, read: Reading<'_>) -> io::Result<bool> {
        match self.files.get(&(photo.to_string(), part)) {
            Some(bytes) => read(&mut bytes.as_slice()).map(|()| true),
            None => Ok(false),
        }
    }
}

impl Phone {
    /// Makes a phone whose log has begun.
    pub fn new(seed: u8) -> Self {
        let mut phone = Self {
            instance: InstanceId::new(format!("0198c0de-0000-7000-8000-0000000000{seed:02x}")),
            level: "tee".into(),
            wall_ms: MORNING,
            elapsed_ms: 5_000_000,
            boot_id: "boot-1".into(),
            files: BTreeMap::new(),
            key: SoftwareKey::from_bytes(&[seed; 32]).unwrap(),
            ops: Vec::new(),
            hlc: Hlc::default(),
            made: 0,
            seed,
            last_receipt: None,
            kinds: BTreeMap::new(),
        };
        phone.append(&Event::InstanceBegan(InstanceBegan {
            instance: phone.instance.clone(),
            why: BeganWhy::New,
            from_instance: None,
            from_seq: None,
            from_leaf: None,
            software: "tanfang 0.5".into(),
            public_key: Some(hex::encode(phone.public_key().to_sec1())),
        }));
        phone
    }

    /// Returns the public key of its log.
    pub fn public_key(&self) -> PublicKey {
        self.key.public_key()
    }

    /// Lets time go by.
    pub fn wait(&mut self, ms: i64) {
        self.wall_ms += ms;
        self.elapsed_ms += ms;
    }

    /// Writes an op; returns its place.
    pub fn append(&mut self, event: &Event) -> u64 {
        let seq = u64::try_from(self.ops.len()).unwrap() + 1;
        self.hlc = if self.wall_ms > self.hlc.ms {
            Hlc {
                ms: self.wall_ms,
                n: 0,
            }
        } else {
            Hlc {
                ms: self.hlc.ms,
                n: self.hlc.n + 1,
            }
        };
        self.made += 1;
        let scope = Scope::new(grid(), DataClass::Core);
        let meta = OpMeta {
            op_id: OpId::new(format!(
                "0198c0de-{:04x}-7000-9000-{seq:012x}",
                u32::from(self.seed)
            )),
            instance: self.instance.clone(),
            seq,
            hlc: self.hlc,
            wall_ms: self.wall_ms,
            offset_min: 480,
            boot_id: Some(self.boot_id.clone()),
            elapsed_ms: Some(self.elapsed_ms),
            actor: WorkerId::new("worker-1"),
            scope: scope.to_string(),
            kind: event.kind().into(),
            v: event.v(),
            entity: Some(event.entity().into_owned()),
            base: None,
        };
        let mut salt = [self.seed; 16];
        for (byte, value) in salt.iter_mut().zip(self.made.to_le_bytes()) {
            *byte ^= value;
        }
        let prev = self.ops.last().map_or(Hash::ZERO, |op| op.leaf);
        self.ops.push(seal(&meta, event, salt, prev).unwrap());
        self.wait(7);
        seq
    }

    /// Keeps a photo and what was made of it; returns its id.
    pub fn shoot(&mut self, visit: &str, home: &str, shot: &Shot) -> PhotoId {
        self.made += 1;
        let photo = PhotoId::new(format!(
            "0198c0de-00{:02x}-7000-a000-{:012x}",
            self.seed, self.made
        ));
        let sha = |bytes: &[u8]| Hash::of(bytes).to_hex();
        let count = |bytes: &[u8]| u64::try_from(bytes.len()).unwrap();
        for (part, bytes) in [
            (Part::Original, &shot.original),
            (Part::View, &shot.view),
            (Part::Thumb, &shot.thumb),
        ] {
            self.files.insert((photo.to_string(), part), bytes.clone());
        }
        let kind = match shot.original.get(..4) {
            Some([0x89, b'P', b'N', b'G']) => "png",
            _ => "jpeg",
        };
        self.kinds.insert(photo.to_string(), kind.to_owned());
        let taken = PhotoTaken {
            photo: photo.clone(),
            visit: Some(VisitId::new(visit)),
            household: HouseholdId::new(home),
            person: None,
            matter: Matter::House,
            grade: shot.grade,
            original: Original {
                sha256: sha(&shot.original),
                bytes: count(&shot.original),
                kind: kind.into(),
                width: Some(4000),
                height: Some(3000),
                turn: 1,
            },
            exif: shot.exif.clone(),
            at: Stamp {
                ms: shot.at_ms.unwrap_or(self.wall_ms),
                offset_min: 480,
            },
            boot_id: self.boot_id.clone(),
            elapsed_ms: self.elapsed_ms,
            gnss_ms: shot.gnss_ms,
            receipt: self.last_receipt.clone(),
            place: shot.place.clone(),
            consent: None,
            nonce: None,
            device: DeviceMark {
                key: hex::encode(self.public_key().to_sec1()),
                level: self.level.clone(),
            },
            app: AppMark {
                version: "tanfang 0.5".into(),
                build: None,
                flags: Vec::new(),
            },
            sealed: "tfv1".into(),
        };
        self.wait(900);
        self.append(&Event::PhotoTaken(taken));
        let op = OpId::new(format!(
            "0198c0de-{:04x}-7000-9000-{:012x}",
            u32::from(self.seed),
            self.ops.len()
        ));
        let copy = |bytes: &[u8], width, height| Rendition {
            sha256: sha(bytes),
            bytes: count(bytes),
            width,
            height,
        };
        self.append(&Event::PhotoDerived(PhotoDerived {
            photo: photo.clone(),
            taken: op,
            pipeline: "tf-photo-1".into(),
            decoder: Some("jpeg-decoder".into()),
            view: Some(copy(&shot.view, 1600, 1200)),
            thumb: Some(copy(&shot.thumb, 256, 192)),
            mark: shot.mark.clone(),
            cues: shot.cues.clone(),
            incomplete: false,
            deferred: None,
            alike: shot.alike.clone(),
            stamp: Vec::new(),
        }));
        photo
    }

    /// Closes a visit that was opened some minutes ago.
    pub fn close_visit(&mut self, visit: &str, home: &str, minutes: i64) -> u64 {
        let stamp = |ms| Stamp {
            ms,
            offset_min: 480,
        };
        let (opened, closed) = (stamp(self.wall_ms - minutes * MINUTE), stamp(self.wall_ms));
        self.append(&Event::VisitClosed(VisitClosed {
            visit: VisitId::new(visit),
            household: HouseholdId::new(home),
            day: closed.day(),
            opened,
            closed,
            mode: Mode::InPerson,
            seen: Vec::new(),
            roles: Vec::new(),
            acts_for: Vec::new(),
            duties: Vec::new(),
            sections: Vec::new(),
            packs: Vec::new(),
            engine: 1,
            with: Vec::new(),
            place: None,
        }))
    }

    /// Shows the log to a township and keeps its receipt.
    pub fn sync(&mut self, township: &mut Township) -> u64 {
        self.wait(MINUTE);
        let ms = self.wall_ms / 1000 * 1000;
        let note = township.see(self, ms);
        self.wait(MINUTE);
        self.last_receipt = Some(Hash::of(note.as_bytes()).to_hex());
        let (size, leaves) = (u64::try_from(self.ops.len()).unwrap(), self.leaves());
        self.append(&Event::Receipt(ReceiptKept {
            size,
            root: merkle::root(&leaves).to_hex(),
            by: township.key().name().to_owned(),
            time_ms: ms,
            note,
        }))
    }

    /// Returns the leaves of its log.
    pub fn leaves(&self) -> Vec<Leaf> {
        self.ops.iter().map(|op| op.leaf).collect()
    }

    /// Signs its log as it is.
    pub fn head(&self) -> String {
        let leaves = self.leaves();
        let size = u64::try_from(leaves.len()).unwrap();
        Checkpoint::new(&self.instance, size, merkle::root(&leaves))
            .sign(&self.key)
            .unwrap()
    }

    /// Returns its log with every op whole, and its head.
    pub fn log(&self) -> Log {
        Log {
            instance: self.instance.clone(),
            leaves: self.leaves(),
            ops: (1..)
                .zip(&self.ops)
                .map(|(seq, op)| LogOp {
                    seq,
                    envelope: op.envelope.as_slice().to_vec(),
                    body: Some(op.body.as_slice().to_vec()),
                })
                .collect(),
            heads: vec![self.head()],
        }
    }

    /// Hands out all its photos; the files of the archive, as if unpacked.
    pub fn export(&mut self, originals: bool) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        let log = self.log();
        let own = choose(&log.ops, &BTreeSet::new(), &BTreeSet::new());
        let at = Stamp {
            ms: self.wall_ms,
            offset_min: 480,
        };
        let about = About {
            export: ExportId::new(format!("export-{}", self.made)),
            instance: self.instance.clone(),
            day: at.day(),
            at,
            to: None,
            visits: Vec::new(),
            originals,
        };
        let mut writer = Writer::new(&mut files, about).unwrap();
        for ((photo, part), bytes) in &self.files {
            if *part == Part::Original && !originals {
                continue;
            }
            let kind = match part {
                Part::Original => self.kinds.get(photo).map_or("jpeg", String::as_str),
                Part::View | Part::Thumb => "jpeg",
            };
            writer
                .photo(&PhotoId::new(photo), *part, kind, &mut bytes.as_slice())
                .unwrap();
        }
        writer
            .report("<!DOCTYPE html><html lang=\"zh-CN\"><title>t</title><p>t</p></html>\n")
            .unwrap();
        let exported = writer.close(&own, &BTreeSet::new()).unwrap();
        self.append(&Event::EvidenceExported(exported));
        writer.finish(&self.log()).unwrap();
        files
    }
}
