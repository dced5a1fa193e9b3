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
export KEYTURN_SEAT_DIR=$scratch/seat
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

# expect_one_sentence: the last command said one line on standard error, and no byte that could drive a terminal.
expect_one_sentence() {
    [[ $(wc -l <"$ERR") -eq 1 ]] || fail "standard error is not one line"
    expect_err '^keyturnctl: .+[.]$'
    expect_harmless
}

# expect_harmless: no control byte, C1 control or bidirectional override reached either output raw.
expect_harmless() {
    local stream
    for stream in "$OUT" "$ERR"; do
        if LC_ALL=C grep -qP '[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xaa-\xae]|\xe2\x81[\xa6-\xa9]' "$stream"; then
            fail "a byte that could drive a terminal came through in ${stream##*/}"
        fi
    done
}

# as MEMBER COMMAND…: keyturnctl on $W, signing as the member with the key of that name.
W=workspace.keyturn
as() {
    local member=$1
    shift
    keyturnctl -w "$W" --as "$member" --key "keys/$member.key" --passphrase-file passphrase "$@"
}

# found_workspace [OPTION…]: five people, one of them with an Ed25519 key, found $W; it has the small catalogue. The
# options are for the charter's draft. Quick ways of a person that story_suspend.sh takes step by step.
found_workspace() {
    local member
    printf 'correct horse battery\n' >passphrase
    for member in ceo hos ciso gc scribe; do
        expect_status 0 keyturnctl key new "$member" --out keys --passphrase-file passphrase \
            --type "$([[ $member == gc ]] && echo ed25519 || echo p256)"
    done
    expect_status 0 keyturnctl charter draft --organisation 'Fennel Labs' --accept-brittle --out charter.json \
        --member 'ceo;Ada Stone;Chief Executive;executive;keys/ceo.pem' \
        --member 'hos;Ines Okafor;Head of Safety;safety-lead;keys/hos.pem' \
        --member 'ciso;Hanna Berg;Chief Information Security Officer;security-lead;keys/ciso.pem' \
        --member 'gc;Priya Rao;General Counsel;legal;keys/gc.pem' \
        --member 'scribe;Jonas Weil;Scribe;scribe;keys/scribe.pem' \
        --rule charter=executive,legal "$@"
    for member in ceo gc; do
        expect_status 0 as "$member" charter sign charter.json
    done
    expect_status 0 keyturnctl -w "$W" init --charter charter.json
    expect_status 0 as hos catalogue set "$DATA/system/catalogue.json"
}

# suspended_workspace: found_workspace, then a few records, an incident and a suspension that three people signed.
suspended_workspace() {
    local member
    found_workspace
    expect_status 0 as ciso import "$DATA/intake/valid/atlas/AML.CS0009.yaml" \
        "$DATA/intake/valid/timesketch/sigma_events.csv"
    expect_status 0 as scribe incident open 'Safeguard bypass on fennel-2' --severity high
    expect_status 0 as hos propose suspend --models fennel-2 --because 'Bypass confirmed'
    for member in hos ceo gc; do
        expect_status 0 as "$member" approve P-1
    done
}

# state_of FILE: the digest of the state that a workspace folds to.
state_of() { keyturnctl -w "$1" status --json 2>/dev/null | jq -er .state_sha256; }

# contents_of FILE: a digest of everything that is on the timeline, each record's whole line.
contents_of() { keyturnctl -w "$1" timeline --json 2>/dev/null | sha256sum; }

# wait_until WHAT COMMAND…: until the command succeeds, for a minute at most.
wait_until() {
    local what=$1 tries
    shift
    for ((tries = 0; tries < 600; ++tries)); do
        "$@" >/dev/null 2>&1 && return
        sleep 0.1
    done
    fail "it never came about that $what"
}

# start_nginx SERVERS: a real nginx, whose http block is the file SERVERS with every @PORT1@ … @PORT3@ made a free port
# of this machine: $PORT1 … $PORT3. It logs requests to nginx/access.log, and nginx_pid is its process.
start_nginx() {
    local servers=$1 tries place
    mkdir -p nginx
    for ((tries = 0; tries < 20; ++tries)); do
        place=$((20000 + RANDOM % 12000))
        PORT1=$place PORT2=$((place + 1)) PORT3=$((place + 2))
        {
            [[ $EUID -ne 0 ]] || echo 'user root;'
            echo "daemon off; master_process off; pid $PWD/nginx/pid; error_log $PWD/nginx/error.log;"
            echo 'events { worker_connections 64; }'
            echo 'http {'
            echo "log_format asked '\$status \$request_uri \$http_host [\$http_authorization] [\$http_if_none_match]';"
            echo "access_log $PWD/nginx/access.log asked; default_type application/json; etag on;"
            for place in client_body proxy fastcgi uwsgi scgi; do
                echo "${place}_temp_path $PWD/nginx/$place;"
            done
            sed "s/@PORT1@/$PORT1/g; s/@PORT2@/$PORT2/g; s/@PORT3@/$PORT3/g; s|@HERE@|$PWD|g" "$servers"
            echo '}'
        } >nginx/nginx.conf
        nginx -p "$PWD/nginx" -c "$PWD/nginx/nginx.conf" -e "$PWD/nginx/error.log" >"$OUT" 2>"$ERR" &
        nginx_pid=$!
        disown "$nginx_pid"
        at_exit "{ kill -CONT $nginx_pid && kill -KILL $nginx_pid; } 2>/dev/null"
        for ((place = 0; place < 100; ++place)); do
            kill -0 "$nginx_pid" 2>/dev/null || break
            (exec 3<>"/dev/tcp/127.0.0.1/$PORT1") 2>/dev/null && return
            sleep 0.05
        done
    done
    cat nginx/error.log >>"$ERR"
    fail 'nginx does not start'
}
