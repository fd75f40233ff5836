"""What a classifier is given of pairs and of long texts, beside transformers' own tokenizer."""

import json
from pathlib import Path

import pytest
from tokenizers import Tokenizer
from tokenizers.processors import TemplateProcessing

from exporters.errors import Refused
from exporters.text.encoder import LEFT, RIGHT
from mobilec.checkpoint.ids.as_read import Reads, held_as_read
from mobilec.checkpoint.ids.stock import open_stock
from mobilec.checkpoint.tokenizer import settle
from tests import pairs

LONGEST = 24


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return pairs.save("bert", tmp_path / "bert")


@pytest.mark.parametrize("side", [LEFT, RIGHT])
def test_pairs_of_every_length_are_as_transformers_cuts_them(folder: Path, side: str) -> None:
    held = held_as_read(folder, settle(folder).tokenizer, Reads(LONGEST, side, True, True))
    assert held.pairs > 200 and not held.notes
    assert held.against == (open_stock(folder).name,)
    assert f"and {held.pairs} pairs" in held.finding().message


@pytest.mark.parametrize("side", [LEFT, RIGHT])
def test_long_texts_are(folder: Path, side: str) -> None:
    held = held_as_read(folder, settle(folder).tokenizer, Reads(LONGEST, side, False, False))
    assert held.against and not held.notes


def test_another_template_of_pairs_is_refused(folder: Path) -> None:
    own = settle(folder).tokenizer
    special = [(name, own.token_to_id(name)) for name in ("[CLS]", "[SEP]")]
    for template in ("[CLS] $A [SEP] $B:1 [SEP]:0", "[CLS] $A [SEP] $B:1"):
        other = Tokenizer.from_str(own.to_str())
        other.post_processor = TemplateProcessing("[CLS] $A [SEP]", template, special)
        with pytest.raises(Refused, match=r"other ids or token types for \d+ of \d+ pairs"):
            held_as_read(folder, other, Reads(LONGEST, RIGHT, True, True))


def test_without_what_transformers_can_open_nothing_is_held(folder: Path) -> None:
    file = folder / "tokenizer_config.json"
    settings = json.loads(file.read_text()) if file.is_file() else {}
    tokenizer = settle(folder).tokenizer
    file.write_text(json.dumps({**settings, "tokenizer_class": "NoSuchTokenizer"}))
    (folder / "tokenizer.json").unlink()
    held = held_as_read(folder, tokenizer, Reads(LONGEST, RIGHT, True, True))
    assert not held.against and not held.pairs
