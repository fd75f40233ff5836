"""A shortlist by new ids allows what it did by the old ones, of the words that stay."""

from pathlib import Path

import numpy as np
import pytest

from exporters.errors import Refused
from exporters.text.shortlist import Shortlist, read_shortlist, write_shortlist
from mobilec.compression.vocabulary.numbering import Numbering, numbering
from mobilec.compression.vocabulary.shortlist import renumber_shortlist_, renumbered

SOURCE, TARGET, FIRST = 40, 60, 6


def _shortlist() -> Shortlist:
    random = np.random.default_rng(5)
    lists = [np.sort(random.choice(TARGET, at % 13, replace=False)) for at in range(SOURCE)]
    offsets = np.cumsum([0, *map(len, lists)]).astype(np.uint64)
    return Shortlist(FIRST, 13, offsets, np.concatenate(lists).astype(np.uint32))


@pytest.mark.parametrize("lead", [(), (0, 3)])
def test_the_same_words_by_their_new_ids(lead: tuple[int, ...]) -> None:
    random = np.random.default_rng(9)
    kept = [sorted(random.choice(n, n // 2, replace=False).tolist()) for n in (SOURCE, TARGET)]
    source = Numbering(tuple(kept[0]), SOURCE)
    target = numbering({*kept[1], *lead}, TARGET, first=lead)
    old, new = _shortlist(), renumbered(_shortlist(), source, target)
    for size in range(6):
        ids = random.choice(len(source), size, replace=False).tolist()
        before = old.allowed([source.kept[id] for id in ids]).tolist()
        expected = {target.new(word) for word in before if word in target}
        more = {*new.allowed(ids).tolist()} - expected
        assert {*new.allowed(ids).tolist()} >= expected
        assert all(word < FIRST for word in more), "what came before a word that all may have"


def test_the_file_is_written_anew(tmp_path: Path) -> None:
    file = tmp_path / "lex.s2t.bin"
    file.write_bytes(write_shortlist(_shortlist()))
    kept = Numbering(tuple(range(0, SOURCE, 2)), SOURCE), Numbering(tuple(range(30)), TARGET)
    renumber_shortlist_(tmp_path, kept)
    read_shortlist(file, 20, 30)
    with pytest.raises(Refused):
        read_shortlist(file, SOURCE, TARGET)


def test_nothing_is_written_where_there_is_none(tmp_path: Path) -> None:
    renumber_shortlist_(tmp_path, (Numbering((0, 1), 2),))
    assert not list(tmp_path.iterdir())
