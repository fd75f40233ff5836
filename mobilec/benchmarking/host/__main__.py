"""One fresh process: it takes a job as JSON on standard input, and writes a run.json to OUTPUT.

    python -m mobilec.benchmarking.host OUTPUT < job.json

Progress goes to standard output, a line `progress {...}` each, as an app writes it to its log.
"""

import json
import sys
from pathlib import Path

from exporters.bundle.bundle import Bundle
from exporters.errors import Refused
from mobilec.benchmarking.describe import described
from mobilec.benchmarking.host.machine import condition, machine
from mobilec.benchmarking.host.measure import Measuring
from mobilec.benchmarking.job import Job
from mobilec.benchmarking.made import Begun
from mobilec.benchmarking.run import Conditions, Goldens, Measured, Run
from mobilec.benchmarking.run_file import write_run

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
    begun = Begun(job)
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
    conditions = Conditions(before, condition(), None, 0.0, clocks=measuring.clocks)
    return begun.ended(
        device, conditions, variant, job.protocol, goldens, measured=measured, error=error
    )


if __name__ == "__main__":
    write_run(run(Job.of(json.load(sys.stdin))), Path(sys.argv[1]))
