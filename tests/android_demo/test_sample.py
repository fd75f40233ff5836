"""The program of docs/android.md compiles against the libraries, and translates."""

import re
import subprocess
from pathlib import Path

import pytest

from exporters.bundle.bundle import Bundle
from exporters.bundle.translator import Translator
from exporters.errors import Refused
from exporters.progress import Silent
from mobilec.android import pins
from mobilec.android.toolchain import default_cache, find_toolchain
from tests.android_demo import maven
from tests.bundles import bundles
from tests.mobilec.benchmarking.adb import jvm

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "android_demo" / "sample" / "Sample.kt"
TEXT = "Where is the station?"


def test_the_page_shows_the_sample_as_it_is():
    shown = re.findall(r"```kotlin\n(.*?)```", (ROOT / "docs" / "android.md").read_text(), re.S)
    assert shown == [SAMPLE.read_text()]
    assert len([line for line in shown[0].splitlines() if line and "import" not in line]) <= 10


@pytest.mark.kotlin
@pytest.mark.skipif(bool(maven.lacking()), reason=maven.lacking())
def test_the_sample_compiles_and_translates(tmp_path):
    path = jvm.class_path()
    try:
        tools = find_toolchain(default_cache(), Silent())
    except Refused as refused:
        pytest.skip(f"there is no Kotlin compiler here: {refused}")
    tools.jdk.java(
        tools.all_jars((*pins.COMPILER, *pins.STANDARD)),
        "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler",
        *("-no-stdlib", "-no-reflect", "-Werror", "-cp", path, "-d", str(tmp_path), str(SAMPLE)),
        name="Kotlin's compiler",
    )
    folder = bundles("phone") / "translation"
    java = ["java", f"-Djava.io.tmpdir={tmp_path}", "-cp", f"{tmp_path}:{path}"]
    words = [*java, "SampleKt", str(folder), TEXT]
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == Translator(Bundle.open(folder), "onnx").translate(TEXT).text
