"""Each sabotage of a finished int8 file, in each format, is noticed and named."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet

from exporters.backend import backend
from exporters.errors import Refused
from exporters.formats import FORMATS
from exporters.verify import emulation
from exporters.verify.constants import gate
from tests.exporters.verify.constants.finished import Finished, finished, model
from tests.exporters.verify.constants.sabotages import SABOTAGES

UNNOTICED_BEFORE = 11
"""The first so many are run in every change in each format, the others in one."""
NAMED = {
    "no output bias of a feed-forward": "layer.0.output.dense.bias is not in the file",
    "no final bias": "classifier.bias is not in the file",
    "half a scale": "layer.0.output.dense.weight",
    "two words exchanged": "word_embeddings.weight, but",
    "a wide epsilon": "which the program has not",
}


def made(format_name: str) -> Finished:
    try:
        backend(format_name)
    except Refused as missing:
        pytest.skip(str(missing))
    return finished(format_name)


def product() -> Iterator[ParameterSet]:
    for at, name in enumerate(SABOTAGES):
        for format_name in FORMATS:
            always = at < UNNOTICED_BEFORE or format_name == "onnx"
            yield pytest.param(format_name, name, marks=() if always else pytest.mark.product)


@pytest.mark.parametrize("format_name", FORMATS)
def test_the_right_file_passes(format_name: str) -> None:
    right = made(format_name)
    subject = right.subject(right.folder)
    found, beside = gate.check(subject), emulation.check(subject)
    assert found.passed, found.message
    assert found.figures["constants"] > 20 and found.figures["scalars"] > 3
    assert beside.passed, beside.message
    assert beside.figures["cases"] > 8


@pytest.mark.parametrize(("format_name", "name"), product())
def test_a_sabotage_is_noticed(format_name: str, name: str, tmp_path: Path) -> None:
    right = made(format_name)
    SABOTAGES[name](right.copied(tmp_path), model())
    subject = right.subject(tmp_path)
    found = gate.check(subject)
    if name == "two norms exchanged":  # every number is there, in the place of another
        found = emulation.check(subject)
    assert not found.passed
    assert NAMED.get(name, "") in found.message
