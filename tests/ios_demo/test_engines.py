"""What the engines say of their runtimes is what the exporter was checked with."""

import re

from tests.ios_demo.package import DEMO
from tests.ios_demo.toolchain import ROOT

ENGINE = DEMO / "Sources" / "MobilecExecuTorch" / "ExecuTorchEngine.swift"


def test_executorch_is_the_version_that_exports() -> None:
    pinned = re.search(r"^executorch==(\S+)$", (ROOT / "constraints.txt").read_text(), re.M)
    told = re.search(r'let version = "(\S+)"', ENGINE.read_text())
    linked = [
        re.search(r'let executorch = "(\S+)"', (folder / "Package.swift").read_text())
        for folder in (DEMO, ROOT)
    ]
    assert pinned and told and all(linked)
    assert {told[1], *(found[1] for found in linked if found)} == {pinned[1]}
