"""Where texts are cut that nobody gave a length for."""

import json
from pathlib import Path

import pytest

from mobilec.checkpoint.cutting import Cutting
from mobilec.exporting.lengths import cut_in_words, note_of_length
from mobilec.exporting.options import LENGTHS, ExportOptions
from mobilec.exporting.plan import plan
from tests import models


@pytest.mark.parametrize(
    ("asked", "settings", "planned"),
    [
        (LENGTHS, {"model_max_length": 24}, (24,)),
        (LENGTHS, {"model_max_length": 100}, (32, 64, 100)),
        (LENGTHS, {"model_max_length": 512}, (32, 64, 128)),
        (LENGTHS, {"model_max_length": 10**30}, (32, 64, 128)),
        ((32, 64), {"model_max_length": 24}, (32, 64)),
    ],
)
def test_the_tokenizers_length_ends_what_nobody_asked_for(
    tmp_path: Path, asked: tuple[int, ...], settings: dict[str, int], planned: tuple[int, ...]
) -> None:
    pytest.importorskip("coremltools")
    folder = models.save("bert", tmp_path / "bert")
    file = folder / "tokenizer_config.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | settings))
    (package,) = plan(ExportOptions(str(folder), ("ios",), lengths=asked)).files
    assert tuple(package.methods) == tuple(f"forward_{length}" for length in planned)


def test_what_differs_is_said() -> None:
    options = ExportOptions(lengths=(32,))
    assert note_of_length(Cutting(longest=None), options) == ()
    assert note_of_length(Cutting(longest=64), options) == ()
    (note,) = note_of_length(Cutting(longest=24), options)
    assert "up to 32 tokens" in note and "model_max_length, 24" in note
    assert (
        cut_in_words(Cutting("left"), options) == "texts of more than 32 tokens, at their beginning"
    )
    assert "model_max_length is 24" in cut_in_words(Cutting(longest=24), options)
