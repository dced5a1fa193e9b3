#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A passphrase stays out of arguments, environments, files, output, core dumps and the terminal's screen.
. "$(dirname "$0")/lib.sh"
found_workspace
# A passphrase of its own, so that whatever is found is it. No command line of this test holds it either.
secret=$scratch/secret
printf 'zinnia-%s-lantern\n' 41-quartz >"$secret"
expect_status 0 openssl pkey -in keys/hos.key -passin file:passphrase -aes-256-cbc -passout "file:$secret" -out keys/other.key
chmod 600 keys/other.key

# by_descriptor COMMAND…: as hos, the passphrase by a descriptor.
by_descriptor() { keyturnctl -w "$W" --as hos --key keys/other.key --passphrase-fd 7 "$@" 7<"$secret"; }
# keep_said: what the last command said is searched at the end, with all other files.
keep_said() { cat "$OUT" "$ERR" >>"$scratch/work/said"; }

# Beside the program: looks at the arguments and the environment of every process, again and again.
spy() {
    until [[ -e $scratch/enough ]]; do
        grep -lasFf "$secret" /proc/[0-9]*/cmdline /proc/[0-9]*/environ >>"$scratch/seen" || true
        date >>"$scratch/looks"
    done
}
start_spy() {
    rm -f "$scratch"/{enough,seen,looks}
    touch "$scratch"/{seen,looks}
    spy &
    spy=$!
    at_exit "kill $spy 2>/dev/null"
}
end_spy() {
    local looks
    looks=$(wc -l <"$scratch/looks")
    # Once more from beginning to end.
    for ((i = 0; i < 600; ++i)); do
        [[ $(wc -l <"$scratch/looks") -lt $((looks + 2)) ]] || break
        sleep 0.05
    done
    touch "$scratch/enough"
    wait "$spy" || true
}

# The spy sees what there is to see.
start_spy
env "CARELESS=$(<"$secret")" sleep 30 &
careless=$!
end_spy
kill "$careless"
grep -q "^/proc/$careless/environ$" "$scratch/seen" || fail "the spy did not see a passphrase in an environment"
wait "$careless" || true

start_spy
for i in 1 2 3; do
    expect_status 0 by_descriptor note "Looked at, time $i"
    keep_said
done
expect_status 0 by_descriptor --json propose suspend --models fennel-1 --because 'Bypass confirmed'
keep_said
expect_status 0 by_descriptor --json approve P-1
keep_said
# The wrong key for it: what is said must not repeat it.
expect_status 1 keyturnctl -w "$W" --as gc --key keys/gc.key --passphrase-file "$secret" note Hello
keep_said
expect_status 0 keyturnctl key new fresh --out keys --passphrase-file "$secret"
keep_said
end_spy
[[ ! -s $scratch/seen ]] || fail "a process carries the passphrase: $(sort -u "$scratch/seen" | head -3)"

# found_in FOLDER…: the files below that hold the passphrase.
found_in() { grep -rlaFf "$secret" "$@" || true; }
cp "$secret" "$HOME/planted"
expect_equal "$(found_in "$HOME")" "$HOME/planted" "the file that was planted"
rm "$HOME/planted"
expect_equal "$(found_in "$HOME" "$XDG_RUNTIME_DIR" "$KEYTURN_SEAT_DIR" "$scratch/work")" '' "a file that holds the passphrase"

# A crash while a passphrase is being read. Root may look into everything, so the program then runs as nobody.
mkdir crash
cp "$(command -v keyturnctl)" crash/program
cp keys/other.key "$W" crash/
runner=()
owner=$(id -u)
if [[ $EUID -eq 0 ]]; then
    chmod 711 "$scratch" "$scratch/work"
    chmod 755 crash/program
    owner=$(id -u nobody)
    mkdir crash/seat
    chown -R nobody crash
    runner=(setpriv --reuid nobody --regid "$(id -g nobody)" --clear-groups env KEYTURN_SEAT_DIR="$PWD/crash/seat")
fi
mkfifo waiting
exec 8<>waiting
# Half of it, so that the program waits for the rest with this in its memory.
printf 'zinnia-%s' 41-quartz >&8
(
    cd crash
    ulimit -c unlimited 2>/dev/null || ulimit -c "$(ulimit -H -c)"
    exec "${runner[@]}" ./program -w "$W" --as hos --key other.key --passphrase-fd 8 note Hello
) >"$OUT" 2>"$ERR" </dev/null &
waiting=$!
at_exit "kill -9 $waiting 2>/dev/null"
for ((i = 0; i < 200; ++i)); do
    [[ $(readlink "/proc/$waiting/exe") == */program ]] && grep -q '^Max core file size *0 *0 ' "/proc/$waiting/limits" && break
    sleep 0.05
done
grep -q '^Max core file size *0 *0 ' "/proc/$waiting/limits" || fail "a crash may write a core file"
if [[ $owner -ne 0 ]]; then
    # What a process that may be dumped has below /proc is its user's; what one that may not has is root's.
    for ((i = 0; i < 200; ++i)); do
        [[ $(stat -c %u "/proc/$waiting/mem") -ne 0 ]] || break
        sleep 0.05
    done
    expect_equal "$(stat -c %u "/proc/$waiting/mem")" 0 "the owner of the program's memory"
fi
kill -SEGV "$waiting"
status=0
wait "$waiting" 2>/dev/null || status=$?
expect_equal "$status" 139 "the status after the crash"
exec 8>&-
expect_equal "$(find . -name 'core*' -newer waiting)" '' "a core file"

# At a terminal: what is typed is not shown, and a signal leaves the terminal as it was.
cat >at_terminal <<'TEXT'
silent() { stty -a </dev/tty | grep -q -- ' -echo '; }
until_silent() { for ((i = 0; i < 400; ++i)); do silent && return; sleep 0.02; done; echo 'never silent'; exit 1; }
keyturnctl -w "$1" --as hos --key keys/other.key note 'At the terminal' &
until_silent
echo READY
wait $! || echo "status $?"
silent && echo 'dumb after the answer'
# At many moments: one just before the program waits must not be lost.
for ((moment = 0; moment < 20; ++moment)); do
    keyturnctl -w "$1" --as hos --key keys/other.key note 'Interrupted' &
    until_silent
    sleep "0.00$((moment % 5))"
    kill -TERM $!
    wait $! || echo "ended by $?"
    silent && echo 'dumb after the signal'
done
echo OVER
TEXT
mkfifo typed
exec 9<>typed
script -qec "bash at_terminal $W" "$scratch/screen" <&9 >/dev/null 2>&1 &
screen=$!
at_exit "kill $screen 2>/dev/null"
for ((i = 0; i < 400; ++i)); do
    grep -q READY "$scratch/screen" 2>/dev/null && break
    sleep 0.05
done
cat "$secret" >&9
timeout 60 tail --pid "$screen" -f /dev/null || fail "a program at the terminal did not end"
exec 9>&-
tr -d '\r' <"$scratch/screen" >"$OUT"
expect_out '^Passphrase of keys/other.key: '
expect_equal "$(grep -c '^ended by 143$' "$OUT")" 20 'the number of programs ended by the signal'
expect_out '^OVER$'
grep -Eq 'dumb|never|^status' "$OUT" && fail "the terminal was left dumb, or the answer was not taken"
[[ -z $(found_in "$OUT") ]] || fail "the screen shows the passphrase"
expect_status 0 keyturnctl -w "$W" timeline --json
expect_out 'At the terminal'
! grep -q Interrupted "$OUT" || fail "what was interrupted was entered"
