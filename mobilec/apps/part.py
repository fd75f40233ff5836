"""A part of an app, for both systems."""

import zlib
from dataclasses import dataclass


@dataclass(frozen=True)
class PartSize:
    """``name``: a part of the app, or of the runtime libraries those of one engine.

    ``download_bytes``: at most what a store sends. ``installed_bytes``: on the phone.
    """

    name: str
    download_bytes: int
    installed_bytes: int


def deflated(content: bytes) -> int:
    """Bytes of a content that is deflated, the way of every store."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return len(compressor.compress(content)) + len(compressor.flush())
