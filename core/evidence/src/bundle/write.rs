//! Writing an archive, in two steps around the op that records it.

use super::{
    FORMAT, Manifest, ManifestLog, ManifestPhoto, body_path, envelope_path, head_path, leaves_path,
    photo_path, plain, ranges,
};
use crate::finding::{Log, Part};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read, Seek, Write};
use tanfang_domain::event::{EvidenceExported, ExportMember};
use tanfang_log::{Checkpoint, Envelope, Hash};
use tanfang_values::{Day, ExportId, InstanceId, PhotoId, Stamp, VisitId};

/// Takes the files of an archive, one after the other.
pub trait Sink {
    /// Writes one file whole; `packed` says whether it is worth compressing.
    ///
    /// # Errors
    /// What writing or reading gave.
    fn put(&mut self, path: &str, packed: bool, bytes: &mut dyn Read) -> io::Result<()>;
}

impl Sink for BTreeMap<String, Vec<u8>> {
    fn put(&mut self, path: &str, _: bool, bytes: &mut dyn Read) -> io::Result<()> {
        let mut kept = Vec::new();
        bytes.read_to_end(&mut kept)?;
        self.insert(path.to_owned(), kept);
        Ok(())
    }
}

/// Writes a zip that is the same bytes for the same files: no clock and no user goes in.
pub struct ZipSink<W: Write + Seek>(zip::ZipWriter<W>);

impl<W: Write + Seek> ZipSink<W> {
    /// Starts a zip.
    pub fn new(writer: W) -> Self {
        Self(zip::ZipWriter::new(writer))
    }

    /// Writes the directory of the zip; returns the writer.
    ///
    /// # Errors
    /// What writing gave.
    pub fn finish(self) -> io::Result<W> {
        self.0.finish().map_err(io::Error::other)
    }
}

impl<W: Write + Seek> Sink for ZipSink<W> {
    fn put(&mut self, path: &str, packed: bool, bytes: &mut dyn Read) -> io::Result<()> {
        let method = if packed {
            zip::CompressionMethod::Deflated
        } else {
            zip::CompressionMethod::Stored
        };
        let options = zip::write::SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(zip::DateTime::default())
            .unix_permissions(0o644);
        self.0.start_file(path, options).map_err(io::Error::other)?;
        io::copy(bytes, &mut self.0)?;
        Ok(())
    }
}

/// Says what is handed out, to whom, when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// The export.
    pub export: ExportId,
    /// Whose log records it.
    pub instance: InstanceId,
    /// Civil day.
    pub day: Day,
    /// When.
    pub at: Stamp,
    /// For whom, as written.
    pub to: Option<String>,
    /// Visits it is about; empty means all.
    pub visits: Vec<VisitId>,
    /// Whether originals go in, or the copies alone.
    pub originals: bool,
}

/// Says why an archive cannot be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// An id cannot stand in a path.
    #[error("the id {id:?} cannot stand in a path")]
    Id {
        /// The id.
        id: String,
    },
    /// The log handed over at the end is not the one that was announced.
    #[error("the log does not fit the archive: {reason}")]
    OtherLog {
        /// In what way.
        reason: &'static str,
    },
    /// What goes in cannot be written as JSON.
    #[error("the manifest cannot be written: {0}")]
    Json(#[from] serde_json::Error),
    /// A file cannot be read or written.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Writes an archive: photos, report and other logs; then [`Writer::close`] gives the op to
/// append; then [`Writer::finish`] takes the log with that op.
#[derive(Debug)]
pub struct Writer<'a, S> {
    sink: &'a mut S,
    about: About,
    members: Vec<ExportMember>,
    logs: Vec<ManifestLog>,
    photos: BTreeMap<PhotoId, Vec<String>>,
    order: Vec<PhotoId>,
    own: BTreeSet<u64>,
}

impl<'a, S: Sink> Writer<'a, S> {
    /// Starts an archive.
    ///
    /// # Errors
    /// [`WriteError::Id`] if the instance cannot stand in a path.
    pub fn new(sink: &'a mut S, about: About) -> Result<Self, WriteError> {
        checked(about.instance.as_str())?;
        Ok(Self {
            sink,
            about,
            members: Vec::new(),
            logs: Vec::new(),
            photos: BTreeMap::new(),
            order: Vec::new(),
            own: BTreeSet::new(),
        })
    }

    /// Adds a file of a photo; `kind` is what its first bytes say it is (`jpeg`).
    ///
    /// Returns its path, for the report.
    ///
    /// # Errors
    /// [`WriteError`].
    pub fn photo(
        &mut self,
        photo: &PhotoId,
        part: Part,
        kind: &str,
        bytes: &mut dyn Read,
    ) -> Result<String, WriteError> {
        checked(photo.as_str())?;
        let path = photo_path(photo, part, kind);
        self.put(&path, false, bytes)?;
        let files = self.photos.entry(photo.clone()).or_insert_with(|| {
            self.order.push(photo.clone());
            Vec::new()
        });
        files.push(path.clone());
        Ok(path)
    }

    /// Adds the log of another instance: all its leaves, and the entries that are given.
    ///
    /// # Errors
    /// [`WriteError`].
    pub fn log(&mut self, log: &Log) -> Result<(), WriteError> {
        checked(log.instance.as_str())?;
        let files = log_files(log);
        for (path, bytes) in files {
            self.put(&path, true, &mut bytes.as_slice())?;
        }
        self.logs.push(entry(log, &BTreeSet::new()));
        Ok(())
    }

    /// Adds the report that a person reads.
    ///
    /// # Errors
    /// [`WriteError`].
    pub fn report(&mut self, html: &str) -> Result<(), WriteError> {
        self.put("report.html", true, &mut html.as_bytes())
    }

    /// Writes the manifest; returns the op to append to the own log, as its last.
    ///
    /// `own` are the entries of that log that will go in whole, beside the op itself; those of
    /// `purged` without their content.
    ///
    /// # Errors
    /// [`WriteError`].
    pub fn close(
        &mut self,
        own: &BTreeSet<u64>,
        purged: &BTreeSet<u64>,
    ) -> Result<EvidenceExported, WriteError> {
        let whole = own.difference(purged).copied();
        let mut logs = self.logs.clone();
        logs.push(ManifestLog {
            instance: self.about.instance.clone(),
            whole: ranges(whole),
            purged: ranges(purged.iter().copied()),
        });
        let photos: Vec<ManifestPhoto> = self
            .order
            .iter()
            .map(|photo| ManifestPhoto {
                photo: photo.clone(),
                files: self.photos.get(photo).cloned().unwrap_or_default(),
            })
            .collect();
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let (photo_count, op_count) = (count(photos.len()), count(own.len()));
        let manifest = Manifest {
            format: FORMAT.to_owned(),
            export: self.about.export.clone(),
            instance: self.about.instance.clone(),
            logs,
            photos,
        };
        let mut text = serde_json::to_string_pretty(&manifest)?;
        text.push('\n');
        self.put("manifest.json", true, &mut text.as_bytes())?;
        self.own.clone_from(own);
        Ok(EvidenceExported {
            export: self.about.export.clone(),
            day: self.about.day,
            at: self.about.at,
            to: self.about.to.clone(),
            visits: self.about.visits.clone(),
            originals: self.about.originals,
            photos: photo_count,
            ops: op_count,
            members: self.members.clone(),
        })
    }

    /// Writes the own log, whose last entry is the op that [`Writer::close`] gave, and its head.
    ///
    /// Of `log.ops` only those go in that were announced, and the last.
    ///
    /// # Errors
    /// [`WriteError::OtherLog`] if the log or its head are not what was announced.
    pub fn finish(self, log: &Log) -> Result<(), WriteError> {
        let other = |reason| Err(WriteError::OtherLog { reason });
        let size = u64::try_from(log.leaves.len()).unwrap_or(u64::MAX);
        if log.instance != self.about.instance {
            return other("it is of another instance");
        }
        let [head] = log.heads.as_slice() else {
            return other("it has not exactly one head");
        };
        match Checkpoint::parse(head) {
            Ok((head, _)) if head.size == size => {}
            _ => return other("its head is not over all of it"),
        }
        let last = log.ops.iter().find(|op| op.seq == size);
        let recorded = last
            .and_then(|op| Envelope::read(&op.envelope).ok())
            .is_some_and(|e| {
                e.kind == "evidence.exported"
                    && e.entity.as_deref() == Some(self.about.export.as_str())
            });
        if !recorded {
            return other("its last entry does not record this export");
        }
        let mut part = log.clone();
        part.ops
            .retain(|op| op.seq == size || self.own.contains(&op.seq));
        if part.ops.len() != self.own.len() + 1 {
            return other("entries that were announced are missing");
        }
        for (path, bytes) in log_files(&part) {
            self.sink.put(&path, true, &mut bytes.as_slice())?;
        }
        Ok(())
    }

    fn put(&mut self, path: &str, packed: bool, bytes: &mut dyn Read) -> Result<(), WriteError> {
        let mut counted = Counted {
            inner: bytes,
            hasher: Sha256::new(),
            bytes: 0,
        };
        self.sink.put(path, packed, &mut counted)?;
        let hash: [u8; 32] = counted.hasher.finalize().into();
        self.members.push(ExportMember {
            path: path.to_owned(),
            sha256: Hash::from_bytes(hash).to_hex(),
            bytes: counted.bytes,
        });
        Ok(())
    }
}

fn checked(id: &str) -> Result<(), WriteError> {
    if plain(id) {
        Ok(())
    } else {
        Err(WriteError::Id { id: id.to_owned() })
    }
}

fn entry(log: &Log, without: &BTreeSet<u64>) -> ManifestLog {
    let seqs = |whole: bool| {
        ranges(
            log.ops
                .iter()
                .filter(|op| op.body.is_some() == whole && !without.contains(&op.seq))
                .map(|op| op.seq),
        )
    };
    ManifestLog {
        instance: log.instance.clone(),
        whole: seqs(true),
        purged: seqs(false),
    }
}

/// The files of a log, in the order in which they go into the archive.
fn log_files(log: &Log) -> Vec<(String, Vec<u8>)> {
    let mut leaves = String::with_capacity(log.leaves.len() * 65);
    for leaf in &log.leaves {
        leaves.push_str(&leaf.to_hex());
        leaves.push('\n');
    }
    let mut files = vec![(leaves_path(&log.instance), leaves.into_bytes())];
    if let Some(head) = log.heads.last() {
        files.push((head_path(&log.instance), head.clone().into_bytes()));
    }
    for op in &log.ops {
        files.push((envelope_path(&log.instance, op.seq), op.envelope.clone()));
        if let Some(body) = &op.body {
            files.push((body_path(&log.instance, op.seq), body.clone()));
        }
    }
    files
}

/// Hashes and counts what passes through.
struct Counted<'a> {
    inner: &'a mut dyn Read,
    hasher: Sha256,
    bytes: u64,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.hasher.update(buffer.get(..n).unwrap_or_default());
        self.bytes += u64::try_from(n).unwrap_or(0);
        Ok(n)
    }
}
