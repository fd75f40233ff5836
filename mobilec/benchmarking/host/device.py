"""This machine as a device: each process is a Python of its own."""

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from exporters.bundle.bundle import Bundle
from exporters.formats import with_engine
from exporters.progress import Progress
from mobilec.benchmarking.device import Crashed, Heard
from mobilec.benchmarking.job import Job
from mobilec.benchmarking.progress_line import told
from mobilec.benchmarking.run import Run
from mobilec.benchmarking.run_file import read_run
from mobilec.benchmarking.variants import Variant


class Host:
    """See ``mobilec.benchmarking.device.Device``."""

    engines: tuple[str, ...] = with_engine("host")

    def obstacle(self, bundle: Bundle, engine: str) -> str:  # noqa: ARG002
        """See ``Device.obstacle``."""
        return ""

    @contextmanager
    def prepared(
        self,
        variants: tuple[Variant, ...],  # noqa: ARG002
        progress: Progress,  # noqa: ARG002
    ) -> Iterator[None]:
        yield

    def measure(self, job: Job, heard: Heard) -> Run:
        """The process is ended when this call is, however it ends."""
        with tempfile.TemporaryDirectory() as folder:
            output = Path(folder) / "run.json"
            status, words = _run(job, output, heard)
            if not output.is_file():
                how = f"signal {-status}" if status < 0 else f"exit status {status}"
                raise Crashed(
                    f"the process that measured {job.engine} of {job.folder} ended with {how} and "
                    f"wrote no result: {_last_words(words)}"
                )
            return read_run(output)


def _run(job: Job, output: Path, heard: Heard) -> tuple[int, str]:
    """(exit status, what it said on standard error)."""
    # torch, which is only there for its arrays, must not take threads that are not asked for.
    environment = {**os.environ, "OMP_NUM_THREADS": str(job.threads)}
    process = subprocess.Popen(
        [sys.executable, "-m", "mobilec.benchmarking.host", str(output)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        text=True,
        # A Ctrl-C of the terminal is for us; we end the process.
        start_new_session=True,
    )
    try:
        assert process.stdin and process.stdout and process.stderr, "all are pipes"
        words = _Reader(process.stderr)
        json.dump(job.to_json(), process.stdin)
        process.stdin.close()
        for line in process.stdout:
            said = told(line)
            if said:
                heard(said.share, said.what)
        return process.wait(), words.text()
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def _last_words(said: str) -> str:
    """The last line, which names an error where Python ended the process."""
    lines = said.strip().splitlines()
    return lines[-1] if lines else "it said nothing"


class _Reader(threading.Thread):
    """Empties a pipe while somebody reads another one."""

    def __init__(self, pipe: IO[str]) -> None:
        super().__init__(daemon=True)
        self._pipe, self._text = pipe, ""
        self.start()

    def run(self) -> None:
        self._text = self._pipe.read()

    def text(self) -> str:
        self.join()
        return self._text
