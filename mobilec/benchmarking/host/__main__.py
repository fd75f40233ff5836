"""One fresh process: it takes a job as JSON on standard input, and writes a run.json to OUTPUT.

    python -m mobilec.benchmarking.host OUTPUT < job.json

Progress goes to standard output, a line `progress {...}` each, as an app writes it to its log.
"""

import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from exporters.bundle.bundle import Bundle
from exporters.errors import Refused
from mobilec.benchmarking.describe import described
from mobilec.benchmarking.host.machine import condition, machine
from mobilec.benchmarking.host.measure import Measuring
from mobilec.benchmarking.job import Job
from mobilec.benchmarking.run import Conditions, Goldens, Measured, Run, Session
from mobilec.benchmarking.run_file import write_run
from mobilec.benchmarking.validity import judged

STEPS = 20
"""Into how many parts the share that is done is told."""


class _Telling:
    """Writes a line where the words or the step changed."""

    def __init__(self) -> None:
        self._said: tuple[int, str] | None = None

    def __call__(self, share: float, what: str) -> None:
        now = (int(share * STEPS), what)
        if now != self._said:
            self._said = now
            line = json.dumps({"done": now[0], "total": STEPS, "what": what})
            sys.stdout.write(f"progress {line}\n")
            sys.stdout.flush()


def run(job: Job) -> Run:
    """The document of this process. A refusal is a result too."""
    clock, started = time.monotonic(), datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    bundle, before, device = Bundle.open(job.bundle), condition(), machine()
    variant = described(bundle, job.engine, job.threads)
    goldens: Goldens | None = None
    measured: Measured | None = None
    error: str | None = None
    measuring = Measuring(bundle, job, _Telling())
    try:
        goldens, measured = measuring.measured()
    except Refused as refused:
        error = str(refused)
    return judged(
        Run(
            id=str(uuid4()),
            session=Session(str(uuid4()), job.seed, 1, 1, (0,)),
            started=started,
            seconds=round(time.monotonic() - clock, 3),
            runner="python",
            app=job.app,
            device=device,
            conditions=Conditions(before, condition(), None, 0.0, clocks=measuring.clocks),
            variant=variant,
            protocol=job.protocol,
            goldens=goldens,
            measured=measured,
            exit_status=1 if error else 0,
            error=error,
            valid=False,
            reasons=(),
        )
    )


if __name__ == "__main__":
    write_run(run(Job.of(json.load(sys.stdin))), Path(sys.argv[1]))
