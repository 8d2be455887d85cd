#!/usr/bin/env bash
# Builds libTorchStep.so into artifacts/native/ for `-- torch-step`; not part of any other build.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
output=$(cd "$here/../../.." && pwd)/artifacts/native
cmake -S "$here" -B "$output/build/TorchStep" -DCMAKE_BUILD_TYPE=Release -DCMAKE_LIBRARY_OUTPUT_DIRECTORY="$output" ${LIBTORCH_HOME:+-DCMAKE_PREFIX_PATH="$LIBTORCH_HOME"}
cmake --build "$output/build/TorchStep"
