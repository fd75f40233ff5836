"""Each recipe that ships is planned on a model of its task, with data of its task."""

from pathlib import Path

import pytest

from mobilec.compression.options import CompressOptions
from mobilec.compression.plan.plan import plan_compression
from mobilec.compression.recipe.catalogue import recipes
from mobilec.compression.registry import TRAINING
from tests import models, translation_models

WIDE = {"hidden_size": 256, "intermediate_size": 1024, "num_hidden_layers": 4}
LAYERS = {"encoder_layers": 4, "decoder_layers": 4}
WIDE_TRANSLATOR = {"d_model": 256, "encoder_ffn_dim": 512, "decoder_ffn_dim": 512, **LAYERS}


@pytest.fixture(scope="module")
def dense(tmp_path_factory) -> dict[str, Path]:
    """By what the names of their recipes begin with."""
    folder = tmp_path_factory.mktemp("wide")
    classifier = models.tiny("bert", **WIDE)
    translator = translation_models.tiny("marian", **WIDE_TRANSLATOR)
    words = {
        "classify": (classifier, models.tokenizer(classifier.config.pad_token_id)),
        "translate": (translator, translation_models.tokenizer("marian")),
    }
    for name, (model, tokenizer) in words.items():
        model.save_pretrained(folder / name)
        tokenizer.save_pretrained(folder / name)
    return {name: folder / name for name in words}


@pytest.fixture(scope="module")
def labelled(tmp_path_factory) -> Path:
    """All words that the tokenizer has."""
    words = [word for word in models.tokenizer(0).get_vocab() if word.isalpha()]
    lines = (f"{' '.join(words[at::20])}\t{at % 3}\n" for at in range(20))
    file = tmp_path_factory.mktemp("data") / "dev.tsv"
    file.write_text("sentence\tlabel\n" + "".join(lines))
    return file


@pytest.mark.parametrize("name", [shipped.name for shipped in recipes()])
def test_what_it_would_make_is_said(name, dense, labelled, parallel, tmp_path):
    task, _, _ = name.partition("-")
    data = {"classify": labelled, "translate": parallel}[task]
    plan = plan_compression(
        CompressOptions(
            str(dense[task]),
            Path(name),
            tmp_path / "small",
            data=data,
            train=str(data),
            evaluation=data,
        )
    )
    assert plan.after.parameters < plan.before.parameters
    assert plan.steps[-1].plan.method in TRAINING
    assert not (tmp_path / "small").exists()
