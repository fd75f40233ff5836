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
from tests.fixtures import tokenizers
from tests.lowering.passed import FOUND, bundle_files, key_of, passed, sources
from tests.lowering.sources import digest_of

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "android_demo"
BUNDLES = ROOT / "build" / "phone"
FIXTURES = ROOT / "build" / "fixtures"
LOCK = ROOT / "build" / "maven.lock"
"""Held by whoever lets Maven write into the modules: several processes of tests may run at once."""
REPORTS = FOUND / "maven"
"""What the last build left: see ``_built``."""
_REPORTED, _SAID, _CLASSES = "surefire-reports", "said.txt", "executorch-classes.txt"
OLDEST_JAVA = 17
_MAVEN = {"MAVEN_OPTS": "-Xmx1500m -XX:+UseSerialGC -XX:TieredStopAtLevel=1"}
"""Kotlin is compiled in Maven's own process, for which one compiler of the JVM is enough."""
_HEEDED = ("MAVEN_OPTS", "JDK_JAVA_OPTIONS")
"""What a user may have set, and a build heeds."""
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
    """Compiles every module and runs its tests, unless all passed before with the very same
    sources, bundles and tools (tests/lowering/passed.py)."""
    passed(_key(), REPORTS, _built)
    status, _, words = (REPORTS / _SAID).read_text(encoding="utf-8").partition("\n")
    return Built(int(status), words)


def _key() -> str:
    """Of all that a build reads."""
    asked = (["java", "-version"], ["mvn", "-version"])
    tools = [subprocess.run(words, capture_output=True, text=True) for words in asked]
    said = [f"{tool.stdout}{tool.stderr}" for tool in tools]
    made_by = digest_of(("tests.fixtures.answers", "exporters.onnx.run", __name__))
    files = [*sources(DEMO), *bundle_files(BUNDLES), *_executorch_classes()]
    options = (*(os.environ.get(name, "") for name in _HEEDED), *_aapt2())
    return key_of("maven", files, *said, made_by, tokenizers.key(), *options)


def _built(reports: Path) -> bool:
    """What Python says of the bundles, then Maven; True where all passed. A module that fails does
    not stop the others. ``reports`` takes what Maven said, the reports of each module, and the
    names of the classes that nothing here can run."""
    tokenizers.main(FIXTURES / "tokenizers")
    write_answers()
    words = ["mvn", "-B", "--fail-at-end", "-f", str(DEMO / "pom.xml"), "verify"]
    executorch = [f"-Dexecutorch.classes={jar}" for jar in _executorch_classes()]
    with FileLock(LOCK), environment() as settings:
        for module in (*MODULES, EXECUTORCH):
            shutil.rmtree(DEMO / module / "target" / _REPORTED, ignore_errors=True)
        STAMP.unlink(missing_ok=True)
        done = subprocess.run(
            [*words, *LISTED, *executorch, *_aapt2(), "-DtrimStackTrace=false"],
            capture_output=True,
            text=True,
            env=settings,
        )
        if done.returncode == 0:
            STAMP.write_text(_sources())
        _keep(reports)
    (reports / _SAID).write_text(f"{done.returncode}\n{done.stdout[-6000:]}", encoding="utf-8")
    return done.returncode == 0


def _keep(reports: Path) -> None:
    """Copies what Maven left in the modules."""
    for module in MODULES:
        left = DEMO / module / "target" / _REPORTED
        if left.is_dir():
            shutil.copytree(left, reports / module)
    classes = sorted((DEMO / EXECUTORCH / "target" / "classes").rglob("*.class"))
    (reports / _CLASSES).write_text("\n".join(file.name for file in classes), encoding="utf-8")


def executorch_classes() -> list[str]:
    """The names of the classes that the last build made of ExecuTorch's engine."""
    return (REPORTS / _CLASSES).read_text(encoding="utf-8").splitlines()


def has_executorch() -> bool:
    """Whether the classes that its engine is compiled with were fetched."""
    return bool(_executorch_classes())


def _executorch_classes() -> list[Path]:
    """What adds the engine's module to a build, where an APK was built here before."""
    return sorted(default_cache().folder.glob("executorch-*/classes/executorch*.jar"))[:1]


def _aapt2() -> list[str]:
    """The option that names aapt2: the one on the PATH, or the one that APKs are built with."""
    if shutil.which("aapt2"):
        return []
    return [f"-Daapt2={find_toolchain(default_cache(), Silent()).aapt2_script}"]


def cases(module: str) -> Iterator[Case]:
    """The tests of a module, by its reports."""
    for report in sorted((REPORTS / module).glob("TEST-*.xml")):
        for case in ElementTree.parse(report).getroot().iterfind("testcase"):
            failed = case.find("failure")
            failed = case.find("error") if failed is None else failed
            skipped = case.find("skipped")
            yield Case(
                f"{case.get('classname')}: {case.get('name')}",
                None if failed is None else (failed.text or failed.get("message") or "no words"),
                None if skipped is None else (skipped.get("message") or "no reason"),
            )
