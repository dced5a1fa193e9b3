-- SPDX-License-Identifier: GPL-3.0-or-later
-- Layout 3: RFC 3161 time-stamp tokens over the text of a checkpoint. sha256 is the token's own, so that none is kept
-- twice.

CREATE TABLE checkpoint_tokens (
    size {{integer}} NOT NULL REFERENCES checkpoints (size),
    sha256 {{bytes}} NOT NULL,
    token {{bytes}} NOT NULL,
    PRIMARY KEY (size, sha256)
){{options}};

UPDATE meta SET value = '3' WHERE name = 'layout';
