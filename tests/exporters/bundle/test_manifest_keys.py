"""Both apps know every key of a bundle's documents: they refuse a document with one that they do
not know, so a key that is new here is a bundle that no phone opens."""

import dataclasses
import types
import typing
from collections.abc import Iterator
from pathlib import Path

import pytest

from exporters.bundle.golden import Golden
from exporters.bundle.manifest import Manifest
from exporters.bundle.translation_golden import TranslationGolden

ROOT = Path(__file__).parents[3]
APPS = {
    "kotlin": ("android_demo/core/src/main/kotlin/dev/mobilec/core/manifest", "*.kt"),
    "swift": ("ios_demo/Sources/Mobilec/Manifest", "*.swift"),
}
PASSED_WHOLE = ("compression", "quality", "parity", "verified_on", "rows")
"""Apps keep these as they are, and look at nothing inside."""


def keys(kind: object) -> Iterator[str]:
    """Of a record and of the records in it."""
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        for field in dataclasses.fields(kind):
            yield field.name
            if field.name not in PASSED_WHOLE:
                yield from keys(hints[field.name])
    elif typing.get_origin(kind) in (tuple, dict, typing.Union, types.UnionType):
        for inner in typing.get_args(kind):
            yield from keys(inner)


@pytest.mark.parametrize("app", APPS)
@pytest.mark.parametrize("document", [Manifest, Golden, TranslationGolden])
def test_an_app_knows_every_key(app: str, document: type) -> None:
    folder, pattern = APPS[app]
    source = "".join(path.read_text() for path in sorted((ROOT / folder).rglob(pattern)))
    assert source, folder
    unknown = sorted({key for key in keys(document) if f'"{key}"' not in source})
    assert not unknown


def test_keys_of_records_in_records_are_found() -> None:
    assert {"files", "sha256", "row_tables", "bad_words", "most_error"} <= set(keys(Manifest))
