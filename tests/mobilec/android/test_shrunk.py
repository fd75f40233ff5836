"""What R8 leaves of the app still runs: as class files on this JVM, by ONNX Runtime, the goldens of
the shipped bundles pass. Rules that keep too little would first be noticed on a phone."""

import io
import json
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from exporters.errors import Refused
from exporters.progress import Silent
from mobilec.android import pins
from mobilec.android.app import read_app
from mobilec.android.compile import compile_sources, link_resources
from mobilec.android.runtimes import ONNX, Runtime
from mobilec.android.toolchain import default_cache, find_toolchain, kept, part_name
from mobilec.fetching import maven
from mobilec.fetching.maven import Artifact
from tests.bundles import bundles

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.apk
MAIN = "dev.mobilec.engine.onnx.Main"
DESKTOP = replace(
    pins.ONNXRUNTIME,
    name="onnxruntime",
    type="jar",
    sha256="5933bbc0c6c4d89afc04bf7c11011de23a947509c1352e5bf5936e62a84e4d10",
)
"""ONNX Runtime for this JVM, with the same Java interface."""


@pytest.fixture(scope="module")
def shrunk(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    """The class path of the app's code behind R8, and of ONNX Runtime."""
    folder = tmp_path_factory.mktemp("shrunk")
    try:
        cache = default_cache()
        tools = find_toolchain(cache, Silent())
        part = part_name("onnxruntime-desktop", DESKTOP)
        desktop = kept(cache, part, lambda empty: maven.fetch((DESKTOP,), empty))
    except Refused as reason:
        pytest.skip(f"the app cannot be compiled here: {reason}")
    (folder / "onnx" / "classes").mkdir(parents=True)
    shutil.copy(desktop / DESKTOP.file_name, folder / "onnx" / "classes")
    runtime = Runtime(ONNX, DESKTOP.coordinate, DESKTOP.version, "", "", folder / "onnx")
    app = read_app(ROOT / "android_demo")
    resources = link_resources(app, tools, folder)
    classes = compile_sources(app.sources((ONNX,)), resources, tools, (runtime,), folder)
    rules = folder / "keep.pro"
    kept_for_tests = app.folder / "app" / "keep-for-tests.pro"
    texts = [file.read_text() for file in (*app.keep_rules((ONNX,)), kept_for_tests)]
    rules.write_text("\n".join((*texts, f"-keep class {MAIN} {{ *; }}")))
    tools.jdk.java(
        (tools.jar(pins.SHRINKER),),
        "com.android.tools.r8.R8",
        *("--release", "--classfile", "--pg-conf", str(rules)),
        *("--lib", str(tools.jdk.home), "--lib", str(tools.jar(pins.FRAMEWORK))),
        *("--classpath", str(runtime.classes[0]), "--output", str(folder / "shrunk.jar")),
        *map(str, (classes, *tools.all_jars(pins.LIBRARIES))),
        name="R8",
    )
    return folder / "shrunk.jar", runtime.classes[0], Path(tools.jdk.tool("java"))


@pytest.mark.parametrize("name", ["translation", "sentiment"])
def test_the_goldens_pass_behind_r8(shrunk, name, tmp_path):
    jar, desktop, java = shrunk
    few = ("--warmups", "1", "--runs", "1", "--seconds", "0")
    words = (str(bundles("phone") / name), str(tmp_path / "run.json"), *few)
    command = [str(java), "-cp", f"{jar}:{desktop}", MAIN, *words]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    goldens = json.loads((tmp_path / "run.json").read_text())["goldens"]
    assert goldens["passed"]
    assert goldens["sentences"] >= 32


MONITOR = Artifact(
    "androidx.test",
    "monitor",
    "1.8.0",
    "56cb7496a06d9f2dca7d3ff76c50a8a30bd18e00a24a3b267d5a31437b278e67",
    "aar",
)
"""What a test on a phone runs in; the runner above it is of its kind."""
_NAMED = re.compile(rb"L?(kotlin/[\w/$]+)")
_ANNOTATIONS = {"kotlin/Metadata", "kotlin/jvm/JvmStatic"}
"""A system that does not find the class of one leaves the annotation out."""


def test_r8_leaves_what_a_test_on_a_phone_takes_from_the_app(shrunk):
    jar, _, _ = shrunk
    try:
        part = part_name("androidx-test", MONITOR)
        folder = kept(default_cache(), part, lambda empty: maven.fetch((MONITOR,), empty))
    except Refused as reason:
        pytest.skip(f"androidx.test cannot be had here: {reason}")
    with zipfile.ZipFile(folder / MONITOR.file_name) as archive:
        classes = zipfile.ZipFile(io.BytesIO(archive.read("classes.jar")))
    texts = [classes.read(name) for name in classes.namelist() if name.endswith(".class")]
    named = {found.decode() for text in texts for found in _NAMED.findall(text)}
    assert named
    kept_names = {name.removesuffix(".class") for name in zipfile.ZipFile(jar).namelist()}
    assert named - kept_names == _ANNOTATIONS - kept_names
