"""Files deflated once, for every server and every site that sends them."""

import zlib
from pathlib import Path

from exporters.whole.file import write_whole
from mobilec.fetching.cache import Cache, user_cache
from mobilec.web.content import Content

SUFFIX = ".gz"
LEAST_SAVED = 0.05
"""A share of the bytes: below it nobody is served by unpacking."""
_LEAST_BYTES = 256
_GZIP = 16 + zlib.MAX_WBITS


def packed(content: Content, cache: Cache | None = None) -> Path | None:
    """The content as gzip has it, kept by its sha256; None where that saves next to nothing."""
    if content.size_bytes < _LEAST_BYTES:
        return None
    place = (cache or user_cache("web-packed")).folder / f"{content.sha256}{SUFFIX}"
    if not place.is_file():
        write_whole(_gzip(content.source.read_bytes()), place)
    worth = place.stat().st_size <= (1 - LEAST_SAVED) * content.size_bytes
    return place if worth else None


def _gzip(content: bytes) -> bytes:
    """Without a time or a name, so that one content gives one file."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, _GZIP)
    return compressor.compress(content) + compressor.flush()
