#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The layer check is itself checked: a small sound tree passes, and each kind of fault in it is named.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
failures=0

mkdir -p "$tree"/models/{base,crypto,domain,service,storage} "$tree"/ui/{common,decide} "$tree"/app
touch "$tree"/models/storage/store.h "$tree"/models/service/workspace.h "$tree"/models/crypto/keys.h
echo '#include <QString>' >"$tree/models/base/json.h"
echo '#include "models/base/json.h"' >"$tree/models/domain/scope.h"
printf '#include "models/service/workspace.h"\n#include <QWidget>\n' >"$tree/ui/decide/card.h"
printf '#include "models/storage/store.h"\n#include <CLI/CLI.hpp>\n' >"$tree/app/main.cpp"

if ! "$here/check_layers.sh" "$tree"; then
    echo "FAIL: a sound tree was refused"
    failures=1
fi

# is_caught FILE INCLUDE PATTERN: with the include as its second line the file must be named with that reason.
is_caught() {
    local said
    cp "$tree/$1" "$tree/kept"
    printf '\n#include %s\n' "$2" >"$tree/$1"
    if said=$("$here/check_layers.sh" "$tree"); then
        echo "FAIL: $1 may include $2"
        failures=1
    elif ! grep -q "^$1:2: .*$3" <<<"$said"; then
        echo "FAIL: $1 with $2 was refused for another reason: $said"
        failures=1
    fi
    mv "$tree/kept" "$tree/$1"
}

is_caught models/base/json.h '"models/domain/scope.h"' 'may not include models/domain'
is_caught models/domain/scope.h '"models/service/workspace.h"' 'may not include models/service'
is_caught models/service/workspace.h '"models/storage/store.h"' 'may not include models/storage'
is_caught models/service/workspace.h '"ui/decide/card.h"' 'may not include ui/decide'
is_caught ui/decide/card.h '"models/storage/store.h"' 'may not include models/storage'
is_caught ui/decide/card.h '"models/crypto/keys.h"' 'may not include models/crypto'
is_caught models/domain/scope.h '"json.h"' 'from the repository root'
is_caught models/domain/scope.h '"../base/json.h"' 'from the repository root'
is_caught models/domain/scope.h '"models/base/missing.h"' 'from the repository root'
is_caught models/domain/scope.h '<QWidget>' 'may not use QtWidgets'
is_caught models/domain/scope.h '<QtWidgets/QLabel>' 'may not use QtWidgets'
is_caught models/domain/scope.h '<QPainter>' 'may not use QtGui'
is_caught models/service/workspace.h '<QSqlQuery>' 'may not use QtSql'
is_caught models/domain/scope.h '<openssl/evp.h>' 'library openssl'
is_caught models/service/workspace.h '<sqlite3.h>' 'library sqlite'
is_caught models/service/workspace.h '<p11-kit/pkcs11.h>' 'library p11kit'
is_caught models/domain/scope.h 'HEADER' 'cannot be checked'

mkdir "$tree/models/extra"
echo '#include <QString>' >"$tree/models/extra/thing.h"
said=$("$here/check_layers.sh" "$tree") || true
if ! grep -q 'no row for models/extra' <<<"$said"; then
    echo "FAIL: a folder without a row passed"
    failures=1
fi
exit $failures
