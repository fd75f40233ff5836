"""Searches over a tiny classifier, to the end: what is written, gone on with, and refused."""

import json
from dataclasses import replace

import pytest

import mobilec
from exporters.errors import Refused
from mobilec.compression.recipe.recipe import read_recipe
from mobilec.searching.candidate import Candidates, Figures
from mobilec.searching.options import SearchOptions
from mobilec.searching.search import search
from tests import models

SPACE = """
- method: svd
  optional: true
  rank: {from: 0.2, to: 0.8}
- method: albert-embedding
  width: {among: [8, 16]}
"""


@pytest.fixture(scope="module")
def bert(tmp_path_factory):
    return models.save("bert", tmp_path_factory.mktemp("dense") / "tiny-bert")


@pytest.fixture
def options(bert, tmp_path):
    (tmp_path / "space.yaml").write_text(SPACE)
    data = tmp_path / "dev.tsv"
    rows = (
        f"we go on up {word}\t{at % 3}\n" for at, word in enumerate(("to", "an", "or", "ox") * 3)
    )
    data.write_text("sentence\tlabel\n" + "".join(rows))
    return SearchOptions(
        model=str(bert),
        evaluation=data,
        budget_bytes=10_000_000,
        space=str(tmp_path / "space.yaml"),
        format="onnx",
        trials=3,
        output=tmp_path / "search",
    )


def test_a_search_measures_programs_and_its_recipe_is_one_that_compress_takes(options, tmp_path):
    found = search(options)
    assert len(found.tried) == 3 and found.chosen is not None
    document = json.loads((options.output / "search.json").read_text())
    assert document["headline"] == "accuracy" and len(document["tried"]) == 3
    assert (options.output / "search.svg").read_text().count("<circle") == 4
    figures = found.chosen.figures
    assert figures.bytes < found.dense.bytes and figures.parameters < found.dense.parameters
    assert figures.latency > 0 and 0 <= figures.score <= 1
    assert [step.method for step in read_recipe(found.recipe).steps] == [
        step["method"] for step in found.chosen.steps
    ]
    made = mobilec.compress(
        mobilec.CompressOptions(str(options.model), found.recipe, tmp_path / "small")
    )
    exported = mobilec.export(
        mobilec.ExportOptions(str(made.folder), targets=("onnx",), output=tmp_path / "bundle")
    )
    assert exported.manifest.program("onnx").size_bytes == figures.bytes


class Faked:
    """In the place of programs: figures that follow from the steps."""

    def __init__(self, monkeypatch):
        self.made = 0
        monkeypatch.setattr(Candidates, "compressed", self._compressed)
        monkeypatch.setattr(Candidates, "early", lambda *_: 0.5)
        monkeypatch.setattr(Candidates, "measured", self._measured)
        dense = Figures(0.9, 9_000_000, 1.0, 100)
        monkeypatch.setattr(Candidates, "dense_figures", dense)

    def _compressed(self, steps):
        self.steps = steps
        return None

    def _measured(self, _):
        self.made += 1
        kept = self.steps[-1]["width"] / 32
        return Figures(0.8 + kept / 10, round(8e6 * kept), kept, 50)


@pytest.fixture
def faked(monkeypatch):
    return Faked(monkeypatch)


def test_a_search_that_was_killed_goes_on(options, faked, monkeypatch):
    whole = Candidates.measured

    def dies(_, folder):
        if faked.made == 2:
            raise KeyboardInterrupt
        return whole(folder)

    monkeypatch.setattr(Candidates, "measured", dies)
    with pytest.raises(KeyboardInterrupt):
        search(options)
    monkeypatch.setattr(Candidates, "measured", whole)
    found = search(options)
    assert faked.made == 3 and len(found.tried) == 3
    drawn = [str(each.steps) for each in found.tried]
    assert len(set(drawn)) > 1
    again = search(options)
    assert faked.made == 3 and again.tried == found.tried


def test_what_a_plan_finds_too_large_is_not_made(options, faked, monkeypatch):
    with pytest.raises(Refused, match="none of 8 recipes could be measured; .* bytes are planned"):
        search(replace(options, budget_bytes=100, trials=8))
    assert faked.made == 0


def test_where_nothing_fits_the_nearest_is_shown_and_all_is_written(options, faked):
    with pytest.raises(Refused, match=r"none of 3 recipes keeps to the budget; the nearest has"):
        search(replace(options, latency=0.1))
    assert len(json.loads((options.output / "search.json").read_text())["tried"]) == 3
    assert not (options.output / "recipe.yaml").exists()


def test_a_storage_of_another_search_is_refused(options, faked):
    search(options)
    with pytest.raises(Refused, match="belongs to a search that differs in budget_bytes, latency"):
        search(replace(options, budget_bytes=9_000_000, latency=0.5))


@pytest.mark.parametrize("storage", ["sqlite:////nowhere/at/all.db", "nothing://here", "no url"])
def test_a_storage_that_cannot_be_used_is_refused(options, faked, storage):
    with pytest.raises(Refused, match="cannot keep the trials"):
        search(replace(options, storage=storage))


def test_a_space_of_which_nothing_fits_the_model_ends_early(options, faked, tmp_path):
    (tmp_path / "none.yaml").write_text("- {method: drop-layers, encoder: {from: 50, to: 90}}\n")
    with pytest.raises(Refused, match="none of 8 recipes could be measured; .*drop-layers"):
        search(replace(options, space=str(tmp_path / "none.yaml"), trials=100))


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"budget_bytes": None}, "nothing bounds the search"),
        ({"latency": 0}, "latency is 0; give a number above 0"),
        ({"format": "tflite"}, "there is no format 'tflite'"),
    ],
)
def test_options_that_are_none_are_refused(options, wrong, why):
    with pytest.raises(Refused, match=why):
        replace(options, **wrong)
