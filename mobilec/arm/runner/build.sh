#!/usr/bin/env bash
# Builds the runner and its stubs for ARM64 Linux, from the unpacked ARM64 wheels of executorch and
# torch, with Debian's g++-aarch64-linux-gnu (12 was used).
#
#   build.sh WHEELS OUT
#
# WHEELS: folder with executorch/ and torch/lib/ in it. OUT gets: runner, and as stubs libtorch.so,
# libcudart.so.13 and libcupti.so.13.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
wheels=$(realpath "$1") out=$2
mkdir -p "$out"
module=$(echo "$wheels"/executorch/extension/pybindings/_portable_lib.*.so)
torch=$wheels/torch/lib

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 "$here/stubs.py" "$work" "$module" "$torch/libtorch_cpu.so" -- "$torch"/*.so*
for name in libtorch.so libcudart.so.13 libcupti.so.13; do
  script=
  [ -f "$work/$name.map" ] && script=-Wl,--version-script=$work/$name.map
  aarch64-linux-gnu-gcc -shared -nostdlib -s -Wl,--build-id=none -Wl,-z,max-page-size=4096 "-Wl,-soname,$name" $script \
    -x assembler "$work/$name.s" -o "$out/$name"
done

aarch64-linux-gnu-g++ -std=c++17 -O2 -s -Wl,--build-id=none -Wl,-z,max-page-size=4096 -DC10_USING_CUSTOM_GENERATED_MACROS \
  -I"$wheels/executorch/include" \
  -I"$wheels/executorch/include/executorch/runtime/core/portable_type/c10" \
  "$here/runner.cpp" -o "$out/runner" "$module" \
  -Wl,--allow-shlib-undefined -Wl,--unresolved-symbols=ignore-in-shared-libs
