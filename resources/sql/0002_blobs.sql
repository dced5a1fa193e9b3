-- SPDX-License-Identifier: GPL-3.0-or-later
-- Layout 2: files kept by their SHA-256. See 0001_ledger.sql for the markers.

-- A file is known by its hash or, before that, belongs to a staged set. size and chunks count what is there of it.
CREATE TABLE blobs (
    id {{identity}},
    sha256 {{bytes}},
    staging TEXT REFERENCES staging (token) ON DELETE CASCADE,
    size {{integer}} NOT NULL CHECK (size >= 0),
    chunks {{integer}} NOT NULL CHECK (chunks >= 0),
    CHECK ((sha256 IS NULL) <> (staging IS NULL))
){{options}};

CREATE UNIQUE INDEX blobs_by_sha256 ON blobs (sha256) WHERE sha256 IS NOT NULL;

CREATE UNIQUE INDEX blobs_by_staging ON blobs (staging) WHERE staging IS NOT NULL;

CREATE TABLE blob_chunks (
    blob_id {{integer}} NOT NULL REFERENCES blobs (id) ON DELETE CASCADE,
    idx {{integer}} NOT NULL CHECK (idx >= 0),
    bytes {{bytes}} NOT NULL,
    PRIMARY KEY (blob_id, idx)
){{options}};

UPDATE meta SET value = '2' WHERE name = 'layout';
