"""Bundles onto the phone and results from it."""

from pathlib import Path, PurePosixPath

from exporters.bundle.bundle import Bundle
from exporters.bundle.digest import digest
from exporters.bundle.manifest import NAME
from exporters.errors import Refused
from mobilec.benchmarking.adb.client import Adb
from mobilec.benchmarking.adb.place import Place

PUSH_TIMEOUT_S = 600.0


def push(adb: Adb, bundle: Bundle, where: Place) -> PurePosixPath:
    """Its folder on the phone. Files that lie there already with the right sha256 stay; all have
    it in the end.
    """
    place = where.bundles / bundle.manifest.name
    wanted = {str(place / name): path for name, path in _files(bundle).items()}
    there = _hashes(adb, tuple(wanted))
    lacking = {to: path for to, path in wanted.items() if there.get(to) != digest(path)[0]}
    # The manifest comes last: a bundle that was half pushed is none.
    for to in sorted(lacking, key=lambda name: name.endswith(NAME)):
        adb.shell("mkdir", "-p", str(PurePosixPath(to).parent))
        adb.said("push", str(lacking[to]), to, timeout_s=PUSH_TIMEOUT_S)
    there = _hashes(adb, tuple(lacking))
    wrong = [to for to, path in lacking.items() if there.get(to) != digest(path)[0]]
    if wrong:
        raise Refused(
            f"{', '.join(wrong)} arrived on the phone with another sha256; is its storage full or "
            "its cable loose?"
        )
    return place


def pulled(adb: Adb, result: PurePosixPath, into: Path) -> Path:
    """A result, taken off the phone."""
    path = into / result.name
    adb.said("pull", str(result), str(path), timeout_s=PUSH_TIMEOUT_S)
    adb.shell("rm", "-f", str(result))
    return path


def _files(bundle: Bundle) -> dict[str, Path]:
    """Every file by its path in the bundle; of a folder, each one in it."""
    found = {NAME: bundle.folder / NAME}
    for listed in bundle.manifest.listed():
        path = bundle.folder / listed.path
        inner = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        found |= {file.relative_to(bundle.folder).as_posix(): file for file in inner}
    return found


def _hashes(adb: Adb, names: tuple[str, ...]) -> dict[str, str]:
    """Path on the phone to its sha256, of those that are there."""
    if not names:
        return {}
    # sha256sum fails where one file is missing, and tells about the others all the same.
    rows = (line.split(None, 1) for line in adb.tried("sha256sum", *names).splitlines())
    return {row[1].strip(): row[0] for row in rows if len(row) == 2 and len(row[0]) == 64}
