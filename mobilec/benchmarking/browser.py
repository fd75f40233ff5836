"""What a browser tells of itself and of the machine that it runs on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace


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
