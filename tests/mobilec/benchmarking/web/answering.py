"""What a page would send for a job: a document that is right, and ways to make it wrong."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

from exporters.bundle.bundle import Bundle
from mobilec.benchmarking.describe import described
from mobilec.benchmarking.job import Job
from mobilec.benchmarking.run import Run, Session
from tests.mobilec.benchmarking.making import measured, web_run

VERSION = "1.30.0"


def answer(job: dict[str, Any], bundle: Path, *total_ms: float, **changes: object) -> Run:
    """The run of a job that was measured as it was asked."""
    asked, opened = Job.of(job), Bundle.open(bundle)
    variant = described(opened, asked.engine, asked.threads, VERSION)
    translates = opened.manifest.decoding is not None
    found = measured(*total_ms, translates=translates)
    known: dict[str, object] = {
        "id": str(uuid4()),
        "session": Session(str(uuid4()), asked.seed, 1, 1, (0,)),
        "app": asked.app,
        "variant": replace(variant, provider=asked.provider),
        "protocol": asked.protocol,
        "measured": replace(found, memory=web_run().measured.memory),  # type: ignore[union-attr]
    }
    return web_run(**known | changes)  # type: ignore[arg-type]
