"""What the page of a run asks and sends: JSON in, JSON out, an error as words with a status."""

import hashlib
from collections.abc import Awaitable, Callable
from functools import partial
from math import isfinite

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from exporters.errors import Refused
from mobilec.benchmarking.web.body import LARGEST_DOCUMENT_BYTES, Declined, body, words
from mobilec.benchmarking.web.course import Outstanding
from mobilec.benchmarking.web.gathering import Gathering
from mobilec.benchmarking.web.upload import Another, read_upload
from mobilec.benchmarking.web.visitor import Visitor, plain

API = "api/"
"""Relative to the page."""
LONGEST_WHY = 600
_Endpoint = Callable[[Request], Awaitable[Response]]
_UNKNOWN = "this run knows no such device; open the page again at the address in the terminal"
_FULL = "as many browsers as a run takes have come already; end it, and begin another"
_NOTHING = "no job is given out to this device; ask for the next one"
_BUSY = "a document of this device is being read; is the page open twice?"
_TAKEN = "the document was not written: "


def routes(gathering: Gathering) -> list[Route]:
    """Of a run."""
    return [
        _post("devices", partial(_devices, gathering)),
        _post("devices/{device}/next", partial(_next, gathering)),
        _post("devices/{device}/progress", partial(_progress, gathering)),
        _post("devices/{device}/runs", partial(_runs, gathering)),
        _post("devices/{device}/failed", partial(_failed, gathering)),
        Route(f"/{API}{{path:path}}", _nothing, methods=["GET", "POST"]),
    ]


def _post(path: str, endpoint: _Endpoint) -> Route:
    async def answered(request: Request) -> Response:
        try:
            return await endpoint(request)
        except Declined as declined:
            return _error(declined.status, declined.why)
        except Exception as error:  # said, and the others go on
            return _error(500, f"the server has a defect: {type(error).__name__}: {error}")

    return Route(f"/{API}{path}", answered, methods=["POST"])


def _error(status: int, why: str) -> JSONResponse:
    return JSONResponse({"error": why}, status)


async def _nothing(_: Request) -> Response:
    return _error(404, "the page asks for nothing of this name")


async def _devices(gathering: Gathering, request: Request) -> Response:
    said = await words(request)
    if gathering.is_full:
        return _error(503, _FULL)
    return JSONResponse({"device": gathering.welcome(said.get("said")).id}, 201)


async def _next(gathering: Gathering, request: Request) -> Response:
    visitor = _visitor(gathering, request)
    await words(request)
    course = visitor.course
    outstanding = course.next()
    if outstanding is None:
        gathering.goodbye(visitor)
    job = None if outstanding is None else outstanding.job.to_json()
    return JSONResponse({"job": job, "done": course.done, "of": course.of})


async def _progress(gathering: Gathering, request: Request) -> Response:
    visitor = _visitor(gathering, request)
    said = await words(request)
    share, what = said.get("share"), said.get("what")
    if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
        return _error(400, "share is a number from 0 to 1")
    if not isinstance(what, str) or not isfinite(share):
        return _error(400, "what is a text")
    if visitor.course.outstanding is None:
        return _error(409, _NOTHING)
    gathering.tell(visitor, share, plain(what))
    return Response(status_code=204)


async def _runs(gathering: Gathering, request: Request) -> Response:
    visitor = _visitor(gathering, request)
    content = await body(request, LARGEST_DOCUMENT_BYTES)
    sha256 = hashlib.sha256(content).hexdigest()
    if sha256 == visitor.last:
        # The answer to it was lost on its way.
        return _taken(visitor)
    outstanding = _outstanding(visitor)
    visitor.busy = True
    try:
        await run_in_threadpool(_take, visitor, outstanding, content)
    finally:
        visitor.busy = False
    visitor.last = sha256
    gathering.answered(visitor, f"measured {outstanding.turn.variant}")
    return _taken(visitor)


def _taken(visitor: Visitor) -> JSONResponse:
    return JSONResponse({"done": visitor.course.done, "of": visitor.course.of}, 201)


def _take(visitor: Visitor, outstanding: Outstanding, content: bytes) -> None:
    try:
        run = read_upload(content, outstanding)
        visitor.course.take(outstanding, run)
    except Another as other:
        raise Declined(409, str(other)) from other
    except Refused as refused:
        raise Declined(422, str(refused)) from refused
    except OSError as error:
        raise Declined(507, f"{_TAKEN}{error.strerror or error}") from error


async def _failed(gathering: Gathering, request: Request) -> Response:
    visitor = _visitor(gathering, request)
    said = await words(request)
    why = said.get("message")
    if not isinstance(why, str) or not plain(why):
        return _error(400, "message is a text that says why")
    outstanding = _outstanding(visitor)
    visitor.course.fail(outstanding, plain(why, LONGEST_WHY))
    gathering.answered(visitor, f"failed: {plain(why)}")
    return _taken(visitor)


def _visitor(gathering: Gathering, request: Request) -> Visitor:
    visitor = gathering.find(request.path_params["device"])
    if visitor is None:
        raise Declined(404, _UNKNOWN)
    return visitor


def _outstanding(visitor: Visitor) -> Outstanding:
    if visitor.busy:
        raise Declined(409, _BUSY)
    outstanding = visitor.course.outstanding
    if outstanding is None:
        raise Declined(409, _NOTHING)
    return outstanding
