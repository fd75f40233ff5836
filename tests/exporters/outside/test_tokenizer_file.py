import json

import pytest
from tokenizers import Tokenizer, models

from exporters.errors import Refused
from exporters.outside.tokenizer_file import tokenizer_in

ADVICE = "export it again"


def replace(content: str, pattern: str = "a") -> dict[str, object]:
    return {"type": "Replace", "pattern": {"String": pattern}, "content": content}


@pytest.fixture
def document() -> dict:
    return json.loads(Tokenizer(models.BPE({"a": 0, "b": 1, "ab": 2}, [("a", "b")])).to_str())


def read(document, tmp_path):
    text = document if isinstance(document, str) else json.dumps(document)
    (tmp_path / "tokenizer.json").write_text(text)
    return tokenizer_in(tmp_path / "tokenizer.json", ADVICE)


def test_it_is_read(document, tmp_path):
    assert read(document, tmp_path).encode("ab").ids == [2]


@pytest.mark.parametrize("text", ["", "[]", "{}", "7", "null", "[" * 100_000, '{"model": 7}'])
def test_what_is_none_is_refused(text, tmp_path):
    with pytest.raises(Refused, match="tokenizer.json .*; export it again"):
        read(text, tmp_path)


def test_a_panic_is_refused(document, tmp_path):
    """tokenizers (0.23) takes a merge of which a piece has no id for impossible."""
    document["model"]["merges"] = [["a", "b"], ["ab", "a"]]
    document["model"]["vocab"] = {"a": 0, "b": 1, "ab": 2}
    with pytest.raises(Refused, match="is not a tokenizer .*; export it again"):
        read(document, tmp_path)


def test_a_normalizer_that_swells_is_refused(document, tmp_path):
    steps = [replace("a" * 200) for _ in range(4)]
    document["normalizer"] = {"type": "Sequence", "normalizers": steps}
    with pytest.raises(Refused, match="makes up to 1,600,000,000 characters of one"):
        read(document, tmp_path)


def test_what_makes_no_more_is_left_alone(document, tmp_path):
    steps = [replace("\u2581", " "), replace("''", '"'), replace("...", "\u2026")]
    document["normalizer"] = {"type": "Sequence", "normalizers": steps}
    assert read(document, tmp_path).encode("ab").ids == [2]


@pytest.mark.parametrize("place", ["vocab", "added"])
def test_an_id_beyond_every_table_is_refused(document, tmp_path, place):
    """To write such a vocabulary down, tokenizers (0.23) takes 16 GB."""
    if place == "vocab":
        document["model"]["vocab"]["b"] = 2**32 - 1
    else:
        flags = ("single_word", "lstrip", "rstrip", "normalized", "special")
        document["added_tokens"] = [{"id": 2**32 - 1, "content": "b"} | dict.fromkeys(flags, False)]
        document["model"]["vocab"]["b"] = 2**32 - 1
    with pytest.raises(Refused, match=r"gives 'b' the id 4,294,967,295, and has 3 words; .*again"):
        read(document, tmp_path)
