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
