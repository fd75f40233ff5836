#!/bin/sh
# Type-checks what only Apple's systems build, where there is no Mac: check.sh [FOLDER]
#
# FOLDER (by default a temporary one) takes the modules; the environment's SOURCES may name other sources
# than the package's. Every folder in StandIns is a module of its name.
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
    swiftc -emit-module -parse-as-library -swift-version "${3:-6}" -package-name mobilec -module-name "$1" -I "$modules" \
        -emit-module-path "$modules/$1.swiftmodule" @"$modules/$1.files"
    echo "$1: $(wc -l < "$modules/$1.files") files"
}

module Darwin "$here/Darwin" 5
for stand_in in CryptoKit CoreML ExecuTorch UIKit SwiftUI Charts; do
    module "$stand_in" "$here/$stand_in"
done
for target in Mobilec MobilecCoreML MobilecExecuTorch MobilecBenchmark MobilecScreens MobilecApp; do
    module "$target" "$sources/$target"
done
