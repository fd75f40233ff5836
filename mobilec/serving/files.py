"""Answers with files: those of a list, whatever else a path may say."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response

from mobilec.web.content import SITE, Content
from mobilec.web.page import INDEX
from mobilec.web.policy import cache_control, media_type

GONE = "this file was moved or changed since the server began; start it again"


class Files:
    """For GET and HEAD. Addresses are looked up in a table, so no path leads anywhere
    else. ``packed``: address to the same content as gzip has it, for browsers that take it.
    """

    def __init__(
        self, contents: Iterable[Content], document: dict[str, Any], packed: Mapping[str, Path]
    ) -> None:
        self._known = {content.path: content for content in contents}
        self._site = json.dumps(document, ensure_ascii=False).encode()
        self._packed = packed

    async def answer(self, request: Request) -> Response:
        """Of the path behind the address of the page."""
        path = request.path_params["path"] or INDEX
        if path == SITE:
            return self._said(request)
        content = self._known.get(path)
        if content is None:
            return PlainTextResponse("there is nothing of this name here", 404)
        return self._file(request, content)

    def _said(self, request: Request) -> Response:
        etag = f'"{hashlib.sha256(self._site).hexdigest()}"'
        headers = {"ETag": etag, "Cache-Control": cache_control(SITE)}
        if _has(request, etag):
            return Response(status_code=304, headers=headers)
        return Response(self._site, headers=headers, media_type=media_type(SITE))

    def _file(self, request: Request, content: Content) -> Response:
        packed = self._packed.get(content.path)
        headers = {"Cache-Control": cache_control(content.path)}
        if packed is not None:
            headers["Vary"] = "Accept-Encoding"
        if packed is not None and _takes_gzip(request):
            headers |= {"Content-Encoding": "gzip", "ETag": f'"{content.sha256}-gzip"'}
            source = packed
        else:
            headers["ETag"] = f'"{content.sha256}"'
            source = content.source
        if _has(request, headers["ETag"]):
            return Response(status_code=304, headers=headers)
        try:
            known = source.stat()
        except OSError:
            return PlainTextResponse(GONE, 410)
        if source is content.source and known.st_size != content.size_bytes:
            return PlainTextResponse(GONE, 410)
        kind = media_type(content.path)
        return FileResponse(source, headers=headers, media_type=kind, stat_result=known)


def _has(request: Request, etag: str) -> bool:
    """Whether the browser keeps this content already."""
    asked = request.headers.get("if-none-match", "")
    return etag in [tag.strip().removeprefix("W/") for tag in asked.split(",")]


def _takes_gzip(request: Request) -> bool:
    """A range is of the content itself."""
    if "range" in request.headers:
        return False
    offers = request.headers.get("accept-encoding", "").lower().split(",")
    for name, _, weight in (offer.strip().partition(";") for offer in offers):
        if name.strip() == "gzip":
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
