"""What the engines say of their runtimes is what the exporter was checked with."""

import json
import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.ios_demo import package
from tests.ios_demo.package import DEMO
from tests.ios_demo.project import Project
from tests.ios_demo.toolchain import ROOT, Swift

ENGINE = DEMO / "Sources" / "MobilecExecuTorch" / "ExecuTorchEngine.swift"
POOL = ENGINE.with_name("ThreadPool.swift")
FRAMEWORKS = ("Accelerate", "CoreGraphics", "CoreImage", "CoreVideo")
"""What the image processor in ExecuTorch's library calls: pytorch/executorch #22711. Foundation is
linked by every Swift file that imports it."""


def test_executorch_is_the_minor_release_that_exports() -> None:
    pinned = re.search(r"^executorch==(\S+)$", (ROOT / "constraints.txt").read_text(), re.M)
    told = re.search(r'let version = "(\S+)"', ENGINE.read_text())
    linked = [
        re.search(r'let executorch = "(\S+)"', (folder / "Package.swift").read_text())
        for folder in (DEMO, ROOT)
    ]
    assert pinned and told and all(linked)
    assert {found[1] for found in linked if found} == {told[1]}
    assert told[1].rpartition(".")[0] == pinned[1].rpartition(".")[0]


def runtime() -> Path:
    """The installed ExecuTorch, which is of the minor release that is linked."""
    found = find_spec("executorch")
    if found is None or not found.submodule_search_locations:
        pytest.skip("executorch is not installed")
    return Path(found.submodule_search_locations[0])


def test_the_pool_of_threads_has_the_names_that_it_is_called_by() -> None:
    """C++ has the same names on Linux as on Apple's systems, and no header for Swift: a version
    that calls a method otherwise, or with other arguments, would not be linked. One that returns
    something else would be, and since 1.5 the release has no header that says so."""
    library = runtime() / "lib" / "libexecutorch_threadpool.so"
    linked, source = library.read_bytes(), POOL.read_text()
    names = re.findall(r'@_silgen_name\("(\w+)"\)', source)
    assert len(names) == 3
    assert [name for name in names if name.encode() + b"\0" not in linked] == []
    assert b"_ZN10executorch9extension10threadpool10ThreadPool5resetEj\0" not in linked


def test_what_all_load_makes_needed_is_linked() -> None:
    """By the app, which asks for all of each library, and by the package for whoever does."""
    flags = Project(DEMO).description["targets"]["MobilecDemo"]["settings"]["base"]["OTHER_LDFLAGS"]
    assert flags.startswith("$(inherited) -all_load ")
    assert tuple(re.findall(r"-framework (\w+)", flags)) == FRAMEWORKS
    listed = ", ".join(f'"{name}"' for name in FRAMEWORKS)
    for folder in (DEMO, ROOT):
        manifest = (folder / "Package.swift").read_text()
        assert f"let frameworks = [{listed}]" in manifest
        assert re.search(
            r'"MobilecExecuTorch",[^"]+"Mobilec"\] \+ runtime,[^)]*frameworks', manifest
        )


RELEASED = {
    *("executorch", "backend_coreml", "backend_xnnpack"),
    *("kernels_optimized", "kernels_quantized", "threadpool"),
}
"""ExecuTorch's libraries that a program of ours needs; two of them call the pool of threads."""


@pytest.mark.parametrize("folder", [DEMO, ROOT], ids=["app", "library"])
def test_a_mac_takes_the_released_libraries_by_their_checksums(
    swift: Swift, folder: Path, tmp_path: Path
) -> None:
    """The manifest as a Mac reads it: neither a branch nor a package of others, which no version of
    a package may depend on."""
    text = (folder / "Package.swift").read_text()
    assert text.count("#if os(macOS)") == 1
    (tmp_path / "Package.swift").write_text(text.replace("#if os(macOS)", "#if os(Linux)"))
    ran = package.described(swift, tmp_path)
    assert ran.status == 0, ran.words
    read = json.loads(ran.words[ran.words.index("{") :])
    assert read["dependencies"] == []
    targets = {target["name"]: target for target in read["targets"]}
    binaries = {name: each for name, each in targets.items() if each["type"] == "binary"}
    assert set(binaries) == RELEASED
    engine = targets["MobilecExecuTorch"]["dependencies"]
    assert {name for each in engine for name in each.get("target", [None])[:1]} >= RELEASED
    version = re.search(r'let executorch = "(\S+)"', text)
    assert version
    for name, binary in binaries.items():
        assert binary["url"].endswith(f"/executorch/{name}-{version[1]}.zip")
        assert re.fullmatch("[0-9a-f]{64}", binary["checksum"])
    assert len({binary["checksum"] for binary in binaries.values()}) == len(binaries)


def test_both_packages_take_the_same_libraries() -> None:
    lists = [
        re.findall(r'^ +"(\w+)": "([0-9a-f]{64})",$', (folder / "Package.swift").read_text(), re.M)
        for folder in (DEMO, ROOT)
    ]
    assert lists[0] == lists[1] and {name for name, _ in lists[0]} == RELEASED
