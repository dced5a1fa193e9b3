PRAGMA page_size = '16384';
PRAGMA application_id = '1264941428';
PRAGMA user_version = '3';
PRAGMA journal_mode = 'wal';
PRAGMA encoding = 'UTF-8';
CREATE TABLE meta (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
CREATE TABLE entries (
    seq INTEGER NOT NULL PRIMARY KEY CHECK (seq >= 0),
    bytes BLOB NOT NULL
) STRICT;
CREATE TABLE checkpoints (
    size INTEGER NOT NULL PRIMARY KEY CHECK (size > 0),
    note BLOB NOT NULL
) STRICT;
CREATE TABLE staging (
    token TEXT NOT NULL PRIMARY KEY,
    owner TEXT NOT NULL,
    touched_us INTEGER NOT NULL
) STRICT;
CREATE TABLE blocks (
    id INTEGER NOT NULL PRIMARY KEY,
    batch_seq INTEGER REFERENCES entries (seq) DEFERRABLE INITIALLY DEFERRED,
    staging TEXT REFERENCES staging (token),
    idx INTEGER NOT NULL CHECK (idx >= 0),
    record_count INTEGER NOT NULL CHECK (record_count >= 0),
    CHECK ((batch_seq IS NULL) <> (staging IS NULL))
) STRICT;
CREATE UNIQUE INDEX blocks_by_batch ON blocks (batch_seq, idx) WHERE batch_seq IS NOT NULL;
CREATE UNIQUE INDEX blocks_by_staging ON blocks (staging, idx) WHERE staging IS NOT NULL;
CREATE TABLE block_columns (
    block_id INTEGER NOT NULL PRIMARY KEY REFERENCES blocks (id) ON DELETE CASCADE,
    bytes BLOB NOT NULL
) STRICT;
CREATE TABLE block_filter (
    block_id INTEGER NOT NULL PRIMARY KEY REFERENCES blocks (id) ON DELETE CASCADE,
    bytes BLOB NOT NULL
) STRICT;
CREATE TABLE block_salts (
    block_id INTEGER NOT NULL PRIMARY KEY REFERENCES blocks (id) ON DELETE CASCADE,
    bytes BLOB NOT NULL
) STRICT;
CREATE TABLE block_text (
    block_id INTEGER NOT NULL PRIMARY KEY REFERENCES blocks (id) ON DELETE CASCADE,
    bytes BLOB NOT NULL
) STRICT;
CREATE TABLE blobs (
    id INTEGER NOT NULL PRIMARY KEY,
    sha256 BLOB,
    staging TEXT REFERENCES staging (token) ON DELETE CASCADE,
    size INTEGER NOT NULL CHECK (size >= 0),
    chunks INTEGER NOT NULL CHECK (chunks >= 0),
    CHECK ((sha256 IS NULL) <> (staging IS NULL))
) STRICT;
CREATE UNIQUE INDEX blobs_by_sha256 ON blobs (sha256) WHERE sha256 IS NOT NULL;
CREATE UNIQUE INDEX blobs_by_staging ON blobs (staging) WHERE staging IS NOT NULL;
CREATE TABLE blob_chunks (
    blob_id INTEGER NOT NULL REFERENCES blobs (id) ON DELETE CASCADE,
    idx INTEGER NOT NULL CHECK (idx >= 0),
    bytes BLOB NOT NULL,
    PRIMARY KEY (blob_id, idx)
) STRICT;
CREATE TABLE checkpoint_tokens (
    size INTEGER NOT NULL REFERENCES checkpoints (size),
    sha256 BLOB NOT NULL,
    token BLOB NOT NULL,
    PRIMARY KEY (size, sha256)
) STRICT;
INSERT INTO meta VALUES ('layout', '3');
