"""The page with bundles, for whoever opens its address: the door of this folder."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from exporters.progress import Progress, Silent
from mobilec.apps.placing import Opened, open_bundles
from mobilec.serving.application import application
from mobilec.serving.files import Files
from mobilec.serving.listening import Listening, listening
from mobilec.serving.options import PORT, ReachOptions, ServeOptions
from mobilec.serving.running import run
from mobilec.web.content import folder_contents, offered, site
from mobilec.web.packed import packed
from mobilec.web.page import page

Forwarded = Callable[[int], AbstractContextManager[None]]
"""A port of this machine that another device has as its own for a while."""


def serve(
    options: ServeOptions,
    progress: Progress | None = None,
    opened: Callable[[str, tuple[str, ...]], None] = lambda *_: None,
    forwarded: Forwarded | None = None,
) -> None:
    """Answers browsers until it is interrupted, which is how it ends.

    ``opened``: told the address, and what is to be known, once it answers. ``forwarded``: what
    makes the port one of another device. Raises ``Refused`` before: a bundle without a program for
    browsers, a page that cannot be built, a port that is taken.
    """
    watcher = progress or Silent()
    bundles = open_bundles(options.bundles)
    with listening(options.reach) as listened:
        files = files_of(bundles, options.reach, watcher, None)
        app = application(files, names=listened.names)
        address = listened.local("") if forwarded else listened.address("")
        lines = hints(options.reach, listened)
        with forwarded(listened.port) if forwarded else nullcontext():
            try:
                run(app, listened, begun=lambda: opened(address, lines))
            except KeyboardInterrupt:
                return


def files_of(
    bundles: Opened, reach: ReachOptions, progress: Progress, measuring: dict[str, Any] | None
) -> Files:
    """The page, the bundles, and the document that names these. ``measuring``: where the page finds
    a run, or None."""
    built = folder_contents(page(reach.app, progress))
    of_bundles = offered(bundles)
    contents = (*built, *(content for each in of_bundles for content in each.contents))
    small = {}
    if reach.lan:
        # On one machine, and over a cable, unpacking takes longer than the bytes.
        with progress.stage("packing"):
            small = {c.path: found for c in contents if (found := packed(c)) is not None}
    return Files(contents, site(of_bundles, measuring), small)


def hints(reach: ReachOptions, listened: Listening) -> tuple[str, ...]:
    """What is to be known of an address."""
    lines = []
    if reach.port is None and listened.port != PORT:
        lines.append(
            f"port {PORT} is taken, so it is {listened.port} now: to a browser that is another "
            "site, which fetches everything anew"
        )
    if reach.lan:
        lines.append("whoever is in the same network can open it; it is plain http")
    return tuple(lines)
