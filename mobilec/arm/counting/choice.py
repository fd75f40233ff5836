"""On which processors instructions are counted."""

from exporters.errors import Refused
from mobilec.arm.native import is_native, this_processor
from mobilec.arm.processors import Processor, chosen


def processors(names: tuple[str, ...]) -> tuple[Processor, ...]:
    """Those of these names; none named is one of each kind, and on ARM64 the one that is there.

    Raises ``Refused``: a name that is not known, or any where nothing is emulated.
    """
    if not is_native():
        return chosen(names)
    if names:
        raise Refused(
            f"{', '.join(names)} cannot be chosen: this machine is ARM64 itself, and emulates none"
        )
    return (this_processor(),)
