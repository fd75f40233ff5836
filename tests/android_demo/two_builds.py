"""What the Gradle build and the Maven build of android_demo say of the same things."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

POM = {"m": "http://maven.apache.org/POM/4.0.0"}
ONLY_MAVEN = {"surefire", "test-monitor"}
"""What runs tests; Gradle brings its own."""
ONLY_GRADLE = {"agp", "r8", "androidx-test-runner", "junit-platform"}
"""What Gradle alone takes: the Android plugin, its shrinker, and what runs tests on phones or by
JUnit's platform, which Maven finds itself."""
ELSEWHERE = {"min.sdk": "min-sdk", "target.sdk": "target-sdk", "android.version": "android"}
"""Maven's properties that are no ``NAME.version``, to the catalog's names."""
COORDINATES = {
    "com.microsoft.onnxruntime:onnxruntime": "com.microsoft.onnxruntime:onnxruntime-android",
}
"""What a phone takes in place of a JVM's, by what Maven takes."""


@dataclass(frozen=True)
class Build:
    """``modules``: names of folders. ``versions``: by the catalog's names. ``sources``: the folder
    of sources of each module, relative to it."""

    modules: frozenset[str]
    versions: dict[str, str]
    sources: dict[str, str]


def gradle(folder: Path) -> Build:
    """By the settings, the catalog and the modules' files."""
    settings = (folder / "settings.gradle.kts").read_text()
    modules = frozenset(re.findall(r'include\(":([\w-]+)"\)', settings))
    catalog = tomllib.loads((folder / "gradle" / "libs.versions.toml").read_text())
    sources = {name: _gradle_sources(folder / name / "build.gradle.kts") for name in modules}
    return Build(modules, catalog["versions"], sources)


def maven(folder: Path) -> Build:
    """By the parent, its profiles and the modules' files."""
    parent = ElementTree.parse(folder / "pom.xml").getroot()
    modules = frozenset(each.text or "" for each in parent.iterfind(".//m:module", POM))
    poms = [parent, *(_root(folder / name) for name in modules)]
    versions = {name: text for pom in poms for name, text in _versions(pom)}
    declared = parent.findtext("m:build/m:sourceDirectory", "src/main/java", POM)
    sources = {
        name: _root(folder / name).findtext("m:build/m:sourceDirectory", declared, POM)
        for name in modules
    }
    return Build(modules, versions, sources)


def differences(folder: Path) -> list[str]:
    """In words, what the two builds do not agree on."""
    one, other = gradle(folder), maven(folder)
    return [
        *(f"only one build has the module {m}" for m in sorted(one.modules ^ other.modules)),
        *_of_versions(one.versions, other.versions),
        *(
            f"{m}: Gradle compiles {one.sources[m]}, Maven {other.sources[m]}"
            for m in sorted(one.modules & other.modules)
            if one.sources[m] != other.sources[m]
        ),
        *_of_libraries(folder),
    ]


def _root(module: Path) -> ElementTree.Element:
    return ElementTree.parse(module / "pom.xml").getroot()


def _versions(pom: ElementTree.Element) -> Iterator[tuple[str, str]]:
    """The catalog's name and the version of each property that is one."""
    for each in pom.iterfind("m:properties/*", POM):
        name = each.tag.rpartition("}")[2]
        if name in ELSEWHERE or name.endswith(".version"):
            yield ELSEWHERE.get(name, name.removesuffix(".version")), each.text or ""


def _of_versions(one: dict[str, str], other: dict[str, str]) -> Iterator[str]:
    for name in sorted(one.keys() | other.keys()):
        here, there = one.get(name), other.get(name)
        alone = (name in ONLY_GRADLE and there is None) or (name in ONLY_MAVEN and here is None)
        if here != there and not alone:
            yield f"{name} is {here} in Gradle's catalog and {there} in Maven's properties"


def _gradle_sources(build: Path) -> str:
    """Kotlin's own folder unless the file names another."""
    named = re.search(r'srcDirs?\(\s*"([^"]+)"', build.read_text())
    return named[1] if named else "src/main/kotlin"


def _of_libraries(folder: Path) -> Iterator[str]:
    """What Maven's modules are compiled with that Gradle's do not ask for."""
    catalog = tomllib.loads((folder / "gradle" / "libs.versions.toml").read_text())["libraries"]
    aliases = {entry["module"]: alias.replace("-", ".") for alias, entry in catalog.items()}
    for name in sorted(maven(folder).modules):
        asked = (folder / name / "build.gradle.kts").read_text()
        for coordinate in _compiled_with(folder / name):
            alias = aliases.get(COORDINATES.get(coordinate, coordinate))
            if alias is None or f"(libs.{alias})" not in asked:
                yield f"{name}: Maven compiles with {coordinate}, and Gradle does not name it"


def _compiled_with(module: Path) -> Iterator[str]:
    for each in _root(module).iterfind("m:dependencies/m:dependency", POM):
        group, artifact = (each.findtext(f"m:{tag}", "", POM) for tag in ("groupId", "artifactId"))
        scope = each.findtext("m:scope", "compile", POM)
        own = group == "dev.mobilec" or artifact in ("kotlin-stdlib", "android-all")
        if scope != "test" and not own:
            yield f"{group}:{artifact}"
