//! Encrypted files, one for each part of a photo.
