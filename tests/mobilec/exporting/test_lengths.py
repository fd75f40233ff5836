"""What a plan says of lengths is what an export says, before anything is loaded."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from exporters.errors import Refused
from mobilec.checkpoint.cutting import Cutting
from mobilec.checkpoint.describe import describe
from mobilec.checkpoint.load import load
from mobilec.evaluation.pytorch import measured
from mobilec.exporting.export import export
from mobilec.exporting.lengths import cut_in_words, note_of_length
from mobilec.exporting.options import ExportOptions
from mobilec.exporting.plan import plan
from tests import models

Save = Callable[..., Path]


@pytest.fixture
def save(tmp_path: Path) -> Save:
    """Writes a checkpoint, without weights unless they are asked for."""

    def saved(name: str, weights: bool = False, **changes: object) -> Path:
        folder = tmp_path / "checkpoint"
        model = models.tiny(name, **changes)
        (model if weights else model.config).save_pretrained(folder)
        if not weights:
            model.config.architectures = [type(model).__name__]
            model.config.save_pretrained(folder)
        models.tokenizer(model.config.pad_token_id).save_pretrained(folder)
        return folder

    return saved


def planned(folder: Path, *lengths: int) -> str:
    options = ExportOptions(str(folder), ("onnx",), lengths=lengths, output=folder / "bundle")
    return plan(options).files[0].methods["forward"]


@pytest.mark.parametrize(
    ("name", "changes", "usable"),
    [
        ("bert", {"max_position_embeddings": 66}, 66),
        ("roberta", {"max_position_embeddings": 66}, 64),
        ("xlm-roberta", {"max_position_embeddings": 66, "pad_token_id": 3}, 62),
        ("mpnet", {"max_position_embeddings": 66, "pad_token_id": 0}, 64),
    ],
)
def test_a_plan_knows_the_positions_that_a_family_can_use(
    save: Save, name: str, changes: dict[str, int], usable: int
) -> None:
    folder = save(name, **changes)
    assert describe(folder).max_positions == usable
    assert planned(folder) == planned(folder, usable) == f"(1, up to {usable})"
    with pytest.raises(Refused, match=f"{usable + 1} was asked for.* positions for {usable} tok"):
        planned(folder, 32, usable + 1)


def test_of_a_family_that_nobody_listed_as_well(tmp_path: Path) -> None:
    model = models.classifier("Camembert", pad_token_id=1, max_position_embeddings=66)
    model.config.architectures = [type(model).__name__]
    model.config.save_pretrained(tmp_path)
    assert describe(tmp_path).max_positions == 64


def test_unasked_the_lengths_are_the_usual_ones_that_fit() -> None:
    options = ExportOptions()
    assert options.within(None).lengths == options.within(512).lengths == (32, 64, 128)
    assert options.within(100).lengths == (32, 64, 100)
    assert options.within(64).lengths == (32, 64)
    assert options.within(20).lengths == (20,)
    assert ExportOptions(lengths=(7,)).within(20).lengths == (7,)


@pytest.mark.parametrize(
    ("name", "lengths"),
    [("bert", (2,)), ("bert", (1, 32)), ("mobilebert", (3,)), ("mobilebert", (2, 16))],
)
def test_lengths_in_which_a_text_says_nothing_are_refused(
    save: Save, name: str, lengths: tuple[int, ...]
) -> None:
    least = {"bert": 3, "mobilebert": 4}[name]
    with pytest.raises(Refused, match=f"takes no fewer than .*; ask for {least} or more"):
        planned(save(name), *lengths)


def test_a_classifier_of_two_stacks_is_refused_by_a_plan(tmp_path: Path) -> None:
    config = models.classifier("Bart", d_model=16, num_labels=2).config
    config.architectures = ["BartForSequenceClassification"]
    config.save_pretrained(tmp_path)
    with pytest.raises(Refused, match="the family 'bart' is not served: it reads a text with"):
        planned(tmp_path)


def test_a_long_text_is_evaluated_with_any_padding_id(save: Save, tmp_path: Path) -> None:
    """Positions of 66 rows that begin behind the padding id 3."""
    folder = save("roberta", weights=True, max_position_embeddings=66, pad_token_id=3)
    data = tmp_path / "data.tsv"
    data.write_text("text\tlabel\n" + "so it is " * 60 + "\t0\nup\t1\n")
    assert load(folder).max_positions == 62
    assert measured(load(folder), data).rows == 2


def test_unasked_a_model_is_exported_with_its_own_longest(save: Save, tmp_path: Path) -> None:
    """Here 3, the shortest that is not refused."""
    folder = save("bert", weights=True, max_position_embeddings=3)
    options = ExportOptions(str(folder), ("onnx",), output=tmp_path / "bundle")
    assert export(options).manifest.limits.longest == 3


@pytest.mark.parametrize(
    ("asked", "settings", "planned"),
    [
        ((), {"model_max_length": 24}, (24,)),
        ((), {"model_max_length": 100}, (32, 64, 100)),
        ((), {"model_max_length": 512}, (32, 64, 128)),
        ((), {"model_max_length": 10**30}, (32, 64, 128)),
        ((32, 64), {"model_max_length": 24}, (32, 64)),
    ],
)
def test_the_tokenizers_length_ends_what_nobody_asked_for(
    tmp_path: Path, asked: tuple[int, ...], settings: dict[str, int], planned: tuple[int, ...]
) -> None:
    pytest.importorskip("coremltools")
    folder = models.save("bert", tmp_path / "bert")
    file = folder / "tokenizer_config.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | settings))
    (package,) = plan(ExportOptions(str(folder), ("ios",), lengths=asked)).files
    assert tuple(package.methods) == tuple(f"forward_{length}" for length in planned)


def test_what_differs_is_said() -> None:
    options = ExportOptions(lengths=(32,))
    assert note_of_length(Cutting(longest=None), options) == ()
    assert note_of_length(Cutting(longest=64), options) == ()
    (note,) = note_of_length(Cutting(longest=24), options)
    assert "up to 32 tokens" in note and "model_max_length, 24" in note
    assert (
        cut_in_words(Cutting("left"), options) == "texts of more than 32 tokens, at their beginning"
    )
    assert "model_max_length is 24" in cut_in_words(Cutting(longest=24), options)
