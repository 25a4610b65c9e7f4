-- The truth: operations as two byte strings, in the order they arrived here.
-- An envelope is kept for ever; a body may be purged, so it lies by itself.
CREATE TABLE op_log (
    pos       INTEGER PRIMARY KEY,
    op_id     TEXT    NOT NULL UNIQUE,
    instance  TEXT    NOT NULL,
    seq       INTEGER NOT NULL,
    leaf      BLOB    NOT NULL,
    hlc_ms    INTEGER NOT NULL,
    hlc_n     INTEGER NOT NULL,
    kind      TEXT    NOT NULL,
    v         INTEGER NOT NULL,
    entity    TEXT    NOT NULL,
    scope     TEXT    NOT NULL,
    envelope  BLOB    NOT NULL,
    UNIQUE (instance, seq)
);
CREATE INDEX op_log_scope ON op_log (scope, pos);
CREATE INDEX op_log_entity ON op_log (entity, kind);

CREATE TABLE op_body (
    pos   INTEGER PRIMARY KEY REFERENCES op_log (pos),
    body  BLOB    NOT NULL
);

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

-- Projections: made from the operations alone, and made again at will.
-- `pos` says when a row arrived here; it is no part of the dump.

-- Every value a register field of a home or a person ever had.
-- Two names are ours: `@grid` of a home, `@household` of a person.
CREATE TABLE p_field (
    kind      TEXT    NOT NULL,
    id        TEXT    NOT NULL,
    field     TEXT    NOT NULL,
    op_id     TEXT    NOT NULL,
    instance  TEXT    NOT NULL,
    hlc_ms    INTEGER NOT NULL,
    hlc_n     INTEGER NOT NULL,
    value     TEXT,
    pos       INTEGER NOT NULL,
    PRIMARY KEY (kind, id, field, op_id)
);

-- Every value of every fact; those of a visit are recomputed from its operations.
CREATE TABLE p_fact (
    kind      TEXT    NOT NULL,
    id        TEXT    NOT NULL,
    fact      TEXT    NOT NULL,
    op_id     TEXT    NOT NULL,
    day       TEXT    NOT NULL,
    instance  TEXT    NOT NULL,
    hlc_ms    INTEGER NOT NULL,
    hlc_n     INTEGER NOT NULL,
    value     TEXT    NOT NULL,
    source    TEXT    NOT NULL,
    certainty TEXT    NOT NULL,
    visit_id  TEXT,
    pos       INTEGER NOT NULL,
    PRIMARY KEY (kind, id, fact, day, op_id)
);
CREATE INDEX p_fact_visit ON p_fact (visit_id) WHERE visit_id IS NOT NULL;

-- Of each fact the record of the greatest (day, hlc, instance, op id).
CREATE TABLE p_fact_now (
    kind      TEXT    NOT NULL,
    id        TEXT    NOT NULL,
    fact      TEXT    NOT NULL,
    op_id     TEXT    NOT NULL,
    day       TEXT    NOT NULL,
    instance  TEXT    NOT NULL,
    hlc_ms    INTEGER NOT NULL,
    hlc_n     INTEGER NOT NULL,
    value     TEXT    NOT NULL,
    source    TEXT    NOT NULL,
    certainty TEXT    NOT NULL,
    visit_id  TEXT,
    PRIMARY KEY (kind, id, fact)
);

CREATE TABLE p_household (
    household_id  TEXT PRIMARY KEY,
    grid_id       TEXT NOT NULL,
    head          TEXT,
    grp           TEXT,
    house_no      TEXT,
    address       TEXT,
    phone         TEXT,
    note          TEXT
);
CREATE INDEX p_household_grid ON p_household (grid_id);

CREATE TABLE p_person (
    person_id       TEXT PRIMARY KEY,
    household_id    TEXT,
    name            TEXT,
    id_number       TEXT,
    sex             TEXT,
    relation        TEXT,
    phone           TEXT,
    nickname        TEXT,
    guardian        TEXT,
    guardian_phone  TEXT,
    note            TEXT,
    died_day        TEXT,
    died_op         TEXT
);
CREATE INDEX p_person_id_number ON p_person (id_number) WHERE id_number IS NOT NULL;

-- Who lives or lived where.
CREATE TABLE p_residence (
    household_id  TEXT NOT NULL,
    person_id     TEXT NOT NULL,
    joined        TEXT,
    left_day      TEXT,
    left_why      TEXT,
    left_op       TEXT,
    PRIMARY KEY (household_id, person_id)
);
CREATE INDEX p_residence_person ON p_residence (person_id);

CREATE TABLE p_membership (
    membership_id  TEXT PRIMARY KEY,
    person_id      TEXT NOT NULL,
    class          TEXT NOT NULL,
    data           TEXT NOT NULL,
    from_day       TEXT NOT NULL,
    until_day      TEXT,
    source         TEXT,
    op_id          TEXT NOT NULL
);
CREATE INDEX p_membership_person ON p_membership (person_id);

CREATE TABLE p_benefit (
    benefit_id   TEXT PRIMARY KEY,
    person_id    TEXT NOT NULL,
    scheme       TEXT NOT NULL,
    level        TEXT,
    amount_fen   INTEGER,
    from_day     TEXT,
    to_day       TEXT,
    why_ended    TEXT,
    tapering     INTEGER NOT NULL,
    source       TEXT,
    op_id        TEXT NOT NULL
);
CREATE INDEX p_benefit_person ON p_benefit (person_id);

CREATE TABLE p_worker_role (
    op_id      TEXT PRIMARY KEY,
    worker_id  TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    phone      TEXT,
    role       TEXT    NOT NULL,
    area       TEXT,
    from_day   TEXT    NOT NULL,
    until_day  TEXT,
    instance   TEXT    NOT NULL,
    hlc_ms     INTEGER NOT NULL,
    hlc_n      INTEGER NOT NULL,
    pos        INTEGER NOT NULL
);

CREATE TABLE p_grid_post (
    op_id      TEXT PRIMARY KEY,
    grid_id    TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    division   TEXT    NOT NULL,
    worker_id  TEXT,
    role       TEXT    NOT NULL,
    from_day   TEXT    NOT NULL,
    instance   TEXT    NOT NULL,
    hlc_ms     INTEGER NOT NULL,
    hlc_n      INTEGER NOT NULL,
    pos        INTEGER NOT NULL
);

CREATE TABLE p_batch (
    batch_id     TEXT PRIMARY KEY,
    grid_id      TEXT    NOT NULL,
    file_name    TEXT    NOT NULL,
    file_sha256  TEXT    NOT NULL,
    class        TEXT,
    sheets       TEXT    NOT NULL,
    day          TEXT    NOT NULL,
    changed      INTEGER NOT NULL,
    worker_id    TEXT    NOT NULL,
    op_id        TEXT    NOT NULL,
    pos          INTEGER NOT NULL
);

CREATE TABLE p_roster_row (
    op_id         TEXT PRIMARY KEY,
    batch_id      TEXT    NOT NULL,
    sheet         TEXT    NOT NULL,
    row           INTEGER NOT NULL,
    row_sha256    TEXT    NOT NULL,
    household_id  TEXT    NOT NULL,
    person_id     TEXT    NOT NULL,
    problems      TEXT    NOT NULL,
    pos           INTEGER NOT NULL
);
CREATE INDEX p_roster_row_batch ON p_roster_row (batch_id);

-- A visit as it stands with its corrections; lists are JSON of the event's parts.
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

CREATE TABLE p_attempt (
    attempt_id    TEXT PRIMARY KEY,
    household_id  TEXT    NOT NULL,
    grid_id       TEXT    NOT NULL,
    worker_id     TEXT    NOT NULL,
    day           TEXT    NOT NULL,
    at_ms         INTEGER NOT NULL,
    at_offset     INTEGER NOT NULL,
    met           TEXT    NOT NULL,
    persons       TEXT    NOT NULL,
    roles         TEXT    NOT NULL,
    note          TEXT,
    op_id         TEXT    NOT NULL,
    instance      TEXT    NOT NULL,
    hlc_ms        INTEGER NOT NULL,
    hlc_n         INTEGER NOT NULL,
    pos           INTEGER NOT NULL
);
CREATE INDEX p_attempt_household ON p_attempt (household_id, day);
CREATE INDEX p_attempt_grid ON p_attempt (grid_id, day);

CREATE TABLE p_flag (
    flag_id       TEXT PRIMARY KEY,
    code          TEXT    NOT NULL,
    about_kind    TEXT    NOT NULL,
    about_id      TEXT    NOT NULL,
    household_id  TEXT    NOT NULL,
    grid_id       TEXT    NOT NULL,
    data          TEXT    NOT NULL,
    worker_id     TEXT    NOT NULL,
    visit_id      TEXT,
    q             TEXT,
    day           TEXT    NOT NULL,
    note          TEXT,
    same_as       TEXT,
    op_id         TEXT    NOT NULL,
    pos           INTEGER NOT NULL
);
CREATE INDEX p_flag_household ON p_flag (household_id);

-- Operations that are kept and not projected: of a later version, or whose body does not read.
CREATE TABLE p_skipped (
    op_id  TEXT PRIMARY KEY,
    kind   TEXT    NOT NULL,
    v      INTEGER NOT NULL,
    why    TEXT    NOT NULL,
    pos    INTEGER NOT NULL
);
