"""See ``exporters.facts.Facts``."""

from exporters.facts import Facts, Rates

FACTS = Facts(
    title="ONNX Runtime",
    package="onnxruntime",
    suffixes=(".onnx",),
    extra="onnx",
    run_extra="run",
    targets={"android": False, "onnx": True},
    devices=("host", "adb", "arm", "web"),
    loggers=("onnx_ir", "onnxscript", "torch.onnx"),
    asked=("reduce_range",),
    learns_static=True,
    rates=(
        Rates(7540.0, 13840.0, 1.10, 0.0134, 0.0973),
        Rates(6120.0, 16090.0, 0.34, 0.0049, 0.054),
    ),
)
"""Its rates: the least squares over 21 sizes, on AVX2 alone within 0.80 and 1.24 of what was
measured, and with signed weights, which are those of --reduce-range, on AVX512-VNNI within 0.71 and
1.48 (AMD EPYC)."""
