"""Rows of the user's become goldens, each label among them, and weak goldens are told."""

import pytest
from tokenizers import Tokenizer

from exporters.bundle.golden import Golden, Lengths, make_golden
from exporters.bundle.golden_texts import Labelled, chosen_texts, origin, weaknesses
from exporters.bundle.stock_sentences import Stock
from exporters.text.encoder import Encoder
from tests.models import tokenizer

STOCK = Stock(("en",), tuple(f"stock {n}" for n in range(32)), covered=True)
ROWS = [Labelled(f"row {n}", "rare" if n in (150, 190) else "usual") for n in range(200)]


def test_each_label_of_the_data_is_among_the_goldens() -> None:
    texts = chosen_texts(ROWS, lambda text: "usual", STOCK)
    assert texts[:16] == tuple(f"row {n}" for n in range(16))
    assert texts[16:] == ("row 150", "row 190")


def test_rows_that_the_model_answers_as_the_data_does_come_first() -> None:
    asked: list[str] = []

    def said(text: str) -> str:
        asked.append(text)
        return "rare" if text in ("row 150", *(f"row {n}" for n in range(40))) else "usual"

    texts = chosen_texts(ROWS, said, STOCK)
    assert texts == (*(f"row {n}" for n in range(40, 56)), "row 150", "row 190")
    assert len(asked) == 56 + 2


def test_of_a_label_that_the_model_never_gives_a_few_rows_are_tried() -> None:
    asked: list[str] = []
    rows = [Labelled(f"row {n}", "never") for n in range(1000)]
    texts = chosen_texts(rows, lambda text: asked.append(text) or "other", STOCK)
    assert len(asked) == 4 * 32
    assert texts == tuple(f"row {n}" for n in range(32))


def test_a_hundred_labels_have_a_row_each() -> None:
    rows = [Labelled(f"row {n}", str(n % 100)) for n in range(300)]
    assert len(chosen_texts(rows, lambda text: "0", STOCK)) == 100


def test_few_rows_are_filled_up_from_the_stock() -> None:
    texts = chosen_texts(ROWS[:5], lambda text: "usual", STOCK)
    assert texts == (*(f"row {n}" for n in range(5)), *(f"stock {n}" for n in range(27)))


def golden(labels: list[int], texts: list[str]) -> Golden:
    """Goldens to which a reference gives these labels, one after the other."""
    given = iter([*labels, *[0] * 20])
    return make_golden(
        lambda ids: [1.0 if at == label else 0.0 for label in [next(given)] for at in range(3)],
        Encoder(tokenizer()._tokenizer, 16),
        ("a", "b", "c"),
        Lengths(2, 16),
        {"onnx": 0.1},
        texts,
    )


@pytest.fixture
def words() -> Tokenizer:
    return tokenizer()._tokenizer


def test_one_label_for_nearly_all_is_told(words: Tokenizer) -> None:
    texts = [f"so do {a}{b}" for a in "abcd" for b in "abcde"]
    notes = weaknesses(golden([1] * 19 + [2], texts), words, ["b", "c", "a"])
    assert "gives 19 of 20 golden sentences the label 'b'" in notes[0]
    assert "no golden sentence the label 'a', which the data has" in notes[1]
    assert len(notes) == 2
    assert weaknesses(golden([0, 1] * 10, texts), words, ["a"]) == ()


def test_tokens_that_are_unknown_are_told(words: Tokenizer) -> None:
    texts = [f"{a}{b} \u4e2d \u6587" for a in "abcd" for b in "abcde"]
    (note,) = weaknesses(golden([0, 1] * 10, texts), words, [])
    assert note.startswith("67% of the tokens of the golden sentences are the unknown one")


def test_where_goldens_come_from_is_told() -> None:
    assert origin(ROWS, ["row 1", "row 2", "stock 1"], "dev.tsv", STOCK)[0].startswith(
        "2 golden sentences are rows of dev.tsv"
    )
    assert origin((), STOCK.sentences, "", STOCK) == ()
    nowhere = Stock(("en",), STOCK.sentences, covered=False)
    assert "English ones were used" in origin((), STOCK.sentences, "", nowhere)[0]
