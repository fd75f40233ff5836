"""Each sabotage of a finished int8 file, in each format, is noticed and named."""

from pathlib import Path

import pytest

from exporters.backend import FORMATS, backend
from exporters.errors import Refused
from exporters.verify.constants import gate
from tests.exporters.verify.constants.finished import Finished, finished, model
from tests.exporters.verify.constants.sabotages import SABOTAGES


def made(format_name: str) -> Finished:
    try:
        backend(format_name)
    except Refused as missing:
        pytest.skip(str(missing))
    return finished(format_name)


@pytest.mark.parametrize("format_name", FORMATS)
def test_the_right_file_passes(format_name: str) -> None:
    right = made(format_name)
    found = gate.check(right.subject(right.folder))
    assert found.passed, found.message
    assert found.figures["constants"] > 20 and found.figures["scalars"] > 3


@pytest.mark.parametrize("name", SABOTAGES)
@pytest.mark.parametrize("format_name", FORMATS)
def test_a_sabotage_is_noticed(format_name: str, name: str, tmp_path: Path) -> None:
    right = made(format_name)
    SABOTAGES[name](right.copied(tmp_path), model())
    found = gate.check(right.subject(tmp_path))
    assert not found.passed
    assert "bert" in found.message or "which the program has not" in found.message
