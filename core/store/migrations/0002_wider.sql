-- Undoing, calls, control totals, match lists, events of a place, feedback, hand-over.

-- What came with which list, besides its rows: found when the list is undone.
CREATE TABLE p_from_batch (
    batch_id  TEXT NOT NULL,
    kind      TEXT NOT NULL,
    id        TEXT NOT NULL,
    PRIMARY KEY (batch_id, kind, id)
);

-- Lists undone, and the persons whose rows stay.
CREATE TABLE p_batch_undone (
    op_id      TEXT PRIMARY KEY,
    batch_id   TEXT    NOT NULL,
    day        TEXT    NOT NULL,
    reason     TEXT,
    worker_id  TEXT    NOT NULL,
    instance   TEXT    NOT NULL,
    hlc_ms     INTEGER NOT NULL,
    hlc_n      INTEGER NOT NULL,
    pos        INTEGER NOT NULL
);
CREATE INDEX p_batch_undone_batch ON p_batch_undone (batch_id);

CREATE TABLE p_batch_kept (
    batch_id   TEXT NOT NULL,
    person_id  TEXT NOT NULL,
    PRIMARY KEY (batch_id, person_id)
);

-- Single operations undone, by the operation that is named.
CREATE TABLE p_change_undone (
    named      TEXT    NOT NULL,
    op_id      TEXT    NOT NULL,
    day        TEXT    NOT NULL,
    reason     TEXT,
    worker_id  TEXT    NOT NULL,
    pos        INTEGER NOT NULL,
    PRIMARY KEY (named, op_id)
);

DROP TABLE p_batch;
CREATE TABLE p_batch (
    batch_id     TEXT PRIMARY KEY,
    grid_id      TEXT    NOT NULL,
    file_name    TEXT    NOT NULL,
    file_sha256  TEXT    NOT NULL,
    class        TEXT,
    sheets       TEXT    NOT NULL,
    day          TEXT    NOT NULL,
    changed      INTEGER NOT NULL,
    postponed    TEXT    NOT NULL,
    worker_id    TEXT    NOT NULL,
    op_id        TEXT    NOT NULL,
    instance     TEXT    NOT NULL,
    hlc_ms       INTEGER NOT NULL,
    hlc_n        INTEGER NOT NULL,
    pos          INTEGER NOT NULL
);

DROP TABLE p_roster_row;
CREATE TABLE p_roster_row (
    op_id         TEXT PRIMARY KEY,
    batch_id      TEXT    NOT NULL,
    sheet         TEXT    NOT NULL,
    row           INTEGER NOT NULL,
    row_sha256    TEXT    NOT NULL,
    household_id  TEXT    NOT NULL,
    person_id     TEXT    NOT NULL,
    problems      TEXT    NOT NULL,
    undone        INTEGER NOT NULL,
    pos           INTEGER NOT NULL
);
CREATE INDEX p_roster_row_batch ON p_roster_row (batch_id);
CREATE INDEX p_roster_row_person ON p_roster_row (person_id);

CREATE TABLE p_contact (
    contact_id    TEXT PRIMARY KEY,
    household_id  TEXT    NOT NULL,
    grid_id       TEXT    NOT NULL,
    worker_id     TEXT    NOT NULL,
    day           TEXT    NOT NULL,
    at_ms         INTEGER NOT NULL,
    at_offset     INTEGER NOT NULL,
    mode          TEXT    NOT NULL,
    whose         TEXT    NOT NULL,
    persons       TEXT    NOT NULL,
    result        TEXT    NOT NULL,
    roles         TEXT    NOT NULL,
    note          TEXT,
    op_id         TEXT    NOT NULL,
    instance      TEXT    NOT NULL,
    hlc_ms        INTEGER NOT NULL,
    hlc_n         INTEGER NOT NULL,
    pos           INTEGER NOT NULL
);
CREATE INDEX p_contact_household ON p_contact (household_id, day);
CREATE INDEX p_contact_grid ON p_contact (grid_id, day);

CREATE TABLE p_control_total (
    total_id    TEXT PRIMARY KEY,
    grid_id     TEXT    NOT NULL,
    class       TEXT    NOT NULL,
    division    TEXT    NOT NULL,
    households  INTEGER,
    persons     INTEGER,
    day         TEXT    NOT NULL,
    source      TEXT,
    note        TEXT,
    op_id       TEXT    NOT NULL,
    pos         INTEGER NOT NULL
);

CREATE TABLE p_match_batch (
    batch_id     TEXT PRIMARY KEY,
    grid_id      TEXT    NOT NULL,
    file_name    TEXT    NOT NULL,
    file_sha256  TEXT    NOT NULL,
    match_kind   TEXT    NOT NULL,
    source       TEXT,
    day          TEXT    NOT NULL,
    sheets       TEXT    NOT NULL,
    tasks        INTEGER NOT NULL,
    worker_id    TEXT    NOT NULL,
    op_id        TEXT    NOT NULL,
    pos          INTEGER NOT NULL
);

-- A row of a match list with who is meant and what was found.
CREATE TABLE p_match_task (
    task_id       TEXT PRIMARY KEY,
    batch_id      TEXT    NOT NULL,
    grid_id       TEXT    NOT NULL,
    sheet         TEXT    NOT NULL,
    row           INTEGER NOT NULL,
    row_sha256    TEXT    NOT NULL,
    name          TEXT    NOT NULL,
    household_id  TEXT,
    person_id     TEXT,
    cells         TEXT    NOT NULL,
    doubt         TEXT,
    op_id         TEXT    NOT NULL,
    linked_day    TEXT,
    linked_op     TEXT,
    answered_day  TEXT,
    visit_id      TEXT,
    finding       TEXT,
    answer_note   TEXT,
    answered_by   TEXT,
    answered_op   TEXT,
    pos           INTEGER NOT NULL
);
CREATE INDEX p_match_task_batch ON p_match_task (batch_id);
CREATE INDEX p_match_task_grid ON p_match_task (grid_id);
CREATE INDEX p_match_task_household ON p_match_task (household_id)
    WHERE household_id IS NOT NULL;

CREATE TABLE p_event (
    event_id   TEXT PRIMARY KEY,
    grid_id    TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    area       TEXT,
    from_day   TEXT    NOT NULL,
    to_day     TEXT,
    source     TEXT,
    worker_id  TEXT    NOT NULL,
    op_id      TEXT    NOT NULL,
    pos        INTEGER NOT NULL
);

CREATE TABLE p_feedback (
    feedback_id  TEXT PRIMARY KEY,
    worker_id    TEXT    NOT NULL,
    day          TEXT    NOT NULL,
    at_ms        INTEGER NOT NULL,
    at_offset    INTEGER NOT NULL,
    topic        TEXT    NOT NULL,
    text         TEXT    NOT NULL,
    call_back    INTEGER NOT NULL,
    op_id        TEXT    NOT NULL,
    pos          INTEGER NOT NULL
);

CREATE TABLE p_handed_over (
    op_id        TEXT PRIMARY KEY,
    instance_id  TEXT    NOT NULL,
    day          TEXT    NOT NULL,
    to_name      TEXT    NOT NULL,
    upto_seq     INTEGER NOT NULL,
    upto_leaf    TEXT    NOT NULL,
    worker_id    TEXT    NOT NULL,
    pos          INTEGER NOT NULL
);
