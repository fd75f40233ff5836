"""Sentences with translations: three forms, and every mistake with its file and line."""

from collections.abc import Callable
from pathlib import Path

import pytest

from exporters.errors import Refused
from mobilec.evaluation.parallel import Pair, read_parallel
from mobilec.evaluation.rows import data_name

Written = Callable[[str, str], Path]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    def write(name: str, content: str) -> Path:
        file = tmp_path / name
        file.write_text(content, encoding="utf-8")
        return file

    return write


def test_a_table_an_object_a_line_and_two_files_say_the_same(written: Written) -> None:
    table = written("dev.tsv", "target\tsource\nHallo.\tHello.\nGeh!\tGo!\n")
    objects = written(
        "dev.jsonl",
        '{"source": "Hello.", "target": "Hallo."}\n{"source": "Go!", "target": "Geh!"}\n',
    )
    english = written("dev.en", "Hello.\nGo!\n")
    german = written("dev.de", "Hallo.\nGeh!\n")
    expected = [("Hello.", "Hallo."), ("Go!", "Geh!")]
    for data in (table, objects, Path(f"{english},{german}")):
        pairs = read_parallel(data)
        assert [(pair.text, pair.reference) for pair in pairs] == expected
    assert read_parallel(Path(f"{english},{german}"))[1] == Pair("Go!", "Geh!", 2)
    assert data_name(Path(f"{english},{german}")) == "dev.en,dev.de"


def test_files_of_different_lengths_are_refused(written: Written) -> None:
    first, second = written("dev.en", "Hello.\nGo!\n"), written("dev.de", "Hallo.\n")
    with pytest.raises(Refused, match="has 2 lines and .* 1"):
        read_parallel(Path(f"{first},{second}"))


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.tsv", "source\ttarget\n", "holds no example"),
        ("a.tsv", "source\tgerman\nGo!\tGeh!\n", "line 2: no column named target"),
        ("a.jsonl", '{"source": "Go!", "target": ""}\n', "line 1: the text is ''"),
        ("a.jsonl", '{"source": "Go!", "target": 3}\n', "line 1: the text is 3"),
        ("a.en", "Hello.\n", "given as FILE,FILE"),
    ],
)
def test_what_is_wrong_is_refused_with_its_line(
    written: Written, name: str, content: str, message: str
) -> None:
    with pytest.raises(Refused, match=message):
        read_parallel(written(name, content))


def test_a_blank_line_of_one_side_is_refused(written: Written) -> None:
    first, second = written("dev.en", "Hello.\nGo!\nUp.\n"), written("dev.de", "Hallo.\n\nAuf.\n")
    with pytest.raises(Refused, match="dev.de, line 2"):
        read_parallel(Path(f"{first},{second}"))
