"""An application that answers until its work is over, or somebody ends it."""

import asyncio
from collections.abc import Awaitable, Callable

import uvicorn
from starlette.types import ASGIApp

from mobilec.serving.listening import Listening

MOST_CONNECTIONS = 256
"""At a time: beyond that the answer is 503."""
IDLE_S = 20
"""After which a connection without a request is closed."""
GRACE_S = 3
"""For answers that are under way when the server ends."""


def run(
    app: ASGIApp,
    listening: Listening,
    over: Callable[[], Awaitable[None]] | None = None,
    begun: Callable[[], None] = lambda: None,
) -> None:
    """Answers until ``over`` ends, or for good; a signal ends it too, and is heard afterwards by
    whoever called. ``begun``: told once it answers."""
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="off",
        loop="asyncio",
        http="h11",
        ws="none",
        limit_concurrency=MOST_CONNECTIONS,
        timeout_keep_alive=IDLE_S,
        timeout_graceful_shutdown=GRACE_S,
    )
    asyncio.run(_until(uvicorn.Server(config), listening, over, begun))


async def _until(
    server: uvicorn.Server,
    listening: Listening,
    over: Callable[[], Awaitable[None]] | None,
    begun: Callable[[], None],
) -> None:
    serving = asyncio.create_task(server.serve([listening.socket]))
    ending = asyncio.create_task(_end(server, over)) if over else None
    begun()
    try:
        await serving
    finally:
        if ending:
            ending.cancel()


async def _end(server: uvicorn.Server, over: Callable[[], Awaitable[None]]) -> None:
    await over()
    server.should_exit = True
