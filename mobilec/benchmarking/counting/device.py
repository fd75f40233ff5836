"""Emulated ARM64 processors as a device: each variant is a process of its own."""

from collections.abc import Iterator
from contextlib import contextmanager

from exporters.bundle.bundle import Bundle
from exporters.errors import Refused
from exporters.formats import with_engine
from exporters.progress import Progress
from mobilec.arm.counting import perf
from mobilec.arm.counting.setup import counting
from mobilec.arm.native import is_native
from mobilec.arm.processors import PROCESSORS
from mobilec.benchmarking.counting.measure import PASSES, WARM_UPS, counted
from mobilec.benchmarking.counting.native import counted_natively
from mobilec.benchmarking.counts import Counted as Counts
from mobilec.benchmarking.describe import described
from mobilec.benchmarking.device import Crashed, Heard
from mobilec.benchmarking.job import Job
from mobilec.benchmarking.made import Begun
from mobilec.benchmarking.options import COUNTING
from mobilec.benchmarking.run import Condition, Conditions, Device, Protocol, Run
from mobilec.benchmarking.variants import Variant


class Counted:
    """See ``mobilec.benchmarking.device.Device``."""

    engines: tuple[str, ...] = with_engine(COUNTING)

    def obstacle(self, bundle: Bundle, engine: str) -> str:  # noqa: ARG002
        """See ``Device.obstacle``."""
        return ""

    @contextmanager
    def prepared(
        self,
        variants: tuple[Variant, ...],  # noqa: ARG002
        progress: Progress,  # noqa: ARG002
    ) -> Iterator[None]:
        """Refused before the slow work where nothing can be counted."""
        if is_native():
            perf.refuse_missing()
        else:
            counting()
        yield

    def measure(self, job: Job, heard: Heard) -> Run:
        """A program that dies is a crash: the other variants are counted all the same."""
        assert job.processor is not None, "every variant of this device has one"
        begun = Begun(job)
        bundle = Bundle.open(job.bundle)
        try:
            if is_native():
                goldens, found = counted_natively(bundle, job.engine, heard)
            else:
                goldens, found = counted(bundle, job.engine, PROCESSORS[job.processor], heard)
        except Refused as refused:
            raise Crashed(str(refused)) from refused
        return begun.ended(
            _device(found),
            Conditions(Condition(), Condition(), None, 0.0),
            described(bundle, job.engine, 1),
            Protocol(warmups=WARM_UPS, runs=PASSES, seconds=0.0, sustained_minutes=0.0),
            goldens,
            counted=found,
        )


def _device(found: Counts) -> Device:
    return Device(
        kind="emulator",
        manufacturer=None,
        model=None,
        name=found.processor,
        soc=found.processor,
        cores=1,
        features=found.int8,
        memory_bytes=None,
        available_bytes=None,
        os="Linux",
        os_version=f"counted by {found.by}",
        abi="aarch64",
    )
