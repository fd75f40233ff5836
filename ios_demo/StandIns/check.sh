#!/bin/sh
# Type-checks what only Apple's systems build, where there is no Mac: check.sh [FOLDER]
#
# FOLDER (by default a temporary one) takes the modules, and may have those of the stand-ins from before; the
# environment's SOURCES may name other sources than the package's. Every folder in StandIns is a module of
# its name.
# This is not Apple's SDK: it finds wrong names, types and isolation in our sources, and knows nothing of
# what Apple's frameworks do, nor since which system they have it.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
sources=${SOURCES:-$(dirname "$here")/Sources}
modules=${1:-$(mktemp -d)}
mkdir -p "$modules"
[ $# -gt 0 ] || trap 'rm -rf "$modules"' EXIT

# module NAME FOLDER [SWIFT]: checks all Swift files in FOLDER and writes NAME.swiftmodule
module() {
    find "$2" -name '*.swift' | sort > "$modules/$1.files"
    # As a whole: file by file, each of a hundred would read all others. For testing: tests see more of it.
    swiftc -emit-module -whole-module-optimization -enable-testing -parse-as-library -swift-version "${3:-6}" \
        -package-name mobilec -module-name "$1" -I "$modules" \
        -emit-module-path "$modules/$1.swiftmodule" @"$modules/$1.files"
    echo "$1: $(wc -l < "$modules/$1.files") files"
}

stand_in() {
    [ -f "$modules/$1.swiftmodule" ] || module "$1" "$here/$1" "${2:-6}"
}

stand_in Darwin 5
for name in Accelerate CryptoKit CoreML ExecuTorch UIKit SwiftUI Charts; do
    stand_in "$name"
done
for target in Mobilec MobilecCoreML MobilecExecuTorch MobilecBenchmark MobilecScreens MobilecApp; do
    module "$target" "$sources/$target"
done
