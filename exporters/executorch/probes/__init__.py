"""The files of the probe (see ``exporters.probe.probe``), made by ``exporters.probe.program``."""

from exporters.probe.full_range import Lowest, ProbeFile

PROBES = (ProbeFile("int8.pte", Lowest()),)
