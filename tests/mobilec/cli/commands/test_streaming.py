"""A line out for a line in, of a stream of any length: no answer stays."""

import json
import weakref
from types import SimpleNamespace

import pytest

from mobilec.evaluation import classify, pivot, translate
from mobilec.evaluation.classify import Classified
from mobilec.evaluation.pivot import LegProgram, Pivoted
from mobilec.evaluation.translate import Translated

LINES = 5_000
FILE = SimpleNamespace(path="model.onnx", format="onnx", precision="fp32")
PROGRAM = LegProgram("a", "de", "en", "model.onnx", "onnx", "fp32", 1, 24)


class Living:
    """How many of the answers that were made are still there, and how many at most were."""

    def __init__(self) -> None:
        self.made = self.now = self.most = 0

    def noted(self, answer):
        weakref.finalize(answer, self._gone)
        self.made += 1
        self.now += 1
        self.most = max(self.most, self.now)
        return answer

    def _gone(self) -> None:
        self.now -= 1


@pytest.fixture
def living(monkeypatch) -> Living:
    """The three commands with programs that answer at once."""
    found = Living()
    labels = SimpleNamespace(manifest=SimpleNamespace(text=SimpleNamespace(labels=("a", "b"))))
    settings = SimpleNamespace(num_beams=1, max_length=25)

    def labelled(*_):
        def answer(text):
            return found.noted(Classified(text, "a", {"a": 0.5, "b": 0.5}, 3, 1.0))

        return SimpleNamespace(bundle=labels, file=FILE, classify=answer)

    def said(text, handling=None):
        return found.noted(Translated(text, text.upper(), 5, 7, 12.5, text.count("long")))

    def met(text, handling=None):
        return found.noted(Pivoted(text, text, (said(text), Translated("", text, 7, 6, 20.25))))

    monkeypatch.setattr(classify, "opened", lambda *_: (None, None))
    monkeypatch.setattr(classify, "OpenClassifier", labelled)
    monkeypatch.setattr(translate, "opened", lambda *_: (None, None))
    opened = SimpleNamespace(file=FILE, settings=settings, translate=said)
    monkeypatch.setattr(translate, "OpenTranslator", lambda *_: opened)
    chain = SimpleNamespace(programs=(PROGRAM, PROGRAM), translate=met)
    monkeypatch.setattr(pivot, "open_pivot", lambda *_: chain)
    return found


@pytest.fixture
def words(tmp_path):
    """How a command is called: by its name, or ``pivot`` for a translation through two bundles."""
    folders = [tmp_path / "de-en", tmp_path / "en-pt"]
    for folder in folders:
        folder.mkdir()
        (folder / "manifest.json").touch()
    one, both = [str(folders[0])], list(map(str, folders))
    return {
        "classify": ["classify", *one],
        "translate": ["translate", *one],
        "pivot": ["translate", *both],
    }


@pytest.mark.parametrize("command", ["classify", "translate", "pivot"])
def test_no_answer_of_a_stream_stays(call, living, words, command):
    result = call(*words[command], stdin="a\n" * (LINES - 1) + "long\n")
    assert result.exit_code == 0, result.stderr
    assert len(result.stdout.splitlines()) == LINES
    assert living.made >= LINES
    # The one that is being printed, and the one before it that has not let go of its name yet.
    assert living.most <= 4


@pytest.mark.parametrize("command", ["translate", "pivot"])
def test_what_was_cut_is_told_all_the_same(call, living, words, command):
    result = call(*words[command], stdin="long\na\nlong\n" + "long long\n" * 5)
    said = "12 translations ended at 24 tokens"
    assert said in result.stderr
    assert "(in text 1, 3, 4, 5, 6, ...)" in result.stderr


@pytest.mark.parametrize("command", ["classify", "translate", "pivot"])
def test_a_document_has_them_all(call, living, words, command):
    result = call(*words[command], "--json", stdin="a\n" * 50)
    assert len(json.loads(result.stdout)["answers"]) == 50
    assert living.most >= 50
