"""teach: a teacher's translations as a file of pairs, the same however it was made."""

import json

import pytest

from exporters.errors import Refused
from mobilec.checkpoint.load import load
from mobilec.evaluation.parallel import read_parallel
from mobilec.teaching import parts as parts_of_work
from mobilec.teaching.options import TeachOptions
from mobilec.teaching.teach import teach
from tests import models, translation_models

WORDS = ("we", "go", "on", "up", "to", "an", "inn", "or", "ox", "at", "my", "so", "do", "in")
LINES = [" ".join(WORDS[(row + 3 * at) % 14] for at in range(2 + row % 5)) for row in range(20)]


@pytest.fixture(scope="module")
def teacher(tmp_path_factory):
    """A random model that ends some of its translations."""
    folder = tmp_path_factory.mktemp("teacher") / "marian"
    model = translation_models.tiny("marian")
    model.generation_config.update(max_length=24)
    model.final_logits_bias[0, model.config.eos_token_id] += 4
    model.save_pretrained(folder)
    translation_models.tokenizer("marian").save_pretrained(folder)
    return folder


@pytest.fixture
def texts(tmp_path):
    file = tmp_path / "mono.en"
    file.write_text("\n".join([*LINES, LINES[0], "12:30"]) + "\n")
    return file


def asked(teacher, texts, name="taught.tsv", **more):
    given = {"beams": 2, "batch_pieces": 40, "ratio": 1e9} | more
    return TeachOptions(str(teacher), (texts,), texts.parent / name, **given)


def test_it_says_what_its_model_says_alone(teacher, texts):
    """Padding and neighbours change no translation."""
    result = teach(asked(teacher, texts))
    assert (result.lines, result.sentences, result.again) == (22, 20, 1)
    assert result.pairs + sum(result.left_aside.values()) == 20
    model = load(teacher)
    pairs = read_parallel(result.path)
    assert len(pairs) == result.pairs and pairs
    alone = parts_of_work.Teacher(model, 2)
    for pair in pairs:
        (answer,) = alone.answers([model.text.words.ids(pair.text)])
        assert " ".join(answer.text.split()) == pair.reference
    assert not (texts.parent / "taught.tsv.work").exists()


def test_a_killed_run_ends_as_it_would_have(teacher, texts, monkeypatch):
    whole = teach(asked(teacher, texts, "whole.tsv")).path.read_bytes()
    answers, made = parts_of_work.Teacher.answers, []

    def killed(self, ids):
        if len(made) == 2:
            raise KeyboardInterrupt
        made.append(len(ids))
        return answers(self, ids)

    monkeypatch.setattr(parts_of_work.Teacher, "answers", killed)
    with pytest.raises(KeyboardInterrupt):
        teach(asked(teacher, texts))
    assert not (texts.parent / "taught.tsv").exists()

    def counted(self, ids):
        made.append(len(ids))
        return answers(self, ids)

    monkeypatch.setattr(parts_of_work.Teacher, "answers", counted)
    assert teach(asked(teacher, texts)).path.read_bytes() == whole
    assert sum(made) == len(LINES), "what was there is not asked again"


def test_processes_make_the_same_file(teacher, texts):
    one = teach(asked(teacher, texts, "one.tsv")).path.read_bytes()
    assert teach(asked(teacher, texts, "two.tsv", jobs=2)).path.read_bytes() == one


def test_pairs_give_their_sources(teacher, tmp_path):
    file = tmp_path / "pairs.tsv"
    file.write_text("source\ttarget\n" + "".join(f"{line}\tno\n" for line in LINES[:3]))
    assert teach(asked(teacher, file)).sentences == 3


def test_what_cannot_be_done_is_refused(teacher, texts, tmp_path):
    empty = tmp_path / "empty.en"
    empty.write_text("12:30\n\n")
    with pytest.raises(Refused, match="no sentence to translate"):
        teach(asked(teacher, empty))
    (tmp_path / "taught.tsv").write_text("kept")
    with pytest.raises(Refused, match="--overwrite replaces it"):
        teach(asked(teacher, texts))
    assert (tmp_path / "taught.tsv").read_text() == "kept"
    (tmp_path / "other.tsv.work").mkdir()
    (tmp_path / "other.tsv.work" / "run.json").write_text(json.dumps({"beams": 9}))
    with pytest.raises(Refused, match="holds an unfinished run that differs in"):
        teach(asked(teacher, texts, "other.tsv"))
    with pytest.raises(Refused, match="made no translation to learn from"):
        teach(asked(teacher, texts, ratio=1.0000001, longest=1, beams=1, overwrite=True))


def test_a_classifier_teaches_otherwise(texts, tmp_path):
    models.save("bert", tmp_path / "bert")
    with pytest.raises(
        Refused, match="does text-classification: a teacher of this is a translator"
    ):
        teach(asked(tmp_path / "bert", texts))


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"texts": ()}, "give --texts FILE"),
        ({"name": "taught.txt"}, "name it .tsv"),
        ({"jobs": 0}, "jobs is 0; give 1 or more"),
        ({"ratio": 1.0}, "ratio is 1.0; give a number above 1"),
    ],
)
def test_options(tmp_path, keys, message):
    given = {"texts": (tmp_path,), "name": "taught.tsv"} | keys
    name, texts = given.pop("name"), given.pop("texts")
    with pytest.raises(Refused, match=message):
        TeachOptions("model", texts, tmp_path / name, **given)
