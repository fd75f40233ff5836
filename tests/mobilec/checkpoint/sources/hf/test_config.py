"""config.json: what it must say, and that nobody's code runs."""

import json
from pathlib import Path

import pytest

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
    with pytest.raises(Refused, match="not a valid bert configuration.*hidden_size"):
        read_config(bert)


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
