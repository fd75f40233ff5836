"""Imports of the Kotlin sources run one way: between modules, and between the core's packages."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.android_demo.maven import DEMO

OUTSIDE = ("android.", "androidx.", "org.pytorch.", "ai.onnxruntime.")
"""What belongs to a phone or to a runtime."""
MAY_IMPORT = {
    "core": ("dev.mobilec.core.",),
    "engine-onnx": ("dev.mobilec.core.", "dev.mobilec.engine.onnx.", "ai.onnxruntime."),
    "engine-executorch": ("dev.mobilec.core.", "dev.mobilec.engine.executorch.", "org.pytorch."),
    "app": ("dev.mobilec.core.", "dev.mobilec.app.", "android."),
}
"""Of this project's, of phones' and of runtimes' packages, what a module knows."""
BELOW = {
    "core": ("json", "manifest", "text", "engine", "decode", "run", "goldens", "benchmark"),
    "app": (
        *("work", "view", "engines", "bundles", "ask", "translate", "classify"),
        *("device", "benchmark", "about"),
    ),
}
"""The packages of a module: each may import from those before it."""


def imports(root: Path) -> Iterator[tuple[Path, str]]:
    """(file, what it imports), with the names that it writes out in full."""
    for file in sorted(root.rglob("*.kt")):
        for line in file.read_text(encoding="utf-8").splitlines():
            if found := re.match(r"import ([\w.]+)", line):
                yield file, found[1]


def foreign(module: str, root: Path) -> list[str]:
    """Imports that a module should not have, in words."""
    known = MAY_IMPORT[module]
    return [
        f"{file.name} of {module} imports {name}"
        for file, name in imports(root)
        if name.startswith(("dev.mobilec.", *OUTSIDE)) and not name.startswith(known)
    ]


def upward(module: str, root: Path) -> list[str]:
    """Imports of a module that run from a lower package to a higher one, in words."""
    below, wrong = BELOW[module], []
    for place, package in enumerate(below):
        for file, name in imports(root / "dev" / "mobilec" / module / package):
            found = re.match(rf"dev\.mobilec\.{module}\.([a-z]+)\.", name)
            if found and found[1] in below[place + 1 :]:
                wrong.append(f"{package}/{file.name} imports {name}")
    return wrong


@pytest.mark.parametrize("module", MAY_IMPORT)
def test_a_module_knows_only_what_it_may(module: str) -> None:
    root = DEMO / module / "src" / "main" / "kotlin"
    assert list(imports(root))
    assert foreign(module, root) == []


@pytest.mark.parametrize("module", BELOW)
def test_the_packages_of_a_module_import_downwards(module: str) -> None:
    root = DEMO / module / "src" / "main" / "kotlin"
    packages = {p.name for p in (root / "dev" / "mobilec" / module).iterdir() if p.is_dir()}
    assert packages == set(BELOW[module])
    assert upward(module, root) == []


def test_an_import_the_wrong_way_is_found(tmp_path: Path) -> None:
    file = tmp_path / "dev" / "mobilec" / "core" / "text" / "Tokenizer.kt"
    file.parent.mkdir(parents=True)
    file.write_text("import dev.mobilec.core.run.Translator\nimport android.util.Log\n")
    assert upward("core", tmp_path) == ["text/Tokenizer.kt imports dev.mobilec.core.run.Translator"]
    assert foreign("core", tmp_path) == ["Tokenizer.kt of core imports android.util.Log"]
