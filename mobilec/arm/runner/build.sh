#!/usr/bin/env bash
# Builds the runner for ARM64 Linux, from the unpacked ARM64 wheel of executorch, with Debian's
# g++-aarch64-linux-gnu (12 was used).
#
#   build.sh WHEELS OUT
#
# WHEELS: folder with executorch/ in it. OUT gets: runner.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
wheel=$(realpath "$1")/executorch out=$2
mkdir -p "$out"

# Kernels and backends register themselves as their library is loaded: the runner names none of it.
aarch64-linux-gnu-g++ -std=c++17 -O2 -s -Wl,--build-id=none -Wl,-z,max-page-size=4096 -DC10_USING_CUSTOM_GENERATED_MACROS \
  -I"$wheel/include" -I"$wheel/include/executorch/runtime/core/portable_type/c10" \
  "$here/runner.cpp" -o "$out/runner" -Wl,--no-as-needed "$wheel"/lib/libexecutorch*.so -Wl,--as-needed
