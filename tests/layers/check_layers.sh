#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# check_layers.sh [ROOT]: holds every #include below models, ui and app to layers.txt.
# Prints one line a fault, `file:line: reason`, and exits 1 if there is one.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "${1:-$here/../..}"

# A table that allows a circle forbids nothing.
awk -F'|' '/^[a-z]+(\/|  *\|)/ && !/^library/ {
    gsub(/ /, "", $1); n = split($2, to, " ")
    for (i = 1; i <= n; ++i) if (to[i] !~ /\*/) print $1, to[i]
}' "$here/layers.txt" | tsort >/dev/null || {
    echo "layers.txt: the folders named above may include each other in a circle" >&2
    exit 1
}

qt=$(qmake6 -query QT_INSTALL_HEADERS)
[[ -d $qt/QtCore ]] || {
    echo "check_layers.sh: no Qt headers in $qt, so no module can be told" >&2
    exit 1
}
# A header such as <QPainter> names no module; where it is installed does.
qt_headers() {
    find "$qt" -mindepth 2 -maxdepth 2 -path "$qt/Qt*" -name '[Qq]*' -printf '%P\n' | tr / ' '
}

mapfile -t files < <(find models ui app -type f \( -name '*.h' -o -name '*.cpp' \) 2>/dev/null | LC_ALL=C sort)
[[ ${#files[@]} -gt 0 ]] || {
    echo "check_layers.sh: no source file below models, ui or app of $PWD" >&2
    exit 1
}
awk -f "$here/check_layers.awk" "$here/layers.txt" <(qt_headers) "${files[@]}"
