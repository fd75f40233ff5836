"""Checkpoints out of programs of ONNX, on tiny programs made on the spot; rows and their table."""

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn
from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification, BertModel

from benchmarks.real.bert import read_encoder
from benchmarks.real.head import with_head
from benchmarks.real.made import of_bert, tokenizer_of
from benchmarks.real.paired import put_learned
from benchmarks.real.sources import MRPC, SOURCES, Finetuned
from benchmarks.real.t5 import _as_float
from benchmarks.real.table import write_table
from benchmarks.real.texts import Labelled, copy_asked, glue_pairs
from exporters.errors import Refused
from mobilec.evaluation.data import read_labelled
from tests.models import randomize_, tokenizer


class _Hidden(nn.Module):
    """Tracing hands inputs over by their places, and the wrappers of transformers take names."""

    def __init__(self, inner: BertModel) -> None:
        super().__init__()
        self.inner = inner

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, types: torch.Tensor) -> torch.Tensor:
        found = self.inner(input_ids=ids, attention_mask=mask, token_type_ids=types)
        return found.last_hidden_state


def encoder() -> BertModel:
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=3000,
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=48,
        max_position_embeddings=40,
    )
    return randomize_(BertModel(config, add_pooling_layer=False)).eval()


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As TorchScript's exporter writes it: matrices without a name, transposed."""
    path = tmp_path_factory.mktemp("program") / "model.onnx"
    ids = torch.tensor([[101, 2204, 102]])
    names = ["input_ids", "attention_mask", "token_type_ids"]
    torch.onnx.export(
        _Hidden(encoder()),
        (ids, torch.ones_like(ids), torch.zeros_like(ids)),
        path,
        input_names=names,
        output_names=["last_hidden_state"],
        dynamic_axes={name: {0: "batch", 1: "length"} for name in (*names, "last_hidden_state")},
        dynamo=False,
    )
    return path


def test_every_weight_comes_back(program: Path) -> None:
    found = read_encoder(program, heads=4)
    for name, tensor in encoder().state_dict().items():
        torch.testing.assert_close(found.state_dict()[name], tensor, msg=name, atol=0, rtol=0)


def test_an_encoder_that_answers_otherwise_is_refused(program: Path) -> None:
    with pytest.raises(Refused, match="hidden states are .* from the program's"):
        read_encoder(program, heads=2)


def test_a_head_learns_what_the_rows_say(tmp_path: Path) -> None:
    words = tokenizer()
    rows = [
        Labelled(f"{a}{b} so", "odd" if a < "m" else "even") for a in "abcxyz" for b in "abcdef"
    ]
    model = with_head(encoder(), words, rows, ("even", "odd"))
    model.save_pretrained(tmp_path)
    model = BertForSequenceClassification.from_pretrained(tmp_path).eval()
    inputs = words([row.text for row in rows], padding=True, return_tensors="pt")
    with torch.no_grad():
        said = [model.config.id2label[int(at)] for at in model(**inputs).logits.argmax(1)]
    assert np.mean([a == row.label for a, row in zip(said, rows, strict=True)]) > 0.9


def test_an_encoder_learns_from_pairs_and_reads_their_types(tmp_path: Path) -> None:
    train, dev = glue_pairs(MRPC, tmp_path)
    train.parent.mkdir(parents=True)
    rows = "".join(f"{at % 2}\t1\t2\tab {a}\tac {a} {a}\n" for at, a in enumerate("bcdefghi"))
    for file in (train, dev):
        file.write_text(f"\ufeffQuality\t#1 ID\t#2 ID\t#1 String\t#2 String\n{rows}")
    file = tmp_path / "tokenizer.json"
    tokenizer().backend_tokenizer.save(str(file))
    words = tokenizer_of(file, of_bert())
    known = SOURCES["minilm-mrpc"]
    assert isinstance(known, Finetuned)
    folder, work = tmp_path / "learned", tmp_path / "work"
    said = put_learned(replace(known, epochs=1), encoder(), words, tmp_path, work, folder)
    assert re.match(r"in \d+ s, accuracy [01]\.\d{4} on the dev set; arithmetic: auto took", said)
    assert not work.exists()
    config = json.loads((folder / "config.json").read_text())
    assert config["id2label"] == {"0": "not_equivalent", "1": "equivalent"}
    read = AutoTokenizer.from_pretrained(folder)("aa", "ab")
    assert max(read.token_type_ids) == 1
    asked = read_labelled(copy_asked(MRPC, tmp_path, tmp_path), ("not_equivalent", "equivalent"))
    assert (asked[1].asked, asked[1].label) == (("ab c", "ac c c"), 1)


@pytest.mark.parametrize("shape", [(), (3,), (2,)])
def test_int8_becomes_float_by_tensor_column_or_row(shape: tuple[int, ...]) -> None:
    whole = np.arange(6, dtype=np.uint8).reshape(2, 3)
    scale = np.full(shape, 0.5, np.float32) * (1 + np.arange(max(1, scale_size(shape)))).reshape(
        shape
    )
    zero = np.full(shape, 2, np.uint8)
    stored = {"w_quantized": whole, "w_scale": scale.astype(np.float32), "w_zero_point": zero}
    column = scale.reshape(-1, 1) if shape == (2,) else scale
    expected = (whole.astype(np.float32) - 2) * column
    np.testing.assert_allclose(_as_float(stored, "w_quantized"), expected)


def scale_size(shape: tuple[int, ...]) -> int:
    return int(np.prod(shape)) if shape else 1


def test_rows_become_one_table_and_one_document(tmp_path: Path) -> None:
    answers = {"texts": 40, "agreement": 0.9, "equal": 0.5, "relative": 0.02, "max_abs": 1.0}
    rows = [
        ("b", "onnx", {"accuracy": [0.9, 0.89], "f1": [0.93, 0.92]}),
        ("a", "coreml", {"chrF": [40.0, 39.5], "BLEU": [20.0, 19.0]}),
        ("a", "executorch", {"chrF": [40.0, 39.0], "BLEU": [20.0, 19.0]}),
    ]
    (tmp_path / "rows").mkdir()
    for model, form, quality in rows:
        row = {
            "model": model,
            "format": form,
            "size_bytes": 1_500_000,
            "golden": {"relative": 0.03},
            "answers": answers | {"quality": quality},
            "machine": {"processor": "some", "load_average": [1, 2, 3]},
        }
        (tmp_path / "rows" / f"{model}.{form}.json").write_text(json.dumps(row))
    lines = write_table(tmp_path, tmp_path / "real.json").splitlines()
    assert [line.split(" | ")[:3] for line in lines[2:]] == [
        ["| a", "`.pte`", "1.50"],
        ["| a", "`.mlpackage`", "1.50"],
        ["| b", "`.onnx`", "1.50"],
    ]
    assert lines[2].endswith("| 40 | 0.9000 | 0.500 | 0.02 | 0.03 | chrF | 40.00 | 39.00 |")
    assert lines[4].endswith(
        "| 0.9000 |  | 0.02 | 0.03 | accuracy, f1 | 0.9000, 0.9300 | 0.8900, 0.9200 |"
    )
    document = json.loads((tmp_path / "real.json").read_text())
    assert document["machines"] == [{"processor": "some"}]
    assert len(document["rows"]) == 3


def test_a_program_of_another_kind_is_refused(tmp_path: Path) -> None:
    table = numpy_helper.from_array(
        np.ones((4, 2), np.float32), "embeddings.word_embeddings.weight"
    )
    graph = helper.make_graph(
        [helper.make_node("Identity", ["x"], ["y"])],
        "g",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1])],
        [table],
    )
    onnx.save(helper.make_model(graph), tmp_path / "model.onnx")
    with pytest.raises(Refused, match="is it another kind of model"):
        read_encoder(tmp_path / "model.onnx", heads=1)
