"""The engines that an APK can carry: Java classes, native libraries, and whose build they are."""

import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from exporters.progress import Progress
from mobilec.android import pins
from mobilec.android.operators import known_operators
from mobilec.android.toolchain import kept, part_name
from mobilec.fetching import maven, npm
from mobilec.fetching.cache import Cache

EXECUTORCH, ONNX = "executorch", "onnx"
ENGINES = (EXECUTORCH, ONNX)
LICENCES = {EXECUTORCH: "BSD-3-Clause", ONNX: "MIT"}
"""Of the official builds."""
_CLASSES, _LIBRARIES = "classes", "lib"


@dataclass(frozen=True)
class Runtime:
    """An engine's runtime as it lies in ``folder``: classes/*.jar and lib/ABI/*.so.

    ``origin``: where it comes from and whose build it is. ``operators``: those that it has outside
    delegates, where that is known.
    """

    engine: str
    name: str
    version: str
    origin: str
    licence: str
    folder: Path
    operators: frozenset[str] | None = field(default=None, repr=False)

    @property
    def classes(self) -> tuple[Path, ...]:
        return tuple(sorted((self.folder / _CLASSES).glob("*.jar")))

    def libraries(self, abi: str) -> tuple[Path, ...]:
        return tuple(sorted((self.folder / _LIBRARIES / abi).glob("*.so")))


@dataclass(frozen=True)
class LeftOut:
    """An engine that the APK does not carry, and why."""

    engine: str
    reason: str


def find_runtime(engine: str, cache: Cache, progress: Progress) -> Runtime | LeftOut:
    """The runtime of an engine, fetched where it is not there yet."""
    with progress.stage(f"runtime {engine}"):
        return _FINDERS[engine](cache, progress)


def _executorch(cache: Cache, progress: Progress) -> Runtime:
    """The official library where Maven has it, otherwise the third-party build."""
    official, second = pins.EXECUTORCH, pins.EXECUTORCH_SECOND
    part = part_name("executorch-official", official, pins.JNI)
    other = part_name("executorch-second", second, pins.JNI)
    # Once the third-party build is here, Maven is not asked again: later builds need no network.
    if cache.has(part) or not cache.has(other):
        try:
            folder = kept(cache, part, lambda f: _unpack_official(f, progress))
            return _official(EXECUTORCH, official, folder)
        except maven.Unresolved as reason:
            progress.doing(str(reason))
    return Runtime(
        engine=EXECUTORCH,
        name=second.coordinate,
        version="about 1.3",
        origin=f"a third-party build, because {official.coordinate} could not be resolved",
        licence="MIT",
        folder=kept(cache, other, lambda f: _unpack_second(f, progress)),
        operators=known_operators(second.coordinate),
    )


def _onnx(cache: Cache, progress: Progress) -> Runtime | LeftOut:
    library = pins.ONNXRUNTIME
    part = part_name("onnxruntime", library)
    try:
        folder = kept(cache, part, lambda f: _unpack_aars(f, (library,), progress))
    except maven.Unresolved as reason:
        progress.doing(str(reason))
        return LeftOut(ONNX, f"{library.coordinate} could not be resolved by Maven")
    return _official(ONNX, library, folder)


def _official(engine: str, library: maven.Artifact, folder: Path) -> Runtime:
    return Runtime(
        engine=engine,
        name=library.coordinate,
        version=library.version,
        origin="the official build",
        licence=LICENCES[engine],
        folder=folder,
    )


_FINDERS: dict[str, Callable[[Cache, Progress], Runtime | LeftOut]] = {
    EXECUTORCH: _executorch,
    ONNX: _onnx,
}


def _unpack_official(folder: Path, progress: Progress) -> None:
    # Alone first, so that a refusal names what could not be had.
    _unpack_aars(folder, (pins.EXECUTORCH,), progress)
    _unpack_aars(folder, pins.JNI, progress)


def _unpack_second(folder: Path, progress: Progress) -> None:
    package = pins.EXECUTORCH_SECOND
    _unpack_aars(folder, pins.JNI, progress)
    progress.doing(f"{package.coordinate} from npm, 38 MB")
    archive = npm.fetch(package, folder)
    npm.unpack(archive, "android/libs", folder / _CLASSES / "executorch")
    npm.unpack(archive, "third-party/android/libs/executorch", folder / _LIBRARIES)
    archive.unlink()
    jar = folder / _CLASSES / "executorch" / "classes.jar"
    jar.rename(folder / _CLASSES / "executorch.jar")
    jar.parent.rmdir()


def _unpack_aars(folder: Path, artifacts: tuple[maven.Artifact, ...], progress: Progress) -> None:
    """classes.jar of each AAR under its artifact's name, its native libraries by ABI."""
    maven.refuse_missing()
    progress.doing(f"{', '.join(a.coordinate for a in artifacts)} from Maven")
    fetched = folder / "fetched"
    fetched.mkdir()
    maven.fetch(artifacts, fetched)
    (folder / _CLASSES).mkdir(exist_ok=True)
    for artifact in artifacts:
        file = fetched / artifact.file_name
        if artifact.type == "aar":
            _unpack_aar(file, artifact.name, folder)
        else:
            shutil.copy(file, folder / _CLASSES / f"{artifact.name}.jar")
    shutil.rmtree(fetched)


def _unpack_aar(file: Path, name: str, folder: Path) -> None:
    with zipfile.ZipFile(file) as aar:
        (folder / _CLASSES / f"{name}.jar").write_bytes(aar.read("classes.jar"))
        for entry in aar.namelist():
            if entry.startswith("jni/") and entry.endswith(".so"):
                _, abi, library = entry.split("/")
                target = folder / _LIBRARIES / abi / library
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(aar.read(entry))
