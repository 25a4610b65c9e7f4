-- Pauses, other contacts allowed for visits, rounds through an area, what was handed in.

CREATE TABLE p_pause (
    pause_id      TEXT PRIMARY KEY,
    household_id  TEXT    NOT NULL,
    grid_id       TEXT    NOT NULL,
    worker_id     TEXT    NOT NULL,
    person_id     TEXT,
    obligations   TEXT    NOT NULL,
    from_day      TEXT    NOT NULL,
    to_day        TEXT    NOT NULL,
    why           TEXT    NOT NULL,
    note          TEXT,
    approved_by   TEXT    NOT NULL,
    op_id         TEXT    NOT NULL,
    instance      TEXT    NOT NULL,
    hlc_ms        INTEGER NOT NULL,
    hlc_n         INTEGER NOT NULL,
    pos           INTEGER NOT NULL
);
CREATE INDEX p_pause_household ON p_pause (household_id);
CREATE INDEX p_pause_grid ON p_pause (grid_id);

CREATE TABLE p_override (
    override_id  TEXT PRIMARY KEY,
    grid_id      TEXT    NOT NULL,
    worker_id    TEXT    NOT NULL,
    area         TEXT,
    obligations  TEXT    NOT NULL,
    mode         TEXT    NOT NULL,
    from_day     TEXT    NOT NULL,
    to_day       TEXT    NOT NULL,
    source       TEXT    NOT NULL,
    op_id        TEXT    NOT NULL,
    instance     TEXT    NOT NULL,
    hlc_ms       INTEGER NOT NULL,
    hlc_n        INTEGER NOT NULL,
    pos          INTEGER NOT NULL
);
CREATE INDEX p_override_grid ON p_override (grid_id);

CREATE TABLE p_patrol (
    patrol_id  TEXT PRIMARY KEY,
    grid_id    TEXT    NOT NULL,
    worker_id  TEXT    NOT NULL,
    day        TEXT    NOT NULL,
    at_ms      INTEGER NOT NULL,
    at_offset  INTEGER NOT NULL,
    groups     TEXT    NOT NULL,
    roles      TEXT    NOT NULL,
    answers    TEXT    NOT NULL,
    note       TEXT,
    op_id      TEXT    NOT NULL,
    instance   TEXT    NOT NULL,
    hlc_ms     INTEGER NOT NULL,
    hlc_n      INTEGER NOT NULL,
    pos        INTEGER NOT NULL
);
CREATE INDEX p_patrol_grid ON p_patrol (grid_id, day);

-- What a round saw, in the order written down.
CREATE TABLE p_patrol_clue (
    patrol_id  TEXT    NOT NULL,
    n          INTEGER NOT NULL,
    clue_id    TEXT    NOT NULL,
    code       TEXT,
    place      TEXT    NOT NULL,
    people     INTEGER,
    answers    TEXT    NOT NULL,
    note       TEXT,
    PRIMARY KEY (patrol_id, n)
);

CREATE TABLE p_report (
    report_id   TEXT PRIMARY KEY,
    grid_id     TEXT    NOT NULL,
    worker_id   TEXT    NOT NULL,
    deadline    TEXT    NOT NULL,
    role        TEXT    NOT NULL,
    first_day   TEXT    NOT NULL,
    about_kind  TEXT,
    about_id    TEXT,
    day         TEXT    NOT NULL,
    note        TEXT,
    op_id       TEXT    NOT NULL,
    instance    TEXT    NOT NULL,
    hlc_ms      INTEGER NOT NULL,
    hlc_n       INTEGER NOT NULL,
    pos         INTEGER NOT NULL
);
CREATE INDEX p_report_grid ON p_report (grid_id);

DROP TABLE p_visit;
CREATE TABLE p_visit (
    visit_id       TEXT PRIMARY KEY,
    household_id   TEXT    NOT NULL,
    grid_id        TEXT    NOT NULL,
    worker_id      TEXT    NOT NULL,
    day            TEXT    NOT NULL,
    opened_ms      INTEGER NOT NULL,
    opened_offset  INTEGER NOT NULL,
    closed_ms      INTEGER NOT NULL,
    closed_offset  INTEGER NOT NULL,
    mode           TEXT    NOT NULL,
    place          TEXT,
    seen           TEXT    NOT NULL,
    roles          TEXT    NOT NULL,
    acts_for       TEXT    NOT NULL,
    duties         TEXT    NOT NULL,
    answers        TEXT    NOT NULL,
    hints          TEXT    NOT NULL,
    void           INTEGER NOT NULL,
    copies         INTEGER NOT NULL,
    op_id          TEXT    NOT NULL,
    instance       TEXT    NOT NULL,
    hlc_ms         INTEGER NOT NULL,
    hlc_n          INTEGER NOT NULL,
    pos            INTEGER NOT NULL
);
CREATE INDEX p_visit_household ON p_visit (household_id, day);
CREATE INDEX p_visit_grid ON p_visit (grid_id, day);

-- Where a visit that is being written down takes place.
ALTER TABLE l_draft ADD COLUMN place TEXT;
