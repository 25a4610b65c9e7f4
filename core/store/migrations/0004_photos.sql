-- Photos with what was made of them, consents, explanations, signatures, exports, receipts.

-- One row a photo: what was taken, the newest of what was made of it, and whether it is void.
CREATE TABLE p_photo (
    photo_id      TEXT PRIMARY KEY,
    household_id  TEXT    NOT NULL,
    grid_id       TEXT    NOT NULL,
    class         TEXT    NOT NULL,
    worker_id     TEXT    NOT NULL,
    visit_id      TEXT,
    day           TEXT    NOT NULL,
    at_ms         INTEGER NOT NULL,
    sha256        TEXT    NOT NULL,
    taken         TEXT    NOT NULL,
    derived       TEXT,
    void          TEXT,
    copies        INTEGER NOT NULL,
    op_id         TEXT    NOT NULL,
    instance      TEXT    NOT NULL,
    hlc_ms        INTEGER NOT NULL,
    hlc_n         INTEGER NOT NULL,
    pos           INTEGER NOT NULL
);
CREATE INDEX p_photo_household ON p_photo (household_id);
CREATE INDEX p_photo_grid ON p_photo (grid_id, day);
CREATE INDEX p_photo_visit ON p_photo (visit_id);
CREATE INDEX p_photo_sha256 ON p_photo (sha256);

-- Fingerprints, for the search over all of them.
CREATE TABLE p_photo_mark (
    photo_id  TEXT PRIMARY KEY,
    alg       TEXT    NOT NULL,
    whole     TEXT    NOT NULL,
    top       TEXT    NOT NULL,
    centre    TEXT    NOT NULL,
    trimmed   TEXT    NOT NULL,
    quality   INTEGER NOT NULL
);

-- What was answered where no photo was taken.
CREATE TABLE p_consent (
    op_id         TEXT PRIMARY KEY,
    visit_id      TEXT    NOT NULL,
    household_id  TEXT    NOT NULL,
    grid_id       TEXT    NOT NULL,
    worker_id     TEXT    NOT NULL,
    consent       TEXT    NOT NULL,
    instance      TEXT    NOT NULL,
    hlc_ms        INTEGER NOT NULL,
    hlc_n         INTEGER NOT NULL,
    pos           INTEGER NOT NULL
);
CREATE INDEX p_consent_visit ON p_consent (visit_id);

CREATE TABLE p_explained (
    op_id      TEXT PRIMARY KEY,
    about      TEXT    NOT NULL,
    grid_id    TEXT    NOT NULL,
    worker_id  TEXT    NOT NULL,
    said       TEXT    NOT NULL,
    instance   TEXT    NOT NULL,
    hlc_ms     INTEGER NOT NULL,
    hlc_n      INTEGER NOT NULL,
    pos        INTEGER NOT NULL
);
CREATE INDEX p_explained_about ON p_explained (about);

CREATE TABLE p_signature (
    signature_id  TEXT PRIMARY KEY,
    visit_id      TEXT    NOT NULL,
    household_id  TEXT    NOT NULL,
    grid_id       TEXT    NOT NULL,
    worker_id     TEXT    NOT NULL,
    signed        TEXT    NOT NULL,
    copies        INTEGER NOT NULL,
    op_id         TEXT    NOT NULL,
    instance      TEXT    NOT NULL,
    hlc_ms        INTEGER NOT NULL,
    hlc_n         INTEGER NOT NULL,
    pos           INTEGER NOT NULL
);
CREATE INDEX p_signature_visit ON p_signature (visit_id);

CREATE TABLE p_export (
    export_id  TEXT PRIMARY KEY,
    worker_id  TEXT    NOT NULL,
    day        TEXT    NOT NULL,
    exported   TEXT    NOT NULL,
    op_id      TEXT    NOT NULL,
    instance   TEXT    NOT NULL,
    hlc_ms     INTEGER NOT NULL,
    hlc_n      INTEGER NOT NULL,
    pos        INTEGER NOT NULL
);

-- What another party saw of the chain of `instance`, and when.
CREATE TABLE p_receipt (
    op_id     TEXT PRIMARY KEY,
    instance  TEXT    NOT NULL,
    size      INTEGER NOT NULL,
    time_ms   INTEGER NOT NULL,
    receipt   TEXT    NOT NULL,
    hlc_ms    INTEGER NOT NULL,
    hlc_n     INTEGER NOT NULL,
    pos       INTEGER NOT NULL
);
CREATE INDEX p_receipt_instance ON p_receipt (instance, size);
