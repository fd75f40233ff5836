"""The table of what is fetched: one version everywhere, and a hash for each."""

import re
import tomllib
from pathlib import Path

import pytest

from mobilec.android import pins
from mobilec.fetching.maven import Artifact
from mobilec.fetching.npm import Package

CATALOG = Path(__file__).parents[3] / "android_demo" / "gradle" / "libs.versions.toml"
VERSIONS = tomllib.loads(CATALOG.read_text())["versions"]
SAME = {
    "kotlin": [
        a
        for a in (*pins.COMPILER, *pins.LIBRARIES)
        if a.name in ("kotlin-stdlib", "kotlin-compiler-embeddable")
    ],
    "serialization": [a for a in pins.LIBRARIES if "serialization" in a.name],
    "r8": [pins.SHRINKER],
    "android": [pins.FRAMEWORK],
    "executorch": [pins.EXECUTORCH],
    "onnxruntime": [pins.ONNXRUNTIME],
}
"""A version of the catalog to what has it."""
ARTIFACTS = [
    *(*pins.COMPILER, *pins.LIBRARIES, *pins.JNI),
    *(pins.SHRINKER, pins.FRAMEWORK, pins.EXECUTORCH, pins.ONNXRUNTIME),
]


@pytest.mark.parametrize("name", SAME)
def test_the_versions_are_those_of_gradle(name):
    assert SAME[name]
    assert {artifact.version for artifact in SAME[name]} == {VERSIONS[name]}


def test_every_hash_is_one():
    fetched: list[Artifact | Package] = [*ARTIFACTS, pins.EXECUTORCH_SECOND]
    hashes = [*(one.sha256 for one in fetched), *pins.DEBIAN_FILES.values()]
    assert all(re.fullmatch("[0-9a-f]{64}", one) for one in hashes)
    assert len(set(hashes)) == len(hashes)


def test_the_pinned_packages_of_debian_are_asked_for():
    names = {name.partition("_")[0] for name in pins.DEBIAN_FILES}
    assert names <= {*pins.RESOURCES, *pins.SIGNER}
