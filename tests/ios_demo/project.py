"""MobilecDemo.xcodeproj beside what describes it: project.yml, Package.swift, and the files."""

import plistlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.parsers.expat import ExpatError

import yaml
from openstep_parser import OpenStepDecoder

BUILT = {".swift", ".xcassets", ".xcstrings", ".xcprivacy"}
"""Endings of what a target of the project builds or carries."""
REFERENCES = re.compile(r"^(?:[0-9A-F]{24}|TEMP_.*)$")
_DECLARED = re.compile(
    r"^\t\t\"?([0-9A-F]{24}|TEMP_[0-9A-F-]+)\"?(?: /\*.*\*/)? = \{", re.MULTILINE
)


@cache
def _objects(text: str) -> dict[str, dict[str, Any]]:
    """Of a project.pbxproj; to be read only."""
    return OpenStepDecoder.ParseFromString(text)["objects"]


@dataclass
class Project:
    """The folder ``ios_demo``, or a copy of it."""

    folder: Path
    objects: dict[str, dict[str, Any]] = field(init=False)

    def __post_init__(self) -> None:
        self.objects = _objects(self.text)

    @property
    def xcode(self) -> Path:
        return self.folder / "MobilecDemo.xcodeproj"

    @property
    def text(self) -> str:
        return (self.xcode / "project.pbxproj").read_text()

    @cached_property
    def description(self) -> dict[str, Any]:
        return yaml.safe_load((self.folder / "project.yml").read_text())

    @cached_property
    def package(self) -> str:
        return (self.folder / "Package.swift").read_text()

    def of(self, kind: str) -> dict[str, dict[str, Any]]:
        return {key: each for key, each in self.objects.items() if each["isa"] == kind}

    def targets(self) -> dict[str, dict[str, Any]]:
        return {each["name"]: each for each in self.of("PBXNativeTarget").values()}

    def settings(self, owner: dict[str, Any]) -> dict[str, dict[str, Any]]:
        """Build settings by the names of the configurations."""
        configurations = self.objects[owner["buildConfigurationList"]]["buildConfigurations"]
        return {
            self.objects[key]["name"]: self.objects[key]["buildSettings"] for key in configurations
        }

    def paths(self) -> dict[str, Path]:
        """Where each reference lies in the folder, by its identifier."""
        (project,) = self.of("PBXProject").values()
        return dict(self._below(project["mainGroup"], Path()))

    def _below(self, key: str, path: Path) -> Iterator[tuple[str, Path]]:
        each = self.objects[key]
        here = path / each.get("path", "")
        if each.get("sourceTree") == "SOURCE_ROOT":
            here = Path(each["path"])
        if each.get("sourceTree") != "BUILT_PRODUCTS_DIR":
            yield key, here
        for child in each.get("children", []):
            yield from self._below(child, here)

    def built(self, target: dict[str, Any]) -> list[Path]:
        """The files in the phases of a target."""
        paths = self.paths()
        files = [
            self.objects[file].get("fileRef")
            for phase in target["buildPhases"]
            for file in self.objects[phase]["files"]
        ]
        return [paths[reference] for reference in files if reference]


def faults(project: Project) -> list[str]:
    """In words, what is wrong with the project or differs from what describes it."""
    return [
        *_identifiers(project),
        *_files(project),
        *_described(project),
        *_packages(project),
        *_schemes(project),
        *_plists(project),
    ]


def _identifiers(project: Project) -> Iterator[str]:
    for key, count in Counter(_DECLARED.findall(project.text)).items():
        if count > 1:
            yield f"{key} is declared {count} times"
    for key in project.objects:
        if key.startswith("TEMP_"):
            yield f"{key} is not placed in any group"
    for key, each in project.objects.items():
        for value in _values(each):
            if REFERENCES.match(value) and value not in project.objects:
                yield f"{key} refers to {value}, which is not there"


def _values(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for each in value.values():
            yield from _values(each)
    elif isinstance(value, list):
        for each in value:
            yield from _values(each)
    elif isinstance(value, str):
        yield value


def _files(project: Project) -> Iterator[str]:
    for path in project.paths().values():
        if not (project.folder / path).exists():
            yield f"{path} is in the project, and is not there"
    for name, target in project.targets().items():
        carried = project.built(target)
        for source in project.description["targets"][name]["sources"]:
            for file in _sources(project.folder, source):
                if carried.count(file) != 1:
                    yield f"{file} is {carried.count(file)} times in {name}"


def _sources(folder: Path, source: dict[str, Any]) -> Iterator[Path]:
    """What a line of ``sources`` names, relative to the folder."""
    path = Path(source["path"])
    if source.get("type") == "folder":
        yield path
        return
    excluded = [path / each for each in source.get("excludes", [])]
    for file in sorted((folder / path).rglob("*")):
        relative = file.relative_to(folder)
        inside = any(parent.suffix in BUILT for parent in relative.parents)
        if file.suffix in BUILT and not inside and not any(map(relative.is_relative_to, excluded)):
            yield relative


def _described(project: Project) -> Iterator[str]:
    described, there = project.description["targets"], project.targets()
    if described.keys() != there.keys():
        yield f"project.yml has the targets {sorted(described)}, the project {sorted(there)}"
        return
    (root,) = project.of("PBXProject").values()
    owners = [("the project", root, project.description)]
    owners += [(name, project.targets()[name], described[name]) for name in described]
    for name, owner, description in owners:
        for configuration, settings in project.settings(owner).items():
            wanted = description["settings"]["base"] | description["settings"].get(
                "configs", {}
            ).get(configuration, {})
            for setting, value in wanted.items():
                if settings.get(setting) != _written(value):
                    yield f"{setting} of {name} is {settings.get(setting)}, described as {value}"
    for name, description in described.items():
        product = f"com.apple.product-type.{description['type']}"
        if project.targets()[name]["productType"] != product:
            yield f"{name} is no {product}"


def _written(value: Any) -> str:
    return (
        {True: "YES", False: "NO"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    )


def _packages(project: Project) -> Iterator[str]:
    products = set(re.findall(r"\.library\(name: \"(\w+)\"", project.package))
    used = {each["productName"] for each in project.of("XCSwiftPackageProductDependency").values()}
    asked = {
        each["product"]
        for target in project.description["targets"].values()
        for each in target.get("dependencies", [])
        if "product" in each
    }
    if used != asked:
        yield f"the project takes the products {sorted(used)}, project.yml {sorted(asked)}"
    if used - products:
        yield f"Package.swift has no product {sorted(used - products)}"
    packages = {
        each["relativePath"] for each in project.of("XCLocalSwiftPackageReference").values()
    }
    if packages != {each["path"] for each in project.description["packages"].values()}:
        yield f"the project takes the packages {sorted(packages)}"


def _schemes(project: Project) -> Iterator[str]:
    files = {
        each.stem: each for each in (project.xcode / "xcshareddata/xcschemes").glob("*.xcscheme")
    }
    if files.keys() != project.description["schemes"].keys():
        yield f"the project has the schemes {sorted(files)}"
    tests = set(re.findall(r"\.testTarget\(\s*name: \"(\w+)\"", project.package))
    identifiers = {key: each["name"] for key, each in project.of("PBXNativeTarget").items()}
    for name, file in files.items():
        for reference in ElementTree.parse(file).getroot().iter("BuildableReference"):
            blueprint, called = (
                reference.attrib["BlueprintIdentifier"],
                reference.attrib["BlueprintName"],
            )
            own = reference.attrib["ReferencedContainer"] == "container:MobilecDemo.xcodeproj"
            if (own and identifiers.get(blueprint) != called) or (not own and called not in tests):
                yield f"the scheme {name} names {called}, which is not there"


def _plists(project: Project) -> Iterator[str]:
    for name in ("App/Info.plist", "App/PrivacyInfo.xcprivacy"):
        try:
            plistlib.loads((project.folder / name).read_bytes())
        except (ValueError, ExpatError) as broken:
            yield f"{name} cannot be read: {broken}"
