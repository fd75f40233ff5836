"""The iOS app's project: where things lie in it, and what the app runs."""

import re
from dataclasses import dataclass
from pathlib import Path

from exporters.errors import Refused

ENGINES = ("coreml", "executorch")
"""Both are always in the app."""
APP_ID = "dev.mobilec.demo"
NAME = "MobilecDemo"
"""Of the Xcode project, its scheme and the app that it builds."""
RESOURCES = "Bundles"
"""The folder of bundles inside the app: one each, under its name."""
MARK = "README.md"
"""In that folder of the project: what it is for. It is there before any bundle is."""
_SIGNS = ("project.yml", "Package.swift")


@dataclass(frozen=True)
class Project:
    """``folder``: of Package.swift, project.yml and the Xcode project."""

    folder: Path

    @property
    def bundles(self) -> Path:
        return self.folder / "App" / RESOURCES

    @property
    def executorch(self) -> str | None:
        """The version of ExecuTorch that the app is linked with; None where the package names
        none."""
        package = self.folder / "Package.swift"
        text = package.read_text() if package.is_file() else ""
        found = re.search(r'^let executorch = "([^"]+)"$', text, re.MULTILINE)
        return found[1] if found else None

    @property
    def xcode(self) -> Path:
        return self.folder / f"{NAME}.xcodeproj"


def is_project(folder: Path) -> bool:
    """Whether a folder is one of an app for iOS, by its files."""
    return any((folder / sign).is_file() for sign in _SIGNS)


def read_project(folder: Path) -> Project:
    """Refused where ``folder`` is not the project."""
    if not is_project(folder):
        raise Refused(
            f"{folder} is not the iOS project: it lacks {' and '.join(_SIGNS)}; give the folder "
            "ios_demo of a clone, or a copy of it"
        )
    return Project(folder)
