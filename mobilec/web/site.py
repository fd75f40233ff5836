"""The page with bundles as a folder that any host of files serves."""

import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exporters.errors import Refused
from exporters.progress import Progress, Silent
from exporters.whole.folder import built_beside, refuse_taken
from mobilec.apps.options import DEFAULT_ABIS, BundleOptions, refuse_unknown
from mobilec.apps.placing import Placed, open_bundles
from mobilec.apps.versions import Versions, versions
from mobilec.web.content import ENGINES, SITE, Content, folder_contents, offered, site
from mobilec.web.packed import SUFFIX, packed
from mobilec.web.page import INDEX, page
from mobilec.web.policy import NAMED_BY_CONTENT, cache_control, content_security_policy, headers
from mobilec.web.size import SiteSize, size

HEADERS = "_headers"
"""Heeded by Netlify, Cloudflare Pages and others; nothing to those that do not know it."""
NO_JEKYLL = ".nojekyll"
"""GitHub Pages leaves out what begins with _ where this file is not there."""
_HEAD = re.compile(r"<head[^>]*>", re.IGNORECASE)
_POLICY = "Content-Security-Policy"


@dataclass(frozen=True)
class WebBundleResult:
    """Bundles in a site.

    ``site``: the folder. ``size``: what it weighs, part by part.
    """

    site: Path
    placed: tuple[Placed, ...]
    engines: tuple[str, ...]
    versions: tuple[Versions, ...]
    size: SiteSize

    def to_json(self) -> dict[str, Any]:
        return {
            "site": str(self.site),
            "bundles": [placed.to_json() for placed in self.placed],
            "engines": list(self.engines),
            "versions": [each.to_json() for each in self.versions],
            "size": self.size.to_json(),
        }


def bundle(options: BundleOptions, progress: Progress | None = None) -> WebBundleResult:
    """Writes a site with the bundles, whole or not at all; a former one is replaced.

    Refused before anything is written: no place for it, what is asked is of an app for phones, a
    bundle without a program for browsers, a page that cannot be built.
    """
    watcher = progress or Silent()
    output = _refuse_misplaced(options)
    with watcher.stage("opening"):
        bundles = open_bundles(options.bundles)
        of_bundles = offered(bundles)
    app = options.app if options.app.exists() else None
    contents = folder_contents(page(app, watcher))
    contents += tuple(content for each in of_bundles for content in each.contents)
    with watcher.stage("writing"), built_beside(output, overwrite=True, mark=SITE) as folder:
        document = json.dumps(site(of_bundles, None), indent=1, ensure_ascii=False) + "\n"
        (folder / SITE).write_text(document, encoding="utf-8")
        (folder / HEADERS).write_text(_headers(), encoding="utf-8")
        (folder / NO_JEKYLL).touch()
        for content in contents:
            _put(content, folder)
    placed = tuple(
        Placed.of(name, opened.manifest, ENGINES, sum(c.size_bytes for c in each.contents))
        for (name, opened), each in zip(bundles, of_bundles, strict=True)
    )
    runs_with = dict.fromkeys(ENGINES, "ONNX Runtime Web, which the page brings")
    return WebBundleResult(output, placed, ENGINES, versions(placed, runs_with), size(output))


def _refuse_misplaced(options: BundleOptions) -> Path:
    """The place of the site, where all that is asked is of one."""
    if options.apk is not None or options.abis != DEFAULT_ABIS:
        raise Refused(
            f"--apk and --abi are Android's, and {options.app} is a page for browsers; leave them "
            "out, or give --app android_demo"
        )
    if options.engines is not None:
        refuse_unknown(options.engines, ENGINES, "--format")
    if options.output is None:
        raise Refused(f"{options.app} is a page for browsers; say where its site goes: -o site/")
    refuse_taken(options.output, overwrite=True, mark=SITE)
    return options.output


def _put(content: Content, folder: Path) -> None:
    """A file, and the same packed where that is worth it."""
    target = folder / content.path
    target.parent.mkdir(parents=True, exist_ok=True)
    if content.path == INDEX:
        target.write_text(with_policy(content.source.read_text(encoding="utf-8")), "utf-8")
        content = Content.of(INDEX, target)
    else:
        shutil.copyfile(content.source, target)
    small = packed(content)
    if small is not None:
        shutil.copyfile(small, target.with_name(target.name + SUFFIX))


def with_policy(html: str) -> str:
    """The page with its policy, for hosts that send no headers of ours."""
    if _POLICY in html:
        return html
    found = _HEAD.search(html)
    if found is None:
        raise Refused(f"{INDEX} of the page has no <head>, so its policy has no place")
    policy = content_security_policy(by_header=False)
    tag = f'<meta http-equiv="{_POLICY}" content="{policy}" />'
    return f"{html[: found.end()]}{tag}{html[found.end() :]}"


def _headers() -> str:
    rules: Sequence[tuple[str, dict[str, str]]] = (
        ("/*", headers()),
        (f"/{NAMED_BY_CONTENT}*", {"Cache-Control": cache_control(NAMED_BY_CONTENT)}),
    )
    lines = (
        f"{path}\n" + "".join(f"  {n}: {v}\n" for n, v in pairs.items()) for path, pairs in rules
    )
    return "".join(lines)
