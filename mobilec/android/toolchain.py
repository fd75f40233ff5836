"""What turns sources into an APK where there is no Android SDK: fetched once, then kept."""

import hashlib
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from exporters.errors import Refused
from exporters.progress import Progress
from mobilec.android import pins
from mobilec.android.java import Jdk, find_jdk
from mobilec.fetching import debian, maven
from mobilec.fetching.cache import Cache, user_cache
from mobilec.fetching.pinned import refuse_changed
from mobilec.fetching.userland import BASE, Userland, host_architecture

AAPT2 = "usr/lib/android-sdk/build-tools/debian/aapt2"
_SCRIPT = "aapt2"
_SIGNER_JARS = ("usr/share/java/apksigner.jar", "usr/share/java/apksig.jar")
_FROM_DEBIAN = (
    "aapt2 and apksigner come from Debian's packages. Build the app on Debian (in a container: "
    "debian:12), or with Gradle and the Android SDK"
)


@dataclass(frozen=True)
class Toolchain:
    """The tools. ``jars``: folder of everything that Maven brought."""

    jdk: Jdk
    userland: Userland
    jars: Path

    def jar(self, artifact: maven.Artifact) -> Path:
        return self.jars / artifact.file_name

    def all_jars(self, artifacts: Sequence[maven.Artifact]) -> tuple[Path, ...]:
        return tuple(map(self.jar, artifacts))

    @property
    def aapt2_script(self) -> Path:
        """aapt2 as one program, for builds that want a path (Maven's -Daapt2)."""
        return self.userland.folder / _SCRIPT

    def aapt2(self, *words: str) -> str:
        """What aapt2 says."""
        return self.userland.run(AAPT2, *words)

    def apksigner(self, *words: str) -> str:
        """What apksigner says."""
        jars = tuple(self.userland.folder / jar for jar in _SIGNER_JARS)
        return self.jdk.java(jars, "com.android.apksigner.ApkSignerTool", *words, name="apksigner")


def default_cache() -> Cache:
    """mobilec/android in the user's cache."""
    return user_cache("android")


def find_toolchain(cache: Cache, progress: Progress) -> Toolchain:
    """The tools, fetched where they are not there. Interrupted, it goes on with the next part."""
    jdk = find_jdk()
    architecture = host_architecture()
    debs, jars = _debian_part(architecture), _maven_part()
    with progress.stage("tools"):
        kept(cache, debs, lambda folder: _from_debian(folder, architecture, progress))
        kept(cache, jars, lambda folder: _from_maven(folder, progress))
    return Toolchain(jdk, Userland(cache.part(debs), architecture), cache.part(jars))


def kept(cache: Cache, part: str, make: Callable[[Path], None]) -> Path:
    """The folder of ``part``, made where it is not there."""
    if not cache.has(part):
        try:
            with cache.made(part) as folder:
                make(folder)
        except Refused:
            # Another process may have made the same part meanwhile.
            if not cache.has(part):
                raise
    return cache.part(part)


def part_name(kind: str, *contents: object) -> str:
    """Names a part after what is in it, so that a changed table fetches anew."""
    return f"{kind}-{hashlib.sha256(repr(contents).encode()).hexdigest()[:12]}"


def _debian_part(architecture: str) -> str:
    packages = (*pins.RESOURCES, *pins.SIGNER, *BASE)
    return part_name("debian", architecture, pins.DEBIAN, packages, pins.DEBIAN_FILES, _SCRIPT)


def _maven_part() -> str:
    return part_name("jars", _ARTIFACTS)


_ARTIFACTS = (*pins.COMPILER, *pins.LIBRARIES, pins.SHRINKER, pins.FRAMEWORK)


def _from_debian(folder: Path, architecture: str, progress: Progress) -> None:
    debian.refuse_missing(_FROM_DEBIAN)
    progress.doing(f"aapt2 and apksigner of Debian ({pins.DEBIAN}), 12 MB")
    debs = folder / "debs"
    debs.mkdir()
    release = debian.Release(pins.DEBIAN, (architecture,))
    debian.fetch((*pins.RESOURCES, *pins.SIGNER, *BASE), debs, release)
    for file in sorted(debs.iterdir()):
        if file.name in pins.DEBIAN_FILES:
            refuse_changed(file, pins.DEBIAN_FILES[file.name], file.name)
    debian.unpack(debs, folder)
    Userland(folder, architecture).write_script(AAPT2, _SCRIPT)
    shutil.rmtree(debs)


def _from_maven(folder: Path, progress: Progress) -> None:
    maven.refuse_missing()
    progress.doing("Kotlin's compiler, R8 and Android's interfaces from Maven, 225 MB")
    maven.fetch(_ARTIFACTS, folder)
