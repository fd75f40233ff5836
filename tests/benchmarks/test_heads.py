"""The benchmark of heads on tiny models: masked heads are heads that are not listened to."""

import torch

from benchmarks.heads.drawing import curves
from benchmarks.heads.study import accuracy, claims, mean_loss, studied
from exporters.families.registry import attentions_of
from mobilec.checkpoint.load import load
from tests import models, translation_models
from tests.exporters.families.pruned import silenced
from tests.mobilec.compression.conftest import labelled, parallel  # noqa: F401


def test_a_classifiers_heads(labelled, tmp_path):  # noqa: F811
    checkpoint = load(models.save("bert", tmp_path / "tiny"))
    study = studied(checkpoint, labelled, labelled, lambda _: None)
    assert study.metric == "accuracy"
    assert [len(layer["alone"]) for layer in study.layers] == [4, 4]
    first = attentions_of(checkpoint.model)[0]
    masked = silenced(checkpoint.model, {first: [0, 1, 3]})
    ids = torch.arange(5, 20)[None]
    batch = {"input_ids": ids, "labels": masked(ids).logits.argmax(-1)}
    assert accuracy(masked, [batch]) == 1.0
    for curve in study.curves.values():
        shares = [share for share, _ in curve]
        assert shares == sorted(shares) and (shares[0], shares[-1]) == (0.0, 0.75)
        assert curve[0][1] == round(study.whole, 6)
    assert "Without one head of 8 the accuracy" in next(iter(claims(study)))
    assert curves(study, "tiny").count("<polyline") == 2


def test_a_translators_heads_by_role(parallel, tmp_path):  # noqa: F811
    checkpoint = load(translation_models.save("marian", tmp_path / "tiny"))
    study = studied(checkpoint, parallel, parallel, lambda _: None)
    assert [layer["role"] for layer in study.layers] == 2 * ["encoder"] + 2 * ["own"] + 2 * [
        "cross"
    ]
    labels = torch.tensor([[5, 6, -100]])
    batch = {"input_ids": torch.arange(5, 9)[None], "labels": labels}
    batch["decoder_input_ids"] = torch.tensor([[7, 5, 6]])
    logits = checkpoint.model(**batch).logits.log_softmax(-1)
    expected = -(logits[0, 0, 5] + logits[0, 1, 6]) / 2
    torch.testing.assert_close(mean_loss(checkpoint.model, [batch]), float(expected))
    assert [said.split(":")[0] for said in claims(study)][1:] == ["encoder", "own", "cross"]
