"""The app's core and its ONNX engine, compiled by Maven and run by Java."""

import shutil

from tests.android_demo.maven import CLASS_PATH, DEMO, compile_once

MAIN = "dev.mobilec.engine.onnx.Main"


def lacking() -> str:
    """Why it cannot run here, or ""."""
    missing = [tool for tool in ("java", "mvn") if shutil.which(tool) is None]
    return f"{' and '.join(missing)} not found: JDK 17 and Maven are needed" if missing else ""


def command() -> tuple[str, ...]:
    """java and its class path, to which arguments are added."""
    compile_once()
    path = f"{DEMO / 'engine-onnx/target/classes'}:{CLASS_PATH.read_text().strip()}"
    return ("java", "-Xmx1g", "-cp", path, MAIN)
