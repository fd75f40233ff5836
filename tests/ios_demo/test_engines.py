"""What the engines say of their runtimes is what the exporter was checked with."""

import re

from tests.ios_demo.package import DEMO
from tests.ios_demo.toolchain import ROOT

ENGINE = DEMO / "Sources" / "ExecuTorchEngine" / "ExecuTorchEngine.swift"


def test_executorch_is_the_version_that_exports() -> None:
    pinned = re.search(r"^executorch==(\S+)$", (ROOT / "constraints.txt").read_text(), re.M)
    told = re.search(r'let version = "(\S+)"', ENGINE.read_text())
    linked = re.search(r'let executorch = "(\S+)"', (DEMO / "Package.swift").read_text())
    assert pinned and told and linked
    assert told[1] == linked[1] == pinned[1]
