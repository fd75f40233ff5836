"""Which translations are no lesson, and why."""

import pytest

from mobilec.teaching.filters import COPY, EMPTY, LENGTH, LOOP, UNENDED, why_not


@pytest.mark.parametrize(
    ("source", "translation", "reason"),
    [
        ("I am here.", "Estou aqui.", None),
        ("I am here.", "", EMPTY),
        ("This is not a name at all.", "This is not a name at all.", COPY),
        ("Tom Jackson.", "Tom Jackson.", None),
        ("Yes.", "Sim, senhor.", None),
        ("I know.", "Eu sei que isso não é assim, e nunca foi.", LENGTH),
        ("It was very, very cold there.", "Era era era muito frio lá.", LOOP),
        ("No no no, I said.", "Não não não, eu disse.", None),
        ("We saw him there then.", "Nós o vimos e nós o vimos e nós o vimos e", LOOP),
    ],
)
def test_reasons(source, translation, reason):
    assert why_not(source, translation, ended=True, ratio=3.0) == reason


def test_a_search_without_an_end():
    assert why_not("I am here.", "Estou aqui, e", ended=False, ratio=3.0) == UNENDED


def test_four_words_in_a_row_three_times_are_a_loop():
    text = "a b c d " * 3
    assert why_not("w x y z and so on and on", text.strip(), True, 3.0) == LOOP
    assert why_not("w x y z and so on and on", ("a b c d " * 2).strip(), True, 3.0) is None
