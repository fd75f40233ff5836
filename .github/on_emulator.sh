#!/usr/bin/env bash
# What only an emulator, or a phone, can show: the way between adb and the app on this version of Android, a second
# start of the activity, the test for device farms, and each screen. usage: on_emulator.sh API
set -euo pipefail
cd "$(dirname "$0")/.."
api=$1
out=build/emulator
app=dev.mobilec.demo
mkdir -p "$out"
trap 'adb logcat -d > "$out/log.txt"' EXIT

# Installs, asks the app for its folder, pushes, measures, pulls; the emulator is no quiet place, so runs may be not valid.
.venv/bin/mobilec bench build/phone/translation build/phone/sentiment --device adb --apk build/app/mobilec-demo.apk \
  --no-wait --runs 3 --seconds 0 --warm-ups 1 -o "$out/runs"
.venv/bin/python -m tests.android_demo.runs_passed "$out/runs"

# By hand, as a script would do it, twice: the second finds the activity in front.
for number in 1 2; do
  adb shell am start -n "$app/dev.mobilec.app.BenchmarkActivity" --es bundle sentiment --es engine onnx \
    --es output "by-hand-$number.json" --ei runs 3 --ef seconds 0
  timeout 300 bash -c "until adb logcat -d -s mobilec:I | grep -q 'finished 0 by-hand-$number.json'; do sleep 1; done"
done

# The test for farms is signed as the app that Gradle made beside it, and no app replaces one of another key.
adb uninstall "$app"
adb install -r build/app/farm.apk
adb install -r build/app/farm-test.apk
adb shell am instrument -w -e bundle sentiment -e engine executorch -e output farm.json -e runs 3 -e seconds 0 \
  "$app.test/androidx.test.runner.AndroidJUnitRunner" | tee "$out/instrument.txt"
grep -q '^OK (1 test)' "$out/instrument.txt"

# Each screen as it is, and with text twice as large.
for scale in 1.0 2.0; do
  adb shell settings put system font_scale "$scale"
  for tab in 0 1 2 3; do
    adb shell am start -S -W -n "$app/dev.mobilec.app.MainActivity" --ei tab "$tab"
    sleep 10
    adb exec-out screencap -p > "$out/screen-$tab-text-$scale-api-$api.png"
  done
done
