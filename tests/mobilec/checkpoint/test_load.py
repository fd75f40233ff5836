"""Loading from end to end: what comes in computes what was saved."""

import shutil
from pathlib import Path

import pytest
import torch

from exporters.errors import Refused
from mobilec.checkpoint import hub
from mobilec.checkpoint.describe import describe
from mobilec.checkpoint.load import load
from tests.mobilec.checkpoint import making

SUMMATION_ORDER = 1e-6
"""Weights mapped from a file are aligned otherwise than fresh ones, and summed in other order."""


@pytest.mark.parametrize("family", making.FAMILIES)
def test_loaded_model_computes_what_was_saved(family: str, tmp_path: Path) -> None:
    saved = making.FAMILIES[family](tmp_path)
    checkpoint = load(tmp_path)
    ids = torch.tensor([checkpoint.tokenizer.encode("It works.").ids])
    with torch.no_grad():
        expected, logits = saved(ids).logits, checkpoint.model(ids).logits
    torch.testing.assert_close(logits, expected, rtol=0, atol=SUMMATION_ORDER)
    assert checkpoint.pad_id == saved.config.pad_token_id
    assert not checkpoint.model.training
    assert {p.dtype for p in checkpoint.model.parameters()} == {torch.float32}


def test_checkpoint_says_what_it_is(bert: Path) -> None:
    checkpoint = load(str(bert), task="text-classification")
    assert checkpoint.source == str(bert)
    assert checkpoint.folder == bert
    assert checkpoint.origin == "folder"
    assert checkpoint.task == "text-classification"
    assert checkpoint.architecture == "BertForSequenceClassification"
    assert checkpoint.labels == ("bad", "so-so", "good")
    assert checkpoint.max_positions == 40
    assert checkpoint.unused == ()


def test_half_precision_is_widened(bert: Path) -> None:
    making.bert(bert).half().save_pretrained(bert)
    assert {p.dtype for p in load(bert).model.parameters()} == {torch.float32}


def test_describe_needs_no_weights(bert: Path) -> None:
    (bert / "model.safetensors").unlink()
    assert describe(bert).labels == ("bad", "so-so", "good")
    with pytest.raises(Refused, match="holds no weights"):
        load(bert)


def test_hub_model_is_loaded_from_its_snapshot(
    saved_bert: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = tmp_path / "c0ffee"
    shutil.copytree(saved_bert, snapshot, ignore=shutil.ignore_patterns("*.safetensors"))

    def download(_name: str, revision: str | None, allow_patterns: list[str]) -> str:
        if "model.safetensors" in allow_patterns:
            assert revision == "c0ffee"
            shutil.copy(saved_bert / "model.safetensors", snapshot)
        return str(snapshot)

    monkeypatch.setattr(hub, "snapshot_download", download)
    checkpoint = load("someone/reviews")
    assert (checkpoint.source, checkpoint.origin) == ("someone/reviews", "hub")
    assert checkpoint.folder == snapshot
