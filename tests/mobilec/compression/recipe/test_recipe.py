"""Recipes: every name and key is checked before anything is done, and each key stands once."""

from pathlib import Path

import pytest

from exporters.errors import Refused
from mobilec.compression.recipe.recipe import parse_recipe, read_recipe
from mobilec.compression.registry import METHODS


def recipe(folder: Path, text: str) -> Path:
    file = folder / "recipe.yaml"
    file.write_text(text)
    return file


def test_a_list_of_steps(tmp_path):
    read = read_recipe(recipe(tmp_path, "- method: finetune\n  epochs: 2\n- method: finetune\n"))
    assert [step.method for step in read.steps] == ["finetune", "finetune"]
    assert [step.options.epochs for step in read.steps] == [2, 3]
    assert parse_recipe(read.to_json(), "again") == read


def test_a_recipe_can_say_what_it_reaches(tmp_path):
    text = "reaches: less\nsource: a paper\nsteps:\n  - method: finetune\n"
    read = read_recipe(recipe(tmp_path, text))
    assert (read.reaches, read.source) == ("less", "a paper")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- method: finetun\n", r"step 1: there is no method 'finetun'; did you mean finetune"),
        ("- method: finetune\n  epoch: 2\n", r"step 1 \(finetune\) has no key 'epoch'; .* epochs"),
        ("- method: finetune\n  epochs: 0\n", "epochs is 0; give a number above 0"),
        ("- epochs: 2\n", "step 1 should be a mapping with the key method"),
        ("- finetune\n", "step 1 should be a mapping with the key method, and is 'finetune'"),
        ("steps: []\n", "has no steps"),
        ("", "has no steps"),
        ("stpes:\n- method: finetune\n", "has no key 'stpes'; did you mean steps"),
        ("- method: [finetune\n", "is not YAML"),
        (
            "- method: finetune\n  epochs: 2\n  epochs: 3\n",
            "line 3: the key 'epochs' stands in line 2",
        ),
        ("- &a {method: finetune}\n- {<<: *a, 3: 4}\n", "has no key '3'"),
    ],
)
def test_what_is_wrong_is_said(tmp_path, text, said):
    with pytest.raises(Refused, match=said):
        read_recipe(recipe(tmp_path, text))


def test_a_key_twice_in_a_nested_mapping_is_refused(tmp_path):
    text = "- method: svd\n  rank: 4\n  layers:\n    '*': 3\n    '*': 4\n"
    with pytest.raises(Refused, match=r"line 5: the key '\*' stands in line 4 already"):
        read_recipe(recipe(tmp_path, text))


def test_a_file_that_is_not_there_or_no_text(tmp_path):
    with pytest.raises(Refused, match="is no file"):
        read_recipe(tmp_path / "none.yaml")
    (tmp_path / "binary.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Refused, match="is not UTF-8 text"):
        read_recipe(tmp_path / "binary.yaml")


@pytest.mark.parametrize("name", METHODS)
def test_every_method_of_the_registry_has_its_doors(name):
    from mobilec.compression.registry import method_of

    method = method_of(name)
    assert all(hasattr(method, door) for door in ("options", "reads", "plan", "apply_"))
