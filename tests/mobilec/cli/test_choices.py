"""The words that the command line offers are those that the library knows."""

from enum import Enum

import pytest

from exporters.families.marian_nmt.config import SELF_ATTENTION, SSRU
from exporters.precision.rules import Precision
from mobilec.benchmarking.options import DEVICES
from mobilec.cli.choices import (
    ArithmeticName,
    DecoderName,
    DeviceName,
    PrecisionName,
    ReportFormat,
)
from mobilec.reporting.report import FORMATS as REPORT_FORMATS
from mobilec.training.arithmetic import Arithmetic


@pytest.mark.parametrize(
    ("offered", "known"),
    [
        (PrecisionName, [p.value for p in Precision]),
        (ArithmeticName, [a.value for a in Arithmetic]),
        (DecoderName, [SELF_ATTENTION, SSRU]),
        (DeviceName, list(DEVICES)),
        (ReportFormat, list(REPORT_FORMATS)),
    ],
)
def test_the_words_are_the_librarys(offered: type[Enum], known: list[str]):
    assert [choice.value for choice in offered] == known
