"""The list of shipped models: all there, all described, and cheap to ask for."""

import subprocess
import sys

import pytest

from exporters.errors import Refused
from mobilec.checkpoint.licence import read_licence
from mobilec.shipped.catalogue import (
    DEFAULT_TASK,
    MODELS,
    PUBLISHED,
    default_model,
    models,
    shipped_folder,
)

FILES = {
    "README.md",
    "config.json",
    "model.safetensors",
    "tokenizer.json",
    "tokenizer_config.json",
    "training.json",
}
COMPRESSED = {"compression.json", "compression-report.json"}
"""What a compressed one has more; its training.json is of the dense model that it was made from."""


def test_names_are_keys():
    assert [model.name for model in models()] == [*MODELS, *PUBLISHED]


@pytest.mark.parametrize("model", MODELS.values(), ids=lambda model: model.name)
def test_every_model_is_there_with_a_card_of_its_licence(model):
    found = {file.name for file in model.folder.iterdir()}
    of_task = {"generation_config.json"} if model.task == "translation" else set()
    assert found == FILES | of_task | (COMPRESSED if found & COMPRESSED else set())
    assert read_licence(model.folder) == model.licence.lower()


def test_a_task_has_its_default_or_is_refused():
    assert default_model("text-classification").name == "sentiment-en"
    assert default_model("translation").name == "translate-en-de"
    assert default_model(DEFAULT_TASK).task == "translation"
    with pytest.raises(Refused, match="'fill-mask'"):
        default_model("fill-mask")


def test_a_name_leads_to_its_folder():
    assert shipped_folder("sentiment-en").name == "sentiment-en"
    with pytest.raises(Refused, match="no model 'sentiment-de'.*: sentiment-en, translate-en-de"):
        shipped_folder("sentiment-de")


def test_asking_for_the_list_imports_no_torch():
    ask = "import sys, mobilec.shipped.catalogue; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", ask], check=False).returncode == 0
