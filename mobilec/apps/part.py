"""A part of an app, for both systems."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class PartSize:
    """``name``: a part of the app, or of the runtime libraries those of one engine.

    ``download_bytes``: at most what a store sends. ``installed_bytes``: on the phone.
    """

    name: str
    download_bytes: int
    installed_bytes: int


def measured(chunks: Iterable[bytes]) -> tuple[int, int]:
    """Bytes of a content that is deflated, the way of every store, and as it is."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = size = 0
    for chunk in chunks:
        packed += len(compressor.compress(chunk))
        size += len(chunk)
    return packed + len(compressor.flush()), size
