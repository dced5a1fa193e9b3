#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# check_lengths.sh LIMIT FILE…: names every file of more than LIMIT lines; exit 1 if there is one.
set -euo pipefail
limit=$1
shift
wc -l "$@" | awk -v limit="$limit" '
    $2 != "total" && $1 > limit { printf "%s: %d lines, more than %d: split it by meaning\n", $2, $1, limit; long = 1 }
    END { exit long }'
