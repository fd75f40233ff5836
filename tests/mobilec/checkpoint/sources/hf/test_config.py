"""config.json: what it must say, and that nobody's code runs."""

import json
from pathlib import Path

import pytest
from transformers import BertForSequenceClassification

from exporters.errors import Refused
from mobilec.checkpoint.sources.hf.config import read_config
from tests.mobilec.checkpoint.making import edit_json

AUTO_MAP = {"AutoConfig": "code.Config", "AutoModelForSequenceClassification": "code.Model"}


def test_absent(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="has no config.json: it is not a model"):
        read_config(tmp_path)


@pytest.mark.parametrize(
    ("file", "reason"), [("adapter_config.json", "merge it"), ("manifest.json", "finished bundle")]
)
def test_other_folders_are_named(tmp_path: Path, file: str, reason: str) -> None:
    (tmp_path / file).write_text("{}")
    with pytest.raises(Refused, match=f"has no config.json.*{reason}"):
        read_config(tmp_path)


def test_truncated(bert: Path) -> None:
    text = (bert / "config.json").read_text()
    (bert / "config.json").write_text(text[: len(text) // 2])
    with pytest.raises(Refused, match="config.json is not JSON"):
        read_config(bert)


def test_no_object(bert: Path) -> None:
    (bert / "config.json").write_text(json.dumps(["bert"]))
    with pytest.raises(Refused, match="config.json holds a list"):
        read_config(bert)


def test_value_that_the_family_refuses(bert: Path) -> None:
    edit_json(bert / "config.json", hidden_size="wide")
    with pytest.raises(Refused, match="has the hidden_size 'wide'; it is a number from 1"):
        read_config(bert)
    edit_json(bert / "config.json", hidden_size=16, layer_norm_eps="small")
    with pytest.raises(Refused, match="not a valid bert configuration.*layer_norm_eps"):
        read_config(bert)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("hidden_size", 0),
        ("hidden_size", -1),
        ("num_attention_heads", 0),
        ("num_hidden_layers", 1_000_000),
        ("num_labels", 1_000_000),
        ("vocab_size", True),
        ("vocab_size", 10**40),
        ("architectures", 7),
        ("architectures", [7]),
    ],
)
def test_sizes_of_which_no_model_could_be_built(bert: Path, setting: str, value: object) -> None:
    edit_json(bert / "config.json", **{setting: value})
    with pytest.raises(Refused, match=f"config.json has the {setting} .*download the file again"):
        read_config(bert)


@pytest.mark.parametrize("value", [[], {}, 7, None, "x" * 1000])
def test_a_model_type_that_is_none(bert: Path, value: object) -> None:
    edit_json(bert / "config.json", model_type=value)
    with pytest.raises(Refused, match="config.json gives the model_type"):
        read_config(bert)


@pytest.mark.parametrize("key", ["_attn_implementation", "attn_implementation"])
def test_attention_of_the_machine_that_saved_it_is_left_aside(bert: Path, key: str) -> None:
    edit_json(bert / "config.json", **{key: "flash_attention_2"})
    config = read_config(bert)
    assert config._attn_implementation in (None, "eager", "sdpa")
    BertForSequenceClassification(config)


def test_unknown_model_type(bert: Path) -> None:
    edit_json(bert / "config.json", model_type="brandnew")
    with pytest.raises(Refused, match="model_type 'brandnew', which transformers .* does not know"):
        read_config(bert)


def test_quantized_already(bert: Path) -> None:
    edit_json(bert / "config.json", quantization_config={"quant_method": "gptq", "bits": 4})
    with pytest.raises(Refused, match="quantized already.*gptq"):
        read_config(bert)


def test_remote_code_is_refused_and_never_run(bert: Path) -> None:
    ran = bert / "ran"
    (bert / "code.py").write_text(f"open({str(ran)!r}, 'w')")
    edit_json(bert / "config.json", model_type="brandnew", auto_map=AUTO_MAP)
    with pytest.raises(Refused, match="'brandnew' of its own.*have to be run; mobilec never does"):
        read_config(bert)
    assert not ran.exists()


def test_known_model_type_is_read_without_its_remote_code(bert: Path) -> None:
    ran = bert / "ran"
    (bert / "code.py").write_text(f"open({str(ran)!r}, 'w')")
    edit_json(bert / "config.json", auto_map=AUTO_MAP)
    assert type(read_config(bert)).__module__.startswith("transformers.models.bert")
    assert not ran.exists()
