"""A page of a few files, in place of the built one."""

from pathlib import Path

import pytest

FILES = {
    "index.html": "<!doctype html><html><head><meta charset='utf-8'><title>t</title></head></html>",
    "assets/index-abc123.js": "export const answer = 42;\n" * 40,
    "assets/runtime-abc123.wasm": "\0asm" * 200,
    "assets/onnxruntime-abc123.js": "export const runtime = 1;\n" * 40,
    "assets/ort.bundle.min-abc123.js": "export const more = 1;\n" * 40,
    "manifest.webmanifest": '{"name": "t"}',
}


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A finished page."""
    return write_page(tmp_path / "page")


def write_page(folder: Path) -> Path:
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder
