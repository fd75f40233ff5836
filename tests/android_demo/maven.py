"""android_demo built and tested by Maven, and what its reports say."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from filelock import FileLock

from exporters.progress import Silent
from mobilec.android.toolchain import default_cache, find_toolchain
from tests.android_demo.two_builds import gradle

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "android_demo"
BUNDLES = ROOT / "build" / "phone"
FIXTURES = ROOT / "build" / "fixtures"
LOCK = ROOT / "build" / "maven.lock"
"""Held by whoever lets Maven write into the modules: several processes of tests may run at once."""
OLDEST_JAVA = 17
_MAVEN = {"MAVEN_OPTS": "-Xmx1500m -XX:+UseSerialGC -XX:TieredStopAtLevel=1"}
"""Kotlin is compiled in Maven's own process, for which one compiler of the JVM is enough."""
MODULES = ("core", "engine-onnx", "app")
EXECUTORCH = "engine-executorch"
COMPILED = ("core", "engine-onnx")
"""What runs on a JVM without tests."""
CLASS_PATH = DEMO / "engine-onnx" / "target" / "class-path.txt"
STAMP = CLASS_PATH.with_name("compiled")
"""Of which sources the classes of ``COMPILED`` are."""
LISTED = (
    "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath",
    "-DincludeScope=runtime",
    "-Dmdep.outputFile=target/class-path.txt",
)
"""What writes ``CLASS_PATH``."""


@dataclass(frozen=True)
class Case:
    """One test of Kotlin's. ``failure`` and ``skipped``: what the report says, or None."""

    name: str
    failure: str | None
    skipped: str | None


@dataclass(frozen=True)
class Built:
    """``status``: Maven's. ``words``: the end of what it said."""

    status: int
    words: str


def lacking() -> str:
    """Why Maven cannot run here, or ""."""
    missing = [tool for tool in ("java", "mvn") if shutil.which(tool) is None]
    if missing:
        return f"{' and '.join(missing)} not found: the Kotlin modules want JDK 17 and Maven"
    said = subprocess.run(["java", "-version"], capture_output=True, text=True).stderr
    found = re.search(r'version "(\d+)', said)
    if found is None or int(found[1]) < OLDEST_JAVA:
        return f"java is {said.splitlines()[0]}: the Kotlin modules want JDK 17"
    return ""


@contextmanager
def environment() -> Iterator[dict[str, str]]:
    """Maven's, and that of the JVMs that it starts. Their temporary files go with it: ONNX Runtime
    leaves the folder behind in which it unpacked its library."""
    given = os.environ.get("JDK_JAVA_OPTIONS", "")
    with tempfile.TemporaryDirectory(prefix="jvm-") as temporary:
        options = f"{given} -Djava.io.tmpdir={temporary}".strip()
        yield {**_MAVEN, **os.environ, "JDK_JAVA_OPTIONS": options}


def write_answers() -> None:
    """What Python says of the bundles, by the release of ONNX Runtime that the JVM has: another
    one rounds otherwise, and turns a word in fifty sentences."""
    release = gradle(DEMO).versions["onnxruntime"]
    folder = ROOT / "build" / f"onnxruntime-{release}"
    if not (folder / "onnxruntime").is_dir():
        pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(folder)]
        subprocess.run([*pip, f"onnxruntime=={release}"], check=True)
    made = [sys.executable, "-m", "tests.fixtures.answers", str(BUNDLES)]
    path = os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")])
    subprocess.run(
        [*made, str(FIXTURES / "answers.json")],
        check=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": path},
    )


def compile_once() -> None:
    """The classes of ``COMPILED`` and their class path, where those that lie here are of other
    sources."""
    words = ["mvn", "-B", "-q", "-f", str(DEMO / "pom.xml"), "-pl", ",".join(COMPILED), "compile"]
    with FileLock(LOCK), environment() as settings:
        made = _sources()
        if CLASS_PATH.is_file() and STAMP.is_file() and STAMP.read_text() == made:
            return
        done = subprocess.run([*words, *LISTED], capture_output=True, text=True, env=settings)
        assert done.returncode == 0, done.stdout[-2000:]
        STAMP.write_text(made)


def _sources() -> str:
    """A hash of what ``COMPILED`` is made of, and of whether its classes are there."""
    found = hashlib.sha256()
    files = [DEMO / "pom.xml"]
    for module in COMPILED:
        files += [DEMO / module / "pom.xml", *sorted((DEMO / module / "src/main").rglob("*.kt"))]
        found.update(f"{(DEMO / module / 'target' / 'classes').is_dir()}".encode())
    for file in files:
        found.update(f"{file.relative_to(DEMO)}\0".encode() + file.read_bytes())
    return found.hexdigest()


def build() -> Built:
    """Compiles every module and runs its tests; a module that fails does not stop the others."""
    words = ["mvn", "-B", "--fail-at-end", "-f", str(DEMO / "pom.xml"), "verify"]
    with FileLock(LOCK), environment() as settings:
        for module in (*MODULES, EXECUTORCH):
            shutil.rmtree(DEMO / module / "target" / "surefire-reports", ignore_errors=True)
        STAMP.unlink(missing_ok=True)
        done = subprocess.run(
            [*words, *LISTED, *_executorch(), *_aapt2(), "-DtrimStackTrace=false"],
            capture_output=True,
            text=True,
            env=settings,
        )
        if done.returncode == 0:
            STAMP.write_text(_sources())
    return Built(done.returncode, done.stdout[-6000:])


def has_executorch() -> bool:
    """Whether the classes that its engine is compiled with were fetched."""
    return bool(_executorch())


def _executorch() -> list[str]:
    """The option that adds the engine's module, where an APK was built here before."""
    found = sorted(default_cache().folder.glob("executorch-*/classes/executorch*.jar"))
    return [f"-Dexecutorch.classes={found[0]}"] if found else []


def _aapt2() -> list[str]:
    """The option that names aapt2: the one on the PATH, or the one that APKs are built with."""
    if shutil.which("aapt2"):
        return []
    return [f"-Daapt2={find_toolchain(default_cache(), Silent()).aapt2_script}"]


def cases(module: str) -> Iterator[Case]:
    """The tests of a module, by its reports."""
    for report in sorted((DEMO / module / "target" / "surefire-reports").glob("TEST-*.xml")):
        for case in ElementTree.parse(report).getroot().iterfind("testcase"):
            failed = case.find("failure")
            failed = case.find("error") if failed is None else failed
            skipped = case.find("skipped")
            yield Case(
                f"{case.get('classname')}: {case.get('name')}",
                None if failed is None else (failed.text or failed.get("message") or "no words"),
                None if skipped is None else (skipped.get("message") or "no reason"),
            )
