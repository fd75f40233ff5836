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
BELOW = ("manifest", "text", "engine", "decode", "run", "benchmark")
"""The core's packages: each may import from those before it."""


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


def upward(root: Path) -> list[str]:
    """Imports of the core that run from a lower package to a higher one, in words."""
    core, wrong = root / "dev" / "mobilec" / "core", []
    for place, package in enumerate(BELOW):
        for file, name in imports(core / package):
            found = re.match(r"dev\.mobilec\.core\.([a-z]+)\.", name)
            if found and found[1] in BELOW[place + 1 :]:
                wrong.append(f"{package}/{file.name} imports {name}")
    return wrong


@pytest.mark.parametrize("module", MAY_IMPORT)
def test_a_module_knows_only_what_it_may(module: str) -> None:
    root = DEMO / module / "src" / "main" / "kotlin"
    assert list(imports(root))
    assert foreign(module, root) == []


def test_the_packages_of_the_core_import_downwards() -> None:
    core = DEMO / "core" / "src" / "main" / "kotlin"
    assert {p.name for p in (core / "dev/mobilec/core").iterdir() if p.is_dir()} == set(BELOW)
    assert upward(core) == []


def test_an_import_the_wrong_way_is_found(tmp_path: Path) -> None:
    file = tmp_path / "dev" / "mobilec" / "core" / "text" / "Tokenizer.kt"
    file.parent.mkdir(parents=True)
    file.write_text("import dev.mobilec.core.run.Translator\nimport android.util.Log\n")
    assert upward(tmp_path) == ["text/Tokenizer.kt imports dev.mobilec.core.run.Translator"]
    assert foreign("core", tmp_path) == ["Tokenizer.kt of core imports android.util.Log"]
