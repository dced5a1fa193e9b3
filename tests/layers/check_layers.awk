# SPDX-License-Identifier: GPL-3.0-or-later
# Reads layers.txt, then `module header` lines of Qt, then sources; see check_layers.sh.

function fault(reason) {
    printf "%s:%d: %s\n", FILENAME, FNR, reason
    faults = 1
}

# The folder of ours that a path lies in: two parts below models and ui, one for app.
function folder_of(path,    part, count) {
    count = split(path, part, "/")
    if (part[1] == "app")
        return "app"
    return count > 2 ? part[1] "/" part[2] : part[1]
}

# Its row in the table: its own, else the one of all its siblings.
function row_of(folder) {
    if (folder in folders)
        return folder
    sub(/\/.*/, "/*", folder)
    return (folder in folders) ? folder : ""
}

function lists(text, name,    entries, count, i) {
    count = split(text, entries, " ")
    for (i = 1; i <= count; ++i) {
        if (entries[i] == name || (entries[i] ~ /\/\*$/ && index(name, substr(entries[i], 1, length(entries[i]) - 1)) == 1))
            return 1
    }
    return 0
}

function exists(path,    line, status) {
    if (!(path in known)) {
        status = (getline line < path)
        close(path)
        known[path] = status >= 0
    }
    return known[path]
}

function check_own(path,    target) {
    # What moc writes stands beside its source in the build tree.
    if (path ~ /\.moc$/ || path ~ /^moc_.*\.cpp$/)
        return
    if (path !~ /^(models|ui|app|resources)\// || !exists(path)) {
        fault("\"" path "\" is not the path of a file from the repository root")
        return
    }
    target = folder_of(path)
    if (target != folder && !lists(folders[row], target))
        fault(folder " may not include " target " (\"" path "\")")
}

function check_other(header,    name, i) {
    name = header
    if (header ~ /^Qt[A-Za-z0-9]+\//) {
        sub(/\/.*/, "", name)
        if (!lists(modules[row], name))
            fault(folder " may not use " name " (<" header ">)")
        return
    }
    if (name in module_of) {
        if (!lists(modules[row], module_of[name]))
            fault(folder " may not use " module_of[name] " (<" header ">)")
        return
    }
    for (i = 1; i <= prefix_count; ++i) {
        if (index(header, prefix[i]) == 1 && !lists(libraries[row], library[i])) {
            fault(folder " may not use the library " library[i] " (<" header ">)")
            return
        }
    }
}

FNR == 1 { ++input }

input == 1 && /^library / {
    for (i = 3; i <= NF; ++i) {
        prefix[++prefix_count] = $i
        library[prefix_count] = $2
    }
    next
}
input == 1 && /^[a-z]/ {
    split($0, cell, "|")
    name = cell[1]
    gsub(/ /, "", name)
    folders[name] = cell[2]
    modules[name] = cell[3]
    libraries[name] = cell[4]
    next
}
input == 1 { next }

input == 2 {
    # A header such as <QtGui> that two modules forward belongs to the lower one, which is listed first.
    if (!($2 in module_of))
        module_of[$2] = $1
    next
}

FNR == 1 {
    folder = folder_of(FILENAME)
    row = row_of(folder)
    if (row == "")
        fault("layers.txt has no row for " folder)
}

row != "" && /^[ \t]*#[ \t]*include/ {
    line = $0
    sub(/^[ \t]*#[ \t]*include[ \t]*/, "", line)
    if (match(line, /^"[^"]*"/))
        check_own(substr(line, 2, RLENGTH - 2))
    else if (match(line, /^<[^>]*>/))
        check_other(substr(line, 2, RLENGTH - 2))
    else
        fault("an include that names no header cannot be checked")
}

END { exit faults }
