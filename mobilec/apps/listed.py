"""What the manifests of bundles inside an app say of its files, where they are ours."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from exporters.bundle.manifest import NAME
from exporters.errors import Refused
from exporters.outside.json_file import parse_json

LARGEST_BYTES = 64 << 20
"""Of a manifest that is read."""


@dataclass(frozen=True)
class Listed:
    """``programs``: path of a program, which may be a folder, in the app to its format."""

    programs: dict[str, str]
    tokenizers: frozenset[str]


def listed(manifests: Iterable[tuple[str, bytes]]) -> Listed:
    """Of the manifests, each with its name in the app. Other apps may have files of that name;
    nothing is known by them."""
    programs: dict[str, str] = {}
    tokenizers: set[str] = set()
    for name, content in manifests:
        folder, document = name.removesuffix(f"/{NAME}"), _document(content)
        programs |= {
            f"{folder}/{path}": known for path, known in _pairs(document, "files", "format")
        }
        texts = _pairs(document, "texts", "role")
        tokenizers |= {f"{folder}/{path}" for path, role in texts if "tokenizer" in role}
    return Listed(programs, frozenset(tokenizers))


def is_manifest(name: str, bundles: str) -> bool:
    """``bundles``: the folder of the app that holds them."""
    return name.startswith(f"{bundles}/") and name.endswith(f"/{NAME}")


def _document(content: bytes) -> dict[str, Any]:
    try:
        document = parse_json(content, NAME, "")
    except Refused:
        return {}
    return document if isinstance(document, dict) else {}


def _pairs(document: dict[str, Any], list_name: str, key: str) -> Iterator[tuple[str, str]]:
    entries = document.get(list_name)
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict) and isinstance(entry.get("path"), str):
            value = entry.get(key)
            if isinstance(value, str):
                yield entry["path"], value
