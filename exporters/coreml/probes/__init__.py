"""The files of the probe (see ``exporters.probe.probe``), made by ``exporters.probe.program``."""

import numpy as np

from exporters.probe.full_range import Lowest, ProbeFile

PROBES = (ProbeFile("int8.mlpackage", Lowest(), rounded=np.float16),)
