"""What a browser sends: no larger, slower or stranger than the page writes it."""

import asyncio
from typing import Any

from starlette.requests import ClientDisconnect, Request

from exporters.errors import Refused
from exporters.outside.json_file import parse_json

LARGEST_WORDS_BYTES = 64 << 10
LARGEST_DOCUMENT_BYTES = 32 << 20
"""Of a run. One of ten minutes with every call of a decoder has a few."""
SLOWEST_S = 60.0
"""From the first byte to the last, on the slowest network that a phone is measured in."""


class Declined(Exception):
    """An answer with a status, in words."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status, self.why = status, why


async def body(request: Request, largest: int) -> bytes:
    """All of it, or ``Declined``; no more is read than may be sent."""
    too_large = Declined(413, f"at most {largest:,} bytes are taken here")
    try:
        if int(request.headers.get("content-length", "0")) > largest:
            raise too_large
    except ValueError:
        raise Declined(400, "the length of the body is no number") from None
    parts, size = [], 0
    try:
        async with asyncio.timeout(SLOWEST_S):
            async for part in request.stream():
                size += len(part)
                if size > largest:
                    raise too_large
                parts.append(part)
    except TimeoutError:
        raise Declined(
            408, f"the body did not come within {SLOWEST_S:g} s; send it again"
        ) from None
    except ClientDisconnect:
        raise Declined(400, "the connection was cut before the body was whole") from None
    return b"".join(parts)


async def words(request: Request) -> dict[str, Any]:
    """A small object; an empty body is an empty one."""
    content = await body(request, LARGEST_WORDS_BYTES)
    try:
        document = parse_json(content or b"{}", "what was sent", "send an object of JSON")
    except Refused as refused:
        raise Declined(400, str(refused)) from refused
    if not isinstance(document, dict):
        raise Declined(400, "what was sent is no object; send an object of JSON")
    return document
