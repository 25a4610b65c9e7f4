//! The format of one sealed file: a head, then frames, each encrypted and authenticated by itself.
//!
//! `docs/photo-files.md` has it byte by byte. The frames are a STREAM (Hoang, Reyhanitabar, Rogaway,
//! Vizár 2015): the nonce holds the number of the frame and whether it is the last, so that a frame
//! cut off, put elsewhere, doubled or added does not open.

use chacha20poly1305::aead::{AeadInOut, KeyInit};
use chacha20poly1305::{ChaCha20Poly1305, Nonce};
use hkdf::Hkdf;
use sha2::{Digest, Sha256};
use std::io::{Error, ErrorKind, Read, Result, Seek, SeekFrom, Write};
use tanfang_log::Hash;

/// The first bytes of every sealed file.
const MAGIC: &[u8; 8] = b"tfphoto\0";

/// The format of the files that are written; a record names it.
pub const FORMAT: u8 = 1;

/// Bytes of the head.
pub(super) const HEAD: u64 = 32;

/// Bytes of the content in every frame but the last.
const FRAME: usize = 64 * 1024;

/// Bytes that authenticate a frame.
const TAG: usize = 16;

/// Bytes of a whole frame in the file.
const SEALED: u64 = 64 * 1024 + 16;

/// Random bytes of the head, from which with the key of the vault the key of the file is made.
pub type Salt = [u8; 16];

/// What was stored: hash and size of the content, before it was encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stored {
    /// SHA-256 of the content.
    pub sha256: Hash,
    /// Size of the content in bytes.
    pub bytes: u64,
}

/// Where a failure of sealing lies.
#[derive(Debug)]
pub(super) enum Failed {
    /// The content could not be read.
    Reading(Error),
    /// The file could not be written.
    Writing(Error),
}

/// What a file is not, known from its head and size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NotWhole {
    /// It is no sealed file at all, or of another part.
    Strange,
    /// It was written by a newer release.
    Newer(u8),
    /// It ends within a frame or before the first.
    Cut,
}

fn head(part: u8, salt: &Salt) -> [u8; 32] {
    let mut head = [0; 32];
    let (magic, rest) = head.split_at_mut(8);
    magic.copy_from_slice(MAGIC);
    let (facts, own) = rest.split_at_mut(8);
    // Version, part, size of a frame as a power of two; five bytes are 0.
    let said = [FORMAT, part, 16, 0, 0, 0, 0, 0];
    facts.copy_from_slice(&said);
    own.copy_from_slice(salt);
    head
}

/// The cipher of one file.
struct Cipher {
    aead: ChaCha20Poly1305,
    prefix: [u8; 7],
    head: [u8; 32],
}

impl Cipher {
    fn new(key: &[u8; 32], part: u8, id: &str, salt: &Salt) -> Self {
        let hkdf = Hkdf::<Sha256>::new(Some(salt), key);
        let mut made = [0; 39];
        let info: [&[u8]; 3] = [b"tanfang photo 1\0", &[part], id.as_bytes()];
        // 39 bytes are far below what HKDF can give (255 × 32), the only thing it refuses.
        let _ = hkdf.expand_multi_info(&info, &mut made);
        let (own, rest) = made.split_at(32);
        let mut file_key = [0; 32];
        file_key.copy_from_slice(own);
        let mut prefix = [0; 7];
        prefix.copy_from_slice(rest);
        Self {
            aead: ChaCha20Poly1305::new(&file_key.into()),
            prefix,
            head: head(part, salt),
        }
    }

    fn nonce(&self, frame: u32, last: bool) -> Nonce {
        let mut nonce = [0; 12];
        let (prefix, rest) = nonce.split_at_mut(7);
        prefix.copy_from_slice(&self.prefix);
        let (number, flag) = rest.split_at_mut(4);
        number.copy_from_slice(&frame.to_be_bytes());
        flag.fill(u8::from(last));
        nonce.into()
    }

    fn seal(&self, frame: u32, last: bool, bytes: &mut Vec<u8>) -> Result<()> {
        self.aead
            .encrypt_in_place(&self.nonce(frame, last), &self.head, bytes)
            .map_err(|_| Error::other("a frame could not be encrypted"))
    }

    fn open(&self, frame: u32, last: bool, bytes: &mut Vec<u8>) -> Result<()> {
        self.aead
            .decrypt_in_place(&self.nonce(frame, last), &self.head, bytes)
            .map_err(|_| {
                let what = format!("frame {frame} does not open: changed, moved, or another key");
                Error::new(ErrorKind::InvalidData, what)
            })
    }
}

/// Reads `from` once, hashing and sealing it into `to` as it comes; holds two frames at a time.
pub(super) fn seal(
    key: &[u8; 32],
    part: u8,
    id: &str,
    salt: &Salt,
    from: &mut dyn Read,
    to: &mut dyn Write,
) -> std::result::Result<Stored, Failed> {
    let cipher = Cipher::new(key, part, id, salt);
    to.write_all(&cipher.head).map_err(Failed::Writing)?;
    let mut hash = Sha256::new();
    let mut bytes = 0;
    let mut number: u32 = 0;
    let (mut frame, mut next) = (Vec::new(), Vec::new());
    fill(from, &mut frame).map_err(Failed::Reading)?;
    loop {
        next.clear();
        if frame.len() == FRAME {
            fill(from, &mut next).map_err(Failed::Reading)?;
        }
        let last = next.is_empty();
        hash.update(&frame);
        bytes += u64::try_from(frame.len()).unwrap_or_default();
        cipher
            .seal(number, last, &mut frame)
            .and_then(|()| to.write_all(&frame))
            .map_err(Failed::Writing)?;
        if last {
            break;
        }
        // 2^32 frames are 256 TiB.
        number = number
            .checked_add(1)
            .ok_or_else(|| Failed::Reading(Error::other("the photo never ends")))?;
        std::mem::swap(&mut frame, &mut next);
    }
    Ok(Stored {
        sha256: Hash::from_bytes(hash.finalize().into()),
        bytes,
    })
}

/// Reads one frame's worth of content.
fn fill(from: &mut dyn Read, frame: &mut Vec<u8>) -> Result<()> {
    frame.clear();
    frame.reserve_exact(FRAME + TAG);
    let most = u64::try_from(FRAME).unwrap_or_default();
    from.take(most).read_to_end(frame)?;
    Ok(())
}

/// Says how large the content of a file of this size is; `None` if no file has this size.
pub(super) fn content(bytes: u64) -> Option<u64> {
    let frames = bytes.checked_sub(HEAD)?;
    let count = frames.div_ceil(SEALED);
    let tags = count.max(1) * 16;
    let content = frames.checked_sub(tags)?;
    // A last frame without content is one frame too many, unless it is the only one.
    let last = frames - SEALED * count.saturating_sub(1);
    (count == 1 || last > 16).then_some(content)
}

/// Content of a sealed file, opened frame by frame; nothing that is not authentic is handed out.
pub(super) struct Unsealed<F> {
    file: F,
    cipher: Cipher,
    content: u64,
    /// Number of the frame that is open.
    open: Option<u64>,
    frame: Vec<u8>,
    at: u64,
    /// Where the file stands.
    file_at: u64,
}

impl<F: Read + Seek> Unsealed<F> {
    /// Reads the head of `file`.
    pub(super) fn new(
        mut file: F,
        key: &[u8; 32],
        part: u8,
        id: &str,
    ) -> Result<std::result::Result<Self, NotWhole>> {
        let bytes = file.seek(SeekFrom::End(0))?;
        file.seek(SeekFrom::Start(0))?;
        if bytes < HEAD {
            return Ok(Err(NotWhole::Cut));
        }
        let mut read = [0; 32];
        file.read_exact(&mut read)?;
        let (magic, rest) = read.split_at(8);
        let [version, ..] = rest else {
            return Ok(Err(NotWhole::Cut));
        };
        if magic != MAGIC {
            return Ok(Err(NotWhole::Strange));
        }
        if *version > FORMAT {
            return Ok(Err(NotWhole::Newer(*version)));
        }
        let mut salt = Salt::default();
        salt.copy_from_slice(rest.split_at(8).1);
        let cipher = Cipher::new(key, part, id, &salt);
        if cipher.head != read {
            return Ok(Err(NotWhole::Strange));
        }
        let Some(content) = content(bytes) else {
            return Ok(Err(NotWhole::Cut));
        };
        Ok(Ok(Self {
            file,
            cipher,
            content,
            open: None,
            frame: Vec::new(),
            at: 0,
            file_at: HEAD,
        }))
    }

    /// Size of the content in bytes, as the size of the file says.
    pub(super) fn content(&self) -> u64 {
        self.content
    }

    fn last(&self) -> u64 {
        self.content.saturating_sub(1) / (SEALED - 16)
    }

    fn open_frame(&mut self, number: u64) -> Result<()> {
        if self.open == Some(number) {
            return Ok(());
        }
        self.open = None;
        let start = HEAD + number * SEALED;
        if self.file_at != start {
            self.file.seek(SeekFrom::Start(start))?;
        }
        self.frame.clear();
        self.frame.reserve_exact(FRAME + TAG);
        let read = (&mut self.file).take(SEALED).read_to_end(&mut self.frame)?;
        self.file_at = start + u64::try_from(read).unwrap_or_default();
        let frame = u32::try_from(number).map_err(|_| ErrorKind::InvalidData)?;
        let opened = self
            .cipher
            .open(frame, number == self.last(), &mut self.frame);
        if opened.is_err() {
            self.frame.clear();
        }
        opened?;
        self.open = Some(number);
        Ok(())
    }
}

impl<F: Read + Seek> Read for Unsealed<F> {
    fn read(&mut self, out: &mut [u8]) -> Result<usize> {
        if out.is_empty() || (self.at >= self.content && self.content > 0) {
            return Ok(0);
        }
        let size = SEALED - 16;
        self.open_frame(self.at / size)?;
        let inside = usize::try_from(self.at % size).unwrap_or_default();
        let rest = self.frame.get(inside..).unwrap_or_default();
        let count = rest.len().min(out.len());
        if let (Some(out), Some(rest)) = (out.get_mut(..count), rest.get(..count)) {
            out.copy_from_slice(rest);
        }
        self.at += u64::try_from(count).unwrap_or_default();
        Ok(count)
    }
}

impl<F: Read + Seek> Seek for Unsealed<F> {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.content.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or(ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}
