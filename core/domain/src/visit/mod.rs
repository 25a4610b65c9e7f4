//! Visits: the draft, and what its closing becomes.
