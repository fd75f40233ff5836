"""The oldest iOS that a program runs on, as its manifest tells."""

from pathlib import PurePosixPath

from exporters.bundle.bundle import Bundle
from exporters.bundle.manifest import ProgramFile
from exporters.outside.number import whole

APP = 17
"""Of the app itself."""
_FUNCTIONS = 18
"""Several functions in a package, and states: see `--ios` of mobilec export."""


def oldest_ios(file: ProgramFile) -> int:
    """A package for iOS 17 holds one function and keeps nothing; its translators are folders of
    packages.
    """
    if file.format != "coreml" or PurePosixPath(file.path).suffix != ".mlpackage":
        return APP
    keeps = any(method.states for method in file.methods)
    return _FUNCTIONS if keeps or len(file.methods) > 1 else APP


def too_old(bundle: Bundle, engine: str, os_version: str) -> str:
    """Why an iOS is too old for a program of a bundle, or "" where it is not."""
    needed = oldest_ios(bundle.manifest.program(engine))
    major = whole(os_version.split(".")[0])
    if major is None or major >= needed:
        return ""
    return (
        f"the Core ML program of {bundle.manifest.name} wants iOS {needed}, and the iPhone has "
        f"{os_version}; export it with --ios {APP}, or update the iPhone"
    )
