-- What belongs to this device alone and is never sent.

-- The instances this store has written as, the last one now.
CREATE TABLE l_instance (
    n              INTEGER PRIMARY KEY,
    instance       TEXT    NOT NULL UNIQUE,
    why            TEXT    NOT NULL,
    from_instance  TEXT,
    from_seq       INTEGER,
    from_leaf      TEXT,
    began_ms       INTEGER NOT NULL
);

-- The hybrid logical clock: the greatest seen or written.
CREATE TABLE l_clock (
    id  INTEGER PRIMARY KEY CHECK (id = 0),
    ms  INTEGER NOT NULL,
    n   INTEGER NOT NULL
);
INSERT INTO l_clock VALUES (0, 0, 0);

CREATE TABLE l_setting (
    key    TEXT PRIMARY KEY,
    value  TEXT NOT NULL
);

-- Open drafts, at most one a home; a draft goes when its visit closes.
CREATE TABLE l_draft (
    visit_id       TEXT    PRIMARY KEY,
    household_id   TEXT    NOT NULL UNIQUE,
    worker_id      TEXT    NOT NULL,
    opened_ms      INTEGER NOT NULL,
    opened_offset  INTEGER NOT NULL,
    mode           TEXT    NOT NULL,
    day_set        TEXT,
    changed_ms     INTEGER NOT NULL
);

CREATE TABLE l_draft_answer (
    id        INTEGER PRIMARY KEY,
    visit_id  TEXT    NOT NULL REFERENCES l_draft (visit_id) ON DELETE CASCADE,
    key       TEXT    NOT NULL,
    about     TEXT    NOT NULL,
    given     TEXT    NOT NULL,
    UNIQUE (visit_id, key, about)
);

-- What this device has shown once and need not show again.
CREATE TABLE l_shown (
    id        INTEGER PRIMARY KEY,
    what      TEXT    NOT NULL,
    subject   TEXT    NOT NULL,
    shown_ms  INTEGER NOT NULL,
    UNIQUE (what, subject)
);

-- Signed heads of the log (C2SP text), by the number of operations they cover.
CREATE TABLE l_checkpoint (
    id        INTEGER PRIMARY KEY,
    instance  TEXT    NOT NULL,
    size      INTEGER NOT NULL,
    text      TEXT    NOT NULL,
    tree      BLOB    NOT NULL,
    made_ms   INTEGER NOT NULL,
    UNIQUE (instance, size)
);

-- What a hub has confirmed of an instance's operations.
CREATE TABLE l_receipt (
    id          INTEGER PRIMARY KEY,
    instance    TEXT    NOT NULL,
    seq         INTEGER NOT NULL,
    hub         TEXT    NOT NULL,
    receipt     TEXT    NOT NULL,
    UNIQUE (instance, seq, hub)
);
