#!/usr/bin/env bash
# Runs every test of the solution that ./headtracker test has just built and closes with one line: N passed, N failed, N skipped. Arguments go to 'dotnet test' (e.g. --filter Name~Euler).
set -uo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
results=$root/artifacts/test-results
rm -rf "$results"
passed=0 failed=0 skipped=0

for project in "$root"/tests/*.Tests; do
    name=$(basename "$project")
    log=$results/$name.log
    mkdir -p "$results"
    echo "== $name"
    # A test that hangs is named and ended: a run must not wait for ever.
    dotnet test "$project" -c Release --no-build --logger 'console;verbosity=normal' --results-directory "$results/$name" \
        --blame-hang-timeout 8m --blame-hang-dump-type none "$@" >"$log" 2>&1
    code=$?
    # Show what needs a look: failures whole, and why anything was skipped.
    grep -vE '^\s+Passed |^Data collector|^Test run for|^A total of|^\s*$|xUnit.net' "$log" | grep -vE '^(Microsoft|VSTest|Copyright|Starting)' || true
    count() { sed -nE "s/^ *$1: *([0-9]+)$/\1/p" "$log" | tail -n 1; }
    p=$(count Passed) f=$(count Failed) s=$(count Skipped)
    passed=$((passed + ${p:-0})) failed=$((failed + ${f:-0})) skipped=$((skipped + ${s:-0}))
    # A run that broke off before it counted anything has failed all the same.
    if [ $code -ne 0 ] && [ "${f:-0}" -eq 0 ] && ! grep -q 'No test matches' "$log"; then failed=$((failed + 1)); fi
done

echo "$passed passed, $failed failed, $skipped skipped"
[ $failed -eq 0 ] && [ $passed -gt 0 ]
