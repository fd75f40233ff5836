"""A run for browsers, asked over HTTP without a network."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette")

from starlette.applications import Starlette
from starlette.testclient import TestClient

from mobilec.benchmarking.options import BenchOptions, WebOptions
from mobilec.benchmarking.run import App
from mobilec.benchmarking.variants import variants
from mobilec.benchmarking.web.api import routes
from mobilec.benchmarking.web.course import Asked
from mobilec.benchmarking.web.gathering import Gathering
from mobilec.web.content import ENGINES
from tests.mobilec.benchmarking.web.answering import answer


@dataclass
class Heard:
    """Everything that a watcher is told."""

    addresses: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    words: list[tuple[str, float, str]] = field(default_factory=list)
    ends: list[tuple[str, str]] = field(default_factory=list)

    def opened(self, address: str, hints: tuple[str, ...]) -> None:
        self.addresses.append(address)
        self.hints += hints

    def heard(self, who: str, share: float, what: str) -> None:
        self.words.append((who, round(share, 3), what))

    def ended(self, who: str, what: str) -> None:
        self.ends.append((who, what))


@dataclass
class Asking:
    """A run, and a client that asks as a page does."""

    gathering: Gathering
    watcher: Heard
    client: TestClient
    bundle: Path
    output: Path

    def device(self, **said: object) -> str:
        answered = self.client.post("api/devices", json={"said": said})
        assert answered.status_code == 201, answered.text
        return str(answered.json()["device"])

    def next(self, device: str) -> Any:
        answered = self.client.post(f"api/devices/{device}/next", json={})
        assert answered.status_code == 200, answered.text
        return answered.json()

    def send(self, device: str, document: object) -> Any:
        return self.client.post(f"api/devices/{device}/runs", json=document)

    def measure(self, device: str, *total_ms: float) -> Any:
        """The next job, answered as it was asked."""
        job = self.next(device)["job"]
        return self.send(device, answer(job, self.bundle, *total_ms).to_json())

    @property
    def files(self) -> list[str]:
        return sorted(path.name for path in self.output.glob("*"))


Asked_ = Callable[..., Asking]


@pytest.fixture
def asking(classifier_bundle: Path, tmp_path: Path) -> Asked_:
    """``asking(threads=..., web=...)``: a run of these options."""

    def made(**changes: object) -> Asking:
        options = BenchOptions(
            (classifier_bundle,), tmp_path / "runs", device="web", **{"runs": 3} | changes
        )  # type: ignore[arg-type]
        options.output.mkdir(exist_ok=True)
        asked = variants(options, ENGINES)
        folders = {v.bundle.manifest.name: "tiny" for v in asked}
        watcher = Heard()
        gathering = Gathering(
            Asked(options, asked, folders, App("mobilec", "1", "", "release")), watcher
        )
        client = TestClient(Starlette(routes=routes(gathering)), raise_server_exceptions=False)
        return Asking(gathering, watcher, client, classifier_bundle, options.output)

    return made


@pytest.fixture
def one(asking: Asked_) -> Asking:
    """A run of one variant for one browser."""
    return asking()


@pytest.fixture
def two(asking: Asked_) -> Asking:
    """The same for two browsers."""
    return asking(web=WebOptions(devices=2))
