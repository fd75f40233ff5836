"""What `mobilec bundle` is told, checked before anything is opened."""

from dataclasses import dataclass
from pathlib import Path

from exporters.errors import Refused
from exporters.formats import FORMATS

ABIS = ("arm64-v8a", "x86_64")
"""What the runtimes for Android are built for: phones, and emulators on a desktop."""
DEFAULT_ABIS = ("arm64-v8a",)


@dataclass(frozen=True)
class BundleOptions:
    """What `mobilec bundle` is asked for.

    ``bundles``: folders. ``app``: the project of an app, for Android or iOS, or of
    a page for browsers. ``engines``: of
    executorch, onnx and coreml; None for every engine that there is a program for. For Android
    alone: ``apk``: where one is to be built. ``abis``: of arm64-v8a and x86_64. For browsers
    alone: ``output``: folder of the site.
    """

    bundles: tuple[Path, ...]
    app: Path
    apk: Path | None = None
    abis: tuple[str, ...] = DEFAULT_ABIS
    engines: tuple[str, ...] | None = None
    output: Path | None = None

    def __post_init__(self) -> None:
        if not self.bundles:
            raise Refused("no bundle was given; name the folders that `mobilec export` wrote")
        refuse_unknown(self.abis, ABIS, "--abi")
        if self.engines is not None:
            refuse_unknown(self.engines, FORMATS, "--format")
        if self.apk is not None and self.apk.suffix != ".apk":
            raise Refused(f"--apk {self.apk} does not end in .apk, and Android opens no other")


def refuse_unknown(given: tuple[str, ...], known: tuple[str, ...], option: str) -> None:
    """Also none at all, and one twice."""
    unknown = [name for name in given if name not in known]
    if unknown or not given:
        raise Refused(f"{option} {','.join(given)!r}: choose from {', '.join(known)}")
    if len(set(given)) != len(given):
        raise Refused(f"{option} {','.join(given)} names one of them twice")
