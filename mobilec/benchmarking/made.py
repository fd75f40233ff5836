"""The document of a run that one process of this machine made, timed or counted."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import uuid4

from mobilec.benchmarking.counts import Counted
from mobilec.benchmarking.job import Job
from mobilec.benchmarking.run import (
    Conditions,
    Device,
    Goldens,
    Measurand,
    Measured,
    Protocol,
    Run,
    Session,
)
from mobilec.benchmarking.validity import judged


@dataclass(frozen=True)
class Begun:
    """A run that has begun now; whoever made it says at its end what was found."""

    job: Job
    started: str = field(default_factory=lambda: datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    clock: float = field(default_factory=time.monotonic)

    def ended(
        self,
        device: Device,
        conditions: Conditions,
        variant: Measurand,
        protocol: Protocol,
        goldens: Goldens | None,
        measured: Measured | None = None,
        counted: Counted | None = None,
        error: str | None = None,
    ) -> Run:
        """The document, judged. An error is a result too."""
        return judged(
            Run(
                id=str(uuid4()),
                session=Session(str(uuid4()), self.job.seed, 1, 1, (0,)),
                started=self.started,
                seconds=round(time.monotonic() - self.clock, 3),
                runner="python",
                app=self.job.app,
                device=device,
                conditions=conditions,
                variant=variant,
                protocol=protocol,
                goldens=goldens,
                measured=measured,
                exit_status=1 if error else 0,
                error=error,
                valid=False,
                reasons=(),
                counted=counted,
            )
        )
