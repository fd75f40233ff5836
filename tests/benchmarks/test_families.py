"""The comparison of families, without an export."""

from benchmarks.families import BERT, DEBERTA, ratios
from benchmarks.timing import Latency


def test_ratios_are_debertas_over_berts() -> None:
    times = {BERT: Latency((2.0, 2.0), (1.0, 1.0)), DEBERTA: Latency((5.0, 5.0), (3.0, 3.0))}
    assert ratios(times) == {"median": 2.5, "p10": 2.5, "processor time": 3.0}
