//! The command line, end to end; everything is in `tests/`.
