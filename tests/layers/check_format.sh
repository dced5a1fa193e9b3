#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Fails on every C++ file that clang-format would write otherwise.
set -euo pipefail
cd "$(dirname "$0")/../.."
tests/layers/source_files.sh | xargs -d '\n' clang-format --dry-run -Werror
