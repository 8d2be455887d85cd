#!/usr/bin/env bash
# Builds the native shims named on the command line (opencv, torch) into artifacts/native/.
# Skips a shim that is newer than its sources, was built with the same options and finds its libraries; prints nothing
# unless a build fails. LIBTORCH_HOME names an unpacked libtorch to use in place of the system's.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
output=$root/artifacts/native

up_to_date() {
  local source=$1 library=$2 options=$3
  [[ -f $library && $(cat "$options" 2>/dev/null) == "${*:4}" ]] \
    && [[ -z $(find "$source" -type f -newer "$library" -print -quit) ]] \
    && [[ $(ldd "$library" 2>&1) != *'not found'* ]]
}

build() {
  local source=$1 library=$output/$2
  shift 2
  local work=$output/build/$(basename "$library" .so) log
  if [[ ! -f $source/CMakeLists.txt ]]; then echo "$source holds no shim to build." >&2; exit 2; fi
  if up_to_date "$source" "$library" "$work/options" "$@"; then return; fi

  mkdir -p "$work"
  log=$work/build.log
  # Other options may mean other headers, and cmake minds a checkout that moved: what it remembers goes.
  if [[ $(cat "$work/options" 2>/dev/null) != "$*" ]] \
     || ! grep -qsxF "CMAKE_HOME_DIRECTORY:INTERNAL=$source" "$work/cmake/CMakeCache.txt"; then rm -rf "$work/cmake"; fi
  if ! { cmake -S "$source" -B "$work/cmake" -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_FLAGS_RELEASE="-O2 -DNDEBUG" \
           -DCMAKE_LIBRARY_OUTPUT_DIRECTORY="$work" "$@" \
         && cmake --build "$work/cmake" --parallel "$(nproc)"; } >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    echo "Building $(basename "$library") failed; the whole log is $log." >&2
    exit 1
  fi
  # Into place in one step: a program that runs keeps its old copy, a reader never sees half a file.
  # The time is set anew, or an up-to-date library relinked from older objects would look stale.
  cp "$work/$(basename "$library")" "$library.new"
  mv -f "$library.new" "$library"
  echo "$*" >"$work/options"
}

for shim in "$@"; do
  case $shim in
    opencv) build "$root/src/compat/OpenCvSharp/native" libOpenCvSharpExtern.so ;;
    torch) build "$root/src/compat/TorchSharp/native" libLibTorchSharp.so ${LIBTORCH_HOME:+-DCMAKE_PREFIX_PATH="$LIBTORCH_HOME"} ;;
    *) echo "Unknown shim '$shim'; the shims are: opencv, torch." >&2; exit 2 ;;
  esac
done
