"""StandIns/check.sh finds what Apple's compiler would: one wrong call, one wrong type, one race."""

import sys
from pathlib import Path

import pytest

from tests.ios_demo.package import DEMO
from tests.ios_demo.toolchain import Swift

RIGHT = {
    "Mobilec": "import Darwin\npublic func one() -> Int32 { KERN_SUCCESS }\n",
    "MobilecCoreML": "import CoreML\nfunc units(_ model: MLModel) -> MLModelDescription {\n"
    "    model.modelDescription\n}\n",
    "MobilecExecuTorch": "import ExecuTorch\nfunc load(_ module: Module) throws {\n"
    '    try module.load("forward")\n}\n',
    "MobilecBenchmark": "@_exported import Mobilec\n",
    "MobilecScreens": "import MobilecBenchmark\npublic func two() -> Int32 { one() + one() }\n",
    "MobilecApp": "import MobilecScreens\nfunc three() -> Int32 { two() + 1 }\n",
}
WRONG = {
    "MobilecCoreML": "import CoreML\nfunc run(_ model: MLModel) { model.predict() }\n",
    "MobilecExecuTorch": "import ExecuTorch\nfunc load(_ module: Module) { module.load(3) }\n",
    "Mobilec": "import Darwin\npublic func task() -> mach_port_t { mach_task_self_ }\n",
}
FOUND = {
    "MobilecCoreML": "has no member 'predict'",
    "MobilecExecuTorch": "cannot convert value of type 'Int'",
    "Mobilec": "is not concurrency-safe",
}
pytestmark = pytest.mark.skipif(sys.platform == "darwin", reason="Apple's own modules are here")


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For all checks of this file: the stand-ins are compiled once."""
    return tmp_path_factory.mktemp("modules")


def _checked(swift: Swift, sources: Path, files: dict[str, str], modules: Path) -> tuple[int, str]:
    for target, text in files.items():
        (sources / target).mkdir(exist_ok=True)
        (sources / target / "File.swift").write_text(text)
    words = ("sh", str(DEMO / "StandIns" / "check.sh"), str(modules))
    done = swift.run(*words, settings={"SOURCES": str(sources)})
    return done.returncode, done.stdout


def test_what_apple_has_passes(swift: Swift, tmp_path: Path, modules: Path) -> None:
    status, words = _checked(swift, tmp_path, RIGHT, modules)
    assert status == 0, words
    assert "MobilecApp: 1 files" in words


@pytest.mark.parametrize("target", WRONG)
def test_what_apple_does_not_have_is_found(
    swift: Swift, tmp_path: Path, modules: Path, target: str
) -> None:
    status, words = _checked(swift, tmp_path, RIGHT | {target: WRONG[target]}, modules)
    assert status != 0
    assert FOUND[target] in words
