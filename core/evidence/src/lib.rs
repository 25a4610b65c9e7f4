//! Photos as evidence: kept as they are, found when used again, and never required.
//!
//! A photo proves what its bytes and its place in the log prove, and no more. A tour, in the
//! order in which a photo goes:
//!
//! * [`vault`] – the original is streamed once through SHA-256 and encryption into a file.
//! * [`picture`] – what is read of it: kind and size from the header, EXIF, the picture decoded
//!   small, the copy to show and the thumbnail.
//! * [`mark`] – the fingerprint by which a picture is found again.
//! * [`stamp`] – the watermark drawn on the copy to show, from the record.
//! * [`finding`] – what can be said about a photo: E1–E10, never a score.
//! * [`bundle`] – the archive that is handed out, and how it is verified.

pub mod bundle;
pub mod finding;
pub mod mark;
pub mod picture;
pub mod stamp;
pub mod vault;
