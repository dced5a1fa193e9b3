#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Prints every C++ file of ours, one a line, from the repository root.
# Not by git: a checkout owned by somebody else, or a source archive, has the same files.
set -euo pipefail
cd "${1:-$(dirname "$0")/../..}"
find models ui app tests -type f \( -name '*.h' -o -name '*.cpp' \) 2>/dev/null | LC_ALL=C sort
