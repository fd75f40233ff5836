"""What is known of a format without its libraries, so that whoever asks need not load them.

Each format says it in ``exporters/<format>/facts.py``, and nobody else names a format; see
``exporters/formats.py``.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Rates:
    """Nanoseconds of an int8 product on one thread: of a call, where one row goes in (a decoder's
    step) and where several do; of a number that goes in or comes out (quantizing it, writing it),
    of a multiply-add, and of a byte of weights that is read.
    """

    call: float
    call_of_rows: float
    touch: float
    multiply: float
    move: float


@dataclass(frozen=True)
class Facts:
    """One format.

    ``title``: of its runtime, in words; ``package``: the pip package of that, whose version a
    figure names. ``suffixes``: what its programs end in. ``extra``, ``run_extra``: of mobilec, what
    pip installs to make them and to run them. ``loggers``: of its libraries, which talk.

    ``targets``: of ``mobilec export``, to whether it comes unasked there. ``devices``: kinds of
    device, as ``mobilec bench`` has them, with an engine for it. ``systems``: by ``sys.platform``,
    those that its runtime is for; empty for any, and elsewhere a file is evaluated operator by
    operator. ``asked``: fields of ``exporters.backend.Lowering`` that it alone heeds.

    ``float16``: its arithmetic is float16, so int8 is of the weights alone and so is stored what
    stays in float. ``hands_rows``: the caller looks rows up (see ``exporters.runtime.RowTable``).
    ``functions_from_ios``: from which iOS on one file has a function for every length of every
    method, where others have one method of a dynamic length; None for none. ``by_units``: it
    chooses its threads itself, of the compute units that it may use. ``rates``: of each kind of
    machine that was measured, by ``benchmarks/products.py``. ``learns_static``: whether its files
    answer within the named tolerance of a model that learnt in their int8-static: of one tiny
    classifier files of others were 14 and 18 % away.
    """

    title: str
    package: str
    suffixes: tuple[str, ...]
    extra: str
    run_extra: str
    targets: Mapping[str, bool]
    devices: tuple[str, ...]
    loggers: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    float16: bool = False
    hands_rows: bool = False
    functions_from_ios: int | None = None
    by_units: bool = False
    rates: tuple[Rates, ...] = ()
    learns_static: bool = False

    @property
    def target(self) -> str:
        """Where ``mobilec export`` writes it unasked."""
        return next(target for target, unasked in self.targets.items() if unasked)

    @property
    def runs_here(self) -> bool:
        """Whether its runtime is for this system."""
        return not self.systems or sys.platform in self.systems

    def has_functions(self, ios: int) -> bool:
        """Whether a file for that iOS has a function for every length of every method."""
        return self.functions_from_ios is not None and ios >= self.functions_from_ios

    def lacks_functions(self, ios: int) -> bool:
        """Whether that iOS is too old for them, in a format that has them later: its files take one
        input of several lengths, and methods are files of their own."""
        return self.functions_from_ios is not None and not self.has_functions(ios)
