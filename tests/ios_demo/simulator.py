"""The app, started in a simulator of Xcode's, measures each bundle by each engine.

    python -m tests.ios_demo.simulator MobilecDemo.app OUT
    xcrun simctl list devices available -j | python -m tests.ios_demo.simulator

The second names the simulator that the first takes. It has neither a Neural Engine nor a phone's
speed: what is held is that the app starts, loads, and answers the goldens. Its documents are put
into OUT.
"""

import json
import plistlib
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from exporters.errors import Refused
from mobilec.benchmarking.run_file import read_run

BUNDLES, ENGINES = ("translation", "sentiment"), ("coreml", "executorch")
TIMEOUT_S = 600.0
QUICK = ("--warmups", "0", "--runs", "3", "--seconds", "0")


def chosen(document: dict[str, Any]) -> str:
    """The identifier of an iPhone of the newest iOS, from ``simctl list devices available -j``."""
    found = [
        (tuple(map(int, runtime.rpartition(".iOS-")[2].split("-"))), device["udid"])
        for runtime, devices in document["devices"].items()
        for device in devices
        if ".iOS-" in runtime and device["name"].startswith("iPhone")
    ]
    if not found:
        raise Refused("Xcode has no simulator of an iPhone: xcodebuild -downloadPlatform iOS")
    return max(found)[1]


def arguments(bundle: str, engine: str) -> tuple[str, ...]:
    """Of the app, for one document."""
    output = f"{bundle}.{engine}.json"
    return ("--benchmark", "--bundle", bundle, "--engine", engine, *QUICK, "--output", output)


def fault(file: Path) -> str:
    """What speaks against a document of a simulator, or ""."""
    if not file.is_file():
        return f"{file.name} was not written"
    run = read_run(file)
    if run.measured is None:
        return f"{file.name}: {run.error}"
    if run.goldens is None or not run.goldens.passed:
        return f"{file.name}: the goldens differ, {run.goldens}"
    return ""


def _simctl(*words: str) -> str:
    done = subprocess.run(
        ["xcrun", "simctl", *words], capture_output=True, text=True, timeout=TIMEOUT_S
    )
    if done.returncode:
        raise Refused(f"simctl {' '.join(words[:3])} failed: {done.stderr.strip()}")
    return done.stdout


def main(app: Path, out: Path) -> int:
    device = chosen(json.loads(_simctl("list", "devices", "available", "-j")))
    name = plistlib.loads((app / "Info.plist").read_bytes())["CFBundleIdentifier"]
    _simctl("bootstatus", device, "-b")
    _simctl("install", device, str(app))
    out.mkdir(parents=True, exist_ok=True)
    wrong = []
    for bundle, engine in ((b, e) for b in BUNDLES for e in ENGINES):
        words = arguments(bundle, engine)
        said = _simctl("launch", "--console-pty", device, name, *words)
        (out / f"{bundle}.{engine}.txt").write_text(said)
        container = Path(_simctl("get_app_container", device, name, "data").strip())
        document = container / "Documents" / "runs" / words[-1]
        if document.is_file():
            shutil.copy(document, out)
        if found := fault(out / words[-1]):
            wrong.append(f"{found}\n{said[-2000:]}")
    sys.stdout.write("\n".join(wrong or ["every bundle answers by every engine"]) + "\n")
    return bool(wrong)


if __name__ == "__main__":
    if sys.argv[1:]:
        sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
    sys.stdout.write(f"{chosen(json.load(sys.stdin))}\n")
