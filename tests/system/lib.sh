# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced first by every system test: a fresh folder as the current one, a home of its own, and the helpers below.
#   . "$(dirname "$0")/lib.sh"
# A test stops at its first failed expectation, says which, and shows what the command had printed.
set -euo pipefail

# The source tree's root, and the programs under test.
KEYTURN_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
KEYTURN_BIN=${KEYTURN_BIN:-$KEYTURN_ROOT/build/release/bin}
DATA=$KEYTURN_ROOT/tests/data
PATH=$KEYTURN_BIN:$PATH
[[ -x $KEYTURN_BIN/keyturnctl ]] || {
    echo "FAIL: no keyturnctl in $KEYTURN_BIN; build it first" >&2
    exit 1
}

# Nothing of the person who runs the test may leak in, nothing of the test may leak out.
scratch=$(mktemp -d "${TMPDIR:-/tmp}/keyturn-system.XXXXXX")
cleanups=()
leave() {
    local status=$? cleanup
    set +e
    for cleanup in "${cleanups[@]}"; do
        eval "$cleanup"
    done
    chmod -R u+w "$scratch" 2>/dev/null
    rm -rf "$scratch"
    exit "$status"
}
trap leave EXIT
mkdir -m 0700 "$scratch"/{work,home,runtime}
cd "$scratch/work"
export HOME=$scratch/home XDG_RUNTIME_DIR=$scratch/runtime LC_ALL=C.UTF-8 TZ=UTC QT_QPA_PLATFORM=offscreen
unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_STATE_HOME XDG_CACHE_HOME DISPLAY WAYLAND_DISPLAY KEYTURN_WORKSPACE
OUT=$scratch/out
ERR=$scratch/err
: >"$OUT"
: >"$ERR"

# fail TEXT: ends the test, showing the last command's output.
fail() {
    {
        echo "FAIL: $*"
        echo "--- standard output"
        head -c 4000 "$OUT"
        echo "--- standard error"
        head -c 4000 "$ERR"
    } >&2
    exit 1
}

# at_exit COMMAND: run when the test ends, however it ends.
at_exit() { cleanups+=("$1"); }

# expect_status N COMMAND…: the command must end with status N; its output is kept in $OUT and $ERR.
expect_status() {
    local wanted=$1 status=0
    shift
    "$@" >"$OUT" 2>"$ERR" </dev/null || status=$?
    [[ $status -eq $wanted ]] || fail "status $status where $wanted was expected: $*"
}

# expect_out PATTERN / expect_err PATTERN: an extended regular expression that the last output must hold.
expect_out() { grep -Eq -- "$1" "$OUT" || fail "standard output does not hold: $1"; }
expect_err() { grep -Eq -- "$1" "$ERR" || fail "standard error does not hold: $1"; }

# json FILTER: a value of the last output, by jq; fails where it is missing or null.
json() { jq -er "$1" "$OUT" || fail "the output has no $1"; }

# expect_json FILTER VALUE: a value of the last output, by jq, must be VALUE.
expect_json() {
    local value
    value=$(jq -r "$1" "$OUT" 2>/dev/null) || fail "the output is not JSON that $1 can be asked of"
    [[ $value == "$2" ]] || fail "$1 is $value where $2 was expected"
}

# expect_equal ACTUAL EXPECTED WHAT
expect_equal() { [[ $1 == "$2" ]] || fail "$3 is $1 where $2 was expected"; }
