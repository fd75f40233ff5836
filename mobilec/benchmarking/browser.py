"""What a browser tells of itself and of the machine that it runs on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

_MADE_UP = re.compile(r"not.*a.*brand", re.IGNORECASE)
"""Client hints have a brand that is none, written a little otherwise in each version."""
ENGINE = "Chromium"
_BY_AGENT = (
    ("Edge", re.compile(r"Edg(?:A|iOS)?/(\d+)")),
    ("Opera", re.compile(r"OPR/(\d+)")),
    ("Samsung Internet", re.compile(r"SamsungBrowser/(\d+)")),
    ("Firefox", re.compile(r"(?:Firefox|FxiOS)/(\d+)")),
    ("Chrome", re.compile(r"(?:HeadlessChrome|Chrome|CriOS)/(\d+)")),
    ("Safari", re.compile(r"Version/(\d+)[\d.]* (?:Mobile/\w+ )?Safari")),
)
"""The first that an agent names: most name others after it."""


@dataclass(frozen=True)
class Brand:
    """Of the client hints: Chromium has one for the browser, one for its engine, one made up."""

    brand: str
    version: str


@dataclass(frozen=True)
class Gpu:
    """What WebGPU's adapter says (GPUAdapterInfo)."""

    vendor: str | None
    architecture: str | None
    device: str | None
    description: str | None


@dataclass(frozen=True)
class Browser:
    """None is what the browser does not tell; nothing is guessed. See run.schema.json."""

    user_agent: str | None
    brands: tuple[Brand, ...] | None
    platform: str | None
    mobile: bool | None
    cores: int | None
    memory_gb: float | None
    gpu: Gpu | None
    isolated: bool | None
    timer_ms: float | None
    hidden: int | None
    battery: bool | None
    relaxed_simd: bool | None
    saturates: bool | None


def name_of(brands: Sequence[Brand] | None, user_agent: str | None) -> str:
    """As people call it, with its first number: its own brand and not that of its engine where it
    has one, else what its user agent names; "" where neither tells."""
    known = [brand for brand in brands or () if not _MADE_UP.search(brand.brand)]
    if known:
        own = next((brand for brand in known if brand.brand != ENGINE), known[0])
        return f"{own.brand} {own.version.partition('.')[0]}".strip()
    for name, pattern in _BY_AGENT:
        found = pattern.search(user_agent or "")
        if found:
            return f"{name} {found[1]}"
    return ""


def over_rounds(browsers: Sequence[Browser | None]) -> Browser | None:
    """Of the processes of one variant: the first, hidden as often as all together, with the
    coarsest timer, and saturating where one did."""
    known = [browser for browser in browsers if browser is not None]
    if not known:
        return None
    hidden = [each.hidden for each in known if each.hidden is not None]
    steps = [each.timer_ms for each in known if each.timer_ms is not None]
    probed = [each.saturates for each in known if each.saturates is not None]
    return replace(
        known[0],
        hidden=sum(hidden) if hidden else None,
        timer_ms=max(steps, default=None),
        saturates=any(probed) if probed else None,
    )
