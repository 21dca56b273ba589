#!/usr/bin/env bash
# Compares an audit of a made-up export with `ugrep` and `unzip` reading the same file, in alternating runs.
#
#     benches/peers.sh [SIZE|EXPORT.zip] [ROUNDS]        # 200M, 3
#
# CLOISON and GENERATE name the programs, by default those of `cargo build --release --examples --bins`.
set -euo pipefail

size=${1:-200M}
rounds=${2:-3}
root=$(cd "$(dirname "$0")/.." && pwd)
ours=${CLOISON:-$root/target/release/cloison}
generate=${GENERATE:-$root/target/release/examples/generate}
for program in "$ours" ugrep unzip /usr/bin/time; do
    command -v "$program" >/dev/null || { echo "missing: $program" >&2; exit 2; }
done

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
if [ -f "$size" ]; then
    export=$size
else
    export=$scratch/facebook.zip
    "$generate" facebook "$size" "$export"
fi
cat >"$scratch/patterns" <<'PATTERNS'
my client
mon client
confidential
confidentiel
lawsuit
tribunal
[0-9]{2}( [0-9]{2}){4}
[a-z.]+@[a-z.]+\.[a-z]{2,}
drunk
putain
PATTERNS

# Runs a program, its output thrown away: appends wall seconds, user seconds and peak kilobytes. What it finds is told
# by status 1, by ours and by `ugrep` when nothing matches; more is trouble.
measure() {
    local name=$1 status=0
    shift
    /usr/bin/time -q -o "$scratch/time" -f '%e %U %M' "$@" >/dev/null 2>"$scratch/errors" || status=$?
    if [ "$status" -gt 1 ]; then
        cat "$scratch/errors" >&2
        echo "$name: status $status" >&2
        exit 2
    fi
    cat "$scratch/time" >>"$scratch/$name"
}

for _ in $(seq "$rounds"); do
    measure cloison "$ours" audit "$export"
    measure ugrep ugrep -z -c -i -f "$scratch/patterns" "$export"
    measure unzip unzip -p "$export"
done

# The median of a column.
median() {
    sort -n -k "$2,$2" "$scratch/$1" | awk -v column="$2" '{ all[NR] = $column } END { print all[int((NR + 1) / 2)] }'
}

printf '%-8s %9s %9s %9s\n' program 'wall s' 'user s' 'peak MB'
for name in cloison ugrep unzip; do
    printf '%-8s %9s %9s %9d\n' "$name" "$(median $name 1)" "$(median $name 2)" "$(($(median $name 3) / 1024))"
done
for name in ugrep unzip; do
    # The ratio of each pair, then their median.
    ratio=$(paste -d' ' "$scratch/cloison" "$scratch/$name" | awk '{ print ($4 + 0 == 0 ? 0 : $1 / $4) }' | sort -n |
        awk '{ all[NR] = $1 } END { printf "%.2f", all[int((NR + 1) / 2)] }')
    echo "wall, cloison / $name: $ratio"
done
