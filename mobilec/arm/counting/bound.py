"""How few cycles some instructions can take on a processor: a bound, and no time.

    cycles >= max over the processor's parts of (instructions that need the part / how many a cycle)

Caches, latencies and what waits for what are left out, and an instruction counts once even where it
is split; so a phone takes longer, by a factor that nobody knows without one.

Sources: LLVM's scheduling models (llvm/lib/Target/AArch64: AArch64SchedA53.td, SchedNeoverseN1.td,
SchedNeoverseN2.td; the last two name Arm's software optimization guides as theirs). Neoverse N1 and
N2 are the cores Cortex-A76 and Cortex-A710 as Arm sells them for servers, with the same pipelines.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from mobilec.arm.counting.counts import Counts


@dataclass(frozen=True)
class Width:
    """A cycle at most: instructions ``issued``; of vectors and floats in ``vectors`` pipes, of them
    widening products in ``multiply``; accesses to ``memory``, of them ``stores``; ``branches``."""

    issued: int
    vectors: int
    multiply: int
    memory: int
    stores: int
    branches: int


WIDTHS = {
    # IssueWidth 2; FPALU and FPMDS; LdSt 1; B 1
    "cortex-a53": Width(issued=2, vectors=2, multiply=1, memory=1, stores=1, branches=1),
    # IssueWidth 8; V0 and V1, of which V0 has the widening products; L 2; D 2; B 1
    "cortex-a76": Width(issued=8, vectors=2, multiply=1, memory=2, stores=2, branches=1),
    # IssueWidth 5; V0 and V1; L01 and L2; D 2; B 2
    "cortex-a710": Width(issued=5, vectors=2, multiply=1, memory=3, stores=2, branches=2),
}


def least_cycles(counts: Counts, processor: str) -> int | None:
    """None where the processor's widths stand nowhere here, or the kinds were not told apart."""
    width = WIDTHS.get(processor)
    kinds = (counts.dot, counts.matrix, counts.multiply, counts.vector, counts.loads)
    if width is None or None in (*kinds, counts.stores, counts.branches):
        return None
    return -int(-max(_by_part(counts, width)) // 1)


def _by_part(counts: Counts, width: Width) -> Iterator[float]:
    multiply, stores, loads = counts.multiply or 0, counts.stores or 0, counts.loads or 0
    vectors = (counts.products or 0) + (counts.vector or 0)
    yield counts.instructions / width.issued
    yield vectors / width.vectors
    yield multiply / width.multiply
    yield (loads + stores) / width.memory
    yield stores / width.stores
    yield (counts.branches or 0) / width.branches
