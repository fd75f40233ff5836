"""What one process is asked to measure."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from exporters.bundle.records import from_json
from mobilec.benchmarking.run import App, Protocol


@dataclass(frozen=True)
class Job:
    """``folder``: of a bundle. ``seed``: of the order of its sentences. ``app``: what a process of
    this machine says of itself. ``compute_units``: of Core ML. ``processor``: that is emulated.
    ``provider``: of ONNX Runtime Web.
    """

    folder: str
    engine: str
    threads: int
    protocol: Protocol
    seed: int
    app: App
    compute_units: str | None = None
    processor: str | None = None
    provider: str | None = None

    @classmethod
    def of(cls, document: Any) -> "Job":
        return from_json(cls, document, "the job")

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def bundle(self) -> Path:
        return Path(self.folder)
