"""See ``exporters.facts.Facts``."""

from exporters.facts import Facts

FACTS = Facts(
    title="Core ML",
    package="coremltools",
    suffixes=(".mlpackage", ".mlpackages"),
    extra="ios",
    run_extra="ios",
    targets={"ios": True},
    devices=("ios",),
    loggers=("coremltools",),
    systems=("darwin",),
    asked=("ios",),
    float16=True,
    functions_from_ios=18,
    by_units=True,
)
"""It has no rates: it runs on an Apple device alone."""
