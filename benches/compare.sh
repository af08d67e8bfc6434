#!/usr/bin/env bash
# Measures smtplog against the usual log summarisers and against a bare scan, on generated logs, in one run.
#
#   benches/compare.sh [--size 200M] [--runs 5] [--senders 200000] [--without-build]
#   benches/compare.sh [--postfix FILE] [--exim FILE] [--runs 5] [--without-build]
#
# With logs of your own nothing is generated, and the table is only printed.
# All commands take turns (round-robin) after one warm-up each, so that a change of the machine's pace meets all of them.
# Prints medians, ratios and peak memory as a table and keeps it in benches/RESULTS.md. What was tried: benches/TUNING.md.
set -euo pipefail
export LC_ALL=C

size=200M
runs=5
senders=200000
build=yes
declare -A own=()
root=$(cd "$(dirname "$0")/.." && pwd)
bin="${CARGO_TARGET_DIR:-$root/target}/release"

while (($# > 0)); do
    case $1 in
        --size) size=${2:?--size needs a value}; shift 2 ;;
        --runs) runs=${2:?--runs needs a value}; shift 2 ;;
        --senders) senders=${2:?--senders needs a value}; shift 2 ;;
        --postfix | --exim) own[${1#--}]=$(realpath -e "${2:?$1 needs a file}"); shift 2 ;;
        --without-build) build=no; shift ;;
        *) echo "compare.sh: unknown option $1" >&2; exit 2 ;;
    esac
done
if [[ ! $runs =~ ^[0-9]+$ ]] || ((runs < 5)); then
    echo "compare.sh: --runs must be 5 or more: a median of fewer says little" >&2
    exit 2
fi

work=$(mktemp -d "${TMPDIR:-/tmp}/smtplog-compare.XXXXXX")
trap 'rm -rf "$work"' EXIT
note() { printf '%s\n' "$*" >&2; }

# The table's rows, per log: a label and a command line that reads $log.
labels=()
commands=()
skipped=()

row() {
    labels+=("$1")
    commands+=("$2")
}

# row_if PROGRAM LABEL COMMAND
row_if() {
    if command -v "$1" >/dev/null; then
        row "$2" "$3"
    else
        skipped+=("$1 is not installed")
        note "skipped: $1 is not installed"
    fi
}

# Whether smtplog can do the work yet: a run that writes no report is not a measurement.
smtplog_works() {
    "$bin/smtplog" analyze --jobs 1 --format json -o "$work/probe.json" "$1" >/dev/null 2>&1 && [[ -s $work/probe.json ]]
}

# Whether a summariser understands the log: one that skips every line is fast, and no measure of anything.
reference_works() { # PROGRAM LOG
    head -n 20000 "$2" >"$work/probe.log"
    "$1" "$work/probe.log" 2>/dev/null >"$work/probe.out" || return 1
    grep -qE '^ *([1-9][0-9]* +delivered|Delivered +[1-9])' "$work/probe.out"
}

choose_commands() { # LOG REFERENCE-PROGRAM REFERENCE-COMMAND PATTERN
    labels=()
    commands=()
    skipped=()
    if smtplog_works "$1"; then
        row 'smtplog, 1 thread' "'$bin/smtplog' analyze --jobs 1 --format text -o /dev/null '$1'"
        row 'smtplog, 2 threads' "'$bin/smtplog' analyze --jobs 2 --format text -o /dev/null '$1'"
    else
        skipped+=('smtplog did not write a report')
        note 'skipped: smtplog did not write a report'
    fi
    if command -v "$2" >/dev/null && ! reference_works "$2" "$1"; then
        skipped+=("$2 found no delivery in the log")
        note "skipped: $2 found no delivery in the log"
    else
        row_if "$2" "$2" "$3"
    fi
    # The bare scanner: no dates, no shapes, no report (benches/limit.rs).
    row 'limit, 1 thread' "'$bin/examples/limit' --jobs 1 '$1'"
    row 'limit, 2 threads' "'$bin/examples/limit' --jobs 2 '$1'"
    row_if rg "rg -c '$4'" "rg -c '$4' '$1'"
    row_if wc 'wc -l' "wc -l '$1'"
}

# Runs one command; prints seconds and peak memory in KiB. Python counts its own memory into the peak (some 14 MB), so it
# is only the second choice.
if [[ -x /usr/bin/time ]]; then
    timer='time'
elif command -v python3 >/dev/null; then
    timer=python3
    note 'no /usr/bin/time (Debian: apt install time): with python3 no peak below its own 14 MB is seen'
else
    note 'compare.sh: needs /usr/bin/time (Debian: apt install time) or python3 for peak memory'
    exit 2
fi

measure() {
    if [[ $timer == time ]]; then
        local from=$EPOCHREALTIME to
        # Not by a shell of its own: its start would count.
        eval "/usr/bin/time -f '%M' -o '$work/peak' $1" >/dev/null 2>"$work/stderr" || return 1
        to=$EPOCHREALTIME
        echo "$from $to $(tail -n 1 "$work/peak")" | awk '{printf "%.4f %d\n", $2 - $1, $3}'
        return
    fi
    python3 - "$1" "$work/stderr" <<'PYTHON'
import os, shlex, subprocess, sys, time
with open(sys.argv[2], "w") as stderr:
    start = time.monotonic()
    child = subprocess.Popen(shlex.split(sys.argv[1]), stdout=subprocess.DEVNULL, stderr=stderr)
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.monotonic() - start
print(f"{seconds:.4f} {usage.ru_maxrss}")
sys.exit(1 if status else 0)
PYTHON
}

median() { # column 1 or 2 of a file
    sort -n -k "$2,$2" "$1" | awk -v c="$2" '{v[NR] = $c} END {m = int((NR + 1) / 2); print (NR % 2) ? v[m] : (v[m] + v[m + 1]) / 2}'
}

run_all() {
    local round i
    rm -f "$work"/times.*
    for ((round = 0; round <= runs; round++)); do
        for i in "${!commands[@]}"; do
            if ! measure "${commands[i]}" >"$work/one"; then
                note "compare.sh: failed: ${commands[i]}"
                cat "$work/stderr" >&2
                exit 1
            fi
            if ((round > 0)); then cat "$work/one" >>"$work/times.$i"; fi
        done
        note "round $round of $runs done (0 is the warm-up)"
    done
}

table() { # TITLE LOG REFERENCE-PROGRAM
    local i bytes reference='' seconds peak
    bytes=$(stat -c %s "$2")
    for i in "${!labels[@]}"; do
        if [[ ${labels[i]} == "$3" ]]; then reference=$(median "$work/times.$i" 1); fi
    done
    printf '## %s: %d lines, %d bytes\n\n' "$1" "$(wc -l <"$2")" "$bytes"
    printf '| command | median s | MB/s | speed, %s = 1 | peak MB |\n|---|---:|---:|---:|---:|\n' "$3"
    for i in "${!labels[@]}"; do
        seconds=$(median "$work/times.$i" 1)
        peak=$(median "$work/times.$i" 2)
        awk -v label="${labels[i]}" -v s="$seconds" -v b="$bytes" -v r="$reference" -v p="$peak" 'BEGIN {
            ratio = (r == "") ? "-" : sprintf("%.2f", r / s)
            printf "| `%s` | %.3f | %.0f | %s | %.0f |\n", label, s, b / s / 1e6, ratio, p * 1024 / 1e6 }'
    done
    printf '\n'
    for i in "${!skipped[@]}"; do printf 'Not measured: %s.\n\n' "${skipped[i]}"; done
}

version_of() { # PROGRAM ARGUMENT...
    if command -v "$1" >/dev/null; then "$@" 2>&1 </dev/null | head -n 1 || true; else echo 'not installed'; fi
}

package_of() { # a program without a version option: its package's version, where dpkg knows it
    local path package
    if ! path=$(command -v "$1"); then echo 'not installed'; return; fi
    package=$(dpkg -S "$path" 2>/dev/null | cut -d: -f1 || true)
    dpkg-query -W -f "$1 (package \${Package} \${Version})" "$package" 2>/dev/null || echo "$1, version unknown"
}

heading() {
    local model commit
    commit=$(git -C "$root" log -1 --format='%h of %cs')
    if [[ -n $(git -C "$root" status --porcelain -- src benches Cargo.toml ':!benches/RESULTS.md') ]]; then
        commit+=', with uncommitted changes'
    fi
    model=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | head -n 1)
    # shellcheck disable=SC2016 # backquotes are Markdown's
    printf '# Measured speed\n\n'
    if ((${#own[@]} == 0)); then
        printf 'Written by `benches/compare.sh --size %s --runs %s --senders %s`; do not edit.\n\n' "$size" "$runs" "$senders"
    fi
    printf 'Medians of %s runs that took turns, after a warm-up, with the log in the page cache. ' "$runs"
    printf 'Compare ratios: seconds are those of one machine.\n\n'
    printf -- '- machine: %s cores, %s\n' "$(nproc)" "${model:-unknown CPU}"
    printf -- '- commit: %s\n' "$commit"
    printf -- '- %s\n' "$(version_of rustc --version)" "$(version_of pflogsumm --version)" "$(package_of eximstats)" \
        "$(version_of rg --version)" "$(version_of wc --version)"
    printf '\n'
}

cd "$root"
if [[ $build == yes ]]; then
    note 'building'
    cargo build --release --quiet --bin smtplog --example generate_log --example limit
fi

results=$work/RESULTS.md
heading >"$results"
# pflogsumm and eximstats read the whole log by default; patterns are those of a success line.
# Exim's ids are the short ones: eximstats 4.96 takes no line with a long id for a delivery.
for mta in postfix exim; do
    if ((${#own[@]} == 0)); then
        log=$work/$mta.log
        note "generating $mta"
        "$bin/examples/generate_log" --mta "$mta" --short-ids --size "$size" --senders "$senders" "$log"
    else
        log=${own[$mta]:-}
        [[ -n $log ]] || continue
    fi
    case $mta in
        postfix) reference=pflogsumm pattern='status=' title=Postfix ;;
        exim) reference=eximstats pattern=' => ' title=Exim ;;
    esac
    choose_commands "$log" "$reference" "$reference '$log'" "$pattern"
    run_all
    table "$title" "$log" "$reference" >>"$results"
    rm -f "$work/$mta.log"
done
cat "$results"
if ((${#own[@]} == 0)); then mv "$results" "$root/benches/RESULTS.md"; fi
