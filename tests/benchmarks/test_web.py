"""Shares of time in a browser are those of rounds in which both ran, and the page shows them."""

import json
from pathlib import Path

import pytest

from benchmarks.web import NATIVE, OURS, PEER, RESULT, share, table


def rows(own: list[float], other: list[float]) -> dict[str, dict[str, list[float]]]:
    return {OURS: {"cpu_ms": own}, PEER: {"cpu_ms": other}, NATIVE: {"cpu_ms": other}}


def test_a_share_is_of_rounds_and_not_of_medians():
    # The machine was three times slower in the second round, for both.
    assert share(rows([10.0, 30.0, 11.0], [20.0, 60.0, 22.0]), PEER) == 0.5
    assert share(rows([10.0, 30.0, 12.0], [20.0, 10.0, 6.0]), NATIVE) == 2.0


def test_rounds_that_are_not_pairs_are_refused():
    with pytest.raises(ValueError, match="zip"):
        share(rows([10.0], [20.0, 21.0]), PEER)


def test_the_page_has_the_table_of_the_result():
    document = json.loads(RESULT.read_text(encoding="utf-8"))
    page = (Path(RESULT).parents[1] / "README.md").read_text(encoding="utf-8")
    for line in table(document).splitlines():
        assert line in page


def test_both_said_the_same_of_every_text():
    """Otherwise their times are of other work."""
    contenders = json.loads(RESULT.read_text(encoding="utf-8"))["student"]["contenders"]
    own, peer = (contenders[name]["answers"] for name in (OURS, PEER))
    same = sum(one == other for one, other in zip(own, peer, strict=True))
    assert same >= 0.8 * len(own)
