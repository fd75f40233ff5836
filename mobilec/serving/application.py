"""The whole server as one ASGI application: the page, its bundles, and what a run adds."""

from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mobilec.serving.files import Files
from mobilec.web.policy import headers

_ELSEWHERE = "this server does not answer to that name; open the address that it says"
_WRONG = "there is no run at this address; open the one that the terminal shows, or scan its code"


def application(
    files: Files,
    token: str = "",
    more: Sequence[BaseRoute] = (),
    names: frozenset[str] | None = None,
) -> ASGIApp:
    """``token``: what all addresses begin with; without it nothing is answered. ``more``: routes
    beside the page. ``names``: of hosts that it answers to, which keeps pages of other sites from
    reading it by a name of theirs; None for any, where the token does that.
    """
    inner: list[BaseRoute] = [*more, Route("/{path:path}", files.answer, methods=["GET"])]
    routes = inner
    if token:
        routes = [
            Mount(f"/{token}", routes=inner),
            Route(f"/{token}", _with_slash, methods=["GET"]),
            Route("/{path:path}", _wrong, methods=["GET", "POST"]),
        ]
    return _Headers(_Named(Starlette(routes=routes), names))


async def _with_slash(request: Request) -> Response:
    """Addresses of the page are relative to a folder."""
    return RedirectResponse(f"{request.url.path}/", 308)


async def _wrong(_: Request) -> Response:
    return PlainTextResponse(_WRONG, 404)


class _Named:
    """Refuses other hosts."""

    def __init__(self, app: ASGIApp, names: frozenset[str] | None) -> None:
        self._app, self._names = app, names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self._names is not None:
            host = Request(scope).headers.get("host", "").lower()
            if _without_port(host) not in self._names:
                await PlainTextResponse(_ELSEWHERE, 421)(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _without_port(host: str) -> str:
    return host.partition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]


class _Headers:
    """The same on every answer, errors included."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._pairs = [(name.lower().encode(), value.encode()) for name, value in headers().items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *self._pairs]
            await send(message)

        await self._app(scope, receive, sent)
