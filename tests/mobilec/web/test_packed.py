"""Files deflated once, where that saves something."""

import gzip
import os
from pathlib import Path

from mobilec.fetching.cache import Cache
from mobilec.web.content import Content
from mobilec.web.packed import packed


def test_it_is_the_same_content_and_made_once(tmp_path: Path) -> None:
    source, cache = tmp_path / "a.json", Cache(tmp_path / "cache")
    source.write_bytes(b"[1, 2, 3]" * 100)
    content = Content.of("a.json", source)
    found = packed(content, cache)
    assert found is not None and gzip.decompress(found.read_bytes()) == source.read_bytes()
    before = found.stat().st_mtime_ns
    assert packed(content, cache) == found and found.stat().st_mtime_ns == before
    assert found.name == f"{content.sha256}.gz"


def test_where_it_saves_nothing_it_is_left(tmp_path: Path) -> None:
    source, cache = tmp_path / "a.bin", Cache(tmp_path / "cache")
    source.write_bytes(os.urandom(5000))
    assert packed(Content.of("a.bin", source), cache) is None
    source.write_bytes(b"a" * 100)
    assert packed(Content.of("a.bin", source), cache) is None
