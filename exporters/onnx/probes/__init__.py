"""The files of the probe (see ``exporters.probe.probe``), made by ``exporters.probe.program``.

One scale a token comes from the largest magnitude of the row.
"""

from exporters.probe.full_range import Lowest, ProbeFile

PROBES = (
    ProbeFile("int8.onnx", Lowest(rows=-127)),
    ProbeFile("int8-reduced.onnx", Lowest(rows=-127), largest=63, reduce_range=True),
)
