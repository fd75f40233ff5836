"""See ``exporters.facts.Facts``."""

from exporters.facts import Facts, Rates

FACTS = Facts(
    title="ExecuTorch",
    package="executorch",
    suffixes=(".pte",),
    extra="android",
    run_extra="android",
    targets={"android": True, "ios": False},
    devices=("host", "adb", "ios", "arm"),
    loggers=("executorch", "torchao"),
    asked=("standalone",),
    hands_rows=True,
    rates=(Rates(2140.0, 2210.0, 0.353, 0.00373, 0.0298),),
)
"""Its rates: the least squares over 21 sizes on AVX512-VNNI (AMD EPYC), within 0.53 and 1.33 of
what was measured."""
