"""Gate: the file computes what its own arithmetic gives, to rounding and not to quantization.

The captured program runs in PyTorch with weights in 8 bits and activations rounded as the format's
runtime rounds them (precision/emulate.py). What is left between that and the file is the order of
float sums, and here and there a number that falls on the other side of a half. A structure that is
another (a bias left out, a factor, a layer in the place of another) is far outside, also where it
is well inside what 8 bits cost.
"""

from typing import Any

from exporters.verify.finding import Finding

GATE = "emulation"


def check(subject: Any) -> Finding:
    """See ``exporters.verify.emulated.compared``."""
    if subject.original is None:
        message = "no checkpoint at hand to compute beside it: --reference MODEL names it"
        return Finding(GATE, subject.format, True, message, {"compared": 0})
    from exporters.verify.emulated import compared  # by PyTorch, which nothing else here needs

    return compared(GATE, subject, subject.original)
