"""Resources, sources and libraries of an app to what an APK holds of them."""

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mobilec.android import pins
from mobilec.android.app import App
from mobilec.android.manifest_xml import merged_manifest
from mobilec.android.runtimes import Runtime
from mobilec.android.toolchain import Toolchain
from mobilec.fetching.userland import run

_JVM = ("-jvm-target", "1.8", "-Xjdk-release=8", "-Xlambdas=class", "-Xsam-conversions=class")
"""Bytecode and calls that Android 8 knows; lambdas as classes, which R8 then merges."""


@dataclass(frozen=True)
class Resources:
    """``package``: an APK of manifest and resources alone. ``sources``: R.java."""

    package: Path
    sources: Path


def link_resources(app: App, tools: Toolchain, folder: Path) -> Resources:
    """Compiles res/ and links it with the manifest."""
    compiled, manifest = folder / "resources.zip", folder / "AndroidManifest.xml"
    linked = Resources(folder / "resources.apk", folder / "r")
    manifest.write_text(merged_manifest(app), encoding="utf-8")
    tools.aapt2("compile", "--dir", str(app.main / "res"), "-o", str(compiled))
    tools.aapt2(
        "link",
        *("-I", str(tools.jar(pins.FRAMEWORK)), "--manifest", str(manifest)),
        *("--rename-manifest-package", app.application_id),
        *("--min-sdk-version", str(app.min_sdk), "--target-sdk-version", str(app.target_sdk)),
        *("--version-code", str(app.version_code), "--version-name", app.version_name),
        *("--java", str(linked.sources), "-o", str(linked.package), str(compiled)),
    )
    return linked


def compile_sources(
    sources: Sequence[Path],
    resources: Resources,
    tools: Toolchain,
    runtimes: Sequence[Runtime],
    folder: Path,
) -> Path:
    """Kotlin and R.java to one jar of classes."""
    classes = folder / "classes"
    classes.mkdir()
    framework = tools.jar(pins.FRAMEWORK)
    identifiers = sorted(map(str, resources.sources.rglob("*.java")))
    java = ("-nowarn", "--release", "8", "-cp", str(framework), "-d", str(classes))
    run((tools.jdk.tool("javac"), "-Xlint:-options", *java, *identifiers), "javac")
    libraries = [*tools.all_jars(pins.LIBRARIES), *(jar for r in runtimes for jar in r.classes)]
    path = ":".join(map(str, (framework, *libraries, classes)))
    tools.jdk.java(
        tools.all_jars((*pins.COMPILER, *pins.STANDARD)),
        "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler",
        *("-no-stdlib", "-no-reflect", "-nowarn", *_JVM),
        *("-cp", path, "-d", str(classes), *map(str, sources)),
        name="Kotlin's compiler",
    )
    return _packed(classes, folder / "app.jar")


def shrink(
    classes: Path, app: App, tools: Toolchain, runtimes: Sequence[Runtime], folder: Path
) -> tuple[Path, ...]:
    """The dex files of the app and its libraries, by R8, without what nothing reaches."""
    output = folder / "dex"
    output.mkdir()
    engines = [jar for runtime in runtimes for jar in runtime.classes]
    rules = app.keep_rules(tuple(runtime.engine for runtime in runtimes))
    tools.jdk.java(
        (tools.jar(pins.SHRINKER),),
        "com.android.tools.r8.R8",
        *("--release", "--min-api", str(app.min_sdk)),
        *("--lib", str(tools.jdk.home), "--lib", str(tools.jar(pins.FRAMEWORK))),
        *(word for file in rules for word in ("--pg-conf", str(file))),
        *("--output", str(output)),
        *map(str, (classes, *tools.all_jars(pins.LIBRARIES), *engines)),
        name="R8",
    )
    return tuple(sorted(output.glob("*.dex")))


def _packed(classes: Path, jar: Path) -> Path:
    with zipfile.ZipFile(jar, "w") as archive:
        for file in sorted(classes.rglob("*.class")):
            archive.write(file, file.relative_to(classes).as_posix())
    return jar
