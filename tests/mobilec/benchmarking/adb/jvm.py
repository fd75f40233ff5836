"""The app's core and its ONNX engine, compiled by Maven and run by Java."""

import shutil
from pathlib import Path

from tests.android_demo.maven import CLASS_PATH, DEMO, compile_once

MAIN = "dev.mobilec.engine.onnx.Main"
OPTIONS = ("-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
"""It lives for seconds, in which further threads of the JVM cost more than they give."""


def lacking() -> str:
    """Why it cannot run here, or ""."""
    missing = [tool for tool in ("java", "mvn") if shutil.which(tool) is None]
    return f"{' and '.join(missing)} not found: JDK 17 and Maven are needed" if missing else ""


def class_path() -> str:
    """What is compiled, and all that it needs."""
    compile_once()
    return f"{DEMO / 'engine-onnx/target/classes'}:{CLASS_PATH.read_text().strip()}"


def command(temporary: Path) -> tuple[str, ...]:
    """java and its class path, to which arguments are added. ``temporary``: where ONNX Runtime
    unpacks its library, in a folder that stays behind."""
    return ("java", f"-Djava.io.tmpdir={temporary}", *OPTIONS, "-cp", class_path(), MAIN)
