"""How a tokenizer cuts, read as transformers reads it."""

import json
from pathlib import Path

import pytest
from transformers import AutoTokenizer
from transformers.tokenization_utils_base import LARGE_INTEGER

from exporters.errors import Refused
from mobilec.checkpoint.cutting import Cutting, read_cutting
from tests.models import tokenizer

FORMS = {
    "nothing said": ({}, None),
    "a side": ({"truncation_side": "left"}, None),
    "a length": ({"model_max_length": 24}, None),
    "an old name of the length": ({"max_len": 48}, None),
    "no length": ({"model_max_length": 10**30}, None),
    "a side in tokenizer.json": ({}, "Left"),
    "another side in tokenizer.json": ({"truncation_side": "right"}, "Left"),
}


def folder(path: Path, settings: dict[str, object], direction: str | None) -> Path:
    core = json.loads(tokenizer()._tokenizer.to_str())
    if direction:
        core["truncation"] = {
            **{"direction": direction, "max_length": 9, "strategy": "OnlyFirst", "stride": 0}
        }
    (path / "tokenizer.json").write_text(json.dumps(core))
    own = {"tokenizer_class": "PreTrainedTokenizerFast", "pad_token": "[PAD]", **settings}
    (path / "tokenizer_config.json").write_text(json.dumps(own))
    return path


@pytest.mark.parametrize("form", FORMS)
def test_side_and_length_are_those_of_transformers(form: str, tmp_path: Path) -> None:
    read = read_cutting(folder(tmp_path, *FORMS[form]))
    stock = AutoTokenizer.from_pretrained(tmp_path)
    assert read.side == stock.truncation_side
    known = stock.model_max_length < LARGE_INTEGER
    assert read.longest == (stock.model_max_length if known else None)


def test_a_folder_without_settings_cuts_at_the_end(tmp_path: Path) -> None:
    assert read_cutting(tmp_path) == Cutting("right", None)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"truncation_side": "both"}, "truncation_side 'both'; it can be right or left"),
        ({"model_max_length": "long"}, "model_max_length 'long'; it is a number"),
        ({"model_max_length": 0}, "model_max_length 0"),
    ],
)
def test_what_it_cannot_be_is_refused(
    settings: dict[str, object], message: str, tmp_path: Path
) -> None:
    with pytest.raises(Refused, match=message):
        read_cutting(folder(tmp_path, settings, None))
