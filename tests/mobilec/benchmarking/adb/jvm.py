"""The app's core and its ONNX engine, compiled by Maven and run by Java."""

import functools
import shutil
import subprocess
from pathlib import Path

from filelock import FileLock

from tests.android_demo.maven import DEMO, LOCK

MAIN = "dev.mobilec.engine.onnx.Main"
_CLASS_PATH = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath"


def lacking() -> str:
    """Why it cannot run here, or ""."""
    missing = [tool for tool in ("java", "mvn") if shutil.which(tool) is None]
    return f"{' and '.join(missing)} not found: JDK 17 and Maven are needed" if missing else ""


@functools.cache
def command(listed: Path) -> tuple[str, ...]:
    """java and its class path, to which arguments are added. ``listed``: where Maven may write."""
    words = ["mvn", "-B", "-q", "-f", str(DEMO), "-pl", "core,engine-onnx", "compile"]
    options = ["-DincludeScope=runtime", f"-Dmdep.outputFile={listed}"]
    with FileLock(LOCK):
        done = subprocess.run([*words, _CLASS_PATH, *options], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-2000:]
    path = f"{DEMO / 'engine-onnx/target/classes'}:{listed.read_text()}"
    return ("java", "-Xmx1g", "-cp", path, MAIN)
