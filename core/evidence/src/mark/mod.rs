//! The fingerprint of a picture, and the search for one like it.
