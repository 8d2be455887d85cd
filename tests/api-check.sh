#!/usr/bin/env bash
# Holds the public surface of the drop-ins under src/compat against listings of the real packages, so that what compiles
# against a drop-in also compiles against its package. Needs the assemblies built and ../shared/api; fails below 100 %.
set -uo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
api=$root/../shared/api
work=$root/artifacts/api-check

if [ ! -d "$api/ApiCheck" ]; then echo "skipped: ../shared/api is not here"; exit 0; fi
if ! grep -qs '>system<' "$root/.headtracker/PackageSource.props"; then echo "skipped: the packages themselves are in use"; exit 0; fi

mkdir -p "$work"
if ! dotnet build "$api/ApiCheck" -c Release -o "$work/bin" -p:BaseIntermediateOutputPath="$work/obj/" >"$work/build.log" 2>&1; then
    tail -n 20 "$work/build.log"
    echo "ApiCheck does not build."
    exit 1
fi

# What the listing lacks but the package has, a line each; '#' begins the comment that says how we know.
allowed=$root/tests/api-check-allowed.txt
code=0
check() {
    local assembly=$1 listing=$2
    local file=$root/artifacts/bin/$assembly/release/$assembly.dll
    if [ ! -f "$file" ]; then echo "$assembly is not built."; code=1; return; fi

    local report=$work/$assembly.txt missing extra
    dotnet "$work/bin/ApiCheck.dll" check "$file" "$api/$listing" >"$report" 2>&1
    if ! grep -q '[1-9][0-9]* public members match' "$report"; then cat "$report"; code=1; return; fi
    missing=$(grep -c '^not in the package: ' "$report")
    extra=$(sed -n 's/^not in the package: //p' "$report" | grep -vxFf <(sed -E 's/ *#.*//; /^$/d' "$allowed"))
    echo "$(tail -n 1 "$report")$([ "$missing" -gt 0 ] && [ -z "$extra" ] && echo "; api-check-allowed.txt accounts for the other $missing")"
    if [ -n "$extra" ]; then
        sed "s/^/$assembly has what its package lacks: /" <<<"$extra"
        code=1
    fi
}

check OpenCvSharp OpenCvSharp4-4.13.txt
check TorchSharp TorchSharp-0.107.txt
check Silk.NET Silk.NET-2.6.txt
exit $code
