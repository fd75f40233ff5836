"""Texts and ids for the apps' tokenizers are made the same each time, and again when they must."""

import json
from pathlib import Path
from threading import Thread

import pytest
from filelock import FileLock

from tests.fixtures import tokenizers
from tests.fixtures.families import FAMILIES
from tests.fixtures.texts import varied
from tests.fixtures.tokenizers import LINES, main, write


@pytest.mark.parametrize("name", ["bert", "roberta", "ended-words", "marian-source"])
def test_the_same_each_time(name: str, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        write(FAMILIES[name](), tmp_path / folder, seed=1, count=200)
    for file in ("tokenizer.json", LINES):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_what_a_line_holds(tmp_path: Path) -> None:
    write(FAMILIES["bert"](), tmp_path, seed=1, count=150)
    lines = [json.loads(line) for line in (tmp_path / LINES).read_text("ascii").splitlines()]
    assert all(line.keys() == {"text", "ids", "decoded"} for line in lines)
    assert sum(line["text"] is not None for line in lines) == 150


def test_texts_are_many_varied_and_some_long() -> None:
    texts = varied(["▁a", "b"], ["</s>"], tokenizers.COUNT, seed=1)
    assert len(texts) >= 5000 and "" in texts and max(map(len, texts)) >= 4000
    assert len({character for text in texts for character in text}) > 5000
    assert texts == varied(["▁a", "b"], ["</s>"], tokenizers.COUNT, seed=1)


def test_made_once_and_again_when_a_source_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    monkeypatch.setattr(tokenizers, "write", lambda _, out, seed: made.append(_folder(out)))
    main(tmp_path, "bert")
    main(tmp_path, "bert")
    assert made == ["bert"]
    monkeypatch.setattr(tokenizers, "_LIBRARIES", ("tokenizers",))
    main(tmp_path, "bert")
    assert made == ["bert", "bert"]


def test_who_comes_second_waits_and_finds_them_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    monkeypatch.setattr(tokenizers, "write", lambda _, out, seed: made.append(_folder(out)))
    with FileLock(tmp_path / tokenizers.LOCK):
        second = Thread(target=main, args=(tmp_path, "bert"))
        second.start()
        second.join(timeout=0.2)
        assert second.is_alive() and made == []
        tokenizers._make(tmp_path, ("bert",))
    second.join()
    assert made == ["bert"]


def _folder(out: Path) -> str:
    out.mkdir(exist_ok=True)
    return out.name
