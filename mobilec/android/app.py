"""The Android project whose app is built: its identity, and what one APK of it is compiled from.

Gradle's files are the one place where these stand; the few that are needed are read from there.
"""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from exporters.errors import Refused

_BUILD = Path("app") / "build.gradle.kts"
_CATALOG = Path("gradle") / "libs.versions.toml"
_LIBRARIES = {"executorch": "executorch", "onnx": "onnxruntime-android"}
"""An engine to the catalog's name for its runtime."""
_QUOTED = r'{key}\s*=\s*"([^"]+)"'


@dataclass(frozen=True)
class App:
    """``folder``: of the Gradle project. ``namespace``: the package of R."""

    folder: Path
    application_id: str
    namespace: str
    version_code: int
    version_name: str
    min_sdk: int
    target_sdk: int

    @property
    def main(self) -> Path:
        """Manifest, sources and resources of the app."""
        return self.folder / "app" / "src" / "main"

    @property
    def assets(self) -> Path:
        return self.main / "assets"

    def keep_rules(self, engines: tuple[str, ...]) -> tuple[Path, ...]:
        """For R8: the app's own, and those that each engine brings into every app that has it."""
        consumers = [self.folder / f"engine-{engine}" / "consumer-rules.pro" for engine in engines]
        return (
            self.folder / "app" / "keep.pro",
            *(rules for rules in consumers if rules.is_file()),
        )

    def runtime(self, engine: str) -> tuple[str, str] | None:
        """(module, version) of the runtime that Gradle builds an engine with; None where the
        catalog names none."""
        catalog = tomllib.loads((self.folder / _CATALOG).read_text())
        library = catalog.get("libraries", {}).get(_LIBRARIES[engine])
        if library is None:
            return None
        return library["module"], catalog["versions"][library["version"]["ref"]]

    def sources(self, engines: tuple[str, ...]) -> tuple[Path, ...]:
        """The Kotlin files of the core, of these engines and of the app, in a fixed order."""
        modules = ("core", *(f"engine-{engine}" for engine in engines), "app")
        roots = [self.folder / module / "src" / "main" / "kotlin" for module in modules]
        missing = [str(root) for root in roots if not root.is_dir()]
        if missing:
            raise Refused(f"{', '.join(missing)} not there, so {self.folder} cannot be built")
        return tuple(file for root in roots for file in sorted(root.rglob("*.kt")))


def is_project(folder: Path) -> bool:
    """Whether a folder is one of an app for Android, by its files."""
    return (folder / _BUILD).is_file()


def read_app(folder: Path) -> App:
    """Reads what names the app; Refused where ``folder`` is not such a project."""
    build, catalog = folder / _BUILD, folder / _CATALOG
    if not build.is_file() or not catalog.is_file():
        raise Refused(
            f"{folder} is not the Android project: it lacks {_BUILD} or {_CATALOG}; "
            "give the folder android_demo of a clone, or a copy of it"
        )
    gradle, versions = build.read_text(), catalog.read_text()
    return App(
        folder=folder,
        application_id=_found(_QUOTED.format(key="applicationId"), gradle, build),
        namespace=_found(_QUOTED.format(key="namespace"), gradle, build),
        version_code=int(_found(r"versionCode\s*=\s*(\d+)", gradle, build)),
        version_name=_found(_QUOTED.format(key="versionName"), gradle, build),
        min_sdk=int(_found(_QUOTED.format(key="min-sdk"), versions, catalog)),
        target_sdk=int(_found(_QUOTED.format(key="target-sdk"), versions, catalog)),
    )


def _found(pattern: str, text: str, file: Path) -> str:
    found = re.search(pattern, text)
    if found is None:
        raise Refused(
            f"{file} does not say {pattern.split(chr(92))[0]} in a form that is read here"
        )
    return found[1]
