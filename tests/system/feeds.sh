#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# feed http against a real nginx: what is unchanged is not fetched or imported again, secrets stay where they belong, and
# a server that misbehaves brings nothing.
. "$(dirname "$0")/lib.sh"
PATH=$PATH:/usr/sbin:/sbin

printf 'correct horse battery\n' >passphrase
expect_status 0 keyturnctl key new intake --out keys --passphrase-file passphrase --type ed25519
found_workspace --member 'service:intake;Alert intake;Reads feeds;intake;keys/intake.pem'

mkdir www other
event() {
    printf '{"timestamp":"2026-06-12T09:41:%02d.000000+0000","event_type":"alert","src_ip":"192.0.2.%d","alert":{"signature":"%s","severity":2,"signature_id":%d}}\n' \
        "$1" "$1" "$2" "$1"
}
event 1 'First' >www/alerts.json
event 1 'Elsewhere' >other/alerts.json
event 7 'Guarded' >www/guarded.json
head -c 3000000 /dev/zero | tr '\0' ' ' >www/large.json
echo '[]' >www/none.json
echo 'no format at all' >www/bad.json

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj '/CN=Fennel test authority' \
    -keyout ca.key -out ca.pem 2>"$ERR"
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj '/CN=localhost' -keyout server.key \
    -out server.csr 2>"$ERR"
printf 'subjectAltName=DNS:localhost\n' >extensions
openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -days 2 -extfile extensions -out server.pem 2>"$ERR"

cat >servers <<'TEXT'
server {
    listen 127.0.0.1:@PORT1@;
    root @HERE@/www;
    location /busy { add_header Retry-After 120 always; return 503; }
    location /busy-date { add_header Retry-After "Sun, 06 Nov 1994 08:49:37 GMT" always; return 429; }
    location /broken { return 500; }
    location /there { return 302 http://127.0.0.1:@PORT2@/alerts.json; }
    location /round { return 302 /round; }
    location /file { return 302 file:///etc/passwd; }
    location /guarded.json { if ($http_authorization != "Bearer s3cret-t0ken") { return 401; } }
    location /hop { return 307 http://127.0.0.1:@PORT2@/elsewhere; }
}
server {
    listen 127.0.0.1:@PORT2@;
    root @HERE@/other;
    location /elsewhere { return 200 '[]'; }
}
server {
    listen 127.0.0.1:@PORT3@ ssl;
    ssl_certificate @HERE@/server.pem;
    ssl_certificate_key @HERE@/server.key;
    root @HERE@/www;
    location /down { return 302 http://127.0.0.1:@PORT1@/alerts.json; }
}
TEXT
start_nginx servers
plain=http://127.0.0.1:$PORT1
secure=https://localhost:$PORT3
state=$HOME/.local/state/keyturn/feeds
# Not by a function where it runs in the background: a signal is for the program itself.
as_intake=(keyturnctl -w "$W" --as intake --key keys/intake.key --passphrase-file passphrase --json)
feed() { as intake --json feed "$@"; }
size() { keyturnctl -w "$W" --json status | jq -er .ledger.size; }
asked() { tail -n 1 nginx/access.log; }

# What is new comes once: then the server says so itself, by the tag of the last answer.
expect_status 0 feed http "$plain/alerts.json?token=hidden"
expect_json .feed http
expect_json .source "$plain/alerts.json"
expect_json '.batches | length' 1
expect_json .batches[0].file "$plain/alerts.json"
expect_json .batches[0].format suricata-eve
expect_json .batches[0].records 1
expect_json .error null
! grep -rq hidden "$state" || fail 'the query of the address is kept'
before=$(size)
expect_status 0 feed http "$plain/alerts.json?token=hidden"
expect_json '.batches | length' 0
expect_json .unchanged 1
[[ $(asked) == 304\ * ]] || fail "the server was not asked conditionally: $(asked)"
expect_equal "$(size)" "$before" 'the size of the ledger'

# A changed body is a batch of its own.
event 2 'Second' >www/alerts.json
expect_status 0 feed http "$plain/alerts.json?token=hidden"
expect_json .batches[0].records 1
# Bytes that the ledger holds from there are not doubled, also where what the feed remembers was lost.
rm -r "$state"
before=$(size)
expect_status 0 feed http "$plain/alerts.json?token=hidden"
expect_json '.batches | length' 0
expect_json .seen_before 1
expect_equal "$(size)" "$before" 'the size of the ledger'
# The same bytes from elsewhere are known.
cp www/alerts.json www/copy.json
before=$(size)
expect_status 0 feed http "$plain/copy.json"
expect_json .seen_before 1
expect_equal "$(size)" "$before" 'the size of the ledger'

# Nothing to tell is no failure; a body in no format is one each time, for it may be mended.
expect_status 0 feed http "$plain/none.json"
expect_json .unchanged 1
expect_status 3 feed http "$plain/bad.json"
expect_json .error.code intake/unknown-format
expect_status 3 feed http "$plain/bad.json"

# Servers that do not give it.
for path in busy busy-date broken missing; do
    expect_status 5 feed http "$plain/$path"
    expect_one_sentence
done
expect_json .error.code feeds/not-found
expect_status 5 feed http "$plain/busy"
expect_json .error.code feeds/busy

# Redirects: to another host yes, but not with our secrets; not round and round, not to files, not out of TLS.
printf 'Authorization: Bearer s3cret-t0ken\n' >headers
chmod 644 headers
expect_status 1 feed http "$plain/guarded.json" --header-file headers
expect_json .error.code feeds/header-file-open
chmod 600 headers
expect_status 5 feed http "$plain/guarded.json"
expect_json .error.code feeds/unauthorized
expect_status 0 feed http "$plain/guarded.json" --header-file headers
expect_json .batches[0].records 1
expect_status 0 feed http "$plain/there"
expect_json .batches[0].records 1
expect_json .source "$plain/there"
expect_status 0 feed http "$plain/hop" --header-file headers
grep -q "^307 /hop .*s3cret-t0ken" nginx/access.log || fail 'the first server did not see the authorization'
[[ $(asked) == '200 /elsewhere '*' [-] [-]' ]] || fail "another host saw the authorization: $(asked)"
expect_status 5 feed http "$plain/round"
expect_json .error.code feeds/too-many-redirects
expect_equal "$(grep -c '^302 /round ' nginx/access.log)" 6 'the number of requests'
expect_status 5 feed http "$plain/file"
expect_json .error.code feeds/redirect-refused

# TLS: only by an authority that is trusted.
expect_status 5 feed http "$secure/alerts.json"
expect_json .error.code feeds/not-trusted
expect_status 0 feed http "$secure/alerts.json" --ca-file ca.pem
expect_json .seen_before 1
expect_status 5 feed http "${secure/localhost/127.0.0.1}/alerts.json" --ca-file ca.pem
expect_json .error.code feeds/not-trusted
expect_status 5 feed http "$secure/down" --ca-file ca.pem
expect_json .error.code feeds/redirect-refused
expect_status 2 feed http "$secure/alerts.json" --ca-file www/bad.json
expect_json .error.code feeds/authority-unusable

# What would show secrets, or is no address.
expect_status 2 feed http "http://user:pa55word@127.0.0.1:$PORT1/alerts.json"
expect_json .error.code feeds/credentials-in-url
! grep -q pa55word "$OUT" "$ERR" || fail 'the password was shown'
expect_status 2 feed http http://192.0.2.1/alerts.json --header-file headers
expect_json .error.code feeds/secrets-in-the-clear
expect_status 2 feed http ftp://localhost/alerts.json
expect_json .error.code feeds/bad-url

# Too much, and too slow.
before=$(size)
expect_status 5 feed http "$plain/large.json" --max-mib 2
expect_json .error.code feeds/too-large
kill -STOP "$nginx_pid"
expect_status 5 feed http "$plain/alerts.json" --stall-timeout 1
expect_json .error.code feeds/stalled
expect_status 5 feed http "$secure/alerts.json" --connect-timeout 1
expect_json .error.code feeds/connect-timeout
kill -CONT "$nginx_pid"
expect_equal "$(size)" "$before" 'the size of the ledger'

# --watch: what changes arrives, a failure is said and waited out, SIGTERM ends it cleanly; a second one keeps out.
event 3 'Third' >www/watched.json
"${as_intake[@]}" feed http "$plain/watched.json" --watch --interval 1 >watched 2>watched.err &
watcher=$!
at_exit "kill -KILL $watcher 2>/dev/null"
batches() { [[ $(jq -s '[.[].batches[]] | length' watched) -ge $1 ]]; }
failed() { [[ $(jq -s '[.[] | select(.error != null)] | length' watched) -ge $1 ]]; }
wait_until 'the first batch arrives' batches 1
expect_status 5 feed http "$plain/watched.json"
expect_json .error.code storage/anchor-locked
mv www/watched.json www/gone.json
wait_until 'a failure is told' failed 2
event 4 'Fourth' >www/watched.json
wait_until 'the next batch arrives' batches 2
kill -TERM "$watcher"
wait "$watcher" || fail "--watch ended with status $? where 0 was expected"
expect_equal "$(jq -s '[.[] | select(.error != null)][0].error.code' watched)" '"feeds/not-found"' 'the failure'
expect_equal "$(jq -s '[.[] | select(.error != null) | .next_at > .at] | all' watched)" true 'the next attempt'
grep -q 'Asking again at' watched.err || fail 'the failure was not said in a sentence'
# A busy server is left alone for as long as it asks, and the wait for it can be ended.
"${as_intake[@]}" feed http "$plain/busy" --watch --interval 1 >busy 2>busy.err &
watcher=$!
at_exit "kill -KILL $watcher 2>/dev/null"
wait_until 'the busy server is asked' test -s busy
seconds='def s: sub("[.][0-9]+Z$"; "Z") | fromdate; ((.next_at | s) - (.at | s)) | . >= 119 and . <= 121'
expect_equal "$(jq "$seconds" busy)" true 'the wait that was asked for'
kill -TERM "$watcher"
wait "$watcher" || fail "--watch ended with status $? where 0 was expected"
expect_equal "$(grep -c '^503 /busy ' nginx/access.log)" 3 'the number of requests'
! compgen -G "$state/*/.body*" >/dev/null || fail 'a body was left behind'

expect_status 0 keyturnctl -w "$W" --json verify
expect_json .ok true
