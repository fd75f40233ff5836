#!/bin/sh
# Resources and manifest to R.java and the package that Robolectric opens.
# usage: resources.sh FRAMEWORK_JAR OUT_APK R_FOLDER MIN_SDK TARGET_SDK; AAPT2 names the tool
set -eu
framework=$1 apk=$2 sources=$3 min=$4 target=$5
here=$(cd "$(dirname "$0")" && pwd)
aapt2=${AAPT2:-aapt2}
if ! command -v "$aapt2" >/dev/null; then
  echo "aapt2 was not found ($aapt2): install the Debian package aapt, or name it by -Daapt2=PATH" >&2
  exit 1
fi
rm -rf "$sources"
mkdir -p "$(dirname "$apk")" "$sources"
"$aapt2" compile --dir "$here/src/main/res" -o "$(dirname "$apk")/compiled.zip"
"$aapt2" link -I "$framework" --manifest "$here/src/main/AndroidManifest.xml" \
  --min-sdk-version "$min" --target-sdk-version "$target" \
  --java "$sources" -o "$apk" "$(dirname "$apk")/compiled.zip" 2>"$(dirname "$apk")/aapt2.log" || {
  cat "$(dirname "$apk")/aapt2.log" >&2
  exit 1
}
