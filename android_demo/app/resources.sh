#!/bin/sh
# Resources and manifest to R.java and the package of resources that Robolectric opens, as Gradle's
# plugin makes them. AAPT2 names the tool.
# usage: resources.sh FRAMEWORK_JAR OUT_APK R_FOLDER MIN_SDK TARGET_SDK VERSION
set -eu
framework=$1 apk=$2 sources=$3 min=$4 target=$5 version=$6
id=dev.mobilec.demo
code=$(echo "$version" | awk -F. '{ print 10000 * $1 + 100 * $2 + $3 }')
here=$(cd "$(dirname "$0")" && pwd)
made=$(dirname "$apk")
aapt2=${AAPT2:-aapt2}
if ! command -v "$aapt2" >/dev/null; then
  echo "aapt2 was not found ($aapt2): install the Debian package aapt, or name it by -Daapt2=PATH" >&2
  exit 1
fi
rm -rf "$sources"
mkdir -p "$made" "$sources"
sed -e 's/<manifest /<manifest package="dev.mobilec.app" /' -e "s/[$]{applicationId}/$id/" "$here/src/main/AndroidManifest.xml" >"$made/AndroidManifest.xml"
"$aapt2" compile --dir "$here/src/main/res" -o "$made/compiled.zip"
"$aapt2" link -I "$framework" --manifest "$made/AndroidManifest.xml" --rename-manifest-package "$id" \
  --min-sdk-version "$min" --target-sdk-version "$target" --version-code "$code" --version-name "$version" \
  --java "$sources" -o "$apk" "$made/compiled.zip" 2>"$made/aapt2.log" || {
  cat "$made/aapt2.log" >&2
  exit 1
}
