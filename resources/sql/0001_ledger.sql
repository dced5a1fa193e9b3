-- SPDX-License-Identifier: GPL-3.0-or-later
-- Layout 1. Shared by all engines: {{integer}}, {{bytes}}, {{identity}} and {{options}} are filled in by the dialect.
-- A statement ends with a semicolon at the end of a line. Never edited once released: later layouts are files of
-- their own.

CREATE TABLE meta (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
){{options}};

-- The ledger itself. seq counts from 0 without gaps.
CREATE TABLE entries (
    seq {{integer}} NOT NULL PRIMARY KEY CHECK (seq >= 0),
    bytes {{bytes}} NOT NULL
){{options}};

-- Signed notes by the number of entries they are over.
CREATE TABLE checkpoints (
    size {{integer}} NOT NULL PRIMARY KEY CHECK (size > 0),
    note {{bytes}} NOT NULL
){{options}};

-- Sets of blocks on their way in. owner names the process, touched_us (microseconds since 1970, UTC) when it last wrote.
CREATE TABLE staging (
    token TEXT NOT NULL PRIMARY KEY,
    owner TEXT NOT NULL,
    touched_us {{integer}} NOT NULL
){{options}};

-- A block belongs to a batch entry or, before that, to a staged set. The parts stand in tables of their own, so that
-- reading the columns of all blocks never walks over their text.
CREATE TABLE blocks (
    id {{identity}},
    batch_seq {{integer}} REFERENCES entries (seq) DEFERRABLE INITIALLY DEFERRED,
    staging TEXT REFERENCES staging (token),
    idx {{integer}} NOT NULL CHECK (idx >= 0),
    record_count {{integer}} NOT NULL CHECK (record_count >= 0),
    CHECK ((batch_seq IS NULL) <> (staging IS NULL))
){{options}};

CREATE UNIQUE INDEX blocks_by_batch ON blocks (batch_seq, idx) WHERE batch_seq IS NOT NULL;

CREATE UNIQUE INDEX blocks_by_staging ON blocks (staging, idx) WHERE staging IS NOT NULL;

CREATE TABLE block_columns (
    block_id {{integer}} NOT NULL PRIMARY KEY REFERENCES blocks (id) ON DELETE CASCADE,
    bytes {{bytes}} NOT NULL
){{options}};

CREATE TABLE block_filter (
    block_id {{integer}} NOT NULL PRIMARY KEY REFERENCES blocks (id) ON DELETE CASCADE,
    bytes {{bytes}} NOT NULL
){{options}};

CREATE TABLE block_salts (
    block_id {{integer}} NOT NULL PRIMARY KEY REFERENCES blocks (id) ON DELETE CASCADE,
    bytes {{bytes}} NOT NULL
){{options}};

CREATE TABLE block_text (
    block_id {{integer}} NOT NULL PRIMARY KEY REFERENCES blocks (id) ON DELETE CASCADE,
    bytes {{bytes}} NOT NULL
){{options}};

INSERT INTO meta (name, value) VALUES ('layout', '1');
